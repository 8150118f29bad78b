"""The command line: four exit codes, machine output on stdout, one clear sentence for each error."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from enjoin.server import cli

ORDERS = (
    "id,kind,number,title,signed_on,published_on,in_force_from,in_force_to,ended_by,fr_citation,fr_document_number,"
    "fr_pages,issuer,revokes,relates_to,notes,source,verified,fields_from_knowledge\n"
)


@pytest.fixture
def run(capfdbinary, starter_store):
    """Runs one command over the starter graph; gives its exit code, stdout and stderr."""

    def command(
        *words: str, store: Path | str | None = starter_store, **environment: str
    ) -> tuple[int, str, str]:
        capfdbinary.readouterr()
        place = {"ENJOIN_STORE": str(store)} if store is not None else {}
        code = cli.run([str(word) for word in words], {**place, **environment})
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return command


# What there is


def test_the_version_is_said_without_loading_anything_heavy() -> None:
    program = "from enjoin.server.cli import main; main(['--version'])"
    found = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", program], capture_output=True, text=True, check=True
    )
    assert found.stdout.startswith("enjoin ")
    for heavy in ("flask", "rdflib", "pyshacl", "owlready2", "waitress"):
        assert f" {heavy}\n" not in found.stderr, heavy


def test_show_says_what_is_known_and_who_says_so(run) -> None:
    code, out, err = run("show", "eo-13768")
    assert (code, err) == (0, "")
    assert "Executive Order 13768" in out
    assert "82 FR 8799" in out
    code, out, _ = run("--json", "show", "judge/orrick")
    assert json.loads(out)["kind"] == "judge"


def test_an_unknown_id_is_a_negative_answer_with_suggestions(run) -> None:
    code, out, err = run("show", "eo-13768x")
    assert (code, out) == (1, "")
    assert "did you mean" in err
    assert "eo-13768" in err
    code, out, _ = run("show", "eo-13768x", "--json")
    assert code == 1
    assert "eo-13768" in json.loads(out)["suggestions"]


@pytest.mark.parametrize("words", [["--json", "stats"], ["stats", "--json"]])
def test_global_options_may_stand_on_either_side(run, words) -> None:
    code, out, _ = run(*words)
    assert code == 0
    assert json.loads(out)["triples"] > 10_000


def test_an_option_wins_over_the_environment(run, empty_store) -> None:
    _, out, _ = run("stats", "--store", str(empty_store), "--json")
    assert json.loads(out)["triples"] < 10_000


def test_documents_are_listed_and_shown(run) -> None:
    code, out, _ = run("documents", "list")
    assert code == 0
    assert "starter-rulings" in out
    code, out, _ = run("--json", "documents", "show", "starter-orders")
    assert json.loads(out)["digest"].startswith("sha256:")
    code, _, err = run("documents", "show", "starter-order")
    assert code == 1
    assert "starter-orders" in err


# Questions


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "xml"])
def test_a_named_query_is_answered_in_every_format(run, form) -> None:
    code, out, _ = run("query", "judges-who-restrained", "--format", form)
    assert code == 0
    assert "orrick" in out.lower()


def test_a_named_query_shows_itself_and_its_parameters(run) -> None:
    code, out, _ = run("query", "what-binds", "--show")
    assert code == 0
    assert out.startswith("# What binds")
    code, out, _ = run("query", "--list")
    assert "rulings-that-blocked-orders" in out
    code, out, _ = run("query", "what-binds", "--help")
    assert "--jurisdiction" in out
    assert "enjoin query what-binds --jurisdiction" in out


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["query"], 2, "query --list"),
        (["query", "what-bind"], 2, "what-binds"),
        (["query", "what-binds"], 2, "required"),
        (["query", "what-binds", "--jurisdiction", "us-il-chicag"], 1, "us-il-chicago"),
        (["query", "what-binds", "--jurisdiction", "us-il-chicago", "--on", "2025-02-30"], 2, "2025-02-30"),
        (["query", "what-binds", "--juristiction", "x"], 2, "--jurisdiction"),
        (["statu"], 2, "status"),
        (["status"], 2, "PROVISION"),
        (["status", "eo-13768-9a"], 2, "--for"),
        (["status", "eo-13768-9a", "--for", "us-tx", "--on", "2025-02-30"], 2, "calendar"),
        (["status", "eo-13768-9a", "--for", "us-tx", "--on", "yesterday"], 2, "YYYY-MM-DD"),
        (["status", "--batch", "nowhere.csv"], 2, "nowhere.csv"),
        (["status", "x", "--batch", "nowhere.csv"], 2, "--batch"),
        (["sparql", "SELECT * WHERE { ?s"], 2, "line 1"),
        (["sparql", "nowhere.rq"], 2, "nowhere.rq"),
        (["sparql", "SELECT * WHERE { ?s ?p ?o }", "--format", "gif"], 2, "gif"),
        (["sparql", "SELECT * WHERE { ?s ?p ?o }", "--format", "turtle"], 2, "turtle"),
        (["export", "--graph", "starter-order"], 1, "starter-orders"),
        (["export", "--graph", "x", "--entity", "y"], 2, "Choose one"),
        (["export", "--manifest"], 2, "-o FILE"),
        (["ingest"], 2, "PATH"),
        (["serve", "--port", "99999"], 2, "65535"),
        (["--nonsense"], 2, "--nonsense"),
    ],
)  # fmt: skip
def test_wrong_use_is_2_and_an_unknown_id_is_1_each_with_its_cure(run, words, code, says) -> None:
    found, out, err = run(*words)
    assert found == code, err
    assert says in err
    assert out == ""
    assert "Traceback" not in err


def test_any_sparql_may_be_asked_from_the_line_a_file_or_a_pipe(run, tmp_path, monkeypatch) -> None:
    query = "SELECT ?s WHERE { ?s a ej:Order . FILTER (STRENDS(STR(?s), '13768')) }"
    assert "order/eo-13768" in run("sparql", query)[1]
    file = tmp_path / "question.rq"
    file.write_text(query, encoding="utf-8")
    assert "order/eo-13768" in run("sparql", str(file), "--format", "csv")[1]
    read, write = os.pipe()
    os.write(write, query.encode())
    os.close(write)
    with os.fdopen(read) as pipe:
        monkeypatch.setattr(sys, "stdin", pipe)
        assert "order/eo-13768" in run("sparql", "-")[1]


def test_an_empty_answer_is_an_answer(run) -> None:
    assert run("sparql", "SELECT ?s WHERE { ?s a ej:Nothing }")[0] == 0
    assert run("sparql", "ASK { ?s a ej:Nothing }")[:2] == (0, "no\n")


def test_a_query_that_takes_too_long_is_a_failure_of_the_service(run) -> None:
    code, _, err = run(
        "sparql", "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "--timeout", "0.2"
    )
    assert code == 3
    assert "0.2 s" in err


# In and out


def test_an_export_is_the_same_bytes_twice_and_says_what_it_holds(run, tmp_path) -> None:
    for name in ("a.trig", "b.trig"):
        code, out, err = run("export", "-o", tmp_path / name, "--manifest")
        assert (code, out) == (0, "")
        assert "statements" in err
    assert (tmp_path / "a.trig").read_bytes() == (tmp_path / "b.trig").read_bytes()
    manifest = json.loads((tmp_path / "a.trig.manifest.json").read_text())
    assert manifest["statements"] > 10_000
    code, out, _ = run("export", "--entity", "eo-13768", "--format", "turtle")
    assert "82 FR 8799" in out


def test_the_whole_store_is_checked_by_itself(run, tmp_path) -> None:
    code, out, _ = run("validate", "--full")
    assert code == 0
    assert "no violations" in out
    code, _, err = run("validate", "--full", tmp_path / "data.ttl")
    assert code == 2
    assert "--full by itself" in err
    assert run("validate")[0] == 2


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("orders.csv", b"id,kind\n\xff\xfe,x\n", "line"),
        ("data.ttl", b"@prefix : <urn:x:> .\n:a :b .\n", "line 2"),
        ("data.json", b"{", "data.json"),
        ("empty.csv", b"", "empty.csv"),
    ],
)
def test_a_malformed_file_is_named_with_its_line(run, tmp_path, name, content, says) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    code, out, err = run("validate", file)
    assert code in {1, 2}
    assert says in out + err
    assert "Traceback" not in err


def test_what_does_not_conform_is_refused_and_nothing_is_written(run, graph, tmp_path) -> None:
    store = graph.path
    graph.close()
    file = tmp_path / "orders.csv"
    file.write_text(
        ORDERS + "eo-1,executive_order,1,One,2025-02-30,,,,,,,,,,,,Federal Register,stored,\n",
        encoding="utf-8",
    )
    before = run("export", store=store)[1]
    code, out, err = run("ingest", file, store=store)
    assert code == 1
    assert "2025-02-30" in out
    assert "line 2" in out
    assert "quarantine" in err
    assert run("export", store=store)[1] == before
    code, out, _ = run("quarantine", "list", store=store)
    assert "orders" in out
    assert "2025-02-30" in run("quarantine", "show", "orders", store=store)[1]
    assert run("quarantine", "retry", "orders", store=store)[0] == 1
    assert run("quarantine", "drop", "orders", store=store)[0] == 0
    assert "Nothing" in run("quarantine", "list", store=store)[1]


def test_a_dry_run_writes_nothing(run, graph, tmp_path) -> None:
    store = graph.path
    graph.close()
    file = tmp_path / "courts.csv"
    file.write_text(
        "id,courtlistener_id,courts_db_id,name,citation_string,level,appeals_to,source,verified\n"
        "scotus,scotus,scotus,Supreme Court of the United States,SCOTUS,supreme,,28 U.S.C. 1,stored\n",
        encoding="utf-8",
    )
    code, out, _ = run(
        "--json", "ingest", file, "--dry-run", "--report", tmp_path / "report.json", store=store
    )
    assert code == 0, out
    assert json.loads(out)["dryRun"] is True
    assert json.loads((tmp_path / "report.json").read_text()) == json.loads(out)
    assert run("documents", "list", store=store)[1] == "No documents yet.\n"


# The store


def test_init_makes_a_store_once(run, tmp_path) -> None:
    assert run("init", store=tmp_path / "new")[0] == 0
    code, _, err = run("init", store=tmp_path / "new")
    assert code == 3
    assert str(tmp_path / "new") in err


@pytest.mark.parametrize(
    "words",
    [
        ["stats"],
        ["show", "eo-13768"],
        ["query", "gaps"],
        ["status", "a", "--for", "b"],
        ["derive"],
        ["ingest", __file__],
    ],
)
def test_without_a_store_every_command_says_how_to_make_one(run, tmp_path, words) -> None:
    code, out, err = run(*words, store=tmp_path / "nothing")
    assert (code, out) == (3, "")
    assert "enjoin init" in err


def test_a_store_that_somebody_writes_can_be_read_but_not_written(run, graph, tmp_path) -> None:
    graph.announce("http://127.0.0.1:8080")
    file = tmp_path / "x.ttl"
    file.write_text("", encoding="utf-8")
    assert run("stats", store=graph.path)[0] == 0
    code, _, err = run("ingest", file, store=graph.path)
    assert code == 3
    assert "http://127.0.0.1:8080" in err


def test_a_damaged_store_is_named(run, tmp_path) -> None:
    (tmp_path / "store.json").write_text("{", encoding="utf-8")
    code, _, err = run("stats", store=tmp_path)
    assert code == 3
    assert "store.json" in err


def test_a_setting_that_cannot_be_read_is_wrong_use(run) -> None:
    code, _, err = run("stats", ENJOIN_PORT="http")
    assert code == 2
    assert "ENJOIN_PORT" in err


def test_a_port_in_use_is_told_before_any_work_is_done(run, tmp_path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, out, err = run("serve", "--port", str(port), store=tmp_path / "never")
    assert (code, out) == (3, "")
    assert str(port) in err
    assert "--port" in err
    assert not (tmp_path / "never").exists()


def test_serve_says_where_once_and_stops_when_told(starter_store) -> None:
    server = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from enjoin.server.cli import main; main()",
            "serve",
            "--port",
            "0",
            "--store",
            str(starter_store),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        line = server.stdout.readline()
        address = line.removeprefix("Enjoin serves ").strip()
        with urllib.request.urlopen(f"{address}/readyz", timeout=60) as response:
            assert json.load(response)["status"] == "ready"
            assert "Server" not in response.headers
        with urllib.request.urlopen(f"{address}/sparql?query=ASK%7B%7D", timeout=60) as response:
            assert json.load(response)["boolean"] is True
    finally:
        server.send_signal(signal.SIGTERM)
        out, err = server.communicate(timeout=60)
    assert (server.returncode, out) == (0, "")
    assert "Traceback" not in err
