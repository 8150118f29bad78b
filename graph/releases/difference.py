"""How two states of a graph differ: in words by entity, as counts, and statement by statement.

    graph = eg.open("var")
    print(graph.diff("releases/enjoin-1.0.0").text())

What only one side can hold is not compared: a dump without the derived graph says nothing of what was derived.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode, Quad

from ... import ontology
from ..errors import StoreError
from ..ingestion.differences import Told, told
from ..storage.store import Store
from . import comparing, patch
from .sides import opened
from .terms import TermChanges, changes

if TYPE_CHECKING:
    from collections.abc import Callable

    from .sides import Side

    Place = str | Path

LAYERS: Final = (("derived", ("derived",)), ("vocabulary", ("ontology", "concepts", "shapes")))
"""The graphs that are compared only where both sides hold them, and what people call them."""

_MERGED: Final = "statements"


@dataclass(frozen=True, slots=True)
class Answers:
    """A named query that answers otherwise: how many rows it gave, and gives; `None` where it is not asked."""

    query: str
    before: int | None
    after: int | None

    @property
    def text(self) -> str:
        if self.before is None:
            return f"{self.query}: new, {self.after:,} rows"
        if self.after is None:
            return f"{self.query}: no longer asked"
        rows = (
            f"{self.after:,} rows"
            if self.before == self.after
            else f"{self.before:,} rows, now {self.after:,}"
        )
        return f"{self.query}: answers otherwise, {rows}"

    def as_json(self) -> dict[str, Any]:
        return {"query": self.query, "before": self.before, "after": self.after}


@dataclass(frozen=True, slots=True)
class Difference:
    """What came, went and changed between two states, oldest first."""

    before: str
    after: str
    compared: tuple[str, ...]
    documents: dict[str, str] = field(default_factory=dict[str, str])
    """Documents by name: `new`, `gone` or `changed`."""
    told: tuple[Told, ...] = ()
    derived: tuple[int, int] = (0, 0)
    """How many statements that follow came and went."""
    terms: TermChanges | None = None
    answers: tuple[Answers, ...] = ()
    added: frozenset[Quad] = frozenset()
    removed: frozenset[Quad] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.answers)

    def lines(self, most: int | None = None) -> list[str]:
        """In words, one line each; no more than `most` sentences of entities."""
        head = f"{self.before} → {self.after}: "
        if not self:
            return [f"{head}no difference in what both hold ({', '.join(self.compared)})"]
        lines = [f"{head}{len(self.added):,} statements new, {len(self.removed):,} gone"]
        lines += [f"{name}: document {word}" for name, word in self.documents.items()]
        lines += [each.sentence for each in self.told[:most]]
        if most is not None and len(self.told) > most:
            lines.append(f"and {len(self.told) - most:,} more")
        if any(self.derived):
            lines.append(f"what follows: {self.derived[0]:,} statements new, {self.derived[1]:,} gone")
        lines += self.terms.text() if self.terms else []
        return lines + [each.text for each in self.answers]

    def text(self) -> str:
        """In words."""
        return "\n".join(self.lines())

    def as_json(self) -> dict[str, Any]:
        """As plain values; the statements themselves are in the patch."""
        entities: dict[str, list[str]] = {}
        for each in self.told:
            entities.setdefault(each.entity.value, []).append(each.sentence)
        return {
            "before": self.before,
            "after": self.after,
            "differ": bool(self),
            "compared": list(self.compared),
            "statements": {"added": len(self.added), "removed": len(self.removed)},
            "documents": self.documents,
            "entities": [{"entity": iri, "sentences": said} for iri, said in entities.items()],
            "derived": {"added": self.derived[0], "removed": self.derived[1]},
            "ontology": self.terms.as_json() if self.terms else None,
            "answers": [each.as_json() for each in self.answers],
        }

    def patch(self) -> bytes:
        """The statements as an RDF Patch."""
        return patch.written(self.added, self.removed)


def between(before: "Place", after: "Place | None", known: "Callable[[str | None], Side]") -> Difference:
    """How what the second place holds differs from what the first holds.

    A place is a path, see `sides.opened`, or a day that `known` can tell of; without `after` it is what is known now.
    """
    with ExitStack() as stack:
        first, second = (
            known(place if place is None else str(place))
            if place is None or (not Path(place).exists() and _is_day(str(place)))
            else stack.enter_context(opened(Path(place)))
            for place in (before, after)
        )
        both = [side.answers() for side in (first, second)]
        return difference(first, second, answers(*both) if all(both) else ())


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def difference(before: "Side", after: "Side", answers: Iterable[Answers] = ()) -> Difference:
    """How the second state differs from the first.

    Raises `StoreError` where their IRIs begin otherwise: then nothing in them is the same.
    """
    if before.iris != after.iris:
        raise StoreError(
            f"{before.name} has IRIs under {before.iris.base}, {after.name} under {after.iris.base}; nothing to compare"
        )
    if before.plain or after.plain:
        before, after = _merged(before), _merged(after)
    compared, graphs = _common(before, after)
    found = list(comparing.changed(before.store, after.store, graphs))
    added = frozenset(quad for each in found for quad in each.added)
    removed = frozenset(quad for each in found for quad in each.removed)
    derived = [each for each in found if each.graph == after.iris.graph("derived")]
    made = {after.iris.graph(name) for _, names in LAYERS for name in names}
    documents = [each for each in found if each.graph not in made]
    return Difference(
        before.name,
        after.name,
        compared,
        dict(_documents(after, documents)),
        tuple(_told(before, after, documents, made)),
        (sum(len(each.added) for each in derived), sum(len(each.removed) for each in derived)),
        changes(before, after),
        tuple(answers),
        added,
        removed,
    )


def _merged(side: "Side") -> "Side":
    """A side as one graph of all that documents say and what follows: the other keeps no names of graphs."""
    whole = side.iris.graph(_MERGED)
    words = {side.iris.graph(name) for name in LAYERS[1][1]}
    said = (quad for quad in side.store.quads() if quad.graph_name not in words)
    merged = (Quad(quad.subject, quad.predicate, quad.object, whole) for quad in said)
    return replace(side, store=Store.memory(merged))


def _common(before: "Side", after: "Side") -> tuple[tuple[str, ...], list[NamedNode]]:
    """What both can hold, in words, and the graphs of it."""
    held = [{graph.value for graph in side.store.graphs()} for side in (before, after)]
    compared, dropped = ["documents"], set[str]()
    for word, names in LAYERS:
        graphs = {after.iris.graph(name).value for name in names}
        if all(graphs & each for each in held):
            compared.append(word)
        else:
            dropped |= graphs
    return tuple(compared), [NamedNode(iri) for iri in sorted((held[0] | held[1]) - dropped)]


def _documents(side: "Side", changed: Iterable[comparing.Changed]) -> Iterator[tuple[str, str]]:
    for each in changed:
        name = side.iris.graph_name(each.graph) or each.graph.value
        if name not in {"provenance", _MERGED}:
            yield name, "new" if each.new else "gone" if each.gone else "changed"


def _told(
    before: "Side", after: "Side", changed: Iterable[comparing.Changed], made: set[NamedNode]
) -> list[Told]:
    """The sentences: of what the documents of each side say together, so that what only moved is no difference."""
    provenance = after.iris.graph("provenance")
    nodes = {
        quad.subject
        for each in changed
        if each.graph != provenance
        for quad in each.added | each.removed
        if isinstance(quad.subject, NamedNode)
    }
    left_out = made | {provenance}
    held, wanted = (
        [
            Quad(quad.subject, quad.predicate, quad.object)
            for node in sorted(nodes, key=str)
            for quad in side.store.quads(node)
            if quad.graph_name not in left_out
        ]
        for side in (before, after)
    )
    return told(_Names(after, before), after.iris, held, wanted)


class _Names:
    """Where names are looked up: in what is now, in what was, in the vocabulary, the first that knows it."""

    def __init__(self, *sides: "Side") -> None:
        words = (Quad(*triple) for part in ("enjoin", "concepts") for triple in ontology.load(part))
        self._stores = [*(side.store for side in sides), Store.memory(words)]

    def quads(self, subject: NamedNode, predicate: NamedNode | None = None, /) -> Iterator[Quad]:
        for store in self._stores:
            found = list(store.quads(subject, predicate))
            if found:
                return iter(found)
        return iter(())


def answers(before: Iterable[dict[str, Any]], after: Iterable[dict[str, Any]]) -> list[Answers]:
    """The named queries whose rows are not as they were, by what releases say of them (`queries/answers.json`)."""
    was, is_ = ({str(said["query"]): said for said in each} for each in (before, after))
    found: list[Answers] = []
    for name in sorted(was.keys() | is_.keys()):
        old, new = was.get(name), is_.get(name)
        if old is None or new is None or old["sha256"] != new["sha256"]:
            found.append(Answers(name, old["rows"] if old else None, new["rows"] if new else None))
    return found
