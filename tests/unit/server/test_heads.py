"""Heads that are read once and written once are those that waitress would read and write."""

from typing import Any

import pytest
from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser
from waitress.task import WSGITask

from enjoin.server.sockets.heads import Parser, written

ADJUSTMENTS = Adjustments()
SEEN = (
    "headers", "command", "version", "path", "query", "fragment", "request_uri", "url_scheme", "proxy_scheme",
    "proxy_netloc", "first_line", "connection_close", "completed", "expect_continue", "content_length", "chunked",
    "headers_finished", "empty",
)  # fmt: skip
HEADS = [
    b"Host: localhost:8080\r\nAccept: text/csv",
    b"Host: localhost\r\nAccept: text/csv\r\naccept: text/turtle\r\nX_Y: dropped\r\nConnection: Close",
    b"Host: localhost\r\nConnection: keep-alive\r\nCookie: a=b; c={d}\r\nUser-Agent: {0}",
    b"Host: localhost\r\nContent-Length: 3",
    b"Host: localhost\r\nTransfer-Encoding: chunked",
    b"Host: localhost\r\nExpect: 100-continue",
    b"Host: localhost\r\nno colon",
    b"Host: localhost\r\nContent-Length: three",
    b"Host: localhost\r\nX-Long: " + b"x" * 3000,
    b"Host: localhost\r\n folded: x",
    b"Host: localhost\r\nX-A: a\x00b",
]
LINES = [
    b"GET /sparql?query=ASK%7B%7D HTTP/1.1",
    b'GET /sparql?query=a:b@c//d?e[f]"<>|^`{} HTTP/1.1',
    b"GET /sparql?query=a#b HTTP/1.1",
    b"GET /sparql?query=a HTTP/1.0",
    b"GET /sparql? HTTP/1.1",
    b"GET /sparql HTTP/1.1",
    b"GET //sparql?query=a HTTP/1.1",
    b"GET http://localhost/sparql?query=a HTTP/1.1",
    b"GET /sparql?query=a b HTTP/1.1",
    b"GET /sparql?query=\xc3\xa9 HTTP/1.1",
    b"GET /sparql?query=a  HTTP/1.1",
    b"get /sparql?query=a HTTP/1.1",
    b"POST /sparql?query=a HTTP/1.1",
    b"GET /sparql?query=\ta HTTP/1.1",
    b"GET /sparql?query=\x7f HTTP/1.1",
]  # fmt: skip


def read(kind: type[HTTPRequestParser], raw: bytes) -> dict[str, Any]:
    """What a parser finds in a request, or what it says against it."""
    parser = kind(ADJUSTMENTS)
    consumed = parser.received(raw)
    # Where no first line was read waitress's parser has no path at all; ours has an empty one.
    found = {name: getattr(parser, name, "" if name == "path" else None) for name in SEEN}
    error = None if parser.error is None else (parser.error.code, parser.error.body)
    body = None if parser.body_rcv is None else type(parser.body_rcv)
    parser.close()
    return {**found, "consumed": consumed, "error": error, "body": body}


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("line", LINES)
def test_a_head_is_read_as_waitress_reads_it_the_first_time_and_again(line: bytes, head: bytes) -> None:
    raw = line + b"\r\n" + head + b"\r\n\r\n"
    wanted = read(HTTPRequestParser, raw)
    assert read(Parser, raw) == wanted
    assert read(Parser, raw) == wanted
    # And after another query with the same headers.
    read(Parser, LINES[0] + b"\r\n" + head + b"\r\n\r\n")
    assert read(Parser, raw) == wanted


def test_what_one_request_does_to_its_headers_is_not_seen_by_the_next() -> None:
    raw = b"GET /sparql?query=a HTTP/1.1\r\nHost: own\r\n\r\n"
    for _ in range(3):
        parser = Parser(ADJUSTMENTS)
        parser.received(raw)
        assert parser.headers == {"HOST": "own"}
        parser.headers["X"] = "y"


@pytest.mark.parametrize("ending", [False, True])
def test_a_head_is_written_as_waitress_writes_it(ending: bool) -> None:
    headers = [
        ("Content-Type", "text/csv"), ("Content-Length", "5"), ("ETag", 'W/"{0}%s"'), ("X-Request-Id", "7"),
        ("x-frame-options", "DENY"), ("X-Enjoin-Notice", "{curly} 100 %"), ("Vary", "Accept"),
    ]  # fmt: skip

    class Channel:
        adj = ADJUSTMENTS
        server: Any = type("Server", (), {"adj": type("Adjusted", (), {"ident": None})})

    class Request:
        version = "1.1"
        headers = {"CONNECTION": "close"} if ending else {}

    for number in ("7", "8"):
        given = [*headers[:3], ("X-Request-Id", number), *headers[4:]]
        task = WSGITask(Channel(), Request())  # type: ignore[arg-type]
        task.start()
        task.response_headers = list(given)
        wanted = task.build_response_header()
        found = written(given, ending=ending)

        def without_date(head: bytes) -> list[bytes]:
            return [line for line in head.split(b"\r\n") if not line.startswith(b"Date: ")]

        assert without_date(found) == without_date(wanted)
        assert found.count(b"\r\nDate: ") == wanted.count(b"\r\nDate: ") == 1
