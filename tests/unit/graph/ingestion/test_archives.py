"""Zip archives: their data files are documents, and nothing else is let in."""

import io
import zipfile
from pathlib import Path

import pytest

from enjoin.graph.errors import SourceError, UnexpectedContent, UnreadableDocument
from enjoin.graph.ingestion import archives, documents


def packed(path: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_csv", ".csv").replace("_txt", ".txt"), data)
    return path


def test_a_file_alone_in_its_archive_keeps_its_name(tmp_path: Path) -> None:
    (found,) = documents.read(packed(tmp_path / "download.zip", orders_csv=b"id\n", README_txt=b"about"))
    assert (found.id, found.name, found.content) == ("orders", "orders.csv", b"id\n")
    (plain,) = [documents.from_bytes(b"id\n", "orders.csv")]
    assert found.digest == plain.digest


def test_several_files_are_documents_of_their_own(tmp_path: Path) -> None:
    path = packed(tmp_path / "fjc.zip", a__two_csv=b"2", one_csv=b"1")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("__MACOSX/one.csv", b"x")
    found = documents.read(path)
    assert [(each.id, each.content) for each in found] == [("fjc-one", b"1"), ("fjc-two", b"2")]


def test_an_archive_without_data_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="no data files in this archive"):
        documents.read(packed(tmp_path / "x.zip", README_txt=b"about"))


def test_a_spreadsheet_is_refused_with_its_cure(tmp_path: Path) -> None:
    path = tmp_path / "orders.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(UnexpectedContent, match="save it as CSV in UTF-8"):
        documents.read(path)


def test_what_unpacks_to_too_much_is_refused() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * 1000)
        archive.writestr("b.csv", b"0" * 1000)
    assert len(archives.members(held.getvalue(), "x.zip", 2000)) == 2
    with pytest.raises(UnexpectedContent, match="unpacks to more than 1,999 bytes"):
        archives.members(held.getvalue(), "x.zip", 1999)


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    whole = packed(tmp_path / "x.zip", a_csv=b"0123456789" * 100).read_bytes()
    for spoiled in (whole[:40], whole[:30] + b"\xff" * 20 + whole[50:]):
        with pytest.raises(SourceError, match="archive is damaged"):
            archives.members(spoiled, "x.zip", 10**6)
