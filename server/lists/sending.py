"""A list as data, written piece by piece into a file without a name: a long one is never in memory whole.

It ends at a whole thing where a limit of the server is reached, and then says so in a header.
"""

from __future__ import annotations

import csv
import io
import json
import zlib
from tempfile import SpooledTemporaryFile
from textwrap import indent
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
    from collections.abc import Iterable, Iterator, Sequence
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


def sent(listing: Listing, chosen: Chosen, numbers: Sequence[int], offer: Offer) -> Response:
    """The things of these numbers as one document, up to the limits of the server."""
    most = desk().settings
    spool = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  # the response closes it
    rows = _rows(chosen, numbers[: most.max_rows], () if offer is GRAPHS[0] else listing.columns)
    if offer is GRAPHS[0]:
        results = Results(told_of(row.iri for row, _ in rows))
        results.write_to(cast("BinaryIO", spool), offer.media_type, Limits(bytes=most.max_bytes))
        cut = results.truncated
    else:
        head, pieces, end = (_as_csv if offer is CSV else _as_json)(listing, chosen, rows)
        cut = _written(spool, head, pieces, end, most.max_bytes)
    response = _response(spool, offer.content_type)
    if cut or len(numbers) > most.max_rows:
        response.headers[TRUNCATED] = limit_named()
    return response


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


def _response(spool: IO[bytes], content_type: str) -> Response:
    """What was written: a short document from memory, a long one read as it is sent."""
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


Pieces = tuple[bytes, "Iterator[bytes]", bytes]


def _as_csv(listing: Listing, chosen: Chosen, rows: Iterator[tuple[Row, Names]]) -> Pieces:
    """The list as CSV (RFC 4180): the IRI, the name, the columns, the state; several values joined by `; `.

    No cell is one that a spreadsheet takes for a formula.
    """
    state = [STATE] if listing.states else []

    def line(row: Row, names: Names) -> list[str]:
        cells = ["; ".join(_texts(row, name, names)) for name in listing.columns]
        return [row.iri, row.label, *cells, *([state_of(chosen.states, row.number)] if state else [])]

    head = _line(["iri", LABEL, *listing.columns, *state])
    return head, (_line([safe(cell) for cell in line(*each)]) for each in rows), b""


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

    def pieces() -> Iterator[bytes]:
        before = "\n"
        for each in rows:
            yield (before + indent(json.dumps(told(*each), ensure_ascii=False, indent=1), "  ")).encode()
            before = ",\n"

    return f'{{\n "{listing.name}": ['.encode(), pieces(), b"\n ]\n}\n"


def _texts(row: Row, column: str, names: Names) -> list[str]:
    return [names.of(term.value) if isinstance(term, NamedNode) else term.value for term in row.cells[column]]
