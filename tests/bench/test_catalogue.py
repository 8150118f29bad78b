"""A list from its catalogue is what the plain question of its file finds: the same things in the same order."""

import random
from collections import Counter
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from litigation import write
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

from enjoin.graph.answers.calendar import Calendar, Period
from enjoin.graph.answers.catalogue import Catalogue, both
from enjoin.graph.answers.cataloguing import LABEL
from enjoin.graph.answers.standings import Standings, stretches, together
from enjoin.graph.effects.deriving import derived
from enjoin.graph.iris import Iris
from enjoin.graph.storage.store import Store
from enjoin.ontology.terms import EJV
from enjoin.server.lists.columns import taken_apart
from enjoin.server.lists.listing import LISTS
from enjoin.server.lists.shelf import STATES_SAID, catalogue_of
from enjoin.server.lookups import text_of

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology" / "enjoin.ttl"
IRIS = Iris()
DERIVED = IRIS.graph("derived")


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Invented litigation with what follows from it, and a few things that are said twice."""
    target = tmp_path_factory.mktemp("told") / "litigation.nq"
    write(target, 12_000)
    store = Store.memory(ox.parse(path=str(target), format=RdfFormat.N_QUADS))
    store.load([Quad(each.subject, each.predicate, each.object, DERIVED) for each in derived(store, IRIS)])
    store.load(twice(store))
    model = ox.parse(path=str(ONTOLOGY), format=RdfFormat.TURTLE)
    store.load([Quad(each.subject, each.predicate, each.object, IRIS.graph("ontology")) for each in model])
    return store


def twice(store: Store) -> list[Quad]:
    """A second day, court and name for some rulings; a name in another language; one ruling without a name."""
    ej = "https://w3id.org/enjoin/ns#"
    rulings = sorted(str(row["r"])[1:-1] for row in store.select(f"SELECT ?r {{ ?r a <{ej}Ruling> }}"))
    courts = sorted(str(row["c"])[1:-1] for row in store.select(f"SELECT ?c {{ ?c a <{ej}Court> }}"))
    graph = IRIS.graph("more")

    def said(ruling: str, prop: str, value: NamedNode | Literal) -> Quad:
        return Quad(NamedNode(ruling), NamedNode(prop), value, graph)

    day = Literal("2031-01-01", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#date"))
    bare = IRIS.entity("ruling", "without-a-name").value
    return [
        *(said(each, f"{ej}decidedOn", day) for each in rulings[::9]),
        *(said(each, f"{ej}byCourt", NamedNode(courts[0])) for each in rulings[::5]),
        *(said(each, "http://www.w3.org/2000/01/rdf-schema#label", Literal("zz", language="es")) for each in rulings[::4]),
        said(bare, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", NamedNode(f"{ej}Ruling")),
    ]  # fmt: skip


def plain(store: Store, name: str) -> dict[str, dict[str, set[object]]]:
    """By thing, in the order of the question as it stands in its file, the values of each variable."""
    listing, found = LISTS[name], dict[str, dict[str, set[object]]]()
    for row in store.select(text_of(f"list-{name}")):
        thing = row.get(listing.key)
        if isinstance(thing, NamedNode):
            cells = found.setdefault(thing.value, {each: set() for each in (LABEL, *listing.variables)})
            for each, values in cells.items():
                if each in row:
                    values.add(row[each])
    return found


@pytest.fixture(scope="module")
def catalogues(generated: Store) -> dict[str, Catalogue]:
    return {name: catalogue_of(listing, generated, IRIS) for name, listing in LISTS.items()}


@pytest.mark.parametrize("name", LISTS)
def test_the_things_and_their_values_are_those_of_the_plain_question(
    name: str, generated: Store, catalogues: dict[str, Catalogue]
) -> None:
    found, wanted = catalogues[name], plain(generated, name)
    assert found.count == len(wanted)
    assert found.count or name == "policies", "there is something to compare"
    rows = found.rows(found.ordered(None, ""))
    assert [row.iri for row in rows] == list(wanted)
    for row in rows:
        told = wanted[row.iri]
        assert {column: set(terms) for column, terms in row.cells.items()} == {
            column: values for column, values in told.items() if column != LABEL
        }
        names = {str(getattr(label, "value", "")) for label in told[LABEL]}
        assert row.label in (names or {row.iri.rpartition("/")[2]})


@pytest.mark.parametrize("name", LISTS)
def test_things_are_sorted_by_each_column_both_ways_those_without_a_value_last(
    name: str, catalogues: dict[str, Catalogue]
) -> None:
    found = catalogues[name]
    rows = {row.number: row for row in found.rows(found.ordered(None, ""))}

    def key(number: int, column: str) -> str:
        if column == LABEL:
            return rows[number].label.casefold()
        terms = rows[number].cells[column]
        text = terms[0].value.casefold() if terms else ""
        return text.zfill(20) if column == "rulings" and terms else text

    for column in (LABEL, *LISTS[name].columns):
        up = sorted(rows, key=lambda n: (not key(n, column), key(n, column), n))
        valued = [n for n in up if key(n, column)]
        assert list(found.ordered(None, column)) == up
        assert list(found.ordered(None, column, reverse=True)) == valued[::-1] + up[len(valued) :]


@pytest.mark.parametrize("name", LISTS)
def test_values_are_counted_among_what_is_chosen_and_narrow_to_as_many(
    name: str, catalogues: dict[str, Catalogue]
) -> None:
    found, listing = catalogues[name], LISTS[name]
    rows = found.rows(found.ordered(None, ""))
    some = {row.number for row in random.Random(1).sample(rows, len(rows) * 2 // 3)}
    flags = bytes(number in some for number in range(found.count + 1))
    for facet in listing.facets:
        having: dict[str, set[int]] = {}
        for row in rows:
            for term in row.cells[facet.column]:
                having.setdefault(facet.value(IRIS, term), set()).add(row.number)
        having.pop("", None)
        for chosen, these in ((None, {row.number for row in rows}), (flags, some)):
            counts = Counter({value: len(numbers & these) for value, numbers in having.items()})
            living = sorted(
                (value for value in counts if counts[value]),
                key=lambda value: (-counts[value], value),
            )
            values, many = found.values(facet.name, chosen, (), 7)
            assert [(each.value, each.count) for each in values] == [(v, counts[v]) for v in living[:7]]
            assert many == len(living)
            latest, _ = found.values(facet.name, chosen, (), 7, latest=True)
            assert [each.value for each in latest] == sorted(living, reverse=True)[:7]
            picked = [*sorted(having)[-2:], "no such value"]
            first = found.values(facet.name, chosen, picked, 7)[0][: len(picked)]
            assert {each.value for each in first} == set(picked)
            assert all(each.count == counts[each.value] for each in first)
        for value, numbers in list(having.items())[:5]:
            assert set(found.ordered(found.having(facet.name, [value]), "")) == numbers
        two = list(having)[:2]
        if len(two) == 2:
            either = found.having(facet.name, two)
            assert set(found.ordered(both(either, flags), "")) == (having[two[0]] | having[two[1]]) & some


def test_what_stands_on_a_day_is_what_the_periods_of_that_day_say_together(generated: Store) -> None:
    calendar = Calendar(generated)
    standings = Standings(calendar)
    turns = sorted({Period.of(row).since for row in calendar.rows_of(calendar.provisions())})
    days = [date(year, 3, 1) for year in range(2000, 2028, 3)] + turns[::25]
    seen: Counter[str] = Counter()
    for day in days:
        states: dict[str, set[str]] = {}
        for period in map(Period.of, calendar.rows_on(day)):
            for about in {period.provision, period.measure} - {""}:
                states.setdefault(about, set()).add(period.state)
        wanted = {about: together(several) for about, several in states.items()}
        assert dict(standings.on(day)) == wanted
        assert len(standings.on(day)) == len(wanted), "each stands once"
        seen.update(wanted.values())
    assert len(seen) > 4
    assert set(seen) <= STATES_SAID
    assert EJV not in "".join(seen)


def test_stretches_meet_and_do_not_overlap() -> None:
    chance = random.Random(3)
    for _ in range(60):
        spans = [
            (
                chance.choice(("blocked", "in-force", "stayed", "not-in-force")),
                first,
                first + chance.randrange(9),
            )
            for first in (chance.randrange(20) for _ in range(6))
        ]
        found = list(stretches(spans))
        for day in range(30):
            states = {state for state, since, until in spans if since <= day < until}
            told = [state for state, since, until in found if since <= day < until]
            assert told == ([together(states)] if states else [])


def test_a_question_is_taken_apart_by_what_binds_each_column() -> None:
    found = taken_apart(text_of("list-lawsuits"), "lawsuit", (LABEL, "court", "docket", "checked"))
    assert "FILTER NOT EXISTS" in found.columns["docket"]
    assert "docketNumber" in found.columns["docket"]
    assert "docketNumber" not in found.columns["court"], "a lawsuit without a number has a court all the same"
    assert found.columns["checked"].endswith("WHERE { ?lawsuit ej:checkedTo ?checked }")
    assert found.descending == {"filed"}
    assert "?lawsuit a ej:Lawsuit" in found.columns[LABEL]
    assert "topic" not in found.things


@pytest.mark.parametrize(
    ("text", "said"),
    [("ASK { ?x ?y ?z }", "SELECT"), ("SELECT ?x WHERE { ?x a ?y } ORDER BY ?x", r"\?colour")],
)
def test_a_question_that_is_no_list_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        taken_apart(text, "x", ("colour",))
