"""The index of all queries for the documentation, written from the files; a test compares it."""

from collections.abc import Iterator

from . import Parameter, Query, names
from . import all as all_of

_HEAD = """# Named queries

Each is a file under `queries/` that runs as it is, with its example, in any SPARQL 1.1 editor over the
union of all graphs. This index is written from those files; a test compares it.

- On the command line: `enjoin query rulings-that-blocked-orders --order eo-13768`; `enjoin query --list`
  lists them, `enjoin query NAME --show` shows one.
- Over HTTP: `/queries/NAME`, with the parameters in the address, and `/queries/NAME.csv`, `.tsv`, `.json`,
  `.xml`; `.ttl` and `.jsonld` where the question is also answered as a graph; `.rq` is the file.
- In Python: `graph.query("rulings-that-blocked-orders", order="eo-13768")`.

A day is written YYYY-MM-DD; `on` is the day asked about, today unless given. An entity is written as its
id where its kind is clear (`eo-13768`), else as kind and id (`order/eo-13768`), or as its IRI. Columns that
hold an IRI have the label beside them, in a column of the same name with `Label` at its end. A period
holds from its first day up to, not including, the day it ends.
"""


def index() -> str:
    """`docs/queries.md`: every question by theme, then what entity pages show, then the checks."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield _HEAD
    yield "## Questions"
    themes: dict[str, list[Query]] = {}
    for query in all_of():
        themes.setdefault(query.theme, []).append(query)
    for theme in sorted(themes):
        yield f"\n### {theme}"
        for query in themes[theme]:
            yield from _question(query)
    yield "\n## What the pages of entities show\n"
    yield "Each takes one parameter, `entity`.\n"
    for query in all_of("entities"):
        kinds = query.parameter("entity").kinds or ("any kind",)
        yield f"- `{query.name}` ({', '.join(kinds)}): {query.question}"
    yield "\n## Checks\n"
    yield "Every row of a check is a fault, told in a sentence.\n"
    for query in all_of("checks"):
        yield f"- `{query.name}`: {query.question}"


def _question(query: Query) -> Iterator[str]:
    yield f"\n#### {query.name}\n"
    yield f"**{query.question}**\n"
    if query.description:
        yield f"{query.description}\n"
    if query.parameters:
        yield "| Parameter | Takes | Example | |"
        yield "| --- | --- | --- | --- |"
        yield from map(_parameter, query.parameters)
        yield ""
    yield "Columns: " + ", ".join(f"`{column}`" for column in query.columns) + "."
    if query.name in names("constructs"):
        yield "Also answered as a graph."


def _parameter(parameter: Parameter) -> str:
    if parameter.default is not None:
        need = f"default {parameter.default}"
    else:
        need = "required" if parameter.required else "optional"
    example = f"`{parameter.example}`" if parameter.example else ""
    return f"| `{parameter.name}` | {parameter.expected}; {need} | {example} | {parameter.description} |"
