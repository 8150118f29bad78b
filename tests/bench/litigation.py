"""Invented litigation in the words of the ontology, as much as one asks for, always the same.

    python tests/bench/litigation.py --quads 1000000 --output suits.nq.gz

The same seed gives the same bytes, and a larger graph starts with the smaller one. `--faults 0.01`
spoils about one document in a hundred in ways that the shapes know, and says on standard error, one
JSON object a line, what was spoiled where and which shape must find it.
"""

import argparse
import gzip
import json
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import IO, Final

from faults import Fault, spoil
from nquads import Document, day, e, edtf, english, iri, number, t, text, v
from registers import county_with_cities, registers
from suits import LAST_DAY, Cited, Order, Suit

SEED: Final = "20250120"
_KINDS: Final = (
    "ExecutiveOrder",
    "Proclamation",
    "PresidentialMemorandum",
    "AgencyDirective",
    "GrantCondition",
)
_TOPICS: Final = (
    "sanctuary",
    "grant-conditions",
    "byrne-jag",
    "grant-reallocation",
    "travel-ban",
    "birthright",
)
_DUTIES: Final = (
    "withhold grants from",
    "require certification by",
    "suspend entry through",
    "audit",
    "publish a list of",
)
_WHOM: Final = (
    "recipients of federal funds",
    "cities and counties",
    "carriers",
    "institutions of learning",
    "contractors",
)


@dataclass(slots=True)
class Signed:
    """An order as it was signed: who, when, what kind, and what it is called."""

    key: str
    kind: str
    on: date
    post: str
    title: str
    person: str
    number: str | None
    label: str

    @property
    def iri(self) -> str:
        return iri("order", self.key)


class Litigation:
    """Orders one after another, each with its lawsuits and what the papers said."""

    def __init__(self, seed: str = SEED) -> None:
        self.seed = seed
        self.cited = Cited()
        self.organizations: list[tuple[str, str]] = []
        self.orders: list[Order] = []
        self.registers, self._first = registers(seed)

    def documents(self) -> Iterator[Document]:
        """All documents, without an end; each refers only to itself and to those before it."""
        yield from self._first
        serial = 0
        while True:
            yield from self._dispute(serial)
            serial += 1

    def _dispute(self, serial: int) -> Iterator[Document]:
        chance = random.Random(f"{self.seed}/order/{serial}")
        yield self._newcomers(serial, chance)
        document, order = self._order(serial, chance)
        yield document
        suits = 0 if chance.random() < 0.25 else min(12, int(chance.paretovariate(1.0)))
        for suit in range(suits):
            yield from Suit(
                f"{serial}-{suit}", self.seed, order, self.registers, self.cited, self.organizations
            ).tell()
        end = self._end(serial, order, chance)
        if end is not None:
            yield end
        self.orders.append(order)
        yield self._article(serial, order, chance)

    def _newcomers(self, serial: int, chance: random.Random) -> Document:
        """Governments and organizations that appear for the first time."""
        document = Document(f"g-register-{serial}", f"Register, supplement {serial}", date(2026, 6, 30))
        code = chance.choice(sorted(self.registers.states))
        county_with_cities(self.registers, document, code, chance.randrange(1, 4), chance)
        name = f"Legal Fund {serial}"
        organization = document.describe(iri("organization", f"g-{serial}"), "Organization", name)
        self.organizations.append((organization, name))
        self.organizations = self.organizations[-40:]
        return document

    def _sign(self, key: str, chance: random.Random, after: date | None = None) -> Signed:
        on = date(2001, 3, 1) + timedelta(chance.randrange(9000))
        if after is not None:
            on = after + timedelta(chance.randrange(200, 1800))
        kind = chance.choices(_KINDS, (45, 10, 10, 20, 15))[0]
        presidential = kind in _KINDS[:3]
        post, title, holders = (
            self.registers.issuers[0] if presidential else chance.choice(self.registers.issuers[1:])
        )
        holder = next(each for each in holders if each.serves(on))
        digits = "".join(c for c in key if c.isdigit())
        numbered = f"5{int(digits):05}" if kind in _KINDS[:2] else None
        name = {"ExecutiveOrder": "Executive Order", "PresidentialMemorandum": "Presidential Memorandum"}.get(
            kind, kind
        )
        name = {"AgencyDirective": "Directive", "GrantCondition": "Grant condition"}.get(name, name)
        return Signed(
            key, kind, on, post, title, holder.person, numbered, f"{name} {numbered or key} ({title})"
        )

    def _measure(self, signed: Signed, chance: random.Random) -> tuple[Document, str]:
        """The document of the gazette, with the order, the day it takes effect, and its record."""
        document = Document(f"g-gazette-{signed.key}", f"Gazette: {signed.label}", signed.on)
        related = (
            [self.orders[int(len(self.orders) * chance.random() ** 2)].iri]
            if self.orders and chance.random() < 0.4
            else None
        )
        document.describe(
            signed.iri, f"{signed.kind} Order", signed.label, signedOn=day(signed.on), issuedBy=signed.person,
            publishedOn=day(signed.on + timedelta(3)), number=text(signed.number) if signed.number else None,
            frDocumentNumber=text(f"{signed.on.year}-{signed.key.upper()}"), topic=v(chance.choice(_TOPICS)),
            checkedTo=day(date(2026, 6, 30)), relatesTo=related,
        )  # fmt: skip
        document.say(signed.iri, t("dcterms:title"), english(signed.label))
        source = self.cited.add(
            document, f"Gazette of {signed.on.isoformat()}, {signed.key}", "gazette", "primary"
        )
        document.record([signed.iri], [source, *self.cited.some(chance, 2)])
        begins = signed.on + timedelta(chance.choice((0, 0, 0, 7, 30)))
        vague = chance.random() < 0.06
        ends = begins + timedelta(20) if vague else begins
        written = f"{begins.isoformat()}/{ends.isoformat()}" if vague else begins.isoformat()
        document.describe(
            iri("effect", f"{signed.key}-takes-effect"), "LegalEffect", f"{signed.label} takes effect", effectType=v("takes-effect"),
            producedBy=signed.iri, actsOn=signed.iri, earliest=day(begins), latest=day(ends), edtf=edtf(written),
        )  # fmt: skip
        return document, signed.iri

    def _order(self, serial: int, chance: random.Random) -> tuple[Document, Order]:
        signed = self._sign(f"g-{serial}", chance)
        document, name = self._measure(signed, chance)
        provisions: list[str] = []
        for section in range(1, chance.randrange(3, 7)):
            whole = self._provision(document, signed, str(section), chance)
            provisions.append(whole)
            if chance.random() < 0.3:
                part = self._provision(document, signed, f"{section}(a)", chance)
                document.say(part, e("partOf"), whole)
                provisions.append(part)
        document.say(f"{document.graph[:-1]}#1>", e("about"), *provisions)
        return document, Order(name, signed.label, signed.on, signed.post, signed.title, provisions)

    def _provision(self, document: Document, signed: Signed, section: str, chance: random.Random) -> str:
        key = f"{signed.key}-{section.replace('(', '').replace(')', '')}"
        said = f"shall {chance.choice(_DUTIES)} {chance.choice(_WHOM)}"
        return document.describe(
            iri("provision", key), "Provision", f"section {section} of {signed.label}", ofMeasure=signed.iri, section=text(section),
            text=english(said), appliesTo=english(chance.choice(_WHOM)),
            directs=chance.choice(self.registers.issuers)[0] if chance.random() < 0.4 else None,
        )  # fmt: skip

    def _end(self, serial: int, order: Order, chance: random.Random) -> Document | None:
        """Some orders are revoked by a later one, and the relief against them ends with its target."""
        if chance.random() >= 0.2:
            return None
        signed = self._sign(f"g-{serial}r", chance, order.signed)
        last = max([order.signed, *(relief.ruling.on for relief in order.relief)])
        if signed.on >= LAST_DAY or signed.on <= last:
            return None
        document, name = self._measure(signed, chance)
        self._revocation(
            document,
            name,
            "revokes",
            order.iri,
            f"{signed.label} revokes {order.label}",
            signed.on,
            f"{signed.key}-revokes",
        )
        for count, relief in enumerate(each for each in order.relief if each.living):
            label = f"end, with its target, of the {relief.label}"
            self._revocation(
                document,
                name,
                "target-revoked",
                relief.iri,
                label,
                signed.on,
                f"{signed.key}-target-revoked-{count}",
            )
        return document

    @staticmethod
    def _revocation(
        document: Document, order: str, kind: str, target: str, label: str, on: date, key: str
    ) -> None:
        document.describe(
            iri("effect", key), "LegalEffect", label, effectType=v(kind), producedBy=order, actsOn=target, earliest=day(on),
            latest=day(on), edtf=edtf(on.isoformat()),
        )  # fmt: skip

    def _article(self, serial: int, order: Order, chance: random.Random) -> Document:
        """What a paper said: claims with their quotation."""
        on = order.signed + timedelta(chance.randrange(1, 40))
        document = Document(f"g-article-{serial}", f"Article of {on.isoformat()}", on)
        source = self.cited.add(document, f"Gazetteer, {on.isoformat()}, no. {serial}", "press", "secondary")
        claims: list[str] = []
        for line in range(1, chance.randrange(3, 8)):
            said = f"{chance.choice(('officials said', 'critics said', 'the order would', 'courts may'))} {chance.choice(_DUTIES)} {chance.choice(_WHOM)}"
            kind = chance.choice(("EventClaim", "LegalEffectClaim", "QuantityClaim", "Claim"))
            start = chance.randrange(80)
            claims.append(document.describe(
                iri("claim", f"g-{serial}-{line}"), kind, f"claim {line} of {serial}: {said}", assertedIn=source, quote=text(said),
                claimText=text(said), speakerText=text("the article"), reportedBy=text("The Gazetteer"), hedge=v(chance.choice(("flat", "reported", "possible"))),
                line=number(line), startOffset=number(start), endOffset=number(start + len(said)), claimSubject=order.iri,
                claimPredicate=text("concerns"), claimObject=chance.choice(order.provisions),
                checkResult=v(chance.choice(("confirmed", "imprecise", "unverified"))),
                quantity=number(chance.randrange(2, 3000)) if kind == "QuantityClaim" else None,
            ))  # fmt: skip
        document.record(claims, [source, *self.cited.some(chance, 2)])
        return document


def stream(quads: int, seed: str = SEED, faults: float = 0.0) -> Iterator[tuple[str, Fault | None]]:
    """Lines of at least so many quads, whole documents; a fault comes with the first line of its document."""
    made, chance = 0, random.Random(f"{seed}/faults")
    for document in Litigation(seed).documents():
        if made >= quads:
            return
        fault = spoil(document, chance) if chance.random() < faults else None
        for line in document.lines():
            made += 1
            yield line, fault
            fault = None


def write(path: Path | None, quads: int, seed: str = SEED, faults: float = 0.0) -> int:
    """Write the lines to a file, compressed where its name says so; how many there are."""
    made = 0
    with _open(path) as out:
        for line, fault in stream(quads, seed, faults):
            out.write(line)
            made += 1
            if fault is not None:
                sys.stderr.write(json.dumps(fault.to_json()) + "\n")
    return made


def _open(path: Path | None) -> IO[str]:
    if path is None:
        return sys.stdout
    if path.suffix == ".gz":
        return gzip.open(path, "wt", encoding="utf-8", compresslevel=3)  # type: ignore[return-value]
    return path.open("w", encoding="utf-8")


def main() -> None:
    """See the top of this file."""
    parser = argparse.ArgumentParser(description="Invented litigation as N-Quads.")
    parser.add_argument("--quads", type=int, default=100_000, help="at least so many statements (100000)")
    parser.add_argument(
        "--output", type=Path, help="a file, compressed if its name ends in .gz; else standard output"
    )
    parser.add_argument("--seed", default=SEED)
    parser.add_argument(
        "--faults", type=float, default=0.0, metavar="RATE", help="share of documents to spoil"
    )
    given = parser.parse_args()
    write(given.output, given.quads, given.seed, given.faults)


if __name__ == "__main__":
    main()
