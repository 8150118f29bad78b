"""What whoever runs a server does with it: reads its log and its numbers, limits it, stops it, changes its tokens, copies it.

Real servers, started as people start them. Nothing here depends on how fast the machine is: states are waited for.
"""

import contextlib
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import pytest
from prometheus_client.parser import text_string_to_metric_families
from pyoxigraph import Literal, NamedNode

import enjoin.graph as eg
from served import served

PATIENCE_S = 60.0
JSON = {"Accept": "application/sparql-results+json"}
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f . ?g ?s ?h . ?i ?t ?j . ?k ?u ?l }"
ROWS = "\n".join(f'<a:s{i}> <a:p> "{i}{"x" * 400}" .' for i in range(20_000))


def until(found: Callable[[], Any], what: str) -> Any:
    """What is found in the end; a machine may be slow, so there is a minute for it."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if value := found():
            return value
        time.sleep(0.02)
    pytest.fail(f"not within {PATIENCE_S:.0f} s: {what}")


def lines(store: Path) -> list[dict[str, Any]]:
    """The log so far; its last line may not be whole yet."""
    text = store.with_name(f"{store.name}.stderr").read_text()
    return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]


def ask(server: Any, query: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(server.host, server.port, timeout=PATIENCE_S)
    connection.request("GET", f"/sparql?query={quote(query)}", headers={**JSON, **headers})
    response = connection.getresponse()
    response.read()
    connection.close()
    return response


def test_the_log_has_a_line_for_every_request_by_every_way(tmp_path: Path) -> None:
    store = tmp_path / "store"
    with served(store, "--bare", "--log-format", "json", "--slow-query", "0.000001") as server:
        server.put(None, "<a:s> <a:p> 1, 2, 3 .")
        asked = [
            ask(server, "SELECT * { ?s ?p ?o }", **{"X-Request-Id": f"mine-{number}"}) for number in range(3)
        ]
        assert [reply.headers["X-Request-Id"] for reply in asked] == ["mine-0", "mine-1", "mine-2"]
        with server.connect() as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nBad header\r\n\r\n")
            refused = connection.recv(65536)
        assert b" 400 " in refused.partition(b"\r\n")[0]
        server.request("GET", "/", headers={"Host": "x y"})
        found = until(
            lambda: (
                (told := lines(store)) and len([x for x in told if x["event"] == "request"]) >= 6 and told
            ),
            "6 lines",
        )
        # A line follows its answer: whoever asks at once again may have the next line before it.
        requests = {line["id"]: line for line in found if line["event"] == "request"}
        assert sorted(line["method"] for line in requests.values()) == ["GET"] * 4 + ["PUT", "other"]
        mine = [requests[f"mine-{number}"] for number in range(3)]
        assert [line["method"] for line in mine] == ["GET"] * 3
        assert mine[0]["by"] in {"loop", "reader"}
        assert [line["by"] for line in mine[1:]] == ["kept"] * 2
        door = [line for line in requests.values() if line["by"] == "door"]
        assert [line["status"] for line in door] == [400, 400]
        unread = next(line for line in door if line["method"] == "other")
        assert unread["id"].encode() in refused
        slow = [line for line in found if line["event"] == "slow-query"]
        assert {(line["rows"], line["query"]) for line in slow} == {(3, "SELECT * { ?s ?p ?o }")}
        text = store.with_name("store.stderr").read_text()
        assert "127.0.0.1" not in text
        assert server.token not in text
    assert [line["message"] for line in lines(store) if line["event"] == "message"] == ["Stopped."]


def test_the_numbers_are_in_the_format_of_prometheus(tmp_path: Path) -> None:
    with served(tmp_path / "store", "--bare", "--max-requests", "3") as server:
        server.request('G"E\\T', "/healthz")
        for _ in range(5):
            ask(server, "ASK {}")
        reply = server.get("/metrics")
        assert reply.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
        families = {family.name: family for family in text_string_to_metric_families(reply.text)}
        for family in families.values():
            assert family.name.startswith("enjoin_")
            assert family.documentation
            assert family.type in {"counter", "gauge", "histogram"}
            assert family.samples
            if family.type == "counter":
                assert all(sample.name.endswith("_total") for sample in family.samples)
                assert all(sample.value >= 0 for sample in family.samples)
        sent = {(s.labels["kind"], s.labels["status"]): s.value for s in families["enjoin_requests"].samples}
        assert sent["sparql", "200"] == 3
        assert sent["sparql", "429"] == 2
        assert {sample.labels["method"] for sample in families["enjoin_requests"].samples} <= {"GET", "other"}
        assert {s.labels["quota"]: s.value for s in families["enjoin_quota_refusals"].samples} == {
            "requests": 2, "seconds": 0,
        }  # fmt: skip
        classes = [s for s in families["enjoin_request_seconds"].samples if s.labels.get("kind") == "sparql"]
        counts = [s.value for s in classes if s.name.endswith("_bucket")]
        assert counts == sorted(counts)
        assert counts[-1] == next(s.value for s in classes if s.name.endswith("_count"))
        for name in (
            "generation",
            "resident_bytes",
            "open_files",
            "disk_free_bytes",
            "store_bytes",
            "quota_clients",
        ):
            assert families[f"enjoin_{name}"].samples[0].value > 0, name


def test_answers_under_way_are_finished_and_nothing_new_is_begun(tmp_path: Path) -> None:
    with served(tmp_path / "store", "--bare", "--timeout", "3", "--stop-timeout", "60") as server:
        server.put(None, ROWS)
        idle, reading, late = (
            server.connect(PATIENCE_S),
            server.connect(PATIENCE_S),
            server.connect(PATIENCE_S),
        )
        with idle, reading, late:
            request = (
                f"GET /sparql?query={quote('SELECT * { ?s ?p ?o }')} HTTP/1.1\r\nHost: localhost\r\n\r\n"
            )
            reading.sendall(request.encode())
            first = reading.recv(1000)
            assert b" 200 " in first.partition(b"\r\n")[0]
            late.sendall(b"GET /healthz HTTP/1.1\r\n")  # a request that has begun to arrive
            statuses: list[int] = []
            asking = threading.Thread(target=lambda: statuses.append(ask(server, ENDLESS).status))
            asking.start()
            until(lambda: "enjoin_queries_running 1" in server.get("/metrics").text, "the query runs")
            server.process.send_signal(signal.SIGTERM)
            assert idle.recv(1) == b"", "who asks nothing is let go"
            with pytest.raises(OSError):
                server.connect(1).close()
            late.sendall(b"Host: localhost\r\n\r\n")
            told = late.recv(65536)
            assert b" 503 " in told.partition(b"\r\n")[0]
            assert b"Retry-After: " in told
            assert b"Connection: close" in told
            size = int(first.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            body = first.partition(b"\r\n\r\n")[2]
            while piece := reading.recv(1 << 16):
                body += piece
            assert len(body) == size, "the answer that had begun came whole"
            asking.join()
            assert statuses == [503], "the query was answered: it ran into its limit"
        server.process.wait(PATIENCE_S)
        assert server.process.returncode == 0


@pytest.mark.parametrize("signals", [1, 2])
def test_whoever_takes_no_answer_does_not_keep_it_from_ending(tmp_path: Path, signals: int) -> None:
    limit = "0.5" if signals == 1 else "600"
    with served(tmp_path / "store", "--bare", "--stop-timeout", limit) as server:
        server.put(None, ROWS)
        with server.connect() as stuck:
            request = (
                f"GET /sparql?query={quote('SELECT * { ?s ?p ?o }')} HTTP/1.1\r\nHost: localhost\r\n\r\n"
            )
            stuck.sendall(request.encode())
            stuck.recv(10)
            server.process.send_signal(signal.SIGTERM)
            with contextlib.suppress(OSError):
                until(lambda: not _listens(server), "it listens no more")
            if signals == 2:
                server.process.send_signal(signal.SIGTERM)
            server.process.wait(PATIENCE_S)
            assert server.process.returncode == 0


def _listens(server: Any) -> bool:
    try:
        server.connect(1).close()
    except OSError:
        return False
    return True


def numbers(graph: eg.Graph, name: str = "") -> set[int]:
    """The numbers that were written, into one graph or any."""
    named = NamedNode(name) if name else None
    return {int(cast("Literal", quad.object).value) for quad in graph.store().quads(graph=named)}


def test_a_write_under_way_is_acknowledged_or_was_never_done(tmp_path: Path) -> None:
    store = tmp_path / "store"
    acknowledged: list[int] = []
    with served(store, "--bare", "--stop-timeout", "60") as server:

        def write() -> None:
            for number in range(10_000):
                try:
                    if server.update(f"INSERT DATA {{ <a:s> <a:n> {number} }}").status != 204:
                        return
                except (OSError, http.client.HTTPException):
                    return
                acknowledged.append(number)

        writing = threading.Thread(target=write)
        writing.start()
        until(lambda: len(acknowledged) > 3, "some writes")
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(PATIENCE_S)
        writing.join()
    with eg.open(store) as graph:
        held = numbers(graph)
    assert set(acknowledged) <= held
    assert held <= {*acknowledged, len(acknowledged)}


def test_a_token_is_changed_without_stopping(tmp_path: Path) -> None:
    store, file = tmp_path / "store", tmp_path / "token"
    file.write_text("first\n")
    environment = {"ENJOIN_ADMIN_TOKEN_FILE": str(file), "ENJOIN_LOG_FORMAT": "json"}

    def told(what: str) -> Callable[[], bool]:
        return lambda: any(what in str(line.get("message")) for line in lines(store))

    with served(store, "--bare", environment=environment) as server:

        def writes(token: str) -> int:
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/sparql-update"}
            return server.request("POST", "/update", "INSERT DATA { <a:s> <a:p> 1 }", headers).status

        assert (writes("first"), writes("second")) == (204, 401)
        file.write_text("second\n")
        server.process.send_signal(signal.SIGHUP)
        until(told("Reloaded"), "it was reloaded")
        assert (writes("first"), writes("second"), writes(server.token)) == (401, 204, 204)
        file.write_text("\n")
        server.process.send_signal(signal.SIGHUP)
        until(told("not reloaded"), "it says that it was not")
        assert writes("second") == 204, "the former one holds"


def enjoin(store: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    cleaned = {name: value for name, value in os.environ.items() if not name.startswith("ENJOIN_")}
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from enjoin.server.cli import main; main()",
            "--store",
            str(store),
            *arguments,
        ],
        capture_output=True,
        text=True,
        check=False,
        env=cleaned,
    )


def digests(store: Path) -> dict[str, str]:
    found = enjoin(store, "--json", "verify")
    assert found.returncode == 0, found.stdout + found.stderr
    return {each["graph"]: each["sha256"] for each in json.loads(found.stdout)}


@pytest.fixture(params=[True, False], ids=["bare", "documents"])
def kind(request: pytest.FixtureRequest) -> tuple[str, ...]:
    return ("--bare",) if request.param else ("--empty",)


def test_a_backup_under_writes_is_one_state_and_restores_to_the_same(
    tmp_path: Path, empty_store: Path, kind: tuple[str, ...]
) -> None:
    store = tmp_path / "store"
    if kind != ("--bare",):
        shutil.copytree(empty_store, store)
    acknowledged: list[int] = []
    stop = threading.Event()
    with served(store, *kind) as server:

        def write() -> None:
            number = 0
            while not stop.is_set():
                number += 1
                both = "".join(f"GRAPH <a:g{each}> {{ <a:s> <a:n> {number} }} " for each in (1, 2))
                assert server.update(f"INSERT DATA {{ {both} }}").status == 204
                acknowledged.append(number)

        writing = threading.Thread(target=write)
        writing.start()
        try:
            until(lambda: acknowledged, "a write")
            for number in range(2):
                before = list(acknowledged)
                made = enjoin(store, "backup", str(tmp_path / f"copy-{number}"))
                assert made.returncode == 0, made.stderr
                until(lambda: len(acknowledged) > len(before), "writes go on")  # noqa: B023 - called at once
                restored = enjoin(tmp_path / f"again-{number}", "restore", str(tmp_path / f"copy-{number}"))
                assert restored.returncode == 0, restored.stderr
                with eg.open(tmp_path / f"again-{number}") as again:
                    one, two = (numbers(again, f"a:g{each}") for each in (1, 2))
                assert one == two == set(range(1, len(one) + 1)), "one state, between two writes"
                assert len(one) >= len(before), "nothing that was acknowledged before is missing"
                assert digests(tmp_path / f"again-{number}") == digests(tmp_path / f"copy-{number}")
        finally:
            stop.set()
            writing.join()
        made = enjoin(store, "backup", str(tmp_path / "last"))
        assert made.returncode == 0, made.stderr
        now = digests(store)
        assert enjoin(tmp_path / "final", "restore", str(tmp_path / "last")).returncode == 0
        assert digests(tmp_path / "final") == now
        held = enjoin(store, "compact")
        assert held.returncode == 3
        assert server.address in held.stderr, "it names who has the store"
    if kind != ("--bare",):
        assert enjoin(store, "compact").returncode == 0
        assert digests(store) == now


def test_a_former_store_is_served_only_when_it_is_to_be_migrated(tmp_path: Path) -> None:
    store = tmp_path / "store"
    eg.init(store, bare=True).close()
    stamp = json.loads((store / "store.json").read_text())
    (store / "store.json").write_text(json.dumps({**stamp, "format": 1}))
    refused = enjoin(store, "serve", "--port", "0", "--bare")
    assert refused.returncode == 3
    assert "migrate" in refused.stderr
    with served(store, "--bare", environment={"ENJOIN_MIGRATE": "1"}) as server:
        assert server.get("/readyz").status == 200
    assert (store / "before" / "1" / "store.json").exists()
