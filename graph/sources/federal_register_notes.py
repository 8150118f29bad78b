"""What the disposition notes of one list mean, taken together: which order does what to which, and when.

Both orders of a pair may tell of it, "Revokes: EO 13768" and "Revoked by: EO 13993": that is one
effect. It is dated by the day on which the order that acts was signed, unless the note tells another.
What does not add up is kept as a note and not made an effect: an order of quite another day than the
note has, an order that acts on a later one. A slip, another day of the same year or the same day of
another year, is read as the order of that number, and told.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from ..records import Known, PartialDate, PrintedEffect, Ref
from .dispositions import BEARS_ON, REMARK, Clause, Mention, read
from .settled import Settled

Remark = Callable[[str, int, str], None]

ENDS: Final = ("revokes", "supersedes")
_DONE: Final = {
    "amends": "amended",
    "revokes": "revoked",
    "supersedes": "superseded",
    "reinstates": "reinstated",
}
_LETTER: Final = str.maketrans("", "", "-")


def order_ref(series: str, number: str) -> Ref:
    """The order of that number: `eo-10417a` for 10417-A."""
    return Ref("order", f"{series}-{number.translate(_LETTER).lower()}")


@dataclass(frozen=True, slots=True)
class Link:
    """One mention with a meaning: `producer` does `type` to `target`, so says the row of `by`."""

    type: str
    partial: bool
    producer: Ref
    target: Ref
    by: Ref
    on: PartialDate | None
    wording: str

    @property
    def pair(self) -> tuple[Ref, Ref]:
        return self.producer, self.target

    @property
    def deed(self) -> tuple[str, tuple[Ref, Ref], bool]:
        """What is done to whom; an end is an end, whichever word is used for it."""
        return "ends" if self.type in ENDS else self.type, self.pair, self.partial


@dataclass(slots=True)
class Reading:
    """The note of one row, and what it is found to say."""

    line: int
    ref: Ref
    note: str
    links: list[Link] = field(default_factory=list[Link])
    related: list[tuple[Ref, Ref]] = field(default_factory=list[tuple[Ref, Ref]])
    notes: list[str] = field(default_factory=list[str])


class Links:
    """All that the notes of a document say of pairs of orders."""

    def __init__(self, readings: Sequence[Reading], known: Known, settled: Settled, remark: Remark) -> None:
        self.known = known
        self.settled = settled
        self.remark = remark
        self.own = {each.ref for each in readings}
        self.days: defaultdict[Ref, set[str]] = defaultdict(set)
        self._lines: dict[Ref, int] = {}
        self._kinds: defaultdict[tuple[Ref, Ref], set[tuple[str, bool, bool]]] = defaultdict(set)
        parsed = [(each, read(each.note)) for each in readings if each.note]
        for reading, clauses in parsed:
            for clause in clauses:
                self._see(reading, clause)
        for reading, clauses in parsed:
            for clause in clauses:
                self._understand(reading, clause)
        self._on: dict[tuple[str, tuple[Ref, Ref], bool], PartialDate] = {}
        for reading in readings:
            for link in reading.links:
                self._kinds[link.pair].add((link.type, link.partial, link.by == link.producer))
                if link.on is not None and (link.by == link.producer or link.deed not in self._on):
                    self._on[link.deed] = link.on

    def unlisted(self) -> dict[Ref, int]:
        """The orders that are only mentioned, each with the first line that does so."""
        return {ref: line for ref, line in self._lines.items() if ref not in self.own}

    def day_of(self, ref: Ref) -> PartialDate | None:
        """The day on which an order was signed, as far as it stands or all mentions of it agree."""
        standing = self.settled.standing(ref, "ej:signedOn")
        if not standing and ref not in self.own and len(self.days[ref]) == 1:
            standing = tuple(self.days[ref])
        if len(standing) != 1 or len(standing[0]) != len("2021-01-20"):
            return None
        year, month, day = standing[0].split("-")
        return PartialDate(int(year), int(month), int(day))

    def begins(self, ref: Ref, day: PartialDate | None) -> bool:
        """Whether it may be said that the order takes effect on that day: no document says otherwise."""
        own = Ref("effect", f"{ref.id}-takes-effect")
        others = (
            effect
            for effect in self.known.pointing("ej:actsOn", ref)
            if effect != own and "takes-effect" in self.known.values(effect, "ej:effectType")
        )
        return day is not None and not any(others) and not self.settled.contest(own, "ej:edtf", str(day))

    def effects(self, reading: Reading) -> Iterator[PrintedEffect]:
        """What the note of a row says was done, each under one name whichever row tells it."""
        for link in dict.fromkeys(reading.links):
            kind, doubtful = self._agreed(link)
            part = " in part" if link.partial else ""
            name = f"{link.target.id}-{_DONE[kind]}{part.replace(' ', '-')}-by-{link.producer.id}"
            day = self._on.get(link.deed) or self.day_of(link.producer)
            assert day is not None  # else it is no link
            edtf: str | None = f"{day}/.." if doubtful else str(day)
            told = f"{_named(link.producer)} {kind} {_named(link.target)}{part}"
            said = "amends" if link.partial else kind
            before = self._known_effect(link, said)
            if before is not None:
                name = before.id
                told = self.known.label(before) or told
            if self.settled.contest(Ref("effect", name), "ej:edtf", edtf):
                edtf = None
            types = self.known.values(before, "ej:effectType") if before is not None else (said,)
            yield PrintedEffect(
                id=name,
                producer=link.producer,
                target=link.target,
                label=told,
                wording=link.wording,
                type=said if said in types else None,
                edtf=edtf,
            )

    def _see(self, reading: Reading, clause: Clause) -> None:
        for mention in clause.mentions:
            ref = order_ref(mention.series, mention.number)
            self._lines.setdefault(ref, reading.line)
            if mention.on is not None:
                self.days[ref].add(str(mention.on))

    def _understand(self, reading: Reading, clause: Clause) -> None:
        if clause.meaning == REMARK:
            reading.notes.append(clause.text)
            return
        if clause.meaning is None:
            reading.notes.append(clause.text)
            self.remark(
                "phrase", reading.line, f"“{_short(clause.text)}” is no phrase that is known: kept as a note"
            )
            return
        if clause.others and clause.meaning != BEARS_ON:
            self.remark(
                "others", reading.line, f"“{_short('; '.join(clause.others))}” names no order: kept as text"
            )
        for mention in clause.mentions:
            named = order_ref(mention.series, mention.number)
            producer, target = (named, reading.ref) if clause.passive else (reading.ref, named)
            if named == reading.ref:
                self.remark(
                    "itself", reading.line, f"“{clause.phrase}: {mention.text}” names the order itself"
                )
            elif clause.meaning == BEARS_ON:
                reading.related.append((producer, target))
            else:
                self._link(reading, clause, mention, producer, target)

    def _link(self, reading: Reading, clause: Clause, mention: Mention, producer: Ref, target: Ref) -> None:
        assert clause.meaning is not None
        wording = f"{clause.phrase}: {mention.text}" if clause.phrase else mention.text
        named = target if producer == reading.ref else producer
        problem = self._problem(clause.meaning, mention, named, producer, target)
        if problem:
            reading.notes.append(wording)
            self.remark("unsure", reading.line, f"“{_short(wording)}”: {problem}; kept as a note")
            return
        signed = self.day_of(named)
        if mention.on is not None and signed is not None and mention.on != signed:
            told = f"“{_short(wording)}”: {_named(named)} is of {signed.written}; read as that"
            self.remark("dated otherwise", reading.line, told)
        on = mention.effective
        reading.links.append(
            Link(clause.meaning, mention.partial, producer, target, reading.ref, on, wording)
        )

    def _problem(self, meaning: str, mention: Mention, named: Ref, producer: Ref, target: Ref) -> str:
        """Why a mention makes no effect; empty where it does."""
        if mention.remark and meaning in (*ENDS, "reinstates"):
            return f"what “{_short(mention.remark)}” means is not known"
        signed = self.day_of(named)
        if mention.on is not None and signed is not None and not _may_be_meant(mention.on, signed):
            return f"{_named(named)} is of {signed.written}"
        day, made = mention.effective or self.day_of(producer), self.day_of(target)
        if day is None:
            return f"the day of {_named(producer)} is not known"
        since = self.day_of(producer)
        if since is not None and str(day) < str(since):
            return f"{_named(producer)} is of {since.written}, which is later"
        if made is not None and str(day) < str(made):
            return f"{_named(target)} is of {made.written}, which is later"
        return ""

    def _agreed(self, link: Link) -> tuple[str, bool]:
        """What the two rows of a pair agree on, and whether they differ on how far it goes.

        The row of the order that acts goes before the other one's. Where one row says that all of
        an order ended and the other a part of it, it may be either.
        """
        if link.type not in ENDS:
            return link.type, False
        ends = {each for each in self._kinds[link.pair] if each[0] in ENDS}
        own = sorted(kind for kind, partial, by_producer in ends if by_producer and partial == link.partial)
        kind = own[0] if own and link.type not in own else link.type
        doubtful = not link.partial and any(partial for _, partial, _ in ends)
        return kind, doubtful

    def _known_effect(self, link: Link, said: str) -> Ref | None:
        """The effect under which another document tells of the same deed."""
        alike = ENDS if said in ENDS else (said,)
        for effect in self.known.pointing("ej:actsOn", link.target):
            kinds = self.known.values(effect, "ej:effectType")
            if str(link.producer) in self.known.values(effect, "ej:producedBy") and any(
                k in alike for k in kinds
            ):
                return effect
        return None


def _may_be_meant(told: PartialDate, signed: PartialDate) -> bool:
    """Whether a day told with a number is a slip for the day of that order: of the year, or within it."""
    return told.year == signed.year or (told.month, told.day) == (signed.month, signed.day)


def _named(ref: Ref) -> str:
    series, _, number = ref.id.partition("-")
    return f"{'Executive Order' if series == 'eo' else 'Proclamation' if series == 'proc' else ref.id} {number}".strip()


def _short(text: str, longest: int = 120) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
