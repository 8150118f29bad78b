"""Answers are written in every format, and a cut one ends at a whole row and says so."""

import csv
import io
import json
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple, parse_query_results
from pyoxigraph import QueryResultsFormat as Written

from enjoin.graph.errors import EnjoinError, QueryParameterError
from enjoin.graph.formats import by_suffix, named
from enjoin.graph.results import Limits, Results, python_value
from enjoin.graph.storage.store import Store

ENGINE = {"json": Written.JSON, "xml": Written.XML, "tsv": Written.TSV}
NASTY = ['}},{"', '"}},{"', "</result>", 'a,b\r\n"c"', "\t\n", "x\r", "é🙂", "", "\\", "{[]}"]
XSD = "http://www.w3.org/2001/XMLSchema#"


def results(values: list[str]) -> Results:
    rows = " ".join(f"({i} {Literal(value)})" for i, value in enumerate(values))
    return Store.memory().query(f"SELECT ?i ?x WHERE {{ VALUES (?i ?x) {{ {rows} }} }} ORDER BY ?i")


def read_back(body: bytes, form: str) -> list[str]:
    if form == "csv":
        return [row["x"] for row in csv.DictReader(io.StringIO(body.decode(), newline=""))]
    rows: Any = parse_query_results(body, format=ENGINE[form])
    return [row["x"].value for row in rows]


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_each_format_gives_back_what_went_in(form: str) -> None:
    assert read_back(results(NASTY).write(form), form) == NASTY


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
@pytest.mark.parametrize("rows", [0, 1, 5, 9, 10, 11])
def test_an_answer_is_cut_at_a_whole_row_and_says_so(form: str, rows: int) -> None:
    found = results(NASTY)
    assert read_back(found.write(form, Limits(rows=rows)), form) == NASTY[:rows]
    assert found.truncated == (rows < len(NASTY))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(alphabet=st.sampled_from('{}[],"\\\r\n\tx<>/&é'), max_size=30), max_size=12),
    st.integers(0, 12),
    st.integers(0, 1500),
    st.sampled_from(["json", "xml", "csv", "tsv"]),
)
def test_whatever_the_values_a_cut_answer_is_a_beginning_of_the_whole(
    values: list[str], rows: int, size: int, form: str
) -> None:
    found = results(values)
    body = found.write(form, Limits(rows, size))
    back = read_back(body, form)
    assert back == values[: len(back)]
    assert len(back) <= rows
    assert found.truncated == (len(back) < len(values))


def test_a_long_answer_stops_the_engine_near_the_limit() -> None:
    store = Store.memory(Quad(NamedNode(f"a:{i}"), NamedNode("a:p"), Literal(i)) for i in range(50_000))
    for form in ("json", "xml", "csv", "tsv"):
        found = store.query("SELECT ?s ?o { ?s ?p ?o }")
        body = found.write(form, Limits(rows=1000, bytes=20_000))
        assert found.truncated
        assert 15_000 < len(body) <= 20_000


def test_characters_that_xml_cannot_hold_do_not_spoil_the_answer() -> None:
    body = results(["a\x01b\x1f\ufffe\uffff", "c\rd"]).write("xml")
    values = [
        node.text for node in ET.fromstring(body).iter("{http://www.w3.org/2005/sparql-results#}literal")
    ]
    assert values[1::2] == ["a\ufffdb\ufffd\ufffd\ufffd", "c\rd"]


def test_unbound_variables_are_left_out() -> None:
    found = list(Store.memory().query("SELECT ?a ?b { VALUES (?a ?b) { (1 UNDEF) (UNDEF UNDEF) } }"))
    assert found == [{"a": Literal(1)}, {}]
    cut = Store.memory().query("SELECT * { VALUES ?x { UNDEF 1 UNDEF } }")
    assert json.loads(cut.write("json", Limits(rows=1)))["results"]["bindings"] == [{}]
    assert cut.truncated


def test_yes_and_no_are_written_too() -> None:
    assert (
        json.loads(Store.memory().query("ASK {}").write("application/sparql-results+json"))["boolean"] is True
    )
    assert Store.memory().query("ASK { ?s ?p ?o }").write("table") == b"no\n"


def test_a_graph_is_written_in_every_rdf_format_and_cut_at_whole_triples() -> None:
    store = Store.memory(
        Quad(NamedNode(f"http://e.x/{i:02}"), NamedNode("http://e.x/p"), Literal(i)) for i in range(20)
    )
    for form in ("turtle", "nt", "application/n-quads", "trig", "jsonld", "rdfxml", "json", "xml"):
        found = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        assert found.write(form)
        assert not found.truncated
    cut = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert cut.write("ntriples", Limits(rows=3)).count(b"\n") == 3
    assert cut.truncated
    short = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert 0 < len(short.write("ntriples", Limits(bytes=300))) <= 300
    assert short.truncated


def test_a_property_that_rdf_xml_cannot_name_is_refused() -> None:
    store = Store.memory([Quad(NamedNode("a:s"), NamedNode("http://e.x/1"), Literal("x"))])
    with pytest.raises(QueryParameterError, match="RDF/XML"):
        store.query("CONSTRUCT WHERE { ?s ?p ?o }").write("rdfxml")


def test_a_format_that_does_not_fit_names_those_that_do() -> None:
    with pytest.raises(QueryParameterError, match="json, xml, csv, tsv, table"):
        results([]).write("turtle")
    with pytest.raises(QueryParameterError, match="turtle, trig"):
        Store.memory().query("CONSTRUCT WHERE { ?s ?p ?o }").write("csv")
    assert named("text/csv; charset=utf-8", "solutions").name == "csv"
    found = by_suffix("all.NQ.gz")
    assert found is not None
    assert found.name == "nquads"
    assert by_suffix("all") is None


def test_a_table_is_for_terminals() -> None:
    text = results(["one", "two\nlines", "x" * 100]).write("table").decode().splitlines()
    assert text[0].split() == ["i", "x"]
    assert text[3] == "1  two lines"
    assert text[4].endswith("x…")


def test_results_know_what_they_are() -> None:
    with pytest.raises(TypeError, match="boolean"):
        iter(Store.memory().query("ASK {}")).__next__()
    with pytest.raises(TypeError, match="solutions"):
        next(Store.memory().query("SELECT * {}").triples())


def test_an_answer_of_a_reader_is_results_again() -> None:
    back = Results.from_answer("solutions", results(NASTY).write("json"), truncated=True)
    assert [row["x"] for row in back] == [Literal(value) for value in NASTY]
    assert back.truncated
    triple = Triple(BlankNode("a"), NamedNode("a:p"), Literal("x"))
    assert len(list(Results.from_answer("triples", f"{triple} .\n".encode()).triples())) == 1


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("7", "integer", 7),
        ("2025-02-06", "date", __import__("datetime").date(2025, 2, 6)),
        ("2025-02-30", "date", "2025-02-30"),
        ("true", "boolean", True),
        ("1.5", "double", 1.5),
        ("x", "string", "x"),
    ],
)
def test_terms_become_python_values(text: str, kind: str, value: object) -> None:
    assert python_value(Literal(text, datatype=NamedNode(XSD + kind))) == value
    assert python_value(NamedNode("a:b")) == "a:b"
    assert python_value(None) is None


def test_pandas_is_optional(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys
    import types

    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(EnjoinError, match=r"pip install 'enjoin\[pandas\]'"):
        results(["a"]).to_pandas()
    fake = types.ModuleType("pandas")
    fake.__dict__["DataFrame"] = lambda rows, columns: (columns, rows)
    monkeypatch.setitem(sys.modules, "pandas", fake)
    assert results(["a"]).to_pandas() == (["i", "x"], [[0, "a"]])
