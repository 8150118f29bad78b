"""Documents at addresses of the web."""

from datetime import date
from urllib.parse import unquote, urlsplit

from ..sources.fetch import Fetcher
from . import documents as reading
from .documents import Document


def fetched(url: str, fetcher: Fetcher, *, on: date, licence: str = "") -> list[Document]:
    """What lies at an address: one document, or those of an archive. `on` is the day on which it is fetched.

    It is called by the last part of the address, or by the server where there is none. See `Fetcher.get` for errors.
    """
    content = fetcher.get(url).content or b""
    parts = urlsplit(url)
    name = unquote(parts.path).rstrip("/").rpartition("/")[2] or parts.hostname or "document"
    return reading.of_bytes(content, name, url=url, retrieved_on=on, licence=licence)
