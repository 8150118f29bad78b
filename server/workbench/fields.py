"""The fields of a named query's form: each of its parameter's own type, with the choices that the graph has."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from flask import request
from pyoxigraph import NamedNode

from ...graph.errors import EntityNotFound
from ...ontology.terms import EJV
from ...queries import ParameterError
from ..ask import lookup, text
from ..day import asked_day
from ..desk import desk
from ..entities.facts import capital
from ..present import grouped, names, said
from ..words import t, words
from ..written import spaced

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ...queries import Parameter, Query
    from ..present import Thing

CHOICES: Final = 150
"""Up to so many things a field is a list to choose from; beyond that one types, with suggestions."""
SUGGESTED: Final = 500
_SAID: Final = frozenset(("date", "integer", "choice"))
_QUOTED: Final = 60
_TYPES: Final = {"date": "date", "integer": "number"}


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `choices` make it a list to choose from, `options` are suggestions; pairs of value and name."""

    name: str
    label: str
    type: str
    value: str
    required: bool
    hint: Thing
    wrong: str = ""
    choices: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    options: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])


def fields(query: Query, given: Mapping[str, str], wrong: Mapping[str, str], on: date) -> list[Field]:
    """The fields of a query with what was given, or a good beginning."""
    return [_field(parameter, given, wrong.get(parameter.name, ""), on) for parameter in query.parameters]


def faults(query: Query, given: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with the values given, by parameter, in a sentence each."""
    found: dict[str, str] = {}
    known = asked_day().known

    def resolved(kinds: tuple[str, ...], ref: str) -> NamedNode:
        return desk().graph.resolve(ref, kinds, known=known)

    for parameter in query.parameters:
        value = given.get(parameter.name)
        if value is None:
            if parameter.required and parameter.name in request.args:
                found[parameter.name] = t("queries.needed")
            continue
        try:
            parameter.term(value, resolved)
        except ParameterError:
            kind = parameter.value if parameter.value in _SAID else "id"
            choices = ", ".join(parameter.choices)
            found[parameter.name] = t(f"queries.wrong_{kind}", value=value[:_QUOTED], choices=choices)
        except EntityNotFound as error:
            near = ", ".join(error.suggestions)
            found[parameter.name] = t("queries.unknown_near", near=near) if near else t("queries.unknown")
    return found


def _field(parameter: Parameter, given: Mapping[str, str], wrong: str, on: date) -> Field:
    value = given.get(parameter.name, "")
    default = parameter.default or ""
    if not value and default == "today":
        value = on.isoformat()
    elif not value and not given and parameter.required:
        value = parameter.example or ""
    value = value or (default if default != "today" else "")
    choices, options = _offered(parameter)
    if choices and value:
        same = next((each for each, _ in choices if each == value or each.endswith(f"/{value}")), None)
        if same is None:
            choices = [(value, value), *choices]  # an IRI, or kind/id: as it was given
        value = same or value
    return Field(
        name=parameter.name,
        label=capital(called(parameter.name)),
        # A browser shows nothing of a day that is none, and one could not see what to mend.
        type="text" if wrong else _TYPES.get(parameter.value, "text"),
        value=value,
        required=parameter.required,
        hint=said("hint", parameter.description, parameter.description),
        wrong=wrong,
        choices=choices,
        options=options,
    )


def called(parameter: str) -> str:
    """What people call a parameter: the word of the language, else its name in words."""
    key = f"parameter.{parameter}"
    return t(f"parameter.{parameter}") if key in words() else spaced(parameter)


def _offered(parameter: Parameter) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What may be chosen, and what is suggested where that is too much to choose from."""
    if parameter.choices:
        return [(choice, choice) for choice in parameter.choices], []
    if parameter.value == "concept":
        found = _concepts(parameter.example or "")
    elif parameter.value == "id":
        found = _things(parameter.kinds)
    else:
        return [], []
    return (found, []) if len(found) <= CHOICES else ([], found)


def _things(kinds: tuple[str, ...]) -> list[tuple[str, str]]:
    from ..search.page import options

    at = desk().graph.iris
    pairs = [(at.kind_and_id(iri), name) for iri, name in options(kinds, SUGGESTED)]
    several = len(kinds) > 1
    found = [("/".join(key) if several else key[1], name) for key, name in pairs if key]
    return sorted(found, key=lambda pair: pair[1].casefold())


def _concepts(example: str) -> list[tuple[str, str]]:
    """The closed list that the example stands in."""
    by_term = grouped([row for row in lookup("terms") if text(row, "kind").endswith("Concept")], "term")
    within = {
        iri: {text(row, "broader") for row in rows if "broader" in row} for iri, rows in by_term.items()
    }
    wanted = within.get(EJV + example, set())
    found = [iri for iri, lists in within.items() if lists & wanted]
    names().learn(map(NamedNode, found))
    return sorted(
        ((iri.removeprefix(EJV), names().of(iri)) for iri in found), key=lambda pair: pair[1].casefold()
    )
