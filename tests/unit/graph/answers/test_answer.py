"""The answer of the contract: its sentence for each state, its derivation, its readings, its horizon."""

# The worlds of these tests are small records of their own: their fields are optional by design.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportPossiblyUnboundVariable=false

import json
import pickle
from datetime import date

import pytest

from enjoin.graph.answers.answer import changes, if_reversed, what_binds, who_is_protected
from enjoin.graph.dates import parse_edtf
from enjoin.graph.effects.saying import Sentence
from enjoin.graph.effects.sentence import many
from enjoin.graph.effects.things import Lawsuit, Measure, Proceeding, Provision, RuleSet
from small_world import World, people


@pytest.fixture
def world():
    found = World()
    found.scope("all", "everyone", label="everyone")
    found.scope("chester", "ci", label="Chester")
    return found


def test_the_object_is_that_of_the_contract(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    found = world.answer("ci", "2025-02-10", known=date(2026, 11, 21)).to_json()
    assert list(found) == [
        "question", "state", "certain", "reason", "sentence", "because", "relief", "derivation", "readings",
        "missing", "since", "until", "enforceable", "checked_to", "disclaimer",
    ]  # fmt: skip
    assert found["question"] == {"provision": "p", "party": "ci", "on": "2025-02-10", "known": "2026-11-21"}
    assert found["disclaimer"] == "Computed from public records; not legal advice."
    assert json.loads(json.dumps(found)) == found


# One sentence for each state


def said(world, who: str = "ci", on: str = "2025-03-01", provision: str = "p", **fields) -> str:
    return world.answer(who, on, provision, **fields).sentence


def test_in_force(world) -> None:
    assert said(world) == "Section 2 of Executive Order 1 could be enforced against Chester on 1 March 2025."


def test_not_yet_in_force(world) -> None:
    assert said(world, on="2025-01-19") == (
        "Section 2 of Executive Order 1 could not be enforced against Chester on 19 January 2025: it was not yet in force."
    )


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("revokes", "it had been revoked."),
        ("supersedes", "it had been superseded."),
        ("expire", "it had expired."),
    ],
)
def test_no_longer_in_force(world, kind: str, words: str) -> None:
    world.effect(kind, "eo-2", "eo", "2025-02-01")
    assert said(world).endswith(words)


def test_blocked(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    assert said(world) == (
        "Section 2 of Executive Order 1 could not be enforced against Chester on 1 March 2025: "
        "the injunction pi protected it."
    )
    world.grant("pi-2", "2025-02-02", "all")
    assert said(world).endswith("the injunction pi-2 and one other protected it.")
    world.grant("pi-3", "2025-02-03", "all")
    assert said(world).endswith("the injunction pi-3 and 2 others protected it.")


def test_restricted_by_a_condition(world) -> None:
    world.scope("so-far", "ci", condition="so far as it poses the same threat")
    world.grant("pi", "2025-02-01", "so-far")
    assert said(world).endswith(
        "could be enforced against Chester on 1 March 2025 only in part: "
        "it was held back so far as it poses the same threat."
    )


def test_restricted_to_some_people(world) -> None:
    world.add(people("people with a bona fide relationship"))
    world.scope("class", "people with a bona fide relationship")
    world.grant("pi", "2025-02-01", "class")
    assert said(world).endswith("it was held back for people with a bona fide relationship.")


def test_restricted_to_some_of_its_places(world) -> None:
    world.grant("pi", "2025-02-01", "chester")
    assert said(world, "st").endswith(
        "against the State of Sierra on 1 March 2025 only in part: it was held back in Chester."
    )


def test_restricted_to_some_of_its_provisions(world) -> None:
    world.grant("pi", "2025-02-01", "all", on=("p1",))
    assert said(world).endswith("only in part: section 2(a) was held back.")


def test_stayed(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.effect("stay", "r-pi", "pi", "2025-02-10")
    assert said(world).endswith("on 1 March 2025, because the relief against it was stayed.")


def test_uncertain(world) -> None:
    world.grant("pi", "2025-03", "all", label="grant of the injunction")
    assert said(world, on="2025-03-10") == (
        "Whether Section 2 of Executive Order 1 could be enforced against Chester on 10 March 2025 is not certain, "
        "because the exact day on which the grant of the injunction pi came is not on record."
    )


def test_uncertain_but_enforceable_all_the_same(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.effect("stay", "r-pi", "pi", "2025-02-10")
    world.effect("dissolve", "r-pi", "pi", "2025-03", label="end of the injunction")
    answer = world.answer("ci", "2025-03-10")
    assert answer.enforceable == "yes"
    assert answer.sentence == (
        "Section 2 of Executive Order 1 could be enforced against Chester on 10 March 2025, but in which state it was "
        "is not certain, because the exact day on which the end of the injunction came is not on record."
    )


def test_present_tense_today_and_past_before(world) -> None:
    today = {"today": date(2025, 3, 1)}
    assert "can be enforced against Chester on 1 March 2025" in said(world, **today)
    assert "could be enforced against Chester on 28 February 2025" in said(world, on="2025-02-28", **today)
    world.grant("pi", "2025-02-01", "all")
    assert said(world, **today).endswith(
        "cannot be enforced against Chester on 1 March 2025: the injunction pi protects it."
    )


@pytest.mark.parametrize(
    ("who", "called"),
    [
        ("ci", "Chester"),
        ("sf", "the City and County of San Felipe"),
        ("us", "the United States"),
        ("st", "the State of Sierra"),
        ("ag", "the Attorney General"),
        ("org", "Helpers"),
    ],
)
def test_parties_are_named_as_one_names_them(world, who: str, called: str) -> None:
    assert f"against {called} on" in said(world, who)


@pytest.mark.parametrize(
    ("label", "called"),
    [
        ("Section 9(a) of Executive Order 13768", "Section 9(a) of Executive Order 13768"),
        ("Notice condition of the grants", "the notice condition of the grants"),
        ("DHS/FEMA conditions of the grants", "the DHS/FEMA conditions of the grants"),
        ("Government Code section 12532(c)", "Government Code section 12532(c)"),
        ("U.S. Const. amend. X", "U.S. Const. amend. X"),
    ],
)
def test_provisions_are_named_as_one_names_them(world, label: str, called: str) -> None:
    world.add(Provision(id="x", measure="eo", label=label))
    world.grant("pi", "2025-03", "all", on=("x",))
    assert f"Whether {called} could be enforced" in said(world, on="2025-03-02", provision="x")


# Since, until, the horizon


def test_since_and_until_are_those_of_the_state_not_of_what_makes_it(world) -> None:
    world.grant("one", "2025-02-01", "all")
    world.grant("two", "2025-03-01", "all")
    world.effect("dissolve", "r-one", "one", "2025-04-01")
    world.effect("dissolve", "r-two", "two", "2025-05-01")
    answer = world.answer("ci", "2025-03-15")
    assert (answer.since, answer.until) == (date(2025, 2, 1), date(2025, 5, 1))


def test_since_is_the_first_day_on_which_the_state_is_certain(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.effect("dissolve", "r-pi", "pi", "2025-03")
    assert world.answer("ci", "2025-06-01").since == date(2025, 3, 31)
    assert world.answer("ci", "2025-06-01").until is None
    assert world.answer("ci", "2025-01-01").since is None


def test_beyond_the_day_to_which_the_record_was_checked_nothing_is_certain() -> None:
    world = World()
    world.add(
        Measure(id="old", label="Order 9", begun=parse_edtf("2025-01-01"), checked_to=date(2025, 6, 30))
    )
    world.effect("takes-effect", "old", "old", "2025-01-01")
    within, beyond = world.answer("ci", "2025-06-30", "old"), world.answer("ci", "2025-07-01", "old")
    assert (within.certain, within.checked_to) == (True, date(2025, 6, 30))
    assert (beyond.certain, beyond.state) == (False, "in-force")
    assert beyond.sentence.endswith(", as far as the record goes, which was checked only to 30 June 2025.")


def test_a_lawsuit_whose_relief_still_matters_sets_the_horizon(world) -> None:
    world.add(
        Lawsuit(id="s", checked_to=date(2025, 6, 30)), Proceeding(id="d", lawsuits=("s",), court="trial")
    )
    world.ruling("r", "trial", "2025-02-01", proceedings=("d",))
    world.grant("pi", "2025-02-01", "all", by="r")
    assert world.answer("ci", "2025-08-01").checked_to == date(2025, 6, 30)
    world.effect("dissolve", "r", "pi", "2025-05-01")
    assert world.answer("ci", "2025-08-01").checked_to is None, (
        "it had ended when the record was last checked"
    )


# Why


def test_what_decides_it_comes_most_recent_first(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.ruling("s", "supreme", "2025-04-01")
    world.effect("partial-stay", "s", "pi", "2025-04-01", scope="chester")
    assert world.answer("ci", "2025-05-01").because == ("s", "r-pi")
    assert world.answer("oc", "2025-05-01").because == ("s", "r-pi")
    assert world.answer("ci", "2025-01-21").because == ("eo",)
    assert world.answer("ci", "2025-01-01").because == ("eo",)


def test_relief_that_does_not_cover_the_party_is_told_too(world) -> None:
    world.grant("pi", "2025-02-01", "chester")
    answer = world.answer("oc", "2025-03-01")
    assert answer.because == ("r-pi", "eo")
    assert [(line.relief, line.covers, line.state) for line in answer.relief] == [("pi", False, "in-force")]


def test_only_the_relief_that_holds_it_back_decides(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.grant("other", "2025-02-02", "chester")
    assert world.answer("oc", "2025-03-01").because == ("r-pi",)


def test_relief_is_shown_as_it_stands(world) -> None:
    world.grant("ended", "2025-02-01", "all")
    world.effect("dissolve", "r-ended", "ended", "2025-02-10")
    world.grant("stayed", "2025-02-02", "all")
    world.effect("stay", "r-stayed", "stayed", "2025-02-20")
    world.grant("alive", "2025-02-03", "chester")
    world.grant("later", "2025-06-01", "chester")
    lines = world.answer("ci", "2025-03-01").relief
    assert [(line.relief, line.state) for line in lines] == [
        ("alive", "in-force"),
        ("stayed", "suspended"),
        ("ended", "ended"),
    ]
    assert [line.scope for line in lines] == ["Chester", "everyone", "everyone"]


def test_where_the_record_does_not_decide_how_relief_stands_the_line_says_so(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.effect("dissolve", "r-pi", "pi", "2025-03")
    (line,) = world.answer("ci", "2025-03-10").relief
    assert (line.state, line.covers, line.certain) == ("in-force", True, False)


def test_the_derivation_tells_each_step_in_legal_order(world) -> None:
    world.ruling("r", "trial", "2025-02-01", citations=("1 F. Supp. 3d 1",), sources=("source-of-ruling",))
    world.grant("pi", "2025-02-01", "all", by="r", name="z-grant", sources=("source-of-effect",))
    world.ruling("d", "trial", "2025-02-05")
    world.effect("deny", "d", "pi", "2025-02-05")
    world.ruling("s", "supreme", "2025-04-01")
    world.effect("partial-stay", "s", "pi", "2025-04-01", scope="chester", name="a-stay")
    world.effect("dissolve", "s", "pi", "2025-09-01")
    steps = world.answer("ci", "2025-05-01").derivation
    assert [(step.on.isoformat(), step.type, step.producer) for step in steps] == [
        ("2025-01-20", "takes-effect", "eo"),
        ("2025-02-01", "grant", "r"),
        ("2025-02-05", "deny", "d"),
        ("2025-04-01", "partial-stay", "s"),
    ]
    assert [step.did for step in steps] == [
        "Executive Order 1 took effect",
        "granted the injunction pi, for everyone",
        "refused what was asked concerning the injunction pi; nothing changed",
        "stayed the injunction pi in part; it goes on for Chester",
    ]
    assert (steps[1].source, steps[1].citation) == ("source-of-effect", "1 F. Supp. 3d 1")


# Readings, what is missing, what is assumed


def test_a_mandate_of_unknown_day() -> None:
    world = World(begins="2017-01-25")
    world.scope("all", "everyone")
    world.scope("chester", "ci")
    world.grant("pi", "2018-01-01", "all")
    world.ruling("a", "appeal", "2018-08-01")
    world.effect("rescope", "a", "pi", "2018-08-01", scope="chester", at_mandate=True)
    answer = world.answer("oc", "2018-08-10")
    assert [(reading.condition, reading.state) for reading in answer.readings] == [
        ("the mandate issued by 2018-08-10", "in-force"),
        ("the mandate had not issued by 2018-08-10", "blocked"),
    ]
    assert answer.missing == ("date of the Ninth Circuit's mandate",)
    assert answer.because == ("a", "r-pi", "eo")
    later = world.answer("oc", "2019-06-01")
    assert (later.state, later.since) == ("in-force", date(2019, 1, 28))
    assert later.missing == (
        "date of the Ninth Circuit's mandate",
        "assumed: the Ninth Circuit's mandate issued by 28 January 2019 (rule set 1 takes 180 days at most)",
    )
    assert world.answer("ci", "2019-06-01").missing == (), "whom it does not concern it is not told"


def test_mandates_of_two_courts_are_told_apart(world) -> None:
    for name, court in (("a", "appeal"), ("b", "other-appeal")):
        world.grant(f"pi-{name}", "2025-02-01", "all")
        world.ruling(name, court, "2025-06-01")
        world.effect("vacate", name, f"pi-{name}", "2025-06-01", at_mandate=True)
    answer = world.answer("ci", "2025-06-10")
    assert set(answer.missing) == {
        "date of the Ninth Circuit's mandate",
        "date of the Second Circuit's mandate",
    }
    assert [(reading.condition, reading.state) for reading in answer.readings] == [
        (
            "the Ninth Circuit's mandate issued by 2025-06-10 and the Second Circuit's mandate issued by 2025-06-10",
            "in-force",
        ),
        ("the Second Circuit's mandate had not issued by 2025-06-10", "blocked"),
        ("the Ninth Circuit's mandate had not issued by 2025-06-10", "blocked"),
    ]


def test_two_mandates_of_one_court_are_told_apart_by_their_rulings(world) -> None:
    for name, day in (("a", "2025-06-01"), ("b", "2025-06-02")):
        world.grant(f"pi-{name}", "2025-02-01", "all")
        world.ruling(name, "appeal", day)
        world.effect("vacate", name, f"pi-{name}", day, at_mandate=True)
    assert set(world.answer("ci", "2025-06-10").missing) == {
        "date of the Ninth Circuit's mandate on its ruling of 1 June 2025",
        "date of the Ninth Circuit's mandate on its ruling of 2 June 2025",
    }


def test_a_disputed_scope_has_its_two_readings(world) -> None:
    world.scope("wide", territory=("st",), label="Sierra")
    world.scope("disputed", narrowest="chester", widest="wide", label="sources differ")
    world.grant("pi", "2025-02-01", "disputed")
    answer = world.answer("co", "2025-03-01")
    assert [(reading.condition, reading.state) for reading in answer.readings] == [
        ("the widest reading of “sources differ” holds: Sierra", "blocked"),
        ("the narrowest reading of “sources differ” holds: Chester", "in-force"),
    ]
    assert answer.missing == ("how far the relief reaches: “sources differ”",)
    assert answer.because == ("r-pi", "eo")


def test_a_list_that_is_not_fully_named(world) -> None:
    world.scope("some", "ci", label="ten cities", open_list=True, member_kinds=("city",))
    world.grant("pi", "2025-02-01", "some")
    answer = world.answer("oc", "2025-03-01")
    assert [reading.condition for reading in answer.readings] == [
        "Canton is on the list of “ten cities”",
        "Canton is not on the list of “ten cities”",
    ]
    assert answer.missing == ("the full list of “ten cities”",)
    assert [line.covers for line in answer.relief] == [None]


def test_subdivisions_that_nobody_recorded(world) -> None:
    world.scope("state", "st", label="the State", subdivisions="not-recorded")
    world.grant("pi", "2025-02-01", "state")
    assert world.answer("ci", "2025-03-01").missing == (
        "whether the relief reaches political subdivisions: the State",
    )


def test_each_reading_follows_from_what_is_missing(world) -> None:
    """Whatever is read, the states of the readings are those that are possible."""
    world.scope("some", "ci", open_list=True, member_kinds=("city",))
    world.scope("disputed", narrowest="chester", widest="all")
    world.grant("one", "2025-02-01", "some")
    world.grant("two", "2025-02", "disputed")
    answer = world.answer("oc", "2025-02-10")
    assert {reading.state for reading in answer.readings} == world.possible("oc", "2025-02-10")


def test_a_day_that_the_source_itself_doubts_is_told(world) -> None:
    world.grant("pi", "2025-02-01?", "all", label="grant of the injunction")
    assert world.answer("ci", "2025-03-01").missing == (
        "a surer day of the grant of the injunction: the source gives 2025-02-01?",
    )
    assert world.answer("ci", "2025-01-31").missing == ()


# Known


def test_before_anything_was_recorded_the_answer_is_uncertain_and_names_the_first_day(world) -> None:
    answer = world.answer("ci", "2025-03-01", known=date(2026, 1, 1), first_recorded=date(2026, 11, 21))
    assert (answer.state, answer.certain, answer.enforceable) == ("uncertain", False, "unknown")
    assert answer.sentence.endswith(
        "is not certain, because nothing was recorded here before 21 November 2026."
    )
    assert answer.missing == ("any record before 21 November 2026, the first recorded day",)
    on_the_day = world.answer("ci", "2025-03-01", known=date(2026, 11, 21), first_recorded=date(2026, 11, 21))
    assert on_the_day.state == "in-force"


# A measure asked as a whole


def test_a_measure_whose_provisions_agree_has_their_state(world) -> None:
    answer = world.answer("ci", "2025-03-01", "eo")
    assert (answer.state, answer.enforceable, answer.certain) == ("in-force", "yes", True)
    assert answer.sentence.endswith("in all 3 of its recorded provisions.")
    world.effect("revokes", "eo-2", "eo", "2025-06-01")
    ended = world.answer("ci", "2025-07-01", "eo")
    assert (ended.state, ended.reason) == ("not-in-force", "revoked")


def test_else_it_is_restricted_and_says_which_provisions(world) -> None:
    world.grant("pi", "2025-02-01", "all", on=("p1",))
    answer = world.answer("ci", "2025-03-01", "eo")
    assert (answer.state, answer.enforceable) == ("restricted", "in-part")
    assert answer.sentence == (
        "Executive Order 1 could be enforced against Chester on 1 March 2025 only in part "
        "(blocked: section 2(a); in force: section 3)."
    )
    assert answer.to_json()["parts"] == [
        {"provision": "p", "state": "restricted"},
        {"provision": "p1", "state": "blocked"},
        {"provision": "q", "state": "in-force"},
    ]


def test_a_measure_of_which_nothing_is_certain_says_why(world) -> None:
    world.grant("pi", "2025-03", "all", on=("eo",), label="grant of the injunction")
    answer = world.answer("ci", "2025-03-10", "eo")
    assert (answer.state, answer.enforceable) == ("uncertain", "unknown")
    assert answer.sentence.endswith(
        "is not certain, because the exact day on which the grant of the injunction pi came is not on record, "
        "in all 3 of its recorded provisions."
    )


def test_one_provision_held_back_is_not_the_whole_measure() -> None:
    """Where only one provision is on record, the rest of the measure is not known to be held."""
    world = World()
    world.add(
        Measure(id="eo-9", label="Executive Order 9", begun=parse_edtf("2025-01-20")),
        Provision(id="only", measure="eo-9", label="Section 4 of Executive Order 9"),
    )
    world.effect("takes-effect", "eo-9", "eo-9", "2025-01-20")
    world.scope("all", "everyone")
    assert world.answer("ci", "2025-02-01", "eo-9").state == "in-force"
    world.grant("pi", "2025-03-01", "all", on=("only",))
    answer = world.answer("ci", "2025-03-02", "eo-9")
    assert (answer.state, answer.enforceable) == ("restricted", "in-part")
    assert answer.sentence.endswith("only in part (blocked: section 4).")


def test_a_measure_without_recorded_provisions_is_folded_itself(world) -> None:
    world.add(Measure(id="memo", label="Memorandum of 1 May 2025", begun=parse_edtf("2025-05-01")))
    world.effect("takes-effect", "memo", "memo", "2025-05-01")
    world.grant("pi", "2025-06-01", "all", on=("memo",))
    answer = world.answer("ci", "2025-06-02", "memo")
    assert answer.state == "blocked"
    assert answer.sentence.startswith("The Memorandum of 1 May 2025 could not be enforced")


# Over everything


def test_what_binds_a_party_on_a_day(world) -> None:
    world.grant("pi", "2025-02-01", "chester")
    found = {each.provision: each.state for each in what_binds(world.lit(), "ci", date(2025, 3, 1))}
    assert found == {"p": "blocked", "p1": "blocked", "q": "in-force"}
    assert what_binds(world.lit(), "ci", date(2025, 1, 1)) == []


def test_who_is_protected_from_a_provision(world) -> None:
    world.scope("bound", "ci", binds=("ag",), does_not_bind=("president",))
    world.grant("pi", "2025-02-01", "bound")
    found = who_is_protected(world.lit(), "p", date(2025, 3, 1))
    assert [(each.binds, each.does_not_bind) for each in found.reliefs] == [(("ag",), ("president",))]
    assert [(each.relief, each.scopes) for each in found.reliefs] == [("pi", ("bound",))]
    assert [(members, outlook.state) for members, outlook in found.parties] == [
        (("ci",), "blocked"),
        (("st", "us"), "restricted"),
    ]
    assert found.others.state == "in-force"


def test_the_previous_and_the_next_change(world) -> None:
    world.grant("pi", "2025-02-01", "chester")
    world.effect("dissolve", "r-pi", "pi", "2025-05-01")
    lit = world.lit()
    assert changes(lit, date(2025, 3, 1), provision="p", agent="ci").previous == date(2025, 2, 1)
    assert changes(lit, date(2025, 3, 1), provision="p", agent="ci").next == date(2025, 5, 1)
    assert changes(lit, date(2025, 3, 1), provision="p", agent="oc").next is None
    assert changes(lit, date(2025, 3, 1), agent="ci").next == date(2025, 5, 1)
    assert changes(lit, date(2025, 2, 1), provision="p").previous == date(2025, 1, 20)


def test_what_would_fall_if_a_ruling_were_reversed(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.ruling("a", "appeal", "2025-03-01")
    world.effect("affirm", "a", "r-pi", "2025-03-01")
    world.grant("other", "2025-02-01", "chester")
    for ruling in ("a", "r-pi"):
        found = if_reversed(world.lit(), ruling, date(2025, 6, 1))
        assert found.reliefs == ("pi",)
        assert {(each.provision, each.after.state) for each in found.changes if not each.members} == {
            ("p", "in-force"),
            ("p1", "in-force"),
        }
        assert not any("ci" in each.members for each in found.changes), (
            "the other injunction still protects it"
        )
    assert if_reversed(world.lit(), "r-other", date(2025, 6, 1)).changes == ()


def test_the_rule_set_is_an_argument(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    world.ruling("a", "appeal", "2025-06-01")
    world.effect("vacate", "a", "pi", "2025-06-01", at_mandate=True)
    assert world.answer("ci", "2025-07-15", rules=RuleSet("30 days", 30)).state == "in-force"
    assert world.answer("ci", "2025-07-15").state == "uncertain"


def test_somebody_whom_the_graph_does_not_know_is_a_place_like_any_other(world) -> None:
    world.grant("pi", "2025-02-01", "chester")
    assert world.answer("https://example.org/nowhere", "2025-03-01").state == "in-force"


# What a sentence is made of


def test_a_sentence_knows_its_kind_and_its_arguments(world) -> None:
    world.grant("pi", "2025-02-01", "all")
    sentence = world.answer("ci", "2025-03-01").sentence
    assert isinstance(sentence, Sentence)
    assert sentence.kind == "whole"
    blocked = sentence.arguments["said"]
    assert isinstance(blocked, Sentence)
    assert (blocked.kind, getattr(blocked.arguments["why"], "kind", "")) == ("because-of", "protected-past")
    step = world.answer("ci", "2025-03-01").derivation[-1].did
    assert (step.kind, sorted(step.arguments)) == ("granted", ["on", "scope"])
    again = pickle.loads(pickle.dumps(sentence))
    assert (again, again.kind, again.arguments) == (sentence, sentence.kind, sentence.arguments)


def test_several_things_are_told_in_the_plural() -> None:
    assert many("it was held back") == "they were held back"
    assert many("it is") == "they are"
    assert many("it has expired") == "they have expired"


def test_the_horizon_of_a_whole_is_told_once() -> None:
    world = World()
    world.add(
        Measure(id="old", label="Order 9", begun=parse_edtf("2025-01-01"), checked_to=date(2025, 6, 30)),
        Provision(id="one", measure="old", label="Section 1 of Order 9"),
        Provision(id="two", measure="old", label="Section 2 of Order 9"),
    )
    world.effect("takes-effect", "old", "old", "2025-01-01")
    world.scope("all", "everyone", label="everyone")
    world.grant("pi", "2025-02", "all", on=("one", "two"))
    world.effect("dissolve", "r-pi", "pi", "2025-06-01/..")
    within, beyond = (world.answer("ci", day, "old").sentence for day in ("2025-06-15", "2025-07-10"))
    assert within.endswith("is not on record, in all 2 of its recorded provisions.")
    assert beyond.endswith(
        "is not on record, in all 2 of its recorded provisions, "
        "as far as the record goes, which was checked only to 30 June 2025."
    )
    assert beyond.count("as far as the record goes") == 1
