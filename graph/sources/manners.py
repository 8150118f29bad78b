"""How servers are asked, and which of them: pauses, patience, sizes; origins, and what is private. No sockets here."""

import ipaddress
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

AGENT: Final = "Enjoin (legal-timeline knowledge graph; +https://w3id.org/enjoin/)"
"""Who asks, with the page that tells how to reach whoever runs it; `contact` is put to it."""

PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Manners:
    """How a server is asked. Times are seconds; sizes are bytes, unpacked.

    `longest_s` is for one address with all its tries. `sleep`, `clock` and `jitter` (of a wait, how much longer
    it is) are handed in by who wants to know them.
    """

    pause_s: float = 1.0
    timeout_s: float = 30.0
    tries: int = 6
    first_wait_s: float = 1.0
    longest_wait_s: float = 120.0
    longest_s: float = 900.0
    max_bytes: int = 256 * 1024 * 1024
    contact: str = ""
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    jitter: Callable[[float], float] = field(default=lambda wait: random.uniform(0, wait / 4))  # noqa: S311 - no secret


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: its bytes, and what to say to be told only of a change. `content` is `None` where nothing changed."""

    url: str
    content: bytes | None = field(repr=False)
    etag: str = ""
    modified: str = ""


LONGEST: Final = 120
"""So long may an address be in a message; of a longer one only its beginning is shown."""


def origin_of(url: str) -> str:
    """Scheme, host and port of an address, by which servers are told apart.

    >>> origin_of("https://www.Example.org/a?b"), origin_of("http://127.0.0.1:8000/x")
    ('https://www.example.org:443', 'http://127.0.0.1:8000')
    """
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.hostname}:{port}" if parts.hostname else ""


_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether a server is in no private network; an old address in a new one's clothes is looked at as it is.

    >>> is_public("192.0.2.1"), is_public("64:ff9b::7f00:1"), is_public("2606:4700::1111")
    (False, False, True)
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    if found.is_multicast or not found.is_global:
        return isinstance(found, ipaddress.IPv6Address) and _is_public_old(found.ipv4_mapped)
    if not isinstance(found, ipaddress.IPv6Address):
        return True
    within = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF) if found in _NAT64 else None
    old = found.ipv4_mapped or found.sixtofour or within
    return old is None or _is_public_old(old)


def _is_public_old(address: ipaddress.IPv4Address | None) -> bool:
    return address is not None and address.is_global and not address.is_multicast


def shown(url: str) -> str:
    """An address as a message names it: of a long one without what is asked for.

    >>> shown("https://example.org/api/?" + "a" * 200)
    'https://example.org/api/?…'
    """
    path, found, _ = url.partition("?")
    return f"{path}?…" if found and len(url) > LONGEST else url
