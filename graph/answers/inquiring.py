"""What is asked over all provisions, or all parties, of a graph: each answer with its sentence."""

from datetime import date
from typing import TYPE_CHECKING

from .. import resolving
from ..asking import Asking, Day
from ..dates import written_out
from ..errors import QueryParameterError

if TYPE_CHECKING:
    from ..effects.litigation import Litigation
    from .reconciled import Reconciliation
    from .told import Bindings, Changes, IfReversed, Told, WhoIsProtected


class Inquiring(Asking):
    """A graph as it is asked what binds whom, who is protected, when that changes, and what if.

    All raise `EntityNotFound` with suggestions, and `QueryParameterError` for a day that is none, or
    a day of knowledge before anything was recorded.
    """

    def what_binds(self, party: str, on: Day, known: Day | None = None) -> "Told[Bindings]":
        """Every provision in force, or perhaps in force, that reaches a party or place on a day."""
        from . import overview
        from .telling import Telling
        from .told import Bindings, Told

        day, then = self.day("on", on), self._known(known)
        who = self.resolve(party, resolving.PARTIES, then).value
        lit = self._asked(then)
        found = Bindings(tuple(overview.what_binds(lit, who, day)))
        return Told(
            self._question(day, then, party=who),
            Telling(lit, day, self._clock().date()).bindings(who, found),
            found,
            overview.checked(lit, (each.provision for each in found.provisions), day),
        )

    def who_is_protected(self, provision: str, on: Day, known: Day | None = None) -> "Told[WhoIsProtected]":
        """Who is protected from a provision on a day: as relief with its scopes, and as known names."""
        from . import overview
        from .telling import Telling
        from .told import Told

        day, then = self.day("on", on), self._known(known)
        what = self.resolve(provision, resolving.MEASURES, then).value
        lit = self._asked(then)
        if what in lit.provisions_of:
            parts = ", ".join(self.iris.short(each).rpartition("/")[2] for each in lit.provisions_of[what])
            raise QueryParameterError(
                f"provision: {provision} has provisions of its own; ask of one of them: {parts}"
            )
        found = overview.who_is_protected(lit, what, day)
        return Told(
            self._question(day, then, provision=what),
            Telling(lit, day, self._clock().date()).protected(what, found),
            found,
            overview.checked(lit, [what], day),
        )

    def changes(
        self, on: Day, *, provision: str | None = None, party: str | None = None, known: Day | None = None
    ) -> "Told[Changes]":
        """The days before and after on which a state changes: of a provision, for a party, of both, of all."""
        from . import overview
        from .telling import Telling
        from .told import Told

        day, then = self.day("on", on), self._known(known)
        what = self.resolve(provision, resolving.MEASURES, then).value if provision else None
        who = self.resolve(party, resolving.PARTIES, then).value if party else None
        lit = self._asked(then)
        found = overview.changes(lit, day, provision=what, agent=who)
        return Told(
            self._question(day, then, provision=what, party=who),
            Telling(lit, day, self._clock().date()).changes(found, what, who),
            found,
            overview.checked(lit, lit.provisions_of.get(what, [what]), day) if what is not None else None,
        )

    def if_reversed(self, ruling: str, on: Day, known: Day | None = None) -> "Told[IfReversed]":
        """What would fall if a ruling were reversed, at once, on a day: the fold with that reversal in it."""
        from . import overview
        from .telling import Telling
        from .told import Told

        day, then = self.day("on", on), self._known(known)
        which = self.resolve(ruling, ("ruling",), then).value
        lit = self._asked(then)
        found = overview.if_reversed(lit, which, day)
        sentence = Telling(lit, day, self._clock().date()).if_reversed(found)
        return Told(self._question(day, then, ruling=which), sentence, found)

    def reconcile(self, source: str | None = None, known: Day | None = None) -> "Reconciliation":
        """The statuses that trackers claim, each held against what was computed for its day; disagreements first.

        `source` names one tracker, else all are compared. Raises `EntityNotFound` for one that is none.
        """
        from . import reconciling
        from .reconciliation import reconcile

        then = self._known(known)
        store = self.store(then)
        tracker = None if source is None else self.resolve(source, ("source",), then)
        found = reconciling.statuses(store, tracker)
        lawsuits = {each.lawsuit for each in found if each.lawsuit}
        return reconcile(self._asked(then), found, reconciling.dockets(store, lawsuits))

    def day(self, name: str, value: Day) -> date:
        """A day as it is given; `QueryParameterError` for one that no calendar has."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise QueryParameterError(
                f"{name}: {value!r} is no day of the calendar; write YYYY-MM-DD"
            ) from None

    def _known(self, known: Day | None) -> date | None:
        """The day of knowledge; `QueryParameterError` for one before anything was recorded."""
        day = None if known is None else self.day("known", known)
        first = self._first_recorded(self.generation)
        if day is not None and first is not None and day < first:
            raise QueryParameterError(
                f"known: nothing was recorded here before {written_out(first)}; ask of that day or a later one"
            )
        return day

    def _asked(self, known: date | None) -> "Litigation":
        return self._litigation(self.generation, known)

    def _question(self, on: date, known: date | None, **about: str | None) -> dict[str, str | None]:
        asked = {name: value for name, value in about.items() if value is not None}
        return {**asked, "on": on.isoformat(), "known": (known or self._clock().date()).isoformat()}
