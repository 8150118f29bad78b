"""Lists fit into their card on screens of every width, and what is read as one is not broken."""

import pytest

from enjoin.server.lists.listing import LISTS

pytestmark = pytest.mark.browser

WIDTHS = (740, 760, 900, 991, 1024, 1199, 1201, 1280, 1440)
OVER = """() => {
  const table = document.querySelector('main table.listed'), card = table.closest('.card');
  const inside = card.getBoundingClientRect().right - parseFloat(getComputedStyle(card).paddingInlineEnd);
  const page = document.documentElement;
  return [Math.round(table.getBoundingClientRect().right - inside), page.scrollWidth - page.clientWidth]; }"""
BROKEN = """() => [...document.querySelectorAll('main td.whole bdi')].filter(each => each.getClientRects().length > 1).map(each => each.textContent)"""


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_fits_into_its_card(visit, name, language) -> None:
    page = visit(f"/{name}?lang={language}")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert max(page.evaluate(OVER)) <= 0, width
        assert page.evaluate(BROKEN) == [], width


def test_docket_numbers_are_there_to_be_kept_whole(visit) -> None:
    page = visit("/lawsuits")
    assert page.locator("main td.whole bdi").count() > 20
