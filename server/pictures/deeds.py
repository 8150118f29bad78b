"""What an effect does, as a chip: the state that it works towards, and a verb with its scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..answers.standing import concept
from ..ask import text
from ..present import names
from ..words import t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..ask import Solution

TOWARDS: Final[Mapping[str, str]] = {
    "takes-effect": "in-force", "reinstates": "in-force", "amends": "restricted",
    "revokes": "not-in-force", "supersedes": "not-in-force",
    "grant": "blocked", "extend-scope": "blocked", "extend-time": "blocked", "lift-stay": "blocked",
    "merge-into-final": "blocked", "convert": "blocked",
    "narrow": "partly-blocked", "rescope": "partly-blocked", "clarify": "restricted",
    "stay": "stayed", "administrative-stay": "stayed", "stay-pending-appeal": "stayed", "partial-stay": "stayed",
    "vacate": "in-force", "reverse": "in-force", "dissolve": "in-force", "expire": "in-force",
    "moot": "in-force", "settle": "in-force", "rehearing-en-banc": "uncertain",
    "target-revoked": "not-in-force", "target-amended": "not-in-force",
}  # fmt: skip
"""By type of effect, the state that it works towards; those left out change nothing."""
_SHORT: Final = 44


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that was done: `state` is empty where it changes nothing."""

    kind: str
    state: str
    text: str


def deed_of(row: Solution) -> Deed:
    """The deed that one effect is; its scope is named where that is short."""
    kind = concept(text(row, "type"))
    state = TOWARDS.get(kind, "")
    said = t(f"deed.{kind}") if kind in KNOWN else names().of(text(row, "type"))
    scope = names().of(text(row, "scope")) if text(row, "scope") else ""
    if state and scope and len(scope) <= _SHORT:
        said = t("deed.scoped", deed=said, scope=scope)
    return Deed(kind, state, said)


KNOWN: Final = frozenset((*TOWARDS, "deny", "affirm", "remand", "enforce", "contempt"))


def chips(deeds: list[Deed]) -> list[Deed]:
    """The deeds worth a chip: what changes something, each once; else one that says nothing changed."""
    ended = any(deed.kind in {"revokes", "supersedes"} for deed in deeds)
    telling = [
        deed
        for deed in deeds
        if deed.state and not (ended and deed.kind in {"target-revoked", "target-amended"})
    ]
    if any(deed.kind == "grant" for deed in telling):
        telling = [deed for deed in telling if deed.kind not in {"merge-into-final", "convert"}]
    return list({deed.text: deed for deed in telling or deeds}.values())
