"""To which day the record was checked, and how long a state lasts."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from ..effects.outlook import Period
from ..effects.things import Id
from ..effects.timeline import Course


def horizon(course: Course, on: date) -> date | None:
    """To which day the record was checked: of the measure, and of each lawsuit whose relief still matters.

    A lawsuit all of whose relief had ended when it was last checked decides nothing later.
    """
    lit = course.lit
    measure = lit.measures.get(course.bearing.chain[-1])
    found = [measure.checked_to] if measure is not None and measure.checked_to is not None else []
    for relief in course.bearing.reliefs:
        ruling = lit.rulings.get(lit.reliefs[relief].granted_by or "")
        for docket in ruling.proceedings if ruling is not None else ():
            for key in lit.proceedings[docket].lawsuits if docket in lit.proceedings else ():
                checked = lit.lawsuits[key].checked_to if key in lit.lawsuits else None
                if checked is not None and (on <= checked or not _over(course, relief, checked)):
                    found.append(checked)
    return min(found, default=None)


def _over(course: Course, relief: Id, day: date) -> bool:
    """Whether relief had certainly ended on a day."""
    for worlds in course.worlds:
        if relief in worlds.component.reliefs:
            possible = worlds.on(day)
            ended = all(world.outcome.of(relief).status == "ended" for world in possible.worlds)
            return ended and not possible.beyond and not possible.faults
    return False


def stretch(periods: Sequence[Period], on: date) -> Period:
    """The longest stretch around a day in which the state, certain or not, stays the same."""
    starts = [each.start or date.min for each in periods]
    here = first = last = bisect_right(starts, on) - 1

    def same(number: int) -> bool:
        one, two = periods[number].outlook, periods[here].outlook
        return (one.state, one.reason) == (two.state, two.reason)

    while first > 0 and same(first - 1):
        first -= 1
    while last + 1 < len(periods) and same(last + 1):
        last += 1
    return Period(periods[first].start, periods[last].end, periods[here].outlook)
