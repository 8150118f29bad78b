"""A SPARQL update taken apart into its operations, each of which can be done by itself.

The engine judges the whole text first; here it is only cut, at tokens, so that each operation can be
asked what it would add and remove before it is done.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from ..errors import QuerySyntaxError
from ..guard import Token, place

Kind = Literal[
    "insert data", "delete data", "delete where", "modify", "clear", "drop", "create", "copy", "move", "add"
]

_OPEN: Final = frozenset("{([")
_CLOSE: Final = frozenset("})]")
_OF_GRAPHS: Final[dict[str, Kind]] = {
    "CLEAR": "clear", "DROP": "drop", "CREATE": "create", "COPY": "copy", "MOVE": "move", "ADD": "add",
}  # fmt: skip
_PROLOGUE: Final = {"BASE": 2, "PREFIX": 3, "VERSION": 2}
"""The declarations that may stand before an operation, and of how many tokens each consists."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation, its parts as they are written.

    `prologue` are the declarations that hold for it. `delete` and `insert` are templates, or data,
    in braces; `where` is the pattern in braces; `using` the dataset in a query's words; `within`
    the IRI after WITH. `graphs` are the graphs that an operation on whole graphs names: an IRI,
    DEFAULT, NAMED or ALL.
    """

    kind: Kind
    prologue: str
    delete: str = ""
    insert: str = ""
    where: str = ""
    within: str = ""
    using: tuple[str, ...] = ()
    graphs: tuple[str, ...] = ()
    silent: bool = False

    @property
    def names_dataset(self) -> bool:
        """Whether it says itself, by WITH or USING, which graphs it is about."""
        return bool(self.within or self.using)


@dataclass(frozen=True, slots=True)
class Plain:
    """An update whose declarations between operations are blanks, of the same length: the engine takes none there.

    `prefixes` and `base` are what they declare; `begin` is where the first operation begins, if any.
    """

    text: str
    prefixes: Mapping[str, str]
    base: str | None
    begin: int | None


class _Reading:
    """The tokens of a text, taken one after another."""

    def __init__(self, text: str, listed: Sequence[Token]) -> None:
        self.text = text
        self._tokens = listed
        self._next = 0

    @property
    def word(self) -> str:
        """The next token in capitals; nothing at the end."""
        return self._tokens[self._next].text.upper() if self._next < len(self._tokens) else ""

    def take(self, *wanted: str) -> bool:
        """Whether these come next; then they are taken."""
        following = [token.text.upper() for token in self._tokens[self._next : self._next + len(wanted)]]
        if following != list(wanted):
            return False
        self._next += len(wanted)
        return True

    def one(self) -> str:
        """The next token as it is written."""
        if self._next >= len(self._tokens):
            raise self.lost()
        self._next += 1
        return self._tokens[self._next - 1].text

    def some(self, count: int) -> str:
        """So many tokens, with a blank between them."""
        return " ".join(self.one() for _ in range(count))

    def block(self) -> str:
        """The text from the brace that comes next to the one that closes it."""
        if self.word != "{":
            raise self.lost()
        first = self._tokens[self._next]
        depth = 0
        for number in range(self._next, len(self._tokens)):
            text = self._tokens[number].text
            depth += (text in _OPEN) - (text in _CLOSE)
            if depth == 0:
                self._next = number + 1
                return self.text[first.start : self._tokens[number].start + 1]
        raise self.lost()

    def lost(self) -> QuerySyntaxError:
        """The error for a text that the engine takes and that is not understood here."""
        if self._next >= len(self._tokens):
            return QuerySyntaxError("the update ends too early")
        token: Token = self._tokens[self._next]
        line, column = place(self.text, token.start)
        return QuerySyntaxError(
            "this is not understood here", line=line, column=column, quoted=token.text[:60]
        )


def plain(text: str, listed: Sequence[Token]) -> Plain:
    """The update as the engine can judge it; any text will do. `listed` are its tokens."""
    prefixes: dict[str, str] = {}
    base: str | None = None
    begin: int | None = None
    depth = number = 0
    found = text
    at_start = True
    while number < len(listed):
        token = listed[number]
        declared: Sequence[Token] = ()
        if at_start:
            declared = listed[number : number + _PROLOGUE.get(token.keyword, 0)]
        if declared and _is_declaration(declared):
            number += len(declared)
            if begin is not None:
                end = declared[-1].start + len(declared[-1].text)
                blank = re.sub(r"[^\r\n]", " ", text[token.start : end])
                found = f"{found[: token.start]}{blank}{found[end:]}"
                if token.keyword == "PREFIX":
                    prefixes.setdefault(declared[1].text[:-1], declared[2].text[1:-1])
                elif token.keyword == "BASE":
                    base = declared[1].text[1:-1]
            continue
        begin = token.start if begin is None else begin
        depth += (token.text in _OPEN) - (token.text in _CLOSE)
        at_start = token.text == ";" and depth == 0
        number += 1
    return Plain(found, prefixes, base, begin)


def _is_declaration(declared: Sequence[Token]) -> bool:
    """Whether these tokens are all of a PREFIX, BASE or VERSION."""
    kinds = [token.kind for token in declared]
    match declared[0].keyword:
        case "PREFIX":
            return kinds == ["word", "name", "iri"] and declared[1].text.endswith(":")
        case "BASE":
            return kinds == ["word", "iri"]
        case _:
            return kinds == ["word", "string"]


def split(text: str, listed: Sequence[Token]) -> Iterator[Operation]:
    """The operations of an update that the engine has found well-formed, in their order."""
    reading = _Reading(text, listed)
    prologue: list[str] = []
    while True:
        while reading.word in _PROLOGUE:
            prologue.append(reading.some(_PROLOGUE[reading.word]))
        if not reading.word:
            return
        yield _operation(reading, " ".join(prologue))
        if reading.word and not reading.take(";"):
            raise reading.lost()


def _operation(reading: _Reading, prologue: str) -> Operation:
    if reading.take("INSERT", "DATA"):
        return Operation("insert data", prologue, insert=reading.block())
    if reading.take("DELETE", "DATA"):
        return Operation("delete data", prologue, delete=reading.block())
    if reading.take("DELETE", "WHERE"):
        pattern = reading.block()
        return Operation("delete where", prologue, delete=pattern, where=pattern)
    if reading.take("LOAD", "SILENT"):
        # The guard lets those pass that nobody could load: they do nothing, and that silently.
        reading.one()
        if reading.take("INTO"):
            _graph(reading)
        return Operation("insert data", prologue)
    kind = _OF_GRAPHS.get(reading.word)
    if kind is not None:
        return _of_graphs(reading, kind, prologue)
    return _modify(reading, prologue)


def _of_graphs(reading: _Reading, kind: Kind, prologue: str) -> Operation:
    reading.one()
    silent = reading.take("SILENT")
    named = [_graph(reading)]
    if reading.take("TO"):
        named.append(_graph(reading))
    return Operation(kind, prologue, graphs=tuple(named), silent=silent)


def _graph(reading: _Reading) -> str:
    reading.take("GRAPH")
    word, written = reading.word, reading.one()
    return word if word in {"DEFAULT", "NAMED", "ALL"} else written


def _modify(reading: _Reading, prologue: str) -> Operation:
    within = reading.one() if reading.take("WITH") else ""
    delete = reading.block() if reading.take("DELETE") else ""
    insert = reading.block() if reading.take("INSERT") else ""
    if not delete and not insert:
        raise reading.lost()
    using: list[str] = []
    while reading.take("USING"):
        using.append(("FROM NAMED " if reading.take("NAMED") else "FROM ") + reading.one())
    reading.take("WHERE")
    return Operation(
        "modify",
        prologue,
        delete=delete,
        insert=insert,
        where=reading.block(),
        within=within,
        using=tuple(using),
    )
