"""Documents that come with Python packages: the courts of courts-db, the states of `us`."""

import csv
import io
from importlib.metadata import version
from typing import TYPE_CHECKING, Final, cast

from ..citations.courts import table
from .documents import Document, from_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable

COURTS: Final = "https://github.com/freelawproject/courts-db"
STATES: Final = "https://github.com/unitedstates/python-us"
PUBLIC: Final = "https://www.usa.gov/government-works"

_HEADER: Final = ("id", "name", "kind", "state", "fips", "geoid", "within", "source", "verified")


def courts() -> Document:
    """The table of courts-db, as the package has it."""
    name = f"courts-db-{version('courts-db')}.json"
    return from_bytes(table(), name, id="courts-db", title=name, url=COURTS)


def states() -> Document:
    """The states, the federal district and the territories with their codes, as a table of facts."""
    from us.states import DC, TERRITORIES, State
    from us.states import STATES as LISTED

    told = f"Python package us {version('us')}"
    written = io.StringIO(newline="")
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(_HEADER)
    rows.writerow(("us", "United States", "country", "", "", "", "", told, "stored"))
    kinds = (("state", LISTED), ("federal_district", (DC,)), ("territory_of_us", TERRITORIES))
    for kind, listed in kinds:
        # The package is untyped: each is a state with texts for its codes.
        for each in cast("Iterable[State]", listed):
            fips = str(each.fips)
            rows.writerow(
                (f"us-{each.abbr.lower()}", each.name, kind, each.abbr, fips, fips, "us", told, "stored")
            )
    return from_bytes(
        written.getvalue().encode(),
        "jurisdictions.csv",
        id="us-states",
        title=told,
        url=STATES,
        licence=PUBLIC,
    )
