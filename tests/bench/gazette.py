"""An export of executive orders in the columns of the Federal Register, invented, as long as one asks for.

python tests/bench/gazette.py --orders 6631 orders.csv

Always the same. One in three has a note of what became of it, spread over both orders of a pair; the
oldest half has no document number, pages or citation, as in the real list.
"""

import argparse
import csv
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Final

COLUMNS: Final[tuple[str, ...]] = (
    "citation", "document_number", "end_page", "html_url", "pdf_url", "type", "subtype", "publication_date",
    "signing_date", "start_page", "title", "disposition_notes", "executive_order_number",
    "not_received_for_publication",
)  # fmt: skip
FIRST: Final = 7532
_BEGAN: Final = date(1937, 1, 8)
_DAYS: Final = 32_000
_VERBS: Final = (
    ("Revokes", "Revoked by"),
    ("Amends", "Amended by"),
    ("Supersedes", "Superseded by"),
    ("See", "See"),
)
_SUBJECTS: Final = (
    "Withdrawal of Public Land",
    "Inspection of Returns",
    "Establishing a Board",
    "Pay of Employees",
)


def written(day: date) -> str:
    """A day as notes have it: `May 6, 1941`."""
    return f"{day:%B} {day.day}, {day.year}"


def rows(count: int) -> list[dict[str, str]]:
    """The orders, the newest first."""
    days = [_BEGAN + timedelta(number * _DAYS // count) for number in range(count)]
    notes: list[dict[str, list[str]]] = [{} for _ in range(count)]
    chance = random.Random(f"gazette/{count}")
    for later in range(1, count):
        if chance.random() < 1 / 3:
            earlier = max(0, later - chance.randrange(1, 400))
            does, done = chance.choice(_VERBS)
            notes[later].setdefault(does, []).append(f"EO {FIRST + earlier}, {written(days[earlier])}")
            notes[earlier].setdefault(done, []).append(f"EO {FIRST + later}, {written(days[later])}")
    found: list[dict[str, str]] = []
    for number in reversed(range(count)):
        day, page = days[number], 1000 + number % 60_000
        row: dict[str, str] = dict.fromkeys(list[str](COLUMNS), "")
        row |= {
            "type": "Presidential Document",
            "subtype": "Executive Order",
            "signing_date": day.isoformat(),
            "title": f"{_SUBJECTS[number % len(_SUBJECTS)]} {number}",
            "executive_order_number": str(FIRST + number),
            "disposition_notes": "\n".join(
                f"{phrase}: {'; '.join(told)}" for phrase, told in notes[number].items()
            ),
            "not_received_for_publication": "0",
        }
        if number > count // 2:
            row |= {
                "document_number": f"{day.year}-{number:05}",
                "publication_date": f"{day + timedelta(4):%m/%d/%Y}",
                "citation": f"{day.year - 1935} FR {page}",
                "start_page": str(page),
                "end_page": str(page + 2),
                "html_url": f"https://www.federalregister.gov/documents/{day.year}/{number}",
            }
        found.append(row)
    return found


def write(target: Path, count: int) -> Path:
    """The export in a file."""
    with target.open("w", newline="", encoding="utf-8") as file:
        writer: csv.DictWriter[str] = csv.DictWriter(file, list[str](COLUMNS))
        writer.writeheader()
        writer.writerows(rows(count))
    return target


def main() -> None:
    """See the top of this file."""
    parser = argparse.ArgumentParser(description="An invented export of executive orders.")
    parser.add_argument("target", type=Path)
    parser.add_argument("--orders", type=int, default=6631)
    given = parser.parse_args()
    write(given.target, given.orders)


if __name__ == "__main__":
    main()
