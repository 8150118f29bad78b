"""What happened becomes numbered entries, circles, paths through the courts and answers in one sentence."""

import itertools
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

import pytest
from pyoxigraph import RdfFormat, parse

from enjoin.graph import Graph
from enjoin.server import create_app
from enjoin.server.answers.standing import Period, summarised
from enjoin.server.answers.verdict import verdict
from enjoin.server.pictures.chart import Members, Part, called, natural
from enjoin.server.pictures.deeds import KNOWN, TOWARDS, Deed, chips
from enjoin.server.pictures.happenings import Happening, dots
from enjoin.server.pictures.ladder import Docket, Entry, ladder
from enjoin.server.pictures.offices import about
from enjoin.server.pictures.swimlane import Scale
from enjoin.server.present import Thing
from enjoin.server.settings import Settings
from enjoin.server.words import words

if TYPE_CHECKING:
    from enjoin.graph.storage.store import Store

ON = date(2018, 10, 1)
YEARS = Scale(date(2017, 1, 1), date(2019, 1, 1))


def period(state, group="g", rest=False, provision="p", reason="", since=date(2018, 1, 1)) -> Period:
    return Period(f"{provision}-{group}-{state}", provision, group, rest, state, reason, since, None)


def answer(*found: Period, named=None, alone=()):
    parts = {
        each.provision: Part(
            each.provision, f"§ {each.provision}", f"Section {each.provision}", "", parent=False
        )
        for each in found
    }
    by_provision = {iri: [each for each in found if each.provision == iri] for iri in parts}
    summaries = {iri: summarised(of, {}) for iri, of in by_provision.items()}
    return verdict(found, ON, parts, Members(named or {}, frozenset(alone)), summaries)


def happening(number, on, states=("blocked",)) -> Happening:
    deeds = [Deed("grant", state, state) for state in states]
    return Happening(
        number, f"r-{number}", f"r-{number}", on, "", True, Thing("x"), [], deeds, [], "", "", ()
    )


def test_in_force_says_that_it_is_no_more_than_the_sources() -> None:
    assert (
        answer(period("in-force", rest=True)).sentence
        == "Yes. It is in force; no ruling in the loaded sources holds it back."
    )


def test_what_is_gone_says_why_and_since_when() -> None:
    found = answer(period("not-in-force", rest=True, reason="revoked", since=date(2018, 2, 3)))
    assert found.sentence == "No. Revoked on 3 February 2018."
    assert found.state == "not-in-force"


def test_what_is_blocked_for_some_names_them_and_says_of_the_rest() -> None:
    found = answer(
        period("blocked", "a", provision="9(a)"),
        period("in-force", "b", rest=True, provision="9(a)"),
        period("in-force", "c", rest=True, provision="9(b)"),
        named={"a": ["Chicago"]},
    )
    assert found.sentence == (
        "Partly. Section 9(a) is blocked for Chicago and in force for everyone else. Nothing else in it is held back."
    )
    assert found.state == "partly-blocked"
    assert ("in-force", "§ 9(b): In force") in found.chips


def test_what_holds_for_all_alike_is_for_everyone() -> None:
    found = answer(period("blocked", "a"), period("blocked", "b", rest=True), named={"a": ["Chicago"]})
    assert found.sentence == "No. Section p is blocked for everyone."


def test_what_is_not_certain_is_never_resolved() -> None:
    assert answer(period("uncertain", rest=True)).sentence.startswith("Not certain.")
    mixed = answer(
        period("uncertain", rest=True, provision="1"), period("in-force", rest=True, provision="2")
    )
    assert mixed.state == "uncertain"


def test_no_period_on_the_day_is_no_answer() -> None:
    assert verdict([], ON, {}, Members({}, frozenset()), {}).sentence == "No state is computed for that day."


def test_a_group_is_named_by_its_first_members() -> None:
    assert called(["A", "B"]) == "A and B"
    assert called(["A", "B", "C", "D", "E"]) == "A, B, C and 2 more"


def test_sections_come_in_the_order_of_their_numbers() -> None:
    assert sorted(["§ 10", "§ 9(b)", "§ 9(a)", "§ 2"], key=natural) == ["§ 2", "§ 9(a)", "§ 9(b)", "§ 10"]


def test_every_effect_has_its_word() -> None:
    known = words()
    assert {f"deed.{kind}" for kind in KNOWN} <= known.keys()
    assert set(TOWARDS) <= KNOWN


def test_a_revocation_is_told_once() -> None:
    told = chips(
        [Deed("revokes", "not-in-force", "Revokes"), Deed("target-revoked", "not-in-force", "Ends with it")]
    )
    assert [deed.text for deed in told] == ["Revokes"]


def test_what_changes_nothing_is_said_only_where_nothing_else_was_done() -> None:
    affirmed, narrowed = Deed("affirm", "", "No change"), Deed("narrow", "partly-blocked", "Narrows")
    assert chips([affirmed]) == [affirmed]
    assert chips([affirmed, narrowed]) == [narrowed]


def test_circles_of_one_day_stand_below_one_another_and_within_the_picture() -> None:
    many = [happening(number, date(2018, 1, 1)) for number in range(1, 9)]
    placed = dots([*many, happening(9, date(2030, 1, 1)), happening(10, None)], YEARS)
    assert [dot.event.number for dot in placed] == list(range(1, 9))
    assert [dot.row for dot in placed][:4] == [0, 1, 2, 3]
    assert max(dot.row for dot in placed) < 4


COURTS = {"d": Thing("N.D. Cal."), "c": Thing("9th Cir.")}
DOCKETS = [Docket("p1", "d", "trial-court", ""), Docket("p2", "c", "appellate-court", "p1")]


def entry(number, on, proceeding, court, *, ruling=True) -> Entry:
    return Entry(number, on, proceeding, court, ruling, "x", None)


def test_an_appeal_goes_up_and_a_remand_down() -> None:
    entries = [
        entry(1, date(2017, 1, 31), "p1", "d", ruling=False), entry(2, date(2017, 11, 20), "p1", "d"),
        entry(3, date(2018, 8, 1), "p2", "c"), entry(4, date(2018, 8, 22), "p1", "d"),
    ]  # fmt: skip
    found = ladder(DOCKETS, entries, COURTS, YEARS)
    assert found is not None
    assert [rung.name.text for rung in found.rungs] == ["9th Cir.", "N.D. Cal."], (
        "the higher court stands higher"
    )
    points = {point.entry.number: (point.x, point.y) for point in found.points}
    assert (*points[2], *points[3]) in found.lines
    assert (*points[3], *points[4]) in found.lines
    assert len(found.points) == len(entries)


def test_circles_on_one_level_do_not_cover_one_another() -> None:
    day = date(2018, 12, 20)
    entries = [entry(number, day + timedelta(days=number), "p1", "d") for number in range(1, 9)]
    found = ladder(DOCKETS[:1], entries, COURTS, YEARS)
    assert found is not None
    xs = [point.x for point in found.points]
    assert xs == sorted(xs)
    assert max(xs) <= 100
    assert min(after - before for before, after in itertools.pairwise(xs)) > 3


def test_one_entry_needs_no_picture() -> None:
    assert ladder(DOCKETS[:1], [entry(1, ON, "p1", "d")], COURTS, YEARS) is None


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2018-10-01", ON),
        ("2018-10", ON),
        ("2018", date(2018, 1, 1)),
        ("", None),
        ("soon", None),
        ("2018-13", None),
    ],
)
def test_a_month_or_a_year_begins_on_its_first_day(said, day) -> None:
    assert about(said) == day


ANNOTATED = """
@prefix ej: <https://w3id.org/enjoin/ns#> . @prefix oa: <http://www.w3.org/ns/oa#> . @base <https://w3id.org/enjoin/id/> .
<https://w3id.org/enjoin/graph/a> {
  <source/a> a ej:Source ; ej:sourceKind <https://w3id.org/enjoin/vocab/press> %s .
  <claim/a-1> a ej:Claim ; ej:assertedIn <source/a> ; ej:quote "Orrick blocked it" ; ej:line 1 .
  <judge/orrick> <http://www.w3.org/2000/01/rdf-schema#label> "William H. Orrick" .
  [] oa:motivatedBy oa:highlighting ; oa:hasTarget [ oa:hasSource <source/a> ; oa:hasSelector [ oa:exact "Judge Orrick blocked it." ], [ oa:start 0 ; oa:end 24 ] ] .
  [] oa:motivatedBy oa:describing ; oa:hasBody <claim/a-1> ; oa:hasTarget [ oa:hasSource <source/a> ; oa:hasSelector [ oa:exact "Orrick blocked it" ], [ oa:start 6 ; oa:end 23 ] ] .
  [] oa:motivatedBy oa:identifying ; ej:mentionKind "judge" ; oa:hasBody <judge/orrick> ; oa:hasTarget [ oa:hasSource <source/a> ; oa:hasSelector [ oa:exact "Orrick" ], [ oa:start 6 ; oa:end 12 ] ] .
}
"""  # fmt: skip


@pytest.mark.parametrize("whole", [True, False])
def test_a_text_is_told_with_its_names_underlined_and_its_claims_numbered(whole) -> None:
    graph = Graph.memory()
    text = "Judge Orrick blocked it. Nobody <b>else</b> did.\\n\\nThe end."
    said = ANNOTATED % (f'; ej:fullText "{text}"' if whole else "")
    cast("Store", graph.store()).load(parse(said.encode(), format=RdfFormat.TRIG))
    client = create_app(graph, Settings(), today=lambda: ON).test_client()
    page = client.get("/doc/source/a", headers={"Accept": "text/html"}).text
    part = page[page.index('class="sentence"') :]
    assert 'Judge <a class="mention mention-judge" href="/doc/judge/orrick">Orrick</a> blocked it.' in part
    assert part.index("blocked it.") < part.index('href="#claim-1"')
    assert ("Nobody &lt;b&gt;else&lt;/b&gt; did." in part) is whole
    assert ("The end." in part) is whole
