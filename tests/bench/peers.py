"""The same questions put to others, over the same quads: rdflib, oxrdflib, the oxigraph server, rdflib-endpoint, Virtuoso.

    python tests/bench/peers.py NAME --work DIR --size 100000 --json FILE

One peer and one size in a process of its own, which has ten minutes and eight gigabytes; what it did until
then is kept. Files that engines of their own need are made once, and lie in the work directory.
"""

import argparse
import contextlib
import json
import os
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from servers import Server, engine_files, family, oxigraph, proportional, rdflib_endpoint

from enjoin.graph.storage.store import Store

NAMES: Final = ("rdflib", "oxrdflib", "oxigraph", "rdflib-endpoint", "virtuoso")
LIMIT_S: Final = 600.0
LIMIT_BYTES: Final = 8 * 2**30
EACH_S: Final = 8.0
"""So long one kind of question is asked again; an answer that takes longer than three times that is not waited for."""
_ANSWER: Final = "application/sparql-results+json"
_INI: Final = """[Database]
DatabaseFile = {at}/virtuoso.db
ErrorLogFile = {at}/virtuoso.log
LockFile = {at}/virtuoso.lck
TransactionFile = {at}/virtuoso.trx
xa_persistent_file = {at}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {at}/virtuoso-temp.db
TransactionFile = {at}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CheckpointInterval = 0
CaseMode = 2
DirsAllowed = {work}
NumberOfBuffers = 340000
MaxDirtyBuffers = 250000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {at}
ServerThreads = 8
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = 30
[Plugins]
"""


class TooLong(Exception):
    """An answer that was not waited for."""


def engine(store: Store) -> ox.Store:
    """The engine's files of a generation, opened by the engine itself."""
    assert store.path is not None
    return ox.Store.read_only(str(store.path))


def largest_child() -> int:
    """Bytes of memory, counted by share, of the largest process that this one has started."""
    return max((proportional(each) for each in family(os.getpid()) if each != os.getpid()), default=0)


def asked(name: str, work: Path, size: int) -> dict[str, Any]:
    """What one peer did with one size: seconds to load, milliseconds by question, bytes of memory, why it stopped."""
    into = work / f"peer-{name}-{size}.json"
    into.unlink(missing_ok=True)
    command = [sys.executable, __file__, name, "--work", str(work), "--size", str(size), "--json", str(into)]
    begun = time.monotonic()
    process = subprocess.Popen(command, start_new_session=True)
    stopped = ""
    try:
        code = process.wait(LIMIT_S)
        stopped = "" if code == 0 else "more than 8 GB, or another failure"
    except subprocess.TimeoutExpired:
        stopped = "ten minutes were over"
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    found: dict[str, Any] = json.loads(into.read_text()) if into.exists() else {"questions": {}}
    found["took"] = time.monotonic() - begun
    if not stopped and not found.get("whole"):
        stopped = "it answered none of the questions in time" if not any(found["questions"].values()) else ""
    if not stopped and found.get("needs", 0) > LIMIT_BYTES:
        stopped = f"ten times as much would need about {found['needs'] / 2**30:.0f} GB"
    if not stopped and found.get("load", 0) > LIMIT_S / 8:
        stopped = "ten times as much would take longer than ten minutes to load"
    return {**found, "stopped": stopped}


def measure(name: str, work: Path, size: int, into: Path) -> None:
    """Load where there is something to load, ask, and write down what is known after each kind of question."""
    from scale import texts

    store = work / f"store-{size}"
    current = (store / "generations" / "current").read_text().strip()
    wanted = texts(Store.snapshot(store / "generations" / current), 20)
    found: dict[str, Any] = {"questions": {}}
    with _peer(name, work, size, found) as ask:
        for kind, some in wanted.items():
            found["questions"][kind] = _asked(ask, some)
            into.write_text(json.dumps(found))
    found["whole"] = True
    into.write_text(json.dumps(found))


def _asked(ask: Callable[[str], int], some: list[str]) -> dict[str, float] | None:
    """The median of the times of one kind of question, and of its rows; nothing where it took too long."""
    walls: list[float] = []
    rows: list[int] = []
    end = time.monotonic() + EACH_S
    for text in some:
        begun = time.perf_counter()
        try:
            rows.append(ask(text))
        except TooLong:
            break
        walls.append(1000 * (time.perf_counter() - begun))
        if time.monotonic() > end:
            break
    return {"p50": statistics.median(walls), "rows": statistics.median(rows)} if walls else None


@contextlib.contextmanager
def _peer(name: str, work: Path, size: int, found: dict[str, Any]) -> Generator[Callable[[str], int]]:
    store, files = work / f"store-{size}", work / f"files-{name}-{size}"
    if name in {"oxigraph", "rdflib-endpoint", "oxrdflib"} and not files.exists():
        engine_files(store, files)
    if name == "rdflib":
        resource.setrlimit(resource.RLIMIT_AS, (LIMIT_BYTES, LIMIT_BYTES))
        yield _rdflib(work, size, found)
    elif name == "oxrdflib":
        yield _oxrdflib(files)
    elif name == "virtuoso":
        with _virtuoso(work, size, found) as address:
            yield _by_http(address)
    else:
        start = oxigraph if name == "oxigraph" else rdflib_endpoint
        with start(files) as server:
            yield _by_http(server.address)
            found["memory"] = server.memory()


def _by_http(address: str) -> Callable[[str], int]:
    def ask(text: str) -> int:
        request = urllib.request.Request(
            f"{address}?query={urllib.parse.quote(text)}", headers={"Accept": _ANSWER}
        )
        try:
            with urllib.request.urlopen(request, timeout=3 * EACH_S) as answer:
                return len(json.loads(answer.read())["results"]["bindings"])
        except (OSError, urllib.error.URLError, ValueError) as error:
            raise TooLong from error

    return ask


def _rdflib(work: Path, size: int, found: dict[str, Any]) -> Callable[[str], int]:
    from rdflib import Dataset

    begun = time.perf_counter()
    graph = Dataset(default_union=True)
    for kind in ("asserted", "derived"):
        graph.parse(work / f"{size}.{kind}.nq", format="nquads")
    found["load"] = time.perf_counter() - begun
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    found["needs"] = 10 * found["memory"]
    return _in_time(lambda text: sum(1 for _ in graph.query(text)))


def _oxrdflib(files: Path) -> Callable[[str], int]:
    from rdflib import Dataset

    graph = Dataset(store="Oxigraph", default_union=True)
    graph.open(str(files))
    return _in_time(lambda text: sum(1 for _ in graph.query(text)))


def _in_time(ask: Callable[[str], int]) -> Callable[[str], int]:
    """The same, given up after a while; what is in Rust then is waited for nevertheless."""

    def stop(*_: object) -> None:
        raise TooLong

    def asked(text: str) -> int:
        former = signal.signal(signal.SIGALRM, stop)
        signal.setitimer(signal.ITIMER_REAL, 3 * EACH_S)
        try:
            return ask(text)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, former)

    return asked


@contextlib.contextmanager
def _virtuoso(work: Path, size: int, found: dict[str, Any]) -> Generator[str]:
    """Virtuoso over a database that is loaded once, by its own bulk loader."""
    at = work / f"virtuoso-{size}"
    program, client = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if program is None or client is None:
        raise SystemExit("virtuoso-t is not installed (Debian's virtuoso-opensource)")
    told = at / "loaded.json"
    if not told.exists():
        shutil.rmtree(at, ignore_errors=True)
        at.mkdir()
    sql, http = _free(), _free()
    (at / "virtuoso.ini").write_text(_INI.format(at=at, work=work, sql=sql, http=http))
    with (at / "out.log").open("wb") as log:
        process = subprocess.Popen(
            [program, "+configfile", str(at / "virtuoso.ini"), "+foreground"], stdout=log, stderr=log, cwd=at
        )
    try:
        address = f"http://127.0.0.1:{http}/sparql"
        _await(address, process)
        if not told.exists():
            begun = time.perf_counter()
            for kind in ("asserted", "derived"):
                _sql(client, sql, f"ld_dir('{work}', '{size}.{kind}.nq', 'urn:enjoin');")
            _sql(client, sql, "rdf_loader_run(); checkpoint;")
            told.write_text(json.dumps({"load": time.perf_counter() - begun}))
        found |= json.loads(told.read_text())
        yield address
        found["memory"] = Server("virtuoso", "127.0.0.1", http, "/sparql", process.pid).memory()
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):
            _sql(client, sql, "shutdown;")
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _sql(client: str, port: int, text: str) -> None:
    subprocess.run(
        [client, f"127.0.0.1:{port}", "dba", "dba", f"exec={text}"], check=True, capture_output=True
    )


def _await(address: str, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}?query=ASK%7B%7D", timeout=5):
            return
        time.sleep(0.2)
    raise SystemExit("virtuoso did not start")


def _free() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def main() -> None:
    """See the top of this file."""
    parser = argparse.ArgumentParser(description="One peer, one size.")
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--size", type=int, required=True)
    parser.add_argument("--json", type=Path, required=True)
    given = parser.parse_args()
    measure(given.name, given.work, given.size, given.json)


if __name__ == "__main__":
    main()
