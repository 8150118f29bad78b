"""Documents go into a service as into a store of our own: judged, derived, all at once, or not at all."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from places import ILLINOIS, NATION, PREFIXES, turtle

import enjoin.graph as eg
from enjoin.graph.errors import QueryTimeout, ServiceError
from enjoin.graph.iris import Iris
from enjoin.graph.remote.service import Remote
from enjoin.server.cli import run

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LATER = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
IRIS = Iris()
# Two blank nodes that refer to each other, and signs that have to be written with care.
NAMELESS = """
jurisdiction:us rdfs:seeAlso [ rdfs:label "a \\"quoted\\" \\\\ line\\nand é 統"@en ; rdfs:seeAlso [ rdfs:label "inner" ] ] .
"""


def many(count: int) -> str:
    """So many counties that no engine takes them in one update."""
    return "".join(
        f'jurisdiction:us-il-c{n} a ej:Jurisdiction ; rdfs:label "County {n}"@en ; '
        "ej:jurisdictionKind ejv:county ; ej:within jurisdiction:us-il .\n"
        for n in range(count)
    )


def dump(graph: eg.Graph, *, everything: bool = False) -> bytes:
    found = graph.export(everything=everything, form="nquads")
    assert isinstance(found, bytes)
    return found


@pytest.fixture
def remote(engine: Any) -> Iterator[eg.Graph]:
    """An Enjoin graph in the engine, with nothing in it but the vocabulary."""
    with eg.init(engine.address, service=engine.service, clock=lambda: NOW) as graph:
        yield graph


def again(engine: Any, clock: Callable[[], datetime] = lambda: NOW, **more: Any) -> eg.Graph:
    """The same graph, opened anew."""
    service = eg.Service(user=engine.service.user, password=engine.service.password, **more)
    return eg.open(engine.address, write=True, service=service, clock=clock)


def test_it_becomes_what_a_store_of_our_own_becomes(remote: eg.Graph, graph: eg.Graph, engine: Any) -> None:
    """The same documents give the same bytes: vocabulary, statements, provenance, what is derived."""
    assert dump(remote, everything=True) == dump(graph, everything=True)
    places = turtle(NATION + NAMELESS + ILLINOIS + many(300), "places")
    for each in (remote, graph):
        assert [outcome.state for outcome in each.ingest(places).outcomes] == ["added"]
        assert not each.ingest(places).changed
    assert dump(remote) == dump(graph)
    assert [entry.as_json() for entry in again(engine).documents()] == [
        entry.as_json() for entry in graph.documents()
    ]
    smaller = turtle(NATION + ILLINOIS, "places")
    for each in (remote, graph):
        [outcome] = each.ingest(smaller).outcomes
        assert (outcome.state, outcome.added) == ("changed", 0)
    assert dump(remote) == dump(graph)
    for each in (remote, graph):
        each.remove("places")
    assert dump(remote) == dump(graph)
    leftovers = [
        row["g"]
        for row in Remote(engine.address).plainly(
            'SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } FILTER (STRSTARTS(STR(?g), "https://w3id.org/enjoin/upkeep/")) }'
        )
    ]
    assert [str(graph) for graph in leftovers] == ["<https://w3id.org/enjoin/upkeep/state>"]


def test_what_does_not_conform_changes_nothing(remote: eg.Graph, engine: Any, tmp_path: Path) -> None:
    before, generation = dump(remote), remote.generation
    bad = turtle(ILLINOIS, "illinois")  # there is no jurisdiction:us
    receipt = remote.ingest(bad)
    assert receipt.quarantined
    assert "Nothing describes jurisdiction/us" in receipt.text()
    assert (dump(remote), remote.generation) == (before, generation)
    with pytest.raises(eg.StoreError, match="--store"):
        remote.quarantine.list()
    with again(engine, directory=tmp_path / "beside") as kept:
        kept.ingest(bad)
        assert [parked.id for parked in kept.quarantine.list()] == ["illinois"]
        kept.ingest(turtle(NATION, "nation"))
        assert kept.quarantine.retry("illinois").outcomes[0].state == "added"
        assert kept.quarantine.list() == []


def test_validating_sees_what_the_service_holds_and_writes_nothing(remote: eg.Graph, tmp_path: Path) -> None:
    file = tmp_path / "illinois.ttl"
    file.write_text(PREFIXES + ILLINOIS)
    assert not remote.validate(file).conforms
    remote.ingest(turtle(NATION, "nation"))
    generation = remote.generation
    assert remote.validate(file).conforms
    assert not remote.validate(file, alone=True).conforms
    assert remote.ingest(file, dry_run=True).outcomes[0].state == "added"
    assert remote.generation == generation
    assert [entry.id for entry in remote.documents()] == ["nation"]


def test_what_was_known_is_known_where_earlier_revisions_are_kept(
    remote: eg.Graph, engine: Any, tmp_path: Path
) -> None:
    with again(engine, directory=tmp_path / "beside") as first:
        first.ingest(turtle(NATION + ILLINOIS, "places"))
    with again(engine, clock=lambda: LATER, directory=tmp_path / "beside") as second:
        second.ingest(turtle(NATION, "places"))
        assert [kept.revision for kept in second.document("places")[1]] == [1]
        asked = "ASK { ?x rdfs:label 'Illinois'@en }"
        assert not second.sparql(asked)
        assert second.sparql(asked, known="2026-11-25")
    with pytest.raises(eg.QueryParameterError, match="no earlier revisions"):
        again(engine).sparql(asked, known="2026-11-25")
    with pytest.raises(eg.StoreError, match="belongs to the service"):
        eg.open("http://127.0.0.1:9/sparql", service=eg.Service(directory=tmp_path / "beside"))


def test_an_engine_is_made_once_and_written_to_only_when_made(engine: Any) -> None:
    with pytest.raises(eg.StoreMissing, match="no Enjoin graph"):
        again(engine).ingest(turtle(NATION, "nation"))
    eg.init(engine.address, service=engine.service).close()
    with pytest.raises(eg.StoreError, match="already"):
        eg.init(engine.address, service=engine.service)


def test_readers_see_a_change_whole_or_not_at_all(remote: eg.Graph, engine: Any, monkeypatch: Any) -> None:
    """Cut off before the one update that counts, a change is not there; the next writer ends it."""
    places = turtle(NATION + ILLINOIS + many(200), "places")
    sent: list[str] = []
    update = Remote.update

    def cut(self: Remote, sparql: str, address: str, *more: Any) -> None:
        sent.append(sparql)
        if (
            "upkeep/" in sparql
            and " WHERE { GRAPH" in sparql
            and "INSERT" in sparql
            and "places" in sparql[:400]
        ):
            raise QueryTimeout(1.0)
        update(self, sparql, address, *more)

    before = dump(remote)
    monkeypatch.setattr(Remote, "update", cut)
    with pytest.raises(ServiceError, match="the next command that writes ends it"):
        remote.ingest(places)
    monkeypatch.undo()
    assert dump(again(engine)) == before
    with again(engine) as next_one:
        assert next_one.ingest(places).outcomes[0].state == "unchanged"
        assert len(list(next_one.sparql("SELECT ?x { ?x ej:jurisdictionKind ejv:county }"))) == 200


def test_two_who_write_at_once_do_not_overwrite_each_other(
    remote: eg.Graph, engine: Any, monkeypatch: Any
) -> None:
    """Whoever comes second is told so, and nothing of theirs is there."""
    other = again(engine)
    update = Remote.update
    done: list[bool] = []

    def meanwhile(self: Remote, sparql: str, address: str, *more: Any) -> None:
        if not done and "INSERT DATA" in sparql and "schema.org/text" in sparql:
            done.append(True)
            other.ingest(turtle(NATION, "theirs"))
        update(self, sparql, address, *more)

    monkeypatch.setattr(Remote, "update", meanwhile)
    with pytest.raises(eg.StoreError, match="meanwhile"):
        remote.ingest(turtle(NATION, "ours"))
    monkeypatch.undo()
    assert [entry.id for entry in again(engine).documents()] == ["theirs"]
    assert remote.ingest(turtle(ILLINOIS, "ours")).outcomes[0].state == "added"


def test_what_another_has_written_is_seen(remote: eg.Graph, engine: Any) -> None:
    remote.ingest(turtle(NATION, "nation"))
    again(engine).ingest(turtle(ILLINOIS, "illinois"))
    assert remote.ingest(turtle(many(2), "counties")).outcomes[0].state == "added"
    assert [entry.id for entry in again(engine).documents()] == ["counties", "illinois", "nation"]


def test_a_service_without_a_graph_store_gets_updates(engine: Any, graph: eg.Graph, monkeypatch: Any) -> None:
    """Statements that share blank nodes stay together."""
    if engine.name == "virtuoso":
        pytest.skip("Virtuoso takes no blank nodes in INSERT DATA; it has a graph store")
    monkeypatch.setattr("enjoin.graph.remote.sending.stores_of", lambda *_: [])
    with eg.init(engine.address, service=engine.service, clock=lambda: NOW) as remote:
        for each in (remote, graph):
            each.ingest(turtle(NATION + NAMELESS + ILLINOIS + many(300), "places"))
        assert dump(remote) == dump(graph)


def test_the_command_line_works_on_a_service(
    engine: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environment = {}
    if engine.service.user:
        environment = {"ENJOIN_ENDPOINT_USER": "dba", "ENJOIN_ENDPOINT_PASSWORD": "dba"}
    good, bad = tmp_path / "nation.ttl", tmp_path / "illinois.ttl"
    good.write_text(PREFIXES + NATION)
    bad.write_text(PREFIXES + ILLINOIS.replace(":us ;", ":nowhere ;"))

    def enjoin(*arguments: str) -> tuple[int, str]:
        at = ["--endpoint", engine.address, "--store", str(tmp_path / "beside")]
        code = run([*at, *arguments], environment)
        said = capsys.readouterr()
        assert "dba" not in said.out + said.err
        return code, said.out + said.err

    assert enjoin("init")[0] == 0
    assert enjoin("ingest", str(good))[0] == 0
    assert enjoin("ingest", str(bad))[0] == 1
    assert "illinois" in enjoin("quarantine", "list")[1]
    assert enjoin("quarantine", "drop", "illinois")[0] == 0
    assert enjoin("validate", str(bad))[0] == 1
    assert "nation" in enjoin("documents", "list")[1]
    assert "United States" in enjoin("show", "us")[1]
    assert enjoin("query", "gaps")[0] == 0
    assert enjoin("derive", "--full")[0] == 0
    assert json.loads(enjoin("--json", "stats")[1])["graphs"]["https://w3id.org/enjoin/graph/nation"] == 3
    assert enjoin("export", "-o", str(tmp_path / "all.trig"))[0] == 0
    assert enjoin("documents", "remove", "nation")[0] == 0
    assert "No documents yet" in enjoin("documents", "list")[1]
    assert enjoin("backup", str(tmp_path / "backup"))[0] == 3


def test_without_a_password_nothing_is_written_and_it_is_said_what_to_do(engine: Any) -> None:
    if engine.name != "virtuoso":
        pytest.skip("this engine lets everyone write")
    with pytest.raises(ServiceError, match=r"--token.*name:password"):
        eg.init(engine.address)
    with pytest.raises(ServiceError, match="does not let us"):
        eg.init(engine.address, service=eg.Service(user="dba", password="wrong"))
    with_password = engine.address.replace("http://", "http://dba:dba@")
    with eg.init(with_password) as graph:
        assert graph.generation == 1
