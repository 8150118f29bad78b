"""An unfinished query read token by token: which groups are open at its end, and what was said in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from ...graph.guard import Token

Position = Literal["subject", "predicate", "object"]

TERMS: Final = frozenset(("iri", "name", "var", "bnode", "string", "number"))
FORMS: Final = frozenset(("SELECT", "CONSTRUCT", "DESCRIBE", "ASK"))
_NO_TRIPLES: Final = frozenset((*FORMS, "VALUES", "GROUP", "ORDER", "HAVING", "LIMIT", "OFFSET", "FROM"))
_SHORT: Final = frozenset(("a", "true", "false"))
_JOINS: Final = frozenset(("/", "|"))
_BEFORE: Final = frozenset(("^", "!"))
_AFTER: Final = frozenset(("*", "+", "?"))


@dataclass(frozen=True, slots=True)
class Triple:
    """A triple pattern as it is written."""

    subject: str
    predicate: str
    object: str

    def __str__(self) -> str:
        return f"{self.subject} {self.predicate} {self.object} ."

    @property
    def variables(self) -> set[str]:
        """The variables and blank nodes that tie it to others."""
        return {part for part in (self.subject, self.object) if part.startswith(("?", "$", "_:"))}


@dataclass(slots=True)
class Group:
    """One `{ … }` or `[ … ]` as far as it has been read."""

    bracket: str
    subject: str = ""
    path: list[str] = field(default_factory=list[str])
    position: Position = "subject"
    open_path: bool = True
    triples: list[Triple] = field(default_factory=list[Triple])
    ignored: bool = False
    skip: int = 0
    glue: bool = False


class Reader:
    """Reads tokens up to the cursor; `groups` are those that are open there."""

    def __init__(self) -> None:
        self.groups: list[Group] = []
        self.parens = 0
        self.ignored = False
        self._in_values = False
        self._count = 0

    def read(self, token: Token) -> None:
        text, group = token.text, self.groups[-1] if self.groups else None
        if token.keyword in _NO_TRIPLES:
            self.ignored = True
        elif text == "{":
            self.groups.append(Group("{", ignored=self.ignored and self._in_values))
            self.ignored = False
        elif text == "}":
            while self.groups and self.groups.pop().bracket != "{":
                pass
            self.parens = 0
            self.ignored = False
            if self.groups:
                self._end_statement(self.groups[-1])
        elif self._in_path(group, text):
            pass
        elif text in {"(", ")"}:
            self.parens = max(self.parens + (1 if text == "(" else -1), 0)
        elif group is not None and not (self.parens or self.ignored or group.ignored):
            self._statement(group, token)
        self._in_values = token.keyword == "VALUES" or (self._in_values and text != "{")

    def _in_path(self, group: Group | None, text: str) -> bool:
        """Whether a bracket belongs to a property path."""
        if group is None or self.parens or self.ignored or group.position != "predicate":
            return False
        if text == "(" and group.open_path:
            group.path.append(text)
            return True
        if text == ")" and group.path.count("(") > group.path.count(")"):
            group.path.append(text)
            if group.path.count("(") == group.path.count(")"):
                group.position, group.open_path = "object", False
            return True
        return False

    def _statement(self, group: Group, token: Token) -> None:
        text = token.text
        if text == "[":
            self._count += 1
            self.groups.append(Group("[", subject=f"?_node{self._count}", position="predicate"))
        elif text == "]" and group.bracket == "[" and len(self.groups) > 1:
            self.groups.pop()
            outer = self.groups[-1]
            outer.triples += group.triples
            self._term(outer, group.subject)
        elif text == ".":
            self._end_statement(group)
        elif text == ";":
            group.position, group.path, group.open_path = "predicate", [], True
        elif text == ",":
            group.position = "object"
        elif text == "^^":
            group.glue = True
        elif token.kind == "lang":
            self._lengthen(group, text)
        elif token.kind in TERMS or (token.kind == "word" and text in _SHORT):
            self._term(group, text)
        elif token.kind == "word":
            self._end_statement(group)
            group.skip = 1 if token.keyword in {"GRAPH", "SERVICE"} else 0
        elif group.position == "predicate" or (group.path and text in _JOINS | _AFTER):
            self._mark(group, text)

    def _mark(self, group: Group, text: str) -> None:
        if text in _JOINS and group.path:
            group.path.append(text)
            group.position, group.open_path = "predicate", True
        elif (text in _BEFORE and group.open_path) or (text in _AFTER and group.path):
            group.path.append(text)

    def _term(self, group: Group, text: str) -> None:
        if group.skip:
            group.skip -= 1
        elif group.glue:
            group.glue = False
            self._lengthen(group, f"^^{text}")
        elif group.position == "subject":
            group.subject, group.position, group.path, group.open_path = text, "predicate", [], True
        elif group.position == "predicate":
            group.path.append(text)
            group.open_path = False
            if group.path.count("(") == group.path.count(")"):
                group.position = "object"
        else:
            group.triples.append(Triple(group.subject, "".join(group.path), text))

    def _lengthen(self, group: Group, text: str) -> None:
        if group.triples:
            last = group.triples.pop()
            group.triples.append(Triple(last.subject, last.predicate, last.object + text))

    def _end_statement(self, group: Group) -> None:
        if group.bracket == "{":
            group.subject, group.position, group.path, group.open_path = "", "subject", [], True
