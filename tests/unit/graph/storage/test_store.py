"""The store: all or nothing, one writer, clear errors, and nothing that telephones."""

import http.server
import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

import enjoin.graph as eg
from enjoin.graph.errors import (
    QueryRefused,
    QuerySyntaxError,
    StoreCorrupted,
    StoreError,
    StoreLocked,
    StoreMissing,
    StoreVersion,
)
from enjoin.graph.storage import store as store_module
from enjoin.graph.storage.store import Store
from enjoin.graph.updates.change import Change

G = NamedNode("https://example.org/graph/a")
H = NamedNode("https://example.org/graph/b")
P = NamedNode("https://example.org/p")
S = NamedNode("https://example.org/s")


def iri(name: str) -> NamedNode:
    return NamedNode(f"https://example.org/{name}")


def said(subject: str, value: str) -> Triple:
    return Triple(iri(subject), P, Literal(value))


@pytest.fixture
def store(tmp_path: Path):
    store = Store.create(tmp_path / "store")
    yield store
    store.close()


def test_a_query_sees_the_union_of_all_graphs(store: Store) -> None:
    store.replace({G: [said("x", "1")], H: [said("y", "2")]})
    rows = store.select("SELECT ?s ?o WHERE { ?s ?p ?o } ORDER BY ?o")
    assert [row["o"] for row in rows] == [Literal("1"), Literal("2")]
    assert store.ask("ASK { GRAPH <https://example.org/graph/a> { ?s ?p '1' } }")
    assert store.counts() == {G: 1, H: 1}


def test_a_query_with_from_sees_only_those_graphs(store: Store) -> None:
    store.replace({G: [said("x", "1")], H: [said("y", "2")]})
    assert len(list(store.select(f"SELECT * FROM {H} WHERE {{ ?s ?p ?o }}"))) == 1
    assert list(store.select("SELECT * FROM <https://example.org/nowhere> WHERE { ?s ?p ?o }")) == []
    assert len(list(store.query("SELECT * { ?s ?p ?o }", default_graphs=[G]))) == 1
    assert list(store.query("SELECT * { ?s ?p ?o }", named_graphs=[G])) == []


def test_replacing_a_graph_says_what_came_and_went(store: Store) -> None:
    assert store.replace({G: [said("x", "1"), said("x", "2")]}) == {G: Change(added=2)}
    assert store.replace({G: [said("x", "2"), said("x", "3")]}) == {G: Change(added=1, removed=1)}
    assert {quad.object for quad in store.quads(graph=G)} == {Literal("2"), Literal("3")}


def test_the_same_statements_again_change_nothing(store: Store) -> None:
    knot = [
        Triple(BlankNode("a"), P, BlankNode("b")),
        Triple(
            BlankNode("b"), P, Literal("01", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
        ),
    ]
    assert store.replace({G: knot}) == {G: Change(added=2)}
    renamed = [
        Triple(BlankNode("c"), P, BlankNode("d")),
        Triple(
            BlankNode("d"), P, Literal("1", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
        ),
    ]
    assert store.replace({G: renamed}) == {G: Change()}


def test_graphs_with_blank_nodes_are_replaced_whole(store: Store) -> None:
    store.replace({G: [Triple(BlankNode("a"), P, Literal("1"))]})
    store.replace(
        {G: [Triple(BlankNode("a"), P, Literal("2"))], H: [Triple(BlankNode("a"), P, Literal("3"))]}
    )
    assert [quad.object for quad in store.quads(graph=G)] == [Literal("2")]
    nodes = {quad.subject for quad in store.quads()}
    assert len(nodes) == 2


def test_dropping_a_graph_removes_its_statements(store: Store) -> None:
    store.replace({G: [said("x", "1")], H: [said("y", "2")]})
    assert store.replace({}, drop=[G, NamedNode("https://example.org/none")]) == {G: Change(removed=1)}
    assert store.graphs() == [H]


def test_several_graphs_are_replaced_together_or_not_at_all(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An operation that fails at the end leaves all that came before it undone."""
    store.replace({G: [said("x", "1")], H: [said("y", "2")]})
    before = set(store.quads())

    told = store_module._told_by_number

    def spoilt(verb: str, *others: object) -> str:
        end = f" ; CREATE GRAPH {G}" if verb == "INSERT" else ""  # which is there
        return told(verb, *others) + end  # type: ignore[arg-type]

    monkeypatch.setattr(store_module, "_told_by_number", spoilt)
    with pytest.raises(StoreError, match="was not done"):
        store.replace({G: [said("x", "9")], H: [said("y", "8")]}, drop=[])
    assert set(store.quads()) == before


@pytest.mark.parametrize("large", [False, True], ids=["in a transaction", "in a copy of the files"])
def test_statements_come_and_go_together_graphs_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    """Whichever way a change is made, and the store can be opened again afterwards."""
    monkeypatch.setattr(store_module, "LARGE", 0 if large else 1000)
    store = Store.create(tmp_path / "s")
    blank = Quad(BlankNode("b"), P, Literal("1"), G)
    store.apply([blank, Quad(S, P, Literal("2"), G), Quad(S, P, Literal("3"), H)])
    store.apply([Quad(S, P, Literal("4"), G)], [blank], created=[NamedNode("a:new")], dropped=[H])
    expected = {Quad(S, P, Literal("2"), G), Quad(S, P, Literal("4"), G)}
    assert set(store.quads()) == expected
    assert store.graphs() == sorted([G, NamedNode("a:new")], key=lambda each: each.value)
    store.close()
    again = Store.open(tmp_path / "s")
    assert set(again.quads()) == expected
    again.close()


def test_a_huge_change_is_compacted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What came in parts lies in fewer files, each of which would have to be looked into for what is read."""
    monkeypatch.setattr(store_module, "LARGE", 0)
    monkeypatch.setattr(store_module, "_AT_ONCE", 5)
    wanted = [Quad(S, P, Literal(f"{number:03}"), G) for number in range(30)]
    files: dict[str, int] = {}
    for name, huge in (("as loaded", 1000), ("compacted", 20)):
        monkeypatch.setattr(store_module, "HUGE", huge)
        store = Store.create(tmp_path / name)
        store.apply(wanted)
        assert set(store.quads()) == set(wanted)
        store.close()
        files[name] = len(list((tmp_path / name).rglob("*.sst")))
    assert files["compacted"] < files["as loaded"]


def test_a_large_change_that_fails_leaves_the_store_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "LARGE", 0)
    store = Store.create(tmp_path / "s")
    store.apply([Quad(S, P, Literal("1"), G)])
    full = OSError(28, "No space left on device")
    monkeypatch.setattr(store_module, "sync_tree", lambda *_, **__: (_ for _ in ()).throw(full))
    with pytest.raises(StoreError, match="No space left"):
        store.apply([Quad(S, P, Literal("2"), G)])
    monkeypatch.undo()
    monkeypatch.setattr(store_module, "LARGE", 0)
    store.reopen()
    assert [quad.object for quad in store.quads()] == [Literal("1")]
    store.apply([Quad(S, P, Literal("3"), G)])
    assert len(store) == 2
    store.close()


def test_an_update_of_several_operations_is_done_whole_or_not_at_all(store: Store) -> None:
    store.update("INSERT DATA { GRAPH <a:g> { <a:s> <a:p> 1 } }")
    with pytest.raises(StoreError, match="already exists"):
        store.update("INSERT DATA { GRAPH <a:g> { <a:s> <a:p> 2 } } ; CREATE GRAPH <a:g>")
    assert len(store) == 1


def test_what_was_written_is_there_when_the_store_is_opened_again(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "s")
    store.replace({G: [said("x", "1")]})
    store.close()
    again = Store.open(tmp_path / "s")
    assert len(again) == 1
    again.close()


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("SELECT * {\n  ?s foo:bar ?o }", 2, 6, "prefix foo: is not declared"),
        ("INSERT DATA { <a:a> <a:b> 1 }", 1, 1, "this is an update"),
        ("SELEKT * {}", 1, 1, "begins with SELECT"),
        ("SELECT * { ?s ?p ?o", 1, 10, "never closed"),
        ("SELECT * { ?s ?p ?o } }", 1, 23, "closes none"),
        ('SELECT * { ?s ?p "o }', 1, 18, "string has no end"),
        ("SELECT * { ?s <http://a b> ?o }", 1, 15, "IRI has no end"),
        ("SELECT (COUNT(*) AS ?n) ?s { ?s ?p ?o }", 1, 40, "variable that is unbound"),
        ("SELECT * { ?s ?p ?o } LIMIT many", 1, 29, "not SPARQL"),
        ("", 1, 1, "nothing to read"),
    ],
)
def test_a_syntax_error_names_line_column_and_place(text: str, line: int, column: int, message: str) -> None:
    with pytest.raises(QuerySyntaxError, match=message) as caught:
        Store.memory().query(text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert caught.value.quoted in text or caught.value.quoted.startswith("…")


def test_a_store_has_one_writer_and_the_second_is_told_who(tmp_path: Path) -> None:
    first = Store.create(tmp_path / "s", holder="http://127.0.0.1:8080")
    with pytest.raises(StoreLocked, match=r"process \d+, http://127\.0\.0\.1:8080") as caught:
        Store.open(tmp_path / "s")
    assert caught.value.lock == str(tmp_path / "s" / "lock")
    first.close()
    Store.open(tmp_path / "s").close()


def test_another_program_that_holds_the_files_is_named_too(tmp_path: Path) -> None:
    import pyoxigraph

    Store.create(tmp_path / "s").close()
    other = pyoxigraph.Store(str(tmp_path / "s" / "data"))
    with pytest.raises(StoreLocked, match="LOCK"):
        Store.open(tmp_path / "s")
    del other


def test_where_there_is_no_store_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="enjoin init"):
        Store.open(tmp_path / "none")
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreMissing):
        Store.open(tmp_path / "file")


def test_a_store_of_another_version_is_refused(tmp_path: Path) -> None:
    Store.create(tmp_path / "s").close()
    (tmp_path / "s" / "store.json").write_text(json.dumps({"format": 99, "base": "https://example.org/"}))
    with pytest.raises(StoreVersion, match="format 99"):
        Store.open(tmp_path / "s")
    with pytest.raises(StoreVersion, match="format 99"):
        eg.open(tmp_path / "s")


@pytest.mark.parametrize("damage", ["stamp", "current", "manifest", "gone"])
def test_a_damaged_store_is_refused_and_named(tmp_path: Path, damage: str) -> None:
    Store.create(tmp_path / "s").close()
    data = tmp_path / "s" / "data"
    if damage == "stamp":
        (tmp_path / "s" / "store.json").write_text("{")
    elif damage == "current":
        (data / "CURRENT").write_text("garbage")
    elif damage == "manifest":
        next(data.glob("MANIFEST-*")).write_bytes(b"garbage" * 10)
    else:
        (data / "CURRENT").unlink()
    with pytest.raises(StoreCorrupted):
        Store.open(tmp_path / "s")
    if damage == "manifest":  # the lock was let go
        with pytest.raises(StoreCorrupted):
            Store.open(tmp_path / "s")


def test_a_store_is_not_made_over_other_files(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("x")
    with pytest.raises(StoreError, match=r"thesis\.doc"):
        Store.create(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.doc"]


def test_a_snapshot_can_be_read_beside_the_writer_but_not_written(store: Store, tmp_path: Path) -> None:
    store.replace({G: [said("x", "1")]})
    store.backup(tmp_path / "copy")
    store.replace({G: [said("x", "2")]})
    snapshot = Store.snapshot(tmp_path / "copy")
    assert [quad.object for quad in snapshot.quads()] == [Literal("1")]
    with pytest.raises(StoreError, match="reading only"):
        snapshot.replace({G: []})


class _Listener(http.server.BaseHTTPRequestHandler):
    calls: list[str] = []  # noqa: RUF012

    def do_GET(self) -> None:
        self.calls.append(self.path)
        self.send_response(200)
        self.end_headers()

    do_POST = do_GET  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def listener():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Listener)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    _Listener.calls.clear()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_from_and_load_open_no_connection_and_no_file(store: Store, listener: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.nt"
    secret.write_text("<a:a> <a:b> <a:c> .\n")
    for address in (listener, secret.as_uri()):
        assert list(store.select(f"SELECT * FROM <{address}> {{ ?s ?p ?o }}")) == []
        assert list(store.select(f"SELECT * FROM NAMED <{address}> {{ GRAPH ?g {{ ?s ?p ?o }} }}")) == []
        with pytest.raises(QueryRefused, match="LOAD"):
            store.update(f"LOAD <{address}>")
        with pytest.raises(QueryRefused, match="LOAD"):
            store.update(f"INSERT DATA {{ <a:a> <a:b> 1 }} ; load silent <{address}> INTO GRAPH <a:g>")
    with pytest.raises(QueryRefused, match="SERVICE"):
        store.update(f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{listener}> {{ ?s ?p ?o }} }}")
    assert _Listener.calls == []
    assert len(store) == 0


KILLED = """
    import sys
    from pathlib import Path
    from pyoxigraph import Literal, NamedNode, Triple
    from enjoin.graph.storage.store import Store

    graph, predicate = NamedNode("https://example.org/graph/a"), NamedNode("https://example.org/p")
    store = Store.open(Path(sys.argv[1]))
    print("ready", flush=True)
    for revision in range(1000):
        value = Literal(str(revision))
        store.replace({graph: [Triple(NamedNode(f"https://example.org/{i}"), predicate, value) for i in range(500)]})
        print(revision, flush=True)
"""


def test_a_writer_killed_in_the_middle_leaves_one_revision_whole(tmp_path: Path) -> None:
    """Each revision says the same value of every subject: a mixture would show."""
    Store.create(tmp_path / "s").close()
    for wait in (1, 3, 4):
        with subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(KILLED), str(tmp_path / "s")],
            stdout=subprocess.PIPE,
            text=True,
        ) as child:
            assert child.stdout is not None
            last = [child.stdout.readline() for _ in range(wait + 1)][-1].strip()
            os.kill(child.pid, signal.SIGKILL)
        store = Store.open(tmp_path / "s")
        values = {str(quad.object) for quad in store.quads()}
        assert len(store) == 500
        assert len(values) == 1
        acknowledged = int(last)
        assert int(next(iter(values)).strip('"')) >= acknowledged
        store.close()
