"""The names in the text of a query, told without parsing it: a query takes longer to parse than to run."""

from typing import Final

from ...ontology.terms import term
from ..guard import Token, tokens

_TERMS: Final = frozenset(("iri", "name", "var", "string", "number", "bnode", "lang"))
_OBJECTS: Final = frozenset(("[", "(", "+", "-", "true", "false"))


def mentioned(query: str) -> frozenset[str] | None:
    """The IRIs that stand in the text of a query; None where a variable may stand for a predicate.

    A query takes long to parse. One that names no predicate of a change need not be.
    """
    listed = list(tokens(query))
    begin = next((number for number, token in enumerate(listed) if token.text == "{"), 0)
    prefixes: dict[str, str] = {}
    for first, second, third in zip(listed, listed[1:], listed[2:], strict=False):
        if first.keyword == "PREFIX":
            prefixes[second.text.partition(":")[0]] = third.text[1:-1]
    found: set[str] = set()
    openers: list[Token] = []
    former, call = listed[0], False
    for number, token in enumerate(listed):
        if token.text == "(":
            openers.append(former)
        elif token.text == ")" and openers:
            call = openers.pop().kind in {"word", "name", "iri"}
        if token.kind == "iri":
            found.add(token.text[1:-1])
        elif token.kind == "name":
            prefix, _, name = token.text.partition(":")
            found.add(prefixes.get(prefix, "") + name.replace("\\", ""))
        elif token.text == "a":
            found.add(term("rdf:type").value)
        elif token.kind == "var" and begin < number < len(listed) - 1:
            told = (
                former.kind in _TERMS or former.text in {";", "[", "]"} or (former.text == ")" and not call)
            )
            after = listed[number + 1]
            if told and (after.kind in _TERMS or after.text in _OBJECTS):
                return None
        former = token
    return frozenset(found)
