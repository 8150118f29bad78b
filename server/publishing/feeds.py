"""`/changes.atom`: what courts and governments did lately, for feed readers (RFC 4287)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from flask import Blueprint, Response, request

from ..day import asked_day, link
from ..languages import language
from ..reports.changes import latest
from ..words import t

if TYPE_CHECKING:
    from datetime import date

    from flask.typing import ResponseReturnValue

    from ..reports.changes import Doing

bp: Final = Blueprint("feeds", __name__)
MOST: Final = 50
ATOM: Final = "application/atom+xml"


@bp.get("/changes.atom")
def feed() -> ResponseReturnValue:
    """The latest changes up to the day, one entry for what one ruling or measure did on one day."""
    day = asked_day()
    found = [doing for doing in latest(day.on, MOST) if doing.on is not None]
    root = request.url_root.rstrip("/")
    head = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language()}">',
        f"<title>{escape(t('changes.feed'))}</title>",
        f"<subtitle>{escape(t('site.description'))}</subtitle>",
        f"<id>{escape(root + link('/changes.atom'))}</id>",
        f'<link rel="self" type="{ATOM}" href={quoteattr(root + link("/changes.atom"))}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(root + link("/changes"))}/>',
        f"<updated>{_moment(found[0].on if found else day.on)}</updated>",
        f"<author><name>{escape(t('site.name'))}</name></author>",
    ]
    body = "\n".join([*head, *(_entry(doing, root) for doing in found), "</feed>", ""])
    return Response(body, content_type=f"{ATOM}; charset=utf-8")


def _entry(doing: Doing, root: str) -> str:
    """One doing. Its id is what did it and when, so that it stays the same while the list grows."""
    deeds = ", ".join(deed.text for deed in doing.deeds)
    targets = "; ".join(target.text for target in doing.targets)
    quote = f"\n“{doing.quote.text}” ({doing.quote.source.text})" if doing.quote else ""
    when = "" if doing.certain else f"\n{doing.when}"
    address = root + (doing.producer.href or link("/changes"))
    return "\n".join(
        [
            "<entry>",
            f"<title>{_clean(f'{doing.producer.text}: {deeds}')}</title>",
            f"<id>{_clean(doing.producer.iri)}#{doing.on}</id>",
            f'<link rel="alternate" type="text/html" href={quoteattr(address)}/>',
            f"<updated>{_moment(doing.on)}</updated>",
            f"<summary>{_clean(targets + when + quote)}</summary>",
            "</entry>",
        ]
    )


def _moment(day: date | None) -> str:
    return f"{day}T00:00:00Z"


def _clean(text: str) -> str:
    """Text for XML: markup is text, and the signs that XML cannot hold are left out."""
    return escape(
        "".join(sign for sign in text if sign in "\t\n\r" or (sign >= " " and sign not in "\ufffe\uffff"))
    )
