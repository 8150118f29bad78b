"""Writes the reference from what it describes: `python docs/reference/make.py`; a test compares the two."""

import csv
import inspect
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import click
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

import enjoin.graph as eg
from enjoin import ontology, shapes
from enjoin.graph.rdf import short
from enjoin.ontology.terms import EJ, EJV, term
from enjoin.server import create_app
from enjoin.server.cli import enjoin
from enjoin.server.door import Door
from enjoin.server.settings import Settings

VOCABULARIES: Final = {
    "clearinghouse": "Clearinghouse",
    "akn": "Akoma Ntoso",
    "eli": "ELI",
    "lkif": "LKIF",
}
HERE: Final = Path(__file__).parent
MADE: Final = "<!-- Made by docs/reference/make.py; do not edit. -->"


def cli() -> Iterator[str]:
    yield "# The command line"
    yield "Every command as `--help` tells it. Exit: 0 done, 1 a negative answer, 2 wrong use, 3 the store or a service failed."
    yield from _helped(
        ["enjoin"],
        enjoin,
        click.Context(enjoin, info_name="enjoin", obj=Door(Settings()), **enjoin.context_settings),
    )


def _helped(names: list[str], command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"{'#' * min(len(names) + 1, 4)} {' '.join(names)}"
    context.max_content_width = 100
    yield f"```\n{command.get_help(context).rstrip()}\n```"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            # The parameters of the named queries stand in docs/queries.md.
            if found is not None and names[-1] != "query":
                below = click.Context(found, parent=context, info_name=name, obj=context.obj)
                yield from _helped([*names, name], found, below)


def python() -> Iterator[str]:
    yield "# Python"
    yield '```python\nimport enjoin.graph as eg\n\ngraph = eg.open("var")\n```'
    yield "`eg.open` and `eg.init` are `Graph.open` and `Graph.init`."
    yield "## Graph"
    yield _text(eg.Graph)
    for name, member in inspect.getmembers_static(eg.Graph):
        if not name.startswith("_"):
            yield from _member(name, member)
    yield "## Errors"
    for name in sorted(eg.__all__):
        found = getattr(eg, name)
        if isinstance(found, type) and issubclass(found, Exception):
            base = found.__mro__[1].__name__
            yield f"- **`{name}`** ({base}): {' '.join(_text(found).split())}"


def _member(name: str, member: object) -> Iterator[str]:
    if isinstance(member, (staticmethod, classmethod)):
        member = member.__func__
    if isinstance(member, property):
        yield f"### `graph.{name}`"
        yield _text(member)
    elif callable(member):
        yield f"### `graph.{name}{_signature(member)}`"
        yield _text(member)


def _signature(member: Callable[..., Any]) -> str:
    found = inspect.signature(member)
    kept = [each for each in found.parameters.values() if each.name not in {"self", "cls"}]
    told = str(found.replace(parameters=kept)).replace("'", "").replace('"', "")
    told = re.sub(r"<function (\w+) at 0x\w+>", r"\1", told)
    return told.replace("collections.abc.", "").replace("pathlib.", "").replace("datetime.", "")


def _text(thing: object) -> str:
    return inspect.cleandoc(getattr(thing, "__doc__", None) or "")


def http() -> Iterator[str]:
    yield "# Addresses"
    yield "From `/openapi.json`; how they behave is told in [docs/http.md](../http.md)."
    with eg.Graph.memory() as graph:
        app = create_app(graph, Settings(), today=lambda: date(2026, 11, 22))
        told = json.loads(app.test_client().get("/openapi.json").get_data())
    rows = ["| address | | parameters |", "| --- | --- | --- |"]
    for path, methods in told["paths"].items():
        for method, said in methods.items():
            named = ", ".join(f"`{each['name']}`" for each in said.get("parameters", ()))
            what = " ".join(str(said.get("summary") or said.get("description") or "").split())
            rows.append(f"| `{method.upper()} {path}` | {_cell(what)} | {named} |")
    yield "\n".join(rows)


def rules() -> Iterator[str]:
    yield "# Shapes"
    yield "Every rule by the file it stands in. A violation keeps a document out, a warning is shown, an info is a gap."
    for part in shapes.PARTS:
        told = list(_rules(part))
        if told:
            yield f"## {part}"
            yield "\n".join(["| rule | | what it asks |", "| --- | --- | --- |", *told])


def _rules(part: str) -> Iterator[str]:
    said: dict[str, dict[str, str]] = {}
    for triple in parse(shapes.text(part), format=RdfFormat.TURTLE):
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, (Literal, NamedNode)):
            name = triple.predicate.value.rpartition("#")[2]
            said.setdefault(triple.subject.value, {})[name] = triple.object.value
    for name, about in sorted(said.items()):
        if "message" in about:
            severity = about.get("severity", "#Violation").rpartition("#")[2]
            yield f"| `{name.rpartition('#')[2]}` | {severity} | {_cell(about['message'])} |"


def words() -> Iterator[str]:
    yield "# Ontology"
    yield f"Version {ontology.VERSION}, `{EJ}` (`ej:`), closed lists `{EJV}` (`ejv:`). `/ns` shows it with its uses in the data."
    for part, title in (("enjoin", "Classes and properties"), ("concepts", "Closed lists")):
        said: dict[str, dict[NamedNode, str]] = {}
        for triple in ontology.load(part):
            if isinstance(triple.subject, NamedNode):
                about = said.setdefault(triple.subject.value, {})
                about[triple.predicate] = (
                    triple.object.value if isinstance(triple.object, (Literal, NamedNode)) else ""
                )
        yield f"## {title}"
        rows = ["| term | label | definition |", "| --- | --- | --- |"]
        for iri, about in sorted(said.items()):
            if iri.startswith((EJ, EJV)) and term("skos:definition") in about:
                label = about.get(term("skos:prefLabel"), "")
                rows.append(f"| `{short(iri)}` | {_cell(label)} | {_cell(about[term('skos:definition')])} |")
        yield "\n".join(rows)


def mappings() -> Iterator[str]:
    yield "# What the effect types answer to elsewhere"
    yield "From `ontology/effects.sssom.tsv`; what was read, and how, is told in [docs/vocabulary.md](../vocabulary.md). A dash: no counterpart."
    lines = (line for line in ontology.mappings().splitlines() if not line.startswith("#"))
    told: dict[str, dict[str, list[str]]] = {}
    for row in csv.DictReader(lines, delimiter="\t"):
        cells = told.setdefault(row["subject_id"], {name: [] for name in VOCABULARIES})
        if row["object_label"]:
            relation = row["predicate_id"].removeprefix("skos:").removesuffix("Match")
            cells[row["object_source"].partition(":")[0]].append(f"{row['object_label']} ({relation})")
    rows = [f"| effect | {' | '.join(VOCABULARIES.values())} |", "| --- |" + " --- |" * len(VOCABULARIES)]
    rows += [
        f"| `{name}` | {' | '.join(_cell('; '.join(found) or '-') for found in cells.values())} |"
        for name, cells in told.items()
    ]
    yield "\n".join(rows)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


PAGES: Final[dict[str, Callable[[], Iterator[str]]]] = {
    "cli": cli,
    "python": python,
    "http": http,
    "shapes": rules,
    "ontology": words,
    "mappings": mappings,
}


def page(name: str) -> str:
    """A page of the reference, as it should stand in the folder."""
    return "\n\n".join([MADE, *(part for part in PAGES[name]() if part)]) + "\n"


if __name__ == "__main__":
    for name in PAGES:
        (HERE / f"{name}.md").write_text(page(name), encoding="utf-8")
