"""How a newer revision of a document differs from the one before, in sentences: "EO 13993: revoked by EO 14148, new"."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Final, Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from ...ontology.terms import EJV, ej, ejv, term
from ..dates import written_out
from ..iris import Iris

SHOWN: Final = 50
"""So many sentences are told of one document; the others are counted."""
_LONGEST: Final = 160
_TYPE: Final = term("rdf:type")
_LABEL: Final = term("rdfs:label")
_NAMES: Final = (_LABEL, term("skos:prefLabel"), term("dcterms:title"), term("foaf:name"))
_HIDDEN: Final = frozenset(
    (_TYPE, ej("about"), ej("line"), ej("startOffset"), ej("endOffset"), ej("asOfNote"))
)
"""What changes with the place of a row, and says nothing of the world."""
_CLAIM: Final = ej("claimText")
_ENDING: Final = frozenset(map(ejv, ("revokes", "supersedes", "vacate", "reverse", "dissolve", "expire")))
_DONE: Final = {
    "amends": "amended by {}", "revokes": "revoked by {}", "supersedes": "superseded by {}",
    "reinstates": "reinstated by {}", "takes-effect": "takes effect by {}",
    "vacate": "vacated by {}", "reverse": "reversed by {}", "affirm": "affirmed by {}", "stay": "stayed by {}",
    "grant": "granted by {}", "deny": "denied by {}", "dissolve": "dissolved by {}", "expire": "expired",
}  # fmt: skip
Term = NamedNode | BlankNode | Literal | Triple


class Named(Protocol):
    """Where the names of things and of words are looked up: a store, or several."""

    def quads(self, subject: NamedNode, predicate: NamedNode | None = None, /) -> Iterator[Quad]:
        """What is said of a thing."""
        ...


@dataclass(frozen=True, slots=True)
class Differences:
    """The first sentences, and how many there are: things that are new, gone or told otherwise."""

    sentences: tuple[str, ...] = ()
    new: int = 0
    gone: int = 0
    otherwise: int = 0

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.otherwise)

    @property
    def summary(self) -> str:
        """The counts in words."""
        counted = ((self.new, "new"), (self.gone, "gone"), (self.otherwise, "told otherwise"))
        return ", ".join(f"{count:,} {said}" for count, said in counted if count)

    def text(self) -> list[str]:
        """The sentences, and how many more there are."""
        total = self.new + self.gone + self.otherwise
        more = [f"and {total - len(self.sentences):,} more"] if total > len(self.sentences) else []
        return [f"differs: {self.summary}", *self.sentences, *more] if self else []

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "new": self.new,
            "gone": self.gone,
            "otherwise": self.otherwise,
            "sentences": list(self.sentences),
        }


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence of what differs, and the entity of which it is told: of an effect that on which it acts."""

    entity: NamedNode
    sentence: str


def told(store: Named, iris: Iris, held: Collection[Quad], wanted: Collection[Quad]) -> list[Told]:
    """All that differs between two sets of statements, entity by entity in the order of their IRIs."""
    come, gone = set(wanted) - set(held), set(held) - set(wanted)
    found = _Telling(store, iris, held, wanted, come, gone).by_entity()
    return sorted(set(found), key=lambda each: (each.entity.value, each.sentence))


def differences(
    store: Named, iris: Iris, held: Collection[Quad], wanted: Collection[Quad], shown: int = SHOWN
) -> Differences:
    """How `wanted`, the statements of a document as they will be, differ from those `held`, in words."""
    come, gone = set(wanted) - set(held), set(held) - set(wanted)
    if not come and not gone:
        return Differences()
    return _Telling(store, iris, held, wanted, come, gone).told(shown)


class _Telling:
    """The differences of one document in the making."""

    def __init__(
        self,
        store: Named,
        iris: Iris,
        held: Collection[Quad],
        wanted: Collection[Quad],
        come: set[Quad],
        gone: set[Quad],
    ) -> None:
        self.store = store
        self.iris = iris
        self.nodes = {quad.subject for quad in come | gone}
        self.come, self.gone = _by_subject(come, come), _by_subject(gone, gone)
        self.held = _by_subject(held, come | gone)
        self.wanted = _by_subject(wanted, come | gone)
        self.names: dict[object, str] = {}

    def told(self, shown: int) -> Differences:
        new, gone, otherwise = self._kinds()
        counted = sum(len(self._changed(node)) for node in otherwise)
        effects = sorted(
            (node for node in new if any(quad.predicate == ej("actsOn") for quad in self.wanted[node])),
            key=lambda node: (not self._ends(node), node.value),
        )
        others = [node for node in new if node not in set(effects)]
        # What one thing does to another says most, and what is told otherwise more than many new rows.
        lists = (
            (shown // 2, (self._whole(node, self.wanted[node], "new") for node in effects)),
            (shown // 4, (said for node in otherwise for said in self._otherwise(node))),
            (shown // 8, (self._whole(node, self.held[node], "no longer told of") for node in gone)),
            (shown, (self._whole(node, self.wanted[node], "new") for node in others)),
        )
        sentences: list[str] = []
        for most, told in lists:
            sentences += islice(told, min(most, shown - len(sentences)))
        for _, told in lists:  # where one kind has few, the others have more
            sentences += islice(told, shown - len(sentences))
        return Differences(tuple(sorted(dict.fromkeys(sentences))), len(new), len(gone), counted)

    def by_entity(self) -> Iterator[Told]:
        """Every sentence with its entity."""
        new, gone, otherwise = self._kinds()
        for nodes, told_of, word in ((new, self.wanted, "new"), (gone, self.held, "no longer told of")):
            for node in nodes:
                targets = [quad.object for quad in told_of[node] if quad.predicate == ej("actsOn")]
                target = min((each for each in targets if isinstance(each, NamedNode)), key=str, default=node)
                yield Told(target, self._whole(node, told_of[node], word))
        for node in otherwise:
            for sentence in self._otherwise(node):
                yield Told(node, sentence)

    def _kinds(self) -> tuple[list[NamedNode], list[NamedNode], list[NamedNode]]:
        """The things that are new, gone, and told otherwise; records tell of rows, not of the world."""
        new: list[NamedNode] = []
        gone: list[NamedNode] = []
        otherwise: list[NamedNode] = []
        for node in sorted(self.nodes, key=str):
            if isinstance(node, NamedNode) and "#" not in node.value:
                was, is_ = node in self.held, node in self.wanted
                (otherwise if was and is_ else new if is_ else gone).append(node)
        return new, gone, [node for node in otherwise if self._changed(node)]

    def _ends(self, node: NamedNode) -> bool:
        """Whether it is an effect that ends what it acts on."""
        kinds = {quad.object for quad in self.wanted[node] if quad.predicate == ej("effectType")}
        return not kinds.isdisjoint(_ENDING)

    def _changed(self, node: NamedNode) -> list[NamedNode]:
        """The properties of which something else is said than before; of a claim that is one, its words."""
        found = {quad.predicate for quads in (self.come, self.gone) for quad in quads.get(node, ())} - _HIDDEN
        if any(quad.predicate == ej("actsOn") for quad in self.wanted.get(node, ())):
            found.discard(ej("sourceWording"))  # of an effect that both orders tell of, in two lists
        return [_CLAIM] if _CLAIM in found else sorted(found, key=lambda each: each.value)

    def _whole(self, node: NamedNode, quads: Iterable[Quad], said: str) -> str:
        """An entity that came or went; an effect is told of that on which it acts."""
        by = {quad.predicate: quad.object for quad in quads}
        target, kind = by.get(ej("actsOn")), by.get(ej("effectType"))
        if isinstance(target, NamedNode) and isinstance(kind, NamedNode):
            word = kind.value.removeprefix(EJV)
            producer = by.get(ej("producedBy"))
            done = _DONE.get(word, f"{word.replace('-', ' ')} by {{}}")
            told = done.format(self._name(producer)) if producer is not None else done.partition(" by {}")[0]
            return f"{self._name(target)}: {told}, {said}"
        types = sorted(self._word(quad.object) for quad in quads if quad.predicate == _TYPE)
        # An executive order is an order; one of the two words is enough.
        types = [each for each in types if not any(other != each and other.endswith(each) for other in types)]
        kinds = f" ({', '.join(types)})" if types else ""
        return f"{self._name(node, quads)}{kinds}, {said}"

    def _otherwise(self, node: NamedNode) -> Iterator[str]:
        come, gone = _by_predicate(self.come.get(node, ())), _by_predicate(self.gone.get(node, ()))
        name = self._name(node, self.wanted.get(node, []))
        for predicate in self._changed(node):
            if predicate == _CLAIM and come.get(predicate) and gone.get(predicate):
                said, was = (self._name(min(each[predicate], key=str)).strip("“”") for each in (come, gone))
                yield f"{said}; was: {was}"
                continue
            new = sorted(self._name(value) for value in come.get(predicate, ()))
            old = sorted(self._name(value) for value in gone.get(predicate, ()))
            word = self._word(predicate)
            if new and old:
                yield f"{name}: {word} {', '.join(new)}, was {', '.join(old)}"
            elif new:
                yield f"{name}: {word} {', '.join(new)}, new"
            else:
                yield f"{name}: {word} {', '.join(old)}, no longer"

    def _name(self, value: Term | None, quads: Iterable[Quad] = ()) -> str:
        """What something is called: a short name of a numbered order, days written out, long texts cut."""
        if isinstance(value, Literal):
            return _shown(value)
        if not isinstance(value, NamedNode):
            return str(value)
        if value not in self.names:
            self.names[value] = self._named(value, quads)
        return self.names[value]

    def _named(self, node: NamedNode, quads: Iterable[Quad]) -> str:
        known = list(quads) or self.wanted.get(node) or self.held.get(node) or []
        said = [*known, *self.store.quads(node)]
        alternatives = sorted(
            quad.object.value
            for quad in said
            if quad.predicate == term("skos:altLabel")
            and isinstance(quad.object, Literal)
            and _is_short(quad.object)
        )
        if alternatives:
            return alternatives[0]
        for predicate in _NAMES:
            labels = sorted(
                quad.object.value
                for quad in said
                if quad.predicate == predicate and isinstance(quad.object, Literal)
            )
            if labels:
                return _cut(labels[0])
        return self.iris.short(node)

    def _word(self, value: object) -> str:
        """The word for a class, a property or a concept."""
        if not isinstance(value, NamedNode):
            return str(value)
        for quad in self.store.quads(value, term("skos:prefLabel")):
            if isinstance(quad.object, Literal):
                return quad.object.value
        return value.value.rpartition("#")[2].rpartition("/")[2]


def _by_subject(quads: Iterable[Quad], concerned: Collection[Quad]) -> Mapping[object, list[Quad]]:
    nodes = {quad.subject for quad in concerned}
    found: defaultdict[object, list[Quad]] = defaultdict(list)
    for quad in quads:
        if quad.subject in nodes:
            found[quad.subject].append(quad)
    return found


def _by_predicate(quads: Iterable[Quad]) -> Mapping[NamedNode, list[Term]]:
    found: defaultdict[NamedNode, list[Term]] = defaultdict(list)
    for quad in quads:
        found[quad.predicate].append(quad.object)
    return found


def _is_short(label: Literal) -> bool:
    """Whether an alternative name is the short one of a numbered order: `EO 13768`."""
    return label.value.startswith(("EO ", "Proc. ", "Proclamation "))


def _shown(value: Literal) -> str:
    if value.datatype == term("xsd:date") and len(value.value) == len("2025-01-31"):
        return written_out(date.fromisoformat(value.value))
    return (
        f"“{_cut(value.value)}”"
        if value.datatype in {term("xsd:string"), term("rdf:langString")}
        else value.value
    )


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()} …"
