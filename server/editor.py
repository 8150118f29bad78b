"""The page of the SPARQL door: a plain form, and an answer with names and links. Works without JavaScript."""

from __future__ import annotations

from itertools import islice
from time import perf_counter
from typing import TYPE_CHECKING, Final

from flask import render_template

from ..graph.errors import QueryError
from ..graph.results import Limits
from ..ontology.terms import PREFIXES
from .ask import plain
from .desk import desk
from .errors import problem_of
from .negotiate import GRAPHS, RESULTS
from .present import table
from .words import t

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from ..graph.results import Results
    from .sparql import Asked

SHOWN: Final = 500
"""How many rows a page shows; the downloads have all of them."""
EXAMPLE: Final = """# Which rulings granted relief against which provisions?
SELECT ?decided ?ruling ?provision WHERE {
  ?relief ej:grantedBy ?r ; ej:restrains ?p .
  ?r ej:decidedOn ?decided ; rdfs:label ?ruling .
  ?p rdfs:label ?provision .
}
ORDER BY DESC(?decided)
LIMIT 20
"""

BARE_EXAMPLE: Final = "SELECT * WHERE { ?s ?p ?o } LIMIT 20\n"


def example() -> str:
    """What stands in the form at first."""
    return BARE_EXAMPLE if desk().graph.bare else EXAMPLE


def shown(asked: Asked, run: Callable[[Asked, Limits], Results]) -> ResponseReturnValue:
    """The answer as a page; a query that fails keeps its text, with the error above it."""
    start = perf_counter()
    most = desk().settings.max_bytes
    try:
        results = run(asked, Limits(SHOWN, most))
        if results.kind == "solutions":
            rows = [plain(row) for row in islice(results, SHOWN + 1)]
            found = {
                "table": table(rows[:SHOWN], dict.fromkeys(results.variables, "")),
                "more": len(rows) > SHOWN,
            }
        elif results.kind == "boolean":
            found = {"verdict": t("results.yes") if results else t("results.no")}
        else:
            found = {"graph": results.write("turtle", Limits(None, most)).decode(), "more": results.truncated}
    except QueryError as error:
        problem = problem_of(error)
        return page(asked.text, problem=problem), problem.status, dict(problem.headers)
    return page(asked.text, ms=round((perf_counter() - start) * 1000), kind=results.kind, **found)


def page(text: str, **found: object) -> str:
    """The form with a query in it, and what came of it."""
    from .questions import examples

    bare = desk().graph.bare
    triples = found.get("kind") == "triples"
    return render_template(
        "sparql.html",
        text=text,
        section="/sparql",
        found=found,
        shown=SHOWN,
        prefixes=[] if bare else sorted(PREFIXES),
        formats=[offer.name for offer in (GRAPHS if triples else RESULTS)],
        examples=[] if bare else examples(),
        settings=desk().settings,
    )
