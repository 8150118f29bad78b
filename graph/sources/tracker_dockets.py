"""Which docket of the graph a tracker means: by CourtListener's id, or by court and number."""

from dataclasses import dataclass, field, replace

from ..citations import DocketNumber, docket_numbers
from ..identity.names import keys
from ..records import Known, Ref
from .tracker_cells import Cited


@dataclass(slots=True)
class Dockets:
    """The proceedings of the graph and of the rows before, by court and docket number.

    The dockets of a court are looked up once, when a row first names that court.
    """

    known: Known
    _courts: dict[str, dict[DocketNumber, Ref]] = field(default_factory=dict[str, "dict[DocketNumber, Ref]"])

    def find(self, court: str, numbers: tuple[str, ...], courtlistener: str = "") -> Ref | None:
        """The docket that is certainly meant. A number without its office is no certain one."""
        if courtlistener:
            by_id = [
                ref
                for ref in self.known.having("ej:courtListenerId", courtlistener)
                if ref.kind == "proceeding"
            ]
            if len(by_id) == 1:
                return by_id[0]
        if not court:
            return None
        listed = self._of(court)
        found = {listed[each] for number in numbers for each in docket_numbers(number) if each in listed}
        return found.pop() if len(found) == 1 else None

    def parts(self, cite: Cited) -> list[Cited]:
        """A citation of several numbers, one for each docket that they are known to mean; the others stay together."""
        means: dict[Ref | None, list[str]] = {}
        for number in cite.numbers:
            means.setdefault(self.find(cite.court, (number,)), []).append(number)
        if len(means) < 2:
            return [cite]
        known = [replace(cite, numbers=tuple(listed)) for ref, listed in means.items() if ref is not None]
        rest = means.get(None)
        return known if rest is None else [*known, replace(cite, numbers=tuple(rest))]

    def nearly(self, court: str, numbers: tuple[str, ...], caption: str) -> Ref | None:
        """The one docket of the court with a number that lacks its office or its kind of case, and a caption that agrees."""
        wanted = [each for number in numbers for each in docket_numbers(number)]
        listed = self._of(court) if court else {}
        found = {ref for number, ref in listed.items() if any(_is_same(number, each) for each in wanted)}
        if len(found) != 1:
            return None
        (ref,) = found
        captions = (*self.known.values(ref, "ej:caption"), self.known.label(ref) or "")
        words = set(keys(caption))
        return (
            ref if any(len(words & set(keys(each))) >= min(2, len(words)) > 0 for each in captions) else None
        )

    def tell(self, court: str, numbers: tuple[str, ...], ref: Ref) -> None:
        """A docket that a row described."""
        listed = self._of(court)
        for number in numbers:
            for each in docket_numbers(number):
                listed.setdefault(each, ref)

    def _of(self, court: str) -> dict[DocketNumber, Ref]:
        if court not in self._courts:
            self._courts[court] = {
                number: ref
                for ref in self.known.pointing("ej:inCourt", Ref("court", court))
                if ref.kind == "proceeding"
                for text in self.known.values(ref, "ej:docketNumber")
                for number in docket_numbers(text)
            }
        return self._courts[court]


def _is_same(number: DocketNumber, told: DocketNumber) -> bool:
    """Whether a number may be the one that is told: 17-00574 of a court of trials is a civil case, if it is one."""
    civil = not told.kind and number.kind == "cv"
    return number.is_same(replace(told, kind="cv") if civil else told)
