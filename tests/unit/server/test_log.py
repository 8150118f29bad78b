"""One line a request, whoever answered it; nothing that a client sends makes another line, or does anything to a terminal."""

import json
import logging
import os
import threading
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from enjoin.graph import Graph
from enjoin.server import create_app, log
from enjoin.server.lines import Request, event_as_text, harmless, request_as_json, request_as_text
from enjoin.server.log import Handler, Log, id_of, to_descriptor
from enjoin.server.settings import Settings

NASTY = 'a\nb\r\x1b[2J\x9b31m\u202e\u2028"\\\x00\x7f'
TODAY = date(2026, 11, 22)


class Kept:
    """A log whose lines are kept here."""

    def __init__(self, form: str = "json", **given: Any) -> None:
        self.data = b""
        self.log = Log(self._take, form, **{"requests": True, **given})

    def _take(self, data: bytes) -> None:
        self.data += data

    def lines(self) -> list[str]:
        self.log.flush()
        return self.data.decode().splitlines()

    def told(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines()]


@pytest.fixture
def kept():
    made: list[Kept] = []

    def make(form: str = "json", **given: Any) -> Kept:
        made.append(Kept(form, **given))
        return made[-1]

    yield make
    for each in made:
        each.log.close()


def site(kept: Kept, **settings: Any) -> Any:
    return create_app(Graph.memory(), Settings(**settings), today=lambda: TODAY, log=kept.log).test_client()


def test_each_request_has_a_line_with_what_it_was_and_nothing_of_who_asked(kept) -> None:
    book = kept()
    secret = {"Authorization": "Bearer sesame", "Cookie": "session=sesame", "User-Agent": "sesame"}
    reply = site(book).get("/sparql?query=ASK{}&token=sesame", headers={**secret, "Accept": "text/csv"})
    assert reply.status_code == 200
    [line] = book.told()
    assert line.keys() == {"time", "level", "event", "id", "method", "path", "status", "bytes", "ms", "by"}
    assert (line["method"], line["path"], line["status"], line["by"]) == ("GET", "/sparql", 200, "reader")
    assert line["bytes"] == len(reply.data)
    assert line["id"] == reply.headers["X-Request-Id"]
    assert "sesame" not in book.data.decode()
    assert "127.0.0.1" not in book.data.decode()


def test_a_clients_address_is_in_it_where_that_is_wanted(kept) -> None:
    book = kept(clients=True)
    site(book).get("/healthz", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert book.told()[0]["client"] == "192.0.2.7"


def test_without_lines_for_requests_only_events_are_written(kept) -> None:
    book = kept(requests=False)
    site(book).get("/healthz")
    book.log.event("warning", "message", {"message": "here"})
    assert [line["message"] for line in book.told()] == ["here"]


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("7b1e-a.b_c", True),
        ("A" * 64, True),
        ("A" * 65, False),
        ("a b", False),
        ("-a", False),
        ("é", False),
        ('a","status":200', False),
        ("", False),
    ],
)
def test_a_request_keeps_the_name_it_came_with_if_it_is_well_formed(kept, given: str, taken: bool) -> None:
    book = kept()
    client = site(book)
    replies = [
        client.get("/healthz", headers={"X-Request-Id": given}),
        client.get("/sparql?query=ASK{}", headers={"X-Request-Id": given}),
        client.get("/sparql?query=NONSENSE", headers={"X-Request-Id": given}),
        client.get("/nowhere", headers={"X-Request-Id": given, "Accept": "application/json"}),
    ]
    for reply, line in zip(replies, book.told(), strict=True):
        name = reply.headers["X-Request-Id"]
        assert (name == given) is taken
        assert line["id"] == name
    for reply in replies[2:]:
        assert reply.get_json(force=True)["request"] == reply.headers["X-Request-Id"]


@pytest.mark.parametrize("form", ["json", "text"])
def test_nothing_that_a_client_sends_makes_a_line_or_moves_a_terminal(kept, form: str) -> None:
    book = kept(form, clients=True)
    client = site(book, slow_query=1e-9)
    client.open("/a%0Ab%1B%5B2J%C2%9B%E2%80%AE%00%7F/x%20y", method="GET")
    client.get("/sparql", query_string={"query": "ASK {} # \u202e\x9b31m\u2028\r\n# \x7f"})
    client.open("/healthz", method="G\x1bT", environ_base={"REMOTE_ADDR": NASTY})
    client.get("/", headers={"Host": "a b\x1b["})
    logging.getLogger("tests").warning("%s", NASTY)
    handler = Handler(book.log)
    error = ValueError(NASTY)
    handler.emit(logging.LogRecord("x", 40, "f", 1, "it %s", (NASTY,), (ValueError, error, None)))
    text = "\n".join(book.lines())
    assert all(sign == "\n" or sign.isprintable() for sign in text)
    if form == "json":
        assert [line["event"] for line in book.told()] == [
            "request", "request", "slow-query", "request", "request", "message",
        ]  # fmt: skip
        assert text.isascii()
    else:
        heads = [line for line in text.splitlines() if not line.startswith("    ")]
        assert len(heads) == 6, text
        assert all(line[:4] == "2026" or line[:2] == "20" for line in heads)


def test_a_slow_query_is_told_with_its_text_cut_its_digest_and_its_rows(kept) -> None:
    book = kept()
    client = site(book, slow_query=1e-9)
    text = "SELECT ?x { VALUES ?x { 1 2 3 } } " + "# é\n" * 3000
    client.get("/sparql", query_string={"query": text}, headers={"Accept": "text/csv"})
    client.get("/sparql", query_string={"query": text, "format": "json"})
    told = [line for line in book.told() if line["event"] == "slow-query"]
    assert [line["rows"] for line in told] == [3, 3]
    assert len(told[0]["query"]) == log.LONGEST_QUERY + 1
    assert told[0]["query"].endswith("…")
    assert told[0]["digest"] == told[1]["digest"]
    assert {line["id"] for line in told} == {line["id"] for line in book.told() if line["event"] == "request"}
    book.data = b""
    site(book, slow_query=60.0).get("/sparql?query=ASK{}")
    site(book, slow_query=0.0).get("/sparql?query=ASK{}")
    assert {line["event"] for line in book.told()} == {"request"}


def test_a_query_that_ran_into_the_limit_is_slow_and_its_time_is_told(kept, empty_store: Path) -> None:
    book = kept()
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?b . ?c ?r ?d . ?e ?s ?d . ?e ?t ?f . ?g ?u ?f }"
    with Graph.open(empty_store) as graph:
        settings = Settings(store=empty_store, timeout=0.3, slow_query=0.2)
        client = create_app(graph, settings, today=lambda: TODAY, log=book.log).test_client()
        assert client.get("/sparql", query_string={"query": endless}).status_code == 503
        assert client.get("/sparql", query_string={"query": endless, "format": "csv"}).status_code == 503
    told = book.told()
    assert [line["event"] for line in told] == ["request", "slow-query"] * 2
    assert all(line["ms"] >= 250 for line in told)
    assert [line["query"] for line in told if "query" in line] == [endless, endless]
    assert told[1]["rows"] is None


@pytest.mark.parametrize(
    ("query", "accept", "rows"),
    [
        ("SELECT * { VALUES (?x ?y) { (1 2) (3 UNDEF) } }", "application/sparql-results+json", 2),
        ("SELECT * { VALUES (?x ?y) { (1 2) (3 UNDEF) } }", "application/sparql-results+xml", 2),
        ("SELECT * { VALUES ?x { 1 2 } }", "text/csv", 2),
        ("SELECT * { VALUES ?x { 1 2 } }", "text/tab-separated-values", 2),
        ("SELECT * { VALUES ?x { } }", "application/sparql-results+json", 0),
        ("SELECT * { VALUES ?x { 1 } }", "application/sparql-results+json", 1),
        ("ASK {}", "application/sparql-results+json", 0),
        ("SELECT * { VALUES ?x { 1 2 3 4 5 6 } }", "text/csv", 4),
        ("CONSTRUCT { <a:s> <a:p> ?x } { VALUES ?x { 1 2 3 } }", "text/turtle", 3),
    ],
)
def test_rows_are_counted_as_they_are_written(kept, query: str, accept: str, rows: int) -> None:
    book = kept()
    site(book, slow_query=1e-9, max_rows=4).get(
        "/sparql", query_string={"query": query}, headers={"Accept": accept}
    )
    assert [line["rows"] for line in book.told() if line["event"] == "slow-query"] == [rows]


def test_many_threads_write_whole_lines_in_the_end_all_of_them(tmp_path: Path) -> None:
    descriptor = os.open(tmp_path / "log", os.O_WRONLY | os.O_CREAT)
    book = Log(to_descriptor(descriptor), "json", requests=True)

    def work(name: int) -> None:
        for number in range(500):
            book.request(Request(0.0, f"{name}-{number}", "GET", "/", 200, 0.001, 1, "page"))

    threads = [threading.Thread(target=work, args=(name,)) for name in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    book.close()
    book.event("info", "message", {"message": "after the end"})
    os.close(descriptor)
    told = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert {line["id"] for line in told[:-1]} == {
        f"{name}-{number}" for name in range(4) for number in range(500)
    }
    assert told[-1]["message"] == "after the end"


def test_a_pipe_that_nobody_empties_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "MOST", 1000)
    read, write = os.pipe()
    book = Log(to_descriptor(write), "text", requests=True)
    started = time.thread_time()
    for number in range(20_000):
        book.request(Request(0.0, str(number), "GET", "/" + "x" * 200, 200, 0.001, 1, "page"))
    assert time.thread_time() - started < 5, "it did not wait: what could not be written was counted"
    assert book.dropped > 0
    os.close(read)  # the thread that writes gets an error, and goes on
    book.close()
    os.close(write)


def test_lines_are_the_same_in_both_forms_but_for_their_form() -> None:
    told = Request(1763807400.25, "7f", "GET", "/doc/ä b", 200, 0.01234, -1, "page", "192.0.2.1")
    assert json.loads(request_as_json(told)) == {
        "time": "2025-11-22T10:30:00.250Z", "level": "info", "event": "request", "id": "7f", "client": "192.0.2.1",
        "method": "GET", "path": "/doc/ä b", "status": 200, "bytes": None, "ms": 12.34, "by": "page",
    }  # fmt: skip
    assert (
        request_as_text(told)
        == "2025-11-22T10:30:00.250Z GET /doc/ä\\x20b 200 - B 12.3 ms page 7f 192.0.2.1\n"
    )
    assert event_as_text(0.0, "error", "message", {"message": "no", "trace": "a\nb"}) == (
        "1970-01-01T00:00:00.000Z ERROR no\n    a\n    b\n"
    )
    assert harmless("\ud800") == "\\ud800"
    assert id_of("ok") == "ok"
