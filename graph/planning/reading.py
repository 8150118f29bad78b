"""The groups of a query, read off its tokens as far as they are plain; each part knows where it stands in the text.

What is read here is not checked: the engine reads the text too, and it is the one that says what is wrong.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ..guard import Token, tokens
from .groups import Group, Kind, Part, Pattern, Query

DEEPEST: Final = 50
"""Groups that stand deeper in one another are not read."""
_OPEN: Final = {"{": "}", "(": ")", "[": "]", "<<": ">>"}
_CLOSE: Final = frozenset(_OPEN.values())
_PARTS: Final = frozenset(
    ("FILTER", "OPTIONAL", "MINUS", "LATERAL", "GRAPH", "SERVICE", "BIND", "VALUES", "UNION", "SELECT")
)
_VALUES: Final = frozenset(("true", "false"))


class NotPlain(ValueError):
    """A text says something that is not read here: it is left as it is."""


def read(sparql: str) -> Query:
    """The query of that text. Raises `NotPlain` for an update, a DESCRIBE, FROM, a text that does not hang together."""
    return _Reader(sparql).query()


class _Reader:
    """Goes through the tokens of one text."""

    def __init__(self, sparql: str) -> None:
        self._text = sparql
        self._tokens = list(_whole(sparql))
        self._at = 0
        self._deep = 0

    def query(self) -> Query:
        while self._word() in {"PREFIX", "BASE"}:
            self._at += 3 if self._word() == "PREFIX" else 2
        prologue = self._text[: self._here.start]
        form = self._word()
        if form not in {"SELECT", "ASK", "CONSTRUCT"}:
            raise NotPlain(form)
        self._at += 1
        if form == "CONSTRUCT":
            if self._here.text != "{":
                raise NotPlain("a short CONSTRUCT")
            self._skip()
        while self._here.text != "{":
            if self._word() == "FROM":
                raise NotPlain("FROM")
            self._skip()
        return Query(prologue, self._group())

    @property
    def _here(self) -> Token:
        try:
            return self._tokens[self._at]
        except IndexError:
            raise NotPlain("the text ends") from None

    def _stands(self, mark: str) -> bool:
        return self._here.text == mark

    def _word(self) -> str:
        return self._here.keyword

    def _skip(self) -> list[Token]:
        """Go past one token, or past all between two brackets; those passed."""
        begun, waiting = self._at, list[str]()
        while True:
            token = self._here
            if token.kind == "mark" and token.text in _OPEN:
                waiting.append(_OPEN[token.text])
            elif (
                token.kind == "mark" and token.text in _CLOSE and (not waiting or waiting.pop() != token.text)
            ):
                raise NotPlain(token.text)
            self._at += 1
            if not waiting:
                return self._tokens[begun : self._at]

    def _group(self) -> Group:
        if self._here.text != "{" or self._deep >= DEEPEST:
            raise NotPlain(self._here.text)
        start, begun = self._here.start, self._at
        self._at += 1
        if self._word() == "SELECT":
            self._at = begun
            named = _variables(self._skip())
            return Group(start, self._end, (Part("closed", start, self._end, named),), select=True)
        self._deep += 1
        parts: list[Part] = []
        while not self._stands("}"):
            if self._stands("."):
                self._at += 1
            else:
                parts.append(self._part())
        self._at += 1
        self._deep -= 1
        return Group(start, self._end, tuple(parts))

    @property
    def _end(self) -> int:
        """Where the last token that was passed ends."""
        last = self._tokens[self._at - 1]
        return last.start + len(last.text)

    def _part(self) -> Part:
        start, begun, word = self._here.start, self._at, self._word()
        if self._here.text == "{":
            groups = [self._group()]
            while self._at < len(self._tokens) and self._word() == "UNION":
                self._at += 1
                groups.append(self._group())
            return self._made("either", start, begun, groups)
        if word not in _PARTS:
            return self._patterns()
        if word in {"UNION", "SELECT"}:
            raise NotPlain(word)
        self._at += 1
        if word == "FILTER":
            return self._filter(start, begun)
        if word == "OPTIONAL":
            return self._made("optional", start, begun, [self._group()])
        while self._here.text not in {"{", "("}:  # GRAPH ?g, SERVICE SILENT <…>, VALUES ?x
            self._at += 1
        self._skip()
        if word == "VALUES" and self._here.text == "{" and self._tokens[self._at - 1].text == ")":
            self._skip()
        kind: Kind = "values" if word == "VALUES" else "bind" if word == "BIND" else "closed"
        return self._made(kind, start, begun)

    def _filter(self, start: int, begun: int) -> Part:
        if self._word() == "NOT":
            self._at += 1
        if self._word() == "EXISTS":
            self._at += 1
            return self._made("exists", start, begun, [self._group()])
        if self._here.text != "(":  # a function, by its word or its name
            self._at += 1
        if self._here.text != "(":
            raise NotPlain(self._here.text)
        self._skip()
        return self._made("filter", start, begun)

    def _made(self, kind: Kind, start: int, begun: int, groups: list[Group] | None = None) -> Part:
        passed = self._tokens[begun : self._at]
        words = {token.keyword for token in passed}
        return Part(
            kind,
            start,
            self._end,
            _variables(passed),
            groups=tuple(groups or ()),
            chance=not words.isdisjoint(("RAND", "UUID", "STRUUID", "BNODE")),
            looks="EXISTS" in words,
            open="UNDEF" in words,
        )

    # Triple patterns

    def _patterns(self) -> Part:
        start, begun = self._here.start, self._at
        found: list[Pattern] = []
        try:
            while self._more():
                found += self._same_subject()
                if self._here.text != ".":
                    break
                self._at += 1
        except NotPlain:
            found = []
        if found and not self._more():
            return replace(self._made("patterns", start, begun), patterns=tuple(found))
        self._at = begun
        while self._more():
            self._skip()
        if self._at == begun:
            raise NotPlain(self._here.text)
        return self._made("odd", start, begun)

    def _more(self) -> bool:
        return self._here.text not in {"{", "}"} and self._word() not in _PARTS

    def _same_subject(self) -> Iterator[Pattern]:
        subject = self._term()
        while True:
            steps, empty, within = self._path()
            while True:
                value = self._term()
                ends = frozenset(end[1:] for end in (subject, value) if end[0] in "?$")
                yield Pattern(subject, steps, value, ends, ends | within, empty)
                if self._here.text != ",":
                    break
                self._at += 1
            if self._here.text != ";":
                return
            while self._here.text == ";":
                self._at += 1
            if self._here.text == "." or not self._more():
                return

    def _term(self) -> str:
        start = self._here.start
        if self._here.text in {"+", "-"}:
            self._at += 1
        token = self._here
        self._at += 1
        if token.kind == "string":
            if self._here.kind == "lang":
                self._at += 1
            elif self._here.text == "^^":
                self._at += 2
        elif token.kind not in {"var", "iri", "name", "number"} and token.text not in _VALUES:
            raise NotPlain(token.text)
        return self._text[start : self._end]

    def _path(self) -> tuple[tuple[str, ...], bool, frozenset[str]]:
        """The steps of a predicate, whether it may have no length, and its variable.

        Paths that choose or exclude are not read: how often the engine finds what they lead to hangs on the way it takes.
        """
        if self._here.kind == "var":
            self._at += 1
            variable = self._tokens[self._at - 1].text
            return (variable,), False, frozenset((variable[1:],))
        begun = self._at
        steps: list[str] = []
        while True:
            first = self._here.start
            if self._here.text == "^":
                self._at += 1
            if self._here.kind not in {"iri", "name"} and self._here.text not in {"a", "("}:
                raise NotPlain(self._here.text)
            self._skip()
            if self._here.text in {"*", "?", "+"}:
                self._at += 1
            steps.append(self._text[first : self._end])
            if self._here.text != "/":
                break
            self._at += 1
        marks = {token.text for token in self._tokens[begun : self._at] if token.kind == "mark"}
        if not marks.isdisjoint(("|", "!")) or self._here.text == "|":
            raise NotPlain("a path that chooses")
        return tuple(steps), not marks.isdisjoint(("*", "?")), frozenset()


def _whole(sparql: str) -> Iterator[Token]:
    """The tokens, of which a name does not take in the full stop that ends its pattern."""
    for token in tokens(sparql):
        if token.kind == "name" and token.text.endswith("."):
            name = token.text.rstrip(".")
            yield Token("name", name, token.start)
            for at in range(len(name), len(token.text)):
                yield Token("mark", ".", token.start + at)
        else:
            yield token


def _variables(passed: list[Token]) -> frozenset[str]:
    return frozenset(token.text[1:] for token in passed if token.kind == "var")
