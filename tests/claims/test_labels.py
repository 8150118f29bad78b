"""The labelled sentences are what their README says: words that stand in their line, values that can be read."""

import csv
from pathlib import Path

from enjoin.graph.dates import parse_edtf

HERE = Path(__file__).parent
KINDS = {
    "signed", "sued", "ruled", "blocked", "ordered-to-publish", "holds-office", "count", "amount", "definition",
    "designated",
}  # fmt: skip
HEDGES = {"flat", "reported", "possible", "disputed"}


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lines(text: str) -> list[str]:
    return (HERE / "texts" / f"{text}.txt").read_text(encoding="utf-8").splitlines()


def test_every_text_is_described_and_dated() -> None:
    listed = rows("texts.csv")
    assert sorted(row["text"] for row in listed) == sorted(file.stem for file in (HERE / "texts").iterdir())
    assert all(parse_edtf(row["date"]) for row in listed)
    assert sum(len(lines(row["text"])) for row in listed) >= 150


def test_every_label_stands_in_its_line() -> None:
    for row in rows("labels.csv"):
        line = lines(row["text"])[int(row["line"]) - 1]
        assert row["quote"] in line, row
        assert row["speaker"].lower() in line.lower(), row
        assert row["kind"] in KINDS, row
        assert row["hedge"] in HEDGES, row


def test_days_are_edtf_and_every_kind_is_there() -> None:
    labels = rows("labels.csv")
    assert {row["kind"] for row in labels} == KINDS
    for row in labels:
        if row["kind"] in {"signed", "sued", "ruled", "blocked"}:
            assert all(parse_edtf(day) for day in row["value"].split("; ") if day), row
