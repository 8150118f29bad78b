"""The site as files: every link of every page leads to a file that is there, and nothing leaves the folder."""

import threading
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin
from urllib.request import urlopen

import linked
import pytest
from flask import Flask, Response

from enjoin.graph import Graph
from enjoin.graph.errors import StoreError
from enjoin.server import create_app
from enjoin.server.publishing.frozen import Freezer, freeze, relative
from enjoin.server.settings import Settings

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


def test_a_wrong_link_would_be_seen(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        '<p id="a"></p><p id="a"></p><a href="gone.html">x</a><a href="index.html#a">y</a><a href="#b">z</a>'
        '<a href="/index.html">x</a><a href="../x">x</a><a href="http://localhost:8080/a">x</a><img src="x.png">'
        '<a href="https://example.org/">x</a><meta http-equiv="refresh" content="0; url=no.html"><a href="javascript:0">x</a>'
    )
    (tmp_path / "a.css").write_text("p { background: url('none.svg') }")
    assert [fault.partition(": ")[2] for fault in linked.faults(tmp_path)] == [
        "the id 'a' is there twice",
        "'gone.html' leads to no file",
        "'#b' leads to no place on that page",
        "'/index.html' leads out of the folder",
        "'../x' leads out of the folder",
        "'http://localhost:8080/a' leads to the host that it was made on",
        "'x.png' leads to no file",
        "'no.html' leads to no file",
        "'javascript:0' is no address of the web",
        "'none.svg' leads to no file",
    ]
    assert linked.hosts(tmp_path) == ["index.html"]
    assert linked.invalid("<!doctype html><title>x</title><p><div></p>")
    assert not linked.invalid("<!doctype html><title>x</title><p>x</p>")


@pytest.fixture(scope="module")
def site(app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a small graph as files, without a server that runs."""
    folder = tmp_path_factory.mktemp("frozen") / "deep" / "site"
    found = freeze(app, folder, Freezer(date(2018, 10, 1), languages=("en",)))
    assert found.broken == {}
    assert found.pages > 100
    return folder


def test_every_link_leads_to_a_file_and_a_place_on_it(site: Path) -> None:
    assert linked.faults(site) == []


def test_no_file_names_the_machine_that_it_was_made_on(site: Path) -> None:
    assert linked.hosts(site) == []


def test_pages_are_valid_html(site: Path) -> None:
    """One page of each folder, since the pages of a folder have one template."""
    pages = {page.parent: page for page in sorted(site.rglob("*.html"), reverse=True)}
    pages |= {page: page for page in site.glob("*.html")}
    for page in pages.values():
        assert linked.invalid(page.read_text(encoding="utf-8")) == [], page


def test_the_site_works_below_any_path_of_a_plain_server(site: Path) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(site.parent.parent))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            home = f"http://127.0.0.1:{server.server_port}/deep/site/"
            with urlopen(home) as answer:
                links = linked.Page(answer.read().decode()).links
            inside = [link.partition("#")[0] for link in links if "://" not in link]
            assert len(inside) > 20
            for link in dict.fromkeys(filter(None, inside)):
                with urlopen(urljoin(home, link)) as answer:
                    assert answer.status == 200
        finally:
            server.shutdown()
            thread.join()


def test_a_page_says_its_day_and_nothing_that_only_a_server_makes_true(site: Path) -> None:
    page = (site / "doc" / "order" / "eo-13768.html").read_text(encoding="utf-8")
    assert "<p>As of: 1 October 2018</p>" in page
    assert 'id="as-of-day"' not in page
    assert "og:url" not in page
    assert '<script type="application/ld+json">' not in page
    assert '<link rel="canonical" href="eo-13768.html">' in page
    assert not (site / "changes.atom").exists()
    assert "changes.atom" not in page


def test_files_of_all_kinds_are_there(site: Path) -> None:
    for file in (
        "index.html",
        "orders.html",
        "gaps.csv",
        "doc/order/eo-13768.html",
        "doc/order/eo-13768.ttl",
    ):
        assert (site / file).is_file(), file
    home = (site / "index.html").read_text(encoding="utf-8")
    assert 'href="doc/order/eo-13768.html"' in home


def test_with_a_server_that_runs_its_address_is_said(
    tmp_path: Path, world: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the first pages are made: the rest is as without a server."""
    live = "https://live.example"
    app = create_app(world, Settings(url=live), today=lambda: ON)
    seen = count(1)

    class Enough(Exception):
        """Stops after some addresses."""

    def stop(_: str) -> None:
        if next(seen) > 12:
            raise Enough

    kept = tmp_path / "kept"
    monkeypatch.setattr("enjoin.server.publishing.frozen.shutil.rmtree", lambda made, **_: made.rename(kept))
    with pytest.raises(Enough):
        freeze(app, tmp_path / "site", Freezer(ON, live), stop)
    home = (kept / "index.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{live}/">' in home
    assert f'action="{live}/search"' in home
    assert (kept / ".well-known" / "sparql-examples").is_file()
    assert f"<{live}/sparql>" in (kept / ".well-known" / "void").read_text(encoding="utf-8")


class Silent(SimpleHTTPRequestHandler):
    """A plain server that writes no log."""

    def log_message(self, format: str, *_: object) -> None: ...  # noqa: A002 - as the library names it
