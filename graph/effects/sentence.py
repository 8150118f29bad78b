"""Plain English: who and what is called how, and one sentence for each state."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from .saying import Listing, Name, Sentence, Value, first, say
from .things import Id
from .world import Litigation

_THE: Final = re.compile(
    r"(City and County|City|County|State|Commonwealth|District|Town|Village|Township|Borough|Parish|Territory|"
    r"United States|Department|Office|Attorney General|Secretary|Director|President|Governor|Bureau|Federal|"
    r"Immigration and|Executive Office)\b"
)
_BY_NUMBER: Final = re.compile(
    r"(Sections?|Executive Order|Proclamation|Article|Title|Chapter|Rule|Part|EO|Amendment|AB|SB|HB)\b[ .]|"
    r"\d|[A-Z][a-z]+ (Code|Stats?)\b|[A-Z][a-z]*\. |U\.S\. Const\.|.*\b(No\.|Act) \d|.* v\. "
)
"""Names that take no article: numbered ones, and cases."""
_CIRCUIT: Final = re.compile(r"Court of Appeals for the (.+ Circuit)$")

ENDED: Final = {
    "not-yet": ("was not yet in force", "is not yet in force"),
    "revoked": ("had been revoked", "has been revoked"),
    "superseded": ("had been superseded", "has been superseded"),
    "expired": ("had expired", "has expired"),
    "withdrawn": ("had been withdrawn", "has been withdrawn"),
    None: ("was not in force", "is not in force"),
}
"""Why a provision is not in force, of a day that has passed and of today."""


_PLURALS: Final = frozenset(
    ("provisions", "conditions", "sections", "restrictions", "directives", "guidelines", "rules", "limits")
)
_AFTER: Final = re.compile(r" (?:of|on|as|in|for|to)\b| \(")
"""Where the noun of a name ends: `the funding provisions of …`."""
_ONE_CLASS: Final = re.compile(r"(?:[a-z-]+ ){0,3}class\b")


def plural(lit: Litigation, id: Id) -> bool:  # noqa: A002 - the word of the house
    """Whether a thing is called by a plural: `the funding provisions of …`, `people with …`."""
    if id in lit.classes:
        return _ONE_CLASS.match(lit.label(id)) is None
    noun = _AFTER.split(lit.label(id), maxsplit=1)[0]
    return noun.rpartition(" ")[2].lower() in _PLURALS


def many(said: str) -> str:
    """What is said of one thing, said of several: `it was revoked` becomes `they were revoked`."""
    for one, several in (("it", "they"), ("was", "were"), ("is", "are"), ("has", "have")):
        said = re.sub(rf"\b{one}\b", several, said, count=1)
    return said


def party(lit: Litigation, agent: Id) -> Name:
    """A party within a sentence: `Chicago`, `the City and County of San Francisco`."""
    name = lit.label(agent)
    who = lit.agents.get(agent)
    office = who is not None and who.category in {"agency", "post"}
    office = office or (agent in lit.classes and _ONE_CLASS.match(name) is not None)
    the = (office or _THE.match(name)) and not name.startswith(("The ", "the "))
    return Name(f"the {name}" if the else name, agent)


def thing(lit: Litigation, id: Id) -> Name:  # noqa: A002 - the word of the house
    """A thing within a sentence, with its article: `Executive Order 13768`, `the notice condition of …`."""
    return Name(_thing(lit, id), id)


def _thing(lit: Litigation, id: Id) -> str:  # noqa: A002 - the word of the house
    name = lit.label(id)
    if name.startswith(("the ", "The ", "a ", "A ")):
        return name
    if id in lit.provisions and not _BY_NUMBER.match(name):
        word, _, rest = name.partition(" ")
        common = word[1:].islower() and not rest[:1].isupper()
        return f"the {name[0].lower()}{name[1:]}" if common else f"the {name}"
    if id in lit.measures and _BY_NUMBER.match(name):
        return name
    if id in lit.measures or id in lit.reliefs or name[:1].islower():
        return f"the {name}"
    return name


def short(lit: Litigation, provision: Id, within: Id) -> str:
    """A provision without the name of its measure, which has just been said: `section 9(b)`."""
    measure = lit.provisions[within].measure if within in lit.provisions else within
    name = lit.label(provision).removesuffix(f" of {lit.label(measure)}")
    if name.startswith("Section "):
        return say("section", number=name.removeprefix("Section "))
    return f"section{name[7:]}" if name.startswith("Section") else thing(lit, provision)


def court(lit: Litigation, ruling: Id) -> str:
    """The court of a ruling as people call it: `Ninth Circuit`, `Supreme Court`."""
    each = lit.rulings.get(ruling)
    name = lit.label(each.court) if each is not None and each.court is not None else "court"
    found = _CIRCUIT.search(name)
    if found is not None:
        return found.group(1)
    return "Supreme Court" if name.startswith("Supreme Court of the United States") else name


def mandate(lit: Litigation, ruling: Id) -> Sentence:
    """The mandate of a ruling: `the Ninth Circuit's mandate`."""
    name = court(lit, ruling)
    return say("mandate-of" if name.endswith("s") else "mandate", court=name)


def named(lit: Litigation, id: Id) -> Name:  # noqa: A002 - the word of the house
    """A thing by its bare label, as it stands between quotation marks."""
    return Name(lit.label(id), id)


def listed(words: Sequence[str], joint: str = "and") -> str:
    """Words as a list in a sentence: `a`, `a and b`, `a, b and c`.

    >>> listed(["9(a)", "9(b)", "9(c)"])
    '9(a), 9(b) and 9(c)'
    """
    if len(words) == 1:
        return words[0]
    if not words:
        return ""
    return Listing(f"{', '.join(words[:-1])} {joint} {words[-1]}", words)


class Tense:
    """What is said of a party on a day: past before today, present today and of days to come."""

    __slots__ = ("agent", "lit", "on", "past")

    def __init__(self, lit: Litigation, agent: Id, on: date, today: date) -> None:
        self.lit = lit
        self.agent = agent
        self.on = on
        self.past = on < today

    @property
    def was(self) -> str:
        return "was" if self.past else "is"

    def say(self, kind: str, /, **arguments: Value) -> Sentence:
        """The sentence of a kind in this tense."""
        return say(f"{kind}-{'past' if self.past else 'now'}", **arguments)

    def enforced(self, what: str, *, may: bool) -> Sentence:
        """`Section 9(a) … could [not] be enforced against Chicago on 1 June 2019`."""
        kind = ("could" if may else "could-not") if self.past else "can" if may else "cannot"
        return say(kind, what=first(what), who=party(self.lit, self.agent), day=self.on)

    def sentence(
        self,
        state: str,
        provision: Id,
        *,
        reason: str | None = None,
        why: str = "",
        enforceable: str = "unknown",
    ) -> Sentence:
        """The state in one sentence, without its full stop.

        `why` says what decides it, as a clause of its own; where it is not certain, it begins with
        *because*. `enforceable` is what all readings of an uncertain state agree on, if they do.
        """
        what = thing(self.lit, provision)
        match state:
            case "in-force":
                return self.enforced(what, may=True)
            case "not-in-force":
                return say(
                    "because-of", said=self.enforced(what, may=False), why=self.over(provision, reason)
                )
            case "blocked":
                said = self.enforced(what, may=False)
                return say("because-of", said=said, why=why) if why else said
            case "restricted":
                said = self.enforced(what, may=True)
                return say("in-part-because", said=said, why=why) if why else say("in-part", said=said)
            case "stayed":
                return self.say("stayed", said=self.enforced(what, may=True))
            case _:
                said = self._unsure(what, provision, enforceable)
                return say("unsure-why", said=said, why=why) if why else said

    def _unsure(self, what: str, provision: Id, enforceable: str) -> Sentence:
        if enforceable in {"yes", "no"}:
            said = self.enforced(what, may=enforceable == "yes")
            return self.say("state-unsure", said=said, it_=self.it(provision))
        return self.say("unsure", what=what, who=party(self.lit, self.agent), day=self.on)

    def it(self, provision: Id) -> str:
        """What stands for a provision in an English sentence, with its verb: `it was`, `they are`."""
        subject = f"it {self.was}"
        return many(subject) if plural(self.lit, provision) else subject

    def over(self, provision: Id, reason: str | None) -> Sentence:
        """Why a provision is not in force: `it had been revoked`."""
        ended = f"it {ENDED[reason][0 if self.past else 1]}"
        ended = many(ended) if plural(self.lit, provision) else ended
        return self.say(f"ended-{reason}" if reason else "ended", english_=ended)

    def ended(self, said: str, checked: date | None) -> Sentence:
        """The sentence with its full stop, and the horizon of the record where the day lies beyond it."""
        if checked is not None and self.on > checked:
            return say("checked-to", said=said, day=checked)
        return say("whole", said=said)
