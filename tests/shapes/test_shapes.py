"""Every shape does what its message says: held against small examples, good and bad.

The examples play in the world of `context.ttl`. A bad one begins with what it must produce,
`# expects Violation: …`, and produces that and nothing else; Info results count only where one
is expected. All bad examples are judged in one graph, which takes seconds instead of minutes;
that each of them stands by itself is a test of its own.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from enjoin import shapes
from enjoin.ontology.terms import EJ, term
from enjoin.shapes.report import Result, Severity

HERE = Path(__file__).parent
GOOD = sorted(HERE.glob("*/good/*.ttl"))
BAD = sorted(HERE.glob("*/bad/*.ttl"))
EXPECTS = re.compile(r"^# expects (Violation|Warning|Info): (.*)$", re.MULTILINE)

World = Callable[..., rdflib.Graph]
Judge = Callable[[rdflib.Graph], tuple[Result, ...]]
Read = Callable[[Path], rdflib.Graph]


def expected(path: Path) -> set[tuple[str, str]]:
    found = set(EXPECTS.findall(path.read_text(encoding="utf-8")))
    assert found, f"{path.name} says in its first lines what it must produce"
    return found


@pytest.fixture(scope="module")
def by_file(bad_results: tuple[Result, ...], read: Read) -> dict[Path, set[tuple[str, str]]]:
    home = {str(subject): path for path in BAD for subject in read(path).subjects()}
    found: defaultdict[Path, set[tuple[str, str]]] = defaultdict(set)
    for result in bad_results:
        assert not isinstance(result.focus, ox.Literal)
        assert result.focus.value in home, f"a bad example spoils the context: {result}"
        found[home[result.focus.value]].add((result.severity.value, result.message))
    return found


def test_in_the_context_every_rule_holds(world: World, judged: Judge, context: Path) -> None:
    """Not even a gap: whatever a bad example produces comes from the example."""
    assert not judged(world(context))


def test_good_examples_conform(world: World, judged: Judge, context: Path) -> None:
    results = judged(world(context, *GOOD))
    assert not [result for result in results if result.severity is not Severity.INFO]


@pytest.mark.parametrize("path", BAD, ids=lambda path: f"{path.parent.parent.name}/{path.stem}")
def test_a_bad_example_produces_its_message_and_no_other(
    path: Path, by_file: dict[Path, set[tuple[str, str]]]
) -> None:
    wanted, found = expected(path), by_file.get(path, set[tuple[str, str]]())
    if Severity.INFO not in {severity for severity, _ in wanted}:
        found = {(severity, sentence) for severity, sentence in found if severity != Severity.INFO}
    assert found == wanted


def test_bad_examples_stand_by_themselves(read: Read, context: Path) -> None:
    """No two describe the same thing, and none refers to what another one describes."""
    known = {str(subject) for subject in read(context).subjects()}
    own = {path: {str(subject) for subject in read(path).subjects()} for path in BAD}
    homes = Counter(subject for described in own.values() for subject in described)
    assert not {subject for subject, files in homes.items() if files > 1 or subject in known}
    for path, described in own.items():
        named = {str(found) for found in read(path).objects() if "/id/" in str(found)}
        strangers = named - known - described
        assert not {each for each in strangers if not each.endswith(("/x-nowhere", "/x-nobody"))}, path


def test_every_rule_has_a_bad_example() -> None:
    shown = {sentence for path in BAD for _, sentence in expected(path)}
    sentences = {
        triple.object.value
        for triple in shapes.load()
        if triple.predicate == term("sh:message") and isinstance(triple.object, ox.Literal)
    }
    assert sentences - shown == set()


def test_every_class_has_a_good_example(world: World, read: Read, shapes_graph: rdflib.Graph) -> None:
    """And so has every kind of measure, claim, agent and post."""
    schema = world()
    families = {EJ + name for name in ("Agent", "Claim", "Measure", "Order", "Post")}
    kinds = {
        str(each)
        for parent in families
        for each in schema.subjects(rdflib.RDFS.subClassOf, rdflib.URIRef(parent))
        if (each, rdflib.OWL.equivalentClass, None) not in schema  # those the reasoner infers
    }
    targeted = {str(found) for found in shapes_graph.objects(None, rdflib.SH.targetClass)}
    shown = {str(found) for path in GOOD for found in read(path).objects(None, rdflib.RDF.type)}
    abstract = {EJ + name for name in ("Agent", "Measure", "Order")}
    assert (targeted | kinds) - abstract - shown == set()
