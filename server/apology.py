"""An error as a page: what happened, what one can do next, and what may have been meant."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import unquote

from flask import request
from pyoxigraph import NamedNode

from ..graph.iris import KINDS
from .desk import desk
from .present import Thing, suggested, thing, things
from .reports.refused import message
from .search.indexing import ready
from .words import t, words
from .words.said import problem_said

if TYPE_CHECKING:
    from .errors import Problem

MOST: Final = 6
_ALIKE: Final = 0.75
"""How like an address its correction must be to be offered (0 to 1)."""
SHOWN: Final = 25
"""Results of a validation that the page shows; the report as data has all."""


@dataclass(frozen=True, slots=True)
class Apology:
    """What the page says; `retry` is in seconds, 0 where waiting does not help.

    `said` is what happened, where the language has a sentence for it; `detail` whether the English one
    of programs, which quotes what was asked, says more than that, the guesses and the report do.
    """

    title: str
    said: str
    detail: bool
    advice: str
    retry: int
    guesses: list[Thing]
    results: list[tuple[Thing, dict[str, Any]]]
    more: int


def apology(problem: Problem) -> Apology:
    """The page of a problem in the reader's language; the detail stays as programs get it."""
    status = str(problem.status) if f"problem_title.{problem.status}" in words() else "other"
    retry = problem.headers.get("Retry-After", "")
    report = cast("dict[str, Any]", problem.more.get("report") or {})
    results = cast("list[dict[str, Any]]", report.get("results") or [])
    own = problem_said(problem.kind)
    guesses = _suggested(problem) or (_guesses() if problem.status == 404 else [])
    return Apology(
        title=t(f"problem_title.{status}"),
        said=own or "",
        detail=own is None or not (problem.kind.startswith("http-") or guesses or results),
        advice=t(f"problem_next.{status}"),
        retry=int(retry) if retry.isdigit() else 0,
        guesses=guesses,
        results=[(message(result), result) for result in results[:SHOWN]],
        more=max(len(results) - SHOWN, 0) + int(report.get("moreResults", 0)),
    )


def _suggested(problem: Problem) -> list[Thing]:
    """What the error itself suggests, by name."""
    found: list[Thing] = []
    for each in cast("list[str]", problem.more.get("suggestions") or []):
        kind, _, name = each.partition("/")
        known = name and kind in KINDS
        found.append(thing(desk().graph.iris.entity(kind, name)) if known else Thing(each, suggested(each)))
    return found


def _guesses() -> list[Thing]:
    """Things whose names are like the end of the address that was not found."""
    index = ready()
    said = unquote(request.path.rstrip("/").rpartition("/")[2]).replace("-", " ").replace("_", " ")
    if index is None or not said:
        return []
    found = index.find(said, most=50).names
    if not found:
        corrected = index.corrected(said)
        alike = SequenceMatcher(None, said.casefold(), corrected.casefold()).ratio()
        found = index.find(corrected, most=50).names if alike >= _ALIKE else found
    return things(NamedNode(name.iri) for name in found[:MOST])
