"""What all litigation shares: jurisdictions in four levels, courts, judges and officials with their tenures.

States, courts of appeals and presidents are called as in the starter data, so that both may stand in
one graph; all the rest is invented, and its ids begin with `g-`.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from nquads import Document, day, e, english, iri, t, text, truth, v

RETRIEVED: Final = date(2026, 6, 30)
UNITED_STATES: Final = iri("jurisdiction", "us")
PRESIDENT: Final = iri("post", "president-of-the-united-states")

# postal code, FIPS code, name, court of appeals
_STATES: Final = """
al 01 Alabama 11|ak 02 Alaska 9|az 04 Arizona 9|ar 05 Arkansas 8|ca 06 California 9|co 08 Colorado 10
ct 09 Connecticut 2|de 10 Delaware 3|dc 11 District_of_Columbia dc|fl 12 Florida 11|ga 13 Georgia 11
hi 15 Hawaii 9|id 16 Idaho 9|il 17 Illinois 7|in 18 Indiana 7|ia 19 Iowa 8|ks 20 Kansas 10|ky 21 Kentucky 6
la 22 Louisiana 5|me 23 Maine 1|md 24 Maryland 4|ma 25 Massachusetts 1|mi 26 Michigan 6|mn 27 Minnesota 8
ms 28 Mississippi 5|mo 29 Missouri 8|mt 30 Montana 9|ne 31 Nebraska 8|nv 32 Nevada 9|nh 33 New_Hampshire 1
nj 34 New_Jersey 3|nm 35 New_Mexico 10|ny 36 New_York 2|nc 37 North_Carolina 4|nd 38 North_Dakota 8|oh 39 Ohio 6
ok 40 Oklahoma 10|or 41 Oregon 9|pa 42 Pennsylvania 3|ri 44 Rhode_Island 1|sc 45 South_Carolina 4
sd 46 South_Dakota 8|tn 47 Tennessee 6|tx 48 Texas 5|ut 49 Utah 10|vt 50 Vermont 2|va 51 Virginia 4
wa 53 Washington 9|wv 54 West_Virginia 4|wi 55 Wisconsin 7|wy 56 Wyoming 10
"""
_CIRCUITS: Final = {
    "1": "First", "2": "Second", "3": "Third", "4": "Fourth", "5": "Fifth", "6": "Sixth", "7": "Seventh",
    "8": "Eighth", "9": "Ninth", "10": "Tenth", "11": "Eleventh", "dc": "District of Columbia",
}  # fmt: skip
_ORDINALS: Final = {"1": "1st", "2": "2d", "3": "3d", "dc": "D.C."}
_PRESIDENTS: Final = (
    ("g-bush", "g-bush-president-1", "George W. Bush", date(2001, 1, 20), date(2009, 1, 20)),
    ("obama", "obama-president-of-the-united-states-1", "Barack Obama", date(2009, 1, 20), date(2017, 1, 20)),
    ("trump", "trump-president-of-the-united-states-1", "Donald J. Trump", date(2017, 1, 20), date(2021, 1, 20)),
    ("biden", "biden-president-of-the-united-states-1", "Joseph R. Biden Jr.", date(2021, 1, 20), date(2025, 1, 20)),
    ("trump", "trump-president-of-the-united-states-2", "Donald J. Trump", date(2025, 1, 20), None),
)  # fmt: skip
_DEPARTMENTS: Final = (
    "Public Works", "Settlement", "Grants", "Harbors", "Schooling", "Public Health", "Housing Aid", "Highways",
    "Land Records", "Community Relations",
)  # fmt: skip
_GIVEN: Final = [
    "Ada",
    "Ben",
    "Clara",
    "Dan",
    "Ella",
    "Frank",
    "Grace",
    "Henry",
    "Ida",
    "John",
    "Kate",
    "Louis",
    "Mary",
    "Noah",
    "Olive",
    "Paul",
    "Rose",
    "Sam",
    "Tess",
    "Will",
]
_FAMILY: Final = ["Abbott", "Barlow", "Carver", "Dalton", "Ellery", "Foster", "Gaines", "Holt", "Irving", "Jarvis", "Keller", "Lowell", "Marsh", "Norris", "Osgood", "Porter", "Quincy", "Rhodes", "Sloan", "Tillman", "Upton", "Vance", "Walsh", "Yates"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Court:
    """A court: its IRI, how it is cited, its level, the court above, the state it sits in."""

    key: str
    cited: str
    above: str | None
    state: str | None

    @property
    def iri(self) -> str:
        return iri("court", self.key)

    @property
    def level(self) -> str:
        return "trial-court" if self.state else "appellate-court" if self.above else "supreme-court"


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody in an office, from one day up to, not including, another."""

    person: str
    name: str
    start: date
    end: date | None

    def serves(self, on: date) -> bool:
        return self.start <= on and (self.end is None or on < self.end)


@dataclass(slots=True)
class Registers:
    """All that later documents refer to; grows as places are added."""

    states: dict[str, str]
    places: list[tuple[str, str, str]]
    """Governments that sue: IRI, name, postal code of the state."""
    courts: dict[str, Court]
    judges: dict[str, list[Holder]]
    issuers: list[tuple[str, str, list[Holder]]]
    """Posts that issue orders: IRI, title, holders."""

    def bench(self, chance: random.Random, court: Court, on: date) -> list[Holder]:
        """Who decides there on that day: one judge, a panel of three, the full court."""
        serving = [judge for judge in self.judges[court.key] if judge.serves(on)]
        if court.level == "supreme-court":
            return serving[:9]
        return chance.sample(serving, 1 if court.level == "trial-court" else 3)


def _name(chance: random.Random) -> str:
    return f"{chance.choice(_GIVEN)} {chance.choice('ABCDEFGHJKLMNPRSTW')}. {chance.choice(_FAMILY)}"


def registers(seed: str) -> tuple[Registers, Iterator[Document]]:
    """The registers, and the documents that say what they hold."""
    chance = random.Random(f"{seed}/registers")
    rows: list[list[str]] = [[*row.split()] for row in _STATES.replace("\n", "|").split("|") if row.strip()]
    found = Registers({code: name.replace("_", " ") for code, _, name, _ in rows}, [], _courts(rows), {}, [])
    documents = [_jurisdictions(found, rows, chance), _court_register(found), _judges(found, chance)]
    documents.append(_offices(found, chance))
    return found, iter(documents)


def _courts(rows: list[list[str]]) -> dict[str, Court]:
    found = {"scotus": Court("scotus", "SCOTUS", None, None)}
    for number in _CIRCUITS:
        found[f"ca{number}"] = Court(
            f"ca{number}", f"{_ORDINALS.get(number, number + 'th')} Cir.", "scotus", None
        )
    for code, _, _, circuit in rows:
        found[f"g{code}d"] = Court(f"g{code}d", f"D. {code.title()}. (g)", f"ca{circuit}", code)
    return found


def _jurisdictions(found: Registers, rows: list[list[str]], chance: random.Random) -> Document:
    document = Document("g-jurisdictions", "Register of jurisdictions", RETRIEVED)
    document.describe(UNITED_STATES, "Jurisdiction", "United States", jurisdictionKind=v("nation"))
    for code, fips, _, _ in rows:
        name, state = found.states[code], iri("jurisdiction", f"us-{code}")
        kind = "federal-district" if code == "dc" else "state"
        document.describe(
            state, "Jurisdiction", name, jurisdictionKind=v(kind), within=UNITED_STATES,
            fips=text(fips), geoid=text(fips), postalCode=text(code.upper()),
        )  # fmt: skip
        found.places.append((state, name, code))
        county_with_cities(found, document, code, 2, chance)
    return document


def county_with_cities(
    found: Registers, document: Document, code: str, cities: int, chance: random.Random
) -> None:
    """A new county of a state and cities in it, described in a document and added to the register."""
    serial = len(found.places)
    state = iri("jurisdiction", f"us-{code}")
    family = chance.choice(_FAMILY)
    county = iri("jurisdiction", f"us-{code}-g{serial}-county")
    label = f"{family} County {serial}"
    document.describe(county, "Jurisdiction", label, jurisdictionKind=v("county"), within=state)
    found.places.append((county, label, code))
    for _ in range(cities):
        serial = len(found.places)
        city = iri("jurisdiction", f"us-{code}-g{serial}-city")
        label = f"{chance.choice(_FAMILY)}ville {serial}"
        document.describe(city, "Jurisdiction", label, jurisdictionKind=v("city"), within=county)
        document.say(city, t("skos:altLabel"), english(f"{label}, {found.states[code]}"))
        found.places.append((city, label, code))


def _court_register(found: Registers) -> Document:
    document = Document("g-courts", "Register of courts", RETRIEVED)
    for court in found.courts.values():
        name = _court_name(court, found)
        seat = iri("post", f"{court.key}-judge")
        document.describe(
            court.iri, "Court", name, citationString=text(court.cited), courtLevel=v(court.level),
            courtListenerId=text(court.key), courtsDbId=text(court.key),
        )  # fmt: skip
        document.say(court.iri, t("skos:altLabel"), english(court.cited))
        document.describe(
            seat,
            "CourtSeat",
            f"seat on the {name}",
            inCourt=court.iri,
            postIn=court.iri,
            singleHolder=truth(False),
        )
        if court.above:
            above = found.courts[court.above]
            review = iri("appellate-review", f"{court.key}-{above.key}")
            document.describe(
                review, "AppellateReview", f"{name}: appeals go to the {_court_name(above, found)}",
                reviewingCourt=above.iri,
            )  # fmt: skip
            document.say(court.iri, e("appealsTo"), review)
            if court.state:
                document.say(court.iri, e("inCircuit"), above.iri)
    return document


def _court_name(court: Court, found: Registers) -> str:
    if court.state:
        return f"United States District Court for the District of {found.states[court.state]} (invented)"
    if court.above is None:
        return "Supreme Court of the United States"
    circuit = _CIRCUITS[court.key.removeprefix("ca")]
    return f"United States Court of Appeals for the {circuit} Circuit"


def _judges(found: Registers, chance: random.Random) -> Document:
    document = Document("g-judges", "Register of judges", RETRIEVED)
    for court in found.courts.values():
        count = {"trial-court": 2, "appellate-court": 5, "supreme-court": 9}[court.level]
        holders = found.judges.setdefault(court.key, [])
        for _ in range(count):
            # One seat, two judges in turn: between them nobody may be in doubt about who decides.
            change = date(chance.randrange(2008, 2020), chance.randrange(1, 13), 15)
            for start, end in ((date(chance.randrange(1985, 2000), 6, 1), change), (change, None)):
                holders.append(_judge(document, court, len(holders), _name(chance), start, end))
    return document


def _judge(document: Document, court: Court, serial: int, name: str, start: date, end: date | None) -> Holder:
    key = f"g-{court.key}-{serial}"
    person = document.describe(iri("judge", key), "Person", name)
    document.say(person, t("foaf:name"), text(name))
    document.describe(
        iri("tenure", f"{key}-1"), "Tenure", f"{name}, Judge, {court.cited}, from {start.isoformat()}",
        holder=person, post=iri("post", f"{court.key}-judge"), tenureTitle=text("Judge"), appointedBy=PRESIDENT,
        **{"from": day(start), "until": day(end) if end else None},
    )  # fmt: skip
    return Holder(person, name, start, end)


def _offices(found: Registers, chance: random.Random) -> Document:
    document = Document("g-offices", "Register of offices", RETRIEVED)
    title = "President of the United States"
    document.describe(PRESIDENT, "Post", title, postIn=UNITED_STATES, singleHolder=truth(True))
    presidents = [_tenure(document, key, tenure, name, title, PRESIDENT, start, end) for key, tenure, name, start, end in _PRESIDENTS]  # fmt: skip
    found.issuers.append((PRESIDENT, title, presidents))
    for serial, name in enumerate(_DEPARTMENTS):
        agency = document.describe(iri("agency", f"g-{serial}"), "Agency", f"Department of {name}")
        title = f"Secretary of {name}"
        post = document.describe(iri("post", f"g-secretary-{serial}"), "Post", title, postIn=agency, singleHolder=truth(True))  # fmt: skip
        holders: list[Holder] = []
        for turn, (start, end) in enumerate((p.start, p.end) for p in presidents):
            key = f"g-{serial}-{turn}"
            holders.append(_tenure(document, key, f"{key}-1", _name(chance), title, post, start, end))
        found.issuers.append((post, title, holders))
    return document


def _tenure(
    document: Document, key: str, tenure: str, name: str, title: str, post: str, start: date, end: date | None
) -> Holder:
    person = document.describe(iri("official", key), "Person", name)
    document.say(person, t("foaf:name"), text(name))
    spoken = f"{start.day} {start:%B} {start.year}"
    document.describe(
        iri("tenure", tenure), "Tenure", f"{name}, {title}, from {spoken}", holder=person, post=post,
        acting=truth(False), **{"from": day(start), "until": day(end) if end else None},
    )  # fmt: skip
    return Holder(person, name, start, end)
