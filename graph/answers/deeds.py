"""What an effect did, in words: the steps of a derivation."""

from collections.abc import Callable
from typing import Final

from ..dates import written_out
from ..effects.moments import Moment
from ..effects.sentence import listed, mandate, thing
from ..effects.things import Effect, Id
from ..effects.world import Litigation

_SIMPLE: Final = {
    "takes-effect": "{on} took effect",
    "amends": "amended {on}",
    "revokes": "revoked {on}",
    "supersedes": "superseded {on}",
    "reinstates": "reinstated {on}",
    "unrecorded": "did to {on} what is not recorded",
    "deny": "refused what was asked concerning {on}; nothing changed",
    "administrative-stay": "stayed {on} for the time being",
    "stay-pending-appeal": "stayed {on} pending appeal",
    "stay": "stayed {on}",
    "lift-stay": "lifted the {undone}",
    "narrow": "narrowed {on} to {scope}",
    "rescope": "gave {on} another scope: {scope}",
    "extend-scope": "extended {on} to {scope}",
    "affirm": "affirmed {on}",
    "remand": "sent {on} back to the court below",
    "vacate": "vacated {on}",
    "reverse": "reversed {on}",
    "rehearing-en-banc": "took up {on} for rehearing en banc, which undoes it",
    "dissolve": "dissolved {on}",
    "expire": "{on} expired",
    "moot": "ended {on} as moot",
    "settle": "ended {on} by settlement",
    "target-revoked": "ended {on}, because what it restrained was revoked",
    "target-amended": "ended {on}, because what it restrained was amended",
    "enforce": "enforced {on}; its state did not change",
    "contempt": "found contempt of {on}; its state did not change",
}


def did(lit: Litigation, effect: Effect, moment: Moment | None) -> str:
    """What an effect did, and when where its day is not known."""
    said = _WORDS.get(effect.type, _simple)(lit, effect)
    return f"{said}{_when(lit, moment)}"


def _simple(lit: Litigation, effect: Effect) -> str:
    words = _SIMPLE.get(effect.type, f"{effect.type.replace('-', ' ')}: {{on}}")
    undone = [lit.label(each) for each in (*effect.undoes, *effect.targets) if each in lit.effects]
    in_part = effect.sets_scope is not None and "{scope}" not in words
    said = words.format(
        on=_on(lit, effect),
        scope=scope(lit, effect.sets_scope),
        undone=listed(undone) or f"stay of {_on(lit, effect)}",
    )
    if effect.type == "expire" and effect.end_reason == "withdrawn":
        said = f"{_on(lit, effect)} was withdrawn"
    return f"{said} in part, leaving {scope(lit, effect.sets_scope)}" if in_part else said


def _grant(lit: Litigation, effect: Effect) -> str:
    lapse = f", until {written_out(effect.lapses_on)}" if effect.lapses_on is not None else ""
    return f"granted {_on(lit, effect)}, for {scope(lit, effect.sets_scope)}{lapse}"


def _partial_stay(lit: Litigation, effect: Effect) -> str:
    if effect.sets_scope is None and effect.suspends_scope is not None:
        return f"stayed {_on(lit, effect)} as to {scope(lit, effect.suspends_scope)}"
    return f"stayed {_on(lit, effect)} in part; it goes on for {scope(lit, effect.sets_scope)}"


def _clarify(lit: Litigation, effect: Effect) -> str:
    if effect.sets_scope is None:
        return f"clarified {_on(lit, effect)}; its scope did not change"
    provisions = (
        [thing(lit, each) for each in lit.scopes[effect.sets_scope].provisions]
        if effect.sets_scope in lit.scopes
        else []
    )
    reach = f" as to {listed(provisions)}" if provisions else ""
    return f"clarified {_on(lit, effect)}{reach}: {scope(lit, effect.sets_scope)}"


def _merge(lit: Litigation, effect: Effect) -> str:
    verb = "converted" if effect.type == "convert" else "merged"
    after = f" into {thing(lit, effect.successor)}" if effect.successor is not None else ""
    return f"{verb} {_on(lit, effect)}{after}"


def _extend_time(lit: Litigation, effect: Effect) -> str:
    until = f" to {written_out(effect.lapses_on)}" if effect.lapses_on is not None else ""
    return f"extended the time of {_on(lit, effect)}{until}"


_WORDS: Final[dict[str, Callable[[Litigation, Effect], str]]] = {
    "grant": _grant,
    "partial-stay": _partial_stay,
    "clarify": _clarify,
    "merge-into-final": _merge,
    "convert": _merge,
    "extend-time": _extend_time,
}


def _on(lit: Litigation, effect: Effect) -> str:
    return listed([thing(lit, each) for each in effect.targets])


def scope(lit: Litigation, scope: Id | None) -> str:
    """A scope in words: whom it covers, and what it adds in its own words."""
    each = lit.scopes.get(scope or "")
    if each is None:
        return "a scope that is not recorded"
    words = [each.label or each.id.rpartition("/")[2]]
    words += [text for text in (each.condition, each.exception, each.conduct) if text]
    return "; ".join(words)


def _when(lit: Litigation, moment: Moment | None) -> str:
    """When it happened, where that is not known to the day."""
    if moment is None or moment.exact:
        return ""
    if moment.mandate_of is not None and moment.latest is not None:
        how = "assumed to have issued" if moment.assumed else "which issued"
        return f", at {mandate(lit, moment.mandate_of)}, {how} by {written_out(moment.latest)}"
    if moment.latest is None:
        return f", if at all: on or after {written_out(moment.earliest)}"
    return f", on a day between {written_out(moment.earliest)} and {written_out(moment.latest)}"
