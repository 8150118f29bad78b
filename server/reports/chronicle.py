"""`/timeline`: everything that courts and governments did, by year, topic and kind; also as CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from flask import Blueprint, Response, abort, render_template, request
from pyoxigraph import NamedNode

from ...graph.answers.chronicle import Choice
from ...ontology.terms import EJV
from ..ask import lookup, text
from ..day import Change, asked_day, link
from ..desk import desk
from ..entities.witnesses import witnesses
from ..errors import DoorError
from ..lists.listing import Download, safe
from ..pictures.swimlane import Scale
from ..present import names
from ..protocol.negotiate import CSV, GRAPHS, HTML, PLAIN_JSON, pick
from ..words import t
from ..written import briefly
from .events import KINDS, all_told, bits, chronicle, kinds_of, told
from .tallies import tallied

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from flask.typing import ResponseReturnValue

    from ..pictures.happenings import Happening

bp: Final = Blueprint("chronicle", __name__)
PATH: Final = "/timeline"
PAGE: Final = 60
MARKED: Final = 300
"""Up to so many events, the picture has a mark for each event of the page; of more, it counts all of them."""
TURTLE: Final = GRAPHS[0]


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

    @property
    def choice(self) -> Choice:
        """As the chronicle takes it."""
        return Choice(self.year, self.topic, bits([self.kind]) if self.kind else 0)


@bp.get(PATH)
@bp.get(f"{PATH}.<any(csv, json, ttl):suffix>")
def timeline(suffix: str | None = None) -> ResponseReturnValue:
    offer = pick(
        suffix or request.args.get("format"), request.headers.get("Accept"), (HTML, CSV, PLAIN_JSON, TURTLE)
    )
    chosen = _chosen()
    if offer is HTML:
        return _page(chosen)
    found = [each for some in all_told(chronicle().events(chosen.choice), chosen.year) for each in some]
    if offer is CSV:
        return Response(_as_csv(found), content_type=CSV.content_type)
    if offer is PLAIN_JSON:
        body = json.dumps({"events": [_as_row(each) for each in found]}, ensure_ascii=False, indent=1) + "\n"
        return Response(body, content_type=PLAIN_JSON.content_type)
    return Response(_as_turtle(found), content_type=offer.content_type)


def _chosen() -> Chosen:
    """The filters of this request; `DoorError` 400 for a year or kind that is none."""
    year, kind = request.args.get("year", ""), request.args.get("kind", "")
    if year and not (year.isascii() and year.isdigit() and len(year) == 4):
        raise DoorError(400, "parameter", t("timeline.bad_year", year=year), parameter="year")
    if kind and kind not in KINDS:
        raise DoorError(400, "parameter", t("timeline.bad_kind", kinds=", ".join(KINDS)), parameter="kind")
    return Chosen(int(year or 0), request.args.get("topic", ""), kind, request.args.get("page", 1, type=int))


def _page(chosen: Chosen) -> str:
    kept, choice = chronicle(), chosen.choice
    count = kept.count(choice)
    pages = max(1, -(-count // PAGE))
    if not 1 <= chosen.page <= pages:
        abort(404)
    first = (chosen.page - 1) * PAGE
    shown = told(kept.events(choice, PAGE, first), chosen.year)
    witnesses().learn(iri for each in shown for iri in each.iris)
    many = count > MARKED
    before, after = _neighbours(chosen, asked_day().on)
    topics = sorted(((topic, _topic_name(topic)) for topic in _all_topics()), key=lambda pair: pair[1])
    page_link = partial(_page_link, chosen)
    return render_template(
        "timeline.html",
        chosen=chosen,
        shown=shown,
        count=count,
        pages=pages,
        years=kept.years(),
        topics=topics,
        kinds=KINDS,
        scale=None if many else _scale([each.on for each in shown if each.on]),
        rows={} if many else {kind: [each for each in shown if kind in kinds_of(each)] for kind in KINDS},
        counts=tallied(kept, choice, PAGE, page_link) if many else None,
        page_link=page_link,
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


def _neighbours(chosen: Chosen, on: date) -> tuple[Change | None, Change | None]:
    """The last day before one on which anything was done, and the first after it."""
    found = chronicle().neighbours(chosen.choice, on)
    by_iri = {each.iri: each for each in told([each for each in found if each], chosen.year)}
    every = [by_iri.get(each.producer) if each else None for each in found]
    before, after = (Change(each.on, each.title.text) if each and each.on else None for each in every)
    return before, after


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
