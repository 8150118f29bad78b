"""Conflicts as values: the rows of `claims-in-conflict`, each with the sentence that a page shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from pyoxigraph import Literal, NamedNode

if TYPE_CHECKING:
    from ..graph import Graph

__all__ = ["RULES", "Conflict", "conflicts_of"]

RULES: Final[Mapping[str, str]] = {
    "checked": "somebody compared it with the record",
    "editor": "an editor says that both cannot stand",
    "value": "both give a value to what has only one",
    "day": "it is told of another day",
    "office": "the office was not held on the day that is spoken of",
    "reach": "it is told to reach further than the ruling does",
    "final": "it is told as decided for good; the ruling is preliminary",
    "firmness": "one ruling is told flatly here and as possible there",
    "count": "they count by other definitions, or at other times",
    "list": "another list names other places",
}
"""What each rule found, in words."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One conflict. `claim`, `source` and `against` are ids with their kind; what is not known is empty.

    `kind` is `with the record` or `with another claim`.
    """

    kind: str
    rule: str
    claim: str
    quote: str
    speaker: str
    source: str
    source_label: str
    line: str
    against: str
    against_label: str
    other_said: str
    record_says: str
    citation: str
    note: str

    @property
    def sentence(self) -> str:
        """The conflict in a sentence or two: who says what, what stands against it, and where that is printed."""
        place = f"{self.source_label or self.source}{f', line {self.line}' if self.line else ''}"
        other = self.other_said or self.against_label or self.against
        found = self.record_says or self.note or other
        who = self.against_label or self.against
        cited = f" ({self.citation})" if self.citation else ""
        if self.kind == "with another claim":
            found = "" if self.other_said and self.other_said in self.against_label else self.other_said
        against = f" {who}: {found}{cited}." if found and found != who else f" {who}{cited}." if who else ""
        return f"{place}: “{self.quote}”. {RULES[self.rule][:1].upper()}{RULES[self.rule][1:]}.{against}"

    def as_json(self) -> dict[str, str]:
        """What is known, by plain names, with the sentence."""
        said = {
            "conflict": self.kind, "rule": self.rule, "claim": self.claim, "quote": self.quote, "speaker": self.speaker,
            "source": self.source, "line": self.line, "against": self.against, "otherSaid": self.other_said,
            "recordSays": self.record_says, "citation": self.citation, "note": self.note, "sentence": self.sentence,
        }  # fmt: skip
        return {name: value for name, value in said.items() if value}


def conflicts_of(
    graph: "Graph", *, about: str | None = None, source: str | None = None
) -> Sequence[Conflict]:
    """The conflicts of a graph, each once; only those about an entity, or of claims in a source."""
    rows = graph.query("claims-in-conflict", about=about, source=source)
    found: dict[tuple[str, str, str, str], Conflict] = {}
    for row in rows:
        conflict = _conflict(row, graph)
        found.setdefault((conflict.rule, conflict.claim, conflict.against, conflict.record_says), conflict)
    return list(found.values())


def _conflict(row: Mapping[str, Any], graph: "Graph") -> Conflict:
    def text(name: str) -> str:
        value = cast("NamedNode | Literal | None", row.get(name))
        if value is None:
            return ""
        return graph.iris.short(value) if isinstance(value, NamedNode) else value.value

    return Conflict(
        kind=text("conflict"),
        rule=text("rule"),
        claim=text("claim"),
        quote=text("quote"),
        speaker=text("speaker"),
        source=text("source"),
        source_label=text("sourceLabel"),
        line=text("line"),
        against=text("against"),
        against_label=text("againstLabel"),
        other_said=text("otherSaid"),
        record_says=text("recordSays"),
        citation=text("citation"),
        note=text("note"),
    )
