"""What holds of every page: no fault that axe finds, in any look; nothing cut off; the same without a script."""

import re

import pytest

pytestmark = pytest.mark.browser

ENTITIES = (
    "/doc/order/eo-13768?on=2018-10-01", "/doc/order/eo-14160?on=2025-08-01", "/doc/provision/eo-13768-9a?on=2018-10-01",
    "/doc/statute/8-usc-1373", "/doc/policy/pol-ca-ab450", "/doc/lawsuit/sf-v-trump-2017?on=2018-10-01",
    "/doc/proceeding/ca9-17-17478", "/doc/ruling/r-2018-08-01-ca9", "/doc/relief/rel-2017-11-20-cand-9a",
    "/doc/effect/e-2018-08-01-ca9-rescope", "/doc/judge/orrick", "/doc/official/trump", "/doc/post/attorney-general",
    "/doc/court/ca9", "/doc/jurisdiction/us-ca-san-francisco?on=2025-05-01", "/doc/agency/doj", "/doc/organization/cis",
    "/doc/source/b-2025", "/doc/source/897-f-3d-1225", "/doc/source/article", "/doc/claim/b23", "/doc/scope/sc-9a-california",
)  # fmt: skip
LISTS = (
    "/orders?on=2018-10-01", "/provisions", "/lawsuits", "/rulings?court=cand&lang=es", "/relief", "/judges", "/courts",
    "/officials", "/places", "/policies", "/sources", "/claims", "/search?q=san+fransisco&lang=es",
    "/search?q=chicago&kind=ruling", "/search?q=qqqqzzzz",
)  # fmt: skip
ANSWERS = (
    "/", "/?lang=es&on=2025-05-01", "/map?on=2025-05-01", "/map?on=2025-05-01&show=policy&region=west",
    "/map?on=2025-05-01&show=lawsuit", "/timeline?year=2025", "/answer/enforceable?provision=eo-13768-9a&party=us-il-chicago&on=2019-06-01",
    "/answer/binds?party=us-ca-san-francisco&on=2025-05-01", "/queries/?lang=es",
    "/queries/what-binds?jurisdiction=us-ca-san-francisco&on=2025-05-01", "/queries/rulings-that-blocked-orders?from=nix&lang=es",
    "/changes", "/gaps?lang=es", "/validation", "/validation?lang=es", "/reconciliation", "/review", "/status", "/about?lang=es",
    "/ns?lang=es", "/dump/", "/nix?lang=es", "/doc/order/eo-13769x",
)  # fmt: skip
EDITOR = (
    "/sparql", "/sparql?query=SELECT+?ruling+?decided+WHERE+{+?ruling+a+ej:Ruling+;+ej:decidedOn+?decided+}+LIMIT+12",
    "/sparql?query=SELECT+?place+WHERE+{+?place+a+ej:Jurisdiction+}", "/sparql?query=SELECT+*+{", "/sparql?query=ASK+{}",
    "/sparql?query=DESCRIBE+ej:Ruling&lang=es",
)  # fmt: skip
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SPACED = """() => { const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }');
  document.adoptedStyleSheets = [sheet]; }"""
WORDS = "each => each.textContent.replace(/\\s+/g, ' ')"
DOUBTFUL = """() => {
  const named = each => (each.getAttribute('aria-label') || each.textContent || each.title || '').trim();
  const found = [...document.querySelectorAll('a[href], button')].filter(each => !named(each) && !each.querySelector('img[alt]')).map(each => each.outerHTML);
  const levels = [...document.querySelectorAll('h1, h2, h3, h4')].map(each => Number(each.tagName[1]));
  if (levels.filter(level => level === 1).length !== 1 || levels[0] !== 1) found.push('h1: ' + levels);
  levels.forEach((level, n) => { if (n && level > levels[n - 1] + 1) found.push('a heading is skipped: ' + levels); });
  for (const one of ['main', 'header', 'footer']) if (document.querySelectorAll('body > ' + one).length !== 1) found.push(one);
  const ids = [...document.querySelectorAll('[id]')].map(each => each.id);
  return [...found, ...ids.filter((id, n) => ids.indexOf(id) !== n)]; }"""


@pytest.mark.parametrize("path", [*ENTITIES, *LISTS, *ANSWERS, *EDITOR])
def test_a_page_is_for_everyone(visit, faultless, path) -> None:
    page = visit(path, viewport={"width": 1280, "height": 900})
    assert page.evaluate(DOUBTFUL) == []
    if path not in EDITOR:
        plain = visit(path, java_script_enabled=False).locator("main")
        took = re.compile(r"\d+ ms")
        said = [took.sub("", each.evaluate(WORDS)) for each in (page.locator("main"), plain)]
        assert said[0] == said[1], "the page says something else without a script"
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate(OVERFLOW) <= 0
    page.evaluate("() => { for (const each of document.querySelectorAll('details')) each.open = true; }")
    page.evaluate(SPACED)
    assert page.evaluate(OVERFLOW) <= 0, "wide letters do not fit"
    page.evaluate("() => { document.adoptedStyleSheets = []; }")
    faultless(page)


@pytest.mark.parametrize("path", ["/review", "/review/links"])
def test_the_desk_of_an_editor_is_for_everyone(visit, faultless, path) -> None:
    page = visit(path)
    page.get_by_label("Token").fill("a-token-of-the-tests")
    page.get_by_role("button", name="Open a session").click()
    page.goto(path)
    assert page.get_by_role("button", name="Close the session").is_visible()
    assert page.evaluate(DOUBTFUL) == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate(OVERFLOW) <= 0
    faultless(page)


def test_every_entity_is_printed_with_its_tables_and_without_controls(visit) -> None:
    page = visit(ENTITIES[0])
    page.emulate_media(media="print")
    assert not page.locator(".pills a").first.is_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.twin table").first.is_visible(), "the table opens by itself on paper"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert len(page.pdf()) > 20_000


def test_motion_stands_still_where_it_is_unwanted(visit) -> None:
    page = visit(ENTITIES[0], reduced_motion="reduce")
    moving = "[...document.querySelectorAll('*')].filter(each => parseFloat(getComputedStyle(each).transitionDuration) > .01).length"
    assert page.evaluate(moving) == 0
    assert page.evaluate("document.getAnimations().length") == 0
