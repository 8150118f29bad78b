"""The one way out to public archives: bytes from an address, politely, and within limits.

Requests to one server follow one another with a pause between them. What a server cannot do at the moment
is asked again, as late as it wishes, else later each time. Only https, only the server that was named, and
no server of a private network is asked, unless that very server was named as trusted.
"""

import socket
from collections.abc import Mapping
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3
from urllib3.util import Retry

from ..errors import ServiceError, UnexpectedContent, UnreadableDocument
from .manners import AGENT, PORTS, Fetched, Manners, is_public, origin_of, shown
from .watched import connected

_PIECE: Final = 64 * 1024
_HOPS: Final = 5
_MOVED: Final = frozenset((301, 302, 303, 307, 308))
_PACKINGS: Final = frozenset(("", "identity", "gzip", "x-gzip"))
"""One layer of packing: of several, each could unpack to a thousand times the one around it."""
_BUSY: Final = frozenset((408, 425, 429, 500, 502, 503, 504))


class Fetcher:
    """Asks public servers, one request at a time. `trusted` are origins (`http://127.0.0.1:8000`) that may be asked anyway."""

    def __init__(
        self,
        manners: Manners | None = None,
        *,
        trusted: tuple[str, ...] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self._manners = manners or Manners()
        self._trusted = frozenset(origin_of(each) for each in trusted) - {""}
        self._headers = dict(headers or {})
        self._last: float | None = None

    def get(self, url: str, *, etag: str = "", modified: str = "") -> Fetched:
        """What an address holds; with `etag` or `modified` of an earlier answer, only if it is another now.

        Raises `UnreadableDocument` for an address that is not asked or holds nothing, `UnexpectedContent` for an
        answer that is too large, `ServiceError` where the server does not answer, or refuses.
        """
        conditions = {"If-None-Match": etag} if etag else {"If-Modified-Since": modified} if modified else {}
        end = self._manners.clock() + self._manners.longest_s
        wait, said = 0.0, ""
        for attempt in range(self._manners.tries):
            if attempt:
                self._wait(url, wait, end, said)
            answer = self._follow(url, conditions, end)
            if isinstance(answer, Fetched):
                return answer
            said, asked = answer
            usual = min(self._manners.first_wait_s * 2**attempt, self._manners.longest_wait_s)
            # A moment that is past, by a clock that goes wrong, is no leave to ask at once again and again.
            wait = usual + self._manners.jitter(usual) if asked is None else max(asked, usual)
        raise ServiceError(
            f"{shown(url)} did not answer after {self._manners.tries} tries: {said}; try again later"
        )

    def _wait(self, url: str, wait: float, end: float, said: str) -> None:
        if wait > self._manners.longest_wait_s or self._manners.clock() + wait > end:
            raise ServiceError(f"{shown(url)} is not to be had now ({said}); try again in {wait:.0f} seconds")
        self._manners.sleep(wait)

    def _follow(
        self, url: str, conditions: Mapping[str, str], end: float
    ) -> "Fetched | tuple[str, float | None]":
        """One try, through its redirects: the answer, or what went wrong and how long the server asks to wait."""
        first = origin_of(url)
        here = url
        for _ in range(_HOPS):
            try:
                found = self._ask(here, conditions, end)
            except urllib3.exceptions.SSLError as error:
                raise ServiceError(f"{shown(here)}: the connection is not safe ({error})") from error
            except urllib3.exceptions.HTTPError as error:
                self._check_time(here, end)
                return _short(error), None
            if not isinstance(found, str):
                return found
            try:
                here = urljoin(here, found)
            except ValueError:
                raise UnreadableDocument(
                    shown(url), f"it leads to {found!r:.80}, which is no address", "name another one"
                ) from None
            if origin_of(here) != first:
                raise UnreadableDocument(
                    shown(url), f"it leads away to {shown(here)}", "name that address if it is meant"
                )
        raise UnreadableDocument(shown(url), f"it leads on and on ({_HOPS} times)", "name another address")

    def _ask(
        self, url: str, conditions: Mapping[str, str], end: float
    ) -> "Fetched | tuple[str, float | None] | str":
        """One request: the answer, what is wrong at the moment, or the address that it leads to."""
        parts = self._checked(url)
        self._pace()
        headers = {
            "User-Agent": self._agent(),
            "Accept": "application/json, */*;q=0.5",
            "Accept-Encoding": "gzip",
            "Host": parts.netloc.rpartition("@")[2],
        }
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        host, port = parts.hostname or "", parts.port or PORTS.get(parts.scheme, 443)
        # An address that was looked at: the name is not asked for a second time.
        address = self._address(url, host, port)
        left = end - self._manners.clock()
        with connected(address, port, host, safe=parts.scheme == "https", seconds=left) as pool:
            answer = pool.urlopen(
                "GET", target, headers={**headers, **self._headers, **conditions}, retries=False, redirect=False,
                preload_content=False, timeout=self._manners.timeout_s, assert_same_host=False,
            )  # fmt: skip
            try:
                status, location = answer.status, answer.headers.get("Location")
                if status == 304:
                    return Fetched(
                        url, None, answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", "")
                    )
                if status in _MOVED and location:
                    return location
                if status in _BUSY:
                    return f"status {status}", _asked_to_wait(answer.headers.get("Retry-After"))
                if status != 200:
                    raise _refused(url, status, known="Authorization" in self._headers)
                packing = answer.headers.get("Content-Encoding", "").strip().lower()
                if packing not in _PACKINGS:
                    said = f"the answer is packed as {packing!r:.40}, which was not asked for"
                    raise UnexpectedContent(shown(url), said, "name another address, or download it yourself")
                content = self._read(url, answer, end)
                return Fetched(
                    url, content, answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", "")
                )
            finally:
                answer.close()

    def _read(self, url: str, answer: urllib3.BaseHTTPResponse, end: float) -> bytes:
        pieces: list[bytes] = []
        size = 0
        # What is there at the moment, not a full piece: one that comes drop by drop is looked at after each drop.
        while piece := answer.read1(_PIECE, decode_content=True):
            size += len(piece)
            if size > self._manners.max_bytes:
                said = f"the answer is larger than {self._manners.max_bytes:,} bytes"
                raise UnexpectedContent(shown(url), said, "ask for less at once")
            self._check_time(url, end)
            pieces.append(piece)
        self._check_time(url, end)  # what was shut for being late looks like one that has come to its end
        return b"".join(pieces)

    def _check_time(self, url: str, end: float) -> None:
        if self._manners.clock() > end:
            raise ServiceError(
                f"{shown(url)}: the answer takes longer than {self._manners.longest_s:g} seconds"
            )

    def _pace(self) -> None:
        """Wait until the pause since the last request is over."""
        now = self._manners.clock()
        if self._last is not None and self._last + self._manners.pause_s > now:
            self._manners.sleep(self._last + self._manners.pause_s - now)
        self._last = self._manners.clock()

    def _agent(self) -> str:
        return f"{AGENT} {self._manners.contact}".strip()

    def _checked(self, url: str) -> SplitResult:
        try:
            parts = urlsplit(url)
            _ = parts.port
        except ValueError as error:
            raise UnreadableDocument(url, f"this is no address ({error})", "check it") from None
        if any(ord(sign) <= 32 or ord(sign) == 127 for sign in url) or not parts.hostname:
            raise UnreadableDocument(url, "this is no address of the web", "check it")
        if parts.username or parts.password:
            raise UnreadableDocument(origin_of(url), "the address holds a password", "leave it out")
        if parts.scheme != "https" and origin_of(url) not in self._trusted:
            raise UnreadableDocument(
                url,
                "only addresses with https:// are fetched",
                "write https://, or download it and name the file",
            )
        return parts

    def _address(self, url: str, host: str, port: int) -> str:
        try:
            found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except OSError as error:
            raise ServiceError(
                f"{host} is not found ({error.strerror or error}); check the address and the network"
            ) from error
        if origin_of(url) not in self._trusted:
            for each in found:
                if not is_public(each):
                    raise UnreadableDocument(
                        url,
                        f"{host} is in a private network",
                        "name a public server, or this one with --from",
                    )
        return found[0]


def _asked_to_wait(text: str | None) -> float | None:
    """How long a server asks to wait: seconds, or a moment."""
    if not text:
        return None
    try:
        return float(Retry().parse_retry_after(text))
    except (urllib3.exceptions.InvalidHeader, ValueError, OverflowError):
        return None


def _refused(url: str, status: int, *, known: bool) -> ServiceError | UnreadableDocument:
    """What a refusal says; `known` is whether we said who we are."""
    if status in {404, 410}:
        return UnreadableDocument(
            shown(url), f"there is nothing (status {status})", "check the number or the address"
        )
    if status in {401, 403} and known:
        return ServiceError(
            f"{shown(url)} does not accept the token that is set (status {status}): "
            "check that it is whole and valid, and may read this"
        )
    if status in {401, 403}:
        return ServiceError(
            f"{shown(url)} asks who you are (status {status}): set a token of that service, see enjoin pull --help; "
            "CourtListener's is read from ENJOIN_COURTLISTENER_TOKEN"
        )
    return ServiceError(f"{shown(url)} answers with status {status}")


def _short(error: urllib3.exceptions.HTTPError) -> str:
    """What went wrong with a connection, without the library's own words around it."""
    kinds = {
        urllib3.exceptions.NewConnectionError: "no connection",
        urllib3.exceptions.TimeoutError: "no answer in time",
        urllib3.exceptions.ProtocolError: "the connection was cut",
        urllib3.exceptions.DecodeError: "the answer is packed, and damaged",
    }
    return next((said for kind, said in kinds.items() if isinstance(error, kind)), type(error).__name__)
