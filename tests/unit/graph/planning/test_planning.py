"""When a text is put otherwise for the planner, how, and that nobody sees it but for the time."""

from collections.abc import Callable, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from enjoin import queries
from enjoin.graph import Graph
from enjoin.graph.errors import QuerySyntaxError
from enjoin.graph.planning.looking import FEW, MANY, SEVERAL
from enjoin.graph.planning.plans import Plans
from enjoin.graph.planning.reading import NotPlain, read
from enjoin.graph.planning.rewriting import rewritten
from enjoin.graph.storage.store import Store

NS = "http://example.org/"


def otherwise(text: str) -> str:
    return rewritten(text, read(text), lambda _: True, lambda _: True)


def never(_: str) -> Sequence[tuple[Any, ...]]:
    raise AssertionError("the store was asked")


@pytest.mark.parametrize(
    ("where", "put"),
    [
        # a variable of another OPTIONAL
        ("?a :p :b OPTIONAL { ?a :q ?c } OPTIONAL { ?c :r ?d. ?d :s 1 FILTER(?d > 1) } ?a :t ?e",
         "?a :p :b OPTIONAL { ?a :q ?c } LATERAL { OPTIONAL { ?c :r ?d LATERAL { ?d :s 1 } FILTER(?d > 1) } } ?a :t ?e"),
        # two variables; the text around stays byte for byte
        ("?a :p ?b . #{\n OPTIONAL{?a :q ?b;:r 'x'@en}#}", "?a :p ?b . #{\n LATERAL { OPTIONAL { ?a :q ?b LATERAL { ?a :r 'x'@en } } }#}"),
        # a path that may have no length, between things that are stated of
        ("?a :p :b OPTIONAL { ?a :q* ?c }", "?a :p :b LATERAL { OPTIONAL { ?a :q* ?c } }"),
        # several patterns to be looked for, a sequence among them, the one that is joined first
        ("?a :p :b FILTER NOT EXISTS { ?x :r/:s 1 . ?x :q ?a }",
         "?a :p :b FILTER NOT EXISTS { ?x :q ?a LATERAL { ?x :r ?step0 } LATERAL { ?step0 :s 1 } }"),
        ("{ ?a :p :b FILTER EXISTS { ?a :q ?x , ?y } } UNION { ?a :q :c }",
         "{ ?a :p :b FILTER EXISTS { ?a :q ?x LATERAL { ?a :q ?y } } } UNION { ?a :q :c }"),
    ],
)  # fmt: skip
def test_groups_that_are_put_otherwise(where: str, put: str) -> None:
    text = f"PREFIX : <{NS}> SELECT * WHERE {{ {where}\n}} LIMIT 9"
    assert otherwise(text) == f"PREFIX : <{NS}> SELECT * WHERE {{ {put}\n}} LIMIT 9"


@pytest.mark.parametrize(
    "where",
    [
        "?a :p :b OPTIONAL { ?a :q ?c . ?c :r ?d }",  # the planner looks it up itself
        "?a :p :b OPTIONAL { ?c :q ?d }",  # nothing in common
        "VALUES ?a { :x } ?b :p :c OPTIONAL { ?a :q* ?d }",  # x may be no node of the graph
        "?a ?p :b OPTIONAL { ?p :q* ?d }",
        "?a :p ?b OPTIONAL { ?a :q ?b OPTIONAL { ?a :r ?c } }",
        "?a :p ?b OPTIONAL { ?a :q ?b FILTER EXISTS { ?a :r ?c } }",
        "?a :p ?b OPTIONAL { ?a :q ?b FILTER (RAND() > 0.5) }",
        "?a :p ?b OPTIONAL { ?a :q|:r ?b }",
        "?a :p ?b OPTIONAL { ?a :q [ :r ?b ] }",
        "?a :p ?b OPTIONAL { ?a :q _:c . ?b :r _:c }",
        "?a :p ?b OPTIONAL { ?a :q ?b BIND (1 AS ?c) }",
        "GRAPH ?g { ?a :p ?b OPTIONAL { ?a :q ?b } FILTER EXISTS { ?a :q ?c . ?c :r ?b } }",
        "{ ?a :p ?b } OPTIONAL { ?a :q ?b }",
        "?a :p :b FILTER EXISTS { ?a :q ?c }",
        "?a :p :b FILTER EXISTS { ?c :q ?d . ?d :r ?e }",
        "?a :p :b FILTER EXISTS { ?a :q* ?c . ?c :r ?e }",
        "?a :p :b FILTER EXISTS { ?a :q ?c . ?c :r ?e MINUS { ?a :s ?e } }",
        "?a :p 'OPTIONAL { ?a :q ?b }' . # FILTER EXISTS { ?a :q ?c . ?c :r ?e }",
    ],
)
def test_groups_that_stay(where: str) -> None:
    text = f"PREFIX : <{NS}> SELECT * WHERE {{ {where}\n}}"
    assert otherwise(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "DESCRIBE ?a WHERE { ?a ?b ?c OPTIONAL { ?a ?b ?d } }",
        "SELECT * FROM <http://example.org/g> { ?a ?b ?c OPTIONAL { ?a ?b ?d } }",
        "CONSTRUCT WHERE { ?a ?b ?c }",
        "DELETE { ?a ?b ?c } WHERE { ?a ?b ?c OPTIONAL { ?a ?b ?d } }",
        "SELECT * { ?a ?b ?c OPTIONAL { ?a ?b ",
        "SELECT * { ?a ?b ?c OPTIONAL { ?a ?b ) } }",
        "SELECT * " + "{" * 60 + "}" * 60,
        "",
    ],
)
def test_texts_that_are_not_read(text: str) -> None:
    with pytest.raises(NotPlain):
        read(text)
    assert Plans().text(text, never) == text


def test_texts_of_one_shape_keep_their_constants() -> None:
    plans, asked = Plans(), list[str]()

    def many(short: str) -> Sequence[tuple[Any, ...]]:
        asked.append(short)
        return [(Literal(MANY),)]

    for one, other in (("a", "<0>"), ("b", "?c {"), ("<1>", "}")):
        head = f'PREFIX : <{NS}> SELECT * {{ ?a <{NS}p> "{one}" FILTER EXISTS '
        put = plans.text(f'{head}{{ ?c :q ?b . ?b :r ?a FILTER (?c != "{other}") }} }}', many)
        assert put == f'{head}{{ ?b :r ?a LATERAL {{ ?c :q ?b }} FILTER (?c != "{other}") }} }}'
    assert len(asked) == 1


def test_what_is_looked_for_stays_where_it_is_soon_gone_through() -> None:
    few, many = (
        f'SELECT * {{ ?a ?b ?c FILTER EXISTS {{ ?d <{NS}q> ?a . ?d <{NS}r> "{value}" }} }}'
        for value in ("few", "many")
    )
    plans = Plans()
    assert plans.text(few, lambda _: [(Literal(SEVERAL - 1),)]) == few
    assert "LATERAL" in plans.text(many, lambda _: [(Literal(SEVERAL),)])


@pytest.mark.parametrize(
    "text", ["SELECT * { ?a ?b '\\u0027' OPTIONAL { ?a ?b ?d } }", 'ASK { ?a ?b """ OPTIONAL { """ }']
)
def test_texts_that_may_be_spelled_otherwise_stay(text: str) -> None:
    assert Plans().text(text, never) == text


CHAINED = "SELECT * {{ ?a <p> <{}> OPTIONAL {{ ?a <q> ?b }} OPTIONAL {{ ?b <r> ?c }} }}".replace("<p", f"<{NS}p").replace(
    "<q", f"<{NS}q").replace("<r", f"<{NS}r")  # fmt: skip


def linked(few: int, many: int, *, gap: bool = False, fan: int = 1) -> Store:
    """`few` things that are told to be of one kind, each with a link to one that has a name, of `many` names."""
    node = {name: NamedNode(NS + name) for name in "pqrg"}

    def quads() -> Any:
        for number in range(many):
            for turn in range(fan):
                yield Quad(NamedNode(f"{NS}n{number}"), node["r"], Literal(f"{number} {turn}"), node["g"])
        for number in range(few):
            yield Quad(NamedNode(f"{NS}a{number}"), node["p"], NamedNode(f"{NS}kind"), node["g"])
            if not (gap and number == few - 1):
                yield Quad(NamedNode(f"{NS}a{number}"), node["q"], NamedNode(f"{NS}n{number}"), node["g"])

    store = Store.memory(quads())
    store.plans = Plans()
    return store


@pytest.mark.parametrize(
    ("store", "gains"),
    [
        (lambda: linked(5, MANY), True),
        (lambda: linked(5, MANY - 1), False),  # what there is to read is soon read
        (lambda: linked(FEW + 1, MANY), False),  # too much to look up
        (lambda: linked(5, MANY, gap=True), False),  # one row hangs on nothing: all would be looked up for it
        (lambda: linked(5, 20, fan=100), False),  # each finds many
    ],
)
def test_an_optional_is_put_otherwise_only_where_that_is_sooner(
    store: Callable[[], Store], gains: bool
) -> None:
    asked = store()
    text = CHAINED.format(f"{NS}kind")
    assert asked.plans is not None
    put = asked.plans.text(text, lambda short: asked._rows(short, None, {"use_default_graph_as_union": True}))
    assert ("LATERAL" in put) is gains
    rows = [sorted((name, str(value)) for name, value in row.items()) for row in asked.select(text)]
    asked.plans = None
    assert sorted(rows) == sorted(
        [sorted((name, str(value)) for name, value in row.items()) for row in asked.select(text)]
    )


def test_what_was_decided_is_not_asked_again() -> None:
    store, asked = linked(5, MANY), list[str]()

    def noted(short: str) -> Sequence[tuple[Any, ...]]:
        asked.append(short)
        return store._rows(short, None, {"use_default_graph_as_union": True})

    plans, text = Plans(), CHAINED.format(f"{NS}kind")
    assert plans.text(text, noted) == plans.text(text, noted) != text
    assert len(asked) == 4  # how many names, how many of the kind, the rows, and what some of them find
    in_vain = [CHAINED.format(f"{NS}n{number}").replace(f"{NS}r>", f"{NS}q>") for number in range(9)]
    asked.clear()
    assert [plans.text(text, noted) for text in in_vain] == in_vain
    assert len(asked) == 1


def test_rows_are_found_in_the_same_words() -> None:
    """Names of columns in their order, a limit, what an answer is written as."""
    store, text = linked(5, MANY), CHAINED.format(f"{NS}kind") + " ORDER BY ?a LIMIT 3"
    put = store.query(text).write("csv")
    store.plans = None
    assert store.query(text).write("csv") == put


def test_a_text_that_the_engine_does_not_take_otherwise_is_put_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = linked(5, MANY)
    monkeypatch.setattr(store.plans, "text", lambda *_: "SELECT nonsense")
    assert len(list(store.select("SELECT * { ?a ?b ?c } LIMIT 2"))) == 2


def test_errors_are_those_of_the_text_that_was_asked() -> None:
    store = linked(1, 1)
    text = "SELECT * {\n ?a <p> ?b FILTER EXISTS { ?a <q> ?c . ?c <r> ?b } BIND (1 + AS ?x) }"
    with pytest.raises(QuerySyntaxError) as found:
        store.query(text, base=NS)
    store.plans = None
    with pytest.raises(QuerySyntaxError) as plain:
        store.query(text, base=NS)
    assert (str(found.value), found.value.line, found.value.column) == (str(plain.value), plain.value.line, plain.value.column)  # fmt: skip


def test_a_published_generation_has_plans_and_what_is_written_has_none(tmp_path: Path) -> None:
    with Graph.init(tmp_path / "store") as graph:
        store = graph.store()
        assert isinstance(store, Store)
        assert store.plans is not None
    assert Store.memory().plans is None


def texts() -> list[tuple[str, str]]:
    named = [(query.name, query.text) for folder in queries.FOLDERS for query in queries.all(folder)]
    files = sorted(resources.files("enjoin.server.lookups").iterdir(), key=lambda file: file.name)
    return named + [(file.name, file.read_text()) for file in files if file.name.endswith(".rq")]


def test_named_queries_and_lookups_find_the_same(starter: Graph) -> None:
    store = starter.store()
    assert isinstance(store, Store)
    changed = 0
    for name, text in texts():
        try:
            put = otherwise(text)
        except NotPlain:
            continue
        if put != text:
            changed += 1
            assert written(store, put) == written(store, text), name
    assert changed > 5


def written(store: Store, text: str) -> list[str]:
    found = store.query(text)
    return sorted(map(str, found.triples() if found.kind == "triples" else ([*row.items()] for row in found)))
