"""The courts of courts-db: ids, names, citation strings, and which court hears appeals from which.

The table is the package's, except for the courts whose judges the Federal Judicial Center lists:
their names, levels and routes of appeal are those of the table beside the reader of its directory,
so that a court is one and the same whoever names it.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Final

TRIAL, APPELLATE, SUPREME = "trial", "appellate", "supreme"

_CIRCUITS: Final = frozenset((*(f"ca{number}" for number in range(1, 12)), "cadc", "cafc"))
_ABOVE: Final = {
    "cit": "cafc",
    "uscfc": "cafc",
    "cavc": "cafc",
    "armfor": "scotus",
    "gud": "ca9",
    "nmid": "ca9",
    "vid": "ca3",
}
"""Routes of appeal that the table leaves out: 28 U.S.C. 41, 1294, 1295, 1259; 38 U.S.C. 7292."""
_HEARS_APPEALS: Final = ("appeal", "appellate", "court of review", "military review", "commission review")
_ORDER: Final = (TRIAL, APPELLATE, SUPREME)


@dataclass(frozen=True, slots=True)
class CourtEntry:
    """One court; `appeals_to` is the id of the court above, empty where the table has none.

    `listed_as` is the name that courts-db itself has for it. `since` and `until` are days as the table has
    them, `YYYY-MM-DD`, empty where it has none; `place` is the
    name of the state, or whatever the table calls the place.
    """

    id: str
    name: str
    citation: str
    level: str
    system: str
    place: str = ""
    appeals_to: str = ""
    parent: str = ""
    since: str = ""
    until: str = ""
    federal_district: bool = False
    listed_as: str = ""


@cache
def courts() -> Mapping[str, CourtEntry]:
    """Every court of the table, by id."""
    return entries_of(json.loads(table()))


def table() -> bytes:
    """The table of courts-db as the package has it: a list of objects in JSON."""
    return files("courts_db").joinpath("data", "courts.json").read_bytes()


def entries_of(rows: Iterable[Mapping[str, Any]]) -> Mapping[str, CourtEntry]:
    """The courts of such a table, by id; of an id that is there twice the last one counts."""
    by_id = {str(row["id"]): row for row in rows if row.get("id")}
    found = {ident: _entry(row, by_id) for ident, row in sorted(by_id.items())}
    for row in _federal():
        entry = found.get(row["courts_db_id"])
        if entry is not None:
            found[entry.id] = replace(
                entry,
                name=row["name"],
                citation=row["citation_string"],
                level=row["level"],
                appeals_to=row["appeals_to"] if row["appeals_to"] in found else "",
            )
    return found


@cache
def sitting() -> tuple[CourtEntry, ...]:
    """The courts of the United States that sit now and are cited: the districts, the circuits, the highest."""
    federal = {row["id"] for row in _federal()}
    return tuple(
        each for each in courts().values() if each.id in federal and not each.until and each.citation
    )


def is_circuit(ident: str) -> bool:
    """Whether that is a court of appeals of the United States, with a circuit of its own."""
    return ident in _CIRCUITS


@cache
def _federal() -> tuple[dict[str, str], ...]:
    """The rows of the Federal Judicial Center's courts that courts-db has too."""
    folder = files(__name__.removesuffix(".citations.courts") + ".sources")
    text = folder.joinpath("fjc_courts.csv").read_text(encoding="utf-8")
    return tuple(row for row in csv.DictReader(text.splitlines()) if row["courts_db_id"] == row["id"])


def court_of_id(ident: str) -> CourtEntry | None:
    """The court of that id.

    >>> court = court_of_id("cand")
    >>> court.citation, court.level, court.appeals_to
    ('N.D. Cal.', 'trial', 'ca9')
    """
    return courts().get(ident)


@cache
def court_named(text: str) -> str | None:
    """The id of the court that a text names: its id, citation string or name. Nothing where it is not one court.

    >>> court_named("N.D. Cal."), court_named("Northern District of California"), court_named("Ninth Circuit")
    ('cand', 'cand', 'ca9')
    """
    wanted = " ".join(text.split())
    if not wanted:
        return None
    if wanted in courts():
        return wanted
    told = _names().get(_squeezed(wanted), ())
    if len(told) == 1:
        return told[0]
    from courts_db import find_court

    found = find_court(wanted)
    return found[0] if len(found) == 1 else None


def _squeezed(text: str) -> str:
    """A name as it is compared: `S.D.N.Y.` and `S. D. N. Y.` are one, and so are `U.S.` and `United States`."""
    plain = re.sub(r"\bunited states\b", "us", text.casefold())
    return "".join(sign for sign in plain if sign.isalnum())


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    """Courts by what they are called; a court that still sits goes before those that do not."""
    found: dict[str, tuple[str, ...]] = {}
    for row in _federal():
        for name in _called(row):
            key = _squeezed(name)
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), row["id"])))
    sitting: dict[str, tuple[str, ...]] = {}
    for entry in courts().values():
        called = (entry.citation, entry.name, entry.listed_as)
        for key in {_squeezed(name) for name in called} - {""}:
            if key not in found and not entry.until:
                sitting[key] = (*sitting.get(key, ()), entry.id)
    return sitting | found


def _called(row: Mapping[str, str]) -> Iterator[str]:
    """What a federal court is called: the whole name, the citation, and the district or circuit alone."""
    yield row["citation_string"]
    yield row["name"]
    yield row["fjc_name"]
    short = row["name"].rpartition(" for the ")[2]
    if short != row["name"]:
        yield short
        part, found, state = short.partition("District of ")
        if found:  # "District Court, N.D. California", as CourtListener has it
            yield f"District Court, {f'{part[0]}.' if part else ''}D. {state}"
    if row["id"] == "scotus":
        yield from ("Supreme Court", "U.S. Supreme Court", "U.S.")


def _entry(row: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]) -> CourtEntry:
    ident, name = str(row["id"]), " ".join(str(row["name"]).split())
    above = _above(row)
    days: list[Mapping[str, Any]] = row.get("dates") or [{}]
    parent = str(row.get("parent") or "")
    # A route goes up, or it is a slip of the table.
    upwards = above in by_id and _ORDER.index(_level(by_id[above])) > _ORDER.index(_level(row))
    return CourtEntry(
        id=ident,
        name=name,
        citation=str(row.get("citation_string") or "").strip(),
        level=_level(row),
        system=str(row.get("system") or ""),
        place=str(row.get("location") or ""),
        appeals_to=above if upwards else "",
        parent=parent if parent in by_id and parent != ident else "",
        since=str(days[0].get("start") or ""),
        until=str(days[-1].get("end") or ""),
        federal_district=_is_federal_district(row),
        listed_as=name,
    )


def _is_federal_district(row: Mapping[str, Any]) -> bool:
    name = str(row["name"])
    return row.get("system") == "federal" and "District Court" in name and row.get("type") != "bankruptcy"


def _above(row: Mapping[str, Any]) -> str:
    """The id of the court that hears appeals: as the law has it, else as the table has it."""
    ident = str(row["id"])
    if ident in _CIRCUITS:
        return "scotus"
    if ident in _ABOVE:
        return _ABOVE[ident]
    if _is_federal_district(row) and row.get("federal_circuit"):
        return "cadc" if row["federal_circuit"] in {"DC", "dc"} else f"ca{row['federal_circuit']}"
    if row.get("system") == "federal":
        return ""  # what the table has for the other federal courts is patchy, and wrong in places
    given = row.get("appeal_to") or ""
    return str(given if isinstance(given, str) else next(iter(given), ""))


def _level(row: Mapping[str, Any]) -> str:
    """What a court mainly does. The table's own columns say of some district courts that they hear appeals."""
    name, level = str(row["name"]).casefold(), row.get("level") or ""
    if row["id"] == "scotus":
        return SUPREME
    if row.get("system") == "federal":
        return APPELLATE if any(words in name for words in _HEARS_APPEALS) else TRIAL
    if level == "colr":
        return SUPREME
    return APPELLATE if row.get("type") == "appellate" or level == "iac" else TRIAL
