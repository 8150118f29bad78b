"""Which proceeding each docket of CourtListener is: the graph's with its court and number, or a new one."""

from dataclasses import dataclass, field
from typing import Final

from ..citations.dockets import DocketNumber, docket_numbers, proceeding_id
from ..records import Known, Ref
from .court_records import CourtRecords
from .courtlistener_rows import Thing, fault, is_numbered
from .csv_rows import Told
from .facts_cells import Fault
from .proceedings import Proceedings

SITE: Final = "https://www.courtlistener.com"


@dataclass(frozen=True, slots=True)
class Placed:
    """A docket of a batch: which proceeding it is, in which court, and what its case is called."""

    proceeding: Ref
    court: Ref
    name: str


@dataclass(slots=True)
class Dockets:
    """The dockets of a batch by their ids, and what is told of the courts that they come from."""

    placed: dict[str, Placed | None] = field(default_factory=dict[str, "Placed | None"])
    origins: dict[str, Thing] = field(default_factory=dict[str, Thing])
    numbered: dict[Ref, list[tuple[DocketNumber, Ref]]] = field(
        default_factory=dict[Ref, "list[tuple[DocketNumber, Ref]]"]
    )

    def having(self, court: Ref, number: DocketNumber) -> set[Ref]:
        """The proceedings of the batch with that number."""
        return {ref for other, ref in self.numbered.get(court, ()) if other.is_same(number)}


class Placing:
    """Finds which proceeding a docket is."""

    def __init__(self, known: Known, dockets: Dockets) -> None:
        self._known = known
        self._dockets = dockets
        self._proceedings = Proceedings(known)

    def place(self, told: Told, thing: Thing, courts: CourtRecords) -> Placed | None:
        """The proceeding that this docket is; nothing where it has no number, or a fault."""
        before = self._dockets.placed.get(thing.id)
        if before is not None:
            return before
        self._dockets.placed[thing.id] = found = self._place(told, thing, courts)
        if found is not None:
            held = self._dockets.numbered.setdefault(found.court, [])
            held += [(number, found.proceeding) for number in docket_numbers(number_of(thing))]
        return found

    def _place(self, told: Told, thing: Thing, courts: CourtRecords) -> Placed | None:
        ident, number = thing.ref("court"), number_of(thing)
        if not is_numbered(told, thing):
            return None
        court = courts.find(ident, thing.line)
        if court is None:
            cure = "read CourtListener's courts with it"
            fault(told, thing, "court", Fault(f"{ident!r} is no court that is known", cure))
            return None
        name = name_of(thing)
        by_id = [
            ref for ref in self._known.having("ej:courtListenerId", thing.id) if ref.kind == "proceeding"
        ]
        if not number:
            return Placed(by_id[0], court, name) if len(by_id) == 1 else None
        by_number = self._proceedings.having(court, docket_numbers(number))
        if len(by_number) > 1:
            listed = ", ".join(ref.id for ref in by_number)
            told.notice(
                thing.line,
                f"docket {thing.id}, {number}: {listed} have that number too; kept apart from both",
            )
            return Placed(Ref("proceeding", f"cl-{thing.id}"), court, name)
        if by_number:
            return Placed(by_number[0], court, name)
        if len(by_id) == 1:
            there = self._known.values(by_id[0], "ej:inCourt")
            if str(court) in there:
                return Placed(by_id[0], court, name)
            said = f"docket {thing.id} is {by_id[0].id} in the graph, which is in another court ({', '.join(there)}): kept apart"
            told.notice(thing.line, said)
        return Placed(Ref("proceeding", proceeding_id(court.id, number)), court, name)

    def below(self, court: Ref, number: DocketNumber) -> tuple[Ref, bool] | None:
        """The proceeding with that number, and whether it is described elsewhere; nothing where it is not one."""
        found = {*self._proceedings.having(court, (number,)), *self._dockets.having(court, number)}
        if len(found) > 1:
            return None
        return (
            (found.pop(), True) if found else (Ref("proceeding", proceeding_id(court.id, str(number))), False)
        )


def number_of(thing: Thing) -> str:
    return thing.text("docket_number") or thing.text("docket_number_raw")


def name_of(thing: Thing) -> str:
    """What a case is called: the name in use, else the whole caption."""
    return thing.text("case_name") or thing.text("case_name_full") or thing.text("case_name_short")


def address_of(thing: Thing, folder: str) -> str | None:
    """Where a record can be read."""
    path = thing.text("absolute_url")
    if path.startswith("/"):
        return f"{SITE}{path}"
    slug = thing.text("slug")
    return f"{SITE}/{folder}/{thing.id}/{slug}/" if slug and slug.isascii() and " " not in slug else None
