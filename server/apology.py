"""An error as a page: what happened, what one can do next, and what may have been meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import unquote

from flask import request
from pyoxigraph import NamedNode

from .present import things
from .search.indexing import ready
from .words import t, words

if TYPE_CHECKING:
    from .errors import Problem
    from .present import Thing

MOST: Final = 6
SHOWN: Final = 25
"""Results of a validation that the page shows; the report as data has all."""


@dataclass(frozen=True, slots=True)
class Apology:
    """What the page says; `retry` is in seconds, 0 where waiting does not help."""

    title: str
    advice: str
    retry: int
    guesses: list[Thing]
    results: list[dict[str, Any]]
    more: int


def apology(problem: Problem) -> Apology:
    """The page of a problem in the reader's language; the detail stays as programs get it."""
    status = str(problem.status) if f"problem_title.{problem.status}" in words() else "other"
    retry = problem.headers.get("Retry-After", "")
    report = cast("dict[str, Any]", problem.more.get("report") or {})
    results = cast("list[dict[str, Any]]", report.get("results") or [])
    return Apology(
        title=t(f"problem_title.{status}"),
        advice=t(f"problem_next.{status}"),
        retry=int(retry) if retry.isdigit() else 0,
        guesses=_guesses() if problem.status == 404 and not problem.more.get("suggestions") else [],
        results=results[:SHOWN],
        more=max(len(results) - SHOWN, 0) + int(report.get("moreResults", 0)),
    )


def _guesses() -> list[Thing]:
    """Things whose names are like the end of the address that was not found."""
    index = ready()
    said = unquote(request.path.rstrip("/").rpartition("/")[2]).replace("-", " ").replace("_", " ")
    if index is None or not said:
        return []
    found = index.find(said, most=50).names or index.find(index.corrected(said), most=50).names
    return things(NamedNode(name.iri) for name in found[:MOST])
