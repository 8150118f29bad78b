"""Short looks at the store: whether an OPTIONAL has much to read and little to look up."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from .groups import Part, Pattern
from .order import in_order
from .rewriting import Optional

FEW: Final = 256
"""So many rows before an OPTIONAL are few: each costs some ten microseconds a pattern."""
MANY: Final = 1024
"""So many statements of a pattern are many: to read them all costs more than to look `FEW` rows up."""
SEVERAL: Final = 64
"""So many statements of a pattern are better not gone through for every row that EXISTS is asked of."""
_SAMPLE: Final = 8
_FAN: Final = 50

Asked = Callable[[str], Sequence[tuple[Any, ...]]]
"""The rows of a SELECT, put to the store that is asked: what each variable is bound to, `None` for nothing."""


class Look:
    """Short looks at the store: whether an OPTIONAL has much to read and little to look up."""

    def __init__(self, sparql: str, prologue: str, asked: Asked, counts: dict[str, int]) -> None:
        self._sparql = sparql
        self._prologue = prologue
        self._asked = asked
        self._counts = counts

    def gains(self, optional: Optional) -> bool:
        """Whether an OPTIONAL is sooner looked up row by row: many statements, few rows, few found for each."""
        if not any(pattern.empty for pattern in optional.patterns) and not all(
            map(self._many, optional.patterns)
        ):
            return False
        if not self._anchored(optional.before):
            return False
        names = " ".join(f"?{name}" for name in sorted(optional.shared))
        parts = " . ".join(filter(None, (self._text(part, optional.certain) for part in optional.before)))
        before = f"SELECT {names} WHERE {{ {parts} }} LIMIT"
        rows = self._rows(f"{before} {FEW + 1}")
        if len(rows) > FEW or any(None in row for row in rows):
            return False
        first, *rest = (pattern.text for pattern in optional.patterns)
        steps = " ".join(f"LATERAL {{ OPTIONAL {{ {text} }} }}" for text in rest)
        sample = f"SELECT {names} WHERE {{ {{ {before} {_SAMPLE} }} LATERAL {{ {first} }} {steps} }}"
        most = _SAMPLE * _FAN
        return len(self._rows(f"{sample} LIMIT {most + 1}")) <= most

    def _anchored(self, parts: "Sequence[Part | Optional]") -> bool:
        """Whether the rows before an OPTIONAL are found from a few things on, so that to look at some is soon done."""
        sure = [part for part in parts if isinstance(part, Part)]
        patterns = [pattern for part in sure for pattern in part.patterns]
        known = frozenset[str]().union(
            *(part.variables for part in sure if part.kind == "values" and not part.open)
        )
        for pattern in patterns:
            if pattern.constant and not pattern.variables & known and self._count(pattern) < MANY:
                known |= pattern.variables
        return len(in_order(patterns, known)) == len(patterns)

    def _text(self, part: "Part | Optional", certain: bool) -> str:
        """A part as it is looked at; nothing where it only adds to rows that are certain without it."""
        if isinstance(part, Optional):
            return "" if certain else part.otherwise(self._sparql)
        if part.kind == "patterns":
            return " . ".join(pattern.text for pattern in part.patterns)
        return "" if certain and part.kind == "bind" else self._sparql[part.start : part.end]

    def several(self, pattern: Pattern) -> bool:
        """Whether a pattern, by itself, matches several statements; not known of a path."""
        return pattern.single and self._count(pattern) >= SEVERAL

    def _many(self, pattern: Pattern) -> bool:
        return pattern.single and self._count(pattern) >= MANY

    def _count(self, pattern: Pattern) -> int:
        """How many statements a pattern matches, up to `MANY`."""
        text = (
            f"{self._prologue} SELECT (COUNT(*) AS ?count) {{ SELECT * {{ {pattern.text} }} LIMIT {MANY} }}"
        )
        found = self._counts.get(text)
        if found is None:
            found = self._counts[text] = int(self._asked(text)[0][0].value)
        return found

    def _rows(self, text: str) -> Sequence[tuple[Any, ...]]:
        return self._asked(f"{self._prologue} {text}")
