"""Every pattern finds its examples, with their very words, and nothing in the sentences that say otherwise."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from enjoin.graph.claims import patterns as rules
from enjoin.graph.claims.candidates import Candidate, read
from enjoin.graph.claims.mentions import Finder
from enjoin.graph.claims.patterns import Pattern, patterns
from enjoin.graph.claims.reading import sentences
from enjoin.graph.claims.tables import table
from enjoin.graph.records import Nothing, Ref

SENTENCES = Path(__file__).resolve().parents[3] / "fixtures" / "claims" / "sentences.txt"
NAMES = {
    "official/trump": "Donald J. Trump", "official/biden": "Joseph R. Biden Jr.", "official/bondi": "Pamela J. Bondi",
    "official/priebus": "Reince Priebus", "official/sessions": "Jefferson B. Sessions III", "judge/orrick": "William H. Orrick",
    "judge/gorton": "Nathaniel Gorton", "agency/doj": "United States Department of Justice", "agency/dhs": "United States Department of Homeland Security",
    "post/attorney-general": "Attorney General", "jurisdiction/us-ca-san-francisco": "San Francisco", "jurisdiction/us-wa-seattle": "Seattle",
    "jurisdiction/us-ca-richmond": "Richmond", "jurisdiction/us-ca-santa-clara-county": "Santa Clara County", "jurisdiction/us-il-chicago": "Chicago",
    "jurisdiction/us-ca-oakland": "Oakland", "jurisdiction/us-il": "Illinois", "jurisdiction/us-tx": "Texas", "jurisdiction/us-ut": "Utah", "jurisdiction/us-or": "Oregon",
    "jurisdiction/us-ma-boston": "Boston", "official/brown": "Edmund G. Brown Jr.", "jurisdiction/us-pa-philadelphia": "Philadelphia", "jurisdiction/us-hi": "Hawaii", "jurisdiction/us-ny": "New York", "jurisdiction/us-ca-los-angeles": "Los Angeles", "jurisdiction/us-ma-chelsea": "Chelsea", "jurisdiction/us-co-denver": "Denver", "court/ca9": "United States Court of Appeals for the Ninth Circuit",
}  # fmt: skip


class Told(Nothing):
    """A graph that knows nothing but names."""

    def names(self, name: str, /) -> Iterable[tuple[Ref, str]]:
        return [(Ref(*key.split("/")), said) for key, said in NAMES.items()] if name == "rdfs:label" else []


@cache
def finder() -> Finder:
    return Finder(Told())


def found(text: str, day: date = date(2025, 5, 1)) -> tuple[Candidate, ...]:
    return read(text, Told(), day, finder()).candidates


@pytest.mark.parametrize("pattern", patterns(), ids=lambda each: each.id)
def test_a_pattern_finds_its_examples(pattern: Pattern) -> None:
    assert pattern.examples
    for example in pattern.examples:
        # "He" needs somebody to stand for.
        lead = "Donald Trump spoke first. " if example.text.startswith("During") else ""
        quotes = [each.quote for each in found(lead + example.text) if each.kind == pattern.kind]
        assert example.quote in quotes, (example.text, quotes)


@pytest.mark.parametrize("pattern", patterns(), ids=lambda each: each.id)
def test_a_pattern_leaves_alone_what_says_otherwise(pattern: Pattern) -> None:
    assert pattern.never
    for text in pattern.never:
        assert not [each.quote for each in found(text) if each.kind == pattern.kind], text


def test_patterns_have_names_of_their_own_and_a_confidence() -> None:
    names = [each.id for each in patterns()]
    assert len(names) == len(set(names))
    assert all(0 < each.confidence < 1 for each in patterns())


@pytest.mark.parametrize(("hedge", "text"), rules.hedge_examples())
def test_a_hedge_is_told_by_its_words(hedge: str, text: str) -> None:
    assert rules.hedge_of(text) == hedge


def test_what_is_said_flatly_has_no_hedge() -> None:
    assert rules.hedge_of("The city sued on Tuesday.") == "flat"


@pytest.mark.parametrize("each", table("boilerplate")["boilerplate"], ids=lambda each: each["reason"])
def test_boilerplate_is_told_by_its_words(each: dict) -> None:
    for text in each["examples"]:
        assert [one.boilerplate for one in sentences(text)] == [each["reason"]], text


@pytest.mark.parametrize(
    "text",
    ["The judge signed the order.", "A donation of $5 was made to the campaign.", "Share prices fell."],
)
def test_what_an_article_tells_is_no_boilerplate(text: str) -> None:
    assert [one.boilerplate for one in sentences(text)] == [""]


@pytest.mark.parametrize(
    "text",
    [
        "The mayor denied that the city had sued.",
        "If the court blocks the order, the money flows.",
        "Will the judge block the order?",
        "The city plans to file a lawsuit next week.",
        "It was falsely reported that the judge blocked the order.",
        "The city has yet to sue.",
    ],
)
def test_what_is_only_thought_of_is_no_claim(text: str) -> None:
    assert not [each for each in found(text) if each.kind in {"sued", "blocked", "ruled"}]


def test_a_claim_says_whose_words_it_is_and_how_firmly() -> None:
    (count,) = [
        each for each in found("According to Chicago, there are 40 sanctuary cities.") if each.kind == "count"
    ]
    assert (count.speaker, count.hedge, count.value) == (
        Ref("jurisdiction", "us-il-chicago"),
        "reported",
        "40",
    )
    (amount,) = [
        each for each in found("The city could lose more than $1bn (£794m).") if each.kind == "amount"
    ]
    assert (amount.value, amount.hedge) == ("USD >1000000000", "possible")


def test_a_pronoun_stands_for_the_person_named_last() -> None:
    text = "Joe Biden took office. He signed an executive order the day after he was inaugurated."
    (signed,) = [each for each in found(text, date(2021, 3, 1)) if each.kind == "signed"]
    assert signed.subjects == (Ref("official", "biden"),)
    assert signed.value == "2021-01-21"


def test_the_places_of_a_list_belong_to_the_count_before_it() -> None:
    text = "According to Denver, there are 2 sanctuary states. These are: Illinois and Oregon."
    named = [each for each in found(text) if each.kind == "designated"]
    assert [each.objects for each in named] == [
        (Ref("jurisdiction", "us-il"),),
        (Ref("jurisdiction", "us-or"),),
    ]
    assert {each.speaker for each in named} == {Ref("jurisdiction", "us-co-denver")}


def test_a_block_of_every_place_is_told_to_reach_everyone() -> None:
    (wide,) = [
        each for each in found("A federal judge blocked the order nationwide.") if each.kind == "blocked"
    ]
    (narrow,) = [
        each for each in found("A federal judge blocked the order for Chicago.") if each.kind == "blocked"
    ]
    assert (wide.reach, narrow.reach) == ("everyone", "")


@pytest.mark.parametrize(
    "line", [line for line in SENTENCES.read_text(encoding="utf-8").splitlines() if line[0] in "+-"]
)
def test_a_sentence_that_was_made_up_gives_what_it_should(line: str) -> None:
    sign, kind, text = line[0], *line[1:].split(" ", 1)
    assert (kind in {each.kind for each in found(text)}) == (sign == "+")


def days(text: str, kind: str, anchor: date) -> list[str]:
    """The days of the candidates of a kind, where the text is the second sentence of an article."""
    lead = "The city has heard enough about it, its lawyers said in a long letter to the editor. "
    return [each.value for each in found(lead + text, anchor) if each.kind == kind]


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("The department on Tuesday published a list, after President Trump signed an executive order on Jan. 20.", "signed", ["2025-01-20"]),
        ("Last week I wrote that the order was signed on January 26.", "signed", ["2025-01-26"]),
        ("A judge today blocked the order, two days after Chicago sued the department.", "sued", ["2025-08-04"]),
        ("A judge today blocked the order, a week after Chicago sued the department.", "sued", [""]),
        ("In April, U.S. District Judge William Orrick blocked the order.", "blocked", ["2025-04"]),
        ("Attorney General Pam Bondi said that in 2022 there were more.", "holds-office", [""]),
        ("Attorney General Pam Bondi, who sued Chicago in February, said it was no use.", "holds-office", [""]),
    ],
)  # fmt: skip
def test_a_day_belongs_to_the_deed_of_which_it_is_told(text: str, kind: str, day: list[str]) -> None:
    assert days(text, kind, date(2025, 8, 6)) == day


@pytest.mark.parametrize(
    ("text", "kind", "hedge"),
    [
        ("A judge blocked the order, finding that it was likely unconstitutional.", "blocked", "flat"),
        ("The court, which in May struck down the order, rejected the appeal.", "ruled", "flat"),
        ("A judge may have blocked the order.", "blocked", ""),
        ("Attorney General Pam Bondi told reporters that the city might lose.", "holds-office", "flat"),
    ],
)
def test_a_hedge_counts_for_what_it_is_said_of(text: str, kind: str, hedge: str) -> None:
    assert "".join(each.hedge for each in found(text) if each.kind == kind)[:4] == hedge


def test_a_place_that_only_says_from_where_somebody_is_does_nothing() -> None:
    sued = [each for each in found("Ada Corp., a New York importer, sued in April.") if each.kind == "sued"]
    assert all(Ref("jurisdiction", "us-ny") not in each.subjects for each in sued)


def test_a_headline_with_capital_letters_names_nobody() -> None:
    assert not [
        each
        for each in found("Attorney General Joins Multistate Lawsuit to Protect Citizenship")
        if each.kind == "holds-office"
    ]


def test_who_writes_is_nobody_else() -> None:
    (count,) = [
        each
        for each in found("I also wrote that there are 300 sanctuary cities in the country.")
        if each.kind == "count"
    ]
    assert (count.hedge, count.speaker_text) == ("flat", "")


@pytest.mark.parametrize(
    "text",
    [
        "By Dana Whitlock, Staff Writer", "By the Wire Desk", "Published Aug. 6, 2025 at 4:12 p.m. ET", "FOR IMMEDIATE RELEASE", "###",
        "Contact: press@ag.example.gov", "Posted by Rob Ellery on February 3, 2017 | 14 Comments | Share this post",
        "If you enjoyed this post, please consider supporting me on Patreon.", "To unsubscribe from these releases, click here.",
        "This material may not be published, broadcast, rewritten or redistributed.", "Leave a comment below.",
        "Sign up for our newsletter.", "Advertisement: Lower your mortgage today!",
    ],
)  # fmt: skip
def test_more_of_the_publishers_own_text_is_told_apart(text: str) -> None:
    assert sentences(text)[0].boilerplate


@pytest.mark.parametrize(
    "text",
    [
        "By Friday the city had sued.", "By the court's own count, 55 were issued.", "Contacts with the department ended in May.",
        "The department published its list on Aug. 5.", "The list was posted on Tuesday after sheriffs complained about it.",
    ],
)  # fmt: skip
def test_sentences_of_an_article_are_no_publishers_text(text: str) -> None:
    assert [each.boilerplate for each in sentences(text)] == [""]
