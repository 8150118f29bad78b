"""What is kept of a source's text, as a page shows it: sentences in order, with what is marked in them.

Of a source whose licence is open the whole text is kept, of any other only the sentences in which
something is claimed. A mark is a mention, with the entities that it may mean, or the words of a claim.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode

    from ..graph import Graph

__all__ = ["Mark", "Passage", "passages_of"]

_SPANS: Final = """
SELECT ?node ?motive ?start ?end ?words ?kind (GROUP_CONCAT(DISTINCT STR(?body); separator="\\n") AS ?bodies)
  (GROUP_CONCAT(DISTINCT STR(?maybe); separator="\\n") AS ?others)
WHERE {
  ?place oa:hasSource %s ; oa:hasSelector ?position , ?quotation .
  ?position oa:start ?start ; oa:end ?end .
  ?quotation oa:exact ?words .
  ?node oa:hasTarget ?place ; oa:motivatedBy ?motive .
  OPTIONAL { ?node ej:mentionKind ?kind }
  OPTIONAL { ?node oa:hasBody ?body }
  OPTIONAL { ?node ej:mayMean ?maybe }
}
GROUP BY ?node ?motive ?start ?end ?words ?kind
ORDER BY ?start DESC(?end) ?node
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a passage, half-open, counted from the passage's beginning.

    `kind` is `claim`, or that of a mention (`judge`, `date` …). `refs` are what it means, as ids with
    their kind; `others` what it may mean where that is not plain.
    """

    start: int
    end: int
    kind: str
    refs: tuple[str, ...]
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence that is kept: its words, where it begins in the text, and its marks, first to last."""

    text: str
    start: int
    marks: tuple[Mark, ...]


def passages_of(graph: "Graph", source: str) -> Sequence[Passage]:
    """The passages of a source in the order of the text; none where no text of it was read.

    `EntityNotFound` for a source that is none.
    """
    iri = graph.resolve(source, ("source",))
    rows = list(graph.sparql(_SPANS % iri))
    marks: list[tuple[int, int, Mark]] = []
    kept: list[tuple[int, str]] = []
    for row in rows:
        start, end = int(_text(row, "start")), int(_text(row, "end"))
        motive = _text(row, "motive").rpartition("#")[2]
        if motive == "highlighting":
            kept.append((start, _text(row, "words")))
            continue
        kind = "claim" if motive == "describing" else _text(row, "kind")
        refs, others = (
            tuple(graph.iris.short(each) for each in _text(row, name).split("\n") if each)
            for name in ("bodies", "others")
        )
        marks.append((start, end, Mark(start, end, kind, refs, others)))
    return [
        Passage(
            words,
            begin,
            tuple(
                Mark(start - begin, end - begin, mark.kind, mark.refs, mark.others)
                for start, end, mark in marks
                if begin <= start and end <= begin + len(words)
            ),
        )
        for begin, words in kept
    ]


def _text(row: Mapping[str, Any], name: str) -> str:
    value = cast("NamedNode | Literal | None", row.get(name))
    return "" if value is None else value.value
