"""`/timeline`: everything that courts and governments did, by year, topic and kind; also as CSV and JSON."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, render_template, request
from pyoxigraph import NamedNode

from ...graph.answers.chronicle import Choice
from ..ask import lookup, text
from ..day import Change, asked_day, link, safe_day
from ..desk import desk
from ..entities.witnesses import witnesses
from ..errors import DoorError
from ..languages import language
from ..lists.listing import Download
from ..pictures.swimlane import Scale
from ..present import names
from ..protocol.negotiate import CSV, GRAPHS, HTML, PLAIN_JSON, pick
from ..words import t
from ..written import briefly
from .events import KINDS, bits, chronicle, kinds_of, told
from .sending import sent
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
    return sent(chosen.choice, offer)


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
    events, beside = kept.events(choice, PAGE, first), kept.neighbours(choice, asked_day().on)
    every = {each.iri: each for each in told([*filter(None, beside), *events], chosen.year)}
    shown = [every[each.producer] for each in events if each.producer in every]
    witnesses().learn(iri for each in shown for iri in each.iris)
    many = count > MARKED
    before, after = (_change(every.get(each.producer)) if each else None for each in beside)
    page_link = partial(_page_link, chosen)
    return render_template(
        "timeline.html",
        chosen=chosen,
        shown=shown,
        count=count,
        pages=pages,
        years=kept.years(),
        topics=_topics(),
        kinds=KINDS,
        scale=None if many else _scale([each.on for each in shown if each.on]),
        rows={} if many else {kind: [each for each in shown if kind in kinds_of(each)] for kind in KINDS},
        counts=tallied(kept, choice, PAGE) if many else None,
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


def _change(each: Happening | None) -> Change | None:
    return Change(each.on, each.title.text) if each and each.on else None


def _page_link(chosen: Chosen, number: int) -> str:
    return link(PATH, **chosen.arguments, page=number)


def _scale(days: Sequence[date]) -> Scale | None:
    if not days or min(days) == max(days):
        return None
    margin = (max(days) - min(days)) // 30
    return Scale(min(days) - margin, max(days) + margin)


def _topics() -> list[tuple[str, str]]:
    """The topics that anything is on, each with its name in the language of the request; kept until the graph changes."""

    def make() -> list[tuple[str, str]]:
        found = {text(row, "topic") for row in lookup("topics")}
        names().learn(map(NamedNode, found))
        topics = {iri.rpartition("/")[2]: names().of(iri) for iri in sorted(found)}
        return sorted(sorted(topics.items()), key=itemgetter(1))

    return make() if safe_day().known is not None else desk().once(f"timeline topics {language()}", make)
