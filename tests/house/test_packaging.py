"""What is installed carries everything that runs: the wheel and the editable install alike."""

import shutil
import subprocess
import sys
import zipfile
from importlib.resources import files
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CARRIED = {
    "ontology": ["**/*.ttl", "**/*.py", "**/py.typed"],
    "shapes": ["**/*.ttl", "**/*.py", "**/py.typed"],
    "queries": ["**/*.rq", "**/*.py", "**/py.typed"],
    "graph": ["**/*.py", "starter/*.csv", "sources/*.csv", "**/py.typed"],
    "server": [
        "**/*.py",
        "templates/**/*.html",
        "static/**/*.*",
        "words/**/*.toml",
        "lookups/*.rq",
        "**/py.typed",
    ],
}


def expected() -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for room, patterns in CARRIED.items()
        for pattern in patterns
        for path in (ROOT / room).glob(pattern)
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # From a copy, because building leaves its own folders behind.
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    for room in CARRIED:
        shutil.copytree(
            ROOT / room, source / room, ignore=shutil.ignore_patterns("__pycache__", "node_modules")
        )
    subprocess.run(
        [sys.executable, "-c", f"import setuptools.build_meta as b; b.build_wheel({str(out)!r})"],
        cwd=source,
        check=True,
        capture_output=True,
    )
    (built,) = out.glob("*.whl")
    return built


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
