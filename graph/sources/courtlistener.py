"""CourtListener's dockets, decisions, judges and courts: answers of its API, and its bulk data.

The documents of a batch may refer to one another: a table of opinions to that of the clusters, an appeal to
what is told of the court below. What a record does not say is not said; parties are named by the caption
only. Texts of opinions, summaries and headnotes are not read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ..citations.reporters import normal_citation
from ..errors import SourceError
from ..ingestion.documents import Document
from ..iris import Iris
from ..mapping import to_triples
from ..records import Batch, Claim, Court, Known, Record, Ref, Row, Sheet, Source, slug
from . import Parsed
from .court_records import CourtRecords
from .courtlistener_courts import read_court
from .courtlistener_dockets import DocketReader
from .courtlistener_judges import JudgeReader
from .courtlistener_matching import Clusters
from .courtlistener_people import Judges, People
from .courtlistener_placing import Dockets, Placing
from .courtlistener_rows import (
    CITATION,
    CLUSTER,
    COURT,
    DOCKET,
    OPINION,
    ORDER,
    ORIGIN,
    PERSON,
    POSITION,
    Thing,
    is_courtlistener,
    things,
)
from .courtlistener_rulings import RulingReader
from .csv_rows import Told
from .lists import found_by
from .settled import Settled
from .standing import Standing

NAME: Final = "courtlistener"
VERSION: Final = "2"
LICENCE: Final = "https://creativecommons.org/publicdomain/mark/1.0/"
"""The archive's data is free of known copyright; what Free Law Project writes itself is not taken in."""

SOURCE: Final = "CourtListener, Free Law Project"
ADDRESS: Final = "https://www.courtlistener.com/"


def sniff(document: Document) -> bool:
    """Whether it has records of CourtListener, as the API or as the bulk data have them."""
    return is_courtlistener(document)


def parse(documents: Sequence[Document], iris: Iris, known: Known) -> Iterator[Parsed]:
    """The statements of each document; see `Source.parse`."""
    batch = _Batch(known)
    read = [batch.look(replace(each, licence=each.licence or LICENCE)) for each in documents]
    found: dict[int, Parsed] = {}
    # What refers comes after what it refers to; they are told of in the order in which they were given.
    for number, each in sorted(enumerate(read), key=lambda pair: pair[1].rank):
        found[number] = _parsed(each, batch, iris, known)
    for number in range(len(read)):
        yield found[number]


@dataclass(slots=True)
class _Looked:
    """A document that was looked through once: where it stands in the order, and what is to be told of it."""

    told: Told
    rank: int
    kinds: set[str] = field(default_factory=set[str])
    origins: int = 0


class _Batch:
    """What the documents of a batch tell of one another."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.settled = Settled(known)
        self.people = People()
        self.dockets = Dockets()
        self.clusters = Clusters()
        self.judges = Judges(known, self.people)
        self.placing = Placing(known, self.dockets)
        self.courts: dict[str, Court] = {}

    def look(self, document: Document) -> _Looked:
        """Keep what others of the batch may refer to."""
        looked = _Looked(Told(document), len(ORDER))
        for thing in things(Told(document)):
            looked.kinds.add(thing.kind)
            looked.rank = min(looked.rank, ORDER.index(thing.kind))
            if thing.kind in {PERSON, POSITION}:
                self.people.add(thing)
            elif thing.kind == ORIGIN:
                self.dockets.origins[thing.id] = thing
                looked.origins += 1
            elif thing.kind == COURT:
                self.courts[thing.id] = read_court(Told(document), thing, SOURCE)
            elif thing.kind == CITATION:
                written = " ".join(thing.text(name) for name in ("volume", "reporter", "page"))
                self.clusters.citations.setdefault(thing.ref("cluster"), []).append(
                    normal_citation(written) or written
                )
            elif thing.kind == DOCKET:
                # Placed before anything is read, so that an appeal finds the docket below wherever it stands.
                self.placing.place(looked.told, thing, CourtRecords(self.known, SOURCE, self.courts))
        looked.told.faults.clear()  # they come again when the records are read
        return looked


def _parsed(looked: _Looked, batch: _Batch, iris: Iris, known: Known) -> Parsed:
    told = looked.told
    document = told.document
    try:
        records = _records(looked, batch, known)
    except SourceError as error:
        return Parsed(document, (), (error,))
    sheet = Sheet(document.name, NAME, tuple(records), tuple(told.notices), tuple(told.faults))
    notices = tuple(str(notice) for notice in sheet.notices)
    if sheet.faults:
        return Parsed(document, (), sheet.faults, notices)
    index = dict(_entities(records))
    graph = iris.graph(document.id)
    return Parsed(document, tuple(to_triples(sheet, Batch((sheet,), index), iris, graph, known)), (), notices)


def _records(looked: _Looked, batch: _Batch, known: Known) -> list[Record]:
    told = looked.told
    standing = Standing(told, batch.settled, SOURCE)
    courts = CourtRecords(known, SOURCE, batch.courts)
    judges = JudgeReader(told, known, batch.judges, batch.people, standing, courts)
    dockets = DocketReader(told, known, batch.placing, batch.dockets, batch.judges, standing, courts)
    rulings = RulingReader(told, known, batch.dockets, batch.clusters, batch.judges, standing, courts)
    readers = {
        PERSON: judges.person,
        POSITION: judges.position,
        DOCKET: dockets.docket,
        CLUSTER: rulings.cluster,
        CITATION: rulings.citation,
        OPINION: rulings.opinion,
    }
    found: list[Record] = []
    for thing in _in_order(looked):
        if thing.kind == COURT:
            courts.find(thing.id, thing.line)
        elif thing.kind in readers:
            found += readers[thing.kind](thing)
        if told.enough:
            return []
    dockets.closing()
    rulings.closing()
    if looked.origins:
        said = "what is told of the courts below is read with the dockets that refer to it"
        told.notice(1, f"{said}: {looked.origins} records")
    found += judges.closing()
    described = list(courts.records())
    if told.faults or not (found or described):
        return []
    row = Row(line=1, key="source", verified="stored")
    source = Source(row=row, id=slug(SOURCE), label=SOURCE, kind="curated", rank="secondary", url=ADDRESS)
    return [source, *described, *found, *standing.claims]


def _in_order(looked: _Looked) -> Iterator[Thing]:
    """The records as they come; where a document has several kinds, in the order of these."""
    if len(looked.kinds) > 1:
        return iter(sorted(things(looked.told), key=lambda thing: ORDER.index(thing.kind)))
    return things(looked.told)


def _entities(records: Sequence[Record]) -> Iterator[tuple[Ref, Record]]:
    """The entities that are found by their records: courts with their seats, sources, and claims."""
    yield from found_by(records)
    yield from ((Ref("claim", record.id), record) for record in records if isinstance(record, Claim))
