"""Contradictions between data and ontology, found and said in words."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from ...ontology.terms import EJ, PREFIXES, term
from .axioms import Axioms
from .conclude import Conclusions, Premises, Statement
from .expressions import TYPE, Node, PropertyPath

_LABELS: Final = (term("rdfs:label"), term("skos:prefLabel"))


@dataclass(frozen=True, slots=True)
class Clash:
    """One contradiction: a sentence, and the statements that cannot all be true."""

    sentence: str
    statements: tuple[Triple, ...]


class Words:
    """How individuals, classes and statements are named to a reader."""

    def __init__(self, *described: Iterable[Statement]) -> None:
        self._labels: dict[Node, str] = {}
        for statements in described:
            for statement in statements:
                subject, found = statement.subject, statement.object
                if (
                    statement.predicate in _LABELS
                    and isinstance(found, Literal)
                    and isinstance(subject, Node)
                ):
                    self._labels.setdefault(subject, found.value)

    def node(self, node: Node) -> str:
        """`ruling/r-1 ("N.D. Cal., 25 April 2017")`, or without the words where there are none."""
        short = _short(node)
        label = self._labels.get(node)
        return f'{short} ("{label}")' if label else short

    def cls(self, cls: NamedNode) -> str:
        """`a Ruling`, `an AgencyDirective`."""
        name = cls.value.removeprefix(EJ)
        return f"{'an' if name[0] in 'AEIO' else 'a'} {name}"

    def statement(self, triple: Triple) -> str:
        """`effect/e-1 acts on relief/r-1`, with the labels of what it speaks of."""
        subject, found = triple.subject, triple.object
        said = self.node(found) if isinstance(found, Node) else str(found)
        who = self.node(subject) if isinstance(subject, Node) else str(subject)
        if triple.predicate == TYPE and isinstance(found, NamedNode):
            return f"{who} is stated to be {self.cls(found)}"
        return f"{who} {self._labels.get(triple.predicate, _short(triple.predicate))} {said}"

    def why(self, node: Node, cls: NamedNode, premises: Premises) -> str:
        """Why something belongs to a class, by the statements that put it there."""
        if premises == (Triple(node, TYPE, cls),):
            return "the data states it"
        return self.statements(premises)

    def statements(self, triples: Iterable[Triple]) -> str:
        return "; ".join(self.statement(triple) for triple in triples)


def _short(node: Node) -> str:
    """The end of an IRI that tells one entity from another: `ruling/r-1`, `ej:Ruling`."""
    if not isinstance(node, NamedNode):
        return str(node)
    for prefix, namespace in PREFIXES.items():
        if node.value.startswith(namespace):
            return f"{prefix}:{node.value.removeprefix(namespace)}"
    _, found, rest = node.value.partition("/id/")
    return rest if found else node.value


def find(ontology: Iterable[Triple], individuals: Iterable[Statement], words: Words) -> list[Clash]:
    """Every contradiction that the data shows on its face, in the order of the sentences.

    Members of two disjoint classes, objects that no class of a range takes in, and edges that run both
    ways, or to their own start, and must not. Contradictions of other kinds are not found here.
    """
    try:
        conclusions = Conclusions.under(ontology, individuals)
    except ValueError:  # a definition of a kind that only HermiT reads
        return []
    found = [
        *_disjoint(conclusions, words),
        *_outside_ranges(conclusions, words),
        *_edges(conclusions, words),
    ]
    return sorted(found, key=lambda clash: clash.sentence)


def _disjoint(conclusions: Conclusions, words: Words) -> Iterator[Clash]:
    for node, types in conclusions.types.items():
        if len(types) < 2:
            continue
        for pair in conclusions.axioms.disjoint:
            if pair <= types.keys():
                first, second = sorted(pair, key=lambda cls: cls.value)
                yield Clash(
                    f"{words.node(node)} is said to be both {words.cls(first)} and {words.cls(second)}, which "
                    f"are disjoint: nothing can be both. It is {words.cls(first)} because "
                    f"{words.why(node, first, types[first])}; it is {words.cls(second)} because "
                    f"{words.why(node, second, types[second])}.",
                    _each_once(types[first] + types[second]),
                )


def _outside_ranges(conclusions: Conclusions, words: Words) -> Iterator[Clash]:
    """Where a property leads to one of several classes, and its object belongs to something else."""
    axioms = conclusions.axioms
    for prop, classes in axioms.either.items():
        for found in conclusions.edges.get(PropertyPath(prop), {}).values():
            for other, premises in found.items():
                types = conclusions.types.get(other, {})
                against = [
                    next((each for each in types if frozenset((each, cls)) in axioms.disjoint), None)
                    for cls in classes
                ]
                if None not in against:
                    is_one = against[0] or classes[0]
                    yield Clash(
                        f"{words.node(other)} is said to be {' or '.join(map(words.cls, classes))}, and it is "
                        f"{words.cls(is_one)}, which is neither: {words.statements(premises)}; it is "
                        f"{words.cls(is_one)} because {words.why(other, is_one, types[is_one])}.",
                        _each_once(premises + types[is_one]),
                    )


def _edges(conclusions: Conclusions, words: Words) -> Iterator[Clash]:
    axioms = conclusions.axioms
    for prop in axioms.irreflexive | axioms.asymmetric:
        edges: Mapping[Node, Mapping[Node, Premises]] = conclusions.edges.get(PropertyPath(prop), {})
        for subject, found in edges.items():
            for other, premises in found.items():
                if other == subject:
                    yield Clash(
                        f"{words.node(subject)} stands in the relation {_short(prop)} to itself, which nothing "
                        f"can: {words.statements(premises)}.",
                        _each_once(premises),
                    )
                elif prop in axioms.asymmetric and str(subject) < str(other):
                    back = edges.get(other, {}).get(subject)
                    if back is not None:
                        yield Clash(
                            f"{words.node(subject)} and {words.node(other)} stand in the relation "
                            f"{_short(prop)} both ways, and it can run one way only: "
                            f"{words.statements(_each_once(premises + back))}.",
                            _each_once(premises + back),
                        )


def _each_once(triples: Premises) -> Premises:
    return tuple(dict.fromkeys(triples))


def contradiction_in(
    facts: Sequence[Triple], contradictory: Callable[[Sequence[Triple]], bool], words: Words
) -> list[Clash]:
    """A smallest set of facts that is `contradictory`, when no rule of thumb finds the fault."""
    if contradictory([]):
        return [Clash("The ontology contradicts itself, with no data at all.", ())]
    smallest = tuple(_smallest([], [], list(facts), contradictory))
    said = words.statements(smallest)
    return [Clash(f"These statements cannot all be true under the ontology: {said}.", smallest)]


def _smallest(
    kept: list[Triple],
    added: list[Triple],
    facts: list[Triple],
    contradictory: Callable[[Sequence[Triple]], bool],
) -> list[Triple]:
    """Those of `facts` without which `kept` is not contradictory: found by halving (QuickXplain)."""
    if added and contradictory(kept):
        return []
    if len(facts) <= 1:
        return facts
    first, second = facts[: len(facts) // 2], facts[len(facts) // 2 :]
    of_second = _smallest(kept + first, first, second, contradictory)
    of_first = _smallest(kept + of_second, of_second, first, contradictory)
    return of_first + of_second


def unsatisfiable_because(cls: NamedNode, ontology: Iterable[Triple], words: Words) -> Clash:
    """Why a class can have no member, as far as its superclasses show it."""
    try:
        axioms = Axioms.read(ontology)
    except ValueError:  # a definition of a kind that only HermiT reads
        return Clash(f"Nothing can be {words.cls(cls)}: its definition contradicts itself.", ())
    above = {cls, *axioms.supers.get(cls, ())}
    for pair in sorted(axioms.disjoint, key=lambda pair: sorted(map(str, pair))):
        if pair <= above:
            first, second = (words.cls(each) for each in sorted(pair, key=lambda each: each.value))
            reason = f"it would be both {first} and {second}, which are disjoint"
            return Clash(f"Nothing can be {words.cls(cls)}: {reason}.", ())
    return Clash(f"Nothing can be {words.cls(cls)}: its definition contradicts itself.", ())
