"""The picture of a measure's states as a file by itself: `.svg`, its colours in the file, for any page or print."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from flask import Response, render_template

from ..day import asked_day
from ..entities.facts import capital
from ..errors import DoorError
from ..present import names
from ..sections import measures
from ..words import t
from ..written import briefly

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from .chart import Chart
    from .happenings import Dot
    from .swimlane import Track

MEDIA_TYPE: Final = "image/svg+xml"
_STATES: Final = re.compile(r"--([\w-]+): (#[0-9A-Fa-f]{6})")
_LANE: Final = 36
_HEAD: Final = 30


@cache
def tokens() -> dict[str, str]:
    """The colours of the light theme, by name."""
    css = resources.files("enjoin.server").joinpath("static/enjoin.css").read_text(encoding="utf-8")
    return dict(_STATES.findall(css[css.index(":root {") : css.index("@media")]))


def picture_file(iri: NamedNode) -> Response:
    """The file as an answer; its style, which is in the file, is allowed by its digest and nothing else is."""
    body = drawing(iri)
    style = body[body.index("<style>") + len("<style>") : body.index("</style>")]
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors 'none'"
    return Response(body, content_type=MEDIA_TYPE, headers={"Content-Security-Policy": policy})


def drawing(iri: NamedNode) -> str:
    """The file; `DoorError` 404 for a measure that has no computed states."""
    told = measures.picture(iri)
    if told is None:
        raise DoorError(404, "picture", t("order.states_none"))
    chart, span, placed = told
    tops = _tops(chart, placed)
    return render_template(
        "drawing.svg",
        label=capital(names().of(iri.value)),
        on=asked_day().on,
        scale=span.scale,
        placed=placed,
        lanes=tops,
        height=(tops[-1][1] if tops else 90) + _LANE + 40,
        chart=chart,
        colours=tokens(),
        briefly=briefly,
        states=sorted({row.period.state for row in chart.rows}),
    )


def _tops(chart: Chart, placed: list[Dot]) -> list[tuple[object, int]]:
    """Each heading and lane with where it begins, in pixels from the top."""
    y = 96 + 24 * max((dot.row for dot in placed), default=0) + 30
    found: list[tuple[object, int]] = []
    track: Track
    for track in [*chart.tracks, *chart.wholes]:
        found.append((track, y))
        y += _HEAD
        for lane in track.lanes:
            found.append((lane, y))
            y += _LANE
    return found
