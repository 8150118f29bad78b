"""Things are found by the names that people use for them, however they write them."""

import time

import pytest

from enjoin.server.search.finding import KINDS, Index, Name, pieces, simplified

NAMED = (
    ("order", "eo-13768", "Executive Order 13768", "Enhancing Public Safety in the Interior of the United States"),
    ("order", "eo-13769", "Executive Order 13769", "Protecting the Nation"),
    ("provision", "eo-13768-9a", "Section 9(a) of Executive Order 13768", "EO 13768 § 9(a)"),
    ("proceeding", "cand-3-17-cv-485", "San Francisco v. Trump, No. 3:17-cv-00485-WHO (N.D. Cal.)", "3:17-cv-00485-WHO"),
    ("proceeding", "ca9-17-17478", "City and County of San Francisco v. Trump, No. 17-17478 (9th Cir.)", "17-17478"),
    ("judge", "orrick", "William Horsley Orrick III", "Judge Orrick"),
    ("jurisdiction", "us-ca-san-francisco", "San Francisco", "City and County of San Francisco"),
    ("jurisdiction", "us-pr-mayaguez", "Mayagüez", "Mayaguez"),
    ("ruling", "r-2018", "affirmance of 1 August 2018", "897 F.3d 1225 (9th Cir. 2018)"),
    ("source", "s-897", "897 F.3d 1225", "897 F.3d 1225"),
)  # fmt: skip


def named(rows):
    for kind, id_, *names in rows:
        iri = f"https://w3id.org/enjoin/id/{kind}/{id_}"
        yield Name(iri, kind, id_, id_.casefold(), is_id=True)
        for name in names:
            yield Name(iri, kind, name, simplified(name))


@pytest.fixture(scope="module")
def index():
    found = Index(named(NAMED))
    yield found
    found.close()


def first(index, text, kind=""):
    found = index.find(text, kind).names
    return found[0].iri.removeprefix("https://w3id.org/enjoin/id/") if found else None


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("EO 13768", "order/eo-13768"), ("executive order 13768", "order/eo-13768"), ("E.O. 13768", "order/eo-13768"),
        ("eo-13768", "order/eo-13768"), ("orden ejecutiva 13768", "order/eo-13768"),
        ("Sec. 9(a)", "provision/eo-13768-9a"), ("§ 9(a)", "provision/eo-13768-9a"),
        ("3:17-cv-485", "proceeding/cand-3-17-cv-485"), ("17-cv-00485", "proceeding/cand-3-17-cv-485"),
        ("17-17478", "proceeding/ca9-17-17478"), ("orrick", "judge/orrick"), ("Orri", "judge/orrick"),
        ("horsley orrick", "judge/orrick"), ("mayaguez", "jurisdiction/us-pr-mayaguez"), ("MAYAGÜEZ", "jurisdiction/us-pr-mayaguez"),
        ("san francisco", "jurisdiction/us-ca-san-francisco"), ("897 F.3d 1225", "ruling/r-2018"), ("897 F. 3d 1225", "ruling/r-2018"),
        ("public safety", "order/eo-13768"),
    ],
)  # fmt: skip
def test_what_people_type_finds_what_they_mean(index, text, thing) -> None:
    assert first(index, text) == thing


@pytest.mark.parametrize(
    ("typed", "better"),
    [
        ("san fransisco", "san francisco"),
        ("orick", "orrick"),
        ("orrick", ""),
        ("zzzzzz", ""),
        ("EO 13768", ""),
    ],
)
def test_words_that_no_name_has_are_put_right(index, typed, better) -> None:
    assert index.corrected(typed) == better


@pytest.mark.parametrize(
    "text", ["", " ", '"', "*", "()", "a OR b", "NEAR(x", "plain:x", "-", "'; DROP TABLE name; --", "\x00", "ü" * 5000, "^"]
)  # fmt: skip
def test_no_text_is_syntax(index, text) -> None:
    index.find(text)
    index.corrected(text)
    index.exactly(text)


def test_a_kind_narrows_and_groups_count(index) -> None:
    found = index.find("san francisco")
    assert {kind: len(of) for kind, of in found.by_kind.items()} == {"jurisdiction": 1, "proceeding": 2}
    assert {name.kind for name in index.find("san francisco", "proceeding").names} == {"proceeding"}
    assert not found.more


def test_every_thing_is_on_some_page_of_the_map_once(index) -> None:
    pages = [index.page(first, 4) for first in range(0, index.things(), 4)]
    listed = [iri for page in pages for iri in page]
    assert len(listed) == len(set(listed)) == index.things() == len(NAMED)


def test_choices_of_a_field_are_names_not_identifiers(index) -> None:
    assert [name.name for name in index.of_kinds(("judge",), 5)] == ["William Horsley Orrick III"]


def test_what_was_asked_for_is_marked() -> None:
    marked = [(piece.text, piece.matched) for piece in pieces("Chicago v. Sessions II", "chicago sess")]
    assert marked == [("Chicago", True), (" v. ", False), ("Sessions", True), (" II", False)]
    assert [piece.matched for piece in pieces("Executive Order 13768", "EO 13768")] == [True]
    assert "".join(piece.text for piece in pieces("<b>x</b> y", "x")) == "<b>x</b> y"


def test_many_names_are_searched_within_a_moment() -> None:
    """Bounded work: a word that half of all names share costs no more than a page of them."""
    rows = (("lawsuit", f"l-{n}", f"Common v. Party {n % 997} number {n}") for n in range(20_000))
    index = Index(named(rows))
    began = time.process_time()
    found = index.find("common party")
    rare = index.find("number 19999")
    took = time.process_time() - began
    assert found.more
    assert [name.iri.rpartition("/")[2] for name in rare.names] == ["l-19999"]
    assert took < 1.0
    index.close()


def test_kinds_are_those_that_have_a_name_on_the_site() -> None:
    from enjoin.server.words import words

    assert {f"kind.{kind}" for kind in KINDS} | {f"kind_one.{kind}" for kind in KINDS} <= words().keys()


@pytest.mark.parametrize(
    ("written", "kinds", "meant"),
    [
        ("eo-13786", ("order",), "eo-13768"), ("xeo-13768", ("order",), "eo-13768"), ("eo-13768-9b", (), "eo-13768-9a"),
        ("us-ca-san-fransisco", ("jurisdiction", "agency"), "us-ca-san-francisco"), ("orick", ("judge",), "orrick"),
    ],
)  # fmt: skip
def test_an_identifier_that_nothing_has_is_like_others(index, written, kinds, meant) -> None:
    found = index.like(written, kinds, 50)
    assert meant in found
    allowed = {id_ for kind, id_, *_ in NAMED if not kinds or kind in kinds}
    assert set(found) <= allowed, "identifiers only, of these kinds"


def test_identifiers_that_are_like_one_are_few_however_many_there_are() -> None:
    many = Index(named([("ruling", f"g-{n}-ruling", f"ruling {n}") for n in range(6000)]))
    found = many.like("g-4711-rulling", ("ruling",), 40)
    many.close()
    assert "g-4711-ruling" in found
    assert len(found) < 400
