"""All that the engine knows, with the ways to walk it: a plain value without a store behind it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Final, Protocol, TypeVar

from ..dates import Bounds
from .things import (
    Agent,
    Containment,
    Court,
    Effect,
    Id,
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


class _Identified(Protocol):
    @property
    def id(self) -> Id: ...


_Thing = TypeVar("_Thing", bound=_Identified)
_Value = TypeVar("_Value")

_SHARED: Final = (
    "provisions_of", "parts_of", "_above", "moves", "effects_at", "effects_to", "effects_with_scope", "reliefs_by", "reliefs_on", "_one_party",
    "ids_of", "_wholes", "parties_in", "_insides", "roles_of", "roles_suing_in", "places", "readings", "listed",
)  # fmt: skip
"""What is worked out of everything but the effects on things, and by whom they are."""
_OF_PLACES: Final = ("places", "ids_of", "_one_party", "_wholes", "parties_in", "_insides", "moves")
"""What is worked out of the parties and places alone."""

Asked = Callable[[tuple[str, ...]], bool]
"""Decides what the record leaves open: given what is open, yes or no."""


def by_id(things: Iterable[_Thing]) -> dict[Id, _Thing]:
    """The things by their ids, in the order of the ids, so that no other order ever shows."""
    return {thing.id: thing for thing in sorted(things, key=lambda thing: thing.id)}


@dataclass(frozen=True, kw_only=True)
class Litigation:
    """Measures, rulings, relief and their effects, the parties and the places.

    The dictionaries are keyed by id and never changed. `lapses` are the lapses of time that
    produce effects, with their day where it is known.
    """

    measures: Mapping[Id, Measure] = field(default_factory=dict[Id, Measure])
    provisions: Mapping[Id, Provision] = field(default_factory=dict[Id, Provision])
    courts: Mapping[Id, Court] = field(default_factory=dict[Id, Court])
    lawsuits: Mapping[Id, Lawsuit] = field(default_factory=dict[Id, Lawsuit])
    proceedings: Mapping[Id, Proceeding] = field(default_factory=dict[Id, Proceeding])
    rulings: Mapping[Id, Ruling] = field(default_factory=dict[Id, Ruling])
    reliefs: Mapping[Id, Relief] = field(default_factory=dict[Id, Relief])
    effects: Mapping[Id, Effect] = field(default_factory=dict[Id, Effect])
    scopes: Mapping[Id, Scope] = field(default_factory=dict[Id, Scope])
    classes: Mapping[Id, ProtectedClass] = field(default_factory=dict[Id, ProtectedClass])
    agents: Mapping[Id, Agent] = field(default_factory=dict[Id, Agent])
    containments: Mapping[Id, Containment] = field(default_factory=dict[Id, Containment])
    roles: Mapping[Id, PartyRole] = field(default_factory=dict[Id, PartyRole])
    lapses: Mapping[Id, date | None] = field(default_factory=dict[Id, "date | None"])

    @classmethod
    def of(
        cls,
        *things: Measure | Provision | Court | Lawsuit | Proceeding | Ruling | Relief | Effect | Scope
        | ProtectedClass | Agent | Containment | PartyRole,
        lapses: Mapping[Id, date | None] | None = None,
    ) -> "Litigation":  # fmt: skip
        """The world of these things, in whatever order they come."""

        def only(kind: type[_Thing]) -> dict[Id, _Thing]:
            return by_id(thing for thing in things if isinstance(thing, kind))

        return cls(
            measures=only(Measure),
            provisions=only(Provision),
            courts=only(Court),
            lawsuits=only(Lawsuit),
            proceedings=only(Proceeding),
            rulings=only(Ruling),
            reliefs=only(Relief),
            effects=only(Effect),
            scopes=only(Scope),
            classes=only(ProtectedClass),
            agents=only(Agent),
            containments=only(Containment),
            roles=only(PartyRole),
            lapses=dict(sorted((lapses or {}).items())),
        )

    def beside(self, effect: Effect) -> "Litigation":
        """The same with one more effect, which has no scope, event or successor.

        All that was worked out is shared, so that it costs the same however much there is.
        """
        found = replace(self, effects=_Beside(self.effects, effect.id, effect))
        for name in _SHARED:
            found.__dict__[name] = getattr(self, name)
        on, by = self.effects_on, self.effects_by
        for target in {*effect.targets, *effect.undoes}:
            on = _Beside(on, target, tuple(sorted((*on.get(target, ()), effect.id))))
        found.__dict__["effects_on"] = on
        ours = tuple(sorted((*by.get(effect.producer, ()), effect.id)))
        found.__dict__["effects_by"] = _Beside(by, effect.producer, ours)
        return found

    def among(self, known: "Litigation") -> "Litigation":
        """The same among the parties and places that another knows, of which all that was worked out is shared."""
        found = replace(self, agents=known.agents, containments=known.containments)
        for name in _OF_PLACES:
            found.__dict__[name] = getattr(known, name)
        return found

    # Measures and their provisions

    def label(self, id: Id) -> str:  # noqa: A002 - the word of the house
        """What anything here is called; the last segment of its IRI where it has no label."""
        for things in (
            self.provisions, self.measures, self.agents, self.reliefs, self.rulings, self.effects,
            self.courts, self.lawsuits, self.proceedings, self.scopes, self.classes,
        ):  # fmt: skip
            found = things.get(id)
            if found is not None and found.label:
                return found.label
        return id.rstrip("/").rpartition("/")[2]

    @cached_property
    def provisions_of(self) -> Mapping[Id, tuple[Id, ...]]:
        """The recorded provisions of each measure."""
        return _index((provision.measure, key) for key, provision in self.provisions.items())

    @cached_property
    def parts_of(self) -> Mapping[Id, tuple[Id, ...]]:
        """The recorded parts of each provision."""
        pairs = ((each.part_of, key) for key, each in self.provisions.items() if each.part_of is not None)
        return _index(pairs)

    def above(self, provision: Id) -> tuple[Id, ...]:
        """What a provision is part of, nearest first, its measure last."""
        known = self._above.get(provision)
        if known is not None:
            return known
        found: list[Id] = []
        each = self.provisions.get(provision)
        while each is not None:
            up = each.part_of
            if up is None or up in found or up == provision or up not in self.provisions:
                found.append(each.measure)
                break
            found.append(up)
            each = self.provisions[up]
        self._above[provision] = tuple(found)
        return self._above[provision]

    @cached_property
    def _above(self) -> dict[Id, tuple[Id, ...]]:
        return {}

    def below(self, provision: Id) -> tuple[Id, ...]:
        """The parts of a provision and their parts; of a measure, all its provisions."""
        if provision in self.measures and provision not in self.provisions:
            return self.provisions_of.get(provision, ())
        found: list[Id] = []
        rest = list(self.parts_of.get(provision, ()))
        while rest:
            part = rest.pop(0)
            if part not in found and part != provision:
                found.append(part)
                rest.extend(self.parts_of.get(part, ()))
        return tuple(found)

    # Effects

    @cached_property
    def effects_on(self) -> Mapping[Id, tuple[Id, ...]]:
        """The effects that act on, or undo, each thing."""
        pairs = (
            (on, key) for key, effect in self.effects.items() for on in {*effect.targets, *effect.undoes}
        )
        return _index(pairs)

    @cached_property
    def effects_by(self) -> Mapping[Id, tuple[Id, ...]]:
        """The effects that each ruling, measure or lapse produces."""
        return _index((effect.producer, key) for key, effect in self.effects.items())

    @cached_property
    def effects_at(self) -> Mapping[Id, tuple[Id, ...]]:
        """The effects of each event."""
        return _index((each.event, key) for key, each in self.effects.items() if each.event is not None)

    @cached_property
    def effects_to(self) -> Mapping[Id, tuple[Id, ...]]:
        """The merges and conversions that each relief follows."""
        return _index(
            (each.successor, key) for key, each in self.effects.items() if each.successor is not None
        )

    @cached_property
    def effects_with_scope(self) -> Mapping[Id, tuple[Id, ...]]:
        """The effects that set or suspend each scope."""
        pairs = ((scope, key) for key, effect in self.effects.items() for scope in scopes_of(effect))
        return _index(pairs)

    @cached_property
    def reliefs_by(self) -> Mapping[Id, tuple[Id, ...]]:
        """The relief that each ruling grants."""
        pairs = {(each.granted_by, key) for key, each in self.reliefs.items() if each.granted_by is not None}
        for effect in self.effects.values():
            if effect.type == "grant":
                pairs |= {(effect.producer, target) for target in effect.targets if target in self.reliefs}
        return _index(pairs)

    @cached_property
    def reliefs_on(self) -> Mapping[Id, tuple[Id, ...]]:
        """The relief that restrains each provision or measure by name, at any time."""
        pairs = {(on, key) for key, each in self.reliefs.items() for on in each.restrains}
        for effect in self.effects.values():
            named = {on for scope in scopes_of(effect) for on in self.provisions_named(scope)}
            if named:
                pairs |= {(on, relief) for relief in self._reliefs_acted_on(effect) for on in named}
        return _index(pairs)

    def _reliefs_acted_on(self, effect: Effect) -> set[Id]:
        """The relief that an effect acts on by name, or as that of a ruling or of another effect."""
        found: set[Id] = set()
        for target in effect.targets:
            if target in self.reliefs:
                found.add(target)
            elif target in self.effects and self.effects[target] is not effect:
                found |= {each for each in self.effects[target].targets if each in self.reliefs}
            found.update(self.reliefs_by.get(target, ()))
        return found

    def provisions_named(self, scope: Id) -> set[Id]:
        """The provisions that a scope, or a reading of it, names."""
        each = self.scopes.get(scope)
        if each is None:
            return set()
        readings = (self.scopes.get(key) for key in (each.narrowest, each.widest) if key is not None)
        return {
            *each.provisions,
            *(on for reading in readings if reading is not None for on in reading.provisions),
        }

    def level(self, producer: Id) -> str | None:
        """The level of the court that made a ruling; `None` for what is no ruling."""
        ruling = self.rulings.get(producer)
        court = self.courts.get(ruling.court or "") if ruling is not None else None
        return court.level if court is not None else None

    @cached_property
    def denied(self) -> dict[Id, frozenset[Id]]:
        """The parts of what relief restrains that its own ruling denied, kept by `levels.held`."""
        return {}

    @cached_property
    def moves(self) -> tuple[Bounds, ...]:
        """When places came to lie in others, and ceased to."""
        found = (each for held in self.containments.values() for each in (held.since, held.until))
        return tuple(dict.fromkeys(each for each in found if each is not None))

    @cached_property
    def courses(self) -> dict[tuple[Id, RuleSet], object]:
        """The courses of provisions that were worked out, kept by `timeline.course_of`."""
        return {}

    @cached_property
    def readings(self) -> dict[tuple[Id, Id], Scope]:
        """The readings of scopes with what they take from the whole, kept by `scope.read`."""
        return {}

    @cached_property
    def listed(self) -> dict[tuple[Id, tuple[Id, ...], tuple[Id, ...]], tuple[frozenset[Id], frozenset[Id]]]:
        """The parties on the lists of scopes, kept by `scope.covered`."""
        return {}

    # Parties and places

    @cached_property
    def _one_party(self) -> Mapping[Id, Id]:
        """For the ids of one government, the least of them."""
        leader: dict[Id, Id] = {}

        def lead(key: Id) -> Id:
            while leader.get(key, key) != key:
                key = leader[key]
            return key

        for key, agent in self.agents.items():
            for other in agent.same_government:
                first, second = sorted((lead(key), lead(other)))
                leader[second] = first
                leader.setdefault(first, first)
        return {key: lead(key) for key in leader}

    def party(self, agent: Id) -> Id:
        """The one id under which the ids of a consolidated city-county are one party."""
        return self._one_party.get(agent, agent)

    @cached_property
    def places(self) -> tuple[Id, ...]:
        """All jurisdictions that are known, in the order of their ids."""
        return tuple(key for key, agent in self.agents.items() if agent.is_place)

    @cached_property
    def ids_of(self) -> Mapping[Id, tuple[Id, ...]]:
        """For each party of several ids, all of them."""
        return _index((one, key) for key, one in self._one_party.items())

    @cached_property
    def _wholes(self) -> Mapping[Id, tuple[tuple[Id, Id | None], ...]]:
        """For each party: the wholes it lies in directly, each with its dated containment if there is one."""
        dated = {(each.part, each.whole) for each in self.containments.values()}
        pairs = [
            (self.party(each.part), (self.party(each.whole), key)) for key, each in self.containments.items()
        ]
        found: defaultdict[Id, set[tuple[Id, Id | None]]] = defaultdict(set)
        for part, whole in pairs:
            found[part].add(whole)
        for key, agent in self.agents.items():
            for whole in agent.within:
                if (key, whole) not in dated:
                    found[self.party(key)].add((self.party(whole), None))
        return {
            key: tuple(sorted(each, key=lambda pair: (pair[0], pair[1] or ""))) for key, each in found.items()
        }

    @cached_property
    def parties_in(self) -> Mapping[Id, tuple[Id, ...]]:
        """For each party: the parties that at some time lay in it directly."""
        return _index((whole, part) for part, wholes in self._wholes.items() for whole, _ in wholes)

    def inside(self, whole: Id) -> frozenset[Id]:
        """All parties that at some time lay in a whole, at any depth; not itself."""
        whole = self.party(whole)
        if whole not in self._insides:
            found: set[Id] = set()
            rest = [whole]
            while rest:
                for part in self.parties_in.get(rest.pop(), ()):
                    if part not in found:
                        found.add(part)
                        rest.append(part)
            self._insides[whole] = frozenset(found - {whole})
        return self._insides[whole]

    @cached_property
    def _insides(self) -> dict[Id, frozenset[Id]]:
        return {}

    def around(self, parties: Iterable[Id]) -> frozenset[Id]:
        """All wholes in which any of these parties at some time lay, at any depth."""
        found: set[Id] = set()
        rest = [self.party(each) for each in parties]
        while rest:
            for up, _ in self._wholes.get(rest.pop(), ()):
                if up not in found:
                    found.add(up)
                    rest.append(up)
        return frozenset(found)

    def lies_in(self, party: Id) -> tuple[tuple[Id, Containment | None], ...]:
        """The wholes in which a party lies directly, each with its dated containment if there is one."""
        found = self._wholes.get(party, ())
        return tuple((up, self.containments.get(key or "")) for up, key in found)

    def within(self, part: Id, whole: Id, day: date, ask: Asked) -> bool:
        """Whether one place lies in another, at any depth, on a day."""
        goal, start = self.party(whole), self.party(part)
        seen, rest = {start}, [start]
        while rest:
            for up, containment in self._wholes.get(rest.pop(), ()):
                if up not in seen and self._holds(containment, day, ask):
                    if up == goal:
                        return True
                    seen.add(up)
                    rest.append(up)
        return False

    def reaches(self, provision: Id, agent: Id, day: date) -> bool:
        """Whether a provision can bind a party or place at all: the law of a state or city, nobody elsewhere."""
        each = self.provisions.get(provision)
        measure = self.measures.get(each.measure if each is not None else provision)
        home = measure.enacted_by if measure is not None else None
        who = self.agents.get(agent)
        if home is None or who is None or not who.is_place or self.party(home) == self.party(agent):
            return True

        def surely(_: tuple[str, ...]) -> bool:
            return True

        return self.within(agent, home, day, surely)

    def _holds(self, containment: Id | None, day: date, ask: Asked) -> bool:
        if containment is None:
            return True
        found = self.containments[containment]
        return _begun(found.since, day, ask, ("since", containment)) and not (
            found.until is not None and _begun(found.until, day, ask, ("until", containment))
        )

    def changes_place(self, agent: Id) -> bool:
        """Whether a place, or a whole that it lies in, did not always lie where it lies."""
        seen, rest = {self.party(agent)}, [self.party(agent)]
        while rest:
            for up, containment in self._wholes.get(rest.pop(), ()):
                if containment is not None:
                    return True
                if up not in seen:
                    seen.add(up)
                    rest.append(up)
        return False

    @cached_property
    def roles_of(self) -> Mapping[Id, tuple[Id, ...]]:
        """The parts that each party has in proceedings."""
        return _index((self.party(role.party), key) for key, role in self.roles.items())

    @cached_property
    def roles_suing_in(self) -> Mapping[Id, tuple[Id, ...]]:
        """The parts of those who sue, or may, in each lawsuit and each proceeding.

        On appeal the petitioner may be either side; below, he is the one who sued.
        """
        pairs: list[tuple[Id, Id]] = []
        for key, role in self.roles.items():
            proceeding = self.proceedings.get(role.proceeding)
            appeal = proceeding is not None and bool(proceeding.appeal_from)
            if role.role in {"plaintiff", "intervenor"} or (role.role == "petitioner" and not appeal):
                pairs.append((role.proceeding, key))
                pairs += [(suit, key) for suit in (proceeding.lawsuits if proceeding is not None else ())]
        return _index(pairs)


def _begun(bounds: Bounds | None, day: date, ask: Asked, what: tuple[str, ...]) -> bool:
    """Whether a day had come; no bounds mean that it always had."""
    if bounds is None or (bounds.latest is not None and bounds.latest <= day):
        return True
    return bounds.earliest <= day and ask((*what, day.isoformat()))


def scopes_of(effect: Effect) -> tuple[Id, ...]:
    """The scopes that an effect sets or suspends."""
    return tuple(each for each in (effect.sets_scope, effect.suspends_scope) if each is not None)


class _Beside(Mapping[Id, _Value]):
    """A mapping with one value more, or another one, that leaves the mapping itself alone."""

    def __init__(self, base: Mapping[Id, _Value], key: Id, value: _Value) -> None:
        self._base = base
        self._key = key
        self._value = value

    def __getitem__(self, key: Id) -> _Value:
        return self._value if key == self._key else self._base[key]

    def __contains__(self, key: object) -> bool:
        return key == self._key or key in self._base

    def __iter__(self) -> Iterator[Id]:
        return iter(sorted({*self._base, self._key}))

    def __len__(self) -> int:
        return len(self._base) + (self._key not in self._base)


def _index(pairs: Iterable[tuple[Id, Id]]) -> dict[Id, tuple[Id, ...]]:
    found: defaultdict[Id, set[Id]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return {key: tuple(sorted(found[key])) for key in sorted(found)}
