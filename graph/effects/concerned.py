"""From a change to the provisions whose periods it may alter: what `litigation` reads, walked backwards.

A provision is concerned when what changed is among what `litigation.load_about` reads of it, before
or after. So the ways that are read there are followed here the other way round, over the statements
of both states, from every thing of which something else is said.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from pyoxigraph import NamedNode, Quad

from ...ontology.terms import ejv, term
from ..results import Term
from ..validation.states import TYPE, States
from . import gather

MOST: Final = 20_000
"""Of so many things it is asked whom they concern; a change of more is compared as a whole."""

_LED: Final = tuple(map(term, (
    "ej:actsOn", "ej:undoes", "ej:successor", "ej:grantedBy", "ej:restrains", "ej:ofEvent", "ej:inProceeding",
    "ej:partOfLawsuit", "ej:coversProvision", "ej:part", "ej:whole",
)))  # fmt: skip
"""What something concerns by what is said of it: an effect that on which it acts."""
_LEADING: Final = tuple(map(term, (
    "ej:actsOn", "ej:undoes", "ej:successor", "ej:producedBy", "ej:presupposedBy", "ej:grantedBy", "ej:ofEvent",
    "ej:setsScope", "ej:suspendsScope", "ej:narrowestReading", "ej:widestReading", "ej:protects", "ej:territory",
    "ej:knownNonMember", "ej:protectsPartiesOf", "ej:decertifiedBy", "ej:byCourt", "ej:party",
)))  # fmt: skip
"""What something concerns by what is said of others: a ruling the relief that it granted."""
_BY_MEASURE: Final = tuple(map(term, ("ej:producedBy", "ej:presupposedBy")))
_SCOPES: Final = tuple(map(term, ("ej:setsScope", "ej:suspendsScope")))
_READINGS: Final = tuple(map(term, ("ej:narrowestReading", "ej:widestReading")))
_COVERS, _PART_OF, _OF_MEASURE = map(term, ("ej:coversProvision", "ej:partOf", "ej:ofMeasure"))
_SAME, _WITHIN, _PART, _WHOLE = map(term, ("ej:sameGovernmentAs", "ej:within", "ej:part", "ej:whole"))
_PRODUCED: Final = term("ej:producedBy")
_NAMES: Final = frozenset(map(term, ("rdfs:label", "foaf:name")))
_LAWS: Final = gather.MEASURE.iris | gather.PROVISION.iris
_PLACES: Final = frozenset(term(name).value for name, each in gather.AGENTS.items() if each == "jurisdiction")


class TooMany(Exception):
    """A change concerns so much that it is quicker to look at everything."""


def concerned(states: States, touched: Iterable[Quad]) -> set[NamedNode]:
    """The provisions, and the measures, of which the periods may not be what they were.

    `touched` are the statements that came and went. Raises `TooMany`.
    """
    return _Walk(states).from_(touched)


class _Walk:
    """Everything that the things that changed concern, near and far."""

    def __init__(self, states: States) -> None:
        self._states = states
        self._seen: set[Term] = set()
        self._rest: list[Term] = []
        self._laws: set[Term] = set()

    def from_(self, touched: Iterable[Quad]) -> set[NamedNode]:
        changed: defaultdict[Term, set[NamedNode]] = defaultdict(set)
        for quad in touched:
            if quad.predicate in gather.predicates():
                changed[quad.subject].add(quad.predicate)
        for node, predicates in changed.items():
            self._begin(node, only_named=predicates <= _NAMES)
        while self._rest:
            self._on(self._rest.pop())
        return self._family()

    def _begin(self, node: Term, *, only_named: bool) -> None:
        """A thing of which something else is said; what only got another name tells only who reads of it."""
        types = self._types(node)
        if types & _LAWS:
            self._laws.add(node)
            if not only_named:
                for predicate in _BY_MEASURE:
                    self._go(self._states.into(predicate, node))
        agent = bool(types & gather.AGENT.iris)
        if not only_named or agent:
            self._go([node])
        if types & _PLACES:
            self._place(node, moved=not only_named)

    def _go(self, nodes: Iterable[Term]) -> None:
        for node in nodes:
            if node not in self._seen:
                self._seen.add(node)
                self._rest.append(node)
                if len(self._seen) > MOST:
                    raise TooMany

    def _on(self, node: Term) -> None:
        types = self._types(node)
        if types & _LAWS:
            self._laws.add(node)  # what it does to others it does not do because something is done to it
            return
        about = self._states.about(node)
        for predicate in _LED:
            self._go(about.get(predicate, ()))
        # A ruling tells the day of all that it does; an order is not concerned by what it did to others.
        self._go(each for each in about.get(_PRODUCED, ()) if not self._types(each) & _LAWS)
        for predicate in _LEADING:
            self._go(self._states.into(predicate, node))
        for predicate in _SCOPES:
            for scope in about.get(predicate, ()):
                self._covered(scope)
        if types & gather.CONTAINMENT.iris:
            for end in (*about.get(_PART, ()), *about.get(_WHOLE, ())):
                self._place(end, moved=True)

    def _covered(self, scope: Term) -> None:
        """The provisions that a scope, or a reading of it, names."""
        about = self._states.about(scope)
        readings = [each for predicate in _READINGS for each in about.get(predicate, ())]
        for each in (scope, *readings):
            self._laws.update(self._states.about(each).get(_COVERS, ()))

    def _place(self, place: Term, *, moved: bool) -> None:
        """A place concerns whoever it lies in, or lies in it: those may be named."""
        self._go({*self._near(place, up=True), *self._near(place, up=False)})
        if moved:  # and whoever may be on a list that is open
            self._go(self._states.into(term("ej:membersKnown"), ejv("some-members")))
            suspending = self._states.mentioned(term("ej:suspendsScope"))
            self._go(suspending)

    def _near(self, place: Term, *, up: bool) -> set[Term]:
        states = self._states
        seen: set[Term] = set()
        rest = [place]
        while rest:
            each = rest.pop()
            if each in seen:
                continue
            seen.add(each)
            if len(seen) > MOST:
                raise TooMany
            about = states.about(each)
            rest += [*about.get(_SAME, ()), *states.into(_SAME, each)]
            dated = states.into(_PART if up else _WHOLE, each)
            rest += [other for said in dated for other in states.about(said).get(_WHOLE if up else _PART, ())]
            rest += about.get(_WITHIN, ()) if up else states.into(_WITHIN, each)
        return seen

    def _types(self, node: Term) -> set[str]:
        return {each.value for each in self._states.about(node).get(TYPE, ()) if isinstance(each, NamedNode)}

    def _family(self) -> set[NamedNode]:
        """The provisions, what they are part of, their parts and measures; of measures their provisions."""
        states = self._states
        found: set[Term] = set()
        up, down = list(self._laws), list(self._laws)
        for law in self._laws:
            down += states.into(_OF_MEASURE, law)
            up += states.about(law).get(_OF_MEASURE, ())
        while up:
            each = up.pop()
            if each not in found:
                found.add(each)
                up += states.about(each).get(_PART_OF, ())
        below: set[Term] = set()
        while down:
            each = down.pop()
            if each not in below:
                below.add(each)
                down += states.into(_PART_OF, each)
        return {each for each in found | below if isinstance(each, NamedNode)}
