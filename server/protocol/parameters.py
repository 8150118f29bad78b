"""The parameters of a request, read strictly: what is no UTF-8 is an error and no question mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from flask import request
from werkzeug.datastructures import MultiDict

from ..errors import DoorError

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST: Final = 1000
"""How many parameters a request may have."""


def of_address() -> MultiDict[str, str]:
    """The parameters that stand in the address, in their order; 400 where they are no UTF-8."""
    return decoded(request.query_string, "address")


def decoded(raw: bytes, where: str) -> MultiDict[str, str]:
    """Percent-encoded parameters; `where` is what the error calls the place they stand in.

    >>> decoded(b"query=ASK+%7B%7D&query=x", "body").getlist("query")
    ['ASK {}', 'x']
    """
    try:
        pairs = parse_qsl(raw.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=MOST)
    except UnicodeDecodeError:
        raise DoorError(400, "encoding", f"The {where} holds bytes that are not UTF-8.") from None
    except ValueError:
        raise DoorError(
            400, "parameters", f"The {where} holds more than {MOST} parameters.", limit={"parameters": MOST}
        ) from None
    return MultiDict(pairs)


def switch(given: MultiDict[str, str], name: str, *, default: bool) -> bool:
    """A parameter that is `on` or `off`; 400 for any other word."""
    text = given.get(name, "").lower()
    if text in {"", "on", "off"}:
        return default if not text else text == "on"
    raise DoorError(400, "parameter", f"{name}={text!r} is neither on nor off.", parameter=name)


def only(given: MultiDict[str, str], name: str) -> str:
    """The one value of a parameter; 400 for none and for several."""
    found = given.getlist(name)
    if len(found) != 1:
        count = "there is none" if not found else f"there are {len(found)}"
        raise DoorError(400, f"{name}-count", f"Send one {name}; {count}.", parameter=name)
    return found[0]


def first(given: MultiDict[str, str], names: Iterable[str]) -> str | None:
    """The first of these parameters that says something."""
    return next((value for name in names if (value := given.get(name))), None)
