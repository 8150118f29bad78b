"""Names as they are compared: what is said of the numbers in them."""

import pytest

from enjoin.graph.identity.names import numbers_differ, numerals


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("District 4", "District 5"),
        ("Place 12 of 34", "Place 12 of 35"),
        ("Ward 3 of 12", "Ward 12 of 3"),
        ("School District No. 5", "School District No. 6"),
        ("Doe v. Trump II", "Doe v. Trump III"),
        ("Court of Appeals for the Ninth Circuit", "Court of Appeals for the Tenth Circuit"),
        ("9th Circuit", "Tenth Circuit"),
        ("Executive Order 13768", "Executive Order 13769"),
        ("Local 1,000", "Local 2,000"),
        (f"Case {'7' * 5000}", f"Case {'7' * 5001}"),
    ],
)
def test_names_with_other_numbers_differ(one: str, other: str) -> None:
    assert numbers_differ(one, other)
    assert numbers_differ(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("District 4", "District 04"),
        ("District 4", "Fourth District"),
        ("9th Circuit", "Ninth Circuit"),
        ("Doe v. Trump 2", "Doe v. Trump II"),
        ("Doe v. Trump", "Doe v. Trump II"),
        ("Local 12, Region 3", "Region 3, Local 12"),
        ("Local 12, Region 3", "Local 12"),
        ("Local 1,000", "Local 1000"),
        ("Act (2017)", "Act (2018)"),
        ("Government of the V.I.", "Government of the 6"),
        ("Trump v. CASA", "Trump v. Casa, Inc."),
    ],
)
def test_a_number_left_out_or_written_otherwise_is_no_difference(one: str, other: str) -> None:
    assert not numbers_differ(one, other)
    assert not numbers_differ(other, one)


def test_docket_numbers_are_compared_for_themselves() -> None:
    one, other = "Doe v. Trump, No. 1:25-cv-7 (X)", "Doe v. Trump, No. 25-cv-8"
    assert numbers_differ(one, other)
    assert not numbers_differ(one, other, docket=True)
    assert numerals(one, docket=True) == ((), "doe v trump")
