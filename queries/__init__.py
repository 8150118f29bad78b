"""What one may ask: every question is a file that runs by itself.

The rule of this room: nothing here knows where data lives. No store, no network, no clock, no
address of a server; a value that depends on the day or on the base IRI is passed in. The room may
import `ontology` and the terms of pyoxigraph, nothing else of the house.

A file is its own declaration. Its first comment line is the question in plain English; its
`# param` lines say what each parameter is; the row marked `# parameters` names them and is the
example with which the file runs, as it is, in any SPARQL 1.1 editor over the union of all graphs:

    # In which state is this provision on a day?
    #
    # param provision: provision, e.g. eo-14160-2a — The provision asked about.
    # param on: date, default today — The day asked about.
    SELECT ?group ?state ?from WHERE {
      VALUES (?provision ?on) { (provision:eo-14160-2a "2025-02-06"^^xsd:date) }  # parameters
      …
    }

Folders: `questions` (each a page and a data address), `constructs` (the same questions answered as
a graph), `entities` (what the page of an entity shows), `checks` (every row is a fault).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final, Literal

from pyoxigraph import Literal as RDFLiteral
from pyoxigraph import NamedNode

from .declaration import PARAMETER_ROW, Form, read
from .parameters import KINDS, Parameter, ParameterError, Resolve, Term, ids_under

__all__ = [
    "FOLDERS",
    "KINDS",
    "Folder",
    "Parameter",
    "ParameterError",
    "Query",
    "Resolve",
    "Term",
    "UnknownQuery",
    "all",
    "get",
    "ids_under",
    "names",
]

Folder = Literal["questions", "constructs", "entities", "checks"]
FOLDERS: Final[tuple[Folder, ...]] = ("questions", "constructs", "entities", "checks")
_NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class UnknownQuery(LookupError):
    """No file of this name stands in the folder; `suggestions` are the nearest names."""

    def __init__(self, name: str, suggestions: tuple[str, ...]) -> None:
        self.name = name
        self.suggestions = suggestions
        near = f" Did you mean {' or '.join(suggestions)}?" if suggestions else ""
        super().__init__(f"There is no query named {name!r}.{near}")


@dataclass(frozen=True, slots=True)
class Query:
    """A named query: its file, read.

    `text` is the file as it stands and runs by itself with its example. `columns` are the
    variables of a SELECT in the order of its clause, none for a CONSTRUCT.
    """

    name: str
    folder: Folder
    question: str
    description: str
    theme: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    text: str
    form: Form

    def parameter(self, name: str) -> Parameter:
        """The parameter of that name; `ParameterError` lists those there are."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        taken = ", ".join(parameter.name for parameter in self.parameters) or "no parameters"
        raise ParameterError(name, f"{self.name} has no such parameter", f"one of: {taken}", None)

    def parse(
        self, values: Mapping[str, str], *, defaults: Mapping[str, str], resolve: Resolve
    ) -> dict[str, Term | None]:
        """The terms that `values`, as a person writes them, stand for: one entry per parameter.

        An empty value counts as left out. A parameter left out takes its default, looked up in
        `defaults` by the word in the file (`today`) and else taken as written there; `None` is an
        optional one without default. Raises `ParameterError` for a name the query does not have, a
        required one left out, or a value that is not of its kind.
        """
        for name in values:
            self.parameter(name)
        terms: dict[str, Term | None] = {}
        for parameter in self.parameters:
            text = values.get(parameter.name, "").strip()
            if not text and parameter.default is not None:
                text = defaults.get(parameter.default, parameter.default)
            if text:
                terms[parameter.name] = parameter.term(text, resolve)
            elif parameter.required:
                raise parameter.error("it is required")
            else:
                terms[parameter.name] = None
        return terms

    def bind(self, terms: Mapping[str, Term | None]) -> str:
        """SPARQL text with `terms` in the place of the example row; a parameter left out is UNDEF.

        Terms serialise themselves, so that no value can be anything but a value.
        """
        for name in terms:
            self.parameter(name)
        cells: list[str] = []
        for parameter in self.parameters:
            term = terms.get(parameter.name)
            if term is None and parameter.required:
                raise parameter.error("it is required")
            # Callers in plain Python may pass anything; only these two are values in a query.
            if term is not None and not isinstance(term, (NamedNode, RDFLiteral)):  # pyright: ignore[reportUnnecessaryIsInstance]
                raise parameter.error(f"{term!r} is no IRI and no literal")
            cells.append("UNDEF" if term is None else str(term))
        variables = " ".join(f"?{parameter.name}" for parameter in self.parameters)
        row = f"VALUES ({variables}) {{ ({' '.join(cells)}) }}  # parameters"
        return PARAMETER_ROW.sub(lambda _: row, self.text)


@cache
def names(folder: Folder = "questions") -> tuple[str, ...]:
    """Names of all queries of a folder, sorted."""
    place = resources.files(__name__).joinpath(folder)
    files = [file.name for file in place.iterdir()] if place.is_dir() else []
    return tuple(sorted(file.removesuffix(".rq") for file in files if file.endswith(".rq")))


@cache
def get(name: str, folder: Folder = "questions") -> Query:
    """The query of that name, read from its file; `UnknownQuery` names the nearest."""
    if not _NAME.fullmatch(name) or name not in names(folder):
        from difflib import get_close_matches

        raise UnknownQuery(name, tuple(get_close_matches(name, names(folder), n=3)))
    text = resources.files(__name__).joinpath(folder, f"{name}.rq").read_text(encoding="utf-8")
    declared = read(f"{folder}/{name}.rq", text)
    return Query(
        name=name,
        folder=folder,
        question=declared.question,
        description=declared.description,
        theme=declared.theme,
        parameters=declared.parameters,
        columns=declared.columns,
        text=text,
        form=declared.form,
    )


def all(folder: Folder = "questions") -> tuple[Query, ...]:  # noqa: A001 - read as queries.all()
    """Every query of a folder, sorted by name."""
    return tuple(get(name, folder) for name in names(folder))
