"""The statuses of trackers held against the record: agrees, stale, disagrees, or cannot be compared, and why.

A status is a claim of its tracker for a day. It is compared with what was computed for that day; the tracker's
words and the record both stay as they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import reduce
from typing import TYPE_CHECKING, Final

from ..effects.saying import Sentence, say
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
    BLOCKED: "suit-blocked",
    PARTLY: "suit-partly",
    STAYED: "suit-stayed",
    NONE: "suit-free",
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
            return self._not(status, say("status-no-lawsuit"))
        if not status.meaning:
            return self._not(status, say("status-no-meaning", quote=status.quote))
        if status.on is None:
            return self._not(status, say("status-no-day"))
        if status.meaning in _AS_STATE:
            return self._state(status, status.on)
        return self._course(status, status.on)

    def _not(self, status: Status, reason: str, computed: str = "") -> Compared:
        return Compared(status, "not-comparable", reason, computed)

    # What relief does

    def _state(self, status: Status, on: date) -> Compared:
        if not self.suits.rulings(status.lawsuit):
            return self._not(status, say("status-no-ruling"))
        if not self.suits.reliefs(status.lawsuit) and checked_to(self.lit, status.lawsuit) is None:
            return self._not(status, say("status-no-relief"))
        if self._unchecked(status.lawsuit, on):
            return self._not(status, self._checked(checked_to(self.lit, status.lawsuit)))
        wanted = _AS_STATE[status.meaning]
        course = self._course_of(status.lawsuit)
        here = max(number for number, (day, _) in enumerate(course) if day is None or day <= on)
        found = course[here][1]
        computed = " or ".join(sorted(found))
        because = tuple(self.suits.turned(status.lawsuit, on))
        if found <= wanted:
            return self._still(status, on, computed, because, course, wanted)
        if found & wanted:
            reason = say("status-undecided", day=on, states=_said(found))
            if self.suits.unfolded(status.lawsuit):
                reason = say("status-conduct")
            return Compared(status, "not-comparable", reason, computed, None, because)
        since = course[here][0]
        said = say("status-then", day=on, states=_said(found))
        said = say("status-since", said=said, day=since) if since else said
        # Before the first ruling nothing was held back, in any suit: only "nothing" can have grown old since.
        earlier = [
            number
            for number in range(here)
            if course[number][1] <= wanted and (number or status.meaning == "in-force")
        ]
        if earlier:
            end = course[earlier[-1] + 1][0]
            was = say("status-was-until", said=said, day=end) if end else say("status-was", said=said)
            return Compared(status, "stale", was, computed, end, because)
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
                reason = say("status-was-right", day=on, since=day, states=_said(found), read=read_on)
                return Compared(
                    status, "stale", reason, computed, day, tuple(self.suits.turned(status.lawsuit, day))
                )
        states = next(found for day, found in reversed(course) if day is None or day <= on)
        return Compared(
            status, "agrees", say("status-then", day=on, states=_said(states)), computed, None, because
        )

    def _course_of(self, lawsuit: Id) -> list[tuple[date | None, frozenset[str]]]:
        if lawsuit not in self._courses:
            self._courses[lawsuit] = list(stretches(self.suits, lawsuit))
        return self._courses[lawsuit]

    def _unchecked(self, lawsuit: Id, on: date) -> bool:
        checked = checked_to(self.lit, lawsuit)
        return checked is not None and checked < on

    def _checked(self, day: date | None) -> Sentence:
        return say("status-checked", day=day) if day is not None else say("status-unchecked")

    # How the suit goes

    def _course(self, status: Status, on: date) -> Compared:
        docket = self.dockets.get(status.lawsuit, Docketed())
        checked = checked_to(self.lit, status.lawsuit)
        if checked is None or checked < on:
            return self._not(status, self._checked(checked))
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
            return Compared(status, "agrees", say("status-appealed", day=min(days)), "appealed")
        if docket.appealed and not days:
            return Compared(
                status,
                "agrees",
                say("status-appealed-undated"),
                "appealed",
            )
        if days:
            return Compared(
                status,
                "disagrees",
                say("status-appealed-later", day=min(days)),
                "",
                min(days),
            )
        return Compared(status, "disagrees", say("status-no-appeal"), "")

    def _pending(self, status: Status, on: date, docket: Docketed) -> Compared:
        ended = [day for day in docket.terminated if day <= on]
        if not docket.open and ended:
            day = max(docket.terminated)
            return Compared(status, "stale", say("status-closed", day=day), "closed", day)
        later = [
            day for day in docket.terminated if status.read_on is not None and on < day <= status.read_on
        ]
        if not docket.open and later:
            reason = say("status-right-closed", day=on, closed=max(later))
            return Compared(status, "stale", reason, "pending", max(later))
        return Compared(
            status,
            "agrees",
            say("status-open", day=on),
            "pending",
        )

    def _closed(self, status: Status, on: date, docket: Docketed) -> Compared:
        ended = [day for day in docket.terminated if day <= on]
        if ended:
            return Compared(status, "agrees", say("status-closed", day=max(ended)), "closed")
        dismissed = [(day, ruling) for day, ruling in docket.dismissed if day <= on]
        if dismissed:
            day, ruling = max(dismissed)
            return Compared(status, "agrees", say("status-dismissed", day=day), "closed", None, (ruling,))
        return Compared(
            status,
            "disagrees",
            say("status-not-closed", day=on),
            "pending",
        )

    def _dismissed(self, status: Status, on: date, docket: Docketed) -> Compared:
        return self._closed(status, on, docket)

    def _consolidated(self, status: Status, on: date, docket: Docketed) -> Compared:
        del on
        if docket.consolidated:
            return Compared(status, "agrees", say("status-consolidated"), "consolidated")
        return Compared(status, "disagrees", say("status-not-consolidated"), "")

    def _other(self, status: Status, on: date, docket: Docketed) -> Compared:
        del on, docket
        return self._not(status, say("status-nothing", quote=status.quote))


def _said(states: Iterable[str]) -> str:
    found = [say(_SAID[each]) if each in _SAID else each for each in sorted(states)]
    return reduce(lambda one, two: say("either", one=one, two=two), found)
