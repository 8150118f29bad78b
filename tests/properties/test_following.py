"""What follows a change follows it exactly: on generated litigation, after statements came, went and changed.

The graph `derived` after a followed change is the one derived from scratch; the violations that a change
is told to bring are those that pySHACL finds in everything after it and not before.
"""

import os
import random
import runpy
import sys
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from enjoin import shapes
from enjoin.graph import provenance
from enjoin.graph.effects.deriving import derived, follow
from enjoin.graph.effects.piecemeal import derived_by_pieces
from enjoin.graph.iris import Iris
from enjoin.graph.storage.store import Store
from enjoin.graph.validation import validate
from enjoin.graph.validation.judging import Judgement, audit, told_once
from enjoin.ontology.terms import ej, term
from enjoin.shapes.report import Result

LARGE = os.environ.get("ENJOIN_PROPERTIES") == "ci"
BENCH = Path(__file__).parents[1] / "bench"
IRIS = Iris()
DERIVED = IRIS.graph("derived")
SEEDS = st.integers(0, 1_000_000)
OF_LAW = [
    term(name) for name in (
        "ej:actsOn", "ej:producedBy", "ej:earliest", "ej:latest", "ej:effectType", "ej:restrains", "ej:grantedBy",
        "ej:setsScope", "ej:protects", "ej:protectsPartiesOf", "ej:territory", "ej:within", "ej:party", "ej:role",
        "ej:inProceeding", "ej:joinedOn", "ej:byCourt", "ej:courtLevel", "ej:decidedOn", "ej:reviews", "ej:ofMeasure",
        "ej:partOf", "ej:appealFrom", "ej:holder", "ej:post", "ej:postIn", "ej:partOfLawsuit", "rdf:type", "rdfs:label",
    )
]  # fmt: skip


@pytest.fixture(scope="module")
def told() -> list[Quad]:
    """Generated litigation: registers, and what some orders led to."""
    sys.path.insert(0, str(BENCH))
    try:
        stream = runpy.run_path(str(BENCH / "litigation.py"))["stream"]
    finally:
        sys.path.remove(str(BENCH))
    text = "".join(line for line, _ in stream(8_000))
    return list(ox.parse(text, format=ox.RdfFormat.N_QUADS))


@pytest.fixture(scope="module")
def base(told: list[Quad]) -> Store:
    """A store of it, derived."""
    store = Store.memory(told)
    store.load(from_scratch(store))
    return store


@pytest.fixture(scope="module")
def sound(base: Store) -> set[tuple[str, ...]]:
    """What is wrong before any change: nothing, or little."""
    return violations(audit(base, IRIS).violations)


def from_scratch(store: Store) -> set[Quad]:
    return {Quad(each.subject, each.predicate, each.object, DERIVED) for each in derived(store, IRIS)}


def edits(told: list[Quad], seed: int) -> tuple[set[Quad], set[Quad]]:
    """Statements that come and that go: values exchanged, days moved, things taken out, statements dropped."""
    chance = random.Random(seed)
    predicate = chance.choice(OF_LAW)
    same = sorted((quad for quad in told if quad.predicate == predicate), key=str)
    come: set[Quad] = set()
    gone: set[Quad] = set()
    for quad in chance.sample(same, min(len(same), chance.randrange(1, 4))):
        match chance.randrange(4):
            case 0:
                gone.add(quad)
            case 1:
                gone |= {each for each in told if each.subject == quad.subject}
            case 2:
                gone.add(quad)
                come.add(Quad(quad.subject, predicate, another(quad, same, chance), quad.graph_name))
            case _:
                come.add(Quad(quad.subject, predicate, another(quad, same, chance), quad.graph_name))
    return come - set(told), gone - come


def another(quad: Quad, same: list[Quad], chance: random.Random) -> NamedNode | Literal:
    """Another value of the same predicate, or another day."""
    value = quad.object
    if isinstance(value, Literal) and value.datatype == term("xsd:date"):
        return Literal(
            f"20{chance.randrange(10, 26)}-0{chance.randrange(1, 10)}-11", datatype=term("xsd:date")
        )
    found = chance.choice(same).object
    assert isinstance(found, (NamedNode, Literal))
    return found


@settings(max_examples=60 if LARGE else 12, deadline=None)
@given(seed=SEEDS)
def test_what_is_derived_after_a_change_is_what_is_derived_from_scratch(
    told: list[Quad], base: Store, seed: int
) -> None:
    come, gone = edits(told, seed)
    store = Store.memory(base.quads())
    store.apply(come, gone)
    found = follow(store, IRIS, come, gone)
    assert found is not None
    held = set(store.quads(graph=DERIVED))
    assert (held - set(found.removed)) | set(found.added) == from_scratch(store)


def test_the_edits_change_what_is_derived(told: list[Quad], base: Store) -> None:
    """Or the property would hold of nothing."""
    changed = 0
    for seed in range(20):
        come, gone = edits(told, seed)
        store = Store.memory(base.quads())
        store.apply(come, gone)
        found = follow(store, IRIS, come, gone)
        changed += found is not None and any(quad.predicate == ej("state") for quad in found.removed)
    assert changed >= 2


@settings(max_examples=30 if LARGE else 6, deadline=None)
@given(seed=SEEDS, at_once=st.sampled_from([1, 5, 100]))
def test_what_is_derived_piece_by_piece_is_what_is_derived_at_once(
    told: list[Quad], base: Store, seed: int, at_once: int
) -> None:
    come, gone = edits(told, seed)
    store = Store.memory(base.quads())
    store.apply(come, gone)
    found = derived_by_pieces(store, IRIS, at_once=at_once)
    assert {Quad(each.subject, each.predicate, each.object, DERIVED) for each in found} == from_scratch(store)


def violations(found: Iterable[Result]) -> set[tuple[str, ...]]:
    return {tuple(map(str, (each.focus, each.path, each.value, each.component))) for each in found}


def by_pyshacl(store: Store) -> set[tuple[str, ...]]:
    """The violations that pySHACL alone finds in everything."""
    said = {each.triple for name in provenance.asserted(store, IRIS) for each in store.quads(graph=name)}
    whole = validate.validate_with([*said, *validate.vocabulary()], shapes.load(), "shapes").report
    return violations(told_once((), whole.results).violations)


@pytest.mark.slow
@pytest.mark.skipif(not LARGE, reason="pySHACL takes ten seconds for it; ENJOIN_PROPERTIES=ci asks for it")
@settings(max_examples=1, deadline=None)
@given(seed=SEEDS)
def test_what_a_change_is_told_to_break_is_what_pyshacl_finds_in_everything(
    told: list[Quad], seed: int
) -> None:
    some = told[:6_000]
    come, gone = edits(some, seed)
    before = Store.memory(some)
    brought = violations(Judgement(before, [], (), IRIS, added=come, removed=gone).faults.results)
    after = Store.memory(some)
    after.apply(come, gone)
    assert brought == by_pyshacl(after) - by_pyshacl(before)


@settings(max_examples=20 if LARGE else 5, deadline=None)
@given(seed=SEEDS)
def test_what_a_change_is_told_to_break_is_what_the_audit_of_everything_finds(
    told: list[Quad], base: Store, sound: set[tuple[str, ...]], seed: int
) -> None:
    come, gone = edits(told, seed)
    brought = violations(Judgement(base, [], (), IRIS, added=come, removed=gone).faults.results)
    after = Store.memory(base.quads())
    after.apply(come, gone)
    assert brought == violations(audit(after, IRIS).violations) - sound
