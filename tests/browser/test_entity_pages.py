"""The pages of entities in a real browser: journeys, keys, sizes, colours, paper."""

import pytest

pytestmark = pytest.mark.browser

KINDS = (
    "/doc/order/eo-13768?on=2018-10-01", "/doc/order/eo-14160?on=2025-08-01", "/doc/provision/eo-13768-9a?on=2018-10-01",
    "/doc/statute/8-usc-1373", "/doc/policy/pol-ca-ab450", "/doc/lawsuit/sf-v-trump-2017?on=2018-10-01",
    "/doc/proceeding/ca9-17-17478", "/doc/ruling/r-2018-08-01-ca9", "/doc/relief/rel-2017-11-20-cand-9a",
    "/doc/effect/e-2018-08-01-ca9-rescope", "/doc/judge/orrick", "/doc/official/trump", "/doc/post/attorney-general",
    "/doc/court/ca9", "/doc/jurisdiction/us-ca-san-francisco?on=2025-05-01", "/doc/agency/doj", "/doc/organization/cis",
    "/doc/source/b-2025", "/doc/source/897-f-3d-1225", "/doc/claim/b23", "/doc/scope/sc-9a-california", "/timeline?year=2025",
)  # fmt: skip
SPACING = """() => { for (const each of document.querySelectorAll('*')) {
  each.style.setProperty('line-height', '1.5', 'important');
  each.style.setProperty('letter-spacing', '0.12em', 'important');
  each.style.setProperty('word-spacing', '0.16em', 'important');
} }"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_first_page_to_the_ninth_circuit_and_its_source(visit, javascript) -> None:
    page = visit("/", java_script_enabled=javascript)
    page.locator("input[name=q]").first.fill("EO 13768")
    page.get_by_role("button", name="Search").first.click()
    page.get_by_role("link", name="Executive Order 13768", exact=True).first.click()
    page.get_by_label("As of").fill("2018-10-01")
    page.get_by_role("button", name="Show").click()
    answer = page.locator(".answer")
    assert "Can it be enforced on 1 October 2018?" in answer.inner_text()
    assert "Partly. Section 9(a) is blocked for San Francisco and Santa Clara County" in answer.inner_text()
    page.get_by_role("link", name="Show event 5 in the picture").click()
    assert "event=r-2018-08-01-ca9" in page.url
    card = page.locator("#event")
    assert "897 F.3d 1225" in card.inner_text()
    card.get_by_role("link", name="Affirmed in part, vacated in part").click()
    assert "on=2018-10-01" in page.url
    assert "1 August 2018" in page.locator("h1").inner_text()
    page.locator(".answer").get_by_role("link", name="Source 1").click()
    source = page.locator("#source-1")
    assert "rulings.csv, 7" in source.inner_text()
    source.get_by_role("link", name="897 F.3d 1225").click()
    assert "/doc/source/897-f-3d-1225" in page.url


@pytest.mark.parametrize("javascript", [True, False])
def test_from_a_place_to_what_binds_it_as_data(visit, javascript) -> None:
    page = visit("/search?q=San+Francisco", java_script_enabled=javascript)
    page.get_by_role("link", name="San Francisco", exact=True).first.click()
    page.get_by_label("As of").fill("2025-05-01")
    page.get_by_role("button", name="Show").click()
    binds = page.locator(".binds")
    assert "What binds it on 1 May 2025" in binds.inner_text()
    row = binds.locator("tr", has=page.get_by_role("link", name="EO 14159 § 17"))
    assert "Blocked" in row.inner_text()
    with page.expect_download() as taken:
        binds.get_by_role("link", name="CSV").click()
    lines = taken.value.path().read_text(encoding="utf-8").splitlines()
    assert any("Section 17 of Executive Order 14159" in line and "blocked" in line for line in lines)


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


def test_the_same_with_the_keyboard_only(visit) -> None:
    page = visit("/doc/order/eo-13768?on=2018-10-01")
    tab_to(page, "Show event 5")
    page.keyboard.press("Enter")
    page.wait_for_url("**event=r-2018-08-01-ca9**")
    tab_to(page, "Affirmed in part, vacated in part")
    page.keyboard.press("Enter")
    page.wait_for_url("**/doc/ruling/r-2018-08-01-ca9**")
    tab_to(page, "Source 1")
    page.keyboard.press("Enter")
    page.wait_for_url("**#source-1")
    tab_to(page, "897 F.3d 1225")
    page.keyboard.press("Enter")
    page.wait_for_url("**/doc/source/897-f-3d-1225**")


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


@pytest.mark.parametrize("path", KINDS)
def test_axe_finds_no_fault(visit, faultless, path) -> None:
    faultless(visit(path))


@pytest.mark.parametrize("path", KINDS)
def test_nothing_overflows_a_small_screen_with_wide_letters(visit, path) -> None:
    page = visit(path, viewport={"width": 320, "height": 700})
    assert page.evaluate(OVERFLOW) <= 0
    page.evaluate("() => { for (const each of document.querySelectorAll('details')) each.open = true; }")
    page.evaluate(SPACING)
    assert page.evaluate(OVERFLOW) <= 0


@pytest.mark.parametrize("path", [KINDS[0], KINDS[5], KINDS[9], KINDS[14], KINDS[17]])
def test_a_page_says_the_same_without_a_script(visit, path) -> None:
    said = []
    for javascript in (True, False):
        page = visit(path, java_script_enabled=javascript)
        said.append([heading.strip() for heading in page.locator("h1, h2, h3, th, dt").all_text_contents()])
    assert said[0] == said[1]


def test_the_order_can_be_printed_with_its_table(visit) -> None:
    page = visit(KINDS[0])
    page.emulate_media(media="print")
    assert not page.locator(".pills a").first.is_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.twin table").first.is_visible(), "the table opens by itself on paper"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert len(page.pdf()) > 20_000


def test_the_lines_of_a_thing_light_up(visit) -> None:
    page = visit("/doc/order/eo-13768")
    page.evaluate("document.querySelector('.relations').closest('details').open = true")
    page.locator("[data-node^=ruling]").first.focus()
    assert page.locator(".relation.lit").count() > 0


@pytest.mark.parametrize(
    "path", ["/", "/sparql", "/map", "/doc/order/eo-14160?on=2025-08-01", "/doc/judge/orrick"]
)
def test_axe_finds_no_fault_in_any_look(visit, faultless, path) -> None:
    faultless(visit(path), every=True)
