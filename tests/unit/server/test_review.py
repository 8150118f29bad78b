"""The review page: who may open it, what it shows, and that a decision needs the session's own form."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from enjoin.graph import Graph
from enjoin.server import create_app
from enjoin.server.reports.sessions import COOKIE, LIFE_S, MOST_SESSIONS, Sessions
from enjoin.server.settings import Settings

ARTICLE = Path(__file__).resolve().parents[2] / "fixtures" / "claims" / "article.txt"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def graph():
    with Graph.memory(clock=lambda: NOW) as found:
        found.ingest(ARTICLE, source_date=date(2025, 5, 1))
        yield found


@pytest.fixture
def app(graph):
    return create_app(graph, Settings(token="secret"), today=lambda: date(2026, 11, 22))


@pytest.fixture
def editor(app):
    client = app.test_client()
    assert client.post("/review/open", data={"token": "secret"}).status_code == 303
    return client


def word(client, address="/review"):
    (found, *_) = re.findall(r'name="csrf" value="([^"]+)"', client.get(address).text)
    return found


def test_a_server_without_a_token_has_no_review(graph):
    client = create_app(graph, Settings(), today=lambda: date(2026, 11, 22)).test_client()
    assert client.get("/review").status_code == 403


def test_without_a_session_only_the_door_is_shown(app):
    answer = app.test_client().get("/review")
    assert answer.status_code == 200
    assert 'name="token"' in answer.text
    assert "filed a lawsuit" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_a_wrong_token_opens_nothing(app):
    answer = app.test_client().post("/review/open", data={"token": "wrong"})
    assert answer.status_code == 401
    assert "Set-Cookie" not in answer.headers


def test_the_cookie_is_for_this_site_and_no_script(app):
    said = app.test_client().post("/review/open", data={"token": "secret"}).headers["Set-Cookie"]
    assert said.startswith(f"{COOKIE}=")
    for part in ("HttpOnly", "SameSite=Strict", "Path=/review", f"Max-Age={int(LIFE_S)}"):
        assert part in said


def test_the_claims_that_wait_are_shown_in_their_words(editor):
    page = editor.get("/review").text
    assert "filed a lawsuit on Tuesday" in page
    assert page.count("<article") >= 10
    assert "<article" not in editor.get("/review?kind=no-such-kind").text


def test_the_page_speaks_spanish(editor):
    assert "Revisión de afirmaciones" in editor.get("/review?lang=es").text


def test_a_decision_is_recorded_with_editor_and_reason(editor, graph):
    claim = graph.claims.list(kind="amount")[0].id
    given = {
        "csrf": word(editor),
        "claim": claim,
        "decision": "reject",
        "editor": "A. Editor",
        "reason": "No filing says so.",
    }
    answer = editor.post("/review/decide", data=given)
    assert answer.status_code == 303
    assert claim in answer.headers["Location"]
    (decision,) = graph.claims.show(claim).decisions
    assert (decision.verb, decision.editor, decision.reason) == (
        "rejected",
        "A. Editor",
        "No filing says so.",
    )
    assert "No filing says so." in editor.get("/review?status=rejected").text
    assert 'value="A. Editor"' in editor.get("/review").text


def test_a_correction_takes_the_place_of_a_claim(editor, graph):
    claim = graph.claims.list(kind="blocked")[0].id
    given = {
        "csrf": word(editor),
        "claim": claim,
        "decision": "edit",
        "editor": "A",
        "reason": "b",
        "hedge": "possible",
        "text": "",
    }
    assert editor.post("/review/decide", data=given).status_code == 303
    assert graph.claims.show(claim).status == "edited"


@pytest.mark.parametrize(
    ("changes", "headers", "status"),
    [
        ({"csrf": "wrong"}, {}, 403),
        ({"csrf": ""}, {}, 403),
        ({}, {"Sec-Fetch-Site": "cross-site"}, 403),
        ({}, {"Origin": "https://elsewhere.example"}, 403),
        ({"editor": " "}, {}, 400),
        ({"reason": ""}, {}, 400),
        ({"decision": "burn"}, {}, 400),
        ({"claim": "no-such-claim"}, {}, 404),
    ],
)
def test_what_is_not_the_sessions_own_form_decides_nothing(editor, graph, changes, headers, status):
    claim = graph.claims.list(kind="sued")[0].id
    given = {
        "csrf": word(editor),
        "claim": claim,
        "decision": "accept",
        "editor": "A",
        "reason": "b",
        **changes,
    }
    assert editor.post("/review/decide", data=given, headers=headers).status_code == status
    assert graph.claims.show(claim).decisions == ()


def test_without_a_session_nothing_is_decided(app, graph):
    claim = graph.claims.list(kind="sued")[0].id
    given = {"csrf": "x", "claim": claim, "decision": "accept", "editor": "A", "reason": "b"}
    assert app.test_client().post("/review/decide", data=given).status_code == 401


def test_a_session_that_is_closed_is_over(editor):
    assert editor.post("/review/close", data={"csrf": word(editor)}).status_code == 303
    assert 'name="token"' in editor.get("/review").text


def test_sessions_end_and_are_not_without_number():
    kept = Sessions()
    first = kept.begin(0.0)
    assert kept.find(first, LIFE_S - 1) is not None
    assert kept.find(first, LIFE_S) is None
    for second in range(MOST_SESSIONS + 1):
        kept.begin(float(second))
    assert len(kept.open_) == MOST_SESSIONS
    assert kept.find(first, 1.0) is None


def test_a_word_of_a_source_is_shown_as_text(app, editor, graph):
    """What an article says is shown, never run."""
    from enjoin.graph.ingestion.documents import from_bytes

    text = "The city of <script>alert(1)</script> filed a lawsuit against the president on Tuesday in court."
    graph.ingest(from_bytes(text.encode(), "hostile.txt", retrieved_on=date(2025, 5, 1)), source="article")
    assert "<script>alert" not in editor.get("/review?source=hostile").text
