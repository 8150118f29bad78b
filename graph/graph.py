"""The graph as one thing: what the command line, the server and programs ask of it.

    import enjoin.graph as eg
    graph = eg.open("var")
    graph.status("eo-13768-9a", party="us-il-chicago", on="2019-06-01").to_json()

Everything heavy is imported when it is first needed: a server that only answers loads no validator.
"""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Self

from .answers.inquiring import Inquiring
from .asking import Clock, Day, system_clock
from .claims.desk import Claims
from .errors import StoreError
from .identity.links import Links
from .ingestion.documents import described, mapped
from .ingestion.intake import Intake, Place, QuarantineOf, gathered
from .iris import DEFAULT_BASE
from .storage.bare import BareKeeper
from .storage.keeper import DiskKeeper, Keeper
from .storage.layout import Layout
from .storage.store import Store
from .updates.change import Change
from .updates.changing import Changing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .export import Manifest
    from .ingestion.documents import Document
    from .ingestion.receipt import Receipt
    from .releases.difference import Difference
    from .releases.release import Release
    from .remote.services import Service
    from .sources.fetch import Fetcher
    from .storage.backup import Checksum
    from .storage.migrations import Migrated
    from .storage.publish import Generation
    from .validation.checked import Checked
    from .validation.checks import Checks


class Graph(Changing, Inquiring):
    """One graph: a store on disk, one in memory, or a service elsewhere."""

    def __init__(self, keeper: Keeper, clock: Clock = system_clock) -> None:
        super().__init__(keeper, clock)
        self._intake = Intake(keeper, clock)
        self.quarantine = QuarantineOf(keeper, self._take)
        self.links = Links(keeper, clock)
        self.claims = Claims(self, clock)

    # Opening

    @classmethod
    def open(
        cls,
        place: Place,
        *,
        write: bool = False,
        base_iri: str | None = None,
        token: str | None = None,
        service: "Service | None" = None,
        clock: Clock = system_clock,
    ) -> "Graph":
        """The graph in a directory, or at the address of a SPARQL service.

        A directory is read at its newest generation; with `write` this process becomes its one
        writer, and without it once it ingests. A service is told who asks by `token`; `service` says what else is known of it.
        Raises `StoreMissing`, `StoreLocked`, `StoreCorrupted`, `StoreVersion`, `ServiceError`.
        """
        if str(place).startswith(("http://", "https://")):
            from .remote.keeper import RemoteKeeper

            return cls(RemoteKeeper(str(place), base_iri or DEFAULT_BASE, token, service), clock)
        layout = Layout(Path(place))
        keeper = (BareKeeper if layout.bare() else DiskKeeper)(Path(place), write=write)
        if base_iri is not None and keeper.iris.base != base_iri.rstrip("/") + "/":
            keeper.close()
            raise StoreError(
                f"the data in {place} has IRIs under {keeper.iris.base}, not under {base_iri}; leave --base-iri out"
            )
        return cls(keeper, clock)

    @classmethod
    def init(
        cls,
        place: Place,
        *,
        starter: bool = False,
        bare: bool = False,
        base_iri: str | None = None,
        token: str | None = None,
        service: "Service | None" = None,
        clock: Clock = system_clock,
    ) -> "Graph":
        """A new store in an empty or new directory, with the starter graph if asked; open for writing.

        A `bare` store is a plain SPARQL store, see `bare`. At the address of a SPARQL service, a
        new graph in that service.
        """
        if str(place).startswith(("http://", "https://")):
            from .remote.keeper import RemoteKeeper

            graph = cls(RemoteKeeper.create(str(place), base_iri or DEFAULT_BASE, token, service), clock)
            if starter:
                graph.load_starter()
            return graph
        kind = BareKeeper if bare else DiskKeeper
        graph = cls(kind.create(Path(place), base_iri or DEFAULT_BASE), clock)
        try:
            if starter:
                graph.load_starter()
        except BaseException:
            # The directory was empty before, so all that is in it is half a store.
            graph.close()
            shutil.rmtree(place)
            raise
        return graph

    @classmethod
    def memory(
        cls, *, bare: bool = False, base_iri: str | None = None, clock: Clock = system_clock
    ) -> "Graph":
        """A graph that lives as long as this object."""
        return cls(Keeper(base_iri or DEFAULT_BASE, bare=bare), clock)

    def close(self) -> None:
        """Let go of the store and of its readers."""
        self._end_readers()
        self.links.close()
        self._keeper.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def announce(self, holder: str) -> None:
        """Tell others who want to write whom to ask instead: the address of a server."""
        self._keeper.announce(holder)

    # Changing

    def ingest(
        self,
        *places: "Place | Document",
        source: str | None = None,
        source_date: date | None = None,
        licence: str = "",
        dry_run: bool = False,
        mapping: Place | None = None,
        title: str = "",
        publisher: str = "",
        url: str = "",
        fetcher: "Fetcher | None" = None,
    ) -> "Receipt":
        """Read documents in: map, validate, commit, derive, publish. They are one batch.

        `source` names their format, else it is found by content; `source_date` is when they were
        fetched. What does not conform goes into quarantine and changes nothing. `mapping` is the file
        that says what the columns of a tracker are; without it one beside the file, `<file>.mapping.toml`.
        `title`, `publisher` and `url` are those of an article; of an article `source_date` is its own day.
        `fetcher` gets what lies at addresses of the web, where the usual one is not to.
        """
        given = [place for place in places if not isinstance(place, (str, Path))]
        named = [place for place in places if isinstance(place, (str, Path))]
        given += gathered(named, source_date, licence, today=self._clock().date(), fetcher=fetcher)
        if mapping is not None:
            given = [mapped(document, Path(mapping)) for document in given]
        if title or publisher or url:
            given = [described(document, title, publisher, url) for document in given]
        if not dry_run:
            self._keeper.begin_writing()  # the one thing for which a graph that is read need not be opened again
        return self._offered(self._intake.ingest(given, source, dry_run=dry_run))

    def _offered(self, receipt: "Receipt") -> "Receipt":
        """The receipt, with how many of the entities that came in may be others that are known."""
        changed = [each.id for each in receipt.outcomes if each.state in {"added", "changed"}]
        if receipt.dry_run or not changed:
            return receipt
        try:
            found = self.links.new(changed)
        except StoreError:  # what came in is committed; `links` finds them when there is room again
            found = None
        if found is None:
            return replace(receipt, unlinked=True)
        return replace(receipt, uncertain=tuple(each.as_json() for each in found), left_out=found.left_out)

    def _take(self, documents: "Sequence[Document]", form: str | None) -> "Receipt":
        return self._intake.ingest(documents, form)

    def load_starter(self) -> "Receipt":
        """Ingest the starter data, all of it, recorded on a fixed day, so that the bytes are always the same."""
        from . import starter

        return Intake(self._keeper, lambda: starter.RECORDED_AT).ingest(starter.read(), "facts", whole=True)

    def remove(self, *names: str) -> "Receipt":
        """Take documents out, together; their statements stay for `known`."""
        return self._intake.remove(names)

    def validate(
        self, *places: Place, shapes: Place | None = None, alone: bool = False, source: str | None = None
    ) -> "Checked":
        """Hold files against our shapes, or against any others; commits nothing."""
        if shapes is not None:
            from .validation.foreign import validate_files

            return validate_files([Path(place) for place in places], Path(shapes))
        return self._intake.validate(
            gathered(places, None, "", today=self._clock().date()), source, alone=alone
        )

    def audit(self) -> "Checked":
        """Hold everything in the graph against our shapes, whatever was judged when it came in."""
        return self._intake.audit()

    def derive(self, *, full: bool = False) -> Change:
        """Bring the graph `derived` up to date, or with `full` rebuild it from scratch; publish it."""
        self._keeper.store()
        with self._keeper.writing:
            return self._keeper.settle(full=full)

    def publish(self) -> "Generation":
        """Make the store's present state the one that is read."""
        if not isinstance(self._keeper, DiskKeeper):
            raise StoreError("only a store on disk has generations")
        with self._keeper.writing:
            self._keeper.settle()
        return self._keeper.current()

    def compact(self) -> None:
        """Rewrite the engine's files, smaller and quicker to read; then publish them."""
        with self._keeper.writing:
            self._keeper.store().optimize()
            self._keeper.settle()

    def check(self, *, reason: bool = False, search: str | None = None) -> "Checks":
        """Is the ontology well kept, and is the data clean? With `reason` HermiT is asked whether they agree.

        `search` is a path of folders in which Java is looked for. Raises `JavaMissing`.
        """
        from .validation.checks import check

        return check(self, reason=reason, search=search)

    # Going out

    def backup(self, target: Place) -> "Generation":
        """A copy of the newest generation in a new directory, also while the store is served."""
        from .storage.backup import backup

        if not isinstance(self._keeper, DiskKeeper):
            raise StoreError("only a store on disk is copied")
        return backup(self._keeper.layout, Path(target))

    @staticmethod
    def restore(source: Place, target: Place) -> "Graph":
        """A store made of a backup in a new directory, open for writing; one of an earlier version is migrated."""
        from .storage.backup import restore
        from .storage.migrations import migrate

        restore(Path(source), Path(target))
        migrate(Path(target), keep=False)  # the backup may be an earlier version's, and stays as it is
        return Graph.open(target, write=True)

    @staticmethod
    def migrate(place: Place) -> "Migrated":
        """Bring the store of an earlier version up to this one, its vocabulary and rules too; a copy is kept.

        Nothing is done where there is nothing to do, and what was cut short is ended by the next try.
        """
        from .storage.migrations import migrate

        done = migrate(Path(place))
        Graph.open(place, write=True).close()
        return done

    def verify(self) -> "list[Checksum]":
        """Every graph read whole, with its checksum, and a fault where its count is not as recorded."""
        from .storage.backup import verify

        store = self.store()
        if not isinstance(store, Store):
            raise StoreError("a service checks its own files")
        return list(verify(store, self.iris))

    def release(
        self,
        version: str,
        folder: Place,
        *,
        issued: date | None = None,
        previous: Place | None = None,
        first: bool = False,
    ) -> "Release":
        """The newest generation as a release in `folder`/enjoin-`version`, for others to cite and check.

        `issued` is its day, else today. It says how it differs from the release in `previous`, else from the newest
        one in `folder`; from none with `first`. Raises `QueryParameterError`, `StoreError`; then nothing is written.
        """
        from .effects.things import DEFAULT_RULES
        from .releases.previous import latest, named
        from .releases.release import Made, release
        from .results import NO_LIMITS

        before = None if first else named(Path(previous)) if previous else latest(Path(folder))
        made = Made(
            self.store(),
            self.iris,
            lambda text: self.sparql(text, limits=NO_LIMITS),
            DEFAULT_RULES.version,
            before,
        )
        return release(made, version, Path(folder), issued=issued or self._clock().date())

    def diff(self, before: Place, after: Place | None = None) -> "Difference":
        """How `after`, else this graph as it is now, differs from `before`.

        Each is the path of a release, a dump or a store, or a day: what this graph knew on it. Raises `StoreError`,
        `UnreadableDocument`.
        """
        from .releases.difference import between
        from .releases.sides import Side

        def known(day: str | None) -> Side:
            return Side(day or "now", self.store(day), self.iris)

        return between(before, after, known)

    def export(
        self,
        path: Place | None = None,
        *,
        graph: str | None = None,
        entity: str | None = None,
        lawsuit: str | None = None,
        asserted: bool = False,
        everything: bool = False,
        form: str | None = None,
        known: Day | None = None,
    ) -> "Manifest | bytes":
        """A dump, repeatable byte for byte: written to `path`, or returned where there is none.

        Without a choice it holds what documents say and what was derived; `asserted` leaves the
        derived out, `everything` adds the vocabulary.
        """
        from . import export as dumps
        from .formats import named

        store = self.store(known)
        if graph is not None:
            quads = dumps.of_graph(store, self.iris, graph)
        elif entity is not None:
            quads = dumps.of_entity(store, self.resolve(entity, known=known))
        elif lawsuit is not None:
            quads = dumps.of_lawsuit(store, self.resolve(lawsuit, ("lawsuit",), known=known))
        else:
            quads = dumps.of_layer(store, self.iris, dumps.layer_of(asserted=asserted, everything=everything))
        if path is None:
            return dumps.written(quads, named(form or "trig", "triples"))
        return dumps.save(quads, Path(path), form)
