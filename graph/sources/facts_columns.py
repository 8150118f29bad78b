"""What a column of a facts file is: its name, how its cells are read, what they may refer to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import facts_cells as cells

if TYPE_CHECKING:
    from ..records import Record, Ref


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `field` is the record's name for it; an empty one is known but not loaded.

    `required`: the header must have it. `filled`: no cell may be empty. With `kinds` the cells
    are references to entities of one of these kinds: a bare id, or `kind/id`; words of `but`
    are no references and count as empty.
    """

    name: str
    field: str
    read: Callable[[str], object] = cells.text
    required: bool = False
    filled: bool = False
    kinds: tuple[str, ...] = ()
    many: bool = False
    but: tuple[str, ...] = ()
    things: str = ""
    loose: bool = False


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as it was read: the first of its lines (from 1) and its cells by column."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def key_of(row: RawRow) -> str:
    return row["id"]


def nothing(_row: RawRow) -> "tuple[Ref, ...]":
    return ()


def nothing_more(rows: Sequence[RawRow]) -> "list[dict[str, object]]":
    return [{} for _ in rows]


@dataclass(frozen=True, slots=True)
class Format:
    """One file of the format.

    A row speaks of the entities of `kinds` that `declares` names, so that references find them,
    and of those that it `mentions` only where no other row does; `key` names the row in its
    document; `more` gives the fields that no single column holds.
    """

    file: str
    record: "Callable[..., Record]"
    kinds: tuple[str, ...]
    declares: "Callable[[RawRow], tuple[Ref, ...]]"
    columns: tuple[Column, ...]
    key: Callable[[RawRow], str] = key_of
    mentions: "Callable[[RawRow], tuple[Ref, ...]]" = nothing
    more: "Callable[[Sequence[RawRow]], list[dict[str, object]]]" = nothing_more

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def text(name: str, field: str | None = None, *, required: bool = False, filled: bool = False) -> Column:
    return Column(name, name if field is None else field, required=required or filled, filled=filled)


def texts(name: str) -> Column:
    return Column(name, name, cells.texts)


def citations(name: str) -> Column:
    return Column(name, name, cells.sure_texts)


def citation(name: str) -> Column:
    """A citation, or nothing where nobody vouches for it."""
    return Column(name, name, lambda cell: None if cells.UNSURE in cell else cell)


def ident(name: str = "id", field: str | None = None) -> Column:
    return Column(name, field or name, cells.ident, required=True, filled=True)


def word(name: str, *, filled: bool = False) -> Column:
    return Column(name, name, cells.word, required=filled, filled=filled)


def day(name: str, field: str | None = None, *, filled: bool = False) -> Column:
    return Column(name, field or name, cells.day, required=filled, filled=filled)


def edtf(name: str, *, filled: bool = False) -> Column:
    return Column(name, name, cells.edtf, required=filled, filled=filled)


def number(name: str, field: str | None = None, *, filled: bool = False) -> Column:
    return Column(name, field or name, cells.integer, required=filled, filled=filled)


def yes_no(name: str) -> Column:
    return Column(name, name, cells.yes_no)


def choice(name: str, words: Sequence[str], *, field: str | None = None, filled: bool = False) -> Column:
    return Column(name, name if field is None else field, cells.choice(words), required=filled, filled=filled)


def choices(name: str, words: Sequence[str]) -> Column:
    return Column(name, name, cells.choices(words))


def ref(
    name: str, *kinds: str, field: str | None = None, filled: bool = False, but: tuple[str, ...] = ()
) -> Column:
    return Column(name, field or name, required=filled, filled=filled, kinds=kinds, but=but)


def refs(
    name: str,
    *kinds: str,
    field: str | None = None,
    filled: bool = False,
    but: tuple[str, ...] = (),
    loose: bool = False,
) -> Column:
    return Column(
        name, field or name, required=filled, filled=filled, kinds=kinds, many=True, but=but, loose=loose
    )


def unread(*names: str) -> tuple[Column, ...]:
    """Columns that the format knows and that say nothing the other columns and files do not."""
    return tuple(Column(name, "") for name in names)
