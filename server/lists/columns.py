"""The question of a list taken apart: one for the things in their order, and one for each column.

`list-*.rq` asks for everything at once, and the values of several columns multiply. A list is built of smaller
questions: the things with the OPTIONAL groups of that question which bind one column, and no others. So the file says
what a list is, for people and for this program.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ...graph.answers.cataloguing import LABEL, Questions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WHOLE: Final = re.compile(
    r"(?P<prefixes>.*?)SELECT\b[^{]*WHERE \{(?P<body>.*)\}\s*ORDER BY (?P<order>[^{}]*)$", re.DOTALL
)
_OPTIONAL: Final = re.compile(r"OPTIONAL \{")
_VARIABLE: Final = re.compile(r"\?(\w+)")
_DESCENDING: Final = re.compile(r"DESC\(\?(\w+)\)")


@dataclass(frozen=True, slots=True)
class Group:
    """A group of a question: what it says itself, and the optional groups in it."""

    said: str
    below: list[Group] = field(default_factory=list["Group"])

    def way(self, name: str) -> str | None:
        """The group with nothing optional in it but what leads to a variable; `None` where it does not bind it."""
        if name in _VARIABLE.findall(self.said):
            return self.said
        for group in self.below:
            if (found := group.way(name)) is not None:
                return f"{self.said} OPTIONAL {{ {found} }}"
        return None

    def apart(self, name: str, key: str) -> str | None:
        """What binds a variable without this group, where that is one property of the thing.

        It is then asked of all things, not only of these: whoever asks knows which are wanted. A scan of one property is
        much cheaper for the engine than a join, but for names, which everything has.
        """
        if name == LABEL or name in _VARIABLE.findall(self.said):
            return None
        simple = re.compile(rf"\?{key} [^\s/|]+ \?{name}")
        return next((group.said for group in self.below if simple.fullmatch(group.said)), None)


def taken_apart(text: str, key: str, columns: Iterable[str]) -> Questions:
    """The questions of a list: `key` is the variable of the thing, `columns` the others.

    `ValueError` for a text that is not `SELECT … WHERE { … } ORDER BY …`, or that does not bind a column.
    """
    found = _WHOLE.fullmatch(text.rstrip())
    if found is None:
        raise ValueError("the question of a list is SELECT … WHERE { … } ORDER BY …")
    prefixes, root, order = found["prefixes"], _group(found["body"]), found["order"]

    def asked(name: str) -> str:
        way = root.apart(name, key) or root.way(name)
        if way is None:
            raise ValueError(f"the question binds no ?{name}")
        return f"{prefixes}SELECT ?{key} ?{name} WHERE {{ {way} }}"

    sorting = dict.fromkeys(name for name in _VARIABLE.findall(order) if name != key)
    ways = [f"OPTIONAL {{ {way} }}" for name in sorting for way in _optional(root, name)]
    things = f"{prefixes}SELECT ?{key} WHERE {{ {root.said} {' '.join(ways)} }} ORDER BY {order}"
    return Questions(
        key, things, {name: asked(name) for name in columns}, frozenset(_DESCENDING.findall(order))
    )


def _optional(root: Group, name: str) -> Iterator[str]:
    """What must be added to the things themselves so that a variable is bound where it can be."""
    if name not in _VARIABLE.findall(root.said):
        yield from [way for group in root.below if (way := group.way(name)) is not None][:1]


def _group(text: str) -> Group:
    """The group of which this is the inside."""
    said, below, at = "", list[Group](), 0
    while (begun := _OPTIONAL.search(text, at)) is not None:
        end = _end(text, begun.end())
        said += text[at : begun.start()]
        below.append(_group(text[begun.end() : end]))
        at = end + 1
    return Group((said + text[at:]).strip(), below)


def _end(text: str, at: int) -> int:
    """Where the group ends that began before `at`."""
    depth = 1
    while depth:
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        at += 1
    return at - 1
