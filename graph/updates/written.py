"""What a write did to the graphs of a store."""

from collections.abc import Mapping
from dataclasses import dataclass

from .change import Change


@dataclass(frozen=True, slots=True)
class Written:
    """A write that is done, durable and published.

    `generation` is the first that shows it. `changes` says by graph IRI how many statements came
    and went; the name of the default graph is empty. A graph that did not change is not among
    them. `created` are the graphs that were not there before.
    """

    generation: int
    changes: Mapping[str, Change]
    created: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.changes or self.created)
