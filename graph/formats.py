"""The formats that answers and graphs are written in, by every name that people use."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from pyoxigraph import QueryResultsFormat, RdfFormat

from .errors import QueryParameterError

Kind = Literal["solutions", "boolean", "triples"]


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name on the command line, its media type, its file suffix, other names of it."""

    name: str
    media_type: str
    suffix: str
    also: tuple[str, ...]
    engine: QueryResultsFormat | RdfFormat | None

    @property
    def holds_graphs(self) -> bool:
        """Whether statements keep the name of their graph in this format."""
        return isinstance(self.engine, RdfFormat) and self.engine.supports_datasets

    def comment(self, said: str) -> bytes:
        """A remark at the end of a document; where each line is a statement, and in JSON, there is none."""
        if self.name in {"turtle", "trig"}:
            return f"# {said}\n".encode()
        return f"<!-- {said} -->\n".encode() if self.name == "rdfxml" else b""


RESULTS: Final = (
    Format("json", "application/sparql-results+json", "srj", ("application/json",), QueryResultsFormat.JSON),
    Format(
        "xml",
        "application/sparql-results+xml",
        "srx",
        ("application/xml", "text/xml"),
        QueryResultsFormat.XML,
    ),
    Format("csv", "text/csv", "csv", (), QueryResultsFormat.CSV),
    Format("tsv", "text/tab-separated-values", "tsv", (), QueryResultsFormat.TSV),
    Format("table", "text/plain", "txt", (), None),
)
"""Of solutions and of yes or no."""

GRAPHS: Final = (
    Format("turtle", "text/turtle", "ttl", ("application/x-turtle",), RdfFormat.TURTLE),
    Format("trig", "application/trig", "trig", ("application/x-trig",), RdfFormat.TRIG),
    Format("nquads", "application/n-quads", "nq", ("n-quads", "text/x-nquads"), RdfFormat.N_QUADS),
    Format("ntriples", "application/n-triples", "nt", ("n-triples",), RdfFormat.N_TRIPLES),
    Format(
        "jsonld", "application/ld+json", "jsonld", ("json-ld", "json", "application/json"), RdfFormat.JSON_LD
    ),
    Format(
        "rdfxml",
        "application/rdf+xml",
        "rdf",
        ("rdf/xml", "xml", "application/xml", "text/xml"),
        RdfFormat.RDF_XML,
    ),
)
"""Of statements."""


@lru_cache(256)
def named(name: str, kind: Kind) -> Format:
    """The format of that name, suffix or media type, for an answer of that kind.

    Raises `QueryParameterError` that lists what there is.
    """
    wanted = name.strip().lower().partition(";")[0]
    offered = GRAPHS if kind == "triples" else RESULTS
    for found in offered:
        if wanted in {found.name, found.media_type, found.suffix, *found.also}:
            return found
    what = "statements" if kind == "triples" else "this answer"
    names = ", ".join(offer.name for offer in offered)
    raise QueryParameterError(f"{what} cannot be written as {name!r}; use one of {names}")


def by_suffix(file_name: str) -> Format | None:
    """The format of statements that a file of that name holds: `all.trig`, `all.nq.gz`."""
    suffix = file_name.lower().removesuffix(".gz").rpartition(".")[2]
    return next((found for found in GRAPHS if found.suffix == suffix), None)
