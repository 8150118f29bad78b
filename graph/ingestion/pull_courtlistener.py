"""Dockets from CourtListener's public API, with their judges, rulings and who wrote these."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from ..errors import UnreadableDocument
from ..records import slug
from ..sources.courtlistener_rows import CLUSTER, DOCKET, Thing, things
from ..sources.csv_rows import Told
from .documents import Document
from .pull import Pull, short

NAME: Final = "courtlistener"
BASE: Final = "https://www.courtlistener.com/api/rest/v4/"
UNREAD: Final = (
    "plain_text", "html", "html_lawbox", "html_columbia", "html_anon_2020", "xml_harvard", "xml_scan",
    "html_with_citations", "opinions_cited",
)  # fmt: skip
"""The texts of opinions, which are not taken in and are not asked for."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Dockets by their ids, or by court and number. With `related` their judges and rulings come too."""

    dockets: tuple[str, ...] = ()
    court: str = ""
    numbers: tuple[str, ...] = ()
    related: bool = True

    @property
    def name(self) -> str:
        """What names the pull."""
        parts = (NAME, *self.dockets, *((self.court, *self.numbers) if self.court else ()))
        return short(slug("-".join(parts) + ("" if self.related else "-dockets-only")))


def pull(wanted: Wanted, pull: Pull, base: str = BASE) -> Iterator[Document]:
    """The answers, each a document of its own, what others refer to first asked for last."""
    api = base.rstrip("/") + "/"
    dockets: list[Thing] = []
    for ident in dict.fromkeys(wanted.dockets):
        document = pull.one(f"{api}dockets/{ident}/", f"{NAME}-dockets-{ident}")
        dockets += _of(document, DOCKET)
        yield document
    for number in dict.fromkeys(wanted.numbers):
        asked = urlencode({"court": wanted.court, "docket_number": number})
        found: list[Thing] = []
        for page in pull.pages(
            f"{api}dockets/?{asked}", f"{NAME}-dockets-{wanted.court}-{slug(number)}", "next"
        ):
            found += _of(page, DOCKET)
            yield page
        if not found:
            said = f"CourtListener has no docket {number} in the court {wanted.court}"
            raise UnreadableDocument(
                f"{api}dockets/?{asked}", said, "check both, or give its id with --docket"
            )
        dockets += found
    if wanted.related:
        yield from _related(dockets, pull, api)
    pull.end()


def _related(dockets: Iterable[Thing], pull: Pull, api: str) -> Iterator[Document]:
    """The rulings of these dockets, their opinions, and the judges of both; each once, as far as they are there."""
    people: dict[str, None] = {}
    clusters: dict[str, None] = {}
    for docket in dockets:
        _note(people, docket.ref("assigned_to"), docket.ref("referred_to"))
        origin = docket.nested("original_court_info")
        if origin is not None:
            _note(people, Thing("", docket.line, origin).ref("assigned_to"))
        _note(clusters, *docket.refs("clusters"))
    for ident in clusters:
        cluster = pull.found(f"{api}clusters/{ident}/", f"{NAME}-clusters-{ident}")
        if cluster is None:
            continue
        yield cluster
        for each in _of(cluster, CLUSTER):
            _note(people, *each.refs("panel"))
        asked = urlencode({"cluster": ident, "omit": ",".join(UNREAD)})
        for page in pull.pages(f"{api}opinions/?{asked}", f"{NAME}-opinions-of-{ident}", "next"):
            for each in _of(page, ""):
                _note(people, each.ref("author"))
            yield page
    for ident in people:
        person = pull.found(f"{api}people/{ident}/", f"{NAME}-people-{ident}")
        if person is None:
            continue
        yield person
        yield from pull.pages(
            f"{api}positions/?{urlencode({'person': ident})}", f"{NAME}-positions-of-{ident}", "next"
        )


def _note(noted: dict[str, None], *found: str) -> None:
    """Note what is to be asked for; what is no number is no id of a record."""
    noted.update((each, None) for each in found if each.isascii() and each.isdigit())


def _of(document: Document, kind: str) -> list[Thing]:
    """The records of a document of that kind, or of any; its faults are told when it is read."""
    return [thing for thing in things(Told(document)) if not kind or thing.kind == kind]
