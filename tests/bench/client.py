"""Load from outside: `wrk` with many different questions; and answers compared before anything is timed."""

import json
import shutil
import subprocess
import tempfile
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from asking import Question
from servers import Server

SCRIPT: Final = Path(__file__).with_name("load.lua")
JSON: Final = "application/sparql-results+json"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of load: requests in a second, milliseconds at 50 and 95 of 100, how many failed.

    `cpu` is the processor time of the server's processes for one request, in milliseconds: other
    programs on the machine lengthen the waiting, but hardly this.
    """

    rate: float
    p50: float
    p95: float
    failed: int
    cpu: float


def load(server: Server, question: Question, *, clients: int, seconds: int) -> Run:
    """Clients that ask one after another without a pause, each with a connection of its own."""
    program = shutil.which("wrk")
    if program is None:
        raise SystemExit("wrk is needed: Debian's package of that name")
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("".join(f"{server.path}?query={urllib.parse.quote(text)}\n" for text in question.texts))
        file.flush()
        command = [
            program, "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "30s", "-s", str(SCRIPT),
            f"http://{server.host}:{server.port}", "--", file.name,
        ]  # fmt: skip
        before = server.cpu()
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        used = server.cpu() - before
    told: dict[str, Any] = json.loads(said.strip().rpartition("\n")[2])
    return Run(
        told["requests"] / told["seconds"],
        told["p50"],
        told["p95"],
        told["failed"],
        1000 * used / max(1, told["requests"]),
    )


def rows(server: Server, text: str) -> list[str]:
    """The rows of an answer, sorted, each as text."""
    request = urllib.request.Request(
        f"{server.address}?query={urllib.parse.quote(text)}", headers={"Accept": JSON}
    )
    with urllib.request.urlopen(request, timeout=120) as answer:
        found = json.loads(answer.read())
    return sorted(
        json.dumps({name: (term["type"], term["value"]) for name, term in row.items()}, sort_keys=True)
        for row in found["results"]["bindings"]
    )


def agree(servers: list[Server], question: Question, count: int = 5) -> None:
    """Stop the bench where two servers answer differently; an answer cut from a whole may differ in which rows."""
    for text in question.texts[:count]:
        first, *others = [rows(server, text) for server in servers]
        for server, found in zip(servers[1:], others, strict=True):
            same = len(found) == len(first) if "LIMIT" in text else found == first
            if not same:
                raise SystemExit(f"{server.name} and {servers[0].name} differ on {question.name}: {text}")
