"""What an effect did, in words: the steps of a derivation."""

from collections.abc import Callable
from typing import Final

from ..effects.moments import Moment
from ..effects.saying import Name, Sentence, row, say
from ..effects.sentence import listed, mandate, thing
from ..effects.things import Effect, Id
from ..effects.world import Litigation

_SIMPLE: Final = {
    "takes-effect": "took-effect",
    "amends": "amended",
    "revokes": "revoked",
    "supersedes": "superseded",
    "reinstates": "reinstated",
    "unrecorded": "did-unrecorded",
    "deny": "denied",
    "administrative-stay": "stayed-administratively",
    "stay-pending-appeal": "stayed-pending-appeal",
    "stay": "stayed",
    "narrow": "narrowed",
    "rescope": "rescoped",
    "extend-scope": "extended",
    "affirm": "affirmed",
    "remand": "remanded",
    "vacate": "vacated",
    "reverse": "reversed",
    "rehearing-en-banc": "reheard",
    "dissolve": "dissolved",
    "expire": "expired",
    "moot": "mooted",
    "settle": "settled",
    "target-revoked": "ended-with-revoked",
    "target-amended": "ended-with-amended",
    "enforce": "enforced",
    "contempt": "held-in-contempt",
}
_SCOPED: Final = frozenset(("narrow", "rescope", "extend-scope"))
"""What says its scope itself; of all else a scope says what is left."""


def did(lit: Litigation, effect: Effect, moment: Moment | None) -> Sentence:
    """What an effect did, and when where its day is not known."""
    return _when(lit, _WORDS.get(effect.type, _simple)(lit, effect), moment)


def _simple(lit: Litigation, effect: Effect) -> Sentence:
    on = _on(lit, effect)
    kind = _SIMPLE.get(effect.type)
    if effect.type == "expire" and effect.end_reason == "withdrawn":
        kind = "withdrawn"
    if kind is None:
        said = say("did-other", did=effect.type.replace("-", " "), on=on)
    elif effect.type in _SCOPED:
        return say(kind, on=on, scope=scope(lit, effect.sets_scope))
    else:
        said = say(kind, on=on)
    return _leaving(lit, effect, said)


def _leaving(lit: Litigation, effect: Effect, said: Sentence) -> Sentence:
    if effect.sets_scope is None:
        return said
    return say("leaving", said=said, scope=scope(lit, effect.sets_scope))


def _lift(lit: Litigation, effect: Effect) -> Sentence:
    undone = [each for each in (*effect.undoes, *effect.targets) if each in lit.effects]
    stays = listed([Name(lit.label(each), each) for each in undone])
    said = say("lifted", stays=stays) if stays else say("lifted-stay-of", on=_on(lit, effect))
    return _leaving(lit, effect, said)


def _grant(lit: Litigation, effect: Effect) -> Sentence:
    said = say("granted", on=_on(lit, effect), scope=scope(lit, effect.sets_scope))
    return say("until", said=said, day=effect.lapses_on) if effect.lapses_on is not None else said


def _partial_stay(lit: Litigation, effect: Effect) -> Sentence:
    if effect.sets_scope is None and effect.suspends_scope is not None:
        return say("stayed-as-to", on=_on(lit, effect), scope=scope(lit, effect.suspends_scope))
    return say("stayed-in-part", on=_on(lit, effect), scope=scope(lit, effect.sets_scope))


def _clarify(lit: Litigation, effect: Effect) -> Sentence:
    on = _on(lit, effect)
    if effect.sets_scope is None:
        return say("clarified", on=on)
    known = lit.scopes.get(effect.sets_scope)
    provisions = listed([thing(lit, each) for each in known.provisions]) if known is not None else ""
    said = scope(lit, effect.sets_scope)
    if provisions:
        return say("clarified-as-to", on=on, provisions=provisions, scope=said)
    return say("clarified-to", on=on, scope=said)


def _merge(lit: Litigation, effect: Effect) -> Sentence:
    kind = "converted" if effect.type == "convert" else "merged"
    if effect.successor is None:
        return say(kind, on=_on(lit, effect))
    return say(f"{kind}-into", on=_on(lit, effect), successor=thing(lit, effect.successor))


def _extend_time(lit: Litigation, effect: Effect) -> Sentence:
    if effect.lapses_on is None:
        return say("time-extended", on=_on(lit, effect))
    return say("time-extended-to", on=_on(lit, effect), day=effect.lapses_on)


_WORDS: Final[dict[str, Callable[[Litigation, Effect], Sentence]]] = {
    "grant": _grant,
    "lift-stay": _lift,
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
        return say("scope-unrecorded")
    words: list[str] = [Name(each.label, each.id) if each.label else each.id.rpartition("/")[2]]
    words += [text for text in (each.condition, each.exception, each.conduct) if text]
    return row(words, "; ")


def _when(lit: Litigation, said: Sentence, moment: Moment | None) -> Sentence:
    """What was done with when, where that is not known to the day."""
    if moment is None or moment.exact:
        return said
    if moment.mandate_of is not None and moment.latest is not None:
        kind = "at-mandate-assumed" if moment.assumed else "at-mandate"
        return say(kind, did=said, mandate=mandate(lit, moment.mandate_of), day=moment.latest)
    if moment.latest is None:
        return say("if-at-all", did=said, day=moment.earliest)
    return say("between", did=said, first=moment.earliest, last=moment.latest)
