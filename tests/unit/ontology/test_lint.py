"""The rules of the ontology as queries: ours breaks none, and each catches its planted fault."""

from importlib.resources import files
from typing import Final

import pyoxigraph as ox
import pytest
from pyoxigraph import Quad

from enjoin import ontology

CHECKS: Final = {
    entry.name.removeprefix("ontology-").removesuffix(".rq"): entry.read_text(encoding="utf-8")
    for entry in (files("enjoin.queries") / "checks").iterdir()
    if entry.name.startswith("ontology-")
}
PREFIXES: Final = """
    PREFIX ej: <https://w3id.org/enjoin/ns#>
    PREFIX ejv: <https://w3id.org/enjoin/vocab/>
    PREFIX owl: <http://www.w3.org/2002/07/owl#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


def everything() -> ox.Store:
    store = ox.Store()
    store.extend(Quad(t.subject, t.predicate, t.object) for t in ontology.everything())
    return store


def faults(store: ox.Store, check: str) -> list[str]:
    solutions = store.query(CHECKS[check])
    assert isinstance(solutions, ox.QuerySolutions)
    return [solution["fault"].value for solution in solutions]  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]


@pytest.mark.parametrize("check", sorted(CHECKS))
def test_the_ontology_breaks_no_rule(check: str) -> None:
    assert faults(everything(), check) == []


@pytest.mark.parametrize("check", sorted(CHECKS))
def test_a_check_opens_with_its_rule_as_a_sentence(check: str) -> None:
    first = CHECKS[check].splitlines()[0]
    assert first.startswith("# ")
    assert first.endswith(".")


PLANTED: Final = {
    "definition-missing": (
        "DELETE { ej:Ruling skos:definition ?d } WHERE { ej:Ruling skos:definition ?d }",
        "ej:Ruling has no definition.",
    ),
    "definitions-several": (
        'INSERT DATA { ejv:grant skos:definition "A wrong one."@en }',
        'ejv:grant is defined twice: "A ruling opens relief and sets its scope." and "A wrong one.".',
    ),
    "label-missing": (
        "DELETE { ejv:grant skos:prefLabel ?l } WHERE { ejv:grant skos:prefLabel ?l }",
        "ejv:grant has no English label.",
    ),
    "labels-several": (
        'INSERT DATA { ej:Ruling skos:prefLabel "verdict"@en }',
        'ej:Ruling has two labels: "ruling" and "verdict".',
    ),
    "labels-shared": (
        """DELETE { ej:Bench skos:prefLabel ?l } INSERT { ej:Bench skos:prefLabel "Ruling"@en }
           WHERE { ej:Bench skos:prefLabel ?l }""",
        'ej:Bench and Ruling have the same label: "Ruling".',
    ),
    "definition-repeats-label": (
        """DELETE { ej:Ruling skos:definition ?d } INSERT { ej:Ruling skos:definition "A ruling of a court."@en }
           WHERE { ej:Ruling skos:definition ?d }""",
        'ej:Ruling is defined by its own label: "A ruling of a court.".',
    ),
    "example-missing": (
        "DELETE { ej:signedOn skos:example ?e } WHERE { ej:signedOn skos:example ?e }",
        "ej:signedOn has no example.",
    ),
    "isdefinedby-missing": (
        "DELETE { ej:Everyone rdfs:isDefinedBy ?o } WHERE { ej:Everyone rdfs:isDefinedBy ?o }",
        "ej:Everyone does not say that the ontology defines it (rdfs:isDefinedBy).",
    ),
    "class-of-alternatives": (
        'INSERT DATA { ej:Odd a owl:Class ; skos:prefLabel "stay or reversal"@en }',
        'ej:Odd is two ideas in one class: "stay or reversal".',
    ),
    "subclass-cycle": (
        "INSERT DATA { ej:Measure rdfs:subClassOf ej:Proclamation }",
        "ej:Proclamation is, by way of its superclasses, a subclass of itself.",
    ),
    "broader-cycle": (
        "INSERT DATA { ejv:ends skos:broader ejv:dissolve }",
        "ejv:dissolve is, by way of its broader concepts, broader than itself.",
    ),
    "concept-without-scheme": (
        "DELETE { ejv:flat skos:inScheme ?s } WHERE { ejv:flat skos:inScheme ?s }",
        "ejv:flat stands in no concept scheme.",
    ),
    "notations-shared": (
        'INSERT DATA { ejv:vacated-as-moot skos:notation "reversed" }',
        'ejv:reversed and vacated-as-moot have the same notation: "reversed".',
    ),
    "effect-without-family": (
        "DELETE { ejv:moot skos:broader ?b } WHERE { ejv:moot skos:broader ?b }",
        "ejv:moot belongs to no family of effects.",
    ),
    "term-undeclared": (
        "INSERT DATA { <https://example.org/x> ej:signedOm 1 ; ej:effectType ejv:reinstate }",
        "ej:signedOm is used but declared nowhere.",
    ),
    "term-unused": (
        "INSERT DATA { ej:idle a owl:ObjectProperty }",
        "ej:idle is used in no example.",
    ),
}  # fmt: skip


def test_every_check_has_a_planted_fault() -> None:
    assert set(PLANTED) == set(CHECKS)


@pytest.mark.parametrize("check", sorted(PLANTED))
def test_a_check_finds_the_fault_and_says_it_in_a_sentence(check: str) -> None:
    update, sentence = PLANTED[check]
    store = everything()
    store.update(PREFIXES + update)
    assert sentence in faults(store, check)


def test_a_deprecated_term_is_excused() -> None:
    store = everything()
    store.update(PREFIXES + "INSERT DATA { ej:old a owl:ObjectProperty ; owl:deprecated true }")
    for check in ("definition-missing", "label-missing", "example-missing", "term-unused"):
        assert faults(store, check) == []
