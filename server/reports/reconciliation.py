"""`/reconciliation`: the statuses of trackers held against the record, as a page, CSV and JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, render_template, request
from pyoxigraph import NamedNode

from ...graph.answers.reconciled import RESULTS, Reconciliation
from ..answers.saying import say
from ..day import asked_day, link
from ..desk import desk
from ..lists.listing import Download
from ..lists.paging import Pages, asked_page
from ..present import Thing, names, thing
from ..protocol.negotiate import CSV, PLAIN_JSON
from ..written import written

if TYPE_CHECKING:
    from datetime import date

    from flask.typing import ResponseReturnValue

    from ...graph.answers.reconciled import Compared

bp: Final = Blueprint("reconciliation", __name__)
PAGE: Final = 100


@bp.get("/reconciliation")
@bp.get("/reconciliation.csv", defaults={"suffix": "csv"})
@bp.get("/reconciliation.json", defaults={"suffix": "json"})
def reconciliation(suffix: str | None = None) -> ResponseReturnValue:
    """What trackers say of the status of lawsuits, and whether the record of that day agrees."""
    source, chosen = request.args.get("source", "").strip(), request.args.get("result", "")
    found = _found(source or None, asked_day().known)
    counts = found.counts
    if chosen in counts:
        found = Reconciliation([row for row in found.rows if row.result == chosen])
    if suffix == "csv":
        return Response(found.csv(), content_type=CSV.content_type)
    if suffix == "json":
        body = json.dumps(found.as_json(), ensure_ascii=False, indent=1) + "\n"
        return Response(body, content_type=PLAIN_JSON.content_type)
    pages = Pages(len(found.rows), asked_page(), PAGE)
    rows = found.rows[pages.first : pages.last]
    names().learn(NamedNode(iri) for row in rows for iri in (*row.because, row.status.lawsuit) if iri)
    given = {"source": source or None, "result": chosen or None}
    return render_template(
        "reconciliation.html",
        kinds=[
            (result, counts[result], link("/reconciliation", source=source or None, result=result))
            for result in RESULTS
        ],
        chosen=chosen if chosen in counts else "",
        count=len(found.rows),
        say=say,
        rows=[_row(row) for row in rows],
        pages=pages,
        downloads=[
            Download("CSV", link("/reconciliation.csv", **given), CSV.media_type),
            Download("JSON", link("/reconciliation.json", **given), PLAIN_JSON.media_type),
        ],
    )


def _found(source: str | None, known: date | None) -> Reconciliation:
    """Compared once for each generation where nothing is chosen."""
    if source is None and known is None:
        return desk().once("reconciliation", desk().graph.reconcile)
    return desk().graph.reconcile(source, known)


def _row(row: Compared) -> dict[str, object]:
    status = row.status
    lawsuit = thing(NamedNode(status.lawsuit)) if status.lawsuit else Thing("")
    return {
        "result": row.result,
        "lawsuit": lawsuit,
        "claim": Thing(f"“{status.quote}”", thing(NamedNode(status.claim)).href),
        "column": status.column.replace("_", " "),
        "on": Thing(written(status.on), day=status.on.isoformat()) if status.on else Thing(""),
        "tracker": thing(NamedNode(status.tracker)),
        "reason": row.reason,
        "because": [thing(NamedNode(iri)) for iri in row.because],
    }
