"""Pulls: page by page from an archive, kept until all is there, and asked again only for what has changed."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from enjoin.graph.errors import ServiceError, UnexpectedContent, UnreadableDocument
from enjoin.graph.ingestion import pull as pulling
from enjoin.graph.ingestion import pull_courtlistener, pull_federal_register
from enjoin.graph.ingestion.documents import Document
from enjoin.graph.ingestion.pull import Pull
from enjoin.graph.sources import find, get
from enjoin.graph.sources.fetch import Fetcher
from enjoin.graph.sources.manners import Manners
from recorded import Answer, recorded

TODAY = date(2026, 11, 22)


@pytest.fixture
def server() -> Iterator[Any]:
    with recorded() as told:
        yield told


def pull(
    server: Any, folder: Path, *, today: date = TODAY, **manners: object
) -> tuple[Pull, list[tuple[str, str]]]:
    given = {"pause_s": 0.0, "timeout_s": 5.0, "tries": 2, "sleep": lambda _: None, **manners}
    told: list[tuple[str, str]] = []
    fetcher = Fetcher(Manners(**given), trusted=(server.base,))  # type: ignore[arg-type]
    return Pull(
        folder, fetcher, today, tell=lambda url, how: told.append((how, url.removeprefix(server.base)))
    ), told


def page(server: Any, number: int, of: int) -> str:
    results = [
        {"document_number": f"2030-0{number}", "publication_date": "2030-01-02", "title": f"Order {number}",
         "executive_order_number": 30_000 + number, "signing_date": "2030-01-01", "subtype": "Executive Order"}
    ]  # fmt: skip
    following = {"next_page_url": f"{server.base}/orders?page={number + 1}"} if number < of else {}
    return json.dumps({"count": of, "total_pages": of, "results": results, **following})


def orders(server: Any, pages: int) -> str:
    for number in range(1, pages + 1):
        server.on(
            f"/orders?page={number}",
            Answer(page(server, number, pages).encode(), headers={"ETag": f'"{number}"'}),
        )
    return f"{server.base}/orders?page=1"


def all_of(told: Pull, url: str, following: str = "next_page_url") -> list[Document]:
    found = list(told.pages(url, "orders", following))
    told.end()
    return found


def test_each_page_is_a_document_with_its_address_and_its_day(server: Any, tmp_path: Path) -> None:
    told, _ = pull(server, tmp_path)
    found = all_of(told, orders(server, 3))
    assert [each.id for each in found] == ["orders", "orders-page-2", "orders-page-3"]
    assert [each.url for each in found] == [f"{server.base}/orders?page={number}" for number in (1, 2, 3)]
    assert {each.retrieved_on for each in found} == {TODAY}
    assert find(found[0]) is get("federal-register")


def test_a_pull_that_was_cut_short_goes_on_where_it_was(server: Any, tmp_path: Path) -> None:
    url = orders(server, 3)
    server.on("/orders?page=2", Answer(b"", 500))
    first, _ = pull(server, tmp_path)
    with pytest.raises(ServiceError):
        all_of(first, url)
    orders(server, 3)
    server.asked.clear()
    again, how = pull(server, tmp_path)
    assert len(all_of(again, url)) == 3
    assert how == [("kept", "/orders?page=1"), ("fetched", "/orders?page=2"), ("fetched", "/orders?page=3")]
    assert server.paths == ["/orders?page=2", "/orders?page=3"]


def test_done_again_it_asks_only_for_what_has_changed(server: Any, tmp_path: Path) -> None:
    url = orders(server, 2)
    first = all_of(pull(server, tmp_path)[0], url)
    server.on("/orders?page=1", Answer(b"", 304))
    changed = page(server, 2, 2).replace("Order 2", "Order two")
    server.on("/orders?page=2", changed)
    server.asked.clear()
    told, how = pull(server, tmp_path, today=date(2026, 11, 29))
    again = all_of(told, url)
    assert [each.headers["If-None-Match"] for each in server.asked] == ['"1"', '"2"']
    assert how == [("unchanged", "/orders?page=1"), ("fetched", "/orders?page=2")]
    assert again[0].content == first[0].content
    assert b"Order two" in again[1].content
    # The day is that on which these bytes came.
    assert [each.retrieved_on for each in again] == [TODAY, date(2026, 11, 29)]


def test_a_kept_answer_that_was_spoiled_is_fetched_anew(server: Any, tmp_path: Path) -> None:
    url = orders(server, 1)
    all_of(pull(server, tmp_path)[0], url)
    for file in tmp_path.glob("*.json"):
        if file.name != pulling.STATE:
            file.write_bytes(b"{}")
    told, how = pull(server, tmp_path)
    all_of(told, url)
    assert how == [("fetched", "/orders?page=1")]
    assert "If-None-Match" not in server.asked[-1].headers


def test_a_state_that_cannot_be_read_is_none(server: Any, tmp_path: Path) -> None:
    (tmp_path / pulling.STATE).write_text("[")
    told, how = pull(server, tmp_path)
    all_of(told, orders(server, 1))
    assert how == [("fetched", "/orders?page=1")]


def test_what_is_no_json_is_not_kept(server: Any, tmp_path: Path) -> None:
    url = server.on("/orders?page=1", b"<html>Service unavailable</html>")
    with pytest.raises(ServiceError, match="no whole JSON: it begins with '<html>Service") as caught:
        all_of(pull(server, tmp_path)[0], url)
    assert url in str(caught.value)
    orders(server, 1)
    told, how = pull(server, tmp_path)
    all_of(told, url)
    assert how == [("fetched", "/orders?page=1")]


def test_pages_without_end_come_to_one(server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    circle = json.dumps({"results": [], "next": f"{server.base}/a"})
    with pytest.raises(ServiceError, match="the pages lead in a circle"):
        all_of(pull(server, tmp_path / "circle")[0], server.on("/a", circle), "next")
    monkeypatch.setattr(pulling, "MAX_PAGES", 5)
    url = orders(server, 9)
    with pytest.raises(UnexpectedContent, match="there are more than 5 pages; ask for less"):
        all_of(pull(server, tmp_path / "many")[0], url)


def test_answers_that_are_too_large_together_are_refused(
    server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulling, "MAX_BYTES", 500)
    with pytest.raises(UnexpectedContent, match="larger than 500 bytes together"):
        all_of(pull(server, tmp_path)[0], orders(server, 5))


def test_a_next_page_of_another_server_is_not_followed(server: Any, tmp_path: Path) -> None:
    url = server.on("/a", json.dumps({"results": [], "next": "https://elsewhere.example/api/"}))
    with pytest.raises(
        ServiceError,
        match=r"its next page is .https://elsewhere.example/api/', which is of another server",
    ):
        all_of(pull(server, tmp_path)[0], url, "next")


def test_the_federal_register_is_asked_for_days_types_and_fields() -> None:
    wanted = pull_federal_register.Wanted(
        date(2025, 1, 20), date(2025, 2, 1), ("proclamation", "executive-order")
    )
    url = pull_federal_register.address(wanted, "https://www.federalregister.gov/api/v1")
    assert url.startswith("https://www.federalregister.gov/api/v1/documents.json?")
    for part in (
        "publication_date%5D%5Bgte%5D=2025-01-20",
        "publication_date%5D%5Blte%5D=2025-02-01",
        "=executive_order",
        "=proclamation",
        "=disposition_notes",
        "order=oldest",
    ):
        assert part in url
    assert wanted.name == "federal-register-executive-order-proclamation-since-2025-01-20-until-2025-02-01"


def test_a_docket_comes_with_its_rulings_and_judges(server: Any, tmp_path: Path) -> None:
    api = f"{server.base}/api/rest/v4/"
    docket = {
        "resource_uri": f"{api}dockets/5/", "id": 5, "court": f"{api}courts/cand/", "docket_number": "3:30-cv-00001",
        "case_name": "A v. B", "assigned_to": f"{api}people/7/", "clusters": [f"{api}clusters/9/"],
    }  # fmt: skip
    omitted = "%2C".join(pull_courtlistener.UNREAD)
    server.on("/api/rest/v4/dockets/5/", json.dumps(docket))
    server.on(
        "/api/rest/v4/clusters/9/",
        json.dumps(
            {
                "resource_uri": f"{api}clusters/9/",
                "id": 9,
                "panel": [f"{api}people/8/"],
                "date_filed": "2030-05-05",
            }
        ),
    )
    server.on(
        f"/api/rest/v4/opinions/?cluster=9&omit={omitted}",
        json.dumps(
            {"next": None, "results": [{"resource_uri": f"{api}opinions/90/", "author": f"{api}people/7/"}]}
        ),
    )
    for person in (7, 8):
        server.on(
            f"/api/rest/v4/people/{person}/",
            json.dumps({"resource_uri": f"{api}people/{person}/", "id": person, "name_last": "X"}),
        )
        server.on(f"/api/rest/v4/positions/?person={person}", json.dumps({"next": None, "results": []}))
    told, _ = pull(server, tmp_path)
    found = list(pull_courtlistener.pull(pull_courtlistener.Wanted(("5",)), told, api))
    assert [each.id.removeprefix("courtlistener-") for each in found] == [
        "dockets-5", "clusters-9", "opinions-of-9", "people-7", "positions-of-7", "people-8", "positions-of-8",
    ]  # fmt: skip
    assert told.done


def test_a_number_that_the_archive_does_not_have_is_told(server: Any, tmp_path: Path) -> None:
    api = f"{server.base}/v4/"
    server.on(
        "/v4/dockets/?court=cand&docket_number=3%3A30-cv-00009",
        json.dumps({"count": 0, "next": None, "results": []}),
    )
    wanted = pull_courtlistener.Wanted(court="cand", numbers=("3:30-cv-00009",))
    with pytest.raises(UnreadableDocument, match="no docket 3:30-cv-00009 in the court cand"):
        list(pull_courtlistener.pull(wanted, pull(server, tmp_path)[0], api))
