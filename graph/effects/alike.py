"""Whom one component binds alike, and between which days what it does stays the same.

Most litigation about a provision has nothing to do with most parties: what one component does to them
is worked out once, for one who stands for all of them, and once for all days between two turns.
"""

from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from functools import cached_property

from ..dates import Bounds
from .scope import readings_of, roles_of
from .things import Agent, Id
from .world import Litigation, scopes_of
from .worlds import Worlds


class Sorts:
    """The parties and places as one component tells them apart."""

    def __init__(self, lit: Litigation, worlds: Worlds, named: frozenset[Id], *, itself: bool) -> None:
        """`named` are those whom its scopes name; with `itself` everybody is told apart from everybody."""
        self._lit = lit
        self._worlds = worlds
        self._itself = itself
        effects = (lit.effects[key] for key in worlds.component.effects)
        self._scopes = sorted(readings_of(lit, {scope for effect in effects for scope in scopes_of(effect)}))
        spared = {lit.party(each) for key in self._scopes for each in lit.scopes[key].non_members}
        self._named = named | spared
        self._open = any(lit.scopes[key].open_list for key in self._scopes)
        self._moving = bool(named)
        self._ones: dict[Hashable, Id] = {}
        self._of: dict[Id, Id] = {}

    @cached_property
    def turns(self) -> list[date]:
        """The days on which what the component does may change for anybody."""
        found = {*self._worlds.days, *(fault.since for fault in self._worlds.faults)}
        for bounds in dated(self._lit, self._scopes, moving=self._moving):
            found.add(bounds.earliest)
            found |= {bounds.latest} if bounds.latest is not None else set()
        return sorted(found)

    def one(self, agent: Id) -> Id:
        """One who stands for all those that the component binds like this one."""
        found = self._of.get(agent)
        if found is None:
            found = self._of[agent] = self._ones.setdefault(self._key(agent), agent)
        return found

    def _key(self, agent: Id) -> Hashable:
        lit = self._lit
        me = lit.party(agent)
        if self._itself or me in self._named or agent in lit.classes:
            return agent
        if self._named and (lit.changes_place(agent) or not self._named.isdisjoint(lit.inside(me))):
            return agent
        who = lit.agents.get(agent) or Agent(id=agent)
        around = frozenset(whole for whole in self._named if me in lit.inside(whole))
        ids = lit.ids_of.get(me, (agent,)) if self._open else ()
        kinds = frozenset(lit.agents[each].kind for each in ids if each in lit.agents)
        return who.category, kinds, around


def dated(lit: Litigation, scopes: Iterable[Id], *, moving: bool) -> Iterator[Bounds]:
    """When parties join and leave the suits of scopes, classes are decertified and, with `moving`, places move."""
    for scope in (lit.scopes[key] for key in sorted(scopes)):
        for role in roles_of(lit, scope):
            yield from (each for each in (role.joined, role.left) if each is not None)
        for key in scope.protects:
            group = lit.classes.get(key)
            ruling = lit.rulings.get(group.decertified_by or "") if group is not None else None
            day = (ruling.mandate or ruling.decided) if ruling is not None else None
            if day is not None:
                yield day
    if moving:
        yield from lit.moves
