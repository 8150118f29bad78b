"""What a stranger's text may hold, judged by its tokens."""

import pytest

from enjoin.graph import guard
from enjoin.graph.errors import QueryRefused, QuerySyntaxError


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service WHERE { ?service ?p $SERVICE }",
        "PREFIX ex: <http://e.x/> SELECT * { ?s ex:SERVICE ex:load.service ; ex:a-SERVICE ?o }",
        "PREFIX service: <http://e.x/> SELECT * { ?s service:x ?o }",
        "SELECT * { ?s <http://e.x/SERVICE#LOAD> 'SERVICE <x>', \"LOAD\", '''it's SERVICE''', \"a\\\"SERVICE\"@service }",
        "SELECT * { ?s ?p ?o } # SERVICE <http://e.x/> { }",
        "SELECT * { _:SERVICE ?p ?services . FILTER(?a<?b && ?c>?d) }",
        "PREFIX ex: <http://e.x/> SELECT * { ?s ex:it\\'s ex:a\\#b }",
    ],
)
def test_words_that_only_look_like_keywords_stay_legal(text: str) -> None:
    guard.check(text)
    guard.check(text, "update")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { service silent ?x { ?s ?p ?o } }",
        "SELECT * { FILTER EXISTS { { SERVICE<http://2130706433/>{} } } }",
        "SELECT * { ?s ?p '#' . SERVICE <x:y> {} }",
        "PREFIX ex: <http://e.x/#> SELECT * { ?s ex:a\\#b ?o . SERVICE <x:y> {} }",
        "SELECT * { ?s ?p ?o } # comment \n SERVICE <x:y> {}",
        "SELECT * { \\u0053ERVICE <x:y> {} }",
        "SELECT * { ?s <http://e.x/\\u0041#> 'a' . SERVICE <x:y> {} }",
        "SELECT * { FILTER(1<2).SERVICE <x:y> {} }",
        "SELECT * { ?s ?p 'it\\'s' . SERVICE <x:y> {} }",
        'SELECT * { ?s ?p """a " ""b""" . SERVICE <x:y> {} }',
    ],
)
def test_service_is_refused_in_every_spelling(text: str) -> None:
    with pytest.raises(QueryRefused, match="SERVICE"):
        guard.check(text)


def test_a_service_that_is_allowed_is_allowed_by_its_exact_address() -> None:
    allowed = ["https://query.example.org/sparql"]
    guard.check("SELECT * { SERVICE SILENT <https://query.example.org/sparql> {} }", services=allowed)
    for other in ("<https://query.example.org/sparql/../x>", "?x", "ex:y"):
        with pytest.raises(QueryRefused):
            guard.check(f"SELECT * {{ SERVICE {other} {{}} }}", services=allowed)


def test_load_is_refused_in_updates_only() -> None:
    with pytest.raises(QueryRefused, match="line 2, column 1"):
        guard.check(
            "INSERT DATA { <a:a> <a:b> 'LOAD' } ;\nLoad <http://127.0.0.1/> into graph <a:g>", "update"
        )
    guard.check("SELECT * { ?s <a:load> 'load' }")


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(QueryRefused, match="132,0"):
        guard.check("SELECT * { } #" + "x" * 132_000)
    guard.check("SELECT * { } #" + "x" * 132_000, max_length=None)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }",
        "SELECT * " + "{" * 5000 + "}" * 5000,
        "SELECT * { ?s ?p " + "[ <a:b> " * 5000 + "1" + "]" * 5000 + " }",
        "SELECT * { " + "OPTIONAL {" * 5000 + "}" * 5000 + " }",
    ],
)
def test_brackets_that_would_kill_the_engine_are_refused(text: str) -> None:
    with pytest.raises(QuerySyntaxError, match="deep"):
        guard.check(text)


@pytest.mark.parametrize("text", ["||".join("1" * 10_000), "/".join(["<a:b>"] * 10_000), "!" * 10_000])
def test_chains_of_operators_are_bounded(text: str) -> None:
    with pytest.raises(QueryRefused, match="1000 times"):
        guard.check("SELECT * { FILTER(" + text + ") }")


def test_a_nul_character_is_a_syntax_error_with_its_place() -> None:
    with pytest.raises(QuerySyntaxError, match="line 2, column 3"):
        guard.check("SELECT *\n{ \0 }")


def test_from_is_found_as_a_keyword_only() -> None:
    assert guard.names_dataset("SELECT * FROM <a:g> {}")
    assert not guard.names_dataset("SELECT ?from { ?x <a:from> 'FROM' }")


@pytest.mark.parametrize("text", ['"', "'''", "<", "\\", "\\uD800", "?", "@", "_:", "é{", "\x00", "🙂" * 10])
def test_any_text_can_be_read_as_tokens(text: str) -> None:
    assert "".join(token.text for token in guard.tokens(text)) == text
