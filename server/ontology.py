"""`/ns` and `/vocab`: the words of the graph, one anchor per term, as pages and as RDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, redirect, render_template, request
from pyoxigraph import Literal, NamedNode

from ..graph.rdf import short
from ..ontology.terms import EJ, EJV, ONTOLOGY
from .ask import Solution, lookup, text
from .day import link
from .desk import desk
from .errors import DoorError
from .listing import downloads
from .negotiate import GRAPHS, HTML, choose, named, pick
from .present import Thing, distinct, grouped, names, things
from .words import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from .negotiate import Offer

bp: Final = Blueprint("ontology", __name__)
_SUFFIXES: Final = ", ".join(offer.name for offer in GRAPHS)
_KINDS: Final = (
    ("classes", {"Class"}),
    ("properties", {"ObjectProperty", "DatatypeProperty"}),
    ("concepts", {"Concept"}),
)


@dataclass(frozen=True, slots=True)
class Term:
    """One term with what the ontology says of it."""

    anchor: str
    iri: str
    curie: str
    label: str
    definition: str
    example: str
    broader: list[Thing]
    domain: list[Thing]
    range: list[Thing]


@bp.get("/ontology")
def ontology() -> ResponseReturnValue:
    return redirect(link("/ns"), 303)


@bp.get("/ns")
@bp.get("/vocab/")
@bp.get(f"/ns.<any({_SUFFIXES}):suffix>")
def whole(suffix: str | None = None) -> ResponseReturnValue:
    """The ontology and its closed lists."""
    offer = pick(suffix or request.args.get("format"), request.headers.get("Accept"), (HTML, *GRAPHS))
    if offer is not HTML:
        return _data(_ALL, offer)
    rows = lookup("terms")
    names().learn(row[name] for row in rows for name in ("broader", "domain", "range") if name in row)
    sections = [(title, _terms(rows, kinds)) for title, kinds in _KINDS]
    return render_template(
        "ontology.html",
        sections=[(t(f"ontology.{title}"), title, terms) for title, terms in sections],
        downloads=downloads("/ns", GRAPHS[:2], ("Turtle", "N-Triples")),
    )


_ALL: Final = f"""CONSTRUCT {{ ?term ?property ?value }} WHERE {{
  ?term ?property ?value .
  FILTER (STRSTARTS(STR(?term), "{EJ}") || STRSTARTS(STR(?term), "{EJV}") || ?term = <{ONTOLOGY}>)
}}"""


@bp.get("/ns/<name>")
@bp.get("/vocab/<name>")
def term(name: str) -> ResponseReturnValue:
    """One term: its data, or its place on the page of all."""
    base = EJV if request.path.startswith("/vocab/") else EJ
    offer, local = _asked(base, name)
    iri = NamedNode(base + local)
    if not desk().graph.sparql(f"ASK {{ {iri} ?property ?value }}"):
        raise DoorError(404, "not-found", f"The ontology has no term {local!r}.")
    if offer is HTML:
        return redirect(link(f"/ns#{_anchor(iri.value)}"), 303)
    return _data(f"CONSTRUCT {{ {iri} ?property ?value }} WHERE {{ {iri} ?property ?value }}", offer)


def _asked(base: str, name: str) -> tuple[Offer, str]:
    """The format and the local name that an address asks for; a suffix is one unless the term has it."""
    local, dot, suffix = name.rpartition(".")
    offer = named(suffix, GRAPHS) if dot else None
    if offer is not None:
        return offer, local
    try:
        NamedNode(base + name)
    except ValueError:
        raise DoorError(404, "not-found", f"{name!r} is no name of a term.") from None
    accept = request.headers.get("Accept")
    wanted = request.args.get("format")
    return (pick(wanted, accept, GRAPHS) if wanted else choose(accept, (HTML, *GRAPHS)) or HTML), name


def _data(query: str, offer: Offer) -> Response:
    return Response(desk().graph.sparql(query).write(offer.media_type), content_type=offer.content_type)


def _terms(rows: Sequence[Solution], kinds: set[str]) -> list[Term]:
    chosen = [row for row in rows if row["kind"].value.rpartition("#")[2] in kinds]
    found: list[Term] = []
    for iri, group in grouped(chosen, "term").items():
        english = [row for row in group if _english(row)] or group
        found.append(
            Term(
                anchor=_anchor(iri),
                iri=iri,
                curie=short(iri),
                label=text(english[0], "label") or iri,
                definition=text(english[0], "definition"),
                example=text(english[0], "example"),
                broader=things(distinct(group, "broader")),
                domain=things(distinct(group, "domain")),
                range=things(distinct(group, "range")),
            )
        )
    return found


def _english(row: Solution) -> bool:
    label = row.get("label")
    return isinstance(label, Literal) and label.language in {"en", None}


def _anchor(iri: str) -> str:
    """A term's anchor on the page; a class and a concept of one name have two."""
    return iri.removeprefix(EJ) if iri.startswith(EJ) else f"concept-{iri.removeprefix(EJV)}"
