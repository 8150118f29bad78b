"""The rolls of judges, courts and parties say what the engine says, in its order; and pages are the same by both ways."""

from collections.abc import Callable
from datetime import date

import pytest
from pyoxigraph import NamedNode

from enjoin.graph import Graph
from enjoin.graph.answers.rolls import Rolls
from enjoin.server import create_app
from enjoin.server.lookups import bound
from enjoin.server.sections import rolls as pages
from enjoin.server.settings import Settings

ALL = "PREFIX ej: <https://w3id.org/enjoin/ns#> SELECT DISTINCT ?x WHERE "


@pytest.fixture(scope="module")
def rolls(starter: Graph) -> Rolls:
    return Rolls(starter.store())


def everything(graph: Graph, pattern: str) -> list[NamedNode]:
    found = [row["x"] for row in graph.sparql(ALL + pattern)]
    assert len(found) > 5
    return [each for each in found if isinstance(each, NamedNode)]


def said(graph: Graph, lookup: str, of: NamedNode, name: str) -> list[str]:
    """What a lookup gives under a name, each once, in its order."""
    rows = graph.sparql(bound(lookup, [(of,)]))
    return list(dict.fromkeys(row[name].value for row in rows))  # type: ignore[union-attr]  # are IRIs and days


@pytest.mark.parametrize(
    ("lookup", "pattern"),
    [
        ("judged", "{ ?x a ej:Judge }"),
        ("court-rulings", "{ ?x a ej:Court }"),
        ("court-rulings", "{ ?x a ej:Proceeding }"),
    ],
)
def test_rulings_come_as_the_engine_has_them(starter: Graph, rolls: Rolls, lookup: str, pattern: str) -> None:
    some = 0
    for each in everything(starter, pattern):
        wanted = said(starter, lookup, each, "ruling")
        count = rolls.ruled(each.value)
        assert rolls.rulings(each.value, 0, count) == wanted
        assert count == len(wanted)
        assert rolls.rulings(each.value, 1, 2) == wanted[1:3]
        some += count
    assert some > 20


def test_the_days_next_to_a_day_are_those_of_the_engine(starter: Graph, rolls: Rolls) -> None:
    for each in everything(starter, "{ ?x a ej:Judge }"):
        days = [date.fromisoformat(day[:10]) for day in said(starter, "judged", each, "decided")]
        for on in (date(1999, 1, 1), date(2017, 4, 25), date(2025, 5, 1), *days):
            before, after = (
                max((day for day in days if day < on), default=None),
                min((day for day in days if day > on), default=None),
            )
            assert rolls.days_near(each.value, on) == [day for day in (before, after) if day]


def test_lawsuits_come_as_the_engine_has_them_by_name_and_by_office(starter: Graph, rolls: Rolls) -> None:
    parties = everything(starter, "{ { ?role ej:party ?x } UNION { ?tenure ej:holder ?x } }")
    held = 0
    for each in parties:
        wanted = said(starter, "sued", each, "lawsuit")
        count = rolls.sued(each.value)
        assert rolls.lawsuits(each.value, 0, count) == wanted
        assert count == len(wanted)
        assert rolls.lawsuits(each.value, 1, 1) == wanted[1:2]
        assert set(rolls.seats(each.value, wanted)) == set(said(starter, "sued", each, "seat"))
        held += count
    assert held > 100


@pytest.mark.parametrize(
    "path",
    [
        "judge/orrick",
        "court/cand",
        "court/ca9",
        "jurisdiction/us-ca-san-francisco",
        "official/trump",
        "post/attorney-general",
    ],
)
@pytest.mark.parametrize("on", ["2017-05-01", "2025-05-01"])
def test_a_page_is_the_same_with_and_without_them(
    starter: Graph, monkeypatch: pytest.MonkeyPatch, path: str, on: str
) -> None:
    client = create_app(starter, Settings(), today=lambda: date(2026, 11, 22)).test_client()

    def shown() -> str:
        answer = client.get(f"/doc/{path}?on={on}", headers={"Accept": "text/html"})
        assert answer.status_code == 200
        return answer.text.partition("<main")[2].partition("</main>")[0]

    def both(ready: Callable[[], Rolls | None]) -> str:
        monkeypatch.setattr(pages, "_rolls", ready)
        return shown()

    plain = both(lambda: None)
    assert both(lambda: Rolls(starter.store())) == plain
    assert "<table" in plain
