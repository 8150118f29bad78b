"""Everything measured in one run, and written to docs/performance.md.

    python tests/bench/performance.py [--quads 1000000] [--rounds 5] [--work DIRECTORY]

A work directory keeps what was generated and built, for the next run.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import report
from loading import build, generate, refresh

ROOT: Final = Path(__file__).resolve().parents[2]
HERE: Final = Path(__file__).resolve().parent
PACKAGES: Final = (
    "pyoxigraph",
    "oxigraph",
    "rdflib",
    "oxrdflib",
    "rdflib-endpoint",
    "uvicorn",
    "waitress",
    "flask",
)


def machine() -> dict[str, Any]:
    """What was measured on, with what, when, and how busy it was."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "processor": model,
        "cores": os.cpu_count(),
        "memory": memory,
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
        "load": os.getloadavg()[0],
    }


def script(name: str, *arguments: str, into: Path) -> Any:
    """What a program of this folder measured."""
    subprocess.run(
        [sys.executable, str(HERE / f"{name}.py"), *arguments, "--json", str(into)], check=True, cwd=ROOT
    )
    return json.loads(into.read_text())


def stores(work: Path, quads: int) -> dict[str, Any]:
    """Build what is not there yet: generated litigation alone, and beside the starter graph."""
    found: dict[str, Any] = {}
    sizes = {quads // 100: "1x", quads // 10: "10x", quads: "100x"}
    for size, name in sizes.items():
        store = work / f"starter-{name}"
        if not store.exists():
            build(store, generate(size, work / f"{size}.nq"), starter=True)
    if not (work / "starter").exists():
        build(work / "starter", starter=True)
    if not (work / "plain").exists():
        found["built"] = asdict(build(work / "plain", generate(quads, work / f"{quads}.nq")))
        (work / "built.json").write_text(json.dumps(found["built"]))
    found["built"] = json.loads((work / "built.json").read_text())
    for store in work.iterdir():
        if (store / "store.json").exists():
            refresh(store)
    return found


def run(work: Path, quads: int, rounds: int, seconds: int) -> dict[str, Any]:
    """All measurements, one after another."""
    began = time.time()
    found = {
        "quads": quads,
        "rounds": rounds,
        "seconds": seconds,
        "machine": machine(),
        **stores(work, quads),
    }
    names = [str(work / name) for name in ("starter", "starter-1x", "starter-10x", "starter-100x")]
    found["engine"] = script("engine", *names, "--rounds", str(rounds), into=work / "engine.json")
    found["overhead"] = script(
        "overhead", str(work / "plain"), "--rounds", str(rounds), into=work / "overhead.json"
    )
    given = ("--rounds", str(rounds), "--seconds", str(seconds))
    found["endpoint"] = script("endpoint", str(work / "plain"), *given, into=work / "endpoint.json")
    sizes = ("--sizes", "100000", "1000000", "--audit", "20000")
    folder = ("--work", str(work / "ingesting"))
    found["ingesting"] = script("ingesting", *folder, *sizes, into=work / "ingesting.json")
    found["minutes"] = (time.time() - began) / 60
    found["load_after"] = os.getloadavg()[0]
    return found


def main() -> None:
    """See the top of this file."""
    parser = argparse.ArgumentParser(description="Measure, and write docs/performance.md.")
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--work", type=Path, help="keeps what is generated and built")
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "performance.md")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        work = given.work or Path(folder)
        work.mkdir(parents=True, exist_ok=True)
        found = run(work, given.quads, given.rounds, given.seconds)
        (work / "found.json").write_text(json.dumps(found, indent=1))
    given.output.write_text(report.written(found))


if __name__ == "__main__":
    main()
