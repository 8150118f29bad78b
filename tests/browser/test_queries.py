"""The query editor, the named questions and the map, as a person meets them in a browser."""

import importlib
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

VENDOR = Path(__file__).resolve().parents[2] / "server" / "static" / "vendor"
RULINGS = "SELECT ?ruling ?decided WHERE {\n  ?ruling a ej:Ruling ; ej:decidedOn ?decided .\n} ORDER BY ?decided LIMIT 12"
PAGES = (
    "/sparql", "/sparql?query=SELECT+?ruling+?decided+WHERE+{+?ruling+a+ej:Ruling+;+ej:decidedOn+?decided+}+LIMIT+12",
    "/sparql?query=SELECT+?place+WHERE+{+?place+a+ej:Jurisdiction+}", "/sparql?query=SELECT+*+{", "/sparql?query=ASK+{}",
    "/sparql?query=DESCRIBE+ej:Ruling", "/queries/", "/queries/what-binds?jurisdiction=us-ca-san-francisco&on=2025-05-01",
    "/queries/rulings-that-blocked-orders?from=nix", "/map?on=2025-05-01", "/map?on=2025-05-01&show=policy&region=west",
    "/map?on=2025-05-01&show=lawsuit",
)  # fmt: skip


@pytest.fixture
def editor(visit, require):
    """Opens a page of the editor and gives it with the editor's own field."""
    require("assets", (VENDOR / "STAMP").is_file(), "the editor was not built; pip install -e . builds it")

    def opened(path="/sparql", **given):
        page = visit(path, **given)
        field = page.get_by_role("textbox", name="SPARQL query")
        field.wait_for()
        return page, field

    return opened


def write(page, field, text: str) -> None:
    """Types over what stands in the editor, closing nothing by itself."""
    field.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def test_the_style_of_the_editor_is_really_there(editor) -> None:
    page, field = editor()
    gutter, line = page.locator(".cm-gutters").bounding_box(), page.locator(".cm-line").first.bounding_box()
    assert gutter["width"] > 10
    assert gutter["x"] + gutter["width"] <= line["x"] + 1, "the gutter lies over the text"
    assert not page.get_by_label("Query", exact=True).and_(page.locator("textarea")).is_visible()
    assert field.is_visible()


def test_ctrl_enter_asks_and_the_answer_has_names_links_and_a_timeline(editor) -> None:
    page, field = editor()
    write(page, field, RULINGS)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/sparql?query=*")
    page.locator("h2#results").wait_for()
    assert page.locator("h2#results").inner_text() == "12 results"
    assert page.locator("td a").first.get_attribute("href").startswith("/doc/ruling/")
    assert page.locator(".span").count() == 12
    assert page.get_by_role("link", name="CSV").is_visible()


def test_completion_knows_the_ontology_and_what_the_data_has_here(editor) -> None:
    page, field = editor()
    write(page, field, "SELECT * WHERE { ?r a ej:Ruling ; ")
    page.keyboard.type("ej:dec")
    offered = page.locator(".cm-tooltip-autocomplete li")
    offered.filter(has_text="ej:decidedOn").first.wait_for()
    for _ in range(10):  # a busy machine may not say in time what the data has: one asks again
        if "ej:decidedOn" in offered.first.inner_text():
            break
        page.keyboard.press("Escape")
        page.keyboard.press("Control+Space")
        page.wait_for_timeout(500)
    assert "decided on" in offered.first.inner_text()
    page.locator(".cm-completionInfo").wait_for()
    page.wait_for_timeout(100)
    page.keyboard.press("Enter")
    assert "ej:decidedOn" in field.inner_text()
    page.keyboard.type(" ?d . ?")
    page.locator(".cm-tooltip-autocomplete li", has_text="?r").wait_for()


def test_an_error_is_marked_where_it_is_and_said(editor) -> None:
    page, field = editor()
    write(page, field, "SELECT * WHERE {\n  ?s ?p\n}")
    page.locator(".cm-lintRange-error").wait_for()
    assert "Line 3" in page.get_by_role("status").inner_text()
    write(page, field, "DELETE WHERE { ?s ?p ?o }")
    page.get_by_role("status").filter(has_text="DELETE is an update").wait_for()
    write(page, field, "ASK {}")
    page.get_by_role("status").filter(has_text="DELETE").wait_for(state="hidden")


def test_tab_leaves_the_editor(editor) -> None:
    page, field = editor()
    field.click()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Run"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "SPARQL query"


def test_a_long_query_is_sent_all_the_same(editor) -> None:
    page, field = editor()
    write(page, field, f"ASK {{}} # {'long ' * 3000}")
    page.get_by_role("button", name="Run").click()
    page.locator(".answer .says", has_text="Yes").wait_for()
    assert "query=" not in page.url


@pytest.mark.parametrize("given", [{"java_script_enabled": False}, {}])
def test_from_a_named_question_to_the_editor_to_turtle(visit, given) -> None:
    page = visit("/queries/", **given)
    page.get_by_role("link", name="What binds this state, county or city on a day?").click()
    page.get_by_label("jurisdiction").select_option(label="San Francisco")
    page.locator("#p-on").fill("2025-05-01")
    page.get_by_role("button", name="Ask").click()
    assert page.locator("h2#results").inner_text().endswith("results")
    assert (
        page.get_by_role("link", name="Turtle").get_attribute("href").startswith("/queries/what-binds.ttl?")
    )
    page.get_by_role("link", name="Edit in SPARQL").click()
    assert "us-ca-san-francisco" in page.locator("#query").input_value()
    construct = "CONSTRUCT { ?r ej:decidedOn ?d } WHERE { ?r a ej:Ruling ; ej:decidedOn ?d } LIMIT 3"
    if given:
        page.locator("#query").fill(construct)
    else:
        write(page, page.get_by_role("textbox", name="SPARQL query"), construct)
    page.get_by_role("button", name="Run").click()
    page.locator("h2#results").wait_for()
    assert page.locator("h2#results").inner_text() == "3 statements"
    href = page.locator(".downloads").get_by_role("link", name="Turtle").get_attribute("href")
    answer = page.request.get(href)
    assert answer.headers["content-type"].startswith("text/turtle")
    assert answer.text().count("ej:decidedOn") == 3


def test_a_wrong_value_is_said_beside_its_field(visit) -> None:
    page = visit("/queries/what-binds?jurisdiction=us-ca-san-fransisco")
    field = page.get_by_label("jurisdiction")
    assert field.get_attribute("aria-invalid") == "true"
    assert "us-ca-san-francisco" in page.locator("#e-jurisdiction").inner_text()


def test_the_map_is_a_picture_of_links_with_a_table(visit) -> None:
    page = visit("/map?on=2025-05-01")
    square = page.locator(".tiles a[aria-label^='California:']")
    assert "Partly blocked" in square.get_attribute("aria-label")
    rows = page.locator("tbody tr")
    assert rows.count() > 10
    page.get_by_role("link", name="Sort by Provisions").click()
    assert page.locator("th[aria-sort]").inner_text().startswith("Provisions")
    assert page.locator("tbody tr").count() == 23
    page.get_by_role("radio", name="Own policies").check()
    page.get_by_label("Part of the country").select_option("west")
    page.get_by_role("button", name="Show").last.click()
    assert "show=policy" in page.url
    assert "on=2025-05-01" in page.url
    assert "In force" in page.locator(".tiles a[aria-label^='Oregon:']").get_attribute("aria-label")
    page.locator(".tiles a[aria-label^='Oregon:']").click()
    page.wait_for_url("**/doc/jurisdiction/us-or?**")


def test_the_keyboard_goes_through_the_map(visit) -> None:
    page = visit("/map?on=2025-05-01&show=lawsuit")
    first = page.locator(".country a, .tiles a").first
    first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/doc/jurisdiction/**")


@pytest.mark.parametrize("path", PAGES)
def test_these_pages_say_the_same_without_javascript_and_fit_a_small_screen(visit, path) -> None:
    plain = visit(path, java_script_enabled=False, viewport={"width": 320, "height": 700})
    with_script = visit(path, viewport={"width": 320, "height": 700})
    for page in (plain, with_script):
        assert page.locator("h1").inner_text()
    wide = with_script.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    if "/sparql" not in path:
        said = [re.sub(r"\d+ ms", "", page.locator("main").inner_text()) for page in (plain, with_script)]
        assert said[0] == said[1]


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_fault(visit, faultless, path) -> None:
    faultless(visit(path))


def test_axe_finds_no_fault_while_completing(editor) -> None:
    axe = importlib.import_module("axe_playwright_python.sync_playwright").Axe()
    page, field = editor(color_scheme="dark")
    write(page, field, "SELECT * WHERE { ?r a ")
    page.keyboard.type("ej:")
    page.locator(".cm-tooltip-autocomplete li").first.wait_for()
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    found = axe.run(page, options=rules)
    assert found.violations_count == 0, found.generate_report()
