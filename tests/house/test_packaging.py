"""What is installed carries everything that runs: the wheel and the editable install alike."""

import shutil
import subprocess
import sys
import tarfile
import zipfile
from importlib.resources import files
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CARRIED = {
    "ontology": ["**/*.ttl", "*.tsv", "**/*.py", "**/py.typed"],
    "shapes": ["**/*.ttl", "**/*.py", "**/py.typed"],
    "queries": ["**/*.rq", "**/*.py", "**/py.typed"],
    "graph": ["**/*.py", "starter/*.csv", "sources/*.csv", "**/py.typed"],
    "server": [
        "**/*.py",
        "templates/**/*.html",
        "static/**/*.*",
        "words/**/*.toml",
        "lookups/*.rq",
        "maps/*.csv",
        "**/py.typed",
    ],
}
BUILD_ONLY = "server/frontend/"
"""What builds the package, and is not of it."""


def expected() -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for room, patterns in CARRIED.items()
        for pattern in patterns
        for path in (ROOT / room).glob(pattern)
        if not path.relative_to(ROOT).as_posix().startswith(BUILD_ONLY)
    }


def build(source: Path, what: str, out: Path) -> Path:
    """Builds as an installer does, but with neither Node nor a registry: what is built already is taken."""
    subprocess.run(
        [sys.executable, "-c", f"import build_backend as b; b.build_{what}({str(out)!r})"],
        cwd=source,
        check=True,
        capture_output=True,
        env={"PYTHONPATH": str(source / "server" / "frontend"), "PATH": "", "npm_config_offline": "true"},
    )
    (built,) = out.glob("*.whl" if what == "wheel" else "*.tar.gz")
    return built


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what is built from, because building leaves its own folders behind."""
    source = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    for room in CARRIED:
        shutil.copytree(
            ROOT / room, source / room, ignore=shutil.ignore_patterns("__pycache__", "node_modules")
        )
    return source


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(source, "wheel", tmp_path_factory.mktemp("wheel"))


def test_a_source_archive_builds_the_same_wheel(
    source: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    archive = build(source, "sdist", tmp_path_factory.mktemp("archive"))
    assert not (source / "MANIFEST.in").exists(), "it is there only while an archive is made"
    unpacked = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(archive) as opened:
        names = opened.getnames()
        opened.extractall(unpacked, filter="data")
    assert not [name for name in names if "node_modules" in name or "__pycache__" in name]
    (root,) = unpacked.iterdir()
    for name in (
        "package.json",
        "package-lock.json",
        ".npmrc",
        "editor.js",
        "build_backend.py",
        "outlines.py",
    ):
        assert (root / "server" / "frontend" / name).is_file(), name
    again = build(root, "wheel", tmp_path_factory.mktemp("again"))
    with zipfile.ZipFile(wheel) as first, zipfile.ZipFile(again) as second:
        assert set(first.namelist()) == set(second.namelist())


def test_the_wheel_carries_every_file(wheel: Path) -> None:
    carried = {name.removeprefix("enjoin/") for name in zipfile.ZipFile(wheel).namelist()}
    assert expected() <= carried, sorted(expected() - carried)


def test_the_wheel_carries_nothing_else(wheel: Path) -> None:
    strays = [
        name
        for name in zipfile.ZipFile(wheel).namelist()
        if not name.startswith(("enjoin/", "enjoin-")) or "/tests/" in name or "__pycache__" in name
    ]
    assert strays == []


def test_the_installed_package_carries_every_file() -> None:
    for room in CARRIED:
        base = files(f"enjoin.{room}")
        for name in expected():
            if name.startswith(f"{room}/"):
                assert base.joinpath(*name.split("/")[1:]).is_file(), name


def test_every_kind_of_file_is_there() -> None:
    for room, patterns in CARRIED.items():
        for pattern in patterns:
            assert list((ROOT / room).glob(pattern)), f"{room}/{pattern}"
