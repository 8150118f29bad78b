"""One lawsuit as a story: filed, decided, stayed, appealed, ended; each ruling a document of its own.

The story keeps to the law that the shapes know: nothing is stayed that has ended, no court undoes
what a higher one did, judges sit while they hold a seat. About one effect in eight has no certain day.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from nquads import Document, day, e, edtf, english, graph_iri, iri, t, text, truth, v
from registers import Court, Holder, Registers

LAST_DAY: Final = date(2026, 6, 1)
"""Nothing is decided later."""
_WORDS: Final = {
    "grant": "grant of", "deny": "denial concerning", "convert": "conversion of", "merge-into-final": "merger of",
    "expire": "expiry of", "administrative-stay": "administrative stay of", "stay-pending-appeal": "stay of",
    "partial-stay": "partial stay of", "lift-stay": "lifting of the stay of", "rescope": "new scope of",
    "narrow": "narrowing of", "extend-scope": "extension of", "clarify": "clarification of", "enforce": "enforcement of",
    "affirm": "affirmance of", "reverse": "reversal of", "vacate": "vacatur of", "dissolve": "dissolution of",
    "remand": "remand of", "moot": "mooting of", "settle": "settlement of",
}  # fmt: skip


@dataclass(slots=True)
class Relief:
    """Relief as the story knows it: what granted it, which stay is upon it, whether it lives."""

    iri: str
    label: str
    ruling: "Ruling"
    stay: str | None = None
    stayed_by: Court | None = None
    living: bool = True


@dataclass(frozen=True, slots=True)
class Ruling:
    """A ruling of the story, and the document that it stands in."""

    iri: str
    key: str
    label: str
    court: Court
    on: date
    document: Document


@dataclass(slots=True)
class Order:
    """The order that is fought over."""

    iri: str
    label: str
    signed: date
    issuer: str
    issuer_title: str
    provisions: list[str]
    relief: list[Relief] = field(default_factory=list["Relief"])


@dataclass(slots=True)
class Cited:
    """All sources so far; a few of them are cited again and again."""

    keys: list[str] = field(default_factory=list[str])

    def add(self, document: Document, label: str, kind: str, rank: str) -> str:
        """A new source, described in the document that is read from it."""
        source = document.describe(
            iri("source", f"g-{len(self.keys)}"), "Source", label, sourceKind=v(kind), sourceRank=v(rank)
        )
        self.keys.append(source)
        return source

    def some(self, chance: random.Random, most: int) -> list[str]:
        """Earlier sources, the earliest far more often than others."""
        count = chance.randrange(most + 1)
        return [self.keys[int(len(self.keys) * chance.random() ** 3)] for _ in range(count)]


class Suit:
    """Tells one lawsuit against one order."""

    def __init__(
        self,
        key: str,
        seed: str,
        order: Order,
        registers: Registers,
        cited: Cited,
        organizations: list[tuple[str, str]],
    ) -> None:
        self.key = key
        self.chance = random.Random(f"{seed}/suit/{key}")
        self.order = order
        self.registers = registers
        self.cited = cited
        self.organizations = organizations
        self.today = order.signed + timedelta(self.chance.randrange(3, 140))
        self.rulings: list[Ruling] = []
        self.effects = 0
        self.proceedings: dict[str, str] = {}
        self.docket = Document(f"g-docket-{key}", f"Docket of lawsuit {key}", self.today)
        self.parties: list[tuple[str, str]] = []
        self.challenged: list[str] = []

    def tell(self) -> Iterator[Document]:
        """The docket and the rulings, each when it is complete."""
        if self.today >= LAST_DAY:
            return
        self._file()
        interim = self._interim()
        if interim is not None:
            self._stay(interim)
            self._aftermath(interim)
            self._appeal(interim)
        self._final(interim)
        yield self.docket
        yield from (ruling.document for ruling in self.rulings)

    # Filing

    def _file(self) -> None:
        chance, docket = self.chance, self.docket
        lead = chance.choice(self.registers.places)
        self.court = self.registers.courts[f"g{lead[2]}d"]
        self.challenged = sorted(
            chance.sample(self.order.provisions, min(len(self.order.provisions), chance.randrange(1, 4)))
        )
        self.caption = f"{lead[1]} v. {self.order.issuer_title} ({self.key})"
        self.lawsuit = docket.describe(
            iri("lawsuit", f"g-{self.key}"), "Lawsuit", self.caption, caption=text(self.caption),
            challenges=self.challenged, checkedTo=day(date(2026, 6, 30)),
        )  # fmt: skip
        self.judge = self.registers.bench(chance, self.court, self.today)[0]
        self._proceeding("trial", self.court, None)
        docket.say(self.proceedings["trial"], e("presidedBy"), self.judge.person)
        count = min(25, int(chance.paretovariate(0.9)))
        pool = [lead, *chance.sample(self.registers.places, count)]
        self.parties = [(place, name) for place, name, _ in dict.fromkeys(pool)]
        self.parties += chance.sample(self.organizations, min(len(self.organizations), chance.randrange(3)))
        for serial, (party, name) in enumerate(self.parties):
            self._role("trial", f"p{serial}", "plaintiff", party, name, capacity="entity", late=serial > 2)
        self._role("trial", "d0", "defendant", self.order.issuer, self.order.issuer_title)
        for serial, (post, title, _) in enumerate(
            chance.sample(self.registers.issuers, chance.randrange(1, 4))
        ):
            if post != self.order.issuer:
                self._role("trial", f"d{serial + 1}", "defendant", post, title)
        source = self.cited.add(docket, f"Docket of {self.caption}", "court-record", "primary")
        docket.record([self.lawsuit, self.proceedings["trial"]], [source, *self.cited.some(chance, 1)])

    def _proceeding(self, name: str, court: Court, below: str | None) -> str:
        serial = len(self.proceedings)
        number = f"{self.today.year % 100:02}-g{self.key}-{serial}"
        self.proceedings[name] = self.docket.describe(
            iri("proceeding", f"g-{self.key}-{name}"), "Proceeding", f"{self.caption}, No. {number} ({court.cited})",
            caption=text(self.caption), docketNumber=text(number), filedOn=day(self.today), inCourt=court.iri,
            partOfLawsuit=self.lawsuit, appealFrom=self.proceedings[below] if below else None,
            courtListenerId=text(f"9{sum(map(ord, number)):05}{serial}"),
        )  # fmt: skip
        return self.proceedings[name]

    def _role(
        self, where: str, serial: str, role: str, party: str, name: str, *, capacity: str = "official-capacity", late: bool = False
    ) -> None:  # fmt: skip
        joined = (
            self.today + timedelta(self.chance.randrange(10, 200))
            if late and self.chance.random() < 0.15
            else None
        )
        left = (
            (joined or self.today) + timedelta(self.chance.randrange(30, 600))
            if late and self.chance.random() < 0.05
            else None
        )
        self.docket.describe(
            iri("party-role", f"g-{self.key}-{where}-{serial}"), "PartyRole", f"{name}, {role}, {self.caption}, {where}",
            party=party, role=v(role), inProceeding=self.proceedings[where], capacity=v(capacity),
            joinedOn=day(joined) if joined else None, leftOn=day(left) if left else None,
        )  # fmt: skip

    # Rulings

    def _later(self, least: int, most: int) -> bool:
        """Time passes; whether there is any left."""
        self.today += timedelta(self.chance.randrange(least, most))
        return self.today < LAST_DAY

    def _rule(
        self, where: str, court: Court, kind: str, label: str, *, reviews: list[Ruling] | None = None
    ) -> Ruling:
        """A ruling of today, with its bench, votes and disposition."""
        chance, key = self.chance, f"g-{self.key}-{len(self.rulings)}"
        spoken = f"{label} of {self.today.day} {self.today:%B} {self.today.year}, {self.caption}"
        document = Document(f"g-opinion-{self.key}-{len(self.rulings)}", spoken, self.today)
        judges = (
            [self.judge]
            if court is self.court and self.judge.serves(self.today)
            else self.registers.bench(chance, court, self.today)
        )
        author = chance.choice(judges)
        name = iri("ruling", key)
        bench_kind = {1: "single-judge", 3: "panel", 9: "full-court"}[len(judges)]
        bench = document.describe(
            iri("bench", key),
            "Bench",
            f"bench of the {spoken}",
            benchType=v(bench_kind),
            seat=[judge.person for judge in judges],
        )
        alone = chance.random() < 0.2 and len(judges) > 1
        document.describe(
            name, "Ruling", spoken, byCourt=court.iri, inProceeding=self.proceedings[where], decidedOn=day(self.today),
            enteredOn=day(self.today), rulingType=v(kind), hasBench=bench, author=None if alone else author.person,
            perCuriam=truth(True) if alone else None, docketEntry=text(f"No. g{self.key}, Dkt. {10 + 7 * len(self.rulings)}"),
            summary=english(f"{label}: {chance.choice(('likely success shown', 'no irreparable harm', 'the spending power', 'notice and comment'))}"),
            reviews=[each.iri for each in reviews or []] or None,
        )  # fmt: skip
        if len(judges) > 1:
            for serial, judge in enumerate(judges):
                self._vote(
                    document,
                    name,
                    f"{key}-{serial}",
                    judge,
                    dissents=judge is not author and chance.random() < 0.2,
                )
        disposition = document.describe(iri("disposition", f"{key}-1"), "Disposition", f"disposition of the {spoken}", dispositionType=v(_disposition(kind)))  # fmt: skip
        document.say(name, e("hasDisposition"), disposition)
        source = self.cited.add(document, f"{spoken} (opinion)", "court-record", "primary")
        document.record([name], [source, *self.cited.some(chance, 3)])
        self.rulings.append(Ruling(name, key, spoken, court, self.today, document))
        return self.rulings[-1]

    def _vote(self, document: Document, ruling: str, key: str, judge: Holder, *, dissents: bool) -> None:
        document.describe(
            iri("vote", key), "JudgeVote", f"vote of {judge.name} ({key})", judge=judge.person, onRuling=ruling,
            vote=v("against" if dissents else "for"),
        )  # fmt: skip

    def _effect(
        self, ruling: Ruling, kind: str, target: str, what: str, *, on: date | None = None, sequence: int | None = None,
        mandate: date | None = None, at_mandate: bool = False, **said: str | list[str] | None,
    ) -> str:  # fmt: skip
        """One effect of a ruling, on its day unless another is given, or at a mandate (perhaps not sourced)."""
        first = last = on or ruling.on
        written = first.isoformat()
        if at_mandate:
            first, last = (mandate, mandate) if mandate else (ruling.on, None)
            written = ruling.on.isoformat()
            said["atMandate"] = truth(True)
        elif (
            on is None
            and kind in {"narrow", "rescope", "extend-scope", "clarify"}
            and self.chance.random() < 0.3
        ):
            last = first + timedelta(self.chance.randrange(5, 40))  # the day on which it began is not sourced
            written = f"{first.isoformat()}/{last.isoformat()}"
        self.effects += 1
        name = iri("effect", f"g-{self.key}-{self.effects}-{kind}")
        document = ruling.document
        document.describe(
            name, "LegalEffect", f"{_WORDS[kind]} {what}", effectType=v(kind), producedBy=ruling.iri, actsOn=target,
            earliest=day(first), latest=day(last) if last else None, edtf=edtf(written),
            sequence=f'"{sequence}"^^{t("xsd:integer")}' if sequence else None, **said,
        )  # fmt: skip
        document.say(f"{document.graph[:-1]}#1>", e("about"), name)
        return name

    # Relief and its scope

    def _grant(self, ruling: Ruling, kind: str, label: str) -> Relief:
        document = ruling.document
        spoken = f"{label} of {ruling.on.day} {ruling.on:%B} {ruling.on.year} ({self.key})"
        relief = document.describe(
            iri("relief", f"{ruling.key}-relief"), "Relief", spoken, grantedBy=ruling.iri, reliefType=v(kind),
            restrains=self.challenged,
        )  # fmt: skip
        document.say(f"{document.graph[:-1]}#1>", e("about"), relief)
        self._effect(ruling, "grant", relief, spoken, setsScope=self._scope(document, ruling.key))
        found = Relief(relief, spoken, ruling)
        self.order.relief.append(found)
        return found

    def _scope(self, document: Document, key: str, kind: str | None = None) -> str:
        """A scope of one of the kinds, sometimes one on whose reach sources differ."""
        chance, name = self.chance, iri("scope", key)
        chosen = (
            kind
            or chance.choices(("everyone", "parties", "territory", "class", "disputed"), (35, 37, 12, 9, 7))[
                0
            ]
        )
        document.say(f"{document.graph[:-1]}#1>", e("about"), name)
        spoken = f"{chosen} ({key})"
        if chosen == "everyone":
            return document.describe(name, "Scope", spoken, scopeKind=v("everyone"), protects=e("Everyone"))
        if chosen == "parties":
            named = chance.random() < 0.3
            return document.describe(
                name, "Scope", spoken, scopeKind=v("parties"), doesNotBind=self._unbound(),
                protects=[party for party, _ in self.parties[:3]] if named else None,
                protectsPartiesOf=None if named else self.lawsuit,
            )  # fmt: skip
        if chosen == "territory":
            states = chance.sample(sorted(self.registers.states), chance.randrange(1, 5))
            return document.describe(name, "Scope", spoken, scopeKind=v("territory"), territory=[iri("jurisdiction", f"us-{code}") for code in states])  # fmt: skip
        if chosen == "class":
            members = document.describe(
                iri("class", key), "ProtectedClass", f"class of {key}", definition=english(f"grantees of {self.order.issuer_title}"),
                takesIn=v(chance.choice(("everyone-reached", "some-persons"))),
            )  # fmt: skip
            return document.describe(name, "Scope", spoken, scopeKind=v("class"), protects=members)
        narrow = self._scope(document, f"{key}-narrow", "parties")
        wide = self._scope(document, f"{key}-wide", "everyone")
        return document.describe(
            name, "Scope", spoken, scopeKind=v("parties"), narrowestReading=narrow, widestReading=wide
        )

    def _unbound(self) -> str | None:
        president = self.registers.issuers[0][0]
        return president if self.chance.random() < 0.3 else None

    # The story

    def _interim(self) -> Relief | None:
        """A temporary restraining order, a preliminary injunction, both or neither."""
        chance, order, held = self.chance, None, None
        if chance.random() < 0.45 and self._later(2, 12):
            granted = chance.random() < 0.75
            kind = "temporary-restraining-order" if granted else "temporary-restraining-order-denied"
            order = self._rule("trial", self.court, kind, "temporary restraining order" if granted else "denial of a temporary restraining order")  # fmt: skip
            if granted:
                held = self._grant(order, kind, "temporary restraining order")
            else:
                self._effect(order, "deny", self.challenged[0], "a temporary restraining order")
        if chance.random() >= 0.8 or not self._later(8, 90):
            if held:
                self._lapse(held)
            return None
        if chance.random() >= 0.7:
            denial = self._rule(
                "trial", self.court, "preliminary-injunction-denied", "denial of a preliminary injunction"
            )
            self._effect(denial, "deny", self.challenged[0], "a preliminary injunction")
            if held:
                self._effect(denial, "dissolve", held.iri, held.label)
                held.living = False
            return None
        ruling = self._rule("trial", self.court, "preliminary-injunction-granted", "preliminary injunction")
        relief = self._grant(ruling, "preliminary-injunction", "preliminary injunction")
        if held:
            self._effect(ruling, "convert", held.iri, held.label, successor=relief.iri)
            held.living = False
        return relief

    def _lapse(self, held: Relief) -> None:
        """A temporary restraining order runs out; sometimes only the month is known."""
        on = held.ruling.on + timedelta(14)
        document, vague = held.ruling.document, self.chance.random() < 0.3
        key = f"g-{self.key}-lapse"
        lapse = document.describe(
            iri("event", key), "LapseEvent", f"lapse of the {held.label}", on=None if vague else day(on)
        )
        first, last, written = on, on, on.isoformat()
        if vague:
            last = on + timedelta(20)
            written = f"{first.isoformat()}/{last.isoformat()}"
        document.describe(
            iri("effect", f"{key}-expire"), "LegalEffect", f"expiry of the {held.label}", effectType=v("expire"), producedBy=lapse,
            actsOn=held.iri, earliest=day(first), latest=day(last), edtf=edtf(written),
        )  # fmt: skip
        held.living = False

    def _circuit(self) -> Court:
        return self.registers.courts[self.court.above or ""]

    def _appellate(self) -> str:
        """The proceeding in the court of appeals, opened when it is first needed."""
        if "appeal" not in self.proceedings:
            self._proceeding("appeal", self._circuit(), "trial")
            self._role("appeal", "a0", "appellant", self.order.issuer, self.order.issuer_title)
            self._role("appeal", "e0", "appellee", *self.parties[0], capacity="entity")
        return "appeal"

    def _supreme(self) -> str:
        if "cert" not in self.proceedings:
            self._proceeding("cert", self.registers.courts["scotus"], self._appellate())
            self._role("cert", "a0", "petitioner", self.order.issuer, self.order.issuer_title)
            self._role("cert", "e0", "respondent", *self.parties[0], capacity="entity")
        return "cert"

    def _stay(self, relief: Relief) -> None:
        """Stays: administrative, then pending appeal; some go up to the Supreme Court."""
        chance = self.chance
        if chance.random() >= 0.5 or not self._later(3, 20):
            return
        court, where = self._circuit(), self._appellate()
        held = None
        if chance.random() < 0.4:
            ruling = self._rule(
                where, court, "administrative-stay-granted", "administrative stay", reviews=[relief.ruling]
            )
            held = self._effect(ruling, "administrative-stay", relief.iri, relief.label)
            if not self._later(4, 25):
                relief.stay, relief.stayed_by = held, court
                return
        granted = chance.choices(("denied", "granted", "partial"), (5, 3, 2))[0]
        kind = {"denied": "stay-denied", "granted": "stay-granted", "partial": "partial-stay-granted"}[
            granted
        ]
        ruling = self._rule(where, court, kind, kind.replace("-", " "), reviews=[relief.ruling])
        if held:
            self._effect(ruling, "lift-stay", held, relief.label, sequence=1, undoes=held)
        self._stayed(ruling, relief, granted)
        if chance.random() < 0.3 and self._later(10, 60):
            granted = "partial" if relief.stay is None else "denied"
            kind = "partial-stay-granted" if granted == "partial" else "stay-denied"
            above = self._rule(
                self._supreme(),
                self.registers.courts["scotus"],
                kind,
                kind.replace("-", " "),
                reviews=[ruling],
            )
            self._stayed(above, relief, granted)

    def _stayed(self, ruling: Ruling, relief: Relief, granted: str) -> None:
        if granted == "denied":
            self._effect(ruling, "deny", relief.iri, relief.label)
        elif granted == "granted":
            relief.stay, relief.stayed_by = (
                self._effect(ruling, "stay-pending-appeal", relief.iri, relief.label, sequence=2),
                ruling.court,
            )
        else:
            left = self._scope(ruling.document, f"{ruling.key}-left", "parties")
            relief.stay = self._effect(
                ruling, "partial-stay", relief.iri, relief.label, sequence=2, setsScope=left
            )
            relief.stayed_by = ruling.court

    def _aftermath(self, relief: Relief) -> None:
        """What the trial court does with relief that lives: it is extended, clarified, enforced."""
        for kind, ruling_kind in (("clarify", "clarified"), ("enforce", "motion-to-enforce-granted"), ("extend-scope", "preliminary-injunction-extended")):  # fmt: skip
            if self.chance.random() < 0.2 and self._later(15, 120):
                ruling = self._rule("trial", self.court, ruling_kind, ruling_kind.replace("-", " "))
                scope = None
                if kind == "extend-scope":
                    place, name, _ = self.chance.choice(self.registers.places)
                    scope = ruling.document.describe(
                        iri("scope", f"{ruling.key}-added"),
                        "Scope",
                        f"{name} ({ruling.key})",
                        scopeKind=v("parties"),
                        protects=place,
                    )
                self._effect(ruling, kind, relief.iri, relief.label, setsScope=scope)

    def _appeal(self, relief: Relief) -> None:
        """The judgment on appeal, at a mandate that is not always sourced; and what the Supreme Court says of it."""
        chance = self.chance
        if chance.random() >= 0.6 or not self._later(90, 500):
            return
        outcome = chance.choices(
            ("affirmed", "vacated-and-remanded", "affirmed-in-part-vacated-in-part", "reversed"),
            (50, 12, 25, 13),
        )[0]
        ruling = self._rule(
            self._appellate(), self._circuit(), outcome, outcome.replace("-", " "), reviews=[relief.ruling]
        )
        issued = ruling.on + timedelta(chance.randrange(45, 70))
        mandate = issued if chance.random() < 0.75 and issued < LAST_DAY else None
        if mandate:
            ruling.document.say(ruling.iri, e("mandateIssuedOn"), day(mandate))
        event = ruling.document.describe(
            iri("event", f"{ruling.key}-mandate"), "Event", f"mandate of the {ruling.label}"
        )
        at = {"at_mandate": True, "mandate": mandate, "ofEvent": event}
        if relief.stay and relief.stayed_by is ruling.court:
            self._effect(ruling, "lift-stay", relief.stay, relief.label, undoes=relief.stay, **at)  # type: ignore[arg-type]
            relief.stay = None
        if outcome.startswith("affirmed"):
            self._effect(ruling, "affirm", relief.ruling.iri, relief.ruling.label)
        if outcome == "affirmed-in-part-vacated-in-part":
            narrower = self._scope(ruling.document, f"{ruling.key}-narrower", "parties")
            self._effect(ruling, "rescope", relief.iri, relief.label, setsScope=narrower, **at)  # type: ignore[arg-type]
        elif outcome != "affirmed":
            kind = "reverse" if outcome == "reversed" else "vacate"
            self._effect(ruling, kind, relief.ruling.iri, relief.ruling.label, **at)  # type: ignore[arg-type]
            relief.living = False
        self.today = max(self.today, issued)
        if outcome.startswith("affirmed") and chance.random() < 0.15 and self._later(100, 400):
            self._certiorari(relief, ruling)

    def _certiorari(self, relief: Relief, below: Ruling) -> None:
        reversed_ = self.chance.random() < 0.6
        outcome = "reversed" if reversed_ else "affirmed"
        ruling = self._rule(
            self._supreme(),
            self.registers.courts["scotus"],
            outcome,
            f"{outcome} by the Supreme Court",
            reviews=[below],
        )
        if relief.stay:
            self._effect(ruling, "lift-stay", relief.stay, relief.label, sequence=1, undoes=relief.stay)
            relief.stay = None
        self._effect(ruling, "reverse" if reversed_ else "affirm", below.iri, below.label, sequence=2)
        relief.living = relief.living and not reversed_

    def _final(self, interim: Relief | None) -> None:
        """Judgment: a permanent injunction, a dismissal, a settlement; many lawsuits are still open."""
        chance = self.chance
        if chance.random() >= 0.55 or not self._later(100, 900):
            return
        living = interim if interim is not None and interim.living else None
        if chance.random() < 0.45:
            ruling = self._rule("trial", self.court, "permanent-injunction", "permanent injunction")
            relief = self._grant(ruling, "permanent-injunction", "permanent injunction")
            if living:
                self._effect(ruling, "merge-into-final", living.iri, living.label, successor=relief.iri)
                living.living = False
            return
        ruling = self._rule("trial", self.court, "dismissed", "dismissal")
        if living:
            self._effect(ruling, "dissolve", living.iri, living.label, endReason=v("lawsuit-dismissed"))
            living.living = False
        self.docket.say(self.proceedings["trial"], e("terminatedOn"), day(self.today))


def _disposition(kind: str) -> str:
    for ending, found in (
        ("partial-stay-granted", "partial-stay-granted"), ("stay-granted", "stay-granted"), ("stay-denied", "stay-denied"),
        ("denied", "denied"), ("affirmed-in-part-vacated-in-part", "affirmed"), ("affirmed", "affirmed"), ("reversed", "reversed"),
        ("vacated-and-remanded", "vacated"), ("dismissed", "dismissed"), ("clarified", "clarified"),
    ):  # fmt: skip
        if kind.endswith(ending):
            return found
    return "granted"


__all__ = ["Cited", "Order", "Relief", "Suit", "graph_iri"]
