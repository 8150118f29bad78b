"""A Spanish page speaks Spanish: what stands on it in English was written by people, and is marked."""

import re
import string
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser

import pytest
from pyoxigraph import Literal

from enjoin import queries
from enjoin.graph import Graph
from enjoin.graph.effects.english import ENGLISH
from enjoin.server import create_app
from enjoin.server.settings import Settings
from enjoin.server.words import words

NONE_INSIDE = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
UNSEEN = frozenset(("script", "style", "code", "pre", "textarea"))
SAID = ("aria-label", "title", "placeholder", "alt", "aria-valuetext")
GRAMMAR = re.compile(
    r"\b(?:the|and|was|were|is|by|for|not|with|from|until|because|this|that|which|yes)\b", re.IGNORECASE
)
ADDRESS = re.compile(r"https?://\S+")
ANSWERS = frozenset(("yes", "in part", "not known", "unknown"))
PAGES = (
    "/", "/orders", "/provisions", "/lawsuits", "/rulings", "/relief", "/judges", "/courts", "/officials", "/places",
    "/policies", "/sources", "/claims", "/timeline", "/timeline?year=2025", "/map", "/map?on=2025-05-01&show=policy",
    "/search?q=chicago", "/search?q=qqqqzzzz", "/gaps", "/gaps?kind=day", "/gaps?kind=state", "/changes", "/validation",
    "/reconciliation", "/status", "/about", "/ns", "/dump/", "/queries/", "/sparql",
    "/queries/what-binds?jurisdiction=us-ca-san-francisco&on=2025-05-01", "/queries/gaps", "/queries/votes?from=nix",
    "/answer/enforceable", "/answer/enforceable?provision=eo-13768-9a&party=us-il-chicago&on=2018-09-01",
    "/answer/enforceable?provision=eo-13768-9a&party=us-il-chicago&on=2017-06-01",
    "/answer/enforceable?provision=eo-13768-9a&party=us-il-chicago&on=2022-06-01",
    "/answer/enforceable?provision=eo-14160&party=us-il-chicago&on=2025-07-15",
    "/answer/enforceable?provision=eo-14218&party=us-ca&on=2026-11-22",
    "/answer/enforceable?provision=eo-13780-2&party=us-hi&on=2017-07-01", "/answer/binds",
    "/answer/binds?party=us-ca-san-francisco&on=2025-05-01", "/answer/protected?provision=eo-13768-9a&on=2018-09-01",
    "/answer/changes?provision=eo-13768-9a&on=2018-09-01", "/answer/if-reversed?ruling=r-2018-08-01-ca9&on=2019-01-01",
    "/nowhere", "/doc/order/eo-13769x", "/orders?on=2017-13-01", "/sparql?query=SELECT+*+{", "/review",
)  # fmt: skip
EACH_KIND = 3
"""Pages of entities of each kind: the first ones, and some from the middle."""


class Seen(HTMLParser):
    """The text of a page piece by piece, also that of its labels, with the language it is in."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.within: list[tuple[str, str]] = [("", "")]
        self.pieces: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        language = said.get("lang") or self.within[-1][1]
        self.pieces += [(language, said[name] or "") for name in SAID if said.get(name)]
        if tag not in NONE_INSIDE:
            self.within.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        for number in range(len(self.within) - 1, 0, -1):
            if self.within[number][0] == tag:
                del self.within[number:]
                return

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(tag in UNSEEN for tag, _ in self.within):
            self.pieces.append((self.within[-1][1], " ".join(data.split())))


def runs(template: str) -> Iterator[str]:
    """What a sentence says between its values, where that is three words or more."""
    for text, *_ in string.Formatter().parse(template):
        if len(re.findall(r"[A-Za-z]{2,}", text)) >= 3:
            yield text.strip(" ,.:;()“”")


@pytest.fixture(scope="module")
def ours() -> re.Pattern[str]:
    """What only we say, in English: the sentences of the site and of the answers, and the checks and their faults."""
    spanish = "\n".join(words("es").values())
    found = {run for key, said in words().items() if words("es")[key] != said for run in runs(said)}
    found |= {run for said in ENGLISH.values() for run in runs(said)}
    for query in queries.all("checks"):
        found.add(query.question)
        found.update(run for run in re.findall(r'"([^"]+)"', query.text) if len(run.split()) > 3)
    return re.compile(
        "|".join(re.escape(run) for run in sorted(found, key=len, reverse=True) if run not in spanish)
    )


@pytest.fixture(scope="module")
def theirs(starter: Graph) -> str:
    """All that people wrote, in one text: names, quotations and notes."""
    rows = starter.sparql("SELECT DISTINCT ?said WHERE { ?thing ?property ?said FILTER isLiteral(?said) }")
    return "\n".join(row["said"].value.lower() for row in rows if isinstance(row["said"], Literal))


@pytest.fixture(scope="module")
def named(theirs: str) -> re.Pattern[str]:
    """The names that a sentence of ours may hold."""
    lines = {line for line in theirs.split("\n") if " " in line and 8 < len(line) < 300}
    return re.compile(
        "|".join(re.escape(line) for line in sorted(lines, key=len, reverse=True)), re.IGNORECASE
    )


@pytest.fixture(scope="module")
def spanish(starter: Graph) -> dict[str, str]:
    """Every kind of page in Spanish, by its address."""
    client = create_app(starter, Settings(), today=lambda: date(2026, 11, 22)).test_client()
    kinds: dict[str, list[str]] = {}
    for row in starter.sparql(
        "SELECT DISTINCT ?thing WHERE { ?thing a ?class FILTER isIRI(?thing) } ORDER BY ?thing"
    ):
        kind, name = starter.iris.kind_and_id(getattr(row["thing"], "value", "")) or ("", "")
        if kind:
            kinds.setdefault(kind, []).append(f"/doc/{kind}/{name}?on=2018-10-01")
    assert len(kinds) > 20
    some = [page for of in kinds.values() for page in of[:: max(1, len(of) // EACH_KIND)][:EACH_KIND]]
    html = {"Accept": "text/html"}
    return {
        page: client.get(f"{page}{'&' if '?' in page else '?'}lang=es", headers=html).get_data(as_text=True)
        for page in (*PAGES, *some)
    }


def english_of_ours(page: str, ours: re.Pattern[str]) -> list[str]:
    """The pieces that hold a sentence of ours in English, marked as English or not."""
    return [piece for _, piece in Seen(page).pieces if ours.search(piece)]


def unmarked(page: str, theirs: str, named: re.Pattern[str]) -> list[str]:
    """The pieces in English that are not marked so, names and quotations of the record apart."""
    found: list[str] = []
    for language, piece in Seen(page).pieces:
        plain = ADDRESS.sub("", piece)
        if language != "en" and plain.strip().lower() in ANSWERS:
            found.append(piece)
        if language == "en" or not GRAMMAR.search(plain):
            continue
        if plain.lower().strip("«»“”…,. ") not in theirs and GRAMMAR.search(named.sub("", plain)):
            found.append(piece)
    return found


def test_no_page_says_a_sentence_of_ours_in_english(spanish, ours, theirs) -> None:
    faults = {
        page: found
        for page, html in spanish.items()
        if page != "/queries/gaps"  # whose rows are data, as programs get them
        and (found := [piece for piece in english_of_ours(html, ours) if piece.lower() not in theirs])
    }
    assert faults == {}


def test_what_is_english_on_a_page_is_marked(spanish, theirs, named) -> None:
    apart = re.compile(r"«this week» o «last week»|CSV o JSON de provision")
    faults = {
        page: found
        for page, html in spanish.items()
        if (found := [piece for piece in unmarked(html, theirs, named) if not apart.search(piece)])
    }
    assert faults == {}


def test_an_english_page_would_be_found_out(starter: Graph, ours, theirs, named) -> None:
    client = create_app(starter, Settings(), today=lambda: date(2026, 11, 22)).test_client()
    for page in (
        "/gaps",
        "/answer/enforceable?provision=eo-13768-9a&party=us-il-chicago&on=2018-09-01",
        "/validation",
    ):
        html = (
            client.get(page, headers={"Accept": "text/html"})
            .get_data(as_text=True)
            .replace('lang="en"', 'lang="es"')
        )
        assert len(english_of_ours(html, ours)) > 3, page
        assert len(unmarked(html, theirs, named)) > 3, page
