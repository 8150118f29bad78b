"""CourtListener's dockets as proceedings, and the lawsuits they belong to.

A docket is the graph's where court and number are the same, however the number is spelled. An appeal leads
to the docket below even where nobody has told of that one yet: it is described by its court and number.
"""

from collections.abc import Iterator
from dataclasses import replace

from ..citations.courts import court_named
from ..citations.dockets import DocketNumber, docket_numbers
from ..records import Docket, Known, PartialDate, Record, Ref, Row
from .court_records import CourtRecords
from .courtlistener_people import Judges
from .courtlistener_placing import Dockets, Placed, Placing, address_of, number_of
from .courtlistener_rows import ORIGIN, Thing, date_of
from .csv_rows import Told
from .standing import Saying, Standing

_EVENTS = (
    ("date_cert_granted", "Certiorari granted on {}."),
    ("date_cert_denied", "Certiorari denied on {}."),
    ("date_argued", "Argued on {}."),
    ("date_reargued", "Argued again on {}."),
    ("date_reargument_denied", "Reargument denied on {}."),
)
_ORIGIN_EVENTS = (
    ("date_judgment", "The judgment below is of {}."),
    ("date_filed_noa", "Notice of appeal filed below on {}."),
    ("date_rehearing_denied", "Rehearing below denied on {}."),
)


class DocketReader:
    """The records of the dockets of one document."""

    def __init__(
        self,
        told: Told,
        known: Known,
        placing: Placing,
        dockets: Dockets,
        judges: Judges,
        standing: Standing,
        courts: CourtRecords,
    ) -> None:
        self._told = told
        self._known = known
        self._placing = placing
        self._dockets = dockets
        self._judges = judges
        self._standing = standing
        self._courts = courts
        self._origins_lacking: dict[str, str] = {}
        self._unnumbered: list[str] = []
        self._stubs: set[Ref] = set()

    def docket(self, thing: Thing) -> Iterator[Record]:
        before = len(self._told.faults)
        placed = self._placing.place(self._told, thing, self._courts)
        if placed is None:
            if len(self._told.faults) == before:
                self._unnumbered.append(thing.id)
            return
        # Said anew, so that the document speaks of each court that it has dockets of.
        self._courts.find(thing.ref("court"), thing.line)
        ref = placed.proceeding
        row = Row(line=thing.line, key=thing.key, verified="stored", sources=(self._standing.source,))
        label = self._known.label(ref) or self._label(thing, placed)
        stand = self._standing.of(row, ref, label)
        below = tuple(self._below(thing, placed))
        for _, stub in below:
            if stub is not None:
                yield stub
        lawsuits, own = self._lawsuits(ref, tuple(each for each, _ in below))
        caption = thing.text("case_name_full") or placed.name
        yield Docket(
            row=row,
            id=ref.id,
            label=label,
            court=placed.court,
            docket_number=self._numbers(ref, thing),
            lawsuits=lawsuits,
            lawsuit_caption=(placed.name or label) if own else None,
            caption=caption if caption and not self._known.values(ref, "ej:caption") else None,
            filed_on=stand.day("ej:filedOn", date_of(self._told, thing, "date_filed")),
            terminated_on=stand.day("ej:terminatedOn", date_of(self._told, thing, "date_terminated")),
            presided_by=self._judge(thing, stand),
            referred_to=self._judges.find(thing.ref("referred_to")),
            appeal_from=tuple(each for each, _ in below),
            courtlistener_id=thing.id,
            url=address_of(thing, "docket"),
            notes=tuple(self._notes(thing, linked=bool(below))),
        )

    def _label(self, thing: Thing, placed: Placed) -> str:
        number = number_of(thing)
        name = f"{placed.name}, " if placed.name else ""
        return (
            f"{name}No. {number} ({self._courts.cited(placed.court)})"
            if number
            else placed.name or f"docket {thing.id}"
        )

    def _numbers(self, ref: Ref, thing: Thing) -> tuple[str, ...]:
        """The number in its normal form, unless the graph has it already, however spelled."""
        found = docket_numbers(number_of(thing))
        if not found:
            text = number_of(thing)
            return (text,) if text and text not in self._known.values(ref, "ej:docketNumber") else ()
        held = [each for text in self._known.values(ref, "ej:docketNumber") for each in docket_numbers(text)]
        return tuple(str(each) for each in found if not any(each.is_same(other) for other in held))

    def _judge(self, thing: Thing, stand: Saying) -> Ref | None:
        judge = self._judges.find(thing.ref("assigned_to"))
        return stand.entity(
            "ej:presidedBy", judge, thing.text("assigned_to_str") or (judge.id if judge else "")
        )

    def _lawsuits(self, ref: Ref, below: tuple[Ref, ...]) -> tuple[tuple[Ref, ...], bool]:
        """The lawsuits of a docket, and whether one of them is its own, of which it tells."""
        held = self._suits(ref)
        if held:
            # The graph's own lawsuits, and those of the dockets below, as an appeal belongs to its case.
            return tuple(
                dict.fromkeys((*held, *(suit for each in below for suit in self._suits_or_own(each))))
            ), False
        if below:
            return tuple(dict.fromkeys(suit for each in below for suit in self._suits_or_own(each))), False
        return (Ref("lawsuit", ref.id),), True

    def _suits(self, ref: Ref) -> tuple[Ref, ...]:
        told = (value.partition("/") for value in self._known.values(ref, "ej:partOfLawsuit"))
        return tuple(Ref(kind, name) for kind, slash, name in told if slash)

    def _suits_or_own(self, ref: Ref) -> tuple[Ref, ...]:
        return self._suits(ref) or (Ref("lawsuit", ref.id),)

    def _origin(self, thing: Thing) -> Thing | None:
        """What a docket tells of the court from which the case came."""
        nested = thing.nested("original_court_info") or thing.nested("originating_court_information")
        if nested is not None:
            return Thing(ORIGIN, thing.line, nested)
        ident = thing.ref("original_court_info") or thing.ref("originating_court_information")
        if ident and ident not in self._dockets.origins:
            self._origins_lacking[thing.id] = ident
        return self._dockets.origins.get(ident)

    def _below(self, thing: Thing, placed: Placed) -> Iterator[tuple[Ref, Docket | None]]:
        """The dockets below, each with its description where nobody else describes it."""
        origin = self._origin(thing)
        text = origin.text("docket_number") or origin.text("docket_number_raw") if origin is not None else ""
        ident = thing.ref("appeal_from") or court_named(thing.text("appeal_from_str")) or ""
        numbers = docket_numbers(text)
        court = self._courts.find(ident, thing.line) if ident and numbers else None
        if court is None or origin is None or self._courts.level(court) >= self._courts.level(placed.court):
            return
        for number in numbers:
            found = self._placing.below(court, number)
            if found is None:
                self._told.notice(
                    thing.line,
                    f"{number} ({self._courts.cited(court)}), from which {placed.name} came, is more than one docket",
                )
                continue
            ref, described = found
            yield (
                ref,
                None
                if described or ref in self._stubs
                else self._stub(thing, placed, origin, court, ref, number),
            )
            self._stubs.add(ref)

    def _stub(
        self, thing: Thing, placed: Placed, origin: Thing, court: Ref, ref: Ref, number: DocketNumber
    ) -> Docket:
        """A docket below by its court and number: its own record may come later, under the same id."""
        row = Row(
            line=thing.line,
            key=f"{thing.key}-from-{ref.id}",
            verified="stored",
            sources=(self._standing.source,),
        )
        label = f"No. {number} ({self._courts.cited(court)})"
        inner = replace(origin, line=thing.line)
        return Docket(
            row=row,
            id=ref.id,
            label=label,
            court=court,
            docket_number=(str(number),),
            lawsuits=(Ref("lawsuit", ref.id),),
            lawsuit_caption=placed.name or label,
            filed_on=self._standing.of(row, ref, label).day(
                "ej:filedOn", date_of(self._told, inner, "date_filed")
            ),
            presided_by=self._judges.find(origin.ref("assigned_to")),
        )

    def _notes(self, thing: Thing, *, linked: bool) -> Iterator[str]:
        yield from self._days(thing, _EVENTS)
        for name, said in (("cause", "Cause"), ("nature_of_suit", "Nature of suit")):
            if thing.text(name):
                yield f"{said}, in the words of the source: {thing.text(name)}"
        for name, said in (("assigned_to", "Assigned to"), ("referred_to", "Referred to")):
            if thing.text(f"{name}_str") and self._judges.find(thing.ref(name)) is None:
                yield f"{said}, in the words of the source: {thing.text(f'{name}_str')}"
        if thing.text("panel_str"):
            yield f"Panel, in the words of the source: {thing.text('panel_str')}"
        origin = self._origin(thing)
        if origin is not None:
            yield from self._days(replace(origin, line=thing.line), _ORIGIN_EVENTS)
        if not linked:
            parts = (
                thing.text("appeal_from_str") or thing.ref("appeal_from"),
                origin.text("docket_number") if origin else "",
            )
            if any(parts):
                yield f"Came from, in the words of the source: {', '.join(part for part in parts if part)}"

    def _days(self, thing: Thing, events: tuple[tuple[str, str], ...]) -> Iterator[str]:
        for name, said in events:
            found: PartialDate | None = date_of(self._told, thing, name)
            if found is not None:
                yield said.format(found.written)

    def closing(self) -> None:
        """Tell what was passed over, and what is not linked."""
        for docket, ident in list(self._origins_lacking.items())[:1]:
            count = len(self._origins_lacking)
            said = f"appeals whose docket below is not told: {count} (docket {docket} is the first, with record {ident})"
            self._told.notice(1, f"{said}; give the table of originating court information with this one")
        if self._unnumbered:
            first = f"docket {self._unnumbered[0]}"
            self._told.notice(
                1,
                f"dockets without a docket number are passed over: {len(self._unnumbered)} ({first} is the first)",
            )
