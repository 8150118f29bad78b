"""For robots and browsers: the site map in pages, and how to search here (OpenSearch)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote
from xml.sax.saxutils import escape

from flask import Blueprint, Response, abort, request

from ..day import link
from ..desk import desk
from ..languages import language
from ..lists.listing import LISTS
from ..present import SAFE_ID
from ..search.indexing import index
from ..words import t
from .edition import edition

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask.typing import ResponseReturnValue

bp: Final = Blueprint("sitemap", __name__)
PAGE: Final = 10_000
"""Addresses in one file; the protocol allows five times as many, which would take five times as long to write."""
_HEAD: Final = '<?xml version="1.0" encoding="utf-8"?>\n'
_SPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
FIXED: Final = (
    "/", *(f"/{name}" for name in LISTS), "/queries/", "/changes", "/gaps", "/validation", "/ns", "/about",
    "/map", "/timeline", "/dump/",
)  # fmt: skip


@bp.get("/sitemap.xml")
def maps() -> ResponseReturnValue:
    """The files of the site map: the pages that are always there, then the entities."""
    count = -(-index().things() // PAGE)
    rows = (
        f"<sitemap><loc>{_absolute(f'/sitemap-{n}.xml')}</loc>{_modified()}</sitemap>"
        for n in range(count + 1)
    )
    return _xml("sitemapindex", rows)


@bp.get("/sitemap-<int:number>.xml")
def addresses(number: int) -> ResponseReturnValue:
    """File 0 has the fixed pages, the others the pages of entities."""
    if number == 0:
        return _xml("urlset", (f"<url><loc>{_absolute(path)}</loc>{_modified()}</url>" for path in FIXED))
    found = index().page((number - 1) * PAGE, PAGE)
    if not found:
        abort(404)
    iris = desk().graph.iris
    keys = (iris.kind_and_id(iri) for iri in found)
    paths = (f"/doc/{key[0]}/{quote(key[1], safe=SAFE_ID)}" for key in keys if key)
    return _xml("urlset", (f"<url><loc>{_absolute(path)}</loc>{_modified()}</url>" for path in paths))


@bp.get("/opensearch.xml")
def opensearch() -> ResponseReturnValue:
    """How browsers may search here from their address bar."""
    root = escape(request.url_root.rstrip("/"))
    chosen = language()
    lines = (
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
        f"<ShortName>{escape(t('site.name'))}</ShortName>",
        f"<Description>{escape(t('search.label'))}</Description>",
        "<InputEncoding>UTF-8</InputEncoding>",
        f"<Language>{chosen}</Language>",
        f'<Image width="16" height="16" type="image/svg+xml">{root}/static/favicon.svg</Image>',
        f'<Url type="text/html" method="get" template="{root}/search?q={{searchTerms}}&amp;lang={chosen}"/>',
        f'<Url type="application/json" rel="results" method="get" template="{root}/search.json?q={{searchTerms}}"/>',
        "</OpenSearchDescription>\n",
    )
    body = _HEAD + "\n".join(lines)
    return Response(body, content_type="application/opensearchdescription+xml; charset=utf-8")


def _absolute(path: str) -> str:
    return escape(request.url_root.rstrip("/") + link(path, on=None, known=None, lang=None))


def _modified() -> str:
    day = edition().day
    return f"<lastmod>{day}</lastmod>" if day else ""


def _xml(root: str, rows: Iterable[str]) -> Response:
    body = "\n".join([f'{_HEAD}<{root} xmlns="{_SPACE}">', *rows, f"</{root}>", ""])
    return Response(body, content_type="application/xml; charset=utf-8")
