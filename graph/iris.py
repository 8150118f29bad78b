"""Minting: kinds and ids in, IRIs out. Nothing else spells an IRI.

An entity is `<base>id/<kind>/<id>`, a named graph `<base>graph/<name>`. The base is that of
the data (configurable), never that of the ontology.
"""

import re
from typing import Final
from urllib.parse import quote, unquote

from pyoxigraph import NamedNode

DEFAULT_BASE: Final = "https://w3id.org/enjoin/"

KINDS: Final = frozenset((
    "agency", "appellate-review", "bench", "claim", "class", "containment", "court", "designation",
    "disposition", "effect", "event", "group", "judge", "jurisdiction", "lawsuit", "official", "order",
    "organization", "party-role", "period", "person", "policy", "post", "proceeding", "provision",
    "relief", "ruling", "scope", "source", "statute", "tenure", "vote",
))  # fmt: skip
"""Every kind of entity that has an address."""

RESERVED: Final = frozenset(("adoptions", "concepts", "derived", "ontology", "provenance", "shapes"))
"""Names of the graphs that are ours: no document may take one."""

# What may stand in an id as it is; the rest is percent-encoded, so that every id makes an IRI.
_SAFE: Final = "-._~!$&'()*+,;=:@"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]*")


class Iris:
    """The IRIs under one base.

    >>> iris = Iris()
    >>> iris.entity("order", "eo-13768").value
    'https://w3id.org/enjoin/id/order/eo-13768'
    >>> iris.kind_and_id("https://w3id.org/enjoin/id/order/eo-13768")
    ('order', 'eo-13768')
    >>> iris.graph("starter-orders").value
    'https://w3id.org/enjoin/graph/starter-orders'
    """

    __slots__ = ("base",)

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        if not base.endswith(("/", "#")):
            base += "/"
        NamedNode(base)  # ValueError here, not at the first entity
        self.base = base

    def __repr__(self) -> str:
        return f"Iris({self.base!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Iris) and other.base == self.base

    def __hash__(self) -> int:
        return hash(self.base)

    def entity(self, kind: str, name: str) -> NamedNode:
        """The IRI of an entity; `ValueError` for a kind that is none, or an empty id."""
        if kind not in KINDS:
            raise ValueError(f"{kind!r} is no kind of entity")
        if not name:
            raise ValueError(f"a {kind} needs an id")
        return NamedNode(f"{self.base}id/{kind}/{quote(name, safe=_SAFE)}")

    def graph(self, name: str) -> NamedNode:
        """The IRI of a named graph: of a document's name, or an IRI as it is.

        `ValueError` where the name is neither letters, digits and `-._~`, nor an IRI.
        """
        if ":" in name:
            return NamedNode(name)
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} cannot name a graph: letters, digits and - . _ ~ only")
        return NamedNode(f"{self.base}graph/{name}")

    def record(self, graph: NamedNode, row: str) -> NamedNode:
        """The IRI of one record (row) of a document: `<graph IRI>#<row id>`."""
        return NamedNode(f"{graph.value}#{quote(row, safe=_SAFE + '/')}")

    def kind_and_id(self, iri: NamedNode | str) -> tuple[str, str] | None:
        """The kind and the id that an entity's IRI was minted from; `None` for any other IRI."""
        text = iri if isinstance(iri, str) else iri.value
        head = f"{self.base}id/"
        if not text.startswith(head):
            return None
        kind, slash, name = text[len(head) :].partition("/")
        return (kind, unquote(name)) if slash and name and kind in KINDS else None

    def graph_name(self, iri: NamedNode | str) -> str | None:
        """The name that a graph's IRI was minted from; `None` for any other IRI."""
        text = iri if isinstance(iri, str) else iri.value
        head = f"{self.base}graph/"
        name = text.removeprefix(head) if text.startswith(head) else ""
        return name if _NAME.fullmatch(name) else None

    def document(self, graph: NamedNode) -> str:
        """The id of the document whose graph that is; of a graph elsewhere, its IRI."""
        return self.graph_name(graph) or graph.value

    def rebased(self, text: str) -> str:
        """A text that names data under the default base, such as a query with its example, for data under this one."""
        if self.base == DEFAULT_BASE:
            return text
        for part in ("id/", "graph/"):
            text = text.replace(DEFAULT_BASE + part, self.base + part)
        return text

    def short(self, iri: NamedNode | str) -> str:
        """How people write an IRI: `order/eo-13768`, `graph/derived`, else the IRI itself."""
        text = iri if isinstance(iri, str) else iri.value
        found = self.kind_and_id(text)
        return "/".join(found) if found else text.removeprefix(self.base)
