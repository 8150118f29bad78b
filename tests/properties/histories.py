"""Random histories: a measure, the relief against it, and what happens to both; as the engine's values too."""

from datetime import date, timedelta

from hypothesis import strategies as st

from enjoin.graph.dates import Bounds
from enjoin.graph.effects.things import (
    Agent,
    Containment,
    Court,
    Effect,
    Lawsuit,
    Measure,
    PartyRole,
    Proceeding,
    ProtectedClass,
    Provision,
    Relief,
    RuleSet,
    Ruling,
    Scope,
)
from enjoin.graph.effects.world import Litigation
from properties import simulator
from properties.simulator import Event, History

START = date(2024, 12, 31)
HORIZON = 14
LEVELS = ("trial-court", "appellate-court", "supreme-court")
KINDS = {"a": "city", "x": "city", "s": "state"}

SCOPES = {
    "all": simulator.Scope("all"),
    "a": simulator.Scope(frozenset("a")),
    "s": simulator.Scope(frozenset("s")),
    "x": simulator.Scope(frozenset("x")),
    "some": simulator.Scope("some"),
    "so-far": simulator.Scope(frozenset("ax"), condition=True),
    "part": simulator.Scope("all", only=frozenset(("p1",))),
    "whole": simulator.Scope(frozenset("ax"), only=frozenset("p")),
    "disputed": simulator.Scope(("a", "all")),
    "disputed-too": simulator.Scope(("x", "a")),
    "open": simulator.Scope(frozenset("a"), open_to=frozenset("x")),
    "suit": simulator.Scope("suit"),
    "suit-too": simulator.Scope("suit", below="unsaid"),
    "state-wide": simulator.Scope(frozenset("s"), below="yes"),
    "in-state": simulator.Scope("all", where=frozenset("s")),
}
JOINED = ((0, 0), (0, 0), (4, 4), (2, 4))


def day(number: int) -> date:
    return START + timedelta(number)


ABOUT = {
    "everything": ("relief", "relief", "relief", "ruling", "ruling", "effect", "effect", "measure"),
    "reviews": ("ruling", "ruling", "ruling", "effect", "effect", "relief"),
    "measures": ("measure", "measure", "measure", "relief", "effect", "ruling"),
    "scopes": ("relief", "relief", "effect"),
}
"""What most events of a history act on."""
LOOSE = 2
"""How many events of a history have no exact day; every choice of days is tried."""


@st.composite
def histories(draw, about: str = "everything", most: int = 5):
    """A history of a few events; most of what it says makes sense, some of it does not."""
    rulings = {
        "T1": simulator.Ruling(0, draw(st.integers(1, 3))),
        "T2": simulator.Ruling(0, draw(st.integers(1, 5))),
        "A1": simulator.Ruling(1, draw(st.integers(3, 7))),
        "A2": simulator.Ruling(1, draw(st.integers(5, 8))),
        "S1": simulator.Ruling(2, draw(st.integers(6, 10))),
    }
    provisions = st.sampled_from([frozenset("p"), frozenset(("p1",)), frozenset(("p", "p1")), frozenset("m")])
    reliefs = {"R1": ("T1", draw(provisions)), "R2": ("T2", draw(provisions))}
    events = [Event("begin", "takes-effect", "order", ("m",), 1, draw(st.sampled_from([1, 1, 1, 3])))]
    events.append(_grant(draw, "g1", "T1", "R1", rulings))
    if draw(st.booleans()):
        events.append(_grant(draw, "g2", "T2", "R2", rulings))
    loose = sum(each.first != each.last for each in events)
    for number in range(draw(st.integers(1, most))):
        event = _event(draw, about, f"e{number}", events, rulings, loose)
        loose += event.first != event.last or event.mandate
        events.append(event)
    if not _begun(events, "R2"):
        del reliefs["R2"]
    history = History(events, rulings, reliefs, SCOPES)
    _around(draw, history)
    return history


def _around(draw, history) -> None:
    """When the city lay in the state, who sued, and whether the class lasts: mostly as everywhere."""
    history.inside = draw(st.sampled_from([history.inside, history.inside, (0, 6), (5, simulator.NEVER)]))
    if any(
        history.scopes[name].who == "suit"
        for each in history.events
        for name in (each.scope, each.cuts)
        if name
    ):
        history.suit = {
            who: (*draw(st.sampled_from(JOINED)), draw(st.sampled_from([simulator.NEVER, 8])))
            for who in draw(st.sampled_from([("s",), ("x", "s"), ("a", "x")]))
        }
    if any("some" in (each.scope, each.cuts) for each in history.events):
        history.decertified = draw(st.sampled_from([None, None, "A2"]))


def _begun(events, relief) -> bool:
    return any((each.kind == "grant" and relief in each.on) or each.follows == relief for each in events)


def _span(draw, first: int, loose: int) -> tuple[int, int | None]:
    if loose >= LOOSE:
        return first, first
    width = draw(st.sampled_from([0, 0, 0, 1, 2, 3, None]))
    return first, None if width is None else first + width


def _grant(draw, name, ruling, relief, rulings):
    first, last = _span(draw, rulings[ruling].decided + draw(st.integers(0, 1)), LOOSE - 1)
    term = draw(st.sampled_from([None, None, None, first + 4]))
    scope = draw(st.sampled_from(sorted(SCOPES)))
    place = draw(st.sampled_from([None, 1]))
    return Event(name, "grant", ruling, (relief,), first, last, scope=scope, term=term, place=place)


TYPES = {
    "relief": (
        "stay", "stay-pending-appeal", "partial-stay", "narrow", "rescope", "extend-scope", "extend-time", "clarify",
        "merge-into-final", "convert", "vacate", "reverse", "dissolve", "expire", "moot", "settle", "target-revoked",
        "target-amended", "deny", "lift-stay",
    ),
    "ruling": (
        "affirm", "affirm", "vacate", "reverse", "rehearing-en-banc", "stay", "stay-pending-appeal", "remand", "moot",
        "rescope", "lift-stay", "partial-stay",
    ),
    "effect": ("lift-stay", "vacate", "reverse", "stay", "clarify", "expire"),
    "measure": ("revokes", "supersedes", "reinstates", "takes-effect", "expire", "amends"),
}  # fmt: skip
SCOPING = (
    "narrow",
    "rescope",
    "extend-scope",
    "clarify",
    "partial-stay",
    "partial-stay",
    "deny",
    "merge-into-final",
    "stay",
)
ON_PROVISION = ("m", "p", "p1")


def _event(draw, about, name, events, rulings, loose):
    """One more event, on something there is."""
    target = draw(st.sampled_from(ABOUT[about]))
    kind = draw(st.sampled_from(SCOPING if about == "scopes" and target == "relief" else TYPES[target]))
    by = draw(st.sampled_from(["T1", "T2", "A1", "A1", "A2", "S1"]))
    on: tuple[str, ...]
    if target == "measure":
        by = "order"
        on = (draw(st.sampled_from(ON_PROVISION)),)
        first, last = _span(draw, draw(st.integers(2, 10)), loose)
        return Event(name, kind, by, on, first, last)
    if target == "relief":
        on = (draw(st.sampled_from(["R1", "R2"] if _begun(events, "R2") else ["R1"])),)
        if kind == "deny" and draw(st.booleans()):
            on = ("p1",)
    elif target == "ruling":
        on = (draw(st.sampled_from([each for each in rulings if each != by])),)
    else:
        stays = [each.name for each in events if each.kind in simulator.STAYS]
        pool = stays if stays and kind in {"lift-stay", "clarify"} else [each.name for each in events]
        on = (draw(st.sampled_from(pool)),)
    if kind == "expire":
        by = draw(st.sampled_from(["time", by]))
    decided = rulings[by].decided if by in rulings else 3
    if draw(st.integers(0, 19)):  # seldom is something done to what is still to come
        known = {each.name: each.first for each in events}
        decided = max(
            [
                decided,
                *(rulings[each].decided for each in on if each in rulings),
                *(known.get(each, 0) for each in on),
            ]
        )
    first, last = _span(draw, decided + draw(st.integers(0, 2)), loose)
    event = Event(name, kind, by, on, first, last, place=draw(st.sampled_from([None, None, 1, 2])))
    if (
        by in rulings
        and rulings[by].level == 1
        and kind in {"vacate", "reverse", "rescope", "narrow", "lift-stay"}
    ):
        event.mandate = loose < LOOSE and draw(st.booleans())
        if event.mandate:
            event.first = event.last = rulings[by].decided
    if kind in {"narrow", "rescope", "extend-scope"} or (
        kind in {"clarify", "vacate", "reverse", "target-amended"} and draw(st.integers(0, 3)) == 0
    ):
        event.scope = draw(st.sampled_from(sorted(SCOPES)))
    if kind == "partial-stay":
        what = draw(st.sampled_from(sorted(SCOPES)))
        if draw(st.booleans()):
            event.scope = what
        else:
            event.cuts = what
    if kind == "extend-time":
        event.term = draw(st.sampled_from([None, event.first + 5]))
    if kind in {"merge-into-final", "convert"}:
        event.follows = "R2"
        event.on = ("R1",) if target == "relief" else event.on
    if kind == "vacate" and draw(st.booleans()):
        event.reason = "vacated-as-moot"
    if kind == "lift-stay" and target == "effect" and draw(st.booleans()):
        event.undoes = on
    alike = [
        each for each in events if each.first == event.first and each.last == event.last and each.by == by
    ]
    if alike and not event.mandate and draw(st.booleans()):
        other = alike[0]
        if not other.mandate:
            other.group = event.group = other.group or f"event of {other.name}"
    return event


def litigation(history) -> Litigation:
    """The same history as the engine's values."""
    things = [
        Measure(id="m", label="Order 1", begun=Bounds(day(0), day(0))),
        Provision(id="p", measure="m", label="Section 1 of Order 1"),
        Provision(id="p1", measure="m", part_of="p", label="Section 1(a) of Order 1"),
        *(Court(id=level, label=level, level=level) for level in LEVELS),
        *(
            Ruling(
                id=name,
                label=f"ruling {name}",
                court=LEVELS[each.level],
                decided=Bounds(day(each.decided), day(each.decided)),
            )
            for name, each in history.rulings.items()
        ),
        *(
            Relief(id=name, label=f"relief {name}", granted_by=by, restrains=tuple(sorted(on)))
            for name, (by, on) in history.reliefs.items()
        ),
        *(_scope(name, each) for name, each in history.scopes.items()),
        ProtectedClass(
            id="people", label="some people", takes_in="some-persons", decertified_by=history.decertified
        ),
        Agent(id="s", label="State S", kind="state"),
        Agent(id="a", label="City A", kind="city"),
        Agent(id="x", label="City X", kind="city"),
        _inside(history),
        Lawsuit(id="suit", label="the suit"),
        Proceeding(id="docket", label="the docket", lawsuits=("suit",)),
        *(
            PartyRole(
                id=f"role-{who}",
                party=who,
                proceeding="docket",
                role="plaintiff",
                joined=Bounds(day(first), day(last)),
                left=None if left == simulator.NEVER else Bounds(day(left), day(left)),
            )
            for who, (first, last, left) in history.suit.items()
        ),
        *(_effect(history, each) for each in history.events),
    ]
    return Litigation.of(*things)


def _inside(history) -> Containment:
    since, until = history.inside
    return Containment(
        id="a-in-s",
        part="a",
        whole="s",
        since=Bounds(day(since), day(since)) if since else None,
        until=Bounds(day(until), day(until)) if until != simulator.NEVER else None,
    )


def _scope(name, scope) -> Scope:
    if isinstance(scope.who, tuple):
        return Scope(
            id=name,
            label=name,
            narrowest=scope.who[0],
            widest=scope.who[1],
            provisions=tuple(sorted(scope.only)),
        )
    listed = scope.who if isinstance(scope.who, frozenset) else ()
    return Scope(
        id=name,
        label=name,
        everyone=scope.who == "all",
        parties_of=("suit",) if scope.who == "suit" else (),
        territory=tuple(sorted(scope.where)),
        subdivisions="not-recorded" if scope.below == "unsaid" else scope.below,
        protects=("people",) if scope.who == "some" else tuple(sorted(listed)),
        provisions=tuple(sorted(scope.only)),
        condition="so far" if scope.condition else None,
        open_list=bool(scope.open_to),
        member_kinds=tuple(sorted({KINDS[each] for each in scope.open_to})),
    )


def _effect(history, event) -> Effect:
    return Effect(
        id=event.name,
        type=event.kind,
        producer="m" if event.by == "order" else event.by,
        targets=event.on,
        earliest=day(event.first),
        latest=None if event.last is None else day(event.last),
        label=event.name,
        sets_scope=event.scope,
        suspends_scope=event.cuts,
        undoes=event.undoes,
        successor=event.follows,
        sequence=event.place,
        event=event.group,
        at_mandate=event.mandate
        if history.rulings.get(event.by) and history.rulings[event.by].level == 1
        else None,
        end_reason=event.reason,
        lapses_on=None if event.term is None else day(event.term),
    )


RULES = RuleSet("test", 6)
