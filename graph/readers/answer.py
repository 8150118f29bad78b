"""A written answer to a stranger's query, and what else its asker should know of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Self

from ..formats import Kind


@dataclass(slots=True)
class Answer:
    """A written answer: its kind, media type, size, whether it was cut; the body in memory or in a `file`.

    Use it in a `with` block, or close it: the file of a long one stays on disk until then.
    `encoding` is `gzip` where it is compressed; `notice` says what else a reader should know.
    `rows` it has, `used_s` seconds of a processor it took; `kept` is one that was asked for before.
    """

    kind: Kind
    media_type: str
    truncated: bool
    size: int
    _body: bytes = b""
    file: BinaryIO | None = None
    encoding: str = ""
    notice: str = ""
    rows: int = 0
    used_s: float = 0.0
    kept: bool = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go."""
        if self.file is not None:
            self.file.close()

    def read(self) -> bytes:
        """The whole body."""
        if self.file is None:
            return self._body
        self.file.seek(0)
        return self.file.read()

    def chunks(self, size: int = 1 << 16) -> Iterator[bytes]:
        """The body in pieces; the answer is closed at the end."""
        if self.file is None:
            yield self._body
            return
        self.file.seek(0)
        with self.file as file:
            while chunk := file.read(size):
                yield chunk


def notice_of(replaced: int) -> str:
    """What a reader is told of an answer in which so many characters had to be replaced."""
    return f"{replaced} characters that XML cannot hold were replaced by U+FFFD" if replaced else ""
