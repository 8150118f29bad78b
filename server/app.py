"""The site put together: pages, headers, errors, templates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from flask import Flask, Response, g, render_template, request, url_for
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from ..graph.errors import Nonconforming
from .access import writable
from .address import root
from .apology import apology
from .day import asked_day, link, safe_day
from .desk import Desk, desk_of, set_up
from .errors import as_json, problem_of
from .headers import greet, guard
from .languages import LANGUAGES, NAMES, language
from .lists.listing import LISTS
from .present import suggested
from .protocol.negotiate import GRAPHS, HTML, PLAIN_JSON, choose
from .publishing import citing, structured
from .search import indexing
from .sockets.gate import take_turns
from .sockets.hosts import Hosts
from .sockets.shortcut import Shortcut
from .throttle import throttle
from .words import t
from .written import joined, number, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from ..graph import Graph
    from .log import Log
    from .settings import Settings

NAVIGATION: Final = ("orders", "lawsuits", "rulings", "judges", "places", "map", "queries", "sparql")
FOOTER: Final = (
    "sources", "changes", "gaps", "reconciliation", "review", "validation", "ontology", "dump", "status", "about",
)  # fmt: skip
_PATHS: Final = {"queries": "/queries/", "ontology": "/ns", "dump": "/dump/"}


def build(graph: Graph, settings: Settings, today: Callable[[], date], log: Log | None = None) -> Flask:
    """The WSGI application; see `create_app`."""
    # Flask's own search for these paths stumbles over a package without a parent folder.
    here = str(Path(__file__).resolve().parent)
    app = Flask("enjoin.server", root_path=here, instance_path=here)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 3600
    app.url_map.strict_slashes = app.url_map.merge_slashes = False
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the provider of Flask has it
    set_up(app.extensions, Desk(graph, settings, today, log))
    graph.likely = None if graph.bare else indexing.likely
    app.wsgi_app = Hosts(Shortcut(app), desk_of(app))  # type: ignore[method-assign]
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    _services(app)
    if not graph.bare:
        _pages(app)
    greet(app)
    throttle(app)
    guard(app)
    take_turns(app)
    citing.offer(app)

    @app.before_request
    def calendar() -> None:  # pyright: ignore[reportUnusedFunction]
        """An impossible day is an error at every address, also where the page would not need it."""
        if request.endpoint != "static" and not graph.bare:
            asked_day()

    app.register_error_handler(Exception, turn_away)
    _templates(app, bare=graph.bare)
    return app


def _services(app: Flask) -> None:
    """What a bare store offers too: the protocols, and what those need who run it."""
    from . import bare, operations
    from .protocol import graphs, sparql, update
    from .workbench import assist

    for module in (sparql, update, graphs, operations, assist):
        app.register_blueprint(module.bp)
    if desk_of(app).graph.bare:
        app.register_blueprint(bare.bp)


def _pages(app: Flask) -> None:
    from . import home, ontology
    from .answers import enforceable as answers
    from .entities import page as entities
    from .lists import page as lists
    from .maps import page as map_page
    from .protocol import description
    from .publishing import dumps as publishing
    from .publishing import examples, feeds, sitemap
    from .reports import chronicle, conformity, linked, reconciliation, review
    from .reports import page as reports
    from .search import page as search
    from .workbench import questions

    for module in (
        home, chronicle, map_page, lists, entities, answers, questions, search, description, reports, ontology, publishing, conformity, feeds, sitemap, examples,
        reconciliation, review, linked,
    ):  # fmt: skip
        app.register_blueprint(module.bp)


def turn_away(error: Exception) -> Response:
    """Any error as a problem: JSON for programs, a page for browsers. The door of the web."""
    problem = problem_of(error)
    offers = (PLAIN_JSON, HTML, GRAPHS[0]) if isinstance(error, Nonconforming) else (PLAIN_JSON, HTML)
    likes = choose(request.headers.get("Accept"), offers)
    if isinstance(error, Nonconforming) and likes is GRAPHS[0]:
        return Response(error.report.turtle(), problem.status, content_type=GRAPHS[0].content_type)
    if likes is not HTML:
        return as_json(problem)
    page = render_template(
        "problem.html", problem=problem, day=safe_day(), request_id=g.get("request_id", "")
    )
    return Response(page, problem.status, {**problem.headers, "Content-Type": HTML.content_type})


def _entry(name: str) -> tuple[str, str]:
    return _PATHS.get(name, f"/{name}"), t(f"nav.{name}")


def _static(name: str) -> str:
    return url_for("static", filename=name)


def _templates(app: Flask, *, bare: bool) -> None:
    jinja = app.jinja_env
    jinja.undefined = StrictUndefined
    jinja.trim_blocks = jinja.lstrip_blocks = True
    told: dict[str, object] = {
        "t": t,
        "link": link,
        "site_root": root,
        "written": written,
        "number": number,
        "joined": joined,
        "suggested": suggested,
        "structured": structured,
        "apology": apology,
        "cite": citing.cite,
        "cite_links": citing.links,
        "static": _static,
        "bare": bare,
        "languages": [(each, NAMES[each]) for each in LANGUAGES],
        "section": None,
        "problem": None,
        "cited": None,
        "entity": None,
        "downloads": [],
        "day_before": None,
        "day_after": None,
    }
    jinja.globals.update(told)  # pyright: ignore[reportArgumentType, reportCallIssue]  # typed by its defaults

    @app.context_processor
    def _day() -> dict[str, object]:  # pyright: ignore[reportUnusedFunction]
        return {
            "day": safe_day(),
            "language": language(),
            "lists": [] if bare else [(f"/{name}", t(f"list.{name}")) for name in LISTS],
            "navigation": [_entry(name) for name in (("sparql",) if bare else NAVIGATION)],
            "footer": [] if bare else [_entry(name) for name in FOOTER if name != "review" or writable()],
        }
