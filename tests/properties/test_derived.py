"""On random histories: the same input gives the same output, and plain SPARQL over the periods agrees."""

from datetime import date

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enjoin.graph.effects.derive import changed, derive_for, derived_quads
from enjoin.graph.effects.things import Effect, Measure, Provision, Relief, Ruling
from enjoin.graph.effects.timeline import Course
from enjoin.graph.effects.world import Litigation
from enjoin.graph.iris import Iris
from enjoin.ontology.terms import EJ, EJV
from properties import histories
from small_world import KINDS, with_iris

IRIS = Iris()
GRAPH = IRIS.graph("derived")
SEEDS = st.integers(0, 1_000_000)

AS_OF = """
PREFIX ej: <https://w3id.org/enjoin/ns#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?state ?possible WHERE {
  VALUES (?p ?party ?on) { (<%s> <%s> "%s"^^xsd:date) }
  ?group ej:ofProvision ?p ; ej:isRest ?rest .
  OPTIONAL { ?group ej:hasMember ?party BIND (true AS ?named) }
  FILTER (BOUND(?named) || (?rest && NOT EXISTS { ?other ej:ofProvision ?p ; ej:hasMember ?party }))
  ?period ej:ofProvision ?p ; ej:ofGroup ?group ; ej:state ?state ; ej:from ?from .
  OPTIONAL { ?period ej:until ?until }
  FILTER (?from <= ?on && (!BOUND(?until) || ?on < ?until))
  OPTIONAL { ?period ej:possibleState ?possible }
}
"""


def derived(lit: Litigation) -> list[ox.Quad]:
    return list(derived_quads(lit, GRAPH, IRIS, histories.RULES))


@given(histories.histories(), SEEDS, SEEDS)
def test_the_order_of_the_input_does_not_matter(history, one: int, two: int) -> None:
    lit = histories.litigation(history)
    assert derived(with_iris(lit, one)) == derived(with_iris(lit, two))


@given(histories.histories())
def test_deriving_twice_gives_the_same(history) -> None:
    lit = with_iris(histories.litigation(history))
    first = derived(lit)
    assert derived(lit) == first
    assert len(first) == len(set(first))


def unrelated(lit: Litigation) -> Litigation:
    """The same, and litigation about something else."""
    things = [thing for many in KINDS for thing in getattr(lit, many).values()]
    day = histories.day(3)
    return Litigation.of(
        *things,
        Measure(id="m9", label="Order 9"),
        Provision(id="p9", measure="m9", label="Section 1 of Order 9"),
        Ruling(id="r9", court="trial-court"),
        Relief(id="relief9", granted_by="r9", restrains=("p9",)),
        Effect(
            id="e9",
            type="grant",
            producer="r9",
            targets=("relief9",),
            earliest=day,
            latest=day,
            sets_scope="all",
        ),
        lapses=lit.lapses,
    )


@given(histories.histories(), st.sampled_from("axs"), st.sampled_from(["p", "p1"]))
def test_what_is_unrelated_changes_nothing(history, who: str, provision: str) -> None:
    lit = histories.litigation(history)
    more = unrelated(lit)
    assert Course(more, provision, histories.RULES).periods(who) == Course(
        lit, provision, histories.RULES
    ).periods(who)
    assert changed(lit, more, histories.RULES) == {"p9"}


@given(histories.histories(), histories.histories())
def test_what_changed_folded_again_equals_all_folded_from_scratch(one, two) -> None:
    """Two states of a graph: what the change does not touch is kept, what it touches is made anew."""
    before, after = (with_iris(histories.litigation(each)) for each in (one, two))
    old = derived(before)
    touched = changed(before, after, histories.RULES)
    of = {
        each.subject: each.object.value
        for each in old
        if each.predicate.value == f"{EJ}ofProvision" and isinstance(each.object, ox.NamedNode)
    }
    kept = {each for each in old if each.subject in of and of[each.subject] not in touched}
    fresh = set(derive_for(after, touched, GRAPH, IRIS, histories.RULES))
    whole = derived(after)
    about = {each.subject for each in whole if each.predicate.value == f"{EJ}ofProvision"}
    assert kept | {each for each in fresh if each.subject in about} == {
        each for each in whole if each.subject in about
    }


def as_of(store: ox.Store, what: str, party: str, day: str) -> list[tuple[str, str]]:
    """What plain SPARQL says of a day: the state, and what is possible where it is not certain."""
    rows = store.query(AS_OF % (what, party, day), use_default_graph_as_union=True)
    assert isinstance(rows, ox.QuerySolutions)
    return sorted((_word(row["state"]), _word(row["possible"])) for row in rows)


def _word(term: object) -> str:
    return term.value.removeprefix(EJV) if isinstance(term, ox.NamedNode) else ""


def expected(course: Course, party: str, day: date) -> list[tuple[str, str]]:
    """What the fold says of the same."""
    outlook = course.outlook(party, day)
    return sorted((outlook.state, "" if outlook.certain else each) for each in set(outlook.possible))


@pytest.mark.parametrize("about", sorted(histories.ABOUT))
@given(data=st.data())
def test_plain_sparql_over_the_periods_agrees_with_the_fold(about: str, data) -> None:
    """For everybody whom the graph knows and somebody whom it does not, on every day, of the whole and its part."""
    lit = with_iris(histories.litigation(data.draw(histories.histories(about))))
    store = ox.Store()
    store.extend(derived(lit))
    for provision in ("p", "p1"):
        what = IRIS.entity("provision", provision).value
        course = Course(lit, what, histories.RULES)
        for who in [*"axs", "stranger"]:
            party = IRIS.entity("jurisdiction", who).value
            for number in range(histories.HORIZON):
                day = histories.day(number)
                assert as_of(store, what, party, day.isoformat()) == expected(course, party, day)


@settings(max_examples=10)
@given(histories.histories(), st.sampled_from([*"axs", "stranger"]), st.sampled_from(["p", "p1"]))
def test_another_engine_says_the_same(history, who: str, provision: str) -> None:
    """The rule needs no function of ours: rdflib evaluates it as it stands."""
    import rdflib

    lit = with_iris(histories.litigation(history))
    graph = rdflib.Graph()
    quads = (ox.Triple(quad.subject, quad.predicate, quad.object) for quad in derived(lit))
    graph.parse(data=ox.serialize(quads, format=ox.RdfFormat.N_TRIPLES), format="nt")
    what, party = IRIS.entity("provision", provision).value, IRIS.entity("jurisdiction", who).value
    course = Course(lit, what, histories.RULES)
    for number in (0, 3, 7, histories.HORIZON - 1):
        day = histories.day(number)
        rows = graph.query(AS_OF % (what, party, day.isoformat())).bindings
        found = sorted(
            tuple(
                str(row.get(rdflib.Variable(name)) or "").removeprefix(EJV) for name in ("state", "possible")
            )
            for row in rows
        )
        assert found == expected(course, party, day)


@given(histories.histories(), st.sampled_from("axs"))
def test_every_history_has_an_answer(history, who: str) -> None:
    """Never a traceback, whatever contradicts itself; and the readings are the states that are possible."""
    from enjoin.graph.answers.answer import answer

    lit = histories.litigation(history)
    for number in (0, 3, 7, histories.HORIZON):
        found = answer(lit, "p", who, histories.day(number), rules=histories.RULES)
        assert found.sentence.endswith(".")
        assert found.to_json()["state"] == found.state
        if found.state == "uncertain":
            possible = set(Course(lit, "p", histories.RULES).outlook(who, histories.day(number)).possible)
            assert {reading.state for reading in found.readings} <= possible
            assert found.missing
