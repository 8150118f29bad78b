"""Zip archives: the data files in one, unpacked within limits; nothing is written to disk."""

import io
import zipfile
import zlib
from typing import Final

from ..errors import UnexpectedContent, UnreadableDocument

MAX_MEMBERS: Final = 1000
"""The most files that one archive may hold."""

_MARK: Final = b"PK\x03\x04"
_OFFICE: Final = "[Content_Types].xml"


def is_zip(content: bytes) -> bool:
    """Whether the bytes begin as an archive does."""
    return content.startswith(_MARK)


def members(content: bytes, name: str, limit: int) -> list[tuple[str, bytes]]:
    """The files in an archive by their names, without folders; together never more than `limit` bytes.

    Raises `UnreadableDocument` for what is damaged or locked, `UnexpectedContent` for a spreadsheet
    or text document, which is an archive too, and for one that is too large.
    """
    found: list[tuple[str, bytes]] = []
    left = limit
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = [entry for entry in archive.infolist() if not entry.is_dir()]
            if any(entry.filename == _OFFICE for entry in listed):
                raise UnexpectedContent(
                    name, "it is a spreadsheet or a text document", "save it as CSV in UTF-8"
                )
            if len(listed) > MAX_MEMBERS:
                raise UnexpectedContent(name, f"it holds more than {MAX_MEMBERS} files", "split it")
            for entry in listed:
                if entry.flag_bits & 1:
                    raise UnreadableDocument(name, f"{entry.filename} in it is locked", "unpack it first")
                with archive.open(entry) as packed:
                    data = packed.read(left + 1)
                left -= len(data)
                if left < 0:
                    raise UnexpectedContent(name, f"it unpacks to more than {limit:,} bytes", "split it")
                found.append((entry.filename, data))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, zlib.error) as error:
        raise UnreadableDocument(
            name, f"the archive is damaged ({error})", "pack or fetch it again"
        ) from error
    return found
