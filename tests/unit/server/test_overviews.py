"""What is asked over many provisions or parties: pages, data, the command line and Python say the same."""

import json
from datetime import date
from itertools import pairwise

import pytest

from enjoin.graph import QueryParameterError
from enjoin.server import cli, create_app
from enjoin.server.settings import Settings

TODAY = date(2026, 11, 22)
ID = "https://w3id.org/enjoin/id"


@pytest.fixture(scope="module")
def site(starter):
    return create_app(starter, Settings(), today=lambda: TODAY).test_client()


def fetched(site, name, **asked):
    return site.get(f"/answer/{name}", query_string=asked).get_json()


def test_what_binds_a_place(site, starter) -> None:
    found = fetched(site, "binds", party="us-il-chicago", on="2025-05-01")
    assert found == starter.what_binds("us-il-chicago", on="2025-05-01").to_json()
    states = {each["provision"].rpartition("/")[2]: each["state"] for each in found["provisions"]}
    assert states["eo-14159-17"] == "in-force"
    assert states["eo-14160-2a"] == "blocked"
    assert "eo-13768-9a" not in states, "it was revoked long before"
    assert found["sentence"] == (
        "On 1 May 2025 44 provisions on record reached Chicago: 36 in force, 5 blocked and 3 not certain."
    )
    assert found["question"] == {
        "party": f"{ID}/jurisdiction/us-il-chicago",
        "on": "2025-05-01",
        "known": "2026-11-22",
    }


@pytest.mark.parametrize(
    ("party", "bound"),
    [("us-ca", True), ("us-ca-san-francisco", True), ("us-il-chicago", False), ("us", False)],
)
def test_the_law_of_a_state_binds_nobody_elsewhere(starter, party: str, bound: bool) -> None:
    found = starter.what_binds(party, on="2019-01-01").found
    assert any(each.provision.endswith("/pol-ca-sb54") for each in found.provisions) is bound


def test_who_is_protected(site, starter) -> None:
    found = fetched(site, "protected", provision="eo-14159-17", on="2025-05-01")
    assert found == starter.who_is_protected("eo-14159-17", on="2025-05-01").to_json()
    assert [each["relief"].rpartition("/")[2] for each in found["relief"]] == ["rel-2025-04-24-cand-funding"]
    held = {
        m.rpartition("/")[2]
        for each in found["parties"]
        if each["state"] == "blocked"
        for m in each["members"]
    }
    assert {"us-ca-san-francisco", "us-ca-san-francisco-county", "us-wa-seattle"} <= held
    assert "us-il-chicago" not in held
    assert found["others"]["state"] == "in-force"
    assert found["sentence"].endswith("; it was in force for everyone else.")


def test_between_opinion_and_mandate_only_some_are_protected_for_certain(starter) -> None:
    found = starter.who_is_protected("eo-13768-9a", on="2018-10-01").found
    assert found.others.state == "uncertain"
    certain = {
        member.rpartition("/")[2] for members, each in found.parties if each.certain for member in members
    }
    assert certain == {"us-ca-san-francisco", "us-ca-san-francisco-county", "us-ca-santa-clara-county"}


def test_the_next_and_the_previous_change(site, starter) -> None:
    asked = {"provision": "eo-13768-9a", "party": "us-il-chicago", "on": "2019-06-01"}
    found = fetched(site, "changes", **asked)
    assert found == starter.changes(asked["on"], provision=asked["provision"], party=asked["party"]).to_json()
    assert (found["previous"], found["next"]) == ("2019-01-28", "2021-01-20")
    (next_,) = found["at_next"]
    assert next_["members"] == [f"{ID}/jurisdiction/us-il-chicago"]
    assert (next_["before"]["state"], next_["after"]["state"], next_["after"]["reason"]) == (
        "in-force",
        "not-in-force",
        "revoked",
    )


def test_a_change_agrees_with_the_answers_on_both_sides_of_it(starter) -> None:
    for party in ("us-il-chicago", "us-ca", "us-ca-san-francisco"):
        day = "2017-02-01"
        while (found := starter.changes(day, provision="eo-13768-9a", party=party).found).next is not None:
            answer = starter.status("eo-13768-9a", party=party, on=found.next)
            (turn,) = found.at_next
            assert (answer.state, answer.since) == (turn.after.state, found.next)
            day = found.next


def test_of_a_measure_all_its_provisions_change(starter) -> None:
    found = starter.changes("2019-06-01", provision="eo-13768").found
    assert {each.provision.rpartition("/")[2] for each in found.at_next} >= {"eo-13768-9a", "eo-13768-9b"}


def test_what_would_fall_if_a_ruling_were_reversed(site, starter) -> None:
    found = fetched(site, "if-reversed", ruling="r-2025-04-24-cand-pi", on="2025-06-01")
    assert found == starter.if_reversed("r-2025-04-24-cand-pi", on="2025-06-01").to_json()
    assert [each.rpartition("/")[2] for each in found["relief"]] == ["rel-2025-04-24-cand-funding"]
    after = {
        each["after"]["state"]
        for each in found["changes"]
        if f"{ID}/jurisdiction/us-wa-seattle" in each["members"] and each["provision"].endswith("eo-14159-17")
    }
    assert after == {"in-force"}


def test_what_was_not_decided_yet_lets_nothing_fall(starter) -> None:
    told = starter.if_reversed("r-2025-04-24-cand-pi", on="2025-04-23")
    assert (told.found.reliefs, told.found.changes) == ((), ())
    assert told.sentence.endswith("had not been made on 23 April 2025, so nothing could fall with it.")


def test_reversing_what_nothing_rests_on_changes_nothing(starter) -> None:
    told = starter.if_reversed("r-2017-04-25-santa-clara-pi", on="2025-09-01")
    assert told.sentence.endswith("were reversed on 1 September 2025, nothing on record would change.")


COMMANDS = [
    ["binds", "us-il-chicago", "--on", "2025-05-01"],
    ["protected", "eo-14159-17", "--on", "2025-05-01"],
    ["changes", "--provision", "eo-13768-9a", "--for", "us-il-chicago", "--on", "2019-06-01"],
    ["if-reversed", "r-2025-04-24-cand-pi", "--on", "2025-06-01"],
]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_the_command_line_says_the_same(words, site, starter_store, capsys) -> None:
    store = ["--store", str(starter_store)]
    assert cli.run([*store, "--json", *words], {}) == 0
    told = json.loads(capsys.readouterr().out)
    names = {"--on": "on", "--for": "party", "--provision": "provision"}
    asked = {names[key]: value for key, value in pairwise(words) if key in names}
    argument = {"binds": "party", "protected": "provision", "if-reversed": "ruling"}.get(words[0])
    if argument:
        asked[argument] = words[1]
    same = fetched(site, words[0], **asked)
    told["question"].pop("known")
    same["question"].pop("known")
    assert told == same
    assert cli.run([*store, *words], {}) == 0
    text = capsys.readouterr().out
    assert text.startswith(same["sentence"])
    assert "not legal advice" in text


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_the_page_says_the_sentence(words, site) -> None:
    asked = {
        "binds": {"party": "Chicago"},
        "protected": {"provision": "eo-14159-17"},
        "changes": {},
        "if-reversed": {"ruling": "r-2025-04-24-cand-pi"},
    }[words[0]]
    given = {**asked, "on": "2025-06-01"}
    page = site.get(f"/answer/{words[0]}", query_string=given, headers={"Accept": "text/html"})
    assert page.status_code == 200
    data = site.get(f"/answer/{words[0]}", query_string=given)
    assert data.get_json()["sentence"] in page.text.replace("&#39;", "'")
    empty = site.get(f"/answer/{words[0]}", headers={"Accept": "text/html"})
    assert empty.status_code == 200
    assert "<form" in empty.text


@pytest.mark.parametrize(
    ("name", "asked", "status", "says"),
    [
        ("binds", {}, 400, "Say party"),
        ("protected", {"provision": "nothing"}, 404, "Nothing is known about 'nothing'"),
        ("if-reversed", {"ruling": "r-2025-04-24-cand"}, 404, "r-2025-04-24-cand-pi"),
        ("protected", {"provision": "eo-13768"}, 400, "eo-13768-9a"),
        ("binds", {"party": "us-il-chicago", "on": "2025-02-30"}, 400, "2025-02-30"),
        ("changes", {"known": "2020-01-01"}, 400, "nothing was recorded here before 21 November 2026"),
    ],
)
def test_what_cannot_be_asked_is_said_in_a_sentence(site, name, asked, status, says) -> None:
    found = site.get(f"/answer/{name}", query_string=asked)
    assert found.status_code == status
    assert says in found.get_json()["detail"]


def test_wrong_use_has_its_exit_codes(starter_store, capsys) -> None:
    store = ["--store", str(starter_store)]
    assert cli.run([*store, "binds", "us-il-chicag"], {}) == 1
    assert "us-il-chicago" in capsys.readouterr().err
    assert cli.run([*store, "protected", "eo-13768", "--on", "2018-01-01"], {}) == 2
    assert cli.run([*store, "changes", "--on", "2025-02-30"], {}) == 2


def test_python_takes_days_as_text_or_as_days(starter) -> None:
    assert starter.what_binds("us-ca", on=date(2025, 5, 1)) == starter.what_binds("us-ca", on="2025-05-01")
    with pytest.raises(QueryParameterError, match="no day of the calendar"):
        starter.what_binds("us-ca", on="yesterday")
