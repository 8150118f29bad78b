"""What a page weighs on its way, with all that it loads: less than a picture of it would."""

import gzip
import re
from datetime import date

import pytest

from enjoin.graph import Graph
from enjoin.server import create_app
from enjoin.server.settings import Settings

MOST = 60_000
"""Bytes, compressed, of a page with its sheets and scripts; the editor's own page may weigh more."""


@pytest.fixture(scope="module")
def client(starter: Graph):
    return create_app(starter, Settings(), today=lambda: date(2026, 11, 21)).test_client()


@pytest.mark.parametrize(
    "path",
    [
        "/", "/orders", "/rulings", "/sources", "/map?on=2025-05-01", "/timeline", "/changes", "/gaps", "/validation", "/ns",
        "/search?q=san+francisco", "/doc/order/eo-14160", "/doc/order/eo-13768", "/doc/lawsuit/sf-v-trump-2017",
        "/doc/ruling/r-2018-08-01-ca9", "/doc/jurisdiction/us", "/doc/jurisdiction/us-ca-san-francisco", "/doc/judge/orrick",
        "/doc/official/trump", "/doc/source/b-2025", "/queries/", "/queries/rulings-that-blocked-orders?on=2025-05-01",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_page_is_light(client, path, language) -> None:
    mark = "&" if "?" in path else "?"
    page = client.get(f"{path}{mark}lang={language}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    loaded = re.findall(r'<(?:script|link rel="stylesheet")[^>]*(?:src|href)="(/static/[^"]+)"', page.text)
    assert len(loaded) >= 3
    parts = [page.data]
    for address in loaded:
        with client.get(address) as file:
            parts.append(file.data)
    assert sum(len(gzip.compress(part, 6)) for part in parts) < MOST
