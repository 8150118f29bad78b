"""The questions that the engine asks of a graph, and what is said of each thing.

Plain SPARQL 1.1 SELECTs over the union graph, one set at a time: any store or service answers them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final, Protocol

from pyoxigraph import Literal, NamedNode

from ...ontology.terms import EJV, PREFIXES, term
from ..dates import Bounds, parse_day, parse_edtf
from .things import Id

Select = Callable[[str], Iterable[Mapping[str, Any]]]  # terms of pyoxigraph, whoever answers
"""Asks a SELECT of a graph, its default graph the union of all; gives what each row binds."""

_HEAD: Final = "".join(
    f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("ej", "ejv", "foaf", "rdf", "rdfs")
)
_AT_ONCE: Final = 300
_NOT_IN_IRI: Final = frozenset('<>"{}|^`\\')


@dataclass(frozen=True, slots=True)
class Kind:
    """What is asked of the things of one kind: of which classes they are, and which properties count."""

    classes: tuple[str, ...]
    properties: tuple[str, ...]

    @property
    def iris(self) -> frozenset[Id]:
        """The IRIs of the classes."""
        return _iris(self)

    @property
    def names(self) -> frozenset[str]:
        """The local names of the properties."""
        return _names(self)


@cache
def _iris(kind: Kind) -> frozenset[Id]:
    return frozenset(term(each).value for each in kind.classes)


@cache
def _names(kind: Kind) -> frozenset[str]:
    return frozenset(each.rpartition(":")[2] for each in kind.properties)


MEASURE: Final = Kind(
    (
        "ej:Measure", "ej:Order", "ej:ExecutiveOrder", "ej:Proclamation", "ej:PresidentialMemorandum",
        "ej:AgencyDirective", "ej:GrantCondition", "ej:DesignationList", "ej:Statute", "ej:LocalPolicy", "ej:Bill",
    ),
    ("rdfs:label", "ej:signedOn", "ej:enactedOn", "ej:publishedOn", "ej:checkedTo", "ej:frCitation", "ej:citation",
     "ej:enactedBy"),
)  # fmt: skip
PROVISION: Final = Kind(
    ("ej:Provision", "ej:BlockedProvision", "ej:RestrainedProvision"),
    ("rdfs:label", "ej:ofMeasure", "ej:partOf"),
)
COURT: Final = Kind(
    ("ej:Court", "ej:AppellateCourt", "ej:SupremeCourt", "ej:TrialCourt"), ("rdfs:label", "ej:courtLevel")
)
PROCEEDING: Final = Kind(
    ("ej:Proceeding", "ej:AppellateProceeding"),
    ("rdfs:label", "ej:partOfLawsuit", "ej:inCourt", "ej:appealFrom"),
)
LAWSUIT: Final = Kind(("ej:Lawsuit",), ("rdfs:label", "ej:challenges", "ej:checkedTo"))
RULING: Final = Kind(
    ("ej:Ruling", "ej:AppellateRuling"),
    (
        "rdfs:label", "ej:byCourt", "ej:decidedOn", "ej:mandateIssuedOn", "ej:rulingType", "ej:inProceeding",
        "ej:citation", "ej:docketEntry",
    ),
)  # fmt: skip
RELIEF: Final = Kind(
    ("ej:Relief", "ej:UniversalRelief"),
    ("rdfs:label", "ej:reliefType", "ej:grantedBy", "ej:restrains", "ej:restrainsConduct"),
)
EFFECT: Final = Kind(
    ("ej:LegalEffect",),
    (
        "rdfs:label", "ej:effectType", "ej:producedBy", "ej:actsOn", "ej:earliest", "ej:latest", "ej:edtf",
        "ej:setsScope", "ej:suspendsScope", "ej:undoes", "ej:successor", "ej:sequence", "ej:ofEvent",
        "ej:atMandate", "ej:presupposedBy", "ej:endReason", "ej:lapsesOn", "ej:conditionalOn",
    ),
)  # fmt: skip
SCOPE: Final = Kind(
    ("ej:Scope", "ej:UniversalScope"),
    (
        "rdfs:label", "ej:scopeKind", "ej:protects", "ej:protectsPartiesOf", "ej:territory", "ej:binds",
        "ej:doesNotBind", "ej:coversProvision", "ej:conduct", "ej:exception", "ej:condition", "ej:application",
        "ej:includesSubdivisions", "ej:membersKnown", "ej:memberKind", "ej:knownNonMember",
        "ej:narrowestReading", "ej:widestReading",
    ),
)  # fmt: skip
CLASS: Final = Kind(
    ("ej:ProtectedClass",),
    ("rdfs:label", "ej:definition", "ej:takesIn", "ej:certifiedBy", "ej:decertifiedBy", "ej:territory"),
)
AGENTS: Final = {
    **dict.fromkeys(
        (
            "ej:Jurisdiction", "ej:City", "ej:ConsolidatedCityCounty", "ej:County", "ej:FederalDistrict",
            "ej:IndependentCity", "ej:LocalGovernment", "ej:Nation", "ej:State", "ej:TerritoryOfTheUnitedStates",
        ),
        "jurisdiction",
    ),
    "ej:Organization": "organization",
    "ej:Agency": "agency",
    "ej:Post": "post",
    "ej:PublicOffice": "post",
    "ej:CourtSeat": "post",
    "ej:Person": "person",
    "ej:Judge": "person",
    "ej:Official": "person",
}  # fmt: skip
"""The classes of those who can be parties, also those that are only concluded, and what they make them."""
AGENT: Final = Kind(
    tuple(AGENTS),
    ("rdf:type", "rdfs:label", "foaf:name", "ej:jurisdictionKind", "ej:within", "ej:sameGovernmentAs"),
)
CONTAINMENT: Final = Kind(("ej:Containment",), ("ej:part", "ej:whole", "ej:from", "ej:until"))
ROLE: Final = Kind(
    ("ej:PartyRole", "ej:OfficialCapacityParty", "ej:OfficialCapacityDefendant"),
    ("ej:party", "ej:inProceeding", "ej:role", "ej:capacity", "ej:joinedOn", "ej:leftOn"),
)
LAPSE: Final = Kind(("ej:LapseEvent",), ("ej:on",))
KINDS: Final = (
    MEASURE, PROVISION, COURT, PROCEEDING, LAWSUIT, RULING, RELIEF, EFFECT, SCOPE, CLASS, AGENT, CONTAINMENT, ROLE, LAPSE,
)  # fmt: skip


@cache
def predicates() -> frozenset[NamedNode]:
    """All that is read of anything: the types of things, and what counts of each kind."""
    return frozenset({term("rdf:type"), *(term(name) for kind in KINDS for name in kind.properties)})


class Facts:
    """What is said of one thing: the values of each property, sorted, in whatever order they came."""

    __slots__ = ("_said", "id")

    def __init__(self, thing: Id) -> None:
        self.id = thing
        self._said: defaultdict[str, set[str]] = defaultdict(set)

    def add(self, name: str, value: str) -> None:
        self._said[name].add(value)

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(sorted(self._said.get(name, ())))

    def one(self, name: str) -> str | None:
        """The value; the first of several, which the shapes do not let in."""
        return next(iter(self.all(name)), None)

    def word(self, name: str) -> str | None:
        """The local name of a concept."""
        found = self.one(name)
        return found.removeprefix(EJV) if found is not None else None

    def words(self, name: str) -> tuple[str, ...]:
        return tuple(each.removeprefix(EJV) for each in self.all(name))

    def day(self, name: str) -> date | None:
        """A day; no day where the graph holds one that no calendar has."""
        found = self.one(name)
        try:
            return parse_day(found) if found is not None else None
        except ValueError:
            return None

    def bounds(self, *names: str) -> Bounds | None:
        """The bounds of the first of these properties that has a date, which may be a month or a year.

        Of several dates, which the shapes do not let in, it may be any.
        """
        for name in names:
            found = [bounds for text in self.all(name) if (bounds := _read(text)) is not None]
            if found:
                latest = [each.latest for each in found if each.latest is not None]
                return Bounds(
                    min(each.earliest for each in found),
                    max(latest) if len(latest) == len(found) else None,
                    any(each.qualified for each in found),
                )
        return None

    @property
    def label(self) -> str:
        return self.one("label") or self.one("name") or ""

    def is_a(self, kind: "Kind") -> bool:
        """Whether it is of a kind, by the classes that are asserted."""
        return not kind.iris.isdisjoint(self._said.get("type", ()))

    def of(self, kind: "Kind") -> "Facts":
        """Of what is said only that which counts of things of a kind."""
        found = Facts(self.id)
        found._said.update((name, values) for name, values in self._said.items() if name in kind.names)
        return found


def _read(text: str) -> Bounds | None:
    try:
        return parse_edtf(text)
    except ValueError:
        return None


class Reader(Protocol):
    """Reads what is near some things: a store that is asked, or statements that are walked along."""

    def describe(self, ids: Iterable[Id]) -> dict[Id, Facts]:
        """What is said of these things, whatever they are."""
        ...

    def effects_on(self, ids: Iterable[Id]) -> dict[Id, Facts]:
        """What is said of the effects that act on these things, undo them, or are followed by them."""
        ...

    def leading(self, ids: Iterable[Id], *names: str) -> set[Id]:
        """The things from which one of these properties leads to one of these things."""
        ...

    def led(self, ids: Iterable[Id], *names: str) -> set[Id]:
        """The things to which one of these properties leads from one of these things."""
        ...

    def family(self, ids: Iterable[Id]) -> set[Id]:
        """What these are part of, their parts and their measures; of a measure, its provisions."""
        ...

    def members(self, classes: Iterable[str]) -> set[Id]:
        """All things of one of these classes."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """Reads by SELECTs: any store or service answers them."""

    select: Select

    def describe(self, ids: Iterable[Id]) -> dict[Id, Facts]:
        return describe(self.select, ids)

    def effects_on(self, ids: Iterable[Id]) -> dict[Id, Facts]:
        return effects_on(self.select, ids)

    def leading(self, ids: Iterable[Id], *names: str) -> set[Id]:
        return related(
            self.select, f"{_property(names)} ?id ?p ?about" if names[1:] else f"?id {names[0]} ?about", ids
        )

    def led(self, ids: Iterable[Id], *names: str) -> set[Id]:
        return related(
            self.select, f"{_property(names)} ?about ?p ?id" if names[1:] else f"?about {names[0]} ?id", ids
        )

    def family(self, ids: Iterable[Id]) -> set[Id]:
        return related(
            self.select,
            "{ ?about ej:partOf* ?id } UNION { ?id ej:partOf+ ?about } UNION { ?about ej:ofMeasure ?id }"
            " UNION { ?id ej:ofMeasure ?about }",
            ids,
        )

    def members(self, classes: Iterable[str]) -> set[Id]:
        found = self.select(
            f"{_HEAD}SELECT DISTINCT ?id WHERE {{ VALUES ?class {{ {' '.join(classes)} }} ?id a ?class }}"
        )
        return {row["id"].value for row in found if isinstance(row["id"], NamedNode)}


def _property(names: Iterable[str]) -> str:
    return f"VALUES ?p {{ {' '.join(names)} }}"


def of_kind(select: Select, kind: Kind) -> dict[Id, Facts]:
    """What is said of all things of a kind."""
    classes, properties = " ".join(kind.classes), " ".join(kind.properties)
    return _facts(
        select, [f"VALUES ?class {{ {classes} }} ?id a ?class . VALUES ?p {{ {properties} }} ?id ?p ?o"]
    )


def describe(select: Select, ids: Iterable[Id]) -> dict[Id, Facts]:
    """What is said of these things, whatever they are."""
    return _facts(select, (f"{chunk} ?id ?p ?o" for chunk in values("id", ids)))


def effects_on(select: Select, ids: Iterable[Id]) -> dict[Id, Facts]:
    """What is said of the effects that act on these things, undo them, or are followed by them."""
    acts = (
        "{ ?id ej:actsOn ?about } UNION { ?id ej:undoes ?about } UNION { ?id ej:successor ?about } ?id ?p ?o"
    )
    return _facts(select, (f"{chunk} {acts}" for chunk in values("about", ids)))


def _facts(select: Select, patterns: Iterable[str]) -> dict[Id, Facts]:
    found: dict[Id, Facts] = {}
    for pattern in patterns:
        for row in select(f"{_HEAD}SELECT DISTINCT ?id ?p ?o WHERE {{ {pattern} }}"):
            thing, name, value = row["id"], row["p"], row["o"]
            if isinstance(thing, NamedNode) and isinstance(value, (NamedNode, Literal)):
                local = name.value.rpartition("#")[2].rpartition("/")[2]
                found.setdefault(thing.value, Facts(thing.value)).add(local, value.value)
    return found


def values(name: str, ids: Iterable[Id]) -> Iterator[str]:
    """`VALUES` clauses that bind a variable to these ids, as many at once as a service takes."""
    listed = sorted(ids)
    for start in range(0, len(listed), _AT_ONCE):
        chunk = " ".join(f"<{each}>" for each in listed[start : start + _AT_ONCE] if _is_iri(each))
        if chunk:
            yield f"VALUES ?{name} {{ {chunk} }}"


def _is_iri(text: str) -> bool:
    return not any(each in _NOT_IN_IRI or each <= " " for each in text)


def related(select: Select, pattern: str, ids: Iterable[Id]) -> set[Id]:
    """The IRIs that a pattern finds as `?id` for `?about`, one of these ids."""
    found: set[Id] = set()
    for chunk in values("about", ids):
        for row in select(f"{_HEAD}SELECT DISTINCT ?id WHERE {{ {chunk} {pattern} }}"):
            if isinstance(row.get("id"), NamedNode):
                found.add(row["id"].value)
    return found


def sources(select: Select) -> dict[Id, tuple[Id, ...]]:
    """The sources that records cite for each thing, primary ones first."""
    return _sources(select, [""])


def sources_of(select: Select, ids: Iterable[Id]) -> dict[Id, tuple[Id, ...]]:
    """The sources that records cite for these things, primary ones first."""
    return _sources(select, values("id", ids))


def _sources(select: Select, patterns: Iterable[str]) -> dict[Id, tuple[Id, ...]]:
    found: defaultdict[Id, set[tuple[bool, Id]]] = defaultdict(set)
    for pattern in patterns:
        text = f"{pattern} ?record ej:about ?id ; ej:citedSource ?source . OPTIONAL {{ ?source ej:sourceRank ?rank }}"
        for row in select(f"{_HEAD}SELECT ?id ?source ?rank WHERE {{ {text} }}"):
            thing, source, rank = row["id"], row["source"], row.get("rank")
            if isinstance(thing, NamedNode) and isinstance(source, NamedNode):
                primary = isinstance(rank, NamedNode) and rank.value == f"{EJV}primary"
                found[thing.value].add((not primary, source.value))
    return {key: tuple(source for _, source in sorted(each)) for key, each in found.items()}
