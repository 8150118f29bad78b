"""What is noted of a query while its request is answered, for the log and the quotas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

FAILED: Final = "enjoin.failed"
"""Where the long way finds a query that was asked by the short one in vain, as `Failed`."""


@dataclass(slots=True)
class Asked:
    """The text of a query, how many rows its answer has (`None` where that is not known), and who gave it.

    `used_s` are the seconds of a processor that its reader took, beside those of the thread that answered.
    """

    text: str
    rows: int | None = None
    by: str = "page"
    used_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Failed:
    """A plain query that has an error for an answer; when it began, by `perf_counter`, and its request's name."""

    error: Exception
    text: str
    request_id: str
    began: float
