"""What is needed to hold the statuses of trackers against the record, read from a graph."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode

from ..backend import Backend
from ..effects.things import Id
from ..results import Solution
from .reconciled import Docketed, Status

_STATUSES: Final = """
PREFIX ej: <https://w3id.org/enjoin/ns#> PREFIX ejv: <https://w3id.org/enjoin/vocab/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?claim ?tracker ?trackerLabel ?quote ?column ?lawsuit ?label ?meaning ?asOf ?readOn WHERE {
  ?tracker ej:sourceKind ejv:tracker .
  GRAPH ?document { ?claim ej:assertedIn ?tracker ; ej:quote ?quote ; ej:claimPredicate ?column ; ej:asOf ?asOf . }
  OPTIONAL { ?tracker rdfs:label ?trackerLabel }
  OPTIONAL { ?claim ej:claimSubject ?lawsuit . FILTER (isIRI(?lawsuit)) OPTIONAL { ?lawsuit rdfs:label ?label } }
  OPTIONAL { ?claim ej:claimedState ?meaning }
  OPTIONAL { ?document ej:retrievedOn ?readOn }
}"""
_DOCKETS: Final = """
PREFIX ej: <https://w3id.org/enjoin/ns#> PREFIX ejv: <https://w3id.org/enjoin/vocab/>
SELECT ?lawsuit ?docket ?level ?filed ?ended ?with WHERE {
  ?docket ej:partOfLawsuit ?lawsuit .
  OPTIONAL { ?docket ej:inCourt/ej:courtLevel ?level }
  OPTIONAL { ?docket ej:filedOn ?filed }
  OPTIONAL { ?docket ej:terminatedOn ?ended }
  OPTIONAL { ?docket ej:consolidatedWith|^ej:consolidatedWith ?with }
}"""
_DISMISSED: Final = """
PREFIX ej: <https://w3id.org/enjoin/ns#> PREFIX ejv: <https://w3id.org/enjoin/vocab/>
SELECT DISTINCT ?lawsuit ?ruling ?day WHERE {
  { ?ruling ej:rulingType ?type } UNION { ?ruling ej:hasDisposition/ej:dispositionType ?type }
  FILTER (?type IN (ejv:dismissed, ejv:motion-to-dismiss-granted))
  ?ruling ej:inProceeding/ej:partOfLawsuit ?lawsuit ; ej:decidedOn ?day .
}"""


def statuses(store: Backend, tracker: NamedNode | None = None) -> list[Status]:
    """What trackers say of the status of lawsuits; of one tracker where it is named."""
    found: dict[str, Status] = {}
    for row in store.select(_STATUSES):
        if tracker is not None and row["tracker"] != tracker:
            continue
        claim = _text(row, "claim")
        found[claim] = Status(
            claim=claim,
            tracker=_text(row, "tracker"),
            tracker_label=_text(row, "trackerLabel"),
            quote=_text(row, "quote"),
            column=_text(row, "column"),
            lawsuit=_text(row, "lawsuit"),
            lawsuit_label=_text(row, "label"),
            meaning=_text(row, "meaning").rpartition("/")[2],
            on=_day(_text(row, "asOf")),
            read_on=_day(_text(row, "readOn")),
        )
    return [found[claim] for claim in sorted(found)]


def dockets(store: Backend, lawsuits: Iterable[Id]) -> Mapping[Id, Docketed]:
    """What the record has of these lawsuits beside their relief."""
    wanted = set(lawsuits)
    appealed: defaultdict[Id, dict[str, date | None]] = defaultdict(dict)
    ended: defaultdict[Id, dict[str, date | None]] = defaultdict(dict)
    together: set[Id] = set()
    for row in store.select(_DOCKETS):
        lawsuit, docket = _text(row, "lawsuit"), _text(row, "docket")
        if lawsuit not in wanted:
            continue
        if _text(row, "level").endswith(("appellate-court", "supreme-court")):
            appealed[lawsuit][docket] = _day(_text(row, "filed"))
        else:
            ended[lawsuit][docket] = _day(_text(row, "ended"))
        if "with" in row:
            together.add(lawsuit)
    dismissed: defaultdict[Id, list[tuple[date, Id]]] = defaultdict(list)
    for row in store.select(_DISMISSED):
        day = _day(_text(row, "day"))
        if day is not None:
            dismissed[_text(row, "lawsuit")].append((day, _text(row, "ruling")))
    return {
        lawsuit: Docketed(
            tuple(appealed[lawsuit].values()),
            tuple(sorted(day for day in ended[lawsuit].values() if day is not None)),
            any(day is None for day in ended[lawsuit].values()) or not ended[lawsuit],
            tuple(sorted(dismissed[lawsuit])),
            lawsuit in together,
        )
        for lawsuit in wanted
    }


def _text(row: Solution, name: str) -> str:
    value = row.get(name)
    return value.value if isinstance(value, (NamedNode, Literal)) else ""


def _day(text: str) -> date | None:
    """A day that is known to the day; nothing for a month or a year."""
    try:
        return date.fromisoformat(text) if len(text) == len("2025-01-31") else None
    except ValueError:
        return None
