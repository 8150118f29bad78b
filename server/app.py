"""The site put together: pages, headers, errors, templates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from flask import Flask, Response, render_template, request, url_for
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from ..graph.errors import Nonconforming
from .day import asked_day, link, safe_day
from .desk import Desk, desk_of, set_up
from .entities import suggested
from .errors import as_json, problem_of
from .gate import take_turns
from .headers import guard
from .hosts import Hosts
from .languages import LANGUAGES, NAMES, language
from .negotiate import GRAPHS, HTML, PLAIN_JSON, choose
from .shortcut import Shortcut
from .words import t
from .written import joined, number, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from ..graph import Graph
    from .settings import Settings

NAVIGATION: Final = ("orders", "lawsuits", "rulings", "judges", "places", "queries", "sparql")
FOOTER: Final = ("sources", "changes", "gaps", "validation", "ontology", "dump", "status", "about")
_PATHS: Final = {"queries": "/queries/", "ontology": "/ns", "dump": "/dump/"}


def build(graph: Graph, settings: Settings, today: Callable[[], date]) -> Flask:
    """The WSGI application; see `create_app`."""
    # Flask's own search for these paths stumbles over a package without a parent folder.
    here = str(Path(__file__).resolve().parent)
    app = Flask("enjoin.server", root_path=here, instance_path=here)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 3600
    app.url_map.strict_slashes = app.url_map.merge_slashes = False
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the provider of Flask has it
    set_up(app.extensions, Desk(graph, settings, today))
    app.wsgi_app = Hosts(Shortcut(app))  # type: ignore[method-assign]
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    _services(app)
    if not graph.bare:
        _pages(app)
    guard(app)
    take_turns(app)

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
    from . import bare, graphs, operations, sparql, update

    for module in (sparql, update, graphs, operations):
        app.register_blueprint(module.bp)
    if desk_of(app).graph.bare:
        app.register_blueprint(bare.bp)


def _pages(app: Flask) -> None:
    from . import (
        answers,
        description,
        entities,
        home,
        lists,
        ontology,
        publishing,
        questions,
        reports,
        search,
    )

    for module in (
        home, lists, entities, answers, questions, search, description, reports, ontology, publishing,
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
    page = render_template("problem.html", problem=problem, day=safe_day())
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
        "written": written,
        "number": number,
        "joined": joined,
        "suggested": suggested,
        "static": _static,
        "bare": bare,
        "languages": [(each, NAMES[each]) for each in LANGUAGES],
        "section": None,
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
            "navigation": [_entry(name) for name in (("sparql",) if bare else NAVIGATION)],
            "footer": [] if bare else [_entry(name) for name in FOOTER],
        }
