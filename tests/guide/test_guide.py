"""The guide is true: its commands are run in order, and say what stands there."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide.md"
BLOCK = re.compile(r"^```(\w+)(?: file=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ADDRESS = "http://127.0.0.1:8080"


@dataclass(frozen=True)
class Step:
    """A command with the output that the guide shows; or a file, or a program in Python."""

    kind: str
    text: str
    expected: str = ""
    code: int = 0


def steps() -> Iterator[Step]:
    for language, file, body in BLOCK.findall(GUIDE.read_text(encoding="utf-8")):
        if file:
            yield Step(file, body)
        elif language == "python":
            yield Step("python", body)
        elif language == "console":
            for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
                line, _, expected = part.partition("\n")
                command, _, comment = line.partition("  # exit ")
                yield Step("console", command, expected, int(comment or 0))


def pattern(expected: str) -> re.Pattern[str]:
    """What the guide shows as a pattern: `…` alone on a line is any lines, within a line any text."""
    lines = [
        r"(?:.*\n)*" if line == "…" else ".*".join(map(re.escape, line.split("…"))) + r"\n"
        for line in expected.splitlines()
    ]
    return re.compile("".join(lines))


@pytest.fixture(scope="module")
def served(starter_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over a copy of the starter store."""
    place = tmp_path_factory.mktemp("served") / "var"
    shutil.copytree(starter_store, place)
    command = [f"{Path(sys.executable).parent}/enjoin", "--store", str(place), "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        found = re.search(r"http://\S+", server.stdout.readline())
        assert found
        yield found[0].rstrip("/")
        server.terminate()


def test_the_guide_is_true(starter_store: Path, served: str, tmp_path: Path) -> None:
    shutil.copytree(starter_store, tmp_path / "var")
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    environment = {name: value for name, value in environment.items() if not name.startswith("ENJOIN_")}
    run = [step for step in steps() if shutil.which("curl") or not step.text.startswith("curl")]
    assert len(run) > 15
    for step in run:
        if step.kind not in {"console", "python"}:
            (tmp_path / step.kind).write_text(step.text, encoding="utf-8")
            continue
        command = (
            [sys.executable, "-c", step.text]
            if step.kind == "python"
            else ["sh", "-c", step.text.replace(ADDRESS, served)]
        )
        found = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=300
        )
        said = found.stdout + found.stderr
        assert found.returncode == step.code, f"{step.text}\n{said}"
        if step.kind == "console":
            wanted = pattern(step.expected)
            shown = said if said.endswith("\n") or not said else f"{said}\n"
            assert wanted.fullmatch(shown), f"{step.text}\n{said}"


def test_a_wrong_line_would_be_seen() -> None:
    assert pattern("a…c\n…\n").fullmatch("abc\nmore\nlines\n")
    assert not pattern("a…c\n").fullmatch("abd\n")
    assert not pattern("a\n").fullmatch("a\nb\n")
