"""Whatever is done while the disk is full is done whole or refused in a sentence, and done as soon as there is room."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

import enjoin.graph as eg
from enjoin.graph.errors import StoreError
from enjoin.graph.ingestion.documents import Document, from_bytes
from enjoin.graph.storage.layout import Layout

FIXTURES = Path(__file__).parents[1] / "fixtures"
PREFIXES = """@prefix ej: <https://w3id.org/enjoin/ns#> . @prefix ejv: <https://w3id.org/enjoin/vocab/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @base <https://w3id.org/enjoin/id/> .
"""
PEOPLE = """
<judge/reed> a ej:Person ; rdfs:label "William Horsley Reed"@en ; foaf:name "William Horsley Reed" ; ej:bornOn "1953-05-11"^^xsd:date .
<judge/w-reed> a ej:Person ; rdfs:label "Wiliam H. Reed"@en ; foaf:name "Wiliam H. Reed" ; ej:bornOn "1953"^^xsd:gYear .
"""
PLACE = '<jurisdiction/us-{}> a ej:Jurisdiction ; rdfs:label "{}"@en ; ej:jurisdictionKind ejv:nation . '
WRONG = '<jurisdiction/us-wrong> a ej:Jurisdiction ; rdfs:label ""@en .'
BY = {"editor": "M. Editor", "reason": "The docket says so."}
LONG = ", ".join(f'"{number} {"long " * 200}"' for number in range(60))


def document(text: str, name: str) -> Document:
    return from_bytes((PREFIXES + text).encode(), f"{name}.ttl")


@pytest.fixture(scope="session")
def prepared(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with documents, one held back, a link to decide on, claims of an article: never write to it."""
    place = tmp_path_factory.mktemp("prepared") / "store"
    shutil.copytree(empty_store, place)
    with eg.Graph.open(place, write=True, clock=lambda: datetime(2026, 11, 22, 12, tzinfo=UTC)) as graph:
        assert not graph.ingest(document(PEOPLE, "people")).quarantined
        assert not graph.ingest(FIXTURES / "claims" / "article.txt").quarantined
        assert graph.ingest(document(WRONG, "wrong")).quarantined
        graph.update("INSERT DATA { GRAPH <a:g> { <a:s> <a:p> 1 } }")
        assert graph.links()
        assert graph.claims.list()
    return place


def accept_link(graph: eg.Graph) -> None:
    graph.links.accept(graph.links()[0].id, **BY)


def accept_claim(graph: eg.Graph) -> None:
    graph.claims.accept(graph.claims.list()[0].id, **BY)


def reject_claim(graph: eg.Graph) -> None:
    graph.claims.reject(graph.claims.list()[0].id, **BY)


WRITES: dict[str, Callable[[eg.Graph], object]] = {
    "ingest": lambda graph: graph.ingest(document("".join(PLACE.format(n, n) for n in range(200)), "places")),
    "ingest again": lambda graph: graph.ingest(document(PEOPLE.replace("Horsley", "H."), "people")),
    "held back": lambda graph: graph.ingest(document(WRONG + "# " + "long " * 20_000, "another")),
    "quarantine retry": lambda graph: graph.quarantine.retry("wrong"),
    "remove": lambda graph: graph.remove("people"),
    "update": lambda graph: graph.update(f"INSERT DATA {{ GRAPH <a:g> {{ <a:s> <a:long> {LONG} }} }}"),
    "put": lambda graph: graph.put_graph("a:h", f"<a:s> <a:long> {LONG} .".encode(), "text/turtle"),
    "post": lambda graph: graph.post_graph("a:g", f"<a:s> <a:long> {LONG} .".encode(), "text/turtle"),
    "delete": lambda graph: graph.delete_graph("a:g"),
    "derive": lambda graph: graph.derive(full=True),
    "publish": lambda graph: graph.publish(),
    "compact": lambda graph: graph.compact(),
    "link": accept_link,
    "claim": accept_claim,
    "claim rejected": reject_claim,
}  # fmt: skip


def said(graph: eg.Graph) -> frozenset[Quad]:
    """All that documents say and editors decided, and what is told of them, but for when."""
    when = {NamedNode("https://w3id.org/enjoin/ns#recordedAt")}
    ours = {graph.iris.graph(name) for name in ("ontology", "concepts", "shapes")}
    return frozenset(
        quad for quad in graph.store().quads() if quad.graph_name not in ours and quad.predicate not in when
    )


@pytest.mark.parametrize("name", WRITES)
def test_on_a_full_disk_it_is_done_whole_or_refused_and_done_when_there_is_room(
    name: str, prepared: Path, disk: Callable[[int], Path], fill: Callable[[Path], Path]
) -> None:
    place = disk(48)
    shutil.copytree(prepared, place / "store")
    clock = lambda: datetime(2026, 11, 23, 12, tzinfo=UTC)  # noqa: E731 - the moment at which it happens
    with eg.Graph.open(place / "store", write=True, clock=clock) as graph:
        before, held_back = said(graph), {each.id for each in graph.quarantine.list()}
        filler = fill(place)
        refused = ""
        try:
            WRITES[name](graph)
        except StoreError as error:
            refused = str(error)
        finally:
            filler.unlink()
        if refused:
            assert "\n" not in refused.strip()
            assert said(graph) == before, "nothing has changed"
            assert {each.id for each in graph.quarantine.list()} == held_back
            WRITES[name](graph)
        after = said(graph)
        assert [each.fault for each in graph.verify() if each.fault] == []
    with eg.Graph.open(place / "store", write=True, clock=clock) as graph:
        assert said(graph) == after, "what was acknowledged is there"
        assert not Layout(place / "store").pending.exists()
        assert not list((place / "store").glob("**/*.tmp"))


@pytest.mark.parametrize("name", ["backup", "restore", "migrate", "init", "init bare"])
def test_a_copy_or_a_new_store_that_does_not_fit_is_refused_and_leaves_what_there_was(
    name: str, prepared: Path, disk: Callable[[int], Path], fill: Callable[[Path], Path], tmp_path: Path
) -> None:
    place = disk(48)
    store = tmp_path / "store"
    shutil.copytree(prepared, store)
    if name == "migrate":
        shutil.move(store, place / "store")
        store = place / "store"
        stamp = json.loads((store / "store.json").read_text())
        (store / "store.json").write_text(json.dumps({**stamp, "format": 1}))
    with eg.open(store) as graph:
        before = {each.graph: each.sha256 for each in graph.verify()}

    def work() -> None:
        if name == "backup":
            with eg.open(store) as graph:
                graph.backup(place / "copy")
        elif name == "restore":
            eg.Graph.restore(store, place / "copy").close()
        elif name == "migrate":
            eg.Graph.migrate(store)
        else:
            eg.init(place / "copy", bare=name == "init bare").close()

    filler = fill(place)
    with pytest.raises(StoreError):
        work()
    filler.unlink()
    with eg.open(store) as graph:
        assert {each.graph: each.sha256 for each in graph.verify()} == before
    if name != "migrate":
        with pytest.raises(StoreError):
            eg.open(place / "copy")
    work()
    with eg.open(store if name == "migrate" else place / "copy") as graph:
        found = {each.graph: each.sha256 for each in graph.verify()}
    if name in {"backup", "restore"}:
        assert found == before
    elif name == "migrate":
        assert found.keys() == before.keys()
