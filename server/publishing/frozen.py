"""The site as plain files, for any web server, or a folder on a stick: what it says on one day, frozen.

Every page that can be reached from the home page and from the lists is fetched from the application itself, and written
as a file; addresses become relative to the page, so that the folder works wherever it is put. What only a running server can
do (search, SPARQL, other days) leads to one where its address is given; else such a link is no link, and such a form is hidden.
Nor is then anything written that must say where it stands: feeds, site maps, what search engines read.
"""

from __future__ import annotations

import html
import re
import shutil
import tempfile
from collections import deque
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from ...graph.errors import StoreError
from ...graph.storage.files import writing_to
from ..languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from flask import Flask

_ALIVE: Final = re.compile(
    r"/(sparql|update|data|search|answer|api|review|metrics|healthz|readyz|openapi\.json)(/|$)"
)
"""What needs a server that runs: questions that a reader types."""
_FILE: Final = re.compile(
    r"\.(csv|tsv|json|jsonld|ttl|trig|nt|nq|rdf|xml|atom|svg|rq|gz|txt|ris|bib|css|js|ico|png|webmanifest)$"
)
_ABSOLUTE: Final = re.compile(
    r"/(changes\.atom|opensearch\.xml|sitemap[^/]*\.xml|robots\.txt|\.well-known/.*)"
)
"""What is full of absolute addresses, and so means nothing where these are not known."""
_SELF: Final = re.compile(
    r'<meta property="og:url"[^>]*>\s*|<script type="application/ld\+json">.*?</script>\s*', re.DOTALL
)
"""What a page says of its own absolute address."""
_HEAD: Final = re.compile(r'<link\b[^>]*?\shref="([^"]*)"[^>]*>\s*')
_DAY: Final = re.compile(
    r'<form\b[^>]*>\s*<label for="as-of-day">(.*?)</label>.*?<span[^>]*>(.*?)</span>\s*</form>', re.DOTALL
)
"""The form that asks for another day: the name of its field, and the day in words."""
NOWHERE: Final = "http://site.invalid"
_LINK: Final = re.compile(r'(<[^>]*?)\s(href|src|action)="([^"]*)"')
_LIKED: Final = {"Accept": "text/html, */*;q=0.5"}
_MOVED: Final = frozenset({301, 302, 303, 308})
_FOLLOWED: Final = frozenset({"lang", "page", "on"})
_STARTS: Final = (
    "/", "/robots.txt", "/ns", "/.well-known/void", "/.well-known/sparql-examples", "/static/favicon.svg",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frozen:
    """What was written: how many pages and other files, and the addresses that answered with an error."""

    folder: Path
    pages: int
    files: int
    broken: dict[str, int] = field(default_factory=dict[str, int])

    def as_json(self) -> dict[str, object]:
        return {"folder": str(self.folder), "pages": self.pages, "files": self.files, "broken": self.broken}


@dataclass(frozen=True, slots=True)
class Freezer:
    """Where addresses of the site lie in the folder: `on` is the day that the pages tell of."""

    on: date
    live: str | None = None
    languages: tuple[str, ...] = tuple(LANGUAGES)

    @lru_cache(200_000)  # noqa: B019 - a few freezers a process; each address is met on many pages
    def place(self, address: str) -> PurePosixPath | None:
        """The file of an address of the site; `None` where it is left to a server that runs.

        >>> from datetime import date
        >>> str(Freezer(date(2026, 1, 1)).place("/orders?page=2&lang=es"))
        'es/orders.page-2.html'
        """
        found = urlsplit(address)
        asked = dict(parse_qsl(found.query))
        if found.netloc or _ALIVE.match(found.path) or asked.keys() - _FOLLOWED:
            return None
        if not self.live and _ABSOLUTE.match(found.path):
            return None
        if asked.get("on", self.on.isoformat()) != self.on.isoformat():
            return None
        path = unquote(found.path).lstrip("/")
        if ".." in PurePosixPath(path).parts:
            return None
        language = asked.get("lang", self.languages[0])
        if language not in self.languages:
            return None
        if not _FILE.search(path) and not path.startswith(".well-known/"):
            path = path.rstrip("/") + "/index" if path.endswith("/") and path != "" else path or "index"
            path += f".page-{asked['page']}.html" if asked.get("page", "1") != "1" else ".html"
        elif "page" in asked:
            return None
        return PurePosixPath(path if language == self.languages[0] else f"{language}/{path}")

    def rewritten(self, page: str, address: str) -> tuple[str, list[str]]:
        """A page with its addresses as seen from its file, and the addresses of the site that it leads to."""
        here, found = self.place(address), list[str]()
        assert here is not None  # only addresses with a place are fetched

        def turned(match: re.Match[str]) -> str:
            head, name, value = match[1], match[2], html.unescape(match[3])
            if not value.startswith("/") or value.startswith("//"):
                return match[0]
            place = self.place(value)
            if name == "action" or place is None:
                return self._alive(head, name, value)
            address, _, fragment = value.partition("#")
            found.append(address)
            target = quote(relative(here, place)) + (f"#{fragment}" if fragment else "")
            return f'{head} {name}="{html.escape(target)}"'

        return _LINK.sub(turned, page if self.live else self._settled(page)), found

    def _settled(self, page: str) -> str:
        """A page without what only a server makes true: its own address, other days, addresses that lead nowhere."""

        def kept(match: re.Match[str]) -> str:
            address = html.unescape(match[1])
            return match[0] if not address.startswith("/") or self.place(address) is not None else ""

        return _HEAD.sub(kept, _SELF.sub("", _DAY.sub(r"<p>\1: \2</p>", page)))

    @property
    def origin(self) -> str:
        """Under which name the application is asked: it is in what it says of itself."""
        found = urlsplit(self.live or NOWHERE)
        return f"{found.scheme}://{found.netloc}"

    def _alive(self, head: str, name: str, value: str) -> str:
        """Something that only a server can answer: led there, or not led at all."""
        if self.live:
            return f'{head} {name}="{html.escape(self.live.rstrip("/") + value)}"'
        return f"{head} hidden" if name == "action" else head


def relative(here: PurePosixPath, there: PurePosixPath) -> str:
    """The way from one file to another.

    >>> relative(PurePosixPath("doc/order/a.html"), PurePosixPath("static/enjoin.css"))
    '../../static/enjoin.css'
    """
    mine, other = here.parent.parts, there.parts
    same = 0
    while same < min(len(mine), len(other) - 1) and mine[same] == other[same]:
        same += 1
    return "/".join([".."] * (len(mine) - same) + list(other[same:]))


def freeze(
    app: Flask, folder: Path, freezer: Freezer, told: Callable[[str], None] = lambda _: None
) -> Frozen:
    """Write the site of `app` to a new `folder`; whole or not at all. `told` hears of each address.

    Raises `StoreError` where the folder has files, or the disk does not take it.
    """
    if folder.exists() and any(folder.iterdir()):
        raise StoreError(f"{folder} is not empty; name a new directory")
    with writing_to(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            found = _fill(app, made, freezer, told)
            made.chmod(0o755)  # made for its owner alone; a site is for all
            if folder.exists():
                folder.rmdir()
            made.rename(folder)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise
    return Frozen(folder, *found)


def _fill(
    app: Flask, made: Path, freezer: Freezer, told: Callable[[str], None]
) -> tuple[int, int, dict[str, int]]:
    pages, files, broken = 0, 0, dict[str, int]()
    client = app.test_client()
    waiting: deque[str] = deque(each for each in _STARTS if freezer.place(each) is not None)
    seen = {freezer.place(address) for address in waiting}
    while waiting:
        address = waiting.popleft()
        told(address)
        place = freezer.place(address)
        assert place is not None  # nothing else waits
        found: list[str] = []
        follow = bool(_FILE.search(urlsplit(address).path))  # a file is taken from where it is now
        with client.get(
            address, base_url=freezer.origin, headers=_LIKED, follow_redirects=follow
        ) as response:
            if response.status_code in _MOVED:
                found = [response.headers["Location"]]
                moved = freezer.place(urlsplit(found[0]).path)
                if moved is not None:
                    _put(made / place, _moved(relative(place, moved)))
            elif response.status_code != 200:
                broken[address] = response.status_code
            elif response.mimetype == "text/html":
                pages += 1
                page, found = freezer.rewritten(response.get_data(as_text=True), address)
                _put(made / place, page.encode())
            else:
                files += 1
                _put(made / place, response.get_data())
        for each in found:
            plain = urlsplit(each)._replace(scheme="", netloc="", fragment="").geturl()
            there = freezer.place(plain)
            if there is not None and there not in seen:
                seen.add(there)
                waiting.append(plain)
    return pages, files, broken


def _moved(target: str) -> bytes:
    where = html.escape(quote(target))
    return f'<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={where}"><a href="{where}">{where}</a>\n'.encode()


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
