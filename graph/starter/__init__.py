"""The starter record: what Enjoin knows before it is given anything.

The files are the room, and `README.md` says what each is. They are read by the same source as a
user's folder; this module only finds them.
"""

from datetime import UTC, datetime
from importlib.resources import files
from typing import Final

from ..ingestion.documents import Document, from_bytes

RECORDED_AT: Final = datetime(2026, 11, 21, tzinfo=UTC)
"""When the starter record was made: fixed, so that building it anew gives the same bytes."""

LICENCE: Final = "https://creativecommons.org/publicdomain/zero/1.0/"

FOR_READERS: Final = frozenset(("corrections.csv",))
"""Files that are read by people only."""


def read() -> list[Document]:
    """The documents of the starter record, by name; `orders.csv` has the id `starter-orders`."""
    tables = [file for file in files(__name__).iterdir() if file.name.endswith(".csv")]
    return [
        from_bytes(
            file.read_bytes(),
            file.name,
            id=f"starter-{file.name.removesuffix('.csv')}",
            licence=LICENCE,
            retrieved_on=RECORDED_AT.date(),
        )
        for file in sorted(tables, key=lambda file: file.name)
        if file.name not in FOR_READERS
    ]
