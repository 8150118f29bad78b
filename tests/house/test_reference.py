"""The reference says what the program does: each page is as `docs/reference/make.py` makes it now."""

import runpy
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"
MADE = runpy.run_path(str(FOLDER / "make.py"))


@pytest.mark.parametrize("name", sorted(MADE["PAGES"]))
def test_a_page_is_as_it_is_made(name: str) -> None:
    written = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    assert written == MADE["page"](name), "run python docs/reference/make.py"


def test_every_page_is_made() -> None:
    assert {path.stem for path in FOLDER.glob("*.md")} == set(MADE["PAGES"])


def test_the_pages_hold_what_there_is() -> None:
    assert "## enjoin status" in MADE["page"]("cli")
    assert "### `graph.ingest(" in MADE["page"]("python")
    assert "`GET /answer/enforceable`" in MADE["page"]("http")
    assert "| `ReliefGrantedOnce` | Violation |" in MADE["page"]("shapes")
    assert "| `ej:signedOn` |" in MADE["page"]("ontology")
    assert "| `ejv:affirm` | Affirmed (close) | - | - | - |" in MADE["page"]("mappings")
