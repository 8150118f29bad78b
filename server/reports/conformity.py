"""`/validation`: whether what is in conforms, what is held back and why, and what the checks find."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from flask import Blueprint, Response, render_template, request
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ... import queries
from ...ontology.terms import term
from ..answers.saying import say
from ..day import link
from ..desk import desk
from ..lists.listing import comma_separated, downloads
from ..lists.paging import Pages, asked_page
from ..present import Thing, href_of, names, said
from ..protocol.negotiate import CSV, GRAPHS, HTML, PLAIN_JSON, pick
from ..words import t
from .hygiene import LINT, faults
from .refused import reasons

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flask.typing import ResponseReturnValue

    from .hygiene import Fault

bp: Final = Blueprint("conformity", __name__)
PAGE: Final = 100
RUNS: Final = 50
"""How many validations the history shows, the latest first."""
_DATA: Final = (CSV, PLAIN_JSON, GRAPHS[0])


@dataclass(frozen=True, slots=True)
class Rule:
    """One check: its name, its rule in a sentence, how many faults it found, and the address of these alone."""

    name: str
    rule: Thing
    count: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Run:
    """One validation of one document: the moment, with its offset, and how many problems it found.

    `revision` is which state of the document this was; `None` where it was held back.
    """

    moment: str
    document: Thing
    revision: int | None
    problems: int


@bp.get("/validation")
@bp.get("/validation.<any(csv, json, ttl):suffix>")
def validation(suffix: str | None = None) -> ResponseReturnValue:
    """The page, or the faults that the checks find as data: as Turtle a validation report of SHACL."""
    offer = pick(suffix or request.args.get("format"), request.headers.get("Accept"), (HTML, *_DATA))
    chosen = request.args.get("rule", "")
    every = _faults()
    found = [fault for fault in every if fault.check == chosen] if chosen else every
    if offer is HTML:
        return _page(every, found, chosen)
    if offer is CSV:
        rows = [[fault.check, fault.rule, fault.focus, fault.fault] for fault in found]
        body = comma_separated(["check", "rule", "focus", "fault"], rows)
    elif offer is PLAIN_JSON:
        told = {"conforms": True, "faults": [fault.as_json() for fault in found]}
        body = (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
    else:
        from ...graph.results import Results

        body = Results(list(_as_report(found))).write("text/turtle")
    return Response(body, content_type=offer.content_type)


def _page(every: Sequence[Fault], found: Sequence[Fault], chosen: str) -> str:
    graph = desk().graph
    pages = Pages(len(found), asked_page(), PAGE)
    shown = found[pages.first : pages.last]
    names().learn(NamedNode(fault.focus) for fault in shown if ":" in fault.focus)
    counts = Counter(fault.check for fault in every)
    ruled = sorted(_rules(counts, chosen), key=lambda rule: -rule.count)
    return render_template(
        "validation.html",
        held=graph.quarantine.list() if graph.path is not None else [],
        documents=len(graph.documents()),
        runs=_runs(),
        every=len(every),
        rules=[rule for rule in ruled if rule.count],
        silent=[rule for rule in ruled if not rule.count],
        faults=[(fault, _focus(fault)) for fault in shown],
        say=say,
        reasons=reasons,
        count=len(found),
        pages=pages,
        downloads=downloads("/validation", _DATA, ("CSV", "JSON", "Turtle"), rule=chosen or None),
    )


def _runs() -> list[Run]:
    """The latest validations, newest first: of each document that was taken in, or held back, and each time."""
    graph = desk().graph
    entries = sorted(graph.documents(), key=lambda entry: (entry.recorded_at, entry.id), reverse=True)[:RUNS]
    found = [
        Run(
            entry.recorded_at,
            Thing(entry.title, link(f"/graph/{quote(entry.id)}")),
            entry.revision,
            problems=0,
        )
        for entry in entries
    ]
    for entry in entries:
        if entry.revision > 1 and graph.path is not None:
            found += [
                Run(former.recorded_at, Thing(entry.title), former.revision, problems=0)
                for former in graph.document(entry.id)[1]
            ]
    if graph.path is not None:
        found += [
            Run(parked.since, Thing(parked.name), None, len(parked.problems))
            for parked in graph.quarantine.list()
        ]
    return sorted(found, key=lambda run: run.moment, reverse=True)[:RUNS]


def _rules(counts: Counter[str], chosen: str) -> Iterator[Rule]:
    """Every check of the data with how much it found."""
    for query in queries.all("checks"):
        if not query.name.startswith(LINT):
            here = query.name == chosen
            href = link("/validation", rule=None if here else query.name)
            yield Rule(query.name, said("check", query.name, query.question), counts[query.name], href, here)


def _faults() -> list[Fault]:
    """What the checks of the data find, once for each generation."""
    at = desk()
    return at.once("faults", lambda: list(faults(at.graph)))


def _focus(fault: Fault) -> Thing:
    if ":" not in fault.focus:
        return Thing(fault.focus or t("validation.whole"))
    href, external = href_of(fault.focus)
    said, tongue = names().said(fault.focus)
    return Thing(said, href, external, tongue, iri=fault.focus)


def _as_report(found: Sequence[Fault]) -> Iterator[Triple]:
    """The faults as a validation report; they are warnings, so that the data conforms all the same."""
    report = BlankNode("report")
    yield Triple(report, term("rdf:type"), term("sh:ValidationReport"))
    yield Triple(report, term("sh:conforms"), Literal("true", datatype=term("xsd:boolean")))
    for number, fault in enumerate(found, start=1):
        result = BlankNode(f"result{number}")
        yield Triple(report, term("sh:result"), result)
        yield Triple(result, term("rdf:type"), term("sh:ValidationResult"))
        yield Triple(result, term("sh:resultSeverity"), term("sh:Warning"))
        yield Triple(result, term("sh:resultMessage"), Literal(fault.fault, language="en"))
        yield Triple(result, term("rdfs:comment"), Literal(fault.rule, language="en"))
        if ":" in fault.focus:
            yield Triple(result, term("sh:focusNode"), NamedNode(fault.focus))
