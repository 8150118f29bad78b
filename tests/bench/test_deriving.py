"""What is derived dispute by dispute is what the graph derives of everything; and the index of days finds what SPARQL finds."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import deriving
import pyoxigraph as ox
import pytest
from litigation import write
from pyoxigraph import Quad, RdfFormat

from enjoin.graph.answers.calendar import HELD, Calendar, Period, Row
from enjoin.graph.answers.reach import Reach
from enjoin.graph.dates import Bounds
from enjoin.graph.effects.deriving import derived
from enjoin.graph.effects.litigation import load
from enjoin.graph.effects.piecemeal import derived_by_pieces
from enjoin.graph.effects.things import DEFAULT_RULES, PartyRole
from enjoin.graph.effects.timeline import course_of
from enjoin.graph.iris import Iris
from enjoin.graph.storage.store import Store

QUADS = 12_000
IRIS = Iris()
DERIVED = IRIS.graph("derived")
DAYS = [date(2001, 3, 1) + timedelta(days) for days in range(0, 9300, 311)]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("told") / "litigation.nq"
    write(target, QUADS)
    return target


@pytest.fixture(scope="module")
def whole(told: Path) -> Store:
    store = Store.memory(ox.parse(path=str(told), format=RdfFormat.N_QUADS))
    found = [Quad(each.subject, each.predicate, each.object, DERIVED) for each in derived(store, IRIS)]
    store.load(found)
    return store


@pytest.fixture(scope="module")
def calendar(whole: Store) -> Calendar:
    return Calendar(whole)


def test_part_by_part_gives_what_the_whole_gives(told: Path, whole: Store) -> None:
    cut = deriving.parts_of(told, 3000)
    assert len(cut.parts) > 2
    by_part = deriving.Deriving(told, cut.registers, IRIS)
    found = {
        quad.triple
        for part in cut.parts
        for quad in ox.parse(BytesIO(by_part.derive(part)), format=RdfFormat.N_QUADS)
    }
    assert found == {quad.triple for quad in whole.quads(graph=DERIVED)}


class Counting(Store):
    """A store in memory that counts the statements it gives."""

    given = 0

    def quads(self, *pattern: Any, **named: Any) -> Iterator[Quad]:
        for quad in super().quads(*pattern, **named):
            self.given += 1
            yield quad


def generated(target: Path, quads: int) -> list[Quad]:
    write(target, quads)
    return list(ox.parse(path=str(target), format=RdfFormat.N_QUADS))


@pytest.mark.slow
@pytest.mark.parametrize("quads", [20_000, 100_000])
def test_piece_by_piece_from_the_store_gives_what_the_whole_gives(quads: int, tmp_path: Path) -> None:
    store = Store.memory(generated(tmp_path / "litigation.nq", quads))
    assert set(derived_by_pieces(store, IRIS)) == set(derived(store, IRIS))


@pytest.mark.slow
def test_what_is_read_to_derive_a_graph_grows_as_the_graph(tmp_path: Path) -> None:
    every = generated(tmp_path / "litigation.nq", 48_000)
    read: list[float] = []
    for count in (12_000, 48_000):
        store = Counting.memory(every[:count])
        assert isinstance(store, Counting)
        derived_once = sum(1 for _ in derived_by_pieces(store, IRIS))
        assert derived_once > count / 3
        read.append(store.given / count)
    assert read[1] < 1.25 * read[0]


STANDING = """PREFIX ej: <https://w3id.org/enjoin/ns#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT DISTINCT ?period ?provision ?group ?rest ?state ?reason ?from ?until ?measure WHERE {
  VALUES (?on) { ("DAY"^^xsd:date) }
  ?period ej:from ?from ; ej:ofProvision ?provision ; ej:ofGroup ?group ; ej:state ?state . ?group ej:isRest ?rest .
  OPTIONAL { ?period ej:until ?until }
  FILTER (STR(?from) <= STR(?on) && (!BOUND(?until) || ?on < ?until))
  OPTIONAL { ?period ej:stateReason ?reason }
  OPTIONAL { ?provision ej:ofMeasure ?measure }
  MEMBER
}"""


def value(term: object) -> str:
    return str(getattr(term, "value", ""))


def by_sparql(store: Store, day: date, member: str = "") -> set[tuple[str, ...]]:
    names = ("period", "provision", "group", "rest", "state", "reason", "from", "until", "measure")
    rows = store.select(STANDING.replace("DAY", day.isoformat()).replace("MEMBER", member))
    return {tuple(value(row.get(name)) for name in names) for row in rows}


def by_calendar(found: list[Row]) -> set[tuple[str, ...]]:
    vocabulary = "https://w3id.org/enjoin/vocab/"
    return {
        (
            each.iri, each.provision, each.group, str(each.rest).lower(), vocabulary + each.state,
            vocabulary + each.reason if each.reason else "", each.since.isoformat(),
            each.until.isoformat() if each.until else "", each.measure,
        )
        for each in map(Period.of, found)
    }  # fmt: skip


def test_every_day_has_the_periods_that_sparql_finds(whole: Store, calendar: Calendar) -> None:
    rows = 0
    for day in DAYS:
        found = by_calendar(calendar.rows_on(day))
        assert found == by_sparql(whole, day)
        assert {each for each in found if each[4].rpartition("/")[2] in HELD} == by_calendar(
            calendar.rows_on(day, HELD)
        )
        rows += len(found)
    assert rows > 100


def test_a_party_is_bound_by_its_groups_and_else_like_everyone(whole: Store, calendar: Calendar) -> None:
    parties = sorted(
        {
            str(row["x"])
            for row in whole.select("SELECT DISTINCT ?x { ?g <https://w3id.org/enjoin/ns#hasMember> ?x }")
        }
    )
    found_any = 0
    for party in parties[:: max(1, len(parties) // 8)]:
        for day in DAYS[::5]:
            named = by_sparql(whole, day, f"?group ej:hasMember {party} .")
            apart = {
                str(row["p"])[1:-1]
                for row in whole.select(
                    f"PREFIX ej: <https://w3id.org/enjoin/ns#> SELECT ?p {{ ?g ej:hasMember {party} ; ej:ofProvision ?p }}"
                )
            }
            rest = {each for each in by_sparql(whole, day) if each[3] == "true" and each[1] not in apart}
            assert by_calendar(Reach(calendar, party[1:-1]).on(day, ())) == named | rest
            found_any += len(named)
    assert found_any


def test_doings_are_the_effects_by_day_latest_first(whole: Store, calendar: Calendar) -> None:
    day = date(2015, 6, 1)
    rows = whole.select(
        "PREFIX ej: <https://w3id.org/enjoin/ns#> SELECT ?d ?p ?e { ?e ej:earliest ?d ; ej:producedBy ?p }"
    )
    every = {(value(row["d"]), value(row["p"]), value(row["e"])) for row in rows}
    pairs = {each[:2] for each in every if each[0] <= day.isoformat()}
    assert calendar.doings_until(day) == len(pairs)
    found = calendar.doings(day, 0, len(pairs) + 1)
    assert set(found) == pairs
    assert [each[0] for each in found] == sorted((each[0] for each in found), reverse=True)
    assert calendar.doings(day, 2, 3) == found[2:5]
    assert set(calendar.effects(found[:4])) == {each[2] for each in every if each[:2] in found[:4]}


def test_an_index_where_no_period_is_knows_no_day() -> None:
    empty = Calendar(Store.memory())
    assert empty.rows_on(date(2020, 1, 1)) == []
    assert empty.provisions() == []
    assert empty.days_contested() == []
    empty.close()


def test_when_others_joined_elsewhere_cuts_no_days(whole: Store) -> None:
    """The cost of an uncertain day follows its own dispute: strangers who join another lawsuit change nothing."""
    known = load(whole.select, sources=False)
    joined = Bounds(date(2011, 11, 11), date(2011, 11, 11), False)
    stranger = PartyRole(
        id="urn:test:role",
        party="urn:test:party",
        proceeding="urn:test:elsewhere",
        role="plaintiff",
        joined=joined,
    )
    more = replace(known, roles={**known.roles, stranger.id: stranger})
    uncertain = 0
    for provision in sorted(known.provisions):
        before, after = course_of(known, provision, DEFAULT_RULES), course_of(more, provision, DEFAULT_RULES)
        assert [worlds.days for worlds in before.worlds] == [worlds.days for worlds in after.worlds]
        uncertain += sum(worlds.component.uncertain for worlds in before.worlds)
    assert uncertain
