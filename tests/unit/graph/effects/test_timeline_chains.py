"""The five golden chains, worked out by hand from the record: each a table of periods that a reader can check.

The chains are told here event by event, in legal order. The same chains in the starter graph are held
against `tests/golden/tables`; here nothing but the engine takes part.
"""

import csv
from datetime import date
from pathlib import Path

import pytest

from enjoin.graph.answers.answer import answer
from enjoin.graph.dates import parse_edtf
from enjoin.graph.effects.things import (
    Agent,
    Court,
    Effect,
    Measure,
    ProtectedClass,
    Provision,
    Relief,
    Ruling,
    Scope,
)
from enjoin.graph.effects.timeline import Course
from enjoin.graph.effects.world import Litigation

THINGS: list = []
LAPSES: dict[str, date] = {}
COUNT = [0]


def court(level: str, *names: str) -> None:
    THINGS.extend(Court(id=name, label=name, level=level) for name in names)


def place(name: str, kind: str, within: str | None = "us", same: str | None = None) -> None:
    THINGS.append(
        Agent(
            id=name,
            label=name,
            kind=kind,
            within=(within,) if within else (),
            same_government=(same,) if same else (),
        )
    )


def order(name: str, begins: str, *sections: str, revoked: str = "", made: str = "") -> None:
    """A measure with its provisions (`whole>part` for a part) and who revoked it when: `2021-01-20 eo-2`."""
    THINGS.append(Measure(id=name, label=name, begun=parse_edtf(made or begins)))
    effect(begins, "takes-effect", name, name)
    for section in sections:
        whole, _, part = section.rpartition(">")
        THINGS.append(Provision(id=part, measure=name, label=part, part_of=whole or None))
    for each in filter(None, revoked.split("; ")):
        day, by = each.split()
        effect(day, "revokes", by, name)


def scope(name: str, *protects: str, **fields) -> None:
    everyone = "everyone" in protects
    listed = tuple(each for each in protects if each != "everyone")
    THINGS.append(Scope(id=name, label=name, everyone=everyone, protects=listed, **fields))


def ruling(name: str, by: str) -> str:
    """A ruling whose id ends with its day: `pi-2017-04-25`."""
    THINGS.append(Ruling(id=name, label=name, court=by, decided=parse_edtf(name[-10:])))
    return name


def effect(day: str, kind: str, by: str, *on: str, **fields) -> str:
    COUNT[0] += 1
    name = fields.pop("name", f"{COUNT[0]:03}-{kind}")
    bounds = parse_edtf(day)
    if by == "lapse":
        by = f"{name}-lapse"
        LAPSES[by] = bounds.earliest
    fields = {{"scope": "sets_scope"}.get(key, key): value for key, value in fields.items()}
    THINGS.append(
        Effect(
            id=name,
            type=kind,
            producer=by,
            targets=on,
            earliest=bounds.earliest,
            latest=bounds.latest,
            edtf=day,
            label=name,
            **fields,
        )
    )
    return name


def grant(relief: str, by: str, given: str, *on: str, day: str = "", **fields) -> None:
    THINGS.append(Relief(id=relief, label=relief, granted_by=by, restrains=on))
    effect(day or by[-10:], "grant", by, relief, scope=given, **fields)


court(
    "trial-court", "cand", "ilnd", "paed", "cacd", "nysd", "wawd", "hid", "mdd", "nhd", "mad", "vaed", "nyed"
)
court("appellate-court", "ca1", "ca2", "ca3", "ca4", "ca7", "ca9")
court("supreme-court", "scotus")
place("us", "nation", None)
for state in (
    "us-ca",
    "us-tx",
    "us-il",
    "us-ny",
    "us-pa",
    "us-wa",
    "us-or",
    "us-ma",
    "us-va",
    "us-nj",
    "us-az",
):
    place(state, "state")
for city in ("us-ca-oakland", "us-ca-los-angeles", "us-il-chicago", "us-il-evanston", "us-pa-philadelphia"):
    place(city, "city", city[:5])
for city in ("us-or-portland", "us-ma-boston", "us-ma-chelsea", "us-ma-somerville", "us-ny-rochester"):
    place(city, "city", city[:5])
place("us-ca-san-francisco", "consolidated-city-county", "us-ca")
place("us-ca-san-francisco-county", "county", "us-ca", same="us-ca-san-francisco")
place("us-ca-santa-clara-county", "county", "us-ca")
scope("everyone", "everyone")

# 1. EO 13768 section 9(a)

order(
    "eo-13768", "2017-01-25", "eo-13768-9", "eo-13768-9>eo-13768-9a", "eo-13768-9>eo-13768-9b",
    revoked="2021-01-20 eo-13993",
)  # fmt: skip
order("eo-13993", "2021-01-20", revoked="2025-01-20 eo-14148; 2025-01-20 eo-14159")
ruling("pi-2017-04-25", "cand")
grant("9a-pi", "pi-2017-04-25", "everyone", "eo-13768-9a")
ruling("no-reconsideration-2017-07-20", "cand")
effect("2017-07-20", "deny", "no-reconsideration-2017-07-20", "pi-2017-04-25")
ruling("final-2017-11-20", "cand")
grant("9a-final", "final-2017-11-20", "everyone", "eo-13768-9a")
effect("2017-11-20", "merge-into-final", "final-2017-11-20", "9a-pi", successor="9a-final")
ruling("ca9-2018-08-01", "ca9")
scope("the-counties", "us-ca-san-francisco", "us-ca-santa-clara-county")
scope("california", territory=("us-ca",))
scope("sources-differ", narrowest="the-counties", widest="california")
effect("2018-08-01", "affirm", "ca9-2018-08-01", "final-2017-11-20")
effect("2018-08-01", "rescope", "ca9-2018-08-01", "9a-final", scope="sources-differ", at_mandate=True)
effect("2021-01-20", "target-revoked", "eo-13993", "9a-final")

# 2. EO 13769, EO 13780, Proclamation 9645

order("eo-13769", "2017-01-27", "eo-13769-3c", revoked="2017-03-16 eo-13780")
order(
    "eo-13780", "2017-03-16", "eo-13780-2", "eo-13780-2>eo-13780-2c", "eo-13780-6", "eo-13780-6>eo-13780-6a",
    made="2017-03-06", revoked="2021-01-20 proc-10141",
)  # fmt: skip
order("proc-9645", "2017-09-24", "proc-9645-2", revoked="2021-01-20 proc-10141")
order("proc-10141", "2021-01-20")
THINGS.append(ProtectedClass(id="in-transit", label="in transit", takes_in="some-persons"))
THINGS.append(
    ProtectedClass(id="virginians", label="Virginians", takes_in="some-persons", territory=("us-va",))
)
THINGS.append(ProtectedClass(id="bona-fide", label="bona fide relationship", takes_in="some-persons"))
scope("transit", "in-transit")
scope("virginia", "virginians")
scope("relationship", "bona-fide")
ruling("nyed-2017-01-28", "nyed")
grant("no-removal", "nyed-2017-01-28", "transit", "eo-13769-3c")
ruling("wawd-2017-02-03", "wawd")
grant("13769-tro", "wawd-2017-02-03", "everyone", "eo-13769-3c")
ruling("vaed-2017-02-13", "vaed")
grant("13769-pi", "vaed-2017-02-13", "virginia", "eo-13769-3c")
ruling("hid-2017-03-15", "hid")
grant("13780-tro", "hid-2017-03-15", "everyone", "eo-13780-2", "eo-13780-6")
ruling("mdd-2017-03-16", "mdd")
grant("13780-mdd", "mdd-2017-03-16", "everyone", "eo-13780-2c")
ruling("hid-2017-03-29", "hid")
grant("13780-hid", "hid-2017-03-29", "everyone", "eo-13780-2", "eo-13780-6")
effect("2017-03-29", "convert", "hid-2017-03-29", "13780-tro", successor="13780-hid")
ruling("ca4-2017-05-25", "ca4")
effect("2017-05-25", "affirm", "ca4-2017-05-25", "mdd-2017-03-16")
ruling("ca9-2017-06-12", "ca9")
ruling("scotus-2017-06-26", "scotus")
scope("2c-and-6a", "everyone", provisions=("eo-13780-2c", "eo-13780-6a"))
effect("2017-06-12", "affirm", "ca9-2017-06-12", "hid-2017-03-29")
effect(
    "2017-06-12", "rescope", "ca9-2017-06-12", "13780-hid", scope="2c-and-6a", at_mandate=True,
    presupposed_by="scotus-2017-06-26",
)  # fmt: skip
effect("2017-06-26", "partial-stay", "scotus-2017-06-26", "13780-mdd", scope="relationship")
effect("2017-06-26", "partial-stay", "scotus-2017-06-26", "13780-hid", scope="relationship")
ruling("moot-2017-10-10", "scotus")
effect("2017-10-10", "vacate", "moot-2017-10-10", "ca4-2017-05-25", end_reason="vacated-as-moot")
ruling("moot-2017-10-24", "scotus")
effect("2017-10-24", "vacate", "moot-2017-10-24", "ca9-2017-06-12", end_reason="vacated-as-moot")
ruling("hid-2017-10-17", "hid")
grant("9645-tro", "hid-2017-10-17", "everyone", "proc-9645-2")
ruling("mdd-2017-10-17", "mdd")
grant("9645-mdd", "mdd-2017-10-17", "relationship", "proc-9645-2")
ruling("hid-2017-10-20", "hid")
grant("9645-hid", "hid-2017-10-20", "everyone", "proc-9645-2")
effect("2017-10-20", "convert", "hid-2017-10-20", "9645-tro", successor="9645-hid")
ruling("scotus-2017-12-04", "scotus")
effect("2017-12-04", "stay-pending-appeal", "scotus-2017-12-04", "9645-hid")
effect("2017-12-04", "stay-pending-appeal", "scotus-2017-12-04", "9645-mdd")
ruling("ca9-2017-12-22", "ca9")
effect("2017-12-22", "affirm", "ca9-2017-12-22", "hid-2017-10-20")
effect("2017-12-22", "rescope", "ca9-2017-12-22", "9645-hid", scope="relationship", at_mandate=True)
ruling("ca4-2018-02-15", "ca4")
effect("2018-02-15", "affirm", "ca4-2018-02-15", "mdd-2017-10-17")
ruling("scotus-2018-06-26", "scotus")
effect("2018-06-26", "reverse", "scotus-2018-06-26", "ca9-2017-12-22")
ruling("gvr-2018-06-28", "scotus")
effect("2018-06-28", "vacate", "gvr-2018-06-28", "ca4-2018-02-15")

# 3. EO 14160

order("eo-14160", "2025-01-20", "eo-14160-2a", "eo-14160-2b", "eo-14160-3a")
THINGS.append(ProtectedClass(id="children", label="affected children", takes_in="everyone-reached"))
THINGS.append(ProtectedClass(id="casa-members", label="members of CASA", takes_in="some-persons"))
scope("members", "casa-members")
scope("class", "children")
scope("wa-states", "us-wa", "us-or", "us-az", "us-il", subdivisions="not-recorded")
scope("wa-complete", narrowest="wa-states", widest="everyone")
BIRTH = ("eo-14160-2a", "eo-14160-3a")
ruling("wawd-2025-01-23", "wawd")
grant("wa-tro", "wawd-2025-01-23", "everyone", *BIRTH)
ruling("mdd-2025-02-05", "mdd")
grant("md-pi", "mdd-2025-02-05", "everyone", *BIRTH)
ruling("wawd-2025-02-06", "wawd")
grant("wa-pi", "wawd-2025-02-06", "everyone", *BIRTH)
effect("2025-02-06", "convert", "wawd-2025-02-06", "wa-tro", successor="wa-pi")
ruling("casa-2025-06-27", "scotus")
effect("2025-06-27", "partial-stay", "casa-2025-06-27", "md-pi", scope="members")
effect("2025-06-27", "partial-stay", "casa-2025-06-27", "wa-pi", scope="wa-complete", name="wa-stay")
grant("hold", "casa-2025-06-27", "everyone", "eo-14160-2a", "eo-14160-2b")
effect("2025-07-27", "expire", "lapse", "hold")
ruling("nhd-2025-07-10", "nhd")
grant("nh-class", "nhd-2025-07-10", "class", *BIRTH, sequence=1)
effect("2025-07-10", "stay", "nhd-2025-07-10", "nh-class", name="seven-days", sequence=2)
effect("2025-07-17", "lift-stay", "lapse", "seven-days", undoes=("seven-days",))
ruling("ca9-2025-07-23", "ca9")
effect("2025-07-23", "affirm", "ca9-2025-07-23", "wawd-2025-02-06")
effect("2025-07-23", "clarify", "ca9-2025-07-23", "wa-stay", scope="everyone")
ruling("mdd-2025-08-07", "mdd")
grant("md-class", "mdd-2025-08-07", "class", *BIRTH, day="2025-08-07/2025-08-08", event="md-class")
effect("2025-08-07/2025-08-08", "convert", "mdd-2025-08-07", "md-pi", successor="md-class", event="md-class")
ruling("barbara-2026-06-30", "scotus")
effect("2026-06-30", "affirm", "barbara-2026-06-30", "nhd-2025-07-10")
grant("holding", "barbara-2026-06-30", "everyone", *BIRTH)

# 4. The orders of 2025 on sanctuary jurisdictions

order("eo-14159", "2025-01-20", "eo-14159-17")
order("eo-14287", "2025-04-28", "eo-14287-2a", "eo-14287-3a")
FIRST = ("us-ca-san-francisco", "us-ca-santa-clara-county", "us-or-portland", "us-ca-oakland")
ADDED = ("us-il-chicago", "us-ca-los-angeles", "us-ma-boston")
OPEN = {
    "open_list": True,
    "member_kinds": ("city", "county", "consolidated-city-county"),
    "non_members": ("us-ma-chelsea", "us-ma-somerville"),
}
THREAT = "so far as it poses the same coercive threat"
scope("plaintiffs", *FIRST)
scope("plaintiffs-so-far", *FIRST, provisions=("eo-14287-3a",), condition=THREAT)
scope("added", *ADDED, provisions=("eo-14159-17",), **OPEN)
scope("added-so-far", *ADDED, provisions=("eo-14287-3a",), condition=THREAT, **OPEN)
ruling("cand-2025-04-24", "cand")
grant("funds", "cand-2025-04-24", "plaintiffs", "eo-14159-17")
ruling("cand-2025-05-09", "cand")
effect("2025-05-09", "clarify", "cand-2025-05-09", "funds", scope="plaintiffs-so-far")
ruling("cand-2025-08-22", "cand")
effect("2025-08-22", "extend-scope", "cand-2025-08-22", "funds", scope="added")
effect("2025-08-22", "extend-scope", "cand-2025-08-22", "funds", scope="added-so-far")
ruling("mad-2025-10-02", "mad")
effect("2025-10-02", "deny", "mad-2025-10-02", "eo-14159-17", "eo-14287-3a")

# 5. The Byrne JAG conditions

order("jag", "2017-07-25", "jag-notice", "jag-certification")
scope("chicago", "us-il-chicago")
scope("ca7-open", narrowest="chicago", widest="everyone")
scope("philadelphia", "us-pa-philadelphia")
scope("los-angeles", "us-ca-los-angeles")
scope("sf-plaintiffs", "us-ca-san-francisco", "us-ca")
scope("new-york", "us-ny")
ruling("ilnd-2017-09-15", "ilnd")
grant("chi-pi", "ilnd-2017-09-15", "everyone", "jag-notice")
ruling("paed-2017-11-15", "paed")
grant("phl-pi", "paed-2017-11-15", "philadelphia", "jag-notice", "jag-certification")
ruling("ca7-2018-04-19", "ca7")
effect("2018-04-19", "affirm", "ca7-2018-04-19", "ilnd-2017-09-15")
ruling("banc-2018-06-04", "ca7")
effect("2018-06-04", "rehearing-en-banc", "banc-2018-06-04", "ca7-2018-04-19")
ruling("ca7-2018-06-26", "ca7")
effect("2018-06-26", "partial-stay", "ca7-2018-06-26", "chi-pi", scope="chicago")
ruling("ilnd-2018-07-27", "ilnd")
grant("chi-final", "ilnd-2018-07-27", "everyone", "jag-notice", "jag-certification", sequence=1)
effect("2018-07-27", "merge-into-final", "ilnd-2018-07-27", "chi-pi", successor="chi-final", sequence=2)
effect(
    "2018-07-27", "partial-stay", "ilnd-2018-07-27", "chi-final", scope="chicago", sequence=3, name="chi-stay"
)
ruling("over-2018-08-10", "ca7")
effect("2018-08-10", "vacate", "over-2018-08-10", "banc-2018-06-04", end_reason="superseded")
ruling("cacd-2018-09-13", "cacd")
grant("la-pi", "cacd-2018-09-13", "los-angeles", "jag-notice")
ruling("cand-2018-10-05", "cand")
grant("sf-final", "cand-2018-10-05", "everyone", "jag-notice", "jag-certification", sequence=1)
effect(
    "2018-10-05",
    "partial-stay",
    "cand-2018-10-05",
    "sf-final",
    scope="sf-plaintiffs",
    sequence=2,
    name="sf-stay",
)
ruling("nysd-2018-11-30", "nysd")
grant("ny-final", "nysd-2018-11-30", "new-york", "jag-notice", "jag-certification")
ruling("ca2-2020-02-26", "ca2")
effect("2020-02-26", "reverse", "ca2-2020-02-26", "nysd-2018-11-30", at_mandate=True)
ruling("ca7-2020-04-30", "ca7")
effect("2020-04-30", "affirm", "ca7-2020-04-30", "ilnd-2018-07-27")
effect("2020-04-30", "rescope", "ca7-2020-04-30", "chi-final", scope="ca7-open", at_mandate=True)
effect("2020-04-30", "lift-stay", "ca7-2020-04-30", "chi-stay", undoes=("chi-stay",), at_mandate=True)
ruling("banc-denied-2020-07-13", "ca2")
effect("2020-07-13", "deny", "banc-denied-2020-07-13", "ca2-2020-02-26")
ruling("ca9-2020-07-13", "ca9")
effect("2020-07-13", "rescope", "ca9-2020-07-13", "sf-final", scope="california", at_mandate=True)
effect("2020-07-13", "lift-stay", "ca9-2020-07-13", "sf-stay", undoes=("sf-stay",), at_mandate=True)

# What else is asked about: the condition of the Duffy Directive

order("duffy", "2025-04-24", "duffy-condition")
scope("states", "us-ca", "us-il", "us-nj", subdivisions="yes")
scope("states-only", "us-ca", "us-il", "us-nj", subdivisions="not-recorded")
ruling("rid-2025-06-19", "mad")
grant("dot-pi", "rid-2025-06-19", "states", "duffy-condition")
ruling("rid-2025-11-04", "mad")
grant("dot-final", "rid-2025-11-04", "states-only", "duffy-condition")
effect("2025-11-04", "merge-into-final", "rid-2025-11-04", "dot-pi", successor="dot-final")

LIT = Litigation.of(*THINGS, lapses=LAPSES)


TABLES = """
eo-13768-9a us-ca-santa-clara-county | not-yet 2017-01-25 in-force 2017-04-25 blocked 2021-01-20 revoked
eo-13768-9a us-ca-san-francisco-county | not-yet 2017-01-25 in-force 2017-04-25 blocked 2021-01-20 revoked
eo-13768-9a us-ca-oakland | not-yet 2017-01-25 in-force 2017-04-25 blocked 2018-08-01 uncertain 2021-01-20 revoked
eo-13768-9a us-ca | not-yet 2017-01-25 in-force 2017-04-25 blocked 2018-08-01 uncertain 2021-01-20 revoked
eo-13768-9a us-tx | not-yet 2017-01-25 in-force 2017-04-25 blocked 2018-08-01 uncertain 2019-01-28 in-force 2021-01-20 revoked
eo-13768-9a us | not-yet 2017-01-25 in-force 2017-04-25 blocked 2018-08-01 uncertain 2019-01-28 restricted 2021-01-20 revoked
eo-13768-9b us-tx | not-yet 2017-01-25 in-force 2021-01-20 revoked
eo-13768-9 us-tx | not-yet 2017-01-25 in-force 2017-04-25 restricted 2018-08-01 uncertain 2019-01-28 in-force 2021-01-20 revoked
eo-13993 us-tx | not-yet 2021-01-20 in-force 2025-01-20 revoked

eo-13769-3c us-tx | not-yet 2017-01-27 in-force 2017-01-28 restricted 2017-02-03 blocked 2017-03-16 revoked
eo-13780-2 us-tx | not-yet 2017-03-16 blocked 2017-06-12 uncertain 2017-06-26 restricted 2017-10-24 in-force 2021-01-20 revoked
eo-13780-2c us-tx | not-yet 2017-03-16 blocked 2017-06-26 restricted 2017-10-24 in-force 2021-01-20 revoked
eo-13780-6a us-va | not-yet 2017-03-16 blocked 2017-06-26 restricted 2017-10-24 in-force 2021-01-20 revoked
proc-9645-2 us-tx | not-yet 2017-09-24 in-force 2017-10-17 blocked 2017-12-04 stayed 2021-01-20 revoked

eo-14160-2a us-tx | not-yet 2025-01-20 in-force 2025-01-23 blocked
eo-14160-2b us-tx | not-yet 2025-01-20 in-force 2025-06-27 blocked 2025-07-27 in-force
eo-14160-3a us-wa | not-yet 2025-01-20 in-force 2025-01-23 blocked
eo-14160-3a us-tx | not-yet 2025-01-20 in-force 2025-01-23 blocked 2025-06-27 uncertain 2025-07-17 blocked

eo-14159-17 us-ca-san-francisco | not-yet 2025-01-20 in-force 2025-04-24 blocked
eo-14159-17 us-il-chicago | not-yet 2025-01-20 in-force 2025-08-22 blocked
eo-14159-17 us-il-evanston | not-yet 2025-01-20 in-force 2025-08-22 uncertain
eo-14159-17 us-ma-chelsea | not-yet 2025-01-20 in-force
eo-14159-17 us-tx | not-yet 2025-01-20 in-force
eo-14159-17 us-ca | not-yet 2025-01-20 in-force 2025-04-24 restricted
eo-14159-17 us-il | not-yet 2025-01-20 in-force 2025-08-22 restricted
eo-14287-2a us-ca-san-francisco | not-yet 2025-04-28 in-force
eo-14287-3a us-ca-san-francisco | not-yet 2025-04-28 in-force 2025-05-09 restricted
eo-14287-3a us-il-chicago | not-yet 2025-04-28 in-force 2025-08-22 restricted
eo-14287-3a us-il-evanston | not-yet 2025-04-28 in-force 2025-08-22 uncertain
eo-14287-3a us-tx | not-yet 2025-04-28 in-force

jag-notice us-il-chicago | not-yet 2017-07-25 in-force 2017-09-15 blocked
jag-notice us-tx | not-yet 2017-07-25 in-force 2017-09-15 blocked 2018-06-26 stayed 2020-04-30 uncertain
jag-notice us-pa-philadelphia | not-yet 2017-07-25 in-force 2017-09-15 blocked
jag-notice us-ca-los-angeles | not-yet 2017-07-25 in-force 2017-09-15 blocked 2018-06-26 stayed 2018-09-13 blocked
jag-notice us-ca-oakland | not-yet 2017-07-25 in-force 2017-09-15 blocked 2018-06-26 stayed 2020-04-30 uncertain 2021-01-09 blocked
jag-notice us-ca | not-yet 2017-07-25 in-force 2017-09-15 blocked 2018-06-26 stayed 2018-09-13 restricted 2018-10-05 blocked
jag-notice us-ny | not-yet 2017-07-25 in-force 2017-09-15 blocked 2018-06-26 stayed 2018-11-30 blocked 2020-02-26 uncertain
jag-notice us-il | not-yet 2017-07-25 in-force 2017-09-15 blocked 2018-06-26 restricted 2020-04-30 uncertain
jag-certification us-il-chicago | not-yet 2017-07-25 in-force 2018-07-27 blocked
jag-certification us-tx | not-yet 2017-07-25 in-force 2018-07-27 stayed 2020-04-30 uncertain

duffy-condition us-tx | not-yet 2025-04-24 in-force
duffy-condition us-ca | not-yet 2025-04-24 in-force 2025-06-19 blocked
duffy-condition us-ca-oakland | not-yet 2025-04-24 in-force 2025-06-19 blocked 2025-11-04 uncertain
"""
ROWS = [line.split(" | ") for line in TABLES.strip().splitlines() if line]


@pytest.mark.parametrize(("question", "table"), ROWS)
def test_the_periods_of_the_chain(question: str, table: str) -> None:
    provision, party = question.split()
    found: list[str] = []
    for period in Course(LIT, provision).periods(party):
        said = period.outlook.reason or period.outlook.state
        if said != (found[-1] if found else None):
            found += [*([period.start.isoformat()] if period.start else []), said]
    assert " ".join(found) == table


QUESTIONS = Path(__file__).parents[3] / "golden" / "asked" / "expected_answers.csv"
CALLED = {
    "jag-2017-notice": "jag-notice",
    "duffy-immigration-condition": "duffy-condition",
    "us-ca-richmond": "us-ca-oakland",
}
"""What is called otherwise here; Oakland stands in for another city of California that did not sue."""


@pytest.mark.parametrize(
    "row", list(csv.DictReader(QUESTIONS.read_text(encoding="utf-8").splitlines())), ids=lambda row: row["id"]
)
def test_the_questions_that_were_asked(row: dict[str, str]) -> None:
    provision, party = (CALLED.get(row[name], row[name]) for name in ("provision", "jurisdiction"))
    found = answer(LIT, provision, party, date.fromisoformat(row["date"]), today=date(2026, 11, 22))
    if row["answer"] == "enforceable":
        assert found.enforceable == "yes"
    else:
        assert found.state == row["answer"].replace("_", "-")
    assert found.certain
    days = {each.strip()[2:12] for each in row["rulings"].split(";") if each.strip()}
    decided = {
        day.earliest.isoformat()
        for each in found.because
        if each in LIT.rulings and (day := LIT.rulings[each].decided) is not None
    }
    assert days <= decided, "the rulings of the expected answer are among those that decide it"
