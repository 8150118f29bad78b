"""In force or not, and what is certain: measures, unknown days, mandates, order within a day, contradictions."""

from datetime import date

import pytest

from enjoin.graph.dates import parse_edtf
from enjoin.graph.effects.things import Relief, RuleSet
from small_world import World


@pytest.fixture
def world():
    found = World()
    found.scope("all", "everyone", label="everyone")
    found.scope("chester", "ci", label="Chester")
    return found


# Measures and provisions


def test_a_measure_takes_effect_and_is_revoked(world) -> None:
    world.effect("revokes", "eo", "eo", "2025-06-01")
    assert world.table("ci") == [("", "not-yet"), ("2025-01-20", "in-force"), ("2025-06-01", "revoked")]


@pytest.mark.parametrize(
    ("kind", "fields", "reason"),
    [
        ("revokes", {}, "revoked"),
        ("supersedes", {}, "superseded"),
        ("expire", {}, "expired"),
        ("expire", {"end_reason": "withdrawn"}, "withdrawn"),
        ("revokes", {"end_reason": "withdrawn"}, "withdrawn"),
    ],
)
def test_why_a_measure_is_not_in_force(world, kind: str, fields: dict[str, str], reason: str) -> None:
    world.effect(kind, "lapse" if kind == "expire" else "eo", "eo", "2025-06-01", **fields)
    assert world.table("ci")[-1] == ("2025-06-01", reason)


def test_revoking_a_revocation_revives_nothing(world) -> None:
    world.effect("revokes", "eo-2", "eo", "2025-06-01", name="revocation")
    world.effect("revokes", "eo-3", "eo-2", "2025-07-01")
    world.effect("revokes", "eo-3", "revocation", "2025-07-01", undoes=("revocation",))
    assert world.table("ci")[-1] == ("2025-06-01", "revoked")


def test_only_reinstating_revives(world) -> None:
    world.effect("revokes", "eo-2", "eo", "2025-06-01")
    world.effect("reinstates", "eo-3", "eo", "2025-07-01")
    assert world.table("ci")[-2:] == [("2025-06-01", "revoked"), ("2025-07-01", "in-force")]


def test_a_court_that_undoes_a_revocation_revives_too(world) -> None:
    world.effect("revokes", "eo-2", "eo", "2025-06-01", name="revocation")
    world.ruling("r", "supreme", "2025-07-01")
    world.effect("vacate", "r", "revocation", "2025-07-01")
    assert world.table("ci")[-1] == ("2025-07-01", "in-force")


def test_what_was_revoked_before_it_began_never_begins() -> None:
    world = World(begins="2025-03-01")
    world.effect("revokes", "eo-2", "eo", "2025-02-01")
    assert world.table("ci") == [("", "not-yet"), ("2025-02-01", "revoked")]


def test_an_amendment_changes_nothing(world) -> None:
    world.effect("amends", "eo-2", "p", "2025-06-01")
    assert world.table("ci")[-1] == ("2025-01-20", "in-force")


def test_a_provision_begins_with_its_measure_unless_it_has_a_beginning_of_its_own(world) -> None:
    world.effect("takes-effect", "eo", "q", "2025-02-19")
    assert world.table("ci", "q") == [("", "not-yet"), ("2025-02-19", "in-force")]
    assert world.table("ci", "p")[1] == ("2025-01-20", "in-force")


def test_a_provision_ends_with_its_measure(world) -> None:
    world.effect("takes-effect", "eo", "q", "2025-02-19")
    world.effect("revokes", "eo-2", "eo", "2025-06-01")
    assert world.table("ci", "q")[-1] == ("2025-06-01", "revoked")


def test_a_provision_that_is_itself_ended_only_later_outlives_its_measure(world) -> None:
    world.effect("revokes", "eo-2", "eo", "2025-06-01")
    world.effect("revokes", "eo-2", "q", "2025-09-01")
    assert world.table("ci", "q")[-2:] == [("2025-01-20", "in-force"), ("2025-09-01", "revoked")]
    assert world.table("ci", "p")[-1] == ("2025-06-01", "revoked")


def test_what_was_itself_ended_is_not_revived_with_its_measure(world) -> None:
    world.effect("revokes", "eo-2", "q", "2025-03-01")
    world.effect("revokes", "eo-2", "eo", "2025-06-01")
    world.effect("reinstates", "eo-3", "eo", "2025-07-01")
    assert world.table("ci", "q")[-1] == ("2025-03-01", "revoked")
    assert world.table("ci", "p")[-1] == ("2025-07-01", "in-force")


def test_an_effect_on_a_provision_reaches_its_parts(world) -> None:
    world.effect("revokes", "eo-2", "p", "2025-06-01")
    assert world.table("ci", "p1")[-1] == ("2025-06-01", "revoked")
    assert world.table("ci", "q")[-1] == ("2025-01-20", "in-force")


def test_a_part_that_is_gone_restricts_its_whole_no_more(world) -> None:
    world.grant("pi", "2025-02-01", "all", on=("p1",))
    world.effect("revokes", "eo-2", "p1", "2025-06-01")
    assert world.table("ci", "p")[-2:] == [("2025-02-01", "restricted"), ("2025-06-01", "in-force")]


def test_two_revocations_on_one_day_are_one(world) -> None:
    world.effect("revokes", "eo-2", "eo", "2025-06-01")
    world.effect("supersedes", "eo-3", "eo", "2025-06-01")
    assert world.table("ci")[-1] == ("2025-06-01", "revoked")


def test_an_injunction_may_precede_the_day_the_order_takes_effect() -> None:
    world = World(begins="2025-03-16")
    world.scope("all", "everyone")
    world.grant("tro", "2025-03-15", "all")
    assert world.table("ci") == [("", "not-yet"), ("2025-03-16", "blocked")]


def test_a_measure_that_postpones_itself_until_an_injunction_is_lifted_is_blocked_not_not_yet(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.effect(
        "takes-effect", "memo", "p", "2025-06-14/..", conditional_on="until the injunction is lifted"
    )
    assert world.table("ci")[-1] == ("2025-02-01", "blocked")


def test_without_a_recorded_beginning_it_is_not_certain_that_it_ever_began() -> None:
    world = World(begins=None)
    assert world.table("ci") == [("", "not-yet"), ("2025-01-20", "uncertain")]
    assert world.possible("ci", "2025-02-01") == {"in-force", "not-in-force"}


# Days that are not known


def test_between_its_bounds_an_effect_makes_the_state_uncertain(world) -> None:
    world.grant("pi", "2025-02", "all")
    assert world.table("ci")[-2:] == [("2025-02-01", "uncertain"), ("2025-02-28", "blocked")]


def test_what_may_never_have_happened_stays_uncertain(world) -> None:
    world.grant("pi", "2025-02-01/..", "all")
    assert world.table("ci")[-1] == ("2025-02-01", "uncertain")


def test_two_folds_are_not_enough(world) -> None:
    """One relief may end early and the next begin late: all earliest and all latest both say blocked."""
    world.grant("one", "2025-02-01", "all")
    world.effect("dissolve", "r-one", "one", "2025-03-01/2025-03-31")
    world.ruling("r-two", "trial", "2025-03-01")
    world.grant("two", "2025-03-01/2025-03-31", "all", by="r-two")
    assert world.possible("ci", "2025-03-15") == {"blocked", "in-force"}
    assert world.state("ci", "2025-03-31") == "blocked"


def test_effects_of_one_event_share_their_day(world) -> None:
    world.grant("one", "2025-02-01", "all")
    world.effect("dissolve", "r-one", "one", "2025-03-01/2025-03-31", event="ev")
    world.ruling("r-two", "trial", "2025-03-01")
    world.grant("two", "2025-03-01/2025-03-31", "all", by="r-two", event="ev")
    assert world.table("ci")[-1] == ("2025-02-01", "blocked")


def test_an_effect_with_an_uncertain_day_does_not_supersede_itself(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.ruling("r", "trial", "2025-03-01")
    world.effect("rescope", "r", "pi", "2025-03-01/2025-03-31", scope="chester")
    assert world.possible("oc", "2025-03-15") == {"blocked", "in-force"}
    assert world.state("oc", "2025-03-31") == "in-force"


def test_an_effect_cannot_precede_what_it_acts_on(world) -> None:
    world.grant("pi", "2025-02-10", "all")
    world.effect("stay", "r-pi", "pi", "2025-02", name="stay")
    assert world.state("ci", "2025-02-05") == "in-force"
    assert world.possible("ci", "2025-02-10") == {"blocked", "stayed"}
    assert world.state("ci", "2025-02-28") == "stayed"


def test_what_one_relief_certainly_covers_is_not_made_uncertain_by_another(world) -> None:
    world.grant("one", "2025-02-01", "all")
    world.grant("two", "2025-02-01/..", "all")
    assert world.table("ci")[-1] == ("2025-02-01", "blocked")


def test_enforceable_is_known_where_all_readings_agree(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.ruling("r", "appeal", "2025-03-01")
    world.effect("stay", "r", "pi", "2025-03-01")
    world.ruling("a", "appeal", "2025-06-01")
    world.effect("vacate", "a", "pi", "2025-06-01", at_mandate=True)
    outlook = world.course().outlook("ci", date(2025, 7, 1))
    assert outlook.state == "uncertain"
    assert outlook.enforceable == "yes"


# Mandates


def appealed(world, **fields):
    world.grant("pi", "2018-01-01", "all")
    world.ruling("a", "appeal", "2018-08-01", **{k: v for k, v in fields.items() if k == "mandate"})
    rest = {k: v for k, v in fields.items() if k != "mandate"}
    world.effect("vacate", "a", "pi", rest.pop("day", "2018-08-01"), **{"at_mandate": True, **rest})
    return world


@pytest.fixture
def old():
    found = World(begins="2017-01-25")
    found.scope("all", "everyone")
    return found


def test_a_mandate_of_unknown_day_issues_within_180_days_of_the_decision(old) -> None:
    appealed(old)
    assert old.table("ci")[-2:] == [("2018-08-01", "uncertain"), ("2019-01-28", "in-force")]


def test_the_bound_is_that_of_the_rule_set(old) -> None:
    appealed(old)
    assert old.state("ci", "2018-08-31", rules=RuleSet("2", 30)) == "in-force"
    assert old.state("ci", "2018-08-30", rules=RuleSet("2", 30)) == "uncertain"


def test_a_recorded_mandate_is_the_day(old) -> None:
    appealed(old, mandate=parse_edtf("2018-10-15"))
    assert old.table("ci")[-1] == ("2018-10-15", "in-force")


def test_a_record_that_presupposes_the_mandate_bounds_it(old) -> None:
    old.ruling("later", "trial", "2018-09-20")
    appealed(old, presupposed_by="later")
    assert old.table("ci")[-2:] == [("2018-08-01", "uncertain"), ("2018-09-20", "in-force")]


def test_a_denial_of_rehearing_moves_the_bound(old) -> None:
    appealed(old)
    old.ruling("denied", "appeal", "2018-12-01")
    old.effect("deny", "denied", "a", "2018-12-01")
    assert old.table("ci")[-1] == ("2019-05-30", "in-force")


def test_a_denial_by_another_court_does_not(old) -> None:
    appealed(old)
    old.ruling("cert", "supreme", "2018-12-01")
    old.effect("deny", "cert", "a", "2018-12-01")
    assert old.table("ci")[-1] == ("2019-01-28", "in-force")


def test_what_is_vacated_on_appeal_waits_for_the_mandate_also_where_nothing_says_so(old) -> None:
    appealed(old, at_mandate=None)
    assert old.table("ci")[-2] == ("2018-08-01", "uncertain")


def test_unless_the_ruling_says_at_once(old) -> None:
    appealed(old, at_mandate=False)
    assert old.table("ci")[-1] == ("2018-08-01", "in-force")


def test_or_the_record_gives_a_day_of_its_own(old) -> None:
    appealed(old, at_mandate=None, day="2018-09-05")
    assert old.table("ci")[-1] == ("2018-09-05", "in-force")


def test_a_court_of_appeals_takes_back_its_own_ruling_at_once(old) -> None:
    old.grant("pi", "2018-01-01", "all", level="appeal")
    old.ruling("a", "appeal", "2018-08-01")
    old.effect("vacate", "a", "r-pi", "2018-08-01")
    assert old.table("ci")[-1] == ("2018-08-01", "in-force")


def test_the_supreme_court_acts_on_its_day(old) -> None:
    old.grant("pi", "2018-01-01", "all")
    old.ruling("s", "supreme", "2018-08-01")
    old.effect("vacate", "s", "pi", "2018-08-01", at_mandate=True)
    assert old.table("ci")[-1] == ("2018-08-01", "in-force")


def test_all_that_waits_for_one_mandate_comes_at_once(old) -> None:
    """The stay ends as the narrower scope begins: Chester is never blocked by the old scope."""
    old.scope("canton", "oc")
    old.grant("pi", "2018-01-01", "all")
    old.ruling("r", "trial", "2018-02-01")
    old.effect("partial-stay", "r", "pi", "2018-02-01", scope="canton", name="stay")
    old.ruling("a", "appeal", "2018-08-01")
    old.effect("rescope", "a", "pi", "2018-08-01", scope="canton", at_mandate=True)
    old.effect("lift-stay", "a", "stay", "2018-08-01", undoes=("stay",), at_mandate=True)
    assert old.possible("ci", "2018-10-01") == {"stayed", "in-force"}
    assert old.table("oc")[-1] == ("2018-01-01", "blocked")


# Order within a day


def test_on_the_day_of_a_ruling_the_new_state_holds(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    assert world.state("ci", "2025-02-01") == "blocked"


def test_an_explicit_sequence_orders_the_effects_of_a_day(world) -> None:
    world.grant("pi", "2025-02-01", "chester")
    world.ruling("r", "trial", "2025-03-01")
    world.effect("rescope", "r", "pi", "2025-03-01", scope="all", sequence=2)
    world.effect("narrow", "r", "pi", "2025-03-01", scope="chester", sequence=1)
    assert world.state("oc", "2025-03-01") == "blocked"


def test_else_the_lower_court_comes_first(world) -> None:
    world.grant("pi", "2025-02-01", "chester")
    world.ruling("s", "supreme", "2025-03-01")
    world.ruling("r", "trial", "2025-03-01")
    world.effect("narrow", "s", "pi", "2025-03-01", scope="chester", name="a-narrow")
    world.effect("rescope", "r", "pi", "2025-03-01", scope="all", name="b-rescope")
    assert world.state("oc", "2025-03-01") == "in-force"


def test_else_the_order_is_an_ambiguity_that_is_named(world) -> None:
    world.grant("pi", "2025-02-01", "chester")
    world.ruling("r", "trial", "2025-03-01")
    world.effect("narrow", "r", "pi", "2025-03-01", scope="chester", label="the narrowing")
    world.effect("rescope", "r", "pi", "2025-03-01", scope="all", label="the new scope")
    assert world.possible("oc", "2025-03-01") == {"blocked", "in-force"}
    answer = world.answer("oc", "2025-03-02")
    assert answer.state == "uncertain"
    assert answer.missing == ("the order of “the narrowing” and “the new scope”",)


def test_order_does_not_matter_where_the_outcome_is_the_same(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.ruling("r", "appeal", "2025-03-01")
    world.effect("stay", "r", "pi", "2025-03-01")
    world.effect("dissolve", "r", "pi", "2025-03-01")
    assert world.state("ci", "2025-03-01") == "in-force"


# Contradictions


def test_a_stay_of_what_had_ended(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.effect("dissolve", "r-pi", "pi", "2025-03-01")
    world.ruling("r", "appeal", "2025-04-01")
    world.effect("stay", "r", "pi", "2025-04-01")
    assert world.table("ci")[-2:] == [("2025-03-01", "in-force"), ("2025-04-01", "uncertain")]
    answer = world.answer("ci", "2025-04-02")
    assert "injunction pi is stayed after it had ended" in answer.sentence
    assert answer.certain is False


def test_two_grants_of_one_relief(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.ruling("r", "trial", "2025-03-01")
    world.effect("grant", "r", "pi", "2025-03-01", scope="chester")
    assert world.state("ci", "2025-02-10") == "blocked"
    answer = world.answer("ci", "2025-03-01")
    assert answer.state == "uncertain"
    assert "injunction pi is granted twice" in answer.sentence


def test_an_effect_before_its_ruling(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.ruling("r", "trial", "2025-04-01")
    world.effect("dissolve", "r", "pi", "2025-03-01", label="the dissolution")
    answer = world.answer("ci", "2025-03-01")
    assert answer.state == "uncertain"
    assert "“the dissolution” is dated before its own ruling" in answer.sentence


def test_an_effect_before_what_it_acts_on(world) -> None:
    world.grant("pi", "2025-03-01", "all")
    world.ruling("r", "trial", "2025-02-01")
    world.effect("stay", "r", "pi", "2025-02-01", label="the stay")
    answer = world.answer("ci", "2025-04-01")
    assert answer.state == "uncertain"
    assert "“the stay” is dated before what it acts on" in answer.sentence


def test_effects_that_undo_one_another_in_a_circle(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.ruling("r", "appeal", "2025-03-01")
    world.effect("stay", "r", "pi", "2025-03-01", name="one", undoes=("two",))
    world.effect("lift-stay", "r", "one", "2025-03-01", name="two", undoes=("one",))
    answer = world.answer("ci", "2025-03-02")
    assert answer.state == "uncertain"
    assert "undo one another in a circle" in answer.sentence


def test_relief_that_nothing_on_record_grants(world) -> None:
    world.ruling("r", "trial", "2025-02-01")
    world.add(Relief(id="pi", label="the injunction", granted_by="r", restrains=("p",)))
    assert world.state("ci", "2025-01-31") == "in-force"
    assert world.state("ci", "2025-02-01") == "uncertain", "nothing says whom it covers, nor that it began"
    world.effect("rescope", "r", "pi", "2025-02-02", scope="all")
    answer = world.answer("ci", "2025-02-03")
    assert answer.state == "uncertain"
    assert "no effect on record grants" in answer.sentence


def test_relief_that_was_asked_for_and_refused_is_no_contradiction(world) -> None:
    world.ruling("r", "trial", "2025-02-01")
    world.add(Relief(id="pi", label="the injunction", granted_by="r", restrains=("p",)))
    world.effect("deny", "r", "pi", "2025-02-01")
    assert world.table("ci")[-1] == ("2025-01-20", "in-force")


def test_one_event_on_two_days(world) -> None:
    world.grant("pi", "2025-02-01", "all", event="ev")
    world.effect("stay", "r-pi", "pi", "2025-03-01", event="ev")
    answer = world.answer("ci", "2025-03-02")
    assert answer.state == "uncertain"
    assert "have different days" in answer.sentence


def test_a_contradiction_does_not_touch_whom_it_cannot_concern(world) -> None:
    world.grant("pi", "2025-02-01", "chester")
    world.ruling("r", "trial", "2025-03-01")
    world.effect("grant", "r", "pi", "2025-03-01", scope="chester")
    assert world.state("ci", "2025-03-02") == "uncertain"
    assert world.state("oc", "2025-03-02") == "in-force"


def test_nor_what_another_relief_certainly_covers(world) -> None:
    world.grant("pi", "2025-02-01", "chester")
    world.ruling("r", "trial", "2025-03-01")
    world.effect("grant", "r", "pi", "2025-03-01", scope="chester")
    world.grant("other", "2025-02-15", "all")
    assert world.state("ci", "2025-03-02") == "blocked"


def test_what_acts_on_nothing_known_is_left_alone(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.effect("stay", "nobody", "nothing", "2025-03-01", undoes=("nothing-either",))
    world.effect("rescope", "nobody", "pi", "2025-03-01", scope="no-such-scope")
    assert world.possible("ci", "2025-03-02") == {"blocked", "in-force"}
    assert world.answer("ci", "2025-03-02").missing == ("the scope of the relief: no-such-scope",)


def test_too_many_possible_orders_are_never_falsely_certain(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.ruling("r", "trial", "2025-02-01")
    for number in range(9):
        scope = "chester" if number % 2 else "all"
        world.effect("rescope", "r", "pi", f"2025-02-01/2025-03-{number + 10}", scope=scope)
    assert world.possible("oc", "2025-03-05") >= {"blocked", "in-force"}
    assert world.state("ci", "2025-03-05") in {"blocked", "uncertain"}
