"""How the judges of a decision came down, as far as the opinions say it.

Who writes or joins a dissent is against; who writes or joins an opinion that the archive calls a concurrence in
part is with the court in part; who writes or joins the opinion that speaks for a court of several judges is for
it. A concurrence is no vote here: the archive does not say whether its writer shares the reasons.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ..records import Known, Ref, Row, Vote
from .court_records import CourtRecords
from .courtlistener_matching import Decided
from .courtlistener_people import Judges
from .courtlistener_rows import Thing
from .csv_rows import Told
from .settled import Settled

FOR: Final = "for"

_MEANS: Final = {
    "": FOR, "010combined": FOR, "015unamimous": FOR, "020lead": FOR, "025plurality": FOR,
    "035concurrenceinpart": "in-part", "040dissent": "against",
}  # fmt: skip


class VoteReader:
    """The votes that the opinions of one document tell; `settled` is shared by the documents of a batch."""

    def __init__(
        self, told: Told, known: Known, judges: Judges, settled: Settled, courts: CourtRecords
    ) -> None:
        self._told = told
        self._known = known
        self._judges = judges
        self._settled = settled
        self._courts = courts
        self._said: set[str] = set()

    def of(self, thing: Thing, row: Row, told: Decided) -> Iterator[Vote]:
        """The votes of those who wrote and joined an opinion and held a seat on the day of the ruling."""
        means = _MEANS.get(thing.text("type"))
        court, day = self._place(told)
        if means is None or court is None or not day or not self._courts.level(court):
            return
        people = (thing.ref("author"), *thing.refs("joined_by"))
        judges = dict.fromkeys(judge for person in people if (judge := self._judges.find(person)) is not None)
        for judge in judges:
            key = f"{told.ruling.id}-{judge.id}"
            if (
                key not in self._said
                and self._judges.sat(judge, day)
                and self._may_be_said(thing, told.ruling, judge, means)
            ):
                self._said.add(key)
                label = f"vote of {self._judges.name(judge)}, {told.label or told.ruling.id}"
                yield Vote(
                    row=replace(row, key=key), label=label, ruling=told.ruling, judge=judge, vote=means
                )

    def _place(self, told: Decided) -> tuple[Ref | None, str]:
        """The court of a ruling and its day: as they stand, else as the batch has them."""
        courts = self._settled.standing(told.ruling, "ej:byCourt")
        days = self._settled.standing(told.ruling, "ej:decidedOn")
        kind, _, name = courts[0].partition("/") if len(courts) == 1 else ("", "", "")
        return Ref(kind, name) if kind else told.court, days[0] if len(days) == 1 else told.day

    def _may_be_said(self, thing: Thing, ruling: Ref, judge: Ref, means: str) -> bool:
        """Whether no other vote of that judge on the ruling is on record; another way of voting is told."""
        ref = Ref("vote", f"{ruling.id}-{judge.id}")
        others = (
            vote
            for vote in self._known.pointing("ej:onRuling", ruling)
            if vote != ref and str(judge) in self._known.values(vote, "ej:judge")
        )
        held = next(iter(others), None)
        standing = self._known.values(held, "ej:vote") if held is not None else ()
        against = next(iter(standing), "") or self._settled.contest(ref, "ej:vote", means)
        if against and against != means:
            said = f"{thing.kind} {thing.id}: {self._judges.name(judge)} votes {means} in it, and {against} on record, which stands"
            self._told.notice(thing.line, said)
        return not against
