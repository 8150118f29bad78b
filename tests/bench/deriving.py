"""What our rules derive from generated litigation, dispute by dispute, so that it costs the same however many there are.

    python tests/bench/deriving.py asserted.nq derived.nq

A dispute of the generator (an order, its lawsuits, its end) shares with others only the registers:
places, courts, offices. So the periods of its provisions follow from it and from all registers, and are,
statement for statement, those of `Graph.derive` over everything, which a test compares.
"""

import argparse
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields, replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from pyoxigraph import Quad, RdfFormat

from enjoin import ontology
from enjoin.graph.effects import gather
from enjoin.graph.effects.derive import derived_quads
from enjoin.graph.effects.litigation import Litigation, load
from enjoin.graph.iris import Iris
from enjoin.graph.reasoning.conclude import conclude
from enjoin.graph.storage.store import Store

AT_ONCE: Final = 100_000
"""Statements in one part, more or less: whole disputes."""
_REGISTER: Final = re.compile(rb"/graph/g-(?:register-\d+|jurisdictions|courts|judges|offices)> \.$")
_PLACES: Final = ("places", "ids_of", "_one_party", "_wholes", "parties_in", "_insides")
"""What is worked out of the registers alone."""


@dataclass(frozen=True, slots=True)
class Part:
    """Whole disputes: so many bytes of a file from an offset on."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Parts:
    """A file of generated litigation as its registers and its disputes."""

    registers: bytes
    parts: tuple[Part, ...]


def parts_of(file: Path, at_once: int = AT_ONCE) -> Parts:
    """Cut a file where a dispute begins, which is where a supplement of the register does."""
    registers: list[bytes] = []
    cuts: list[int] = []
    place, since, inside = 0, 0, True  # the first documents are the registers
    with file.open("rb") as lines:
        for line in lines:
            if _REGISTER.search(line):
                registers.append(line)
                if not inside and since >= at_once:
                    cuts.append(place)
                    since = 0
                inside = True
            elif b"/graph/provenance>" not in line:
                inside = False
            place += len(line)
            since += 1
    edges = [0, *cuts, place]
    return Parts(b"".join(registers), tuple(Part(*pair) for pair in pairwise(edges)))


def _statements(text: bytes) -> list[Quad]:
    found = ox.parse(BytesIO(text), format=RdfFormat.N_QUADS)
    return [quad for quad in found if "/graph/provenance" not in str(quad.graph_name)]


def _litigation(quads: Iterable[Quad]) -> Litigation:
    read = gather.predicates()
    told = Store.memory(quad for quad in quads if quad.predicate in read)
    return load(told.select, sources=False)


class Deriving:
    """The registers as the rules read them, to which the disputes come part by part."""

    def __init__(self, file: Path, registers: bytes, iris: Iris) -> None:
        self._file = file
        self._iris = iris
        self._registers = _statements(registers)
        self._known = _litigation(self._registers)
        for name in _PLACES:
            getattr(self._known, name)

    def derive(self, part: Part) -> bytes:
        """The derived statements of one part as N-Quads."""
        with self._file.open("rb") as text:
            text.seek(part.start)
            told = _statements(text.read(part.end - part.start))
        graph = self._iris.graph("derived")
        found = set(derived_quads(self._beside(_litigation(told)), graph, self._iris))
        concluded = conclude(ontology.load("enjoin"), (*self._registers, *told))
        described = {quad.subject for quad in told}  # what is only cited, or shared, is of another part
        found |= {
            Quad(each.subject, each.predicate, each.object, graph)
            for each in concluded
            if each.subject in described
        }
        return ox.serialize(sorted(found, key=str), format=RdfFormat.N_QUADS) or b""

    def _beside(self, part: Litigation) -> Litigation:
        """A part with the registers; the provisions are the part's own."""
        both = {
            each.name: dict(sorted({**getattr(self._known, each.name), **getattr(part, each.name)}.items()))
            for each in fields(Litigation)
        }
        found = replace(part, **both)
        for name in _PLACES:
            found.__dict__[name] = getattr(self._known, name)
        return found


_here: dict[str, Deriving] = {}


def _begin(file: Path, registers: bytes) -> None:
    _here["deriving"] = Deriving(file, registers, Iris())


def _one(part: Part) -> bytes:
    return _here["deriving"].derive(part)


def derived(file: Path, processes: int = 1, at_once: int = AT_ONCE) -> Iterator[bytes]:
    """The derived statements of a file, part by part."""
    found = parts_of(file, at_once)
    with ProcessPoolExecutor(processes, initializer=_begin, initargs=(file, found.registers)) as pool:
        yield from pool.map(_one, found.parts)


def write(file: Path, target: Path, processes: int = 2) -> None:
    """Write what follows from a file into another, whole or not at all."""
    unfinished = target.with_suffix(".part")
    with unfinished.open("wb") as out:
        for statements in derived(file, processes):
            out.write(statements)
    unfinished.rename(target)


def main() -> None:
    """See the top of this file."""
    parser = argparse.ArgumentParser(description="Derive what follows from generated litigation.")
    parser.add_argument("asserted", type=Path)
    parser.add_argument("derived", type=Path)
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    write(given.asserted, given.derived, given.processes)


if __name__ == "__main__":
    main()
