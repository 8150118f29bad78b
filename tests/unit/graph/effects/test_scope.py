"""Whom relief covers: everyone, territory, parties, lists, classes; and the algebra of cover."""

from datetime import date

import pytest

from enjoin.graph.dates import parse_edtf
from enjoin.graph.effects.ask import Ask
from enjoin.graph.effects.groups import Partition
from enjoin.graph.effects.scope import NOT, WHOLLY, Cover, Covered, Reach, binds, both, cover, either, less
from enjoin.graph.effects.things import Agent, Containment, PartyRole
from small_world import World, join, people, suit

DAY = date(2025, 3, 1)


def covers(
    world, scope: str, who: str, provision: str = "p", on: str = "2025-03-01", since: str | None = None
) -> str:
    found, _ = cover(
        world.lit(),
        scope,
        who,
        provision,
        date.fromisoformat(on),
        date.fromisoformat(since) if since else None,
    )
    return found.value


@pytest.fixture
def world():
    return World()


def test_everyone_covers_all(world) -> None:
    world.scope("all", "everyone")
    assert {covers(world, "all", who) for who in ("us", "st", "ci", "org", "ag", "nobody-known")} == {"yes"}


# Territory


def test_a_territory_covers_what_lies_in_it_at_any_depth(world) -> None:
    world.scope("in-st", territory=("st",))
    assert covers(world, "in-st", "st") == "yes"
    assert covers(world, "in-st", "ci") == "yes"
    assert covers(world, "in-st", "ot") == "no"
    world.scope("in-us", territory=("us",))
    assert covers(world, "in-us", "ci") == "yes"


def test_of_a_whole_only_a_part_is_covered(world) -> None:
    world.scope("in-st", territory=("st",))
    assert covers(world, "in-st", "us") == "conditional"


def test_what_has_no_place_is_covered_only_in_the_territory(world) -> None:
    world.scope("in-st", territory=("st",))
    assert covers(world, "in-st", "org") == "conditional"


def test_where_a_place_lies_may_change(world) -> None:
    world.add(
        Agent(id="valley", label="Valley", kind="city"),
        Containment(id="c1", part="valley", whole="ot", until=parse_edtf("2025-06-01")),
        Containment(id="c2", part="valley", whole="st", since=parse_edtf("2025-06-01")),
    )
    world.scope("in-st", territory=("st",))
    assert covers(world, "in-st", "valley", on="2025-05-31") == "no"
    assert covers(world, "in-st", "valley", on="2025-06-01") == "yes"
    world.grant("pi", "2025-02-01", "in-st")
    assert world.table("valley")[-2:] == [("2025-01-20", "in-force"), ("2025-06-01", "blocked")]


def test_a_day_on_which_that_changed_may_be_unknown(world) -> None:
    world.add(
        Agent(id="valley", label="Valley", kind="city"),
        Containment(id="c", part="valley", whole="st", since=parse_edtf("2025-06")),
    )
    world.scope("in-st", territory=("st",))
    world.grant("pi", "2025-02-01", "in-st")
    assert world.table("valley")[-2:] == [("2025-06-01", "uncertain"), ("2025-06-30", "blocked")]


# Lists and parties


def test_a_list_covers_those_on_it(world) -> None:
    world.scope("listed", "ci", "st")
    assert covers(world, "listed", "ci") == "yes"
    assert covers(world, "listed", "st") == "yes"
    assert covers(world, "listed", "oc") == "no"


@pytest.mark.parametrize(("recorded", "answer"), [("yes", "yes"), ("no", "no"), ("not-recorded", "unknown")])
def test_a_state_covers_its_subdivisions_only_where_the_ruling_says_so(
    world, recorded: str, answer: str
) -> None:
    world.scope("listed", "st", subdivisions=recorded)
    assert covers(world, "listed", "ci") == answer
    assert covers(world, "listed", "st") == "yes"
    assert covers(world, "listed", "oc") == "no"


def test_the_ids_of_a_consolidated_city_county_are_one_party(world) -> None:
    world.scope("listed", "sf")
    assert covers(world, "listed", "sf-county") == "yes"
    world.scope("listed-too", "sf-county")
    assert covers(world, "listed-too", "sf") == "yes"


def test_an_open_list_is_uncertain_only_for_those_who_could_be_on_it(world) -> None:
    world.scope("some", "ci", open_list=True, member_kinds=("city", "county"), non_members=("co",))
    assert covers(world, "some", "ci") == "yes"
    assert covers(world, "some", "oc") == "unknown", "a city that may be on the list"
    assert covers(world, "some", "co") == "no", "a county known not to be on it"
    assert covers(world, "some", "ot") == "no", "a state cannot be on it"
    assert covers(world, "some", "org") == "no"


def test_a_whole_is_not_made_uncertain_by_an_open_list_of_its_parts(world) -> None:
    world.scope("some", "ci", open_list=True, member_kinds=("city",))
    assert covers(world, "some", "st") == "conditional", "one city of it is named"
    assert covers(world, "some", "ot") == "no"


def test_parties_are_the_plaintiffs_when_the_scope_took_hold(world) -> None:
    suit(world, "ci")
    join(world, "oc", joined="2025-04-01")
    world.scope("parties", parties_of=("suit",))
    world.grant("pi", "2025-02-01", "parties")
    assert world.table("ci")[-1] == ("2025-02-01", "blocked")
    assert world.table("oc")[-1] == ("2025-01-20", "in-force"), "joining later protects nobody"


def test_until_the_relief_is_extended_to_those_who_joined(world) -> None:
    suit(world, "ci")
    join(world, "oc", joined="2025-04-01")
    world.scope("parties", parties_of=("suit",))
    world.grant("pi", "2025-02-01", "parties")
    world.ruling("r", "trial", "2025-05-01")
    world.effect("extend-scope", "r", "pi", "2025-05-01", scope="parties")
    assert world.table("oc")[-1] == ("2025-05-01", "blocked")


def test_whoever_leaves_the_suit_is_protected_no_more(world) -> None:
    suit(world, "ci", joined="2025-01-25", left="2025-06-01")
    world.scope("parties", parties_of=("suit-1",))
    world.grant("pi", "2025-02-01", "parties")
    assert world.table("ci")[-2:] == [("2025-02-01", "blocked"), ("2025-06-01", "in-force")]


def test_whether_one_had_joined_may_not_be_known(world) -> None:
    suit(world, "ci", joined="2025-02")
    world.scope("parties", parties_of=("suit",))
    world.grant("pi", "2025-02-10", "parties")
    answer = world.answer("ci", "2025-03-01")
    assert answer.state == "uncertain"
    assert answer.missing == ("the day on which Chester joined the lawsuit",)


def test_a_grant_of_unknown_day_is_weighed_against_the_day_of_joining(world) -> None:
    suit(world, "ci", joined="2025-02-10")
    world.ruling("r-pi", "trial", "2025-02-01")
    world.scope("parties", parties_of=("suit",))
    world.grant("pi", "2025-02-05/2025-02-15", "parties", by="r-pi")
    assert world.state("ci", "2025-02-09") == "in-force"
    assert world.possible("ci", "2025-02-12") == {"blocked", "in-force"}
    assert world.state("ci", "2025-03-01") == "uncertain", "it may have been granted before he joined"


def test_defendants_and_appellants_are_not_protected(world) -> None:
    suit(world, "ci")
    world.add(PartyRole(id="x", party="oc", proceeding="suit-1", role="defendant"))
    world.scope("parties", parties_of=("suit",))
    assert covers(world, "parties", "oc") == "no"


def test_on_which_side_somebody_intervened_is_asked(world) -> None:
    suit(world, "ci")
    world.add(PartyRole(id="x", party="oc", proceeding="suit-1", role="intervenor"))
    world.scope("parties", parties_of=("suit",))
    assert covers(world, "parties", "oc") == "unknown"


def test_an_official_capacity_party_is_the_post(world) -> None:
    world.scope("listed", "ag")
    assert covers(world, "listed", "ag") == "yes"


# Classes


def test_a_class_of_everyone_reached_covers_every_place(world) -> None:
    world.add(people("children", "everyone-reached"))
    world.scope("class", "children")
    assert {covers(world, "class", who) for who in ("us", "st", "ci", "org")} == {"yes"}


def test_a_class_of_some_people_covers_a_place_only_so_far(world) -> None:
    world.add(people("members"))
    world.scope("class", "members")
    assert covers(world, "class", "ci") == "conditional"
    assert covers(world, "class", "org") == "unknown", "the definition does not decide it"


def test_a_class_that_is_asked_about_is_covered_by_relief_for_it(world) -> None:
    world.add(people("members"), people("others"))
    world.scope("class", "members")
    assert covers(world, "class", "members") == "yes"
    assert covers(world, "class", "others") == "unknown"


def test_a_class_of_one_place_covers_that_place(world) -> None:
    world.add(people("residents", "some-persons", territory=("st",)))
    world.scope("class", "residents")
    assert covers(world, "class", "ci") == "conditional"
    assert covers(world, "class", "oc") == "no"
    assert covers(world, "class", "us") == "conditional"


def test_what_a_definition_does_not_say_is_unknown(world) -> None:
    world.add(people("somebody", None))
    world.scope("class", "somebody")
    assert covers(world, "class", "ci") == "unknown"


def test_a_class_protects_until_it_is_decertified(world) -> None:
    world.ruling("r", "supreme", "2025-06-01")
    world.add(people("children", "everyone-reached", decertified_by="r"))
    world.scope("class", "children")
    world.grant("pi", "2025-02-01", "class")
    assert world.table("ci")[-2:] == [("2025-02-01", "blocked"), ("2025-06-01", "in-force")]


# Provisions, conditions, readings


def test_a_scope_covers_the_provisions_it_names_and_their_parts(world) -> None:
    world.scope("as-to-p", "everyone", provisions=("p",))
    assert covers(world, "as-to-p", "ci", "p") == "yes"
    assert covers(world, "as-to-p", "ci", "p1") == "yes"
    assert covers(world, "as-to-p", "ci", "q") == "no"
    world.scope("as-to-p1", "everyone", provisions=("p1",))
    assert covers(world, "as-to-p1", "ci", "p") == "conditional"


def test_a_condition_makes_cover_conditional(world) -> None:
    world.scope("so-far", "ci", condition="so far as it poses the same threat")
    found, words = cover(world.lit(), "so-far", "ci", "p", DAY)
    assert found is Cover.CONDITIONAL
    assert "so far as it poses the same threat" in words


def test_an_exception_is_told_and_covers_all_the_same(world) -> None:
    world.scope("all-but", "everyone", exception="not as to two countries")
    assert covers(world, "all-but", "ci") == "yes"


def test_a_disputed_scope_is_certain_where_its_readings_agree(world) -> None:
    world.scope("narrow", "ci")
    world.scope("wide", territory=("st",))
    world.scope("disputed", narrowest="narrow", widest="wide")
    assert covers(world, "disputed", "ci") == "yes"
    assert covers(world, "disputed", "co") == "unknown"
    assert covers(world, "disputed", "oc") == "no"
    assert covers(world, "disputed", "st") == "unknown", "in part, or wholly"


def test_a_scope_that_says_nothing_is_unknown(world) -> None:
    world.scope("silent")
    assert covers(world, "silent", "ci") == "unknown"
    assert covers(world, "never-recorded", "ci") == "unknown"


def test_whom_relief_binds(world) -> None:
    lit = world.add().lit()
    world.scope("bound", "everyone", binds=("ag",), does_not_bind=("president",))
    world.scope("not-bound", "everyone", does_not_bind=("president",))
    lit = world.lit()
    assert binds(lit, "bound", "ag") is Cover.YES
    assert binds(lit, "bound", "president") is Cover.NO
    assert binds(lit, "bound", "org") is Cover.UNKNOWN
    assert binds(lit, "not-bound", "org") is Cover.YES
    assert binds(lit, "nothing", "org") is Cover.UNKNOWN


# Algebra

SO_FAR = Covered(Reach.CONDITIONAL, frozenset((("condition", "so far"),)))
SOME = Covered(Reach.CONDITIONAL, frozenset((("class", "some"),)))
OTHERS = Covered(Reach.CONDITIONAL, frozenset((("class", "others"),)))
NOBODY_ASKED = Ask({})
ALL = (NOT, SO_FAR, SOME, WHOLLY)


@pytest.mark.parametrize("one", ALL)
@pytest.mark.parametrize("other", ALL)
def test_union_and_intersection_are_bounds(one: Covered, other: Covered) -> None:
    assert either(one, other).reach == max(one.reach, other.reach)
    assert both(one, other, NOBODY_ASKED).reach == min(one.reach, other.reach)
    assert either(one, other) == either(other, one)
    assert both(one, other, NOBODY_ASKED) == both(other, one, NOBODY_ASKED)


@pytest.mark.parametrize("one", ALL)
def test_nothing_is_left_of_what_is_wholly_taken_away(one: Covered) -> None:
    assert less(one, WHOLLY) == NOT
    assert less(one, NOT) == one
    assert less(one, SOME).reach == min(one.reach, Reach.CONDITIONAL)


def test_whether_two_classes_overlap_is_asked() -> None:
    overlap = ("overlap", "others", "some")
    assert both(SOME, OTHERS, Ask({overlap: True})).reach is Reach.CONDITIONAL
    assert both(SOME, OTHERS, Ask({overlap: False})) == NOT


# Groups


def test_parties_are_told_apart_only_where_something_tells_them_apart(world) -> None:
    world.scope("listed", "ci")
    world.grant("pi", "2025-02-01", "listed")
    # Whoever neither lies in a named party nor holds one is bound like somebody unknown, and not listed.
    assert Partition(world.course("p")).classes == [("ci",), ("st", "us")]
    assert Partition(world.course("q")).classes == []


def test_kinds_tell_apart_only_where_a_list_is_open(world) -> None:
    world.scope("some", "ci", open_list=True, member_kinds=("city",), non_members=("co",))
    world.grant("pi", "2025-02-01", "some")
    classes = Partition(world.course("p")).classes
    assert ("oc",) in classes
    assert ("co",) in classes
    assert ("ot",) in classes
