"""HTTP with one service elsewhere: who we are, how long we wait, and nobody else is called.

With `sources/fetch.py` the only place that opens connections. A redirect is not followed: what is
sent may hold a secret, and the address that was named is the one that is meant.
"""

import json
import socket
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPMessage
from threading import Lock
from typing import IO, Final
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import Request

from ..errors import QueryError, QueryOverloaded, QueryRefused, QuerySyntaxError, QueryTimeout, ServiceError

_SLOW: Final = ("timed out", "timeout", "time limit", "time-out", "execution time")
_SHOWN: Final = 300
_READ: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Account:
    """Who asks: a bearer token, or a name and a password for Basic or Digest. Never shown."""

    token: str | None = field(default=None, repr=False)
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a service answered: its status, the media type and the bytes of the body, and its headers."""

    status: int
    kind: str
    body: bytes
    headers: Mapping[str, str]

    @property
    def cut(self) -> bool:
        """Whether the service says that this is not the whole answer."""
        return (
            self.status == 206 or "x-enjoin-truncated" in self.headers or "x-sparql-maxrows" in self.headers
        )


class Refused(ServiceError):
    """The service answered with an error: its `status`, and in `said` the first words of it."""

    def __init__(self, address: str, status: int, said: str) -> None:
        super().__init__(address, status, said)
        self.address = address
        self.status = status
        self.said = said

    def __str__(self) -> str:
        if self.status in {401, 403}:
            return (
                f"the service at {self.address} does not let us do that ({self.said or self.status}); "
                "give a token with --token, or a name and a password in the address: https://name:password@…"
            )
        if 300 <= self.status < 400:
            return f"the service at {self.address} sends us elsewhere; name that address itself: {self.said}"
        return f"the service at {self.address} failed: {self.status} {self.said}".rstrip()


class _Unmoved(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> Request | None:
        del fp
        raise HTTPError(req.full_url, code, f"{msg} {newurl}", headers, None)


class Wire:
    """Requests to one service, in the name of an account; safe to use from several threads."""

    def __init__(self, account: Account, timeout_s: float) -> None:
        self._account = account
        self.timeout_s = timeout_s
        self._opener = urllib.request.build_opener(_Unmoved)
        self._passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        self._digest = urllib.request.AbstractDigestAuthHandler(self._passwords)
        self._challenge: str | None = None
        self._lock = Lock()

    def send(self, request: Request, timeout_s: float | None = None) -> Reply:
        """The answer of the service, read whole.

        Raises `Refused` where it answers with an error, `QueryTimeout` where it does not in time,
        `ServiceError` where it cannot be reached.
        """
        where = shown(request.full_url)
        try:
            return self._once(request, timeout_s)
        except HTTPError as error:
            with error:
                challenge = error.headers.get("WWW-Authenticate", "") if error.headers else ""
                if error.code == 401 and self._learn(challenge, request.full_url):
                    return self._again(request, timeout_s)
                raise Refused(where, error.code, _said(error)) from None
        except (URLError, OSError, HTTPException) as error:
            raise _unreached(where, error, timeout_s or self.timeout_s) from error

    def _again(self, request: Request, timeout_s: float | None) -> Reply:
        """Once more, now that it is known how the service wants to be told who asks."""
        where = shown(request.full_url)
        try:
            return self._once(request, timeout_s)
        except HTTPError as error:
            with error:
                raise Refused(where, error.code, _said(error)) from None
        except (URLError, OSError, HTTPException) as error:
            raise _unreached(where, error, timeout_s or self.timeout_s) from error

    def _once(self, request: Request, timeout_s: float | None) -> Reply:
        self._sign(request)
        with self._opener.open(request, timeout=timeout_s or self.timeout_s) as response:
            kind = str(response.headers.get("Content-Type", "")).partition(";")[0].strip().lower()
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Reply(response.status, kind, response.read(), headers)

    def _sign(self, request: Request) -> None:
        account = self._account
        if account.token and not account.user:
            request.add_unredirected_header("Authorization", f"Bearer {account.token}")
        elif account.user and self._challenge is not None:
            scheme, _, rest = self._challenge.partition(" ")
            with self._lock:
                if scheme.lower() == "digest":
                    asked = urllib.request.parse_keqv_list(urllib.request.parse_http_list(rest))
                    said = self._digest.get_authorization(request, asked)
                    request.add_unredirected_header("Authorization", f"Digest {said}")
                else:
                    request.add_unredirected_header("Authorization", _basic(account))

    def _learn(self, challenge: str, address: str) -> bool:
        """Whether the service asks for a name and a password, which we have, in a way that is known here."""
        user, password = self._account.user, self._account.password or ""
        if not user or challenge.partition(" ")[0].lower() not in {"basic", "digest"}:
            return False
        root = urlsplit(address)._replace(path="/", query="").geturl()
        with self._lock:
            self._passwords.add_password(None, root, user, password)
            self._challenge = challenge
        return True


def known_as(address: str) -> tuple[str, str | None, str | None]:
    """An address without the name and the password that may stand in it, and these two."""
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ServiceError(
            f"{shown(address)!r} is no address of a service; it begins with http:// or https://"
        )
    host = parts.netloc.rpartition("@")[2]
    user = unquote(parts.username) if parts.username else None
    password = unquote(parts.password) if parts.password else None
    return parts._replace(netloc=host, fragment="").geturl(), user, password


def shown(address: str) -> str:
    """An address as it may be shown: without secrets, and without what was asked."""
    parts: SplitResult = urlsplit(address)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


def of_query(error: Refused, timeout_s: float) -> QueryError | ServiceError:
    """What a refused query or update means to whoever asked it."""
    said = error.said
    if error.status in {408, 503, 504} or any(word in said.lower() for word in _SLOW):
        return QueryTimeout(timeout_s)
    if error.status == 429:
        return QueryOverloaded(f"the service at {error.address} has too much to do: {said or 'ask later'}")
    if error.status in {413, 414}:
        return QueryRefused(f"the service at {error.address} takes no text as long as this one")
    if error.status == 400:
        return QuerySyntaxError(said or "the service does not understand this")
    return ServiceError(str(error))


def _unreached(where: str, error: Exception, timeout_s: float) -> QueryTimeout | ServiceError:
    reason = getattr(error, "reason", error)
    if isinstance(error, TimeoutError) or isinstance(reason, TimeoutError):
        return QueryTimeout(timeout_s)
    if isinstance(reason, (ConnectionError, socket.gaierror)):
        return ServiceError(f"the service at {where} cannot be reached: {reason}")
    return ServiceError(f"the service at {where} failed: {reason}")


def _basic(account: Account) -> str:
    from base64 import b64encode

    return "Basic " + b64encode(f"{account.user}:{account.password or ''}".encode()).decode()


def _said(error: HTTPError) -> str:
    """The first words of what the service answered."""
    if 300 <= error.code < 400:
        return str(error.msg)
    kind = str(error.headers.get("Content-Type", "") if error.headers else "")
    try:
        text = error.read(_READ).decode("utf-8", "replace")
    except (OSError, HTTPException, AttributeError):
        text = ""
    if "json" in kind:
        with suppress(ValueError, AttributeError):
            text = str(json.loads(text).get("detail") or text)
    elif "html" in kind:
        text = ""
    return (" ".join(text.split())[:_SHOWN] or str(error.reason or "")).strip()
