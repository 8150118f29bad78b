"""Documents: bytes with a name and an id, read whole, and refused with the place and the cure."""

import gzip
from pathlib import Path

import pytest

from enjoin.graph.errors import UnexpectedContent, UnreadableDocument
from enjoin.graph.ingestion import documents
from enjoin.graph.iris import RESERVED, Iris


def test_a_file_has_its_name_as_id(tmp_path: Path) -> None:
    (tmp_path / "My Orders.csv").write_text("id\n1\n")
    [found] = documents.read(tmp_path / "My Orders.csv")
    assert (found.id, found.name, found.text) == ("my-orders", "My Orders.csv", "id\n1\n")
    assert found.digest.startswith("sha256:")


def test_a_folder_is_one_document_per_data_file(tmp_path: Path) -> None:
    folder = tmp_path / "Starter"
    folder.mkdir()
    for name in ("orders.csv", "cases.csv", "README.md", "__init__.py", ".hidden.csv"):
        (folder / name).write_text("x\n")
    assert [found.id for found in documents.read(folder)] == ["starter-cases", "starter-orders"]


def test_gzip_is_unpacked_and_the_digest_is_that_of_the_file() -> None:
    packed = gzip.compress(b"hello")
    found = documents.from_bytes(packed, "a.nq.gz")
    assert found.content == b"hello"
    assert found.id == "a"
    assert found.digest != documents.from_bytes(b"hello", "a.nq").digest


def test_damaged_or_endless_gzip_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="damaged"):
        documents.from_bytes(gzip.compress(b"hello" * 100)[:-9], "a.gz")
    with pytest.raises(UnexpectedContent, match="more than 1,000 bytes"):
        documents.unpacked(gzip.compress(b"0" * 5000), "bomb.gz", limit=1000)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xef\xbb\xbfid\n", "id\n"),
        ("id\r\n\u00e9".encode("utf-16"), "id\r\n\u00e9"),
        (b"", ""),
    ],
)
def test_byte_order_marks_are_no_text(content: bytes, said: str) -> None:
    assert documents.from_bytes(content, "a").text == said


def test_wrong_encodings_name_line_byte_and_cure() -> None:
    latin = documents.from_bytes("id\nTucs\u00f3n\n".encode("latin-1"), "places.csv")
    with pytest.raises(UnreadableDocument) as caught:
        _ = latin.text
    assert str(caught.value) == "places.csv, line 2: byte 0xf3 is not UTF-8; save the file as UTF-8"
    with pytest.raises(UnreadableDocument, match="NUL"):
        _ = documents.from_bytes(b"a\0b", "x").text


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="no such file"):
        documents.read(tmp_path / "none.csv")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnreadableDocument, match="no data files"):
        documents.read(tmp_path / "empty")


@pytest.mark.parametrize("text", ["", "derived", "Ä", "--", "a b/c", "9", "x" * 300])
def test_every_name_makes_an_id_that_may_name_a_graph(text: str) -> None:
    found = documents.document_id(text)
    assert Iris().graph(found)
    assert found not in RESERVED


def test_two_documents_of_a_batch_do_not_share_a_graph() -> None:
    batch = [documents.from_bytes(b"1", "a/orders.csv"), documents.from_bytes(b"2", "b/orders.csv")]
    with pytest.raises(UnexpectedContent, match="share the graph 'orders'"):
        list(documents.distinct(batch))
