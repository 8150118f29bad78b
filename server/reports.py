"""`/validation`, `/gaps`, `/changes`, `/status`, `/about`: what is known of what is known."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final

from flask import Blueprint, jsonify, render_template, request
from pyoxigraph import NamedNode

from .. import queries
from .ask import literal, lookup, plain
from .day import asked_day, link
from .desk import desk
from .editor import SHOWN
from .hygiene import faults
from .listing import Download
from .negotiate import HTML, PLAIN_JSON, pick
from .present import Table, Thing, href_of, names, shown_columns, table
from .timeline import events
from .words import t
from .written import written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from .hygiene import Fault

bp: Final = Blueprint("reports", __name__)
MOST: Final = 200


@bp.get("/changes")
def changes() -> ResponseReturnValue:
    """What courts and governments did, up to the day."""
    on = asked_day().on
    return _report(
        t("changes.title"),
        t("changes.lead", on=written(on)),
        events=events(lookup("changes", [(literal(on),)]), limit=MOST),
        downloads=_of_query("changes-since", since=on - timedelta(days=365)),
    )


@bp.get("/gaps")
def gaps() -> ResponseReturnValue:
    """What the graph does not know."""
    found = desk().graph.query("gaps", known=asked_day().known)
    rows = [plain(row) for row in islice(found, SHOWN)]
    return _report(
        t("gaps.title"),
        t("gaps.lead"),
        tables=[("", t("results.counted", n=len(rows)), table(rows, shown_columns(found.variables)))],
        downloads=_of_query("gaps"),
    )


@bp.get("/validation")
def validation() -> ResponseReturnValue:
    """Whether what is in conforms, what is held back, and what the checks find."""
    graph = desk().graph
    held = graph.quarantine.list() if graph.path is not None else []
    found = _faults()
    notices = [t("validation.conforms")]
    if held:
        notices.append(t("validation.quarantine", n=len(held)))
    rows = [
        [[Thing(fault.fault)], [_focus(fault)] if fault.focus else [], [Thing(fault.rule)]]
        for fault in found[:SHOWN]
    ]
    headings = [t("column.message"), t("column.focus"), t("column.rule")]
    return _report(
        t("validation.title"),
        t("validation.lead"),
        notices=notices,
        tables=[(t("validation.checks"), t("validation.caption", n=len(found)), Table(headings, rows))],
    )


def _faults() -> list[Fault]:
    """What the checks of the data find, once for each generation."""
    at = desk()
    found = at.once("faults", lambda: list(faults(at.graph)))
    names().learn(NamedNode(fault.focus) for fault in found if ":" in fault.focus)
    return found


def _focus(fault: Fault) -> Thing:
    if ":" not in fault.focus:
        return Thing(fault.focus)
    href, external = href_of(fault.focus)
    return Thing(names().of(fault.focus), href, external)


@bp.get("/status")
def status() -> ResponseReturnValue:
    """What this server holds, and how it is limited."""
    at = desk()
    stats = at.graph.stats()
    offer = pick(request.args.get("format"), request.headers.get("Accept"), (HTML, PLAIN_JSON))
    if offer is PLAIN_JSON:
        return jsonify(stats.as_json())
    documents = Table(
        [t("column.document"), t("column.statement_count"), t("column.revision"), t("column.retrieved")],
        [
            [
                [Thing(entry.title, link(f"/graph/{entry.id}"))],
                [Thing(f"{entry.statements:,}")],
                [Thing(str(entry.revision))],
                [Thing(written(entry.retrieved_on))],
            ]
            for entry in at.graph.documents()
        ],
    )
    settings = at.settings
    limits = t(
        "sparql.limits",
        seconds=f"{settings.timeout:g}",
        rows=f"{settings.max_rows:,}",
        mib=settings.max_bytes // 2**20,
    )
    return _report(
        t("status.title"),
        t("status.lead"),
        notices=[
            t("status.now", n=f"{stats.triples:,}", generation=stats.generation, ontology=stats.ontology),
            limits,
        ],
        tables=[
            (t("status.documents"), t("status.documents_caption"), documents),
            (t("status.classes"), t("status.classes_caption"), _counts(stats.classes)),
        ],
        downloads=[Download("JSON", link("/status", format="json"), "application/json")],
    )


def _counts(counts: Mapping[str, int]) -> Table:
    """Classes of our own with how many there are of each."""
    ours = {iri: count for iri, count in counts.items() if "/enjoin/ns#" in iri}
    names().learn(NamedNode(iri) for iri in ours)
    rows = [[[Thing(names().of(iri), href_of(iri)[0])], [Thing(f"{count:,}")]] for iri, count in ours.items()]
    return Table([t("column.term"), t("column.statements")], rows)


@bp.get("/about")
def about() -> ResponseReturnValue:
    return render_template("about.html")


def _of_query(name: str, **given: object) -> list[Download]:
    """A named query's data as downloads, where there is such a query."""
    if name not in queries.names():
        return []
    return [
        Download("CSV", link(f"/queries/{name}.csv", **given), "text/csv"),
        Download("JSON", link(f"/queries/{name}.json", **given), "application/json"),
    ]


def _report(title: str, lead: str, **found: object) -> str:
    return render_template(
        "report.html",
        **{
            "title": title,
            "lead": lead,
            "tables": [],
            "notices": [],
            "downloads": [],
            "events": None,
            **found,
        },
    )
