"""The site as files: every link of every page leads to a file that is there, and nothing leaves the folder."""

import html
import re
from datetime import date
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

import pytest
from flask import Flask, Response

from enjoin.graph.errors import StoreError
from enjoin.server.publishing.frozen import Freezer, freeze, relative

ON = date(2026, 11, 22)
FREEZER = Freezer(ON)


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/orders", "orders.html"),
        ("/queries/", "queries/index.html"),
        ("/doc/order/eo-13768", "doc/order/eo-13768.html"),
        ("/doc/order/eo-13768.ttl", "doc/order/eo-13768.ttl"),
        ("/doc/order/eo-13768?on=2026-11-22", "doc/order/eo-13768.html"),
        ("/doc/order/eo-13768?lang=es", "es/doc/order/eo-13768.html"),
        ("/orders?page=3", "orders.page-3.html"),
        ("/orders?page=1", "orders.html"),
        ("/doc/source/a%20b%3Fc", "doc/source/a b?c.html"),
        ("/doc/order/eo-13768?on=2018-10-01", None),
        ("/doc/order/eo-13768?known=2018-10-01", None),
        ("/sparql", None),
        ("/sparql?query=ASK{}", None),
        ("/search?q=x", None),
        ("/answer/enforceable", None),
        ("/../etc/passwd", None),
        ("/a/%2e%2e/%2e%2e/b", None),
        ("https://example.org/orders", None),
    ],
)
def test_addresses_have_their_files(address: str, file: str | None) -> None:
    found = FREEZER.place(address)
    assert (str(found) if found else None) == file


def test_links_are_relative_and_what_needs_a_server_is_no_link() -> None:
    page = (
        '<link rel="stylesheet" href="/static/a.css"><a href="/orders?page=2#x">2</a><a href="/search?q=x&amp;y=1">s</a>'
        '<a href="https://example.org/">out</a><a href="#main">skip</a><form action="/search" method="get"></form>'
    )
    told, found = FREEZER.rewritten(page, "/doc/order/a")
    assert told == (
        '<link rel="stylesheet" href="../../static/a.css"><a href="../../orders.page-2.html#x">2</a><a>s</a>'
        '<a href="https://example.org/">out</a><a href="#main">skip</a><form hidden method="get"></form>'
    )
    assert found == ["/static/a.css", "/orders?page=2"]
    alive, _ = Freezer(ON, "https://live.example/").rewritten(page, "/doc/order/a")
    assert 'href="https://live.example/search?q=x&amp;y=1"' in alive
    assert 'action="https://live.example/search"' in alive


@pytest.mark.parametrize(
    ("here", "there", "way"),
    [
        ("index.html", "index.html", "index.html"),
        ("index.html", "a/b.html", "a/b.html"),
        ("a/b/c.html", "a/d.html", "../d.html"),
        ("a/b/c.html", "x.html", "../../x.html"),
    ],
)
def test_ways_between_files(here: str, there: str, way: str) -> None:
    assert relative(PurePosixPath(here), PurePosixPath(there)) == way


def small() -> Flask:
    app = Flask("small", static_folder=None)

    @app.get("/")
    def home() -> str:
        return '<a href="/a">a</a> <a href="/old">old</a> <a href="/gone">gone</a> <a href="/d.csv">d</a>'

    @app.get("/a")
    def page() -> str:
        return '<a href="/">home</a> <a href="/a?page=2">next</a>'

    @app.get("/old")
    def old() -> Response:
        return Response(status=301, headers={"Location": "/a"})

    @app.get("/d.csv")
    def data() -> Response:
        return Response("x\r\n", content_type="text/csv")

    return app


def test_a_site_is_written_with_what_it_leads_to(tmp_path: Path) -> None:
    seen = list[str]()
    found = freeze(small(), tmp_path / "site", FREEZER, seen.append)
    assert (found.pages, found.files) == (3, 1)
    assert "/gone" in found.broken
    assert found.broken["/gone"] == 404
    files = {path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site").rglob("*.*")}
    assert files == {"index.html", "a.html", "a.page-2.html", "old.html", "d.csv"}
    assert 'url=a.html"' in (tmp_path / "site" / "old.html").read_text()
    assert "/a?page=2" in seen


def test_a_folder_with_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").touch()
    with pytest.raises(StoreError, match="is not empty"):
        freeze(small(), tmp_path, FREEZER)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_nothing_is_left_of_a_site_that_failed(tmp_path: Path) -> None:
    def stop(address: str) -> None:
        if address == "/a":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        freeze(small(), tmp_path / "site", FREEZER, stop)
    assert list(tmp_path.iterdir()) == []


def leading(folder: Path) -> list[str]:
    """Every link of every page that leads to no file, as `page: link`."""
    wrong = list[str]()
    for page in folder.rglob("*.html"):
        for value in re.findall(r'\s(?:href|src|action)="([^"]*)"', page.read_text(encoding="utf-8")):
            target = html.unescape(value).partition("#")[0]
            if not target or target.startswith(("https://", "http://", "data:", "mailto:")):
                continue
            if target.startswith("/") or not (page.parent / unquote(target)).is_file():
                wrong.append(f"{page.relative_to(folder)}: {value}")
    return wrong


def test_a_wrong_link_would_be_seen(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text('<a href="gone.html">x</a><a href="index.html">y</a>')
    assert leading(tmp_path) == ["index.html: gone.html"]


def test_the_whole_site_holds_together(app: Flask, tmp_path: Path) -> None:
    """Every page of a small graph: no address fails, and every link leads to a file."""
    found = freeze(app, tmp_path / "site", Freezer(date(2018, 10, 1), languages=("en",)))
    assert found.broken == {}
    assert leading(tmp_path / "site") == []
    assert found.pages > 100
    for file in (
        "index.html",
        "orders.html",
        "gaps.csv",
        "doc/order/eo-13768.html",
        "doc/order/eo-13768.ttl",
    ):
        assert (tmp_path / "site" / file).is_file(), file
    home = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert 'href="doc/order/eo-13768.html"' in home
    assert not re.search(r'(href|src|action)="/(?!/)', home)
