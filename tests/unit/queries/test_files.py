"""Every query file declares itself, is standard SPARQL 1.1, and runs as it is with its example."""

import re
from collections.abc import Iterable
from functools import cache

import pytest
from pyoxigraph import QuerySolutions, QueryTriples, Store
from rdflib.plugins.sparql import prepareQuery

from enjoin import queries
from enjoin.ontology.terms import PREFIXES
from enjoin.queries import Query

QUERIES = [query for folder in queries.FOLDERS for query in queries.all(folder)]


def each(some: Iterable[Query]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "query", [pytest.param(query, id=f"{query.folder}/{query.name}") for query in some]
    )


every = each(QUERIES)
every_check = each(query for query in QUERIES if query.folder == "checks")
every_asked = each(query for query in QUERIES if query.folder != "checks")
# The lint of the ontology has its own habits.
every_but_lint = each(query for query in QUERIES if not query.name.startswith("ontology-"))

CONTRACT = {
    "rulings-that-blocked-orders", "orders-blocked-on", "what-binds", "relief-in-force", "appeals-chain",
    "judges-who-restrained", "votes", "office-holders", "order-history", "policy-lineage", "jurisdiction-counts",
    "injunction-counts", "claims-in-conflict", "changes-since", "gaps", "provenance-of",
}  # fmt: skip
"""The names that other programs rely on."""


@cache
def empty() -> Store:
    return Store()


def test_the_promised_questions_exist() -> None:
    assert set(queries.names()) >= CONTRACT


def test_the_flagship_has_the_promised_columns_and_parameters() -> None:
    query = queries.get("rulings-that-blocked-orders")
    promised = [
        "order",
        "provision",
        "ruling",
        "relief",
        "court",
        "judge",
        "decided",
        "from",
        "until",
        "scope",
    ]
    assert [column for column in query.columns if column in promised] == promised
    assert {p.name: p.required for p in query.parameters} == dict.fromkeys(
        ("order", "judge", "jurisdiction", "on", "from", "to"), False
    )


@every
def test_the_first_line_is_the_question(query: Query) -> None:
    """A check states a rule instead; either is one sentence."""
    assert query.question.endswith("." if query.folder == "checks" else "?")
    assert query.text.startswith(f"# {query.question}\n")
    assert query.text.endswith("}\n") or query.folder in {"checks", "questions", "entities"}


@every
def test_it_runs_as_it_is(query: Query) -> None:
    found = empty().query(query.text, use_default_graph_as_union=True)
    if query.form == "CONSTRUCT":
        assert isinstance(found, QueryTriples)
    else:
        assert isinstance(found, QuerySolutions)
        assert tuple(variable.value for variable in found.variables) == query.columns


@every
def test_it_is_standard(query: Query) -> None:
    """rdflib, which knows no extension, reads it; and nothing in it reaches beyond the graph."""
    prepareQuery(query.text)
    assert not re.search(r"\b(LATERAL|SERVICE|FROM)\b", query.text.partition("SELECT")[2])


@every_but_lint
def test_prefixes_are_the_usual_ones_and_all_are_used(query: Query) -> None:
    declared = dict(re.findall(r"^PREFIX (\S+): <(.+)>$", query.text, re.MULTILINE))
    body = re.sub(r"^(PREFIX|#).*$", "", query.text, flags=re.MULTILINE)
    for prefix, iri in declared.items():
        assert iri == PREFIXES.get(prefix, f"https://w3id.org/enjoin/id/{prefix}/")
        assert re.search(rf"(?<![\w-]){prefix}:", body), f"{prefix} is not used"


@every_check
def test_a_check_tells_its_faults_in_sentences(query: Query) -> None:
    assert not query.parameters
    assert query.columns[:2] == ("focus", "fault") or query.columns == ("fault",)


@every_asked
def test_labels_stand_beside_what_they_name(query: Query) -> None:
    alone = {"speakerName", "appealCourtLabel", "scopeLabel"}
    for column in query.columns:
        if column.endswith("Label") and column not in alone:
            assert column.removesuffix("Label") in query.columns, column


@every_asked
def test_a_parameter_without_a_value_in_the_row_has_an_example(query: Query) -> None:
    for parameter in query.parameters:
        assert parameter.description.endswith("."), parameter.name
        assert parameter.example, parameter.name
        assert parameter.term(parameter.example, queries.ids_under("https://w3id.org/enjoin/"))


@every_asked
def test_bound_to_its_examples_it_runs(query: Query) -> None:
    values = {p.name: p.example for p in query.parameters if p.example}
    terms = query.parse(values, defaults={}, resolve=queries.ids_under("https://w3id.org/enjoin/"))
    assert empty().query(query.bind(terms), use_default_graph_as_union=True)
    left_out = query.bind({name: term for name, term in terms.items() if query.parameter(name).required})
    assert left_out.count("UNDEF") == sum(not p.required for p in query.parameters)
    assert empty().query(left_out, use_default_graph_as_union=True)


def test_parameters_do_not_collide_with_what_every_query_takes() -> None:
    """`graph.query(…, known=…)`, `enjoin query NAME --format …`, `/queries/NAME?known=…`."""
    taken = {
        "known",
        "timeout",
        "format",
        "list",
        "show",
        "store",
        "endpoint",
        "token",
        "json",
        "verbose",
        "quiet",
        "help",
    }
    assert not taken & {parameter.name for query in QUERIES for parameter in query.parameters}


def test_questions_have_themes() -> None:
    assert all(query.theme for query in queries.all())


def test_what_entity_pages_ask_takes_an_entity() -> None:
    assert {tuple(p.name for p in query.parameters) for query in queries.all("entities")} == {("entity",)}


def test_twins_are_of_questions() -> None:
    assert set(queries.names("constructs")) <= set(queries.names())
    assert {query.form for query in queries.all("constructs")} == {"CONSTRUCT"}


def test_an_unknown_name_suggests_the_nearest() -> None:
    with pytest.raises(queries.UnknownQuery) as caught:
        queries.get("ruling-that-blocked-order")
    assert caught.value.suggestions[0] == "rulings-that-blocked-orders"
    for name in ("../questions/votes", "questions/votes", "VOTES", "votes.rq", ""):
        with pytest.raises(queries.UnknownQuery):
            queries.get(name)


def test_kinds_are_those_of_the_addresses() -> None:
    from enjoin.graph import iris

    assert set(queries.KINDS) == set(iris.KINDS)
