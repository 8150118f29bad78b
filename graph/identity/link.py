"""One link: two entities that may be one, or of which that was decided; and many, with what was left out."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from pyoxigraph import NamedNode

from .decisions import Decision, link_id
from .features import Features
from .left_out import LeftOut
from .matching import Match

State = Literal["candidate", "accepted", "rejected"]


@dataclass(frozen=True, slots=True)
class Link:
    """Two entities that may be one. `keeps` is the id that stays, or would stay; `decision` what was decided last."""

    id: str
    kind: str
    keeps: NamedNode
    other: NamedNode
    labels: tuple[str, str]
    score: float
    reasons: tuple[str, ...]
    state: State = "candidate"
    decision: Decision | None = None

    def as_json(self) -> dict[str, Any]:
        """The link as plain values."""
        found: dict[str, Any] = {
            "id": self.id,
            "kind": self.kind,
            "state": self.state,
            "keeps": {"iri": self.keeps.value, "label": self.labels[0]},
            "other": {"iri": self.other.value, "label": self.labels[1]},
            "score": self.score,
            "reasons": list(self.reasons),
        }
        if self.decision is not None:
            found["decision"] = {
                "editor": self.decision.editor,
                "reason": self.decision.reason,
                "recordedAt": self.decision.recorded_at,
            }
        return found

    def text(self) -> str:
        """One line, and one for each reason."""
        head = f"{self.id}  {self.score:.2f}  {self.state}  {self.labels[1]}  =  {self.labels[0]}"
        told = [f"    {reason}" for reason in self.reasons]
        if self.decision is not None:
            told.append(
                f"    {self.state} by {self.decision.editor}, {self.decision.recorded_at}: {self.decision.reason}"
            )
        return "\n".join([head, f"    {self.other.value} → {self.keeps.value}", *told])


class Listed(list[Link]):
    """Links, and what the search for them left out."""

    def __init__(self, links: Iterable[Link], left_out: LeftOut | None = None) -> None:
        super().__init__(links)
        self.left_out = left_out or LeftOut()


def between(one: Features, two: Features, matched: Match) -> Link:
    """The link of two; that one stays of which more is known for good."""
    keeps, other = sorted((one, two), key=lambda each: (not each.settled, -each.statements, each.iri.value))
    return Link(
        link_id(keeps.iri, other.iri, keeps.kind),
        keeps.kind,
        keeps.iri,
        other.iri,
        (keeps.label, other.label),
        matched.score,
        matched.reasons,
    )
