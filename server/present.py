"""Terms of the graph as a page shows them: a name, and a link only where following it is safe."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from flask import g
from pyoxigraph import BlankNode, Literal, NamedNode

from ..graph.answers.standings import GRAVEST
from ..graph.iris import KINDS
from ..ontology.terms import EJ, EJV, ONTOLOGY, PREFIXES
from .ask import Solution, Term, lookup
from .day import link, safe_day
from .desk import desk
from .languages import language
from .words import t
from .words.said import question_said, term_said
from .written import spaced, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .words.said import Section

_DATES: Final = frozenset(PREFIXES["xsd"] + name for name in ("date", "gYear", "gYearMonth"))
_LONGEST: Final = 5000
_ANSWERS: Final = {
    "yes": "answer.yes",
    "no": "answer.no",
    "in part": "answer.in-part",
    "unknown": "answer.unknown",
}
"""What a named query answers where it asks whether something can be enforced."""
_RANK: Final = itemgetter(0, 1)
_SHARED: Final = 20_000  # names, of some 300 bytes


@dataclass(frozen=True, slots=True)
class Thing:
    """Something a page names: `text` for people, `href` where there is a place to go."""

    text: str
    href: str | None = None
    external: bool = False
    language: str | None = None
    iri: str = ""
    day: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns, and rows of cells; a cell holds none, one or several things."""

    columns: list[str]
    rows: list[list[list[Thing]]]


class Names:
    """The names of things, looked up many at a time and kept for one request."""

    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, str | None]] = {}

    def learn(self, terms: Iterable[object]) -> None:
        """Looks up the names of all IRIs among `terms` that are not known yet."""
        fresh = sorted({term.value for term in terms if isinstance(term, NamedNode)} - self._known.keys())
        if (shared := _shared()) is not None:
            self._known.update((iri, name) for iri in fresh if (name := shared.get(iri)) is not None)
            fresh = [iri for iri in fresh if iri not in self._known]
        if not fresh:
            return
        best: dict[str, tuple[int, str, str | None]] = {}
        liked = {language(): 0, "en": 1, None: 2} if language() != "en" else {"en": 0, None: 1}
        for row in lookup("labels", [(NamedNode(iri),) for iri in fresh]):
            thing, label = row["thing"], row["label"]
            if isinstance(thing, NamedNode) and isinstance(label, Literal):
                found = (liked.get(label.language, 3), label.value, label.language)
                best[thing.value] = min(best.get(thing.value, found), found, key=_RANK)
        for iri in fresh:
            said = term_said(iri) if language() != "en" else None
            own = (said, language()) if said is not None else (fallback(iri), None)
            self._known[iri] = best[iri][1:] if iri in best and (said is None or not best[iri][0]) else own
        if shared is not None:
            if len(shared) > _SHARED:
                shared.clear()
            shared.update((iri, self._known[iri]) for iri in fresh)

    def of(self, iri: str) -> str:
        """The name of one IRI; the end of the IRI where nothing names it."""
        return self.said(iri)[0]

    def said(self, iri: str) -> tuple[str, str | None]:
        """The name of one IRI and the language it is in, where the data say."""
        if iri not in self._known:
            self.learn([NamedNode(iri)])
        return self._known[iri]


def _shared() -> dict[str, tuple[str, str | None]] | None:
    """The names that were looked up last in the language of the request, until the graph changes."""
    if safe_day().known is not None:
        return None
    return desk().once(f"names in {language()}", dict[str, tuple[str, str | None]])


def names() -> Names:
    """The names of this request."""
    if "names" not in g:
        g.names = Names()
    found: Names = g.names
    return found


def forget() -> None:
    """Let go of the names of this request: those of very many things would be in memory together."""
    g.pop("names", None)


def fallback(iri: str) -> str:
    """A name of last resort: the last part of the IRI, as words for terms of the ontology."""
    short = desk().graph.iris.short(iri)
    if short != iri:
        return short
    for base in (EJ, EJV, *PREFIXES.values()):
        if iri.startswith(base) and iri != base:
            return spaced(iri[len(base) :])
    return iri


def href_of(iri: str) -> tuple[str | None, bool]:
    """Where an IRI leads and whether that is off this site; `None` for schemes that are not the web's.

    An IRI under our own bases leads to our own page for it.
    """
    iris = desk().graph.iris
    found = iris.kind_and_id(iri)
    if found:
        return link(f"/doc/{found[0]}/{quote(found[1], safe=SAFE_ID)}"), False
    name = iris.graph_name(
        iri.partition("#")[0]
    )  # a record has no place of its own on the page of its document
    if name:
        return link(f"/graph/{quote(name)}"), False
    if iri == ONTOLOGY:
        return link("/ns"), False
    for base, path in ((EJ, "/ns/"), (EJV, "/vocab/")):
        if iri.startswith(base) and iri != base:
            return link(path + quote(iri[len(base) :], safe="")), False
    try:
        split = urlsplit(iri)
    except ValueError:
        return None, False
    return (iri, True) if split.scheme in {"http", "https"} and split.netloc else (None, False)


def suggested(text: str) -> str:
    """Where a suggestion of an error leads."""
    head, slash, _ = text.partition("/")
    if slash and head in KINDS:
        return link(f"/doc/{text}")
    return link(f"/{text}") if slash else link("/search", q=text)


SAFE_ID: Final = "-._~!$&'()*+,;=:@"


def thing(term: Term | str) -> Thing:
    """A term as a page names it; learn the names first where there are many."""
    if isinstance(term, Literal):
        if term.datatype.value in _DATES:
            return Thing(written(term.value), day=term.value)
        if term.datatype.value == PREFIXES["xsd"] + "boolean":
            return Thing(t("results.yes") if term.value in {"true", "1"} else t("results.no"))
        if term.value in _ANSWERS and not term.language:
            return Thing(t(_ANSWERS[term.value]))
        return Thing(term.value[:_LONGEST], language=term.language)
    if isinstance(term, BlankNode):
        return Thing(f"_:{term.value[:12]}")
    iri = term if isinstance(term, str) else term.value
    href, external = href_of(iri)
    said, tongue = names().said(iri)
    return Thing(said, href, external, tongue, iri=iri, state=_state(iri))


def said(section: Section, key: str, english: str) -> Thing:
    """A sentence of a query file in the reader's language, or in English and marked so."""
    own = question_said(section, key)
    return Thing(english, language="en") if own is None else Thing(own, language=language())


def _state(iri: str) -> str:
    """The state that an IRI names, if it is one of the six."""
    name = iri.removeprefix(EJV)
    return name if name in GRAVEST and name != iri else ""


def things(terms: Iterable[Term]) -> list[Thing]:
    """Each term as a page names it, their names looked up together."""
    found = list(terms)
    names().learn(found)
    return [thing(term) for term in found]


def table(
    rows: Sequence[Solution], columns: Mapping[str, str], *, by: str | None = None, limit: int | None = None
) -> Table:
    """Solutions as a table: `columns` gives each variable its heading.

    With `by`, solutions that agree in that variable make one row whose cells hold all their values.
    """
    groups = list(grouped(rows, by).values()) if by else [[row] for row in rows]
    shown = groups if limit is None else groups[:limit]
    names().learn(term for group in shown for row in group for name, term in row.items() if name in columns)
    return Table(
        [heading or name for name, heading in columns.items()],
        [[[thing(term) for term in distinct(group, name)] for name in columns] for group in shown],
    )


def distinct(rows: Sequence[Solution], name: str) -> list[Term]:
    """The different values of one variable, first come first."""
    return list({str(row[name]): row[name] for row in rows if name in row}.values())


def grouped(rows: Sequence[Solution], by: str) -> dict[str, list[Solution]]:
    """Solutions that agree in one variable together, first come first."""
    found: dict[str, list[Solution]] = {}
    for row in rows:
        if by in row:
            found.setdefault(row[by].value, []).append(row)
    return found


def shown_columns(variables: Sequence[str]) -> dict[str, str]:
    """Which columns of an answer a page shows, with headings: a thing carries its own name already."""
    known = set(variables)
    return {
        name: (question_said("column", name) or spaced(name)).capitalize()
        for name in variables
        if not (name.endswith("Label") and name.removesuffix("Label") in known)
    }
