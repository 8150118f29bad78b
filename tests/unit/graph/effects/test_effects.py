"""Each rule of the fold of relief, one test: grants, scopes, stays, endings, and effects on rulings."""

import pytest

from enjoin.graph.dates import parse_edtf
from enjoin.graph.effects.things import Relief
from small_world import World


@pytest.fixture
def world():
    """An order in force from 20 January 2025, and a scope for everyone and one for Chester."""
    found = World()
    found.scope("all", "everyone", label="everyone")
    found.scope("chester", "ci", label="Chester")
    found.scope("canton", "oc", label="Canton")
    return found


# Grants and their end


def test_a_grant_opens_relief_on_its_day(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    assert world.state("ci", "2025-01-31") == "in-force"
    assert world.state("ci", "2025-02-01") == "blocked"


def test_a_denied_motion_changes_nothing(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    before = world.table("ci")
    world.ruling("r", "trial", "2025-03-01")
    world.effect("deny", "r", "pi", "2025-03-01")
    world.effect("deny", "r", "p", "2025-03-01")
    assert world.table("ci") == before


@pytest.mark.parametrize("kind", ["remand", "enforce", "contempt", "affirm"])
def test_a_record_changes_nothing(world, kind: str) -> None:
    world.grant("pi", "2025-02-01", "all")
    before = world.table("ci")
    world.ruling("r", "appeal", "2025-03-01")
    world.effect(kind, "r", "r-pi" if kind in {"affirm", "remand"} else "pi", "2025-03-01")
    assert world.table("ci") == before


@pytest.mark.parametrize(
    "kind", ["dissolve", "expire", "moot", "settle", "target-revoked", "target-amended", "vacate", "reverse"]
)
def test_relief_ends(world, kind: str) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.ruling("r", "trial", "2025-03-01")
    world.effect(kind, "lapse" if kind == "expire" else "r", "pi", "2025-03-01")
    assert world.table("ci")[-2:] == [("2025-02-01", "blocked"), ("2025-03-01", "in-force")]


def test_relief_expires_only_on_a_recorded_day(world) -> None:
    world.grant("tro", "2025-02-01", "all")
    assert world.state("ci", "2026-02-01") == "blocked", "no default term of fourteen days"


def test_a_term_set_beforehand_ends_relief(world) -> None:
    world.grant("tro", "2025-02-01", "all", lapses="2025-02-15")
    assert world.table("ci")[-2:] == [("2025-02-01", "blocked"), ("2025-02-15", "in-force")]


def test_more_time_moves_the_lapse(world) -> None:
    world.grant("tro", "2025-02-01", "all", lapses="2025-02-15")
    world.ruling("r", "trial", "2025-02-14")
    world.effect("extend-time", "r", "tro", "2025-02-14", lapses="2025-03-01")
    assert world.table("ci")[-2:] == [("2025-02-01", "blocked"), ("2025-03-01", "in-force")]


def test_more_time_given_on_the_day_of_the_lapse_is_in_time(world) -> None:
    world.grant("tro", "2025-02-01", "all")
    world.effect("expire", "lapse", "tro", "2025-02-15")
    world.ruling("r", "trial", "2025-02-15")
    world.effect("extend-time", "r", "tro", "2025-02-15", lapses="2025-03-01")
    assert world.table("ci")[-2:] == [("2025-02-01", "blocked"), ("2025-03-01", "in-force")]


def test_a_delayed_grant_takes_hold_on_its_own_day(world) -> None:
    world.ruling("r-pi", "trial", "2025-02-01")
    world.grant("pi", "2025-02-10", "all", by="r-pi")
    assert world.table("ci")[-2:] == [("2025-01-20", "in-force"), ("2025-02-10", "blocked")]


def test_a_hold_for_a_fixed_time_is_relief_that_lapses(world) -> None:
    world.grant("hold", "2025-06-27", "all", level="supreme")
    world.effect("expire", "lapse", "hold", "2025-07-27")
    assert world.table("oc")[-2:] == [("2025-06-27", "blocked"), ("2025-07-27", "in-force")]


# Scopes


@pytest.mark.parametrize("kind", ["narrow", "rescope"])
def test_a_later_scope_replaces_the_earlier_one(world, kind: str) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.ruling("r", "trial", "2025-03-01")
    world.effect(kind, "r", "pi", "2025-03-01", scope="chester")
    assert world.state("ci", "2025-03-01") == "blocked"
    assert world.state("oc", "2025-02-28") == "blocked"
    assert world.state("oc", "2025-03-01") == "in-force"


def test_an_extension_adds_to_the_scope(world) -> None:
    world.grant("pi", "2025-02-01", "chester")
    world.ruling("r", "trial", "2025-03-01")
    world.effect("extend-scope", "r", "pi", "2025-03-01", scope="canton")
    assert world.table("ci")[-1] == ("2025-02-01", "blocked")
    assert world.table("oc")[-1] == ("2025-03-01", "blocked")


def test_a_clarification_without_a_scope_changes_nothing(world) -> None:
    world.grant("pi", "2025-02-01", "chester")
    world.ruling("r", "trial", "2025-03-01")
    world.effect("clarify", "r", "pi", "2025-03-01")
    assert world.table("ci")[-1] == ("2025-02-01", "blocked")


def test_a_clarification_reads_the_provisions_it_names_and_leaves_the_others(world) -> None:
    world.grant("pi", "2025-02-01", "chester")
    world.scope("so-far", "ci", provisions=("q",), condition="so far as it threatens the same")
    world.ruling("r", "trial", "2025-03-01")
    world.effect("clarify", "r", "pi", "2025-03-01", scope="so-far")
    assert world.table("ci")[-1] == ("2025-02-01", "blocked")
    assert world.table("ci", "q")[-2:] == [("2025-01-20", "in-force"), ("2025-03-01", "restricted")]


def test_a_clarification_that_names_no_provision_replaces_the_reading(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.ruling("r", "trial", "2025-03-01")
    world.effect("clarify", "r", "pi", "2025-03-01", scope="chester")
    assert world.table("oc")[-1] == ("2025-03-01", "in-force")


@pytest.mark.parametrize("kind", ["vacate", "reverse", "target-amended"])
def test_what_ends_in_part_leaves_the_scope_it_names(world, kind: str) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.ruling("r", "supreme", "2025-03-01")
    world.effect(kind, "r", "pi", "2025-03-01", scope="chester")
    assert world.state("ci", "2025-03-02") == "blocked"
    assert world.state("oc", "2025-03-02") == "in-force"


# Stays


@pytest.mark.parametrize("kind", ["administrative-stay", "stay-pending-appeal", "stay"])
def test_a_stay_suspends_and_the_relief_still_exists(world, kind: str) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.ruling("r", "appeal", "2025-03-01")
    world.effect(kind, "r", "pi", "2025-03-01", name="stay")
    world.ruling("r2", "supreme", "2025-04-01")
    world.effect("lift-stay", "r2", "stay", "2025-04-01", undoes=("stay",))
    assert world.table("ci")[-3:] == [
        ("2025-02-01", "blocked"),
        ("2025-03-01", "stayed"),
        ("2025-04-01", "blocked"),
    ]


def test_who_was_never_covered_is_not_stayed(world) -> None:
    world.grant("pi", "2025-02-01", "chester")
    world.ruling("r", "appeal", "2025-03-01")
    world.effect("stay", "r", "pi", "2025-03-01")
    assert world.state("oc", "2025-03-02") == "in-force"


def test_a_partial_stay_leaves_what_remains(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.ruling("r", "supreme", "2025-03-01")
    world.effect("partial-stay", "r", "pi", "2025-03-01", scope="chester")
    assert world.state("ci", "2025-03-02") == "blocked"
    assert world.state("oc", "2025-03-02") == "stayed"


def test_a_partial_stay_may_name_what_it_suspends(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.ruling("r", "supreme", "2025-03-01")
    world.effect("partial-stay", "r", "pi", "2025-03-01", suspends_scope="canton")
    assert world.state("ci", "2025-03-02") == "blocked"
    assert world.state("oc", "2025-03-02") == "stayed"


def test_what_a_partial_stay_leaves_is_never_more_than_the_relief(world) -> None:
    world.grant("pi", "2025-02-01", "chester")
    world.ruling("r", "supreme", "2025-03-01")
    world.effect("partial-stay", "r", "pi", "2025-03-01", scope="all")
    assert world.state("oc", "2025-03-02") == "in-force"


def test_a_clarification_of_a_partial_stay_says_anew_what_remains(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.ruling("r", "supreme", "2025-03-01")
    world.effect("partial-stay", "r", "pi", "2025-03-01", scope="chester", name="stay")
    world.ruling("r2", "appeal", "2025-04-01")
    world.effect("clarify", "r2", "stay", "2025-04-01", scope="all")
    assert world.table("oc")[-3:] == [
        ("2025-02-01", "blocked"),
        ("2025-03-01", "stayed"),
        ("2025-04-01", "blocked"),
    ]


def test_a_lapse_can_lift_a_stay(world) -> None:
    world.grant("pi", "2025-02-01", "all", sequence=1)
    world.effect("stay", "r-pi", "pi", "2025-02-01", name="stay", sequence=2)
    world.effect("lift-stay", "lapse", "stay", "2025-02-08", undoes=("stay",))
    assert world.table("ci")[-2:] == [("2025-02-01", "stayed"), ("2025-02-08", "blocked")]


def test_two_stays_hold_until_both_are_lifted(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.ruling("r", "appeal", "2025-03-01")
    world.effect("administrative-stay", "r", "pi", "2025-03-01", name="first")
    world.effect("stay-pending-appeal", "r", "pi", "2025-03-05", name="second")
    world.ruling("r2", "appeal", "2025-04-01")
    world.effect("lift-stay", "r2", "first", "2025-04-01", undoes=("first",))
    assert world.state("ci", "2025-04-02") == "stayed"


def test_lifting_the_stay_of_relief_lifts_whatever_stays_it(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.ruling("r", "appeal", "2025-03-01")
    world.effect("administrative-stay", "r", "pi", "2025-03-01")
    world.ruling("r2", "appeal", "2025-04-01")
    world.effect("lift-stay", "r2", "pi", "2025-04-01")
    assert world.state("ci", "2025-04-02") == "blocked"


def test_ending_beats_suspension(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.ruling("r", "appeal", "2025-03-01")
    world.effect("stay", "r", "pi", "2025-03-01", name="stay")
    world.effect("dissolve", "r-pi", "pi", "2025-03-10")
    assert world.state("ci", "2025-03-11") == "in-force"


def test_lifting_the_stay_of_what_has_ended_does_nothing(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.ruling("r", "appeal", "2025-03-01")
    world.effect("stay", "r", "pi", "2025-03-01", name="stay")
    world.effect("dissolve", "r-pi", "pi", "2025-03-10")
    world.effect("lift-stay", "r", "stay", "2025-04-01", undoes=("stay",))
    assert world.table("ci")[-1] == ("2025-03-10", "in-force")


def test_nothing_revives_between_a_judgment_and_its_mandate(world) -> None:
    """A stay pending appeal that the judgment ends lasts until the judgment takes effect."""
    world.grant("pi", "2025-02-01", "all")
    world.ruling("r", "supreme", "2025-03-01")
    world.effect("stay-pending-appeal", "r", "pi", "2025-03-01", name="stay")
    world.ruling("a", "appeal", "2025-06-01")
    world.effect("reverse", "a", "pi", "2025-06-01", at_mandate=True)
    world.effect("lift-stay", "a", "stay", "2025-06-01", undoes=("stay",))
    possible = {frozenset(world.possible("ci", day)) for day in ("2025-06-01", "2025-07-01", "2025-11-27")}
    assert possible == {frozenset(("stayed", "in-force"))}
    assert world.state("ci", "2025-11-28") == "in-force"


# Two reliefs


def test_a_provision_stays_blocked_until_the_last_relief_ends(world) -> None:
    world.grant("one", "2025-02-01", "all")
    world.grant("two", "2025-02-10", "all")
    world.effect("dissolve", "r-one", "one", "2025-03-01")
    assert world.state("ci", "2025-03-02") == "blocked"
    world.effect("dissolve", "r-two", "two", "2025-04-01")
    assert world.table("ci")[-2:] == [("2025-02-01", "blocked"), ("2025-04-01", "in-force")]


def test_one_relief_may_be_stayed_while_another_holds(world) -> None:
    world.grant("one", "2025-02-01", "all")
    world.grant("two", "2025-02-01", "chester")
    world.ruling("r", "supreme", "2025-03-01")
    world.effect("stay", "r", "one", "2025-03-01")
    assert world.state("ci", "2025-03-02") == "blocked"
    assert world.state("oc", "2025-03-02") == "stayed"


# Mergers


@pytest.mark.parametrize("kind", ["merge-into-final", "convert"])
def test_interim_relief_ends_as_the_final_begins(world, kind: str) -> None:
    world.grant("tro", "2025-02-01", "all")
    world.grant("pi", "2025-02-15", "chester")
    world.effect(kind, "r-pi", "tro", "2025-02-15", successor="pi")
    assert world.table("ci")[-1] == ("2025-02-01", "blocked")
    assert world.table("oc")[-1] == ("2025-02-15", "in-force")


def test_there_is_no_gap_where_the_final_relief_begins_later(world) -> None:
    world.grant("tro", "2025-02-01", "all")
    world.ruling("r-pi", "trial", "2025-02-15")
    world.grant("pi", "2025-02-20", "all", by="r-pi")
    world.effect("convert", "r-pi", "tro", "2025-02-15", successor="pi")
    assert world.table("ci")[-1] == ("2025-02-01", "blocked")


def test_a_merger_on_an_unknown_day_has_no_gap_either(world) -> None:
    """The end of the interim relief and the grant of the final share their day."""
    world.grant("pi", "2025-02-01", "all")
    world.ruling("r-final", "trial", "2025-08-07")
    world.grant("final", "2025-08-07/2025-08-31", "all", by="r-final")
    world.effect("merge-into-final", "r-final", "pi", "2025-08-07/2025-08-31", successor="final")
    assert world.table("ci")[-1] == ("2025-02-01", "blocked")


def test_a_successor_without_a_grant_of_its_own_takes_over_the_scope(world) -> None:
    world.grant("tro", "2025-02-01", "chester")
    world.ruling("r", "trial", "2025-02-15")
    world.add(Relief(id="pi", label="pi", granted_by="r", restrains=("p",)))
    world.effect("convert", "r", "tro", "2025-02-15", successor="pi")
    assert world.table("ci")[-1] == ("2025-02-01", "blocked")
    assert world.state("oc", "2025-03-01") == "in-force"


# Effects on rulings


def test_vacating_a_ruling_ends_the_relief_it_granted(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.ruling("r", "supreme", "2025-03-01")
    world.effect("vacate", "r", "r-pi", "2025-03-01")
    assert world.table("ci")[-1] == ("2025-03-01", "in-force")


def test_staying_a_ruling_suspends_the_relief_it_granted(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.ruling("r", "supreme", "2025-03-01")
    world.effect("stay", "r", "r-pi", "2025-03-01")
    assert world.table("ci")[-1] == ("2025-03-01", "stayed")


def test_an_effect_on_a_ruling_reaches_what_followed_after_a_merger(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.grant("final", "2025-03-01", "all")
    world.effect("merge-into-final", "r-final", "pi", "2025-03-01", successor="final")
    world.ruling("r", "supreme", "2025-04-01")
    world.effect("reverse", "r", "r-pi", "2025-04-01")
    assert world.table("ci")[-1] == ("2025-04-01", "in-force")


def test_vacating_the_final_ruling_does_not_revive_the_interim_relief(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.grant("final", "2025-03-01", "all")
    world.effect("merge-into-final", "r-final", "pi", "2025-03-01", successor="final")
    world.ruling("r", "supreme", "2025-04-01")
    world.effect("vacate", "r", "r-final", "2025-04-01")
    assert world.table("ci")[-1] == ("2025-04-01", "in-force")


@pytest.fixture
def affirmed(world):
    world.grant("pi", "2025-02-01", "all")
    world.ruling("a", "appeal", "2025-03-01")
    world.effect("affirm", "a", "r-pi", "2025-03-01")
    world.ruling("s", "supreme", "2025-04-01")
    return world


def test_reversing_what_affirmed_ends_the_relief_affirmed(affirmed) -> None:
    affirmed.effect("reverse", "s", "a", "2025-04-01")
    assert affirmed.table("ci")[-1] == ("2025-04-01", "in-force")


def test_vacating_as_moot_what_affirmed_ends_it_too(affirmed) -> None:
    affirmed.effect("vacate", "s", "a", "2025-04-01", end_reason="vacated-as-moot")
    assert affirmed.table("ci")[-1] == ("2025-04-01", "in-force")


def test_vacating_otherwise_what_affirmed_undoes_the_affirmance_only(affirmed) -> None:
    affirmed.effect("vacate", "s", "a", "2025-04-01")
    assert affirmed.table("ci")[-1] == ("2025-02-01", "blocked")


def test_an_affirmance_that_was_undone_carries_nothing_any_more(affirmed) -> None:
    affirmed.ruling("banc", "appeal", "2025-03-15")
    affirmed.effect("rehearing-en-banc", "banc", "a", "2025-03-15")
    affirmed.effect("reverse", "s", "a", "2025-04-01")
    assert affirmed.table("ci")[-1] == ("2025-02-01", "blocked")


def test_affirmances_carry_through_several_courts(affirmed) -> None:
    affirmed.effect("affirm", "s", "a", "2025-04-01")
    affirmed.ruling("s2", "supreme", "2025-05-01")
    affirmed.effect("reverse", "s2", "s", "2025-05-01")
    assert affirmed.table("ci")[-1] == ("2025-05-01", "in-force")


def test_rehearing_en_banc_undoes_what_the_panel_did(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.ruling("panel", "appeal", "2025-03-01", mandate=parse_edtf("2025-03-20"))
    world.effect("vacate", "panel", "pi", "2025-03-01", at_mandate=True)
    world.ruling("banc", "appeal", "2025-04-10")
    world.effect("rehearing-en-banc", "banc", "panel", "2025-04-10")
    assert world.table("ci")[-3:] == [
        ("2025-02-01", "blocked"),
        ("2025-03-20", "in-force"),
        ("2025-04-10", "blocked"),
    ]


def test_a_panel_reheard_before_its_mandate_never_takes_effect(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.ruling("panel", "appeal", "2025-03-01", mandate=parse_edtf("2025-05-01"))
    world.effect("vacate", "panel", "pi", "2025-03-01", at_mandate=True)
    world.ruling("banc", "appeal", "2025-04-10")
    world.effect("rehearing-en-banc", "banc", "panel", "2025-04-10")
    assert world.table("ci")[-1] == ("2025-02-01", "blocked")


def test_what_undid_may_be_undone(world) -> None:
    """The rehearing is itself vacated: what the panel did stands again."""
    world.grant("pi", "2025-02-01", "all")
    world.ruling("panel", "appeal", "2025-03-01")
    world.effect("rescope", "panel", "pi", "2025-03-01", scope="chester")
    world.ruling("banc", "appeal", "2025-04-01")
    world.effect("rehearing-en-banc", "banc", "panel", "2025-04-01")
    world.ruling("over", "appeal", "2025-05-01")
    world.effect("vacate", "over", "banc", "2025-05-01")
    assert world.table("oc")[-4:] == [
        ("2025-02-01", "blocked"),
        ("2025-03-01", "in-force"),
        ("2025-04-01", "blocked"),
        ("2025-05-01", "in-force"),
    ]


def test_reversing_a_dissolution_revives_the_relief(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.ruling("d", "trial", "2025-03-01")
    world.effect("dissolve", "d", "pi", "2025-03-01")
    world.ruling("s", "supreme", "2025-04-01")
    world.effect("reverse", "s", "d", "2025-04-01")
    assert world.table("ci")[-2:] == [("2025-03-01", "in-force"), ("2025-04-01", "blocked")]


def test_vacating_a_stay_resumes_the_relief(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.ruling("a", "appeal", "2025-03-01")
    world.effect("stay", "a", "pi", "2025-03-01")
    world.ruling("s", "supreme", "2025-04-01")
    world.effect("vacate", "s", "a", "2025-04-01")
    assert world.table("ci")[-1] == ("2025-04-01", "blocked")


def test_a_stay_of_a_judgment_that_ended_relief_holds_that_back(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.ruling("a", "appeal", "2025-03-01")
    world.effect("vacate", "a", "pi", "2025-03-01", at_mandate=False)
    world.ruling("s", "supreme", "2025-03-10")
    world.effect("stay", "s", "a", "2025-03-10", name="stay")
    world.effect("lift-stay", "s", "stay", "2025-04-10", undoes=("stay",))
    assert world.table("ci")[-4:] == [
        ("2025-02-01", "blocked"),
        ("2025-03-01", "in-force"),
        ("2025-03-10", "blocked"),
        ("2025-04-10", "in-force"),
    ]


def test_an_effect_on_a_grant_reaches_its_relief(world) -> None:
    grant = world.grant("pi", "2025-02-01", "all")
    world.ruling("s", "supreme", "2025-04-01")
    world.effect("vacate", "s", grant, "2025-04-01")
    assert world.table("ci")[-1] == ("2025-04-01", "in-force")


def test_a_holding_of_the_supreme_court_blocks_for_all_though_nothing_is_revoked(world) -> None:
    world.grant("holding", "2026-06-30", "all", level="supreme")
    assert {world.state(who, "2026-06-30") for who in ("us", "st", "ci", "sf", "org", "ag")} == {"blocked"}


# What can reach a provision


def test_relief_on_a_measure_reaches_its_provisions(world) -> None:
    world.grant("pi", "2025-02-01", "all", on=("eo",))
    assert {world.state("ci", "2025-02-01", each) for each in ("p", "p1", "q")} == {"blocked"}


def test_relief_on_a_provision_reaches_its_parts_and_not_its_neighbours(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    assert world.state("ci", "2025-02-01", "p1") == "blocked"
    assert world.state("ci", "2025-02-01", "q") == "in-force"


def test_relief_on_a_part_restricts_the_whole(world) -> None:
    world.grant("pi", "2025-02-01", "all", on=("p1",))
    assert world.state("ci", "2025-02-01", "p1") == "blocked"
    assert world.state("ci", "2025-02-01", "p") == "restricted"


def test_relief_denied_as_to_a_part_does_not_reach_it(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.effect("deny", "r-pi", "p1", "2025-02-01")
    assert world.state("ci", "2025-02-01", "p1") == "in-force"
    assert world.state("ci", "2025-02-01", "p") == "restricted"


def test_an_extension_may_reach_another_provision(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.scope("more", "ci", provisions=("q",))
    world.ruling("r", "trial", "2025-03-01")
    world.effect("extend-scope", "r", "pi", "2025-03-01", scope="more")
    assert world.table("ci", "q")[-1] == ("2025-03-01", "blocked")
    assert world.state("oc", "2025-03-01", "q") == "in-force"
