"""Two engines that are not ours, as servers on free ports of this machine, each in a directory of its own."""

import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

from enjoin.graph import Service
from ports import free

_START_S = 180.0

VIRTUOSO_INI = """\
[Database]
DatabaseFile = {at}/virtuoso.db
ErrorLogFile = {at}/virtuoso.log
LockFile = {at}/virtuoso.lck
TransactionFile = {at}/virtuoso.trx
xa_persistent_file = {at}/virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {at}/virtuoso-temp.db
TransactionFile = {at}/virtuoso-temp.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
MaxClientConnections = 20
CheckpointInterval = 0
CaseMode = 2
DirsAllowed = {at}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
MaxQueryMem = 512M
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {at}
MaxClientConnections = 20
ServerThreads = 20
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = 100000
MaxQueryExecutionTime = 30
[Plugins]
"""


@dataclass(frozen=True, slots=True)
class Engine:
    """A running engine: where it takes queries, and who may write."""

    name: str
    address: str
    service: Service
    update: str

    def clear(self) -> None:
        """Take out every graph of ours, so that the next test finds nothing."""
        from enjoin.graph.remote.service import Remote

        remote = Remote(self.address, user=self.service.user, password=self.service.password)
        rows = remote.plainly(
            'SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } FILTER (STRSTARTS(STR(?g), "https://w3id.org/enjoin/")) }'
        )
        text = " ;\n".join(f"DROP SILENT GRAPH {row['g']}" for row in rows)
        if text:
            remote.update(text, self.update)


def oxigraph_binary() -> str | None:
    beside = Path(sys.executable).with_name("oxigraph")
    return str(beside) if beside.exists() else shutil.which("oxigraph")


def virtuoso_binary() -> str | None:
    return shutil.which("virtuoso-t")


@contextmanager
def oxigraph(directory: Path, *more: str) -> Generator[Engine]:
    """The server of the Python package `oxigraph`; its default graph is no union unless it is told to."""
    port = free()
    root = f"http://127.0.0.1:{port}"
    command = [oxigraph_binary() or "oxigraph", "serve", "--location", str(directory / "data")]
    with _running([*command, "--bind", f"127.0.0.1:{port}", *more], f"{root}/query", directory):
        yield Engine("oxigraph", f"{root}/query", Service(), f"{root}/update")


@contextmanager
def virtuoso(directory: Path) -> Generator[Engine]:
    """Virtuoso as its package installs it, with a configuration of the test's own."""
    port = free()
    settings = directory / "virtuoso.ini"
    settings.write_text(VIRTUOSO_INI.format(at=directory, sql=free(), http=port))
    root = f"http://127.0.0.1:{port}"
    command = [virtuoso_binary() or "virtuoso-t", "+configfile", str(settings), "+foreground"]
    with _running(command, f"{root}/sparql?query=ASK%7B%7D", directory):
        service = Service(user="dba", password="dba")
        yield Engine("virtuoso", f"{root}/sparql", service, f"{root}/sparql-auth")


@contextmanager
def _running(command: list[str], ready: str, directory: Path) -> Generator[None]:
    with (directory / "out.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=directory)
        try:
            _await(ready, process, directory)
            yield
        finally:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _await(address: str, process: "subprocess.Popen[bytes]", directory: Path) -> None:
    end = time.monotonic() + _START_S
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"{process.args!r} did not start: {(directory / 'out.log').read_text()[-500:]}")
