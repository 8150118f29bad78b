"""From the rows of a Federal Register list to orders, effects and claims: who is who, and what stands."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from ..records import Claim, Known, Notice, Order, PrintedOrder, Record, Ref, Row, Source, slug
from .csv_rows import Told
from .federal_register_notes import Links, Reading, order_ref
from .federal_register_rows import OTHER, Printed, citation_of, printed
from .presidents import Presidents
from .settled import Settled, claim

CSV_SOURCE: Final = "Federal Register CSV export"
API_SOURCE: Final = "Federal Register API"
ADDRESS: Final = "https://www.federalregister.gov/"
DAY_OF_EFFECT: Final = "day of each effect"
"""The mark of the days that the lists do not tell: an effect is taken to begin as its order is signed."""

_SERIES: Final = {"executive_order": "eo", "proclamation": "proc"}
_SHOWN: Final = 20
"""So many remarks of one kind are listed; the others are counted."""
_CALLED: Final = {"presidential_memorandum": "Presidential Memorandum", OTHER: "Presidential Document"}


@dataclass(slots=True)
class Draft:
    """One row on its way: the order it tells of, what stands of it, and what is only claimed."""

    row: Row
    printed: Printed
    ref: Ref
    order: Order
    notes: list[str] = field(default_factory=list[str])
    claims: list[Claim] = field(default_factory=list[Claim])


class Reader:
    """Reads one document; `settled` is shared by the documents of a batch."""

    def __init__(self, told: Told, known: Known, settled: Settled) -> None:
        self.told = told
        self.known = known
        self.settled = settled
        self.presidents = Presidents(known)
        self.source = API_SOURCE if told.document.text.lstrip()[:1] in {"{", "["} else CSV_SOURCE
        self._remarks: defaultdict[str, list[Notice]] = defaultdict(list)

    def remark(self, kind: str, line: int, text: str) -> None:
        """Say something about a row; of each kind only the first are listed."""
        self._remarks[kind].append(Notice(self.told.document.name, line, text))

    def records(self) -> list[Record]:
        """All that the document says, or nothing where it has faults."""
        rows = sorted(
            printed(self.told), key=lambda each: (each.corrects, str(each.published_on or "9"), each.line)
        )
        if self.told.faults:
            return []
        first: dict[Ref, Draft] = {}
        drafts: list[Draft] = []
        for row in rows:
            draft = self._draft(row, first)
            if draft is not None:
                drafts.append(draft)
                first.setdefault(draft.ref, draft)
        drafts.sort(key=lambda each: each.row.line)
        readings = [Reading(each.row.line, each.ref, each.printed.note) for each in drafts]
        links = Links(readings, self.known, self.settled, self.remark)
        found = [self._source(drafts), *self.presidents.records()] if drafts else []
        for draft, reading in zip(drafts, readings, strict=True):
            found.append(self._record(draft, reading, links, alone=first[draft.ref] is draft))
            found += draft.claims
        found += (self._stub(ref, line) for ref, line in links.unlisted().items())
        self._tell()
        return found

    def _draft(self, row: Printed, first: dict[Ref, Draft]) -> Draft | None:
        ref = self._ref(row)
        if ref is None:
            self.remark(
                "unnamed", row.line, f"“{row.title}” has neither a number nor a document number: left out"
            )
            return None
        again = first.get(ref)
        key = ref.id if again is None else f"{ref.id}-line-{row.line}"
        meta = Row(
            line=row.line, key=key, verified="stored", sources=(self.source,), knowledge=(DAY_OF_EFFECT,)
        )
        label = self.known.label(ref)
        order = Order(row=meta, id=ref.id, kind=row.kind, title="", label=label or self._label(row))
        draft = Draft(meta, row, ref, order)
        if again is not None:
            draft.order = replace(again.order, row=meta, title="")
            if row.corrects:
                draft.notes.append(_correction(row))
                return draft
            self.remark("twice", row.line, f"{ref.id} stands on line {again.row.line} already: both are kept")
        self._settle(draft)
        return draft

    def _ref(self, row: Printed) -> Ref | None:
        """The order that a row tells of: by its number, else by the number of the document."""
        if row.kind in _SERIES and row.number:
            return order_ref(_SERIES[row.kind], row.number)
        known = [
            ref
            for ref in self.known.having("ej:frDocumentNumber", row.document_number)
            if ref.kind == "order"
        ]
        cited = [ref for ref in self.known.having("ej:frCitation", row.citation) if ref.kind == "order"]
        for found in (known, cited):
            if len(found) == 1 and (row.document_number or row.citation):
                return found[0]
        return Ref("order", f"fr-{slug(row.document_number)}") if slug(row.document_number) else None

    def _label(self, row: Printed) -> str | None:
        """A label for what has no number: its kind, day and title."""
        if row.kind in _SERIES and row.number:
            return None
        kind = row.subtype if row.kind == OTHER and row.subtype else _CALLED.get(row.kind, "Order")
        on = row.signed_on or row.published_on
        return f"{kind}{f' of {on.written}' if on else ''}{f': {row.title}' if row.title else ''}"

    def _settle(self, draft: Draft) -> None:
        """Say what may be said; what stands otherwise is claimed, in the words of the row."""
        row, ref = draft.printed, draft.ref
        issuer = self._issuer(row)
        citation = citation_of(row.citation)
        if row.citation and citation is None:
            draft.notes.append(f"Citation as printed: {row.citation}")
            citation = citation_of(row.citation.partition(",")[0])
        published = row.published_on
        if published is not None and row.signed_on is not None and str(published) < str(row.signed_on)[:10]:
            cell = row.cells.get("publication_date", "")
            draft.notes.append(f"Publication day as printed: {cell}, before the day of signing.")
            self.remark(
                "published", row.line, f"{ref.id} is published before it is signed: {cell} is kept as a note"
            )
            published = None
        given = (
            ("ej:signedOn", "signing_date", row.signed_on, "signed_on"),
            ("ej:publishedOn", "publication_date", published, "published_on"),
            ("ej:frDocumentNumber", "document_number", row.document_number, "fr_document_number"),
            ("ej:frCitation", "citation", citation, "fr_citation"),
            ("ej:frPages", "start_page", row.pages, "fr_pages"),
            ("ej:issuedBy", "president", issuer, "issuer"),
        )
        said: dict[str, object] = {}
        for name, cell, value, place in given:
            if value:
                against = self.settled.contest(ref, name, str(value))
                if against:
                    self._claim(draft, name, str(value), against, row.cells.get(cell, ""))
                else:
                    said[place] = value
        if row.title and self._title_may_stand(draft):
            said["title"] = row.title
        if row.number and not self._spelled_otherwise(ref, row.number):
            said["number"] = row.number
        draft.order = replace(draft.order, **said)  # pyright: ignore[reportArgumentType]  # by the table above

    def _claim(self, draft: Draft, name: str, value: str, against: str, quote: str) -> None:
        label = draft.order.label or _spoken(draft.ref)
        row = replace(draft.row, key=f"{self.told.document.id}-{draft.row.key}")
        retrieved = self.told.document.retrieved_on
        as_of = retrieved.isoformat() if retrieved is not None else ""
        found = claim(
            row, self.source, draft.ref, name, value, against, label=label, quote=quote, as_of=as_of
        )
        draft.claims.append(found)
        self.remark("otherwise", draft.row.line, f"{found.claim} {found.notes}")

    def _title_may_stand(self, draft: Draft) -> bool:
        """Whether the title is new; one that differs in signs only is not said again."""
        title = draft.printed.title
        standing = self.settled.standing(draft.ref, "dcterms:title")
        if title in standing or not standing:
            self.settled.contest(draft.ref, "dcterms:title", title)
            return True
        if all(_letters(title) != _letters(each) for each in standing):
            self._claim(draft, "dcterms:title", title, standing[0], title)
        return False

    def _spelled_otherwise(self, ref: Ref, number: str) -> bool:
        """Whether the number of the series is on record with another spelling, 10417A for 10417-A."""
        standing = self.settled.standing(ref, "ej:number")
        return bool(standing) and number not in standing

    def _issuer(self, row: Printed) -> Ref | None:
        """The president whom the list names, else who was President on the day of signing."""
        if row.president:
            named = self.presidents.by_fr_id(row.president, row.line)
            if named is not None:
                return named
            self.remark("president", row.line, f"{row.president!r} is no president on record")
        exact = row.signed_on.exact if row.signed_on is not None else None
        return self.presidents.on(exact, row.line) if exact is not None else None

    def _record(self, draft: Draft, reading: Reading, links: Links, *, alone: bool) -> PrintedOrder:
        row = draft.printed
        order = draft.order
        begun = row.effective_on or links.day_of(draft.ref)
        if alone and links.begins(draft.ref, begun):
            order = replace(order, in_force_from=begun)
        return PrintedOrder(
            row=draft.row,
            order=order,
            url=row.url or None,
            wording=row.note or None,
            notes=(*draft.notes, *reading.notes),
            effects=tuple(links.effects(reading)),
            related=tuple(reading.related),
        )

    def _stub(self, ref: Ref, line: int) -> Order:
        """An order that is only mentioned: its number. Its day is left to the list that prints it."""
        series, _, number = ref.id.partition("-")
        kind = next(kind for kind, short in _SERIES.items() if short == series)
        order = Order(
            row=Row(line=line, key=f"mentioned-{ref.id}", verified="stored", sources=(self.source,)),
            id=ref.id,
            kind=kind,
            title="",
            label=self.known.label(ref),
        )
        number = re.sub(r"(\d)([a-z])$", r"\1-\2", number).upper()
        if not self._spelled_otherwise(ref, number):
            order = replace(order, number=number)
        return order

    def _source(self, drafts: list[Draft]) -> Source:
        row = Row(line=drafts[0].row.line, key="source", verified="stored")
        return Source(
            row=row, id=slug(self.source), label=self.source, kind="gazette", rank="primary", url=ADDRESS
        )

    def _tell(self) -> None:
        for found in self._remarks.values():
            found.sort(key=lambda each: each.line)
            self.told.notices += found[:_SHOWN]
            if len(found) > _SHOWN:
                last = found[_SHOWN]
                self.told.notice(last.line, f"and {len(found) - _SHOWN} more remarks of this kind")


def _correction(row: Printed) -> str:
    on = f", {row.published_on.written}" if row.published_on is not None else ""
    return f"Corrected at {row.citation}{f', document {row.document_number}' if row.document_number else ''}{on}."


def _spoken(ref: Ref) -> str:
    series, _, number = ref.id.partition("-")
    return {"eo": "Executive Order", "proc": "Proclamation"}.get(series, "Document") + f" {number.upper()}"


def _letters(text: str) -> str:
    """A title without the signs and spellings in which prints of it differ."""
    plain = unicodedata.normalize("NFKD", re.sub(r"\[o?circ\]|\[[a-z]+\]", "o", text))
    return re.sub(r"[^a-z0-9]", "", plain.encode("ascii", "ignore").decode().lower())


def in_order(records: list[Record]) -> Iterator[tuple[Ref, Record]]:
    """The entities that the records tell of, to find their labels by."""
    for record in records:
        if isinstance(record, PrintedOrder):
            yield Ref("order", record.order.id), record.order
        elif isinstance(record, Order):
            yield Ref("order", record.id), record
        elif isinstance(record, Source):
            yield Ref("source", record.id), record
