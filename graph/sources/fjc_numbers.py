"""The two numbers that the Federal Judicial Center gave to a judge: the present `nid`, and the `jid` before it.

The table is of its directory (demographics.csv, November 2025), a work of the United States Government.
"""

import csv
from functools import cache
from importlib.resources import files
from typing import Final

FIRST_NID: Final = 1_000_000
"""The numbers before 2017 are below; so one number never means two judges."""


@cache
def _table() -> tuple[dict[str, str], dict[str, str]]:
    text = files(__name__.rpartition(".")[0]).joinpath("fjc_numbers.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return {row["jid"]: row["nid"] for row in rows}, {row["nid"]: row["last_name"] for row in rows}


def nid_of(number: str, last_name: str) -> str | None:
    """The `nid` of the judge with that number, of either kind; nothing where the name is another's.

    >>> nid_of("3474", "Orrick"), nid_of("1394201", "Orrick"), nid_of("3474", "Smith")
    ('1394201', '1394201', None)
    """
    if not (number.isascii() and number.isdigit()):
        return None
    by_jid, names = _table()
    nid = by_jid.get(number, number if int(number) >= FIRST_NID else "")
    known = names.get(nid)
    same = known is None or _plain(known) == _plain(last_name)
    return nid if nid and same else None


def _plain(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalpha())
