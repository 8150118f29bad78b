"""What the page of an entity shows besides its statements: one function per kind.

Each takes the entity's IRI and gives what its template (`templates/entity/<kind>.html`) needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from . import courts, measures, people, places

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pyoxigraph import NamedNode


SECTIONS: Final[Mapping[str, tuple[str, Callable[[NamedNode], dict[str, object]]]]] = {
    "order": ("measure", measures.measure),
    "statute": ("measure", measures.measure),
    "policy": ("measure", measures.measure),
    "provision": ("measure", measures.provision),
    "lawsuit": ("lawsuit", courts.lawsuit),
    "ruling": ("ruling", courts.ruling),
    "judge": ("person", people.person),
    "official": ("person", people.person),
    "person": ("person", people.person),
    "post": ("post", people.post),
    "jurisdiction": ("place", places.place),
}
"""By kind: the template's name, and what it is given."""
