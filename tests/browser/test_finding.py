"""People find things: by suggestions and by plain search, through facets, in both languages, on any screen."""

import pytest

pytestmark = pytest.mark.browser

PAGES = (
    "/", "/?lang=es&on=2025-05-01", "/orders?on=2018-10-01", "/rulings?court=cand&lang=es", "/claims",
    "/search?q=san+fransisco&lang=es", "/search?q=chicago&kind=ruling", "/changes", "/gaps?lang=es", "/validation", "/status",
    "/about?lang=es", "/ns?lang=es", "/dump/", "/nix?lang=es", "/doc/order/eo-13769x",
)  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def test_a_suggestion_is_chosen_with_the_keyboard(visit) -> None:
    page = visit("/")
    field = page.get_by_role("combobox")
    field.fill("orri")
    page.get_by_role("option").first.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    chosen = page.locator(f"#{field.get_attribute('aria-activedescendant')}")
    assert chosen.get_attribute("aria-selected") == "true"
    assert "Orrick" in chosen.inner_text()
    page.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert field.input_value() == "orri"
    field.press_sequentially("c")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/doc/judge/orrick*")


@pytest.mark.parametrize("javascript", [True, False])
def test_from_a_name_to_a_judge_to_a_ruling(visit, javascript) -> None:
    page = visit("/?lang=es", java_script_enabled=javascript)
    page.locator("input[name=q]").fill("Orrick")
    page.get_by_role("button", name="Buscar").click()
    assert page.locator("html").get_attribute("lang") == "es"
    page.get_by_role("link", name="William Horsley Orrick III").first.click()
    page.locator("main a[href*='/doc/ruling/r-2017-04-25-santa-clara-pi']").first.click()
    assert "/doc/ruling/r-2017-04-25-santa-clara-pi" in page.url
    assert "lang=es" in page.url, "the language is kept"


@pytest.mark.parametrize("width", [390, 1280])
def test_a_list_is_narrowed_by_a_form_and_widened_by_a_link(visit, width) -> None:
    page = visit(
        "/rulings?on=2018-10-01", viewport={"width": width, "height": 900}, java_script_enabled=False
    )
    whole = page.locator("main tbody tr").count()
    if width < 600:
        page.get_by_text("Narrow the list").first.click()
    page.get_by_label("Northern District of California").check()
    page.get_by_role("button", name="Narrow the list").click()
    assert "court=cand" in page.url
    assert "on=2018-10-01" in page.url
    few = page.locator("main tbody tr").count()
    assert 0 < few < whole
    page.get_by_role("link", name="Remove Court").click()
    assert page.locator("main tbody tr").count() == whole


def test_the_language_is_changed_at_the_foot_of_any_page(visit) -> None:
    page = visit("/orders?kind=ExecutiveOrder&on=2018-10-01")
    page.get_by_role("link", name="Español").click()
    assert page.locator("h1").inner_text() == "Órdenes y otras medidas"
    assert "kind=ExecutiveOrder" in page.url
    assert "1 de octubre de 2018" in page.locator(".as-of").inner_text()


@pytest.mark.parametrize("path", PAGES)
def test_nothing_overflows_a_small_screen(visit, path) -> None:
    page = visit(path, viewport={"width": 320, "height": 700})
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0


@pytest.mark.parametrize("path", ["/", "/rulings?court=cand", "/search?q=chicago", "/changes", "/ns", "/nix"])
def test_a_page_says_the_same_without_javascript(visit, path) -> None:
    texts = [
        visit(path, java_script_enabled=javascript).locator("body").evaluate("each => each.textContent.replace(/\\s+/g, ' ')")
        for javascript in (True, False)
    ]  # fmt: skip
    assert texts[0] == texts[1]


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_fault(visit, faultless, path) -> None:
    faultless(visit(path))
