"""Courts as records: those of the graph stay as they are, others are described by the tables of courts-db."""

from collections.abc import Iterator, Mapping

from ..citations.courts import APPELLATE, SUPREME, TRIAL, CourtEntry, courts
from ..records import Court, CourtIds, Known, Record, Ref, Row

_ORDER = (TRIAL, APPELLATE, SUPREME)


class CourtRecords:
    """The courts that one document speaks of; each is described once, with those above it."""

    def __init__(
        self,
        known: Known,
        source: str,
        given: Mapping[str, Court] | None = None,
        table: Mapping[str, CourtEntry] | None = None,
    ) -> None:
        """`given` describes the courts that no table has. `table` is the one that is read, for courts-db itself."""
        self._table = courts() if table is None else table
        self._own = table is not None
        self._known = known
        self._source = source
        self._given = given or {}
        self._records: dict[str, Record] = {}
        self._levels: dict[Ref, str] = {}

    def records(self) -> Iterator[Record]:
        """What is to be said of the courts that were asked about."""
        yield from self._records.values()

    def find(self, ident: str, line: int) -> Ref | None:
        """The court of that id, at CourtListener or in courts-db; nothing where nobody tells of it."""
        if not ident:
            return None
        ref = self._in_graph(ident)
        if ref is not None:
            if not self._known.values(ref, self._prop) and ident not in self._records:
                row = self._row(ident, line)
                self._records[ident] = (
                    CourtIds(row=row, id=ref.id, courts_db_id=ident)
                    if self._own
                    else CourtIds(row=row, id=ref.id, courtlistener_id=ident)
                )
            return ref
        entry, given = self._table.get(ident), self._given.get(ident)
        if entry is None and given is None:
            return None
        ref = Ref("court", ident)
        if ident not in self._records:
            record = self._described(entry, line) if entry is not None else given
            assert record is not None  # one of the two is there
            self._records[ident] = record
            self._levels[ref] = record.level
        return ref

    def level(self, ref: Ref) -> int:
        """How high a court stands: 0 for a trial court, 2 for one of last resort."""
        if ref in self._levels:
            return _ORDER.index(self._levels[ref])
        told = self._known.values(ref, "ej:courtLevel")
        entry = self._table.get(ref.id)
        word = told[0].partition("-")[0] if told else entry.level if entry is not None else TRIAL
        return _ORDER.index(word)

    def cited(self, ref: Ref) -> str:
        """A court as lawyers cite it."""
        told = self._known.values(ref, "ej:citationString")
        record, entry = self._records.get(ref.id), self._table.get(ref.id)
        if told:
            return told[0]
        if isinstance(record, Court):
            return record.citation_string or record.name
        return (entry.citation or entry.name) if entry is not None else ref.id

    def name(self, ref: Ref) -> str:
        """The name of a court."""
        record, entry = self._records.get(ref.id), self._table.get(ref.id)
        if isinstance(record, Court):
            return record.name
        return self._known.label(ref) or (entry.name if entry is not None else ref.id)

    @property
    def _prop(self) -> str:
        """By what the archive that is read knows a court."""
        return "ej:courtsDbId" if self._own else "ej:courtListenerId"

    def _in_graph(self, ident: str) -> Ref | None:
        told = [ref for ref in self._known.having(self._prop, ident) if ref.kind == "court"]
        if len(told) == 1:
            return told[0]
        ref = Ref("court", ident)
        return ref if self._known.values(ref, "ej:courtLevel") else None

    def _described(self, entry: CourtEntry, line: int) -> Court:
        """A court of the table, with those above it; one that has no citation is cited by its name."""
        above = self.find(entry.appeals_to, line)
        return Court(
            row=self._row(entry.id, line),
            id=entry.id,
            name=entry.name,
            level=entry.level,
            citation_string=entry.citation or entry.name,
            courtlistener_id=None if self._own else entry.id,
            courts_db_id=entry.id,
            appeals_to=above,
            part_of=self.find(entry.parent, line) if self._own else None,
        )

    def _row(self, ident: str, line: int) -> Row:
        return Row(line=line, key=f"court-{ident}", verified="stored", sources=(self._source,))
