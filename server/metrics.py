"""What the server does, in numbers, for those who watch it: requests, their time, readers, the store."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

BOUNDS_S: Final = (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0)
"""The upper bounds of the classes that durations are counted in; the last class has none."""


METHODS: Final = frozenset(("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"))


@dataclass(frozen=True, slots=True)
class Measure:
    """A `gauge` or a `counter`, what it means, and its values by their labels."""

    name: str
    meaning: str
    values: Sequence[tuple[Mapping[str, str], float]]
    kind: str = "gauge"


def gauge(name: str, meaning: str, value: float) -> Measure:
    """One number that goes up and down."""
    return Measure(name, meaning, (({}, value),))


def counter(name: str, meaning: str, value: float) -> Measure:
    """One number that only grows."""
    return Measure(name, meaning, (({}, value),), "counter")


class Metrics:
    """The counts of one server since it was started; safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._classes: defaultdict[str, list[int]] = defaultdict(lambda: [0] * (len(BOUNDS_S) + 1))
        self._seconds: defaultdict[str, float] = defaultdict(float)

    def count(self, kind: str, method: str, status: int, seconds: float) -> None:
        """One request that was answered; `kind` is the part of the site, of which there are few."""
        method = method if method in METHODS else "other"  # anybody may send any word
        with self._lock:
            self._requests[kind, method, status] += 1
            self._classes[kind][bisect_left(BOUNDS_S, seconds)] += 1
            self._seconds[kind] += seconds

    def text(self, measures: Iterable[Measure]) -> str:
        """All of it in the text format of Prometheus, with `measures` of what holds elsewhere."""
        with self._lock:
            lines = [*self._counted(), *self._timed()]
        for each in measures:
            lines += _head(each.name, each.kind, each.meaning)
            for labels, value in each.values:
                lines.append(f"enjoin_{each.name}{_labels(labels) if labels else ''} {_number(value)}")
        return "\n".join(lines) + "\n"

    def _counted(self) -> Iterator[str]:
        yield from _head("requests_total", "counter", "Requests answered, by part of the site and status.")
        for (kind, method, status), count in sorted(self._requests.items()):
            labels = _labels({"kind": kind, "method": method, "status": str(status)})
            yield f"enjoin_requests_total{labels} {count}"

    def _timed(self) -> Iterator[str]:
        name = "enjoin_request_seconds"
        yield from _head("request_seconds", "histogram", "How long requests took until they were answered.")
        for kind, classes in sorted(self._classes.items()):
            below = 0
            for bound, count in zip((*map(str, BOUNDS_S), "+Inf"), classes, strict=True):
                below += count
                yield f"{name}_bucket{_labels({'kind': kind, 'le': bound})} {below}"
            yield f"{name}_sum{_labels({'kind': kind})} {_number(self._seconds[kind])}"
            yield f"{name}_count{_labels({'kind': kind})} {below}"


def _head(name: str, kind: str, meaning: str) -> Iterable[str]:
    return (f"# HELP enjoin_{name} {meaning}", f"# TYPE enjoin_{name} {kind}")


def _labels(labels: Mapping[str, str]) -> str:
    told = (f'{name}="{_escaped(value)}"' for name, value in labels.items())
    return "{" + ",".join(told) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _number(value: float) -> str:
    """A number as it is: rounded to six figures a counter of bytes would stand still."""
    return str(int(value)) if float(value).is_integer() else repr(float(value))
