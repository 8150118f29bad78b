"""Property paths as ways to walk: steps between places, the first of which is where one sets out.

A step goes over one statement, from its subject to its object or back. What a path reads from a node
is what a walk from the first place meets; the nodes from which a statement is read are found by the
same walk backwards. `p*` is a step that leads to where it began, so that no path is too long.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pyoxigraph import NamedNode

from ...shapes.paths import Path

START: Final = 0
"""The place from which one sets out: a focus node, or the subject of a path."""


@dataclass(frozen=True, slots=True)
class Step:
    """One statement on the way: over `predicate`, or any where it is None; `back` from object to subject."""

    predicate: NamedNode | None
    back: bool = False


@dataclass(frozen=True, slots=True)
class Leg:
    """A step between two places."""

    origin: int
    step: Step
    target: int


class Ways:
    """Places and the legs between them, while they are laid out."""

    def __init__(self, *, either_order: bool = False) -> None:
        """With `either_order` a sequence that is walked from its end is also walked in its written order.

        So pySHACL 0.40 does it, by mistake; what it reads must be laid out all the same.
        """
        self.legs: list[Leg] = []
        self._places = START + 1
        self._either_order = either_order

    def leg(self, origins: frozenset[int], step: Step) -> frozenset[int]:
        """A step from all these places to a new one."""
        target, self._places = self._places, self._places + 1
        self.legs += [Leg(origin, step, target) for origin in sorted(origins)]
        return frozenset({target})

    def follow(self, origins: frozenset[int], path: Path, *, back: bool = False) -> frozenset[int]:
        """The places to which a path leads; with `back` the path is walked from its end."""
        if path.iri is not None:
            return self.leg(origins, Step(path.iri, back))
        if path.kind == "inverse":
            return self.follow(origins, path.parts[0], back=not back)
        if path.kind == "alternative":
            return frozenset[int]().union(*(self.follow(origins, part, back=back) for part in path.parts))
        if path.kind == "sequence":
            reached = self._sequence(origins, path.parts[::-1] if back else path.parts, back=back)
            if back and self._either_order:
                reached |= self._sequence(origins, path.parts, back=back)
            return reached
        before = len(self.legs)
        reached = self.follow(origins, path.parts[0], back=back)
        if path.kind != "zero-or-one":
            # Once more from where it led: the same first steps, to the same places.
            first = [leg for leg in self.legs[before:] if leg.origin in origins]
            self.legs += [
                Leg(end, leg.step, leg.target) for end in sorted(reached - origins) for leg in first
            ]
        return reached if path.kind == "one-or-more" else reached | origins

    def _sequence(self, origins: frozenset[int], parts: tuple[Path, ...], *, back: bool) -> frozenset[int]:
        for part in parts:
            origins = self.follow(origins, part, back=back)
        return origins

    def laid_out(self, ends: frozenset[int] = frozenset()) -> "Way":
        """What was laid out, to be walked."""
        return Way(tuple(dict.fromkeys(self.legs)), ends)


@dataclass(frozen=True)
class Way:
    """Legs to be walked forwards from `START`, or backwards to it; `ends` are where a path may end."""

    legs: tuple[Leg, ...]
    ends: frozenset[int] = frozenset()

    @classmethod
    def of(cls, path: Path) -> "Way":
        """The way over one path."""
        ways = Ways()
        ends = ways.follow(frozenset({START}), path)
        return ways.laid_out(ends)

    @property
    def may_stay(self) -> bool:
        """Whether the path may lead nowhere else than where it begins, over no statement."""
        return START in self.ends

    @cached_property
    def single(self) -> Step | None:
        """The step of a way that is one step and nothing else."""
        if len(self.legs) != 1 or self.ends != frozenset({self.legs[0].target}) or self.may_stay:
            return None
        return self.legs[0].step if self.legs[0].origin == START else None

    @cached_property
    def departing(self) -> dict[int, list[Leg]]:
        """The legs by the place from which they set out."""
        found: defaultdict[int, list[Leg]] = defaultdict(list)
        for leg in self.legs:
            found[leg.origin].append(leg)
        return dict(found)

    @cached_property
    def arriving(self) -> dict[int, list[Leg]]:
        """The legs by the place to which they lead."""
        found: defaultdict[int, list[Leg]] = defaultdict(list)
        for leg in self.legs:
            found[leg.target].append(leg)
        return dict(found)

    def reversed(self) -> Iterator[Leg]:
        """The legs as they are walked the other way round."""
        for leg in self.legs:
            yield Leg(leg.target, Step(leg.step.predicate, not leg.step.back), leg.origin)
