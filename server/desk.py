"""What every page needs at hand: the graph, the settings, the clock."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from threading import RLock
from typing import TYPE_CHECKING, Final, TypeVar, cast

from flask import current_app

from .metrics import Metrics
from .quotas import Quotas
from .settings import SECRETS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from flask import Flask

    from ..graph import Graph
    from .log import Log
    from .settings import Settings

_T = TypeVar("_T")
_KEY: Final = "enjoin"


@dataclass(slots=True)
class Desk:
    """One application's graph, its settings, and what day it is; only `settings` may become others (`reload`)."""

    graph: Graph
    settings: Settings
    today: Callable[[], date]
    log: Log | None = None
    metrics: Metrics = field(default_factory=Metrics)
    quotas: Quotas = field(init=False)
    slow_s: float = field(init=False)
    _kept: dict[str, tuple[int, object]] = field(default_factory=dict[str, tuple[int, object]])
    _making: dict[str, RLock] = field(default_factory=lambda: defaultdict(RLock))

    def __post_init__(self) -> None:
        self.quotas = Quotas(self.settings.max_requests, self.settings.max_seconds)
        self.slow_s = self.settings.slow_query or math.inf

    def reload(self, settings: Settings) -> None:
        """Take other settings: of those that may change while it is served, the secrets."""
        secrets = {name: getattr(settings, name) for name in SECRETS}
        self.settings = replace(self.settings, **secrets)

    def once(self, key: str, make: Callable[[], _T]) -> _T:
        """What `make` gives, made once for each generation of the graph and then kept."""
        generation = self.graph.generation
        kept = self._kept.get(key)
        if kept is None or kept[0] != generation:
            with self._making[key]:  # the others wait for what the first one makes
                kept = self._kept.get(key)
                if kept is None or kept[0] != generation:
                    for old, (former, _) in list(self._kept.items()):
                        if former != generation:
                            self._kept.pop(old, None)
                    kept = self._kept[key] = (generation, make())
        return cast("_T", kept[1])

    def among(self, key: str, which: Hashable, make: Callable[[], _T], most: int) -> _T:
        """What `make` gives for one of several things, kept like that for the `most` that were made last."""
        kept = self.once(key, dict[Hashable, tuple[_T]])
        found = kept.get(which)
        if found is None:
            found = (make(),)
            with self._making[key]:
                while len(kept) >= most:
                    del kept[next(iter(kept))]
                kept[which] = found
        return found[0]


def set_up(extensions: dict[str, object], found: Desk) -> None:
    """Leaves the desk where `desk()` finds it."""
    extensions[_KEY] = found


def desk_of(app: Flask) -> Desk:
    """The desk of an application."""
    return cast("Desk", app.extensions[_KEY])


def desk() -> Desk:
    """The desk of the application that answers this request."""
    return cast("Desk", current_app.extensions[_KEY])
