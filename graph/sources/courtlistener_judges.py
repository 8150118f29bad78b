"""Judges and their times on courts, as CourtListener's people and positions have them.

A judge is the one whom the graph knows by CourtListener's number or the Federal Judicial Center's; a
position on a court is a tenure, the graph's own where it has one of that judge there. Positions elsewhere,
and what is private to a person, are not read.
"""

from collections.abc import Iterator
from typing import Final

from ..records import JudgeFound, Known, PartialDate, Record, Ref, Row, SeatHeld
from .court_records import CourtRecords
from .courtlistener_people import CHIEFS, PRESIDENT, SENIOR, Judges, People, covers, spoken, title_of
from .courtlistener_rows import Thing, date_of, fault, is_numbered
from .csv_rows import Told
from .facts_cells import Fault
from .fjc_numbers import nid_of
from .presidents import Presidents, presidencies
from .standing import Standing

_ENDS: Final = {
    "ded": "Death", "retire_vol": "Retirement", "retire_mand": "Mandatory Retirement", "resign": "Resignation",
    "other_pos": "Appointment to Another Judicial Position", "lost": "Election Lost",
    "abolished": "Abolition of Court", "bad_judge": "Impeachment & Conviction",
    "recess_not_confirmed": "Recess Appointment-Not Confirmed", "termed_out": "Term Limit",
}  # fmt: skip
"""Why a tenure ended, in the words of the Federal Judicial Center where it has one."""


class JudgeReader:
    """The records of the people and positions of one document."""

    def __init__(
        self,
        told: Told,
        known: Known,
        judges: Judges,
        people: People,
        standing: Standing,
        courts: CourtRecords,
    ) -> None:
        self._told = told
        self._known = known
        self._judges = judges
        self._people = people
        self._standing = standing
        self._courts = courts
        self._presidents = Presidents(known)
        self._elsewhere = 0
        self._aliases = 0

    def person(self, thing: Thing) -> Iterator[Record]:
        if thing.ref("is_alias_of"):
            self._aliases += 1
            return
        if not is_numbered(self._told, thing):
            return
        ref = self._judges.find(thing.id)
        if ref is None:  # a president is an official, of whom another table tells
            self._elsewhere += 1
            return
        name = spoken(thing)
        if not name:
            fault(
                self._told, thing, "name_last", Fault("it has no name", "write one, or leave the person out")
            )
            return
        number = thing.text("fjc_id")
        nid = nid_of(number, thing.text("name_last")) if number else None
        if number and nid is None:
            said = f"{name} has {number} for a number of the Federal Judicial Center, which is none, or another judge's: not used"
            self._told.notice(thing.line, said)
        row = self._row(thing)
        label = self._known.label(ref) or name
        stand = self._standing.of(row, ref, label)
        yield JudgeFound(
            row=row,
            judge=ref.id,
            label=label,
            name=None if self._known.values(ref, "foaf:name") else name,
            fjc_nid=nid,
            courtlistener_id=thing.id,
            born_on=stand.day("ej:bornOn", date_of(self._told, thing, "date_dob")),
            died_on=stand.day("ej:diedOn", date_of(self._told, thing, "date_dod")),
        )

    def position(self, thing: Thing) -> Iterator[Record]:
        """A position on a court as a tenure, or what it adds to the tenure beside which it is held."""
        ident = thing.ref("court")
        if not ident or not thing.text("position_type"):
            self._elsewhere += 1
            return
        if not is_numbered(self._told, thing):
            return
        person = thing.ref("person")
        judge = self._judges.find(person)
        court = self._courts.find(ident, thing.line)
        if court is None:
            fault(
                self._told,
                thing,
                "court",
                Fault(f"{ident!r} is no court that is known", "read CourtListener's courts with it"),
            )
            return
        if judge is None:
            if self._is_alias(person):
                self._aliases += 1
                return
            cure = "read the person with it, or before it"
            fault(
                self._told,
                thing,
                "person",
                Fault(f"nothing is known of the person {person or '(none)'}", cure),
            )
            return
        yield self._seat(thing, judge, court)

    def _is_alias(self, person: str) -> bool:
        told = self._people.people.get(person)
        return told is not None and bool(told.ref("is_alias_of"))

    def _seat(self, thing: Thing, judge: Ref, court: Ref) -> SeatHeld:
        row = self._row(thing)
        kind = thing.text("position_type")
        since = date_of(self._told, thing, "date_start")
        until = date_of(self._told, thing, "date_termination")
        if kind in CHIEFS or kind == SENIOR:
            beside = self._beside(thing, judge, court, since)
            if beside is not None:
                return self._added(thing, row, judge, court, beside, since, until)
        found = self._tenure(judge, court, since, thing)
        ref = found or Ref("tenure", f"{judge.id}-cl-{thing.id}")
        title = title_of(thing)
        label = self._known.label(ref) or self._label(judge, title, court, since, thing)
        stand = self._standing.of(row, ref, label)
        reason = thing.text("termination_reason")
        return SeatHeld(
            row=row,
            id=ref.id,
            judge=judge,
            court=court,
            label=label,
            title=None if self._known.values(ref, "ej:tenureTitle") else title,
            from_date=stand.day("ej:from", since),
            until_date=stand.day("ej:until", until),
            nominated_on=stand.day("ej:nominatedOn", date_of(self._told, thing, "date_nominated")),
            confirmed_on=stand.day("ej:confirmedOn", date_of(self._told, thing, "date_confirmation")),
            recess_appointed_on=self._unsaid(
                ref, "ej:recessAppointedOn", date_of(self._told, thing, "date_recess_appointment")
            ),
            senior_from=stand.day("ej:seniorFrom", date_of(self._told, thing, "date_retirement"))
            if until is None
            else None,
            end_reason=self._reason(ref, reason),
            appointing_official=self._appointer(ref, thing),
        )

    def _added(
        self,
        thing: Thing,
        row: Row,
        judge: Ref,
        court: Ref,
        beside: tuple[Ref, str],
        since: PartialDate | None,
        until: PartialDate | None,
    ) -> SeatHeld:
        """What service as chief judge, or senior status, adds to the tenure beside which it is held."""
        ref, label = beside
        stand = self._standing.of(row, ref, label)
        if thing.text("position_type") == SENIOR:
            ended = stand.day("ej:until", until)
            return SeatHeld(
                row=row,
                id=ref.id,
                judge=judge,
                court=court,
                label=label,
                senior_from=stand.day("ej:seniorFrom", since),
                until_date=ended,
            )
        begun, over = self._unsaid(ref, "ej:chiefFrom", since), self._unsaid(ref, "ej:chiefUntil", until)
        return SeatHeld(
            row=row, id=ref.id, judge=judge, court=court, label=label, chief_from=begun, chief_until=over
        )

    def _beside(
        self, thing: Thing, judge: Ref, court: Ref, since: PartialDate | None
    ) -> tuple[Ref, str] | None:
        """The tenure of that judge on that court which takes in the day, with its label: of the graph, else of the batch."""
        held = [ref for ref in self._held(judge, court) if since is None or self._covers(ref, since)]
        if held:
            return (held[0], self._known.label(held[0]) or held[0].id) if len(held) == 1 else None
        day = str(since) if since is not None else ""
        seats = [
            each
            for each in self._rivals(thing)
            if covers(each.text("date_start")[: len(day)], each.text("date_termination"), day)
        ]
        if len(seats) != 1:
            return None
        begun = date_of(self._told, seats[0], "date_start")
        ref = self._tenure(judge, court, begun, seats[0]) or Ref("tenure", f"{judge.id}-cl-{seats[0].id}")
        return ref, self._known.label(ref) or self._label(judge, title_of(seats[0]), court, begun, thing)

    def _reason(self, ref: Ref, reason: str) -> str | None:
        """Why it ended; the graph's word stands, for two lists seldom choose the same one."""
        return _ENDS.get(reason, reason) if reason and not self._known.values(ref, "ej:endReason") else None

    def _unsaid(self, ref: Ref, name: str, value: PartialDate | None) -> PartialDate | None:
        """The date, unless the graph has one that agrees with it as far as it goes."""
        told = self._known.values(ref, name)
        agree = value is not None and any(
            str(value).startswith(each) or each.startswith(str(value)) for each in told
        )
        return None if agree else value

    def _appointer(self, ref: Ref, thing: Thing) -> Ref | None:
        """The president who appointed, where the batch says who that was; the graph's word stands."""
        if self._known.values(ref, "ej:appointingOfficial"):
            return None
        position = self._people.positions.get(thing.ref("appointer"))
        person = self._people.people.get(position.ref("person")) if position is not None else None
        if person is None or position is None or position.text("position_type") != PRESIDENT:
            return None
        last, first = person.text("name_last").casefold(), person.text("name_first").casefold()
        named = {
            each.fjc_name
            for each in presidencies()
            if each.name.casefold().rpartition(" ")[2] == last and each.name.casefold().startswith(first)
        }
        return self._presidents.by_fjc_name(named.pop(), thing.line) if len(named) == 1 else None

    def _held(self, judge: Ref, court: Ref) -> list[Ref]:
        """The tenures that the graph has of that judge on that court."""
        seats = f"post/{court.id}-judge"
        return [
            ref
            for ref in self._known.pointing("ej:holder", judge)
            if seats in self._known.values(ref, "ej:post")
        ]

    def _rivals(self, thing: Thing) -> list[Thing]:
        """The seats of that court that the batch gives to the same person, service as chief or senior judge left out."""
        return [
            each
            for each in self._people.of_person.get(thing.ref("person"), ())
            if each.ref("court") == thing.ref("court") and each.text("position_type") not in {*CHIEFS, SENIOR}
        ]

    def _tenure(self, judge: Ref, court: Ref, since: PartialDate | None, thing: Thing) -> Ref | None:
        """The graph's tenure of that judge on that court: the one of that day, or the only one there is."""
        held = self._held(judge, court)
        mine = Ref("tenure", f"{judge.id}-cl-{thing.id}")
        if mine in held:
            return mine
        begun = [
            ref for ref in held if since is not None and str(since) in self._known.values(ref, "ej:from")
        ]
        if len(begun) == 1:
            return begun[0]
        near = since is None or not held or _years_apart(since, self._known.values(held[0], "ej:from")) <= 1
        return held[0] if len(held) == 1 and len(self._rivals(thing)) == 1 and near else None

    def _covers(self, tenure: Ref, day: PartialDate) -> bool:
        since, until = self._known.values(tenure, "ej:from"), self._known.values(tenure, "ej:until")
        return covers(next(iter(since), "")[: len(str(day))], next(iter(until), ""), str(day))

    def _label(self, judge: Ref, title: str, court: Ref, since: PartialDate | None, thing: Thing) -> str:
        told = self._known.label(judge)
        if told is None:
            person = self._people.people.get(thing.ref("person"))
            told = spoken(person) if person is not None else judge.id
        from_day = f", from {since.written}" if since is not None else ""
        return f"{told}, {title}, {self._courts.name(court)}{from_day}"

    def closing(self) -> Iterator[Record]:
        """What belongs to the whole document: the presidents who appointed, and what was passed over."""
        if self._elsewhere:
            self._told.notice(
                1,
                f"positions that are on no court, and people who are no judges, are passed over: {self._elsewhere}",
            )
        if self._aliases:
            self._told.notice(1, f"other names of people who are listed too are passed over: {self._aliases}")
        yield from self._presidents.records()

    def _row(self, thing: Thing) -> Row:
        return Row(line=thing.line, key=thing.key, verified="stored", sources=(self._standing.source,))


def _years_apart(day: PartialDate, told: tuple[str, ...]) -> int:
    return min((abs(int(each[:4]) - day.year) for each in told), default=0)
