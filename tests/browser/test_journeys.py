"""People find an answer, see why, and take the data: with a mouse, without JavaScript, with the keyboard alone."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
MOST_TABS = 400
WAYS = ("mouse", "no JavaScript", "keyboard")


SEEN = """each => each instanceof SVGElement
  || getComputedStyle(each.closest('.cm-editor') || each).outlineStyle !== 'none'"""
"""Whether one can see that an element has the focus."""


class Person:
    """Somebody before a page, who points at things, or only has keys."""

    def __init__(self, page, *, keyboard: bool) -> None:
        self.page = page
        self.keyboard = keyboard

    def reach(self, wanted) -> None:
        """Presses Tab until it has the focus."""
        element = wanted.element_handle()
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if element.evaluate("each => each === document.activeElement"):
                self.page.wait_for_function(SEEN, arg=element)  # the editor marks it a moment later
                return
        pytest.fail(f"Tab never came to {wanted}")

    def follow(self, wanted) -> None:
        """Goes where a link or a button leads."""
        if self.keyboard:
            self.reach(wanted)
        with self.page.expect_navigation():
            self.use(wanted)

    def use(self, wanted) -> None:
        """Presses it; with keys it has the focus already."""
        if self.keyboard:
            self.page.keyboard.press("Enter")
        else:
            wanted.click()

    def write(self, field, text: str) -> None:
        """Fills a field in."""
        if self.keyboard:
            self.reach(field)
            self.page.keyboard.press("Control+a")
            self.page.keyboard.type(text)
        else:
            field.fill(text)

    def day(self, field, year: int, month: int, day: int) -> None:
        """Fills a day in: by keys as a browser from the United States asks for it."""
        if self.keyboard:
            self.reach(field)
            self.page.keyboard.type(f"{month:02}{day:02}{year}")
        else:
            field.fill(f"{year}-{month:02}-{day:02}")
        assert field.input_value() == f"{year}-{month:02}-{day:02}"

    def choose(self, field, name: str) -> None:
        """Chooses from a list."""
        if self.keyboard:
            self.reach(field)
            self.page.keyboard.type(name)
        else:
            field.select_option(label=name)

    def take(self, wanted) -> str:
        """Takes a file, and gives its text."""
        if self.keyboard:
            self.reach(wanted)
        with self.page.expect_download() as taken:
            self.use(wanted)
        return Path(taken.value.path()).read_text(encoding="utf-8")


@pytest.fixture(params=WAYS)
def person(request, visit) -> Callable[[str], Person]:
    """Opens a page for a person of each kind."""

    def opened(path: str) -> Person:
        page = visit(
            path,
            java_script_enabled=request.param != "no JavaScript",
            viewport={"width": 1280, "height": 900},
        )
        return Person(page, keyboard=request.param == "keyboard")

    return opened


def test_from_the_first_page_to_the_ninth_circuit_and_its_source(person) -> None:
    one = person("/")
    page = one.page
    assert page.locator("h1").inner_text() == "Which rulings blocked which orders?"
    one.write(page.locator("main input[name=q]"), "EO 13768")
    one.follow(page.get_by_role("button", name="Search"))
    one.follow(page.get_by_role("link", name="Executive Order 13768", exact=True).first)
    one.day(page.get_by_label("As of"), 2018, 10, 1)
    one.follow(page.get_by_role("button", name="Show"))
    answer = page.locator(".answer")
    assert "Can it be enforced on 1 October 2018?" in answer.inner_text()
    assert "Partly. Section 9(a) is blocked for San Francisco and Santa Clara County" in answer.inner_text()
    one.follow(page.get_by_role("link", name="Show event 5 in the picture"))
    assert "event=r-2018-08-01-ca9" in page.url
    card = page.locator("#event")
    assert "897 F.3d 1225" in card.inner_text()
    one.follow(card.get_by_role("link", name="Affirmed in part, vacated in part"))
    assert "on=2018-10-01" in page.url
    assert "1 August 2018" in page.locator("h1").inner_text()
    one.follow(page.locator(".answer").get_by_role("link", name="Source 1"))
    source = page.locator("#source-1")
    assert "rulings.csv, 7" in source.inner_text()
    one.follow(source.get_by_role("link", name="897 F.3d 1225"))
    assert "/doc/source/897-f-3d-1225" in page.url


def test_from_a_place_to_what_binds_it_as_data(person) -> None:
    one = person("/search?q=San+Francisco")
    page = one.page
    one.follow(page.get_by_role("link", name="San Francisco", exact=True).first)
    one.day(page.get_by_label("As of"), 2025, 5, 1)
    one.follow(page.get_by_role("button", name="Show"))
    binds = page.locator(".binds")
    assert "What binds it on 1 May 2025" in binds.inner_text()
    row = binds.locator("tr", has=page.get_by_role("link", name="EO 14159 § 17"))
    assert "Blocked" in row.inner_text()
    lines = one.take(binds.get_by_role("link", name="CSV")).splitlines()
    assert any("Section 17 of Executive Order 14159" in line and "blocked" in line for line in lines)


def test_from_a_named_question_to_the_editor_to_turtle(person) -> None:
    one = person("/queries/")
    page = one.page
    one.follow(page.get_by_role("link", name="What binds this state, county or city on a day?"))
    one.choose(page.get_by_label("jurisdiction"), "San Francisco")
    one.day(page.locator("#p-on"), 2025, 5, 1)
    one.follow(page.get_by_role("button", name="Ask"))
    assert re.fullmatch(r"\d+ results", page.locator("h2#results").inner_text())
    turtle = page.get_by_role("link", name="Turtle").get_attribute("href")
    assert turtle.startswith("/queries/what-binds.ttl?")
    one.follow(page.get_by_role("link", name="Edit in SPARQL"))
    assert "us-ca-san-francisco" in page.locator("#query").input_value()
    construct = "CONSTRUCT { ?r ej:decidedOn ?d } WHERE { ?r a ej:Ruling ; ej:decidedOn ?d } LIMIT 3"
    field = page.get_by_role("textbox", name="SPARQL query")
    if page.evaluate("document.scripts.length") and field.count():
        field.wait_for()
        if one.keyboard:
            one.reach(field)
        else:
            field.click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(construct)
    else:
        one.write(page.locator("#query"), construct)
    one.follow(page.get_by_role("button", name="Run"))
    assert page.locator("h2#results").inner_text() == "3 statements"
    one.follow(page.locator(".downloads").get_by_role("link", name="Turtle"))
    assert page.locator("body").inner_text().count("ej:decidedOn") == 3


def test_from_a_name_to_a_judge_to_rulings(person) -> None:
    one = person("/?lang=es")
    page = one.page
    one.write(page.locator("main input[name=q]"), "Orrick")
    one.follow(page.get_by_role("button", name="Buscar"))
    assert page.locator("html").get_attribute("lang") == "es"
    one.follow(page.get_by_role("link", name="William Horsley Orrick III").first)
    assert "medida cautelar concedida" in page.locator("main").inner_text().lower()
    one.follow(page.locator("main a[href*='/doc/ruling/r-2017-04-25-santa-clara-pi']").first)
    assert "/doc/ruling/r-2017-04-25-santa-clara-pi" in page.url
    assert "lang=es" in page.url, "the language is kept"


def test_the_first_stop_of_the_keyboard_skips_to_the_content(visit) -> None:
    page = visit("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "q"
