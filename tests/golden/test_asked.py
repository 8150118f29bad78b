"""Questions that the graph will be asked, through each of the doors a person or a program uses.

`asked/expected_answers.csv` writes both `in-force` and `stayed` as `enforceable`, and `_` for `-`.
"""

import csv
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from enjoin.server import create_app
from enjoin.server.cli import run
from enjoin.server.settings import Settings

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from enjoin.graph import Graph

with (Path(__file__).parent / "asked" / "expected_answers.csv").open(encoding="utf-8", newline="") as lines:
    QUESTIONS = [pytest.param(row, id=row["id"]) for row in csv.DictReader(lines)]


with (Path(__file__).parent / "asked" / "further_questions.csv").open(encoding="utf-8", newline="") as lines:
    FURTHER = [pytest.param(row, id=row["id"]) for row in csv.DictReader(lines)]


@pytest.mark.parametrize("row", FURTHER)
def test_further_questions_worked_out_by_hand(row: dict[str, str], starter: "Graph") -> None:
    answer = starter.status(row["provision"], party=row["party"], on=row["date"])
    assert (answer.state, answer.enforceable) == (row["answer"], row["enforceable"]), answer.sentence
    assert answer.certain is (row["answer"] != "uncertain")
    assert row["says"] in answer.sentence, row["why"]
    assert answer.sentence[0].isupper() or answer.sentence[0].isdigit()
    assert answer.sentence.endswith(".")
    assert " it were " not in answer.sentence
    assert "  " not in answer.sentence
    if answer.state == "uncertain":
        assert answer.missing
        assert len({reading.state for reading in answer.readings}) > 1


def expected_states(row: dict[str, str]) -> set[str]:
    if row["answer"] == "enforceable":
        return {"in-force", "stayed"}
    return {row["answer"].replace("_", "-")}


def check(row: dict[str, str], answer: dict[str, Any]) -> None:
    assert answer["state"] in expected_states(row), answer["sentence"]
    assert answer["certain"] is True
    named = {ruling.strip() for ruling in row["rulings"].split(";") if ruling.strip()}
    cited = {step["producer"].rsplit("/", 1)[1] for step in answer["derivation"]}
    assert named <= cited, "every ruling that the expected answer names stands in the derivation"


@pytest.fixture(scope="module")
def client(starter: "Graph") -> "FlaskClient":
    return create_app(starter, Settings(), today=lambda: date(2026, 11, 22)).test_client()


@pytest.mark.parametrize("row", QUESTIONS)
def test_the_command_line_answers(
    row: dict[str, str], starter_store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--store", str(starter_store), "--json", "status", row["provision"]]
    assert run([*asked, "--for", row["jurisdiction"], "--on", row["date"]], {}) == 0
    check(row, json.loads(capsys.readouterr().out))


@pytest.mark.parametrize("row", QUESTIONS)
def test_the_address_answers(row: dict[str, str], client: "FlaskClient") -> None:
    question = {"provision": row["provision"], "party": row["jurisdiction"], "on": row["date"]}
    done = client.get("/answer/enforceable", query_string=question, headers={"Accept": "application/json"})
    assert done.status_code == 200
    check(row, done.get_json())


@pytest.mark.parametrize("row", QUESTIONS)
def test_the_page_says_the_same_sentence(
    row: dict[str, str], client: "FlaskClient", starter: "Graph"
) -> None:
    question = {"provision": row["provision"], "party": row["jurisdiction"], "on": row["date"]}
    page = client.get("/answer/enforceable", query_string=question, headers={"Accept": "text/html"})
    said = starter.status(row["provision"], party=row["jurisdiction"], on=row["date"]).sentence
    assert said in page.get_data(as_text=True).replace("&#39;", "'").replace("&#34;", '"')


def test_every_question_is_asked() -> None:
    assert len(QUESTIONS) == 15
