"""What the pages look up: each file is a question, runs as it is, and is used."""

import re
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from enjoin.server.lookups import bound, text_of

SERVER = Path(__file__).resolve().parents[3] / "server"
NAMES = sorted(path.stem for path in (SERVER / "lookups").glob("*.rq"))
USED = "\n".join(path.read_text(encoding="utf-8") for path in SERVER.rglob("*.py"))


@pytest.mark.parametrize("name", NAMES)
def test_a_lookup_is_a_question_that_runs_with_its_example(starter, name) -> None:
    text = text_of(name)
    assert re.match(r"# .+\?\n", text)
    rows = list(starter.sparql(text))
    assert rows or name in {"replaced", "annotations"}, "the example finds something"


@pytest.mark.parametrize("name", NAMES)
def test_a_lookup_is_used(name) -> None:
    assert f'"{name}"' in USED or (name.startswith("list-") and "list-{listing.name}" in USED)


def test_a_value_stays_a_value() -> None:
    text = bound("labels", [(NamedNode("https://example.org/x"),), (Literal('" } DROP ALL #'),), (None,)])
    assert '(<https://example.org/x>) ("\\" } DROP ALL #") (UNDEF)' in text
    assert "order:eo-13768" not in text, "the example is gone"
