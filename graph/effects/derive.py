"""The graph `derived`: the periods of every provision for every group of parties bound alike.

Written from the effects alone, the same bytes each time; nobody edits it. Plain SPARQL then
answers questions about any day:

    ?period ej:ofProvision ?p ; ej:from ?from . OPTIONAL { ?period ej:until ?until }
    FILTER (?from <= ?on && (!BOUND(?until) || ?on < ?until))
"""

from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from ...ontology.terms import ej, ejv, term
from .. import progress
from ..dates import written_out
from ..iris import Iris
from .groups import Partition
from .periods import Lane, Stretch, lanes, units
from .sentence import listed, party
from .things import DEFAULT_RULES, Id, RuleSet
from .timeline import course_of
from .world import Litigation

_TYPE: Final = term("rdf:type")
_LABEL: Final = term("rdfs:label")
_DATE: Final = term("xsd:date")
_BOOLEAN: Final = term("xsd:boolean")
_DERIVED_FROM: Final = term("prov:wasDerivedFrom")
_BLOCKS: Final = ej("blocks")
_NAMED: Final = 3


def derived_quads(
    lit: Litigation, graph_iri: NamedNode, iris: Iris, rules: RuleSet = DEFAULT_RULES
) -> Iterator[Quad]:
    """All statements of the graph, in a fixed order."""
    yield from derive_for(lit, units(lit), graph_iri, iris, rules)
    for key, proceeding in lit.proceedings.items():
        for below in proceeding.appeal_from:
            yield Quad(NamedNode(below), ej("appealedIn"), NamedNode(key), graph_iri)


def derive_for(
    lit: Litigation,
    provisions: Iterable[Id],
    graph_iri: NamedNode,
    iris: Iris,
    rules: RuleSet = DEFAULT_RULES,
) -> Iterator[Quad]:
    """The statements about some provisions, or measures without provisions, in a fixed order.

    They replace those whose group or period is `ej:ofProvision` one of these, and `ej:blocks` on
    them: see `changed` for which ones a change touches.
    """
    told: set[Quad] = set()
    listed = sorted(set(provisions))
    for provision in progress.told("deriving", listed, len(listed)):
        for quad in statements_about(lit, provision, graph_iri, iris, rules):
            if quad.predicate != _BLOCKS:
                yield quad
            elif quad not in told:  # its measure may be blocked by another provision, too
                told.add(quad)
                yield quad


def statements_about(
    lit: Litigation, provision: Id, graph_iri: NamedNode, iris: Iris, rules: RuleSet = DEFAULT_RULES
) -> Iterator[Quad]:
    """The statements about one provision, or a measure without provisions, in a fixed order."""
    found = lanes(lit, provision, rules)
    page = _Page(lit, provision, graph_iri, iris, rules, alone=len(found) == 1)
    for lane in found:
        yield from page.lane(lane)
    yield from page.blocks()
    lit.courses.pop((provision, rules), None)  # nobody asks for it again, and there are many


def changed(before: Litigation, after: Litigation, rules: RuleSet = DEFAULT_RULES) -> set[Id]:
    """The provisions whose periods may differ between two states of the graph; gone ones among them."""
    old, new = ({each: _let_go(lit, each, rules) for each in units(lit)} for lit in (before, after))
    return {each for each in {*old, *new} if old.get(each) != new.get(each)}


def _let_go(lit: Litigation, provision: Id, rules: RuleSet) -> str:
    """The digest of a provision, of which nothing is kept: there are many."""
    found = digest(lit, provision, rules)
    lit.courses.pop((provision, rules), None)
    return found


def digest(lit: Litigation, provision: Id, rules: RuleSet = DEFAULT_RULES) -> str:
    """What the periods of a provision depend on, as one hash; no period is worked out for it."""
    course = course_of(lit, provision, rules)
    bearing = course.bearing
    scopes: set[Id] = set()
    things: list[object] = [rules, course.lit.provisions.get(provision), lit.measures.get(bearing.chain[-1])]
    things += [lit.provisions.get(each) for each in (*bearing.chain, *bearing.parts)]
    things += [lit.reliefs[each] for each in bearing.reliefs]
    for key in (*bearing.calendar.of, *bearing.shown):
        effect = course.lit.effects[key]
        ruling = lit.rulings.get(effect.producer)
        scopes |= {each for each in (effect.sets_scope, effect.suspends_scope) if each is not None}
        things += [effect, ruling, lit.courts.get(ruling.court or "") if ruling is not None else None]
        things += [lit.lapses.get(effect.producer), lit.rulings.get(effect.presupposed_by or "")]
        things += [lit.rulings.get(target) for target in effect.targets]
    rest, seen = set(scopes), set[Id]()
    while rest:
        key = rest.pop()
        seen.add(key)
        scope = lit.scopes.get(key)
        if scope is not None:
            things.append(scope)
            things += [lit.classes.get(each) for each in scope.protects]
            rest |= {each for each in (scope.narrowest, scope.widest) if each is not None} - seen
    partition = Partition(course)
    members = partition.candidates()
    things += [lit.agents.get(each) for each in members]
    things += [lit.agents.get(each) for each in sorted(course.named)]
    things += [lit.roles[key] for each in sorted(course.named) for key in lit.roles_of.get(each, ())]
    things += [lit.lies_in(each) for each in sorted({*partition.related, *map(lit.party, members)})]
    return sha256("\n".join(map(repr, things)).encode()).hexdigest()


class _Page:
    """What is written about one provision."""

    def __init__(
        self, lit: Litigation, provision: Id, graph: NamedNode, iris: Iris, rules: RuleSet, *, alone: bool
    ) -> None:
        self.lit = lit
        self.alone = alone
        self.provision = provision
        self.graph = graph
        self.iris = iris
        self.rules = rules
        kind, name = iris.kind_and_id(provision) or ("", sha256(provision.encode()).hexdigest()[:12])
        self.name = name if kind in {"", "provision"} else f"{kind}-{name}"

    def lane(self, lane: Lane) -> Iterator[Quad]:
        """A group and its periods."""
        if not lane.stretches:
            return
        members = lane.group.members
        key = "rest" if lane.group.rest else sha256("\n".join(members).encode()).hexdigest()[:12]
        group = self.iris.entity("group", f"{self.name}-{key}")
        who = self._who(lane)
        yield self._quad(group, _TYPE, ej("PartyGroup"))
        yield self._quad(group, _LABEL, _english(f"{who}, as to {self.lit.label(self.provision)}"))
        yield self._quad(group, ej("ofProvision"), NamedNode(self.provision))
        yield self._quad(group, ej("isRest"), Literal(str(lane.group.rest).lower(), datatype=_BOOLEAN))
        for member in members:
            yield self._quad(group, ej("hasMember"), NamedNode(member))
        for number, stretch in enumerate(lane.stretches):
            after = lane.stretches[number + 1] if number + 1 < len(lane.stretches) else None
            period = self.iris.entity("period", f"{self.name}-{key}-{stretch.start.isoformat()}")
            yield from self._period(period, group, who, stretch, after)

    def _period(
        self, period: NamedNode, group: NamedNode, who: str, stretch: Stretch, after: Stretch | None
    ) -> Iterator[Quad]:
        outlook = stretch.outlook
        until = f" until {written_out(stretch.end)}" if stretch.end is not None else ""
        state = (outlook.reason or outlook.state).replace("-", " ")
        said = f"{self.lit.label(self.provision)}, {who}: {state} from {written_out(stretch.start)}{until}"
        yield self._quad(period, _TYPE, ej("StatePeriod"))
        yield self._quad(period, _LABEL, _english(said))
        yield self._quad(period, ej("ofProvision"), NamedNode(self.provision))
        yield self._quad(period, ej("ofGroup"), group)
        yield self._quad(period, ej("state"), ejv(outlook.state))
        if outlook.reason is not None:
            yield self._quad(period, ej("stateReason"), ejv(outlook.reason))
        if not outlook.certain:
            for possible in outlook.possible:
                yield self._quad(period, ej("possibleState"), ejv(possible))
        yield self._quad(period, ej("from"), _day(stretch.start))
        if stretch.end is not None:
            yield self._quad(period, ej("until"), _day(stretch.end))
        for effect in stretch.opened_by:
            yield self._quad(period, ej("openedBy"), NamedNode(effect))
        for effect in after.opened_by if after is not None else ():
            yield self._quad(period, ej("closedBy"), NamedNode(effect))
        for source in stretch.derived_from:
            yield self._quad(period, _DERIVED_FROM, NamedNode(source))
        yield self._quad(period, ej("ruleSetVersion"), Literal(self.rules.version))

    def blocks(self) -> Iterator[Quad]:
        """A convenience: the rulings that granted relief against the provision, or let relief reach it."""
        lit = self.lit
        found: set[Id] = set()
        for relief in lit.reliefs_on.get(self.provision, ()):
            by_name = self.provision in lit.reliefs[relief].restrains
            for key in lit.effects_on.get(relief, ()):
                effect = lit.effects[key]
                granted = effect.type == "grant" and by_name and effect.latest is not None
                reached = effect.type in {"grant", "extend-scope", "clarify"} and self.provision in (
                    lit.provisions_named(effect.sets_scope) if effect.sets_scope is not None else ()
                )
                if (granted or reached) and effect.producer in lit.rulings:
                    found.add(effect.producer)
        provision = lit.provisions.get(self.provision)
        for ruling in sorted(found):
            yield self._quad(NamedNode(ruling), _BLOCKS, NamedNode(self.provision))
            if provision is not None:
                yield self._quad(NamedNode(ruling), _BLOCKS, NamedNode(provision.measure))

    def _who(self, lane: Lane) -> str:
        """The members of a group in words."""
        if lane.group.rest:
            return "everyone" if self.alone else "everyone else"
        names = [party(self.lit, each) for each in lane.group.members]
        if len(names) > _NAMED + 1:
            names = [*names[:_NAMED], f"{len(names) - _NAMED} others"]
        return listed(names)

    def _quad(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> Quad:
        return Quad(subject, predicate, value, self.graph)


def _english(text: str) -> Literal:
    return Literal(text, language="en")


def _day(value: date) -> Literal:
    return Literal(value.isoformat(), datatype=_DATE)
