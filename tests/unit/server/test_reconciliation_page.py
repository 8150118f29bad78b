"""`/reconciliation`, and the address of an entity that became another."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from enjoin.graph import Graph
from enjoin.graph.ingestion.documents import from_bytes
from enjoin.server import create_app
from enjoin.server.settings import Settings

TRACKER = """Case,Court,Docket,Status,Updated
Doe v. Reed,D. Mass.,1:25-cv-00007,Blocked,2025-02-19
Roe v. Reed,D. Mass.,1:25-cv-00008,=1+1,2025-02-20
"""
MAPPING = """[tracker]
name = "Our tracker"
[columns]
caption = "Case"
court = "Court"
docket = "Docket"
updated = "Updated"
[[status]]
column = "Status"
[status.words]
"Blocked" = "blocked"
"""


@pytest.fixture(scope="module")
def client():
    with Graph.memory(clock=lambda: datetime(2026, 1, 1, tzinfo=UTC)) as graph:
        given = from_bytes(TRACKER.encode(), "t.csv", retrieved_on=date(2025, 3, 1))
        document = replace(given, mapping=MAPPING, mapping_name="m.toml")
        receipt = graph.ingest(document)
        assert not receipt.quarantined, receipt.text()
        graph.links.accept(
            "proceeding/mad-1-25-cv-00007", "proceeding/mad-1-25-cv-00008", editor="E", reason="R."
        )
        yield create_app(graph, Settings(), today=lambda: date(2026, 1, 1)).test_client()


def test_the_page_lists_each_status_with_its_reason(client) -> None:
    page = client.get("/reconciliation", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "“Blocked”" in page.text
    assert "no ruling of this lawsuit is on record" in page.text
    assert "2 statuses" in page.text
    spanish = client.get("/reconciliation?lang=es", headers={"Accept": "text/html"})
    assert "no consta ninguna resolución de este litigio" in spanish.text
    assert "no ruling of this lawsuit" not in spanish.text
    chosen = client.get("/reconciliation?result=agrees&lang=es")
    assert "Ningún" not in chosen.text
    assert "0 estados" in chosen.text


def test_it_is_data_too(client) -> None:
    rows = client.get("/reconciliation.csv")
    assert rows.content_type.startswith("text/csv")
    assert rows.text.count("\r\n") == 3
    assert "'=1+1" in rows.text
    found = client.get("/reconciliation.json?source=our-tracker").get_json()
    assert found["counts"]["not-comparable"] == 2
    assert client.get("/reconciliation?source=nobody").status_code == 404


def test_the_old_address_leads_to_the_new_one_for_good(client) -> None:
    moved = client.get("/doc/proceeding/mad-1-25-cv-00008")
    assert moved.status_code == 301
    assert moved.headers["Location"].endswith("/doc/proceeding/mad-1-25-cv-00007")
    assert client.get("/doc/lawsuit/mad-1-25-cv-00008").status_code == 301
    assert client.get(moved.headers["Location"]).status_code == 200
    assert client.get("/id/proceeding/mad-1-25-cv-00008").status_code == 303
