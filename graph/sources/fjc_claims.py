"""What the directory of judges says otherwise than the record: it becomes a claim, and the record stays."""

from dataclasses import dataclass, field, replace
from typing import Final

from ..records import PartialDate, Record, Ref, Row
from .csv_rows import Told
from .settled import Settled, claim

SOURCE: Final = "Federal Judicial Center, Biographical Directory of Article III Federal Judges"


@dataclass(slots=True)
class Standing:
    """What may be said of judges and appointments, and in `claims` what stands against the record."""

    told: Told
    settled: Settled
    claims: list[Record] = field(default_factory=list[Record])

    def day(
        self, row: Row, ref: Ref, name: str, value: PartialDate | None, *, label: str, quote: str
    ) -> PartialDate | None:
        """The day, where it may be said; else nothing, and a claim of it."""
        if value is None or self.text(row, ref, name, str(value), label=label, quote=quote) is None:
            return None
        return value

    def text(self, row: Row, ref: Ref, name: str, value: str, *, label: str, quote: str = "") -> str | None:
        """The text, where it may be said; else nothing, and a claim of it."""
        against = self.settled.contest(ref, name, value) if value else ""
        if not value or not against:
            return value or None
        retrieved = self.told.document.retrieved_on
        keyed = replace(row, key=f"{self.told.document.id}-{row.key}")
        as_of = retrieved.isoformat() if retrieved is not None else ""
        found = claim(
            keyed, SOURCE, ref, name, value, against, label=label, quote=quote or value, as_of=as_of
        )
        self.claims.append(found)
        self.told.notice(row.line, f"{found.claim} {found.notes}")
        return None
