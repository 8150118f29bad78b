"""The starter graph in an engine that is not ours gives the answers that it gives in a store of our own."""

import csv
import json
import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import enjoin.graph as eg
from engines import exceptions
from enjoin.graph.iris import Iris
from enjoin.graph.remote.difference import Difference
from enjoin.graph.remote.service import Remote
from enjoin.graph.remote.upkeep import Upkeep
from enjoin.server import create_app
from enjoin.server.cli import run
from enjoin.server.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
ASKED = ROOT / "tests" / "golden" / "asked" / "expected_answers.csv"
QUERIES = sorted([*ROOT.glob("queries/*/*.rq"), *ROOT.glob("server/lookups/*.rq")])
TODAY = date(2026, 11, 22)
NAMES = ("oxigraph", pytest.param("virtuoso", marks=pytest.mark.virtuoso))
PAGES = (
    "/",
    "/orders",
    "/lawsuits",
    "/rulings",
    "/judges",
    "/places",
    "/doc/order/eo-13768",
    "/doc/provision/eo-13768-9a",
    "/doc/lawsuit/santa-clara-v-trump-2017",
    "/doc/order/eo-13768.ttl",
    "/search?q=sanctuary",
    "/queries/votes.csv",
    "/answer/enforceable?provision=eo-13768-9a&party=us-il-chicago&on=2019-06-01",
    "/ontology",
)


@pytest.fixture(scope="module")
def filled(running: Callable[[str], Any], starter: eg.Graph) -> Iterator[Callable[[str], Any]]:
    """An engine by name, with all that the starter store holds, sent in one change."""
    found: dict[str, Any] = {}

    def fill(name: str) -> Any:
        if name not in found:
            engine = running(name)
            engine.clear()
            service = engine.service
            upkeep = Upkeep(
                Remote(engine.address, user=service.user, password=service.password), Iris(), service
            )
            upkeep.start()
            store = starter.store()
            wanted = {graph: list(store.quads(graph=graph)) for graph in store.graphs()}
            changes = {graph: Difference(quads, (), quads) for graph, quads in wanted.items()}
            upkeep.commit(changes, 0, secrets.token_hex(8))
            found[name] = engine
        return found[name]

    yield fill
    for engine in found.values():
        engine.clear()


@pytest.fixture(scope="module")
def expected(starter: eg.Graph) -> Callable[[Path], Counter[str]]:
    """The rows of a query file in a store of our own."""
    found: dict[Path, Counter[str]] = {}

    def answer(path: Path) -> Counter[str]:
        if path not in found:
            found[path] = rows(starter, path.read_text(encoding="utf-8"))
        return found[path]

    return answer


@pytest.fixture(params=NAMES)
def remote(request: pytest.FixtureRequest, filled: Callable[[str], Any]) -> Iterator[eg.Graph]:
    engine = filled(request.param)
    with eg.open(engine.address, service=engine.service) as graph:
        yield graph


def rows(graph: eg.Graph, text: str) -> Counter[str]:
    """The rows of a query without their order, or its triples."""
    found = graph.sparql(text)
    if found.kind == "triples":
        return Counter({str(triple) for triple in found.triples()})
    return Counter(str(sorted((name, str(term)) for name, term in row.items())) for row in found)


def test_what_is_read_back_is_what_was_sent(remote: eg.Graph, starter: eg.Graph) -> None:
    assert remote.export(everything=True) == starter.export(everything=True)
    assert remote.stats().graphs == starter.stats().graphs
    assert remote.documents() == starter.documents()


def test_deriving_there_gives_the_same_bytes(remote: eg.Graph, starter: eg.Graph) -> None:
    before = remote.generation
    assert not remote.derive(full=True)
    assert remote.generation == before
    assert remote.export(graph="derived") == starter.export(graph="derived")


@pytest.mark.parametrize("name", NAMES)
def test_every_query_file_gives_the_same_rows(
    name: str, filled: Callable[[str], Any], expected: Callable[[Path], Counter[str]]
) -> None:
    """They run as they are, but for the exceptions of one table, each with its reason."""
    engine = filled(name)
    files = {path.relative_to(ROOT).as_posix(): path for path in QUERIES}
    assert exceptions.OF[name].keys() <= files.keys(), "an exception names no file"
    different: list[str] = []
    with eg.open(engine.address) as graph:
        for key in files.keys() - exceptions.OF[name].keys():
            text = files[key].read_text(encoding="utf-8")
            try:
                if rows(graph, text) != expected(files[key]):
                    different.append(key)
            except eg.EnjoinError as error:
                different.append(f"{key}: {error}")
    assert not different, "\n".join(sorted(different))


def test_the_golden_questions_have_the_same_answers(remote: eg.Graph, starter: eg.Graph) -> None:
    with ASKED.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            asked = (row["provision"], row["jurisdiction"], row["date"])
            assert remote.status(*asked).to_json() == starter.status(*asked).to_json()


def test_the_site_stands_on_it(filled: Callable[[str], Any], starter: eg.Graph) -> None:
    """Every page is the same, byte for byte, on an engine that answers every query rightly."""
    engine = filled("oxigraph")
    with eg.open(engine.address) as graph:
        mine, theirs = (
            create_app(each, Settings(), today=lambda: TODAY).test_client() for each in (starter, graph)
        )
        for page in PAGES:
            wanted, got = mine.get(page), theirs.get(page)
            assert (got.status_code, got.mimetype) == (wanted.status_code, wanted.mimetype), page
            assert _timeless(got.data) == _timeless(wanted.data), page


@pytest.mark.virtuoso
@pytest.mark.parametrize(
    "page", ["/orders", "/doc/order/eo-13768", "/search?q=sanctuary", "/sparql?query=ASK{}"]
)
def test_the_site_stands_on_virtuoso_too(page: str, filled: Callable[[str], Any]) -> None:
    engine = filled("virtuoso")
    with eg.open(engine.address) as graph:
        assert create_app(graph, Settings(), today=lambda: TODAY).test_client().get(page).status_code == 200


def _timeless(body: bytes) -> bytes:
    """A page without the number of its generation, of which each place has its own."""
    import re

    return re.sub(rb'(generation|"version": |data edition)[\s\S]{0,40}?\d+', rb"\1", body)


def test_a_dataset_in_the_query_or_in_the_request_wins(remote: eg.Graph) -> None:
    graph = "https://w3id.org/enjoin/graph/starter-votes"
    everything = "SELECT (COUNT(*) AS ?n) {0} {{ ?s ?p ?o }}"
    [row] = remote.sparql(everything.format(f"FROM <{graph}>"))
    [same] = remote.sparql(everything.format(""), default_graphs=[graph])
    assert row == same
    assert int(str(getattr(row["n"], "value", 0))) == remote.stats().graphs[graph]


def test_a_default_graph_that_is_no_union_is_no_hindrance(
    filled: Callable[[str], Any], starter: eg.Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a service has no way to show all graphs as one, each is named in the request."""
    monkeypatch.setattr("enjoin.graph.remote.keeper.UNIONS", ((),))
    engine = filled("oxigraph")
    with eg.open(engine.address) as graph:
        for name in ("votes", "office-holders", "provenance-of", "gaps"):
            text = (ROOT / "queries" / "questions" / f"{name}.rq").read_text(encoding="utf-8")
            assert rows(graph, text) == rows(starter, text)
        assert graph.show("eo-13768").label == "Executive Order 13768"


def test_the_command_line_answers_from_a_service(
    filled: Callable[[str], Any], capsys: pytest.CaptureFixture[str]
) -> None:
    engine = filled("oxigraph")
    asked = ["status", "eo-13768-9a", "--for", "us-il-chicago", "--on", "2019-06-01"]
    assert run(["--json", "--endpoint", engine.address, *asked], {}) == 0
    assert json.loads(capsys.readouterr().out)["state"] == "in-force"
    asked = ["query", "votes", "--ruling", "r-2018-08-01-ca9", "--format", "csv"]
    assert run(["--endpoint", engine.address, *asked], {}) == 0
    assert "fernandez" in capsys.readouterr().out
