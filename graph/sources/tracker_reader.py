"""From the rows of a tracker to lawsuits, dockets and dated claims: who is meant, and what is only claimed."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ..citations import court_of_id, proceeding_id
from ..records import (
    Claim,
    Court,
    Known,
    Notice,
    Order,
    PartialDate,
    Record,
    Ref,
    Row,
    Source,
    TrackedDocket,
    TrackedSuit,
    slug,
)
from .csv_rows import Told
from .federal_register_notes import order_ref
from .settled import Settled, claim
from .tracker_cells import Cited, courtlistener_id, orders, register_documents
from .tracker_dockets import Dockets
from .tracker_mapping import NOTHING, TrackerMapping
from .tracker_rows import Rows, TrackerRow, Word

_SHOWN: Final = 20
_CAMEL: Final = re.compile(r"([a-z])([A-Z])")
_SERIES: Final = {"eo": "executive_order", "proc": "proclamation"}


class Reader:
    """Reads one document; `settled` is shared by the documents of a batch."""

    def __init__(self, told: Told, mapping: TrackerMapping, known: Known, settled: Settled) -> None:
        self.told = told
        self.mapping = mapping
        self.known = known
        self.settled = settled
        self.dockets = Dockets(known)
        self.lawsuits: dict[Ref, tuple[Ref, ...]] = {}
        self._described: set[Ref] = set()
        self._linked: set[Ref] = set()
        self._keys: set[str] = set()
        self._remarks: defaultdict[str, list[Notice]] = defaultdict(list)
        self._unknown: defaultdict[tuple[str, str], int] = defaultdict(int)

    def records(self) -> list[Record]:
        """All that the document says, or nothing where it has faults."""
        rows = list(Rows(self.told, self.mapping).read())
        if self.told.faults or not rows:
            return []
        found: list[Record] = [self._source(rows[0].line)]
        for row in rows:
            found += self._row(row)
        self._tell(len(rows))
        return found

    def remark(self, kind: str, line: int, text: str) -> None:
        """Say something about a row; of each kind only the first are listed."""
        self._remarks[kind].append(Notice(self.told.document.name, line, text))

    # One row

    def _row(self, row: TrackerRow) -> Iterator[Record]:
        placed = [
            (part, () if number else links)
            for cite, links in row.dockets
            if cite.court and (cite.numbers or cite.caption)
            for number, part in enumerate(self.dockets.parts(cite))
        ]
        for cite, _ in row.dockets:
            if not cite.court:
                what = ", ".join(cite.numbers) or cite.caption
                self.remark(
                    "court", row.line, f"no court is told for {what!r}, or none that is known: no docket"
                )
        key = self._key(row, placed)
        meta = Row(line=row.line, key=key, verified="stored", sources=(self.mapping.name,))
        caption = next((cite.caption for cite, _ in placed if cite.caption), row.caption)
        caption = caption or next((cite.caption for cite, _ in row.dockets if cite.caption), "")
        refs = list(self._orders(row, meta)) if placed else []
        yield from (record for record, _ in refs if record is not None)
        subject: Ref | None = None
        if placed:
            dockets, claims = self._dockets(row, meta, placed, caption)
            for docket in dockets:
                if docket.court is not None:
                    yield from self._court(docket.court, meta)
            subject = dockets[0].lawsuit
            known = self._is_known(subject)
            yield TrackedSuit(
                row=meta,
                lawsuit=subject,
                label=None if known else caption or dockets[0].label or subject.id,
                caption=None if known else caption or subject.id,
                dockets=tuple(dockets),
                challenges=tuple(dict.fromkeys(ref for _, ref in refs)),
                notes=tuple(f"{each} ({self.mapping.name})" for each in row.notes),
            )
            self._described.add(subject)
            yield from claims
        else:
            kept = "its status is kept as a claim only" if row.words else "nothing is said of it"
            self.remark("nowhere", row.line, f"{caption or key!r} names no docket: {kept}")
        name = (subject and self.known.label(subject)) or caption or key
        yield from (self._status(word, meta, subject, name) for word in row.words)

    def _key(self, row: TrackerRow, placed: list[tuple[Cited, tuple[str, ...]]]) -> str:
        first = next((f"{cite.court}-{'-'.join(cite.numbers)}" for cite, _ in placed), row.caption)
        key = slug(row.key or first) or f"line-{row.line}"
        if key in self._keys:
            key = f"{key}-line-{row.line}"
        self._keys.add(key)
        return key

    def _dockets(
        self, row: TrackerRow, meta: Row, placed: list[tuple[Cited, tuple[str, ...]]], caption: str
    ) -> tuple[list[TrackedDocket], list[Claim]]:
        """The dockets of a row, the first of which says to which lawsuit all of them belong."""
        found: list[TrackedDocket] = []
        claims: list[Claim] = []
        lawsuit: Ref | None = None
        for cite, links in placed:
            ids = [courtlistener_id(link) for link in links]
            listed = next((each for each in ids if each), "")
            ref = self.dockets.find(cite.court, cite.numbers, listed)
            if ref is None:
                ref = self.dockets.nearly(cite.court, cite.numbers, cite.caption or caption)
                if ref is not None:
                    said = f"{', '.join(cite.numbers)} is taken for {ref.id}, whose court and caption agree"
                    self.remark(
                        "office",
                        row.line,
                        f"{said}: the number lacks its office, or has another way to write it",
                    )
            if ref is not None and self.known.kinds(ref.id):
                self._linked.add(ref)
            new = ref is None
            if ref is None:
                number = cite.numbers[0] if cite.numbers else cite.caption
                ref = Ref("proceeding", proceeding_id(cite.court, number))
                self.dockets.tell(cite.court, cite.numbers, ref)
            own = self.lawsuits.get(ref) or tuple(
                Ref("lawsuit", value.partition("/")[2])
                for value in self.known.values(ref, "ej:partOfLawsuit")
            )
            if lawsuit is None:
                lawsuit = own[0] if own else Ref("lawsuit", ref.id)
            self.lawsuits.setdefault(ref, own or (lawsuit,))
            docket, more = self._docket(row, meta, cite, ref, lawsuit, caption, new=new, first=not found)
            urls = tuple(link for link in links if link not in self.known.values(ref, "ej:url"))
            spare = listed if listed and not self.known.values(ref, "ej:courtListenerId") else ""
            found.append(replace(docket, urls=urls, courtlistener_id=spare or None))
            claims += more
        return found, claims

    def _docket(
        self,
        row: TrackerRow,
        meta: Row,
        cite: Cited,
        ref: Ref,
        lawsuit: Ref,
        caption: str,
        *,
        new: bool,
        first: bool,
    ) -> tuple[TrackedDocket, list[Claim]]:
        """One docket: all that is told of a new one; of one that is known, what does not stand there yet."""
        name = cite.caption or caption or ref.id
        label = self.known.label(ref) or self._docket_label(name, cite)
        said: dict[str, PartialDate | None] = {"ej:filedOn": None, "ej:terminatedOn": None}
        claims: list[Claim] = []
        given = (("ej:filedOn", row.filed), ("ej:terminatedOn", row.terminated)) if first else ()
        for prop, value in given:
            if value is None:
                continue
            against = self.settled.contest(ref, prop, str(value))
            if against:
                claims.append(self._differs(meta, ref, prop, value, against, label))
            else:
                said[prop] = value
        return TrackedDocket(
            id=ref.id,
            lawsuit=lawsuit,
            court=Ref("court", cite.court) if new else None,
            label=label if new else None,
            caption=name if new else None,
            numbers=cite.numbers if new else (),
            filed_on=said["ej:filedOn"],
            terminated_on=said["ej:terminatedOn"],
        ), claims

    def _docket_label(self, name: str, cite: Cited) -> str:
        entry = court_of_id(cite.court)
        court = entry.citation or entry.name if entry is not None else cite.court
        numbers = ", ".join(cite.numbers)
        return (
            f"{name}, No{'s' if len(cite.numbers) > 1 else ''}. {numbers} ({court})"
            if numbers
            else f"{name} ({court})"
        )

    def _differs(self, meta: Row, ref: Ref, prop: str, value: PartialDate, against: str, label: str) -> Claim:
        row = Row(
            line=meta.line,
            key=f"{self.told.document.id}-{meta.key}",
            verified=meta.verified,
            sources=meta.sources,
        )
        retrieved = self.told.document.retrieved_on
        found = claim(
            row, self.mapping.name, ref, prop, str(value), against, label=label, quote=str(value),
            as_of=retrieved.isoformat() if retrieved is not None else "",
        )  # fmt: skip
        self.remark("otherwise", meta.line, f"{found.claim} {found.notes}")
        return found

    def _is_known(self, ref: Ref) -> bool:
        return ref in self._described or ref.kind in self.known.kinds(ref.id)

    # What a row mentions

    def _court(self, ref: Ref, meta: Row) -> Iterator[Court]:
        """The court, and those above it, as far as the graph does not tell of them."""
        while not self._is_known(ref):
            entry = court_of_id(ref.id)
            if entry is None:
                return
            self._described.add(ref)
            above = Ref("court", entry.appeals_to) if entry.appeals_to else None
            yield Court(
                row=Row(line=meta.line, key=f"court-{ref.id}", verified="stored", sources=meta.sources),
                id=ref.id,
                name=entry.name,
                level=entry.level,
                citation_string=entry.citation or None,
                courts_db_id=entry.id,
                appeals_to=above,
            )
            if above is None:
                return
            ref = above

    def _orders(self, row: TrackerRow, meta: Row) -> Iterator[tuple[Order | None, Ref]]:
        """The orders that a row names; one that nobody has told of is described by its number."""
        for series, number in orders(row.orders):
            ref = order_ref(series, number)
            if self._is_known(ref):
                yield None, ref
                continue
            self._described.add(ref)
            about = Row(line=meta.line, key=f"mentioned-{ref.id}", verified="stored", sources=meta.sources)
            yield Order(row=about, id=ref.id, kind=_SERIES[series], title="", number=number), ref
        for number in register_documents(row.orders):
            for ref in self.known.having("ej:frDocumentNumber", number):
                if ref.kind == "order":
                    yield None, ref

    def _status(self, word: Word, meta: Row, subject: Ref | None, name: str) -> Claim:
        """A status word as the tracker's claim for its day."""
        column = slug(_CAMEL.sub(r"\1-\2", word.column))
        key = f"{self.told.document.id}-{meta.key}-{column}"
        if word.meaning is None:
            self._unknown[word.column, word.quote] += 1
        on = f" on {word.day.written}" if word.day is not None else ""
        return Claim(
            row=Row(line=meta.line, key=key, verified=meta.verified, sources=meta.sources),
            id=key,
            article=self.mapping.name,
            quote=word.quote,
            claim=f"{name}: “{word.quote}” ({word.column}){on}, says {self.mapping.name}",
            text_line=meta.line,
            asserted_by=self.mapping.name,
            subject=name,
            subject_refs=(subject,) if subject is not None else (),
            predicate=column.replace("-", "_"),
            object=word.quote,
            hedge="flat",
            holds_on=word.day,
            means=word.meaning if word.meaning != NOTHING else None,
        )

    def _source(self, line: int) -> Source:
        row = Row(line=line, key="source", verified="stored")
        name = self.mapping.name
        return Source(
            row=row, id=slug(name), label=name, kind="tracker", rank="secondary", url=self.mapping.url or None
        )

    def _tell(self, count: int) -> None:
        listed = ", ".join(sorted(ref.id for ref in self._linked)[:_SHOWN])
        more = f" and {len(self._linked) - _SHOWN} more" if len(self._linked) > _SHOWN else ""
        found = f": {listed}{more}" if listed else ""
        self.told.notice(1, f"{count} rows; {len(self._linked)} of their dockets stand in the graph{found}")
        for (column, quote), times in sorted(self._unknown.items()):
            rows = f"{times} row{'s' if times > 1 else ''}"
            said = f"{column} “{quote}” ({rows}) is not in {self.mapping.file}: kept as a claim, without a meaning"
            self.told.notice(1, said)
        for found_remarks in self._remarks.values():
            self.told.notices += found_remarks[:_SHOWN]
            if len(found_remarks) > _SHOWN:
                rest = found_remarks[_SHOWN]
                self.told.notice(rest.line, f"and {len(found_remarks) - _SHOWN} more remarks of this kind")
