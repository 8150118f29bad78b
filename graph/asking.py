"""What can be asked of a graph, wherever it is: SPARQL, named queries, answers, entities, counts."""

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode

from .. import queries
from ..ontology.terms import PREFIXES
from . import guard, provenance, resolving, stats
from .backend import Backend
from .effects.things import DEFAULT_RULES
from .entity import describe
from .errors import QueryParameterError
from .ingestion.intake import revisions_of
from .portrait import Entity
from .readers.strangers import Strangers, nodes
from .results import Limits, Results
from .storage import revisions
from .storage.keeper import DiskKeeper, Keeper
from .storage.past import differing, rebuilt
from .storage.store import Store

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from ..queries import Query
    from .answers.answer import Answer as Status
    from .effects.litigation import Litigation
    from .formats import Kind
    from .provenance import Entry
    from .readers.pool import Answer, Begun, Load, Readers
    from .stats import Stats
    from .storage.revisions import Revision

STRANGERS: Final = Limits(rows=100_000, bytes=64 * 1024 * 1024)
"""The most that a stranger's query is answered with, unless the caller says otherwise."""

Clock = Callable[[], datetime]
Day = str | date


def system_clock() -> datetime:
    """The present moment; whoever needs another hands in a clock of their own."""
    return datetime.now(UTC)


class Asking:
    """A graph as it is asked; `known` is the day whose knowledge counts, to its end."""

    def __init__(self, keeper: Keeper, clock: Clock = system_clock) -> None:
        self._keeper = keeper
        self._clock = clock
        self._strangers = Strangers(keeper)
        self._rebuilding = threading.Lock()
        self.iris = keeper.iris
        self.likely: resolving.Likely | None = None
        """Who knows ids that look like another, where somebody does: else all there are are read for it."""
        self._counting = threading.Lock()
        self._stats = lru_cache(maxsize=2)(self._count)
        self._then = lru_cache(maxsize=4)(self._rebuilt)
        self._litigation = lru_cache(maxsize=4)(self._load_litigation)
        self._bearing = lru_cache(maxsize=16)(self._load_bearing)
        self._whole: tuple[int, date | None] | None = None
        self._first_recorded = lru_cache(maxsize=2)(self._earliest)

    @property
    def path(self) -> Path | None:
        """The directory of the store, where it has one."""
        return self._keeper.path

    @property
    def generation(self) -> int:
        """The number of the state that is read now; it grows with each one published."""
        self._keeper.reading()
        return self._keeper.generation

    def store(self, known: Day | None = None) -> Backend:
        """What is asked: the newest published state, or what was known on a day, to its end."""
        day = _day("known", known)
        if day is None:
            return self._keeper.reading()
        if not self._strangers.serving:
            with self._rebuilding:
                return self._then(self.generation, day)
        return self._strangers.then(self.generation, day) or self._keeper.reading()

    @property
    def writing(self) -> "AbstractContextManager[object]":
        """Held, it keeps all others from changing the graph: for one who looks first and then writes."""
        return self._keeper.writing

    def sparql(
        self,
        text: str,
        *,
        known: Day | None = None,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        timeout: float | None = None,
        limits: Limits = STRANGERS,
        stranger: bool = False,
        base: str | None = None,
        max_length: int | None = guard.MAX_LENGTH,
        client: str = "",
        cancelled: Callable[[], bool] | None = None,
    ) -> Results:
        """The results of any query; the prefixes of the ontology need no declaration.

        A stranger's query, or one with a `timeout` in seconds, runs in a process of its own, up to
        `limits`. Raises `QuerySyntaxError`, `QueryRefused`, `QueryTimeout`, `QueryOverloaded`.
        """
        if (stranger or timeout is not None) and isinstance(self._keeper, DiskKeeper):
            # One row more than is allowed shows whoever writes the results that there are more.
            more = Limits(None if limits.rows is None else limits.rows + 1, limits.bytes)
            with self.answer(
                text,
                forms={"solutions": "json", "boolean": "json", "triples": "ntriples"},
                known=known,
                default_graphs=default_graphs,
                named_graphs=named_graphs,
                timeout=timeout,
                limits=more,
                base=base,
                max_length=max_length,
                client=client,
                cancelled=cancelled,
            ) as answer:
                return Results.from_answer(answer.kind, answer.read(), truncated=answer.truncated)
        if stranger:
            guard.check(text, max_length=max_length)
        else:
            guard.check_trusted(text)
        return self.store(known).query(
            text,
            default_graphs=nodes(default_graphs),
            named_graphs=nodes(named_graphs),
            **self._way(base),
        )

    def _way(self, base: str | None) -> dict[str, Any]:
        """How queries are read here: a bare store knows no prefixes, and its default graph is its own."""
        if self._keeper.bare:
            return {"prefixes": None, "base": base, "union": False}
        return {"prefixes": PREFIXES, "base": self.iris.base, "union": True}

    def answer(
        self,
        text: str,
        *,
        forms: "Mapping[Kind, str]",
        known: Day | None = None,
        limits: Limits = STRANGERS,
        base: str | None = None,
        max_length: int | None = guard.MAX_LENGTH,
        **given: Any,
    ) -> "Answer":
        """A stranger's query answered and written; `forms` names a format by kind.

        The query of a store on disk runs in a process of its own. What else may be `given` is what
        `Strangers.answer` takes: `default_graphs`, `named_graphs`, `timeout`, `packed`, `services`,
        `client`, `cancelled`, `begun`.
        """
        day = _day("known", known)
        asked: dict[str, Any] = {"forms": forms, "limits": limits, "max_length": max_length, **given}
        if isinstance(self._keeper, DiskKeeper):
            return self._strangers.answer(text, day, **self._way(base), **asked)
        return self._strangers.answer_here(text, self.store(day), **self._way(base), **asked)

    def begin(
        self,
        text: str,
        *,
        forms: "Mapping[Kind, str]",
        limits: Limits = STRANGERS,
        base: str | None = None,
        **given: Any,
    ) -> "Begun | Answer | None":
        """The same begun, for one who cannot wait: on its way, or answered; `None` where it must be waited for.

        What else may be `given` is what `Readers.begin` takes. `answer`, told what was `begun`, goes on from there.
        """
        if not isinstance(self._keeper, DiskKeeper):
            return None
        return self._strangers.begin(text, forms=forms, limits=limits, **self._way(base), **given)

    def readers(self, count: int = 3, **given: Any) -> "Readers":
        """The pool that answers strangers; started at the first call, whose options it gets."""
        return self._strangers.readers(count, **given)

    def load(self) -> "Load":
        """What the readers are doing now, and how large what they read is."""
        return self._strangers.load(self.store().path)

    def _end_readers(self) -> None:
        self._strangers.close()

    def query(
        self,
        query: "str | Query",
        *,
        known: Day | None = None,
        timeout: float | None = None,
        **values: Any,
    ) -> Results:
        """The results of a named query; parameters as people write them: ids, IRIs, days.

        Raises `QueryParameterError` with what is expected, `EntityNotFound` for an id that is none.
        """
        return self.sparql(self.bound(query, known=known, **values), known=known, timeout=timeout)

    def bound(self, query: "str | Query", *, known: Day | None = None, **values: Any) -> str:
        """The text of a named query with these parameters in place, to run in any editor."""
        store = self.store(known)

        def resolved(kinds: tuple[str, ...], text: str) -> NamedNode:
            return resolving.resolve(store, self.iris, text, kinds, self.likely)

        given = {name: _written(value) for name, value in values.items() if value is not None}
        defaults = {"today": self._clock().date().isoformat()}
        try:
            found = queries.get(query) if isinstance(query, str) else query
            return self.iris.rebased(found.bind(found.parse(given, defaults=defaults, resolve=resolved)))
        except (queries.UnknownQuery, queries.ParameterError) as error:
            raise QueryParameterError(str(error)) from error

    def status(self, provision: str, party: str, on: Day, known: Day | None = None) -> "Status":
        """Could a provision be enforced against a party on a day, and why: an answer of the contract.

        Raises `EntityNotFound` with suggestions, `QueryParameterError` for a day that is none.
        """
        from .answers.answer import answer

        day, known_on = _day("on", on), _day("known", known)
        if day is None:
            raise QueryParameterError("on: a day is needed, written YYYY-MM-DD")
        first = self._first_recorded(self.generation)
        # Of a day before anything was recorded one can only say so, in the words of today.
        then = None if known_on is None or (first is not None and known_on < first) else known_on
        store = self.store(then)
        asked = resolving.resolve(store, self.iris, provision, resolving.MEASURES, self.likely)
        about = resolving.resolve(store, self.iris, party, resolving.PARTIES, self.likely)
        return answer(
            self._litigation_of(self.generation, then, asked.value, about.value),
            asked.value,
            about.value,
            day,
            today=self._clock().date(),
            known=known_on,
            first_recorded=first,
        )

    def show(self, ref: str, on: Day | None = None, known: Day | None = None) -> Entity:
        """All that is said of an entity, and what refers to it; `EntityNotFound` with suggestions."""
        del on  # what is shown is said for good; the days stand in the statements
        store = self.store(known)
        return describe(store, self.resolve(ref, known=known), self.iris)

    def resolve(self, ref: str, kinds: Sequence[str] = (), known: Day | None = None) -> NamedNode:
        """The IRI of what people write for an entity: an id, `kind/id`, an IRI."""
        return resolving.resolve(self.store(known), self.iris, ref, kinds, self.likely)

    def stats(self) -> "Stats":
        """How much there is of what; counted once for each generation."""
        with self._counting:  # whoever comes meanwhile waits for that count
            return self._stats(self.generation)

    def documents(self) -> "list[Entry]":
        """What has been loaded, by id."""
        return list(provenance.entries(self._keeper.reading(), self.iris).values())

    def document(self, name: str) -> "tuple[Entry | None, list[Revision]]":
        """A document as it is now (`None`: taken out), and its earlier revisions."""
        return revisions_of(self._keeper, name)

    # What is computed once

    def _count(self, generation: int) -> "Stats":
        return stats.count(self._keeper.reading(), generation=generation, rules=DEFAULT_RULES.version)

    def _rebuilt(self, generation: int, known: date) -> Backend:
        """What was known at the end of a day: the documents as they were, and what follows from them."""
        del generation
        changed = differing(self._keeper, known)
        if not changed:
            return self._keeper.reading()
        return rebuilt(self._keeper.remembering(), self.iris, changed)

    def _earliest(self, generation: int) -> date | None:
        """The day on which the first document was recorded that is there, or was."""
        del generation
        recorded = provenance.first_recorded(self._keeper.reading(), self.iris)
        if isinstance(self._keeper, DiskKeeper):
            for document in revisions.documents(self._keeper.layout.revisions):
                recorded += [kept.recorded_at for kept in self.document(document)[1]]
        return date.fromisoformat(min(recorded)[:10]) if recorded else None

    def _load_litigation(self, generation: int, known: date | None) -> "Litigation":
        from .effects.litigation import load

        found = load(self.store(known).select)
        self._whole = generation, known
        return found

    def _litigation_of(self, generation: int, known: date | None, provision: str, party: str) -> "Litigation":
        """All litigation, where it has been read already; else what bears on one question, which is soon read."""
        # Of a service elsewhere it is all read at once: step by step would be a request for each step.
        if self._whole == (generation, known) or not isinstance(self.store(known), Store):
            return self._litigation(generation, known)
        return self._bearing(generation, known, provision, party)

    def _load_bearing(self, generation: int, known: date | None, provision: str, party: str) -> "Litigation":
        del generation
        from .effects.litigation import load_for

        return load_for(self.store(known).select, provision, [party])


def _day(name: str, value: Day | None) -> date | None:
    """A day as it is given; `QueryParameterError` for one that no calendar has."""
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise QueryParameterError(f"{name}: {value!r} is no day of the calendar; write YYYY-MM-DD") from None


def _written(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
