"""The real directory of judges, where it lies beside the checkout."""

from importlib.resources import files
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Triple

from enjoin.graph import starter
from enjoin.graph.ingestion import documents
from enjoin.graph.ingestion.known import StoreKnown
from enjoin.graph.records import Nothing
from enjoin.graph.sources import facts, fjc
from enjoin.graph.storage.store import Store
from enjoin.ontology.terms import ej
from statements import IRIS, Said, said

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples" / "fjc-judges"


@pytest.mark.slow
def test_all_judges_of_the_directory_go_in_and_every_judge_of_a_ruling_is_seated_on_its_day() -> None:
    """The starter's judges are the directory's, by number, and each sat in a court on the day of the ruling."""
    if not SAMPLES.is_dir():
        pytest.skip("the samples are not beside this checkout")
    graph = NamedNode("urn:starter")
    read = facts.parse(documents.read(Path(str(files(starter)))), IRIS, Nothing())
    facts_said = {each for one in read for each in one.statements if isinstance(each, Triple)}

    def stored(*held: Said) -> Store:
        return Store.memory(
            Quad(each.subject, each.predicate, each.object, graph) for one in held for each in one
        )

    given = [
        *documents.read(SAMPLES / "federal-judicial-service.csv"),
        *documents.read(SAMPLES / "demographics.csv"),
    ]
    found = said(fjc.parse, *given, known=StoreKnown(stored(facts_said), IRIS))
    assert len({each.subject for each in found if each.predicate == ej("fjcNid")}) == 4041
    tenures = {each.subject for each in found if each.predicate == ej("seatId")}
    assert len(tenures) == 4739  # and one whose seat the directory leaves open
    seats = stored(facts_said, found).select(
        """
        PREFIX ej: <https://w3id.org/enjoin/ns#>
        SELECT ?judge ?day (COUNT(?tenure) AS ?seats) WHERE {
            ?ruling ej:decidedOn ?day .
            { ?ruling ej:hasBench/ej:seat ?judge } UNION { ?ruling ej:author ?judge }
            OPTIONAL {
                ?tenure ej:holder ?judge ; ej:seatId ?seat ; ej:from ?from .
                OPTIONAL { ?tenure ej:until ?until }
                FILTER (?from <= ?day && (!BOUND(?until) || ?day < ?until))
            }
        } GROUP BY ?judge ?day
        """
    )
    counted = {(str(row["judge"]), str(row["day"])): str(row["seats"]) for row in seats}
    assert len(counted) > 100
    assert [pair for pair, found in counted.items() if found.startswith('"0"')] == []
