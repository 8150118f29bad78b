"""How a newer revision differs from the one before, in sentences and bounded."""

from datetime import UTC, datetime

from pyoxigraph import NamedNode, Quad

from enjoin.graph import Graph
from enjoin.graph.ingestion.differences import Differences, differences
from enjoin.graph.ingestion.documents import from_bytes
from enjoin.graph.iris import Iris
from enjoin.graph.storage.store import Store
from enjoin.ontology.terms import ej

HEAD = (
    b"citation,document_number,publication_date,signing_date,executive_order_number,title,disposition_notes\n"
)
BEFORE = (
    HEAD + b'"86 FR 7051",2021-01768,01/25/2021,2021-01-20,13993,"Revision of Policies","Revokes: EO 13768"\n'
)
AFTER = HEAD + (
    b'"86 FR 7051",2021-01768,01/25/2021,2021-01-20,13993,"Revision of Civil Policies",'
    b'"Revokes: EO 13768; Revoked by: EO 14148, January 20, 2025"\n'
)


def test_a_newer_export_tells_what_is_new_in_words() -> None:
    clock = iter(datetime(2026, 1, day, tzinfo=UTC) for day in range(1, 28))
    with Graph.memory(clock=lambda: next(clock)) as graph:
        assert not graph.ingest(from_bytes(BEFORE, "orders.csv")).outcomes[0].differences
        receipt = graph.ingest(from_bytes(AFTER, "orders.csv"))
        (outcome,) = receipt.outcomes
        assert outcome.state == "changed"
        told = outcome.differences.sentences
        assert "EO 13993: revoked by EO 14148, new" in told, told
        assert any(
            each.startswith("EO 13993: title “Revision of Civil Policies”, was “Revision of Policies”")
            for each in told
        )
        assert "EO 13993: revoked by EO 14148" in receipt.text()
        assert receipt.as_json()["documents"][0]["differences"]["new"] == outcome.differences.new
        gone = graph.ingest(from_bytes(BEFORE, "orders.csv")).outcomes[0].differences.sentences
        assert "EO 13993: revoked by EO 14148, no longer told of" in gone, gone


def test_many_differences_are_counted_and_the_first_told() -> None:
    iris = Iris()
    graph = iris.graph("x")
    orders = [iris.entity("order", f"eo-{number}") for number in range(1000)]
    wanted = [Quad(order, ej("relatesTo"), orders[0], graph) for order in orders[1:]]
    found = differences(Store.memory(), iris, [], wanted)
    assert (found.new, len(found.sentences)) == (999, 50)
    assert found.text()[0] == "differs: 999 new"
    assert found.text()[-1] == "and 949 more"


def test_records_of_rows_are_no_differences() -> None:
    iris = Iris()
    graph = iris.graph("x")
    record = NamedNode(f"{graph.value}#row-1")
    moved = [Quad(record, ej("about"), iris.entity("order", "eo-1"), graph)]
    assert not differences(Store.memory(), iris, [], moved)
    assert Differences().text() == []
