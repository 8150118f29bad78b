"""Sessions of editors: opened with the server's token, kept in this process, each with a word against forgery.

The id of a session is in a cookie that no script and no other site sees; every form carries the session's own word.
Nothing that is shown in a session is kept by a cache.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Final, TypeVar, cast

from flask import Response, current_app, g, render_template, request

from ..errors import DoorError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COOKIE: Final = "enjoin_review"
LIFE_S: Final = 8 * 3600.0
MOST_SESSIONS: Final = 64
PER_PAGE: Final = 20
_Item = TypeVar("_Item")


@dataclass(slots=True)
class Session:
    """One open session: its word against forgery, when it ends, and what the editor called himself."""

    word: str
    ends: float
    editor: str = ""


@dataclass(slots=True)
class Sessions:
    """The sessions that are open in this process; the oldest is closed where there would be too many."""

    open_: dict[str, Session] = field(default_factory=dict[str, Session])

    def begin(self, now: float) -> str:
        """Open one, and give its id."""
        self.open_ = {name: each for name, each in self.open_.items() if each.ends > now}
        while len(self.open_) >= MOST_SESSIONS:
            self.open_.pop(min(self.open_, key=lambda name: self.open_[name].ends))
        name = secrets.token_urlsafe(32)
        self.open_[name] = Session(secrets.token_urlsafe(32), now + LIFE_S)
        return name

    def find(self, name: str, now: float) -> Session | None:
        """The session of that id, while it lasts."""
        found = self.open_.get(name)
        return found if found is not None and found.ends > now else None


def sessions() -> Sessions:
    """The sessions of the application that answers."""
    return cast("Sessions", current_app.extensions.setdefault("enjoin.review", Sessions()))


def session() -> Session | None:
    """The session of this request; `None` where none is open."""
    return sessions().find(request.cookies.get(COOKIE, ""), monotonic())


def from_here() -> None:
    """403 for a form that another site sent."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin", "")
    elsewhere = origin not in {"", "null"} and origin.partition("://")[2] != request.host
    if site not in {"same-origin", "none"} or elsewhere:
        raise DoorError(403, "forgery", "This form was not sent from this site.")


def authentic(given: Mapping[str, str]) -> Session:
    """The session of a form that is its own; 401 without one, 403 where its word is missing or wrong."""
    from_here()
    found = session()
    if found is None:
        raise DoorError(401, "session", "The session has ended; open one again with the token.")
    if not hmac.compare_digest(found.word.encode(), given.get("csrf", "").encode()):
        raise DoorError(403, "forgery", "The form does not carry this session's word; load the page again.")
    return found


def page(template: str, **told: object) -> Response:
    """A page of the review, which no cache keeps."""
    return unkept(
        Response(
            render_template(template, section="/review", **told), content_type="text/html; charset=utf-8"
        )
    )


def unkept(response: Response) -> Response:
    """The response, told to every cache that it is not to be kept."""
    g.pop("tag", None)
    response.headers["Cache-Control"] = "no-store"
    return response


def paged(found: Sequence[_Item]) -> tuple[Sequence[_Item], dict[str, int]]:
    """What the page that is asked for shows of a list, and the numbers that its template needs.

    A decision makes the list shorter, so a page beyond its end is empty, and what is no number is the first.
    """
    text = request.args.get("page", "1")
    page = max(1, int(text)) if text.isdigit() and len(text) < 6 else 1
    pages = (len(found) + PER_PAGE - 1) // PER_PAGE or 1
    return found[(page - 1) * PER_PAGE : page * PER_PAGE], {"count": len(found), "page": page, "pages": pages}
