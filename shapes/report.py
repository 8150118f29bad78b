"""What a validation found: read from a `sh:ValidationReport`, written for people and machines.

Terms are pyoxigraph's. rdflib is needed only to read the graph that a processor gives, and is
loaded only then.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from . import writing
from .paths import WAYS, Path
from .results import Locate, Place, Result, Severity, Term, distinct, nowhere

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

__all__ = ["Locate", "Path", "Place", "Report", "Result", "Severity", "Term", "distinct"]


@dataclass(frozen=True, slots=True)
class Report:
    """The results of one validation, gravest first, and whether the data conforms."""

    conforms: bool
    results: tuple[Result, ...]

    @classmethod
    def of(cls, results: Iterable[Result]) -> "Report":
        """The report on these results; the data conforms when nothing violates a rule."""
        ordered = tuple(sorted(set(results), key=lambda result: result.key))
        return cls(all(result.severity is not Severity.VIOLATION for result in ordered), ordered)

    @classmethod
    def from_graph(cls, graph: "Graph") -> "Report":
        """The report that a processor wrote; it conforms when the processor says so.

        By the letter of SHACL any result, also a mere Info, makes data not conform. For our own
        shapes `Report.of(report.results)` asks whether anything blocks. `ValueError` when the graph
        holds no report, or more than one.
        """
        from rdflib import RDF, SH

        reports = list(graph.subjects(RDF.type, SH.ValidationReport))
        if len(reports) != 1:
            raise ValueError(f"a graph with one validation report is wanted, this one has {len(reports)}")
        results = {_result(graph, node) for node in graph.objects(reports[0], SH.result)}
        conforms = str(graph.value(reports[0], SH.conforms)) in {"true", "1"}
        return cls(conforms, tuple(sorted(results, key=lambda result: result.key)))

    def of_severity(self, *severities: Severity) -> tuple[Result, ...]:
        """The results of these severities."""
        return tuple(result for result in self.results if result.severity in severities)

    @property
    def violations(self) -> tuple[Result, ...]:
        """What blocks a load."""
        return self.of_severity(Severity.VIOLATION)

    @property
    def warnings(self) -> tuple[Result, ...]:
        """What loads and is listed."""
        return self.of_severity(Severity.WARNING)

    @property
    def gaps(self) -> tuple[Result, ...]:
        """What is missing, and should be found."""
        return self.of_severity(Severity.INFO)

    def summary(self) -> str:
        """The numbers, in words: `2 violations, 1 warning, no gaps`."""
        return writing.summary(self.results)

    def text(self, locate: Locate = nowhere, severities: Iterable[Severity] = Severity) -> str:
        """The report for people: sentences by document, line and focus node, then the numbers of all."""
        sentences = writing.sentences(self.of_severity(*severities), locate)
        return "\n".join([*sentences, self.summary()])

    def to_json(self, locate: Locate = nowhere) -> dict[str, Any]:
        """The report as plain values for JSON: `conforms`, `counts` by severity, and `results`.

        Each result has `severity`, `focus`, `path`, `value`, `datatype`, `message`, `shape`,
        `component`, `document` and `line`; IRIs stand in full, and what is absent is None.
        """
        return writing.plain(self.conforms, self.results, locate)

    def triples(self) -> list[Triple]:
        """The W3C validation report. Blank nodes are named in order, so the same each time."""
        return list(writing.triples(self.conforms, self.results))

    def turtle(self) -> bytes:
        """The W3C validation report as Turtle, and nothing else; the same bytes each time."""
        return writing.turtle(self.triples())


def _result(graph: "Graph", node: "Node") -> Result:
    from rdflib import SH

    path = graph.value(node, SH.resultPath)
    value = graph.value(node, SH.value)
    shape = graph.value(node, SH.sourceShape)
    severity = str(graph.value(node, SH.resultSeverity)).rpartition("#")[2]
    named = None if shape is None else _term(shape)
    return Result(
        # A severity of somebody else's is as grave as can be.
        severity=Severity(severity) if severity in list(Severity) else Severity.VIOLATION,
        focus=_term(_needed(graph.value(node, SH.focusNode), "sh:focusNode")),
        path=None if path is None else _path(graph, path),
        value=None if value is None else _term(value),
        message=_message(graph, node),
        shape=named if isinstance(named, NamedNode) else None,
        component=NamedNode(str(graph.value(node, SH.sourceConstraintComponent))),
    )


def _needed(node: "Node | None", name: str) -> "Node":
    if node is None:
        raise ValueError(f"a result of the validation report has no {name}")
    return node


def _message(graph: "Graph", node: "Node") -> str:
    """The sentence of a result: the English one where there are several languages."""
    from rdflib import SH
    from rdflib import Literal as RDFLiteral

    found = [each for each in graph.objects(node, SH.resultMessage) if isinstance(each, RDFLiteral)]
    english = [each for each in found if (each.language or "en").startswith("en")]
    return " ".join(sorted({str(each) for each in english or found}))


def _term(node: "Node") -> Term:
    from rdflib import BNode, URIRef
    from rdflib import Literal as RDFLiteral

    if isinstance(node, URIRef):
        return NamedNode(str(node))
    if isinstance(node, BNode):
        return BlankNode(str(node))
    if not isinstance(node, RDFLiteral):
        raise TypeError(f"{node!r} is no term of a validation report")
    if node.language:
        return Literal(str(node), language=node.language)
    return Literal(str(node), datatype=NamedNode(str(node.datatype)) if node.datatype else None)


def _path(graph: "Graph", node: "Node") -> Path:
    from rdflib import RDF, URIRef

    if isinstance(node, URIRef):
        return Path.of(NamedNode(str(node)))
    if (node, RDF.first, None) in graph:
        return Path("sequence", parts=tuple(_path(graph, part) for part in graph.items(node)))
    for kind, way in WAYS.items():
        inner = graph.value(node, URIRef(way.value))
        if inner is not None:
            several = graph.items(inner) if kind == "alternative" else (inner,)
            return Path(kind, parts=tuple(_path(graph, part) for part in several))
    raise ValueError("a result of the validation report has a path that SHACL does not know")
