"""Where the cursor stands in an unfinished query, and what may stand there."""

import pytest

from enjoin.server.workbench.completion import MOST, connected, place_in, update_named

PLACES = {
    "SELECT * { ?r a ej:Ruling ; |": ("predicate", "?r", "", ["?r a ej:Ruling ."]),
    "SELECT * { ?r a ej:Ruling ; ej:d| }": ("predicate", "?r", "", ["?r a ej:Ruling ."]),
    "SELECT * { ?r a |": ("object", "?r", "a", []),
    "SELECT * { ?r ej:type ejv:|": ("object", "?r", "ej:type", []),
    "SELECT * { ?r ej:x/|": ("predicate", "?_step", "", ["?r ej:x ?_step ."]),
    "SELECT * { ?r ej:x ?y . ?y | }": ("predicate", "?y", "", ["?r ej:x ?y ."]),
    "SELECT * { ?r ej:x [ a ej:Q ; ej:|": ("predicate", "?_node1", "", ["?_node1 a ej:Q ."]),
    "SELECT * { ?r ej:x [ a ej:Q ] ; |": ("predicate", "?r", "", ["?_node1 a ej:Q .", "?r ej:x ?_node1 ."]),
    "SELECT * { VALUES (?x ?y) { (ejv:a ejv:b) } ?x a ej:C ; |": ("predicate", "?x", "", ["?x a ej:C ."]),
    "SELECT * { ?x a ej:C . OPTIONAL { ?x ej:|": ("predicate", "?x", "", ["?x a ej:C ."]),
    "SELECT * { { SELECT ?x { ?x a ej:C } } ?x |": ("predicate", "?x", "", []),
    "SELECT * { GRAPH ?g { ?x a ej:C ; |": ("predicate", "?x", "", ["?x a ej:C ."]),
    'SELECT * { ?x ej:a "x"@en , |': ("object", "?x", "ej:a", ['?x ej:a "x"@en .']),
    'SELECT * { ?x ej:on "2017"^^xsd:date ; |': ("predicate", "?x", "", ['?x ej:on "2017"^^xsd:date .']),
    "SELECT * { ?x ^ej:a ?b . ?b a ej:C ; |": ("predicate", "?b", "", ["?x ^ej:a ?b .", "?b a ej:C ."]),
    "SELECT * { ?x (ej:a|ej:b)+ ?c . ?c |": ("predicate", "?c", "", ["?x (ej:a|ej:b)+ ?c ."]),
    "SELECT * { BIND(1 AS ?v) ?x a ej:C ; |": ("predicate", "?x", "", ["?x a ej:C ."]),
    "SELECT * { # ?x a ej:No\n ?x a ej:C ; |": ("predicate", "?x", "", ["?x a ej:C ."]),
    "SELECT * {|": ("subject", "", "", []),
}
NOWHERE = (
    "", "|", "SELECT ?x | WHERE {", "SELECT * { FILTER(?y = |", "SELECT * { VALUES ?x { ejv:a |", "SELECT * { ?x ej:a ?b |",
    "SELECT * { ?x (ej:a|ej:b)/^|", "SELECT * { ?x a ej:C } ORDER BY |", "}}}} ]]] |", "SELECT * { ] ; . ^^ , |",
)  # fmt: skip


def at(text: str):
    where = text.rindex("|") if "|" in text else len(text)
    return place_in(text[:where] + text[where + 1 :], where)


@pytest.mark.parametrize("text", PLACES)
def test_the_place_of_the_cursor_is_read_from_what_stands_before_it(text) -> None:
    place = at(text)
    assert place is not None
    found = (place.position, place.subject, place.predicate, [str(triple) for triple in place.triples])
    assert found == PLACES[text]


@pytest.mark.parametrize("text", NOWHERE)
def test_where_no_triple_can_stand_there_is_no_place(text) -> None:
    place = at(text)
    assert place is None or place.query() is None


def test_the_query_asks_only_what_hangs_together_with_the_subject() -> None:
    place = at("PREFIX x: <http://x/> SELECT * { ?r a ej:Ruling ; ej:q ?z . ?k x:y ?l . ?z |")
    assert place is not None
    query = place.query()
    assert query is not None
    assert query.startswith("PREFIX x: <http://x/>")
    assert "?r ej:q ?z" in query
    assert "?k" not in query
    assert f"LIMIT {MOST}" in query
    assert connected(place.triples, "?l")[0].predicate == "x:y"


def test_a_subject_that_is_named_needs_no_pattern() -> None:
    place = at("SELECT * { ej:Order |")
    assert place is not None
    assert "ej:Order ?_wanted" in str(place.query())


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("INSERT DATA { }", "INSERT"), ("PREFIX a: <http://x/> DELETE WHERE { }", "DELETE"), ("base <http://x/> drop all", "DROP"),
        ("SELECT * {}", ""), ("# INSERT\nASK {}", ""), ("", ""),
    ],
)  # fmt: skip
def test_an_update_is_known_by_its_form(text, form) -> None:
    assert update_named(text) == form
