"""What every record has, and what a batch of documents is."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Final, Protocol

from ..dates import MONTHS, written_out
from ..errors import SourceError

_REMARK: Final = re.compile(r" *\((?:[^()]|\([^()]*\))*\)$")


def slug(text: str, longest: int = 80) -> str:
    """An id made from a name: small letters, digits and hyphens.

    >>> slug("250 F. Supp. 3d 497 (N.D. Cal. 2017)")
    '250-f-supp-3d-497-n-d-cal-2017'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    whole = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(whole) <= longest:
        return whole
    # The end is cut off, so a digest of the whole keeps two long names apart.
    return f"{whole[: longest - 9].rpartition('-')[0]}-{sha256(whole.encode()).hexdigest()[:8]}"


def source_name(citation: str) -> str:
    """The source that a citation means, without the remark in brackets at its end.

    >>> source_name("texasborderbusiness.com (says August 8)")
    'texasborderbusiness.com'
    >>> source_name("250 F. Supp. 3d 497 (N.D. Cal. 2017)")
    '250 F. Supp. 3d 497'
    """
    return _REMARK.sub("", citation) or citation


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """One entity, named by its kind and its id."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.id}"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, or only the month or the year where the source knows no more.

    >>> PartialDate(2026, 4).written
    'April 2026'
    """

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def exact(self) -> date | None:
        """The day, when it is known to the day."""
        if self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)

    @property
    def written(self) -> str:
        """The date as a reporter writes it, no more precise than it is."""
        exact = self.exact
        if exact is not None:
            return written_out(exact)
        return str(self.year) if self.month is None else f"{MONTHS[self.month - 1]} {self.year}"

    def __str__(self) -> str:
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part is not None)]
        return "-".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a row says of itself: where it stands, who vouches for it, what is only knowledge.

    `line` counts from 1 and is the first line of the row. `key` is unique in its document.
    `sources` are the parts of `source`, which is kept as written.
    """

    line: int
    key: str
    verified: str
    source: str | None = None
    sources: tuple[str, ...] = ()
    knowledge: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row of one document; the classes below say of what."""

    row: Row


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a reader should know about a row that did load, or why it did not."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.text}"


@dataclass(frozen=True, slots=True)
class Dangling:
    """A reference to something that the batch does not tell of."""

    file: str
    line: int
    column: str
    id: str
    kinds: tuple[str, ...]

    @property
    def where(self) -> str:
        return f"{self.file}, line {self.line}, column {self.column}"

    @property
    def problem(self) -> str:
        return f"{self.id} is no {' or '.join(self.kinds)} on record"

    @property
    def cure(self) -> str:
        return f"add {self.id} to the file of its kind, correct the id, or empty the cell"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document: its records in the file's order, or the faults that keep it out.

    `format` is the format's own name for such a file, `orders.csv`; `file` that of the document.
    """

    file: str
    format: str = ""
    records: tuple[Record, ...] = ()
    notices: tuple[Notice, ...] = ()
    faults: tuple[SourceError, ...] = ()
    dangling: tuple[Dangling, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents that were read together; `index` finds the record that tells of an entity."""

    sheets: tuple[Sheet, ...]
    index: Mapping[Ref, Record] = field(default_factory=dict[Ref, Record])

    def has(self, format_: str) -> bool:
        """Whether a file of that kind is among the documents."""
        return any(sheet.format == format_ for sheet in self.sheets)


class Known(Protocol):
    """What the graph knew before this batch was read."""

    def kinds(self, id: str, /) -> Collection[str]:  # noqa: A002  (the word of the house)
        """The kinds under which something with that id is known; empty when nothing is."""
        ...

    def label(self, ref: Ref, /) -> str | None:
        """The label of an entity already in the graph."""
        ...

    def values(self, ref: Ref, name: str, /) -> tuple[str, ...]:
        """What the graph says of an entity, sorted: texts, days as written, entities as `kind/id`.

        `name` is a property with its prefix, `foaf:name`; concepts come by their own name.
        """
        ...

    def having(self, name: str, value: str, /) -> tuple[Ref, ...]:
        """The entities of which the graph says this text, sorted: who has that number."""
        ...

    def pointing(self, name: str, ref: Ref, /) -> tuple[Ref, ...]:
        """The entities that the property relates to that one, sorted: which effects act on it."""
        ...

    def names(self, name: str, /) -> Iterable[tuple[Ref, str]]:
        """Every entity with what the graph calls it by a property that has texts, `rdfs:label`; in no order."""
        ...

    def kept(self) -> Iterable[str]:
        """The claims on which editors decided, each as it was then (JSON, see `claims.desk`)."""
        ...


class Nothing:
    """An empty graph's knowledge."""

    def kinds(self, id: str, /) -> Collection[str]:  # noqa: A002, ARG002
        return ()

    def label(self, ref: Ref, /) -> str | None:  # noqa: ARG002
        return None

    def values(self, ref: Ref, name: str, /) -> tuple[str, ...]:  # noqa: ARG002
        return ()

    def having(self, name: str, value: str, /) -> tuple[Ref, ...]:  # noqa: ARG002
        return ()

    def pointing(self, name: str, ref: Ref, /) -> tuple[Ref, ...]:  # noqa: ARG002
        return ()

    def names(self, name: str, /) -> Iterable[tuple[Ref, str]]:  # noqa: ARG002
        return ()

    def kept(self) -> Iterable[str]:
        return ()
