"""`enjoin link` and `enjoin reconcile`: what the command line says and how it ends."""

import json
from pathlib import Path

import pytest

from enjoin.server.cli import run

TEXT = """@prefix ej: <https://w3id.org/enjoin/ns#> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @base <https://w3id.org/enjoin/id/> .
<judge/reed> a ej:Person ; rdfs:label "William Horsley Reed"@en ; foaf:name "William Horsley Reed" ; ej:fjcNid "1" .
<judge/w-reed> a ej:Person ; rdfs:label "Wiliam H. Reed"@en ; foaf:name "Wiliam H. Reed" .
"""
BY = ["--editor", "M. Editor", "--reason", "The docket says so."]


@pytest.fixture
def store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    path = str(tmp_path / "var")
    (tmp_path / "judges.ttl").write_text(TEXT, encoding="utf-8")
    assert run(["--store", path, "init"], {}) == 0
    capsys.readouterr()
    assert run(["--store", path, "ingest", str(tmp_path / "judges.ttl")], {}) == 0
    assert "1 pair of entities may be one and the same: enjoin link list" in capsys.readouterr().out
    return path


def test_a_pair_is_listed_decided_and_taken_back(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    def link(*arguments: str) -> tuple[int, str]:
        code = run(["--store", store, "--json", "link", *arguments], {})
        return code, capsys.readouterr().out

    code, out = link("list")
    (pair,) = json.loads(out)
    assert (code, pair["state"], pair["keeps"]["label"]) == (0, "candidate", "William Horsley Reed")
    assert link("accept", pair["id"], *BY)[0] == 0
    code, out = link("show", pair["id"])
    assert (json.loads(out)["state"], json.loads(out)["history"][0]["editor"]) == ("accepted", "M. Editor")
    assert json.loads(link("list")[1]) == []
    assert link("accept", pair["id"], *BY)[0] == 2
    assert link("undo", pair["id"], *BY)[0] == 0
    assert link("reject", pair["id"], *BY)[0] == 0
    assert [each["state"] for each in json.loads(link("list", "--state", "all")[1])] == ["rejected"]
    assert link("show", "judge-none")[0] == 1
    assert link("accept", pair["id"])[0] == 2


def test_what_the_list_left_out_is_said_to_people(
    store: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("enjoin.graph.identity.links.LISTED", 0)
    assert run(["--store", store, "link", "list"], {}) == 0
    assert "1 more pair is not listed, less likely than these" in capsys.readouterr().err
    assert run(["--store", store, "--json", "link", "list"], {}) == 0
    told = capsys.readouterr()
    assert json.loads(told.out) == []
    assert "1 more pair is not listed" in told.err


def test_without_a_tracker_there_is_nothing_to_reconcile(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--store", store, "reconcile"], {}) == 0
    assert capsys.readouterr().out == "0 disagrees, 0 stale, 0 agrees, 0 not comparable\n"
    assert run(["--store", store, "reconcile", "--format", "csv"], {}) == 0
    assert capsys.readouterr().out.startswith("result,tracker,")
    assert run(["--store", store, "reconcile", "--source", "nobody"], {}) == 1
