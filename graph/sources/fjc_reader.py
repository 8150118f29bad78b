"""From the rows of the directory of judges to people, appointments and courts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from ..dates import written_out
from ..mapping.labels import natural_name
from ..records import Court, Judgeship, Known, PartialDate, Post, Record, Ref, Row, Source, slug
from .csv_rows import Line, Told, date_cell, header
from .facts_cells import Fault
from .fjc_claims import SOURCE, Standing
from .fjc_columns import Columns, check_order, filled, rows
from .fjc_courts import Courts
from .fjc_people import People, full_name
from .presidents import OFFICE, POST, Presidents
from .settled import Settled

ADDRESS: Final = "https://www.fjc.gov/history/judges"
_NOBODY: Final = "None ("


class Reader:
    """Reads one document; `settled` is shared by the documents of a batch."""

    def __init__(self, told: Told, known: Known, settled: Settled) -> None:
        self.told = told
        self.known = known
        self.standing = Standing(told, settled)
        self.people = People(told, known, self.standing)
        self.courts = Courts(told, settled)
        self.presidents = Presidents(known)
        self.columns = Columns(header(told.document))
        self._groups = self.columns.groups
        self._seen: dict[tuple[str, int], int] = {}
        self._strangers: dict[str, int] = {}

    def records(self) -> list[Record]:
        """All that the document says, or nothing where it has faults."""
        found: list[Record] = []
        for line in rows(self.told, self.columns):
            nid = self.people.number(line)
            if nid:
                found += self._row(replace(line, cells={**line.cells, "nid": nid}))
        if self.told.faults or not found:
            return []
        row = Row(line=1, key="source", verified="stored")
        source = Source(
            row=row, id=slug(SOURCE), label=SOURCE, kind="official-list", rank="primary", url=ADDRESS
        )
        return [source, *self.courts.records(), *self._presidency(), *found, *self.standing.claims]

    def _presidency(self) -> Iterator[Record]:
        """The presidents who appointed; the office alone where nobody knows any of them."""
        told = list(self.presidents.records())
        yield from told
        if self._strangers and not told and not self.known.kinds(POST):
            line = min(self._strangers.values())
            yield Post(row=Row(line=line, key="presidency", verified="stored"), id=POST, label=OFFICE)

    def _row(self, line: Line) -> Iterator[Record]:
        """What a row says of the judge: the person, and the appointments."""
        if self.people.is_again(line):
            return
        judge = self.people.judge(line["nid"], line.number)
        yield from self.people.life(line, judge)
        yield from self._judgeships(line, judge)

    def _judgeships(self, line: Line, judge: str) -> Iterator[Judgeship]:
        """The appointments of a row: one, with its sequence, or those of the wide export."""
        for number, ending in self._numbers(line):
            said = filled(line, ending)
            if line[f"court_name{ending}"]:
                yield from self._judgeship(line, judge, number, ending)
            elif said or not ending:
                what = f"appointment {number} has no court, but {said[0]}" if said else "there is no court"
                fault = Fault(what, "give the name of the court, or take the appointment out")
                self.told.fault(line.number, f"court_name{ending}", fault)

    def _numbers(self, line: Line) -> Sequence[tuple[int, str]]:
        """The appointments of which a row tells: the number and the ending of the columns of each."""
        if not self.columns.is_service:
            return self._groups
        number = line["sequence"]
        if number.isascii() and number.isdigit() and int(number):
            return [(int(number), "")]
        fault = Fault(f"{number!r} is no number of an appointment", "write digits")
        self.told.fault(line.number, "sequence", fault)
        return []

    def _judgeship(self, line: Line, judge: str, number: int, suffix: str) -> Iterator[Judgeship]:
        if (judge, number) in self._seen:
            first = self._seen[judge, number]
            fault = Fault(
                f"appointment {number} of {line['nid']} stands on line {first} already", "take one out"
            )
            self.told.fault(line.number, f"sequence{suffix}", fault)
            return
        self._seen[judge, number] = line.number
        row = Row(line=line.number, key=f"{line['nid']}-{number}", verified="stored", sources=(SOURCE,))
        person = Ref("judge", judge)

        def day(column: str) -> PartialDate | None:
            return date_cell(self.told, line, column + suffix)

        court = self.courts.of(line, row, suffix)
        name = natural_name(line["judge_name"]) if line["judge_name"] else full_name(line)
        recess, commission = day("recess_appointment_date"), day("commission_date")
        since = min((each for each in (recess, commission) if each is not None), key=str, default=None)
        ref = self._tenure(judge, number, court, since)
        title = line["appointment_title" + suffix] or None
        told = f" from {since.written}" if since is not None else ""
        label = f"{name}, {title or 'Judge'}, {court.name}{',' if told else ''}{told}"
        label = self.known.label(ref) or label

        def stands(prop: str, column: str, value: PartialDate | None) -> PartialDate | None:
            return self.standing.day(row, ref, prop, value, label=label, quote=line[column + suffix])

        check_order(self.told, line, suffix)
        ended = line["termination" + suffix] or None
        fjc_name = line["judge_name"]
        appointer = line["appointing_president" + suffix]
        somebody = bool(appointer) and not appointer.startswith(_NOBODY)
        official = self.presidents.by_fjc_name(appointer, line.number) if somebody else None
        if somebody and official is None:
            self._stranger(appointer, line.number)
        yield Judgeship(
            row=row,
            judge=judge,
            number=number,
            name_fjc=self.standing.text(row, person, "ej:fjcName", fjc_name, label=name) or "",
            name=name,
            tenure_label=label,
            court=Ref("court", court.id),
            fjc_nid=line["nid"],
            tenure=ref.id,
            title=title,
            seat_id=line["seat_id" + suffix] or None,
            from_date=stands(
                "ej:from", "recess_appointment_date" if since is recess else "commission_date", since
            ),
            recess_appointment_date=recess,
            nomination_date=stands("ej:nominatedOn", "nomination_date", day("nomination_date")),
            confirmation_date=stands("ej:confirmedOn", "confirmation_date", day("confirmation_date")),
            senior_status_date=stands("ej:seniorFrom", "senior_status_date", day("senior_status_date")),
            termination_date=stands("ej:until", "termination_date", day("termination_date")),
            termination=self.standing.text(row, ref, "ej:endReason", ended or "", label=label),
            chief_from_year=day("service_as_chief_judge_begin"),
            chief_to_year=day("service_as_chief_judge_end"),
            chief_again_from_year=day("2nd_service_as_chief_judge_begin"),
            chief_again_to_year=day("2nd_service_as_chief_judge_end"),
            appointing_president=appointer if somebody else None,
            party_of_appointing_president=(line["party_of_appointing_president" + suffix] or None)
            if somebody
            else None,
            appointing_official=official,
            notes=_notes(line, suffix, recess, commission),
        )

    def _stranger(self, name: str, line: int) -> None:
        """Somebody appointed whom no table of presidents has."""
        if name not in self._strangers:
            self._strangers[name] = line
            self.told.notice(line, f"{name!r} is no President who is known: kept as a name")

    def _tenure(self, judge: str, number: int, court: Court, since: PartialDate | None) -> Ref:
        """The tenure of an appointment: one that another list told of, of the same court from the same day, else a new one."""
        usual = Ref("tenure", f"{judge}-{number}")
        if since is None or self.known.label(usual) is not None:
            return usual
        held = [
            ref
            for ref in self.known.pointing("ej:holder", Ref("judge", judge))
            if f"post/{court.id}-judge" in self.known.values(ref, "ej:post")
            and str(since) in self.known.values(ref, "ej:from")
        ]
        return held[0] if len(held) == 1 else usual


def _notes(line: Line, suffix: str, recess: PartialDate | None, commission: PartialDate | None) -> str | None:
    """What has no property of its own: a later commission, nobody's appointment, another President's."""
    found: list[str] = []
    exact = commission.exact if recess is not None and commission is not None else None
    if exact is not None:
        found.append(f"Commissioned on {written_out(exact)}, after the recess appointment.")
    cell: Callable[[str], str] = lambda column: line[column + suffix]  # noqa: E731 - two uses of one line
    if cell("appointing_president").startswith(_NOBODY):
        found.append(f"Appointing President: {cell('appointing_president')}.")
    if cell("reappointing_president"):
        party = cell("party_of_reappointing_president")
        found.append(f"Reappointed by {cell('reappointing_president')}{f' ({party})' if party else ''}.")
    return " ".join(found) or None
