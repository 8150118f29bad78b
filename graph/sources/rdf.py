"""RDF in any of its formats, found by content: Turtle, TriG, N-Triples, N-Quads, JSON-LD, RDF/XML.

A document's statements go to the document's own graph, whatever graphs it names, and its blank
nodes are its own. An Enjoin export is no new document: its statements keep their graphs.
Nothing is fetched: a remote JSON-LD context and an XML entity are refused.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final, TypeVar, cast
from xml.parsers import expat  # only asked whether it is well-formed; declarations are refused before

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple
from pyoxigraph import parse as parse_rdf

from ...ontology import load
from ...ontology.terms import EJ, EJV, ej, term
from ..canon import canonicalized, entangled
from ..claims.pages import is_page
from ..errors import SourceError, UnexpectedContent, UnreadableDocument
from ..ingestion.documents import Document
from ..iris import Iris
from . import Parsed
from .facts_cells import nearest
from .rdf_streamed import Seen, Streamed, Triples, check, is_streamed
from .values import impossible

if TYPE_CHECKING:
    from mmap import mmap

    from ..records import Known

_Read = TypeVar("_Read")

NAME: Final = "rdf"
VERSION: Final = "1"

MAX_JSON_DEPTH: Final = 64
"""How deep JSON may nest: the engine needs memory that grows with the square of it."""
MAX_DEPTH: Final = 256
"""How deep elements of XML, or brackets of Turtle, may nest: the engine's time grows with the square of it."""

_LONGEST_QUOTE: Final = 400
_SUFFIXES: Final = (".ttl", ".trig", ".nt", ".nq", ".jsonld", ".rdf", ".owl", ".n3")
_COMMENTS: Final = re.compile(r"\A(?:\s+|#[^\n]*(?:\n|\Z))*")
_TURTLE: Final = re.compile(
    r"@prefix\b|@base\b|prefix\s+[\w.-]*:|base\s*<|<(?:[^<>\s]*[:#/][^<>\s]*)?>\s*(?:<|a\s|\{|[\w.-]*:)|_:|\[|\{|graph\b",
    re.IGNORECASE,
)
_LINE: Final = re.compile(r"(?:<[^<>\s]*>|_:\S+)\s+<[^<>\s]*>\s+.*\.\s*(?:#.*)?")
_JSON_KEYWORD: Final = re.compile(r'"@(?:context|id|graph|type|value)"')
_XML: Final = re.compile(r"\s*(?:<\?xml\b|<!--|<!DOCTYPE\b|<rdf:RDF\b|<[A-Za-z][\w.-]*[^>]*\sxmlns)")
_XML_COMMENT: Final = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.DOTALL)
_XML_DECLARED: Final = re.compile(r"<!(?:DOCTYPE|ENTITY)\b")
_NESTING: Final = re.compile(
    rb"""
      (?P<open>  << \(? | [\[({] )
    | (?P<close> \)? >> | [\])}] )
    | < [^<>\s"{}|^`]*+ >
    | \"\"\" (?: [^"\\]++ | \\. | "(?!"") )*+ \"\"\"
    | \'\'\' (?: [^'\\]++ | \\. | '(?!'') )*+ \'\'\'
    | " (?: [^"\\\r\n]++ | \\. )*+ "
    | ' (?: [^'\\\r\n]++ | \\. )*+ '
    | \#[^\r\n]*+
    | \\.
    """,
    re.VERBOSE | re.DOTALL,
)
"""What opens and closes in Turtle, TriG and N-Triples, and what a bracket may stand in without meaning one."""
_ENGINE_PLACE: Final = re.compile(r"Parser error at line [^:]*: | \(line \d+\)$")


def sniff(document: Document) -> bool:
    """Whether the text begins as one of RDF's formats does, or its name promises one."""
    try:
        head = document.head
        if is_page(head):
            return False
    except UnreadableDocument:
        return document.name.lower().removesuffix(".gz").endswith(_SUFFIXES)
    return _form(head) is not None or document.name.lower().removesuffix(".gz").endswith(_SUFFIXES)


def _form(text: str) -> RdfFormat | None:
    if _XML.match(text):
        return RdfFormat.RDF_XML
    rest = text[_COMMENTS.match(text).end() :]  # pyright: ignore[reportOptionalMemberAccess]  # matches nothing too
    if re.match(r'\{\s*["}]|\[\s*\{', rest):
        return RdfFormat.JSON_LD if _JSON_KEYWORD.search(rest) else None
    if _LINE.fullmatch(rest.partition("\n")[0].rstrip("\r")):
        return RdfFormat.N_QUADS
    return RdfFormat.TRIG if _TURTLE.match(rest) else None


def parse(documents: Sequence[Document], iris: Iris, known: "Known") -> Iterator[Parsed]:  # noqa: ARG001
    """The statements of each document, in its own order; see `Source.parse`."""
    for document in documents:
        try:
            quads = read(document, iris.graph(document.id).value)
            exported = is_export(quads, iris)
            faults = (*_faults(document, quads), *(() if exported else unknown_terms(document, quads)))
        except SourceError as error:
            yield Parsed(document, (), (error,))
            continue
        if faults:
            yield Parsed(document, (), faults)
        elif exported:
            yield Parsed(document, quads)
        else:
            named = {quad.graph_name for quad in quads} - {DefaultGraph()}
            notice = f"{document.name}: the statements of its {len(named)} named graphs are read into one"
            triples = Triples(quads) if isinstance(quads, Streamed) else [quad.triple for quad in quads]
            yield Parsed(document, triples, (), (notice,) if named else ())


def unknown_terms(document: Document, quads: Iterable[Quad]) -> Iterator[SourceError]:
    """Terms of our namespaces that the ontology does not have: a slip by which a statement would say nothing."""
    told: set[NamedNode] = set()
    for quad in quads:
        for each in (quad.subject, quad.predicate, quad.object):
            if not isinstance(each, NamedNode) or each in told or not each.value.startswith((EJ, EJV)):
                continue
            told.add(each)
            if each in _terms() or quad.subject == each:  # what a document declares itself is its own affair
                continue
            prefix = EJ if each.value.startswith(EJ) else EJV
            name = each.value.removeprefix(prefix)
            near = nearest(
                name,
                [term_.value.removeprefix(prefix) for term_ in _terms() if term_.value.startswith(prefix)],
            )
            short = "ej:" if prefix == EJ else "ejv:"
            cure = (
                f"write {short}{near}, if that is meant" if near else "see /ns for the terms that there are"
            )
            line = document.line_of(name, whole=True)
            yield UnexpectedContent(document.at(line), f"the ontology has no {short}{name}", cure)


@cache
def _terms() -> frozenset[NamedNode]:
    """The terms of the ontology and of its closed lists, those on their way out too."""
    parts = ("enjoin", "concepts", "deprecated")
    declared = {triple.subject for part in parts for triple in load(part)}
    return frozenset(each for each in declared if isinstance(each, NamedNode))


def is_export(quads: Iterable[Quad], iris: Iris) -> bool:
    """Whether these are an Enjoin export: a provenance graph that tells of documents."""
    provenance = iris.graph("provenance")
    kind, document = term("rdf:type"), ej("Document")
    return any(
        quad.graph_name == provenance and quad.predicate == kind and quad.object == document for quad in quads
    )


def read(document: Document, base: str) -> "list[Quad] | Streamed":
    """The statements of a document in any format; relative IRIs start at its address, else at `base`.

    Those of a large file are not held, but read from its bytes as they are gone through. Raises
    `UnreadableDocument` or `UnexpectedContent`, which name line and column.
    """
    form = _form(document.head) or RdfFormat.TRIG
    if is_streamed(document, form):
        check(document, check_turtle)
        return _as(form, document, lambda form: Streamed(document, form, document.url or base))
    text = document.text
    if form == RdfFormat.RDF_XML:
        check_xml(document, text)
    elif form == RdfFormat.JSON_LD:
        check_json(document, text)
    elif "<<" in text:
        check_turtle(document, text.encode())
    base = document.url or base
    return _as(
        form,
        document,
        lambda form: list(parse_rdf(text, format=form, base_iri=base, rename_blank_nodes=True)),
    )


def _as(form: RdfFormat, document: Document, parsed: Callable[[RdfFormat], _Read]) -> _Read:
    """What a document is parsed to, in a format or the one that it may be taken for."""
    try:
        return parsed(form)
    except SyntaxError as error:
        problem = error
    if form == RdfFormat.N_QUADS:  # Turtle, too, may begin with a line that is an N-Triple
        try:
            return parsed(RdfFormat.TRIG)
        except SyntaxError as error:
            problem = max(problem, error, key=lambda found: found.lineno or 0)
    raise unreadable(document, problem) from problem


def unreadable(document: Document, error: SyntaxError) -> UnreadableDocument:
    said = _ENGINE_PLACE.sub("", str(error.msg or error)) or "it cannot be read"
    if len(said) > _LONGEST_QUOTE:  # the engine quotes a whole token, and a token can be the whole file
        said = f"{said[: _LONGEST_QUOTE // 2]} … {said[-_LONGEST_QUOTE // 2 :]}"
    where = document.name
    if error.lineno:
        where = f"{document.name}, line {error.lineno}, column {error.offset or 1}"
    return UnreadableDocument(where, said[:1].lower() + said[1:], "correct the file")


def check_xml(document: Document, text: str) -> None:
    """Refuse declarations, and what the engine would take half of without a word."""
    found = _XML_DECLARED.search(_XML_COMMENT.sub(lambda hidden: " " * len(hidden.group()), text))
    if found:
        raise UnexpectedContent(
            document.at(text.count("\n", 0, found.start()) + 1),
            "it declares a document type or entities, which are not expanded here",
            "write the IRIs out, and remove the declaration",
        )
    declared = re.match(r"\s*<\?xml[^>]*\bencoding\s*=\s*[\"']([^\"']+)", text)
    if declared and declared.group(1).lower() not in {"utf-8", "utf8", "us-ascii"}:
        raise UnreadableDocument(document.at(1), f"it is declared as {declared.group(1)}", "save it as UTF-8")
    try:
        _shallow_xml(document).Parse(text.strip().encode(), True)
    except expat.ExpatError as error:
        raise UnreadableDocument(
            f"{document.name}, line {error.lineno}, column {error.offset + 1}",
            f"it is not well-formed XML: {expat.ErrorString(error.code)}",
            "correct the file",
        ) from error


def check_turtle(document: Document, data: "bytes | mmap") -> None:
    """Refuse nesting that the engine would take for ever to read."""
    depth = 0
    for found in _NESTING.finditer(data):
        kind = found.lastgroup
        if kind == "open":
            depth += 1
            if depth > MAX_DEPTH:
                raise UnexpectedContent(
                    document.at(data[: found.start()].count(b"\n") + 1),
                    f"its brackets nest more than {MAX_DEPTH} deep",
                    "give the inner nodes names",
                )
        elif kind == "close":
            depth -= 1


def _shallow_xml(document: Document) -> expat.XMLParserType:
    """A reader of XML that stops at elements that stand too deep."""
    depth = 0
    reader = expat.ParserCreate("utf-8")

    def opened(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            where = document.at(reader.CurrentLineNumber)
            raise UnexpectedContent(
                where, f"its elements nest more than {MAX_DEPTH} deep", "give the inner ones names"
            )

    def closed(_: str) -> None:
        nonlocal depth
        depth -= 1

    reader.StartElementHandler = opened
    reader.EndElementHandler = closed
    return reader


def check_json(document: Document, text: str) -> None:
    """Refuse what would have to be fetched, and nesting that would take all memory."""
    too_deep = UnexpectedContent(
        document.name, f"its objects nest more than {MAX_JSON_DEPTH} deep", "flatten it"
    )
    try:
        said: object = json.loads(text)
    except ValueError:
        return  # the engine says it better
    except RecursionError:
        raise too_deep from None
    todo: list[tuple[object, int]] = [(said, 0)]
    while todo:
        value, depth = todo.pop()
        if depth > MAX_JSON_DEPTH:
            raise too_deep
        if isinstance(value, dict):
            inside = cast("dict[str, object]", value)
            for key in ("@context", "@import"):
                _check_context(document, text, key, inside.get(key))
            todo += [(each, depth + 1) for each in inside.values()]
        elif isinstance(value, list):
            todo += [(each, depth + 1) for each in cast("list[object]", value)]


def _check_context(document: Document, text: str, key: str, value: object) -> None:
    listed = cast("list[object]", value) if isinstance(value, list) else [value]
    for each in listed:
        if isinstance(each, str):
            line = text.count("\n", 0, max(0, text.find(json.dumps(each)))) + 1
            raise UnexpectedContent(
                document.at(line),
                f"its {key} is at {each}, and nothing is fetched",
                "copy the context into the file",
            )


def _faults(document: Document, quads: Collection[Quad]) -> Iterator[SourceError]:
    """What RDF allows and no fact can be: triples as terms, values that their datatype does not have."""
    if not quads:
        yield UnexpectedContent(
            document.name, "it says nothing: there is no statement in it", "check the file"
        )
    if entangled(quads):
        try:
            canonicalized(quads)  # or every later comparison would hang
        except UnexpectedContent as error:
            yield UnexpectedContent(document.name, error.problem, error.cure)
            return
    seen = Seen()
    for quad in quads:
        if isinstance(quad.subject, Triple) or isinstance(quad.object, Triple):
            yield UnexpectedContent(
                document.name,
                f"it says something about a statement ({quad.predicate})",
                "give the statement's subject a record of its own instead",
            )
            return
        if not isinstance(quad.object, Literal) or not seen.new(quad.object):
            continue
        problem = impossible(quad.object)
        if problem:
            seen.told.add(quad.object)
            line = document.line_of(f'"{quad.object.value}"')
            yield UnexpectedContent(document.at(line), problem, "correct the value")
