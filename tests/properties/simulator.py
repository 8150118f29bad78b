"""A naive simulator of legal effect, written apart from the engine: no line of it is shared.

Days are whole numbers. Every day that an effect may have is tried, every order of the effects of
one day that the rules allow, every reading of what is left open. For each of them history is
played forward, event by event. Slow, and as plain as possible.
"""

from dataclasses import dataclass, field, replace
from itertools import permutations, product

NEVER = 10_000
STAYS = ("administrative-stay", "stay-pending-appeal", "stay", "partial-stay")
SILENT = ("deny", "remand", "enforce", "contempt", "amends")


@dataclass(repr=False)
class Event:
    name: str
    kind: str
    by: str  # the ruling, or "order" for the executive, or "time"
    on: tuple[str, ...]
    first: int
    last: int | None  # None: perhaps never
    scope: str | None = None
    cuts: str | None = None  # the scope that a partial stay suspends
    undoes: tuple[str, ...] = ()
    follows: str | None = None  # the relief that follows a merger
    place: int | None = None  # order within the day
    group: str | None = None  # events of one day
    mandate: bool = False
    reason: str | None = None
    term: int | None = None  # the day on which it lapses by itself

    def __repr__(self):
        said = {k: v for k, v in vars(self).items() if v not in (None, (), False)}
        return "Event(" + ", ".join(f"{k}={v!r}" for k, v in said.items()) + ")"


@dataclass
class Ruling:
    level: int  # 0 trial, 1 appeal, 2 supreme
    decided: int


@dataclass
class Scope:
    """`who`: "all", a set of names, "some" (a class of people), "suit", or a pair of scopes, narrow and wide.

    "suit" are the plaintiffs: who had joined when the scope took hold, as long as they remain.
    """

    who: object
    only: frozenset[str] = frozenset()  # provisions
    open_to: frozenset[str] = frozenset()  # who could be on the list, besides
    condition: bool = False
    below: str = "no"  # whether it reaches the political subdivisions of those listed: yes, no, unsaid
    where: frozenset[str] = frozenset()  # places; empty for everywhere


@dataclass(repr=False)
class History:
    """One measure with the provision "p" and its part "p1"; the state "s" holds the city "a" for a time.

    `suit` has for each plaintiff the first and the last day on which it may have joined, and the day
    on which it left, if it did. The class of people is decertified by a ruling, if by any.
    """

    events: list[Event]
    rulings: dict[str, Ruling]
    reliefs: dict[str, tuple[str, frozenset[str]]]  # granted by which ruling, restrains which provisions
    scopes: dict[str, Scope]
    bound: int = 6
    inside: tuple[int, int] = (0, NEVER)  # from when until when the city "a" lies in the state "s"
    suit: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    decertified: str | None = None

    def __repr__(self):
        more = {k: v for k, v in vars(self).items() if k in ("inside", "suit", "decertified")}
        return "\n".join(map(repr, [*self.events, self.rulings, self.reliefs, more]))

    def event(self, name):
        return next(each for each in self.events if each.name == name)


def above(provision):
    return {"p1": ("p1", "p", "m"), "p": ("p", "m")}[provision]


# When


def moments(history):
    """Groups of events that happen on one day, each with its first and last possible day."""
    parent = {each.name: each.name for each in history.events}

    def root(name):
        return name if parent[name] == name else root(parent[name])

    for one in history.events:
        for two in history.events:
            together = one.group is not None and one.group == two.group
            together |= one.mandate and two.mandate and one.by == two.by
            if one.kind in ("merge-into-final", "convert") and two.kind == "grant":
                same = (one.first, one.last, one.by) == (two.first, two.last, two.by)
                together |= one.follows in two.on and same and one.group is None
            if together:
                parent[root(two.name)] = root(one.name)
    found = {}
    for each in history.events:
        found.setdefault(root(each.name), []).append(each)
    result = []
    for events in found.values():
        spans = [span(history, each) for each in events]
        first = max(each[0] for each in spans)
        lasts = [each[1] for each in spans if each[1] is not None]
        result.append((events, first, min(lasts) if lasts else None))
    return result


def span(history, event):
    if not event.mandate:
        return event.first, event.last
    decided = history.rulings[event.by].decided
    return max(event.first, decided), decided + history.bound


def choices(history, horizon):
    """Every way to give each event a day; `NEVER` for one that has none."""
    groups = moments(history)
    options = [
        [*range(first, (horizon if last is None else last) + 1), *([NEVER] if last is None else [])]
        for _, first, last in groups
    ]
    for picked in product(*options):
        days = {each.name: day for (events, _, _), day in zip(groups, picked, strict=True) for each in events}
        if all(not_before_target(history, each, days) for each in history.events):
            yield days


def not_before_target(history, event, days):
    mine = days[event.name]
    for target in (*event.on, *event.undoes):
        if target in days and mine < days[target]:
            return False
        if target in history.rulings and mine < history.rulings[target].decided:
            return False
        if target in history.reliefs and event.kind != "grant":
            grants = [
                days[each.name] for each in history.events if each.kind == "grant" and target in each.on
            ]
            begins = grants or [
                days[each.name] for each in history.events if each.follows == target and each is not event
            ]
            if begins and mine < max(begins):
                return False
    return True


# In which order


def orders(history, days, until):
    """Every order of what has happened by a day that the rules allow."""
    by_day = {}
    for each in history.events:
        if days[each.name] <= until:
            by_day.setdefault(days[each.name], []).append((each, False))
            if each.term is not None and days[each.name] <= each.term <= until:
                by_day.setdefault(each.term, []).append((each, True))
    options = []
    for day in sorted(by_day):
        allowed = [
            order
            for order in permutations(by_day[day])
            if all(
                precedes(history, two, one) <= 0
                for number, one in enumerate(order)
                for two in order[number + 1 :]
            )
        ]
        options.append([[(each, term, day) for each, term in order] for order in allowed])
    for picked in product(*options):
        yield [each for order in picked for each in order]


def precedes(history, one, two):
    """Positive where the first must come before the second on one day."""
    if one[1] != two[1]:
        return -1 if one[1] else 1
    first, second = one[0], two[0]
    if needs(history, second, first) != needs(history, first, second):
        return 1 if needs(history, second, first) else -1
    if first.place is not None and second.place is not None and first.place != second.place:
        return second.place - first.place
    if first.by in history.rulings and second.by in history.rulings:
        return history.rulings[second.by].level - history.rulings[first.by].level
    return 0


def needs(history, event, other):
    """Whether an event can only come after another."""
    if other.name in event.on or other.name in event.undoes:
        return True
    if other.kind == "grant" and event.kind != "grant" and set(other.on) & set(event.on):
        return True
    granted = any(each.kind == "grant" and other.follows in each.on for each in history.events)
    if other.follows is not None and other.follows in event.on and not granted:
        return True
    if other.by in event.on:
        return True
    if (
        other.kind == "takes-effect"
        and event.kind in ("revokes", "supersedes", "expire")
        and set(other.on) & set(event.on)
    ):
        return True
    return other.kind == "extend-time" and event.kind == "expire" and bool(set(other.on) & set(event.on))


# What is undone


def living(history, order):
    """The events of an order that count, each with who undid it: played forward, undoing and restoring.

    `None` where events undo one another in a circle.
    """
    removes = {
        number: set() if term else undone_by(history, order, number)
        for number, (_, term, _) in enumerate(order)
    }
    for number, (event, term, _) in enumerate(order):
        for earlier in range(number):
            before, lapse, _ = order[earlier]
            if not term and not lapse and event.by in voids(history, before, order):
                removes[earlier].add(number)
    left = dict(removes)
    while free := [number for number in left if not any(other in left for other in left[number])]:
        for number in free:
            del left[number]
    if left:
        return None
    active = dict.fromkeys(range(len(order)), False)
    removers = {number: set() for number in active}

    def switch(number, on):
        if active[number] == on:
            return
        active[number] = on
        for other in removes[number]:
            if on:
                removers[other].add(number)
            else:
                removers[other].discard(number)
            if other <= come:
                switch(other, not removers[other])

    for come, (_, term, _) in enumerate(order):
        if not term:
            switch(come, not removers[come])
    # A lapse goes with the grant that set it, whatever happened to that since.
    for number, (event, term, _) in enumerate(order):
        if term:
            owner = next(n for n, (each, lapse, _) in enumerate(order) if each is event and not lapse)
            active[number] = active[owner]
    return active, removers


def voids(history, event, order):
    """The rulings all of whose doings, also those to come, an event takes back."""
    if event.kind in ("revokes", "supersedes") or (event.scope is not None and event.kind != "partial-stay"):
        return set()
    if event.kind in ("vacate", "reverse", "rehearing-en-banc"):
        return {each for each in event.on if each in history.rulings}
    if event.kind in ("administrative-stay", "stay-pending-appeal", "stay"):
        found = set()
        for each in event.on:
            if each in history.rulings:
                granted = any(by == each for by, _ in history.reliefs.values())
                granted |= any(
                    other.kind == "grant" and other.by == each and other.on for other in history.events
                )
                affirmed = any(
                    other.kind == "affirm" and other.by == each for other, term, _ in order if not term
                )
                if not granted and not affirmed:
                    found.add(each)
        return found
    return set()


def undone_by(history, order, number):
    event = order[number][0]
    before = {each.name: n for n, (each, term, _) in enumerate(order[:number]) if not term}
    found = set()
    if event.kind in ("revokes", "supersedes") or (
        event.scope is not None
        and event.kind in ("narrow", "rescope", "clarify", "vacate", "reverse", "target-amended")
    ):
        return found
    found |= {before[each] for each in event.undoes if each in before}
    undoing = ("lift-stay", "vacate", "reverse", "rehearing-en-banc", "administrative-stay", "stay-pending-appeal", "stay",
               "dissolve", "expire", "moot", "settle", "target-revoked", "target-amended")  # fmt: skip
    for target in event.on:
        if target in before and event.kind in undoing and history.event(target).kind != "grant":
            found.add(before[target])
        elif (
            event.kind == "lift-stay"
            and not event.undoes
            and target not in [each.name for each in history.events]
        ):
            on = {target}
            if target in history.reliefs:
                on.add(history.reliefs[target][0])
            for name, n in before.items():
                each = history.event(name)
                if each.kind in STAYS and (set(each.on) & on or each.by == target):
                    found.add(n)
    for ruling in voids(history, event, order):
        for name, n in before.items():
            each = history.event(name)
            if each.by == ruling and each.kind not in ("grant", "merge-into-final", "convert"):
                found.add(n)
    return found


# What stands


def play(history, order, active, removers):
    """What stands after an order of events: the relief that was granted, by name."""
    reliefs = {}
    pending = {}

    def last(name):
        seen = set()
        while name not in seen and name in reliefs and reliefs[name]["into"]:
            seen.add(name)
            name = reliefs[name]["into"]
        return name

    def granted(ruling):
        own = [name for name, (by, _) in history.reliefs.items() if by == ruling]
        own += [t for each in history.events if each.kind == "grant" and each.by == ruling for t in each.on]
        return {last(name) for name in own if name in history.reliefs}

    def affirmed(ruling, at, seen=()):
        found = set()
        for n, (each, term, _) in enumerate(order[:at]):
            gone = any(active[r] and r < at for r in removers[n])
            if not term and each.kind == "affirm" and each.by == ruling and not gone and ruling not in seen:
                for target in each.on:
                    found |= reached(target, at, (*seen, ruling))
        return found

    def reached(target, at, seen=()):
        if target in history.reliefs:
            return {target}
        if target in history.rulings:
            return set() if target in seen else granted(target) | affirmed(target, at, seen)
        each = next((e for e in history.events if e.name == target), None)
        if each is None:
            return set()
        if each.kind == "grant":
            return {last(name) for name in each.on}
        if each.kind == "affirm":
            n = next(n for n, (e, term, _) in enumerate(order) if e is each and not term)
            if any(active[r] and r < at for r in removers[n]):
                return set()
            found = set()
            for name in each.on:
                found |= reached(name, at, seen)
            return found
        return set()

    def end(name):
        if name in reliefs and reliefs[name]["alive"]:
            reliefs[name]["alive"] = False

    def merge(interim, after):
        if interim in reliefs:
            end(interim)
            if not reliefs[interim]["into"]:
                reliefs[interim]["into"] = after

    for at, (event, term, day) in enumerate(order):
        if not active[at]:
            if event.kind == "grant" and not term:
                for name in event.on:
                    earlier = [r for r in removers[at] if active[r]]
                    if name not in reliefs and earlier and min(earlier) > at:
                        reliefs[name] = new(event, day, alive=False)
            continue
        kind = event.kind
        if term:
            for name in event.on:
                if name in reliefs and reliefs[name]["term"] == day:
                    end(name)
        elif kind == "grant":
            for name in event.on:
                if name not in reliefs:
                    reliefs[name] = new(event, day, alive=True)
                    for interim in pending.pop(name, []):
                        merge(interim, name)
        elif kind in STAYS:
            for name in {n for target in event.on for n in reached(target, at)}:
                if name in reliefs and reliefs[name]["alive"]:
                    leaves = event.scope
                    cut = None if leaves or kind != "partial-stay" else event.cuts
                    reliefs[name]["stays"][event.name] = (leaves, cut, day)
        elif kind in ("merge-into-final", "convert"):
            for name in {n for target in event.on for n in reached(target, at)}:
                after = event.follows
                if after in reliefs:
                    merge(name, after)
                elif any(each.kind == "grant" and after in each.on for each in history.events):
                    pending.setdefault(after, []).append(name)
                else:
                    reliefs[after] = new(event, day, alive=True)
                    if not event.scope:
                        reliefs[after]["parts"] = list(reliefs[name]["parts"]) if name in reliefs else []
                    merge(name, after)
        elif kind in ("narrow", "rescope", "extend-scope") or (
            event.scope and kind in ("clarify", "vacate", "reverse", "target-amended")
        ):
            for each in reliefs.values():
                for stay in each["stays"]:
                    if stay in event.on:
                        each["stays"][stay] = (event.scope, None, day)
            for name in {n for target in event.on for n in reached(target, at)}:
                if name not in reliefs or not reliefs[name]["alive"]:
                    continue
                each = reliefs[name]
                only = history.scopes[event.scope].only
                if kind == "extend-scope":
                    each["parts"].append((event.scope, frozenset(), day))
                elif kind == "clarify" and only:
                    each["parts"] = [(scope, out | only, since) for scope, out, since in each["parts"]]
                    each["parts"].append((event.scope, frozenset(), day))
                else:
                    each["parts"] = [(event.scope, frozenset(), day)]
        elif kind == "extend-time":
            for name in {n for target in event.on for n in reached(target, at)}:
                if name in reliefs and reliefs[name]["alive"]:
                    reliefs[name]["term"] = event.term
                    reliefs[name]["longer"] = True
        elif kind in ("vacate", "reverse", "rehearing-en-banc"):
            deep = kind == "reverse" or event.reason == "vacated-as-moot"
            for target in event.on:
                if target in history.reliefs:
                    end(target)
                elif target in history.rulings:
                    fall = granted(target)
                    if deep:
                        own = {
                            t
                            for e, lapse, _ in order[:at]
                            if not lapse and e.by == target and not e.scope
                            and e.kind in ("dissolve", "expire", "moot", "settle", "target-revoked", "target-amended", "vacate", "reverse")
                            for t in e.on
                        }  # fmt: skip
                        fall |= affirmed(target, at) - own
                    for name in fall:
                        end(name)
                else:
                    each = next((e for e in history.events if e.name == target), None)
                    if each is not None and (each.kind == "grant" or (deep and each.kind == "affirm")):
                        for name in reached(target, at):
                            end(name)
        elif kind in ("dissolve", "expire", "moot", "settle", "target-revoked", "target-amended"):
            for target in event.on:
                if target in history.reliefs:
                    names = {target}
                elif target in history.rulings:
                    names = granted(target)
                else:
                    each = next((e for e in history.events if e.name == target), None)
                    names = reached(target, at) if each is not None and each.kind == "grant" else set()
                for name in names:
                    moved = name in reliefs and reliefs[name]["longer"] and reliefs[name]["term"] is not None
                    if not (kind == "expire" and moved and reliefs[name]["term"] > day):
                        end(name)
    for each in reliefs.values():
        each["stays"] = dict(each["stays"])
    return reliefs


def new(event, day, alive):
    parts = [(event.scope, frozenset(), day)] if event.scope else []
    return {"alive": alive, "parts": parts, "stays": {}, "into": None, "term": event.term, "longer": False}


def in_force(history, order, active, days, until, provision):
    """Whether a provision is in force: `True`, or the reason."""
    chain = above(provision)
    rank = {each: number for number, each in enumerate(chain)}
    far = len(chain)  # of what does not bear on the provision

    def near(event):
        return min((rank[each] for each in event.on if each in rank), default=far)

    closing = ("revokes", "supersedes", "expire")
    events = [
        (e, near(e))
        for n, (e, term, _) in enumerate(order)
        if not term and near(e) < far and (active[n] or e.kind not in closing)
    ]
    coming = [(e, near(e)) for e in history.events if days[e.name] > until and near(e) < far]
    starts = [r for e, r in events + coming if e.kind == "takes-effect"]
    state, closed = "not-yet", far
    for number, (event, r) in enumerate(events):
        if event.kind == "takes-effect" and r == min(starts) and state == "not-yet":
            state = True
        elif event.kind == "reinstates" and r <= closed:
            state, closed = True, far
        elif event.kind in closing:
            spared = False
            for later, other in events[number + 1 :]:
                if later.kind in ("takes-effect", "reinstates"):
                    break
                if other < r and later.kind in closing:
                    spared = True
                    break
            else:
                spared = any(other < r and later.kind in closing for later, other in coming)
            if spared:
                continue
            if state is True or state == "not-yet":
                state, closed = "closed", r
            else:
                closed = min(closed, r)
    return state


# Whom it covers


def questions(history):
    """What is left open besides the days of events, each way.

    Which reading of each disputed scope, who is on an open list, whether political subdivisions are
    meant, and when plaintiffs joined.
    """
    used = scopes_used(history)
    asked = []
    for name in sorted(used):
        scope = history.scopes[name]
        if isinstance(scope.who, tuple):
            asked.append(((name, "wide"), (True, False)))
        asked.extend(((name, who), (True, False)) for who in sorted(scope.open_to))
        if scope.below == "unsaid":
            asked.append(((name, "below"), (True, False)))
    if any(history.scopes[name].who == "suit" for name in used):
        asked.extend(
            (("joined", who), range(first, last + 1)) for who, (first, last, _) in history.suit.items()
        )
    for said in product(*(choices_ for _, choices_ in asked)):
        yield dict(zip([what for what, _ in asked], said, strict=True))


def scopes_used(history):
    """The scopes that any event names, and their readings."""
    used = {name for each in history.events for name in (each.scope, each.cuts) if name is not None}
    return used | {
        inner
        for name in used
        if isinstance(history.scopes[name].who, tuple)
        for inner in history.scopes[name].who
    }


def lies_in(history, part, whole, today):
    return (part, whole) == ("a", "s") and history.inside[0] <= today < history.inside[1]


def cover(history, name, who, provision, restrains, said, part, since, today):
    """0 not, 1 only so far, 2 wholly."""
    if name is None:
        return 0
    scope = history.scopes[name]
    if isinstance(scope.who, tuple):
        name = scope.who[1 if said[name, "wide"] else 0]
        inner = history.scopes[name]
        scope = replace(inner, only=inner.only or scope.only, condition=inner.condition or scope.condition)
    if not set(above(provision)) & (set(scope.only) or set(restrains)):
        return 0
    if (
        scope.where
        and who not in scope.where
        and not any(lies_in(history, who, w, today) for w in scope.where)
    ):
        return 0
    if scope.who == "all":
        reach = 2
    elif scope.who == "some":
        gone = history.decertified is not None and history.rulings[history.decertified].decided <= today
        reach = 0 if gone else 1
    else:
        if scope.who == "suit":
            listed = {
                each
                for each, (_, _, left) in history.suit.items()
                if said["joined", each] <= since and today < left
            }
        else:
            listed = scope.who
        reach = 2 if who in listed else 0
        if not reach and scope.below != "no" and any(lies_in(history, who, each, today) for each in listed):
            reach = 2 if scope.below == "yes" or said[name, "below"] else 0
        if not reach and who in scope.open_to and not part:
            reach = 2 if said[name, who] else 0
    return 1 if reach and scope.condition else reach


def hold(history, each, relief, who, provision, said, today, part=False):
    """How far one relief covers, and how far it operates."""
    by, restrains = history.reliefs[relief]
    refused = {t for e in history.events if e.kind == "deny" and e.by == by for t in e.on} - restrains
    total = works = 0
    for scope, out, since in each["parts"]:
        if set(above(provision)) & out:
            continue
        if not named_provisions(history, scope, said) and set(above(provision)) & refused & {"p", "p1"}:
            continue
        mine = cover(history, scope, who, provision, restrains, said, part, since, today)
        left = mine
        for leaves, cut, when in each["stays"].values():
            if leaves is not None:
                left = min(left, cover(history, leaves, who, provision, {"m"}, said, part, when, today))
            elif cut is not None:
                taken = cover(history, cut, who, provision, {"m"}, said, part, when, today)
                left = 0 if taken == 2 else min(left, 1) if taken == 1 else left
            else:
                left = 0
        total, works = max(total, mine), max(works, left)
    return total, works


def named_provisions(history, name, said):
    """The provisions that a scope names itself, in the reading that holds."""
    scope = history.scopes[name]
    if isinstance(scope.who, tuple):
        return history.scopes[scope.who[1 if said[name, "wide"] else 0]].only or scope.only
    return scope.only


def level(history, reliefs, who, provision, said, forces, today):
    best = 0
    living_ = {name: each for name, each in reliefs.items() if each["alive"]}
    pieces = ["p1"] if provision == "p" else []
    pieces = [each for each in pieces if forces[each] is True]
    for name, each in living_.items():
        total, works = hold(history, each, name, who, provision, said, today)
        mine = 3 if works == 2 else 2 if works else 1 if total else 0
        if mine == 3 and any(hold(history, each, name, who, piece, said, today)[1] < 2 for piece in pieces):
            mine = 2
        best = max(best, mine)
    if best >= 2:
        return best
    for agent in (who, *(each for each in "a" if lies_in(history, each, who, today))):
        for piece in (provision, *pieces):
            if (agent, piece) != (who, provision):
                for name, each in living_.items():
                    total, works = hold(history, each, name, agent, piece, said, today, part=agent != who)
                    best = max(best, 2 if works else 1 if total else 0)
    return best


WORDS = {0: "in-force", 1: "stayed", 2: "restricted", 3: "blocked"}


def simulate(history, asked, horizon):
    """For each pair of a party and a provision, for every day up to a horizon, the states that are possible.

    What changes nothing (a denied motion, an enforcement) does not even say that what it is about
    had come before it.
    """
    told = replace(history, events=[each for each in history.events if each.kind not in SILENT])
    found = {pair: {day: set() for day in range(horizon + 1)} for pair in asked}
    said_all = list(questions(told))
    by_day = any(history.scopes[name].who == "suit" for name in scopes_used(told))
    stood, ends, said = {}, {}, {}  # what was worked out before is not worked out again
    for days in choices(told, horizon + 1):
        for until in range(horizon + 1):
            lapsed = tuple(each.term for each in told.events if each.term is not None and each.term <= until)
            came = (*(day if day <= until else None for day in days.values()), lapsed)
            if came not in ends:
                ends[came] = {}
                later = tuple(name for name, day in days.items() if day > until)
                for order in orders(told, days, until):
                    key = (
                        later,
                        *(
                            (each.name, term, day if by_day or term or each.kind == "expire" else 0)
                            for each, term, day in order
                        ),
                    )
                    if key not in stood:
                        stood[key] = stand(told, order, days, until)
                    if stood[key] is not None:  # else it undoes itself in a circle in this order
                        ends[came][repr(stood[key])] = stood[key]
            for text, (reliefs, forces) in ends[came].items():
                for who, provision in asked:
                    what = (text, who, provision, until)
                    if what not in said:
                        said[what] = states(history, reliefs, forces, until, who, provision, said_all)
                    found[who, provision][until] |= said[what]
    return found


def stand(history, order, days, until):
    """The relief that stands and the force of each provision after an order of events, if it makes sense."""
    alive = living(history, order)
    if alive is None:
        return None
    forces = {each: in_force(history, order, alive[0], days, until, each) for each in ("p", "p1")}
    return play(history, order, *alive), forces


def states(history, reliefs, forces, until, who, provision, said_all):
    """The states in one history, for every reading of what is left open."""
    if forces[provision] is not True:
        return {"not-in-force"}
    return {WORDS[level(history, reliefs, who, provision, said, forces, until)] for said in said_all}
