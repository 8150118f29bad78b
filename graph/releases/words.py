"""What a release says to people: its README with what it covers, and how it is cited (CFF 1.2.0)."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..dates import written_out

if TYPE_CHECKING:
    from datetime import date

    from ..stats import Stats
    from .coverage import Coverage


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to tell of a release."""

    version: str
    issued: "date"
    statements: int
    stats: "Stats"
    coverage: "Coverage"
    previous: str = ""


_LEVELS = {
    "stored": "checked against a stored source",
    "knowledge": "from the compiler's knowledge, shown as such",
    "article": "taken from an article",
}


def readme(told: Told) -> str:
    """The README of a release, in Markdown."""
    covered = told.coverage
    entities = "\n".join(f"| {name} | {count:,} |" for name, count in covered.entities.items())
    levels = "\n".join(
        f"| {_LEVELS.get(name, name)} | {count:,} |" for name, count in covered.verified.items()
    )
    checked = (
        f"The record was checked to days between {covered.checked_from} and {covered.checked_to}, lawsuit by lawsuit\n"
        "and order by order (`ej:checkedTo`). An answer about a later day says that it is not certain.\n"
        if covered.checked_to
        else "No lawsuit says to which day its record was checked.\n"
    )
    changes = (
        f"| `CHANGES.md`, `changes.json`, `data/changes.rdfp.gz` | how it differs from Enjoin {told.previous}: in words, by entity, as an RDF Patch |\n"
        if told.previous
        else ""
    )
    return f"""# Enjoin {told.version}

Which rulings blocked which orders, on any date, for any party, section by section, with the source of every
statement. Issued on {written_out(told.issued)}; {told.statements:,} statements. **Computed from public records; not legal
advice.**

## What is in it

| | |
| --- | --- |
| `data/all.nq.gz` | what documents say, a graph for each; the graph `derived`, the states over time; the vocabulary |
| `data/asserted.trig.gz` | only what documents say |
| `ontology/`, `shapes/`, `queries/` | what the words mean, what good data looks like, what one may ask |
| `queries/answers.json` | the rows that each query gives with its example, and their digest |
{changes}| `catalogue.ttl`, `release.json` | VoID and DCAT; versions, counts, digests |
| `SHA256SUMS` | check with `sha256sum -c SHA256SUMS`, or `enjoin release --check .` |

`enjoin ingest data/all.nq.gz` makes the same graph again: the documents with where they are from, and what follows.
Any SPARQL 1.1 store can load it too; its default graph is then the union of all graphs.

## What it covers

| kind | entities |
| --- | --- |
{entities}

{checked}
## How it was verified

| records | |
| --- | --- |
{levels}

{covered.single_source:,} records rest on one source alone. What no source establishes is left out; an answer that the record does not
decide says *uncertain*, with its readings. `queries/gaps.rq` lists what is known to be missing.

## Licence and citation

Data: CC0 1.0; quotations stand with their source; every ingested document keeps its own licence (`dcterms:license` in the
graph `provenance`). Cite as in `CITATION.cff`: Enjoin {told.version} ({told.issued.isoformat()}).
"""


def citation(told: Told) -> str:
    """The Citation File of a release; its strings are JSON strings, which YAML 1.2 takes as they are."""
    said = {
        "cff-version": "1.2.0",
        "message": "If you use these data, please cite them so.",
        "type": "dataset",
        "title": "Enjoin: which rulings blocked which orders",
        "version": told.version,
        "date-released": told.issued.isoformat(),
        "license": "CC0-1.0",
        "url": "https://w3id.org/enjoin/",
        "abstract": "Orders, provisions, lawsuits, rulings and the effects of rulings over time, with the source of every statement.",
    }
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in said.items()]
    people = ["authors:", '  - name: "The Enjoin contributors"']
    keywords = [
        "keywords:",
        *(f"  - {json.dumps(word)}" for word in ("law", "injunctions", "executive orders", "RDF")),
    ]
    return "\n".join([*lines, *people, *keywords, ""])
