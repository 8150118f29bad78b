"""Where in a query the cursor stands, and which query asks what may stand there.

The text is unfinished while somebody types, so it is read as tokens and never parsed: the triples
before the cursor, in its own group and those around it, say what the subject is known to be.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ...graph.guard import tokens
from .unfinished import FORMS, TERMS, Reader, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...graph.guard import Token
    from .unfinished import Position

SUBJECTS: Final = 1000
"""How many subjects are looked at for the predicates that they have."""
OBJECTS: Final = 5000
"""How many triples are looked at for their objects."""
MOST: Final = 60
"""How many terms are offered."""
_TYPED: Final = frozenset(("iri", "name", "var", "word", "bnode"))
_UPDATES: Final = frozenset(
    ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
)


@dataclass(frozen=True, slots=True)
class Place:
    """What is to be written at the cursor, of which subject and predicate, and what is said before."""

    position: Position
    subject: str = ""
    predicate: str = ""
    triples: tuple[Triple, ...] = ()
    prologue: str = ""

    def query(self) -> str | None:
        """The query for the terms that stand in this place in the data; `None` where nothing narrows it."""
        said = "\n    ".join(str(triple) for triple in connected(self.triples, self.subject))
        named = not self.subject.startswith(("?", "$", "_:"))
        if not (said or named or (self.position == "object" and self.predicate != "a")):
            return None
        if self.position == "predicate":
            within = (
                ""
                if named
                else f"{{ SELECT DISTINCT {self.subject} WHERE {{\n    {said}\n  }} LIMIT {SUBJECTS} }}"
            )
            found = f"{within} {self.subject} ?_wanted ?_other ."
        elif self.position == "object" and self.predicate:
            last = f"{self.subject} {self.predicate} ?_wanted . FILTER (isIRI(?_wanted))"
            found = f"{{ SELECT ?_wanted WHERE {{\n    {said}\n    {last}\n  }} LIMIT {OBJECTS} }}"
        else:
            return None
        return (
            f"{self.prologue}\nSELECT ?_wanted (COUNT(*) AS ?_count) WHERE {{\n  {found}\n}}\n"
            f"GROUP BY ?_wanted ORDER BY DESC(?_count) ?_wanted LIMIT {MOST}"
        )


def place_in(text: str, at: int) -> Place | None:
    """The place at the offset `at`; `None` where no triple can stand, as in a filter or a comment."""
    listed = [token for token in tokens(text[:at]) if token.start < at]
    if listed and listed[-1].kind in _TYPED and listed[-1].start + len(listed[-1].text) >= at:
        listed.pop()  # it is still being typed
    reader = Reader()
    for token in listed:
        reader.read(token)
    if not reader.groups or reader.parens or reader.ignored or reader.groups[-1].ignored:
        return None
    here = reader.groups[-1]
    triples = tuple(triple for group in reader.groups for triple in group.triples)
    subject, predicate, position = here.subject, "".join(here.path), here.position
    if position == "object" and here.triples and _ended(listed):
        return None  # after an object comes a mark
    if position == "predicate" and here.path:
        if here.path[-1] != "/":
            return None  # what can be an alternative, or goes against the arrow, the data does not say
        step = Triple(here.subject, "".join(here.path[:-1]), "?_step")
        triples, subject, predicate = (*triples, step), "?_step", ""
    return Place(position, subject, predicate, triples, prologue(text))


def _ended(listed: Sequence[Token]) -> bool:
    """Whether the last token ends a triple, so that only a mark can follow."""
    last = listed[-1] if listed else None
    before = listed[-2].text if len(listed) > 1 else ""
    return last is not None and last.kind in TERMS and before not in {".", ";", "{", ","} and not (
        last.kind in {"iri", "name"} and _is_predicate(listed)
    )  # fmt: skip


def _is_predicate(listed: Sequence[Token]) -> bool:
    """Whether the last token is a verb: the second of its statement, or the first after a `;`."""
    count = 0
    for token in reversed(listed[:-1]):
        if token.text in {".", "{", "}", "[", "]"}:
            return count == 1
        if token.text == ";":
            return count == 0
        if token.text not in {"/", "|", "^", "(", ")", "*", "+"}:
            count += 1
    return count == 1


def prologue(text: str) -> str:
    """What a query declares before its form."""
    for token in tokens(text):
        if token.keyword in FORMS:
            return text[: token.start]
    return ""


def connected(triples: Iterable[Triple], subject: str) -> list[Triple]:
    """The triples that hang together with a variable, in their order."""
    listed = list(triples)
    known, grown = {subject}, True
    while grown:
        grown = False
        for triple in listed:
            if triple.variables & known and not triple.variables <= known:
                known |= triple.variables
                grown = True
    return [triple for triple in listed if triple.variables & known]


def update_named(text: str) -> str:
    """The form of SPARQL Update that a text begins with, such as INSERT; empty where it is none."""
    listed = tokens(text)
    for token in listed:
        if token.keyword == "PREFIX":
            next(listed, None)
            next(listed, None)
        elif token.keyword == "BASE":
            next(listed, None)
        else:
            return token.keyword if token.keyword in _UPDATES else ""
    return ""
