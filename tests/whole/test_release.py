"""Releases: the same bytes for the same graph, whole or not at all, and what others can check with them."""

import gzip
import json
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox
import pytest

import enjoin.graph as eg
from enjoin.graph.errors import QueryParameterError, StoreError
from enjoin.graph.releases.release import Release, faults
from enjoin.server.cli import run

ISSUED = date(2026, 11, 30)


@pytest.fixture(scope="module")
def graph(starter: eg.Graph) -> eg.Graph:
    return starter


@pytest.fixture(scope="module")
def released(graph: eg.Graph, tmp_path_factory: pytest.TempPathFactory) -> Release:
    return graph.release("1.0.0", tmp_path_factory.mktemp("releases"), issued=ISSUED)


def test_every_file_has_its_checksum(released: Release) -> None:
    assert faults(released.folder) == []
    said = dict(line.split("  ")[::-1] for line in (released.folder / "SHA256SUMS").read_text().splitlines())
    assert said == released.files
    assert {
        "README.md",
        "CITATION.cff",
        "catalogue.ttl",
        "data/all.nq.gz",
        "ontology/enjoin.ttl",
    } <= said.keys()
    assert said["README.md"] == sha256((released.folder / "README.md").read_bytes()).hexdigest()


def test_the_same_graph_gives_the_same_bytes(graph: eg.Graph, released: Release, tmp_path: Path) -> None:
    again = graph.release("1.0.0", tmp_path / "deep" / "er", issued=ISSUED)
    assert again.files == released.files


def test_the_dump_makes_the_graph_again(graph: eg.Graph, released: Release, tmp_path: Path) -> None:
    with eg.Graph.init(tmp_path / "var", clock=lambda: datetime(2027, 1, 1, tzinfo=UTC)) as copy:
        copy.ingest(released.folder / "data" / "all.nq.gz")
        assert copy.export(form="nquads") == graph.export(form="nquads")


def cell(term: object) -> str:
    """A term as the docstring of `Answered` says that it is hashed."""
    if term is None:
        return ""
    if isinstance(term, ox.Literal) and "; " in term.value:
        parts = "; ".join(sorted(term.value.split("; ")))
        term = ox.Literal(parts, language=term.language) if term.language else ox.Literal(parts)
    return "_:" if isinstance(term, ox.BlankNode) else str(term)


def test_another_engine_gives_the_answers_of_the_release(released: Release) -> None:
    """A plain store, loaded with the dump alone, answers each query file with the rows that were released."""
    store = ox.Store()
    store.load(
        gzip.decompress((released.folder / "data/all.nq.gz").read_bytes()), format=ox.RdfFormat.N_QUADS
    )
    answers = json.loads((released.folder / "queries/answers.json").read_text())
    assert len(answers) > 30
    for said in answers:
        text = (released.folder / f"queries/{said['query']}.rq").read_text()
        found = store.query(text, use_default_graph_as_union=True)
        assert isinstance(found, ox.QuerySolutions)
        lines = sorted("\t".join(cell(row[name]) for name in said["columns"]) for row in found)
        assert len(lines) == said["rows"], said["query"]
        assert sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest() == said["sha256"], said[
            "query"
        ]


def test_a_catalogue_is_told_of_the_dumps(released: Release) -> None:
    store = ox.Store()
    store.load((released.folder / "catalogue.ttl").read_bytes(), format=ox.RdfFormat.TURTLE)
    found = store.query(
        """
        PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dcterms: <http://purl.org/dc/terms/>
        PREFIX spdx: <http://spdx.org/rdf/terms#>
        SELECT ?path ?sum ?bytes WHERE { ?release dcat:version "1.0.0" ; dcat:distribution ?d .
          ?d dcterms:title ?path ; dcat:byteSize ?bytes ; spdx:checksum/spdx:checksumValue ?sum }
        """
    )
    assert isinstance(found, ox.QuerySolutions)
    rows = {row["path"].value: row["sum"].value for row in found}
    assert rows == {path: released.files[path] for path in ("data/all.nq.gz", "data/asserted.trig.gz")}


def test_the_readme_counts_what_is_there(graph: eg.Graph, released: Release) -> None:
    text = (released.folder / "README.md").read_text()
    rulings = next(iter(graph.sparql("SELECT (COUNT(*) AS ?n) WHERE { ?r a ej:Ruling }")))["n"]
    assert isinstance(rulings, ox.Literal)
    assert f"| Ruling | {int(rulings.value):,} |" in text
    assert "not legal\nadvice" in text


def test_what_was_changed_is_named(
    released: Release, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(released.folder, copy)
    (copy / "README.md").write_text("other")
    (copy / "CITATION.cff").unlink()
    (copy / "more.txt").touch()
    assert faults(copy) == [
        "CITATION.cff is missing",
        "more.txt is not of this release",
        "README.md is not as it was released",
    ]
    assert run(["-q", "release", "--check", str(copy)], {}) == 1
    assert "README.md is not as it was released" in capsys.readouterr().out


def test_a_release_is_never_changed(graph: eg.Graph, released: Release) -> None:
    with pytest.raises(StoreError, match="name the next version"):
        graph.release("1.0.0", released.folder.parent)
    with pytest.raises(StoreError, match="is no release"):
        faults(released.folder / "data")


@pytest.mark.parametrize("version", ["", "../1", "1/0", "-1", "1 0"])
def test_a_version_names_a_folder(graph: eg.Graph, tmp_path: Path, version: str) -> None:
    with pytest.raises(QueryParameterError, match="is no version"):
        graph.release(version, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_of_one_that_failed(
    graph: eg.Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("enjoin.graph.releases.words.readme", full)
    with pytest.raises(StoreError, match="No space left"):
        graph.release("1.0.0", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_data_statement_counts_the_starter_data(graph: eg.Graph) -> None:
    from enjoin.graph.releases.coverage import coverage

    text = (Path(__file__).resolve().parents[2] / "docs" / "data-statement.md").read_text(encoding="utf-8")
    for name, count in coverage(graph.store()).entities.items():
        assert f"| {name} | {count:,} |" in text
