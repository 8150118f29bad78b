"""How the law is cited: many spellings, one form."""

import pytest

from enjoin.graph.citations import (
    citations_in,
    court_named,
    court_of_id,
    courts,
    docket_numbers,
    normal_citation,
    proceeding_id,
)
from enjoin.graph.citations.courts import APPELLATE, SUPREME, TRIAL
from enjoin.graph.sources.fjc_numbers import nid_of

ORDER = (TRIAL, APPELLATE, SUPREME)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("3:17-cv-00485", ["3:17-cv-00485"]),
        ("3:17-CV-00485-WHO", ["3:17-cv-00485"]),
        ("17-cv-485", ["17-cv-00485"]),
        ("2:17-cv-07215-R-JC", ["2:17-cv-07215"]),
        ("1:2025cv00287", ["1:25-cv-00287"]),
        ("Civil Action No. 2025-0287 (RC)", ["25-cv-00287"]),
        ("Civil Action No. 1:25-cv-00287", ["1:25-cv-00287"]),
        ("Criminal No. 19-0018", ["19-cr-00018"]),
        ("17-17478", ["17-17478"]),
        ("Nos. 17-17478, 17-17480", ["17-17478", "17-17480"]),
        ("18-2885; 19-3290", ["18-2885", "19-3290"]),
        ("No. 19–267", ["19-267"]),
        ("24A884", ["24A884"]),
        ("2025-1812", ["25-1812"]),
        ("1:18-cv-06471; 1:18-cv-06474", ["1:18-cv-06471", "1:18-cv-06474"]),
        ("Doe v. Trump, 1:25-cv-10135, (D. Mass.)", ["1:25-cv-10135"]),
        ("3:17-mc-80001", ["3:17-mc-80001"]),
        ("not a number", []),
        ("", []),
        ("filed 2017-01-31", []),
    ],
)
def test_a_docket_number_is_read_however_it_is_printed(text: str, numbers: list[str]) -> None:
    assert [str(each) for each in docket_numbers(text)] == numbers


def test_an_office_that_is_left_out_does_not_make_another_docket() -> None:
    (whole,), (short,), (other,) = map(docket_numbers, ("5:25-cv-00981", "25-cv-981", "3:25-cv-00981"))
    assert whole.is_same(short)
    assert short.is_same(other)
    assert not whole.is_same(other)
    assert not docket_numbers("17-485")[0].is_same(docket_numbers("17-cv-485")[0])


def test_a_proceeding_has_one_id_whoever_names_it() -> None:
    assert proceeding_id("cand", "3:17-CV-485-WHO") == proceeding_id("cand", "3:17-cv-00485")
    assert proceeding_id("ca9", "17-17478") == "ca9-17-17478"
    assert proceeding_id("ca9", "weird") == "ca9-weird"


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("897 F. 3d 1225", ("897 F.3d 1225",)),
        ("250 F.Supp.3d 497 (N.D. Cal. 2017)", ("250 F. Supp. 3d 497",)),
        ("606 U. S. 831; 145 S.Ct. 2540", ("606 U.S. 831", "145 S. Ct. 2540")),
        ("606 U.S. ___", ()),
        ("2017 WL 1459081", ("2017 WL 1459081",)),
        ("82 Fed. Reg. 8799", ()),
        ("no citation", ()),
    ],
)
def test_a_citation_has_one_form(text: str, forms: tuple[str, ...]) -> None:
    assert citations_in(text) == forms


def test_only_one_citation_has_a_normal_form() -> None:
    assert normal_citation("897 F3d 1225") == "897 F.3d 1225"
    assert normal_citation("897 F.3d 1225; 250 F. Supp. 3d 497") is None


@pytest.mark.parametrize(
    ("text", "ident"),
    [
        ("cand", "cand"),
        ("N.D. Cal.", "cand"),
        ("N. D. Cal.", "cand"),
        ("Northern District of California", "cand"),
        ("United States District Court for the Northern District of California", "cand"),
        ("U.S. District Court for the Northern District of California", "cand"),
        ("District Court, N.D. California", "cand"),
        ("District of Massachusetts", "mad"),
        ("District Court, D. Maryland", "mdd"),
        ("District of Columbia", "dcd"),
        ("D.D.C.", "dcd"),
        ("9th Cir.", "ca9"),
        ("Ninth Circuit", "ca9"),
        ("Court of Appeals for the Ninth Circuit", "ca9"),
        ("Supreme Court of the United States", "scotus"),
        ("U.S. Supreme Court", "scotus"),
        ("Cal.", "cal"),
        ("California", None),
        ("", None),
        ("the court", None),
    ],
)
def test_a_court_is_found_by_what_it_is_called(text: str, ident: str | None) -> None:
    assert court_named(text) == ident


def test_every_court_of_the_table_has_a_level_and_appeals_go_up() -> None:
    table = courts()
    assert len(table) > 2500
    for court in table.values():
        assert court.name, court.id
        above = table.get(court.appeals_to)
        assert not court.appeals_to or above, court.id
        assert above is None or ORDER.index(above.level) > ORDER.index(court.level), court.id


def test_every_federal_district_court_that_sits_lies_in_a_circuit() -> None:
    sitting = [
        each for each in courts().values() if each.federal_district and not each.until and each.citation
    ]
    assert len(sitting) > 90
    outside = {each.id for each in sitting if not each.appeals_to}
    assert outside <= {"usdistct", "wvad"}  # the system as a whole, and a district that is no more
    vermont = court_of_id("vtd")
    assert vermont is not None
    assert vermont.appeals_to == "ca2"  # where the package's own table errs


def test_both_numbers_of_the_judicial_center_mean_one_judge_and_never_another() -> None:
    assert nid_of("3474", "Orrick") == nid_of("1394201", "ORRICK") == "1394201"
    assert nid_of("3474", "Somebody") is None
    assert nid_of("99999999", "New") == "99999999"  # younger than the table
    assert nid_of("4999", "New") is None
    assert nid_of("", "New") is None
