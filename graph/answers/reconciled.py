"""What is compared when trackers are held against the record, and what comes of it: values, as rows, CSV and JSON."""

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from ..effects.things import Id

Result = Literal["agrees", "stale", "disagrees", "not-comparable"]
RESULTS: Final[tuple[Result, ...]] = ("disagrees", "stale", "agrees", "not-comparable")
COLUMNS: Final = (
    "result", "tracker", "lawsuit", "lawsuitLabel", "column", "status", "meaning", "asOf", "readOn",
    "computed", "since", "reason", "because", "age", "claim",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Status:
    """One status as a tracker claims it; `lawsuit` and `meaning` are empty where there is none."""

    claim: Id
    tracker: Id
    tracker_label: str
    quote: str
    column: str
    lawsuit: Id = ""
    lawsuit_label: str = ""
    meaning: str = ""
    on: date | None = None
    read_on: date | None = None


@dataclass(frozen=True, slots=True)
class Docketed:
    """What the record has of a lawsuit beside its relief."""

    appealed: tuple[date | None, ...] = ()
    """For each docket in a higher court the day on which it was filed, where that is known."""
    terminated: tuple[date, ...] = ()
    open: bool = True
    """Whether a docket of it is not closed on record."""
    dismissed: tuple[tuple[date, Id], ...] = ()
    consolidated: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """A status with what came of the comparison. `since` is from when the record has been otherwise."""

    status: Status
    result: Result
    reason: str
    computed: str = ""
    since: date | None = None
    because: tuple[Id, ...] = ()

    @property
    def age(self) -> int | None:
        """How many days the status was old when the tracker was read."""
        status = self.status
        return (status.read_on - status.on).days if status.on and status.read_on else None

    def as_json(self) -> dict[str, Any]:
        """By the names of `COLUMNS`."""
        status = self.status
        return {
            "result": self.result,
            "tracker": status.tracker_label,
            "lawsuit": status.lawsuit,
            "lawsuitLabel": status.lawsuit_label,
            "column": status.column,
            "status": status.quote,
            "meaning": status.meaning,
            "asOf": status.on.isoformat() if status.on else None,
            "readOn": status.read_on.isoformat() if status.read_on else None,
            "computed": self.computed,
            "since": self.since.isoformat() if self.since else None,
            "reason": self.reason,
            "because": list(self.because),
            "age": self.age,
            "claim": status.claim,
        }


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """All comparisons, disagreements first."""

    rows: Sequence[Compared]

    @property
    def counts(self) -> Mapping[Result, int]:
        """How many there are of each result."""
        found = Counter(row.result for row in self.rows)
        return {result: found[result] for result in RESULTS}

    def as_json(self) -> dict[str, Any]:
        return {"counts": dict(self.counts), "statuses": [row.as_json() for row in self.rows]}

    def csv(self) -> str:
        """One row for each status."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        for row in self.rows:
            said = {**row.as_json(), "because": " ".join(row.because)}
            writer.writerow(["" if said[name] is None else _safe(str(said[name])) for name in COLUMNS])
        return out.getvalue()

    def text(self) -> str:
        """One line for each status, and the counts."""
        lines = [
            f"{row.result:<14}  {row.status.lawsuit_label or '(no lawsuit of the graph)'}: {row.status.column} "
            f"“{row.status.quote}”{f' on {row.status.on}' if row.status.on else ''}: {row.reason}"
            for row in self.rows
        ]
        counted = ", ".join(f"{count} {result.replace('-', ' ')}" for result, count in self.counts.items())
        return "\n".join([*lines, counted]) + "\n"


def _safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
