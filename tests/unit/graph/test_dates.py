"""Dates as they are known, their bounds, and half-open intervals."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enjoin.graph.dates import Bounds, Interval, parse_day, parse_edtf, written_out


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2018-08-01", "2018-08-01", "2018-08-01"),
        ("2018-08", "2018-08-01", "2018-08-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2018", "2018-01-01", "2018-12-31"),
        ("2018-08-01/2018-12-31", "2018-08-01", "2018-12-31"),
        ("2018-08/2018-10", "2018-08-01", "2018-10-31"),
        ("2018/2019-02-03", "2018-01-01", "2019-02-03"),
        ("2019-04-18/..", "2019-04-18", None),
        ("2019-04/", "2019-04-01", None),
        ("201X", "2010-01-01", "2019-12-31"),
        ("2018-XX", "2018-01-01", "2018-12-31"),
        ("2018-08-XX", "2018-08-01", "2018-08-31"),
        ("2018-22", "2018-01-01", "2018-12-31"),
        ("[2017-11-20,2017-11-21]", "2017-11-20", "2017-11-21"),
        ("[2018-08..2018-12]", "2018-08-01", "2018-12-31"),
        ("[2018-08-01..]", "2018-08-01", None),
        (" 2018-08-01 ", "2018-08-01", "2018-08-01"),
    ],
)
def test_a_date_text_has_a_first_and_a_last_day(text: str, earliest: str, latest: str | None) -> None:
    last = date.fromisoformat(latest) if latest is not None else None
    assert parse_edtf(text) == Bounds(date.fromisoformat(earliest), last)


@pytest.mark.parametrize("text", ["2018-08-01?", "2018-08~", "2018%", "2018-08-01~/2018-12"])
def test_a_qualified_date_keeps_its_bounds_and_says_so(text: str) -> None:
    assert parse_edtf(text).qualified
    assert parse_edtf(text.replace("?", "").replace("~", "").replace("%", "")).qualified is False


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2025-02-30", "February 2025 has no day 30"),
        ("2023-02-29", "February 2023 has no day 29"),
        ("2025-13", "there is no month 13"),
        ("2025-00-01", "there is no month 00"),
        ("2025-01-00", "January 2025 has no day 00"),
        ("0000", "is no year"),
        ("20-01-01", "is no date"),
        ("yesterday", "is no date"),
        ("", "is no date"),
        ("../2018", "has no first day"),
        ("/2018", "has no first day"),
        ("[..2018]", "has no first day"),
        ("2018/2017", "ends before it begins"),
        ("2018-XX-05", "names a day but no month"),
    ],
)
def test_a_date_that_is_none_says_what_is_wrong(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_edtf(text)


def test_only_a_day_is_a_day() -> None:
    assert parse_day("2024-02-29") == date(2024, 2, 29)
    with pytest.raises(ValueError, match="is no day"):
        parse_day("2024-02")
    with pytest.raises(ValueError, match="has no day 30"):
        parse_day("2025-02-30")


def test_bounds_are_exact_when_they_are_one_day() -> None:
    assert parse_edtf("2018-08-01").exact == date(2018, 8, 1)
    assert parse_edtf("2018-08").exact is None
    assert parse_edtf("2018-08-01/..").exact is None


def test_a_day_is_written_out() -> None:
    assert written_out(date(2018, 8, 1)) == "1 August 2018"


DAYS = st.dates(date(2000, 1, 1), date(2030, 12, 31))
INTERVALS = st.builds(
    lambda start, length: Interval(start, None if length is None else start + timedelta(length)),
    DAYS,
    st.none() | st.integers(1, 4000),
)


def test_an_interval_does_not_hold_its_end() -> None:
    interval = Interval(date(2017, 1, 25), date(2021, 1, 20))
    assert interval.covers(date(2017, 1, 25))
    assert not interval.covers(date(2021, 1, 20))
    with pytest.raises(ValueError, match="cannot end"):
        Interval(date(2017, 1, 25), date(2017, 1, 25))


@given(INTERVALS, INTERVALS, DAYS)
def test_what_is_left_of_an_interval_is_what_the_other_does_not_cover(
    one: Interval, other: Interval, day: date
) -> None:
    left = any(piece.covers(day) for piece in one.without(other))
    assert left == (one.covers(day) and not other.covers(day))


@given(DAYS)
def test_every_day_reads_back(day: date) -> None:
    assert parse_edtf(day.isoformat()) == Bounds(day, day)
    assert parse_day(day.isoformat()) == day
