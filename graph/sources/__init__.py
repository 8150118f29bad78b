"""Whom we read. Each source is a module that turns documents into statements; pure, no network.

A source is found by the content of a document, in the order of the table below. A new one is a
module with `NAME`, `VERSION`, `sniff` and `parse`, and one line here.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, cast

from ..errors import SourceError, UnreadableDocument
from ..ingestion.documents import Document
from ..iris import Iris

if TYPE_CHECKING:
    from pyoxigraph import Quad, Triple

    from ..records import Known

__all__ = ["NAMES", "Document", "Iris", "Parsed", "Source", "find", "get", "own_id"]


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a source made of one document: its statements, or the `faults` that keep it out.

    A triple belongs to the document's own graph, `iris.graph(document.id)`; a quad to the graph
    that it names, which only an Enjoin export may use. `notices` are remarks that keep nothing
    out. Each fault names the file, the line and the cure. The statements need not be held: they may be
    read anew whenever they are gone through.
    """

    document: Document
    statements: "Collection[Triple | Quad]" = field(repr=False)
    faults: tuple[SourceError, ...] = ()
    notices: tuple[str, ...] = ()


class Source(Protocol):
    """One way to read documents; a module with these names is one."""

    @property
    def NAME(self) -> str:  # noqa: N802 - a constant of the module
        """What `--as` calls it."""
        ...

    @property
    def VERSION(self) -> str:  # noqa: N802
        """Changes when the same bytes would give other statements."""
        ...

    def sniff(self, document: Document) -> bool:
        """Whether the content looks like this source's, judged by the content, not the name."""
        ...

    def parse(self, documents: Sequence[Document], iris: Iris, known: "Known") -> Iterator[Parsed]:
        """One `Parsed` for each document, in their order.

        The documents are one batch: they may refer to one another, and to what is `known`.
        What is wrong with one document is among its own faults and keeps no other out.
        """
        ...


NAMES: Final = ("tracker", "federal-register", "courtlistener", "courts", "fjc", "facts", "rdf", "article")
"""The sources, most particular first."""


def get(name: str) -> Source:
    """The source of that name; `UnreadableDocument` for a name that is none."""
    if name not in NAMES:
        raise UnreadableDocument("", f"{name!r} is no format", f"use one of {', '.join(NAMES)}")
    return cast("Source", import_module(f".{name.replace('-', '_')}", __name__))


def own_id(document: Document, form: str | None = None) -> str:
    """The id of a document: that of its name, but where its source tells it from another one of the same name."""
    try:
        source = get(form) if form else find(document)
    except SourceError:
        return document.id
    told = getattr(source, "own_id", None)
    return document.id if told is None else str(told(document))


def find(document: Document) -> Source:
    """The source whose content this is; `UnreadableDocument` where no source knows it."""
    for name in NAMES:
        source = get(name)
        if source.sniff(document):
            return source
    raise UnreadableDocument(
        document.name, "the content is in no format that is known", f"use one of {', '.join(NAMES)}"
    )
