"""What became of each document of a batch, to be told to whoever brought it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from ...shapes.report import Locate, Report, Result, Severity
from ...shapes.results import nowhere
from ..errors import SourceError
from ..identity.left_out import LeftOut
from .differences import Differences

SHOWN: Final = 10
"""So many warnings of one document are listed."""

State = Literal["added", "changed", "unchanged", "skipped", "restored", "removed", "quarantined"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document; of the counts, `unchanged` are statements that stayed.

    A document is skipped that holds nothing to take in, and says so. A quarantined one changed nothing: `faults` say what its source could not read, `report`
    what its statements break. `report` also lists the warnings about a document that went in, and
    `differences` tells in words how a newer revision differs from the one before.
    """

    id: str
    name: str
    state: State
    added: int = 0
    removed: int = 0
    unchanged: int = 0
    adapter: str = ""
    digest: str = ""
    faults: tuple[SourceError, ...] = ()
    notices: tuple[str, ...] = ()
    differences: Differences = field(default_factory=Differences)
    report: Report = field(default_factory=lambda: Report.of(()))
    locate: Locate = field(default=nowhere, repr=False)

    @property
    def quarantined(self) -> bool:
        return self.state == "quarantined"

    @property
    def problems(self) -> tuple[str, ...]:
        """Why it was refused, a sentence each, with file, line and cure where they are known."""
        faults = (str(fault) for fault in self.faults)
        return tuple(dict.fromkeys((*faults, *self._told(self.report.violations))))

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is odd about a document that went in, a sentence each."""
        return () if self.quarantined else self._told(self.report.of_severity(Severity.WARNING))

    def _told(self, results: Iterable[Result]) -> tuple[str, ...]:
        told: list[str] = []
        for result in results:
            place = self.locate(result)
            where = self.name if place is None else place.document
            line = f", line {place.line}" if place is not None and place.line else ""
            told.append(f"{where}{line}: {result.message}")
        return tuple(dict.fromkeys(told))

    def as_json(self) -> dict[str, Any]:
        """The outcome as plain values; the report only where something is wrong."""
        found: dict[str, Any] = {
            "id": self.id,
            "name": self.name,
            "state": self.state,
            "added": self.added,
            "removed": self.removed,
            "unchanged": self.unchanged,
            "adapter": self.adapter,
            "digest": self.digest,
            "notices": list(self.notices),
        }
        if self.differences:
            found["differences"] = self.differences.as_json()
        if self.faults:
            found["faults"] = [
                {"where": fault.where, "problem": fault.problem, "cure": fault.cure} for fault in self.faults
            ]
        grave = Report.of(self.report.of_severity(Severity.VIOLATION, Severity.WARNING))
        if grave.results:
            found["report"] = grave.to_json(self.locate)
        return found


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a batch; `dry_run` says that nothing was written."""

    outcomes: Sequence[Outcome]
    dry_run: bool = False
    uncertain: tuple[dict[str, Any], ...] = ()
    """Pairs of entities that may be one, of which one came with this batch, the likeliest; see `Links`."""
    left_out: LeftOut = field(default_factory=LeftOut)
    """What the search for such pairs left out."""
    unlinked: bool = False
    """Whether such pairs were not looked for: the index of names is far behind, or could not be written."""

    @property
    def quarantined(self) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.quarantined)

    @property
    def changed(self) -> bool:
        """Whether the store is, or in a dry run would be, another than before."""
        return any(outcome.state not in {"unchanged", "skipped", "quarantined"} for outcome in self.outcomes)

    def as_json(self) -> dict[str, Any]:
        return {
            "dryRun": self.dry_run,
            "changed": self.changed,
            "documents": [outcome.as_json() for outcome in self.outcomes],
            **({"uncertain": list(self.uncertain)} if self.uncertain else {}),
            **({"leftOut": self.left_out.as_json()} if self.left_out else {}),
            **({"unlinked": True} if self.unlinked else {}),
        }

    def text(self) -> str:
        """One line for each document, and under a refused one why."""
        lines: list[str] = []
        for outcome in self.outcomes:
            counts = f"{outcome.added} added, {outcome.removed} removed, {outcome.unchanged} unchanged"
            lines.append(f"{outcome.id}: {outcome.state}" + ("" if outcome.quarantined else f" ({counts})"))
            lines += [f"  {problem}" for problem in (*outcome.problems, *outcome.notices)]
            odd = outcome.warnings
            lines += [f"  warning: {warning}" for warning in odd[:SHOWN]]
            if len(odd) > SHOWN:
                lines.append(f"  and {len(odd) - SHOWN} more warnings: see --report")
            lines += [f"  {sentence}" for sentence in outcome.differences.text()]
        if self.uncertain:
            count = len(self.uncertain) + self.left_out.pairs
            pairs = "pair of entities" if count == 1 else "pairs of entities"
            lines.append(f"{count} {pairs} may be one and the same: enjoin link list")
        lines += replace(self.left_out, pairs=0).sentences()  # none are listed here
        if self.unlinked:
            lines.append(
                "entities that may be one and the same were not looked for: enjoin link list looks for them"
            )
        return "\n".join(lines) + "\n" if lines else ""
