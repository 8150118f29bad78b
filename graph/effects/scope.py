"""Scopes: whom relief covers, and the algebra of cover.

Four axes: whom a scope protects, where, which provisions, and whom it binds. The first three say
whether a party or place is covered; whom relief binds does not change that, only who must obey.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from enum import Enum, IntEnum
from typing import Final, NamedTuple

from .ask import Ask, explore
from .things import Agent, Id, PartyRole, ProtectedClass, Scope
from .world import Litigation


class Reach(IntEnum):
    """How far something is covered: not at all, only so far, or wholly."""

    NO = 0
    CONDITIONAL = 1
    YES = 2


class Cover(Enum):
    """The public answer: `UNKNOWN` where the record does not decide it."""

    NO = "no"
    CONDITIONAL = "conditional"
    YES = "yes"
    UNKNOWN = "unknown"


class Covered(NamedTuple):
    """How far, and why only so far: pairs of `class`, `condition`, `territory` and its id or words."""

    reach: Reach
    why: frozenset[tuple[str, str]] = frozenset()


NOT: Final = Covered(Reach.NO)
WHOLLY: Final = Covered(Reach.YES)


def either(first: Covered, second: Covered) -> Covered:
    """The union of two covers: as far as the farther of them."""
    if first.reach is second.reach is Reach.CONDITIONAL:
        return Covered(Reach.CONDITIONAL, first.why | second.why)
    return first if first.reach >= second.reach else second


def both(first: Covered, second: Covered, ask: Ask) -> Covered:
    """The intersection of two covers: as far as both reach.

    Two different classes of people may or may not overlap: that is asked.
    """
    if first.reach is Reach.NO or second.reach is Reach.NO:
        return NOT
    if first.reach is second.reach is Reach.CONDITIONAL:
        ours, theirs = _classes(first), _classes(second)
        if ours and theirs and not ours & theirs and not ask(("overlap", *sorted(ours | theirs))):
            return NOT
        return Covered(Reach.CONDITIONAL, first.why | second.why)
    return first if first.reach is Reach.CONDITIONAL else second


def less(first: Covered, second: Covered) -> Covered:
    """The difference of two covers: what the second leaves of the first."""
    if second.reach is Reach.YES or first.reach is Reach.NO:
        return NOT
    if second.reach is Reach.NO:
        return first
    return Covered(Reach.CONDITIONAL, first.why | frozenset(("all but", what) for _, what in second.why))


def _classes(covered: Covered) -> frozenset[str]:
    return frozenset(what for kind, what in covered.why if kind == "class")


class Question(NamedTuple):
    """Of whom is asked, and when: `part` where it is asked for the sake of a larger whole.

    `lit` is the world, `ask` decides what its record leaves open.
    """

    lit: Litigation
    agent: Id
    on: date
    ask: Ask
    part: bool = False

    def who(self) -> Agent:
        """The one asked about; somebody unknown is a place of no known kind."""
        category = "class" if self.agent in self.lit.classes else "jurisdiction"
        return self.lit.agents.get(self.agent) or Agent(id=self.agent, category=category)


def read(lit: Litigation, scope: Id, ask: Ask) -> Scope | None:
    """A scope in one of its readings; `None` for the reading that covers nobody.

    A disputed or unrecorded scope has a narrowest and a widest reading. What the readings do not
    say themselves (provisions, condition) they take from the whole.
    """
    each = lit.scopes.get(scope)
    if each is None:
        return Scope(id=scope, everyone=True) if ask(("unrecorded", scope)) else None
    if each.narrowest is None and each.widest is None:
        return each
    wide = ask(("scope", scope))
    key = each.widest if wide else each.narrowest
    if key is None:
        return Scope(id=scope, everyone=True, provisions=each.provisions) if wide else None
    reading = lit.scopes.get(key)
    if reading is None or reading.id == scope:
        return Scope(id=scope, everyone=True) if ask(("unrecorded", key)) else None
    found = lit.readings.get((scope, key))
    if found is None:
        found = lit.readings[scope, key] = replace(
            reading,
            provisions=reading.provisions or each.provisions,
            condition=reading.condition or each.condition,
        )
    return found


def covered(question: Question, scope: Scope, since: date) -> Covered:
    """How far a scope, in a reading, covers the one asked about; `since` is when it took hold.

    Only the axes of whom and where; for the provisions see `covers_provision`.
    """
    found = both(_protected(question, scope, since), _there(question, scope), question.ask)
    if scope.condition and found.reach is not Reach.NO:
        return Covered(Reach.CONDITIONAL, found.why | {("condition", scope.condition)})
    return found


def _protected(question: Question, scope: Scope, since: date) -> Covered:
    """The axis of whom a scope protects."""
    if scope.everyone or scope.kind == "everyone":
        return WHOLLY
    if not (scope.protects or scope.parties_of or scope.open_list):
        if scope.territory:
            return WHOLLY  # everyone there
        if scope.kind == "persons":
            return Covered(Reach.CONDITIONAL, frozenset((("class", scope.id),)))
        return WHOLLY if question.ask(("unrecorded", scope.id)) else NOT
    found = NOT
    for protected in scope.protects:
        group = question.lit.classes.get(protected)
        if group is None and protected not in question.lit.agents:
            group = ProtectedClass(id=protected)  # somebody of whom nothing is said, or several
        found = either(found, _in_class(question, group) if group is not None else NOT)
    if _listed(question, scope, since):
        found = WHOLLY
    return found


def _listed(question: Question, scope: Scope, since: date) -> bool:
    """Whether the one asked about is on the list of a scope, or belongs to one who is."""
    lit, ask = question.lit, question.ask
    me = lit.party(question.agent)
    listed, plaintiffs = _on_lists(lit, scope)
    if me in listed:
        return True
    if me in plaintiffs and _is_party(question, scope, me, since):
        return True
    if scope.subdivisions != "no":
        for state in sorted(listed | plaintiffs):
            if state != me and lit.within(me, state, question.on, ask):
                holds = state in listed or _is_party(question, scope, state, since)
                if holds and (scope.subdivisions == "yes" or ask(("subdivisions", scope.id))):
                    return True
    return scope.open_list and _could_be_listed(question, scope) and ask(("member", scope.id, me))


def _on_lists(lit: Litigation, scope: Scope) -> tuple[frozenset[Id], frozenset[Id]]:
    """The parties whom a scope names, and those who sue in the suits whose plaintiffs it protects."""
    key = (scope.id, scope.protects, scope.parties_of)
    found = lit.listed.get(key)
    if found is None:
        named = frozenset(lit.party(each) for each in scope.protects if each not in lit.classes)
        suing = frozenset(lit.party(role.party) for role in roles_of(lit, scope))
        found = lit.listed[key] = named, suing
    return found


def _could_be_listed(question: Question, scope: Scope) -> bool:
    """Whether the one asked about could be on a list that is not fully named.

    What is true of a part of a whole is asked only where the part is named: the list that leaves
    a part open does not make the whole uncertain.
    """
    if question.part:
        return False
    if question.lit.party(question.agent) in {question.lit.party(each) for each in scope.non_members}:
        return False
    ids = question.lit.ids_of.get(question.lit.party(question.agent), (question.agent,))
    kinds = {agent.kind for each in ids if (agent := question.lit.agents.get(each)) is not None}
    return not scope.member_kinds or bool(kinds & set(scope.member_kinds))


def roles_of(lit: Litigation, scope: Scope) -> Iterable[PartyRole]:
    """The parts in the lawsuits or proceedings whose plaintiffs a scope protects."""
    suits = [lit.roles_suing_in.get(suit, ()) for suit in scope.parties_of]
    keys = suits[0] if len(suits) == 1 else sorted({key for suit in suits for key in suit})
    return (lit.roles[key] for key in keys)


def _is_party(question: Question, scope: Scope, party: Id, since: date) -> bool:
    """Whether a plaintiff was a party when the scope took hold, and still is."""
    lit, ask = question.lit, question.ask
    for role in roles_of(lit, scope):
        if lit.party(role.party) != party:
            continue
        if role.joined is not None and not _by(
            role.joined.earliest, role.joined.latest, since, ask, "joined", role
        ):
            continue
        if role.left is not None and _by(
            role.left.earliest, role.left.latest, question.on, ask, "left", role
        ):
            continue
        if role.role == "intervenor" and not ask(("side", role.id)):
            continue
        return True
    return False


def _by(earliest: date, latest: date | None, day: date, ask: Ask, kind: str, role: PartyRole) -> bool:
    if latest is not None and latest <= day:
        return True
    return earliest <= day and ask((kind, role.id, day.isoformat()))


def _in_class(question: Question, group: ProtectedClass) -> Covered:
    """How far a class takes in the one asked about: a place, as far as people there belong to it."""
    lit, ask, who = question.lit, question.ask, question.who()
    if group.decertified_by is not None and _decertified(question, group.decertified_by):
        return NOT
    if group.id == who.id:
        return WHOLLY
    if not who.is_place:
        everyone = group.takes_in == "everyone-reached" and not group.territory
        return WHOLLY if everyone or ask(("class", group.id, who.id)) else NOT
    if group.territory and not _in_any(question, group.territory):
        return NOT
    if group.takes_in == "everyone-reached":
        return WHOLLY
    if group.takes_in == "some-persons":
        return Covered(Reach.CONDITIONAL, frozenset((("class", group.id),)))
    return WHOLLY if ask(("class", group.id, lit.party(who.id))) else NOT


def _decertified(question: Question, ruling: Id) -> bool:
    found = question.lit.rulings.get(ruling)
    day = (found.mandate or found.decided) if found is not None else None
    if day is None or question.on < day.earliest:
        return False
    known = day.latest is not None and day.latest <= question.on
    return known or question.ask(("since", ruling, question.on.isoformat()))


def _in_any(question: Question, territory: Iterable[Id]) -> bool:
    lit = question.lit
    me = lit.party(question.agent)
    return any(me == lit.party(t) or lit.within(me, t, question.on, question.ask) for t in sorted(territory))


def _there(question: Question, scope: Scope) -> Covered:
    """The axis of where: what has no place is covered only in the territory."""
    if not scope.territory:
        return WHOLLY
    if not question.who().is_place:
        return Covered(Reach.CONDITIONAL, frozenset(("territory", each) for each in scope.territory))
    return WHOLLY if _in_any(question, scope.territory) else NOT


def covers_provision(lit: Litigation, provisions: Iterable[Id], asked: Id) -> bool:
    """The axis of provisions: whether one of these is the one asked about, or it is a part of one."""
    provisions = frozenset(provisions)
    return asked in provisions or not provisions.isdisjoint(lit.above(asked))


def names(lit: Litigation, scope: Id) -> set[Id]:
    """The parties and places that a scope or its readings name, each party under one id."""
    return set[Id]().union(*(_names(lit, lit.scopes[key]) for key in readings_of(lit, [scope])))


def _names(lit: Litigation, each: Scope) -> set[Id]:
    found = {lit.party(key) for key in (*each.protects, *each.territory) if key in lit.agents}
    for key in each.protects:
        group = lit.classes.get(key)
        if group is not None:
            found.update(lit.party(where) for where in group.territory)
    found.update(lit.party(role.party) for role in roles_of(lit, each))
    return found


def readings_of(lit: Litigation, scopes: Iterable[Id]) -> set[Id]:
    """These scopes, as far as they are recorded, and their readings."""
    found: set[Id] = set()
    for key in scopes:
        each = lit.scopes.get(key)
        if each is not None:
            found |= {key, *(k for k in (each.narrowest, each.widest) if k is not None and k in lit.scopes)}
    return found


def binds(lit: Litigation, scope: Id, agent: Id) -> Cover:
    """Whether relief of this scope binds a post, person or agency: the axis of whom it binds.

    A scope that names whom it binds says nothing of others; one that names nobody binds whoever
    it does not leave out.
    """
    each = lit.scopes.get(scope)
    if each is None:
        return Cover.UNKNOWN
    if agent in each.does_not_bind:
        return Cover.NO
    if agent in each.binds or not each.binds:
        return Cover.YES
    return Cover.UNKNOWN


def cover(
    lit: Litigation, scope: Id, agent: Id, provision: Id, on: date, since: date | None = None
) -> tuple[Cover, str]:
    """Whether a scope covers a party or place as to a provision on a day, and its words.

    `since` is the day on which the scope took hold (the day asked about where none is given).
    Asked of a whole of which only a part is covered, it is conditional.
    """

    def direct(who: Id, what: Id, ask: Ask, *, part: bool) -> Covered:
        reading = read(lit, scope, ask)
        if reading is None or (reading.provisions and not covers_provision(lit, reading.provisions, what)):
            return NOT
        return covered(Question(lit, who, on, ask, part), reading, since or on)

    def whole(ask: Ask) -> Covered:
        found = direct(agent, provision, ask, part=False)
        if found.reach is not Reach.NO:
            return found
        for who, what in parts(lit, agent, provision, names(lit, scope)):
            if who != lit.party(agent) and not lit.within(who, agent, on, ask):
                continue
            if direct(who, what, ask, part=True).reach is not Reach.NO:
                return Covered(
                    Reach.CONDITIONAL, frozenset((("part", who if who != lit.party(agent) else what),))
                )
        return NOT

    cases = [case.value for case in explore(whole)]
    reaches = {case.reach for case in cases}
    words = lit.label(scope)
    if len(reaches) > 1:
        return Cover.UNKNOWN, words
    why = sorted(what for _, what in cases[0].why)
    said = "; ".join(lit.label(what) if what in lit.agents or what in lit.classes else what for what in why)
    return Cover[reaches.pop().name], f"{words}: {said}" if said else words


def parts(lit: Litigation, agent: Id, provision: Id, named: Iterable[Id]) -> list[tuple[Id, Id]]:
    """The pairs of a part of who is asked about, or itself, and a part of the provision, or itself.

    Of the places within it only the `named` ones matter: the others are covered as it is. The pair
    of the two wholes is left out.
    """
    me = lit.party(agent)
    who = [me, *sorted(lit.inside(me) & set(named))]
    what = [provision, *lit.below(provision)]
    return [(each, on) for each in who for on in what if (each, on) != (me, provision)]
