"""Things found by their names: an index of one generation, in a database of its own that no file names.

Full text with SQLite's FTS5: names in simplified form, so that "Executive Order 13768" and "EO 13768" are
one, found by whole words, with the last word unfinished, and, where nothing fits, by the words of the
index that share three-letter pieces with what was typed. Every look-up touches a bounded number of rows,
however many names there are.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice
from typing import TYPE_CHECKING, Final

from ...graph.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

KINDS: Final = (
    "order", "provision", "lawsuit", "judge", "jurisdiction", "ruling", "court", "official", "proceeding",
    "person", "policy", "statute", "agency", "organization", "post", "relief", "claim", "source",
)  # fmt: skip
"""What people look for, most wanted first; effects, scopes and the like are found through these."""
LONGEST: Final = 200
"""Signs of a question that are read."""
MOST_WORDS: Final = 12
MOST: Final = 2000
"""Names that one look-up weighs; those of the most wanted kinds come first."""
_CHUNK: Final = 5000
_PLACES: Final = 40  # bits for the running number of a name, below those of its kind
_NEAR: Final = 60
_SHORTEST: Final = 2
_ALIKE: Final = 0.66

_WORD: Final = re.compile(r"[^\W_]+")
# "Executive Order 13768" is written a dozen ways; all become "eo 13768".
_SHORTER: Final = (
    (re.compile(r"\bexecutive order\b|\be\.\s*o\.|\bexec\.? order\b|\borden ejecutiva\b"), "eo"),
    (re.compile(r"\bproclamation\b"), "proc"),
    (re.compile(r"§+|\bsec(?:tion|cion|\.)?(?=\s|\d)"), " "),
    (re.compile(r"(?<=\d)-(cv|cr|mc|civ)-0*(?=\d)"), r"-\1-"),
    (re.compile(r"\bfed\.?\s*reg\.?"), "fr"),
    (re.compile(r"(?<=[a-z])\.(?=\s|[a-z\d]|$)"), " "),
    (re.compile(r"\bvs\b"), "v"),
    (re.compile(r"(?<=\w)['\u2019](?=\w)"), ""),
)
_TABLES: Final = """
    PRAGMA cache_size = -16000;
    CREATE TABLE name (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
                       plain TEXT NOT NULL, is_id INTEGER NOT NULL);
    CREATE VIRTUAL TABLE words USING fts5(
        plain, kind, content='', detail=full, prefix='2 3', tokenize="unicode61 remove_diacritics 2");
"""
_AFTER: Final = """
    CREATE INDEX by_plain ON name (plain);
    CREATE INDEX by_iri ON name (kind, iri) WHERE is_id;
    CREATE INDEX by_id ON name (kind, plain) WHERE is_id;
    CREATE VIRTUAL TABLE terms USING fts5vocab(words, 'row');
    CREATE TABLE spelling (id INTEGER PRIMARY KEY, word TEXT NOT NULL);
    INSERT INTO spelling (word) SELECT term FROM terms WHERE length(term) > 3 AND term NOT GLOB '*[0-9]*';
    CREATE VIRTUAL TABLE pieces USING fts5(word, content='spelling', content_rowid='id', tokenize='trigram');
    INSERT INTO pieces (pieces) VALUES ('rebuild');
"""


@dataclass(frozen=True, slots=True)
class Name:
    """One name of one thing; `is_id` marks the identifier, by which programs find it."""

    iri: str
    kind: str
    name: str
    plain: str
    is_id: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Things that were found, best first, each by the name that matched best; `more` where there may be others."""

    names: list[Name]
    more: bool

    @property
    def by_kind(self) -> dict[str, list[Name]]:
        """The same, apart by kind, in the order in which the kinds first appear."""
        kinds: dict[str, list[Name]] = {}
        for name in self.names:
            kinds.setdefault(name.kind, []).append(name)
        return kinds


class Index(Tables):
    """All names of one generation of the graph."""

    __slots__ = ("count",)

    def __init__(self, names: Iterable[Name]) -> None:
        super().__init__(_TABLES)
        self.count = self._fill(iter(names))
        self._filled(_AFTER)

    def _fill(self, names: Iterator[Name]) -> int:
        ranks = {kind: rank for rank, kind in enumerate(KINDS)}
        count = 0
        while chunk := list(islice(names, _CHUNK)):
            ids = [(ranks[name.kind] << _PLACES) | (count + nth) for nth, name in enumerate(chunk)]
            self._database.executemany(
                "INSERT INTO name VALUES (?, ?, ?, ?, ?, ?)",
                [(id_, n.iri, n.kind, n.name, n.plain, n.is_id) for id_, n in zip(ids, chunk, strict=True)],
            )
            self._database.executemany(
                "INSERT INTO words (rowid, plain, kind) VALUES (?, ?, ?)",
                [(id_, name.plain, name.kind) for id_, name in zip(ids, chunk, strict=True)],
            )
            count += len(chunk)
        return count

    def find(self, text: str, kind: str = "", most: int = MOST) -> Found:
        """The things that `text` names: by identifier, by name, by its beginning, by its words, best first."""
        plain = simplified(text)
        if not split(plain):
            return Found([], more=False)
        rows = self._exactly(plain, kind) + self._beginning(plain, kind, most)
        by_words = self._by_words(plain, kind, most + 1)
        best: dict[str, tuple[tuple[object, ...], Name]] = {}
        for name in rows + by_words:
            rank = _rank(name, plain)
            if name.iri not in best or rank < best[name.iri][0]:
                best[name.iri] = (rank, name)
        ordered = [name for _, name in sorted(best.values(), key=lambda pair: pair[0])]
        return Found(ordered[:most], more=len(by_words) > most or len(ordered) > most)

    def exactly(self, text: str) -> list[Name]:
        """The names that are `text`, however it is written."""
        return self._exactly(simplified(text), "")

    def of_kinds(self, kinds: Sequence[str], most: int) -> list[Name]:
        """The first `most` things of some kinds, each by its first name that is no identifier."""
        held = ", ".join("?" * len(kinds))
        sql = f"SELECT iri, kind, name, plain, is_id FROM name WHERE kind IN ({held}) ORDER BY id LIMIT ?"  # noqa: S608  # held is question marks
        found: dict[str, Name] = {}
        for name in self._named(sql, (*kinds, most * 8)):
            if name.iri not in found or found[name.iri].is_id:
                found[name.iri] = name
        return list(found.values())[:most]

    def things(self) -> int:
        """How many things there are to be found."""
        return int(self._rows("SELECT count(*) FROM name WHERE is_id")[0][0])

    def page(self, first: int, most: int) -> list[str]:
        """The IRIs of `most` things from the `first` on, always in the same order for the same graph."""
        sql = "SELECT iri FROM name WHERE is_id ORDER BY kind, iri LIMIT ? OFFSET ?"
        return [iri for (iri,) in self._rows(sql, (most, first))]

    def corrected(self, text: str) -> str:
        """`text` with each word that no name has put right; empty where that brings nothing."""
        words = split(simplified(text))[:MOST_WORDS]
        better = [word if self._known(word) else self._nearest(word) for word in words]
        return " ".join(better) if better != words and all(better) else ""

    def like(self, text: str, kinds: Sequence[str], most: int) -> list[str]:
        """Identifiers of some kinds that begin like `text`, or have words of it: some `most`, where there are so many.

        `text` may be misspelt anywhere: it is cut shorter until enough begin so.
        """
        plain, found = simplified(text), dict[str, None]()
        sql = "SELECT name FROM name INDEXED BY by_id WHERE is_id AND kind = ? AND plain >= ? AND plain < ? LIMIT ?"
        for length in range(len(plain), _SHORTEST - 1, -1):
            begun, end = plain[:length], f"{plain[:length]}\U0010ffff"
            for kind in kinds or KINDS:
                rows = self._rows(sql, (kind, begun, end, most))
                found |= dict.fromkeys(name for (name,) in rows)
            if len(found) >= most:
                break
        for word in split(plain)[:MOST_WORDS]:
            for kind in kinds or ("",):
                found |= dict.fromkeys(name.name for name in self._by_words(word, kind, most) if name.is_id)
        return list(found)

    def _exactly(self, plain: str, kind: str) -> list[Name]:
        sql = (
            "SELECT iri, kind, name, plain, is_id FROM name WHERE plain = ? AND (? = '' OR kind = ?) LIMIT 50"
        )
        return self._named(sql, (plain, kind, kind))

    def _beginning(self, plain: str, kind: str, most: int) -> list[Name]:
        sql = (
            "SELECT iri, kind, name, plain, is_id FROM name "
            "WHERE plain > ? AND plain < ? AND (? = '' OR kind = ?) LIMIT ?"
        )
        return self._named(sql, (plain, f"{plain}\U0010ffff", kind, kind, min(most, 200)))

    def _by_words(self, plain: str, kind: str, most: int) -> list[Name]:
        sql = (
            "SELECT n.iri, n.kind, n.name, n.plain, n.is_id FROM "
            "(SELECT rowid AS id FROM words WHERE words MATCH ? LIMIT ?) AS w JOIN name AS n ON n.id = w.id"
        )
        phrases = [f'"{" ".join(split(part))}"' for part in plain.split() if split(part)][:MOST_WORDS]
        asked = f"plain : ({' AND '.join(phrases)}*)"
        return self._named(sql, (f"{asked} AND kind : {kind}" if kind else asked, most))

    def _named(self, sql: str, values: tuple[object, ...]) -> list[Name]:
        rows = self._rows(sql, values)
        return [Name(iri, kind, name, plain, bool(is_id)) for iri, kind, name, plain, is_id in rows]

    def _known(self, word: str) -> bool:
        asked = "SELECT rowid FROM words WHERE words MATCH ? LIMIT 1"
        return bool(self._rows(asked, (f'plain : ("{word}"*)',)))

    def _nearest(self, word: str) -> str:
        """The word of the index that looks most like `word`; empty where none does."""
        pieces = {word[at : at + 3] for at in range(len(word) - 2)}
        if not pieces:
            return ""
        asked = " OR ".join(f'"{piece}"' for piece in sorted(pieces))
        rows = self._rows(
            "SELECT word FROM pieces WHERE pieces MATCH ? ORDER BY rank LIMIT ?", (asked, _NEAR)
        )
        matcher: SequenceMatcher[str] = SequenceMatcher(b=word)
        best = (_ALIKE, "")
        for (other,) in rows:
            matcher.set_seq1(other)
            best = max(best, (matcher.ratio(), other))
        return best[1]


def _rank(name: Name, plain: str) -> tuple[object, ...]:
    """The very identifier, the very name, its beginning, all words, one unfinished; then the more wanted kind."""
    if name.plain == plain:
        how = 0 if name.is_id else 1
    elif name.plain.startswith(plain):
        how = 2
    else:
        how = 3 if set(split(plain)) <= set(split(name.plain)) else 4
    if how and name.kind == "source":
        how += 3  # a citation is asked for the ruling's sake
    return how, KINDS.index(name.kind), len(name.plain), name.plain, name.iri


def split(plain: str) -> list[str]:
    """The words of a simplified name."""
    found: list[str] = _WORD.findall(plain)
    return found


def simplified(text: str) -> str:
    """A name without case, accents and the many ways of writing numbers and sections.

    >>> simplified("Executive Order 13768 § 9(a)"), simplified("3:17-cv-00485-WHO")
    ('eo 13768 9(a)', '3:17-cv-485-who')
    >>> simplified("897 F. 3d 1225"), simplified("897 F.3d 1225")
    ('897 f 3d 1225', '897 f 3d 1225')
    """
    folded = unicodedata.normalize("NFKD", text[:LONGEST]).casefold()
    plain = "".join(sign for sign in folded if not unicodedata.combining(sign))
    for pattern, short in _SHORTER:
        plain = pattern.sub(short, plain)
    return " ".join(plain.split())


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a name, and whether it is what was looked for."""

    text: str
    matched: bool


def pieces(name: str, text: str) -> list[Piece]:
    """`name` in parts, those that `text` asked for marked.

    >>> [(p.text, p.matched) for p in pieces("William Orrick III", "orri")]
    [('William ', False), ('Orrick', True), (' III', False)]
    """
    plain = simplified(text)
    wanted = split(plain)
    if simplified(name) == plain:
        return [Piece(name, matched=True)]
    found: list[Piece] = []
    at = 0
    for word in _WORD.finditer(name):
        short = simplified(word[0])
        if short in wanted or (wanted and short.startswith(wanted[-1])):
            if word.start() > at:
                found.append(Piece(name[at : word.start()], matched=False))
            found.append(Piece(word[0], matched=True))
            at = word.end()
    return [*found, Piece(name[at:], matched=False)] if at < len(name) else found
