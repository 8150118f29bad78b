"""The courts of the Federal Judicial Center's directory: a table from its names to the ids used here.

Ids, citation strings and routes of appeal are those of courts-db and CourtListener where these have
the court; courts that were abolished before they kept count have ids of ours. A route of appeal is
that of today and has no days.
"""

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from ..records import Court, Ref, Row, slug
from .facts_words import COURT_LEVELS

TRIAL, APPELLATE, SUPREME = COURT_LEVELS


@cache
def _table() -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """The ids by the directory's name, and the rows by id."""
    text = files(__name__.rpartition(".")[0]).joinpath("fjc_courts.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return {row["fjc_name"]: row["id"] for row in rows}, {row["id"]: row for row in reversed(rows)}


def is_listed(name: str) -> bool:
    """Whether the table has a court of that name."""
    return name in _table()[0]


def court_id(name: str) -> str:
    """The id of the court that the directory calls so; one made of the name where the table has none."""
    return _table()[0].get(name) or slug(name)


def described(name: str, kind: str, row: Row, source: str) -> Iterator[Court]:
    """The court of that name, and those above it; `kind` is what the directory calls its type."""
    ident = court_id(name)
    rows = _table()[1]
    found = rows.get(ident)
    if found is None:
        level = SUPREME if "Supreme" in kind else APPELLATE if "Appeals" in kind else TRIAL
        yield Court(row=_row(row, ident, source), id=ident, name=name, level=level, citation_string=name)
        return
    while found is not None:
        above = found["appeals_to"]
        yield Court(
            row=_row(row, found["id"], source),
            id=found["id"],
            name=found["name"],
            level=found["level"],
            citation_string=found["citation_string"],
            courtlistener_id=found["courtlistener_id"] or None,
            courts_db_id=found["courts_db_id"] or None,
            appeals_to=Ref("court", above) if above else None,
        )
        found = rows.get(above)


def _row(row: Row, ident: str, source: str) -> Row:
    return Row(line=row.line, key=f"court-{ident}", verified="stored", sources=(source,))
