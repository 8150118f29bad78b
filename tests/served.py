"""A server as people start it: a process of its own on a free port of this machine, and plain requests to it."""

import contextlib
import http.client
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

TOKEN = "a-token-of-the-tests"
JSON = "application/sparql-results+json"
_START_S = 180.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: status, headers by lower-case name (the last of several), body."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float = 0.0

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        return json.loads(self.body)

    def rows(self) -> list[dict[str, Any]]:
        """The bindings of a JSON answer."""
        return self.json()["results"]["bindings"]


@dataclass(slots=True)
class Served:
    """A running server, its address and its processes."""

    process: subprocess.Popen[str]
    address: str
    token: str = TOKEN
    host: str = field(init=False)
    port: int = field(init=False)

    def __post_init__(self) -> None:
        self.host, _, port = self.address.removeprefix("http://").partition(":")
        self.port = int(port)

    @property
    def authorized(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def connect(self, timeout: float = 60.0) -> socket.socket:
        """A bare socket to the server."""
        return socket.create_connection((self.host, self.port), timeout=timeout)

    def request(
        self,
        method: str,
        path: str,
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = 60.0,
    ) -> Reply:
        """One request on a connection of its own; nothing is added but Host and the length of the body."""
        start = time.monotonic()
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout)
        try:
            data = body.encode() if isinstance(body, str) else body
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in (headers or {}).items():
                connection.putheader(name, value)
            if data is not None:
                connection.putheader("Content-Length", str(len(data)))
            connection.endheaders(data)
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            with response:
                return Reply(response.status, found, response.read(), time.monotonic() - start)
        finally:
            connection.close()

    def get(self, path: str, headers: Mapping[str, str] | None = None, **parameters: Any) -> Reply:
        query = f"?{urlencode(parameters, doseq=True)}" if parameters else ""
        return self.request("GET", path + query, headers=headers)

    def query(self, text: str, accept: str = JSON, timeout: float = 60.0, **parameters: Any) -> Reply:
        """A query, by direct POST."""
        path = "/sparql" + (f"?{urlencode(parameters, doseq=True)}" if parameters else "")
        return self.request(
            "POST",
            path,
            text,
            {"Content-Type": "application/sparql-query", "Accept": accept},
            timeout,
        )

    def update(self, text: str, timeout: float = 60.0, **parameters: Any) -> Reply:
        """An update with the token, by direct POST."""
        path = "/update" + (f"?{urlencode(parameters, doseq=True)}" if parameters else "")
        headers = {"Content-Type": "application/sparql-update", **self.authorized}
        return self.request("POST", path, text, headers, timeout)

    def put(self, graph: str | None, data: bytes | str, media_type: str = "text/turtle") -> Reply:
        """A graph replaced; `None` is the default graph."""
        query = "default" if graph is None else urlencode({"graph": graph})
        return self.request("PUT", f"/data?{query}", data, {"Content-Type": media_type, **self.authorized})

    def alive(self) -> bool:
        return self.process.poll() is None

    def processes(self) -> list[int]:
        """The ids of the server and of all that it started."""
        parents: dict[int, int] = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                with contextlib.suppress(OSError, IndexError, ValueError):
                    told = (entry / "stat").read_text().rpartition(")")[2].split()
                    parents[int(entry.name)] = int(told[1])
        family = {self.process.pid}
        while grown := {pid for pid, parent in parents.items() if parent in family} - family:
            family |= grown
        return sorted(family)

    def memory(self) -> int:
        """Bytes that the server and its processes hold together; shared pages are counted once."""
        total = 0
        for pid in self.processes():
            with contextlib.suppress(OSError):
                for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                    if line.startswith("Pss:"):
                        total += int(line.split()[1]) * 1024
        return total

    def processor_seconds(self) -> float:
        """The processor time that the present processes have used."""
        ticks = 0
        for pid in self.processes():
            with contextlib.suppress(OSError, IndexError):
                told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                ticks += int(told[11]) + int(told[12])
        return ticks / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def served(
    store: Path, *arguments: str, token: str = TOKEN, environment: Mapping[str, str] | None = None
) -> Generator[Served]:
    """`enjoin --store STORE serve --port 0 ARGUMENTS`, until the block ends; then it must end cleanly."""
    command = [
        sys.executable, "-c", "from enjoin.server.cli import main; main()",
        "--store", str(store), "--token", token, "serve", "--port", "0", *arguments,
    ]  # fmt: skip
    cleaned = {name: value for name, value in os.environ.items() if not name.startswith("ENJOIN_")}
    complaints = store.with_name(f"{store.name}.stderr")
    store.parent.mkdir(parents=True, exist_ok=True)
    with complaints.open("w") as errors:
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={**cleaned, **(environment or {})},
        )
    assert process.stdout is not None
    with process, process.stdout:
        ready = select.select([process.stdout], [], [], _START_S)[0]
        line = process.stdout.readline() if ready else ""
        if not line.startswith("Enjoin serves "):
            process.kill()
            raise AssertionError(f"no server: {line!r}; {complaints.read_text()[-2000:]}")
        try:
            yield Served(process, line.removeprefix("Enjoin serves ").strip(), token)
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)
        except BaseException:
            process.kill()  # who leaves this block waits for the process
            raise
    said = complaints.read_text()
    assert process.returncode == 0, said[-2000:]
    assert "Traceback" not in said, said[-4000:]
