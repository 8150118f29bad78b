"""Each client has its minute; who has used it up is told when to come again, by whichever way it asks."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from enjoin.graph import Graph
from enjoin.server import create_app, quotas
from enjoin.server.desk import desk_of
from enjoin.server.quotas import Quotas, retry_after
from enjoin.server.settings import Settings

TODAY = date(2026, 11, 22)
PLAIN = "/sparql?query=ASK{}"


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_empties_by_requests_and_fills_with_time() -> None:
    clock = Clock()
    found = Quotas(requests=3, clock=clock)
    assert [found.take("a") for _ in range(3)] == [0, 0, 0]
    assert not found.has("a")
    assert found.take("a") == pytest.approx(20)
    assert found.take("b") == 0, "another client has a bucket of its own"
    clock.now += 20
    assert found.has("a")
    assert found.take("a") == 0
    assert found.take("a") == pytest.approx(20)
    clock.now += 3600
    assert [found.take("a") > 0 for _ in range(4)] == [False, False, False, True], (
        "no more than a minute's worth"
    )
    assert found.refused == {"requests": 3, "seconds": 0}


def test_seconds_are_taken_when_they_are_known_and_may_be_overdrawn_but_not_for_long() -> None:
    clock = Clock()
    found = Quotas(seconds=6.0, clock=clock)
    assert found.take("a") == 0
    found.spend("a", 9.0)
    assert found.take("a") == pytest.approx(30)
    clock.now += 31
    assert found.take("a") == 0
    found.spend("a", 1e9)
    clock.now += 601
    assert found.take("a") == 0


def test_only_so_many_clients_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotas, "MOST_CLIENTS", 100)
    found = Quotas(requests=1)
    for number in range(1000):
        assert found.take(str(number)) == 0
    assert found.clients == 100


def test_nobody_is_told_to_come_at_once() -> None:
    assert [retry_after(each) for each in (0.01, 1.0, 59.2)] == ["1", "1", "60"]


def site(**settings: Any) -> Any:
    return create_app(Graph.memory(), Settings(**settings), today=lambda: TODAY)


def get(app: Any, path: str, address: str = "192.0.2.1", **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    reply = app.test_client().get(path, environ_base={"REMOTE_ADDR": address}, headers=named)
    reply.get_data()
    reply.close()
    return reply


def test_by_default_nobody_is_counted() -> None:
    app = site()
    assert [get(app, PLAIN).status_code for _ in range(50)] == [200] * 50
    assert desk_of(app).quotas.clients == 0


@pytest.mark.parametrize(
    "path",
    [PLAIN, "/sparql?query=ASK{}&timeout=5", "/about", "/robots.txt", "/nowhere", "/sparql?query=NONSENSE"],
)
def test_who_has_asked_enough_gets_429_by_every_way(path: str) -> None:
    app = site(max_requests=4)
    assert 429 not in [get(app, path).status_code for _ in range(4)]
    reply = get(app, path, Accept="application/json")
    assert reply.status_code == 429
    assert 1 <= int(reply.headers["Retry-After"]) <= 15
    problem = reply.get_json(force=True)
    assert problem["type"] == "/about#quota"
    assert problem["limit"]["requestsPerMinute"] == 4
    assert get(app, path, "192.0.2.2").status_code != 429
    assert get(app, path, Accept="text/html").status_code == 429


def test_addresses_of_one_household_are_one_client() -> None:
    app = site(max_requests=2)
    statuses = [get(app, PLAIN, f"2001:db8:0:1::{number}").status_code for number in range(3)]
    assert statuses == [200, 200, 429]
    assert get(app, PLAIN, "2001:db8:0:2::1").status_code == 200


def test_what_an_operator_watches_and_who_has_a_token_is_not_counted() -> None:
    app = site(max_requests=1, token="sesame")
    for path in ("/healthz", "/readyz", "/metrics", "/static/enjoin.css"):
        assert 429 not in [get(app, path).status_code for _ in range(3)]
    assert [get(app, PLAIN, Authorization="Bearer sesame").status_code for _ in range(3)] == [200] * 3
    assert [get(app, PLAIN, Authorization="Bearer wrong").status_code for _ in range(2)] == [200, 429]


def test_seconds_of_readers_and_of_pages_are_counted(empty_store: Path) -> None:
    with Graph.open(empty_store) as graph:
        app = create_app(graph, Settings(max_seconds=0.001), today=lambda: TODAY)
        slow = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?b ?q ?c }"
        first = app.test_client().get("/sparql", query_string={"query": slow})
        assert first.status_code == 200
        second = app.test_client().get("/sparql", query_string={"query": slow})
        assert second.status_code == 429
        assert second.get_json(force=True)["limit"]["secondsPerMinute"] == 0.001
        assert desk_of(app).quotas.refused == {"requests": 0, "seconds": 1}
    app = site(max_seconds=1e-5)
    assert get(app, "/about").status_code == 200
    assert get(app, "/about").status_code == 429


def test_a_query_that_timed_out_costs_its_time(empty_store: Path) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?b . ?c ?r ?d . ?e ?s ?d . ?e ?t ?f . ?g ?u ?f }"
    with Graph.open(empty_store) as graph:
        app = create_app(graph, Settings(max_seconds=0.2, timeout=0.3), today=lambda: TODAY)
        client = app.test_client()
        assert client.get("/sparql", query_string={"query": endless}).status_code == 503
        assert client.get("/sparql", query_string={"query": "ASK {}"}).status_code == 429


def test_behind_proxies_their_word_counts_and_elsewhere_nobodys() -> None:
    app = site(max_requests=1, trusted_proxies=1)
    statuses = [
        get(app, PLAIN, X_Forwarded_For=f"198.51.100.{number % 2}").status_code for number in range(4)
    ]
    assert statuses == [200, 200, 429, 429]
    app = site(max_requests=1)
    statuses = [get(app, PLAIN, X_Forwarded_For=f"198.51.100.{number}").status_code for number in range(3)]
    assert statuses == [200, 429, 429]
