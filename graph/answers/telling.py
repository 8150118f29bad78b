"""What is found over many provisions or parties, in one sentence each."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from ..effects.outlook import Outlook
from ..effects.saying import Sentence, Value, first, row, say, set_apart
from ..effects.sentence import ENDED, listed, party, thing
from ..effects.things import Id
from ..effects.world import Litigation
from .told import Bindings, Changes, IfReversed, WhoIsProtected

_NAMED: Final = 3
_COUNTED: Final = ("in-force", "stayed", "restricted", "blocked", "uncertain")


class Telling:
    """Sentences about a day, in the tense that it has today."""

    def __init__(self, lit: Litigation, on: date, today: date) -> None:
        self.lit = lit
        self.on = on
        self.past = on < today

    def _say(self, kind: str, /, **arguments: Value) -> Sentence:
        return say(f"{kind}-{'past' if self.past else 'now'}", **arguments)

    def bindings(self, agent: Id, found: Bindings) -> Sentence:
        """How many provisions bind somebody, by their states."""
        who = party(self.lit, agent)
        if not found.provisions:
            return self._say("binds-none", day=self.on, who=who)
        counts = Counter(each.state for each in found.provisions)
        parts = [say(f"count-{state}", n=counts[state]) for state in _COUNTED if counts[state]]
        number = len(found.provisions)
        kind = "binds" if number > 1 else "binds-one"
        return self._say(kind, day=self.on, n=number, who=who, parts=listed(parts))

    def protected(self, provision: Id, found: WhoIsProtected) -> Sentence:
        """Who is protected from a provision, as far as a sentence can say it."""
        what: str = thing(self.lit, provision)
        told: list[str] = []
        alike: dict[str, tuple[list[Id], Outlook]] = {}
        for members, each in found.parties:
            if each.state != found.others.state:
                alike.setdefault(each.state, ([], each))[0].extend(members)
        for state in ("blocked", "restricted", "stayed", "uncertain", "in-force"):
            if state in alike:
                told.append(self._is(what, alike[state][1], self._named(sorted(alike[state][0]))))
                what = ""
        rest: str = say("everyone-else") if told else say("everyone")
        if found.others.state == "not-in-force" and not told:
            rest = ""
        told.append(self._is(what, found.others, rest))
        return say("on-day", day=self.on, parts=row(told, "; "))

    def changes(self, found: Changes, provision: Id | None, agent: Id | None) -> Sentence:
        """When something changes, before and after."""
        what = thing(self.lit, provision) if provision is not None else say("any-provision")
        who = party(self.lit, agent) if agent is not None else ""
        state = say("the-state-for", what=what, who=who) if who else say("the-state-of", what=what)
        after = say("changes-next", day=found.next) if found.next else say("changes-no-more")
        if found.previous is None:
            return say("changed-never", day=self.on, state=state, next=after)
        return say("changed-last", day=self.on, state=state, before=found.previous, next=after)

    def if_reversed(self, found: IfReversed) -> Sentence:
        """What would follow from a reversal, counted."""
        lit, day = self.lit, self.on
        each = lit.rulings.get(found.ruling)
        name = set_apart(thing(lit, found.ruling))
        made = each.decided if each is not None else None
        if made is not None and made.earliest > day:
            return say("not-made-yet", what=first(name), day=day)
        if not found.reliefs and not found.changes:
            return say("if-reversed-nothing", what=name, day=day)
        provisions = len({change.provision for change in found.changes})
        relief = _counted(len(found.reliefs), "relief-would-end", "relief-would-not-end")
        states = _counted(provisions, "states-would-change", "states-would-not-change")
        return say("if-reversed", what=name, day=day, relief=relief, states=states)

    def _is(self, what: str, outlook: Outlook, whom: str) -> Sentence:
        """`Section 17 was blocked for Chicago`; of what has been named, `it was`."""
        state, reason = outlook.state, outlook.reason
        if state == "not-in-force":
            words = ENDED[reason][0 if self.past else 1]
            said = self._say(f"ended-{reason}" if reason else "ended", english_=words)
        else:
            said = self._say(f"is-{state}")
        english = what or "it"
        if state == "uncertain":
            english = f"the state of {what}" if what else "its state"
        kind = "is" if what else "it-is"
        if whom:
            return say(f"{kind}-for", what=what, what_=english, state=said, who=whom)
        return say(kind, what=what, what_=english, state=said)

    def _named(self, members: Sequence[Id]) -> str:
        names: list[str] = [party(self.lit, each) for each in members]
        if len(names) > _NAMED + 1:
            names = [*names[:_NAMED], say("others", n=len(names) - _NAMED)]
        return listed(names)


def _counted(count: int, kind: str, none: str) -> Sentence:
    """A number of things: of one, and of none, it has other words."""
    return say(kind, n=count) if count > 1 else say(f"{kind}-one") if count else say(none)
