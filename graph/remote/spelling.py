"""Values as engines spell them, and as we do: the same answer reads the same, whoever gives it."""

import re
from typing import Final

from pyoxigraph import Literal, Quad, Triple

from ...ontology.terms import term

_XSD_BOOLEAN: Final = term("xsd:boolean")
# Some engines keep booleans as numbers; both spellings mean the same, and ours is the canonical one.
_BOOLEAN: Final = rb'"datatype":\s*"http://www\.w3\.org/2001/XMLSchema#boolean"'
_NUMBERED: Final = re.compile(
    rb"(" + _BOOLEAN + rb',\s*"value":\s*")([01])(")|("value":\s*")([01])(",\s*' + _BOOLEAN + rb")"
)
# The label of a blank node: some engines make an address of it.
_NODE: Final = re.compile(rb'("type":\s*"bnode",\s*"value":\s*")([^"]*)')


def readable(body: bytes) -> bytes:
    """SPARQL results in JSON, with booleans and blank nodes as the standard spells them.

    >>> readable(b'{"type": "bnode", "value": "nodeID://b7"}')
    b'{"type": "bnode", "value": "nodeID___b7"}'
    """
    return _NODE.sub(_labelled, _NUMBERED.sub(_named, body))


def canonical(said: Quad) -> Triple:
    """A statement without its graph, its boolean as the standard spells it."""
    found = said.object
    if isinstance(found, Literal) and found.datatype == _XSD_BOOLEAN and found.value in {"0", "1"}:
        found = Literal(found.value == "1")
    return Triple(said.subject, said.predicate, found)


def number(found: object) -> int:
    """The whole number that a literal says; 0 where it says none."""
    return int(found.value) if isinstance(found, Literal) and found.value.isdigit() else 0


def _named(found: re.Match[bytes]) -> bytes:
    before, value, after = found.group(1, 2, 3) if found.group(2) else found.group(4, 5, 6)
    return before + (b"true" if value == b"1" else b"false") + after


def _labelled(found: re.Match[bytes]) -> bytes:
    return found[1] + re.sub(rb"\W", b"_", found[2])
