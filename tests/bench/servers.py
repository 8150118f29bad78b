"""The servers that are compared, each started on a free port over the same quads, and stopped again."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

START_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers: its name, the address that takes `?query=`, and its process."""

    name: str
    host: str
    port: int
    path: str
    process: int

    @property
    def address(self) -> str:
        return f"http://{self.host}:{self.port}{self.path}"

    def memory(self) -> int:
        """Resident memory of the process and of all that it started, in bytes (counted by share)."""
        return sum(proportional(each) for each in family(self.process))

    def cpu(self) -> float:
        """Seconds of processor time that the process, and those that it started and that live, have used."""
        return sum(_used(each) for each in family(self.process))


@contextmanager
def enjoin(
    store: Path, *options: str, name: str = "enjoin", variables: dict[str, str] | None = None
) -> Generator[Server]:
    """Our own server over a store of ours."""
    command = [
        str(Path(sys.executable).with_name("enjoin")),
        "--store",
        str(store),
        "serve",
        "--port",
        "%d",
        *options,
    ]
    with _started(name, "/sparql", command, variables) as server:
        yield server


@contextmanager
def oxigraph(location: Path) -> Generator[Server]:
    """The engine's own server, over a copy of the same files, reading only, without a time limit."""
    program = Path(sys.executable).with_name("oxigraph")
    command = [
        str(program),
        "serve-read-only",
        "--location",
        str(location),
        "--union-default-graph",
        "--bind",
        "127.0.0.1:%d",
    ]
    with _started("oxigraph", "/query", command) as server:
        yield server


@contextmanager
def rdflib_endpoint(location: Path) -> Generator[Server]:
    """rdflib-endpoint over oxrdflib, over a copy of the same files."""
    command = [sys.executable, str(Path(__file__).with_name("rdflib_peer.py")), str(location), "%d"]
    with _started("rdflib-endpoint", "/", command) as server:
        yield server


def engine_files(store: Path, target: Path) -> Path:
    """A copy of the engine's files of the newest generation, for another program to open."""
    current = (store / "generations" / "current").read_text().strip()
    shutil.copytree(store / "generations" / current, target)
    return target


@contextmanager
def _started(
    name: str, path: str, command: list[str], variables: dict[str, str] | None = None
) -> Generator[Server]:
    port = _free_port()
    log = Path(os.devnull)
    with log.open("w") as out:
        process = subprocess.Popen(
            [part.replace("%d", str(port)) for part in command],
            stdout=out, stderr=out, env={**os.environ, **(variables or {})}, start_new_session=True,
        )  # fmt: skip
    try:
        server = Server(name, "127.0.0.1", port, path, process.pid)
        _wait(server, process)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(server: Server, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SystemExit(f"{server.name} ended at once, with {process.returncode}")
        try:
            with urllib.request.urlopen(f"{server.address}?query=ASK%20%7B%7D", timeout=2) as answer:
                answer.read()
                return
        except urllib.error.HTTPError as error:
            error.close()
            raise SystemExit(f"{server.name} answers {error.code}") from error
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{server.name} did not answer within {START_S:.0f} s")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def family(process: int) -> list[int]:
    """A process and its descendants."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                said = (entry / "stat").read_text()
            except OSError:
                continue
            parents[int(entry.name)] = int(said.rpartition(")")[2].split()[1])
    found = {process}
    while more := {each for each, parent in parents.items() if parent in found} - found:
        found |= more
    return sorted(found)


def _used(process: int) -> float:
    try:
        said = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")


def proportional(process: int) -> int:
    """Bytes of memory of a process, what it shares divided by those who share it."""
    try:
        said = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    found = re.search(r"^Pss:\s+(\d+) kB", said, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0
