"""What one answer reads does not grow with litigation about something else."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pyoxigraph as ox
import pytest

from enjoin.graph.answers.answer import answer
from enjoin.graph.effects.litigation import load_for
from enjoin.graph.storage.store import Store
from enjoin.ontology.terms import ej, ejv, term

ID = "https://w3id.org/enjoin/id/"
TYPE, LABEL, DATE = term("rdf:type"), term("rdfs:label"), term("xsd:date")


def suit(number: int) -> Iterator[ox.Quad]:
    """One order with a provision, an injunction against it, a stay and a reversal at the mandate."""

    def node(kind: str, name: str) -> ox.NamedNode:
        return ox.NamedNode(f"{ID}{kind}/{name}-{number}")

    def say(subject: ox.NamedNode, kind: str, **said: Any) -> Iterator[ox.Quad]:
        yield ox.Quad(subject, TYPE, ej(kind), graph)
        yield ox.Quad(subject, LABEL, ox.Literal(subject.value.rpartition("/")[2], language="en"), graph)
        for name, value in said.items():
            yield ox.Quad(subject, ej(name), value, graph)

    def day(text: str) -> ox.Literal:
        return ox.Literal(text, datatype=DATE)

    graph = ox.NamedNode(f"{ID}graph/{number}")
    order, provision, relief, scope = (node(kind, "x") for kind in ("order", "provision", "relief", "scope"))
    rulings = [
        (node("ruling", name), court)
        for name, court in (("pi", "trial"), ("stay", "appeal"), ("end", "appeal"))
    ]
    yield from say(order, "Order", signedOn=day("2025-01-20"))
    yield from say(provision, "Provision", ofMeasure=order)
    yield from say(relief, "Relief", grantedBy=rulings[0][0], restrains=provision)
    yield from say(scope, "Scope", protects=node("jurisdiction", "city"))
    yield from say(node("jurisdiction", "city"), "Jurisdiction", within=ox.NamedNode(f"{ID}jurisdiction/us"))
    for (ruling, court), decided in zip(rulings, ("2025-02-01", "2025-03-01", "2025-06-01"), strict=True):
        yield from say(ruling, "Ruling", byCourt=ox.NamedNode(f"{ID}court/{court}"), decidedOn=day(decided))
    kinds = [("takes-effect", order, order, "2025-01-20"), ("grant", rulings[0][0], relief, "2025-02-01")]
    kinds += [
        ("stay", rulings[1][0], relief, "2025-03-01"),
        ("reverse", rulings[2][0], rulings[0][0], "2025-06-01"),
    ]
    for kind, by, on, when in kinds:
        effect = node("effect", kind)
        yield from say(
            effect,
            "LegalEffect",
            effectType=ejv(kind),
            producedBy=by,
            actsOn=on,
            earliest=day(when),
            latest=day(when),
        )
        if kind == "grant":
            yield ox.Quad(effect, ej("setsScope"), scope, graph)


def courts() -> Iterator[ox.Quad]:
    graph = ox.NamedNode(f"{ID}graph/courts")
    for name, level in (("trial", "trial-court"), ("appeal", "appellate-court")):
        court = ox.NamedNode(f"{ID}court/{name}")
        yield ox.Quad(court, TYPE, ej("Court"), graph)
        yield ox.Quad(court, ej("courtLevel"), ejv(level), graph)


def read(times: int) -> tuple[int, int, str]:
    """How many questions one answer asks, how many rows it reads, and what it says."""
    store = Store.memory([*courts(), *(quad for number in range(times) for quad in suit(number))])
    counted = [0, 0]

    def select(sparql: str) -> list[Any]:
        rows = list(store.select(sparql))
        counted[0] += 1
        counted[1] += len(rows)
        return rows

    provision, city = f"{ID}provision/x-0", f"{ID}jurisdiction/city-0"
    found = answer(
        load_for(select, provision, [city]), provision, city, date(2025, 4, 1), today=date(2026, 11, 22)
    )
    return counted[0], counted[1], found.state


@pytest.mark.parametrize("times", [10, 100, 1000])
def test_an_answer_reads_no_more_beside_ten_a_hundred_a_thousand_other_suits(times: int) -> None:
    assert read(times) == read(1)
    assert read(1)[2] == "stayed"
