"""Reads what a query file says of itself: question, theme, parameters, columns, form."""

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, cast

from .parameters import KINDS, Parameter

Form: TypeAlias = Literal["SELECT", "CONSTRUCT"]

PARAMETER_ROW: Final = re.compile(
    r"VALUES \((?P<names>[^)\n]*)\) \{ \((?P<row>[^\n]*)\) \}  # parameters$", re.MULTILINE
)
_PARAM: Final = re.compile(r"param (?P<name>\w+): (?P<rest>.+?) — (?P<description>.+)")
_THEME: Final = re.compile(r"theme: (?P<theme>.+)")
_FORM: Final = re.compile(r"^\s*(SELECT|CONSTRUCT)\b", re.MULTILINE)
_CLAUSE: Final = re.compile(r"\?(?P<variable>\w+)|(?P<other>[(){]|\bWHERE\b)")
_VALUES: Final = ("date", "text", "integer", "concept", "entity")


class DeclarationError(ValueError):
    """A query file does not declare itself as the room asks: the project's fault, not a user's."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """The head of a query file."""

    question: str
    description: str
    theme: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    form: Form


def read(where: str, text: str) -> Declaration:
    """The declaration of the file `where` with content `text`; `DeclarationError` says what lacks."""
    head = _head(text)
    if not head or not head[0]:
        raise DeclarationError(f"{where}: the first line is a comment with the question")
    theme, declared, prose = "", dict[str, Parameter](), list[str]()
    for line in head[1:]:
        if found := _THEME.fullmatch(line):
            theme = found["theme"]
        elif found := _PARAM.fullmatch(line):
            declared[found["name"]] = _parameter(where, found["name"], found["rest"], found["description"])
        elif line.startswith("param "):
            raise DeclarationError(f"{where}: not understood: {line}")
        else:
            prose.append(line)
    row = PARAMETER_ROW.search(text)
    variables = [name.removeprefix("?") for name in row["names"].split()] if row else []
    if sorted(variables) != sorted(declared):
        raise DeclarationError(f"{where}: the row has {variables}, the head {list(declared)}")
    form = _FORM.search("\n".join(_code(text)))
    if form is None:
        raise DeclarationError(f"{where}: neither SELECT nor CONSTRUCT")
    return Declaration(
        question=head[0],
        description=" ".join(line for line in prose if line),
        theme=theme,
        parameters=tuple(declared[name] for name in variables),
        columns=_columns(text) if form[1] == "SELECT" else (),
        form=cast("Form", form[1]),
    )


def _head(text: str) -> list[str]:
    """The comment lines before anything else, without their marks."""
    lines: list[str] = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.removeprefix("#").strip())
    return lines


def _code(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.lstrip().startswith("#")]


def _parameter(where: str, name: str, rest: str, description: str) -> Parameter:
    """A parameter from `order|policy, optional, e.g. eo-13768`."""
    kinds_text, *options = rest.split(", ")
    default = example = None
    required = True
    for option in options:
        if option == "optional":
            required = False
        elif option.startswith("default "):
            default, required = option.removeprefix("default "), False
        elif option.startswith("e.g. "):
            example = option.removeprefix("e.g. ")
        else:
            raise DeclarationError(f"{where}: parameter {name}: {option!r} is no option")
    words = kinds_text.split("|")
    choices: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    if all(word.startswith('"') and word.endswith('"') for word in words):
        value, choices = "choice", tuple(word.strip('"') for word in words)
    elif kinds_text in _VALUES:
        value = kinds_text
        kinds = ("concept",) if value == "concept" else ()
    elif unknown := [word for word in words if word not in KINDS]:
        raise DeclarationError(f"{where}: parameter {name}: no such kind: {unknown[0]}")
    else:
        value, kinds = "id", tuple(words)
    return Parameter(
        name=name,
        value=value,
        kinds=kinds,
        choices=choices,
        required=required,
        default=default,
        example=example,
        description=description,
    )


def _columns(text: str) -> tuple[str, ...]:
    """Variables of the outermost SELECT clause: `?x` as it stands, `(… AS ?x)` by its last."""
    code = "\n".join(_code(text))
    clause = code[code.index("SELECT") :]
    columns: list[str] = []
    depth, last = 0, ""
    for found in _CLAUSE.finditer(clause):
        mark = found["other"]
        if found["variable"]:
            last = found["variable"]
            if depth == 0:
                columns.append(last)
        elif mark == "(":
            depth += 1
        elif mark == ")":
            depth -= 1
            if depth == 0:
                columns.append(last)
        elif depth == 0:
            break
    return tuple(columns)
