"""What people write for an entity (an id, kind/id, an IRI) to the IRI of one that is known."""

from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from itertools import islice
from typing import Final

from pyoxigraph import NamedNode, Quad

from ..ontology.terms import EJV, term
from .backend import Backend
from .errors import EntityNotFound
from .iris import KINDS, Iris

MEASURES: Final = ("provision", "order", "policy", "statute")
PARTIES: Final = ("jurisdiction", "organization", "agency", "post", "person", "official", "judge", "class")
_SUGGESTED: Final = 3
_REPLACED: Final = term("dcterms:isReplacedBy")
_FEW: Final = 3


Likely = Callable[[str, Sequence[str]], list[str] | None]
"""Ids of some kinds, of all where none is named, among which those are that look like what was written; `None`: ask the graph."""


def resolve(
    store: Backend, iris: Iris, ref: str, kinds: Sequence[str] = (), likely: Likely | None = None
) -> NamedNode:
    """The entity that `ref` names: an IRI, `kind/id`, or an id of one of the kinds, tried in order.

    Raises `EntityNotFound` with ids that look like it, which `likely` knows, or else are looked for among all.
    """
    ref = ref.strip()
    if kinds == ("concept",):
        return NamedNode(EJV + ref.removeprefix("ejv:"))
    for found in _candidates(iris, ref, kinds or sorted(KINDS)):
        said = list(islice(store.quads(found), _FEW))
        if said:
            return _in_use(found, said)
    among = likely(wanted(iris, ref), kinds) if likely is not None else None
    found = suggestions(store, iris, ref, kinds) if among is None else alike(wanted(iris, ref), among)
    raise EntityNotFound(ref, found)


def _in_use(found: NamedNode, said: Sequence[Quad]) -> NamedNode:
    """The id that took the place of one of which nothing else is said any more."""
    for quad in said:
        if quad.predicate != _REPLACED:
            return found
    new = said[0].object
    return new if isinstance(new, NamedNode) else found


def _candidates(iris: Iris, ref: str, kinds: Sequence[str]) -> list[NamedNode]:
    if ref.startswith(("http://", "https://", "urn:")):
        try:
            return [NamedNode(ref)]
        except ValueError:
            return []
    kind, slash, name = ref.removeprefix("id/").partition("/")
    if slash:
        return [iris.entity(kind, name)] if kind in KINDS and name else []
    return [iris.entity(kind, ref) for kind in kinds] if ref else []


def suggestions(store: Backend, iris: Iris, ref: str, kinds: Sequence[str] = ()) -> list[str]:
    """Ids of known entities that look like `ref`, the likeliest first: all there are are read for it."""
    rows = store.select(
        f'SELECT DISTINCT ?s WHERE {{ ?s a ?type FILTER (STRSTARTS(STR(?s), "{iris.base}id/")) }}'
    )
    found = (iris.kind_and_id(row["s"]) for row in rows if isinstance(row["s"], NamedNode))
    ids = {name for known in found if known for kind, name in [known] if not kinds or kind in kinds}
    return alike(wanted(iris, ref), ids)


def wanted(iris: Iris, ref: str) -> str:
    """The id in what was written."""
    return iris.short(ref).rpartition("/")[2]


def alike(name: str, ids: Iterable[str]) -> list[str]:
    """Those of some ids that look like one, the likeliest first."""
    return get_close_matches(name, sorted(set(ids)), n=_SUGGESTED, cutoff=0.6)
