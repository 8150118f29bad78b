"""What the pages of entities do in a real browser: keys in a lane, the slider of days, lines that light up."""

import pytest

pytestmark = pytest.mark.browser


def tab_to(page, wanted: str, most: int = 120) -> None:
    """Presses Tab until the focused element's words or name begin so."""
    for _ in range(most):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "(document.activeElement.getAttribute('aria-label') || document.activeElement.innerText || '').trim()"
        )
        if said.startswith(wanted):
            return
    pytest.fail(f"Tab never came to {wanted!r}")


def test_arrow_keys_walk_a_lane_and_tab_leaves_it(visit) -> None:
    page = visit("/doc/order/eo-13768?on=2018-10-01")
    focused = "document.activeElement.getAttribute('aria-label')"
    tab_to(page, "In force for Berkeley")
    page.keyboard.press("ArrowRight")
    said = page.evaluate(focused)
    assert said.startswith("Blocked for Berkeley")
    assert page.locator("[data-readout]").first.inner_text() == said
    page.keyboard.press("End")
    assert page.evaluate(focused).startswith("Revoked for Berkeley")
    page.keyboard.press("Home")
    assert page.evaluate(focused).startswith("In force for Berkeley")
    page.keyboard.press("Tab")
    assert page.evaluate(focused).startswith("In force for San Francisco")


def test_the_slider_moves_through_days_and_takes_every_link_with_it(visit) -> None:
    page = visit("/doc/jurisdiction/us-ca-san-francisco?on=2025-05-01")
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**on=2025-05-09**")
    assert slider.get_attribute("aria-valuetext").startswith("9 May 2025: EO 14287 § 3(a) restricted")
    assert page.locator("#binds-title").inner_text() == "What binds it on 9 May 2025"
    row = page.locator(".binds tr", has=page.get_by_role("link", name="EO 14287 § 3(a)"))
    assert "Restricted" in row.inner_text()
    assert "on=2025-05-09" in page.locator(".binds .downloads a").first.get_attribute("href")
    assert page.get_by_label("As of").input_value() == "2025-05-09"


def test_without_a_script_the_slider_is_links(visit) -> None:
    page = visit("/doc/jurisdiction/us-ca-san-francisco?on=2025-05-01", java_script_enabled=False)
    assert page.get_by_role("slider").count() == 0
    page.locator(".slider-links a[rel=next]").click()
    assert "on=2025-05-09" in page.url


def test_the_lines_of_a_thing_light_up(visit) -> None:
    page = visit("/doc/order/eo-13768")
    page.evaluate("document.querySelector('.relations').closest('details').open = true")
    page.locator("[data-node^=ruling]").first.focus()
    assert page.locator(".relation.lit").count() > 0
