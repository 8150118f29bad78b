"""Servers that misbehave: none of them gets more time, memory, trust or secrets than it may have."""

import gzip
import json
import traceback
from collections.abc import Iterator
from typing import Any

import pytest

from enjoin.graph.errors import EnjoinError, ServiceError, UnexpectedContent, UnreadableDocument
from enjoin.graph.sources.fetch import Fetcher
from enjoin.graph.sources.manners import Manners, is_public
from recorded import Answer, recorded

TOKEN = "0123456789abcdef-secret"


@pytest.fixture
def server() -> Iterator[Any]:
    with recorded() as told:
        yield told


@pytest.fixture
def other() -> Iterator[Any]:
    with recorded() as told:
        yield told


def fetcher(*servers: Any, slept: list[float] | None = None, **manners: object) -> Fetcher:
    given = {
        "pause_s": 0.0,
        "timeout_s": 5.0,
        "sleep": (slept if slept is not None else []).append,
        "jitter": lambda _: 0.0,
    }
    return Fetcher(
        Manners(**{**given, **manners}),  # type: ignore[arg-type]
        trusted=tuple(each.base for each in servers),
        headers={"Authorization": f"Token {TOKEN}"},
    )


def test_a_burst_of_failures_of_every_kind_is_lived_through(server: Any) -> None:
    slept: list[float] = []
    url = server.on(
        "/a", *(Answer(b"busy", status) for status in (500, 502, 503, 504, 429)), Answer(b"whole")
    )
    assert fetcher(server, slept=slept).get(url).content == b"whole"
    assert slept == [1.0, 2.0, 4.0, 8.0, 16.0]


@pytest.mark.parametrize("given", ["0", "-5", "soon", "", "Wed, 99 Foo 2026 99:99:99 GMT", "1e3"])
def test_a_wait_that_is_none_is_no_leave_to_ask_at_once(server: Any, given: str) -> None:
    slept: list[float] = []
    url = server.on(
        "/a", Answer(b"", 429, {"Retry-After": given}), Answer(b"", 429, {"Retry-After": given}), Answer(b"x")
    )
    assert fetcher(server, slept=slept).get(url).content == b"x"
    assert slept == [1.0, 2.0]


@pytest.mark.parametrize("how", ["reset", "cut"])
def test_a_connection_that_breaks_in_the_middle_is_asked_again(server: Any, how: str) -> None:
    url = server.on("/a", Answer(b'{"half', reset=how == "reset", cut=how == "cut"), Answer(b'{"whole": 1}'))
    assert fetcher(server).get(url).content == b'{"whole": 1}'
    assert len(server.asked) == 2


def test_pieces_that_end_too_soon_are_asked_for_again(server: Any) -> None:
    url = server.on("/a", Answer(b'{"half', chunked=True, cut=True), Answer(b'{"whole": 1}', chunked=True))
    assert fetcher(server).get(url).content == b'{"whole": 1}'


@pytest.mark.parametrize("kind", ["plain", "chunked", "loose"])
def test_an_answer_that_comes_drop_by_drop_is_not_waited_for(server: Any, kind: str) -> None:
    url = server.on("/a", Answer(b"x" * 10_000, drip=0.02, chunked=kind == "chunked", loose=kind == "loose"))
    with pytest.raises(ServiceError, match=r"takes longer than 0.3 seconds"):
        fetcher(server, longest_s=0.3).get(url)


def test_a_head_that_comes_drop_by_drop_is_not_waited_for(server: Any) -> None:
    url = server.on("/a", Answer(b"", drip=0.02, slow_head=True))
    with pytest.raises(ServiceError, match=r"takes longer than 0.3 seconds"):
        fetcher(server, longest_s=0.3).get(url)


@pytest.mark.parametrize("kind", ["plain", "chunked", "loose"])
def test_an_answer_without_end_is_not_read_on(server: Any, kind: str) -> None:
    url = server.on("/a", Answer(b"x" * 3_000_000, chunked=kind == "chunked", loose=kind == "loose"))
    with pytest.raises(UnexpectedContent, match="larger than 1,000,000 bytes"):
        fetcher(server, max_bytes=1_000_000).get(url)


def test_what_is_packed_in_layers_is_not_unpacked(server: Any) -> None:
    once = gzip.compress(b"0" * 50_000_000)
    for packing, body in (
        ("gzip, gzip", gzip.compress(once)),
        ("br", once),
        ("zstd", once),
        ("deflate", once),
    ):
        url = server.on("/a", Answer(body, headers={"Content-Encoding": packing}))
        with pytest.raises(UnexpectedContent, match="packed as"):
            fetcher(server, max_bytes=1_000_000).get(url)


def test_what_is_packed_and_damaged_is_told(server: Any) -> None:
    url = server.on("/a", Answer(b"no gzip at all", headers={"Content-Encoding": "gzip"}))
    with pytest.raises(ServiceError, match="the answer is packed, and damaged"):
        fetcher(server, tries=2).get(url)


def test_a_token_goes_to_the_server_that_was_named_and_to_no_other(server: Any, other: Any) -> None:
    """Not even where the other one is trusted too."""
    there = other.on("/x", b"{}")
    for status in (301, 302, 303, 307, 308):
        url = server.on("/a", Answer(b"", status, {"Location": there}))
        with pytest.raises(UnreadableDocument, match="it leads away to"):
            fetcher(server, other).get(url)
    assert other.asked == []
    assert {each.headers["Authorization"] for each in server.asked} == {f"Token {TOKEN}"}


@pytest.mark.parametrize("location", [
    "https://127.0.0.1/x", "http://169.254.169.254/latest/", "file:///etc/passwd", "//evil.example/x", "ftp://127.0.0.1/",
    "http://[::1", "http://[::ffff:127.0.0.1]/", "http://localhost/x", "https://user:word@example.org/", "gopher://x",
    "javascript:alert(1)", "data:,x", "http://127.0.0.1:99999/",
])  # fmt: skip
def test_a_redirect_leads_nowhere_else(server: Any, location: str) -> None:
    url = server.on("/a", Answer(b"", 302, {"Location": location}))
    with pytest.raises(UnreadableDocument):
        fetcher(server).get(url)
    assert len(server.asked) == 1


def test_redirects_that_go_round_come_to_an_end(server: Any) -> None:
    server.on("/b", Answer(b"", 307, {"Location": "/a"}))
    url = server.on("/a", Answer(b"", 302, {"Location": "b"}))
    with pytest.raises(UnreadableDocument, match="it leads on and on"):
        fetcher(server).get(url)
    assert len(server.asked) == 5


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 451])
def test_no_message_holds_the_token(server: Any, status: int) -> None:
    url = server.on("/a", Answer(json.dumps({"detail": f"Invalid token {TOKEN}"}).encode(), status))
    with pytest.raises(EnjoinError) as caught:
        fetcher(server).get(url)
    told = "".join(traceback.format_exception(caught.value))
    assert TOKEN not in told
    if status in {401, 403}:
        assert "does not accept the token that is set" in str(caught.value)
    assert len(server.asked) == 1


@pytest.mark.parametrize(("address", "public"), [
    ("224.0.0.1", False), ("ff02::1", False), ("2002:7f00:1::", False), ("64:ff9b::7f00:1", False), ("64:ff9b::a00:1", False),
    ("::ffff:10.0.0.1", False), ("0.0.0.0", False), ("fe80::1%eth0", False), ("fd00::1", False),
    ("8.8.8.8", True), ("2606:4700::1111", True), ("2002:808:808::", True), ("64:ff9b::808:808", True), ("::ffff:8.8.8.8", True),
])  # fmt: skip
def test_an_address_within_an_address_is_looked_at_too(address: str, public: bool) -> None:
    assert is_public(address) is public
