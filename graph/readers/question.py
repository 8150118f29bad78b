"""What a reader is asked: the text of a query, and the manner in which it is to be answered.

Most of what is said of a query is said of thousands of others in the same words: formats, limits,
prefixes, dataset. That is its manner. It is written once and read once by each reader, and a
question is little more than its text.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

from ..formats import Kind
from ..guard import MAX_LENGTH
from ..results import NO_LIMITS, Limits
from ..storage.publish import Generation

_REMEMBERED: Final = 64
_LONGEST: Final = 16 * 1024
"""A manner longer than this is not remembered: it names graphs that hardly anybody else names."""
ANY_FORM: Final[Mapping[Kind, str]] = {"solutions": "json", "boolean": "json", "triples": "turtle"}


@dataclass(frozen=True, slots=True)
class Question:
    """A query, the generation that it is asked of (by its path), and its manner as JSON."""

    generation: str
    text: str
    manner: bytes

    def key(self) -> bytes:
        """The name of a question, the same for the same question only."""
        return sha256(self.manner + b"\0" + self.text.encode("utf-8", "surrogatepass")).digest()


def question(
    generation: Generation,
    text: str,
    *,
    forms: Mapping[Kind, str] = ANY_FORM,
    limits: Limits = NO_LIMITS,
    default_graphs: Sequence[str] | None = None,
    named_graphs: Sequence[str] | None = None,
    prefixes: Mapping[str, str] | None = None,
    base: str | None = None,
    union: bool = True,
    services: Collection[str] = (),
    max_length: int | None = MAX_LENGTH,
    packed: bool = False,
) -> Question:
    """A query and how it is to be answered; `forms` names a format for each kind of answer."""
    given = (
        tuple(forms.items()),
        (limits.rows, limits.bytes),
        None if default_graphs is None else tuple(default_graphs),
        None if named_graphs is None else tuple(named_graphs),
        None if prefixes is None else tuple(prefixes.items()),
        base,
        union,
        tuple(services),
        max_length,
        packed,
    )
    path = str(generation.path)
    plain = default_graphs is None and named_graphs is None
    return Question(path, text, _kept(path, given) if plain else _written(path, given))


def opening(generation: str) -> Question:
    """What is no query, but lets a reader open a generation."""
    return Question(generation, "", json.dumps({"generation": generation}).encode())


def _written(generation: str, given: tuple[Any, ...]) -> bytes:
    forms, (rows, size), default, named, prefixes, base, union, services, longest, packed = given
    return json.dumps({
        "generation": generation,
        "forms": dict(forms),
        "rows": rows,
        "bytes": size,
        "default_graphs": default,
        "named_graphs": named,
        "prefixes": None if prefixes is None else dict(prefixes),
        "base": base,
        "union": union,
        "services": services,
        "max_length": longest,
        "packed": packed,
    }).encode()  # fmt: skip


_kept: Final = lru_cache(_REMEMBERED)(_written)


def manner_of(written: bytes) -> dict[str, Any]:
    """A manner that was written by `question`; it is not to be changed, others have the same."""
    return _read(written) if len(written) <= _LONGEST else json.loads(written)


@lru_cache(_REMEMBERED)
def _read(written: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(written)
    return found
