"""Documents fetched from public archives, page by page, kept until they are all there.

What was fetched lies in the folder of the pull, so that one that was cut short goes on where it was, and one
that is done again asks only for what has changed. Nothing is taken into the graph here.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, cast
from urllib.parse import urljoin

from ..errors import ServiceError, StoreError, UnexpectedContent, UnreadableDocument
from ..sources.fetch import Fetcher
from ..sources.manners import Fetched, origin_of, shown
from ..storage.files import write_file
from .documents import Document, from_bytes

MAX_PAGES: Final = 500
"""So many pages are followed; then the archive's links lead in a circle, or too much was asked for."""
MAX_BYTES: Final = 1024**3
"""So much may the answers of one pull hold together."""
STATE: Final = "state.json"
_FILE: Final = re.compile(r"[0-9a-f]{24}\.json")
_LONGEST_NAME: Final = 100


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer on disk: its file, what to ask for with it, and the day and the round in which it was fetched."""

    file: str
    digest: str
    etag: str = ""
    modified: str = ""
    on: str = ""
    round: int = 1


@dataclass(slots=True)
class Pull:
    """The folder of one pull, and what it holds. `done` says that the last round came to its end.

    `tell` is told of each answer: its address, and whether it was fetched, kept or unchanged. `remark` is told what is odd.
    """

    folder: Path
    fetcher: Fetcher
    today: date
    licence: str = ""
    tell: Callable[[str, str], None] = lambda _url, _how: None
    remark: Callable[[str], None] = lambda _said: None
    kept: dict[str, Kept] = field(default_factory=dict[str, Kept])
    round: int = 1
    done: bool = False
    _size: int = 0

    def __post_init__(self) -> None:
        self._load()
        if self.done:
            self.round += 1
            self.done = False

    def one(self, url: str, name: str) -> Document:
        """The document at an address: as it was kept in this round, else fetched, if it changed."""
        held = self.kept.get(url)
        content = self._content(held) if held is not None else None
        if held is not None and content is not None and held.round == self.round:
            self.tell(url, "kept")
            return self._document(url, name, content, held)
        known = held if content is not None else None
        answer = self.fetcher.get(
            url, etag=known.etag if known else "", modified=known.modified if known else ""
        )
        how = "unchanged" if answer.content is None else "fetched"
        if answer.content is None:
            if content is None or known is None:
                said = "the server says that nothing changed, but nothing is kept"
                raise ServiceError(f"{shown(url)}: {said}; try again")
            told = Kept(
                known.file,
                known.digest,
                answer.etag or known.etag,
                answer.modified or known.modified,
                known.on,
                self.round,
            )
        else:
            content = answer.content
            _check_json(url, content)
            told = self._keep(answer, content)
        self.kept[url] = told
        self._save()
        self.tell(url, how)
        return self._document(url, name, content, told)

    def found(self, url: str, name: str) -> Document | None:
        """The document at an address to which another one leads; where there is nothing any more, that is remarked."""
        try:
            return self.one(url, name)
        except UnreadableDocument as error:
            self.remark(f"left out: {error.where}: {error.problem}")
            return None

    def pages(self, url: str, name: str, following: str) -> Iterator[Document]:
        """The pages from an address on; `following` is the field of a page that leads to the next one."""
        here: str | None = url
        seen: set[str] = set()
        while here is not None:
            if here in seen:
                raise ServiceError(f"{shown(here)}: the pages lead in a circle; try again later")
            if len(seen) >= MAX_PAGES:
                raise UnexpectedContent(
                    shown(url), f"there are more than {MAX_PAGES} pages", "ask for less at once"
                )
            seen.add(here)
            page = self.one(here, name if len(seen) == 1 else f"{name}-page-{len(seen)}")
            here = self._next(page, following, url)
            yield page

    def end(self) -> None:
        """Say that all of it is there: another run asks what has changed since."""
        self.done = True
        self._save()

    def _next(self, page: Document, following: str, first: str) -> str | None:
        said: object = json.loads(page.content)
        found = cast("dict[str, object]", said).get(following) if isinstance(said, dict) else None
        if found is None or found == "":
            return None
        try:
            leads = urljoin(page.url, found) if isinstance(found, str) else ""
        except ValueError:
            leads = ""
        if not leads or origin_of(leads) != origin_of(first):
            said = f"its next page is {found!r:.80}, which is of another server and is not asked"
            raise ServiceError(f"{shown(page.url)}: {said}; if that one is meant, name its API with --from")
        return leads

    def _document(self, url: str, name: str, content: bytes, held: Kept) -> Document:
        self._size += len(content)
        if self._size > MAX_BYTES:
            raise UnexpectedContent(
                shown(url),
                f"the answers are larger than {MAX_BYTES:,} bytes together",
                "ask for less at once",
            )
        return from_bytes(
            content, f"{name}.json", id=name, title=name, url=url, licence=self.licence,
            retrieved_on=date.fromisoformat(held.on) if held.on else None,
        )  # fmt: skip

    def _keep(self, answer: Fetched, content: bytes) -> Kept:
        digest = sha256(content).hexdigest()
        name = f"{sha256(answer.url.encode()).hexdigest()[:24]}.json"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_file(self.folder / name, content)
        except OSError as error:
            raise StoreError(f"{self.folder} cannot be written ({error.strerror or error})") from error
        return Kept(name, digest, answer.etag, answer.modified, self.today.isoformat(), self.round)

    def _content(self, held: Kept) -> bytes | None:
        """What was kept, if it is still as it was, and of no day to come: then some clock went wrong."""
        if not _FILE.fullmatch(held.file) or held.on > self.today.isoformat():
            return None
        try:
            content = (self.folder / held.file).read_bytes()
        except OSError:
            return None
        return content if sha256(content).hexdigest() == held.digest else None

    def _save(self) -> None:
        said = {
            "done": self.done,
            "round": self.round,
            "kept": {url: asdict(each) for url, each in self.kept.items()},
        }
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_file(self.folder / STATE, json.dumps(said, indent=1).encode() + b"\n")
        except OSError as error:
            raise StoreError(f"{self.folder} cannot be written ({error.strerror or error})") from error

    def _load(self) -> None:
        """What an earlier run left; a state that cannot be read is one that was never there."""
        try:
            said = cast("dict[str, Any]", json.loads((self.folder / STATE).read_bytes()))
            kept = cast("Mapping[str, Mapping[str, Any]]", said["kept"])
            self.kept = {url: _as_kept(each) for url, each in kept.items()}
            self.round, self.done = int(said["round"]), bool(said["done"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            self.kept, self.round, self.done = {}, 1, False


def _as_kept(said: Mapping[str, Any]) -> Kept:
    """An answer as the state has it; `ValueError` or `TypeError` for anything else."""
    words = [said.get(name, "") for name in ("file", "digest", "etag", "modified", "on")]
    if not all(isinstance(each, str) for each in words) or not isinstance(said.get("round", 1), int):
        raise TypeError(said)
    date.fromisoformat(said.get("on") or "2000-01-01")
    return Kept(**said)


def _check_json(url: str, content: bytes) -> None:
    """Raise `ServiceError` for what is not JSON, before it is kept: the error page of a proxy, half an answer."""
    try:
        json.loads(content)
    except (ValueError, RecursionError) as error:
        start = content[:40].decode("utf-8", "replace").strip()
        said = f"the answer is no whole JSON: it begins with {start!r}"
        raise ServiceError(f"{shown(url)}: {said}; try again later") from error


def short(name: str) -> str:
    """The name of a pull as the name of its folder: of a long one the beginning, and what tells it from others.

    >>> short("courtlistener-69623767")
    'courtlistener-69623767'
    """
    if len(name) <= _LONGEST_NAME:
        return name
    return f"{name[: _LONGEST_NAME - 13]}-{sha256(name.encode()).hexdigest()[:12]}"
