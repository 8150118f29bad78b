"""Plain queries: they say nothing but their text, and by headers how they like their answer.

Nearly all that programs ask is of this kind, and it needs nothing of what pages need. So there are short
ways for it (`shortcut`, `direct`), which share what stands here: what is plain, how the answer is to be, and
the headers that it is sent with, which are those of the long way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote_plus

from werkzeug.http import parse_accept_header
from werkzeug.sansio.utils import get_current_url, get_host

from ..headers import kept_headers, passing_headers, tag_of
from ..protocol.bodies import FORM
from ..protocol.negotiate import HTML, RESULTS, TRIPLES, choose
from ..protocol.replies import limits_of, told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...graph.readers.pool import Answer
    from ..desk import Desk
    from ..protocol.negotiate import Offer

PATH: Final = "/sparql"
_QUERY: Final = "query="
_DIRECT: Final = "application/sparql-query"
_HOST: Final = re.compile(r"[A-Za-z0-9.-]+(:[0-9]+)?")
_UNUSUAL: Final = ("AUTHORIZATION", "CONTENT_ENCODING", "IF_NONE_MATCH")
_REMEMBERED: Final = 256


@dataclass(frozen=True, slots=True)
class Manner:
    """How an answer is liked: the formats of a table and of a graph, compressed or not; `base` is the address."""

    accept: str
    table: Offer | None
    triples: Offer | None
    packed: bool
    base: str

    def offer(self, answer: Answer) -> Offer | None:
        """The format that an answer is in; `None` where its kind was not asked for."""
        return self.triples if answer.kind == "triples" else self.table


@dataclass(frozen=True, slots=True)
class Plain:
    """A plain query; `address` is that of a GET, whose answer has a tag, else it was posted."""

    text: str
    manner: Manner
    address: str | None = None

    @property
    def method(self) -> str:
        return "POST" if self.address is None else "GET"

    def asked(self, desk: Desk) -> dict[str, Any]:
        """What `Graph.answer` and `Graph.begin` are told besides the text."""
        settings, manner = desk.settings, self.manner
        rows, graph = (manner.table or RESULTS[0]).media_type, (manner.triples or TRIPLES[0]).media_type
        return {
            "forms": {"solutions": rows, "boolean": rows, "triples": graph},
            "timeout": settings.timeout,
            "limits": limits_of(settings),
            "base": manner.base,
            "packed": manner.packed,
            "services": settings.services,
            "max_length": settings.max_query,
        }

    def tag(self, desk: Desk) -> str | None:
        """The tag of the answer; taken before the query is asked, so that it never promises too much."""
        return None if self.address is None else tag_of(desk, self.address, self.manner.accept)

    def headers(
        self, desk: Desk, answer: Answer, offer: Offer, tag: str | None, request_id: str
    ) -> list[tuple[str, str]]:
        """The headers of the answer, those that the long way would give it."""
        kept = passing_headers(request_id) if tag is None else kept_headers(tag, request_id)
        return [("Content-Type", offer.content_type), *told(answer, desk.settings), *kept]


def by_get(query: str, headers: Mapping[str, str], scheme: str, longest: int) -> Plain | None:
    """The plain query of a GET of `/sparql?{query}`; `None` where the long way must look at it."""
    text = _decoded(query, longest)
    if text is None or (manner := manner_of(headers, scheme)) is None:
        return None
    return Plain(text, manner, f"{PATH}?{query}")


def by_post(body: bytes, headers: Mapping[str, str], scheme: str, longest: int) -> Plain | None:
    """The same of a POST to `/sparql`."""
    kind = headers.get("CONTENT_TYPE", "")
    if len(body) > 3 * longest or (manner := manner_of(headers, scheme)) is None:
        return None
    try:
        text = body.decode("ascii" if kind == FORM else "utf-8")
    except UnicodeDecodeError:
        return None
    if kind == FORM:
        found = _decoded(text, longest)
    else:
        found = text if _is_query(kind) and text and 4 * len(text) <= longest else None
    return None if found is None else Plain(found, manner)


def manner_of(headers: Mapping[str, str], scheme: str) -> Manner | None:
    """How headers (`ACCEPT_ENCODING`: …) like an answer; `None` for a browser, or where they say more than that."""
    for name in _UNUSUAL:
        if name in headers:
            return None
    host = headers.get("HOST", "")
    return _manner(headers.get("ACCEPT", ""), headers.get("ACCEPT_ENCODING", ""), scheme, host)


@lru_cache(_REMEMBERED)
def _manner(accept: str, encoding: str, scheme: str, host: str) -> Manner | None:
    if not _HOST.fullmatch(host) or choose(accept, (*RESULTS, *TRIPLES, HTML)) is HTML:
        return None
    table, triples = choose(accept, RESULTS), choose(accept, TRIPLES)
    if table is None and triples is None:
        return None
    packed = parse_accept_header(encoding)["gzip"] > 0
    return Manner(accept, table, triples, packed, get_current_url(scheme, get_host(scheme, host), "", PATH))


def _decoded(given: str, longest: int) -> str | None:
    """The query in percent-encoded parameters that hold nothing else."""
    if not given.startswith(_QUERY) or "&" in given or not given.isascii():
        return None
    try:
        text = unquote_plus(given[len(_QUERY) :], errors="strict")
    except UnicodeDecodeError:
        return None
    # A character takes four bytes at most.
    return text if text and 4 * len(text) <= longest else None


@lru_cache(_REMEMBERED)
def _is_query(kind: str) -> bool:
    media_type, _, parameter = kind.lower().partition(";")
    return media_type.strip() == _DIRECT and parameter.strip() in {"", "charset=utf-8"}
