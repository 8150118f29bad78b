"""The outcome of `validate`, in the forms it is asked for, whoever's shapes it was held against."""

from dataclasses import dataclass, field
from typing import Any

from ...shapes.report import Locate, Report
from ...shapes.results import nowhere
from ..errors import SourceError


@dataclass(frozen=True, slots=True)
class Checked:
    """A report on files that were not committed; `faults` are what could not even be read.

    Data conforms to our shapes when nothing is a Violation, to others by the letter of SHACL.
    """

    report: Report
    faults: tuple[SourceError, ...] = ()
    locate: Locate = field(default=nowhere, repr=False)
    written: bytes | None = field(default=None, repr=False)

    @property
    def conforms(self) -> bool:
        return self.report.conforms and not self.faults

    def text(self) -> str:
        """Sentences for people."""
        told = "".join(f"{fault}\n" for fault in self.faults)
        return told + self.report.text(self.locate) + "\n"

    def turtle(self) -> bytes:
        """The W3C validation report and nothing else."""
        return self.report.turtle() if self.written is None else self.written

    def as_json(self) -> dict[str, Any]:
        faults = [{"where": each.where, "problem": each.problem, "cure": each.cure} for each in self.faults]
        return {**self.report.to_json(self.locate), "conforms": self.conforms, "faults": faults}

    to_json = as_json
