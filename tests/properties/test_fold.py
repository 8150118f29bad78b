"""On random histories the fold says what a naive simulation says, day by day, for every choice of days.

Every history is asked for three parties and two provisions. The four kinds of histories are tests
of their own, so that several processes share them.
"""

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from enjoin.graph.effects.timeline import Course
from properties import histories
from properties.simulator import Event, History, Ruling, simulate

_USUAL = settings.default.max_examples if settings.default is not None else 50
MANY = _USUAL if _USUAL <= 50 else 25 * _USUAL
"""How many histories of each kind: 2,500 where 100 examples are usual, so 10,000 in all."""
ASKED = [(who, provision) for who in "axs" for provision in ("p", "p1")]


def history(*events, **around):
    """A history whose rulings are those of every random one."""
    rulings = {
        "T1": Ruling(0, 1),
        "T2": Ruling(0, 1),
        "A1": Ruling(1, 3),
        "A2": Ruling(1, 5),
        "S1": Ruling(2, 6),
    }
    reliefs = {each.on[0]: (each.by, frozenset("p")) for each in events if each.kind == "grant"}
    return History(list(events), rulings, reliefs, histories.SCOPES, **around)


BEGIN = Event("begin", "takes-effect", "order", ("m",), 1, 1)
PARENT_AND_PART_REVOKED = history(
    Event("begin", "takes-effect", "order", ("m",), 1, 3),
    Event("e0", "revokes", "order", ("p",), 3, 3),
    Event("e1", "revokes", "order", ("p1",), 4, 4),
)
REVOKED_AS_A_PART_BEGINS = history(
    BEGIN,
    Event("g1", "grant", "T1", ("R1",), 1, 1, scope="a"),
    Event("e0", "revokes", "order", ("m",), 2, 2),
    Event("e1", "revokes", "order", ("p",), 3, 3),
    Event("e2", "takes-effect", "order", ("p",), 2, 2),
)
STAYED_AS_TO_A_STATE_NOT_ITS_CITIES = history(
    BEGIN,
    Event("g1", "grant", "T1", ("R1",), 1, 1, scope="all"),
    Event("e0", "partial-stay", "T1", ("R1",), 2, 2, cuts="suit"),
    suit={"s": (0, 0, 10_000)},
)
THE_SAME_WITH_A_CITY_NAMED_ELSEWHERE = history(
    BEGIN,
    Event("g1", "grant", "T1", ("R1",), 1, 1, scope="all"),
    Event("g2", "grant", "T2", ("R2",), 3, 3, scope="a"),
    Event("e0", "partial-stay", "T1", ("R1",), 1, 1, cuts="s"),
)
UNDOING_IN_A_CIRCLE = history(
    BEGIN,
    Event("g1", "grant", "T1", ("R1",), 1, 1, scope="all"),
    Event("e0", "vacate", "A1", ("T2",), 4, 4),
    Event("e1", "vacate", "A2", ("A1",), 5, 5),
    Event("e2", "vacate", "A1", ("A2",), 6, 6),
    Event("e3", "vacate", "S1", ("A2",), 6, 6),
)
JOINED_ON_AN_UNKNOWN_DAY_BETWEEN_TWO_GRANTS = history(
    BEGIN,
    Event("g1", "grant", "T1", ("R1",), 1, 2, scope="suit"),
    Event("g2", "grant", "T2", ("R2",), 3, 3, scope="suit"),
    Event("e0", "stay", "T1", ("R1",), 2, 2),
    suit={"s": (2, 4, 10_000)},
)


@pytest.mark.parametrize("about", sorted(histories.ABOUT))
@settings(max_examples=MANY)
@given(data=st.data())
def test_the_fold_equals_a_day_by_day_simulation(about: str, data) -> None:
    history = data.draw(histories.histories(about))
    note(repr(history))
    agree(history)


@pytest.mark.parametrize(
    "found",
    [
        PARENT_AND_PART_REVOKED,
        REVOKED_AS_A_PART_BEGINS,
        STAYED_AS_TO_A_STATE_NOT_ITS_CITIES,
        THE_SAME_WITH_A_CITY_NAMED_ELSEWHERE,
        UNDOING_IN_A_CIRCLE,
        JOINED_ON_AN_UNKNOWN_DAY_BETWEEN_TWO_GRANTS,
    ],
)
def test_histories_on_which_they_once_differed(found) -> None:
    agree(found)


def agree(history) -> None:
    """The fold says of each day what the simulation says, of whomever it is asked."""
    naive = simulate(history, ASKED, histories.HORIZON)
    lit = histories.litigation(history)
    for provision in ("p", "p1"):
        course = Course(lit, provision, histories.RULES)
        days = [histories.day(number) for number in range(histories.HORIZON + 1)]
        contradictory = [bool(course.faults(day)) for day in days]
        for who in "axs":
            said = [set(course.outlook(who, day).possible) for day in days]
            states = [naive[who, provision][number] for number in range(len(days))]
            assert all(said)
            if not all(states):
                continue  # no choice of days makes sense of it all; what of that is reported has its own tests
            for number in range(len(days)):
                if contradictory[number]:
                    assert states[number] <= said[number], "what contradicts itself is never made certain"
                else:
                    assert states[number] == said[number], f"{provision} for {who} on day {number}"
