"""Statements of a large pile, looked up by subject, by predicate and object, and by object, as they are asked for."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Final, Generic, TypeVar

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from ..results import Term
from ..storage.pile import Pile

_Key = TypeVar("_Key", bound=Hashable)
_LEAST: Final = 16
"""How many bits the smallest sieve has, as a power of two."""
_PER_KEY: Final = 16
_SECOND: Final = 32


class Sieve:
    """Which keys are certainly not among many: a Bloom filter of two bytes a key, where looking one up takes far longer."""

    def __init__(self, keys: Iterable[Hashable], count: int) -> None:
        self._mask = (1 << max(_LEAST, (count * _PER_KEY).bit_length())) - 1
        self._bits = bytearray((self._mask + 1) // 8)
        for key in keys:
            for place in self._places(key):
                self._bits[place >> 3] |= 1 << (place & 7)

    def _places(self, key: Hashable) -> tuple[int, int]:
        found = hash(key)
        return found & self._mask, (found >> _SECOND) * 0x9E3779B1 & self._mask

    def may_have(self, key: Hashable) -> bool:
        """Whether a key may be among them; of those that are not, few."""
        first, second = self._places(key)
        return bool(self._bits[first >> 3] >> (first & 7) & 1 and self._bits[second >> 3] >> (second & 7) & 1)


class Lookup(Generic[_Key]):
    """What a mapping from a key to the statements that match it would tell."""

    def __init__(
        self, pile: Pile, found: Callable[[_Key], Iterator[Quad]], sieve: Sieve | None = None
    ) -> None:
        self._pile = pile
        self._found = found
        self._sieve = sieve

    def get(self, key: _Key, default: object = None, /) -> list[Triple | Quad]:
        """The statements of a key; none is an empty list, whatever the `default`."""
        del default
        return self.first(key, None)

    def first(self, key: _Key, most: int | None) -> list[Triple | Quad]:
        """So many of them at most."""
        if self._sieve is not None and not self._sieve.may_have(key):
            return []
        return list(islice(self._found(key), most))

    def values(self) -> Iterator[Pile]:
        """All statements."""
        yield self._pile


class Piled:
    """The statements of a pile, found as `Statements` finds those in memory."""

    def __init__(self, pile: Pile) -> None:
        count = len(pile)
        subjects = Sieve((quad.subject for quad in pile), count)
        objects = Sieve(((quad.predicate, quad.object) for quad in pile), count)
        self.about: Lookup[Term] = Lookup(pile, partial(_about, pile), subjects)
        self.into: Lookup[tuple[NamedNode, Term]] = Lookup(pile, partial(_into, pile), objects)
        self.mentions: Lookup[Term] = Lookup(pile, partial(_mentions, pile))


def _about(pile: Pile, node: Term) -> Iterator[Quad]:
    return pile.quads(node) if isinstance(node, (NamedNode, BlankNode)) else iter(())


def _into(pile: Pile, key: tuple[NamedNode, Term]) -> Iterator[Quad]:
    return pile.quads(None, *key)


def _mentions(pile: Pile, node: Term) -> Iterator[Quad]:
    return pile.quads(None, None, node)
