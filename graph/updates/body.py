"""The body of a write to one graph, as statements: in any RDF format, read piece by piece.

Only an expendable process reads what strangers send: a parser may die of it, or need all memory.
Nothing is fetched; blank nodes of the body are its own.
"""

import mmap
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, parse

from ..errors import UnreadableDocument
from ..formats import Format
from ..ingestion.documents import Document, decoded

NAME: Final = "the body"
_BOM: Final = b"\xef\xbb\xbf"
_PIECE: Final = 1 << 20


def statements(path: Path, form: Format, base: str | None, graph: NamedNode | None) -> Iterator[Quad]:
    """The statements of the file at `path`, all in `graph`; `None` is the default graph.

    Relative IRIs start at `base`. Raises `UnreadableDocument` or `UnexpectedContent` with the line.
    """
    from ..sources.rdf import check_json, check_xml, unreadable

    engine = form.engine
    if not isinstance(engine, RdfFormat):
        raise UnreadableDocument(NAME, f"{form.name} holds no statements", "send RDF")
    _check_characters(path)
    document = Document("body", NAME, b"", "")
    given: dict[str, object] = {"path": str(path)}
    if engine in {RdfFormat.RDF_XML, RdfFormat.JSON_LD}:
        content = path.read_bytes()
        document = Document("body", NAME, content, "")
        check = check_xml if engine == RdfFormat.RDF_XML else check_json
        check(document, decoded(content, NAME))
        given = {"input": decoded(content, NAME)}
    else:
        _check_nesting(document, path)
        if _begins_with_mark(path):
            given = {"input": path.read_bytes().removeprefix(_BOM)}
    target = DefaultGraph() if graph is None else graph
    try:
        for quad in parse(**given, format=engine, base_iri=base, rename_blank_nodes=True):  # pyright: ignore[reportArgumentType]
            if isinstance(quad.graph_name, (NamedNode, BlankNode)):
                raise UnreadableDocument(
                    NAME,
                    f"it has statements of the graph {quad.graph_name}, and is to be one graph",
                    "leave the names of graphs out, or send a graph at a time",
                )
            yield Quad(quad.subject, quad.predicate, quad.object, target)
    except SyntaxError as error:
        raise unreadable(document, error) from error
    except MemoryError as error:
        raise UnreadableDocument(NAME, "one of its names or values is too long", "shorten it") from error
    except ValueError as error:
        raise UnreadableDocument(NAME, str(error), "correct it") from error


def _check_nesting(document: Document, path: Path) -> None:
    from ..sources.rdf import check_turtle

    if path.stat().st_size:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            check_turtle(document, content)


def _begins_with_mark(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_BOM)) == _BOM


def _check_characters(path: Path) -> None:
    """Refuse NUL, which no text holds and which many a reader of answers stops at."""
    line = 1
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            place = piece.find(b"\0")
            if place >= 0:
                line += piece.count(b"\n", 0, place)
                raise UnreadableDocument(f"{NAME}, line {line}", "a NUL character: this is no text")
            line += piece.count(b"\n")
