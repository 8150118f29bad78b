"""Could a provision be enforced against a party on a day, and why: the answer of the contract."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from ..effects.ask import FirstCome
from ..effects.explain import Explained, View, deciding, explained
from ..effects.levels import Level
from ..effects.order import Act, in_order
from ..effects.outlook import Outlook
from ..effects.saying import Sentence, row, say
from ..effects.sentence import Tense, listed, mandate, many, named, party, plural, short, thing
from ..effects.things import DEFAULT_RULES, Effect, Id, RuleSet
from ..effects.timeline import Course, course_of
from ..effects.world import Litigation
from .deeds import did, scope
from .horizon import horizon, stretch
from .overview import IfReversed, WhatBinds, changes, if_reversed, what_binds, who_is_protected
from .readings import Doubt, Reading, doubt
from .reply import DISCLAIMER, Answer, ReliefLine, Step
from .wholes import is_whole, of_whole

__all__ = [
    "DEFAULT_RULES", "DISCLAIMER", "Answer", "IfReversed", "Reading", "ReliefLine", "RuleSet", "Step",
    "WhatBinds", "answer", "changes", "if_reversed", "what_binds", "who_is_protected",
]  # fmt: skip

_NEVER_BOUND: Final = 1_000_000
"""Days so many that a mandate assumed to issue within them has not issued yet."""


def answer(
    lit: Litigation,
    provision: Id,
    party: Id,
    on: date,
    *,
    today: date | None = None,
    known: date | None = None,
    first_recorded: date | None = None,
    rules: RuleSet = DEFAULT_RULES,
) -> Answer:
    """Whether a provision (or measure) could be enforced against a party or place on a day, and why.

    `today` decides between past and present tense. `known` is the day whose knowledge `lit` holds;
    before `first_recorded` nothing was known, and the answer says so.
    """
    asked = _Asked(lit, party, on, today or known or on, known or today or on, rules)
    if known is not None and first_recorded is not None and known < first_recorded:
        return asked.unrecorded(provision, first_recorded)
    if is_whole(lit, provision):
        return of_whole(lit, provision, asked.one, asked.tense)
    return asked.one(provision)


class _Asked:
    """One question, of one provision or of several."""

    def __init__(
        self, lit: Litigation, party: Id, on: date, today: date, known: date, rules: RuleSet
    ) -> None:
        self.lit = lit
        self.party = party
        self.on = on
        self.known = known
        self.rules = rules
        self.tense = Tense(lit, party, on, today)

    def one(self, provision: Id) -> Answer:
        """The answer about one provision, or a measure without recorded provisions."""
        course = course_of(self.lit, provision, self.rules)
        outlook = course.outlook(self.party, self.on)
        shown = explained(course, self.party, self.on)
        elsewhere = self._elsewhere(provision) if outlook.state == "in-force" else ""
        period = stretch(course.periods(self.party), self.on)
        open_ = Doubt() if outlook.certain else doubt(course, self.party, self.on)
        checked = horizon(course, self.on)
        said = self.tense.sentence(
            outlook.state,
            provision,
            reason=outlook.reason,
            why=self._why(outlook.state, course, shown, open_),
            enforceable=outlook.enforceable,
        )
        if elsewhere:
            said = self.tense.enforced(thing(self.lit, provision), may=False)
            said = say("because-of", said=said, why=elsewhere)
        return Answer(
            provision=provision,
            party=self.party,
            on=self.on,
            known=self.known,
            state=outlook.state,
            certain=outlook.certain and (checked is None or self.on <= checked),
            reason=outlook.reason,
            sentence=self.tense.ended(said, checked),
            because=tuple(deciding(course, shown, outlook.possible, open_.effects)),
            relief=tuple(self._relief(view) for view in _latest_first(course, shown.views.values())),
            derivation=tuple(self._steps(course)),
            readings=open_.readings,
            missing=(
                *(self._assumed(course, outlook) if outlook.certain else open_.missing),
                *self._doubted(course),
            ),
            since=period.start,
            until=period.end,
            enforceable="no" if elsewhere else outlook.enforceable,
            checked_to=checked,
        )

    def unrecorded(self, provision: Id, first: date) -> Answer:
        """The answer of a day on which nothing had been recorded yet."""
        why = say("nothing-recorded", day=first)
        return Answer(
            provision=provision,
            party=self.party,
            on=self.on,
            known=self.known,
            state="uncertain",
            certain=False,
            sentence=self.tense.ended(self.tense.sentence("uncertain", provision, why=why), None),
            missing=(say("miss-record", day=first),),
            enforceable="unknown",
        )

    # Why

    def _elsewhere(self, provision: Id) -> str:
        """Why the law of a state or city, though in force, does not reach somebody elsewhere."""
        lit = self.lit
        if lit.reaches(provision, self.party, self.on):
            return ""
        each = lit.provisions.get(provision)
        home = lit.measures[each.measure if each is not None else provision].enacted_by or ""
        return self.tense.say("elsewhere", home=party(lit, home))

    def _why(self, state: str, course: Course, shown: Explained, open_: Doubt) -> str:
        """What decides the state, or what is missing to decide it, as the end of the sentence."""
        if state == "blocked":
            by = shown.surely(Level.BLOCKED)
            return self._protected([thing(self.lit, view.relief) for view in _latest_first(course, by)])
        if state == "restricted":
            return self._restriction(course, shown)
        return say("because", reasons=listed(open_.why[:3])) if open_.why else ""

    def _protected(self, reliefs: list[str]) -> str:
        """Which relief protects the party, the latest by its name."""
        if not reliefs:
            return ""
        kind = ("protected", "protected-two", "protected-many")[min(len(reliefs), 3) - 1]
        return self.tense.say(kind, relief=reliefs[0], n=len(reliefs) - 1, them_=self._them)

    @property
    def _them(self) -> str:
        return "them" if self.party in self.lit.classes and plural(self.lit, self.party) else "it"

    def _restriction(self, course: Course, shown: Explained) -> str:
        """How far relief that restricts holds back."""
        lit, it = self.lit, self.tense.it(course.provision)
        why = sorted({each for view in shown.views.values() for each in view.why})
        words = [what for kind, what in why if kind == "condition"]
        people = [named(lit, what) for kind, what in why if kind == "class"]
        provisions = [short(lit, what, course.provision) for kind, what in why if kind == "provision"]
        places: list[str] = [party(lit, what) for kind, what in why if kind in {"place", "territory"}]
        if words:
            return self.tense.say("held-so", it_=it, words=listed(words))
        if people:
            return self.tense.say("held-for", it_=it, people=listed(people))
        if provisions:
            were = self.tense.was if len(provisions) == 1 else many(self.tense.was)
            return self.tense.say("held-parts", provisions=listed(provisions), were_=were)
        if len(places) > 5:
            places = [*places[:4], say("other-places", n=len(places) - 4)]
        return self.tense.say("held-in", it_=it, places=listed(places)) if places else ""

    def _assumed(self, course: Course, outlook: Outlook) -> tuple[str, ...]:
        """What a certain answer takes for granted: that mandates issued by the bound of the rule set."""
        passed = [
            moment
            for worlds in course.worlds
            for moment in worlds.moments
            if moment.assumed and moment.latest is not None and moment.latest <= self.on
        ]
        if not passed:
            return ()
        rules = replace(self.rules, mandate_bound_days=_NEVER_BOUND)
        without = course_of(self.lit, course.provision, rules)
        if without.outlook(self.party, self.on).states == outlook.states:
            return ()
        missing = doubt(without, self.party, self.on).missing
        found = dict.fromkeys(what for what in missing if _kind(what) == "miss-date")
        for moment in passed:
            if moment.mandate_of is not None and moment.latest is not None:
                name = mandate(self.lit, moment.mandate_of)
                if any(what.startswith(f"date of {name}") for what in found):
                    days, version = self.rules.mandate_bound_days, self.rules.version
                    found[say("assumed", mandate=name, day=moment.latest, version=version, n=days)] = None
        return tuple(found)

    def _doubted(self, course: Course) -> Iterator[str]:
        """Days that the source itself calls uncertain or approximate."""
        for key in course.bearing.calendar.of:
            effect = course.lit.effects[key]
            if effect.earliest <= self.on and effect.edtf.rstrip("?~%") != effect.edtf:
                yield say("miss-surer-day", effect=named(self.lit, key), edtf=effect.edtf)

    # Lines

    def _relief(self, view: View) -> ReliefLine:
        words = row(list(dict.fromkeys(self._scope(each) for each in sorted(view.scopes))), " / ")
        return ReliefLine(view.relief, view.covers, view.state, words, view.certain)

    def _scope(self, key: Id) -> str:
        each = self.lit.scopes.get(key)
        said = scope(self.lit, key)
        if each is not None and each.does_not_bind and "not bound" not in said:
            who = listed([party(self.lit, who) for who in each.does_not_bind])
            return row([said, say("scope-not-binding", who=who)], "; ")
        return said

    def _steps(self, course: Course) -> Iterator[Step]:
        """What had happened, or may have, by the day asked about, in legal order."""
        lit = course.lit

        def day(effect: Effect) -> date:
            moment = course.moment(effect.id)
            return moment.earliest if moment is not None else effect.earliest

        keys = (*course.bearing.calendar.of, *course.bearing.shown)
        effects = [lit.effects[key] for key in keys if key not in course.invented]
        acts = [Act(effect, day(effect)) for effect in effects if day(effect) <= self.on]
        for act in in_order(lit, acts, FirstCome()) or acts:
            effect = act.effect
            moment = course.moment(effect.id)
            cited = lit.rulings.get(effect.producer) or lit.measures.get(effect.producer)
            sources = effect.sources or (cited.sources if cited is not None else ())
            yield Step(
                on=act.day,
                latest=moment.latest if moment is not None else effect.latest,
                effect=effect.id,
                type=effect.type,
                producer=effect.producer,
                did=did(lit, effect, moment),
                source=sources[0] if sources else None,
                citation=cited.citations[0] if cited is not None and cited.citations else None,
            )


def _kind(said: str) -> str:
    return said.kind if isinstance(said, Sentence) else ""


def _latest_first(course: Course, views: Iterable[View]) -> list[View]:
    def begun(view: View) -> tuple[date, Id]:
        days = [course.lit.effects[key].earliest for key in view.begun_by if key in course.lit.effects]
        return (max(days, default=date.min), view.relief)

    return sorted(views, key=begun, reverse=True)
