"""`/timeline`: everything that courts and governments did, by year, topic and kind; also as CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from flask import Blueprint, Response, abort, render_template, request
from pyoxigraph import NamedNode

from ...ontology.terms import EJV
from ..ask import literal, lookup, text
from ..day import Change, asked_day, link, neighbours
from ..desk import desk
from ..entities.witnesses import witnesses
from ..errors import DoorError
from ..lists.listing import Download, safe
from ..pictures.happenings import Happening, happenings
from ..pictures.swimlane import Scale
from ..present import grouped, names
from ..protocol.negotiate import CSV, GRAPHS, HTML, PLAIN_JSON, pick
from ..words import t
from ..written import briefly

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask.typing import ResponseReturnValue

bp: Final = Blueprint("chronicle", __name__)
PATH: Final = "/timeline"
PAGE: Final = 60
TURTLE: Final = GRAPHS[0]
KINDS: Final = ("blocks", "stays", "narrows", "ends", "orders", "nothing")
_KIND_OF: Final[Mapping[str, str]] = {
    "blocked": "blocks", "stayed": "stays", "partly-blocked": "narrows", "restricted": "narrows",
    "uncertain": "narrows", "": "nothing",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of the timeline is asked for; `year` is 0 for all years."""

    year: int
    topic: str
    kind: str
    page: int

    @property
    def arguments(self) -> dict[str, object]:
        """As an address has them; what is not chosen is left out."""
        return {"year": self.year or None, "topic": self.topic or None, "kind": self.kind or None}


@bp.get(PATH)
@bp.get(f"{PATH}.<any(csv, json, ttl):suffix>")
def timeline(suffix: str | None = None) -> ResponseReturnValue:
    offer = pick(
        suffix or request.args.get("format"), request.headers.get("Accept"), (HTML, CSV, PLAIN_JSON, TURTLE)
    )
    years = {int(text(row, "year")): int(text(row, "events")) for row in lookup("timeline-years")}
    chosen = _chosen()
    found = _found(chosen, years)
    if offer is CSV:
        return Response(_as_csv(found), content_type=CSV.content_type)
    if offer is PLAIN_JSON:
        body = json.dumps({"events": [_as_row(each) for each in found]}, ensure_ascii=False, indent=1) + "\n"
        return Response(body, content_type=PLAIN_JSON.content_type)
    if offer is TURTLE:
        return Response(_as_turtle(found), content_type=offer.content_type)
    return _page(chosen, found, years)


def _chosen() -> Chosen:
    """The filters of this request; `DoorError` 400 for a year or kind that is none."""
    year, kind = request.args.get("year", ""), request.args.get("kind", "")
    if year and not (year.isdigit() and len(year) == 4):
        raise DoorError(400, "parameter", t("timeline.bad_year", year=year), parameter="year")
    if kind and kind not in KINDS:
        raise DoorError(400, "parameter", t("timeline.bad_kind", kinds=", ".join(KINDS)), parameter="kind")
    return Chosen(int(year or 0), request.args.get("topic", ""), kind, request.args.get("page", 1, type=int))


def _found(chosen: Chosen, years: Mapping[int, int]) -> list[Happening]:
    """The events asked for, in order of time and numbered."""
    first = date(chosen.year or min(years, default=1), 1, 1)
    end = date((chosen.year or max(years, default=1)) + 1, 1, 1)
    rows = lookup("timeline", [(literal(first), literal(end))])
    topics = _topics({text(row, "producer") for row in rows}) if chosen.topic else {}
    kept = [row for row in rows if not chosen.topic or chosen.topic in topics.get(text(row, "producer"), ())]
    found = happenings(kept)
    return [each for each in found if not chosen.kind or chosen.kind in kinds_of(each)]


def kinds_of(each: Happening) -> set[str]:
    """The kinds of an event: what it works towards, or that a measure did it."""
    if "/ruling/" not in each.iri and "/event/" not in each.iri:
        return {"orders"}
    states = [deed.state for deed in each.deeds] or [""]
    return {_KIND_OF.get(state, "ends") for state in states}


def _topics(producers: set[str]) -> dict[str, set[str]]:
    rows = lookup("topics-of", [(NamedNode(iri),) for iri in sorted(producers)]) if producers else []
    return {
        producer: {text(row, "topic").rpartition("/")[2] for row in of}
        for producer, of in grouped(rows, "producer").items()
    }


def _page(chosen: Chosen, found: Sequence[Happening], years: Mapping[int, int]) -> str:
    pages = max(1, -(-len(found) // PAGE))
    if not 1 <= chosen.page <= pages:
        abort(404)
    shown = found[(chosen.page - 1) * PAGE : chosen.page * PAGE]
    witnesses().learn(iri for each in shown for iri in each.iris)
    dated = [each.on for each in shown if each.on]
    on = asked_day().on
    scale = _scale(dated)
    before, after = neighbours((Change(each.on, each.title.text) for each in found if each.on), on)
    topics = sorted(((topic, _topic_name(topic)) for topic in _all_topics()), key=lambda pair: pair[1])
    return render_template(
        "timeline.html",
        chosen=chosen,
        shown=shown,
        count=len(found),
        pages=pages,
        years=years,
        topics=topics,
        kinds=KINDS,
        scale=scale,
        rows={kind: [each for each in shown if kind in kinds_of(each)] for kind in KINDS},
        page_link=partial(_page_link, chosen),
        witnesses=witnesses(),
        briefly=briefly,
        section=PATH,
        downloads=[
            Download("CSV", link(f"{PATH}.csv", **chosen.arguments), CSV.media_type),
            Download("JSON", link(f"{PATH}.json", **chosen.arguments), PLAIN_JSON.media_type),
            Download("Turtle", link(f"{PATH}.ttl", **chosen.arguments), TURTLE.media_type),
        ],
        day_before=before,
        day_after=after,
    )


def _page_link(chosen: Chosen, number: int) -> str:
    return link(PATH, **chosen.arguments, page=number)


def _scale(days: Sequence[date]) -> Scale | None:
    if not days or min(days) == max(days):
        return None
    margin = (max(days) - min(days)) // 30
    return Scale(min(days) - margin, max(days) + margin)


def _all_topics() -> list[str]:
    """The topics that anything is on, from the rows of all years; kept until the graph changes."""

    def make() -> list[str]:
        return sorted({text(row, "topic").rpartition("/")[2] for row in lookup("topics")})

    return desk().once("timeline topics", make)


def _topic_name(topic: str) -> str:
    return names().of(EJV + topic)


def _as_row(each: Happening) -> dict[str, object]:
    return {
        "day": each.on.isoformat() if each.on else None,
        "in_effect": each.when,
        "event": each.title.text,
        "iri": each.iri,
        "case_court_judge": [thing.text for thing in each.before],
        "did": [deed.text for deed in each.deeds],
        "acts_on": [thing.iri for thing in each.targets],
        "citation": each.citation,
    }


def _as_turtle(found: Sequence[Happening]) -> bytes:
    """All that is said of the effects, and of what produced them."""
    iris = " ".join(dict.fromkeys(str(NamedNode(iri)) for each in found for iri in each.iris))
    asked = f"CONSTRUCT {{ ?thing ?says ?what }} WHERE {{ VALUES ?thing {{ {iris} }} ?thing ?says ?what }}"
    return desk().graph.sparql(asked, known=asked_day().known).write(TURTLE.media_type)


def _cell(value: object) -> str:
    return "; ".join(map(str, cast("list[object]", value))) if isinstance(value, list) else str(value or "")


def _as_csv(found: Sequence[Happening]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    header = ("day", "in_effect", "event", "iri", "case_court_judge", "did", "acts_on", "citation")
    writer.writerow(header)
    for each in found:
        row = _as_row(each)
        writer.writerow([safe(_cell(row[name])) for name in header])
    return out.getvalue().encode()
