"""`/changes`, `/gaps`, `/status`, `/about`: what is known of what is known."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from flask import Blueprint, jsonify, redirect, render_template, request
from pyoxigraph import NamedNode

from ..answers.days import calendar
from ..ask import plain, text
from ..assets import CURE, bundled, stamp
from ..day import asked_day, link
from ..desk import desk
from ..lists.listing import Download
from ..lists.paging import Pages, asked_page
from ..present import Table, Thing, href_of, names, thing
from ..protocol.negotiate import HTML, PLAIN_JSON, pick
from ..words import t
from ..written import number, written
from .changes import latest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from flask.typing import ResponseReturnValue

    from ..ask import Solution

bp: Final = Blueprint("reports", __name__)
PAGE: Final = 100


@bp.get("/changes")
@bp.get("/changes.<any(csv, json, ttl):suffix>")
def changes(suffix: str | None = None) -> ResponseReturnValue:
    """What courts and governments did, up to the day; as data the answer of the named query."""
    on = asked_day().on
    if suffix:
        return redirect(link(f"/queries/changes-since.{suffix}", since=_year_before(on), to=on), 303)
    pages = Pages(calendar().doings_until(on), asked_page(), PAGE)
    return render_template(
        "changes.html",
        lead=t("changes.lead", on=written(on)),
        doings=latest(on, PAGE, pages.first),
        pages=pages,
        downloads=[
            Download(name, link(f"/changes.{ending}"), media)
            for name, ending, media in (
                ("CSV", "csv", "text/csv"),
                ("JSON", "json", "application/json"),
                ("Turtle", "ttl", "text/turtle"),
            )
        ],
    )


def _year_before(on: date) -> date:
    return on - timedelta(days=365)


@bp.get("/gaps")
@bp.get("/gaps.<any(csv, json, ttl):suffix>")
def gaps(suffix: str | None = None) -> ResponseReturnValue:
    """What the graph does not know, by what is missing; as data the answer of the named query."""
    known, chosen = asked_day().known, request.args.get("kind", "")
    if suffix:
        return redirect(link(f"/queries/gaps.{suffix}", on=None, kind=chosen or None), 303)
    at = desk()
    every = _gaps(known) if known else at.once("gaps", lambda: _gaps(None))
    counts = Counter(text(row, "kind") for row in every)
    found = [row for row in every if text(row, "kind") == chosen] if chosen in counts else every
    pages = Pages(len(found), asked_page(), PAGE)
    shown = found[pages.first : pages.last]
    names().learn(row["focus"] for row in shown)
    return render_template(
        "gaps.html",
        kinds=[(kind, n, link("/gaps", kind=kind)) for kind, n in counts.most_common()],
        chosen=chosen if chosen in counts else "",
        count=len(found),
        rows=[(thing(row["focus"]), text(row, "says")) for row in shown],
        pages=pages,
        downloads=[
            Download(name, link(f"/gaps.{ending}", kind=chosen or None), media)
            for name, ending, media in (
                ("CSV", "csv", "text/csv"),
                ("JSON", "json", "application/json"),
                ("Turtle", "ttl", "text/turtle"),
            )
        ],
    )


def _gaps(known: date | None) -> list[Solution]:
    return [plain(row) for row in desk().graph.query("gaps", known=known)]


@bp.get("/status")
@bp.get("/status.<any(json):suffix>")
def status(suffix: str | None = None) -> ResponseReturnValue:
    """What this server holds, and how it is limited."""
    at = desk()
    stats = at.graph.stats()
    offer = pick(suffix or request.args.get("format"), request.headers.get("Accept"), (HTML, PLAIN_JSON))
    if offer is PLAIN_JSON:
        return jsonify(stats.as_json())
    documents = Table(
        [t("column.document"), t("column.statement_count"), t("column.revision"), t("column.retrieved")],
        [
            [
                [Thing(entry.title, link(f"/graph/{entry.id}"))],
                [Thing(number(entry.statements))],
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
        rows=number(settings.max_rows),
        mib=settings.max_bytes // 2**20,
    )
    return _report(
        t("status.title"),
        t("status.lead"),
        notices=[
            t("status.now", n=number(stats.triples), generation=stats.generation, ontology=stats.ontology),
            limits,
            t("sparql.built", stamp=stamp()) if bundled() else t("sparql.unbuilt", cure=CURE),
        ],
        tables=[
            (t("status.documents"), t("status.documents_caption"), documents),
            (t("status.classes"), t("status.classes_caption"), _counts(stats.classes)),
        ],
        downloads=[Download("JSON", link("/status.json"), "application/json")],
    )


def _counts(counts: Mapping[str, int]) -> Table:
    """Classes of our own with how many there are of each."""
    ours = {iri: count for iri, count in counts.items() if "/enjoin/ns#" in iri}
    names().learn(NamedNode(iri) for iri in ours)
    rows = [
        [[Thing(names().of(iri), href_of(iri)[0])], [Thing(number(count))]] for iri, count in ours.items()
    ]
    return Table([t("column.term"), t("column.statements")], rows)


@bp.get("/about")
def about() -> ResponseReturnValue:
    return render_template("about.html")


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
