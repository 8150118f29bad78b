"""People find things: by suggestions and by plain search, through facets, in both languages, on any screen."""

import pytest

pytestmark = pytest.mark.browser


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
