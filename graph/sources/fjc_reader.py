"""From the rows of the directory of judges to people, appointments and courts."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from ..dates import written_out
from ..mapping.labels import natural_name
from ..records import Court, JudgeLife, Judgeship, Known, PartialDate, Record, Ref, Row, Source, slug
from .csv_rows import Line, Told, date_cell, lines
from .facts_cells import Fault
from .fjc_courts import court_id, described, is_listed
from .presidents import Presidents
from .settled import Settled, claim

SOURCE: Final = "Federal Judicial Center, Biographical Directory of Article III Federal Judges"
ADDRESS: Final = "https://www.fjc.gov/history/judges"
APPOINTMENTS: Final = 6
"""As many appointments stand in one row of the wide export."""

_READ: Final = (
    "court_type", "court_name", "appointment_title", "appointing_president", "party_of_appointing_president",
    "reappointing_president", "party_of_reappointing_president", "seat_id", "recess_appointment_date",
    "nomination_date", "confirmation_date", "commission_date", "service_as_chief_judge_begin",
    "service_as_chief_judge_end", "2nd_service_as_chief_judge_begin", "2nd_service_as_chief_judge_end",
    "senior_status_date", "termination", "termination_date",
)  # fmt: skip
_UNREAD: Final = (
    "aba_rating", "statute_authorizing_new_seat", "committee_referral_date", "hearing_date",
    "judiciary_committee_action", "committee_action_date", "senate_vote_type", "ayes_nays",
)  # fmt: skip
_PERSON: Final = frozenset((
    "nid", "jid", "sequence", "judge_name", "last_name", "first_name", "middle_name", "suffix", "birth_month",
    "birth_day", "birth_year", "death_month", "death_day", "death_year", "birth_city", "birth_state", "death_city",
    "death_state", "gender", "race_or_ethnicity",
))  # fmt: skip
_KNOWN: Final = _PERSON | {
    column
    for name in (*_READ, *_UNREAD)
    for column in (name, *(f"{name}_{number}" for number in range(1, APPOINTMENTS + 1)))
}
_NUMERAL: Final = re.compile(r"I{1,3}|IV|V")
_YEAR: Final = re.compile(r"\d{4}")
_NOBODY: Final = "None ("


class Reader:
    """Reads one document; `settled` is shared by the documents of a batch."""

    def __init__(self, told: Told, known: Known, settled: Settled) -> None:
        self.told = told
        self.known = known
        self.settled = settled
        self.presidents = Presidents(known)
        self._courts: dict[str, Court] = {}
        self._judges: dict[str, str] = {}
        self._seen: dict[tuple[str, int], int] = {}
        self._claims: list[Record] = []

    def records(self) -> list[Record]:
        """All that the document says, or nothing where it has faults."""
        found: list[Record] = []
        for line in lines(self.told, _KNOWN):
            nid = line["nid"]
            if not (nid.isascii() and nid.isdigit()):
                self.told.fault(line.number, "nid", Fault(f"{nid!r} is no number of a judge", "write digits"))
                continue
            judge = self._judge(nid, line.number)
            if line["last_name"]:
                found.append(self._life(line, judge))
            found += self._judgeships(line, judge)
        if self.told.faults or not found:
            return []
        row = Row(line=1, key="source", verified="stored")
        source = Source(
            row=row, id=slug(SOURCE), label=SOURCE, kind="official-list", rank="primary", url=ADDRESS
        )
        return [source, *self._courts.values(), *self.presidents.records(), *found, *self._claims]

    def _judge(self, nid: str, line: int) -> str:
        """The id of a judge: the graph's, where it knows the number, else one made of the number."""
        if nid not in self._judges:
            known = [ref.id for ref in self.known.having("ej:fjcNid", nid) if ref.kind == "judge"]
            if len(known) > 1:
                self.told.notice(line, f"{' and '.join(known)} both have the number {nid}: read as the first")
            self._judges[nid] = known[0] if known else f"fjc-{nid}"
        return self._judges[nid]

    def _life(self, line: Line, judge: str) -> JudgeLife:
        ref = Ref("judge", judge)
        row = Row(line=line.number, key=f"life-{line['nid']}", verified="stored", sources=(SOURCE,))
        name = _full_name(line)
        born, died = self._date(line, "birth"), self._date(line, "death")
        return JudgeLife(
            row=row,
            judge=judge,
            name=name,
            fjc_nid=line["nid"],
            born_on=self._stands(row, ref, "ej:bornOn", born, label=name, quote=str(born)),
            died_on=self._stands(row, ref, "ej:diedOn", died, label=name, quote=str(died)),
            notes=_uncertain(line),
        )

    def _date(self, line: Line, event: str) -> PartialDate | None:
        """A day told in three cells: only the year, or year and month, where no more is told."""
        parts = [line[f"{event}_{part}"] for part in ("year", "month", "day")]
        given = parts[: next((place for place, part in enumerate(parts) if not part), len(parts))]
        if not given or not _YEAR.fullmatch(given[0]):
            return None
        written = "-".join([given[0], *(part.zfill(2) for part in given[1:])])
        column = f"{event}_year"
        return date_cell(self.told, replace(line, cells={column: written}), column)

    def _judgeships(self, line: Line, judge: str) -> Iterator[Judgeship]:
        """The appointments of a row: one, with its sequence, or those of the wide export."""
        if line["court_name"]:
            number = line["sequence"]
            if not (number.isascii() and number.isdigit() and int(number)):
                fault = Fault(f"{number!r} is no number of an appointment", "write digits")
                self.told.fault(line.number, "sequence", fault)
                return
            yield from self._judgeship(line, judge, int(number), "")
        for number in range(1, APPOINTMENTS + 1):
            if line[f"court_name_{number}"]:
                yield from self._judgeship(line, judge, number, f"_{number}")

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

        court = self._court(line, row, suffix)
        name = natural_name(line["judge_name"]) if line["judge_name"] else _full_name(line)
        recess, commission = day("recess_appointment_date"), day("commission_date")
        since = min((each for each in (recess, commission) if each is not None), key=str, default=None)
        ref = self._tenure(judge, number, court, since)
        title = line["appointment_title" + suffix] or None
        told = f" from {since.written}" if since is not None else ""
        label = f"{name}, {title or 'Judge'}, {court.name}{',' if told else ''}{told}"
        label = self.known.label(ref) or label

        def stands(prop: str, column: str, value: PartialDate | None) -> PartialDate | None:
            return self._stands(row, ref, prop, value, label=label, quote=line[column + suffix])

        ended = line["termination" + suffix] or None
        fjc_name = line["judge_name"]
        appointer = line["appointing_president" + suffix]
        somebody = bool(appointer) and not appointer.startswith(_NOBODY)
        yield Judgeship(
            row=row,
            judge=judge,
            number=number,
            name_fjc=self._text_stands(row, person, "ej:fjcName", fjc_name, label=name) or "",
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
            termination=self._text_stands(row, ref, "ej:endReason", ended or "", label=label),
            chief_from_year=day("service_as_chief_judge_begin"),
            chief_to_year=day("service_as_chief_judge_end"),
            chief_again_from_year=day("2nd_service_as_chief_judge_begin"),
            chief_again_to_year=day("2nd_service_as_chief_judge_end"),
            appointing_president=appointer if somebody else None,
            party_of_appointing_president=(line["party_of_appointing_president" + suffix] or None)
            if somebody
            else None,
            appointing_official=self.presidents.by_fjc_name(appointer, line.number) if somebody else None,
            notes=_notes(line, suffix, recess, commission),
        )

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

    def _court(self, line: Line, row: Row, suffix: str) -> Court:
        """The court of an appointment, described once with those above it."""
        name, kind = " ".join(line["court_name" + suffix].split()), line["court_type" + suffix]
        ident = court_id(name)
        if ident not in self._courts:
            if not is_listed(name):
                self.told.notice(
                    line.number, f"{name!r} is no court that is known: described by its name as {ident}"
                )
            for court in described(name, kind, row, SOURCE):
                self._courts.setdefault(court.id, self._as_it_stands(court))
        return self._courts[ident]

    def _as_it_stands(self, court: Court) -> Court:
        """The court without a citation string where the graph has another one."""
        ref = Ref("court", court.id)
        against = self.settled.contest(ref, "ej:citationString", court.citation_string or "")
        return replace(court, citation_string=None) if against else court

    def _stands(
        self, row: Row, ref: Ref, name: str, value: PartialDate | None, *, label: str, quote: str
    ) -> PartialDate | None:
        """The day, where it may be said; else nothing, and a claim of it."""
        if value is None or self._text_stands(row, ref, name, str(value), label=label, quote=quote) is None:
            return None
        return value

    def _text_stands(
        self, row: Row, ref: Ref, name: str, value: str, *, label: str, quote: str = ""
    ) -> str | None:
        against = self.settled.contest(ref, name, value) if value else ""
        if not value or not against:
            return value or None
        retrieved = self.told.document.retrieved_on
        keyed = replace(row, key=f"{self.told.document.id}-{row.key}")
        as_of = retrieved.isoformat() if retrieved is not None else ""
        found = claim(
            keyed, SOURCE, ref, name, value, against, label=label, quote=quote or value, as_of=as_of
        )
        self._claims.append(found)
        self.told.notice(row.line, f"{found.claim} {found.notes}")
        return None


def _full_name(line: Line) -> str:
    """The name as it is spoken, from its parts.

    >>> _full_name(Line(2, {"last_name": "Orrick", "first_name": "William", "middle_name": "Horsley", "suffix": "III"}))
    'William Horsley Orrick III'
    """
    name = " ".join(line[part] for part in ("first_name", "middle_name", "last_name") if line[part])
    suffix = line["suffix"]
    return f"{name}{' ' if _NUMERAL.fullmatch(suffix) else ', '}{suffix}" if suffix else name


def _uncertain(line: Line) -> str | None:
    """A year that is no plain year, `ca. 1793`, in words: what is about a year is no date."""
    told = [
        f"{word} {line[f'{event}_year']}."
        for event, word in (("birth", "Born"), ("death", "Died"))
        if line[f"{event}_year"] and not _YEAR.fullmatch(line[f"{event}_year"])
    ]
    return " ".join(told) or None


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
