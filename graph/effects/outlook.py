"""What is possible on a day: one state, or several and then none for certain."""

from dataclasses import dataclass
from datetime import date
from typing import Final

State = tuple[str, str | None]
"""A state and, where it is not in force, the reason."""

EVERY: Final = frozenset(("in-force", "blocked", "restricted", "stayed"))

_ENFORCEABLE: Final = {
    "in-force": "yes",
    "stayed": "yes",
    "restricted": "in-part",
    "blocked": "no",
    "not-in-force": "no",
}


@dataclass(frozen=True, slots=True)
class Outlook:
    """Every state that is possible on a day; certain where there is one."""

    states: frozenset[State]

    @property
    def state(self) -> str:
        """The one state, or `uncertain`."""
        found = self.possible
        return found[0] if len(found) == 1 else "uncertain"

    @property
    def possible(self) -> tuple[str, ...]:
        """The possible states, sorted, without reasons."""
        return tuple(sorted({state for state, _ in self.states}))

    @property
    def certain(self) -> bool:
        return len(self.possible) == 1

    @property
    def reason(self) -> str | None:
        """Why it is not in force, where that is certain and for one reason."""
        reasons = {reason for _, reason in self.states}
        return reasons.pop() if self.state == "not-in-force" and len(reasons) == 1 else None

    @property
    def enforceable(self) -> str:
        """`yes`, `no`, `in-part`, or `unknown` where the possible states do not agree."""
        found = {_ENFORCEABLE[state] for state in self.possible}
        return found.pop() if len(found) == 1 else "unknown"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` up to, not including, `end`; no start: always before; no end: ever after."""

    start: date | None
    end: date | None
    outlook: Outlook
