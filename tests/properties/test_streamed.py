"""A large batch, kept on disk and judged in portions, has the same outcome as one that is held in memory.

Documents are made at random of sentences that are right, odd, wrong, or lead nowhere, with blank nodes and in
two formats; they go in once, and then as newer revisions of themselves.
"""

import re
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import enjoin.graph as eg
from enjoin.graph.errors import EnjoinError
from enjoin.graph.ingestion.documents import Document, from_bytes
from enjoin.graph.sources import rdf_streamed
from enjoin.graph.storage import pile
from enjoin.graph.validation import portions

if TYPE_CHECKING:
    from enjoin.graph.validation.checked import Checked

PREFIXES = """@prefix ej: <https://w3id.org/enjoin/ns#> . @prefix ejv: <https://w3id.org/enjoin/vocab/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @base <https://w3id.org/enjoin/id/> .
"""
SENTENCES = (
    '<jurisdiction/us> a ej:Jurisdiction ; rdfs:label "United States"@en ; ej:jurisdictionKind ejv:nation .',
    """<jurisdiction/us-il> a ej:Jurisdiction ; rdfs:label "Illinois"@en ; ej:jurisdictionKind ejv:state ;
    ej:within <jurisdiction/us> ; ej:fips "17" ; ej:postalCode "IL" .""",
    '<jurisdiction/us-il> rdfs:label "Illinois, the other"@en .',
    '<jurisdiction/us-wi> a ej:Jurisdiction ; rdfs:label ""@en .',
    '<judge/reed> a ej:Person ; rdfs:label "William Reed"@en ; foaf:name "William Reed" ; ej:bornOn "1953-05-11"^^xsd:date .',
    '<judge/reed> ej:bornOn "1954-05-11"^^xsd:date .',
    '<judge/reed> ej:diedOn "1950-01-01"^^xsd:date .',
    '<judge/cole> a ej:Person ; rdfs:label "Ada Cole"@en ; ej:bornOn "01"^^xsd:integer .',
    "<jurisdiction/us-il-chicago> ej:within <jurisdiction/us-il> .",
    "<jurisdiction/us-xx> ej:within <jurisdiction/nowhere> .",
    '<judge/reed> rdfs:seeAlso [ rdfs:label "a note"@en ; rdfs:comment [ rdfs:label "in a note"@en ] ] .',
    '_:a rdfs:label "one"@en ; rdfs:seeAlso _:b . _:b rdfs:label "two"@en .',
    '<judge/reed> ej:nosuch "x" .',
    '<judge/reed> ej:bornOn "1953-02-30"^^xsd:date .',
    "<judge/reed> ej:bornOn .",
)
text = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6).map(
    lambda some: PREFIXES + "\n".join(some)
)
batch = st.dictionaries(st.sampled_from(("one", "two", "three")), text, min_size=1)


@contextmanager
def streamed() -> Generator[None]:
    """Everything is large: on disk, judged a few statements at a time, read from its bytes each time."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name, value in (
            (pile, "FEW", 0),
            (pile, "MANY", 0),
            (portions, "_PORTION", 3),
            (rdf_streamed, "LARGE", 0),
        ):
            patch.setattr(module, name, value)
        yield


def plain(told: str) -> str:
    """Without the labels of blank nodes, which are new each time."""
    return re.sub(r"_:[0-9a-f]+|\b[0-9a-f]{28,32}\b", "_:b", told)


def outcome(batches: list[dict[str, str]]) -> list[Any]:
    """All that can be told of what became of batches, one after another, in an empty graph."""
    told: list[Any] = []
    with eg.Graph.memory(clock=lambda: datetime(2026, 11, 22, tzinfo=UTC)) as graph:
        for each in batches:
            documents: list[Document] = [
                from_bytes(said.encode(), f"{name}.ttl") for name, said in each.items()
            ]
            receipt = graph.ingest(*documents)
            told += [plain(str(receipt.as_json())), plain(receipt.text())]
            told += [sorted(plain(str(result)) for result in one.report.results) for one in receipt.outcomes]
            told.append(graph.export(everything=True, form="nquads"))
    return told


@settings(deadline=None)
@given(batches=st.lists(batch, min_size=1, max_size=2))
def test_a_large_batch_has_the_outcome_of_a_small_one(batches: list[dict[str, str]]) -> None:
    wanted = outcome(batches)
    with streamed():
        found = outcome(batches)
    assert found == wanted


@settings(deadline=None)
@given(held=text, asked=text)
def test_a_large_file_is_validated_as_a_small_one(
    tmp_path_factory: pytest.TempPathFactory, held: str, asked: str
) -> None:
    file = tmp_path_factory.mktemp("asked") / "asked.ttl"
    file.write_text(asked)

    def told(graph: eg.Graph) -> str | tuple[str, Any]:
        try:
            found: Checked = graph.validate(file)
        except EnjoinError as error:
            return str(error)
        return plain(found.text()), plain(str(found.as_json()))

    with eg.Graph.memory() as graph:
        graph.ingest(from_bytes(held.encode(), "held.ttl"))
        wanted = told(graph)
        with streamed():
            assert told(graph) == wanted
