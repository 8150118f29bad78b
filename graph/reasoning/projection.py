"""What of an ontology and of data a reasoner is given: axioms, types, relations; no literal."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ...ontology.terms import term
from .conclude import Statement
from .expressions import TYPE, Node

ANONYMOUS: Final = "urn:enjoin:anonymous:"
"""How the IRIs begin that blank nodes of the data get for the time of the reasoning."""

# What a reasoner reads of an ontology; labels, definitions and headers say nothing to it.
_AXIOMS: Final = frozenset(map(term, (
    "rdf:type", "rdf:first", "rdf:rest", "rdfs:subClassOf", "rdfs:subPropertyOf", "rdfs:domain", "rdfs:range",
    "owl:equivalentClass", "owl:equivalentProperty", "owl:disjointWith", "owl:members", "owl:intersectionOf",
    "owl:unionOf", "owl:complementOf", "owl:oneOf", "owl:onProperty", "owl:someValuesFrom", "owl:allValuesFrom",
    "owl:hasValue", "owl:inverseOf", "owl:propertyChainAxiom", "owl:disjointUnionOf", "owl:propertyDisjointWith",
)))  # fmt: skip
# Terms of these kinds take no part: literals are left out, and concepts are values, not things typed by us.
_WITHOUT_PART: Final = frozenset(map(term, (
    "owl:DatatypeProperty", "owl:AnnotationProperty", "skos:Concept", "skos:ConceptScheme",
)))  # fmt: skip


def axioms(ontology: Iterable[Triple]) -> list[Triple]:
    """The triples of an ontology that say something to a reasoner."""
    kept = [t for t in ontology if t.predicate in _AXIOMS and not isinstance(t.object, Literal)]
    dropped = {t.subject for t in kept if t.predicate == TYPE and t.object in _WITHOUT_PART}
    return [t for t in kept if t.subject not in dropped]


def facts(ontology: Iterable[Triple], individuals: Iterable[Statement]) -> list[Triple]:
    """Types and relations of the data that the ontology declares, each once, in the order given.

    Blank nodes get IRIs, so that none can fall together with one of an axiom.
    """
    declared: dict[Node, set[Node]] = defaultdict(set)
    for triple in ontology:
        if triple.predicate == TYPE and isinstance(triple.subject, Node) and isinstance(triple.object, Node):
            declared[triple.object].add(triple.subject)
    classes, properties = declared[term("owl:Class")], declared[term("owl:ObjectProperty")]
    names: dict[BlankNode, NamedNode] = {}

    def name(node: Node) -> NamedNode:
        if isinstance(node, NamedNode):
            return node
        return names.setdefault(node, NamedNode(f"{ANONYMOUS}{len(names)}"))

    found: dict[Triple, None] = {}
    for statement in individuals:
        subject, predicate, target = statement.subject, statement.predicate, statement.object
        if isinstance(subject, Node) and isinstance(target, Node):
            if predicate == TYPE and target in classes:
                found[Triple(name(subject), TYPE, target)] = None
            elif predicate in properties:
                found[Triple(name(subject), predicate, name(target))] = None
    return list(found)
