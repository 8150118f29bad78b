"""The real directory of judges, where it lies beside the checkout."""

import csv
import io
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


@pytest.mark.slow
def test_one_wide_file_of_the_same_judges_says_the_same() -> None:
    """judges.csv, made of the two files: all but the name as the service file writes it."""
    if not SAMPLES.is_dir():
        pytest.skip("the samples are not beside this checkout")
    held = [
        list(csv.DictReader((SAMPLES / name).read_text(encoding="utf-8").splitlines()))
        for name in ("demographics.csv", "federal-judicial-service.csv")
    ]
    rows = {row["nid"]: row for row in held[0]}
    group = [name for name in held[1][0] if name not in {"nid", "Sequence", "Judge Name"}]
    for row in held[1]:
        rows[row["nid"]] |= {f"{name} ({row['Sequence']})": row[name] for name in group}
    columns = [*list(held[0][0])[:18], *(f"{name} ({number})" for number in range(1, 7) for name in group)]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(rows.values())
    wide = said(fjc.parse, documents.from_bytes(text.getvalue().encode(), "judges.csv"))
    given = (
        documents.read(SAMPLES / f"{name}.csv")[0] for name in ("federal-judicial-service", "demographics")
    )
    apart = said(fjc.parse, *given)

    def facts_of(found: Said) -> set[tuple[str, str, str]]:
        told = ((str(each.subject), str(each.predicate), str(each.object)) for each in found)
        names = str(ej("fjcName"))
        return {each for each in told if each[1] != names and "/graph/" not in each[0] + each[2]}

    assert len(facts_of(wide)) > 90_000
    assert facts_of(wide) == facts_of(apart)
