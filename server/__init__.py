"""The doors: HTTP and the command line.

They ask the graph through its facade and show what it says. No storage here: nothing in this
room knows the engine, the layout of files, or which named graph holds what.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from ..graph import Graph
    from .log import Log
    from .settings import Settings

__all__ = ["create_app"]


def create_app(
    graph: Graph, settings: Settings, *, today: Callable[[], date] = date.today, log: Log | None = None
) -> Flask:
    """The site over `graph`, as a WSGI application; `today` is the day a page shows by default.

    What is to be known of its requests goes into `log`.
    """
    from .app import build  # Flask loads when there is something to serve, not for `enjoin --version`

    return build(graph, settings, today, log)
