"""A list as data, written piece by piece into a file without a name: a long one is never in memory whole.

It ends at a whole thing where a limit of the server is reached, and then says so in a header.
"""

from __future__ import annotations

import csv
import io
import json
import zlib
from itertools import chain, islice
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Final, cast

from flask import Response
from pyoxigraph import NamedNode

from ...graph.answers.cataloguing import LABEL
from ...graph.results import Limits, Results
from ..compression import LEVEL
from ..desk import desk
from ..present import Names
from ..protocol.negotiate import CSV, GRAPHS
from ..protocol.replies import TRUNCATED, gzip_liked, limit_named
from ..protocol.turtle import told_of
from .listing import safe
from .shelf import STATE, state_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import IO, BinaryIO

    from ...graph.answers.catalogue import Row
    from ..protocol.negotiate import Offer
    from .listing import Listing
    from .shelf import Chosen

_AT_ONCE: Final = 500
_FORGOTTEN: Final = 20 * _AT_ONCE
"""After so many things the names that were learned are let go."""
_IN_MEMORY: Final = 1 << 20
_PIECE: Final = 1 << 16
_GZIP: Final = 31  # the window of zlib, and its header that of gzip

Pieces = tuple[bytes, "Iterator[bytes]", bytes]
"""A document: how it begins, its pieces, each of which may be the last, and how it ends."""


def sent(listing: Listing, chosen: Chosen, numbers: Sequence[int], offer: Offer) -> Response:
    """The things of these numbers as one document, up to the limits of the server."""
    most = desk().settings.max_rows
    more = len(numbers) > most
    rows = _rows(chosen, numbers[:most], () if offer is GRAPHS[0] else listing.columns)
    if offer is GRAPHS[0]:
        return statements((row.iri for row, _ in rows), offer, more=more)
    return document((_as_csv if offer is CSV else _as_json)(listing, chosen, rows), offer, more=more)


def document(pieces: Pieces, offer: Offer, *, more: bool) -> Response:
    """A document, up to the limit of bytes; `more` says that the limit of rows has left out some of it."""
    spool = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  # the response closes it
    cut = _written(spool, *pieces, desk().settings.max_bytes)
    return _response(spool, offer, cut=cut or more)


def statements(iris: Iterable[str], offer: Offer, *, more: bool) -> Response:
    """All that is said of some things as RDF, up to the limit of bytes; `more` as above."""
    spool = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  # the response closes it
    results = Results(told_of(iris))
    results.write_to(cast("BinaryIO", spool), offer.media_type, Limits(bytes=desk().settings.max_bytes))
    return _response(spool, offer, cut=results.truncated or more)


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Pieces:
    """A table as CSV (RFC 4180); no cell of it is one that a spreadsheet takes for a formula."""
    return _line(heads), (_line([safe(cell) for cell in row]) for row in rows), b""


def as_json(name: str, objects: Iterable[object], before: Mapping[str, object] | None = None) -> Pieces:
    """An object of JSON with a list of others by that name, after what stands before it."""
    listed = iter(objects)
    first = list(islice(listed, 1))
    head, closed, end = json.dumps({**(before or {}), name: []}, ensure_ascii=False, indent=1).rpartition("]")
    closed = f"\n {closed}" if first else closed
    return head.encode(), _indented(chain(first, listed)), f"{closed}{end}\n".encode()


def _indented(objects: Iterable[object]) -> Iterator[bytes]:
    before = "\n"
    for each in objects:
        lines = json.dumps(each, ensure_ascii=False, indent=1).split("\n")
        yield (before + "\n".join(f"  {line}" for line in lines)).encode()
        before = ",\n"


def _written(spool: IO[bytes], head: bytes, pieces: Iterable[bytes], end: bytes, most: int) -> bool:
    """Write as many whole pieces as fit into `most` bytes; whether there were more."""
    size = spool.write(head)
    for piece in pieces:
        size += len(piece)
        if size + len(end) > most:
            spool.write(end)
            return True
        spool.write(piece)
    spool.write(end)
    return False


def _response(spool: IO[bytes], offer: Offer, *, cut: bool) -> Response:
    """What was written, with a header where that is not all."""
    response = _sent(spool, offer.content_type)
    if cut:
        response.headers[TRUNCATED] = limit_named()
    return response


def _sent(spool: IO[bytes], content_type: str) -> Response:
    """A short document from memory, a long one read as it is sent."""
    size = spool.tell()
    spool.seek(0)
    if size <= _IN_MEMORY:
        with spool:
            return Response(spool.read(), content_type=content_type)
    packed = gzip_liked()
    response = Response(_packed(spool) if packed else _read(spool), content_type=content_type)
    response.call_on_close(spool.close)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    else:
        response.content_length = size
    return response


def _read(spool: IO[bytes]) -> Iterator[bytes]:
    with spool:
        while piece := spool.read(_PIECE):
            yield piece


def _packed(spool: IO[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(LEVEL, wbits=_GZIP)
    for piece in _read(spool):
        if packed := packer.compress(piece):
            yield packed
    yield packer.flush()


def _rows(chosen: Chosen, numbers: Sequence[int], columns: Sequence[str]) -> Iterator[tuple[Row, Names]]:
    """The things one after another, each with the names of what its cells in some columns hold."""
    names = Names()
    for start in range(0, len(numbers), _AT_ONCE):
        if start % _FORGOTTEN == 0:
            names = Names()  # those of all would be in memory together
        rows = chosen.catalogue.rows(numbers[start : start + _AT_ONCE])
        names.learn(term for row in rows for name in columns for term in row.cells[name])
        yield from ((row, names) for row in rows)


def _as_csv(listing: Listing, chosen: Chosen, rows: Iterator[tuple[Row, Names]]) -> Pieces:
    """The list as a table: the IRI, the name, the columns, the state; several values joined by `; `."""
    state = [STATE] if listing.states else []

    def line(row: Row, names: Names) -> list[str]:
        cells = ["; ".join(_texts(row, name, names)) for name in listing.columns]
        return [row.iri, row.label, *cells, *([state_of(chosen.states, row.number)] if state else [])]

    return as_csv(["iri", LABEL, *listing.columns, *state], (line(*each) for each in rows))


def _line(cells: Sequence[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode()


def _as_json(listing: Listing, chosen: Chosen, rows: Iterator[tuple[Row, Names]]) -> Pieces:
    """The list as JSON: one object each, several values as a list."""

    def told(row: Row, names: Names) -> dict[str, object]:
        found: dict[str, object] = {"iri": row.iri, LABEL: row.label}
        found |= {name: _texts(row, name, names) for name in listing.columns}
        if listing.states:
            found[STATE] = state_of(chosen.states, row.number) or None
        return found

    return as_json(listing.name, (told(*each) for each in rows))


def _texts(row: Row, column: str, names: Names) -> list[str]:
    return [names.of(term.value) if isinstance(term, NamedNode) else term.value for term in row.cells[column]]
