"""Whole graphs put, posted and taken out, in any RDF format; their blank nodes stay their own."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

import enjoin.graph as eg
from enjoin.graph.errors import (
    GraphNotFound,
    GraphProtected,
    Nonconforming,
    QueryParameterError,
    SourceError,
    UnexpectedContent,
    UnreadableDocument,
)

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
BASE = "https://w3id.org/enjoin/"
TURTLE = "text/turtle"
BODIES = {
    TURTLE: "<http://a.org/s> <http://a.org/p> [ <http://a.org/q> <rel> ] .",
    "application/n-triples": "<http://a.org/s> <http://a.org/p> _:b .\n_:b <http://a.org/q> <http://g.org/rel> .\n",
    "application/trig": "{ <http://a.org/s> <http://a.org/p> [ <http://a.org/q> <rel> ] }",
    "application/n-quads": "<http://a.org/s> <http://a.org/p> _:b .\n_:b <http://a.org/q> <http://g.org/rel> .\n",
    "application/ld+json": '{"@id": "http://a.org/s", "http://a.org/p": {"http://a.org/q": {"@id": "rel"}}}',
    "application/rdf+xml": """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="http://a.org/">
        <rdf:Description rdf:about="http://a.org/s"><a:p><rdf:Description><a:q rdf:resource="rel"/>
        </rdf:Description></a:p></rdf:Description></rdf:RDF>""",
}


def said(graph: eg.Graph, name: str) -> list[str]:
    return sorted(str(quad.triple) for quad in graph.store().quads(graph=NamedNode(name)))


def test_every_format_is_read_and_relative_iris_start_at_the_graph(memory: eg.Graph) -> None:
    for form, body in BODIES.items():
        found = memory.put_graph("http://g.org/g", body.encode(), form)
        rows = list(
            memory.sparql("SELECT ?o { GRAPH <http://g.org/g> { ?s <http://a.org/p>/<http://a.org/q> ?o } }")
        )
        assert [str(row["o"]) for row in rows] == ["<http://g.org/rel>"], form
        assert found.created == (("http://g.org/g",) if form == TURTLE else ())
    memory.put_graph("http://g.org/g", BODIES[TURTLE].encode(), TURTLE, base="http://other.org/x")
    assert any("<http://other.org/rel>" in each for each in said(memory, "http://g.org/g"))


def test_the_same_graph_again_changes_nothing_whatever_its_blank_nodes_are_called(memory: eg.Graph) -> None:
    first = memory.put_graph("http://g.org/g", BODIES[TURTLE].encode(), TURTLE)
    again = memory.put_graph(
        "http://g.org/g", BODIES["application/n-triples"].encode(), "application/n-triples"
    )
    assert (bool(first), bool(again)) == (True, False)
    assert again.generation == first.generation


def test_a_put_graph_holds_that_and_nothing_else(bare: eg.Graph) -> None:
    bare.put_graph("a:g", b"<a:s> <a:p> 1, 2 .", TURTLE)
    found = bare.put_graph("a:g", b"<a:s> <a:p> 2, 3 .", TURTLE)
    assert {name: (each.added, each.removed) for name, each in found.changes.items()} == {"a:g": (1, 1)}
    assert found.created == ()
    assert len(said(bare, "a:g")) == 2
    found = bare.put_graph("a:empty", b"", TURTLE)
    assert found.created == ("a:empty",)
    assert bare.has_graph("a:empty")


def test_posted_graphs_are_merged_and_blank_nodes_never_meet(bare: eg.Graph) -> None:
    body = b"_:b <a:p> 1 ."
    for _ in range(2):
        bare.post_graph("a:g", body, TURTLE)
    assert len(said(bare, "a:g")) == 2
    found = bare.post_graph(None, b"<a:s> <a:p> 1 .", TURTLE)
    assert {name: each.added for name, each in found.changes.items()} == {"": 1}
    assert not bare.post_graph(None, b"<a:s> <a:p> 1 .", TURTLE)


def test_a_graph_taken_out_is_gone(bare: eg.Graph) -> None:
    bare.put_graph("a:g", b"<a:s> <a:p> 1 .", TURTLE)
    found = bare.delete_graph("a:g")
    assert {name: each.removed for name, each in found.changes.items()} == {"a:g": 1}
    assert not bare.has_graph("a:g")
    with pytest.raises(GraphNotFound, match="a:g"):
        bare.delete_graph("a:g")
    bare.put_graph(None, b"<a:s> <a:p> 1 .", TURTLE)
    bare.delete_graph(None)
    assert bare.has_graph(None), "the default graph is always there"
    assert list(bare.store().quads()) == []


def test_the_default_graph_of_a_graph_of_documents_is_a_document(memory: eg.Graph) -> None:
    assert not memory.has_graph(None)
    with pytest.raises(GraphNotFound):
        memory.delete_graph(None)
    memory.put_graph(None, b"<a:s> <a:p> 1 .", TURTLE)
    [entry] = memory.documents()
    assert (entry.id, entry.adapter, entry.statements) == ("default", "graph-store 1", 1)
    assert memory.has_graph(None)
    assert memory.has_graph(f"{BASE}graph/default")
    memory.delete_graph(None)
    assert memory.documents() == []
    assert not memory.has_graph(None)


def test_what_is_made_here_is_neither_put_nor_taken_out(memory: eg.Graph) -> None:
    for name in ("ontology", "concepts", "shapes", "provenance", "derived"):
        graph = f"{BASE}graph/{name}"
        for write in (
            lambda graph=graph: memory.put_graph(graph, b"", TURTLE),
            lambda graph=graph: memory.post_graph(graph, b"", TURTLE),
            lambda graph=graph: memory.delete_graph(graph),
        ):
            with pytest.raises(GraphProtected):
                write()
    with pytest.raises(QueryParameterError, match="IRI"):
        memory.put_graph("no iri", b"", TURTLE)


def test_what_would_not_conform_changes_nothing(memory: eg.Graph) -> None:
    body = f"<{BASE}id/jurisdiction/us-xx> a <https://w3id.org/enjoin/ns#Jurisdiction> .".encode()
    before = memory.generation
    with pytest.raises(Nonconforming):
        memory.put_graph("a:g", body, TURTLE)
    assert not memory.has_graph("a:g")
    assert memory.generation == before
    assert memory.put_graph("a:g", body, TURTLE, validate=False).created == ("a:g",)


@pytest.mark.parametrize(
    ("body", "form", "error", "told"),
    [
        (b"<a:s> <a:p> 1 .\n<a:s> <a:p> .", TURTLE, UnreadableDocument, "line 2, column 13"),
        (b'<a:s> <a:p> "\xff" .', TURTLE, UnreadableDocument, "line 1"),
        (b'<a:s> <a:p> "1" .\n<a:s> <a:p> "\0" .', TURTLE, UnreadableDocument, "line 2: a NUL"),
        (b"<a:s> <a:p> <a:o> <a:g> .", "application/n-quads", UnreadableDocument, "one graph"),
        (b"<a:g> { <a:s> <a:p> <a:o> }", "application/trig", UnreadableDocument, "one graph"),
        (b'{"@id": "a:s", ', "application/ld+json", UnreadableDocument, "line 1"),
        (
            b'{"@context": "http://127.0.0.1/c", "@id": "a:s"}',
            "application/ld+json",
            UnexpectedContent,
            "fetched",
        ),
        (b'{"a:p":' * 80 + b"1" + b"}" * 80, "application/ld+json", UnexpectedContent, "64 deep"),
        (
            b'<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>',
            "application/rdf+xml",
            UnexpectedContent,
            "not expanded here",
        ),
        (b"<r><s></r>", "application/rdf+xml", UnreadableDocument, "well-formed"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_place(
    memory: eg.Graph, body: bytes, form: str, error: type[SourceError], told: str
) -> None:
    with pytest.raises(error, match=told):
        memory.put_graph("http://g.org/g", body, form)


def test_a_byte_order_mark_is_no_part_of_the_text(memory: eg.Graph) -> None:
    assert memory.put_graph("a:g", b"\xef\xbb\xbf<a:s> <a:p> 1 .", TURTLE)


def test_a_file_is_read_where_it_is(bare: eg.Graph, tmp_path: Path) -> None:
    file = tmp_path / "body.nt"
    file.write_text("".join(f"<a:s> <a:p> <a:{number}> .\n" for number in range(30_000)))
    found = bare.put_graph("a:g", file, "application/n-triples")
    assert {name: each.added for name, each in found.changes.items()} == {"a:g": 30_000}
    found = bare.post_graph("a:g", file, "application/n-triples")
    assert not found
    assert file.exists()
