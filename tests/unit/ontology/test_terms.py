"""Every term that is spelled anywhere in the rooms is declared in the files of the ontology."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from enjoin import ontology
from enjoin.ontology.terms import EJ, EJV, PREFIXES

ROOT: Final = Path(__file__).parents[3]
ROOMS: Final = ("ontology", "shapes", "queries", "graph", "server")
DECLARED: Final = {
    "ej": {iri.value.removeprefix(EJ) for iri in ontology.declared("enjoin")},
    "ejv": {iri.value.removeprefix(EJV) for iri in ontology.declared("concepts")},
}
# `ej("signedOn")`, and `ej:signedOn` wherever Turtle, SPARQL or a docstring has it.
CALL: Final = re.compile(r'(?<![\w.])(?P<prefix>ejv?)\("(?P<name>[^"]+)"\)')
CURIE: Final = re.compile(r"(?<![\w:/-])(?P<prefix>ejv?):(?P<name>[A-Za-z][\w-]*)")


def spelled(pattern: re.Pattern[str], path: Path) -> set[tuple[str, str]]:
    return {(found["prefix"], found["name"]) for found in pattern.finditer(path.read_text(encoding="utf-8"))}


def sources(*suffixes: str) -> Iterator[Path]:
    for room in ROOMS:
        yield from (path for path in (ROOT / room).rglob("*") if path.suffix in suffixes)


def undeclared(names: set[tuple[str, str]]) -> list[str]:
    return sorted(f"{prefix}:{name}" for prefix, name in names if name not in DECLARED[prefix])


def test_every_spelling_in_python_is_declared() -> None:
    wrong = {
        str(path.relative_to(ROOT)): names
        for path in sources(".py")
        if (names := undeclared(spelled(CALL, path) | spelled(CURIE, path)))
    }
    assert wrong == {}


def test_every_name_in_queries_shapes_and_data_is_declared() -> None:
    wrong = {
        str(path.relative_to(ROOT)): names
        for path in sources(".rq", ".ttl", ".trig", ".html")
        if (names := undeclared(spelled(CURIE, path)))
    }
    assert wrong == {}


def test_a_wrong_spelling_is_seen(tmp_path: Path) -> None:
    """The test above would be idle if its patterns found nothing."""
    (tmp_path / "x.py").write_text('edge = ej("signedOm"), ejv("blockd"), obj("x")  # ej:Rulling\n')
    names = spelled(CALL, tmp_path / "x.py") | spelled(CURIE, tmp_path / "x.py")
    assert undeclared(names) == ["ej:Rulling", "ej:signedOm", "ejv:blockd"]


def test_prefixes_are_the_namespaces() -> None:
    assert PREFIXES["ej"] == EJ == ontology.NAMESPACE
    assert PREFIXES["ejv"] == EJV


@pytest.mark.parametrize("part", ontology.PARTS)
def test_a_file_declares_the_prefixes_it_uses_in_order_and_no_others(part: str) -> None:
    check_prefixes(ontology.text(part))


@pytest.mark.parametrize(
    "path", sorted((ROOT / "ontology" / "examples").glob("*.ttl")), ids=lambda path: path.stem
)
def test_an_example_declares_the_prefixes_it_uses_in_order_and_no_others(path: Path) -> None:
    check_prefixes(path.read_text(encoding="utf-8"))


def check_prefixes(turtle: str) -> None:
    declared = re.findall(r"^@prefix (\w+): <([^>]+)> \.$", turtle, re.MULTILINE)
    assert [name for name, _ in declared] == sorted(name for name, _ in declared)
    for name, namespace in declared:
        assert PREFIXES.get(name, namespace) == namespace
    body = re.sub(r'#.*$|"[^"\n]*"|<[^>]*>|^@prefix.*$', "", turtle, flags=re.MULTILINE)
    used = set(re.findall(r"(?<![\w:-])([a-z]+):[A-Za-z]", body))
    assert used == {name for name, _ in declared}


def test_terms_stand_in_sections_with_classes_first_each_in_alphabetical_order() -> None:
    for section in re.split(r"^#{20,}\n# [^\n]*\n#{20,}$", ontology.text("enjoin"), flags=re.MULTILINE)[1:-1]:
        found = re.findall(r"^ej:(\w+) a owl:(\w+)", section, re.MULTILINE)
        order = {"Class": 0, "NamedIndividual": 1}
        keys = [(order.get(kind, 2), name.lower()) for name, kind in found]
        assert keys
        assert keys == sorted(keys)
