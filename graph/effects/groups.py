"""Parties bound alike: the partition of all known parties and places for one provision.

Never all parties times all provisions: whoever no scope names, and nothing tells apart, is one of
the rest: those bound like somebody whom the graph does not know at all.
"""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property

from .scope import roles_of
from .things import Agent, Id
from .timeline import Course
from .world import Litigation


@dataclass(frozen=True, slots=True)
class Group:
    """Members bound alike; the rest names none, and `one` stands for each of them.

    `kinds` tells for the rest which kinds of places are in it, for words only.
    """

    one: Id
    members: tuple[Id, ...]
    rest: bool


STRANGER = "urn:enjoin:anybody"
"""Stands for a party or place that the graph does not know: a place of no recorded kind."""


@dataclass
class Partition:
    """The parties and places that a graph knows, told apart as far as one provision needs."""

    course: Course

    @property
    def lit(self) -> Litigation:
        return self.course.lit

    @cached_property
    def _named(self) -> frozenset[Id]:
        """Whom the scopes name, whoever they say is not named, and those whose dates may matter."""
        lit = self.lit
        spared = {lit.party(each) for key in self.course.scopes for each in lit.scopes[key].non_members}
        return self.course.named | spared

    @cached_property
    def _open(self) -> bool:
        """Whether some list is not fully named, so that it matters who could be on it."""
        return any(self.lit.scopes[key].open_list for key in self.course.scopes)

    @cached_property
    def related(self) -> frozenset[Id]:
        """The named parties, those that at some time lay in one of them, and those in which one lay.

        Anybody else is bound like somebody whom the graph does not know, unless a list is open or a
        stay cuts something out of a whole.
        """
        named = self._named
        return named.union(*(self.lit.inside(each) for each in named), self.lit.around(named))

    def candidates(self) -> list[Id]:
        """Whoever may be bound otherwise than a stranger: places, and whoever is named."""
        lit = self.lit
        if not self._named and not self._open:
            return []
        near = self.related
        ids = {each for one in near for each in lit.ids_of.get(one, (one,)) if each in lit.agents}
        ids = {each for each in ids if lit.agents[each].is_place or lit.party(each) in self._named}
        return sorted({*lit.places, *ids} if self._open or self.course.cuts else ids)

    def key(self, agent: Id) -> tuple[Hashable, ...]:
        """What tells a party or place apart; those with the same key are bound alike, always."""
        lit = self.lit
        me = lit.party(agent)
        named = me in self._named
        if self._named and (lit.changes_place(agent) or (named and self._by_itself(me))):
            return ("one", me)
        who = lit.agents.get(agent) or Agent(id=agent)
        if not self._named:
            return ("any", who.is_place)
        ids = lit.ids_of.get(me, (agent,)) if self._open or named else ()
        kinds = frozenset(lit.agents[each].kind for each in ids if each in lit.agents)
        inside = frozenset(lit.inside(me) & self._named)
        marks = tuple(self._marks.get(me, ())) if named else ()
        return ("any", who.category, who.is_place, kinds, frozenset(self._around(me)), inside, named, marks)

    def _by_itself(self, party: Id) -> bool:
        """Whether a named party is told apart by more than its place on lists: others lie in it, or may."""
        return self.course.cuts or party in self._territories or bool(self.lit.inside(party))

    @cached_property
    def _territories(self) -> frozenset[Id]:
        """The places that the scopes, or the classes they protect, name as territory."""
        lit = self.lit
        scopes = [lit.scopes[key] for key in self.course.scopes]
        groups = [lit.classes[key] for scope in scopes for key in scope.protects if key in lit.classes]
        return frozenset(lit.party(where) for each in (*scopes, *groups) for where in each.territory)

    @cached_property
    def _marks(self) -> dict[Id, list[Hashable]]:
        """How the scopes name each party: on which lists it is, and as what it sues since when, until when."""
        lit, found = self.lit, defaultdict[Id, list[Hashable]](list)
        for key in sorted(self.course.scopes):
            scope = lit.scopes[key]
            for each in sorted({lit.party(listed) for listed in scope.protects}):
                found[each].append((key, "listed"))
            for each in sorted({lit.party(spared) for spared in scope.non_members}):
                found[each].append((key, "spared"))
            for role in roles_of(lit, scope):
                found[lit.party(role.party)].append((key, role.role, role.joined, role.left))
        return found

    def _around(self, agent: Id) -> set[Id]:
        """The named places that one lies in."""
        return {whole for whole in self._named if agent in self._inside[whole]}

    @cached_property
    def _inside(self) -> dict[Id, frozenset[Id]]:
        return {whole: self.lit.inside(whole) for whole in self._named}

    @cached_property
    def classes(self) -> list[tuple[Id, ...]]:
        """The known parties and places by what tells them apart, named ones by themselves."""
        if not self._named:
            everybody = tuple(self.candidates())
            return [everybody] if everybody else []
        found: defaultdict[tuple[Hashable, ...], list[Id]] = defaultdict(list)
        for agent in self.candidates():
            found[self.key(agent)].append(agent)
        return [tuple(found[key]) for key in sorted(found, key=lambda key: found[key])]
