"""A person finds an answer, with a mouse, with the keyboard alone, and without JavaScript."""

import pytest

pytestmark = pytest.mark.browser

PAGES = (
    "/", "/orders", "/rulings", "/places", "/search?q=san+fransisco", "/doc/order/eo-13768?on=2018-10-01",
    "/doc/provision/eo-13768-9a?on=2018-10-01", "/doc/lawsuit/sf-v-trump-2017", "/doc/ruling/r-2018-08-01-ca9",
    "/doc/judge/orrick", "/doc/jurisdiction/us-ca-san-francisco?on=2025-05-01", "/queries/what-binds",
    "/answer/enforceable?provision=eo-13768-9a&party=us-il-chicago&on=2019-06-01", "/sparql", "/status", "/ns", "/nix",
)  # fmt: skip


@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_first_page_to_a_ruling_and_its_source(visit, javascript) -> None:
    page = visit("/", java_script_enabled=javascript)
    assert page.locator("h1").inner_text() == "Which rulings blocked which orders?"
    page.locator("main input[name=q]").fill("EO 13768")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Executive Order 13768", exact=True).first.click()
    page.get_by_label("As of").fill("2018-10-01")
    page.get_by_role("button", name="Show").click()
    assert "1 October 2018" in page.locator(".as-of").inner_text()
    page.locator("#event").get_by_role("link", name="Affirmed in part, vacated in part").click()
    assert "on=2018-10-01" in page.url
    assert "1 August 2018" in page.locator("h1").inner_text()
    page.locator(".answer").get_by_role("link", name="Source 1").click()
    assert "rulings.csv" in page.locator("#source-1").inner_text()


def test_a_judge_is_found_by_name_and_leads_to_rulings(visit) -> None:
    page = visit("/search?q=Orrick")
    page.get_by_role("link", name="William Horsley Orrick III").first.click()
    page.get_by_role("link", name="Preliminary injunction granted", exact=True).first.click()
    assert "/doc/ruling/r-2017-04-25-santa-clara-pi" in page.url


def test_a_named_query_is_asked_and_then_edited(visit) -> None:
    page = visit("/queries/what-binds")
    page.get_by_label("jurisdiction").select_option("us-ca-san-francisco")
    page.locator("#p-on").fill("2025-05-01")
    page.get_by_role("button", name="Ask").click()
    assert page.get_by_role("link", name="CSV").get_attribute("href").startswith("/queries/what-binds.csv?")
    page.get_by_role("link", name="Edit in SPARQL").click()
    assert "us-ca-san-francisco" in page.locator("#query").input_value()
    page.get_by_role("button", name="Run").click()
    assert page.locator("h2#results").is_visible()


def test_the_keyboard_alone_goes_everywhere(visit) -> None:
    page = visit("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("chicago")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=chicago*")


@pytest.mark.parametrize("path", PAGES)
def test_nothing_overflows_a_small_screen(visit, path) -> None:
    page = visit(path, viewport={"width": 320, "height": 700})
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_fault(visit, faultless, path) -> None:
    faultless(visit(path))
