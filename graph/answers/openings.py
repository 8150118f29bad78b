"""What the record leaves open, in words: as a reading, as what is missing, as the reason of a sentence."""

from collections.abc import Hashable
from datetime import date
from typing import Final

from ..dates import written_out
from ..effects.sentence import listed, mandate, party, thing
from ..effects.things import Id
from ..effects.timeline import Course

_PARTICIPLES: Final = {"takes-effect": "taken effect", "expire": "expired"}
_PAST: Final = {"taken effect": "took effect", "expired": "expired", "come": "came"}

Key = tuple[Hashable, ...]
"""Something open; the first part says of what kind it is."""


class Words:
    """What is open, in words."""

    def __init__(self, course: Course, agent: Id, day: date) -> None:
        self.course = course
        self.lit = course.lit
        self.agent = agent
        self.day = day
        waiting = {
            moment.mandate_of
            for worlds in course.worlds
            for moment in worlds.moments
            if moment.mandate_of is not None and moment.earliest <= day
        }
        self.one_mandate = len(waiting) == 1
        names = [mandate(self.lit, each) for each in waiting]
        self.same_court = {each for each in waiting if names.count(mandate(self.lit, each)) > 1}

    def so(self, key: Key, *, so: bool) -> str:
        """That something open is so, or is not."""
        kind, what = str(key[0]), [str(each) for each in key[1:]]
        if kind == "happened":
            return self._happened(what[0], so=so)
        if kind == "before":
            one, two = (f"“{self.lit.label(each)}”" for each in what[:2])
            return f"{one} came before {two}" if so else f"{two} came before {one}"
        if kind == "scope":
            return self._scope(what[0], wide=so)
        words = {
            "member": ("{agent} is on the list of “{0}”", "{agent} is not on the list of “{0}”"),
            "subdivisions": ("the relief reaches political subdivisions ({0})", "the relief does not reach political subdivisions ({0})"),
            "unrecorded": ("the scope that is not recorded covers {agent}", "the scope that is not recorded does not cover {agent}"),
            "class": ("{agent} belongs to the class: {0}", "{agent} does not belong to the class: {0}"),
            "joined": ("{0} had joined the lawsuit by then", "{0} had not joined the lawsuit by then"),
            "left": ("{0} had left the lawsuit by then", "{0} had not left the lawsuit by then"),
            "side": ("{0} intervened as a plaintiff", "{0} did not intervene as a plaintiff"),
            "overlap": ("the classes overlap: {0} and {1}", "the classes do not overlap: {0} and {1}"),
            "fault": ("the record, which contradicts itself, is wrong", "the record, which contradicts itself, is right"),
        }  # fmt: skip
        said = words.get(kind, ("{0} is so", "{0} is not so"))[0 if so else 1]
        return said.format(*(self._name(kind, each) for each in what), agent=party(self.lit, self.agent))

    def missing(self, key: Key) -> str | None:
        """What would decide something open."""
        kind, what = str(key[0]), [str(each) for each in key[1:]]
        if kind == "happened":
            return self._date(what[0])
        if kind == "before":
            return f"the order of “{self.lit.label(what[0])}” and “{self.lit.label(what[1])}”"
        words = {
            "scope": "how far the relief reaches: “{0}”",
            "member": "the full list of “{0}”",
            "subdivisions": "whether the relief reaches political subdivisions: {0}",
            "unrecorded": "the scope of the relief: {0}",
            "class": "whether {agent} belongs to the class: {0}",
            "joined": "the day on which {0} joined the lawsuit",
            "left": "the day on which {0} left the lawsuit",
            "side": "on which side {0} intervened",
            "overlap": "whether the classes overlap: {0} and {1}",
            "since": "since when {0}",
            "until": "until when {0}",
        }
        said = words.get(kind)
        if said is None:
            return None
        return said.format(*(self._name(kind, each) for each in what), agent=party(self.lit, self.agent))

    def why(self, key: Key) -> str | None:
        """Why something open is open, as a clause."""
        kind, what = str(key[0]), [str(each) for each in key[1:]]
        if kind == "happened":
            moment = self.course.moment(what[0])
            perhaps = moment is not None and moment.latest is None
            if what[0] in self.course.invented or (moment is not None and moment.mandate_of is not None):
                return f"the {self._date(what[0]).removeprefix('the ')} is not on record"
            if perhaps:
                return f"whether and when {self._came(what[0])} is not on record"
            return f"the exact day on which {self._came(what[0])} is not on record"
        if kind == "before":
            return "the order of two effects of one day is not on record"
        words = {
            "scope": "how far the relief reaches is disputed or not on record",
            "member": "the list of those protected is not fully named",
            "subdivisions": "whether the relief reaches political subdivisions is not on record",
            "unrecorded": "the scope of the relief is not on record",
            "class": "the definition of the class does not decide it",
            "overlap": "whether two protected classes overlap is not on record",
        }
        missing = self.missing(key) if kind != "fault" else None
        return words.get(kind, f"{missing} is not on record" if missing is not None else None)

    def _name(self, kind: str, what: str) -> str:
        role = self.lit.roles.get(what)
        if kind in {"joined", "left", "side"} and role is not None:
            return party(self.lit, role.party)
        containment = self.lit.containments.get(what)
        if containment is not None:
            return f"{party(self.lit, containment.part)} lies in {party(self.lit, containment.whole)}"
        return self.lit.label(what)

    def _happened(self, effect: Id, *, so: bool) -> str:
        moment = self.course.moment(effect)
        by = self.day.isoformat()
        if moment is not None and moment.mandate_of is not None:
            name = "the mandate" if self.one_mandate else self._mandate(moment.mandate_of)
            return f"{name} issued by {by}" if so else f"{name} had not issued by {by}"
        if effect in self.course.invented:
            return f"it had taken effect by {by}" if so else f"it had not taken effect by {by}"
        subject, did = self._clause(effect)
        return f"{subject} had {did} by {by}" if so else f"{subject} had not {did} by {by}"

    def _date(self, effect: Id) -> str:
        moment = self.course.moment(effect)
        if moment is not None and moment.mandate_of is not None:
            return f"date of {self._mandate(moment.mandate_of)}"
        if effect in self.course.invented:
            return f"the day on which {thing(self.lit, self.course.bearing.chain[-1])} took effect"
        if moment is not None and moment.latest is None:
            return f"whether and when: {self.lit.label(effect)}"
        return f"exact day: {self.lit.label(effect)}"

    def _mandate(self, ruling: Id) -> str:
        """The mandate of a ruling, with the ruling's day where the court has another one in play."""
        decided = self.lit.rulings[ruling].decided
        more = (
            f" on its ruling of {written_out(decided.earliest)}"
            if decided and ruling in self.same_court
            else ""
        )
        return f"{mandate(self.lit, ruling)}{more}"

    def effects(self, key: Key) -> list[Id]:
        """The effects that something open is about."""
        kind, what = str(key[0]), [str(each) for each in key[1:]]
        if kind in {"happened", "before"}:
            return [each for each in what if each not in self.course.invented]
        return [
            each
            for scope in what
            for each in self.lit.effects_with_scope.get(scope, ())
            if self.course.moment(each)
        ]

    def _clause(self, effect: Id) -> tuple[str, str]:
        """An effect as subject and participle: `the City Ordinance`, `taken effect`; `the stay …`, `come`."""
        each = self.lit.effects[effect]
        on = listed([thing(self.lit, target) for target in each.targets])
        if each.type in _PARTICIPLES and on:
            return on, _PARTICIPLES[each.type]
        if each.type == "grant" and on:
            return f"the grant of {on}{',' if ', ' in on else ''}", "come"
        name = self.lit.label(effect).partition(": ")[0]
        return (f"the {name}" if name[:1].islower() else f"“{name}”"), "come"

    def _came(self, effect: Id) -> str:
        """An effect as a clause of the past: `the City Ordinance took effect`."""
        subject, did = self._clause(effect)
        return f"{subject} {_PAST[did]}"

    def _scope(self, scope: Id, *, wide: bool) -> str:
        each = self.lit.scopes[scope]
        reading = each.widest if wide else each.narrowest
        name = self.lit.label(reading) if reading is not None else ("everyone" if wide else "nobody")
        return f"the {'widest' if wide else 'narrowest'} reading of “{self.lit.label(scope)}” holds: {name}"
