"""What follows a change, and what is kept between two, finds what pySHACL finds on everything."""

from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

import enjoin.graph as eg
from enjoin import ontology, shapes
from enjoin.graph import provenance
from enjoin.graph.iris import Iris
from enjoin.graph.storage.store import Store
from enjoin.graph.validation import rules, validate
from enjoin.graph.validation.following import Following
from enjoin.graph.validation.states import States
from enjoin.ontology.terms import ej, term
from enjoin.shapes.report import Report, Result

ID = "https://w3id.org/enjoin/id/"


def n(path: str) -> NamedNode:
    return NamedNode(f"{ID}{path}")


def edits(said: list[Quad]) -> list[tuple[list[Quad], list[Quad]]]:
    """Fifty edits as people make them, by chance but always the same: what comes, what goes."""
    import random

    chance = random.Random(7)
    by: dict[NamedNode, list[Quad]] = {}
    about: dict[object, list[Quad]] = {}
    for quad in sorted(said, key=str):
        by.setdefault(quad.predicate, []).append(quad)
        about.setdefault(quad.subject, []).append(quad)

    def one(name: str) -> Quad:
        return chance.choice(by[term("rdf:type") if name == "type" else ej(name)])

    def put(quad: Quad, value: object) -> Quad:
        assert isinstance(value, (NamedNode, Literal))
        return Quad(quad.subject, quad.predicate, value, quad.graph_name)

    found: list[tuple[list[Quad], list[Quad]]] = []
    for name in (
        "decidedOn",
        "byCourt",
        "effectType",
        "grantedBy",
        "producedBy",
        "ofMeasure",
        "inCourt",
        "holder",
    ):
        found += [([], [one(name)]) for _ in range(2)]
    for name in (
        "byCourt",
        "grantedBy",
        "actsOn",
        "inProceeding",
        "effectType",
        "judge",
        "post",
        "ofMeasure",
    ):
        quad = one(name)
        found += [([put(quad, one(name).object)], [quad]), ([put(one(name), one(name).object)], [])]
    for name in ("decidedOn", "earliest", "from", "filedOn", "signedOn", "until"):
        quad = one(name)
        assert isinstance(quad.object, Literal)
        early = Literal("1901" + quad.object.value[4:], datatype=quad.object.datatype)
        found.append(([put(quad, early)], [quad]))
    for cls in ("Ruling", "Person", "Court", "Relief"):
        quad = one("type")
        found.append(([put(quad, ej(cls))], [quad]))
    for name in ("docketNumber", "hasBench", "restrains", "reviews"):
        found.append(([], about[one(name).subject]))
    found += [([put(one(name), one(name).object)], []) for name in ("fips", "docketNumber")]
    found.append(([Quad(ej("Bench"), term("rdfs:subClassOf"), ej("JudgeVote"), said[0].graph_name)], []))
    found.append(([put(one("within"), n("jurisdiction/nowhere"))], []))
    return found


@pytest.mark.slow
def test_fifty_edits_of_the_starter_graph_are_judged_as_by_pyshacl(starter_store: object) -> None:
    with eg.open(str(starter_store)) as graph:
        iris, reading = graph.iris, graph.store()
        said = [quad for name in provenance.asserted(reading, iris) for quad in reading.quads(graph=name)]
        store = Store.memory(said)
    listed = edits(said)
    assert len(listed) >= 50
    known = set(validate.validate(validate.context(said)).results)
    changed = 0
    for start in range(0, len(listed), 9):
        part = listed[start : start + 9]
        gone = {quad for _, went in part for quad in went}
        come = {quad for came, _ in part for quad in came} - set(said)
        after = set(
            validate.validate(validate.context((each for each in said if each not in gone), come)).results
        )
        following = Following(States(store, added=come, removed=gone), [*come, *gone])
        found = set(following.results())
        assert found <= after
        assert found - following.former(found, States(store)) == after - known
        changed += len(after - known)
    assert changed > 60


@pytest.mark.slow
def test_an_audit_says_what_pyshacl_says_of_everything(starter: eg.Graph) -> None:
    from enjoin.graph import provenance
    from enjoin.graph.validation.judging import audit, told_once

    iris, store = Iris(), starter.store()
    said = [quad for graph in provenance.asserted(store, iris) for quad in store.quads(graph=graph)]
    expected = validate.validate(validate.context(said)).results
    assert set(audit(store, iris).results) == set(told_once((), expected).results)


def by_pyshacl_alone(triples: list[Triple]) -> Report:
    data = validate.to_rdflib(validate.context(triples).quads())
    return Report.from_graph(validate._run(data, validate.to_rdflib(shapes.load()), "shapes"))


def key(result: Result) -> tuple[str, ...]:
    return (str(result.focus), str(result.path), str(result.value), str(result.shape), result.message)


def everything_bad() -> list[Triple]:
    """The examples of the ontology, good and bad ones of the shapes, together; pySHACL alone is slow."""
    found = [triple for triples in ontology.examples().values() for triple in triples]
    for path in sorted((Path(__file__).resolve().parents[1] / "shapes").rglob("*.ttl"))[::16]:
        text = path.read_text(encoding="utf-8")
        quads = parse(text, format=RdfFormat.TURTLE, base_iri=path.as_uri(), rename_blank_nodes=True)
        found += [quad.triple for quad in quads]
    return found


@pytest.mark.slow
def test_our_way_finds_exactly_what_pyshacl_finds() -> None:
    triples = everything_bad()
    ours = validate.validate(validate.context(triples))
    theirs = by_pyshacl_alone(triples)
    assert len(ours.results) > 30
    assert Counter(map(key, ours.results)) == Counter(map(key, theirs.results))


def test_shapes_that_are_kept_judge_as_those_that_are_read_anew() -> None:
    """Our own call of pySHACL, with its shapes parsed once and its answers remembered, changes no result."""
    triples = everything_bad()[:400]
    data = validate.context(triples)
    ours = validate.processor().results(validate.to_rdflib(data.quads(), settled=True))
    theirs = validate._run(
        validate.to_rdflib(data.quads()), validate.to_rdflib(rules.ours()[0]), "the shapes"
    )
    assert ours
    assert set(ours) == set(Report.from_graph(theirs).results)
