"""`enjoin pull` from the command line, against a server on this machine that answers as it was told."""

import json
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from enjoin.graph.ingestion import packaged
from enjoin.graph.ingestion.documents import from_bytes
from enjoin.graph.ingestion.pull_federal_register import TYPES
from enjoin.server import cli
from enjoin.server.commands.pull import _TYPES
from recorded import Answer, recorded

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
STATES = (
    "id,name,kind,state,fips,within,source,verified\nus-pr,Puerto Rico,territory_of_us,PR,72,us,x,stored\n"
)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def server() -> Iterator[Any]:
    with recorded() as told:
        yield told


@pytest.fixture
def store(starter_store: Path, tmp_path: Path) -> Path:
    path = tmp_path / "store"
    shutil.copytree(starter_store, path)
    return path


@pytest.fixture
def run(capfdbinary, store) -> Run:
    def command(*words: object, **environment: str) -> tuple[int, str, str]:
        capfdbinary.readouterr()
        code = cli.run([str(word) for word in words], {"ENJOIN_STORE": str(store), **environment})
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return command


def register(server: Any) -> str:
    """A Federal Register with one page of documents, whatever is asked of it; gives its base address."""

    def answer(path: str) -> object:
        assert path.startswith("/api/v1/documents.json?")
        return Answer((FIXTURES / "federal-register" / "page.json").read_bytes(), headers={"ETag": '"1"'})

    server.next = answer
    return f"{server.base}/api/v1/"


def archive(server: Any) -> str:
    """A CourtListener with the fixtures' docket, its judge and ruling; gives its base address."""

    def results(name: str) -> list[dict[str, object]]:
        return json.loads((FIXTURES / "courtlistener" / f"{name}.json").read_text(encoding="utf-8"))[
            "results"
        ]

    docket = results("dockets")[1]
    found = {
        "/v4/dockets/4501002/": docket,
        "/v4/dockets/?court=cand&docket_number=3%3A17-cv-00574": {"next": None, "results": [docket]},
        "/v4/clusters/7001/": results("clusters")[0],
        "/v4/people/9001/": results("people")[0],
        "/v4/positions/?person=9001": {"next": None, "results": results("positions")[:1]},
    }
    opinions = {"next": None, "results": results("opinions")[:1]}

    def answer(path: str) -> object:
        said = opinions if path.startswith("/v4/opinions/?cluster=7001&omit=plain_text") else found.get(path)
        return Answer(json.dumps(said).encode()) if said is not None else Answer(b"{}", 404)

    server.next = answer
    return f"{server.base}/v4/"


def test_orders_are_pulled_and_ingested_and_a_second_pull_changes_nothing(
    run: Run, server: Any, store: Path
) -> None:
    base = register(server)
    words = (
        "pull",
        "federal-register",
        "--since",
        "2025-01-20",
        "--type",
        "executive-order",
        "--from",
        base,
        "--pause",
        "0",
    )
    code, out, err = run(*words)
    assert (code, "federal-register-executive-order-since-2025-01-20: added" in out) == (0, True), err
    assert f"fetched: {base}documents.json?" in err
    assert "executive_order" in server.paths[0]
    assert (store / "pulls" / "federal-register-executive-order-since-2025-01-20" / "state.json").exists()
    _, out, _ = run("--json", "documents", "show", "federal-register-executive-order-since-2025-01-20")
    entry = json.loads(out)
    assert entry["sourceUrl"].startswith(f"{server.base}/api/v1/documents.json?")
    assert entry["license"] == "https://www.usa.gov/government-works"
    assert entry["digest"].startswith("sha256:")
    server.next = lambda _: Answer(b"", 304)
    code, out, err = run(*words)
    assert (code, ": unchanged (" in out, "unchanged: http" in err) == (0, True, True)


def test_a_docket_comes_with_what_belongs_to_it(run: Run, server: Any) -> None:
    base = archive(server)
    words = ("--json", "pull", "courtlistener", "--docket", "4501002", "--from", base, "--pause", "0")
    code, out, err = run(*words, ENJOIN_COURTLISTENER_TOKEN="a-secret", ENJOIN_CONTACT="desk@example.org")
    assert code == 0, err
    assert {each["state"] for each in json.loads(out)["documents"]} == {"added"}
    assert {each.headers["Authorization"] for each in server.asked} == {"Token a-secret"}
    assert server.asked[0].headers["User-Agent"].endswith("desk@example.org")
    assert "a-secret" not in out + err
    _, out, _ = run("--json", "show", "ruling/r-2017-04-25-santa-clara-pi")
    assert "7001" in out


def test_a_docket_is_found_by_court_and_number_too(run: Run, server: Any) -> None:
    base = archive(server)
    code, out, err = run(
        "pull",
        "courtlistener",
        "--court",
        "cand",
        "--number",
        "3:17-cv-00574",
        "--dockets-only",
        "--dry-run",
        "--from",
        base,
        "--pause",
        "0",
    )
    assert code == 0, err
    assert out.startswith("courtlistener-dockets-cand-3-17-cv-00574: added")
    assert len(server.asked) == 1
    assert "was filed on 4 February 2017. Another document, read before, has 3 February 2017." in out


def test_a_dry_run_fetches_and_writes_nothing_to_the_graph(run: Run, server: Any) -> None:
    base = archive(server)
    code, out, _ = run(
        "pull", "courtlistener", "--docket", "4501002", "--from", base, "--pause", "0", "--dry-run"
    )
    assert (code, "added" in out) == (0, True)
    _, out, _ = run("--json", "documents", "list")
    assert "courtlistener" not in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("pull", "courtlistener"), "name dockets by --docket ID"),
        (
            ("pull", "courtlistener", "--court", "cand"),
            "name dockets by --docket ID, or by --court ID and --number N together",
        ),
        (("pull", "courtlistener", "--docket", "x/../y"), "is no id of a docket"),
        (("pull", "federal-register"), "--since"),
        (("pull", "federal-register", "--since", "2025-02-30"), "2025-02-30"),
        (
            ("pull", "federal-register", "--since", "2025-02-20", "--until", "2025-01-01"),
            "--until is before --since",
        ),
        (("pull", "federal-register", "--since", "2025-02-20", "--type", "law"), "law"),
        (("ingest", "http://example.org/orders.csv"), "only addresses with https:// are fetched"),
        (("ingest", "https://127.0.0.1/orders.csv"), "127.0.0.1 is in a private network"),
    ],
)
def test_a_wrong_use_is_told_before_anything_is_asked(run: Run, words: tuple[str, ...], said: str) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert said in err


def test_a_docket_that_is_not_there_is_told(run: Run, server: Any) -> None:
    base = archive(server)
    code, _, err = run("pull", "courtlistener", "--docket", "1", "--from", base, "--pause", "0")
    assert (code, "there is nothing (status 404); check the number or the address" in err) == (2, True)


def test_a_server_that_refuses_without_a_token_says_what_to_set(run: Run, server: Any) -> None:
    server.next = lambda _: Answer(b"{}", 401)
    code, _, err = run(
        "pull", "courtlistener", "--docket", "1", "--from", f"{server.base}/v4/", "--pause", "0"
    )
    assert (code, "set a token of that service" in err) == (3, True)


def test_what_comes_with_packages_is_ingested_without_a_word_to_anybody(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few rows stand for the whole tables, which are read elsewhere."""
    court = {
        "id": "cal", "name": "California Supreme Court", "citation_string": "Cal.", "system": "state", "type": "appellate",
        "level": "colr", "location": "California", "regex": [], "examples": [], "dates": [],
    }  # fmt: skip
    small = from_bytes(json.dumps([court]).encode(), "courts-db-0.json", id="courts-db", url=packaged.COURTS)
    monkeypatch.setattr(packaged, "courts", lambda: small)
    monkeypatch.setattr(
        packaged, "states", lambda: from_bytes(STATES.encode(), "jurisdictions.csv", id="us-states")
    )
    assert run("pull", "courts", "--dry-run")[1].startswith("courts-db: added")
    assert run("pull", "states", "--dry-run")[1].startswith("us-states: added")


def test_every_type_that_may_be_asked_for_has_its_name_in_the_api() -> None:
    assert set(_TYPES) == set(TYPES)


@pytest.mark.parametrize("token", ["abc\ndef", "abc def", "abc\r\nX-Evil: 1", "geh\u00e9im", "\x00abc"])
def test_a_token_that_is_none_is_told_before_it_goes_anywhere_and_not_shown(
    run: Run, server: Any, token: str
) -> None:
    base = archive(server)
    words = ("pull", "courtlistener", "--docket", "4501002", "--from", base, "--pause", "0")
    code, out, err = run(*words, ENJOIN_COURTLISTENER_TOKEN=token)
    assert (code, out, server.asked) == (2, "", [])
    assert "ENJOIN_COURTLISTENER_TOKEN is no token" in err
    assert "abc" not in err
    assert "geh" not in err


@pytest.mark.parametrize("token", ["a-secret\n", "  a-secret ", "Token a-secret"])
def test_a_token_may_be_copied_with_what_stands_around_it(run: Run, server: Any, token: str) -> None:
    base = archive(server)
    words = ("pull", "courtlistener", "--docket", "4501002", "--dockets-only", "--dry-run", "--from", base)
    code, _, err = run(*words, "--pause", "0", ENJOIN_COURTLISTENER_TOKEN=token)
    assert code == 0, err
    assert {each.headers["Authorization"] for each in server.asked} == {"Token a-secret"}


@pytest.mark.parametrize("status", [401, 403])
def test_a_token_that_is_refused_is_told_and_not_shown(run: Run, server: Any, status: int) -> None:
    server.next = lambda _: Answer(b'{"detail": "Invalid token a-secret."}', status)
    words = ("-v", "pull", "courtlistener", "--docket", "1", "--from", f"{server.base}/v4/", "--pause", "0")
    code, out, err = run(*words, ENJOIN_COURTLISTENER_TOKEN="a-secret")
    assert (code, "does not accept the token that is set" in err) == (3, True)
    assert "a-secret" not in out + err


def test_a_contact_with_a_line_break_is_told(run: Run, server: Any) -> None:
    base = archive(server)
    words = ("pull", "courtlistener", "--docket", "4501002", "--from", base)
    code, _, err = run(*words, ENJOIN_CONTACT="desk@example.org\r\nX-Evil: 1")
    assert (code, "ENJOIN_CONTACT holds line breaks" in err, server.asked) == (2, True, [])


def test_a_pull_that_is_interrupted_goes_on_where_it_was(server: Any, tmp_path: Path) -> None:
    """Ctrl-C in the middle; the same command again asks only for the rest, and takes all of it in."""
    base, store = archive(server), tmp_path / "empty"
    assert cli.run(["--store", str(store), "-q", "init"], {}) == 0
    usual, reached, go_on = server.next, threading.Event(), threading.Event()

    def slow(path: str) -> object:
        if path.startswith("/v4/opinions/") and not go_on.is_set():
            reached.set()
            go_on.wait(30)
        return usual(path)

    server.next = slow
    # What runs in the background of a shell ignores Ctrl-C, and so would this.
    program = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    program += "from enjoin.server.cli import main; main()"
    words = [sys.executable, "-c", program, "--store", str(store), "pull", "courtlistener"]
    words += ["--docket", "4501002", "--from", base, "--pause", "0"]
    first = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if not reached.wait(60):
        first.kill()
        pytest.fail(f"it asked for no opinions: {first.communicate()}")
    first.send_signal(signal.SIGINT)
    out, err = first.communicate(timeout=60)
    go_on.set()
    assert (first.returncode != 0, out, "Traceback" in err) == (True, "", False), err
    asked = server.paths[:]
    again = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    assert again.returncode == 0, again.stderr
    assert again.stderr.count("kept: ") == len(asked) - 1  # what was on its way is asked for once more
    assert server.paths[len(asked)] == asked[-1]
    assert len(set(server.paths)) == len(server.paths) - 1
    assert again.stdout.count(": added") == len(set(server.paths))
