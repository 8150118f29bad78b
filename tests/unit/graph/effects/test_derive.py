"""The graph `derived`: periods for each group bound alike, the same bytes each time, and what is folded again."""

# The worlds of these tests are small records of their own: their fields are optional by design.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportPossiblyUnboundVariable=false

from datetime import date
from itertools import pairwise

import pyoxigraph as ox
import pytest

from enjoin.graph.dates import parse_edtf
from enjoin.graph.effects.derive import changed, derive_for, derived_quads, digest
from enjoin.graph.effects.periods import lanes
from enjoin.graph.effects.things import Agent, Measure, Proceeding, RuleSet
from enjoin.graph.effects.world import Litigation
from enjoin.graph.iris import Iris
from enjoin.ontology.terms import EJ, EJV
from small_world import World, with_iris

IRIS = Iris()
GRAPH = IRIS.graph("derived")


@pytest.fixture
def world():
    found = World()
    found.scope("all", "everyone", label="everyone")
    found.scope("chester", "ci", label="Chester")
    return found


def real(world) -> Litigation:
    """The same litigation with IRIs for ids."""
    return with_iris(world.lit())


def quads(lit: Litigation, **given) -> list[ox.Quad]:
    return list(derived_quads(lit, GRAPH, IRIS, **given))


def objects(found: list[ox.Quad], subject: str, predicate: str) -> list[str]:
    return [
        each.object.value
        for each in found
        if each.subject.value == subject and each.predicate.value == EJ + predicate
    ]


def subjects(found: list[ox.Quad], kind: str) -> list[str]:
    return [each.subject.value for each in found if each.object == ox.NamedNode(EJ + kind)]


def periods(found: list[ox.Quad], provision: str = "p") -> dict[str, list[tuple[str, str, str | None]]]:
    """The periods of each group of a provision: state, first day, last."""
    tables: dict[str, list[tuple[str, str, str | None]]] = {}
    for period in subjects(found, "StatePeriod"):
        if objects(found, period, "ofProvision") == [IRIS.entity("provision", provision).value]:
            (group,), (state,) = objects(found, period, "ofGroup"), objects(found, period, "state")
            until = objects(found, period, "until")
            (start,) = objects(found, period, "from")
            row = (state.removeprefix(EJV), start, until[0] if until else None)
            tables.setdefault(group, []).append(row)
    return tables


def test_each_group_bound_alike_has_its_chain_of_periods(world) -> None:
    world.grant("pi", "2025-02-01", "chester")
    world.effect("revokes", "eo", "eo", "2025-06-01")
    found = quads(real(world))
    tables = periods(found)
    rest = IRIS.entity("group", "p-rest").value
    assert tables[rest] == [("in-force", "2025-01-20", "2025-06-01"), ("not-in-force", "2025-06-01", None)]
    named = {objects(found, group, "hasMember")[0]: rows for group, rows in tables.items() if group != rest}
    chester = IRIS.entity("jurisdiction", "ci").value
    assert named[chester] == [
        ("in-force", "2025-01-20", "2025-02-01"),
        ("blocked", "2025-02-01", "2025-06-01"),
        ("not-in-force", "2025-06-01", None),
    ]


def test_the_rest_names_nobody_and_is_one_group(world) -> None:
    world.grant("pi", "2025-02-01", "chester")
    found = quads(real(world))
    groups = [group for group in subjects(found, "PartyGroup") if group.endswith("-rest")]
    assert len(groups) == 3, "one for each of p, p1 and q"
    assert all(objects(found, group, "hasMember") == [] for group in groups)
    assert all(objects(found, group, "isRest") == ["true"] for group in groups)


def test_a_period_names_what_opened_and_closed_it_and_what_it_rests_on(world) -> None:
    world.grant("pi", "2025-02-01", "all", name="grant")
    world.effect("dissolve", "r-pi", "pi", "2025-06-01", name="end")
    found = quads(real(world))
    period = IRIS.entity("period", "p-rest-2025-02-01").value
    assert objects(found, period, "openedBy") == [IRIS.entity("effect", "grant").value]
    assert objects(found, period, "closedBy") == [IRIS.entity("effect", "end").value]
    assert objects(found, period, "ruleSetVersion") == ["1"]
    derived = [
        each.object.value
        for each in found
        if each.subject.value == period and each.predicate.value.endswith("wasDerivedFrom")
    ]
    assert derived == [IRIS.entity("ruling", "r-pi").value]


def test_an_uncertain_period_names_its_possible_states(world) -> None:
    world.grant("pi", "2025-02", "all")
    found = quads(real(world))
    period = IRIS.entity("period", "p-rest-2025-02-01").value
    assert objects(found, period, "state") == [EJV + "uncertain"]
    assert objects(found, period, "possibleState") == [EJV + "blocked", EJV + "in-force"]


def test_why_it_is_not_in_force(world) -> None:
    world.effect("revokes", "eo", "eo", "2025-06-01")
    found = quads(real(world))
    period = IRIS.entity("period", "p-rest-2025-06-01").value
    assert objects(found, period, "stateReason") == [EJV + "revoked"]


def test_between_its_making_and_its_beginning_it_is_not_yet_in_force() -> None:
    world = World(begins="2025-03-16")
    found = quads(real(world))
    assert periods(found)[IRIS.entity("group", "p-rest").value][0] == (
        "not-in-force",
        "2025-01-20",
        "2025-03-16",
    )
    assert objects(found, IRIS.entity("period", "p-rest-2025-01-20").value, "stateReason") == [
        EJV + "not-yet"
    ]


def test_before_it_was_made_there_is_no_period(world) -> None:
    starts = {row[1] for rows in periods(quads(real(world))).values() for row in rows}
    assert min(starts) == "2025-01-20"


def test_neighbouring_periods_that_are_equal_are_one(world) -> None:
    world.grant("one", "2025-02-01", "all")
    world.grant("two", "2025-03-01", "all")
    world.effect("merge-into-final", "r-two", "one", "2025-03-01", successor="two")
    rest = periods(quads(real(world)))[IRIS.entity("group", "p-rest").value]
    assert rest == [("in-force", "2025-01-20", "2025-02-01"), ("blocked", "2025-02-01", None)]


def test_a_measure_without_provisions_has_periods_of_its_own(world) -> None:
    world.add(Measure(id="memo", label="Memorandum", begun=parse_edtf("2025-05-01")))
    world.effect("takes-effect", "memo", "memo", "2025-05-01")
    found = quads(real(world))
    period = IRIS.entity("period", "order-memo-rest-2025-05-01").value
    assert objects(found, period, "ofProvision") == [IRIS.entity("order", "memo").value]
    assert not any("order-eo-" in subject for subject in subjects(found, "StatePeriod"))


def test_every_id_of_one_government_is_a_member(world) -> None:
    world.scope("felipe", "sf")
    world.grant("pi", "2025-02-01", "felipe")
    members = [lane.group.members for lane in lanes(world.lit(), "p") if "sf" in lane.group.members]
    assert members == [("sf", "sf-county")]


def test_conveniences(world) -> None:
    world.scope("more", "ci", provisions=("q",))
    world.grant("pi", "2025-02-01", "all")
    world.ruling("r", "trial", "2025-03-01")
    world.effect("extend-scope", "r", "pi", "2025-03-01", scope="more")
    world.grant("perhaps", "2025-02-01/..", "all")
    world.add(
        Proceeding(id="below", court="trial"), Proceeding(id="above", court="appeal", appeal_from=("below",))
    )
    found = quads(real(world))

    def entity(kind: str, name: str) -> str:
        return IRIS.entity(kind, name).value

    assert objects(found, entity("ruling", "r-pi"), "blocks") == [
        entity("provision", "p"),
        entity("order", "eo"),
    ]
    assert objects(found, entity("ruling", "r"), "blocks") == [
        entity("provision", "q"),
        entity("order", "eo"),
    ]
    assert objects(found, entity("ruling", "r-perhaps"), "blocks") == [], "it may never have been granted"
    assert objects(found, entity("proceeding", "below"), "appealedIn") == [entity("proceeding", "above")]


def test_all_is_in_the_one_graph_and_every_node_has_its_type_and_label(world) -> None:
    world.grant("pi", "2025-02-01", "chester")
    found = quads(real(world))
    assert {each.graph_name for each in found} == {GRAPH}
    nodes = {
        each.subject.value
        for each in found
        if "/group/" in each.subject.value or "/period/" in each.subject.value
    }
    labelled = {each.subject.value for each in found if each.predicate.value.endswith("rdf-schema#label")}
    typed = {*subjects(found, "PartyGroup"), *subjects(found, "StatePeriod")}
    assert nodes == labelled == typed


# The same bytes


def test_deriving_twice_gives_the_same_statements_in_the_same_order(world) -> None:
    world.grant("pi", "2025-02", "chester")
    assert quads(real(world)) == quads(real(world))


def test_no_statement_is_made_twice(world) -> None:
    world.grant("pi", "2025-02-01", "all", on=("p", "q"))
    found = [each for each in quads(real(world)) if "blocks" not in each.predicate.value]
    assert len(found) == len(set(found))


# Only what changed


def test_what_is_unrelated_is_not_folded_again(world) -> None:
    world.grant("pi", "2025-02-01", "chester")
    before = world.lit()
    world.grant("other", "2025-03-01", "all", on=("q",))
    assert changed(before, world.lit()) == {"q"}


@pytest.mark.parametrize(
    "change",
    [
        lambda world: world.effect("stay", "r-pi", "pi", "2025-04-01"),
        lambda world: world.effect("deny", "r-pi", "pi", "2025-04-01"),
        lambda world: world.grant("two", "2025-03-01", "all"),
        lambda world: world.add(Agent(id="ci2", label="Chester II", kind="city", same_government=("ci",))),
        lambda world: world.scope("chester", "ci", "oc", label="Chester and Canton"),
    ],
)
def test_whatever_bears_on_a_provision_is_noticed(world, change) -> None:
    world.grant("pi", "2025-02-01", "chester")
    before = digest(world.lit(), "p")
    change(world)
    assert digest(world.lit(), "p") != before


def test_another_rule_set_is_another_digest(world) -> None:
    assert digest(world.lit(), "p") != digest(world.lit(), "p", RuleSet("2", 30))


def test_incremental_equals_from_scratch(world) -> None:
    world.grant("pi", "2025-02-01", "chester")
    before = real(world)
    old = quads(before)
    world.effect("stay", "r-pi", "pi", "2025-04-01")
    world.grant("other", "2025-03-01", "all", on=("q",))
    after = real(world)
    touched = changed(before, after)
    assert {each.rpartition("/")[2] for each in touched} == {"p", "p1", "q"}
    of = {each.subject: each.object.value for each in old if each.predicate.value == EJ + "ofProvision"}
    kept = [
        each
        for each in old
        if of.get(each.subject) not in touched
        and not (each.predicate.value == EJ + "blocks" and each.subject not in of)
    ]
    fresh = list(derive_for(after, touched, GRAPH, IRIS))
    assert set(kept) | set(fresh) == set(quads(after))


def test_the_state_of_a_day_lies_in_one_period(world) -> None:
    world.grant("pi", "2025-02", "chester")
    world.effect("dissolve", "r-pi", "pi", "2025-08-01/..")
    for rows in periods(quads(real(world))).values():
        for (_, _, until), (_, start, _) in pairwise(rows):
            assert until == start, "no gap and no overlap"
        assert rows[-1][2] is None
    assert date.fromisoformat(rows[0][1])
