"""Many questions at once: rows of CSV or JSON in, the same rows with their answers out."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, cast

from ...graph.errors import EnjoinError, SourceError, UnexpectedContent, UnreadableDocument
from ..lists.listing import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ...graph import Graph

ASKED: Final = ("provision", "party", "on", "known")
TOLD: Final = (
    "state", "certain", "enforceable", "reason", "sentence", "because", "missing", "since", "until", "checked_to",
)  # fmt: skip
_OTHER_NAMES: Final = {"for": "party", "jurisdiction": "party", "date": "on"}


@dataclass(frozen=True, slots=True)
class Question:
    """One row: `line` is where it stands, `extra` what else it holds and keeps."""

    line: int
    provision: str
    party: str
    on: str
    known: str
    extra: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its answer (contract, section 3), or with why there is none."""

    question: Question
    answer: Mapping[str, Any] | None
    error: str = ""


def from_csv(text: str, where: str) -> list[Question]:
    """The questions of a CSV with a header; `SourceError` names the line that cannot be read."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    try:
        head = [_column(name) for name in next(reader)]
        _check_columns(head, where)
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except StopIteration:
        raise UnreadableDocument(where, "it is empty", "write the header provision,party,on") from None
    except csv.Error as error:
        raise UnreadableDocument(f"{where}, line {reader.line_num}", f"no CSV: {error}") from error
    found: list[Question] = []
    for line, row in rows:
        if len(row) != len(head):
            raise UnexpectedContent(
                f"{where}, line {line}",
                f"it has {len(row)} cells, the header has {len(head)}",
                "quote cells that hold a comma",
            )
        found.append(_question(line, dict(zip(head, (cell.strip() for cell in row), strict=True))))
    return found


def from_json(text: str, where: str) -> list[Question]:
    """The questions of a JSON list of objects, or of an object that holds one under `questions`."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableDocument(where, f"no JSON: {error}") from error
    listed: object = cast("dict[str, object]", read).get("questions") if isinstance(read, dict) else read
    if not isinstance(listed, list):
        raise UnexpectedContent(
            where, "no list of questions", 'write [{"provision": …, "party": …, "on": …}]'
        )
    found: list[Question] = []
    for number, row in enumerate(cast("list[object]", listed), start=1):
        if not isinstance(row, dict):
            raise UnexpectedContent(f"{where}, item {number}", "no object")
        cells = {
            _column(str(name)): "" if value is None else str(value)
            for name, value in cast("dict[object, object]", row).items()
        }
        _check_columns(list(cells), f"{where}, item {number}")
        found.append(_question(number, cells))
    return found


def answered(graph: Graph, questions: Iterable[Question], today: date) -> Iterator[Answered]:
    """Each question with its answer; what cannot be answered says why and stops nobody else."""
    for question in questions:
        try:
            on = _day(question.on, "on") if question.on else today
            known = _day(question.known, "known") if question.known else None
            answer = graph.status(question.provision, party=question.party, on=on, known=known)
        except (EnjoinError, ValueError) as error:
            yield Answered(question, None, str(error))
        else:
            yield Answered(question, answer.to_json())


def to_csv(found: Sequence[Answered]) -> str:
    """The rows as CSV: the question's columns, the answer's, then `error`."""
    extra = list(dict.fromkeys(name for row in found for name in row.question.extra))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*extra, *ASKED, *TOLD, "error"])
    for row in found:
        asked = row.question
        answer = row.answer or {}
        cells = [asked.extra.get(name, "") for name in extra]
        cells += [asked.provision, asked.party, _said(answer, "on") or asked.on, asked.known]
        writer.writerow(
            [safe(cell) for cell in [*cells, *(_cell(answer.get(name)) for name in TOLD), row.error]]
        )
    return out.getvalue()


def to_json(found: Iterable[Answered]) -> list[dict[str, Any]]:
    """The rows as objects: the whole answer, or the question with its error."""
    return [
        dict(row.answer)
        if row.answer is not None
        else {
            "question": {
                "provision": row.question.provision,
                "party": row.question.party,
                "on": row.question.on,
            },
            "error": row.error,
        }
        for row in found
    ]


def _said(answer: Mapping[str, Any], name: str) -> str:
    return str(answer.get("question", {}).get(name) or "")


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return "; ".join(str(part) for part in cast("Sequence[object]", value))
    return "" if value is None else str(value)


def _column(name: str) -> str:
    name = name.strip().lower()
    return _OTHER_NAMES.get(name, name)


def _check_columns(head: Sequence[str], where: str) -> None:
    missing = [name for name in ("provision", "party") if name not in head]
    if missing:
        raise UnexpectedContent(
            where, f"the column {' and '.join(missing)} is missing", "name the columns provision, party, on"
        )
    if len(set(head)) != len(head):
        raise UnexpectedContent(where, "a column stands twice")


def _question(line: int, cells: Mapping[str, str]) -> Question:
    return Question(
        line=line,
        **{name: cells.get(name, "") for name in ASKED},
        extra={name: cell for name, cell in cells.items() if name not in ASKED},
    )


def _day(text: str, name: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{name}: {text!r} is not a day of the calendar; write YYYY-MM-DD") from None


__all__ = ["Answered", "Question", "SourceError", "answered", "from_csv", "from_json", "to_csv", "to_json"]
