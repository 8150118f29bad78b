"""What one row may say of one entity: what stands already stays, and what differs becomes a claim."""

from dataclasses import dataclass, replace

from ..records import PartialDate, Record, Ref, Row
from .csv_rows import Told
from .settled import Settled, claim


class Standing:
    """The claims of one document; `settled` is shared by the documents of a batch."""

    def __init__(self, told: Told, settled: Settled, source: str) -> None:
        self.told = told
        self.settled = settled
        self.source = source
        self.claims: list[Record] = []

    def of(self, row: Row, ref: Ref, label: str) -> "Saying":
        """What the row says of that entity."""
        return Saying(self, row, ref, label)

    def contest(self, row: Row, ref: Ref, name: str, value: str, label: str, quote: str) -> bool:
        """Whether the value may be said; where not, its claim is kept."""
        against = self.settled.contest(ref, name, value)
        if not against:
            return True
        document = self.told.document
        as_of = document.retrieved_on.isoformat() if document.retrieved_on is not None else ""
        keyed = replace(row, key=f"{document.id}-{row.key}")
        found = claim(keyed, self.source, ref, name, value, against, label=label, quote=quote, as_of=as_of)
        self.claims.append(found)
        self.told.notice(row.line, f"{found.claim} {found.notes}")
        return False


@dataclass(frozen=True, slots=True)
class Saying:
    """One row about one entity."""

    standing: Standing
    row: Row
    ref: Ref
    label: str

    def text(self, name: str, value: str | None, quote: str = "") -> str | None:
        """The text, where it may be said."""
        told = bool(value) and self._may(name, str(value), quote or str(value))
        return value if told else None

    def day(self, name: str, value: PartialDate | None) -> PartialDate | None:
        """The date, where it may be said. One that is less precise than the one that stands says nothing new."""
        if value is None or self._is_vaguer(name, str(value)):
            return None
        return value if self._may(name, str(value), str(value)) else None

    def entity(self, name: str, value: Ref | None, quote: str) -> Ref | None:
        """The reference, where it may be said."""
        return value if value is not None and self._may(name, str(value), quote) else None

    def _is_vaguer(self, name: str, value: str) -> bool:
        told = self.standing.settled.standing(self.ref, name)
        return any(each.startswith(value) and each != value for each in told)

    def _may(self, name: str, value: str, quote: str) -> bool:
        return self.standing.contest(self.row, self.ref, name, value, self.label, quote)
