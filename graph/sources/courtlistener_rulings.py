"""CourtListener's opinion clusters as rulings, with their citations and opinions.

A cluster is a ruling that the graph has where both stand on one docket and have a citation in common;
any other is a ruling of its own, whose likeness to another is for a person to judge.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ..citations.reporters import normal_citation
from ..records import Decision, Known, Record, Ref, Row
from .court_records import CourtRecords
from .courtlistener_matching import Clusters, Decided, Matching
from .courtlistener_people import Judges
from .courtlistener_placing import Dockets, address_of, name_of
from .courtlistener_rows import Thing, date_of, fault, is_numbered
from .courtlistener_votes import VoteReader
from .csv_rows import Told
from .facts_cells import Fault
from .standing import Standing

TYPE: Final = "decision"
"""A cluster does not say what the ruling mainly does."""

_LEADING: Final = frozenset(("", "010combined", "015unamimous", "020lead", "025plurality"))
_OPINIONS: Final = {
    "025plurality": "Plurality opinion", "030concurrence": "Concurrence",
    "035concurrenceinpart": "Concurrence in part", "040dissent": "Dissent", "050addendum": "Addendum",
    "060remittitur": "Remittitur", "070rehearing": "Opinion on rehearing", "080onthemerits": "Opinion on the merits",
    "090onmotiontostrike": "Opinion on a motion to strike a cost bill", "100trialcourt": "Opinion of the trial court",
}  # fmt: skip


class RulingReader:
    """The records of the clusters, citations and opinions of one document."""

    def __init__(
        self,
        told: Told,
        known: Known,
        dockets: Dockets,
        clusters: Clusters,
        judges: Judges,
        standing: Standing,
        courts: CourtRecords,
    ) -> None:
        self._told = told
        self._known = known
        self._dockets = dockets
        self._clusters = clusters
        self._judges = judges
        self._standing = standing
        self._courts = courts
        self._matching = Matching(known)
        self._votes = VoteReader(told, known, judges, standing.settled, courts)
        self._passed = 0

    def cluster(self, thing: Thing) -> Iterator[Record]:
        if not is_numbered(self._told, thing):
            return
        decided = date_of(self._told, thing, "date_filed")
        if decided is None or decided.exact is None:
            if not thing.text("date_filed"):
                fault(self._told, thing, "date_filed", Fault("it has no day", "write YYYY-MM-DD"))
            return
        given = tuple(_citations(thing))
        told = tuple(dict.fromkeys((*given, *self._clusters.citations.get(thing.id, ()))))
        placed = self._placed(thing, thing.ref("docket"), told, str(decided))
        if placed is None:
            return
        proceeding, court, name = placed
        ref = self._matching.ruling(thing, proceeding, told)
        row = self._row(thing)
        known = self._known.label(ref)
        label = (
            known or f"ruling of {decided.written}, {name_of(thing) or name} ({self._courts.cited(court)})"
        )
        self._clusters.decided[thing.id] = Decided(ref, str(decided), label, court)
        stand = self._standing.of(row, ref, label)
        bench, kind = self._bench(ref, thing, court, str(decided))
        fresh = known is None
        approximate = thing.flag("date_filed_is_approximate")
        day = stand.day("ej:decidedOn", decided)
        yield Decision(
            row=replace(row, knowledge=("day",) if approximate and day is not None else ()),
            id=ref.id,
            label=label,
            proceeding=proceeding,
            court=court if fresh else None,
            decided_on=day,
            ruling_type=None if self._known.values(ref, "ej:rulingType") else TYPE,
            citation=self._matching.fresh(ref, given),
            bench=bench,
            bench_type=kind,
            courtlistener_id=thing.id,
            url=address_of(thing, "opinion"),
            notes=tuple(self._notes(thing, approximate=approximate, seated=bool(bench))),
        )

    def citation(self, thing: Thing) -> Iterator[Record]:
        """A row of the table of citations."""
        told = self._of_cluster(thing)
        written = " ".join(thing.text(name) for name in ("volume", "reporter", "page"))
        if told is None or not written:
            return
        found = self._matching.fresh(told.ruling, (normal_citation(written) or written,))
        if found:
            yield Decision(row=self._row(thing), id=told.ruling.id, citation=found)

    def opinion(self, thing: Thing) -> Iterator[Record]:
        """Who wrote, whether it is per curiam, and how the judges voted; the texts are not taken in."""
        told = self._of_cluster(thing)
        if told is None:
            return
        row, kind = self._row(thing), thing.text("type")
        label = self._known.label(told.ruling) or told.label or told.ruling.id
        stand = self._standing.of(row, told.ruling, label)
        author = self._judges.find(thing.ref("author"))
        leading = kind in _LEADING
        per_curiam = thing.flag("per_curiam")
        notes: list[str] = []
        words = thing.text("author_str")
        if author is not None and not words:
            words = self._judges.name(author)
        if not leading or kind in _OPINIONS:
            by = f" by {words}" if words else ""
            notes.append(f"{_OPINIONS.get(kind, f'Opinion of the kind {kind}')}{by}.")
        elif author is None and words and not per_curiam:
            notes.append(f"Written by, in the words of the source: {words}")
        if thing.text("joined_by_str"):
            notes.append(f"Joined, in the words of the source, by: {thing.text('joined_by_str')}")
        yield Decision(
            row=row,
            id=told.ruling.id,
            author=stand.entity("ej:author", author, words or (author.id if author else ""))
            if leading and not per_curiam
            else None,
            per_curiam=True if per_curiam and leading and stand.text("ej:perCuriam", "true") else None,
            notes=tuple(notes),
        )
        yield from self._votes.of(thing, row, told)

    def closing(self) -> None:
        """Tell what was passed over."""
        if self._passed:
            self._told.notice(
                1,
                f"rulings on dockets without a docket number are passed over, with their opinions: {self._passed}",
            )

    def _placed(
        self, thing: Thing, docket: str, citations: tuple[str, ...], day: str
    ) -> tuple[Ref, Ref, str] | None:
        """The proceeding, its court, and the name of the case; a fault where nobody tells of the docket."""
        placed = self._dockets.placed.get(docket)
        if placed is not None:
            return placed.proceeding, placed.court, placed.name
        if docket in self._dockets.placed:
            self._clusters.decided[thing.id] = None
            self._passed += 1
            return None
        held = (
            [ref for ref in self._known.having("ej:courtListenerId", docket) if ref.kind == "proceeding"]
            if docket
            else []
        )
        if len(held) != 1:
            held = self._matching.by_citation(citations, day)
        courts = self._known.values(held[0], "ej:inCourt") if len(held) == 1 else ()
        if len(courts) != 1:
            cure = (
                f"read the docket with it, or before it (enjoin pull courtlistener --docket {docket or 'ID'})"
            )
            fault(
                self._told,
                thing,
                "docket",
                Fault(f"nothing is known of the docket {docket or '(none)'}", cure),
            )
            return None
        kind, _, name = courts[0].partition("/")
        return held[0], Ref(kind, name), self._known.label(held[0]) or held[0].id

    def _of_cluster(self, thing: Thing) -> Decided | None:
        ident = thing.ref("cluster")
        if ident in self._clusters.decided:
            found = self._clusters.decided[ident]
            self._passed += found is None
            return found
        held = (
            [ref for ref in self._known.having("ej:courtListenerId", ident) if ref.kind == "ruling"]
            if ident
            else []
        )
        if len(held) != 1:
            cure = "read the cluster with it, or before it"
            fault(
                self._told,
                thing,
                "cluster",
                Fault(f"nothing is known of the cluster {ident or '(none)'}", cure),
            )
            return None
        return Decided(held[0], "", self._known.label(held[0]) or "")

    def _bench(self, ruling: Ref, thing: Thing, court: Ref, day: str) -> tuple[tuple[Ref, ...], str | None]:
        """The judges of the panel, where each is known and held a seat on that day, and what such a bench is called."""
        people = thing.refs("panel")
        judges = tuple(ref for person in people if (ref := self._judges.find(person)) is not None)
        if not judges or len(judges) != len(people) or self._known.values(ruling, "ej:hasBench"):
            return (), None
        if not all(self._judges.sat(judge, day) for judge in judges):
            return (), None
        level = self._courts.level(court)
        kind = ("single-judge", "panel", "full-court")[level]
        fits = (len(judges) == 1, 2 <= len(judges) <= 3, 5 <= len(judges) <= 9)[level]
        return (judges, kind) if fits else ((), None)

    def _notes(self, thing: Thing, *, approximate: bool, seated: bool) -> Iterator[str]:
        if approximate:
            yield "The day is approximate, as the source says."
        if thing.text("judges") and not seated:
            yield f"Judges, in the words of the source: {thing.text('judges')}"
        if thing.text("disposition"):
            yield f"Disposition, in the words of the source: {thing.text('disposition')}"
        status = thing.text("precedential_status")
        if status and status != "Unknown":
            yield f"Status of the opinion, in the words of the source: {status}"

    def _row(self, thing: Thing) -> Row:
        return Row(line=thing.line, key=thing.key, verified="stored", sources=(self._standing.source,))


def _citations(thing: Thing) -> Iterator[str]:
    """The citations within a cluster, as the API has them."""
    for each in thing.listed("citations"):
        parts = Thing("citation", thing.line, each)
        written = " ".join(
            part for part in (parts.text(name) for name in ("volume", "reporter", "page")) if part
        )
        if written:
            yield normal_citation(written) or written
