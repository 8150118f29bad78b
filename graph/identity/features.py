"""What entities are compared by: names, numbers that tell them apart for good, courts, days."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Literal, NamedNode

from ...ontology.terms import ej, term
from ..backend import Backend
from ..citations import docket_numbers
from ..iris import Iris
from .names import keys

NAMES: Final = tuple(
    map(term, ("rdfs:label", "skos:altLabel", "foaf:name", "dcterms:title", "ej:caption", "ej:fjcName"))
)
"""The properties that hold names."""
MOST_NAMES: Final = 50
"""So many names of one entity are compared, the first in the alphabet."""
NUMBERS: Final[Mapping[str, tuple[str, ...]]] = {
    "proceeding": ("docketNumber", "courtListenerId"),
    "judge": ("fjcNid", "courtListenerId"),
    "person": ("fjcNid", "courtListenerId"),
    "official": (),
    "order": ("number", "frDocumentNumber"),
    "court": ("courtListenerId", "courtsDbId"),
    "jurisdiction": ("geoid", "fips"),
    "organization": (),
    "agency": (),
}
"""The kinds that may be one and the same, and the properties that tell two of a kind apart."""
_TYPE: Final = term("rdf:type")
_SERIES: Final = frozenset((ej("ExecutiveOrder").value, ej("Proclamation").value))
_CONTEXT: Final = (
    "inCourt",
    "filedOn",
    "bornOn",
    "diedOn",
    "signedOn",
    "within",
    "jurisdictionKind",
    "postIn",
)


@dataclass(frozen=True, slots=True)
class Features:
    """One entity as it is compared; `numbers` and `context` by the names of their properties."""

    iri: NamedNode
    kind: str
    label: str
    names: tuple[str, ...]
    numbers: Mapping[str, frozenset[str]] = field(default_factory=dict[str, "frozenset[str]"])
    context: Mapping[str, frozenset[str]] = field(default_factory=dict[str, "frozenset[str]"])
    statements: int = 0

    @property
    def settled(self) -> bool:
        """Whether a number tells for good which one it is; a docket number does so with its court and office."""
        if self.kind == "proceeding":
            offices = [each for text in self.numbers.get("docketNumber", ()) for each in docket_numbers(text)]
            told = bool(offices) and all(each.office or each.kind in {"", "A", "M", "O"} for each in offices)
            return told and bool(self.context.get("inCourt"))
        return any(self.numbers.values())


def read(store: Backend, iris: Iris, iri: NamedNode) -> Features | None:
    """The features of an entity; nothing for one of which no name is known, or of a kind that is not compared."""
    kind, _ = iris.kind_and_id(iri) or ("", "")
    if kind not in NUMBERS:
        return None
    said: dict[NamedNode, set[str]] = {}
    label, count = "", 0
    for quad in store.quads(iri):
        count += 1
        value = quad.object
        if isinstance(value, (Literal, NamedNode)):
            said.setdefault(quad.predicate, set()).add(value.value)
            if quad.predicate == NAMES[0] and isinstance(value, Literal):
                label = min(label or value.value, value.value)
    names = tuple(sorted({name for predicate in NAMES for name in said.get(predicate, ())})[:MOST_NAMES])
    if not names:
        return None
    return Features(
        iri,
        kind,
        label or names[0],
        names,
        {
            name: frozenset(_number(name, said[ej(name)], said.get(_TYPE, set())))
            for name in NUMBERS[kind]
            if ej(name) in said
        },
        {name: frozenset(said[ej(name)]) for name in _CONTEXT if ej(name) in said},
        count,
    )


def _number(name: str, values: Iterable[str], types: Iterable[str]) -> Iterator[str]:
    """The numbers as they are compared: that of an order with its series, since each series counts for itself."""
    series = next((each for each in sorted(types) if each in _SERIES), "").rpartition("#")[2]
    for value in values:
        if name == "number" and series:
            yield f"{value} ({series})"
        elif name == "docketNumber":
            yield from map(str, docket_numbers(value))
        else:
            yield value


def blocks(found: Features) -> tuple[frozenset[str], frozenset[str]]:
    """The keys under which an entity is held against others: of its names, and of its numbers."""
    of_names = {f"{found.kind} {key}" for name in found.names for key in keys(name)}
    courts = sorted(found.context.get("inCourt", ())) if found.kind == "proceeding" else []
    of_numbers = {
        f"{found.kind} {name} {value} {court if name == 'docketNumber' else ''}"
        for name, values in found.numbers.items()
        for value in values
        for court in (courts or [""])
    }
    return frozenset(of_names), frozenset(of_numbers)


def of_a_name(block: str) -> bool:
    """Whether a key of `blocks` is of a name: a kind and one word."""
    return block.count(" ") == 1
