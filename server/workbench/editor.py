"""The page of the SPARQL door: a plain form, the editor over it, and an answer with names, links and pictures.

Without JavaScript, or without the editor's bundle, the form does all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from time import perf_counter
from typing import TYPE_CHECKING, Final

from flask import render_template
from pyoxigraph import BlankNode, Literal, NamedNode

from ...graph.errors import QueryError
from ...graph.results import Limits, Results
from ...ontology.terms import PREFIXES
from .. import assets
from ..ask import plain
from ..day import address, link
from ..desk import desk
from ..headers import nonce
from ..lists.listing import Download
from ..lists.paging import Pages, asked_page
from ..present import Table, table
from ..protocol.negotiate import GRAPHS, RESULTS
from ..words import t
from .assist import explained
from .views import places, timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flask.typing import ResponseReturnValue
    from pyoxigraph import Triple

    from ..ask import Solution
    from ..errors import Problem
    from ..maps.drawing import Picture
    from ..protocol.negotiate import Offer
    from ..protocol.sparql import Asked
    from .views import Timeline

SHOWN: Final = 500
"""How many rows a page shows; the downloads have all of them."""
LONGEST_LINK: Final = 6000
"""An address that is longer is not taken by every browser, server and letter."""
NAMES: Final = {"ttl": "Turtle", "nt": "N-Triples", "jsonld": "JSON-LD", "rdf": "RDF/XML"}
_OF_A_PAGE: Final = frozenset(("json", "csv", "tsv", "xml", "ttl", "jsonld", "nt", "rdf"))
EXAMPLE: Final = """# Which rulings granted relief against which provisions?
SELECT ?decided ?ruling ?provision WHERE {
  ?relief ej:grantedBy ?ruling ;
          ej:restrains ?provision .
  ?ruling ej:decidedOn ?decided .
}
ORDER BY DESC(?decided)
LIMIT 20
"""

BARE_EXAMPLE: Final = "SELECT * WHERE { ?s ?p ?o } LIMIT 20\n"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of an answer: `table` of its first rows, and the pictures that fit its columns.

    With `pages` the table has the rows of one of them; the pictures are of all rows.
    """

    kind: str
    count: int = 0
    more: bool = False
    ms: int = 0
    table: Table | None = None
    pages: Pages | None = None
    timeline: Timeline | None = None
    places: Picture | None = None
    verdict: bool = False
    turtle: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """The line of a query in which it goes wrong, in three pieces: before, at, and after the place."""

    line: int
    before: str
    at: str
    after: str


def example() -> str:
    """What stands in the form at first."""
    return BARE_EXAMPLE if desk().graph.bare else EXAMPLE


def shown(asked: Asked, run: Callable[[Asked, Limits], Results]) -> ResponseReturnValue:
    """The answer as a page; a query that fails keeps its text, with the error above it."""
    most = desk().settings.max_bytes
    start = perf_counter()
    try:
        found = of_results(run(asked, Limits(SHOWN, most)), start, most)
    except QueryError as error:
        problem = explained(asked.text, error)
        return page(asked.text, problem=problem), problem.status, dict(problem.headers)
    return page(asked.text, found, asked=asked)


def of_results(
    results: Results,
    start: float,
    most: int | None = None,
    columns: dict[str, str] | None = None,
    paged: int = 0,
) -> Shown:
    """What is shown of some results; `start` is when they were asked for, `columns` the headings.

    With `paged` the table has so many rows at most, those of the page that the address asks for.
    """
    if results.kind == "boolean":
        return Shown("boolean", verdict=bool(results), ms=_since(start))
    if results.kind == "triples":
        triples = list(islice(results.triples(), SHOWN + 1))
        more = len(triples) > SHOWN or results.truncated
        ms = _since(start)
        written = Results(triples[:SHOWN]).write("turtle", Limits(None, most)).decode()
        listed = _statements(triples[:SHOWN])
        return Shown("triples", min(len(triples), SHOWN), more, ms, listed, turtle=written)
    rows = [plain(row) for row in islice(results, SHOWN + 1)]
    more, ms = len(rows) > SHOWN or results.truncated, _since(start)
    rows = rows[:SHOWN]
    heads = columns or dict.fromkeys(results.variables, "")
    drawn = () if desk().graph.bare else results.variables
    pages = Pages(len(rows), asked_page(), paged) if paged else None
    told = table(rows[pages.first : pages.last] if pages else rows, heads)
    return Shown("solutions", len(rows), more, ms, told, pages, timeline(rows, drawn), places(rows, drawn))


def _since(start: float) -> int:
    return round((perf_counter() - start) * 1000)


def _statements(triples: Sequence[Triple]) -> Table:
    """Triples as rows; a quoted triple is nothing that a page shows."""
    rows: list[Solution] = []
    for triple in triples:
        subject, value = triple.subject, triple.object
        if isinstance(subject, (NamedNode, BlankNode)) and isinstance(value, (NamedNode, BlankNode, Literal)):
            rows.append({"subject": subject, "property": triple.predicate, "value": value})
    return table(rows, {name: t(f"sparql.{name}") for name in ("subject", "property", "value")})


def page(
    text: str, found: Shown | None = None, *, problem: Problem | None = None, asked: Asked | None = None
) -> str:
    """The form with a query in it, and what came of it."""
    from .questions import examples

    bare = desk().graph.bare
    script = assets.editor_script()
    shared = address("/sparql", _parameters(text, asked)) if found else ""
    return render_template(
        "sparql.html",
        text=text,
        section="/sparql",
        found=found,
        problem=problem,
        fault=fault_in(text, problem),
        shown=SHOWN,
        prefixes=[] if bare else sorted(PREFIXES),
        formats=[(offer.name, name_of(offer)) for offer in _offers(found)],
        results_downloads=_downloads(text, found, asked),
        share=shared if len(shared) <= LONGEST_LINK else "",
        examples=[] if bare else examples(),
        settings=desk().settings,
        script=script,
        nonce=nonce() if script else "",
        cure=assets.CURE,
        api={name: link(f"/api/{name}") for name in ("vocabulary", "complete", "check")},
    )


def fault_in(text: str, problem: Problem | None) -> Fault | None:
    """The place that an error names, quoted from the query."""
    number, column = (problem.more.get(name) for name in ("line", "column")) if problem else (None, None)
    lines = text.splitlines()
    if not isinstance(number, int) or not isinstance(column, int) or not 1 <= number <= len(lines):
        return None
    line = lines[number - 1]
    at = min(max(column - 1, 0), len(line))
    word = (
        line[at:].split(maxsplit=1)[0] if line[at:].strip() and not line[at].isspace() else line[at : at + 1]
    )
    return Fault(number, line[:at], word or " ", line[at + len(word) :])


def name_of(offer: Offer) -> str:
    """What a format is called on a button."""
    return NAMES.get(offer.name, offer.name.upper())


def _offers(found: Shown | None) -> list[Offer]:
    offered = GRAPHS if found and found.kind == "triples" else RESULTS
    order = ("csv", "tsv", "json", "xml", "ttl", "jsonld", "nt", "rdf")
    return sorted((offer for offer in offered if offer.name in _OF_A_PAGE), key=lambda o: order.index(o.name))


def _parameters(text: str, asked: Asked | None) -> dict[str, object]:
    given: dict[str, object] = {"query": text}
    if asked:
        given["default-graph-uri"] = list(asked.default_graphs)
        given["named-graph-uri"] = list(asked.named_graphs)
    return {name: value for name, value in given.items() if value}


def _downloads(text: str, found: Shown | None, asked: Asked | None) -> list[Download]:
    """The same answer as data, where its query fits into an address."""
    if found is None:
        return []
    given = _parameters(text, asked)
    made = [
        Download(name_of(offer), address("/sparql", {**given, "format": offer.name}), offer.media_type)
        for offer in _offers(found)
    ]
    return made if all(len(each.href) <= LONGEST_LINK for each in made) else []
