"""On random histories the fold says what a naive simulation says, day by day, for every choice of days."""

import sys
from types import ModuleType

from hypothesis import given, note
from hypothesis import strategies as st

from enjoin.graph.timeline import Course

histories = sys.modules["histories"]


@given(history=histories.histories(), who=st.sampled_from("axs"), provision=st.sampled_from(["p", "p1"]))
def test_the_fold_equals_a_day_by_day_simulation(
    simulator: ModuleType, history, who: str, provision: str
) -> None:
    course = Course(histories.litigation(history), provision, histories.RULES)
    note(repr(history))
    naive = simulator.simulate(history, who, provision, histories.HORIZON)
    contradictory = any(course.faults(histories.day(number)) for number in naive)
    if not all(naive.values()):
        return  # no choice of days makes sense of it; that what it is about is reported has tests of its own
    for number, states in naive.items():
        day = histories.day(number)
        said = set(course.outlook(who, day).possible)
        note(f"day {number}: the fold {sorted(said)}, the simulation {sorted(states)}")
        if contradictory:
            assert states <= said, "what contradicts itself is never made certain"
        else:
            assert states == said
