"""Records to statements: the one place that knows both the rows of the facts and the ontology.

Each row becomes what it says of the entities it speaks of, and one `ej:Record`, in the graph of
its document: who vouches for it, on which line it stands, which sources it cites, and which of
its properties are only the compiler's knowledge.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from pyoxigraph import NamedNode, Triple

from .. import records as r
from ..iris import Iris
from ..records import Batch, Known, Nothing, Ref, Sheet
from . import claims, dockets, effects, gazette, litigation, measures, people, places, tracked
from .context import Context
from .statements import Page

__all__ = ["to_triples"]


def _table() -> Mapping[type[r.Record], Callable[[Page, Any, Context], None]]:
    # Each function takes the record of its key; no type says so for a table of them.
    return {
        r.Order: measures.order,
        r.PrintedOrder: gazette.printed_order,
        r.Provision: measures.provision,
        r.Policy: measures.policy,
        r.Statute: measures.statute,
        r.Case: litigation.case,
        r.PartyRole: litigation.party_role,
        r.Ruling: litigation.ruling,
        r.Disposition: litigation.disposition,
        r.Vote: litigation.vote,
        r.Relief: effects.relief,
        r.Scope: effects.scope,
        r.Effect: effects.effect,
        r.ProtectedClass: effects.protected_class,
        r.JudgeLife: people.judge_life,
        r.Judgeship: people.judgeship,
        r.Official: people.official,
        r.OfficeTenure: people.office_tenure,
        r.Post: people.post,
        r.Court: places.court,
        r.Jurisdiction: places.jurisdiction,
        r.Agency: places.agency,
        r.Organization: places.organization,
        r.Designation: places.designation,
        r.TrackedSuit: tracked.tracked_suit,
        r.Docket: dockets.docket,
        r.Decision: dockets.decision,
        r.JudgeFound: dockets.judge,
        r.SeatHeld: dockets.seat_held,
        r.CourtIds: dockets.court_ids,
        r.Claim: claims.claim,
        r.Source: claims.source,
    }


_STATEMENTS: Final = _table()


def to_triples(
    sheet: Sheet,
    batch: Batch,
    iris: Iris,
    graph: NamedNode,
    known: Known | None = None,
    settle: Callable[[Page], Iterable[r.Record]] | None = None,
) -> Iterator[Triple]:
    """The statements of one document of a batch, for the graph `graph`.

    The order of the rows changes nothing but the lines that the records name. `settle` may take statements
    from the page of a row, and give records that say them otherwise.
    """
    context = Context(batch, known or Nothing())
    seen: dict[str, Ref] = {}
    for record in sheet.records:
        page = _page(record, iris, graph, context)
        instead = [*settle(page)] if settle is not None else []
        for said, shown in ((record, page), *((each, _page(each, iris, graph, context)) for each in instead)):
            sources = claims.cited(said)
            seen.update(sources)
            yield from shown.triples(
                sheet.format, [iris.entity(ref.kind, ref.id) for ref in sources.values()]
            )
    yield from claims.mentioned(seen, iris, context)


def _page(record: r.Record, iris: Iris, graph: NamedNode, context: Context) -> Page:
    page = Page(iris, graph, record.row)
    _STATEMENTS[type(record)](page, record, context)
    return page
