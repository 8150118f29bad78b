"""What the page of an entity shows besides its statements: one function per kind.

Each takes the entity's IRI and gives what its template (`templates/entity/<kind>.html`) needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from . import binding, claims, courts, lawsuits, measures, people, places, rulings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pyoxigraph import NamedNode


SECTIONS: Final[Mapping[str, tuple[str, Callable[[NamedNode], dict[str, object]]]]] = {
    "order": ("measure", measures.measure),
    "statute": ("measure", measures.measure),
    "policy": ("measure", measures.measure),
    "provision": ("measure", measures.provision),
    "lawsuit": ("lawsuit", lawsuits.lawsuit),
    "proceeding": ("proceeding", courts.proceeding),
    "ruling": ("ruling", rulings.ruling),
    "relief": ("relief", rulings.relief),
    "effect": ("effect", rulings.effect),
    "judge": ("judge", people.judge),
    "official": ("person", people.official),
    "person": ("person", people.official),
    "post": ("person", people.post),
    "court": ("court", courts.court),
    "agency": ("person", courts.agency),
    "organization": ("person", courts.agency),
    "jurisdiction": ("place", places.place),
    "source": ("source", claims.source),
    "claim": ("claim", claims.claim),
}
"""By kind: the template's name, and what it is given."""
PARTS: Final[Mapping[tuple[str, str], tuple[str, Callable[[NamedNode], dict[str, object]]]]] = {
    ("jurisdiction", "binds"): ("entity/_binds.html", binding.binds),
}
"""Parts of pages that a script fetches by themselves: by kind and name, the template and what it is given."""
