"""All that is said with one property of ours, read from a generation at once: what the indices beside the engine are made of."""

from collections import defaultdict
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from ...ontology.terms import ej
from ..backend import Backend


def said(store: Backend, name: str) -> Iterator[tuple[str, str]]:
    """Everything that has the property, with a value: an IRI or what a literal writes. Nameless nodes are left out."""
    for row in store.select(f"SELECT ?s ?o WHERE {{ ?s {ej(name)} ?o }}"):
        subject, value = row["s"], row["o"]
        if isinstance(subject, NamedNode) and isinstance(value, (NamedNode, Literal)):
            yield subject.value, value.value


def value_of(store: Backend, name: str) -> dict[str, str]:
    """The value of everything that has the property: for one that takes no second."""
    return dict(said(store, name))


def values_of(store: Backend, name: str) -> dict[str, set[str]]:
    """All values of everything that has the property."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in said(store, name):
        found[one].add(other)
    return found
