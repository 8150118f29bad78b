"""A server of ours as the service elsewhere: documents go to it, and it does the rest itself."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from places import ILLINOIS, NATION, PREFIXES

import enjoin.graph as eg
from enjoin.server.cli import run
from served import Served, served


@pytest.fixture(scope="module")
def server(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    import shutil

    path = tmp_path_factory.mktemp("served") / "store"
    shutil.copytree(empty_store, path)
    with served(path, "--readers", "1") as running:
        yield running


@pytest.fixture
def enjoin(server: Any, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """The command line against the server, with the token."""

    def command(*arguments: str, token: str = server.token) -> tuple[int, str]:
        code = run(["--endpoint", f"{server.address}/sparql", *arguments], {"ENJOIN_TOKEN": token})
        said = capsys.readouterr()
        assert server.token not in said.out + said.err
        return code, said.out + said.err

    return command


def test_documents_go_to_a_server_with_what_is_known_of_them(
    enjoin: Callable[..., tuple[int, str]], server: Any, tmp_path: Path
) -> None:
    """Its provenance is what it would be had the server read the file; the same file again changes nothing."""
    nation, illinois = tmp_path / "nation.ttl", tmp_path / "illinois.ttl"
    nation.write_text(PREFIXES + NATION)
    illinois.write_text(PREFIXES + ILLINOIS)
    assert enjoin("ingest", str(illinois), str(nation), "--source-date", "2026-01-05") == (
        0,
        "illinois: added (6 added, 0 removed, 0 unchanged)\nnation: added (3 added, 0 removed, 0 unchanged)\n",
    )
    with eg.open(f"{server.address}/sparql") as graph:
        [first, second] = graph.documents()
    assert (first.id, first.title, first.adapter, first.retrieved_on) == (
        "illinois",
        "illinois.ttl",
        "rdf 1",
        "2026-01-05",
    )
    assert (second.statements, second.revision) == (3, 1)
    assert "unchanged" in enjoin("ingest", str(nation))[1]
    nation.write_text(PREFIXES + NATION.replace("States", "States of America"))
    assert "changed (1 added, 1 removed" in enjoin("ingest", str(nation))[1]
    assert "revision: 2" in enjoin("documents", "show", "nation")[1]
    assert "United States of America" in enjoin("show", "us")[1]
    code, said = enjoin("documents", "remove", "nation")
    assert (code, "does not conform" in said) == (1, True)
    assert enjoin("documents", "remove", "nation", "illinois")[0] == 0
    assert "No documents yet" in enjoin("documents", "list")[1]


def test_what_does_not_conform_is_not_sent(
    enjoin: Callable[..., tuple[int, str]], server: Any, tmp_path: Path
) -> None:
    file = tmp_path / "illinois.ttl"
    file.write_text(PREFIXES + ILLINOIS)
    code, said = enjoin("ingest", str(file))
    assert code == 1
    assert "Nothing describes jurisdiction/us" in said
    with eg.open(f"{server.address}/sparql") as graph:
        assert graph.documents() == []


def test_without_the_token_it_is_said_what_to_do(
    enjoin: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    file = tmp_path / "nation.ttl"
    file.write_text(PREFIXES + NATION)
    code, said = enjoin("ingest", str(file), token="another-token")
    assert code == 3
    assert "--token" in said


def test_it_is_not_made_from_elsewhere(enjoin: Callable[..., tuple[int, str]]) -> None:
    code, said = enjoin("init")
    assert code == 3
    assert "is an Enjoin server" in said


def test_what_is_told_of_documents_is_checked(server: Any) -> None:
    """The header is a list of entries, or the update is refused and not done."""
    text = "INSERT DATA { GRAPH <https://w3id.org/enjoin/graph/x> { <a:a> <a:b> <a:c> } }"
    for told in ("{", "[1]", '[{"id": "x"}]', '[{"id": "x", "adapter": 1}]'):
        headers = {"Content-Type": "application/sparql-update", "X-Enjoin-Documents": told}
        reply = server.request("POST", "/update", text, {**headers, **server.authorized})
        assert reply.status == 400, told
    assert not server.query("ASK { <a:a> ?p ?o }").json()["boolean"]


def test_a_served_site_over_an_engine_takes_writes_too(running: Callable[[str], Any], tmp_path: Path) -> None:
    """`serve --endpoint`: pages, queries and updates, validated here and kept there."""
    engine = running("oxigraph")
    engine.clear()
    try:
        eg.init(engine.address).close()
        environment = {"ENJOIN_ENDPOINT": engine.address}
        with served(tmp_path / "none", environment=environment) as site:
            assert site.get("/orders").status == 200
            good = f"PREFIX {PREFIXES.replace('@prefix ', 'PREFIX ').replace(' .', '')[7:]}"
            assert site.update(f"{good} INSERT DATA {{ {NATION} }}").status == 204
            assert site.query("ASK { ?x rdfs:label 'United States'@en }").json()["boolean"]
            bad = site.update(f"{good} INSERT DATA {{ {ILLINOIS.replace(':us ', ':nowhere ')} }}")
            assert bad.status == 422
            assert site.get("/search?q=united").status == 200
        with eg.open(engine.address) as graph:
            assert [entry.id for entry in graph.documents()] == ["default"]
    finally:
        engine.clear()
