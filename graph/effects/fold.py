"""The fold: from effects in legal order to what stands when all of them are done. Pure.

Nothing here knows of parties, places or uncertain days: the days are given, and the outcome says
which relief lives, with which scope and which stays. Whom that covers is for `levels`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from .moments import MERGERS, STAYS, Fault
from .order import ENDS, Act, sets_scope
from .reaching import Reaching
from .sentence import thing
from .standing import Outcome, Part, Standing, Suspension
from .things import Id
from .undoing import Undone
from .world import Litigation


def fold(lit: Litigation, reliefs: Iterable[Id], acts: Sequence[Act], taken_back: Undone) -> Outcome:
    """What stands of these reliefs when all acts, in legal order, are done; `taken_back` is what they undo."""
    done = _Fold(lit, {each: Standing(each) for each in sorted(reliefs)}, acts, taken_back)
    for number, act in enumerate(acts):
        if not done.undone.at(act.effect.id):
            done.do(act, number)
        elif act.effect.type == "grant" and not act.term:
            done.undo_grant(act, number)
    return Outcome(tuple(each for each in done.state.values() if each.status != "none"), tuple(done.faults))


@dataclass(slots=True)
class _Fold(Reaching):
    """The state in the middle of a fold, and what acts do to it."""

    waiting: dict[Id, list[tuple[Id, Id]]] = field(default_factory=dict[Id, list[tuple[Id, Id]]])
    """Interim relief, with its merger, that ends as soon as the relief that follows is granted."""

    def do(self, act: Act, place: int) -> None:
        """Let one act happen."""
        effect, kind = act.effect, act.effect.type
        if act.term:
            for relief in self.named(effect.targets):
                if self.state[relief].term == act.day:
                    self.end(relief, act)
        elif kind == "grant":
            for relief in self.named(effect.targets):
                self.grant(relief, act)
        elif kind in STAYS:
            self.stay(act, place)
        elif kind in MERGERS:
            for relief in self.reach(effect.targets, place):
                self.merge(relief, act)
        elif sets_scope(effect) or (kind in {"narrow", "rescope", "extend-scope"}):
            self.rescope(act, place)
        elif kind == "extend-time":
            for relief in self.reach(effect.targets, place):
                if self.state[relief].status == "alive":
                    self.put(relief, term=effect.lapses_on, extended=True)
        elif kind in {"vacate", "reverse", "rehearing-en-banc"}:
            for relief in self.overturned(effect, place):
                self.end(relief, act)
        elif kind in ENDS:
            for relief in self.ended(effect, place):
                if not self.postponed(relief, act):
                    self.end(relief, act)

    # What happens to relief

    def put(self, relief: Id, **changes: object) -> None:
        self.state[relief] = replace(self.state[relief], **changes)  # pyright: ignore[reportArgumentType]

    def grant(self, relief: Id, act: Act) -> None:
        """Open relief; what was to end as it begins ends now."""
        effect = act.effect
        if self.state[relief].status != "none":
            says = f"{thing(self.lit, relief)} is granted twice"
            self.faults.append(Fault(says, (self.state[relief].begun_by or effect.id, effect.id), act.day))
            return
        part = Part(effect.sets_scope or effect.id, act.day, effect.id)
        self.put(relief, status="alive", parts=(part,), begun_by=effect.id, term=effect.lapses_on)
        for interim, merger in self.waiting.pop(relief, []):
            self.follow(interim, relief, merger, act.day)

    def undo_grant(self, act: Act, place: int) -> None:
        """Relief whose grant was undone existed until then, and has ended."""
        for relief in self.named(act.effect.targets):
            if self.state[relief].status == "none":
                where = min(self.undone.by[act.effect.id], default=place)
                if where < place:
                    continue  # the ruling was overturned before it was to grant this
                by, key = self.acts[where], act.effect.id
                part = Part(act.effect.sets_scope or key, act.day, key)
                ended = Standing(
                    relief, "ended", (part,), begun_by=key, ended_by=by.effect.id, ended_on=by.day
                )
                self.state[relief] = ended

    def end(self, relief: Id, act: Act) -> None:
        if self.state[relief].status == "alive":
            self.put(relief, status="ended", ended_by=act.effect.id, ended_on=act.day)

    def follow(self, interim: Id, successor: Id, merger: Id, day: date) -> None:
        """Let interim relief end as its successor begins."""
        if self.state[interim].status == "alive":
            self.put(interim, status="ended", ended_by=merger, ended_on=day, merged_into=successor)
        elif self.state[interim].merged_into is None:
            self.put(interim, merged_into=successor)

    def merge(self, interim: Id, act: Act) -> None:
        """End interim relief as the final begins, without a gap whatever their days."""
        successor = act.effect.successor
        if successor is None or successor not in self.state:
            self.end(interim, act)
            return
        if self.state[successor].status == "none":
            grants = self.lit.effects_on.get(successor, ())
            if any(self.lit.effects[key].type == "grant" for key in grants):
                self.waiting.setdefault(successor, []).append((interim, act.effect.id))
                return
            part = Part(act.effect.sets_scope, act.day, act.effect.id) if act.effect.sets_scope else None
            parts = (part,) if part is not None else self.state[interim].parts
            self.put(
                successor, status="alive", parts=parts, begun_by=act.effect.id, term=act.effect.lapses_on
            )
        self.follow(interim, successor, act.effect.id, act.day)

    def stay(self, act: Act, place: int) -> None:
        """Suspend relief, wholly or in part."""
        effect = act.effect
        for relief in self.named(effect.targets):
            each = self.state[relief]
            if each.status == "ended" and each.ended_on is not None and each.ended_on < act.day:
                says = f"{thing(self.lit, relief)} is stayed after it had ended"
                self.faults.append(Fault(says, tuple(k for k in (each.ended_by, effect.id) if k), act.day))
        for relief in self.reach(effect.targets, place):
            each = self.state[relief]
            if each.status == "alive":
                unsaid = effect.type == "partial-stay" and effect.suspends_scope is None
                # What a partial stay leaves, where nobody recorded it, is a scope nobody recorded.
                remains = effect.sets_scope or (effect.id if unsaid else None)
                stay = Suspension(effect.id, act.day, remains, None if remains else effect.suspends_scope)
                self.put(relief, suspensions=(*each.suspensions, stay))

    def rescope(self, act: Act, place: int) -> None:
        """Give relief, or what a stay leaves of it, another scope."""
        effect = act.effect
        scope = effect.sets_scope or effect.id
        part = Part(scope, act.day, effect.id)
        named = frozenset(self.lit.provisions_named(scope))
        stays = {target for target in effect.targets if target in self.lit.effects}
        for relief, each in self.state.items():
            if any(stay.by in stays for stay in each.suspensions):
                read = tuple(
                    replace(stay, remains=scope, suspends=None, since=act.day, read_by=effect.id)
                    if stay.by in stays
                    else stay
                    for stay in each.suspensions
                )
                self.put(relief, suspensions=read)
        for relief in self.reach(effect.targets, place):
            each = self.state[relief]
            if each.status != "alive":
                continue
            if effect.type == "extend-scope":
                self.put(relief, parts=(*each.parts, part))
            elif effect.type == "clarify" and named:
                kept = tuple(replace(old, without=old.without | named) for old in each.parts)
                self.put(relief, parts=(*kept, part))
            else:
                self.put(relief, parts=(part,))

    def postponed(self, relief: Id, act: Act) -> bool:
        """Whether a recorded lapse was moved by a later term."""
        each = self.state[relief]
        return act.effect.type == "expire" and each.extended and each.term is not None and each.term > act.day
