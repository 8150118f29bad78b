"""The W3C's queries with every group put otherwise that may be: what passes in the engine passes then too."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from conformance import engine
from enjoin.graph.planning.reading import NotPlain, read
from enjoin.graph.planning.rewriting import rewritten


def test_a_case_put_otherwise_has_the_same_verdict(w3c_case: Any, root: Path) -> None:
    if w3c_case.is_update or w3c_case.is_syntax:
        return
    try:
        put = rewritten(w3c_case.text, read(w3c_case.text), lambda _: True, lambda _: True)
    except NotPlain:
        return
    if put != w3c_case.text:
        assert engine.verdict(replace(w3c_case, text=put), root) == engine.verdict(w3c_case, root)
