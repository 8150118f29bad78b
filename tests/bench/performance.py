"""Everything measured in one run, and written to docs/performance.md.

    python tests/bench/performance.py [--quads 1000000] [--sizes 100000 1000000 10000000] [--rounds 5]
        [--work DIRECTORY] [--prepare] [--peers oxigraph …]

A work directory keeps what was generated and built, for the next run; `--prepare` builds it and measures nothing.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import peers
import report
import scale
from loading import build, generate, refresh
from report import PARTS

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


def run(
    work: Path,
    quads: int,
    sizes: list[int],
    rounds: int,
    seconds: int,
    parts: Sequence[str] = PARTS,
    others: Sequence[str] = peers.NAMES,
) -> dict[str, Any]:
    """All measurements, one after another; those not among `parts` as the work directory holds them from before."""
    began = time.time()
    found = {
        "quads": quads,
        "rounds": rounds,
        "seconds": seconds,
        "machine": machine(),
        **stores(work, quads),
    }
    plain, grown, turns = str(work / "plain"), tuple(map(str, sizes)), ("--rounds", str(rounds))
    arguments = {
        "engine": [str(work / name) for name in ("starter", "starter-1x", "starter-10x", "starter-100x")],
        "overhead": [plain],
        "endpoint": [plain, "--seconds", str(seconds)],
        "scale": ["--work", str(work / "scale"), "--sizes", *grown, "--peers", *others],
        "pages": [str(work / "starter"), *(str(work / "scale" / f"store-{size}") for size in sizes)],
        "ingesting": ["--work", str(work / "ingesting"), "--sizes", *grown],
    }
    found["kept"] = {}
    for name in PARTS:
        into = work / f"{name}.json"
        if name in parts:
            found[name] = script(name, *arguments[name], *turns, into=into)
        elif into.exists():
            found[name] = json.loads(into.read_text())
            found["kept"][name] = datetime.fromtimestamp(into.stat().st_mtime, UTC).isoformat(" ", "minutes")
    found["minutes"] = (time.time() - began) / 60
    found["load_after"] = os.getloadavg()[0]
    return found


def main() -> None:
    """See the top of this file."""
    parser = argparse.ArgumentParser(description="Measure, and write docs/performance.md.")
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument(
        "--sizes",
        type=int,
        nargs="+",
        default=[100_000, 1_000_000, 10_000_000],
        help="of the graphs that grow",
    )
    parser.add_argument(
        "--prepare", action="store_true", help="build what is not there yet, and measure nothing"
    )
    parser.add_argument(
        "--parts",
        nargs="+",
        choices=PARTS,
        default=PARTS,
        help="measure only these; the others are as they were last measured in the work directory",
    )
    parser.add_argument(
        "--peers",
        nargs="*",
        choices=peers.NAMES,
        default=peers.NAMES,
        help="who is asked the same of ever larger graphs",
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--work", type=Path, help="keeps what is generated and built")
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "performance.md")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        work = given.work or Path(folder)
        work.mkdir(parents=True, exist_ok=True)
        if given.prepare:
            stores(work, given.quads)
            for size in given.sizes:
                scale.prepare(work / "scale", size)
            return
        found = run(work, given.quads, given.sizes, given.rounds, given.seconds, given.parts, given.peers)
        (work / "found.json").write_text(json.dumps(found, indent=1))
    given.output.write_text(report.written(found))


if __name__ == "__main__":
    main()
