"""Servers that are attacked, on this machine only, and what is looked at after each attack.

After every test the servers must be alive, must answer another client within a second, and must hold
no more memory than they may, all their processes together.
"""

import contextlib
import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any, Self

import pytest

from served import served

HERE = Path(__file__).parent
MOST_MEMORY = 1_500_000_000
SIMPLE = "SELECT * { ?s a ?type } LIMIT 1"
TTL = "\n".join(f'<a:s{i}> <a:p> <a:s{(i * 7) % 3000}> ; <a:label> "label {i}" .' for i in range(3000))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes minutes is run where it is asked for: `-m slow`, or ENJOIN_REQUIRE=slow."""
    wanted = os.environ.get("ENJOIN_REQUIRE", "").replace(" ", "").split(",")
    if "slow" in wanted or "slow" in str(config.getoption("markexpr")):
        return
    for item in items:
        if HERE in item.path.parents and item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.skip(reason="takes minutes: -m slow, or ENJOIN_REQUIRE=slow"))


class Watch:
    """How much memory a server's processes hold, looked at all the time."""

    def __init__(self, server: Any) -> None:
        self.server = server
        self.most = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._stop.wait(0.25):
            self.most = max(self.most, self.server.memory())

    def end(self) -> None:
        self._stop.set()
        self._thread.join()


@contextlib.contextmanager
def watched(store: Path, *arguments: str) -> Generator[Any]:
    with served(store, *arguments) as server:
        watch = Watch(server)
        WATCHES.append(watch)
        yield server
        watch.end()
        WATCHES.remove(watch)


WATCHES: list[Watch] = []


@pytest.fixture(scope="session")
def site(starter_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The starter graph with a token and a short time limit, otherwise as it is by default."""
    store = tmp_path_factory.mktemp("site") / "store"
    shutil.copytree(starter_store, store)
    with watched(store, "--timeout", "1") as server:
        yield server


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A bare server with a few thousand statements, with a token and a short time limit."""
    with watched(tmp_path_factory.mktemp("bare") / "store", "--bare", "--timeout", "1") as server:
        reply = server.put(None, TTL)
        assert reply.status in {200, 201, 204}, reply.text
        yield server


@pytest.fixture(params=["site", "bare"])
def server(request: pytest.FixtureRequest) -> Any:
    """Each of the two servers in turn."""
    return request.getfixturevalue(request.param)


@pytest.fixture(autouse=True)
def unharmed() -> Iterator[None]:
    """After each attack the servers are alive, quick, and within their memory."""
    yield
    for watch in WATCHES:
        assert watch.server.alive(), "the server has ended"
        reply = watch.server.query(SIMPLE, timeout=10)
        assert reply.status == 200, reply.text
        assert reply.seconds < 1, f"a simple query took {reply.seconds:.2f} s"
        memory = max(watch.most, watch.server.memory())
        watch.most = 0
        assert memory < MOST_MEMORY, f"{memory / 1e6:.0f} MB in all"


class Listener:
    """A port of this machine that nobody may call; it counts who did."""

    def __init__(self) -> None:
        self._sockets = [socket.create_server(("127.0.0.1", 0))]
        self.port: int = self._sockets[0].getsockname()[1]
        with contextlib.suppress(OSError):
            self._sockets.append(socket.create_server(("::1", self.port), family=socket.AF_INET6))
        for each in self._sockets:
            each.setblocking(False)

    def calls(self) -> int:
        found = 0
        for each in self._sockets:
            with contextlib.suppress(BlockingIOError):
                while True:
                    each.accept()[0].close()
                    found += 1
        return found

    def close(self) -> None:
        for each in self._sockets:
            each.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A port that must not be called in the test."""
    found = Listener()
    yield found
    calls = found.calls()
    found.close()
    assert calls == 0, f"the service made {calls} connections"


class Bystander:
    """Another client, who asks something simple all the time and notes how long it takes."""

    def __init__(self, server: Any, source: str) -> None:
        self._server = server
        self._source = source
        self.seconds: list[float] = []
        self.statuses: list[int] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._ask, daemon=True)

    def _ask(self) -> None:
        while not self._stop.is_set():
            start = time.monotonic()
            try:
                self.statuses.append(ask_from(self._source, self._server))
            except OSError:
                self.statuses.append(0)
            self.seconds.append(time.monotonic() - start)
            self._stop.wait(0.05)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()


def ask_from(source: str, server: Any) -> int:
    """The status of a simple query that comes from an address of this machine."""
    import http.client

    connection = http.client.HTTPConnection(server.host, server.port, timeout=20, source_address=(source, 0))
    try:
        connection.request("POST", "/sparql", SIMPLE, {"Content-Type": "application/sparql-query"})
        with connection.getresponse() as response:
            response.read()
            return response.status
    finally:
        connection.close()


@pytest.fixture
def bystander() -> Callable[..., Bystander]:
    """`with bystander(server): …` asks beside what is done."""
    return lambda server, source="127.0.0.2": Bystander(server, source)


def said(server: Any, data: bytes, *, wait: float = 5.0, half_close: bool = False) -> bytes:
    """All that the server answers to these bytes, until it closes or is silent for so long."""
    found = b""
    with server.connect(wait) as connection, contextlib.suppress(OSError):
        connection.sendall(data)
        if half_close:
            connection.shutdown(socket.SHUT_WR)
        while chunk := connection.recv(65536):
            found += chunk
    return found


@pytest.fixture
def raw() -> Callable[..., bytes]:
    """Bytes as they are to a server, and what comes back."""
    return said


@pytest.fixture
def million() -> Callable[[Path], Any]:
    """A bare server with a million statements and limits raised by flags."""

    @contextlib.contextmanager
    def with_a_million(store: Path) -> Generator[Any]:
        raised = ("--max-rows", "2000000", "--max-bytes", "2000000000", "--timeout", "120")
        with watched(store, "--bare", *raised) as server:
            for part in range(4):
                body = "".join(
                    f'<a:s{i}> <a:p> "value {i}" .\n' for i in range(part * 250_000, (part + 1) * 250_000)
                )
                reply = server.request(
                    "POST",
                    "/data?default",
                    body,
                    {"Content-Type": "application/n-triples", **server.authorized},
                    300,
                )
                assert reply.status in {200, 201, 204}, reply.text
            yield server

    return with_a_million
