"""What the site says is in one place, complete, and grammatical for a count of one."""

import re
from datetime import date
from pathlib import Path

import pytest

from enjoin.server.words import t, words
from enjoin.server.written import as_day, joined, spaced, written

SERVER = Path(__file__).resolve().parents[3] / "server"


def test_every_sentence_that_a_template_or_a_module_names_exists() -> None:
    known = words()
    for path in [*SERVER.rglob("*.html"), *SERVER.rglob("*.py")]:
        text = path.read_text(encoding="utf-8")
        for key in re.findall(r"""\bt\(\s*["']([a-z_]+\.[a-z_-]+)["']\s*[,)]""", text):
            assert key in known, f"{path.name}: {key}"


def test_a_count_of_one_has_its_own_sentence() -> None:
    assert t("home.blocked", n=1).startswith("1 provision is")
    assert t("home.blocked", n=2).startswith("2 provisions are")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (date(2017, 1, 25), "25 January 2017"), ("2017-01-25", "25 January 2017"), ("2017-01", "January 2017"),
        ("2017", "2017"), ("2017-13", "2017-13"), ("soon", "soon"), (None, ""),
    ],
)  # fmt: skip
def test_dates_are_written_for_people(value, said) -> None:
    assert written(value) == said


def test_a_month_is_no_day() -> None:
    assert as_day("2017-01") is None
    assert as_day("2017-02-30") is None
    assert as_day("2017-02-28") == date(2017, 2, 28)


def test_names_of_last_resort_are_words() -> None:
    assert spaced("checkedTo") == "checked to"
    assert joined(["a", "b", "c"]) == "a, b and c"
    assert joined([]) == ""
