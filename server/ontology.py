"""`/ns` and `/vocab`: the words of the graph, one anchor per term, as pages and as RDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, redirect, render_template, request
from pyoxigraph import Literal, NamedNode

from ..graph.rdf import short
from ..ontology.terms import EJ, EJV
from .ask import Solution, lookup, text
from .day import address, link
from .desk import desk
from .errors import DoorError
from .lists.listing import downloads
from .pictures import diagram
from .present import Thing, distinct, grouped, names, things
from .protocol.negotiate import GRAPHS, HTML, choose, named, pick
from .reports.counts import counts
from .words import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from .protocol.negotiate import Offer

bp: Final = Blueprint("ontology", __name__)
_SUFFIXES: Final = ", ".join(offer.name for offer in GRAPHS)
_KINDS: Final = (
    ("classes", {"Class"}),
    ("properties", {"ObjectProperty", "DatatypeProperty"}),
    ("concepts", {"Concept"}),
)
TIES: Final = ("broader", "domain", "range", "inverse")
"""How one term hangs together with others."""


@dataclass(frozen=True, slots=True)
class Term:
    """One term with what the ontology says of it, and how often the graph uses it.

    `ties` are the terms it hangs together with, each kind of tie by its name; `query` lists its uses.
    """

    anchor: str
    iri: str
    curie: str
    label: str
    definition: str
    note: str
    examples: list[str]
    ties: list[tuple[str, list[Thing]]]
    uses: int
    query: str


@bp.get("/ontology")
@bp.get(f"/ontology.<any({_SUFFIXES}):suffix>")
def ontology(suffix: str | None = None) -> ResponseReturnValue:
    return redirect(link(f"/ns.{suffix}" if suffix else "/ns"), 303)


@bp.get("/ns")
@bp.get("/vocab/")
@bp.get(f"/ns.<any({_SUFFIXES}):suffix>")
def whole(suffix: str | None = None) -> ResponseReturnValue:
    """The ontology and its closed lists."""
    offer = pick(suffix or request.args.get("format"), request.headers.get("Accept"), (HTML, *GRAPHS))
    if offer is not HTML:
        return _data(_everything(), offer)
    rows = lookup("terms")
    names().learn(row[name] for row in rows for name in TIES if name in row)
    names().learn(diagram.terms())
    sections = [(title, _terms(rows, kinds)) for title, kinds in _KINDS]
    boxes, lines = diagram.diagram({term: _here(term.value) for term in diagram.terms()})
    return render_template(
        "ontology.html",
        sections=[(t(f"ontology.{title}"), title, terms) for title, terms in sections],
        boxes=boxes,
        lines=lines,
        width=diagram.WIDTH,
        height=diagram.HEIGHT,
        version=counts().stats.ontology,
        downloads=downloads("/ns", (GRAPHS[0], GRAPHS[2]), ("Turtle", "JSON-LD")),
    )


def _everything() -> str:
    """A query for all that the ontology and its closed lists say, which reads nothing else."""
    graphs = " ".join(f"FROM {desk().graph.iris.graph(name)}" for name in ("ontology", "concepts"))
    return f"CONSTRUCT {{ ?term ?property ?value }} {graphs} WHERE {{ ?term ?property ?value }}"


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
    stats = counts().stats
    uses = {**stats.classes, **stats.properties}
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
                note=text(english[0], "note"),
                examples=[example.value for example in distinct(english, "example")],
                ties=[(t(f"ontology.{tie}"), things(distinct(group, tie))) for tie in TIES],
                uses=uses.get(iri, 0),
                query=_uses_of(iri),
            )
        )
    return found


def _here(iri: str) -> Thing:
    """A term as a link to its place on the page."""
    return Thing(names().of(iri), f"#{_anchor(iri)}", iri=iri)


def _uses_of(iri: str) -> str:
    """The address of a query that lists the first uses of a term."""
    curie = short(iri)
    pattern = f"?thing a {curie}" if iri.removeprefix(EJ)[:1].isupper() else f"?thing {curie} ?value"
    return address("/sparql", {"query": f"SELECT * WHERE {{ {pattern} }}\nLIMIT 100"})


def _english(row: Solution) -> bool:
    label = row.get("label")
    return isinstance(label, Literal) and label.language in {"en", None}


def _anchor(iri: str) -> str:
    """A term's anchor on the page; a class and a concept of one name have two."""
    return iri.removeprefix(EJ) if iri.startswith(EJ) else f"concept-{iri.removeprefix(EJV)}"
