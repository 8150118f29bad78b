"""What is written from the query files says what they say: the index, and the twins that answer as a graph.

Write both anew with `python tests/unit/queries/test_generated.py`.
"""

import re
from pathlib import Path
from textwrap import indent

import pytest

from enjoin import queries
from enjoin.queries.index import index

ROOT = Path(__file__).parents[3]
INDEX = ROOT / "docs" / "queries.md"
PARTS = re.compile(
    r"(?P<head>(?:#[^\n]*\n)+)(?P<prefixes>(?:PREFIX [^\n]*\n)*)"
    r"CONSTRUCT \{\n(?P<template>.*?)^\}\nWHERE \{\n  \{\n(?P<question>.*?)^  \}\n(?P<more>.*)^\}\n\Z",
    re.DOTALL | re.MULTILINE,
)


def lines(text: str, *starts: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith(starts)]


def twin(name: str) -> str:
    """The twin of a question as it should be: its own template, and the question's own body and head."""
    file = PARTS.fullmatch(queries.get(name, "constructs").text)
    assert file is not None, f"{name} is not laid out as a twin"
    text = queries.get(name).text
    body = text[text.index("\nSELECT") + 1 :]
    head = [line for line in file["head"].splitlines() if not line.startswith(("# theme: ", "# param "))]
    head = [text.splitlines()[0], *head[1:], *lines(text, "# theme: ", "# param ")]
    prefixes = sorted({*lines(text, "PREFIX "), *file["prefixes"].splitlines()})
    return "\n".join([
        *head,
        *prefixes,
        "CONSTRUCT {",
        file["template"] + "}",
        "WHERE {",
        "  {",
        indent(body.rstrip("\n"), "    "),
        "  }",
        file["more"] + "}\n",
    ])  # fmt: skip


def test_the_index_lists_every_query() -> None:
    assert INDEX.read_text(encoding="utf-8") == index(), f"run python {Path(__file__).relative_to(ROOT)}"


@pytest.mark.parametrize("name", queries.names("constructs"))
def test_a_twin_asks_the_same_question(name: str) -> None:
    assert queries.get(name, "constructs").text == twin(name), (
        f"run python {Path(__file__).relative_to(ROOT)}"
    )


if __name__ == "__main__":
    INDEX.write_text(index(), encoding="utf-8")
    for each in queries.names("constructs"):
        (ROOT / "queries" / "constructs" / f"{each}.rq").write_text(twin(each), encoding="utf-8")
