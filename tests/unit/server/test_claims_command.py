"""`enjoin claims`: the same in the terminal, and what a wrong use is told."""

import json
from pathlib import Path

import pytest

from enjoin.server import cli

ARTICLE = Path(__file__).resolve().parents[2] / "fixtures" / "claims" / "article.txt"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("claims") / "store"
    assert cli.run(["--store", str(path), "-q", "init"], {}) == 0
    assert (
        cli.run(
            [
                "--store",
                str(path),
                "-q",
                "ingest",
                str(ARTICLE),
                "--source-date",
                "2025-05-01",
                "--publisher",
                "The Paper",
            ],
            {},
        )
        == 0
    )
    return path


def run(store, *words):
    return cli.run(["--store", str(store), *words], {})


def told(store, capsys, *words):
    capsys.readouterr()
    assert run(store, "--json", *words) == 0
    return json.loads(capsys.readouterr().out)


def test_claims_are_listed_decided_on_and_shown(store, capsys):
    (sued,) = told(store, capsys, "claims", "list", "--kind", "sued")
    assert sued["status"] == "candidate"
    assert (
        run(store, "claims", "accept", sued["id"], "--editor", "A. Editor", "--reason", "On the docket.") == 0
    )
    assert "accepted" in capsys.readouterr().out
    shown = told(store, capsys, "claims", "show", sued["id"])
    assert (shown["status"], shown["decisions"][0]["reason"]) == ("accepted", "On the docket.")
    (signed,) = told(store, capsys, "claims", "list", "--kind", "signed")
    made = told(
        store,
        capsys,
        "claims",
        "edit",
        signed["id"],
        "--set",
        "day=2025-04-28",
        "--set",
        "hedge=reported",
        "--editor",
        "A",
        "--reason",
        "b",
    )
    assert (made["value"], made["hedge"], made["revises"]) == ("2025-04-28", "reported", signed["id"])
    assert [each["decision"] for each in told(store, capsys, "claims", "journal")] == ["edited", "accepted"]
    assert run(store, "claims", "list", "--status", "accepted") == 0
    assert "The Paper" not in capsys.readouterr().err
    assert run(store, "claims", "conflicts") == 0


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["show", "no-such-claim"], 1, "no-such-claim"),
        (["accept", "no-such-claim", "--editor", "A", "--reason", "b"], 1, "no-such-claim"),
        (["accept", "x"], 2, "--editor"),
        (["edit", "x", "--set", "day", "--editor", "A", "--reason", "b"], 2, "NAME=VALUE"),
        (["list", "--status", "burnt"], 2, "burnt"),
        (["list", "--source", "nowhere"], 1, "nowhere"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(store, capsys, words, code, says):
    assert run(store, "claims", *words) == code
    assert says in capsys.readouterr().err


def test_an_edit_that_says_nothing_is_wrong_use(store, capsys):
    (blocked,) = told(store, capsys, "claims", "list", "--kind", "blocked")
    assert (
        run(store, "claims", "edit", blocked["id"], "--set", "hedge=firmly", "--editor", "A", "--reason", "b")
        == 2
    )
    assert "no hedge; give one of flat, reported, possible, disputed" in capsys.readouterr().err
