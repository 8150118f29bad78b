"""The examples: one pattern per file, all terms in use, their conclusions those of the definitions."""

from importlib.resources import files
from typing import Final

import pytest
from pyoxigraph import NamedNode, Quad, Triple

from enjoin import ontology
from enjoin.graph.reasoning.axioms import Axioms
from enjoin.graph.reasoning.conclude import conclude
from enjoin.graph.storage.store import Store
from enjoin.graph.validation.validate import validate, vocabulary
from enjoin.ontology.terms import EJ, term

TYPE: Final = term("rdf:type")
EXAMPLES: Final = ontology.examples()
DEFINED: Final = {name for name, _ in Axioms.read(ontology.load("enjoin")).definitions}
MARK: Final = "# Concluded by the reasoner"


def test_there_is_an_example_of_each_pattern_that_the_model_turns_on() -> None:
    assert set(EXAMPLES) >= {
        "grant-of-an-injunction", "partial-stay", "official-capacity-party", "designation", "claim-with-quote",
        "appellate-affirmance", "state-periods", "merge-into-final-relief", "narrowing-at-a-mandate",
        "judge-and-tenure", "document-and-records",
    }  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_opens_with_a_sentence_and_is_not_empty(name: str) -> None:
    text = (files(ontology) / "examples" / f"{name}.ttl").read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert text.split("\n\n")[0].rstrip().endswith(".")
    assert EXAMPLES[name]


def test_every_class_and_property_stands_in_an_example() -> None:
    used = {t.predicate for example in EXAMPLES.values() for t in example}
    used |= {t.object for example in EXAMPLES.values() for t in example if isinstance(t.object, NamedNode)}
    axioms = Axioms.read(ontology.load("enjoin"))
    above = {cls for name in used & axioms.classes for cls in axioms.supers[name]}
    terms = {iri for iri in ontology.declared("enjoin") if iri.value.startswith(EJ)}
    assert sorted(iri.value.removeprefix(EJ) for iri in terms - used - above) == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_defined_classes_are_asserted_nowhere_but_after_the_mark(name: str) -> None:
    text = (files(ontology) / "examples" / f"{name}.ttl").read_text(encoding="utf-8")
    asserted = text.split(MARK)[0]
    for cls in DEFINED:
        assert f" a ej:{cls.value.removeprefix(EJ)} " not in asserted


def test_what_the_examples_say_is_concluded_follows_from_the_rest() -> None:
    """Taken together, since an example may rest on an entity that another describes."""
    triples = {t for example in EXAMPLES.values() for t in example}
    said = {t for t in triples if t.predicate == TYPE and t.object in DEFINED}
    follows = {t for t in conclude(ontology.load("enjoin"), triples - said) if t.object in DEFINED}
    assert sorted(map(spoken, said - follows)) == []
    assert sorted(map(spoken, follows - said)) == []


def spoken(triple: Triple) -> str:
    return f"{triple.subject} is {triple.object}"


@pytest.mark.parametrize("name", EXAMPLES)
def test_everything_that_an_example_describes_has_an_english_label(name: str) -> None:
    described = {t.subject for t in EXAMPLES[name] if t.predicate == TYPE and t.object not in DEFINED}
    labelled = {
        t.subject for example in EXAMPLES.values() for t in example if t.predicate == term("rdfs:label")
    }
    assert sorted(map(str, described - labelled)) == []


def test_the_examples_together_conform_to_the_shapes() -> None:
    graph = NamedNode("urn:enjoin:examples")
    triples = [*vocabulary(), *(t for example in EXAMPLES.values() for t in example)]
    report = validate(Store.memory(Quad(t.subject, t.predicate, t.object, graph) for t in triples))
    assert report.conforms
    assert [result.message for result in report.violations + report.warnings] == []
