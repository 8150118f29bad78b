"""The litigation that a graph tells of, read into plain values: all of it, or what bears on one provision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from . import gather, making
from .gather import Facts, Kind, Select
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
    "Select", "load", "load_for",
]  # fmt: skip

_NAMED: Final = ("protects", "territory", "knownNonMember", "binds", "doesNotBind")


def load(select: Select, *, sources: bool = True) -> Litigation:
    """All litigation in a graph, in some fifteen questions; without the `sources`, which change no state."""
    found = {kind: gather.of_kind(select, kind) for kind in gather.KINDS}
    return _Rows(select, found, gather.sources(select) if sources else {}).made()


def load_for(select: Select, provision: Id, parties: Iterable[Id] = ()) -> Litigation:
    """What bears on one provision or measure, and what is known of these parties.

    Its cost follows the litigation of that provision, not the size of the graph. Given all parties
    that are asked about, answers from it are those from the whole.
    """
    rows = _Rows(select)
    whole = rows.measures(provision)
    rows.litigated(whole)
    rows.mentioned([*parties, *rows.all(gather.MEASURE, "enactedBy")])
    rows.suits(whole)
    rows.places()
    rows.cited = gather.sources_of(select, {*rows.found[gather.EFFECT], *rows.found[gather.RULING], *whole})
    return rows.made()


@dataclass(slots=True)
class _Rows:
    """What has been read of each kind, by id."""

    select: Select
    found: dict[Kind, dict[Id, Facts]] = field(default_factory=lambda: {kind: {} for kind in gather.KINDS})
    cited: Mapping[Id, tuple[Id, ...]] = field(default_factory=dict[Id, "tuple[Id, ...]"])
    asked: set[Id] = field(default_factory=set[Id])

    def read(self, ids: Iterable[Id]) -> None:
        """Read what is said of these things, where that is not yet known."""
        new = set(ids) - self.asked
        self.asked |= new
        self.take(gather.describe(self.select, new))

    def take(self, facts: Mapping[Id, Facts]) -> None:
        """Keep what is said of things, by their kind."""
        for key, each in facts.items():
            for kind in gather.KINDS:
                if each.is_a(kind):
                    self.found[kind][key] = each
        self.asked |= facts.keys()

    def all(self, kind: Kind, *names: str) -> set[Id]:
        """The values of properties of all things of a kind."""
        return {value for facts in self.found[kind].values() for name in names for value in facts.all(name)}

    def related(self, pattern: str, ids: Iterable[Id]) -> set[Id]:
        return gather.related(self.select, pattern, ids)

    # What bears on one provision, step by step

    def measures(self, about: Id) -> set[Id]:
        """A provision with what it is part of, its parts and its measure; a measure with its provisions."""
        near = self.related(
            "{ ?about ej:partOf* ?id } UNION { ?id ej:partOf+ ?about } UNION { ?about ej:ofMeasure ?id }"
            " UNION { ?id ej:ofMeasure ?about }",
            [about],
        )
        self.read({about, *near})
        return {about, *near}

    def litigated(self, whole: set[Id]) -> None:
        """The relief and what acts on it, on its rulings and on other effects, until nothing is new."""
        rest = whole | self.related("?id ej:restrains ?about", whole) | self.scoped(whole)
        seen: set[Id] = set()
        while rest := rest - seen:
            seen |= rest
            self.read(rest)
            effects = gather.effects_on(self.select, rest)
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
        same = self.related("?id ej:ofEvent ?about", self.all(gather.EFFECT, "ofEvent"))
        self.read(
            same
            | self.related(
                "?id ej:producedBy ?about", {by for each in waiting for by in each.all("producedBy")}
            )
        )

    def scoped(self, whole: set[Id]) -> set[Id]:
        """The relief that was ever given a scope which names one of these provisions."""
        scopes = self.related("?id ej:coversProvision ?about", whole)
        scopes |= self.related("VALUES ?p { ej:narrowestReading ej:widestReading } ?id ?p ?about", scopes)
        effects = self.related("VALUES ?p { ej:setsScope ej:suspendsScope } ?id ?p ?about", scopes)
        on = self.related("?about ej:actsOn ?id", effects)
        on |= self.related("?about a ej:LegalEffect ; ej:actsOn ?id", on)
        return {*on, *self.related("?id ej:grantedBy ?about", on)} if on else on

    def mentioned(self, parties: Iterable[Id]) -> None:
        """What effects and relief mention: scopes and their readings, classes, rulings, courts, parties."""
        effects = ("producedBy", "actsOn", "presupposedBy", "setsScope", "suspendsScope")
        self.read({*self.all(gather.EFFECT, *effects), *self.all(gather.RELIEF, "grantedBy"), *parties})
        # Whether a ruling granted anything at all matters to a stay of it, whatever that is.
        granted = self.related("?id ej:grantedBy ?about", self.found[gather.RULING])
        scopes = self.all(gather.SCOPE, "narrowestReading", "widestReading", *_NAMED)
        self.read(granted | scopes | self.all(gather.RULING, "byCourt", "inProceeding"))
        self.read(self.all(gather.SCOPE, *_NAMED) | self.all(gather.CLASS, "territory", "decertifiedBy"))

    def suits(self, whole: set[Id]) -> None:
        """The lawsuits, and the parties of those whose plaintiffs are protected."""
        suits = self.all(gather.SCOPE, "protectsPartiesOf")
        lawsuits = self.all(gather.PROCEEDING, "partOfLawsuit") | suits
        lawsuits |= self.related("?id ej:challenges ?about", whole)
        self.read(lawsuits | self.related("?id ej:partOfLawsuit ?about", suits))
        dockets = {
            key
            for key, facts in self.found[gather.PROCEEDING].items()
            if not suits.isdisjoint((key, *facts.all("partOfLawsuit")))
        }
        self.read(self.related("?id ej:inProceeding ?about", dockets))
        self.read(self.all(gather.ROLE, "party"))

    def places(self) -> None:
        """The places that those who are named lie in, and their other ids."""
        rest = set(self.found[gather.AGENT])
        seen: set[Id] = set()
        while rest:
            seen |= rest
            self.read(self.related("{ ?id ej:part ?about } UNION { ?id ej:sameGovernmentAs ?about }", rest))
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
