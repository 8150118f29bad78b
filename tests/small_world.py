"""A small world for the tests of the answer engine: one order, two states, three levels of courts.

The order `eo` has section `p` with its part `p1`, and section `q`. City `ci` and county `co` lie in
state `st`, city `oc` in state `ot`; `sf` and `sf-county` are one government. Tests add rulings,
relief and effects in a line each; days are EDTF texts.
"""

import random
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date

from enjoin.graph.answers.answer import Answer, answer
from enjoin.graph.dates import parse_edtf
from enjoin.graph.effects.things import (
    Agent,
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
from enjoin.graph.effects.timeline import Course
from enjoin.graph.effects.world import Litigation
from enjoin.graph.iris import Iris

TODAY = date(2026, 11, 22)
LEVELS = {"trial": "trial-court", "appeal": "appellate-court", "supreme": "supreme-court"}
COURTS = {
    "trial": "United States District Court for the Northern District of California",
    "appeal": "United States Court of Appeals for the Ninth Circuit",
    "supreme": "Supreme Court of the United States",
}


class World:
    """Litigation in the making."""

    def __init__(self, begins: str | None = "2025-01-20") -> None:
        self.things = [
            Measure(id="eo", label="Executive Order 1", begun=parse_edtf("2025-01-20")),
            Provision(id="p", measure="eo", label="Section 2 of Executive Order 1"),
            Provision(id="p1", measure="eo", part_of="p", label="Section 2(a) of Executive Order 1"),
            Provision(id="q", measure="eo", label="Section 3 of Executive Order 1"),
            *(Court(id=level, label=COURTS[level], level=LEVELS[level]) for level in LEVELS),
            Court(id="other-appeal", label=COURTS["appeal"].replace("Ninth", "Second"), level=LEVELS["appeal"]),
            Agent(id="us", label="United States", kind="nation"),
            Agent(id="st", label="State of Sierra", kind="state", within=("us",)),
            Agent(id="ot", label="Ohio", kind="state", within=("us",)),
            Agent(id="co", label="Coast County", kind="county", within=("st",)),
            Agent(id="ci", label="Chester", kind="city", within=("st",)),
            Agent(id="oc", label="Canton", kind="city", within=("ot",)),
            Agent(id="sf", label="City and County of San Felipe", kind="consolidated-city-county", within=("st",)),
            Agent(id="sf-county", label="San Felipe County", kind="county", within=("st",), same_government=("sf",)),
            Agent(id="org", label="Helpers", category="organization"),
            Agent(id="ag", label="Attorney General", category="post"),
        ]  # fmt: skip
        self.rulings: dict[str, str] = {}
        self.lapses: dict[str, date | None] = {}
        self.effects = 0
        if begins is not None:
            self.effect("takes-effect", "eo", "eo", begins)

    def add(self, *things) -> "World":
        self.things += things
        return self

    def ruling(self, name: str, level: str, day: str, **fields) -> str:
        self.rulings[name] = level
        self.add(Ruling(id=name, label=f"ruling {name}", court=level, decided=parse_edtf(day), **fields))
        return name

    def scope(self, name: str, *protects: str, **fields) -> str:
        everyone = "everyone" in protects
        listed = tuple(each for each in protects if each != "everyone")
        self.add(
            Scope(id=name, label=fields.pop("label", name), everyone=everyone, protects=listed, **fields)
        )
        return name

    def effect(self, kind: str, by: str, on: str | Iterable[str], day: str, **fields) -> str:
        """One effect; its producer is a ruling already there, a measure, or `lapse`."""
        self.effects += 1
        name = fields.pop("name", f"e{self.effects}")
        bounds = parse_edtf(day)
        if by == "lapse":
            by = f"{name}-lapse"
            self.lapses[by] = bounds.exact
        if isinstance(fields.get("scope"), str):
            fields["sets_scope"] = fields.pop("scope")
        if isinstance(fields.get("lapses"), str):
            fields["lapses_on"] = date.fromisoformat(fields.pop("lapses"))
        targets = (on,) if isinstance(on, str) else tuple(on)
        self.add(
            Effect(
                id=name, type=kind, producer=by, targets=targets, earliest=bounds.earliest, latest=bounds.latest,
                edtf=day, label=fields.pop("label", f"{kind} {name}"), **fields,
            )
        )  # fmt: skip
        return name

    def grant(
        self, relief: str, day: str, scope: str, *, on: Iterable[str] = ("p",), level: str = "trial", **fields
    ) -> str:
        """A ruling of that day that grants new relief with a scope; the ruling is `r-<relief>`."""
        ruling = fields.pop("by", f"r-{relief}")
        if ruling not in self.rulings:
            self.ruling(ruling, level, day)
        self.add(
            Relief(
                id=relief,
                label=f"injunction {relief}",
                kind="preliminary-injunction",
                granted_by=ruling,
                restrains=tuple(on),
            )
        )
        return self.effect("grant", ruling, relief, day, scope=scope, **fields)

    def lit(self) -> Litigation:
        return Litigation.of(*self.things, lapses=self.lapses)

    def course(self, provision: str = "p", rules: RuleSet | None = None) -> Course:
        return Course(self.lit(), provision, rules or RuleSet())

    def state(self, who: str, on: str, provision: str = "p", rules: RuleSet | None = None) -> str:
        return self.course(provision, rules).outlook(who, date.fromisoformat(on)).state

    def possible(self, who: str, on: str, provision: str = "p") -> set[str]:
        return set(self.course(provision).outlook(who, date.fromisoformat(on)).possible)

    def table(self, who: str, provision: str = "p") -> list[tuple[str, str]]:
        """The periods as first day and state, or its reason; the first from the beginning of time."""
        found: list[tuple[str, str]] = []
        for period in self.course(provision).periods(who):
            said = period.outlook.reason or period.outlook.state
            if not found or found[-1][1] != said:
                found.append((str(period.start or ""), said))
        return found

    def answer(self, who: str, on: str, provision: str = "p", **fields) -> Answer:
        fields.setdefault("today", TODAY)
        return answer(self.lit(), provision, who, date.fromisoformat(on), **fields)


def suit(
    world: World, *plaintiffs: str, joined: str | None = None, left: str | None = None, name: str = "suit"
) -> None:
    """A lawsuit with one proceeding and its plaintiffs."""
    world.add(Lawsuit(id=name, label=name), Proceeding(id=f"{name}-1", lawsuits=(name,), court="trial"))
    join(world, *plaintiffs, joined=joined, left=left, name=name)


def join(
    world: World, *plaintiffs: str, joined: str | None, left: str | None = None, name: str = "suit"
) -> None:
    world.add(
        *(
            PartyRole(
                id=f"{name}-{who}",
                party=who,
                proceeding=f"{name}-1",
                role="plaintiff",
                joined=parse_edtf(joined) if joined else None,
                left=parse_edtf(left) if left else None,
            )
            for who in plaintiffs
        )
    )


def people(name: str, takes_in: str | None = "some-persons", **fields) -> ProtectedClass:
    return ProtectedClass(id=name, label=name, takes_in=takes_in, **fields)


KINDS = {
    "measures": "order", "provisions": "provision", "courts": "court", "lawsuits": "lawsuit",
    "proceedings": "proceeding", "rulings": "ruling", "reliefs": "relief", "effects": "effect", "scopes": "scope",
    "classes": "class", "agents": "jurisdiction", "containments": "containment", "roles": "party-role",
}  # fmt: skip
WORDS = frozenset(
    ("label", "kind", "type", "category", "level", "role", "capacity", "subdivisions", "takes_in")
)


def with_iris(lit: Litigation, seed: int = 1) -> Litigation:
    """The same litigation with IRIs for ids, put together in another order."""
    iris = Iris()
    names = {key: iris.entity(kind, key).value for many, kind in KINDS.items() for key in getattr(lit, many)}
    names |= {key: iris.entity("event", key).value for key in lit.lapses}

    def renamed(value):
        if isinstance(value, str):
            return names.get(value, value)
        return tuple(renamed(each) for each in value) if isinstance(value, tuple) else value

    things = []
    for many in KINDS:
        for thing in getattr(lit, many).values():
            changed = {
                each.name: renamed(getattr(thing, each.name))
                for each in fields(thing)
                if each.name not in WORDS
            }
            things.append(replace(thing, **changed))
    random.Random(seed).shuffle(things)
    return Litigation.of(*things, lapses={names[key]: day for key, day in lit.lapses.items()})
