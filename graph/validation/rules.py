"""The SPARQL constraints of shapes, run once for all focus nodes instead of once for each.

A processor of shapes runs a `sh:sparql` constraint for every focus node by itself, which takes
longer than everything else together. Our shapes are written so that the same query answers for
many nodes at once, with `VALUES $this {…}` in front of its pattern (see the room `shapes`).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ... import shapes
from ...ontology.terms import term
from ...shapes.report import Path, Result, Severity
from ..guard import tokens
from ..results import Solution, Term
from ..storage.store import Store

_COMPONENT: Final = term("sh:SPARQLConstraintComponent")
_AT_ONCE: Final = 5000
_PLACEHOLDER: Final = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True, slots=True)
class Rule:
    """One SPARQL constraint of one shape: its query, and for which nodes it is asked."""

    shape: NamedNode
    query: str
    message: str
    severity: Severity
    classes: tuple[NamedNode, ...]
    subjects_of: tuple[NamedNode, ...]
    objects_of: tuple[NamedNode, ...]
    nodes: tuple[NamedNode, ...]

    def focus_nodes(self, store: Store) -> list[Term]:
        """The nodes that the shape's targets select, blank ones left out."""
        groups = [
            *(f"?this rdf:type/rdfs:subClassOf* {each} ." for each in self.classes),
            *(f"?this {each} ?object ." for each in self.subjects_of),
            *(f"?subject {each} ?this ." for each in self.objects_of),
            *(f"VALUES ?this {{ {each} }}" for each in self.nodes),
        ]
        union = " UNION ".join(f"{{ {group} }}" for group in groups)
        query = (
            f"PREFIX rdf: <{term('rdf:type').value[:-4]}> PREFIX rdfs: <{term('rdfs:label').value[:-5]}> "
            f"SELECT DISTINCT ?this WHERE {{ {union} }}"
        )
        return [row["this"] for row in store.select(query) if not isinstance(row["this"], BlankNode)]

    def results(self, store: Store, focus: Sequence[Term] | None = None) -> Iterator[Result]:
        """What the rule finds wrong, among `focus` or all nodes that its targets select."""
        nodes = self.focus_nodes(store) if focus is None else list(focus)
        for start in range(0, len(nodes), _AT_ONCE):
            values = " ".join(str(node) for node in nodes[start : start + _AT_ONCE])
            for row in store.select(with_values(self.query, values)):
                yield self._result(row)

    def _result(self, row: Solution) -> Result:
        focus, path = _judged(row["this"]), row.get("path")
        said = row.get("message")
        message = said.value if isinstance(said, Literal) else self.message
        return Result(
            severity=self.severity,
            focus=focus,
            path=Path.of(path) if isinstance(path, NamedNode) else None,
            value=_judged(row["value"]) if "value" in row else focus,
            message=_PLACEHOLDER.sub(lambda found: _text(row.get(found.group(1)), found.group()), message),
            shape=self.shape,
            component=_COMPONENT,
        )


def _judged(found: Term) -> NamedNode | BlankNode | Literal:
    if isinstance(found, Triple):
        raise TypeError(f"{found} is judged, and is no node")
    return found


def _text(found: Term | None, otherwise: str) -> str:
    return otherwise if found is None else found.value if not isinstance(found, Triple) else str(found)


def with_values(query: str, values: str) -> str:
    """The query with `VALUES ?this` as the first thing in its pattern.

    >>> with_values("SELECT $this WHERE { $this ?p ?o }", "<a:b>")
    'SELECT $this WHERE { VALUES ?this { <a:b> }  $this ?p ?o }'
    """
    begin = next(token.start for token in tokens(query) if token.text == "{") + 1
    return f"{query[:begin]} VALUES ?this {{ {values} }} {query[begin:]}"


def split(graph: Iterable[Triple]) -> tuple[list[Triple], list[Rule]]:
    """The shapes without the SPARQL constraints that stand in targeted shapes with a name, and those as rules."""
    listed = list(graph)
    said: defaultdict[Term, defaultdict[NamedNode, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for triple in listed:
        said[triple.subject][triple.predicate].append(triple.object)
    rules: list[Rule] = []
    taken: set[Triple] = set()
    for shape, about in list(said.items()):
        if not isinstance(shape, NamedNode) or about[term("sh:path")]:
            continue
        targets = [
            _named(about[term(f"sh:{kind}")])
            for kind in ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode")
        ]
        if not any(targets):
            continue
        for constraint in about[term("sh:sparql")]:
            query = _query(said, constraint)
            if query is None:
                continue
            message = next(iter(said[constraint][term("sh:message")] or about[term("sh:message")]), None)
            severity = next(iter(about[term("sh:severity")]), term("sh:Violation"))
            rules.append(
                Rule(
                    shape,
                    query,
                    message.value if isinstance(message, Literal) else "The data breaks a rule.",
                    Severity(str(severity).strip("<>").rpartition("#")[2]),
                    *targets,
                )
            )
            taken.add(Triple(shape, term("sh:sparql"), constraint))
    return [triple for triple in listed if triple not in taken], rules


@cache
def ours() -> tuple[tuple[Triple, ...], tuple[Rule, ...]]:
    """Our own shapes, split."""
    core, rules = split(shapes.load())
    return tuple(core), tuple(rules)


def _named(found: Iterable[Term]) -> tuple[NamedNode, ...]:
    return tuple(each for each in found if isinstance(each, NamedNode))


def _query(said: dict[Term, defaultdict[NamedNode, list[Term]]], constraint: Term) -> str | None:
    """The text of a SELECT constraint, with its prefixes in front; `None` for any other constraint."""
    select = next(iter(said[constraint][term("sh:select")]), None)
    if not isinstance(select, Literal):
        return None
    declared: dict[str, str] = {}
    for ontology in said[constraint][term("sh:prefixes")]:
        for declaration in said[ontology][term("sh:declare")]:
            about = said[declaration]
            prefix, namespace = about[term("sh:prefix")][0], about[term("sh:namespace")][0]
            if isinstance(prefix, Literal) and isinstance(namespace, Literal):
                declared[prefix.value] = namespace.value
    head = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in sorted(declared.items()))
    return head + select.value
