"""Parameters of a named query: what a person may write, and the term that it stands for."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from pyoxigraph import Literal, NamedNode

from ..ontology.terms import EJV, term

Term: TypeAlias = NamedNode | Literal
Resolve: TypeAlias = Callable[[tuple[str, ...], str], NamedNode]
"""From the kinds a parameter takes (none: any kind) and an id, `x` or `kind/x`, to its IRI."""

KINDS: Final = (
    "agency",
    "appellate-review",
    "bench",
    "claim",
    "class",
    "containment",
    "court",
    "designation",
    "disposition",
    "effect",
    "event",
    "group",
    "judge",
    "jurisdiction",
    "lawsuit",
    "official",
    "order",
    "organization",
    "party-role",
    "period",
    "person",
    "policy",
    "post",
    "proceeding",
    "provision",
    "relief",
    "ruling",
    "scope",
    "source",
    "statute",
    "tenure",
    "vote",
)
"""The kinds of entities, as they stand in an IRI: `<base>id/<kind>/<id>`."""

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INTEGER: Final = re.compile(r"-?[0-9]{1,18}")
_IRI: Final = re.compile(r"(https?://|urn:)", re.IGNORECASE)
_ID: Final = re.compile(r"[\w.~%-]+(?:/[\w.~%-]+)*")


class ParameterError(ValueError):
    """A value does not fit its parameter: which one, what is wrong, what is expected, an example."""

    def __init__(self, name: str, problem: str, expected: str, example: str | None) -> None:
        self.name = name
        self.problem = problem
        self.expected = expected
        self.example = example
        such = f", such as {example}" if example else ""
        super().__init__(f"Parameter {name}: {problem}. Expected is {expected}{such}.")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter, as its file declares it.

    `kinds` are kinds of entities (none for `entity`, which takes any), or one of `date`, `text`,
    `integer`, `concept`, `choice`, `entity` in `value`. `default` is the word in the file; it is
    the caller who knows what `today` is.
    """

    name: str
    value: str
    kinds: tuple[str, ...]
    choices: tuple[str, ...]
    required: bool
    default: str | None
    example: str | None
    description: str

    @property
    def expected(self) -> str:
        """What may be written, in words."""
        match self.value:
            case "date":
                return "a day, written YYYY-MM-DD"
            case "integer":
                return "a whole number"
            case "text":
                return "a text"
            case "choice":
                return "one of " + ", ".join(self.choices)
            case "concept":
                return "a concept of the vocabulary, by its name or IRI"
            case "entity":
                return "an entity, written kind/id or as its IRI"
            case _:
                return f"the id or IRI of {_either(self.kinds)}"

    def error(self, problem: str) -> ParameterError:
        """The error that says `problem` of this parameter."""
        return ParameterError(self.name, problem, self.expected, self.example)

    def term(self, text: str, resolve: Resolve) -> Term:
        """The term that `text` stands for; `ParameterError` when it is not of this kind."""
        match self.value:
            case "date":
                return self._date(text)
            case "integer":
                if not _INTEGER.fullmatch(text):
                    raise self.error(f"{_shown(text)} is no whole number")
                return Literal(text, datatype=term("xsd:integer"))
            case "choice":
                if text not in self.choices:
                    raise self.error(f"{_shown(text)} is none of them")
                return Literal(text)
            case "text":
                return Literal(text)
            case _:
                return self._iri(text, resolve)

    def _date(self, text: str) -> Literal:
        wrong = self.error(f"{_shown(text)} is no day of the calendar")
        if not _DATE.fullmatch(text):  # other spellings of ISO 8601 are days too, but no xsd:date
            raise wrong
        try:
            date.fromisoformat(text)
        except ValueError:
            raise wrong from None
        return Literal(text, datatype=term("xsd:date"))

    def _iri(self, text: str, resolve: Resolve) -> NamedNode:
        if _IRI.match(text):
            try:
                return NamedNode(text)
            except ValueError:
                raise self.error(f"{_shown(text)} is no IRI") from None
        if not _ID.fullmatch(text):
            raise self.error(f"{_shown(text)} is no id")
        kind = text.partition("/")[0] if "/" in text else None
        if kind is not None and self.kinds and kind not in self.kinds:
            raise self.error(f"{_shown(text)} names another kind")
        try:
            return resolve(self.kinds, text)
        except ValueError:
            vague = kind is None and self.value == "entity"
            problem = "does not say of which kind it is" if vague else "is no id"
            raise self.error(f"{_shown(text)} {problem}") from None


def ids_under(base: str) -> Resolve:
    """Resolves an id to `<base>id/<kind>/<id>`, with the first kind where several are taken.

    It looks nothing up, and raises `ValueError` for an id of any kind that does not say its own. A caller
    that holds a store may resolve better.

    >>> ids_under("https://w3id.org/enjoin/")(("order", "policy"), "eo-13768").value
    'https://w3id.org/enjoin/id/order/eo-13768'
    >>> ids_under("https://w3id.org/enjoin/")((), "court/cand").value
    'https://w3id.org/enjoin/id/court/cand'
    """

    def resolve(kinds: tuple[str, ...], text: str) -> NamedNode:
        if kinds == ("concept",):
            return NamedNode(EJV + text)
        if "/" not in text and not kinds:
            raise ValueError(text)
        path = text if "/" in text else f"{kinds[0]}/{text}"
        return NamedNode(f"{base}id/{path}")

    return resolve


def _shown(text: str) -> str:
    """The value in an error: quoted, and short."""
    return repr(text if len(text) <= 60 else text[:59] + "…")


def _either(kinds: tuple[str, ...]) -> str:
    named = [f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}" for kind in kinds]
    return " or ".join(named)
