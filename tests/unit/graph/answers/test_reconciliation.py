"""Statuses of trackers held against the record of their day: agrees, stale, disagrees, cannot be compared."""

from datetime import date

import pytest

from enjoin.graph import EntityNotFound, Graph
from enjoin.graph.answers.reconciled import Docketed, Reconciliation, Status
from enjoin.graph.answers.reconciliation import reconcile
from enjoin.graph.effects.litigation import load

ID = "https://w3id.org/enjoin/id/"
SUIT = f"{ID}lawsuit/sf-v-trump-2017"


def status(meaning: str, on: str, read_on: str = "", lawsuit: str = SUIT) -> Status:
    return Status(
        claim=f"{ID}claim/t-{meaning}-{on}",
        tracker=f"{ID}source/t",
        tracker_label="T",
        quote=meaning.capitalize(),
        column="status",
        lawsuit=lawsuit,
        lawsuit_label="San Francisco v. Trump (2017)",
        meaning=meaning,
        on=date.fromisoformat(on) if on else None,
        read_on=date.fromisoformat(read_on) if read_on else None,
    )


@pytest.fixture(scope="module")
def litigation(starter: Graph):
    return load(starter.store().select)


def compared(litigation, one: Status, docket: Docketed | None = None) -> tuple[str, str]:
    (row,) = reconcile(litigation, [one], {SUIT: docket} if docket else {}).rows
    return row.result, row.reason


@pytest.mark.parametrize(
    ("meaning", "on", "read_on", "result", "reason"),
    [
        # Enjoined nationwide from 25 April 2017; the order was revoked on 20 January 2021.
        ("blocked", "2017-06-01", "", "agrees", "on 1 June 2017 relief of this suit is in force"),
        ("blocked", "2017-06-01", "2017-12-01", "agrees", "relief of this suit is in force"),
        ("in-force", "2017-03-01", "", "agrees", "no relief of this suit is in force"),
        ("in-force", "2017-06-01", "", "stale", "it was as the tracker says until 25 April 2017"),
        ("in-force", "2017-03-01", "2017-06-01", "stale", "since 25 April 2017"),
        ("stayed", "2017-06-01", "", "disagrees", "on 1 June 2017 relief of this suit is in force, since 25 April 2017"),
        ("blocked", "2017-03-01", "", "disagrees", "on 1 March 2017 no relief of this suit is in force"),
        ("blocked", "2021-06-01", "", "stale", "it was as the tracker says until 20 January 2021"),
        ("blocked", "2017-06-01", "2021-06-01", "stale", "right on 1 June 2017; since 20 January 2021"),
        ("blocked", "2026-09-01", "", "not-comparable", "the record of this lawsuit is checked to 30 June 2026 only"),
        ("", "2017-06-01", "", "not-comparable", "no meaning"),
        ("blocked", "", "", "not-comparable", "does not say for which day"),
    ],
)  # fmt: skip
def test_a_state_is_held_against_the_relief_of_the_suit(
    litigation, meaning, on, read_on, result, reason
) -> None:
    found, why = compared(litigation, status(meaning, on, read_on))
    assert (found, reason in why) == (result, True), why


@pytest.mark.parametrize(
    ("meaning", "docket", "result"),
    [
        ("appealed", Docketed(appealed=(date(2017, 5, 1),)), "agrees"),
        ("appealed", Docketed(appealed=(date(2017, 7, 1),)), "disagrees"),
        ("appealed", Docketed(appealed=(None,)), "agrees"),
        ("appealed", Docketed(), "disagrees"),
        ("pending", Docketed(), "agrees"),
        ("pending", Docketed(terminated=(date(2017, 5, 1),), open=False), "stale"),
        ("closed", Docketed(terminated=(date(2017, 5, 1),), open=False), "agrees"),
        ("closed", Docketed(), "disagrees"),
        ("ended-by-dismissal", Docketed(dismissed=((date(2017, 5, 1), "r"),)), "agrees"),
        ("consolidated", Docketed(consolidated=True), "agrees"),
        ("transferred", Docketed(), "not-comparable"),
    ],
)  # fmt: skip
def test_a_course_is_held_against_the_dockets(litigation, meaning, docket, result) -> None:
    assert compared(litigation, status(meaning, "2017-06-01"), docket)[0] == result


def test_a_suit_without_rulings_cannot_be_compared(litigation) -> None:
    other = status("blocked", "2017-06-01", lawsuit=f"{ID}lawsuit/nobody")
    assert compared(litigation, other) == ("not-comparable", "no ruling of this lawsuit is on record")
    assert compared(litigation, status("blocked", "2017-06-01", lawsuit=""))[0] == "not-comparable"


def test_it_is_written_as_rows_and_counts(litigation) -> None:
    found = reconcile(litigation, [status("blocked", "2017-06-01"), status("stayed", "2017-06-01")], {})
    assert found.counts == {"disagrees": 1, "stale": 0, "agrees": 1, "not-comparable": 0}
    lines = found.csv().splitlines()
    assert lines[0].startswith("result,tracker,lawsuit,")
    assert [line.partition(",")[0] for line in lines[1:]] == ["disagrees", "agrees"]
    assert found.as_json()["statuses"][0]["because"] == [f"{ID}ruling/r-2017-04-25-santa-clara-pi"]
    assert found.text().endswith("1 disagrees, 0 stale, 1 agrees, 0 not comparable\n")
    assert Reconciliation(()).csv().count("\n") == 1


def test_a_graph_without_trackers_has_nothing_to_compare(starter: Graph) -> None:
    assert starter.reconcile().rows == []
    with pytest.raises(EntityNotFound):
        starter.reconcile("no-such-tracker")
