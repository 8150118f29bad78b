"""The `judges` column of rulings.csv, as far as it can be read without guessing.

A bare name is somebody who sat; only a remark in brackets is a vote. Where one of the remarks is
`(majority)`, each remark counts for all the names since the last one. What is no judge on record
("en banc", "katzmann and eleven others") leaves the bench unread, and the text is kept.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from ..records import Ref, Ruling, Vote
from .facts_cells import split

MAJORITY: Final = "majority"

VOTES: Final = {
    MAJORITY: "for",
    "concurring": "for",
    "concurring in the judgment": "concurring-in-judgment",
    "dissenting in part": "in-part",
    "dissent": "against",
}
"""What a remark in brackets says of a vote."""

SUPREME_COURT: Final = "scotus"

_SEAT: Final = re.compile(r"([a-z0-9-]+)(?: \(([^)]+)\))?")


def read_bench(ruling: Ruling, judge: Callable[[str], Ref | None]) -> tuple[Ruling, tuple[Vote, ...]]:
    """The ruling with those who sat, and the votes that the column states.

    `judge` finds a judge by id. A ruling whose bench is given otherwise comes back as it is.
    """
    if ruling.judges is None or ruling.bench:
        return ruling, ()
    found = [_SEAT.fullmatch(part) for part in split(ruling.judges)]
    seats = [judge(match[1]) for match in found if match is not None]
    bench = tuple(seat for seat in seats if seat is not None)
    if len(bench) != len(found):
        return ruling, ()
    remarks = _remarks([match[2] for match in found if match is not None])
    votes = tuple(
        Vote(
            row=replace(ruling.row, key=f"{ruling.id}-{seat.id}"),
            ruling=Ref("ruling", ruling.id),
            judge=seat,
            vote=VOTES[remark],
        )
        for seat, remark in zip(bench, remarks, strict=True)
        if remark in VOTES
    )
    return replace(ruling, bench=bench, bench_type=_bench_type(ruling, len(bench))), votes


def _remarks(remarks: list[str | None]) -> Iterator[str | None]:
    """Each judge's remark; in a column with `(majority)` the next remark counts for all before it."""
    if MAJORITY not in remarks:
        yield from remarks
        return
    for place, remark in enumerate(remarks):
        yield remark or next((later for later in remarks[place:] if later), None)


def _bench_type(ruling: Ruling, seats: int) -> str | None:
    if ruling.bench_type is not None:
        return ruling.bench_type
    if ruling.court.id == SUPREME_COURT:
        return "full-court"
    return {1: "single-judge", 3: "panel"}.get(seats)
