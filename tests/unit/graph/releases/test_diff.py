"""How two states of a graph differ: in words, statement by statement, term by term, from release to release."""

import gzip
import json
import shutil
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

import enjoin.graph as eg
from enjoin.graph.errors import StoreError, UnreadableDocument
from enjoin.graph.ingestion.documents import from_bytes
from enjoin.graph.iris import Iris
from enjoin.graph.releases import patch, terms
from enjoin.graph.releases.comparing import steady
from enjoin.graph.releases.difference import answers, difference
from enjoin.graph.releases.previous import latest
from enjoin.graph.releases.release import faults
from enjoin.graph.releases.sides import Side, opened
from enjoin.graph.storage.store import Store
from enjoin.server.cli import run

HEAD = (
    b"citation,document_number,publication_date,signing_date,executive_order_number,title,disposition_notes\n"
)
ROW = b'"86 FR 7051",2021-01768,01/25/2021,2021-01-20,13993,"Revision of Policies",'
BEFORE = HEAD + ROW + b'"Revokes: EO 13768"\n'
AFTER = HEAD + ROW + b'"Revokes: EO 13768; Revoked by: EO 14148, January 20, 2025"\n'
REVOKED = "EO 13993: revoked by EO 14148, new"
P, Q, G = NamedNode("http://x/p"), NamedNode("http://x/q"), NamedNode("http://x/g")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two releases of a graph that learnt of a revocation between them, and its store: never write to it."""
    place = tmp_path_factory.mktemp("diff")
    days = iter(datetime(2026, month, 1, tzinfo=UTC) for month in (1, 2))
    now = [next(days)]
    with eg.Graph.init(place / "var", clock=lambda: now[0]) as graph:
        graph.ingest(from_bytes(BEFORE, "orders.csv"))
        graph.release("1.9.0", place / "releases", issued=date(2026, 1, 2))
        now[0] = next(days)
        graph.ingest(from_bytes(AFTER, "orders.csv"))
        graph.release("1.10.0", place / "releases", issued=date(2026, 1, 2))
    return place


def test_a_newer_release_tells_what_changed(place: Path) -> None:
    folder = place / "releases" / "enjoin-1.10.0"
    told = (folder / "CHANGES.md").read_text()
    assert told.startswith("# From enjoin-1.9.0 to enjoin-1.10.0\n")
    assert "- orders: changed\n" in told
    assert f"## What is said of each order\n\n- {REVOKED}\n" in told
    assert "- changes-since: answers otherwise" in told
    said = json.loads((folder / "changes.json").read_bytes())
    assert REVOKED in [sentence for each in said["entities"] for sentence in each["sentences"]]
    assert json.loads((folder / "release.json").read_bytes())["previous"]["version"] == "1.9.0"
    assert "differs from Enjoin 1.9.0" in (folder / "README.md").read_text()
    catalogue = ox.Store()
    catalogue.load(path=folder / "catalogue.ttl")
    for name in ("http://www.w3.org/ns/dcat#previousVersion", "http://www.w3.org/ns/prov#wasRevisionOf"):
        (found,) = catalogue.quads_for_pattern(None, NamedNode(name), None)
        assert found.object == NamedNode("https://w3id.org/enjoin/release/1.9.0")


def test_the_first_release_tells_of_no_change(place: Path) -> None:
    folder = place / "releases" / "enjoin-1.9.0"
    assert not (folder / "CHANGES.md").exists()
    assert json.loads((folder / "release.json").read_bytes())["previous"] is None
    assert "wasRevisionOf" not in (folder / "catalogue.ttl").read_text()
    assert faults(folder) == []


def test_the_patch_makes_one_dump_into_the_other(place: Path) -> None:
    was, is_ = (
        set(ox.parse(gzip.decompress(path.read_bytes()), format=ox.RdfFormat.N_QUADS))
        for path in (place / f"releases/enjoin-{version}/data/all.nq.gz" for version in ("1.9.0", "1.10.0"))
    )
    packed = (place / "releases/enjoin-1.10.0/data/changes.rdfp.gz").read_bytes()
    added, removed = patch.read(gzip.decompress(packed))
    assert added
    assert removed <= was
    assert not added & was
    loose = {quad for quad in was | is_ if "_:" in str(quad)}  # named anew in each dump; none of them changed
    assert (was - removed | added) - loose == is_ - loose


def sealed(folder: Path) -> None:
    """Writes the checksums of a release anew."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "SHA256SUMS")
    lines = (f"{sha256(p.read_bytes()).hexdigest()}  {p.relative_to(folder).as_posix()}\n" for p in files)
    (folder / "SHA256SUMS").write_text("".join(lines))


def test_what_is_said_of_the_change_is_checked(place: Path, tmp_path: Path) -> None:
    assert faults(place / "releases" / "enjoin-1.10.0") == []
    shutil.copytree(place / "releases", tmp_path / "releases")
    folder = tmp_path / "releases" / "enjoin-1.10.0"
    path = folder / "data/changes.rdfp.gz"
    lines = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    path.write_bytes(gzip.compress(b"".join([lines[0], *lines[2:]])))
    sealed(folder)
    (fault,) = faults(folder)
    assert fault.startswith("data/changes.rdfp.gz does not tell how ")
    path.write_bytes(b"no gzip")
    sealed(folder)
    assert "cannot be read" in faults(folder)[0]
    sealed(tmp_path / "releases" / "enjoin-1.9.0")
    (tmp_path / "releases" / "enjoin-1.9.0" / "README.md").write_text("other")
    sealed(tmp_path / "releases" / "enjoin-1.9.0")
    assert faults(folder) == ["enjoin-1.9.0 beside it is not the release that it was compared with"]
    shutil.rmtree(tmp_path / "releases" / "enjoin-1.9.0")
    assert faults(folder) == []


def test_the_newest_release_is_found_by_day_and_number(place: Path, tmp_path: Path) -> None:
    found = latest(place / "releases")
    assert found is not None
    assert found.version == "1.10.0"
    assert latest(tmp_path) is None


def test_the_same_is_no_difference(place: Path) -> None:
    folder = place / "releases" / "enjoin-1.10.0"
    with opened(folder) as one, opened(place / "var") as other, opened(folder / "data/all.nq.gz") as dump:
        for before, after in ((one, one), (one, other), (other, dump), (dump, one)):
            found = difference(before, after)
            assert not found
            assert "no difference" in found.text()
            assert found.patch() == b"TX .\nTC .\n"


def test_what_one_side_cannot_hold_is_not_compared(place: Path, tmp_path: Path) -> None:
    folder = place / "releases" / "enjoin-1.10.0"
    with opened(folder) as one, opened(folder / "data/asserted.trig.gz") as asserted:
        found = difference(one, asserted)
        assert not found
        assert found.compared == ("documents",)
        assert found.terms is None
    with eg.open(place / "var") as graph:
        graph.export(tmp_path / "all.ttl")
    with opened(tmp_path / "all.ttl") as plain, opened(place / "releases/enjoin-1.9.0") as older:
        assert plain.plain
        found = difference(older, plain)
        assert REVOKED in [each.sentence for each in found.told]
        assert found.documents == {}


def test_a_statement_that_only_moved_to_another_document_is_told_of_as_a_document(iris: Iris) -> None:
    said = (
        iris.entity("order", "eo-1"),
        NamedNode("http://www.w3.org/2000/01/rdf-schema#label"),
        Literal("x"),
    )
    one, other = (Side(name, Store.memory([Quad(*said, iris.graph(name))]), iris) for name in ("a", "b"))
    found = difference(one, other)
    assert (len(found.added), len(found.removed)) == (1, 1)
    assert found.documents == {"a": "gone", "b": "new"}
    assert found.told == ()


def test_states_under_other_addresses_are_not_compared(iris: Iris) -> None:
    here, there = Side("a", Store.memory(), iris), Side("b", Store.memory(), Iris("https://other.example/"))
    with pytest.raises(StoreError, match=r"a has IRIs under .* b under https://other\.example/"):
        difference(here, there)


def hung(label: str, value: str) -> list[Quad]:
    """A subject with a blank node and a value on it."""
    node = BlankNode(label)
    return [Quad(NamedNode("http://x/s"), P, node, G), Quad(node, Q, Literal(value), G)]


def test_blank_nodes_are_named_by_what_hangs_on_them() -> None:
    one = steady([*hung("a", "1"), *hung("b", "2")])
    other = steady([*hung("z", "2"), *hung("y", "0"), *hung("x", "1")])
    assert one < other
    assert len(other - one) == 2
    assert len(steady([*hung("a", "1"), *hung("b", "1")])) == 4, "two that are alike are still two"
    assert steady(hung("a", "1")) < steady([*hung("a", "1"), *hung("b", "1")])


def test_a_patch_is_read_as_it_was_written() -> None:
    added, removed = set(hung("a", 'quo"te\n')), set(hung("b", "é"))
    assert patch.read(patch.written(added, removed)) == (added, removed)
    with pytest.raises(UnreadableDocument, match="line 2"):
        patch.read(b"TX .\n<s> <p> <o> .\n")


ONTOLOGY = """
@prefix ej: <https://w3id.org/enjoin/ns#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<https://w3id.org/enjoin/ns> a owl:Ontology ; owl:versionInfo "VERSION" .
"""
OLD = """
ej:Kept a owl:Class ; skos:prefLabel "kept"@en ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ej:p ] .
ej:Worded a owl:Class ; skos:definition "One."@en .
ej:Moved a owl:Class ; rdfs:subClassOf ej:Kept .
ej:Tired a owl:Class . ej:Gone a owl:Class .
"""
NEW = """
ej:Kept a owl:Class ; skos:prefLabel "kept"@en ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ej:p ] .
ej:Worded a owl:Class ; skos:definition "Two."@en .
ej:Moved a owl:Class ; rdfs:subClassOf ej:Worded .
ej:Tired a owl:Class ; owl:deprecated true ; dcterms:isReplacedBy ej:Kept .
ej:Come a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ej:q ] .
"""


def words(folder: Path, version: str, said: str) -> Path:
    folder.mkdir()
    (folder / "enjoin.ttl").write_text(ONTOLOGY.replace("VERSION", version) + said)
    return folder


def test_the_changelog_of_an_ontology_is_made_by_machine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = words(tmp_path / "old", "1.0.0", OLD), words(tmp_path / "new", "2.0.0", NEW)
    with opened(old) as before, opened(new) as after:
        found = terms.changes(before, after)
    assert found is not None
    assert found.text() == [
        "Ontology 1.0.0 → 2.0.0 (major change):",
        "added ej:Come",
        "changed ej:Moved: rdfs:subClassOf",
        "reworded ej:Worded: skos:definition",
        "deprecated ej:Tired, use ej:Kept",
        "removed ej:Gone",
    ]
    assert run(["--json", "diff", str(old), str(new)], {}) == 0
    assert json.loads(capsys.readouterr().out)["ontology"]["asksFor"] == "major"


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("ej:A a owl:Class .", "ej:A a owl:Class . ej:B a owl:Class .", "minor"),
        ("ej:A a owl:Class .", "ej:A a owl:Class ; owl:deprecated true .", "minor"),
        ("ej:A a owl:Class .", 'ej:A a owl:Class ; skos:example "x"@en .', "patch"),
        ("ej:A a owl:Class .", "ej:A a owl:Class .", ""),
    ],
)
def test_a_change_asks_for_a_version(tmp_path: Path, old: str, new: str, part: str) -> None:
    with opened(words(tmp_path / "a", "1", old)) as a, opened(words(tmp_path / "b", "1", new)) as b:
        found = terms.changes(a, b)
    assert found is not None
    assert found.asks_for == part
    assert bool(found) == bool(part)


def test_answers_that_differ_are_named() -> None:
    was = [{"query": "a", "rows": 1, "sha256": "x"}, {"query": "b", "rows": 2, "sha256": "y"}]
    is_ = [{"query": "b", "rows": 2, "sha256": "z"}, {"query": "c", "rows": 3, "sha256": "w"}]
    assert [each.text for each in answers(was, is_)] == [
        "a: no longer asked",
        "b: answers otherwise, 2 rows",
        "c: new, 3 rows",
    ]


def test_the_command_tells_the_difference(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = (str(place / "releases" / f"enjoin-{version}") for version in ("1.9.0", "1.10.0"))
    store = ["--store", str(place / "var")]
    assert run(["diff", old, new], {}) == 0
    assert REVOKED in capsys.readouterr().out.splitlines()
    assert run(["diff", old, new, "--exit-code"], {}) == 1
    assert run(["diff", new, new, "--exit-code"], {}) == 0
    assert run([*store, "diff", "2026-01-15"], {}) == 0
    assert REVOKED in capsys.readouterr().out.splitlines()
    assert run([*store, "diff", "2026-01-15", "2026-01-20", "--exit-code"], {}) == 0
    capsys.readouterr()
    assert run(["diff", old, new, "--format", "turtle", "--added"], {}) == 0
    assert "ejv:revokes" in capsys.readouterr().out
    assert run(["diff", old, new, "--format", "patch"], {}) == 0
    assert capsys.readouterr().out.startswith("TX .\n")


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["a", "b"], 3, "a is no release, no dump, no store and no folder of an ontology"),
        (["README.md", "README.md"], 2, "its name tells no format of RDF"),
        (["a", "b", "--format", "turtle"], 2, "name --added or --removed"),
        (["a", "b", "--format", "json", "--added"], 2, "name --added or --removed"),
    ],
)
def test_what_cannot_be_compared_is_said(
    arguments: list[str],
    code: int,
    sentence: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(Path(__file__).resolve().parents[4])
    assert run(["diff", *arguments], {}) == code
    assert sentence in capsys.readouterr().err


def test_a_large_dump_is_compared_on_disk(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("enjoin.graph.releases.sides._LARGE", 1)
    folder = place / "releases" / "enjoin-1.10.0"
    with opened(folder) as one, opened(place / "var") as other:
        assert isinstance(one.store, Store)
        assert one.store.path is not None
        assert not difference(one, other)
