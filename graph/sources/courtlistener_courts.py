"""CourtListener's own records of courts, for the courts that courts-db does not have."""

from typing import Final

from ..citations.courts import APPELLATE, SUPREME, TRIAL
from ..records import Court, Row
from .courtlistener_rows import Thing
from .csv_rows import Told

_LEVELS: Final = {
    "F": APPELLATE, "FD": TRIAL, "FB": TRIAL, "FBP": APPELLATE, "FS": TRIAL, "S": SUPREME, "SA": APPELLATE, "ST": TRIAL,
    "SS": TRIAL, "TRS": SUPREME, "TRA": APPELLATE, "TRT": TRIAL, "TRX": TRIAL, "TS": SUPREME, "TA": APPELLATE,
    "TT": TRIAL, "TSP": TRIAL, "MA": APPELLATE, "MT": TRIAL,
}  # fmt: skip
"""How high a court stands, by its kind of jurisdiction."""


def read_court(_told: Told, thing: Thing, source: str) -> Court:
    """The court as CourtListener describes it; its routes of appeal are left to the tables of courts-db."""
    name = thing.text("full_name") or thing.text("short_name") or thing.id
    return Court(
        row=Row(line=thing.line, key=f"court-{thing.id}", verified="stored", sources=(source,)),
        id=thing.id,
        name=name,
        level=SUPREME if thing.id == "scotus" else _LEVELS.get(thing.text("jurisdiction"), TRIAL),
        citation_string=thing.text("citation_string") or name,
        courtlistener_id=thing.id,
    )
