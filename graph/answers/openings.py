"""What the record leaves open, in words: as a reading, as what is missing, as the reason of a sentence."""

from collections.abc import Hashable
from datetime import date
from typing import Final

from ..effects.english import ENGLISH
from ..effects.saying import Name, Sentence, say, set_apart
from ..effects.sentence import listed, mandate, named, party, thing
from ..effects.things import Id
from ..effects.timeline import Course

_PARTICIPLES: Final = {"takes-effect": "taken-effect", "expire": "expired"}
_ARGUMENTS: Final = {
    "scope": ("scope",), "member": ("scope",), "subdivisions": ("where",), "unrecorded": ("scope",), "class": ("class_of",),
    "joined": ("who",), "left": ("who",), "side": ("who",), "overlap": ("one", "two"), "fault": (),
}  # fmt: skip
"""By kind of what is open, what its sentences name, in the order of its key."""

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
            one, two = (named(self.lit, each) for each in what[:2])
            return say("if-before", one=one if so else two, two=two if so else one)
        if kind == "scope":
            return self._scope(what[0], wide=so)
        if kind in _ARGUMENTS:
            return say(f"if-{kind}" if so else f"if-no-{kind}", **self._arguments(kind, what))
        return say("if-so" if so else "if-not-so", what=self._name(kind, what[0]))

    def missing(self, key: Key) -> str | None:
        """What would decide something open."""
        kind, what = str(key[0]), [str(each) for each in key[1:]]
        if kind == "happened":
            return self._date(what[0])
        if kind == "before":
            return say("miss-order", one=named(self.lit, what[0]), two=named(self.lit, what[1]))
        if kind in {"since", "until"}:
            return say(f"miss-{kind}", what=self._name(kind, what[0]))
        if f"miss-{kind}" not in ENGLISH:
            return None
        return say(f"miss-{kind}", **self._arguments(kind, what))

    def why(self, key: Key) -> str | None:
        """Why something open is open, as a clause."""
        kind, what = str(key[0]), [str(each) for each in key[1:]]
        if kind == "happened":
            return self._unhappened(what[0])
        if kind == "before":
            return say("why-order")
        if kind == "fault":
            return None
        if f"why-{kind}" in ENGLISH:
            return say(f"why-{kind}")
        missing = self.missing(key)
        return say("why-missing", what=missing) if missing is not None else None

    def _unhappened(self, effect: Id) -> Sentence:
        moment = self.course.moment(effect)
        if effect in self.course.invented or (moment is not None and moment.mandate_of is not None):
            day = self._date(effect)
            return say("why-date", date=day, date_=day.removeprefix("the "))
        subject, did = self._clause(effect)
        kind = "why-whether" if moment is not None and moment.latest is None else "why-day"
        return say(f"{kind}-{did}", what=subject)

    def _arguments(self, kind: str, what: list[str]) -> dict[str, str]:
        """What a sentence about something open names."""
        found = {"who": party(self.lit, self.agent)} if kind in {"member", "unrecorded", "class"} else {}
        return found | {
            name: self._name(kind, each) for name, each in zip(_ARGUMENTS[kind], what, strict=False)
        }

    def _name(self, kind: str, what: str) -> str:
        role = self.lit.roles.get(what)
        if kind in {"joined", "left", "side"} and role is not None:
            return party(self.lit, role.party)
        containment = self.lit.containments.get(what)
        if containment is not None:
            part, whole = party(self.lit, containment.part), party(self.lit, containment.whole)
            return say("lies-in", part=part, whole=whole)
        return named(self.lit, what)

    def _happened(self, effect: Id, *, so: bool) -> Sentence:
        moment = self.course.moment(effect)
        if_, day = "if" if so else "if-no", self.day
        if moment is not None and moment.mandate_of is not None:
            if self.one_mandate:
                return say(f"{if_}-the-mandate", day=day, day_=day.isoformat())
            return say(
                f"{if_}-mandate", mandate=self._mandate(moment.mandate_of), day=day, day_=day.isoformat()
            )
        if effect in self.course.invented:
            return say(f"{if_}-effect", day=day, day_=day.isoformat())
        subject, did = self._clause(effect)
        return say(f"{if_}-{did}", what=subject, day=day, day_=day.isoformat())

    def _date(self, effect: Id) -> Sentence:
        moment = self.course.moment(effect)
        if moment is not None and moment.mandate_of is not None:
            return say("miss-date", mandate=self._mandate(moment.mandate_of))
        if effect in self.course.invented:
            return say("miss-effect-day", what=thing(self.lit, self.course.bearing.chain[-1]))
        if moment is not None and moment.latest is None:
            return say("miss-whether", what=named(self.lit, effect))
        return say("miss-day", what=named(self.lit, effect))

    def _mandate(self, ruling: Id) -> Sentence:
        """The mandate of a ruling, with the ruling's day where the court has another one in play."""
        decided = self.lit.rulings[ruling].decided
        of_court = mandate(self.lit, ruling)
        if decided and ruling in self.same_court:
            return say("mandate-on", mandate=of_court, day=decided.earliest)
        return of_court

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
        """An effect as what happens, and how: `the City Ordinance`, `taken-effect`; `the stay …`, `come`."""
        each = self.lit.effects[effect]
        on = listed([thing(self.lit, target) for target in each.targets])
        if each.type in _PARTICIPLES and on:
            return on, _PARTICIPLES[each.type]
        if each.type == "grant" and on:
            return say("the-grant-of", on=set_apart(on)), "come"
        name = self.lit.label(effect).partition(": ")[0]
        return Name(f"the {name}" if name[:1].islower() else f"“{name}”", effect), "come"

    def _scope(self, scope: Id, *, wide: bool) -> Sentence:
        each = self.lit.scopes[scope]
        reading = each.widest if wide else each.narrowest
        name = named(self.lit, reading) if reading is not None else say("everyone" if wide else "nobody")
        kind = "if-widest" if wide else "if-narrowest"
        return say(kind, scope=named(self.lit, scope), reading=name)
