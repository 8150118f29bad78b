"""The promised questions, asked of the starter graph, against what the public record says.

What rests on asserted facts is checked row by row for the well-known chains. What rests on computed
periods is checked against answers worked out by hand.
"""

from typing import Any

import pytest
from pyoxigraph import NamedNode

from enjoin import queries
from enjoin.graph import Graph
from enjoin.ontology.terms import EJV

ID = "https://w3id.org/enjoin/id/"

# Every ruling of the record that granted or extended relief against a provision, by year.
RESTRAINED = [
    "r-2017-01-28-darweesh-stay",
    "r-2017-02-03-wawd-tro",
    "r-2017-02-13-aziz-pi",
    "r-2017-03-15-hid-tro",
    "r-2017-03-16-mdd-pi",
    "r-2017-03-29-hid-pi",
    "r-2017-04-25-santa-clara-pi",
    "r-2017-09-15-chicago-pi",
    "r-2017-10-17-hid-tro-3",
    "r-2017-10-17-mdd-pi-3",
    "r-2017-10-20-hid-pi-3",
    "r-2017-11-15-philadelphia-pi",
    "r-2017-11-20-santa-clara-perm",
    "r-2018-06-06-philadelphia-sj",
    "r-2018-07-05-caed-california",
    "r-2018-07-27-chicago-perm",
    "r-2018-09-13-la-pi",
    "r-2018-10-05-sf-jag-sj",
    "r-2018-11-30-nysd-doj",
    "r-2019-04-18-ca9-california",
    "r-2025-01-23-wawd-tro",
    "r-2025-02-05-mdd-pi",
    "r-2025-02-06-wawd-pi",
    "r-2025-02-10-nhd-pi",
    "r-2025-02-13-mad-pi",
    "r-2025-04-24-cand-pi",
    "r-2025-05-09-cand-clarification",
    "r-2025-06-19-rid-dot-pi",
    "r-2025-06-27-scotus-casa",
    "r-2025-07-10-nhd-barbara",
    "r-2025-08-07-mdd-class-pi",
    "r-2025-08-22-cand-pi-2",
    "r-2025-09-24-rid-fema",
    "r-2025-11-04-rid-dot-sj",
    "r-2026-06-30-scotus-barbara",
]

KEPT = [
    "r-2017-05-25-ca4-en-banc",
    "r-2017-06-12-ca9-hawaii",
    "r-2017-12-22-ca9-hawaii-3",
    "r-2018-02-15-ca4-irap-3",
    "r-2018-04-19-ca7-chicago",
    "r-2018-08-01-ca9",
    "r-2019-02-15-ca3-philadelphia",
    "r-2019-04-18-ca9-california",
    "r-2019-10-31-ca9-la",
    "r-2020-04-30-ca7-chicago",
    "r-2020-07-13-ca9-sf-jag",
    "r-2025-07-23-ca9-washington",
    "r-2025-10-03-ca1",
    "r-2025-10-03-ca1-nhics",
    "r-2025-10-14-rid-fema-enforce",
    "r-2026-06-30-scotus-barbara",
]
"""Those that affirmed or enforced relief, and left it standing at least in part."""


def short(term: Any) -> str:
    value = str(term.value)
    if isinstance(term, NamedNode):
        return value.removeprefix(ID).removeprefix(EJV)
    return value


def ask(graph: Graph, name: str, **values: str) -> list[dict[str, str]]:
    given: dict[str, Any] = dict(values)
    found: Any = graph.query(name, **given)
    return [{column: short(term) for column, term in row.items() if term is not None} for row in found]


def some(rows: list[dict[str, str]], *columns: str) -> set[tuple[str, ...]]:
    return {tuple(row.get(column, "") for column in columns) for row in rows}


def test_rulings_that_blocked_orders(starter: Graph) -> None:
    rows = ask(starter, "rulings-that-blocked-orders")
    kept = {row["ruling"] for row in rows if row["how"] in {"affirm", "enforce"}}
    assert kept == {f"ruling/{name}" for name in KEPT}
    assert {row["ruling"] for row in rows if row["how"] not in {"affirm", "enforce"}} == {
        f"ruling/{name}" for name in RESTRAINED
    }
    always = {"order", "provision", "ruling", "relief", "how", "court", "decided", "from", "scope"}
    assert all(always <= row.keys() for row in rows)
    assert {row["ruling"] for row in rows if "judge" not in row} <= kept, "the court wrote, not one judge"
    nine_a = ask(starter, "rulings-that-blocked-orders", order="eo-13768")
    assert some(nine_a, "provision", "ruling", "from", "until", "endedBy", "judge", "court") == {
        ("provision/eo-13768-9a", "ruling/r-2017-04-25-santa-clara-pi", "2017-04-25", "2017-11-20",
         "ruling/r-2017-11-20-santa-clara-perm", "judge/orrick", "court/cand"),
        ("provision/eo-13768-9a", "ruling/r-2017-11-20-santa-clara-perm", "2017-11-20", "2021-01-20",
         "order/eo-13993", "judge/orrick", "court/cand"),
        ("provision/eo-13768-9a", "ruling/r-2018-08-01-ca9", "2018-08-01", "2021-01-20",
         "order/eo-13993", "judge/thomas-sidney", "court/ca9"),
    }  # fmt: skip
    reached = [row for row in rows if row["provision"] == "provision/eo-14287-3a"]
    assert some(reached, "ruling") == {
        ("ruling/r-2025-05-09-cand-clarification",),
        ("ruling/r-2025-08-22-cand-pi-2",),
    }
    # an end at a mandate whose day is not on record is no day
    split = [row for row in rows if row["ruling"] == "ruling/r-2018-11-30-nysd-doj"]
    assert some(split, "until", "untilEdtf") == {("", "2020-02-26/..")}


def test_rulings_by_one_judge_that_blocked_orders(starter: Graph) -> None:
    rows = ask(starter, "rulings-that-blocked-orders", judge="orrick")
    assert {row["decided"][:4] for row in rows} == {"2017", "2018", "2025"}
    window = ask(
        starter, "rulings-that-blocked-orders", judge="orrick", **{"from": "2025-01-20", "to": "2025-06-30"}
    )
    assert some(window, "ruling") == {
        ("ruling/r-2025-04-24-cand-pi",),
        ("ruling/r-2025-05-09-cand-clarification",),
    }


def test_rulings_that_blocked_orders_for_a_place_on_a_day(starter: Graph) -> None:
    for place, on, expected in (
        ("us-ca-richmond", "2017-04-26", "r-2017-04-25-santa-clara-pi"),
        ("us-ca-san-francisco", "2025-05-01", "r-2025-04-24-cand-pi"),
    ):
        rows = ask(starter, "rulings-that-blocked-orders", jurisdiction=place, on=on)
        assert f"ruling/{expected}" in {row["ruling"] for row in rows}
    rows = ask(
        starter,
        "rulings-that-blocked-orders",
        jurisdiction="us-il-chicago",
        on="2025-05-01",
        order="eo-14159",
    )
    assert rows == []
    rows = ask(
        starter,
        "rulings-that-blocked-orders",
        jurisdiction="us-il-chicago",
        on="2025-08-23",
        order="eo-14159",
    )
    assert "ruling/r-2025-08-22-cand-pi-2" in {row["ruling"] for row in rows}


def test_orders_blocked_on(starter: Graph) -> None:
    rows = ask(starter, "orders-blocked-on", on="2017-06-01", order="eo-13768")
    # the section it stands in is restricted for that, being blocked in a part
    assert some(rows, "provision", "state") == {
        ("provision/eo-13768-9a", "blocked"),
        ("provision/eo-13768-9", "restricted"),
    }
    assert "ruling/r-2017-04-25-santa-clara-pi" in {row.get("ruling") for row in rows}
    assert ask(starter, "orders-blocked-on", on="2017-04-24", order="eo-13768") == []


def test_what_binds(starter: Graph) -> None:
    before = ask(starter, "what-binds", jurisdiction="us-il-chicago", on="2025-05-01")
    assert ("provision/eo-14159-17", "in-force", "yes") in some(before, "provision", "state", "enforceable")
    after = ask(starter, "what-binds", jurisdiction="us-il-chicago", on="2025-08-23")
    assert ("provision/eo-14159-17", "blocked", "no") in some(after, "provision", "state", "enforceable")
    assert not [row for row in after if row["order"] == "order/eo-13768"]
    # policies of other places do not bind it
    assert {row["order"] for row in after if row["order"].startswith("policy/pol-")} >= {
        "policy/pol-chicago-welcoming"
    }
    assert "policy/pol-sf-12h" not in {row["order"] for row in after}


@pytest.mark.parametrize(
    ("on", "provision", "place", "states", "because"),
    [
        ("2017-01-24", "eo-13768-9a", "us-ca-santa-clara-county", {"not-in-force"}, []),
        ("2017-02-15", "eo-13768-9a", "us-ca-santa-clara-county", {"in-force"}, []),
        ("2017-04-26", "eo-13768-9a", "us-ca-santa-clara-county", {"blocked"}, ["r-2017-04-25-santa-clara-pi"]),
        ("2017-04-26", "eo-13768-9a", "us-ca-richmond", {"blocked"}, ["r-2017-04-25-santa-clara-pi"]),
        ("2019-06-01", "eo-13768-9a", "us-pa-philadelphia", {"in-force"}, ["r-2018-08-01-ca9"]),
        ("2021-01-21", "eo-13768-9a", "us-tx", {"not-in-force"}, []),
        ("2025-04-25", "eo-14159-17", "us-ca-san-francisco", {"blocked"}, ["r-2025-04-24-cand-pi"]),
        ("2025-05-01", "eo-14159-17", "us-il-chicago", {"in-force"}, ["r-2025-04-24-cand-pi"]),
        ("2025-08-23", "eo-14159-17", "us-il-chicago", {"blocked"}, ["r-2025-08-22-cand-pi-2"]),
        ("2025-05-10", "eo-14287-3a", "us-ca-san-francisco", {"restricted"}, ["r-2025-05-09-cand-clarification"]),
        ("2025-01-24", "eo-14160-2a", "us-tx", {"blocked"}, ["r-2025-01-23-wawd-tro"]),
        ("2025-07-01", "eo-14160-2a", "us-tx", {"blocked"}, ["r-2025-06-27-scotus-casa"]),
        ("2017-12-05", "proc-9645-2", "us-tx", {"in-force", "stayed"}, ["r-2017-12-04-scotus-stay"]),
        ("2018-07-01", "jag-2017-notice", "us-il-chicago", {"blocked"}, ["r-2017-09-15-chicago-pi", "r-2018-06-26-ca7-stay"]),
        ("2025-07-01", "duffy-immigration-condition", "us-tx", {"in-force"}, ["r-2025-06-19-rid-dot-pi"]),
    ],
)  # fmt: skip
def test_state_of_provision(
    starter: Graph, on: str, provision: str, place: str, states: set[str], because: list[str]
) -> None:
    rows = ask(starter, "state-of-provision", provision=provision, jurisdiction=place, on=on)
    assert {row["state"] for row in rows} <= states
    # before the record begins a provision has no period: it is not in force
    assert rows or states == {"not-in-force"}
    assert {f"ruling/{name}" for name in because} <= {row.get("because") for row in rows}


def test_no_ruling_is_given_for_a_day_before_it(starter: Graph) -> None:
    """A period may rest on later rulings too; on the day asked about they had not been made."""
    rows = ask(starter, "orders-blocked-on", on="2017-06-01", order="eo-13768", jurisdiction="us-ca-richmond")
    assert some([row for row in rows if row["provision"] == "provision/eo-13768-9a"], "ruling") == {
        ("ruling/r-2017-04-25-santa-clara-pi",)
    }
    rows = ask(starter, "rulings-that-blocked-orders", on="2017-06-01", order="eo-13768")
    assert some(rows, "ruling") == {("ruling/r-2017-04-25-santa-clara-pi",)}


def test_who_is_protected(starter: Graph) -> None:
    rows = ask(starter, "who-is-protected", provision="eo-14159-17", on="2025-05-01")
    protected = {row.get("party"): row["protected"] for row in rows}
    assert protected["jurisdiction/us-or-portland"] == "yes"
    assert protected["jurisdiction/us-il-chicago"] == "no"


def test_jurisdictions_that_gained_protection(starter: Graph) -> None:
    window = {"from": "2025-05-01", "to": "2025-12-31"}
    rows = ask(starter, "jurisdictions-that-gained-protection", order="eo-14159", **window)
    assert some(rows, "party", "state", "how", "ruling") == {
        (f"jurisdiction/{place}", "blocked", "extend-scope", "ruling/r-2025-08-22-cand-pi-2")
        for place in ("us-ca-los-angeles", "us-co-denver", "us-il-chicago", "us-ma-boston", "us-md-baltimore",
                      "us-ny-rochester", "us-oh-columbus")
    }  # fmt: skip


def test_universal_relief_in_force(starter: Graph) -> None:
    rows = ask(starter, "universal-relief-in-force", on="2025-03-01")
    assert some(rows, "provision") == {("provision/eo-14160-2a",), ("provision/eo-14160-3a",)}
    assert {row["ruling"] for row in rows} == {
        "ruling/r-2025-02-05-mdd-pi",
        "ruling/r-2025-02-06-wawd-pi",
        "ruling/r-2025-02-13-mad-pi",
    }


def test_relief_in_force(starter: Graph) -> None:
    rows = ask(starter, "relief-in-force", on="2017-12-05", order="proc-9645")
    assert some(rows, "relief", "standing", "stayedBy") == {
        ("relief/rel-2017-10-17-mdd-9645", "suspended", "ruling/r-2017-12-04-scotus-stay"),
        ("relief/rel-2017-10-20-hid-9645", "suspended", "ruling/r-2017-12-04-scotus-stay"),
    }
    rows = ask(starter, "relief-in-force", on="2018-09-01", order="eo-13768")
    assert some(rows, "relief", "standing", "scopeCertain") == {
        ("relief/rel-2017-11-20-cand-9a", "operating", "false")
    }
    assert ask(starter, "relief-in-force", on="2021-01-20", order="eo-13768") == []
    universal = [
        row
        for row in ask(starter, "relief-in-force", on="2025-03-01", order="eo-14160")
        if row["scopeKind"] == "everyone" and row["standing"] == "operating"
    ]
    assert some(universal, "ruling") == {
        ("ruling/r-2025-02-05-mdd-pi",),
        ("ruling/r-2025-02-06-wawd-pi",),
        ("ruling/r-2025-02-13-mad-pi",),
    }


def test_appeals_chain(starter: Graph) -> None:
    rows = ask(starter, "appeals-chain", ruling="r-2017-10-20-hid-pi-3")
    assert {
        ("ruling/r-2017-12-22-ca9-hawaii-3", "court/ca9"),
        ("ruling/r-2018-06-26-scotus-hawaii", "court/scotus"),
    } <= (some(rows, "ruling", "court"))
    assert ("ruling/r-2018-08-01-ca9", "ruling/r-2017-11-20-santa-clara-perm", "vacated") in some(
        ask(starter, "appeals-chain", lawsuit="sf-v-trump-2017"), "ruling", "reviews", "disposition"
    )


def test_judges_who_restrained(starter: Graph) -> None:
    rows = ask(starter, "judges-who-restrained", judge="orrick", order="eo-13768")
    assert some(rows, "ruling", "court", "appointedBy") == {
        ("ruling/r-2017-04-25-santa-clara-pi", "court/cand", "Barack Obama"),
        ("ruling/r-2017-11-20-santa-clara-perm", "court/cand", "Barack Obama"),
    }


def test_votes(starter: Graph) -> None:
    assert some(ask(starter, "votes", ruling="r-2018-08-01-ca9"), "judge", "vote", "wrote") == {
        ("judge/thomas-sidney", "for", "true"),
        ("judge/gould", "for", "false"),
        ("judge/fernandez", "against", "false"),
    }


def test_office_holders(starter: Graph) -> None:
    for post, on, holder in (
        ("secretary-of-homeland-security", "2017-09-01", "official/duke"),
        ("attorney-general", "2017-06-01", "official/sessions"),
        ("president-of-the-united-states", "2025-01-19", "official/biden"),
        ("president-of-the-united-states", "2025-01-20", "official/trump"),
    ):
        assert some(ask(starter, "office-holders", post=post, on=on), "holder", "certain") == {
            (holder, "true")
        }


def test_order_history(starter: Graph) -> None:
    rows = ask(starter, "order-history", order="eo-13768")
    days = [row["day"] for row in rows]
    assert days == sorted(days)
    assert {
        ("2017-01-25", "", "signed"),
        ("2017-04-25", "grant", "grants"),
        ("2017-11-20", "merge-into-final", "merges into final relief"),
        ("2018-08-01", "rescope", "rescopes"),
        ("2021-01-20", "revokes", "revokes"),
    } <= some(rows, "day", "type", "typeLabel")


def test_policy_lineage(starter: Graph) -> None:
    rows = ask(starter, "policy-lineage", order="eo-13768")
    assert {
        ("order/eo-13993", "revokes", "order/eo-13768", "2021-01-20"),
        ("order/eo-14148", "revokes", "order/eo-13993", "2025-01-20"),
        ("order/eo-14159", "revokes", "order/eo-13993", "2025-01-20"),
        ("order/ag-sessions-2017-05-22", "related", "order/eo-13768", "2017-05-22"),
    } <= some(rows, "measure", "relation", "target", "day")
    assert not [row for row in rows if row["relation"] == "reinstates"]


def test_jurisdiction_counts(starter: Graph) -> None:
    rows = ask(starter, "jurisdiction-counts")
    assert ("list", "Center for Immigration Studies", "state", "13") in some(
        rows, "basis", "counterLabel", "kind", "number"
    )
    justice = ask(starter, "jurisdiction-counts", designator="agency/doj", on="2025-08-05")
    listed = {row["kind"]: row["number"] for row in justice if row["list"] == "order/doj-list-2025-08-05"}
    assert listed["state"] == "12"
    assert listed["federal-district"] == "1"
    said = {row["number"] for row in rows if row["basis"] == "claim"}
    assert any("300" in number for number in said)
    assert any("220" in number for number in said)


def test_injunction_counts(starter: Graph) -> None:
    window = {"from": "2025-01-20", "to": "2025-12-31"}
    rows = ask(starter, "injunction-counts", unit="ruling", **window)
    by_ruling = [row for row in rows if row["basis"] == "counted here"]
    assert {row["scope"]: row["number"] for row in by_ruling} == {
        "class": "3",
        "everyone": "4",
        "parties": "6",
    }
    assert all("too few" in row["remark"] for row in by_ruling)
    listed = ask(starter, "injunctions-counted", unit="ruling", scope="everyone", **window)
    assert len({row["counted"] for row in listed}) == 4
    published = [row for row in rows if row["basis"] == "published"]
    assert {row["number"] for row in published} == {"55", "64", "86"}
    assert len({row["definition"] for row in published}) == 3
    stricter = ask(
        starter, "injunction-counts", unit="ruling", counting="injunctions", scope="everyone", **window
    )
    assert some([row for row in stricter if row["basis"] == "counted here"], "number") == {("3",)}
    by_order = ask(starter, "injunction-counts", unit="order", scope="everyone", **window)
    assert some([row for row in by_order if row["basis"] == "counted here"], "number") == {("1",)}


def test_claims_in_conflict(starter: Graph) -> None:
    rows = ask(starter, "claims-in-conflict")
    with_record = some([row for row in rows if row["conflict"] == "with the record"], "claim", "checkResult")
    assert {
        ("claim/b16", "contradicted"),
        ("claim/a11", "contradicted"),
        ("claim/b21", "imprecise"),
    } <= with_record
    assert ("claim/a09", "claim/b06") in some(rows, "claim", "against")


def test_changes_since(starter: Graph) -> None:
    rows = ask(starter, "changes-since", since="2025-08-01", to="2025-08-31", lawsuit="sf-v-trump-2025")
    assert {
        ("ruling", "ruling/r-2025-08-05-cand-leave"),
        ("ruling", "ruling/r-2025-08-22-cand-pi-2"),
    } <= some(rows, "kind", "thing")
    assert all("2025-08-01" <= row["day"] <= "2025-08-31" for row in rows)


def test_gaps(starter: Graph) -> None:
    rows = ask(starter, "gaps", kind="mandate")
    assert ("ruling/r-2018-08-01-ca9",) in some(rows, "focus")
    assert {row["kind"] for row in ask(starter, "gaps")} >= {
        "mandate",
        "day",
        "scope",
        "members",
        "knowledge",
    }


def test_provenance_of(starter: Graph) -> None:
    rows = ask(starter, "provenance-of", entity="ruling/r-2017-04-25-santa-clara-pi")
    told = [row for row in rows if "record" in row]
    assert told
    assert {row["verification"] for row in told} == {"stored"}
    assert all(row["line"].isdigit() and row["document"] for row in told)


def test_what_the_competency_questions_ask_besides(starter: Graph) -> None:
    unbound = ask(starter, "whom-relief-does-not-bind", ruling="r-2017-11-20-santa-clara-perm")
    assert ("post/president-of-the-united-states",) in some(unbound, "unbound")
    review = ask(starter, "ruling-under-review", docket="17-17478")
    assert some(review, "ruling") == {("ruling/r-2017-11-20-santa-clara-perm",)}
    stays = ask(starter, "days-to-first-stay-decision", order="eo-14160")
    assert ("relief/rel-2025-02-06-wawd-14160", "13", "deny") in some(stays, "relief", "days", "outcome")
    panel = [
        row
        for row in ask(starter, "panels-on-stays")
        if row["ruling"] == "ruling/r-2025-02-19-ca9-stay-denied"
    ]
    assert some(panel, "appointedBy", "judges") == {
        ("Donald J. Trump", "1"),
        ("George W. Bush", "1"),
        ("Jimmy Carter", "1"),
    }
    together = ask(starter, "consolidated-proceedings", lawsuit="sf-v-trump-2017")
    assert ("proceeding/santa-clara-v-trump-2017", "proceeding/sf-v-trump-2017") in some(
        together, "proceeding", "with"
    )
    told = ask(starter, "duties-of-offices", order="eo-14287")
    assert {
        ("provision/eo-14287-2a", "post/attorney-general"),
        ("provision/eo-14287-2b", "post/attorney-general"),
    } <= (some(told, "provision", "post"))
    bill = ask(starter, "policies-of-jurisdictions", jurisdiction="us-ca")
    assert ("policy/pol-ca-sb54", "lawsuit/us-v-california") in some(bill, "policy", "lawsuit")


def test_the_data_has_no_faults(starter: Graph) -> None:
    faults = {
        name: found
        for name in queries.names("checks")
        if not name.startswith("ontology-") and (found := faults_of(starter, name))
    }
    assert faults == {}


def faults_of(graph: Graph, name: str) -> list[str]:
    return [short(row["fault"]) for row in graph.query(queries.get(name, "checks"))]
