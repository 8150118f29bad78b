"""Why data was refused, in the language of the page: what the shapes say, by the shape, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from ...shapes import NAMESPACE
from ..languages import language
from ..present import Thing
from ..words import t
from ..words.said import shape_said

if TYPE_CHECKING:
    from ...graph.ingestion.quarantine import Parked


def message(result: dict[str, Any]) -> Thing:
    """What one result of a validation says; in English, and marked so, where it is of no shape of ours."""
    said = shape_said(str(result.get("shape") or "").removeprefix(NAMESPACE))
    if said is None:
        return Thing(str(result.get("message") or ""), language="en")
    return Thing(said, language=language())


def reasons(parked: Parked, most: int) -> list[Thing]:
    """Why a document is held back, `most` of the reasons: what a reader of files found, then what the shapes did."""
    report = cast("dict[str, Any]", parked.outcome.get("report") or {})
    results = cast("list[dict[str, Any]]", report.get("results") or [])
    violations = [result for result in results if result.get("severity") == "Violation"]
    told = tuple(f": {result.get('message')}" for result in violations)
    found = [Thing(problem, language="en") for problem in parked.problems if not problem.endswith(told)]
    placed = {(_place(parked, result), message(result)): None for result in violations}
    found += [Thing(f"{place}: {said.text}", language=said.language) for place, said in placed]
    return found[:most]


def _place(parked: Parked, result: dict[str, Any]) -> str:
    """Where in a document something is wrong, as far as that is known."""
    where, line = str(result.get("document") or parked.name), result.get("line")
    return f"{where}, {t('source.line', line=line)}" if line else where
