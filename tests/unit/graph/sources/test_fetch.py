"""The way out to public archives: polite, within limits, and nowhere else."""

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from enjoin.graph import Graph
from enjoin.graph.errors import ServiceError, SourceError, UnexpectedContent, UnreadableDocument
from enjoin.graph.sources.fetch import Fetcher
from enjoin.graph.sources.manners import Manners, origin_of
from recorded import Answer, Recorded, recorded

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Time:
    """A clock that moves only by what is slept."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def clock(self) -> float:
        return self.now


@pytest.fixture
def server() -> Iterator[Any]:
    with recorded() as told:
        yield told


@pytest.fixture
def time() -> Time:
    return Time()


def fetcher(server: Any, time: Time, **manners: object) -> Fetcher:
    given = {
        "pause_s": 0.0,
        "timeout_s": 5.0,
        "sleep": time.sleep,
        "clock": time.clock,
        "jitter": lambda _: 0.0,
    }
    return Fetcher(Manners(**{**given, **manners}), trusted=(server.base,))  # type: ignore[arg-type]


def test_an_answer_comes_with_what_to_ask_for_it_again(server: Any, time: Time) -> None:
    url = server.on(
        "/a?b=1", Answer(b"{}", headers={"ETag": '"v1"', "Last-Modified": "Sun, 22 Nov 2026 06:00:00 GMT"})
    )
    found = fetcher(server, time).get(url)
    assert (found.content, found.etag, found.modified) == (b"{}", '"v1"', "Sun, 22 Nov 2026 06:00:00 GMT")
    assert server.paths == ["/a?b=1"]


def test_who_asks_says_so_with_a_way_to_be_reached(server: Any, time: Time) -> None:
    url = server.on("/a", b"{}")
    fetcher(server, time, contact="mailto:desk@example.org").get(url)
    agent = server.asked[0].headers["User-Agent"]
    assert "Enjoin" in agent
    assert "+https://" in agent
    assert agent.endswith("mailto:desk@example.org")


def test_an_answer_that_has_not_changed_is_not_sent_again(server: Any, time: Time) -> None:
    url = server.on("/a", Answer(b"", 304, {"ETag": '"v1"'}))
    found = fetcher(server, time).get(url, etag='"v1"')
    assert found.content is None
    assert server.asked[0].headers["If-None-Match"] == '"v1"'
    fetcher(server, time).get(url, modified="Sun, 22 Nov 2026 06:00:00 GMT")
    assert server.asked[1].headers["If-Modified-Since"] == "Sun, 22 Nov 2026 06:00:00 GMT"


def test_requests_keep_their_distance(server: Any, time: Time) -> None:
    url = server.on("/a", b"{}")
    polite = fetcher(server, time, pause_s=2.0)
    for _ in range(3):
        polite.get(url)
    assert time.slept == [2.0, 2.0]


def test_a_server_that_asks_for_patience_gets_it(server: Any, time: Time) -> None:
    url = server.on("/a", Answer(b"", 429, {"Retry-After": "7"}), Answer(b"", 500), Answer(b"ok"))
    assert fetcher(server, time).get(url).content == b"ok"
    assert time.slept == [7.0, 2.0]


def test_a_moment_to_come_back_at_is_understood(server: Any, time: Time) -> None:
    past = format_datetime(datetime(2020, 1, 1, tzinfo=UTC), usegmt=True)
    url = server.on("/a", Answer(b"", 503, {"Retry-After": past}), Answer(b"ok"))
    assert fetcher(server, time).get(url).content == b"ok"
    assert time.slept == [1.0]  # as without it: a clock that goes wrong is no leave to ask at once
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    url = server.on("/b", Answer(b"", 429, {"Retry-After": soon}), Answer(b"ok"))
    assert fetcher(server, time).get(url).content == b"ok"
    assert 30 < time.slept[-1] <= 90


def test_waits_grow_and_differ(server: Any, time: Time) -> None:
    url = server.on("/a", Answer(b"", 500))
    with pytest.raises(ServiceError, match=r"did not answer after 4 tries: status 500; try again later"):
        fetcher(server, time, tries=4, jitter=lambda wait: wait / 10).get(url)
    assert time.slept == pytest.approx([1.1, 2.2, 4.4])
    assert len(server.asked) == 4


def test_a_wait_that_is_too_long_is_told_instead(server: Any, time: Time) -> None:
    url = server.on("/a", Answer(b"", 429, {"Retry-After": "3600"}))
    with pytest.raises(ServiceError, match=r"not to be had now \(status 429\); try again in 3600 seconds"):
        fetcher(server, time).get(url)
    assert time.slept == []


def test_a_connection_that_is_cut_is_tried_again(server: Any, time: Time) -> None:
    url = server.on("/a", Answer(b'{"half', cut=True), Answer(b"whole"))
    assert fetcher(server, time).get(url).content == b"whole"
    assert len(server.asked) == 2


def test_a_server_that_is_not_there_is_told(server: Any, time: Time) -> None:
    gone = Recorded("http://127.0.0.1:1")
    with pytest.raises(ServiceError, match="no connection"):
        fetcher(gone, time, tries=2).get("http://127.0.0.1:1/a")


def test_an_answer_that_is_too_large_is_not_read_on(server: Any, time: Time) -> None:
    url = server.on("/a", b"x" * 200_000)
    with pytest.raises(UnexpectedContent, match=r"larger than 100,000 bytes; ask for less at once"):
        fetcher(server, time, max_bytes=100_000).get(url)


def test_what_is_packed_counts_unpacked(server: Any, time: Time) -> None:
    packed = gzip.compress(b"x" * 5_000_000)
    url = server.on("/a", Answer(packed, headers={"Content-Encoding": "gzip"}))
    assert len(packed) < 100_000
    with pytest.raises(UnexpectedContent, match="larger than"):
        fetcher(server, time, max_bytes=100_000).get(url)


@pytest.mark.parametrize(
    ("status", "error", "words"),
    [
        (404, UnreadableDocument, "there is nothing"),
        (401, ServiceError, "set a token"),
        (403, ServiceError, "set a token"),
        (400, ServiceError, "status 400"),
    ],
)
def test_a_refusal_is_no_reason_to_ask_again(
    server: Any, time: Time, status: int, error: type[Exception], words: str
) -> None:
    url = server.on("/a", Answer(b"", status))
    with pytest.raises(error, match=words):
        fetcher(server, time).get(url)
    assert len(server.asked) == 1


def test_a_redirect_is_followed_within_one_server_only(server: Any, time: Time) -> None:
    url = server.on("/a", Answer(b"", 301, {"Location": "/b?x=1"}))
    server.on("/b?x=1", b"there")
    assert fetcher(server, time).get(url).content == b"there"
    away = server.on("/away", Answer(b"", 302, {"Location": "http://localhost:9/x"}))
    with pytest.raises(UnreadableDocument, match="it leads away to http://localhost:9/x"):
        fetcher(server, time).get(away)
    circle = server.on("/circle", Answer(b"", 302, {"Location": "/circle"}))
    with pytest.raises(UnreadableDocument, match="leads on and on"):
        fetcher(server, time).get(circle)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://example.org/a.csv", "only addresses with https:// are fetched"),
        ("file:///etc/passwd", "this is no address of the web"),
        ("ftp://example.org/x", "only addresses with https://"),
        ("https://user:secret@example.org/", "the address holds a password"),
        ("https://127.0.0.1/", "is in a private network"),
        ("https://[::1]/", "is in a private network"),
        ("https://[::ffff:127.0.0.1]/", "is in a private network"),
        ("https://169.254.169.254/latest/meta-data", "is in a private network"),
        ("https://10.0.0.8/", "is in a private network"),
        ("https://100.64.0.1/", "is in a private network"),
        ("https://localhost/", "is in a private network"),
        ("https://example.org/a b", "this is no address of the web"),
        ("https://example.org:99999/", "this is no address"),
        ("https:///x", "this is no address of the web"),
    ],
)
def test_some_addresses_are_never_asked(url: str, words: str) -> None:
    with pytest.raises(UnreadableDocument, match=words) as caught:
        Fetcher(Manners(tries=1)).get(url)
    assert "secret" not in str(caught.value)


def test_trust_is_in_one_server_not_in_its_neighbours(server: Any, time: Time) -> None:
    with pytest.raises(UnreadableDocument, match="only addresses with https"):
        fetcher(server, time).get("http://127.0.0.1:1/a")
    assert origin_of("http://127.0.0.1:80") == origin_of("http://127.0.0.1/x")


def test_a_document_at_an_address_is_ingested_like_a_file(server: Any, time: Time) -> None:
    turtle = b'<https://example.org/x> <http://www.w3.org/2000/01/rdf-schema#label> "x"@en .\n'
    url = server.on("/some/things.ttl", Answer(turtle))
    graph = Graph.memory(clock=lambda: NOW)
    (outcome,) = graph.ingest(url, fetcher=fetcher(server, time)).outcomes
    assert (outcome.id, outcome.state) == ("things", "added")
    (entry,) = [each for each in graph.documents() if each.id == "things"]
    assert (entry.url, entry.retrieved_on) == (url, "2026-11-22")


def test_an_address_in_a_private_network_is_not_ingested(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="private network"):
        Graph.memory(clock=lambda: NOW).ingest("https://127.0.0.1/orders.csv")
