"""What the operator decides, read once at the door and handed down as values."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

MIB: Final = 1024 * 1024
LOG_FORMATS: Final = ("text", "json")
SECRETS: Final = ("endpoint_password", "endpoint_token", "token", "admin_token", "courtlistener_token")
"""What may stand in a file instead, of which a setting gives the name."""


class SettingsError(ValueError):
    """A setting that cannot be read; the message names it and says what would do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All that can be set from outside. Each field is the variable `ENJOIN_<NAME>` and,
    where it has one, the flag `--<name>`; sizes are bytes, times are seconds.
    """

    store: Path = Path("var")
    endpoint: str | None = None
    update_endpoint: str | None = None
    graph_store: str | None = None
    endpoint_user: str | None = field(default=None, repr=False)
    endpoint_password: str | None = field(default=None, repr=False)
    endpoint_token: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    admin_token: str | None = field(default=None, repr=False)
    courtlistener_token: str | None = field(default=None, repr=False)
    contact: str = ""
    base_iri: str | None = None
    host: str = "127.0.0.1"
    port: int = 8080
    readers: int = 3
    threads: int = 48
    timeout: float = 10.0
    max_rows: int = 100_000
    max_bytes: int = 64 * MIB
    max_query: int = 128 * 1024
    max_body: int = 64 * MIB
    max_memory: int = 320 * MIB
    max_cached: int = 16 * MIB
    max_waiting: int = 24
    max_per_client: int = 24
    max_requests: int = 0
    max_seconds: float = 0.0
    max_connections: int = 1000
    services: tuple[str, ...] = ()
    bare: bool = False
    read_only: bool = False
    trusted_proxies: int = 0
    url: str | None = None
    log_format: str | None = None
    log_clients: bool = False
    slow_query: float = 2.0
    stop_timeout: float = 10.0
    migrate: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """The settings that `environment` asks for; what it does not name keeps its default.

        A secret may stand in a file instead, which `ENJOIN_<NAME>_FILE` names. `SettingsError` for a
        number that is none, or is not positive, and for a file that cannot be read.
        """
        given: dict[str, object] = {}
        for setting in fields(cls):
            name = f"ENJOIN_{setting.name.upper()}"
            text = environment.get(name, "").strip()
            if setting.name in SECRETS:
                text = _secret(f"{name}_FILE", environment.get(f"{name}_FILE", "").strip(), text)
            if text:
                given[setting.name] = _read(name, text, setting.default)
        found = cls(**given)  # type: ignore[arg-type]  # each value was read by its default's type
        if found.log_format not in {None, *LOG_FORMATS}:
            raise SettingsError(
                f"ENJOIN_LOG_FORMAT is {found.log_format!r}: write {' or '.join(LOG_FORMATS)}."
            )
        return found


def _secret(name: str, file: str, said: str) -> str:
    """A secret as it was said, or as its file says it."""
    if not file:
        return said
    if said:
        raise SettingsError(f"{name} is set, and {name.removesuffix('_FILE')} too: write one of them.")
    try:
        text = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{name} names {file!r}, which cannot be read ({error}).") from None
    if not text or len(text.splitlines()) > 1:
        raise SettingsError(f"{name} names {file!r}, which holds no secret: write it on one line.")
    return text


_MAY_BE_ZERO: Final = frozenset(("ENJOIN_SLOW_QUERY",))


def _read(name: str, text: str, default: object) -> object:
    if isinstance(default, bool):
        if text.lower() not in {"0", "1", "no", "yes", "false", "true"}:
            raise SettingsError(f"{name} is {text!r}: write 1 or 0.")
        return text.lower() in {"1", "yes", "true"}
    if isinstance(default, Path):
        return Path(text)
    if isinstance(default, tuple):
        return tuple(text.replace(",", " ").split())
    if isinstance(default, int | float):
        kind = type(default)
        try:
            number = kind(text)
        except ValueError:
            raise SettingsError(f"{name} is {text!r}: write a number.") from None
        if not 0 <= number < math.inf or (number == 0 and default != 0 and name not in _MAY_BE_ZERO):
            raise SettingsError(f"{name} is {text!r}: write a number above zero.")
        return number
    return text
