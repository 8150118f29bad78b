"""The litigation that a graph tells of, read into plain values: all of it, or what bears on one provision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from . import gather, making
from .gather import AGENTS, Asked, Facts, Kind, Reader, Select
from .order import RECORDS
from .things import (
    DEFAULT_RULES,
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
from .world import Litigation

__all__ = [
    "DEFAULT_RULES", "Agent", "Containment", "Court", "Effect", "Id", "Lawsuit", "Litigation", "Measure",
    "PartyRole", "Proceeding", "ProtectedClass", "Provision", "Relief", "RuleSet", "Ruling", "Scope",
    "Select", "load", "load_about", "load_beside", "load_for", "load_registers",
]  # fmt: skip

_NAMED: Final = ("protects", "territory", "knownNonMember", "binds", "doesNotBind")
_REGISTERS: Final = (gather.AGENT, gather.CONTAINMENT)
_PLACES: Final = tuple(name for name, category in AGENTS.items() if category == "jurisdiction")


def load(select: Select, *, sources: bool = True) -> Litigation:
    """All litigation in a graph, in some fifteen questions; without the `sources`, which change no state."""
    found = {kind: gather.of_kind(select, kind) for kind in gather.KINDS}
    return _Rows(Asked(select), found, gather.sources(select) if sources else {}).made()


def load_for(select: Select, provision: Id, parties: Iterable[Id] = ()) -> Litigation:
    """What bears on one provision or measure, and what is known of these parties.

    Its cost follows the litigation of that provision, not the size of the graph. Given all parties
    that are asked about, answers from it are those from the whole.
    """
    rows = _Rows(Asked(select))
    whole = rows.measures([provision])
    rows.litigated(whole)
    rows.mentioned([*parties, *rows.all(gather.MEASURE, "enactedBy")])
    rows.suits(whole)
    rows.places()
    rows.cited = gather.sources_of(select, {*rows.found[gather.EFFECT], *rows.found[gather.RULING], *whole})
    return rows.made()


def load_about(reader: Reader, units: Iterable[Id]) -> Litigation:
    """What bears on some provisions or measures, for every party and place: enough to derive their periods.

    Its cost follows the litigation about them, and the places within those whom that names.
    """
    rows = _Rows(reader)
    whole = rows.measures(units)
    rows.litigated(whole)
    rows.mentioned(())
    rows.suits(whole)
    rows.insides()
    rows.places()
    return rows.made()


@dataclass(frozen=True, slots=True)
class Registers:
    """All parties and places of a graph: small beside what is litigated, and the same for all of it.

    `known` are the things that are nothing else besides, so that nothing is left to read of them.
    """

    litigation: Litigation
    known: frozenset[Id]


def load_registers(reader: Reader) -> Registers:
    """The parties and the places, and which of them lay in which."""
    rows = _Rows(reader)
    rows.read(reader.members(name for kind in _REGISTERS for name in kind.classes))
    others = {key for kind, found in rows.found.items() if kind not in _REGISTERS for key in found}
    known = frozenset(key for kind in _REGISTERS for key in rows.found[kind]) - others
    return Registers(Litigation().among(rows.made()), known)


def load_beside(reader: Reader, units: Iterable[Id], registers: Registers) -> Litigation:
    """What bears on some provisions or measures, beside all parties and places: enough to derive their periods.

    Its cost follows the litigation about them. It gives what `load_about` gives.
    """
    rows = _Rows(reader, known=registers.known)
    whole = rows.measures(units)
    rows.litigated(whole)
    rows.mentioned(())
    rows.suits(whole)
    return rows.made().among(registers.litigation)


@dataclass(slots=True)
class _Rows:
    """What has been read of each kind, by id; what is `known` need not be read."""

    reader: Reader
    found: dict[Kind, dict[Id, Facts]] = field(default_factory=lambda: {kind: {} for kind in gather.KINDS})
    cited: Mapping[Id, tuple[Id, ...]] = field(default_factory=dict[Id, "tuple[Id, ...]"])
    asked: set[Id] = field(default_factory=set[Id])
    known: frozenset[Id] = frozenset()

    def read(self, ids: Iterable[Id]) -> None:
        """Read what is said of these things, where that is not yet known."""
        new = {each for each in ids if each not in self.asked and each not in self.known}
        self.asked |= new
        self.take(self.reader.describe(new))

    def take(self, facts: Mapping[Id, Facts]) -> None:
        """Keep what is said of things, by their kind."""
        for key, each in facts.items():
            for kind in gather.KINDS:
                if each.is_a(kind):
                    self.found[kind][key] = each.of(kind)
        self.asked |= facts.keys()

    def all(self, kind: Kind, *names: str) -> set[Id]:
        """The values of properties of all things of a kind."""
        return {value for facts in self.found[kind].values() for name in names for value in facts.all(name)}

    # What bears on one provision, step by step

    def measures(self, about: Iterable[Id]) -> set[Id]:
        """Provisions with what they are part of, their parts and measures; a measure with its provisions."""
        about = set(about)
        whole = about | self.reader.family(about)
        self.read(whole)
        return whole

    def litigated(self, whole: set[Id]) -> None:
        """The relief and what acts on it, on its rulings and on other effects, until nothing is new."""
        rest = whole | self.reader.leading(whole, "ej:restrains") | self.scoped(whole)
        seen: set[Id] = set()
        while rest := rest - seen:
            seen |= rest
            self.read(rest)
            effects = self.reader.effects_on(rest)
            self.take(effects)
            rest = set[Id]()
            for each in effects.values():
                if each.word("effectType") not in RECORDS:
                    rest |= {each.id, *each.all("producedBy"), *each.all("successor")}
                    rest |= set(each.all("actsOn")) if each.all("successor") else set[Id]()
            rest |= self.all(gather.RELIEF, "grantedBy")
        # Effects on other things that share a day with one of these help to date it.
        waiting = [
            each
            for each in self.found[gather.EFFECT].values()
            if each.one("atMandate") in {"true", "1"} or each.word("effectType") in {"vacate", "reverse"}
        ]
        same = self.reader.leading(self.all(gather.EFFECT, "ofEvent"), "ej:ofEvent")
        producing = {by for each in waiting for by in each.all("producedBy")}
        self.read(same | self.reader.leading(producing, "ej:producedBy"))

    def scoped(self, whole: set[Id]) -> set[Id]:
        """The relief that was ever given a scope which names one of these provisions."""
        scopes = self.reader.leading(whole, "ej:coversProvision")
        scopes |= self.reader.leading(scopes, "ej:narrowestReading", "ej:widestReading")
        effects = self.reader.leading(scopes, "ej:setsScope", "ej:suspendsScope")
        on = self.reader.led(effects, "ej:actsOn")
        on |= self.reader.led(on, "ej:actsOn")
        return on | self.reader.leading(on, "ej:grantedBy")

    def mentioned(self, parties: Iterable[Id]) -> None:
        """What effects and relief mention: scopes and their readings, classes, rulings, courts, parties."""
        effects = ("producedBy", "actsOn", "presupposedBy", "setsScope", "suspendsScope")
        self.read({*self.all(gather.EFFECT, *effects), *self.all(gather.RELIEF, "grantedBy"), *parties})
        # Whether a ruling granted anything at all matters to a stay of it, whatever that is.
        granted = self.reader.leading(self.found[gather.RULING], "ej:grantedBy")
        scopes = self.all(gather.SCOPE, "narrowestReading", "widestReading", *_NAMED)
        self.read(granted | scopes | self.all(gather.RULING, "byCourt", "inProceeding"))
        self.read(self.all(gather.SCOPE, *_NAMED) | self.all(gather.CLASS, "territory", "decertifiedBy"))

    def suits(self, whole: set[Id]) -> None:
        """The lawsuits, and the parties of those whose plaintiffs are protected."""
        suits = self.all(gather.SCOPE, "protectsPartiesOf")
        lawsuits = self.all(gather.PROCEEDING, "partOfLawsuit") | suits
        lawsuits |= self.reader.leading(whole, "ej:challenges")
        self.read(lawsuits | self.reader.leading(suits, "ej:partOfLawsuit"))
        dockets = {
            key
            for key, facts in self.found[gather.PROCEEDING].items()
            if not suits.isdisjoint((key, *facts.all("partOfLawsuit")))
        }
        self.read(self.reader.leading(dockets, "ej:inProceeding"))
        self.read(self.all(gather.ROLE, "party"))

    def insides(self) -> None:
        """The places that at some time lay in those who are named; all places, where that may matter."""
        effects, scopes = self.found[gather.EFFECT].values(), self.found[gather.SCOPE].values()
        open_ended = any(each.word("membersKnown") == "some-members" for each in scopes)
        if open_ended or any(each.one("suspendsScope") for each in effects):
            self.read(self.reader.members(_PLACES))
        rest = self.all(gather.SCOPE, "protects", "territory", "knownNonMember")
        rest |= self.all(gather.CLASS, "territory") | self.all(gather.ROLE, "party")
        seen: set[Id] = set()
        while rest := rest - seen:
            seen |= rest
            dated = self.reader.leading(rest, "ej:whole")
            rest = self.reader.leading(rest, "ej:within", "ej:sameGovernmentAs") | self.reader.led(
                rest, "ej:sameGovernmentAs"
            )
            rest |= self.reader.led(dated, "ej:part")
            self.read(rest | dated)

    def places(self) -> None:
        """The places that those who are named lie in, and their other ids."""
        rest = set(self.found[gather.AGENT])
        seen: set[Id] = set()
        while rest:
            seen |= rest
            self.read(self.reader.leading(rest, "ej:part", "ej:sameGovernmentAs"))
            near = self.all(gather.AGENT, "within", "sameGovernmentAs") | self.all(
                gather.CONTAINMENT, "whole"
            )
            self.read(near)
            rest = set(self.found[gather.AGENT]) - seen

    def made(self) -> Litigation:
        """The rows made into things."""
        cited = self.cited

        def rows(kind: Kind) -> Iterable[Facts]:
            return self.found[kind].values()

        made = chain(
            (making.measure(each, cited.get(each.id, ())) for each in rows(gather.MEASURE)),
            map(making.provision, rows(gather.PROVISION)),
            map(making.court, rows(gather.COURT)),
            map(making.proceeding, rows(gather.PROCEEDING)),
            map(making.lawsuit, rows(gather.LAWSUIT)),
            (making.ruling(each, cited.get(each.id, ())) for each in rows(gather.RULING)),
            map(making.relief, rows(gather.RELIEF)),
            map(making.scope, rows(gather.SCOPE)),
            map(making.protected_class, rows(gather.CLASS)),
            map(making.agent, rows(gather.AGENT)),
        )
        perhaps = chain(
            (making.effect(each, cited.get(each.id, ())) for each in rows(gather.EFFECT)),
            map(making.containment, rows(gather.CONTAINMENT)),
            map(making.role, rows(gather.ROLE)),
        )
        lapses = {each.id: each.day("on") for each in rows(gather.LAPSE)}
        return Litigation.of(*made, *(each for each in perhaps if each is not None), lapses=lapses)
