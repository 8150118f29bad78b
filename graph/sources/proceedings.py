"""Which proceeding of the graph a docket is: by its court and number, however either is spelled."""

from collections import defaultdict
from collections.abc import Iterable

from ..citations.dockets import DocketNumber, docket_numbers
from ..records import Known, Ref

_Core = tuple[str, str, int]


class Proceedings:
    """The proceedings of a graph by their docket numbers; a court's are read when they are first asked for."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._courts: dict[Ref, dict[_Core, list[tuple[DocketNumber, Ref]]]] = {}

    def having(self, court: Ref, numbers: Iterable[DocketNumber]) -> tuple[Ref, ...]:
        """The proceedings of that court with one of these numbers, sorted; more than one is for a person to judge."""
        held = self._of(court)
        found = {
            ref
            for number in numbers
            for other, ref in held.get((number.year, number.kind, number.serial), ())
            if number.is_same(other)
        }
        return tuple(sorted(found))

    def _of(self, court: Ref) -> dict[_Core, list[tuple[DocketNumber, Ref]]]:
        if court not in self._courts:
            held: defaultdict[_Core, list[tuple[DocketNumber, Ref]]] = defaultdict(list)
            for ref in self._known.pointing("ej:inCourt", court):
                if ref.kind == "proceeding":
                    for text in self._known.values(ref, "ej:docketNumber"):
                        for number in docket_numbers(text):
                            held[number.year, number.kind, number.serial].append((number, ref))
            self._courts[court] = dict(held)
        return self._courts[court]
