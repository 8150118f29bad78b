"""A day in ten minutes: readers, strangers and a writer at one server, which must be in the evening what it was in the morning.

    python tests/soak/soak.py [--seconds 600] [--report FILE]

Memory of all processes, descriptors, files, disk and generations are looked at all the time. In the end there must be no
answer but the expected ones, no growth in the second half, no file too many, and a store in which nothing is missing.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path += [str(HERE), str(HERE.parent)]  # as a script it has but the one, in a test the other

import actors  # noqa: E402

from served import served  # noqa: E402

LIMIT_S = 2.0
READERS = 3
MOST_MEMORY = 1_500_000_000
MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Sample:
    """What a server held at a moment: seconds since the beginning, bytes, and numbers of things."""

    at: float
    memory: int
    processes: int
    descriptors: int
    files: int
    disk: int
    generations: int
    generation: int


@dataclass(slots=True)
class Report:
    """What came out; `faults` are sentences, and there should be none."""

    seconds: float
    requests: int = 0
    answers: dict[str, dict[int, int]] = field(default_factory=dict[str, dict[int, int]])
    samples: list[Sample] = field(default_factory=list[Sample])
    faults: list[str] = field(default_factory=list[str])
    processor_s: float = 0.0
    memory_slope: float = 0.0
    """Bytes a minute by which memory grew in the second half, by the line that fits best."""

    def told(self) -> str:
        """The report as a few lines of Markdown."""
        half = [each for each in self.samples if each.at >= self.seconds / 2] or self.samples
        first, last = self.samples[0], self.samples[-1]
        memory = [each.memory / MIB for each in half]
        rows = [
            ("requests", f"{self.requests:,} in {self.seconds:.0f} s"),
            ("processor", f"{self.processor_s:.0f} s"),
            ("generations published", f"{last.generation - first.generation:,}"),
            ("memory of all processes, second half", f"{min(memory):.0f} to {max(memory):.0f} MiB, mean {statistics.mean(memory):.0f}"),
            ("its slope in the second half", f"{self.memory_slope / MIB:+.2f} MiB a minute"),
            *((name, f"{getattr(first, key):,} at first, at most {max(getattr(each, key) for each in half):,} in the second half, {getattr(last, key):,} at the end")
              for name, key in (("descriptors of the server", "descriptors"), ("processes", "processes"), ("files of the store", "files"), ("generations on disk", "generations"))),
            ("bytes of the store", f"{first.disk / MIB:.1f} MiB at first, {last.disk / MIB:.1f} MiB at the end"),
        ]  # fmt: skip
        lines = ["| what | measured |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows), ""]
        lines += ["| who | answers by status |", "|---|---|"]
        for who, statuses in self.answers.items():
            lines.append(
                f"| {who} | {', '.join(f'{status}: {number:,}' for status, number in statuses.items())} |"
            )
        return "\n".join([*lines, "", *(f"- FAULT: {fault}" for fault in self.faults)]) + "\n"


def sample(server: Any, store: Path, began: float) -> Sample:
    """Look at the server once."""
    files = disk = 0
    seen = set[int]()
    for file in store.rglob("*"):
        try:
            about = file.stat()
        except FileNotFoundError:
            continue  # it has just been replaced
        if file.is_file():
            files += 1
            disk += about.st_size if about.st_ino not in seen else 0
            seen.add(about.st_ino)
    numbers = [int(each.name) for each in (store / "generations").iterdir() if each.name.isdigit()]
    descriptors = sum(1 for _ in Path(f"/proc/{server.process.pid}/fd").iterdir())
    return Sample(
        time.monotonic() - began, server.memory(), len(server.processes()), descriptors, files, disk, len(numbers), max(numbers, default=0),
    )  # fmt: skip


def slope(samples: list[Sample]) -> float:
    """Bytes a minute by which memory grows, by the line that fits best."""
    if len(samples) < 3:
        return 0.0
    return (
        60
        * statistics.linear_regression(
            [each.at for each in samples], [float(each.memory) for each in samples]
        ).slope
    )


def judge(report: Report, *, flat: bool) -> None:
    """Find what is not as it should be."""
    if not report.samples:
        report.faults.append("the server did not start")
        return
    half = report.seconds / 2
    first = [each for each in report.samples if each.at < half]
    second = [each for each in report.samples if each.at >= half]
    report.memory_slope = slope(second)
    peak = max(each.memory for each in report.samples)
    if peak > MOST_MEMORY:
        report.faults.append(f"memory: {peak / MIB:.0f} MiB in all")
    if max(each.generations for each in report.samples) > 8:
        report.faults.append("generations that nobody reads are not deleted")
    if not (flat and first and second):
        return
    # Two percent of what is held, in the time that the second half stands for; a reader comes and goes.
    mean = statistics.mean(each.memory for each in second)
    if report.memory_slope * (half / 60) > max(0.05 * mean, 16 * MIB):
        report.faults.append(f"memory grows by {report.memory_slope / MIB:.1f} MiB a minute")
    for name, slack in (("descriptors", 16), ("processes", 4), ("files", 60)):
        before, after = (max(getattr(each, name) for each in part) for part in (first, second))
        if after > before + slack:
            report.faults.append(f"{name}: at most {before} in the first half, {after} in the second")


def run(
    store: Path, seconds: float, *, flat: bool = True, seed: int = 20250120, pause_s: float = 2.0
) -> Report:
    """Serve the store, a copy of the starter graph, for so many seconds to everybody; what came of it.

    `flat` says whether it is long enough to judge growth.
    """
    tally, report = actors.Tally(), Report(seconds)
    try:
        _serve(store, report, tally, seed, pause_s)
    except AssertionError as error:  # the server did not end as it should
        report.faults.append(str(error)[-400:])
    report.answers = tally.by_actor()
    report.requests = sum(tally.counts.values())
    report.faults += tally.faults
    judge(report, flat=flat)
    _inspect(store, report)
    return report


def _serve(store: Path, report: Report, tally: Any, seed: int, pause_s: float) -> None:
    """The day itself."""
    stop, seconds = threading.Event(), report.seconds
    with served(store, "--timeout", str(LIMIT_S), "--log-format", "json") as server:
        everybody = [
            actors.Reader(f"reader {number}", server, tally, stop, seed + number) for number in range(READERS)
        ]
        everybody += [
            actors.Stranger("stranger", server, tally, stop, seed + 90),
            actors.Writer("writer", server, tally, stop, seed + 91),
        ]
        used = server.processor_seconds()
        began = time.monotonic()
        for each in everybody:
            each.thread.start()
        while time.monotonic() - began < seconds and server.alive():
            report.samples.append(sample(server, store, began))
            stop.wait(min(pause_s, seconds / 8))
        stop.set()
        for each in everybody:
            each.thread.join(180)
            if each.thread.is_alive():
                report.faults.append(f"{each.name} waits for an answer that does not come")
        report.samples.append(sample(server, store, began))
        report.processor_s = server.processor_seconds() - used
        last = server.query("ASK { ?s ?p ?o }")
        if last.status != 200:
            report.faults.append(f"in the end a simple query gave {last.status}")


def _inspect(store: Path, report: Report) -> None:
    """The store and the log, after the server has ended."""
    command = [sys.executable, "-c", "from enjoin.server.cli import main; main()", "--store", str(store)]
    for arguments in (("verify",), ("derive", "--full"), ("verify",)):
        done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
        if done.returncode:
            report.faults.append(
                f"{' '.join(arguments)} gave {done.returncode}: {(done.stdout + done.stderr)[-300:]}"
            )
    for line in store.with_name(f"{store.name}.stderr").read_text().splitlines():
        told = json.loads(line)
        if told["level"] == "error":
            report.faults.append(f"the log has an error: {line[:300]}")
            break


def main() -> int:
    """Make a starter graph, soak it, tell what came out; 1 where something was not as it should be."""
    import enjoin.graph as eg

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--report", type=Path, help="where all samples go, as JSON")
    given = parser.parse_args()
    place = Path(tempfile.mkdtemp(prefix="soak-"))
    try:
        eg.init(place / "store", starter=True).close()
        report = run(place / "store", given.seconds, flat=given.seconds >= 120)
    finally:
        shutil.rmtree(place)
    sys.stdout.write(report.told())
    if given.report is not None:
        given.report.write_text(json.dumps(asdict(report), indent=1) + "\n")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
