"""Which text is put to the embedded engine in the place of another: the same rows, sooner. What was decided is kept."""

import re
from typing import Any, Final

from .groups import Pattern
from .looking import Asked, Look
from .reading import NotPlain, read
from .rewriting import optionals, rewritten

LONGEST: Final = 16 * 1024
"""A text of more characters than this stays as it is."""
_TRIES: Final = 3
"""So often a text of one shape is looked at in vain."""
_REMEMBERED: Final = 256
_CONSTANT: Final = re.compile(r'<[^\x00-\x20<>"{}|^`\\]*>|"[^"\n]*"')
_PLACE: Final = re.compile(r'[<"]([0-9]+)[>"]')
_LOOK: Final = "?"
"""What stands for a shape of which each text is looked at by itself."""


class Plans:
    """What became of the texts that were put to one generation; safe to use from many threads."""

    def __init__(self) -> None:
        self._shapes: dict[str, str] = {}
        self._texts: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        self._vain: dict[str, int] = {}

    def text(self, sparql: str, asked: Asked) -> str:
        """The text to put to the engine in the place of `sparql`, mostly the very same.

        `asked` is put the few short questions by which it is decided; what it raises is passed on.
        """
        lowered = sparql.lower()
        if ("optional" not in lowered and "exists" not in lowered) or len(sparql) > LONGEST:
            return sparql
        # A backslash may spell anything otherwise; strings over several lines have quotes in them.
        if "\\" in sparql or '"""' in sparql or "'''" in sparql:
            return sparql
        constants: list[str] = []
        shape = _CONSTANT.sub(lambda found: _numbered(found[0], constants), sparql)
        form = self._shapes.get(shape)
        if form is None:
            form = self._form(shape, sparql, asked)
            _keep(self._shapes, shape, form)
        if form == shape:
            return sparql
        if form != _LOOK:
            return _PLACE.sub(lambda found: constants[int(found[1])], form)
        return self._looked_at(sparql, shape, asked)

    def _form(self, shape: str, sparql: str, asked: Asked) -> str:
        """The shape put otherwise, where all its texts are; `_LOOK` where that hangs on their constants."""
        looked: list[Pattern] = []

        def noted(pattern: Pattern) -> bool:
            looked.append(pattern)
            return True

        try:
            query = read(shape)
            if rewritten(shape, query, lambda _: True, noted) == shape:
                return shape
            if any(optional.whole for optional in optionals(query.where)) or any(
                _PLACE.search(pattern.text) for pattern in looked
            ):
                return _LOOK
            look = Look(sparql, read(sparql).prologue, asked, self._counts)
        except NotPlain:
            return shape
        return rewritten(shape, query, lambda _: False, look.several)

    def _looked_at(self, sparql: str, shape: str, asked: Asked) -> str:
        """The text put otherwise as it gains by it; after some looks in vain at its shape, none is taken."""
        found = self._texts.get(sparql)
        if found is not None:
            return found
        if self._vain.get(shape, 0) >= _TRIES:
            return sparql
        query = read(sparql)
        look = Look(sparql, query.prologue, asked, self._counts)
        found = rewritten(sparql, query, look.gains, look.several)
        if found == sparql:
            _keep(self._vain, shape, self._vain.get(shape, 0) + 1)
        _keep(self._texts, sparql, found)
        if len(self._counts) > _REMEMBERED:
            self._counts.clear()
        return found


def _numbered(constant: str, constants: list[str]) -> str:
    constants.append(constant)
    return f"{constant[0]}{len(constants) - 1}{constant[-1]}"


def _keep(kept: dict[str, Any], key: str, value: object) -> None:
    if len(kept) >= _REMEMBERED:
        kept.clear()
    kept[key] = value
