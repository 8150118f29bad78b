"""Could it be enforced? The page, the data and the command line say the same, one by one and by the list."""

import csv
import io
import json
from datetime import date

import pytest

from enjoin.server import cli, create_app
from enjoin.server.settings import Settings

ASK = "/answer/enforceable"
CHICAGO = {"provision": "eo-13768-9a", "party": "us-il-chicago", "on": "2019-06-01"}


@pytest.fixture(scope="module")
def site(starter):
    return create_app(starter, Settings(), today=lambda: date(2026, 11, 21)).test_client()


def page(site, **asked):
    return site.get(ASK, query_string=asked, headers={"Accept": "text/html"})


def test_an_answer_has_everything_that_was_promised(site) -> None:
    answer = site.get(ASK, query_string=CHICAGO).get_json()
    assert answer["state"] == "in-force"
    assert answer["enforceable"] == "yes"
    assert answer["certain"] is True
    assert (
        answer["sentence"]
        == "Section 9(a) of Executive Order 13768 could be enforced against Chicago on 1 June 2019."
    )
    assert answer["question"]["on"] == "2019-06-01"
    assert answer["because"][0].endswith("/id/ruling/r-2018-08-01-ca9")
    assert {
        "relief",
        "derivation",
        "readings",
        "missing",
        "since",
        "until",
        "checked_to",
        "disclaimer",
        "reason",
    } <= answer.keys()
    assert {"on", "effect", "type", "producer", "did", "source", "citation"} <= answer["derivation"][0].keys()


def test_ids_and_iris_and_kinds_ask_the_same(site) -> None:
    base = "https://w3id.org/enjoin/id/"
    given = {
        "provision": f"{base}provision/eo-13768-9a",
        "party": "jurisdiction/us-il-chicago",
        "on": "2019-06-01",
    }
    assert site.get(ASK, query_string=given).get_json() == site.get(ASK, query_string=CHICAGO).get_json()


def test_the_page_says_what_the_data_says(site) -> None:
    answer = site.get(ASK, query_string=CHICAGO).get_json()
    body = page(site, **CHICAGO).text
    assert answer["sentence"] in body
    assert "May it be enforced: yes" in body
    assert "897 F.3d 1225" in body
    assert "not legal advice" in body
    assert 'value="us-il-chicago"' in body


def test_people_may_write_names(site) -> None:
    assert "could be enforced against Chicago" in page(site, **{**CHICAGO, "party": "Chicago"}).text


def test_what_is_not_certain_says_what_is_missing(site) -> None:
    body = page(site, provision="eo-13768-9a", party="us-il-chicago", on="2018-10-01").text
    assert "Not certain" in body
    assert "Possible readings" in body
    assert "mandate" in body


@pytest.mark.parametrize(
    ("asked", "status", "says"),
    [
        ({"party": "us-il-chicago"}, 400, "provision"),
        ({"provision": "eo-13768-9a"}, 400, "party"),
        ({**CHICAGO, "provision": "eo-13768-9x"}, 404, "eo-13768-9"),
        ({**CHICAGO, "party": "us-il-chicag"}, 404, "us-il-chicago"),
        ({**CHICAGO, "on": "2025-02-30"}, 400, "calendar"),
        ({**CHICAGO, "known": "yesterday"}, 400, "YYYY-MM-DD"),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_asked_says_why(site, asked, status, says) -> None:
    response = site.get(ASK, query_string=asked)
    assert response.status_code == status
    assert says in response.text
    if status == 404:
        shown = page(site, **asked)
        assert shown.status_code == 404
        assert says in shown.text


def test_many_questions_come_back_answered_in_order_as_csv(site) -> None:
    rows = "id,provision,jurisdiction,date\r\nq1,eo-13768-9a,us-il-chicago,2019-06-01\r\nq2,eo-13768-9a,nowhere,2019-06-01\r\n=q3,eo-14159-17,us-ca-san-francisco,2025-05-01\r\n"
    response = site.post(ASK, data=rows.encode(), content_type="text/csv; charset=utf-8")
    assert response.mimetype == "text/csv"
    found = list(csv.DictReader(io.StringIO(response.text)))
    assert [row["state"] for row in found] == ["in-force", "", "blocked"]
    assert [row["id"] for row in found] == ["q1", "q2", "'=q3"], "no cell is a formula"
    assert "nowhere" in found[1]["error"]
    assert (
        found[2]["because"].endswith("/id/ruling/r-2025-04-24-cand-pi")
        or "r-2025-04-24-cand-pi" in found[2]["because"]
    )


def test_many_questions_come_back_answered_as_json(site) -> None:
    response = site.post(ASK, json=[CHICAGO, {**CHICAGO, "on": "2017-06-01"}])
    assert [answer["state"] for answer in response.get_json()["answers"]] == ["in-force", "blocked"]
    as_csv = site.post(ASK, json={"questions": [CHICAGO]}, headers={"Accept": "text/csv"})
    assert as_csv.mimetype == "text/csv"


@pytest.mark.parametrize(
    ("body", "kind", "says"),
    [
        (b"", "text/csv", "empty"),
        (b"a,b\n1,2\n", "text/csv", "provision and party"),
        (b"provision,party,on\nx,y\n", "text/csv", "line 2"),
        (b"provision,party,party\n", "text/csv", "twice"),
        (b"\xff", "text/csv", "UTF-8"),
        (b"{", "application/json", "JSON"),
        (b'{"a": 1}', "application/json", "list"),
        (b"[1]", "application/json", "item 1"),
    ],
)
def test_a_list_that_cannot_be_read_is_400_with_the_place(site, body, kind, says) -> None:
    response = site.post(ASK, data=body, content_type=kind)
    assert response.status_code == 400
    assert says in response.get_json(force=True)["detail"]


def test_the_command_line_gives_the_same_object(site, starter_store, capfd) -> None:
    words = [
        "--json",
        "status",
        "eo-13768-9a",
        "--for",
        "us-il-chicago",
        "--on",
        "2019-06-01",
        "--known",
        "2026-11-21",
    ]
    assert cli.run(words, {"ENJOIN_STORE": str(starter_store)}) == 0
    told = json.loads(capfd.readouterr().out)
    assert told == site.get(ASK, query_string={**CHICAGO, "known": "2026-11-21"}).get_json()


def test_the_command_line_answers_a_file(starter_store, tmp_path, capfd) -> None:
    asked, out = tmp_path / "questions.csv", tmp_path / "answers.csv"
    asked.write_text(
        "provision,party,on\neo-13768-9a,us-il-chicago,2019-06-01\nnothing,us-tx,2019-06-01\n",
        encoding="utf-8",
    )
    words = ["status", "--batch", str(asked), "-o", str(out)]
    assert cli.run(words, {"ENJOIN_STORE": str(starter_store)}) == 1
    assert "1 answered, 1 not" in capfd.readouterr().err
    assert [row["state"] for row in csv.DictReader(io.StringIO(out.read_text(encoding="utf-8")))] == [
        "in-force",
        "",
    ]
