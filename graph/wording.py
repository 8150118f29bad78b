"""The engine's syntax errors in a reader's words: line, column, the place, and what was meant.

The engine names the farthest place its grammar reached and everything that could stand there,
which seldom is what went wrong. So the usual slips are looked for first.
"""

import re
from collections.abc import Collection
from typing import Final

from .errors import QuerySyntaxError
from .guard import Token, place, tokens, undeclared_prefix

_PLACE: Final = re.compile(r"error at (\d+):(\d+): ")
_SENTENCE: Final = re.compile(r"(?:The|A|An|It|Two|Some|There|No|Only) [A-Za-z ?'()]+")
_QUERIES: Final = frozenset(("ASK", "CONSTRUCT", "DESCRIBE", "SELECT"))
_UPDATES: Final = frozenset(
    ("ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH")
)
_PROLOGUE: Final = frozenset(("BASE", "PREFIX"))
_PAIRS: Final = {"(": ")", "{": "}", "[": "]"}
_AROUND: Final = 30


def syntax_error(
    sparql: str, error: SyntaxError, prefixes: Collection[str] = (), *, update: bool = False
) -> QuerySyntaxError:
    """The engine's error about `sparql` as one of ours."""
    listed = list(tokens(sparql))
    slip = _slip(sparql, listed, prefixes, update=update)
    if slip is not None:
        problem, token = slip
        line, column = place(sparql, token.start)
        return QuerySyntaxError(problem, line=line, column=column, quoted=quoted(sparql, line, column))
    said = str(error)
    found = _PLACE.match(said)
    if found is None:
        return QuerySyntaxError(said.partition("\n")[0][:200])
    line, column = int(found.group(1)), int(found.group(2))
    sentence = _SENTENCE.search(said)
    if sentence is not None:
        problem = sentence.group().strip()
    else:
        problem = "this is not SPARQL" if listed else "there is nothing to read"
    return QuerySyntaxError(problem, line=line, column=column, quoted=quoted(sparql, line, column))


def _slip(
    sparql: str, listed: list[Token], prefixes: Collection[str], *, update: bool
) -> tuple[str, Token] | None:
    """A usual slip and the token that is it."""
    words = (token for token in listed if token.kind == "word" and token.keyword not in _PROLOGUE)
    first = next(words, None)
    if first is not None and not update:
        if first.keyword in _UPDATES:
            return "this is an update, not a query", first
        if first.keyword not in _QUERIES:
            return "a query begins with SELECT, CONSTRUCT, DESCRIBE or ASK", first
    for token in listed:
        if token.text in {'"', "'"}:
            return "this string has no end", token
        if token.text == "<" and re.match(r"[A-Za-z][\w+.-]*:", sparql[token.start + 1 :]):
            return "this IRI has no end, or holds a character that none may hold", token
    unknown = undeclared_prefix(sparql, prefixes)
    if unknown is not None:
        return f"the prefix {unknown.text.partition(':')[0]}: is not declared", unknown
    return _unmatched(listed)


def _unmatched(listed: list[Token]) -> tuple[str, Token] | None:
    opened: list[Token] = []
    for token in listed:
        if token.text in _PAIRS:
            opened.append(token)
        elif token.text in _PAIRS.values() and (not opened or _PAIRS[opened.pop().text] != token.text):
            return "this bracket closes none", token
    return ("this bracket is never closed", opened[-1]) if opened else None


def quoted(sparql: str, line: int, column: int) -> str:
    """The text around a place, on its own line."""
    lines = sparql.split("\n")
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    start = max(0, column - 1 - _AROUND)
    found = text[start : column - 1 + _AROUND].strip()
    return f"…{found}" if start else found
