"""What goes into a graph and out of it: documents, and those that were held back."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from .. import provenance
from ..collecting import uncollected
from ..errors import EntityNotFound, StoreError, UnreadableDocument
from ..storage import revisions
from ..storage.keeper import Keeper
from . import documents as reading
from .quarantine import Parked, Quarantine

if TYPE_CHECKING:
    from ...shapes.report import Result
    from ..provenance import Entry
    from ..sources.fetch import Fetcher
    from ..storage.revisions import Revision
    from ..validation.checked import Checked
    from .documents import Document
    from .receipt import Receipt

Place = str | Path


class Intake:
    """The way in: reading, judging, committing, and what follows a commit."""

    def __init__(self, keeper: Keeper, clock: Callable[[], datetime]) -> None:
        self._keeper = keeper
        self._clock = clock

    def ingest(
        self, documents: Sequence["Document"], form: str | None, *, dry_run: bool = False, whole: bool = False
    ) -> "Receipt":
        """Take a batch in, derive and publish; see `ingest.ingest`."""
        from .ingest import ingest

        store = self._keeper.store() if not dry_run else self._keeper.writable_or_read()
        with self._keeper.writing, uncollected():
            receipt = ingest(
                store,
                documents,
                iris=self._keeper.iris,
                now=self._clock(),
                form=form,
                dry_run=dry_run,
                whole=whole,
            )
            if receipt.changed and not dry_run:
                self._keeper.settle()
        return receipt

    def remove(self, names: Sequence[str]) -> "Receipt":
        """Take documents out, derive and publish; see `ingest.remove`."""
        from .ingest import remove

        store = self._keeper.store()
        with self._keeper.writing:
            receipt = remove(store, names, iris=self._keeper.iris, now=self._clock())
            self._keeper.settle()
        return receipt

    def validate(self, documents: Sequence["Document"], form: str | None, *, alone: bool) -> "Checked":
        """Documents held against our shapes, with the graph as context unless `alone`."""
        from ...shapes.report import Report
        from ..storage.pile import Shelf
        from ..storage.store import Store
        from ..validation.checked import Checked
        from ..validation.judging import Judgement
        from .staging import stage

        iris = self._keeper.iris
        store = Store.memory() if alone else self._keeper.writable_or_read()
        with Shelf.for_store(store) as shelf:
            staged, refused = stage(store, documents, iris, form, provenance.entries(store, iris), shelf)
            faults = tuple(fault for outcome in refused for fault in outcome.faults)
            if not staged:
                return Checked(Report.of(()), faults)
            judgement = Judgement(store, staged, (), iris, entire=True, shelf=shelf)
            ours = {each.document.id for each in staged}
            told = [result for result in judgement.report.results if judgement.blamed(result, ours) & ours]
            places = {result: judgement.locate(result) for result in told}
            return Checked(Report.of(told), faults, places.get)

    def audit(self) -> "Checked":
        """Everything in the graph held against our shapes; a place is the name of a document."""
        from ...shapes.report import Place as Spot
        from ..validation.checked import Checked
        from ..validation.judging import audit

        iris, store = self._keeper.iris, self._keeper.reading()
        hidden = provenance.made(iris)

        def locate(result: "Result") -> Spot | None:
            if not isinstance(result.focus, NamedNode):
                return None
            told = {quad.graph_name for quad in store.quads(result.focus)} - hidden
            names = sorted(each.value for each in told if isinstance(each, NamedNode))
            return Spot(iris.graph_name(names[0]) or names[0]) if names else None

        return Checked(audit(store, iris), locate=locate)


class QuarantineOf:
    """The quarantine of a graph, and the way out of it."""

    def __init__(self, keeper: Keeper, ingest: Callable[..., "Receipt"]) -> None:
        self._keeper = keeper
        self._ingest = ingest

    def _files(self) -> Quarantine:
        if self._keeper.beside is None:
            raise StoreError(
                "nothing that was held back is kept here; with --endpoint, name a directory for it with --store"
            )
        return Quarantine(self._keeper.beside.quarantine)

    def list(self) -> list[Parked]:
        """What is held back, by id."""
        return self._files().listed()

    def get(self, name: str) -> Parked:
        """One document held back, with its report; `EntityNotFound` for any other."""
        return self._files().find(name)

    def retry(self, *names: str) -> "Receipt":
        """Try these again, as they were, together; all of them where none is named."""
        files = self._files()
        chosen = names or tuple(parked.id for parked in files.listed())
        forms = {files.find(name).form for name in chosen}
        form = forms.pop() if len(forms) == 1 else ""
        return self._ingest([files.document(name) for name in chosen], form or None)

    def drop(self, *names: str) -> None:
        """Forget these; `EntityNotFound`, and none forgotten, where one is not there."""
        self._keeper.store()
        self._files().drop(names)


def gathered(
    places: Iterable[Place],
    retrieved_on: date | None,
    licence: str,
    *,
    today: date | None = None,
    fetcher: "Fetcher | None" = None,
) -> "list[Document]":
    """The documents at these places: files, folders of files, and addresses of the web.

    What lies at an address is fetched `today`, by `fetcher` where one is given.
    """
    found: list[Document] = []
    for place in places:
        if str(place).startswith(("http://", "https://")):
            from ..sources.fetch import Fetcher
            from .addresses import fetched

            day = retrieved_on or today
            if day is None:
                raise UnreadableDocument(
                    str(place), "no address is fetched here", "download it, and name the file"
                )
            found += fetched(str(place), fetcher or Fetcher(), on=day, licence=licence)
        else:
            found += reading.read(Path(place), retrieved_on=retrieved_on, licence=licence)
    return found


def revisions_of(keeper: Keeper, name: str) -> "tuple[Entry | None, list[Revision]]":
    """A document's present entry, if it is still there, and its earlier revisions."""
    found = provenance.entries(keeper.reading(), keeper.iris)
    name = keeper.iris.graph_name(name) or name.removeprefix("graph/")
    kept: list[Revision] = []
    if keeper.beside is not None:
        kept = revisions.listed(keeper.beside.revisions, name, found.get(name))
    if name not in found and not kept:
        from difflib import get_close_matches

        raise EntityNotFound(name, get_close_matches(name, found, n=3))
    return found.get(name), kept
