"""RDF comes in by content, whatever its format, and says where it is wrong."""

import gzip
import json
from typing import Any

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from enjoin.graph.errors import SourceError, UnexpectedContent, UnreadableDocument
from enjoin.graph.ingestion import documents
from enjoin.graph.iris import Iris
from enjoin.graph.sources import Parsed, find, rdf, rdf_streamed

IRIS = Iris()
NOTHING: Any = None  # RDF says all it says by itself
S, P = NamedNode("http://e.x/s"), NamedNode("http://e.x/p")

TURTLE = "@prefix ex: <http://e.x/> .\nex:s ex:p ex:o .\n"
SAME = {
    "a.ttl": TURTLE,
    "b.trig": "PREFIX ex: <http://e.x/>\nGRAPH ex:g { ex:s ex:p ex:o }",
    "c.nt": "# a comment\n<http://e.x/s> <http://e.x/p> <http://e.x/o> .\n",
    "d.nq": "<http://e.x/s> <http://e.x/p> <http://e.x/o> <http://e.x/g> .\r\n",
    "e.jsonld": json.dumps({"@id": "http://e.x/s", "http://e.x/p": {"@id": "http://e.x/o"}}),
    "f.rdf": '<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:ex="http://e.x/"><rdf:Description rdf:about="http://e.x/s"><ex:p rdf:resource="http://e.x/o"/>'
    "</rdf:Description></rdf:RDF>",
}


def document(text: str | bytes, name: str = "data") -> documents.Document:
    return documents.from_bytes(text.encode() if isinstance(text, str) else text, name)


def parsed(text: str | bytes, name: str = "data") -> Parsed:
    [found] = rdf.parse([document(text, name)], IRIS, NOTHING)
    return found


def fault(text: str | bytes, name: str = "data") -> SourceError:
    found = parsed(text, name)
    assert found.statements == ()
    return found.faults[0]


@pytest.mark.parametrize("name", SAME)
def test_every_format_is_found_by_its_content_and_says_the_same(name: str) -> None:
    for content in (
        SAME[name].encode(),
        gzip.compress(SAME[name].encode()),
        b"\xef\xbb\xbf" + SAME[name].encode(),
    ):
        text = document(content, "download")
        assert find(text) is rdf or find(text).NAME == "rdf"
        assert [str(said) for said in parsed(content).statements] == [
            "<http://e.x/s> <http://e.x/p> <http://e.x/o>"
        ]


def test_utf_16_is_read_where_its_mark_says_so() -> None:
    assert len(parsed(TURTLE.encode("utf-16")).statements) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The judge ruled on Tuesday.\n",
        "id,number\n1,2\n",
        '{"count": 3, "results": [{"title": "<b>"}]}',
        "<html></html>",
    ],
)
def test_other_content_is_not_taken_for_rdf(text: str) -> None:
    assert not rdf.sniff(document(text))


def test_a_name_that_promises_rdf_gets_the_parser_s_own_error() -> None:
    assert rdf.sniff(document("total nonsense", "orders.ttl"))
    assert "orders.ttl, line 1, column" in str(fault("total nonsense", "orders.ttl"))


@pytest.mark.parametrize(
    ("text", "where", "problem"),
    [
        ("@prefix ex: <http://e.x/> .\nex:s ex:p foo:o .\n", "data, line 2, column 11", "prefix foo:"),
        ('@prefix ex: <http://e.x/> .\nex:s ex:p "a\n" .\n', "data, line 2, column 13", "line jumps"),
        ("<http://e.x/s> <http://e.x/p> <http://e.x/o>\n", "data, line 2, column 1", "unexpected end"),
        ('{"@context": {"c": "a:c"}, "@id": "a:b"', "data, line 1, column", "bject"),
        ("<?xml version='1.0'?>\n<r xmlns='a'>\n<b></r>", "data, line 3, column 6", "well-formed"),
        ("<?xml version='1.0'?>\n<r xmlns='a'>", "data, line 2, column 14", "well-formed"),
    ],
)
def test_a_malformed_document_names_line_and_column(text: str, where: str, problem: str) -> None:
    found = fault(text)
    assert isinstance(found, UnreadableDocument)
    assert found.where.startswith(where)
    assert problem in found.problem
    assert found.cure


@pytest.mark.parametrize(
    ("literal", "said"),
    [
        ('"2025-02-30"^^xsd:date', "'2025-02-30' is no day"),
        ('"2025-13"^^xsd:gYearMonth', "no month"),
        ('"2025-01-01T25:00:00Z"^^xsd:dateTime', "no moment"),
        ('"perhaps"^^xsd:boolean', "neither true nor false"),
        ('"1,5"^^xsd:decimal', "no number"),
    ],
)
def test_a_value_that_its_datatype_does_not_have_is_refused_with_its_line(literal: str, said: str) -> None:
    found = fault(
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n<http://e.x/a> <http://e.x/p> 1 ;\n"
        f"   <http://e.x/p> {literal} ."
    )
    assert isinstance(found, UnexpectedContent)
    assert said in found.problem
    assert found.where == "data, line 3"


@pytest.mark.parametrize(
    "literal",
    [
        '"2024-02-29"^^xsd:date',
        '"-0044-03-15"^^xsd:date',
        '"2025-02"^^xsd:gYearMonth',
        '"2025"^^xsd:gYear',
        '"2025-01-01T24:00:00+01:00"^^xsd:dateTime',
    ],
)
def test_values_that_there_are_stay_as_they_were_written(literal: str) -> None:
    [said] = parsed(
        f"@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . <http://e.x/a> <http://e.x/p> {literal} ."
    ).statements
    assert isinstance(said.object, Literal)
    assert said.object.value == literal.split('"')[1]


def test_text_that_is_not_utf_8_names_the_line_and_the_byte() -> None:
    found = fault(b'<http://e.x/s> <http://e.x/p> "a" .\n<http://e.x/s> <http://e.x/p> "\xe9" .\n', "x.nt")
    assert str(found) == "x.nt, line 2: byte 0xe9 is not UTF-8; save the file as UTF-8"
    latin = SAME["f.rdf"].replace('"1.0"', '"1.0" encoding="ISO-8859-1"')
    assert "ISO-8859-1" in str(fault(latin))


def test_nothing_is_fetched_for_a_document() -> None:
    remote = {"@context": ["http://127.0.0.1:9/context"], "@id": "http://e.x/s", "p": "o"}
    assert "nothing is fetched" in str(fault(json.dumps(remote)))
    nested = {
        "@context": {"p": {"@id": "http://e.x/p", "@context": "file:///etc/passwd"}},
        "@id": "http://e.x/s",
    }
    assert "nothing is fetched" in str(fault(json.dumps(nested)))
    imported = {"@context": {"@import": "context.jsonld"}, "@id": "http://e.x/s"}
    assert "nothing is fetched" in str(fault(json.dumps(imported)))


@pytest.mark.parametrize(
    "declaration",
    ['<!DOCTYPE r [<!ENTITY lol "lol">]>', '<!DOCTYPE r SYSTEM "file:///etc/passwd">', "<!DOCTYPE html>"],
)
def test_xml_declarations_are_refused_unexpanded(declaration: str) -> None:
    text = SAME["f.rdf"].replace("<rdf:RDF", declaration + "\n<rdf:RDF", 1)
    assert "not expanded" in str(fault(text))


def test_a_declaration_in_a_comment_is_none() -> None:
    assert len(parsed(SAME["f.rdf"].replace("<rdf:RDF", "<!-- <!ENTITY --><rdf:RDF", 1)).statements) == 1


def test_deep_nesting_is_refused_before_it_takes_memory() -> None:
    for depth in (200, 50_000):
        assert "deep" in str(fault('{"@id": "a:b", "a:p":' * depth + "1" + "}" * depth))
    deep = "<a:a> <a:b> " + "[ <a:b> " * 20_000 + "1" + "]" * 20_000 + " ."
    assert len(parsed(deep).statements) == 20_001


def test_blank_nodes_that_nobody_can_tell_apart_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    knot = "".join(f"_:a{i} <a:p> _:a{j} .\n" for i in range(12) for j in range(12) if i != j)
    with monkeypatch.context() as patch:
        patch.setattr("enjoin.graph.canon.TIME_LIMIT_S", 0.5)
        assert "too entangled" in str(fault(knot, "knot.nt"))
    square = "".join(f"_:a{i} <a:p> _:a{j} .\n" for i in range(4) for j in range(4) if i != j)
    assert len(parsed(square, "square.nt").statements) == 12
    ring = "".join(f"_:a{i} <a:p> _:a{(i + 1) % 60} .\n" for i in range(60))
    assert len(parsed(ring, "ring.nt").statements) == 60


def test_statements_about_statements_are_refused() -> None:
    assert "about a statement" in str(fault("<http://e.x/s> <http://e.x/p> <<( <a:a> <a:b> <a:c> )>> ."))


def test_an_empty_document_is_refused() -> None:
    assert "says nothing" in str(fault("# only a comment\n", "empty.ttl"))


def test_blank_nodes_of_two_documents_stay_apart() -> None:
    first, second = rdf.parse([document("_:a <a:p> 1 .", "x"), document("_:a <a:p> 1 .", "y")], IRIS, NOTHING)
    (one,), (other,) = first.statements, second.statements
    assert one.subject != other.subject
    assert isinstance(one.subject, BlankNode)


def test_relative_iris_start_at_the_document_s_own_graph() -> None:
    [said] = parsed("<#a> <http://e.x/p> <other> .", "notes.ttl").statements
    assert said.subject == NamedNode("https://w3id.org/enjoin/graph/notes#a")


def test_named_graphs_of_a_stranger_s_file_are_read_into_one() -> None:
    found = parsed(SAME["b.trig"])
    assert not any(isinstance(said, Quad) for said in found.statements)
    assert "1 named graphs" in found.notices[0]


def test_an_export_keeps_its_graphs() -> None:
    graph, provenance = IRIS.graph("orders"), IRIS.graph("provenance")
    quads = [
        Quad(S, P, Literal("x"), graph),
        Quad(
            graph,
            NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
            NamedNode("https://w3id.org/enjoin/ns#Document"),
            provenance,
        ),
    ]
    assert set(parsed("\n".join(f"{quad} ." for quad in quads)).statements) == set(quads)
    assert not rdf.is_export([Quad(S, P, Literal("x"), DefaultGraph())], IRIS)


def test_one_bad_document_keeps_no_other_out() -> None:
    bad, good = rdf.parse([document("<a:a> <a:b> .", "bad"), document(TURTLE, "good")], IRIS, NOTHING)
    assert bad.faults
    assert len(good.statements) == 1


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is so large that its statements are not held."""
    monkeypatch.setattr(rdf_streamed, "LARGE", 0)


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("name", SAME)
def test_a_large_file_says_what_a_small_one_says(name: str) -> None:
    for content in (SAME[name].encode(), b"\xef\xbb\xbf" + SAME[name].encode()):
        found = parsed(content)
        assert isinstance(found.statements, list) == (name in {"e.jsonld", "f.rdf"})
        for _ in range(2):
            assert [str(said) for said in found.statements] == [
                "<http://e.x/s> <http://e.x/p> <http://e.x/o>"
            ]
        assert len(found.statements) == 1


FAULTY = (
    "<http://e.x/s> <http://e.x/p> <http://e.x/o> .\n<http://e.x/s> <http://e.x/p> .\n",
    "@prefix ex: <http://e.x/> .\nex:s ex:p ex:o\nex:s ex:p ex:o .\n",
    "<http://e.x/s> <http://e.x/p> <http://e.x/o> .\n@prefix ex: <http://e.x/> .\nex:s ex:p .\n",
    "<http://e.x/s> <http://e.x/p> <<( <a:a> <a:b> <a:c> )>> .",
    '<http://e.x/s> <http://e.x/p> "2025-02-30"^^<http://www.w3.org/2001/XMLSchema#date> .\n' * 3,
    "<http://e.x/s> <https://w3id.org/enjoin/ns#nosuch> <http://e.x/o> .\n",
    "# only a comment\n",
    "<http://e.x/s> <http://e.x/p> " + "[ <http://e.x/p> " * 300 + "1" + "]" * 300 + " . # <<",
    b"<http://e.x/s> <http://e.x/p> <http://e.x/o> .\n# \xff\n",
    b"<http://e.x/s> <http://e.x/p> <http://e.x/o> .\n# \0\n",
)


@pytest.mark.parametrize("text", FAULTY)
def test_what_is_wrong_with_a_large_file_is_told_as_of_a_small_one(
    text: str | bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = [str(fault) for fault in parsed(text, "faulty.ttl").faults]
    assert wanted
    monkeypatch.setattr(rdf_streamed, "LARGE", 0)
    assert [str(fault) for fault in parsed(text, "faulty.ttl").faults] == wanted


@pytest.mark.usefixtures("large")
def test_of_a_large_file_most_values_are_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdf_streamed.Seen, "MOST", 2)
    line = '<http://e.x/s> <http://e.x/p> "{}"^^<http://www.w3.org/2001/XMLSchema#date> .\n'
    days = ["2025-02-30", *(f"2025-01-{day:02}" for day in range(1, 20)), "2025-02-30", "2025-02-31"]
    faults = parsed("".join(map(line.format, days))).faults
    assert len(faults) == 2, "each wrong value is told of once, however often it stands there"
