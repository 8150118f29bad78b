"""What the pages look up: one query file each, that runs by itself with its example rows.

The line that ends in `# parameters` declares names and types by example; `ask` puts the
page's own rows there. Terms serialize themselves, so no text of a reader's becomes syntax.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PARAMETERS: Final = re.compile(r"VALUES \((?P<names>[^)]*)\) \{.*\}  # parameters$", re.MULTILINE)


@cache
def text_of(name: str) -> str:
    """The query file of that name."""
    return resources.files(__name__).joinpath(f"{name}.rq").read_text(encoding="utf-8")


def bound(name: str, rows: Iterable[Sequence[object | None]]) -> str:
    """The query with `rows` in place of its example; `None` leaves a parameter open."""
    written = " ".join(
        "(" + " ".join("UNDEF" if term is None else str(term) for term in row) + ")" for row in rows
    )
    return PARAMETERS.sub(lambda found: f"VALUES ({found['names']}) {{ {written} }}", text_of(name), count=1)
