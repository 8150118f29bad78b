"""A candidate claim, and what was read of one text.

A candidate is nothing but an offer to an editor. It keeps the exact words and where they stand, the
entities they may mean, the day or number as told, whose words they are, and how sure the pattern is.
"""

from dataclasses import dataclass

from ..records import Ref
from .amounts import Amount
from .attribution import Said
from .mentions import Mention
from .reading import Sentence
from .whens import When

__all__ = ["Candidate", "Context", "Reading"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing a text may say; offsets are half-open and count in the whole text.

    `subjects` and `objects` are entities, or several candidates for one where `ambiguous` says so;
    `said` is by whom (`None`: the text itself). `records` are entities of the record that the words
    seem to be about. `reach` is whom an effect is told to reach, where the words say so: `everyone`.
    """

    kind: str
    pattern: str
    line: int
    line_start: int
    start: int
    end: int
    quote: str
    confidence: float
    sentence: int
    subjects: tuple[Ref, ...] = ()
    subject_text: str = ""
    objects: tuple[Ref, ...] = ()
    object_text: str = ""
    when: When | None = None
    context: bool = False
    amount: Amount | None = None
    hedge: str = "flat"
    speaker: Ref | None = None
    speaker_text: str = ""
    reach: str = ""
    definition: str = ""
    records: tuple[Ref, ...] = ()
    other_records: tuple[Ref, ...] = ()

    @property
    def value(self) -> str:
        """The day in EDTF, or the number; empty where none is told."""
        if self.amount is not None:
            return f"{self.amount.currency} {self.amount.written}".strip()
        return self.when.edtf if self.when is not None else ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One text, read: its sentences, what they speak of, and what they may be saying."""

    text: str
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    candidates: tuple[Candidate, ...]


@dataclass(slots=True)
class Context:
    """What earlier sentences left behind."""

    person: Ref | None = None
    counted: Candidate | None = None
    past: When | None = None
    speaker: Said | None = None
