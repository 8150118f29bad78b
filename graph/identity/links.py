"""Links: who may be whom, and what editors decide. The way in for the command line, pages and programs."""

import os
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Final

from pyoxigraph import NamedNode

from .. import provenance, resolving
from ..errors import EntityNotFound, QueryError, StoreError
from ..provenance import moment
from ..storage.keeper import Keeper
from .candidates import LISTED, TOLD, Offers, search
from .decisions import Decision, Pair, decisions, link_id, undone
from .features import NUMBERS, Features, read
from .index import LATER, Index
from .link import Link, Listed, State, between
from .matching import Match, match

_FILE: Final = "links.sqlite"
_READ: Final = 5_000
"""The features of so many entities are kept while links are made of pairs."""


class DecidedAlready(QueryError):
    """A decision that would say again, or against, what was decided on this pair."""


class Links:
    """The links of one graph."""

    def __init__(self, keeper: Keeper, clock: Callable[[], datetime]) -> None:
        self._keeper = keeper
        self._clock = clock
        self._kept: Index | None = None

    def close(self) -> None:
        """Let go of the index."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    # Asking

    def __call__(self, state: State | None = "candidate", *, kind: str | None = None) -> Listed:
        """See `list`."""
        return self.list(state, kind=kind)

    def list(self, state: State | None = "candidate", *, kind: str | None = None) -> Listed:
        """The links in a state, the likeliest first; all of them where `state` is `None`.

        Of the candidates no more than `candidates.LISTED`; `left_out` tells how many others there are.
        """
        found = Listed([])
        if state in {None, "candidate"}:
            self._brought(self._index(), None)
            with self._offers(None, kind) as offers:
                found = self._listed(offers, LISTED)
        if state != "candidate":
            found += (
                each
                for each in self._links_of(self._decided())
                if state in {None, each.state} and kind in {None, each.kind}
            )
        found.sort(key=lambda each: (-each.score, each.kind, each.labels, each.id))
        return found

    def get(self, name: str) -> Link:
        """One link by its name; `EntityNotFound` with names like it."""
        known = {each.id: each for each in self._links_of(self._decided())}
        if name not in known:
            self._brought(self._index(), None)
            with self._offers(None) as offers:
                pair = offers.named(name)
                found = self._links_between([pair] if pair is not None else [])
                if found:
                    return found[0]
                known |= {each.id: each for each in self._listed(offers, LISTED)}
            from difflib import get_close_matches

            raise EntityNotFound(name, get_close_matches(name, known, n=3))
        return known[name]

    def history(self) -> "list[Decision]":
        """Every decision that was ever recorded, those taken back too, first to last."""
        return decisions(self._keeper.reading(), self._keeper.iris)

    def new(self, documents: Collection[str]) -> Listed | None:
        """The candidates that documents brought, `candidates.TOLD` of them at most; the cost follows the documents, not the graph.

        None where that was not looked for, as the index is behind by very many documents: `list` enters them all.
        """
        if not documents:
            return Listed([])
        if not self._brought(self._index(), documents):
            return None
        with self._offers(documents) as offers:
            return self._listed(offers, TOLD)

    # Deciding

    def accept(self, name: str, other: str | None = None, *, editor: str, reason: str) -> Link:
        """Make two entities one: those of a link, or `name` which stays and `other` which becomes it.

        Raises `Nonconforming` where what is said of both cannot be true of one; then nothing has changed.
        """
        link = self._named(name, other)
        if link.state == "accepted":
            raise DecidedAlready(f"{link.id}: these are one already")
        pairs = self._with_lawsuits((link.keeps, link.other))
        self._decide(link, pairs, editor, reason, same=True)
        return replace(link, state="accepted", decision=self.history()[-1])

    def reject(self, name: str, other: str | None = None, *, editor: str, reason: str) -> Link:
        """Tell two entities apart for good: they are never offered again."""
        link = self._named(name, other)
        if link.state != "candidate":
            raise DecidedAlready(f"{link.id}: this was decided already, {link.state}; take that back first")
        self._decide(link, ((link.keeps, link.other),), editor, reason, same=False)
        return replace(link, state="rejected", decision=self.history()[-1])

    def undo(self, name: str, *, editor: str, reason: str) -> Link:
        """Take the last decision on a link back, whole: what two documents said of two is theirs again."""
        link = self.get(name)
        if link.decision is None:
            raise DecidedAlready(f"{link.id}: nothing was decided on it")
        self._change({link.decision.id: undone(link.decision, editor, reason, self._now())})
        return replace(link, state="candidate", decision=None)

    # How

    def _now(self) -> str:
        return moment(self._clock())

    def _decided(self) -> "list[Decision]":
        return [each for each in self.history() if each.holds]

    def _index(self) -> Index:
        if self._kept is None:
            beside = self._keeper.beside
            writable = beside is not None and os.access(beside.path, os.W_OK)
            path = beside.path / _FILE if beside is not None and writable else None
            self._kept = Index(path)
        return self._kept

    @contextmanager
    def _offers(self, documents: Collection[str] | None, kind: str | None = None) -> Generator[Offers]:
        """The pairs with a key in common of which nothing was decided, as far as the index has been brought."""
        pairs = (pair for each in self._decided() for pair in each.pairs)
        decided = {(min(names), max(names)) for names in ((one.value, two.value) for one, two in pairs)}
        with Offers() as found:
            search(found, self._keeper.reading(), self._keeper.iris, self._index(), documents, decided, kind)
            yield found

    def _listed(self, offers: Offers, most: int) -> Listed:
        """So many links of what a search found, and how many it left out."""
        found = Listed(self._links_between(offers.best(most)))
        found.left_out = offers.left_out(len(found))
        return found

    def _links_between(self, pairs: Iterable[tuple[str, str]]) -> "list[Link]":
        """The links of pairs that a search found, each told by two addresses in the order of the alphabet."""
        store, iris = self._keeper.reading(), self._keeper.iris

        @lru_cache(maxsize=_READ)
        def features(iri: str) -> Features | None:
            return read(store, iris, NamedNode(iri))

        found: list[Link] = []
        for one, two in ((features(pair[0]), features(pair[1])) for pair in pairs):
            matched = match(one, two) if one is not None and two is not None else None
            if matched is not None and one is not None and two is not None:
                found.append(between(one, two, matched))
        return found

    def _brought(self, index: Index, documents: Collection[str] | None) -> bool:
        """Bring the index to what is read now; whether that was done. For single `documents` it is not done at any price."""
        store, iris = self._keeper.reading(), self._keeper.iris
        now, standing = self._keeper.generation, index.standing()
        changed = self._keeper.changed_since(standing[0]) if standing is not None else None
        if documents is not None and standing is not None and changed is not None:
            whole = standing[1]  # what was published since is known, and nothing else is looked at
            if whole:
                index.enter(store, iris, set(map(iris.document, changed)), provenance.Entries(store, iris))
        else:
            entries = provenance.entries(store, iris)
            whole = documents is None or len(entries) - index.count() <= LATER
            if whole:
                index.refresh(store, iris, entries)
        index.stand(now, whole=whole)
        return whole

    def _links_of(self, decided: Iterable[Decision]) -> Iterator[Link]:
        store, iris = self._keeper.reading(), self._keeper.iris
        for decision in decided:
            keeps, other = decision.pairs[0]
            kind, _ = iris.kind_and_id(keeps) or ("", "")
            labels = tuple(self._label(node) for node in (keeps, other))
            state: State = "accepted" if decision.same else "rejected"
            found = [read(store, iris, node) for node in (keeps, other)]
            matched = match(found[0], found[1]) if found[0] is not None and found[1] is not None else None
            score, reasons = (matched.score, matched.reasons) if matched is not None else (1.0, ())
            yield Link(
                link_id(keeps, other, kind),
                kind,
                keeps,
                other,
                (labels[0], labels[1]),
                score,
                reasons,
                state,
                decision,
            )

    def _label(self, node: NamedNode) -> str:
        found = read(self._keeper.reading(), self._keeper.iris, node)
        return found.label if found is not None else self._keeper.iris.short(node)

    def _named(self, name: str, other: str | None) -> Link:
        """The link of that name, or of two entities that somebody names."""
        if other is None:
            return self.get(name)
        store, iris = self._keeper.reading(), self._keeper.iris
        keeps, replaced = (resolving.resolve(store, iris, each) for each in (name, other))
        one, two = read(store, iris, keeps), read(store, iris, replaced)
        if one is None or two is None or one.kind != two.kind or keeps == replaced:
            kinds = ", ".join(sorted(NUMBERS))
            raise DecidedAlready(f"{name} and {other}: only two entities of one kind can be one ({kinds})")
        link = link_id(keeps, replaced, one.kind)
        for decided in self._links_of(self._decided()):
            if decided.id == link:
                return decided
        matched = match(one, two) or Match(0.0, ("named by an editor",))
        return Link(link, one.kind, keeps, replaced, (one.label, two.label), matched.score, matched.reasons)

    def _with_lawsuits(self, pair: Pair) -> tuple[Pair, ...]:
        """The pair, and for two dockets their lawsuits, where the one that goes has no other docket."""
        from ...ontology.terms import ej

        store = self._keeper.reading()
        of = [{quad.object for quad in store.quads(node, ej("partOfLawsuit"))} for node in pair]
        if any(len(each) != 1 for each in of) or of[0] == of[1]:
            return (pair,)
        (keeps,), (goes,) = of
        dockets = {quad.subject for quad in store.quads(None, ej("partOfLawsuit"), goes)}
        if dockets != {pair[1]} or not isinstance(keeps, NamedNode) or not isinstance(goes, NamedNode):
            return (pair,)
        return (pair, (keeps, goes))

    def _decide(self, link: Link, pairs: tuple[Pair, ...], editor: str, reason: str, *, same: bool) -> None:
        if not editor.strip() or not reason.strip():
            raise DecidedAlready("a decision has an editor and a reason: name both")
        made = sum(each.id.rpartition("-")[0] == link.id for each in self.history())
        name = f"{link.id}-{made + 1}"
        self._change({name: Decision(name, pairs, same, editor.strip(), reason.strip(), self._now())})

    def _change(self, changed: Mapping[str, Decision]) -> None:
        """Record decisions, and have the documents follow; validated, durable and published when it returns."""
        from ..remote.keeper import RemoteKeeper
        from .following import follow

        if isinstance(self._keeper, RemoteKeeper) and self._keeper.is_enjoin:
            raise StoreError("who is who is decided where the store is: run this on the server's machine")
        store = self._keeper.store()
        with self._keeper.writing:
            before = {each.id: each for each in decisions(store, self._keeper.iris)}
            follow(
                store,
                self._keeper.beside,
                self._keeper.iris,
                list(before.values()),
                list({**before, **changed}.values()),
                self._clock(),
            )
            self._keeper.settle()
