"""The real exports of the Federal Register, where they lie beside the checkout."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Triple

from enjoin.graph.ingestion import documents
from enjoin.graph.sources import federal_register
from enjoin.ontology.terms import ej
from statements import IRIS, parsed, values

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"


@pytest.mark.slow
def test_the_real_exports_agree_and_every_reference_leads_somewhere() -> None:
    folder = SAMPLES / "federal-register-csv"
    if not folder.is_dir():
        pytest.skip("the samples are not beside this checkout")
    given = [
        *documents.read(folder / "executive_orders_1937_2024.csv"),
        *documents.read(folder / "executive_orders.csv"),
    ]
    given += documents.read(SAMPLES / "federal-register-api-v1" / "donald-trump.json")
    found = parsed(federal_register.parse, *given)
    assert [str(fault) for each in found for fault in each.faults] == []
    together = {each for one in found for each in one.statements if isinstance(each, Triple)}
    described = {each.subject for each in together}
    assert not [
        each
        for each in together
        if isinstance(each.object, NamedNode)
        and IRIS.kind_and_id(each.object)
        and each.object not in described
    ]
    numbered = {each.subject for each in together if each.predicate == ej("signedOn")}
    assert len(numbered) == 6630 + 113
    for prop in (
        "signedOn",
        "publishedOn",
        "frDocumentNumber",
        "issuedBy",
        "number",
        "earliest",
        "edtf",
        "effectType",
    ):
        pairs = {(each.subject, each.object) for each in together if each.predicate == ej(prop)}
        assert len({subject for subject, _ in pairs}) == len(pairs), prop
    assert values(together, "effect", "eo-13768-revoked-by-eo-13993", "ej:sourceWording") == [
        "Revoked by: EO 13993 of January 20, 2021",
        "Revokes: EO 13768, January 25, 2017",
    ]
    assert values(together, "effect", "eo-13993-revoked-by-eo-14148", "ej:earliest") == ["2025-01-20"]
    assert values(together, "claim", "donald-trump-eo-13841-signed-on", "ej:claimObject") == ["2018-06-22"]
