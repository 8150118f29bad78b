"""Each check finds the faults that were put into its little world, and nothing else there.

The first lines of `checks/<name>.trig` are the faults: what is at fault, and the sentence.
"""

import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store

from enjoin import queries

HERE = Path(__file__).parent / "checks"
CHECKS = [name for name in queries.names("checks") if not name.startswith("ontology-")]


def short(term: object) -> str:
    assert isinstance(term, NamedNode)
    return re.sub(r"^https://w3id.org/enjoin/(id/|ns#)", lambda m: "" if m[1] == "id/" else "ej:", term.value)


def test_every_check_has_a_world() -> None:
    assert sorted(file.stem for file in HERE.glob("*.trig")) == CHECKS


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_finds_what_is_at_fault(name: str) -> None:
    file = HERE / f"{name}.trig"
    planted = re.findall(r"^# fault: (\S+) — (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    assert planted
    store = Store()
    store.load(path=file, format=RdfFormat.TRIG)
    found = store.query(queries.get(name, "checks").text, use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    assert [(short(row["focus"]), getattr(row["fault"], "value", None)) for row in found] == planted
