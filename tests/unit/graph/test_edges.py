"""What strangers found at the edges: each was once an error of ours, and is now theirs or none."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from enjoin.graph import guard
from enjoin.graph.errors import LoadRefused, UnexpectedContent, UnreadableDocument
from enjoin.graph.ingestion.documents import Document
from enjoin.graph.sources.rdf import MAX_DEPTH, check_turtle, check_xml, unreadable
from enjoin.graph.storage import revisions
from enjoin.graph.storage.store import Store
from enjoin.graph.updates.operations import split

BODY = Document("body", "the body", b"", "")


def test_a_function_that_nobody_knows_leaves_its_expression_without_a_value() -> None:
    store = Store.memory([Quad(NamedNode("a:s"), NamedNode("a:p"), Literal(1), NamedNode("a:g"))])
    (row,) = list(store.query("SELECT ?o ?x { ?s ?p ?o BIND(<a:f>(?o) + <a:g>(?o) AS ?x) }"))
    assert dict(row) == {"o": Literal(1)}
    assert not store.query("ASK { ?s ?p ?o FILTER(<a:f>(?o)) }")


@pytest.mark.parametrize(
    "text",
    ["LOAD SILENT <somescheme://x/y>", "load silent <nobody:opens> INTO GRAPH <a:g>"],
)
def test_a_load_that_nobody_could_do_and_that_asks_to_fail_silently_does_nothing(text: str) -> None:
    guard.check(text, "update")
    (operation,) = split(text, list(guard.tokens(text)))
    assert (operation.insert, operation.delete, operation.where, operation.graphs) == ("", "", "", ())


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <somescheme://x/y>", "LOAD SILENT <HTTP://x/>", "LOAD SILENT <file:///x>", "LOAD SILENT <y>",
        "LOAD SILENT x:y", "LOAD SILENT <\\u0068ttp://x/>", "LOAD SILENT </etc/x>", "LOAD SILENT <s3://x/>", "LOAD SILENT",
    ],
)  # fmt: skip
def test_every_other_load_is_refused(text: str) -> None:
    with pytest.raises(LoadRefused):
        guard.check(text, "update")


@pytest.mark.parametrize("document", ["x" * 5000, "..", "../../secret", "/etc", ".", "", "a/b", "\0"])
def test_no_id_of_a_document_leads_out_of_the_folder_of_revisions(tmp_path: Path, document: str) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "1.nq.gz").write_bytes(b"not ours")
    assert revisions.listed(tmp_path / "kept", document, None) == []
    assert revisions.latest(tmp_path / "kept", document) == 0


def test_brackets_of_turtle_nest_only_so_deep() -> None:
    for opening in (b"[ <a:p> ", b"( ", b"<<", b"<<( ", b"{"):
        check_turtle(BODY, b"<a:s> <a:p> " + opening * (MAX_DEPTH // 2))
        with pytest.raises(UnexpectedContent, match="deep"):
            check_turtle(BODY, b"<a:s> <a:p>\n" + opening * (MAX_DEPTH + 1))


@pytest.mark.parametrize(
    "around", [b'"%b"', b"'%b'", b'"""x"%b"""', b"'''%b'''", b"<a:%b>", b"# %b\n", b'"\\"%b"']
)
def test_brackets_in_strings_names_and_comments_are_none(around: bytes) -> None:
    check_turtle(BODY, b"<a:s> <a:p> " + around.replace(b"%b", b"([(" * MAX_DEPTH) + b" .")


def test_elements_of_xml_nest_only_so_deep() -> None:
    check_xml(BODY, "<a>" * MAX_DEPTH + "</a>" * MAX_DEPTH)
    with pytest.raises(UnexpectedContent, match="deep"):
        check_xml(BODY, "<a>" * (MAX_DEPTH + 1) + "</a>" * (MAX_DEPTH + 1))


def test_an_error_does_not_quote_a_whole_document() -> None:
    told = unreadable(BODY, SyntaxError("x" * 1_000_000))
    assert isinstance(told, UnreadableDocument)
    assert len(str(told)) < 1000
