"""What is found over many provisions or parties, in one sentence each."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from ..dates import written_out
from ..effects.outlook import Outlook
from ..effects.sentence import ENDED, first, listed, party, thing
from ..effects.things import Id
from ..effects.world import Litigation
from .told import Bindings, Changes, IfReversed, WhoIsProtected

_NAMED: Final = 3
_STATES: Final = {
    "in-force": ("was in force", "is in force"),
    "blocked": ("was blocked", "is blocked"),
    "restricted": ("was held back in part", "is held back in part"),
    "stayed": ("was enforceable, the relief being stayed,", "is enforceable, the relief being stayed,"),
}
_COUNTED: Final = {
    "in-force": "in force",
    "stayed": "enforceable while relief is stayed",
    "restricted": "held back in part",
    "blocked": "blocked",
    "uncertain": "not certain",
}


class Telling:
    """Sentences about a day, in the tense that it has today."""

    def __init__(self, lit: Litigation, on: date, today: date) -> None:
        self.lit = lit
        self.on = on
        self.past = on < today

    def bindings(self, agent: Id, found: Bindings) -> str:
        """How many provisions bind somebody, by their states."""
        who, day = party(self.lit, agent), written_out(self.on)
        if not found.provisions:
            return f"On {day} no provision on record {'bound' if self.past else 'binds'} {who}."
        counts = Counter(each.state for each in found.provisions)
        parts = [f"{counts[state]} {words}" for state, words in _COUNTED.items() if counts[state]]
        number = len(found.provisions)
        what = f"{number} provisions on record" if number > 1 else "one provision on record"
        verb = (
            ("reached" if self.past else "reach") if number > 1 else ("reached" if self.past else "reaches")
        )
        return f"On {day} {what} {verb} {who}: {listed(parts)}."

    def protected(self, provision: Id, found: WhoIsProtected) -> str:
        """Who is protected from a provision, as far as a sentence can say it."""
        what = thing(self.lit, provision)
        told: list[str] = []
        alike: dict[str, tuple[list[Id], Outlook]] = {}
        for members, each in found.parties:
            if each.state != found.others.state:
                alike.setdefault(each.state, ([], each))[0].extend(members)
        for state in ("blocked", "restricted", "stayed", "uncertain", "in-force"):
            if state in alike:
                told.append(self._is(what, alike[state][1], self._named(sorted(alike[state][0]))))
                what = "it"
        rest = "everyone else" if told else "everyone"
        if found.others.state == "not-in-force" and not told:
            rest = ""
        told.append(self._is(what, found.others, rest))
        return f"On {written_out(self.on)}, {'; '.join(told)}."

    def changes(self, found: Changes, provision: Id | None, agent: Id | None) -> str:
        """When something changes, before and after."""
        what = thing(self.lit, provision) if provision is not None else "any provision on record"
        state = f"the state of {what}{f' for {party(self.lit, agent)}' if agent is not None else ''}"
        day = written_out(self.on)
        if found.previous is not None:
            before = f"Before {day} {state} last changed on {written_out(found.previous)}"
        else:
            before = f"Before {day} no change in {state} is on record"
        after = (
            f"the next change is that of {written_out(found.next)}"
            if found.next
            else "no change is on record"
        )
        return f"{before}; after it, {after}."

    def if_reversed(self, found: IfReversed) -> str:
        """What would follow from a reversal, counted."""
        lit, day = self.lit, written_out(self.on)
        each = lit.rulings.get(found.ruling)
        name = thing(lit, found.ruling)
        made = each.decided if each is not None else None
        if made is not None and made.earliest > self.on:
            return f"{first(name)}{',' if ', ' in name else ''} had not been made on {day}, so nothing could fall with it."
        if_ = f"If {name}{',' if ', ' in name else ''} were reversed on {day},"
        if not found.reliefs and not found.changes:
            return f"{if_} nothing on record would change."
        relief = (
            f"{_number(len(found.reliefs), 'grant of relief', 'grants of relief')} would end"
            if found.reliefs
            else "no relief would end"
        )
        provisions = len({change.provision for change in found.changes})
        states = (
            f"the state of {_number(provisions, 'provision', 'provisions')} would change"
            if provisions
            else "no state would change"
        )
        return f"{if_} {relief} and {states}."

    def _is(self, what: str, outlook: Outlook, whom: str) -> str:
        """`Section 17 was blocked for Chicago`."""
        number = 0 if self.past else 1
        for_ = f" for {whom}" if whom else ""
        if outlook.state == "uncertain":
            owner = "its state" if what == "it" else f"the state of {what}"
            return f"{owner} {'was' if self.past else 'is'} not certain{for_}"
        if outlook.state == "not-in-force":
            return f"{what} {ENDED[outlook.reason][number]}{for_}"
        return f"{what} {_STATES[outlook.state][number]}{for_}"

    def _named(self, members: Sequence[Id]) -> str:
        names = [party(self.lit, each) for each in members]
        if len(names) > _NAMED + 1:
            names = [*names[:_NAMED], f"{len(names) - _NAMED} others"]
        return listed(names)


def _number(count: int, one: str, many: str) -> str:
    return f"one {one}" if count == 1 else f"{count} {many}"
