"""States on a day become chips and bars that say what the periods say."""

from datetime import date
from itertools import pairwise

import pytest
from pyoxigraph import Literal

from enjoin.server.answers.standing import Period, counted, summarised
from enjoin.server.pictures.swimlane import STEPS, Scale, Telling, labels, lane, scale
from enjoin.server.reports.timeline import when

NOWHERE = Telling(lambda _: None)


def period(state, group="g", rest=False, since=date(2017, 1, 1), until=None, reason="") -> Period:
    return Period(f"p-{state}-{group}-{since}", "provision", group, rest, state, reason, since, until)


def test_groups_that_agree_have_their_own_state() -> None:
    found = summarised([period("blocked", "a"), period("blocked", "b", rest=True)], {"a": 2})
    assert (found.state, found.text) == ("blocked", "Blocked")


def test_a_reason_says_why_it_is_not_in_force() -> None:
    assert summarised([period("not-in-force", reason="revoked")], {}).text == "Revoked"


def test_blocked_for_some_counts_the_named() -> None:
    found = summarised([period("blocked", "a"), period("in-force", "rest", rest=True)], {"a": 16})
    assert (found.state, found.text) == ("partly-blocked", "Blocked for 16 named parties")


def test_blocked_for_all_but_some_counts_those_left_out() -> None:
    found = summarised([period("in-force", "a"), period("blocked", "rest", rest=True)], {"a": 1})
    assert (found.state, found.text) == ("partly-blocked", "Blocked but for 1 named party")


def test_a_restriction_is_a_state_of_its_own() -> None:
    found = summarised([period("restricted", "a"), period("in-force", "rest", rest=True)], {"a": 3})
    assert (found.state, found.text) == ("restricted", "Restricted for 3 named parties")


def test_nothing_computed_is_not_certain() -> None:
    assert summarised([], {}).state == "uncertain"


def test_one_sentence_counts_the_states() -> None:
    partly = summarised([period("blocked", "a"), period("in-force", "rest", rest=True)], {"a": 16})
    chips = [partly, summarised([period("in-force")], {})]
    assert (
        counted(chip.state for chip in chips)
        == "1 provision is blocked for somebody; 1 is in force with nothing on record against it."
    )
    assert counted([]) == "No provision has a computed state on that day."


def test_bars_of_one_lane_follow_one_another() -> None:
    chain = [
        period("in-force", since=date(2017, 1, 25), until=date(2017, 4, 25)),
        period("blocked", since=date(2017, 4, 25), until=date(2018, 8, 1)),
        period("in-force", since=date(2018, 8, 1), until=date(2021, 1, 20)),
        period("not-in-force", since=date(2021, 1, 20), reason="revoked"),
    ]
    days = scale(chain, date(2026, 1, 1))
    assert days is not None
    assert days.end < date(2021, 12, 31), "what is long over does not stretch the picture"
    bars = lane("everyone", chain, days, date(2018, 10, 1), NOWHERE).bars
    assert [bar.state for bar in bars] == ["in-force", "blocked", "in-force", "not-in-force"]
    for before, after in pairwise(bars):
        assert before.x + before.width == pytest.approx(after.x, abs=0.01)
    assert bars[-1].x + bars[-1].width == pytest.approx(100, abs=0.01)
    assert all(bar.icon_from in {0, *STEPS} for bar in bars)
    assert all({label.start, label.end} <= {0, *STEPS} for bar in bars for label in bar.labels)
    assert bars[1].name == "Blocked for everyone from 25 April 2017 until 1 August 2018"


def test_a_picture_of_nothing_is_none() -> None:
    assert scale([], date(2020, 1, 1)) is None
    assert scale([period("not-in-force", reason="not-yet")], date(2020, 1, 1)) is None


@pytest.mark.parametrize(
    "span", [Scale(date(2017, 1, 1), date(2017, 9, 1)), Scale(date(2001, 5, 5), date(2026, 5, 5))]
)
def test_a_scale_has_few_marks_within_it(span) -> None:
    assert 1 <= len(span.ticks) <= 13
    assert all(0 <= x <= 100 for x, _ in span.ticks)


def test_a_summer_day_of_29_february_does_not_break_the_scale() -> None:
    assert Scale(date(2020, 2, 29), date(2024, 2, 29)).ticks


def test_a_label_keeps_clear_of_the_line_of_the_day() -> None:
    chain = [period("blocked", since=date(2017, 1, 1), until=date(2021, 1, 1))]
    days = Scale(date(2017, 1, 1), date(2021, 1, 1))
    (bar,) = lane("everyone", chain, days, date(2017, 7, 1), NOWHERE).bars
    assert 10 < bar.label_x < 15
    (bar,) = lane("everyone", chain, days, date(2020, 7, 1), NOWHERE).bars
    assert bar.label_x == 0


@pytest.mark.parametrize(
    ("given", "said", "certain"),
    [
        ({"earliest": "2018-08-01", "latest": "2018-08-01"}, "1 August 2018", True),
        (
            {"earliest": "2018-08-01", "mandate": "true"},
            "At the mandate, 1 August 2018 or later: its day is not on record",
            False,
        ),
        ({"earliest": "2018-08-01", "mandate": "true", "issued": "2018-08-30"}, "30 August 2018", True),
        (
            {"earliest": "2017-11-20", "latest": "2017-11-21"},
            "Between 20 November 2017 and 21 November 2017",
            False,
        ),
        ({"earliest": "2019-04-18"}, "On or after 18 April 2019, perhaps never", False),
        ({}, "Day not established", False),
    ],
)
def test_a_day_is_told_as_well_as_it_is_known(given, said, certain) -> None:
    assert when({name: Literal(value) for name, value in given.items()}) == (said, certain)


def test_a_bar_has_the_longest_label_that_fits_at_each_width() -> None:
    found = labels("Blocked", "since: permanent injunction granted", room=50)
    assert [label.text for label in found] == ["Blocked", "Blocked since: permanent injunction granted"]
    assert found[0].end == found[1].start, "one takes over where the other ends"
    assert found[1].end == 0
    assert labels("Blocked", "", room=0.4) == ()
    assert [label.text for label in labels("Blocked", "since: " + "x" * 200, room=50)] == ["Blocked"]


def test_the_bar_of_the_chosen_event_has_a_ring() -> None:
    chain = [
        period("in-force", since=date(2017, 1, 25), until=date(2017, 4, 25)),
        period("blocked", since=date(2017, 4, 25), until=date(2018, 8, 1)),
    ]
    days = Scale(date(2017, 1, 1), date(2018, 12, 31))
    told = Telling(lambda found: f"?event={found.state}", ring=lambda found: found.state == "blocked")
    bars = lane("everyone", chain, days, date(2018, 1, 1), told).bars
    assert [bar.ring for bar in bars] == [False, True]
    assert bars[1].href == "?event=blocked"


def test_what_lies_outside_the_shown_time_has_no_bar() -> None:
    chain = [
        period("in-force", since=date(2017, 1, 25), until=date(2017, 4, 25)),
        period("blocked", since=date(2017, 4, 25), until=date(2018, 8, 1)),
        period("in-force", since=date(2018, 8, 1)),
    ]
    zoomed = Scale(date(2017, 6, 1), date(2018, 1, 1))
    bars = lane("everyone", chain, zoomed, date(2017, 7, 1), NOWHERE).bars
    assert [(bar.state, bar.x, bar.width) for bar in bars] == [("blocked", 0.0, 100.0)]
