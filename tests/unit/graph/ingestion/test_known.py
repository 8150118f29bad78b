"""What the graph knows, as the sources ask it."""

from pyoxigraph import Literal, NamedNode, Quad

from enjoin.graph.ingestion.known import StoreKnown
from enjoin.graph.iris import Iris
from enjoin.graph.records import Nothing, Ref, Row
from enjoin.graph.sources.settled import PREDICATES, Settled, claim
from enjoin.graph.storage.store import Store
from enjoin.ontology.terms import ej, ejv, term

IRIS = Iris()
ORDER, OTHER = Ref("order", "eo-1"), Ref("order", "eo-2")
EFFECT = Ref("effect", "e")


def world() -> Store:
    one, two = IRIS.graph("one"), IRIS.graph("two")
    order, effect = IRIS.entity("order", "eo-1"), IRIS.entity("effect", "e")
    day = Literal("2017-01-25", datatype=term("xsd:date"))
    return Store.memory(
        [
            Quad(order, ej("signedOn"), day, one),
            Quad(order, ej("signedOn"), Literal("2017-01-26", datatype=term("xsd:date")), two),
            Quad(order, ej("number"), Literal("1"), one),
            Quad(effect, ej("actsOn"), order, one),
            Quad(effect, ej("effectType"), ejv("revokes"), one),
            Quad(NamedNode("urn:x"), ej("number"), Literal("1"), one),
        ]
    )


def test_values_are_texts_days_entities_and_concepts() -> None:
    known = StoreKnown(world(), IRIS)
    assert known.values(ORDER, "ej:signedOn") == ("2017-01-25", "2017-01-26")
    assert known.values(EFFECT, "ej:actsOn") == ("order/eo-1",)
    assert known.values(EFFECT, "ej:effectType") == ("revokes",)
    assert known.values(OTHER, "ej:signedOn") == ()


def test_entities_are_found_by_a_text_and_by_what_they_point_at() -> None:
    known = StoreKnown(world(), IRIS)
    assert known.having("ej:number", "1") == (ORDER,)
    assert known.having("ej:number", "2") == ()
    assert known.pointing("ej:actsOn", ORDER) == (EFFECT,)


def test_a_graph_that_is_read_anew_does_not_count() -> None:
    known = StoreKnown(world(), IRIS, [IRIS.graph("one")])
    assert known.values(ORDER, "ej:signedOn") == ("2017-01-26",)
    assert known.having("ej:number", "1") == ()
    assert known.pointing("ej:actsOn", ORDER) == ()


def test_nothing_knows_nothing() -> None:
    assert Nothing().values(ORDER, "ej:signedOn") == ()
    assert Nothing().having("ej:number", "1") == ()
    assert Nothing().pointing("ej:actsOn", ORDER) == ()


def test_the_first_value_stands_and_any_other_is_contested() -> None:
    settled = Settled(Nothing())
    assert settled.contest(ORDER, "ej:signedOn", "2017-01-25") == ""
    assert settled.contest(ORDER, "ej:signedOn", "2017-01-25") == ""
    assert settled.contest(ORDER, "ej:signedOn", "2017-01-26") == "2017-01-25"
    assert settled.contest(OTHER, "ej:signedOn", "2017-01-26") == ""
    settled = Settled(StoreKnown(world(), IRIS, [IRIS.graph("two")]))
    assert settled.contest(ORDER, "ej:signedOn", "2017-01-25") == ""
    assert settled.contest(ORDER, "ej:signedOn", "2017-01-26") == "2017-01-25"
    assert settled.standing(ORDER, "ej:signedOn") == ("2017-01-25",)


def test_a_claim_says_what_its_document_says_and_against_what() -> None:
    row = Row(line=7, key="doc-eo-1", verified="stored", sources=("A list",))
    found = claim(
        row,
        "A list",
        ORDER,
        "ej:signedOn",
        "2017-01-26",
        "2017-01-25",
        label="EO 1",
        quote="01/26/2017",
        as_of="2025-01-02",
    )
    assert found.claim == "EO 1 was signed on 26 January 2017."
    assert found.notes == "Another document, read before, has 25 January 2017."
    assert (found.quote, found.text_line, found.as_of, found.check) == (
        "01/26/2017",
        7,
        "2025-01-02",
        "contradicted",
    )
    pages = claim(
        row, "A list", ORDER, "ej:frPages", "5616-5620", "5618-5620", label="EO 1", quote="5616", as_of=""
    )
    assert pages.claim == "EO 1 is printed on the pages 5616-5620."


def test_every_contested_property_is_one_of_the_ontology() -> None:
    for name in PREDICATES:
        assert term(name)
