"""The description of all addresses, the numbers for those who watch, and the table of settings."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from enjoin.server.commands.serve import serve
from enjoin.server.settings import Settings

DOCS = Path(__file__).resolve().parents[3] / "docs" / "operations.md"


@pytest.fixture
def described(client):
    response = client.get("/openapi.json")
    assert response.mimetype == "application/openapi+json"
    return response.get_json(force=True)


def filled(path: str) -> str:
    """An address of that form."""
    examples = {"suffix": "json" if path.startswith("/status") else "ttl", "kind": "order", "number": "1"}
    return re.sub(r"\{(\w+)\}", lambda found: examples.get(found[1], "x"), path)


def test_every_address_is_described_and_every_description_has_an_address(app, described) -> None:
    adapter = app.url_map.bind("localhost")
    for path, operations in described["paths"].items():
        for method in operations:
            assert adapter.test(filled(path), method.upper()), (path, method)
    described_rules = {
        adapter.match(filled(path), next(iter(operations)).upper(), return_rule=True)[0].endpoint
        for path, operations in described["paths"].items()
    }
    assert {rule.endpoint for rule in app.url_map.iter_rules()} - described_rules <= {
        "sparql.by_post", "answers.many", "graphs.replace", "graphs.add", "graphs.remove",
    }  # fmt: skip
    for path in ("/sparql", "/answer/enforceable", "/data"):
        assert "post" in described["paths"][path]


def test_each_operation_says_what_it_does_and_which_needs_a_token(described) -> None:
    needing = set()
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            assert operation["summary"], path
            names = [each["name"] for each in operation["parameters"] if each["in"] == "path"]
            assert names == re.findall(r"\{(\w+)\}", path)
            if "security" in operation:
                needing.add((method, path.removesuffix("/{name}")))
    assert needing == {("post", "/update"), ("put", "/data"), ("post", "/data"), ("delete", "/data")}


def test_the_header_by_which_documents_travel_is_described(described) -> None:
    headers = [
        told["name"] for told in described["paths"]["/update"]["post"]["parameters"] if told["in"] == "header"
    ]
    assert headers == ["X-Enjoin-Documents"]


def test_operations_have_names_of_their_own(described) -> None:
    names = [each["operationId"] for found in described["paths"].values() for each in found.values()]
    assert len(names) == len(set(names))


def test_requests_are_counted_by_kind_and_status_and_never_by_who_asked(client) -> None:
    client.get("/sparql?query=ASK {}")
    client.get("/sparql?query=nonsense")
    text = client.get("/metrics").text
    assert re.search(
        r'^enjoin_requests_total\{kind="sparql",method="GET",status="200"\} \d+$', text, re.MULTILINE
    )
    assert 'status="400"' in text
    assert re.search(r'^enjoin_request_seconds_bucket\{kind="sparql",le="\+Inf"\} \d+$', text, re.MULTILINE)
    for gauge in ("generation", "queries_running", "queries_waiting", "readers_stopped_total", "store_bytes"):
        assert re.search(rf"^enjoin_{gauge} [\d.e+]+$", text, re.MULTILINE), gauge
    assert "127.0.0.1" not in text


def test_each_answer_has_an_id_that_an_error_repeats(client) -> None:
    one, other = client.get("/healthz"), client.get("/sparql?query=nonsense")
    assert one.headers["X-Request-Id"] != other.headers["X-Request-Id"]
    assert other.get_json(force=True)["request"] == other.headers["X-Request-Id"]


def test_the_table_of_settings_is_that_of_the_settings() -> None:
    rows = re.findall(
        r"^\| `(ENJOIN_\w+)` \| (?:`(--[\w-]+)(?:[^|]|(?<=\\)\|)*|—) \| ([^|]+) \|",
        DOCS.read_text(),
        re.MULTILINE,
    )
    told = {name: (flag, default.strip()) for name, flag, default in rows}
    assert set(told) == {f"ENJOIN_{each.name.upper()}" for each in fields(Settings)}
    flags = {option for parameter in serve.params for option in parameter.opts}
    for name, (flag, default) in told.items():
        assert not flag or flag in flags, name
        value = getattr(Settings(), name.removeprefix("ENJOIN_").lower())
        wanted = "—" if value is None or value is False or value in ((), "") else str(value)
        assert default.strip("`").replace(",", "") == wanted, name
