"""Articles read into the graph: annotations, candidate claims, decisions on them, and both read again."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from enjoin.graph import EntityNotFound, Graph, UnexpectedContent
from enjoin.graph.claims.writing import open_licence
from enjoin.graph.ingestion.documents import from_bytes
from enjoin.graph.sources import find

if TYPE_CHECKING:
    from enjoin.graph.storage.store import Store

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures" / "claims"
ARTICLE = FIXTURES / "article.txt"
DAY = date(2025, 5, 1)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def made() -> Iterator[Graph]:
    """A small country, and the article about it."""
    with Graph.memory(clock=lambda: NOW) as graph:
        world = graph.iris.graph("world")
        told = parse(path=str(FIXTURES / "world.ttl"), format=RdfFormat.TURTLE)
        cast("Store", graph.store()).load(
            Quad(each.subject, each.predicate, each.object, world) for each in told
        )
        receipt = graph.ingest(ARTICLE, source_date=DAY, publisher="The Paper", title="Bayport goes to court")
        assert [each.state for each in receipt.outcomes] == ["added"], receipt.text()
        yield graph


@pytest.fixture(scope="module", name="read_bay")
def _read_bay() -> Iterator[Graph]:
    """To be read only."""
    yield from made()


@pytest.fixture
def bay() -> Iterator[Graph]:
    """To be written to."""
    yield from made()


def rows(graph: Graph, text: str) -> list[tuple[str, ...]]:
    found = graph.sparql(text)
    return [tuple(getattr(row.get(name), "value", "") for name in found.variables) for row in found]


def one(graph: Graph, kind: str, part: str = "") -> str:
    (found,) = [each.id for each in graph.claims.list(source="article", kind=kind) if part in each.quote]
    return found


@pytest.mark.parametrize("name", ["article.txt", "article.html"])
def test_an_article_is_told_by_its_content(name: str) -> None:
    assert find(from_bytes((FIXTURES / name).read_bytes(), name)).NAME == "article"


@pytest.mark.parametrize("text", ["id,name\n1,one\n", "<a:b> <a:c> <a:d> .", '{"a": 1}', "x = 1\n"])
def test_other_texts_are_no_articles(text: str) -> None:
    from enjoin.graph.sources import article

    assert not article.sniff(from_bytes(text.encode(), "some"))


def test_mentions_are_web_annotations_whose_selectors_find_their_words(read_bay: Graph) -> None:
    text = ARTICLE.read_text(encoding="utf-8")
    found = rows(
        read_bay,
        """SELECT ?exact ?prefix ?suffix ?start ?end WHERE { ?mention a ej:Mention , oa:Annotation ; oa:hasTarget/oa:hasSelector ?quote , ?position .
        ?quote a oa:TextQuoteSelector ; oa:exact ?exact ; oa:prefix ?prefix ; oa:suffix ?suffix . ?position a oa:TextPositionSelector ; oa:start ?start ; oa:end ?end }""",
    )
    assert len(found) > 10
    for exact, prefix, suffix, start, end in found:
        assert text[int(start) : int(end)] == exact
        assert text[: int(start)].endswith(prefix)
        assert text[int(end) :].startswith(suffix)


def test_a_name_that_two_places_bear_has_both_and_no_body(read_bay: Graph) -> None:
    found = rows(
        read_bay,
        'SELECT ?may ?body WHERE { ?m ej:mentionKind "jurisdiction" ; ej:mayMean ?may ; oa:hasTarget/oa:hasSelector/oa:exact "Washington" OPTIONAL { ?m oa:hasBody ?body } }',
    )
    assert {read_bay.iris.short(may) for may, _ in found} == {
        "jurisdiction/us-wa",
        "jurisdiction/us-xx-washington",
    }
    assert {body for _, body in found} == {""}


def test_candidates_are_claims_of_the_article_and_touch_no_record(read_bay: Graph) -> None:
    listed = {(each.kind, each.status) for each in read_bay.claims.list(source="article")}
    assert {status for _, status in listed} == {"candidate"}
    assert {"signed", "sued", "blocked", "count", "amount", "holds-office", "said", "designated"} <= {
        kind for kind, _ in listed
    }
    said = rows(
        read_bay,
        "SELECT ?s WHERE { GRAPH ?g { ?s ej:signedOn|ej:decidedOn|ej:filedOn|ej:blocks ?day } FILTER (CONTAINS(STR(?g), 'article')) }",
    )
    assert said == []


def test_a_candidate_has_its_words_its_day_and_what_it_may_be_about(read_bay: Graph) -> None:
    signed = read_bay.claims.show(one(read_bay, "signed"))
    text = ARTICLE.read_text(encoding="utf-8").split("\n")[(signed.line or 0) - 1]
    assert text[signed.start : signed.end] == signed.quote
    assert (signed.value, signed.compared_with) == ("2025-04-28/2025-05-04", ("order/eo-1",))
    assert signed.confidence == pytest.approx(0.9)
    relative = rows(
        read_bay,
        'SELECT ?words ?anchor WHERE { ?c ej:claimKind "signed" ; ej:hasRelativeDate ?d . ?d ej:expression ?words ; ej:anchor ?anchor }',
    )
    assert relative == [("this week", "2025-05-01")]


def test_what_conflicts_is_found_by_rule(read_bay: Graph) -> None:
    found = {(each.rule, each.against) for each in read_bay.claims.conflicts(source="article")}
    assert ("reach", "ruling/narrow") in found
    assert ("office", "tenure/major-1") in found
    assert all(rule != "day" for rule, _ in found)


def test_a_conflict_is_a_sentence_with_its_citation(read_bay: Graph) -> None:
    (reach,) = [each for each in read_bay.claims.conflicts(about="ruling/narrow") if each.rule == "reach"]
    assert "reaches parties only" in reach.sentence
    assert "(1 F. Supp. 4th 1)" in reach.sentence
    assert reach.as_json()["rule"] == "reach"


def test_the_same_article_again_changes_nothing_and_another_day_does(bay: Graph) -> None:
    def again(day: date) -> str:
        receipt = bay.ingest(ARTICLE, source_date=day, publisher="The Paper", title="Bayport goes to court")
        return receipt.outcomes[0].state

    assert again(DAY) == "unchanged"
    assert again(date(2025, 5, 8)) == "changed"
    assert bay.claims.show(one(bay, "signed")).value == "2025-05-05/2025-05-11"


def test_a_decision_has_editor_reason_and_moment_and_the_latest_counts(bay: Graph) -> None:
    name = one(bay, "sued")
    bay.claims.accept(name, editor="A. Editor", reason="The docket has it.")
    bay.claims.reject(name, editor="B. Editor", reason="It has not.")
    claim = bay.claims.show(name)
    assert claim.status == "rejected"
    assert [(each.verb, each.editor, each.reason) for each in claim.decisions] == [
        ("rejected", "B. Editor", "It has not."), ("accepted", "A. Editor", "The docket has it."),
    ]  # fmt: skip
    assert all(each.recorded_at == "2026-11-22T12:00:00Z" for each in claim.decisions)
    assert len(bay.claims.journal()) == 2
    assert bay.claims.journal(since="2027-01-01") == []


@pytest.mark.parametrize(("editor", "reason"), [("", "why"), ("who", " ")])
def test_nobody_decides_without_a_name_and_a_reason(read_bay: Graph, editor: str, reason: str) -> None:
    with pytest.raises(UnexpectedContent):
        read_bay.claims.accept(one(read_bay, "sued"), editor=editor, reason=reason)
    assert read_bay.claims.journal() == []


def test_a_claim_that_is_none_is_not_decided_on(read_bay: Graph) -> None:
    with pytest.raises(EntityNotFound):
        read_bay.claims.accept(one(read_bay, "sued"), "no-such-claim", editor="A", reason="b")
    assert read_bay.claims.journal() == []


def test_an_edited_claim_takes_the_place_of_the_first_and_both_stay(bay: Graph) -> None:
    name = one(bay, "blocked")
    made = bay.claims.edit(
        name,
        {"hedge": "possible", "day": "2025-04-24", "subject": "judge/quill"},
        editor="A",
        reason="She did.",
    )
    assert (made.status, made.revises, made.hedge, made.value) == ("accepted", name, "possible", "2025-04-24")
    assert made.quote == bay.claims.show(name).quote
    assert bay.claims.show(name).status == "edited"


@pytest.mark.parametrize("changes", [{}, {"hedge": "firmly"}, {"day": "soon"}, {"quote": "x"}, {"text": " "}])
def test_an_edit_that_says_nothing_is_refused(read_bay: Graph, changes: dict) -> None:
    with pytest.raises(UnexpectedContent):
        read_bay.claims.edit(one(read_bay, "blocked"), changes, editor="A", reason="b")


def test_decisions_outlive_a_text_read_again(bay: Graph, tmp_path: Path) -> None:
    """The words moved: the claim is the same one. The words went: it stays, and says so."""
    sued, counted = one(bay, "sued"), one(bay, "count", "2 sanctuary states")
    bay.claims.accept(sued, editor="A", reason="The docket has it.")
    bay.claims.reject(counted, editor="A", reason="There is no such list.")
    changed = tmp_path / "article.txt"
    kept = [line for line in ARTICLE.read_text(encoding="utf-8").split("\n") if "Harbor" not in line]
    changed.write_text(
        "\n".join(["A new first line stands here, and says nothing.", *kept]), encoding="utf-8"
    )
    receipt = bay.ingest(changed, source_date=DAY, publisher="The Paper", title="Bayport goes to court")
    assert receipt.outcomes[0].state == "changed", receipt.text()
    assert (bay.claims.show(sued).status, bay.claims.show(sued).line) == ("accepted", 6)
    assert bay.claims.show(counted).status == "rejected"
    assert bay.claims.show(counted).line is None
    notes = rows(bay, f"SELECT ?note WHERE {{ {bay.iris.entity('claim', counted)} ej:note ?note }}")
    assert "no longer stand in the text" in notes[0][0]


def test_of_a_text_without_an_open_licence_only_quoted_sentences_are_kept(read_bay: Graph) -> None:
    kept = " ".join(each.text for each in read_bay.claims.passages("article"))
    assert "filed a lawsuit on Tuesday" in kept
    assert "newsroom" not in kept
    assert rows(read_bay, "SELECT ?text WHERE { ?s ej:fullText ?text }") == []


def test_of_a_text_with_an_open_licence_all_is_kept(bay: Graph) -> None:
    document = from_bytes(
        ARTICLE.read_bytes(), "release.txt", licence="https://www.usa.gov/government-works", retrieved_on=DAY
    )
    assert bay.ingest(document).outcomes[0].state == "added"
    assert rows(bay, "SELECT ?text WHERE { ?s ej:fullText ?text }") == [
        (ARTICLE.read_text(encoding="utf-8"),)
    ]


@pytest.mark.parametrize(
    ("licence", "is_open"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", True),
        ("CC0", True),
        ("https://creativecommons.org/licenses/by-nc/4.0/", False),
        ("", False),
        ("all rights reserved", False),
    ],
)
def test_which_licences_are_open(licence: str, is_open: bool) -> None:
    assert open_licence(licence) is is_open


def test_passages_bear_their_marks(read_bay: Graph) -> None:
    passages = read_bay.claims.passages("article")
    text = ARTICLE.read_text(encoding="utf-8")
    for each in passages:
        assert text[each.start :].startswith(each.text)
        for mark in each.marks:
            assert 0 <= mark.start < mark.end <= len(each.text)
    kinds = {mark.kind for each in passages for mark in each.marks}
    assert {"claim", "judge", "date", "money", "count"} <= kinds


def test_a_page_says_its_own_day_title_and_publisher(now) -> None:
    with Graph.memory(clock=lambda: now) as graph:
        graph.ingest(FIXTURES / "article.html")
        assert rows(
            graph,
            "SELECT ?day ?name ?by WHERE { ?s ej:datedOn ?day ; rdfs:label ?name ; dcterms:publisher ?by }",
        ) == [("2025-05-01", "Bayport sues", "The Paper")]
        (sued,) = graph.claims.list(kind="sued")
        assert sued.value == "2025-04-21/2025-04-27"


def test_without_a_day_the_reader_is_told_how_to_give_one(now) -> None:
    with Graph.memory(clock=lambda: now) as graph:
        receipt = graph.ingest(ARTICLE)
        assert "give it with --source-date" in receipt.text()
        assert graph.claims.show(one(graph, "signed")).value == ""


def test_a_text_of_nothing_is_refused_with_its_file(now) -> None:
    with Graph.memory(clock=lambda: now) as graph:
        receipt = graph.ingest(from_bytes(b"  \n", "blank.txt"), source="article")
        assert receipt.outcomes[0].problems == (
            "blank.txt: it holds no text; give a file with the words of the article",
        )


def test_a_claim_is_called_by_its_kind_in_words(read_bay: Graph) -> None:
    named = rows(read_bay, "SELECT ?kind ?name WHERE { ?claim ej:claimKind ?kind ; rdfs:label ?name }")
    kinds = {kind for kind, _ in named}
    assert any("-" in kind for kind in kinds), kinds
    for kind, name in named:
        assert name.startswith(f"{kind.replace('-', ' ')}: “"), name
