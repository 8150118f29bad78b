"""A difference as an RDF Patch: what to take out (`D`) and to put in (`A`) to make one state of a graph into another.

The format is that of Apache Jena (`application/rdf-patch`), sorted, so that equal differences are equal bytes. Blank
nodes are named as `comparing.steady` names them, in the state before and the state after alike.
"""

from collections.abc import Iterable
from typing import Final

from pyoxigraph import Quad, RdfFormat, parse

from .. import rdf
from ..errors import UnreadableDocument

MEDIA_TYPE: Final = "application/rdf-patch"


def written(added: Iterable[Quad], removed: Iterable[Quad]) -> bytes:
    """The patch, as one transaction."""
    lines = ["TX ."]
    lines += [f"D {quad} ." for quad in sorted(removed, key=rdf.in_order)]
    lines += [f"A {quad} ." for quad in sorted(added, key=rdf.in_order)]
    return "\n".join([*lines, "TC .", ""]).encode()


def read(patch: bytes) -> tuple[set[Quad], set[Quad]]:
    """What a patch adds and what it removes; `UnreadableDocument` for one that is none."""
    sides: dict[bytes, list[bytes]] = {b"A": [], b"D": []}
    for number, line in enumerate(patch.splitlines(), 1):
        mark, _, rest = line.partition(b" ")
        if mark in sides:
            sides[mark].append(rest)
        elif mark not in {b"TX", b"TC", b"H", b"PA"}:
            raise UnreadableDocument(f"line {number}", f"{line[:40]!r} is no row of an RDF Patch")
    added, removed = (set(parse(b"\n".join(sides[mark]), format=RdfFormat.N_QUADS)) for mark in (b"A", b"D"))
    return added, removed
