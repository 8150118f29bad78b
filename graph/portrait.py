"""One thing as it is shown: values only, written for people and for programs."""

from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode

from .results import Term, shown


@dataclass(frozen=True, slots=True)
class Named:
    """A term with what it is called; `label` is its short form where nothing names it."""

    term: Term
    label: str

    def as_json(self) -> dict[str, Any]:
        if isinstance(self.term, NamedNode):
            return {"iri": self.term.value, "label": self.label}
        if isinstance(self.term, Literal):
            found: dict[str, Any] = {"value": self.term.value, "datatype": self.term.datatype.value}
            return found | ({"language": self.term.language} if self.term.language else {})
        return {"label": self.label}


@dataclass(frozen=True, slots=True)
class Said:
    """Who says a statement: a document, and the record of the row where it stands, if there is one.

    `verification` is `stored`, `knowledge` or `article`; it is `knowledge`, whatever the row's, for
    a property that the record marks as the compiler's own knowledge.
    """

    document: NamedNode
    title: str
    derived: bool = False
    record: NamedNode | None = None
    line: int | None = None
    verification: str = ""
    sources: tuple[Named, ...] = ()
    note: str = ""
    rank: int = 99
    """Whose word goes first, see `precedence`; 1 before 2."""

    def as_json(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "document": self.document.value,
            "title": self.title,
            "derived": self.derived,
            "record": self.record.value if self.record else None,
            "line": self.line,
            "verification": self.verification,
            "sources": [source.as_json() for source in self.sources],
            "note": self.note,
        }
        return {name: value for name, value in found.items() if value not in (None, "", [], False)}


@dataclass(frozen=True, slots=True)
class Statement:
    """One value of one property, and everybody who says so."""

    value: Named
    said: tuple[Said, ...]

    @property
    def recorded(self) -> bool:
        """Whether a record, or a rule that derived it, tells where it comes from."""
        return any(each.record is not None or each.derived for each in self.said)

    @property
    def rank(self) -> int:
        """The rank of the best of those who say so."""
        return min((each.rank for each in self.said), default=99)

    def as_json(self) -> dict[str, Any]:
        return {**self.value.as_json(), "said": [each.as_json() for each in self.said]}


@dataclass(frozen=True, slots=True)
class Group:
    """The statements with one property, in the order of their values."""

    predicate: Named
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Links:
    """What refers to the entity by one property: how many, and the first of them."""

    predicate: Named
    count: int
    subjects: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing, all that is said about it, and what refers to it."""

    iri: NamedNode
    kind: str
    id: str
    label: str
    types: tuple[Named, ...]
    groups: tuple[Group, ...]
    links: tuple[Links, ...]

    @property
    def short(self) -> str:
        """How people write it: `order/eo-13768`."""
        return f"{self.kind}/{self.id}" if self.kind else self.iri.value

    def as_json(self) -> dict[str, Any]:
        """The entity as plain values."""
        return {
            "iri": self.iri.value,
            "kind": self.kind,
            "id": self.id,
            "label": self.label,
            "types": [each.as_json() for each in self.types],
            "statements": [
                {
                    "property": group.predicate.as_json(),
                    "values": [statement.as_json() for statement in group.statements],
                }
                for group in self.groups
            ],
            "links": [
                {
                    "property": links.predicate.as_json(),
                    "count": links.count,
                    "subjects": [each.as_json() for each in links.subjects],
                }
                for links in self.links
            ],
        }

    to_json = as_json

    def text(self) -> str:
        """The entity for a terminal: a line for each value, with who says it."""
        lines = [f"{self.label}  ({self.short})"]
        lines += [f"  {', '.join(each.label for each in self.types)}"] if self.types else []
        for group in self.groups:
            lines.append(f"  {group.predicate.label}")
            for statement in group.statements:
                lines.append(f"    {statement.value.label}")
                lines += [f"      {line}" for line in dict.fromkeys(map(_told, statement.said))]
        for links in self.links:
            lines.append(f"  {links.predicate.label} of ({links.count})")
            lines += [f"    {each.label}  ({shown(each.term)})" for each in links.subjects]
            if links.count > len(links.subjects):
                lines.append(f"    and {links.count - len(links.subjects)} more")
        return "\n".join(lines) + "\n"

    to_text = text


def _told(said: Said) -> str:
    """Who says it, in words."""
    if said.derived:
        return "derived by rule"
    if said.record is None:
        return f"{said.title}: no record says where this comes from"
    line = f", line {said.line}" if said.line else ""
    sources = "; ".join(source.label for source in said.sources) or said.note
    return f"{said.title}{line} [{said.verification}]" + (f": {sources}" if sources else "")
