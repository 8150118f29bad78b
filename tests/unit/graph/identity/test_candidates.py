"""Many that look alike: what is compared, offered and listed is bounded, and what was left out is said."""

from collections.abc import Iterable

import pytest

from enjoin.graph import Graph
from enjoin.graph.identity import candidates
from enjoin.graph.identity.features import Features
from enjoin.graph.identity.left_out import COMPARED, LARGEST, OFFERED, LeftOut
from enjoin.graph.identity.matching import Match, match
from enjoin.graph.ingestion.documents import Document, from_bytes

BY = {"editor": "M. Editor", "reason": "One place."}


def places(name: str, labels: Iterable[str]) -> Document:
    """A document that tells of places by these names, the ids by the document and the number of each."""
    head = (
        "@prefix ej: <https://w3id.org/enjoin/ns#> . @prefix ejv: <https://w3id.org/enjoin/vocab/> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @base <https://w3id.org/enjoin/id/> .\n"
    )
    said = (
        f'<jurisdiction/{name}-{number:03}> a ej:Jurisdiction ; rdfs:label "{label}"@en ; '
        "ej:jurisdictionKind ejv:state .\n"
        for number, label in enumerate(labels)
    )
    return from_bytes((head + "".join(said)).encode(), f"{name}.ttl")


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The pairs that a search compares, one after the other."""
    seen: list[tuple[str, str]] = []

    def noted(one: Features, other: Features) -> Match | None:
        seen.append((one.iri.value, other.iri.value))
        return match(one, other)

    monkeypatch.setattr(candidates, "match", noted)
    return seen


def test_what_differs_in_a_number_is_not_offered() -> None:
    with Graph.memory() as graph:
        named = (
            "District 40",
            "District 50",
            "Place 12 of 34",
            "Place 12 of 35",
            "Old Reed II",
            "Old Reed III",
        )
        receipt = graph.ingest(places("a", named))
        assert receipt.changed
        assert not receipt.uncertain
        assert not graph.links()
        told = graph.ingest(places("b", ("Distrct 40", "Old Reed")))
        pairs = {tuple(sorted((each["keeps"]["label"], each["other"]["label"]))) for each in told.uncertain}
        assert pairs == {
            ("Distrct 40", "District 40"),
            ("Old Reed", "Old Reed II"),
            ("Old Reed", "Old Reed III"),
        }


def test_of_many_that_look_alike_each_is_offered_with_few(compared: list[tuple[str, str]]) -> None:
    count = 40
    with Graph.memory() as graph:
        receipt = graph.ingest(places("a", ["Willow Hill"] * count))
        assert count < len(receipt.uncertain) <= min(OFFERED * count, count * (count - 1) // 2 - 1)
        assert receipt.left_out == LeftOut(crowded=count)
        assert f"{count} entities share words with so many others" in receipt.text()
        assert receipt.as_json()["leftOut"] == {"pairs": 0, "crowded": count, "common": 0}
        assert len(compared) <= COMPARED * count
        found = graph.links()
        assert [each.as_json() for each in found] == sorted(
            receipt.uncertain,
            key=lambda each: (-each["score"], each["kind"], each["keeps"]["label"], each["id"]),
        )
        assert found.left_out == receipt.left_out


def test_the_cost_follows_what_came_and_not_what_looks_alike(compared: list[tuple[str, str]]) -> None:
    with Graph.memory() as graph:
        graph.ingest(places("a", ["Willow Hill"] * 150))
        compared.clear()
        receipt = graph.ingest(places("b", ["Willow Hill"]))
        assert len(receipt.uncertain) == OFFERED
        assert len(compared) == 150
        assert receipt.left_out == LeftOut(crowded=1)


def test_names_of_which_every_word_is_common_are_told() -> None:
    with Graph.memory() as graph:
        receipt = graph.ingest(places("a", ["Willow Hill"] * (LARGEST + 1)))
        assert not receipt.uncertain
        assert receipt.left_out == LeftOut(common=LARGEST + 1)
        assert f"names of {LARGEST + 1} entities is in those of more than {LARGEST} others" in receipt.text()


def test_where_nothing_was_left_out_nothing_is_said() -> None:
    with Graph.memory() as graph:
        receipt = graph.ingest(places("a", ["Willow Hill", "Willow Hil"]))
        assert len(receipt.uncertain) == 1
        assert "leftOut" not in receipt.as_json()
        assert receipt.text().endswith("1 pair of entities may be one and the same: enjoin link list\n")


def test_the_likeliest_pairs_are_listed_and_the_others_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("enjoin.graph.identity.links.TOLD", 2)
    named = ["Willow Hill", "Willow Hill", "Willow Hil", "Wilow Hil"]
    with Graph.memory() as graph:
        receipt = graph.ingest(places("a", named))
        every = graph.links()
        assert len(every) == 6
        assert [each["id"] for each in receipt.uncertain] == [each.id for each in every[:2]]
        assert receipt.left_out == LeftOut(pairs=4)
        assert "6 pairs of entities may be one and the same" in receipt.text()
        monkeypatch.setattr("enjoin.graph.identity.links.LISTED", 3)
        listed = graph.links()
        assert [each.id for each in listed] == [each.id for each in every[:3]]
        assert list(listed.left_out.sentences()) == ["3 more pairs are not listed, less likely than these"]
        last = every[-1]
        assert graph.links.get(last.id) == last  # a pair that is not listed still has its name
        assert graph.links.accept(last.id, **BY).state == "accepted"
        assert graph.links("accepted").left_out == LeftOut()


def test_only_the_kind_that_is_asked_for_is_compared(compared: list[tuple[str, str]]) -> None:
    with Graph.memory() as graph:
        graph.ingest(places("a", ["Willow Hill", "Willow Hil"]))
        compared.clear()
        assert len(graph.links(kind="jurisdiction")) == 1
        assert compared
        compared.clear()
        assert not graph.links(kind="judge")
        assert not compared
