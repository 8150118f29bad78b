"""Pulls from archives that misbehave, and pulls that are broken off: nothing is lost, doubled, or asked for twice."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from enjoin.graph import Graph
from enjoin.graph.errors import ServiceError, UnexpectedContent
from enjoin.graph.ingestion import pull as pulling
from enjoin.graph.ingestion import pull_courtlistener, pull_federal_register
from enjoin.graph.ingestion.documents import Document
from enjoin.graph.ingestion.pull import Pull
from enjoin.graph.sources.fetch import Fetcher
from enjoin.graph.sources.manners import Manners
from recorded import Answer, recorded

TODAY = date(2026, 11, 22)


@pytest.fixture
def server() -> Iterator[Any]:
    with recorded() as told:
        yield told


class Told:
    """A pull, and what it said."""

    def __init__(self, server: Any, folder: Path, today: date = TODAY, **manners: object) -> None:
        given = {"pause_s": 0.0, "timeout_s": 5.0, "tries": 2, "sleep": lambda _: None, **manners}
        self.how: list[str] = []
        self.remarks: list[str] = []
        fetcher = Fetcher(Manners(**given), trusted=(server.base,))  # type: ignore[arg-type]
        self.pull = Pull(
            folder, fetcher, today, tell=lambda _, how: self.how.append(how), remark=self.remarks.append
        )

    def pages(self, url: str) -> list[Document]:
        return list(self.pull.pages(url, "a", "next"))


def page(following: object, *results: object) -> Answer:
    return Answer(json.dumps({"results": list(results), "next": following}).encode(), headers={"ETag": '"1"'})


@pytest.mark.parametrize("leads", [
    "https://elsewhere.example/api/", "//elsewhere.example/", "file:///etc/passwd", "ftp://127.0.0.1/x", "http://[::1", 7,
    "http://169.254.169.254/latest/", ["/a"], "javascript:x", "https://127.0.0.1/x",
])  # fmt: skip
def test_a_next_page_lies_on_the_same_server_or_is_not_asked(
    server: Any, tmp_path: Path, leads: object
) -> None:
    url = server.on("/a", page(leads))
    with pytest.raises(ServiceError, match="of another server and is not asked; if that one is meant"):
        Told(server, tmp_path).pages(url)
    assert len(server.asked) == 1


def test_a_next_page_may_be_told_by_its_path(server: Any, tmp_path: Path) -> None:
    server.on("/a?page=2", page(None))
    found = Told(server, tmp_path).pages(server.on("/a", page("?page=2")))
    assert [each.url for each in found] == [f"{server.base}/a", f"{server.base}/a?page=2"]


@pytest.mark.parametrize(("first", "second"), [("/a", "/b"), ("/b", "/b"), ("/b", "/a")])
def test_pages_that_go_round_come_to_an_end(server: Any, tmp_path: Path, first: str, second: str) -> None:
    server.on("/b", page(server.base + second))
    with pytest.raises(ServiceError, match="the pages lead in a circle"):
        Told(server, tmp_path).pages(server.on("/a", page(server.base + first)))
    assert len(server.asked) <= 2


@pytest.mark.parametrize("body", [
    b'{"results": [{"id": 1}', b"", b"null and void", b"<!doctype html><title>Sign in</title>", b"\xff\xfe{\x00", b"[" * 100_000,
    b'{"a": ' + b"9" * 5000 + b"}",
])  # fmt: skip
def test_what_is_no_whole_json_is_neither_kept_nor_taken(server: Any, tmp_path: Path, body: bytes) -> None:
    url = server.on("/a", Answer(body, headers={"Content-Type": "text/html"}))
    with pytest.raises(ServiceError, match="no whole JSON"):
        Told(server, tmp_path).pages(url)
    assert list(tmp_path.glob("*.json")) == []


def broken_off(server: Any, folder: Path, url: str, at: int) -> None:
    """Somebody presses Ctrl-C when so many pages have come."""
    told = Told(server, folder)
    came = 0

    def tell(_: str, how: str) -> None:
        nonlocal came
        came += 1
        if came == at:
            raise KeyboardInterrupt

    told.pull.tell = tell
    with pytest.raises(KeyboardInterrupt):
        told.pages(url)


@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_a_pull_that_is_broken_off_goes_on_without_asking_twice_and_loses_nothing(
    server: Any, tmp_path: Path, at: int
) -> None:
    for number in range(1, 5):
        server.on(f"/{number}", page(f"{server.base}/{number + 1}" if number < 4 else None, {"id": number}))
    broken_off(server, tmp_path, f"{server.base}/1", at)
    again = Told(server, tmp_path)
    found = again.pages(f"{server.base}/1")
    assert [json.loads(each.content)["results"] for each in found] == [
        [{"id": number}] for number in range(1, 5)
    ]
    assert server.paths == ["/1", "/2", "/3", "/4"]
    assert again.how == ["kept"] * at + ["fetched"] * (4 - at)


def test_an_interruption_while_a_file_is_written_leaves_no_half_of_it(
    server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = server.on("/a", page(None, {"id": 1}))
    whole = pulling.write_file

    def interrupted(path: Path, content: bytes) -> None:
        if path.name == pulling.STATE:
            raise KeyboardInterrupt
        whole(path, content)

    monkeypatch.setattr(pulling, "write_file", interrupted)
    with pytest.raises(KeyboardInterrupt):
        Told(server, tmp_path).pages(url)
    monkeypatch.undo()
    assert len(Told(server, tmp_path).pages(url)) == 1


def state(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    said = json.loads((folder / pulling.STATE).read_bytes())
    for kept in said["kept"].values():
        change(kept)
    said["done"] = False
    (folder / pulling.STATE).write_text(json.dumps(said))


@pytest.mark.parametrize("changes", [
    {"on": "2031-01-01"}, {"on": "2026-99-99"}, {"on": 5}, {"file": "../../../etc/passwd"}, {"file": "state.json"},
    {"digest": "x"}, {"digest": None}, {"round": "2"}, {"etag": 5}, {"spare": 1}, {"modified": ["x"]},
])  # fmt: skip
def test_a_kept_answer_of_a_day_to_come_or_of_no_sense_is_fetched_anew(
    server: Any, tmp_path: Path, changes: dict[str, object]
) -> None:
    url = server.on("/a", page(None, {"id": 1}))
    Told(server, tmp_path).pages(url)
    state(tmp_path, lambda kept: kept.update(changes))
    server.asked.clear()
    told = Told(server, tmp_path)
    (found,) = told.pages(url)
    assert told.how == ["fetched"]
    assert found.retrieved_on == TODAY
    assert "If-None-Match" not in server.asked[0].headers


def test_an_answer_by_last_modified_is_not_sent_again(server: Any, tmp_path: Path) -> None:
    day = "Sun, 22 Nov 2026 06:00:00 GMT"
    url = server.on("/a", Answer(page(None).body, headers={"Last-Modified": day}))
    first = Told(server, tmp_path)
    first.pages(url)
    first.pull.end()
    server.on("/a", Answer(b"", 304))
    again = Told(server, tmp_path)
    assert len(again.pages(url)) == 1
    assert again.how == ["unchanged"]
    assert server.asked[-1].headers["If-Modified-Since"] == day


def test_a_server_that_says_unchanged_to_whoever_has_nothing_is_told(server: Any, tmp_path: Path) -> None:
    with pytest.raises(ServiceError, match="nothing changed, but nothing is kept"):
        Told(server, tmp_path).pages(server.on("/a", Answer(b"", 304)))


# The Federal Register


def order(number: int, day: str) -> dict[str, object]:
    return {"document_number": f"2030-{number:05}", "publication_date": day, "signing_date": day, "title": f"Order {number}",
            "executive_order_number": 30_000 + number, "subtype": "Executive Order", "type": "Presidential Document"}  # fmt: skip


def register(server: Any, orders: list[dict[str, object]], most: int, *, count: int | None = None) -> None:
    """An archive that gives only so many documents to a question, two to a page; `count` is what it says."""

    def answer(path: str) -> Answer:
        asked = parse_qs(urlsplit(path).query)
        since = asked["conditions[publication_date][gte]"][0]
        number = int(asked.get("page", ["1"])[0])
        held = [each for each in orders if str(each["publication_date"]) >= since]
        given = held[:most][2 * number - 2 : 2 * number]
        more = 2 * number < min(len(held), most)
        base = path.partition("&page=")[0]
        following = {"next_page_url": f"{server.base}{base}&page={number + 1}"} if more else {}
        told = len(held) if count is None else count
        return Answer(json.dumps({"count": told, "results": given, **following}).encode())

    server.next = answer


def pulled(server: Any, folder: Path) -> tuple[list[Document], Told]:
    told = Told(server, folder)
    wanted = pull_federal_register.Wanted(date(2030, 1, 1))
    return list(pull_federal_register.pull(wanted, told.pull, f"{server.base}/api/")), told


def numbers(documents: list[Document]) -> set[str]:
    return {each["document_number"] for one in documents for each in json.loads(one.content)["results"]}


def test_what_the_register_does_not_give_at_once_is_asked_for_from_its_last_day_on(
    server: Any, tmp_path: Path
) -> None:
    orders = [order(number, f"2030-01-{1 + number // 2:02}") for number in range(20)]
    register(server, orders, most=7)
    found, told = pulled(server, tmp_path)
    assert numbers(found) == {str(each["document_number"]) for each in orders}
    assert told.remarks == []
    assert len({each.id for each in found}) == len(found)
    assert found[0].id == "federal-register-since-2030-01-01"
    assert any(each.id.startswith("federal-register-since-2030-01-01-from-2030-01-0") for each in found)


def test_a_count_that_stops_at_its_limit_is_not_believed(
    server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pull_federal_register, "MOST", 6)
    orders = [order(number, f"2030-02-{1 + number:02}") for number in range(14)]
    register(server, orders, most=6)
    usual = server.next

    def capped(path: str) -> Answer:
        answer = usual(path)
        said = json.loads(answer.body)
        return Answer(json.dumps({**said, "count": min(said["count"], 6)}).encode())

    server.next = capped
    found, told = pulled(server, tmp_path)
    assert numbers(found) == {str(each["document_number"]) for each in orders}
    assert told.remarks == []


def test_documents_that_the_register_counts_and_does_not_give_are_missed_aloud(
    server: Any, tmp_path: Path
) -> None:
    register(server, [order(number, f"2030-01-0{number}") for number in (1, 2, 3)], most=9, count=4)
    found, told = pulled(server, tmp_path)
    assert len(numbers(found)) == 3
    assert told.remarks[-1] == "the archive counts 4 documents, and 3 came: ask again later"
    assert told.pull.done  # so that the next run does ask again


def test_a_day_with_more_than_the_register_gives_comes_to_an_end(server: Any, tmp_path: Path) -> None:
    register(server, [order(number, "2030-01-01") for number in range(9)], most=4)
    found, told = pulled(server, tmp_path)
    assert len(numbers(found)) == 4
    assert "of 9 documents from 2030-01-01 on, 4 came: ask again, or with --type" in told.remarks


def test_a_document_on_two_pages_goes_in_once(server: Any, tmp_path: Path) -> None:
    orders = [order(1, "2030-01-01"), order(2, "2030-01-02"), order(2, "2030-01-02"), order(3, "2030-01-03")]
    register(server, orders, most=9, count=3)
    found, told = pulled(server, tmp_path)
    assert told.remarks == []
    graph = Graph.memory(clock=lambda: datetime(2030, 3, 1, tzinfo=UTC))
    receipt = graph.ingest(*found, source="federal-register", dry_run=True)
    assert {each.state for each in receipt.outcomes} == {"added"}


@pytest.mark.parametrize("body", [b"[]", b"null", b'"x"', b"5", b'{"results": {}}', b'{"results": [1, null]}',
                                  b'{"count": "many", "results": [{"publication_date": "2030-02-31"}]}'])  # fmt: skip
def test_an_answer_of_another_make_breaks_nothing(server: Any, tmp_path: Path, body: bytes) -> None:
    server.next = lambda _: Answer(body)
    found, _ = pulled(server, tmp_path)
    assert len(found) == 1


# CourtListener


def archive(server: Any, answers: dict[str, object]) -> str:
    api = f"{server.base}/v4/"

    def answer(path: str) -> Answer:
        found = next((said for start, said in answers.items() if path.startswith(f"/v4/{start}")), None)
        return (
            Answer(b'{"detail": "Not found."}', 404) if found is None else Answer(json.dumps(found).encode())
        )

    server.next = answer
    return api


def docket(server: Any, **more: object) -> dict[str, object]:
    api = f"{server.base}/v4/"
    return {"resource_uri": f"{api}dockets/5/", "id": 5, "court": f"{api}courts/cand/", "docket_number": "3:30-cv-00001",
            "case_name": "A v. B", **more}  # fmt: skip


NONE: dict[str, object] = {"next": None, "results": []}


def taken(server: Any, folder: Path, api: str, *dockets: str) -> tuple[list[str], Told]:
    told = Told(server, folder)
    found = list(pull_courtlistener.pull(pull_courtlistener.Wanted(dockets), told.pull, api))
    return [each.id.removeprefix("courtlistener-") for each in found], told


def test_what_is_named_twice_comes_once(server: Any, tmp_path: Path) -> None:
    of = partial(docket, server)
    api = archive(server, {
        "dockets/5/": of(clusters=["/v4/clusters/9/", "/v4/clusters/9/"], assigned_to="/v4/people/7/"),
        "dockets/6/": of(id=6, clusters=["/v4/clusters/9/"], assigned_to="/v4/people/7/"),
        "clusters/9/": {"id": 9, "panel": ["/v4/people/7/"], "date_filed": "2030-05-05", "sub_opinions": [], "citations": []},
        "people/7/": {"id": 7, "name_last": "X", "name_first": "Y"}, "opinions/": NONE, "positions/": NONE,
    })  # fmt: skip
    found, _ = taken(server, tmp_path, api, "5", "6", "5")
    assert found == ["dockets-5", "dockets-6", "clusters-9", "opinions-of-9", "people-7", "positions-of-7"]
    assert len(server.paths) == len(set(server.paths))


def test_a_ruling_or_a_judge_that_is_gone_keeps_no_docket_out(server: Any, tmp_path: Path) -> None:
    api = archive(
        server, {"dockets/5/": docket(server, clusters=["/v4/clusters/9/"], assigned_to="/v4/people/7/")}
    )
    found, told = taken(server, tmp_path, api, "5")
    assert found == ["dockets-5"]
    assert [each.replace(server.base, "") for each in told.remarks] == [
        "left out: /v4/clusters/9/: there is nothing (status 404)",
        "left out: /v4/people/7/: there is nothing (status 404)",
    ]
    assert told.pull.done


@pytest.mark.parametrize(
    "leads", ["https://evil.example/people/../../admin/..", "x", "7?a=b&c=../../y", "..", {"id": "../7"}, -7]
)
def test_only_numbers_are_asked_for(server: Any, tmp_path: Path, leads: object) -> None:
    api = archive(
        server,
        {
            "dockets/5/": docket(server, assigned_to=leads, clusters=[leads]),
            "people/": NONE,
            "clusters/": NONE,
            "opinions/": NONE,
            "positions/": NONE,
        },
    )
    taken(server, tmp_path, api, "5")
    assert [
        path for path in server.paths if "dockets/5" not in path and "/7/" not in path and "=7" not in path
    ] == []
    assert all(".." not in path for path in server.paths)


def test_many_dockets_have_a_folder_with_a_name_that_may_be() -> None:
    many = tuple(str(69_000_000 + number) for number in range(400))
    one, other = pull_courtlistener.Wanted(many), pull_courtlistener.Wanted((*many, "5"))
    assert len(one.name) <= 100
    assert one.name != other.name
    assert pull_courtlistener.Wanted(("5",)).name == "courtlistener-5"


def test_answers_that_are_too_large_together_stop_the_pull(
    server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulling, "MAX_BYTES", 2_000)
    for number in range(1, 9):
        server.on(f"/{number}", page(f"{server.base}/{number + 1}", "x" * 500))
    with pytest.raises(UnexpectedContent, match="larger than 2,000 bytes together"):
        Told(server, tmp_path).pages(f"{server.base}/1")
