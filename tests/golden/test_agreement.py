"""The named queries and the engine say the same of what binds whom, who is protected, and when it changes."""

from typing import TYPE_CHECKING, Any

import pytest

from enjoin.ontology.terms import EJV

if TYPE_CHECKING:
    from enjoin.graph import Graph

PARTIES = (
    "us-il-chicago",
    "us-ca",
    "us-ca-san-francisco",
    "us-tx",
    "us-ma-chelsea",
    "us-md-baltimore-county",
)
DAYS = ("2016-01-01", "2017-06-01", "2018-10-01", "2020-07-14", "2025-05-01", "2025-08-23")


def rows(graph: "Graph", name: str, **asked: Any) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for row in graph.query(name, **asked):
        values: dict[str, Any] = dict(row.items())
        found.append({key: term.value for key, term in values.items() if term is not None})
    return found


@pytest.mark.parametrize("party", PARTIES)
def test_what_binds(party: str, starter: "Graph") -> None:
    for day in DAYS:
        told = {
            row["provision"]: row["state"].removeprefix(EJV)
            for row in rows(starter, "what-binds", jurisdiction=party, on=day)
        }
        found = {each.provision: each.state for each in starter.what_binds(party, on=day).found.provisions}
        # A measure of which not even the year is known has no periods: no first day could be given.
        undated = {key for key in found if found[key] == "uncertain" and key not in told}
        assert told == {key: state for key, state in found.items() if key not in undated}, day
        assert all("/statute/" in key or "/policy/" in key for key in undated)


@pytest.mark.parametrize("provision", ["eo-13768-9a", "eo-14159-17", "eo-14160-2a", "jag-2017-notice"])
def test_who_is_protected(provision: str, starter: "Graph") -> None:
    for day in ("2018-10-01", "2020-07-14", "2025-05-01", "2025-08-23"):
        told = {
            row.get("party"): row["state"].removeprefix(EJV)
            for row in rows(starter, "who-is-protected", provision=provision, on=day)
        }
        found = starter.who_is_protected(provision, on=day).found
        assert told.pop(None, "not-in-force") == found.others.state  # no row: it was not made yet
        for members, outlook in found.parties:
            assert {told[member] for member in members} == {outlook.state}


@pytest.mark.parametrize("party", PARTIES)
def test_the_previous_and_the_next_change(party: str, starter: "Graph") -> None:
    for provision in ("eo-13768-9a", "eo-14159-17", "eo-13780-2c"):
        for day in ("2017-06-01", "2019-06-01", "2025-05-01"):
            told = rows(starter, "changes-around", provision=provision, jurisdiction=party, on=day)
            found = starter.changes(day, provision=provision, party=party).found
            for row in told:
                if found.previous is not None and row.get("before") != row["state"]:
                    assert row.get("previous") in {found.previous.isoformat(), day, None}
                if row.get("after") not in {row["state"], None}:
                    assert found.next is not None
                    assert row["next"] == found.next.isoformat()


@pytest.mark.parametrize(
    ("ruling", "day"),
    [("r-2025-04-24-cand-pi", "2025-06-01"), ("r-2017-04-25-santa-clara-pi", "2017-06-01")],
)
def test_what_would_fall(ruling: str, day: str, starter: "Graph") -> None:
    """The query names all relief that rests on a ruling, at any time; the engine that which would end on a day."""
    resting = {row["relief"] for row in rows(starter, "relief-that-would-fall", ruling=ruling)}
    assert set(starter.if_reversed(ruling, on=day).found.reliefs) <= resting
    assert starter.if_reversed(ruling, on=day).found.reliefs
