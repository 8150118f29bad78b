"""What stands in the cells of a tracker: citations of dockets, numbers of orders, addresses, text with tags."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from typing import Final

import us

from ..citations import court_named, docket_numbers
from ..citations.courts import is_circuit, sitting

_ADDRESS: Final = re.compile(r"https?://[^\s<>\"']+")
_LINKED: Final = re.compile(r"\[(?P<text>[^\[\]\n]*)\]\((?P<address>https?://[^\s()<>]+)\)")
_FORMULA: Final = re.compile(
    r"""=HYPERLINK\(\s*"(?P<address>https?://[^"]+)"\s*[,;]\s*"(?P<text>[^"]*)"\s*\)""", re.IGNORECASE
)
_MARKS: Final = re.compile(r"^[*†‡]+(?=\S)|(?:\s*(?:[*†‡§¶]|[¹²³⁰⁴-⁹]|\[(?:\d{1,2}|[a-z])\]))+$")
_BRACKETS: Final = re.compile(r"\(([^()]+)\)")
_NUMBERED: Final = re.compile(
    r"[,;:\s]*(?:\bNos?\.?|\bCase\s+Nos?\.?|\bDocket(?:\s+Nos?\.?)?|#)?\s*"
    r"(?<![\w-])(?:(?:\d{1,2}:)?\d{2,4}-?\s?(?:cv|cr|mc|mj|md|misc)-?\s?\d{1,6}[\w-]*|\d{2}-\d{2,6}\b|\d{2}[AMO]\d{1,4}\b)",
    re.IGNORECASE,
)
_ORDERS: Final = re.compile(
    r"(?:\bE\.?\s?O\.?(?:s|'s)?|\bExecutive\s+Orders?)\s*(?:\(EO\)\s*)?(?:Nos?\.?\s*)?"
    r"(?P<numbers>\d{4,5}(?:-?[A-Z])?(?:(?:\s*,\s*and|\s*,|\s+and|\s*&|\s*;)\s*(?:E\.?O\.?\s*)?\d{4,5}\b)*)"
)
_PROCLAMATIONS: Final = re.compile(
    r"\bProc(?:lamations?|s?\.)\s*(?:Nos?\.?\s*)?(?P<numbers>\d{4,5}(?:(?:\s*,\s*and|\s*,|\s+and|\s*&)\s*\d{4,5}\b)*)"
)
_NUMBER: Final = re.compile(r"\d{4,5}(?:-?[A-Z]\b)?")
_THOUSANDS: Final = re.compile(r"(?<![\d,])(\d{1,2}),(\d{3})(?![\d,])")
_REGISTER: Final = re.compile(r"federalregister\.gov/(?:documents/\d{4}/\d\d/\d\d|d)/([A-Z]?\d{2,4}-\d+)")
_COURTLISTENER: Final = re.compile(r"courtlistener\.com/docket/(\d+)")
_BESIDE: Final = re.compile(r"(?:(?!\s+[-–—|]\s+|[,:]\s)[^\n;])+")
_PARTIES: Final = re.compile(r"\bv(?:s?\.|\b)|\bet al\b", re.IGNORECASE)
_OF_TRIAL: Final = re.compile(
    r"(?<![\w-])(?:\d{1,2}:)?\d{2,4}-?\s?(?:cv|cr|mc|mj|md|misc)-?\s?\d{1,6}[\w-]*", re.IGNORECASE
)
"""A number as the trial courts have them, and never a court of appeals."""
_TERM: Final = re.compile(r"\d{2}[AMO]\d+")
"""A number of the Supreme Court's alone: an application, a motion, an original case."""


@dataclass(frozen=True, slots=True)
class Cited:
    """One docket as a cell cites it; `court` is an id, or empty where none is named that is known."""

    caption: str
    court: str
    numbers: tuple[str, ...]


class _Tags(HTMLParser):
    """The text of a cell without its tags, and the addresses that it leads to."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.addresses: list[str] = []

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"br", "p", "div", "li"}:
            self.text.append("\n")
        self.addresses += [value for name, value in attrs if tag == "a" and name == "href" and value]


def untagged(cell: str) -> tuple[str, tuple[str, ...]]:
    """A cell without its tags, and the addresses in them.

    >>> untagged('<a href="https://example.org/1">Doe v. Trump</a> (D. Mass.)')
    ('Doe v. Trump (D. Mass.)', ('https://example.org/1',))
    """
    if "<" not in cell and "&" not in cell:
        return cell, ()
    parser = _Tags()
    parser.feed(cell)
    parser.close()
    return "".join(parser.text).strip(), tuple(parser.addresses)


def unlinked(cell: str) -> tuple[str, tuple[str, ...]]:
    """A cell without the links of Markdown and of spreadsheet formulas, and the addresses in them.

    >>> unlinked('[Doe v. Trump](https://example.org/1) (D. Mass.)')
    ('Doe v. Trump (D. Mass.)', ('https://example.org/1',))
    >>> unlinked('=HYPERLINK("https://example.org/1"; "Doe v. Trump")')
    ('Doe v. Trump', ('https://example.org/1',))
    """
    found: list[str] = []

    def text(link: re.Match[str]) -> str:
        found.append(link["address"])
        return link["text"]

    return _LINKED.sub(text, _FORMULA.sub(text, cell)), tuple(found)


def unmarked(cell: str) -> str:
    """A cell without the marks of footnotes at its ends.

    >>> unmarked("Doe v. Trump*"), unmarked("Blocked [2]"), unmarked("Blocked¹"), unmarked("[Sealed] v. Trump")
    ('Doe v. Trump', 'Blocked', 'Blocked', '[Sealed] v. Trump')
    """
    return _MARKS.sub("", cell.strip()).strip()


def addresses(cell: str) -> tuple[str, ...]:
    """The web addresses in a cell, each once."""
    return tuple(dict.fromkeys(found.rstrip(".,;)") for found in _ADDRESS.findall(cell)))


def cited(cell: str) -> Iterator[Cited]:
    """The dockets that a cell cites, with their captions.

    >>> list(cited("Doe v. Trump, 1:25-cv-10135, (D. Mass.)"))
    [Cited(caption='Doe v. Trump', court='mad', numbers=('1:25-cv-10135',))]
    >>> list(cited("25-1313 (Ninth Circuit)"))
    [Cited(caption='', court='ca9', numbers=('25-1313',))]
    >>> [(each.court, each.numbers) for each in cited("3:25-cv-00485; 25-1234 (9th Cir.)")]
    [('', ('3:25-cv-00485',)), ('ca9', ('25-1234',))]
    """
    group = ""
    for piece in re.split(r"[\n;]+|(?<=\)),(?=\s)", cell):
        if group and _court_of(group) and _court_of(piece):
            yield from _cited(group)
            group = ""
        group = f"{group}\n{piece}" if group else piece
    if group.strip():
        yield from _cited(group)


def _cited(text: str) -> Iterator[Cited]:
    """One citation; of `1:25-cv-10139; 25-1170 (1st Cir.)` the first number is of another court than is named."""
    court, start = _court_of(text) or ("", len(text))
    numbers = tuple(str(each) for each in docket_numbers(text))
    number = _NUMBERED.search(text)
    end = min(start, number.start() if number is not None and numbers else len(text))
    if not court and numbers and all(_TERM.fullmatch(each) for each in numbers):
        court = "scotus"
    caption = " ".join(text[:end].split()).strip(" ,;:-–")
    if (is_circuit(court) or court == "scotus") and _OF_TRIAL.search(text):
        yield Cited(caption, "", numbers)
        numbers = tuple(str(each) for each in docket_numbers(_OF_TRIAL.sub(" ", text)))
        if not numbers:
            return
    yield Cited(caption, court, numbers)


def _court_of(text: str) -> tuple[str, int] | None:
    """The court that a citation names, and where its name begins."""
    return _court_in(text) or _court_beside(text)


def _court_in(text: str) -> tuple[str, int] | None:
    """The court named in brackets, and where these begin."""
    for found in _BRACKETS.finditer(text):
        court = named_court(found[1])
        if court:
            return court, found.start()
    return None


def _court_beside(text: str) -> tuple[str, int] | None:
    """The court named before or after the number, without brackets, and where it begins."""
    for piece in _BESIDE.finditer(text):
        rest = _NUMBERED.sub("", piece[0])
        court = "" if _PARTIES.search(rest) else named_court(rest)
        if court:
            return court, piece.start()
    return None


def named_court(text: str) -> str:
    """The id of a court, by the ways in which trackers write it; empty where it is none that is known.

    >>> named_court("District Court, N.D. California"), named_court("D. Md."), named_court("U.S. Supreme Court")
    ('cand', 'mdd', 'scotus')
    """
    plain = " ".join(text.split()).strip(" ,.;")
    if len(plain) < 3 or sum(sign.isalpha() for sign in plain) < 2:
        return ""
    return court_named(plain) or _spoken().get(_letters(plain), "")


_ALSO: Final = {
    "scotus": "scotus",
    "supremecourt": "scotus",
    "ussupremecourt": "scotus",
    "unitedstatessupremecourt": "scotus",
    "dcircuit": "cadc",
    "ctintltrade": "cit",
}
"""What courts-db does not know them by."""


@cache
def _spoken() -> Mapping[str, str]:
    """The federal courts as trackers write them.

    `D. Maryland`, `D. Md.`, `D. MD`, `District Court, D. Md.`, `N.D. Calif.`, `1st Circuit`, `USCA1`.
    """
    shorts = {state.name: (state.ap_abbr or state.abbr, state.abbr) for state in us.states.STATES}
    found: dict[str, str] = {}
    for entry in sitting():
        where = entry.name.rpartition(" for the ")[2]
        part, district, state = where.partition("District of ")
        side = f"{part[0]}.D." if part else "D."
        for name in (state, *shorts.get(state, ())) if district else ():
            for called in (
                f"{side} {name}",
                f"District Court, {side} {name}",
                f"U.S. District Court, {side} {name}",
            ):
                found.setdefault(_letters(called), entry.id)
        if is_circuit(entry.id):
            number = entry.citation.removesuffix(" Cir.")
            digits = entry.id.removeprefix("ca")
            for called in (f"{number} Circuit", f"{where} Court of Appeals", f"USCA{digits}"):
                found.setdefault(_letters(called), entry.id)
    return {**found, **_ALSO}


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())


def orders(text: str) -> tuple[tuple[str, str], ...]:
    """The numbered orders that a text names: series (`eo`, `proc`) and number, each once.

    >>> orders("DEIA (EOs 14168, 14151 and 14173; Presidential Proclamation 10903)")
    (('eo', '14168'), ('eo', '14151'), ('eo', '14173'), ('proc', '10903'))
    """
    text = _THOUSANDS.sub(r"\1\2", text)
    found = [("eo", number) for each in _ORDERS.finditer(text) for number in _NUMBER.findall(each["numbers"])]
    found += [
        ("proc", number)
        for each in _PROCLAMATIONS.finditer(text)
        for number in _NUMBER.findall(each["numbers"])
    ]
    return tuple(dict.fromkeys(found))


def register_documents(text: str) -> tuple[str, ...]:
    """The document numbers in addresses of the Federal Register."""
    return tuple(dict.fromkeys(_REGISTER.findall(text)))


def courtlistener_id(address: str) -> str:
    """The id of the docket to which an address of CourtListener leads; empty for any other address."""
    found = _COURTLISTENER.search(address)
    return found[1] if found else ""
