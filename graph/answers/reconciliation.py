"""The statuses of trackers held against the record: agrees, stale, disagrees, or cannot be compared, and why.

A status is a claim of its tracker for a day. It is compared with what was computed for that day; the tracker's
words and the record both stay as they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from ..dates import written_out
from ..effects.things import Id
from .reconciled import RESULTS, Compared, Docketed, Reconciliation, Status
from .suits import BLOCKED, NONE, PARTLY, STAYED, Suits, checked_to, stretches

if TYPE_CHECKING:
    from ..effects.world import Litigation

_AS_STATE: Final = {
    "blocked": {BLOCKED, PARTLY},
    "partly-blocked": {BLOCKED, PARTLY},
    "restricted": {BLOCKED, PARTLY},
    "stayed": {STAYED, PARTLY},
    "in-force": {NONE, STAYED},
}
"""Which states of the record agree with what a tracker's word means. A partial stay is both a stay and a block."""
_SAID: Final = {
    BLOCKED: "relief of this suit is in force",
    PARTLY: "relief of this suit is in force, stayed in part",
    STAYED: "relief of this suit is stayed",
    NONE: "no relief of this suit is in force",
}


def reconcile(
    lit: "Litigation", statuses: Iterable[Status], dockets: Mapping[Id, Docketed]
) -> Reconciliation:
    """Hold statuses against a record, each on its own day."""
    suits = Suits(lit)
    compared = _Comparing(lit, suits, dockets)
    rows = [compared.compare(status) for status in statuses]
    rows.sort(
        key=lambda each: (
            RESULTS.index(each.result), each.status.tracker_label, each.status.lawsuit_label.lower(), each.status.claim
        )
    )  # fmt: skip
    return Reconciliation(rows)


class _Comparing:
    def __init__(self, lit: "Litigation", suits: Suits, dockets: Mapping[Id, Docketed]) -> None:
        self.lit = lit
        self.suits = suits
        self.dockets = dockets
        self._courses: dict[Id, list[tuple[date | None, frozenset[str]]]] = {}

    def compare(self, status: Status) -> Compared:
        if not status.lawsuit:
            return self._not(status, "the row names no lawsuit that the graph has")
        if not status.meaning:
            return self._not(status, f"the mapping gives “{status.quote}” no meaning in terms of the record")
        if status.on is None:
            return self._not(status, "the tracker does not say for which day")
        if status.meaning in _AS_STATE:
            return self._state(status, status.on)
        return self._course(status, status.on)

    def _not(self, status: Status, reason: str, computed: str = "") -> Compared:
        return Compared(status, "not-comparable", reason, computed)

    # What relief does

    def _state(self, status: Status, on: date) -> Compared:
        if not self.suits.rulings(status.lawsuit):
            return self._not(status, "no ruling of this lawsuit is on record")
        if not self.suits.reliefs(status.lawsuit) and checked_to(self.lit, status.lawsuit) is None:
            return self._not(
                status, "no relief of this lawsuit is on record, and nobody checked that there is none"
            )
        if self._unchecked(status.lawsuit, on):
            return self._not(
                status, f"the record of this lawsuit is checked to {self._checked(status.lawsuit)} only"
            )
        wanted = _AS_STATE[status.meaning]
        course = self._course_of(status.lawsuit)
        here = max(number for number, (day, _) in enumerate(course) if day is None or day <= on)
        found = course[here][1]
        computed = " or ".join(sorted(found))
        because = tuple(self.suits.turned(status.lawsuit, on))
        if found <= wanted:
            return self._still(status, on, computed, because, course, wanted)
        if found & wanted:
            reason = f"on {written_out(on)} the record does not decide it: {_said(found)}"
            if self.suits.unfolded(status.lawsuit):
                reason = "relief of this suit restrains conduct that no provision on record stands for"
            return Compared(status, "not-comparable", reason, computed, None, because)
        since = course[here][0]
        said = f"on {written_out(on)} {_said(found)}" + (f", since {written_out(since)}" if since else "")
        # Before the first ruling nothing was held back, in any suit: only "nothing" can have grown old since.
        earlier = [
            number
            for number in range(here)
            if course[number][1] <= wanted and (number or status.meaning == "in-force")
        ]
        if earlier:
            end = course[earlier[-1] + 1][0]
            was = f"it was as the tracker says until {written_out(end)}" if end else "it was so before"
            return Compared(status, "stale", f"{said}; {was}", computed, end, because)
        return Compared(status, "disagrees", said, computed, since, because)

    def _still(
        self,
        status: Status,
        on: date,
        computed: str,
        because: tuple[Id, ...],
        course: Sequence[tuple[date | None, frozenset[str]]],
        wanted: set[str],
    ) -> Compared:
        """A status that was right on its day: also when the tracker was read?"""
        read_on = status.read_on
        for day, found in course:
            if day is not None and on < day and (read_on is None or day <= read_on) and not found & wanted:
                if read_on is None:
                    break
                reason = (
                    f"right on {written_out(on)}; since {written_out(day)} {_said(found)}, and the tracker, "
                    f"read on {written_out(read_on)}, still said so"
                )
                return Compared(
                    status, "stale", reason, computed, day, tuple(self.suits.turned(status.lawsuit, day))
                )
        states = next(found for day, found in reversed(course) if day is None or day <= on)
        return Compared(status, "agrees", f"on {written_out(on)} {_said(states)}", computed, None, because)

    def _course_of(self, lawsuit: Id) -> list[tuple[date | None, frozenset[str]]]:
        if lawsuit not in self._courses:
            self._courses[lawsuit] = list(stretches(self.suits, lawsuit))
        return self._courses[lawsuit]

    def _unchecked(self, lawsuit: Id, on: date) -> bool:
        checked = checked_to(self.lit, lawsuit)
        return checked is not None and checked < on

    def _checked(self, lawsuit: Id) -> str:
        checked = checked_to(self.lit, lawsuit)
        return written_out(checked) if checked is not None else "no day"

    # How the suit goes

    def _course(self, status: Status, on: date) -> Compared:
        docket = self.dockets.get(status.lawsuit, Docketed())
        checked = checked_to(self.lit, status.lawsuit)
        if checked is None or checked < on:
            upto = (
                f"checked to {written_out(checked)} only" if checked is not None else "not checked to any day"
            )
            return self._not(status, f"the record of this lawsuit is {upto}")
        return {
            "appealed": self._appealed,
            "pending": self._pending,
            "closed": self._closed,
            "ended-by-dismissal": self._dismissed,
            "consolidated": self._consolidated,
        }.get(status.meaning, self._other)(status, on, docket)

    def _appealed(self, status: Status, on: date, docket: Docketed) -> Compared:
        days = [day for day in docket.appealed if day is not None]
        if any(day <= on for day in days):
            return Compared(
                status, "agrees", f"an appeal was docketed on {written_out(min(days))}", "appealed"
            )
        if docket.appealed and not days:
            return Compared(
                status,
                "agrees",
                "an appeal is on record, without the day on which it was docketed",
                "appealed",
            )
        if days:
            return Compared(
                status,
                "disagrees",
                f"the first appeal was docketed on {written_out(min(days))}, later",
                "",
                min(days),
            )
        return Compared(status, "disagrees", "no appeal is on record", "")

    def _pending(self, status: Status, on: date, docket: Docketed) -> Compared:
        ended = [day for day in docket.terminated if day <= on]
        if not docket.open and ended:
            day = max(docket.terminated)
            return Compared(status, "stale", f"the docket was closed on {written_out(day)}", "closed", day)
        later = [
            day for day in docket.terminated if status.read_on is not None and on < day <= status.read_on
        ]
        if not docket.open and later:
            reason = f"right on {written_out(on)}; the docket was closed on {written_out(max(later))}"
            return Compared(status, "stale", reason, "pending", max(later))
        return Compared(
            status,
            "agrees",
            f"the docket was not closed on {written_out(on)}, as far as is on record",
            "pending",
        )

    def _closed(self, status: Status, on: date, docket: Docketed) -> Compared:
        ended = [day for day in docket.terminated if day <= on]
        if ended:
            return Compared(status, "agrees", f"the docket was closed on {written_out(max(ended))}", "closed")
        dismissed = [(day, ruling) for day, ruling in docket.dismissed if day <= on]
        if dismissed:
            day, ruling = max(dismissed)
            return Compared(status, "agrees", f"dismissed on {written_out(day)}", "closed", None, (ruling,))
        return Compared(
            status,
            "disagrees",
            f"no docket of it was closed by {written_out(on)}, as far as is on record",
            "pending",
        )

    def _dismissed(self, status: Status, on: date, docket: Docketed) -> Compared:
        return self._closed(status, on, docket)

    def _consolidated(self, status: Status, on: date, docket: Docketed) -> Compared:
        del on
        if docket.consolidated:
            return Compared(
                status, "agrees", "it is consolidated with another docket on record", "consolidated"
            )
        return Compared(status, "disagrees", "no consolidation is on record", "")

    def _other(self, status: Status, on: date, docket: Docketed) -> Compared:
        del on, docket
        return self._not(status, f"the record has nothing to hold “{status.quote}” against")


def _said(states: Iterable[str]) -> str:
    found = sorted(states)
    return " or ".join(_SAID.get(each, each) for each in found)
