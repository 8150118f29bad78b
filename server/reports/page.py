"""`/changes`, `/gaps`, `/status`, `/about`: what is known of what is known."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from flask import Blueprint, jsonify, redirect, render_template, request
from pyoxigraph import NamedNode

from ..answers.days import calendar
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
from .counts import counts, entries
from .gaps import gaps as open_gaps
from .lacking import lacking

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from flask.typing import ResponseReturnValue

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
    wanted = request.args.get("kind", "")
    if suffix:
        return redirect(link(f"/queries/gaps.{suffix}", on=None, kind=wanted or None), 303)
    known = open_gaps()
    kinds = known.kinds()
    chosen = wanted if wanted in kinds else ""
    pages = Pages(kinds.get(chosen, sum(kinds.values())), asked_page(), PAGE)
    shown = known.some(chosen, PAGE, pages.first)
    names().learn(row["focus"] for row in shown)
    return render_template(
        "gaps.html",
        kinds=[(kind, n, link("/gaps", kind=kind)) for kind, n in kinds.items()],
        chosen=chosen,
        count=pages.count,
        rows=[(thing(row["focus"]), lacking(row)) for row in shown],
        pages=pages,
        downloads=[
            Download(name, link(f"/gaps.{ending}", kind=wanted or None), media)
            for name, ending, media in (
                ("CSV", "csv", "text/csv"),
                ("JSON", "json", "application/json"),
                ("Turtle", "ttl", "text/turtle"),
            )
        ],
    )


@bp.get("/status")
@bp.get("/status.<any(json):suffix>")
def status(suffix: str | None = None) -> ResponseReturnValue:
    """What this server holds, and how it is limited."""
    at = desk()
    counted = counts()
    stats = counted.stats
    offer = pick(suffix or request.args.get("format"), request.headers.get("Accept"), (HTML, PLAIN_JSON))
    if offer is PLAIN_JSON:
        return jsonify(stats.as_json())
    pages = Pages(len(counted.documents), asked_page(), PAGE)
    documents = Table(
        [t("column.document"), t("column.statement_count"), t("column.revision"), t("column.retrieved")],
        [
            [
                [Thing(entry.title, link(f"/graph/{entry.id}"))],
                [Thing(number(entry.statements))],
                [Thing(str(entry.revision))],
                [Thing(written(entry.retrieved_on))],
            ]
            for entry in entries(counted.documents[pages.first : pages.last])
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
        pages=pages,
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
            "pages": None,
            **found,
        },
    )
