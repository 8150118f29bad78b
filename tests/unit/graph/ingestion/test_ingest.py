"""Documents go in whole or not at all, one by one in what is told, together in what is judged."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from places import ILLINOIS, NATION, turtle
from pyoxigraph import NamedNode

import enjoin.graph as eg
from enjoin.graph import provenance
from enjoin.graph.errors import Nonconforming
from enjoin.graph.ingestion import documents
from enjoin.graph.iris import Iris
from enjoin.graph.storage import revisions

IRIS = Iris()


def dump(graph: eg.Graph) -> bytes:
    found = graph.export(everything=True, form="nquads")
    assert isinstance(found, bytes)
    return found


def graphs(graph: eg.Graph) -> set[str]:
    return {IRIS.graph_name(name) or "" for name in graph.store().graphs()}


def test_a_document_of_too_many_statements_is_refused_by_name(
    graph: eg.Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("enjoin.graph.ingestion.staging.MOST", 2)
    (outcome,) = graph.ingest(turtle(NATION, "nation")).outcomes
    assert outcome.state == "quarantined"
    assert "nation.ttl" in str(outcome.faults[0])
    assert "split it into several documents" in str(outcome.faults[0])
    assert "nation" not in graphs(graph)


def test_a_document_goes_into_a_graph_of_its_own(graph: eg.Graph) -> None:
    receipt = graph.ingest(turtle(NATION, "nation"))
    [outcome] = receipt.outcomes
    assert (outcome.state, outcome.added, outcome.removed, outcome.unchanged) == ("added", 3, 0, 0)
    [entry] = graph.documents()
    assert entry.id == "nation"
    assert entry.adapter == "rdf 1"
    assert entry.revision == 1
    assert entry.statements == 3
    assert entry.recorded_at == "2026-11-22T12:00:00Z"
    assert entry.retrieved_on == "2026-11-22"
    assert graph.resolve("us").value.endswith("/id/jurisdiction/us")


def test_the_same_bytes_again_change_nothing(graph: eg.Graph) -> None:
    graph.ingest(turtle(NATION, "nation"))
    before, generation = dump(graph), graph.generation
    receipt = graph.ingest(turtle(NATION, "nation"))
    assert receipt.outcomes[0].state == "unchanged"
    assert receipt.outcomes[0].unchanged == 3
    assert not receipt.changed
    assert dump(graph) == before
    assert graph.generation == generation


def test_a_changed_document_replaces_its_graph_and_the_earlier_revision_is_kept(graph: eg.Graph) -> None:
    graph.ingest(turtle(NATION + ILLINOIS, "places"))
    first = graph.documents()[0]
    graph.ingest(turtle(NATION + ILLINOIS.replace('"Illinois"', '"State of Illinois"'), "places"))
    [entry] = graph.documents()
    assert entry.revision == 2
    assert entry.former == first.digest
    now, kept = graph.document("places")
    assert now == entry
    assert [each.revision for each in kept] == [1]
    assert kept[0].digest == first.digest
    assert (kept[0].recorded_at, kept[0].until) == ("2026-11-22T12:00:00Z", "2026-11-22T12:00:00Z")
    said = {str(quad.object) for quad in revisions.load(kept[0])}
    assert '"Illinois"@en' in said
    assert '"State of Illinois"@en' not in said


def test_only_what_differs_is_counted(graph: eg.Graph) -> None:
    graph.ingest(turtle(NATION + ILLINOIS, "places"))
    receipt = graph.ingest(turtle(NATION + ILLINOIS.replace('"17"', '"71"'), "places"))
    [outcome] = receipt.outcomes
    assert (outcome.state, outcome.added, outcome.removed, outcome.unchanged) == ("changed", 1, 1, 8)


def test_documents_of_one_batch_may_refer_to_one_another_in_any_order(graph: eg.Graph) -> None:
    receipt = graph.ingest(turtle(ILLINOIS, "a-states"), turtle(NATION, "b-nation"))
    assert [outcome.state for outcome in receipt.outcomes] == ["added", "added"]


def test_a_reference_that_leads_nowhere_is_refused_with_file_line_and_cure(graph: eg.Graph) -> None:
    before = dump(graph)
    receipt = graph.ingest(turtle(ILLINOIS, "states"))
    [outcome] = receipt.quarantined
    assert any(
        problem.startswith("states.ttl, line 6: Nothing describes jurisdiction/us; describe it")
        for problem in outcome.problems
    )
    assert dump(graph) == before


def test_good_documents_go_in_and_bad_ones_are_held_back_with_bytes_and_report(graph: eg.Graph) -> None:
    bad = turtle(ILLINOIS.replace('"Illinois"@en', '""@en'), "states")
    receipt = graph.ingest(turtle(NATION, "nation"), bad)
    assert [(each.id, each.state) for each in receipt.outcomes] == [
        ("nation", "added"),
        ("states", "quarantined"),
    ]
    assert graphs(graph) >= {"nation"}
    assert "states" not in graphs(graph)
    [parked] = graph.quarantine.list()
    assert parked.id == "states"
    assert parked.digest == bad.digest
    assert parked.since == "2026-11-22T12:00:00Z"
    assert any("English name" in problem for problem in parked.problems)
    assert graph.quarantine.get("states").outcome["report"]["conforms"] is False


def test_a_document_that_leans_on_a_refused_one_is_refused_too(graph: eg.Graph) -> None:
    receipt = graph.ingest(
        turtle(NATION.replace("rdfs:label", "ej:note"), "nation"), turtle(ILLINOIS, "states")
    )
    assert {each.id for each in receipt.quarantined} == {"nation", "states"}
    assert "Nothing describes jurisdiction/us" in " ".join(receipt.outcomes[1].problems)


def test_what_cannot_be_read_is_held_back_and_keeps_no_other_out(graph: eg.Graph) -> None:
    broken = documents.from_bytes(b"@prefix ej: <https://w3id.org/enjoin/ns#> .\nej:x ej:y .", "broken.ttl")
    receipt = graph.ingest(broken, turtle(NATION, "nation"), documents.from_bytes(b"hello", "letter.doc"))
    states = {outcome.id: outcome.state for outcome in receipt.outcomes}
    assert states == {"broken": "quarantined", "nation": "added", "letter": "quarantined"}
    assert receipt.outcomes[0].problems[0].startswith("broken.ttl, line 2, column")
    assert "no format that is known" in receipt.outcomes[2].problems[0] or "in no format" in receipt.text()


def test_held_back_documents_are_tried_again_and_dropped(graph: eg.Graph) -> None:
    graph.ingest(turtle(ILLINOIS, "states"))
    assert graph.quarantine.retry("states").quarantined
    graph.ingest(turtle(NATION, "nation"))
    assert graph.quarantine.retry("states").outcomes[0].state == "added"
    assert graph.quarantine.list() == []
    graph.ingest(turtle("", "empty"))
    graph.quarantine.drop("empty")
    assert graph.quarantine.list() == []
    with pytest.raises(eg.EntityNotFound):
        graph.quarantine.drop("empty")


def test_a_document_that_goes_in_leaves_the_quarantine(graph: eg.Graph) -> None:
    graph.ingest(turtle(ILLINOIS, "states"))
    graph.ingest(turtle(NATION + ILLINOIS, "states"))
    assert graph.quarantine.list() == []


def test_a_refused_new_version_leaves_the_old_one_in_place(graph: eg.Graph) -> None:
    graph.ingest(turtle(NATION, "nation"))
    before = dump(graph)
    assert graph.ingest(turtle(NATION.replace("ejv:nation", "ejv:moon"), "nation")).quarantined
    assert dump(graph) == before
    assert graph.document("nation")[1] == []


def test_another_file_does_not_take_the_place_of_a_document_by_chance(graph: eg.Graph) -> None:
    graph.ingest(turtle(NATION, "places"))
    header = "id,name,kind,within,source,verified\n"
    other = documents.from_bytes((header + "us,United States,nation,,me,stored\n").encode(), "places.csv")
    [outcome] = graph.ingest(other, source="facts").outcomes
    assert outcome.quarantined
    assert "another document of the id 'places', places.ttl" in outcome.problems[0]


def test_a_dry_run_tells_the_same_and_writes_nothing(graph: eg.Graph) -> None:
    before = dump(graph)
    receipt = graph.ingest(turtle(NATION, "nation"), turtle("", "empty"), dry_run=True)
    assert [(each.state, each.added) for each in receipt.outcomes] == [("added", 3), ("quarantined", 0)]
    assert receipt.dry_run
    assert dump(graph) == before
    assert graph.quarantine.list() == []


def test_taking_away_what_others_refer_to_is_refused_and_names_them(graph: eg.Graph) -> None:
    graph.ingest(turtle(NATION, "nation"), turtle(ILLINOIS, "states"))
    before = dump(graph)
    receipt = graph.ingest(turtle(NATION.replace("jurisdiction:us ", "jurisdiction:usa "), "nation"))
    assert receipt.quarantined
    assert "Nothing describes jurisdiction/us" in receipt.text()
    with pytest.raises(Nonconforming, match="Nothing describes jurisdiction/us"):
        graph.remove("nation")
    assert dump(graph) == before


def test_removing_takes_the_statements_out_and_keeps_them(graph: eg.Graph) -> None:
    graph.ingest(turtle(NATION, "nation"), turtle(ILLINOIS, "states"))
    receipt = graph.remove("nation", "states")
    assert [(each.state, each.removed) for each in receipt.outcomes] == [("removed", 3), ("removed", 6)]
    assert graph.documents() == []
    assert not graphs(graph) & {"nation", "states"}
    now, kept = graph.document("nation")
    assert now is None
    assert len(kept) == 1
    graph.ingest(turtle(NATION, "nation"))
    assert graph.documents()[0].revision == 2


def test_a_contradiction_names_both_documents(graph: eg.Graph) -> None:
    graph.ingest(turtle(NATION + ILLINOIS, "places"))
    other = 'jurisdiction:us-il ej:fips "71" .\n'
    receipt = graph.ingest(turtle(other, "codes"))
    told = " ".join(receipt.outcomes[0].problems)
    assert receipt.quarantined
    assert 'codes.ttl, line 5 says "71"' in told
    assert 'the document places says "17"' in told


def test_two_documents_of_a_batch_that_contradict_each_other_are_both_refused(graph: eg.Graph) -> None:
    graph.ingest(turtle(NATION, "nation"))
    receipt = graph.ingest(turtle(ILLINOIS, "states"), turtle('jurisdiction:us-il ej:fips "71" .', "codes"))
    assert {each.id for each in receipt.quarantined} == {"states", "codes"}
    assert "codes.ttl" in receipt.outcomes[0].problems[0]
    assert "states.ttl" in receipt.outcomes[1].problems[0]


def test_warnings_are_listed_and_block_nothing(graph: eg.Graph) -> None:
    twice = NATION.replace('"United States"@en', '"United States"@en , "The United States"@en')
    [outcome] = graph.ingest(turtle(twice, "nation")).outcomes
    assert outcome.state == "added"
    assert [result.message for result in outcome.report.warnings] == [
        "This has two names in one language; keep one as rdfs:label and make the other a skos:altLabel."
    ]


def test_known_gives_back_what_was_known_on_a_day(tmp_path: Path) -> None:
    days = iter([datetime(2026, 1, day, tzinfo=UTC) for day in range(1, 30)])
    now = [datetime(2026, 1, 1, tzinfo=UTC)]
    graph = eg.Graph.init(tmp_path / "s", clock=lambda: now[0])
    for text in (NATION, NATION.replace("United States", "USA"), NATION.replace("United States", "U.S.")):
        now[0] = next(days)
        graph.ingest(turtle(text, "nation"))
    now[0] = next(days)
    graph.remove("nation")
    query = "SELECT ?l { jurisdiction:us rdfs:label ?l }".replace(
        "jurisdiction:us", f"<{IRIS.entity('jurisdiction', 'us').value}>"
    )

    def known(day: str) -> list[str]:
        return [str(row["l"]) for row in graph.sparql(query, known=day)]

    assert known("2025-12-31") == []
    assert known("2026-01-01") == ['"United States"@en']
    assert known("2026-01-02") == ['"USA"@en']
    assert known("2026-01-03") == ['"U.S."@en']
    assert known("2026-01-04") == []
    graph.close()


def test_a_blank_node_of_one_document_never_meets_that_of_another(graph: eg.Graph) -> None:
    text = NATION + '\njurisdiction:us ej:note "x" ; rdfs:seeAlso _:b . _:b rdfs:comment "{}" .\n'
    graph.ingest(turtle(text.format("one"), "one"))
    graph.ingest(turtle(text.format("two"), "two"))
    rows = list(
        graph.sparql("SELECT ?b (COUNT(*) AS ?n) { ?b rdfs:comment ?c FILTER (isBlank(?b)) } GROUP BY ?b")
    )
    assert len(rows) == 2
    assert graph.ingest(turtle(text.format("two"), "two")).outcomes[0].state == "unchanged"


def test_provenance_is_statements_like_any_others(graph: eg.Graph) -> None:
    graph.ingest(turtle(NATION, "nation"), licence="https://creativecommons.org/publicdomain/zero/1.0/")
    found = list(
        graph.sparql(
            "SELECT ?digest ?count { GRAPH <https://w3id.org/enjoin/graph/provenance> "
            "{ ?d a ej:Document ; ej:digest ?digest ; ej:statementCount ?count } }"
        )
    )
    assert len(found) == 1
    entry = graph.documents()[0]
    assert provenance.from_statements(provenance.triples(entry, IRIS), IRIS) == [entry]


def test_what_was_committed_but_not_published_is_published_by_the_next_who_opens(
    graph: eg.Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = graph.path
    assert path is not None

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("enjoin.graph.storage.keeper.publishing.publish", killed)
    with pytest.raises(KeyboardInterrupt):
        graph.ingest(turtle(NATION, "nation"))
    graph.close()
    monkeypatch.undo()
    assert (path / "pending").exists()
    with eg.open(path) as reader:
        assert [entry.id for entry in reader.documents()] == ["nation"]
        assert not (path / "pending").exists()


def test_readers_of_a_store_that_is_written_see_the_newest_generation(graph: eg.Graph) -> None:
    assert graph.path is not None
    with eg.open(graph.path) as reader:
        assert reader.documents() == []
        graph.ingest(turtle(NATION, "nation"))
        assert [entry.id for entry in reader.documents()] == ["nation"]
        with pytest.raises(eg.StoreLocked, match="is being written"):
            reader.ingest(turtle(NATION, "other"))
        assert [entry.id for entry in reader.documents()] == ["nation"]


def test_a_document_over_rules_it_never_saw_does_not_block_others(graph: eg.Graph) -> None:
    """What was in the store before the shapes changed is not the fault of the next document."""
    bad = NamedNode("https://w3id.org/enjoin/graph/bad")
    [document] = [
        turtle(
            NATION.replace("jurisdiction:us", "jurisdiction:bad").replace('"United States"@en', '""@en'),
            "bad",
        )
    ]
    from enjoin.graph.sources import rdf

    store = graph._keeper.store()
    [parsed] = rdf.parse([document], IRIS, None)  # type: ignore[arg-type]
    store.replace({bad: list(parsed.statements)})
    assert graph.ingest(turtle(NATION, "nation")).outcomes[0].state == "added"
