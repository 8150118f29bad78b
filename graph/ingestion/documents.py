"""One fetched source: bytes, what they are called, where and when they were got.

Reading is the only thing done here: a file, a folder or bytes become `Document`s, which the
sources parse. What the store remembers about them is in `provenance.py`.
"""

import bz2
import codecs
import gzip
import hashlib
import io
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final

from ..errors import UnexpectedContent, UnreadableDocument
from ..iris import RESERVED
from . import archives

MAX_BYTES: Final = 2 * 1024**3
"""The most that one document may hold, unpacked."""

_GZIP: Final = b"\x1f\x8b"
_BZIP2: Final = b"BZh"
_PIECE: Final = 1 << 20
_HEAD: Final = 64 * 1024
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# In a folder these are about the data, not data.
_BESIDE_DATA: Final = frozenset((".md", ".py", ".pyc", ".rst", ".toml", ".txt"))
MAPPING: Final = ".mapping.toml"
"""What the name of a mapping file adds to that of the file that it is for."""


@dataclass(frozen=True)
class Document:
    """One fetched source.

    `id` names its graph (`<base>graph/<id>`), `name` is what messages call it, `content` its
    bytes unpacked, `digest` that of the bytes as they were fetched. `mapping` is the text of the
    mapping file that says what its columns are, where one came with it. `publisher` is that of an article.
    """

    id: str
    name: str
    content: bytes = field(repr=False)
    digest: str
    title: str = ""
    url: str = ""
    licence: str = ""
    retrieved_on: date | None = None
    mapping: str = field(default="", repr=False)
    mapping_name: str = ""
    publisher: str = ""

    @cached_property
    def text(self) -> str:
        """The content as text, without a byte-order mark; line ends as they are.

        Raises `UnreadableDocument` that names the line where it stops being UTF-8.
        """
        return decoded(self.content, self.name)

    def adapter(self, name: str, version: str) -> str:
        """What provenance calls the way it is read: the source and its version, and the mapping it came with."""
        if not self.mapping:
            return f"{name} {version}"
        return f"{name} {version} by {self.mapping_name} {hashlib.sha256(self.mapping.encode()).hexdigest()[:12]}"

    def forget(self) -> None:
        """Let go of what was made of the content; it is made anew where it is asked for."""
        for name in ("text", "head"):
            vars(self).pop(name, None)

    @cached_property
    def head(self) -> str:
        """The beginning of the text; raises what `text` does for what is wrong with it."""
        start = self.content[:_HEAD]
        encoding = next((name for mark, name in _MARKS if start.startswith(mark)), "utf-8")
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(start, len(start) == len(self.content))
        except UnicodeDecodeError:
            return self.text[:_HEAD]  # which says where
        return self.text[:_HEAD] if "\0" in text else text

    def line_of(self, written: str, *, whole: bool = False) -> int | None:
        """The first line on which something is written, just so, or as a `whole` word; `None` where it is nowhere."""
        content = self.content
        if any(content.startswith(mark) for mark, name in _MARKS if name == "utf-16"):
            content = self.text.encode()
        sought = written.encode()
        if whole:
            found = re.search(rb"%s(?![\w-])" % re.escape(sought), content)
            offset = found.start() if found else -1
        else:
            offset = content.find(sought)
        return None if offset < 0 else content.count(b"\n", 0, offset) + 1

    def at(self, line: int | None) -> str:
        """How a message names a place in this document: `orders.csv, line 3`."""
        return f"{self.name}, line {line}" if line else self.name


def decoded(content: bytes, name: str) -> str:
    """`content` as text: UTF-8, or UTF-16 where a byte-order mark says so; else `UnreadableDocument`."""
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableDocument(
            f"{name}, line {line}",
            f"byte {content[error.start]:#04x} is not {encoding.removesuffix('-sig').upper()}",
            "save the file as UTF-8",
        ) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise UnreadableDocument(
            f"{name}, line {line}", "a NUL character: this is no text", "save it as UTF-8"
        )
    return text


def from_bytes(
    content: bytes,
    name: str,
    *,
    id: str = "",  # noqa: A002 - the word for it
    title: str = "",
    url: str = "",
    licence: str = "",
    retrieved_on: date | None = None,
) -> Document:
    """A document of these bytes; gzip is unpacked, and its id made from the name unless given."""
    return Document(
        id=document_id(id or stem(name)),
        name=name,
        content=unpacked(content, name),
        digest="sha256:" + hashlib.sha256(content).hexdigest(),
        title=title or name,
        url=url,
        licence=licence,
        retrieved_on=retrieved_on,
    )


def read(path: Path, *, retrieved_on: date | None = None, licence: str = "") -> list[Document]:
    """The documents at `path`: one for a file, one per data file of a folder or zip archive, by name.

    A file `orders.csv` in a folder `starter`, or in `starter.zip`, has the id `starter-orders`; a
    file named by itself, or alone in its archive, the id `orders`. Raises `UnreadableDocument` where
    there is nothing to read.
    """
    if path.is_dir():
        return _read_folder(path, retrieved_on=retrieved_on, licence=licence)
    found = of_bytes(_bytes_of(path), path.name, retrieved_on=retrieved_on, licence=licence)
    return [with_mapping(found[0], path)] if len(found) == 1 else found


def of_bytes(
    content: bytes, name: str, *, url: str = "", retrieved_on: date | None = None, licence: str = ""
) -> list[Document]:
    """The documents in a file of these bytes: the file itself, or the data files of a zip archive."""
    if archives.is_zip(content):
        found = _read_archive(content, name, retrieved_on=retrieved_on, licence=licence)
        return [replace(each, url=url) for each in found]
    return [from_bytes(content, name, url=url, retrieved_on=retrieved_on, licence=licence)]


def with_mapping(document: Document, path: Path) -> Document:
    """The document with the mapping file that lies beside it, `<file>.mapping.toml`, if there is one."""
    beside = path.with_name(f"{path.name}{MAPPING}")
    return mapped(document, beside) if beside.is_file() else document


def mapped(document: Document, mapping: Path) -> Document:
    """The document, to be read by this mapping file."""
    text = decoded(_bytes_of(mapping), mapping.name)
    return replace(document, mapping=text, mapping_name=mapping.name)


def described(document: Document, title: str, publisher: str, url: str) -> Document:
    """The document with what somebody says of it; what is left empty stays as it is."""
    return replace(
        document,
        title=title or document.title,
        publisher=publisher or document.publisher,
        url=url or document.url,
    )


def _read_archive(content: bytes, archive: str, *, retrieved_on: date | None, licence: str) -> list[Document]:
    found = sorted(
        (name.replace("\\", "/").rpartition("/")[2], data)
        for name, data in archives.members(content, archive, MAX_BYTES)
        if not name.startswith("__MACOSX/")
    )
    files = [(name, data) for name, data in found if _is_data(Path(name))]
    if not files:
        raise UnreadableDocument(archive, "no data files in this archive", "name one that holds some")
    prefix = f"{stem(archive)}-" if len(files) > 1 else ""
    return [
        from_bytes(data, name, id=f"{prefix}{stem(name)}", retrieved_on=retrieved_on, licence=licence)
        for name, data in files
    ]


def _read_folder(folder: Path, *, retrieved_on: date | None, licence: str) -> list[Document]:
    files = sorted(file for file in folder.iterdir() if file.is_file() and _is_data(file))
    if not files:
        raise UnreadableDocument(str(folder), "no data files in this folder", "name a folder that holds some")
    contents = {file.name: _bytes_of(file) for file in files}
    prefix = folder.resolve().name
    return [
        with_mapping(
            from_bytes(
                content,
                name,
                id=f"{prefix}-{stem(name)}",
                retrieved_on=retrieved_on,
                licence=licence,
            ),
            folder / name,
        )
        for name, content in contents.items()
    ]


def _is_data(file: Path) -> bool:
    return not file.name.startswith((".", "_")) and file.suffix.lower() not in _BESIDE_DATA


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise UnreadableDocument(str(path), "there is no such file", "check the name") from None
    except OSError as error:
        raise UnreadableDocument(
            str(path), f"it cannot be read ({error.strerror})", "check its permissions"
        ) from error


def unpacked(content: bytes, name: str, limit: int = MAX_BYTES) -> bytes:
    """`content`, unpacked where it is gzip or bzip2; never more than `limit` bytes of it."""
    kind = "gzip" if content.startswith(_GZIP) else "bzip2" if content.startswith(_BZIP2) else ""
    if not kind:
        return content
    packing = io.BytesIO(content)
    try:
        with gzip.GzipFile(fileobj=packing) if kind == "gzip" else bz2.BZ2File(packing) as packed:
            # In pieces: a read of so many bytes would ask the system for all of that memory at once.
            pieces, size = list[bytes](), 0
            while size <= limit and (piece := packed.read(_PIECE)):
                pieces.append(piece)
                size += len(piece)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableDocument(
            name, f"the {kind} data is damaged ({error})", "pack or fetch it again"
        ) from error
    if size > limit:
        raise UnexpectedContent(name, f"it unpacks to more than {limit:,} bytes", "split it")
    return b"".join(pieces)


def stem(name: str) -> str:
    """A file's name without its folder, its packing and its format: `a/orders.csv.gz` is `orders`."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    base = re.sub(r"\.(gz|bz2)$", "", base, flags=re.IGNORECASE)
    head, dot, _ = base.rpartition(".")
    return head if dot and head else base


def document_id(text: str) -> str:
    """`text` as an id that may name a graph; never one of the reserved names.

    >>> document_id("My Orders (2025)")
    'my-orders-2025'
    >>> document_id("derived")
    'doc-derived'
    """
    found = re.sub(r"[^a-z0-9._~]+", "-", text.lower()).strip("-._~")
    if not found or found in RESERVED:
        found = f"doc-{found}".rstrip("-")
    return found


def distinct(documents: Sequence[Document]) -> Iterator[Document]:
    """The documents of a batch; `UnexpectedContent` where two of them would have one graph."""
    seen: dict[str, str] = {}
    for document in documents:
        if document.id in seen:
            raise UnexpectedContent(
                document.name,
                f"it would share the graph {document.id!r} with {seen[document.id]}",
                "rename one, or read them one after the other",
            )
        seen[document.id] = document.name
        yield document
