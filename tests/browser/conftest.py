"""The starter graph with an article and a tracker, served on this machine, and a Chromium that looks at it.

Skipped with its reason where there is no Chromium or no playwright.
"""

import importlib
import importlib.util
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from enjoin.graph import Graph
from enjoin.graph.ingestion.documents import from_bytes
from enjoin.server import create_app
from enjoin.server.settings import Settings

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TOKEN = "a-token-of-the-tests"
ARTICLE = Path(__file__).resolve().parents[1] / "fixtures" / "claims" / "article.txt"
TRACKER = """Case,Court,Docket,Status,Updated
Doe v. Trump,D. Mass.,1:25-cv-10135,Blocked,2025-02-19
Doe v. Reed,D. Mass.,1:25-cv-99998,Waiting,2025-02-20
"""
MAPPING = """[tracker]
name = "Our tracker"
[columns]
caption = "Case"
court = "Court"
docket = "Docket"
updated = "Updated"
[[status]]
column = "Status"
[status.words]
"Blocked" = "blocked"
"""


@pytest.fixture(scope="session")
def site(starter_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site, as it is on 21 November 2026."""
    from waitress.server import create_server

    path = tmp_path_factory.mktemp("site") / "store"
    shutil.copytree(starter_store, path)
    with Graph.open(path, write=True, clock=lambda: NOW) as graph:
        given = from_bytes(TRACKER.encode(), "tracker.csv", retrieved_on=date(2025, 3, 1))
        receipt = graph.ingest(replace(given, mapping=MAPPING, mapping_name="tracker.toml"))
        assert not receipt.quarantined, receipt.text()
        graph.ingest(ARTICLE, source_date=date(2025, 5, 1))
        app = create_app(graph, Settings(token=TOKEN), today=lambda: date(2026, 11, 21))
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
        context = chromium.new_context(base_url=site, locale="en-US", **given)
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
EVERY = {"runOnly": RULES, "resultTypes": ["violations"]}
FORM = {**EVERY, "rules": {"color-contrast": {"enabled": False}}}
COLOUR = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
LOOKS = (
    (1280, "light", "none", COLOUR), (1280, "dark", "none", COLOUR), (390, "light", "none", COLOUR),
    (390, "dark", "none", EVERY), (1280, "light", "active", EVERY),
)  # fmt: skip
AXE = """async options => (await axe.run(document, options)).violations.flatMap(
  found => found.nodes.map(node => [found.id, found.help, node.target.join(' '), node.failureSummary]))"""
FEW = """() => { for (const parent of document.querySelectorAll('main, main *')) { const seen = {}; if (parent.closest('.cm-editor')) continue;
  for (const child of [...parent.children]) {
    const classes = [child, ...child.querySelectorAll('*')].map(each => each.tagName + '.' + each.getAttribute('class'));
    const like = [...new Set(classes)].sort().join(' ');
    seen[like] = (seen[like] || 0) + 1;
    if (seen[like] > 2) child.remove();
  } } }"""
"""Of rows, bars and entries that are built alike, and so look alike, two stay."""


@pytest.fixture
def faultless(require: Callable[[str, object, str], None]) -> Callable[[Any], None]:
    """Has axe look at a page that is open, without motion; what is built alike is taken away from it.

    All of its parts, names and roles are looked at once. Colours, which take most of the time, and what the
    width changes are looked at in each look on what is left: wide and narrow, light, dark and with forced colours.
    """
    require(
        "browser", importlib.util.find_spec("axe_playwright_python"), "axe-playwright-python is not installed"
    )
    script = Path(importlib.import_module("axe_playwright_python").__file__ or "").with_name("axe.min.js")

    def looked(page: Any, width: int, theme: str, forced: str, options: dict[str, Any]) -> None:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme, forced_colors=forced, reduced_motion="reduce")
        found = page.evaluate(AXE, options)
        assert found == [], f"{width} {theme} {forced}"

    def checked(page: Any) -> None:
        page.evaluate(script.read_text(encoding="utf-8"))
        looked(page, 1280, "light", "none", FORM)
        page.evaluate(FEW)
        for look in LOOKS:
            looked(page, *look)

    return checked
