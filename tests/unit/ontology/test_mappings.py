"""What each effect type answers to elsewhere: all are covered, no name of ours is wrong, and the two files agree."""

import csv
from collections import defaultdict
from typing import Final

from pyoxigraph import Literal, NamedNode

from enjoin import ontology
from enjoin.ontology.terms import EJV, ejv, term

NONE: Final = "sssom:NoTermFound"
VOCABULARIES: Final = {"clearinghouse", "akn", "eli", "lkif"}
RELATIONS: Final = {f"skos:{name}Match" for name in ("exact", "close", "broad", "narrow", "related")}
LINES: Final = ontology.mappings().splitlines()
ROWS: Final = list(csv.DictReader([line for line in LINES if not line.startswith("#")], delimiter="\t"))
PREFIXES: Final = dict(line[3:].split(": ", 1) for line in LINES if line.startswith("#  ") and "://" in line)


def expanded(curie: str) -> str:
    prefix, _, name = curie.partition(":")
    return PREFIXES[prefix] + name


def labels() -> dict[str, str]:
    """The label of each effect type by its IRI; the families are not types of effects that happen."""
    triples = ontology.load("concepts")
    types = {
        t.subject for t in triples if t.predicate == term("skos:inScheme") and t.object == ejv("effect-types")
    }
    types &= {t.subject for t in triples if t.predicate == term("skos:broader")}
    return {
        t.subject.value: t.object.value
        for t in triples
        if isinstance(t.subject, NamedNode)
        and isinstance(t.object, Literal)
        and t.subject in types
        and t.predicate == term("skos:prefLabel")
    }


def test_every_effect_type_is_covered_in_every_vocabulary() -> None:
    found = defaultdict[str, set[str]](set)
    for row in ROWS:
        found[expanded(row["subject_id"])].add(row["object_source"].partition(":")[0])
    assert found.keys() == labels().keys()
    assert [iri for iri, covered in found.items() if covered != VOCABULARIES] == []


def test_each_row_says_what_it_must() -> None:
    known = labels()
    for row in ROWS:
        assert known[expanded(row["subject_id"])] == row["subject_label"], row
        assert row["predicate_id"] in RELATIONS, row
        assert row["mapping_justification"] == "semapv:ManualMappingCuration", row
        if row["object_id"] == NONE:
            assert not row["object_label"], row
        elif row["object_type"] == "rdfs literal":
            assert row["object_label"], row
            assert not row["object_id"], row
            assert row["object_source"].startswith(("clearinghouse:", "akn:")), row
        else:
            assert expanded(row["object_id"]).startswith(PREFIXES[row["object_source"].rstrip(":")]), row


def test_no_vocabulary_is_said_to_have_a_counterpart_and_none() -> None:
    sources = [(row["subject_id"], row["object_source"], row["object_id"] == NONE) for row in ROWS]
    assert not [found for found in sources if (found[0], found[1], not found[2]) in sources]


def test_the_alignments_say_what_the_table_says() -> None:
    """Where others have IRIs, both files have the same mappings."""
    table = {
        (expanded(row["subject_id"]), row["predicate_id"], expanded(row["object_id"]))
        for row in ROWS
        if row["object_id"] not in {"", NONE}
    }
    types = labels()
    written = {
        (t.subject.value, f"skos:{t.predicate.value.rpartition('#')[2]}", t.object.value)
        for t in ontology.load("alignments")
        if isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode) and t.subject.value in types
    }
    assert written == table


def test_the_head_says_which_version_it_is() -> None:
    assert f"#mapping_set_version: {ontology.VERSION}" in LINES
    assert PREFIXES["ejv"] == EJV
