"""The patterns by which candidate claims are found: data, read once, each with its examples.

They stand in `patterns.toml`; what keeps words from saying that something is so, and how firmly it is
said, in `contexts.toml`. Nothing here knows a graph.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal, cast

from .tables import table

__all__ = ["Example", "Pattern", "hedge_of", "patterns", "unreal"]

Through = Literal["match", "clause", "object"]
_MACRO: Final = re.compile(r"\{([A-Z]+)\}")
_CLAUSE_END: Final = re.compile(
    r"[.;!?](?:[\s”\"’')]|$)|[,–—] (?:and|but|while|which|who|as|saying|after|adding|though|although|where)\b|: |[“”]|,? (?:but|although|though|while|whereas|because)\b"
)
_SHORT: Final = re.compile(
    r"(?:\b(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|Mr|Mrs|Ms|Dr|Jr|Sr|St|Gov|Sen|Rep|No|Nos|Sec|Dkt|vs?|Supp|Fed|Inc|Corp|Dist|Cal|Wash|Mass|Ill)|\b[A-Z])\.$"
)
"""An abbreviation whose point ends no sentence."""
_CLAUSE_START: Final = re.compile(
    r"[.;:!?]\s|[“”]|\"(?= (?:and|but)\b)| [–—] |, (?:but|and|while|although|though)\b |\b(?:but|although|though|while|whereas)\b "
)
_ASKED: Final = re.compile(
    r"\b(?:motions?|requests?|petitions?|applications?|bids?) (?:to|for) [^,;]{1,60}? (?=(?:was|were|is|are|has been|had been)\b)"
)
"""A motion that was decided is no plan, whatever it was for."""
_FIRST_TO: Final = re.compile(r"\b(?:first|second|third|latest|last|only|next) (?:[\w-]+ ){1,4}to$")


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence in which a pattern finds something, and the words that it takes."""

    text: str
    quote: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to say something; see `patterns.toml` for what its fields mean."""

    id: str
    kind: str
    find: "re.Pattern[str]"
    confidence: float
    subject: frozenset[str]
    object: frozenset[str]
    actors: "re.Pattern[str] | None"
    needs: frozenset[str]
    through: Through
    judged: str
    examples: tuple[Example, ...]
    never: tuple[str, ...]


@cache
def patterns() -> tuple[Pattern, ...]:
    """All patterns, in the order in which they are tried: of two that take the same words, the first counts."""
    said = table("patterns")
    macros = cast("dict[str, str]", said["macros"])
    return tuple(_pattern(each, macros) for each in cast("list[dict[str, Any]]", said["pattern"]))


def _pattern(said: dict[str, Any], macros: dict[str, str]) -> Pattern:
    return Pattern(
        id=said["id"],
        kind=said["kind"],
        find=re.compile(_expanded(said["find"], macros)),
        confidence=said["confidence"],
        subject=frozenset(said.get("subject", ())),
        object=frozenset(said.get("object", ())),
        actors=re.compile(_expanded(said["actors"], macros)) if "actors" in said else None,
        needs=frozenset(said.get("needs", ())),
        through=said.get("through", "match"),
        judged=said.get("judged", "verb"),
        examples=tuple(Example(each["text"], each["quote"]) for each in said["examples"]),
        never=tuple(said["not"]) if "not" in said else (),
    )


def _expanded(text: str, macros: dict[str, str]) -> str:
    """A pattern with its macros written out; macros may use macros."""
    while found := _MACRO.search(text):
        text = text[: found.start()] + macros[found[1]] + text[found.end() :]
    return text


def clause_start(text: str, place: int) -> int:
    """Where the clause begins in which `place` stands."""
    found = [
        match.end()
        for match in _CLAUSE_START.finditer(text, 0, place)
        if match.group()[0] != "." or not _SHORT.search(text, 0, match.start() + 1)
    ]
    return found[-1] if found else 0


def clause_end(text: str, place: int) -> int:
    """Where the clause ends in which `place` stands."""
    for found in _CLAUSE_END.finditer(text, place):
        if found.group()[0] != "." or not _SHORT.search(text, 0, found.start() + 1):
            return found.start()
    return len(text.rstrip(" .!?"))


# What is only thought of, and how firmly something is said


@dataclass(frozen=True, slots=True)
class _Context:
    name: str
    before: tuple["re.Pattern[str]", ...]
    anywhere: tuple["re.Pattern[str]", ...]


@cache
def _contexts() -> tuple[tuple[_Context, ...], tuple[tuple[str, tuple["re.Pattern[str]", ...]], ...]]:
    said = table("contexts")
    unreal_ = tuple(
        _Context(
            each["name"],
            tuple(re.compile(one) for one in each["before"]),
            tuple(re.compile(one, re.IGNORECASE) for one in each["anywhere"]),
        )
        for each in said["unreal"]
    )
    hedges = tuple(
        (str(each["name"]), tuple(re.compile(one, re.IGNORECASE) for one in each["patterns"]))
        for each in said["hedge"]
    )
    return unreal_, hedges


def unreal(sentence: str, verb: int) -> str:
    """Why a verb in a sentence does not say that something is so: `denial`, `plan` …; or nothing."""
    before = _ASKED.sub("motion ", sentence[clause_start(sentence, verb) : verb]).rstrip()
    if _FIRST_TO.search(before):
        return ""
    for context in _contexts()[0]:
        if any(pattern.search(before) for pattern in context.before):
            return context.name
        if any(pattern.search(sentence) for pattern in context.anywhere):
            return context.name
    return ""


def hedge_of(words: str) -> str:
    """How firmly words are put: `disputed`, `possible`, `reported`, else `flat`."""
    for name, found in _contexts()[1]:
        if any(pattern.search(words) for pattern in found):
            return name
    return "flat"


def hedge_examples() -> list[tuple[str, str]]:
    """The hedges with the sentences that show them."""
    return [(each["name"], text) for each in table("contexts")["hedge"] for text in each["examples"]]
