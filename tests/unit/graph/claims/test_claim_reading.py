"""Texts read: sentences with their offsets, days told, sums and counts, names, pages from a browser."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from enjoin.graph.claims.amounts import amounts, number
from enjoin.graph.claims.attribution import quotations
from enjoin.graph.claims.gazetteer import Gazetteer
from enjoin.graph.claims.mentions import Finder
from enjoin.graph.claims.pages import is_page, read_page
from enjoin.graph.claims.reading import sentences
from enjoin.graph.claims.whens import Whens
from enjoin.graph.records import Nothing, Ref

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures" / "claims"
DAY = date(2025, 5, 1)


class Told(Nothing):
    """A graph that knows names, numbers and citations."""

    def __init__(self, **names: str) -> None:
        self.told = [(Ref(*key.split("__")), said) for key, said in names.items()]

    def names(self, name: str, /) -> Iterable[tuple[Ref, str]]:
        return self.told if name == "rdfs:label" else []


def test_sentences_stand_where_they_say() -> None:
    text = (FIXTURES / "article.txt").read_text(encoding="utf-8")
    lines = text.split("\n")
    for each in sentences(text):
        assert text[each.start : each.end] == each.text
        assert lines[each.line - 1][each.start - each.line_start :].startswith(each.text)


def test_the_publishers_own_text_is_told_apart() -> None:
    found = sentences((FIXTURES / "article.txt").read_text(encoding="utf-8"))
    assert {each.line: each.boilerplate for each in found if each.boilerplate} == {
        2: "advertisement", 3: "appeal", 13: "navigation",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It makes all the difference.California Democrats are considering a rule.", 2),
        ("See 250 F. Supp. 3d 497 (N.D. Cal. 2017). No. 17-cv-00574 is pending.", 2),
        ("He spoke at 5 p.m. Tuesday in the U.S. Capitol.", 1),
        ("", 0),
        ("  \n\n ", 0),
    ],
)
def test_sentences_are_cut_where_they_end(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("It happened this week.", "2025-04-28/2025-05-04"),
        ("Last week, it happened.", "2025-04-21/2025-04-27"),
        ("He said so on Tuesday.", "2025-04-29"),
        ("He will speak on Friday, as he will on Saturday.", "2025-05-02"),
        ("It happened back in January.", "2025-01"),
        ("It was in November's election.", "2024-11"),
        ("It was not long after the vote in November's election.", "2024-11/2024-12"),
        ("That was last year.", "2024"),
        ("It was signed the day after he was inaugurated.", "2025-01-21"),
        ("It happened yesterday.", "2025-04-30"),
        ("That was three weeks ago.", "2025-04-07/2025-04-13"),
        ("It was signed on Jan. 25, 2017.", "2017-01-25"),
        ("It was decided on 1 August 2018.", "2018-08-01"),
        ("It was decided on August 5.", "2024-08-05"),
        ("It was in March 2021.", "2021-03"),
        ("Earlier this week it was said.", "2025-04-28/2025-05-01"),
    ],
)
def test_a_day_told_comes_to_an_interval(text: str, edtf: str) -> None:
    found = Whens(DAY).find(text)
    assert found[0].edtf == edtf
    assert text[found[0].start : found[0].end] == found[0].text
    assert found[0].anchor == (DAY.isoformat() if found[0].relative else "")


def test_without_a_day_of_the_source_relative_days_stay_open() -> None:
    (found,) = Whens(None).find("It happened last week.")
    assert (found.edtf, found.anchor, found.bounds, found.relative) == ("", "", None, True)
    (exact,) = Whens(None).find("It happened on 24 April 2025.")
    assert exact.edtf == "2025-04-24"


def test_a_weekday_is_that_of_the_source_where_it_is_that_day() -> None:
    (found,) = Whens(date(2017, 1, 31)).find("It was due for its first airing on Tuesday.")
    assert found.edtf == "2017-01-31"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("more than $1bn", [("USD", ">1000000000", False)]),
        ("about 3.6 billion dollars", [("USD", "3600000000", True)]),
        ("£794m", [("GBP", "794000000", False)]),
        ("Around 300 US jurisdictions", [("", "300", True)]),
        ("220 sanctuary cities in the US and 13 sanctuary states", [("", "220", False), ("", "13", False)]),
        ("sixteen cities and counties", [("", "16", False)]),
        ("the 47th president met 300 people on Section 9", []),
        ("one city", []),
    ],
)
def test_sums_and_counts_are_read(text: str, told: list) -> None:
    assert [(each.currency, each.written, each.approximate) for each in amounts(text)] == told


@pytest.mark.parametrize(
    ("text", "value"), [("1,200", 1200), ("twenty-three", 23), ("a dozen", 12), ("many", None)]
)
def test_numbers_in_digits_and_words(text: str, value: int | None) -> None:
    assert number(text) == (None if value is None else Decimal(value))


def test_quotations_are_found_without_their_marks() -> None:
    text = "She said “we stand together” and 'the largest deportation in history' and \"that is it\"."
    assert [text[each.start : each.end] for each in quotations(text)] == [
        "we stand together", "the largest deportation in history", "that is it",
    ]  # fmt: skip


def test_the_longest_name_counts_and_one_of_two_bearers_is_not_chosen() -> None:
    known = Told(
        jurisdiction__us_ny="New York", jurisdiction__us_ny_new_york="New York", jurisdiction__us_york="York"
    )
    (hit,) = Gazetteer(known).find("He lives in New York.")
    assert (hit.start, hit.end) == (12, 20)
    assert {ref.id for ref in hit.refs} == {"us_ny", "us_ny_new_york"}


@pytest.mark.parametrize("text", ["portlandite", "Newport", "the general attorney"])
def test_a_name_inside_a_word_is_none(text: str) -> None:
    assert Gazetteer(Told(jurisdiction__p="Portland", jurisdiction__n="Newp")).find(text) == []


def test_a_surname_counts_beside_a_title_or_after_the_whole_name() -> None:
    finder = Finder(Told(judge__orrick="William H. Orrick", official__turner="Scott Turner"))

    def names(text: str) -> list[tuple[str, tuple[str, ...]]]:
        return [
            (each.text, tuple(map(str, each.refs))) for each in finder.find(text, Whens(DAY)) if each.refs
        ]

    assert names("Judge Orrick wrote it.") == [("Orrick", ("judge/orrick",))]
    assert names("William Orrick wrote it; Orrick signed it.")[1] == ("Orrick", ("judge/orrick",))
    assert names("The turner made a bowl; Turner Street is long.") == []


def test_a_page_gives_its_article_and_what_it_says_of_itself() -> None:
    html = (FIXTURES / "article.html").read_text(encoding="utf-8")
    assert is_page(html)
    page = read_page(html)
    assert page is not None
    assert "The city of Bayport sued" in page.text
    assert "Home" not in page.text
    assert (page.title, page.publisher, page.dated) == ("Bayport sues", "The Paper", DAY)


def test_prose_is_no_page() -> None:
    assert not is_page("The city sued. <b>Boldly</b>.")
