"""What a term is as the value of a facet: how an address writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

if TYPE_CHECKING:
    from ...graph.iris import Iris
    from ..ask import Term

_YEAR: Final = 4


def of_term(iris: Iris, term: Term) -> str:
    """An identifier, or the text itself."""
    if isinstance(term, NamedNode):
        found = iris.kind_and_id(term.value)
        return found[1] if found else term.value.rpartition("/")[2].rpartition("#")[2]
    return term.value


def of_year(iris: Iris, term: Term) -> str:
    """The year of a day; no text for what begins with none."""
    del iris
    return term.value[:_YEAR] if term.value[:_YEAR].isdigit() else ""
