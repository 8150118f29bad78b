"""Two ids made one in the statements of documents, and taken apart again without a trace.

Each statement that has to change is kept as its document made it, beside what it became
(`ej:saidBefore`, in the document's entry of the graph `provenance`), so that taking a decision back, or
adding another one, always starts from what documents say.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from ... import shapes
from ...ontology.terms import ej, term

_LABEL: Final = term("rdfs:label")
_ALT_LABEL: Final = term("skos:altLabel")
Term = NamedNode | BlankNode | Literal | Triple
Standing = Mapping[tuple[NamedNode, NamedNode], Collection[Term]]
"""For an entity that several became and a property with one value: the value that stands."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A statement as its document made it, and as it stands; nothing where it would say nothing any more."""

    said: Quad
    stands: Quad | None

    def written(self) -> str:
        """As a literal keeps it: two lines of N-Quads, the second empty where nothing stands."""
        return f"{self.said} .\n{f'{self.stands} .' if self.stands is not None else ''}"


def read(text: str) -> Changed:
    """What `Changed.written` wrote."""
    said, _, stands = text.partition("\n")
    found = [next(iter(parse(line.encode(), format=RdfFormat.N_QUADS)), None) for line in (said, stands)]
    assert found[0] is not None  # it was written here
    return Changed(found[0], found[1])


def mentions(quad: Quad, nodes: Collection[object]) -> bool:
    """Whether a statement is about one of these, or leads to one."""
    return quad.subject in nodes or quad.object in nodes


def original(held: Collection[Quad], changed: Iterable[Changed]) -> set[Quad]:
    """What a document said, from what stands of it and what was changed in it."""
    found, before = set(held), list(changed)
    kept = [each for each in before if each.stands is None or each.stands in found]
    found -= {each.stands for each in kept if each.stands is not None}
    return found | {each.said for each in kept}


def merged(
    said: Collection[Quad], canonical: Mapping[NamedNode, NamedNode], standing: Standing
) -> tuple[set[Quad], list[Changed]]:
    """The statements of a document under the ids that are used, and what had to change for it."""
    changed = [_changed(quad, canonical, standing) for quad in said if mentions(quad, canonical)]
    becomes = {each.stands for each in changed if each.stands is not None}
    plain = {quad for quad in said if not mentions(quad, canonical)}
    # What was said of both must be said of both again, once they are two.
    changed += [Changed(quad, quad) for quad in plain & becomes]
    return plain | becomes, sorted(changed, key=lambda each: each.written())


def _changed(quad: Quad, canonical: Mapping[NamedNode, NamedNode], standing: Standing) -> Changed:
    subject = (
        canonical.get(quad.subject, quad.subject) if isinstance(quad.subject, NamedNode) else quad.subject
    )
    value = canonical.get(quad.object, quad.object) if isinstance(quad.object, NamedNode) else quad.object
    if subject == value:
        return Changed(quad, None)  # that it is itself
    predicate = quad.predicate
    stands = standing.get((subject, predicate)) if isinstance(subject, NamedNode) else None
    if stands is not None and quad.subject != subject and value not in stands:
        if predicate == _LABEL:
            predicate = _ALT_LABEL
        else:
            text = f"Under its former id {_short(quad.subject)}: {_words(predicate)} {_short(value)}"
            predicate, value = ej("note"), Literal(text)
    return Changed(quad, Quad(subject, predicate, value, quad.graph_name))


def standings(
    said: Iterable[Quad], canonical: Mapping[NamedNode, NamedNode]
) -> dict[tuple[NamedNode, NamedNode], Collection[Term]]:
    """Which value stands of each property with one value, of those that became one.

    That of the entity whose id stays, else of the first in the alphabet that has one. `said` is what
    documents say of all of them.
    """
    found: dict[tuple[NamedNode, NamedNode], dict[NamedNode, list[Term]]] = {}
    used = set(canonical.values())
    for quad in said:
        if quad.predicate in single() and isinstance(quad.subject, NamedNode):
            one = canonical.get(quad.subject, quad.subject)
            if one in used:
                value = (
                    canonical.get(quad.object, quad.object)
                    if isinstance(quad.object, NamedNode)
                    else quad.object
                )
                found.setdefault((one, quad.predicate), {}).setdefault(quad.subject, []).append(value)
    return {key: _first(values, key[0]) for key, values in found.items()}


def _first(values: Mapping[NamedNode, list[Term]], stays: NamedNode) -> Collection[Term]:
    chosen = stays if stays in values else min(values, key=lambda each: each.value)
    return values[chosen]


@cache
def single() -> frozenset[NamedNode]:
    """The properties with one value, by the shapes; and the name, of which there is one in a language."""
    path, most = term("sh:path"), term("sh:maxCount")
    triples = list(shapes.load())
    limited = {
        triple.subject for triple in triples if triple.predicate == most and _value(triple.object) == "1"
    }
    found = {
        triple.object
        for triple in triples
        if triple.predicate == path and triple.subject in limited and isinstance(triple.object, NamedNode)
    }
    return frozenset(found | {_LABEL})


def _value(found: object) -> str:
    return found.value if isinstance(found, Literal) else ""


def _short(found: object) -> str:
    text = found.value if isinstance(found, (NamedNode, Literal, BlankNode)) else str(found)
    return "/".join(text.split("/")[-2:]) if isinstance(found, NamedNode) else text


def _words(predicate: NamedNode) -> str:
    name = predicate.value.rpartition("#")[2].rpartition("/")[2]
    return "".join(f" {sign.lower()}" if sign.isupper() else sign for sign in name)


def written(changed: Iterable[Changed]) -> tuple[str, ...]:
    """As a document's entry keeps them."""
    return tuple(sorted(each.written() for each in changed))


def reading(before: Iterable[str]) -> Iterator[Changed]:
    """What a document's entry keeps."""
    return (read(text) for text in before)
