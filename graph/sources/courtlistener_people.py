"""Who is who among CourtListener's people: which judge of the graph each of them is."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from ..records import Known, Ref
from .courtlistener_rows import POSITION, Thing
from .fjc_numbers import nid_of

CHIEFS: Final = frozenset(("c-jud", "c-mag"))
"""Positions that a judge of the court holds beside the seat. A chief justice is appointed to a seat of his own."""
SENIOR: Final = "ret-senior-jud"
PRESIDENT: Final = "pres"

_SUFFIXES: Final = {"jr": "Jr.", "sr": "Sr.", "1": "I", "2": "II", "3": "III", "4": "IV"}
_TITLES: Final = {
    "jud": "Judge", "jus": "Justice", "ass-jud": "Associate Judge", "ass-jus": "Associate Justice",
    "c-jud": "Chief Judge", "c-jus": "Chief Justice", "pres-jud": "Presiding Judge", "mag": "Magistrate Judge",
    "c-mag": "Chief Magistrate Judge", "ret-senior-jud": "Senior Judge", "act-jud": "Acting Judge",
}  # fmt: skip


@dataclass(slots=True)
class People:
    """The people and positions of a batch, by their ids."""

    people: dict[str, Thing] = field(default_factory=dict[str, Thing])
    positions: dict[str, Thing] = field(default_factory=dict[str, Thing])
    of_person: defaultdict[str, list[Thing]] = field(
        default_factory=lambda: defaultdict[str, list[Thing]](list)
    )

    def add(self, thing: Thing) -> None:
        if thing.kind == POSITION:
            self.positions[thing.id] = thing
            self.of_person[thing.ref("person")].append(thing)
        else:
            self.people[thing.id] = thing


class Judges:
    """Who is who: the ids of CourtListener's people as judges of the graph, over a batch."""

    def __init__(self, known: Known, people: People) -> None:
        self._known = known
        self._people = people
        self._found: dict[str, Ref | None] = {}

    def find(self, person: str) -> Ref | None:
        """The judge with that id; nothing for one whom neither the graph nor the batch tells of."""
        if person not in self._found:
            self._found[person] = self._find(person) if person else None
        return self._found[person]

    def _find(self, person: str) -> Ref | None:
        told = [ref for ref in self._known.having("ej:courtListenerId", person) if ref.kind == "judge"]
        if len(told) == 1:
            return told[0]
        thing = self._people.people.get(person)
        if thing is None or thing.ref("is_alias_of") or self.is_president(person):
            return None
        nid = nid_of(thing.text("fjc_id"), thing.text("name_last"))
        if nid is None:
            return Ref("judge", f"cl-{person}")
        held = [ref for ref in self._known.having("ej:fjcNid", nid) if ref.kind == "judge"]
        return held[0] if len(held) == 1 else Ref("judge", f"fjc-{nid}")

    def name(self, judge: Ref) -> str:
        """What a judge of the graph or of the batch is called."""
        told = (self._people.people.get(person) for person, ref in self._found.items() if ref == judge)
        return self._known.label(judge) or next((spoken(each) for each in told if each is not None), judge.id)

    def is_president(self, person: str) -> bool:
        return any(each.text("position_type") == PRESIDENT for each in self._people.of_person.get(person, ()))

    def sat(self, judge: Ref, day: str) -> bool:
        """Whether a judge held some seat on that day, as far as the graph or the batch tells."""
        for tenure in self._known.pointing("ej:holder", judge):
            since, until = self._known.values(tenure, "ej:from"), self._known.values(tenure, "ej:until")
            if self._known.values(tenure, "ej:post") and covers(
                next(iter(since), ""), next(iter(until), ""), day
            ):
                return True
        return any(
            covers(each.text("date_start"), each.text("date_termination"), day)
            for person, ref in self._found.items()
            if ref == judge
            for each in self._people.of_person.get(person, ())
            if each.ref("court") and each.text("position_type")
        )


def covers(since: str, until: str, day: str) -> bool:
    return since <= day and (not until or f"{until}~" >= day)


def title_of(thing: Thing) -> str:
    """What a position is called."""
    kind = thing.text("position_type")
    return _TITLES.get(kind) or thing.text("job_title") or kind.replace("-", " ")


def spoken(thing: Thing) -> str:
    """A name as it is spoken, from its parts."""
    name = " ".join(
        part for part in (thing.text(f"name_{each}") for each in ("first", "middle", "last")) if part
    )
    suffix = _SUFFIXES.get(thing.text("name_suffix"), thing.text("name_suffix"))
    if not suffix or not name:
        return name
    return f"{name}, {suffix}" if suffix.endswith(".") else f"{name} {suffix}"
