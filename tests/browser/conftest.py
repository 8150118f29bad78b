"""The starter graph served on this machine, and a Chromium that looks at it.

Skipped with its reason where there is no Chromium or no playwright.
"""

import importlib
import importlib.util
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from enjoin.graph import Graph
from enjoin.server import create_app
from enjoin.server.settings import Settings

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def site(starter: Graph) -> Iterator[str]:
    """The address of the site, as it is on 21 November 2026."""
    from waitress.server import create_server

    app = create_app(starter, Settings(), today=lambda: date(2026, 11, 21))
    server: Any = create_server(app, host="127.0.0.1", port=0, threads=4, ident=None)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    server.task_dispatcher.shutdown()


@pytest.fixture(scope="session")
def chromium(require: Callable[[str, object, str], None]) -> Iterator[Any]:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    require("browser", found, "there is no Chromium on the path")
    require(
        "browser",
        importlib.util.find_spec("playwright"),
        "playwright is not installed: pip install 'enjoin[test]'",
    )
    api = importlib.import_module("playwright.sync_api")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


def complains(message: Any) -> bool:
    """Whether the console has an error; that a request is wrong is the server's to say."""
    return message.type == "error" and "the server responded with a status of 4" not in message.text


@pytest.fixture
def visit(chromium: Any, site: str) -> Iterator[Callable[..., Any]]:
    """Opens a page of the site; at the end nothing was asked of others and the console was silent."""
    contexts: list[Any] = []
    strange: list[str] = []

    def opened(path: str, **given: Any) -> Any:
        context = chromium.new_context(base_url=site, **given)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: strange.append(message.text) if complains(message) else None)
        page.on("pageerror", lambda error: strange.append(str(error)))
        page.on(
            "request", lambda request: None if request.url.startswith(site) else strange.append(request.url)
        )
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert strange == []


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOOKS = ((1280, "light", "none"), (390, "dark", "none"))
MORE = ((390, "light", "none"), (1280, "dark", "none"), (1280, "light", "active"))


@pytest.fixture
def faultless(require: Callable[[str, object, str], None]) -> Callable[..., None]:
    """Has axe look at a page that is open, without motion: wide and light, narrow and dark.

    Layout follows the width and colours the theme, so that two looks show both of each; `every` adds the other
    two, and forced colours.
    """
    require(
        "browser", importlib.util.find_spec("axe_playwright_python"), "axe-playwright-python is not installed"
    )
    axe = importlib.import_module("axe_playwright_python.sync_playwright").Axe()

    def checked(page: Any, *, every: bool = False) -> None:
        for width, theme, forced in LOOKS + (MORE if every else ()):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=theme, forced_colors=forced, reduced_motion="reduce")
            found = axe.run(page, options={"runOnly": RULES})
            assert found.violations_count == 0, f"{width} {theme} {forced}: {found.generate_report()}"

    return checked
