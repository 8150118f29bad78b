"""What is told in English only, said in the language of the request: terms, queries, problems, answers, shapes.

A folder for each area with a file for each language but English, whose words are those of the ontology,
of the query files, of the errors that programs get, of the shapes, and of `graph/effects/english.py`.
What a file lacks is said in English, and marked so.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal

from ...ontology.terms import EJ, EJV
from ..languages import language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..languages import Language

_Area = Literal["terms", "questions", "problems", "sentences", "shapes"]
Section = Literal["theme", "question", "description", "hint", "check", "column"]


@cache
def sections(area: _Area, chosen: Language) -> Mapping[str, Mapping[str, str]]:
    """The sentences of a language by section and key; none for English."""
    file = resources.files(__name__.rpartition(".")[0]).joinpath(area, f"{chosen}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def term_said(iri: str) -> str | None:
    """The name of a term of our ontology or vocabulary; `None` where the language has none of its own."""
    for section, base in (("ns", EJ), ("vocab", EJV)):
        if iri.startswith(base):
            return _said("terms", section, iri.removeprefix(base))
    return None


def question_said(section: Section, key: str) -> str | None:
    """A sentence of a named query or a check, or the head of a column; `None` where the language has none of its own."""
    return _said("questions", section, key)


def problem_said(kind: str) -> str | None:
    """What a problem of a kind is, in a sentence; `None` where the language has none of its own."""
    return _said("problems", "said", kind)


def sentence_said(section: Literal["said", "called", "fault"], key: str) -> str | None:
    """A sentence of an answer or a check by its kind, or what something is called in it; `None` where the language lacks it."""
    return _said("sentences", section, key)


def shape_said(name: str) -> str | None:
    """What a shape of ours asks of the data, by its name; `None` where the language has no sentence of its own for it."""
    return _said("shapes", "message", name)


def _said(area: _Area, section: str, key: str) -> str | None:
    return sections(area, language()).get(section, {}).get(key)
