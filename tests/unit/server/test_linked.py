"""The page on which an editor decides who is one with whom: the session's own form, and each decision can be taken back."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from enjoin.graph import Graph
from enjoin.server import create_app
from enjoin.server.settings import Settings

TEXT = """@prefix ej: <https://w3id.org/enjoin/ns#> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @base <https://w3id.org/enjoin/id/> .
<judge/reed> a ej:Person ; rdfs:label "William <b>Horsley</b> Reed"@en ; foaf:name "William Horsley Reed" ; ej:fjcNid "1" .
<judge/w-reed> a ej:Person ; rdfs:label "Wiliam H. Reed"@en ; foaf:name "Wiliam H. Reed" .
"""


@pytest.fixture
def graph(tmp_path: Path) -> Iterator[Graph]:
    (tmp_path / "judges.ttl").write_text(TEXT, encoding="utf-8")
    with Graph.memory(clock=lambda: datetime(2026, 11, 22, tzinfo=UTC)) as found:
        found.ingest(tmp_path / "judges.ttl")
        yield found


@pytest.fixture
def editor(graph: Graph) -> FlaskClient:
    app = create_app(graph, Settings(token="secret"), today=lambda: date(2026, 11, 22))
    client = app.test_client()
    assert client.post("/review/open", data={"token": "secret"}).status_code == 303
    return client


def form(client: FlaskClient, state: str = "candidate") -> dict[str, str]:
    """The hidden fields of the first pair's form, with a name and a reason."""
    text = client.get(f"/review/links?state={state}").text.partition("<article")[2]
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text))
    return {**hidden, "editor": "M. Editor", "reason": "The docket says so."}


def test_a_pair_is_made_one_and_taken_apart_again(editor: FlaskClient) -> None:
    assert editor.get("/doc/judge/w-reed").status_code == 200
    given = form(editor)
    assert (
        editor.post("/review/links/decide", data={**given, "decision": "accept"}).location
        == f"/review/links?state=candidate&done={given['link']}"
    )
    moved = editor.get("/doc/judge/w-reed")
    assert (moved.status_code, moved.location) == (301, "/doc/judge/reed")
    assert "<article" not in editor.get("/review/links").text
    assert "M. Editor" in editor.get("/review/links?state=accepted").text
    undo = {**form(editor, "accepted"), "decision": "undo"}
    assert editor.post("/review/links/decide", data=undo).status_code == 303
    assert editor.get("/doc/judge/w-reed").status_code == 200


def test_a_pair_that_is_told_apart_is_not_offered_again(editor: FlaskClient) -> None:
    assert editor.post("/review/links/decide", data={**form(editor), "decision": "reject"}).status_code == 303
    assert "<article" not in editor.get("/review/links").text
    assert "<article" in editor.get("/review/links?state=rejected").text


@pytest.mark.parametrize(("most", "said"), [(1, False), (0, True)])
def test_what_the_list_left_out_is_said(
    editor: FlaskClient, monkeypatch: pytest.MonkeyPatch, most: int, said: bool
) -> None:
    monkeypatch.setattr("enjoin.graph.identity.links.LISTED", most)
    assert ("1 more pair is not listed" in editor.get("/review/links").text) is said
    assert ("Otra pareja, menos probable" in editor.get("/review/links?lang=es").text) is said


def test_the_form_must_be_the_sessions_own(editor: FlaskClient, graph: Graph) -> None:
    given = {**form(editor), "decision": "accept"}
    assert editor.post("/review/links/decide", data={**given, "csrf": "x"}).status_code == 403
    assert (
        editor.post("/review/links/decide", data=given, headers={"Origin": "https://e.example"}).status_code
        == 403
    )
    other = editor.application.test_client()
    assert other.post("/review/links/decide", data=given).status_code == 401
    assert 'name="token"' in other.get("/review/links").text
    assert [each.state for each in graph.links(None)] == ["candidate"]


@pytest.mark.parametrize(
    "wrong", [{"editor": " "}, {"reason": ""}, {"decision": "merge"}, {"decision": "undo"}]
)
def test_a_decision_needs_a_name_a_reason_and_a_verb(editor: FlaskClient, wrong: dict[str, str]) -> None:
    answer = editor.post("/review/links/decide", data={**form(editor), "decision": "accept", **wrong})
    assert answer.status_code == 400


def test_a_pair_that_is_none_is_404_and_a_state_that_is_none_400(editor: FlaskClient) -> None:
    given = {**form(editor), "decision": "accept", "link": "judge-none"}
    assert editor.post("/review/links/decide", data=given).status_code == 404
    assert editor.get("/review/links?state=maybe").status_code == 400


def test_names_are_text_and_nothing_is_kept(editor: FlaskClient) -> None:
    answer = editor.get("/review/links?lang=es")
    assert "&lt;b&gt;Horsley" in answer.text
    assert "<b>Horsley" not in answer.text
    assert "Entidades que pueden ser una sola" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_server_without_a_token_has_no_such_page(graph: Graph) -> None:
    assert create_app(graph, Settings()).test_client().get("/review/links").status_code == 403
