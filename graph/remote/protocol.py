"""What a request of the SPARQL protocol says: the form of its query, what it needs declared, its dataset."""

from collections.abc import Mapping, Sequence
from typing import Final

from pyoxigraph import NamedNode

from ..errors import QuerySyntaxError
from ..guard import tokens

_FORMS: Final = frozenset(("ASK", "CONSTRUCT", "DESCRIBE", "SELECT"))
Dataset = Sequence[tuple[str, str]]
"""Parameters of a request that say what a query sees; none of them, what the service chooses."""


def form_of(sparql: str) -> str:
    """Which of the four forms a query has; `QuerySyntaxError` for none of them."""
    for token in tokens(sparql):
        if token.keyword in _FORMS:
            return token.keyword
        if token.kind not in {"word", "name", "iri", "mark"} or token.keyword not in {"", "BASE", "PREFIX"}:
            break
    raise QuerySyntaxError("a query begins with SELECT, CONSTRUCT, DESCRIBE or ASK", quoted=sparql[:40])


def headed(sparql: str, prefixes: Mapping[str, str] | None, base: str | None) -> str:
    """The query with what it needs declared, each prefix once."""
    declared = {token.text for token in tokens(sparql) if token.kind == "name" and token.text.endswith(":")}
    head = f"BASE <{base}>\n" if base else ""
    head += "".join(
        f"PREFIX {name}: <{namespace}>\n"
        for name, namespace in (prefixes or {}).items()
        if f"{name}:" not in declared
    )
    return head + sparql


def named_dataset(
    default_graphs: Sequence[NamedNode] | None, named_graphs: Sequence[NamedNode] | None
) -> Dataset:
    """The dataset of these graphs, in the words of the protocol."""
    default = [("default-graph-uri", graph.value) for graph in default_graphs or ()]
    return [*default, *(("named-graph-uri", graph.value) for graph in named_graphs or ())]
