"""Claims as an editor handles them: listed, looked at, accepted, rejected, put right; and every decision kept.

A decision is an `ej:Adoption` in the graph `adoptions`: by whom, when, why. Nothing that a claim says
becomes part of the record by it, and none of the states that are worked out changes. The latest
decision on a claim counts; earlier ones stay in the journal.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ...ontology.terms import EDTF, ej, ejv, term
from ..dates import parse_edtf
from ..errors import EntityNotFound, UnexpectedContent
from ..provenance import moment
from .conflicts import Conflict, conflicts_of
from .listing import CLAIMS, JOURNAL, Claim, Decision, claim_of, decision_of
from .passages import Passage, passages_of

if TYPE_CHECKING:
    from datetime import datetime

    from ..graph import Graph
    from ..updates.written import Written

__all__ = ["EDITABLE", "HEDGES", "Claims"]

HEDGES: Final = ("flat", "reported", "possible", "disputed")
EDITABLE: Final = ("kind", "text", "subject", "object", "day", "hedge", "speaker")
"""What an editor may put right in a claim; its words are the source's, and stay."""
_NOT_COPIED: Final = frozenset((
    ej("foundBy"), ej("confidence"), ej("hasRelativeDate"), ej("keptAs"), ej("checkResult"), ej("mayMean"), ej("dayFromContext"),
))  # fmt: skip

Node = NamedNode | Literal | BlankNode | Triple


@dataclass(frozen=True, slots=True)
class _Decided:
    """What a decision adds to the graph `adoptions`."""

    statements: tuple[Triple, ...]
    id: str


class Claims:
    """The claims of a graph, and what editors made of them."""

    def __init__(self, graph: "Graph", clock: "Callable[[], datetime]") -> None:
        self._graph = graph
        self._clock = clock

    # Looking

    def list(  # the word of the command
        self,
        *,
        source: str | None = None,
        kind: str | None = None,
        status: str | None = None,
        about: str | None = None,
    ) -> list[Claim]:
        """The claims, by source and line; only those of a source, of a kind, with a status, about an entity.

        `status` is `candidate` (found by a pattern, undecided), `accepted`, `rejected`, `edited` (put
        right by another claim) or `stated` (written by hand, undecided). `EntityNotFound` for a source
        or an entity that is none.
        """
        where = ""
        if source is not None:
            where += f"FILTER (?source = {self._resolve(source, ('source',))})\n"
        if kind is not None:
            where += f"FILTER (?kind = {Literal(kind)})\n"
        if about is not None:
            where += f"FILTER EXISTS {{ ?claim {ej('claimSubject')}|{ej('claimObject')}|{ej('comparedWith')}|{ej('mayMean')} {self._resolve(about)} }}\n"
        found = self._claims(where)
        return [each for each in found if status is None or each.status == status]

    def show(self, ref: str) -> Claim:
        """One claim, with all decisions on it; `EntityNotFound` with ids like it."""
        iri = self._resolve(ref, ("claim",))
        found = self._claims(f"FILTER (?claim = {iri})\n")
        if not found:
            raise EntityNotFound(ref)
        return found[0]

    def conflicts(self, *, about: str | None = None, source: str | None = None) -> "Sequence[Conflict]":
        """The conflicts of the query `claims-in-conflict`, each with what the record says, in words."""
        return conflicts_of(self._graph, about=about, source=source)

    def passages(self, source: str) -> "Sequence[Passage]":
        """What is kept of a source's text, sentence by sentence, with what is marked in it."""
        return passages_of(self._graph, source)

    def journal(self, *, since: str | None = None) -> "Sequence[Decision]":
        """Every decision that was ever taken on a claim, newest first; from a day on."""
        rows = self._graph.sparql(JOURNAL)
        found = [decision_of(row, self._graph.iris) for row in rows]
        return [each for each in found if since is None or each.recorded_at[:10] >= since]

    # Deciding

    def accept(self, *refs: str, editor: str, reason: str) -> "Sequence[Decision]":
        """Take claims as established, each by a decision of its own. See `reject` for what it raises."""
        return self._decide(refs, "adopts", editor, reason)

    def reject(self, *refs: str, editor: str, reason: str) -> "Sequence[Decision]":
        """Set claims aside, each by a decision of its own; all of them or none.

        `EntityNotFound` for a claim that is none, `UnexpectedContent` without an editor or a reason.
        """
        return self._decide(refs, "rejects", editor, reason)

    def edit(self, ref: str, changes: Mapping[str, str], *, editor: str, reason: str) -> Claim:
        """Put a claim right: another one takes its place, with the same words; gives the new one.

        `changes` are of `EDITABLE`; entities are named by their ids, a day in EDTF. `UnexpectedContent`
        for a name or a value that is none.
        """
        claim = self.show(ref)
        _insist(editor, reason)
        if not changes:
            raise UnexpectedContent(
                claim.id, "nothing is to be changed", f"give one of {', '.join(EDITABLE)}"
            )
        number = len(self._graph.claims.edits_of(claim.id)) + 1
        name = f"{claim.id}-edit-{number}"
        iri = self._graph.iris.entity("claim", name)
        said = self._edited(claim, iri, changes)
        decided = self._decision(claim, "rejects", editor, reason)
        node = self._node(decided.id)
        adoption = (*decided.statements, Triple(node, ej("adopts"), iri))
        self._write((*said, *adoption))
        return self.show(name)

    def edits_of(self, name: str) -> "Sequence[str]":
        """The ids of the claims that took the place of a claim."""
        iri = self._graph.iris.entity("claim", name)
        found = self._graph.store().quads(None, term("prov:wasRevisionOf"), iri)
        pairs = [
            self._graph.iris.kind_and_id(quad.subject)
            for quad in found
            if isinstance(quad.subject, NamedNode)
        ]
        return sorted(pair[1] for pair in pairs if pair is not None)

    # Inside

    def _claims(self, where: str) -> "Sequence[Claim]":
        rows = self._graph.sparql(CLAIMS % where)
        decided: dict[str, list[Decision]] = {}
        for decision in self.journal():
            for name in (*decision.adopts, *decision.rejects):
                decided.setdefault(name, []).append(decision)
        return [claim_of(row, self._graph.iris, decided) for row in rows]

    def _decide(self, refs: Sequence[str], verb: str, editor: str, reason: str) -> "Sequence[Decision]":
        _insist(editor, reason)
        claims = [self.show(ref) for ref in dict.fromkeys(refs)]
        made = [self._decision(claim, verb, editor, reason) for claim in claims]
        self._write(triple for each in made for triple in each.statements)
        wanted = {each.id for each in made}
        return [each for each in self.journal() if each.id in wanted]

    def _decision(self, claim: Claim, verb: str, editor: str, reason: str) -> _Decided:
        iris = self._graph.iris
        iri = iris.entity("claim", claim.id)
        number = len(claim.decisions) + 1
        name = f"{claim.id}-{number}"
        node = self._node(name)
        done = "accepted" if verb == "adopts" else "rejected"
        kept = {
            "id": claim.id, "document": claim.document, "kind": claim.kind, "quote": claim.quote, "line": claim.line,
            "text": claim.text, "speaker": claim.speaker, "hedge": claim.hedge,
        }  # fmt: skip
        said = [
            Triple(node, term("rdf:type"), ej("Adoption")),
            Triple(node, term("rdfs:label"), Literal(f"{done}: {claim.label}", language="en")),
            Triple(node, ej(verb), iri),
            Triple(node, ej("rationale"), Literal(reason.strip())),
            Triple(node, term("prov:wasAttributedTo"), Literal(editor.strip())),
            Triple(node, ej("recordedAt"), Literal(moment(self._clock()), datatype=term("xsd:dateTime"))),
        ]
        if not self._graph_has(iri, ej("keptAs")) and claim.found_by:
            said.append(
                Triple(iri, ej("keptAs"), Literal(json.dumps(kept, ensure_ascii=False, sort_keys=True)))
            )
        return _Decided(tuple(said), name)

    def _edited(self, claim: Claim, iri: NamedNode, changes: Mapping[str, str]) -> Sequence[Triple]:
        iris = self._graph.iris
        original = iris.entity("claim", claim.id)
        replaced = {name: _values(name, value, claim, self._graph) for name, value in changes.items()}
        gone = {predicate for values in replaced.values() for predicate, _ in values}
        if "day" in replaced:
            gone |= {ej("edtf"), ej("earliest"), ej("latest")}
        if "speaker" in replaced:
            gone |= {ej("speaker"), ej("speakerText")}
        said: list[Triple] = []
        for quad in self._graph.store().quads(original):
            if quad.predicate in gone | _NOT_COPIED or quad.predicate == term("prov:wasRevisionOf"):
                continue
            said.append(Triple(iri, quad.predicate, quad.object))
        said += [Triple(iri, predicate, value) for values in replaced.values() for predicate, value in values]
        said.append(Triple(iri, term("prov:wasRevisionOf"), original))
        return list(dict.fromkeys(said))

    def _write(self, statements: "Iterable[Triple]") -> "Written":
        lines = "\n".join(f"{triple.subject} {triple.predicate} {triple.object} ." for triple in statements)
        return self._graph.update(
            f"INSERT DATA {{ GRAPH {self._graph.iris.graph('adoptions')} {{\n{lines}\n}} }}"
        )

    def _node(self, name: str) -> NamedNode:
        return self._graph.iris.record(self._graph.iris.graph("adoptions"), name)

    def _graph_has(self, subject: NamedNode, predicate: NamedNode) -> bool:
        return any(True for _ in self._graph.store().quads(subject, predicate))

    def _resolve(self, ref: str, kinds: Sequence[str] = ()) -> NamedNode:
        return self._graph.resolve(ref, tuple(kinds)) if kinds else self._graph.resolve(ref)


def _insist(editor: str, reason: str) -> None:
    if not editor.strip():
        raise UnexpectedContent("--editor", "nobody answers for the decision", "say who decides")
    if not reason.strip():
        raise UnexpectedContent("--reason", "the decision does not say why", "give a reason in words")


def _values(name: str, value: str, claim: Claim, graph: "Graph") -> list[tuple[NamedNode, Node]]:
    """What a change says; `UnexpectedContent` where it says nothing that can be kept."""
    text = value.strip()
    if name not in EDITABLE:
        raise UnexpectedContent(claim.id, f"{name!r} cannot be changed", f"give one of {', '.join(EDITABLE)}")
    if not text:
        raise UnexpectedContent(claim.id, f"{name} is empty", "give a value, or leave it as it is")
    match name:
        case "hedge":
            if text not in HEDGES:
                raise UnexpectedContent(claim.id, f"{text!r} is no hedge", f"give one of {', '.join(HEDGES)}")
            return [(ej("hedge"), ejv(text))]
        case "day":
            return _day(text, claim)
        case "kind":
            return [(ej("claimKind"), Literal(text))]
        case "text":
            return [(ej("claimText"), Literal(text))]
        case "speaker":
            agent = _entity(
                graph, text, ("official", "judge", "person", "agency", "organization", "jurisdiction", "post")
            )
            return [(ej("speaker"), agent)] if agent is not None else [(ej("speakerText"), Literal(text))]
        case _:
            found = _entity(graph, text, ())
            return [(ej("claimSubject" if name == "subject" else "claimObject"), found or Literal(text))]


def _day(text: str, claim: Claim) -> list[tuple[NamedNode, Node]]:
    try:
        bounds = parse_edtf(text)
    except ValueError as error:
        raise UnexpectedContent(
            claim.id, str(error), "write the day as 2025-04-24, 2025-04 or 2025-04-21/2025-04-27"
        ) from None
    day = term("xsd:date")
    found: list[tuple[NamedNode, Node]] = [
        (ej("edtf"), Literal(text, datatype=EDTF)),
        (ej("earliest"), Literal(bounds.earliest.isoformat(), datatype=day)),
    ]
    if bounds.latest is not None:
        found.append((ej("latest"), Literal(bounds.latest.isoformat(), datatype=day)))
    return found


def _entity(graph: "Graph", text: str, kinds: tuple[str, ...]) -> NamedNode | None:
    """The entity of that id; nothing where the words are no id."""
    if " " in text:
        return None
    try:
        return graph.resolve(text, kinds) if kinds else graph.resolve(text)
    except EntityNotFound:
        return None
