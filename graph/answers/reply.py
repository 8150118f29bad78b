"""The answer as a value, and as the object of the contract (section 3)."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from ..effects.things import Id
from .readings import Reading

DISCLAIMER: Final = "Computed from public records; not legal advice."


@dataclass(frozen=True, slots=True)
class ReliefLine:
    """One relief of the answer: whether it covers the party, how it stands, its scope in words.

    `covers` is `None` where that is not certain. `state` is how the relief formally stands; where
    the record does not decide even that, `certain` is false.
    """

    relief: Id
    covers: bool | None
    state: str
    scope: str
    certain: bool = True

    def to_json(self) -> dict[str, Any]:
        return {
            "relief": self.relief,
            "covers": self.covers,
            "state": self.state,
            "scope": self.scope,
            "certain": self.certain,
        }


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the derivation; `latest` is the last day on which it may have happened, if any is."""

    on: date
    latest: date | None
    effect: Id
    type: str
    producer: Id
    did: str
    source: Id | None
    citation: str | None

    def to_json(self) -> dict[str, Any]:
        return {
            "on": self.on.isoformat(),
            "latest": _day(self.latest),
            "effect": self.effect,
            "type": self.type,
            "producer": self.producer,
            "did": self.did,
            "source": self.source,
            "citation": self.citation,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Could a provision be enforced against a party on a day, and why.

    `certain` is false where several states are possible, and where the day lies beyond `checked_to`.
    `since` and `until` bound the days on which the state is the same, `until` not among them.
    """

    provision: Id
    party: Id
    on: date
    known: date
    state: str
    certain: bool
    reason: str | None = None
    sentence: str
    because: tuple[Id, ...] = ()
    relief: tuple[ReliefLine, ...] = ()
    derivation: tuple[Step, ...] = ()
    readings: tuple[Reading, ...] = ()
    missing: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    enforceable: str
    checked_to: date | None = None
    parts: tuple[tuple[Id, str], ...] = ()
    """Of a measure asked as a whole: its provisions and their states."""
    disclaimer: str = DISCLAIMER

    def to_json(self) -> dict[str, Any]:
        """The object of the contract, its values ready for JSON."""
        found: dict[str, Any] = {
            "question": {
                "provision": self.provision,
                "party": self.party,
                "on": self.on.isoformat(),
                "known": self.known.isoformat(),
            },
            "state": self.state,
            "certain": self.certain,
            "reason": self.reason,
            "sentence": self.sentence,
            "because": list(self.because),
            "relief": [line.to_json() for line in self.relief],
            "derivation": [step.to_json() for step in self.derivation],
            "readings": [{"if": each.condition, "state": each.state} for each in self.readings],
            "missing": list(self.missing),
            "since": _day(self.since),
            "until": _day(self.until),
            "enforceable": self.enforceable,
            "checked_to": _day(self.checked_to),
            "disclaimer": self.disclaimer,
        }
        if self.parts:
            found["parts"] = [{"provision": each, "state": state} for each, state in self.parts]
        return found


def _day(value: date | None) -> str | None:
    return value.isoformat() if value is not None else None
