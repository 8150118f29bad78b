"""A crowd at slow pages is sent away in time, and keeps nobody from the rest."""

import threading
import time
from datetime import date

import pytest

from enjoin.graph import Graph
from enjoin.server import create_app
from enjoin.server.settings import Settings
from enjoin.server.sockets import gate


@pytest.fixture
def crowded(monkeypatch):
    """An application with a page that takes until it is let go."""
    monkeypatch.setattr(gate, "WAIT_S", 60.0)
    app = create_app(Graph.memory(), Settings(), today=lambda: date(2020, 1, 1))
    let_go = threading.Event()
    app.add_url_rule("/slow", "slow.page", lambda: str(let_go.wait(60)))
    yield app, let_go
    let_go.set()


def test_only_so_many_pages_are_made_at_once_and_the_rest_of_the_site_goes_on(crowded) -> None:
    app, let_go = crowded
    statuses: list[int] = []

    def visit(address: str) -> None:
        response = app.test_client().get("/slow", environ_base={"REMOTE_ADDR": address})
        statuses.append(response.status_code)

    threads = [threading.Thread(target=visit, args=(f"192.0.2.{i}",)) for i in range(30)]
    for thread in threads:
        thread.start()
    end = time.monotonic() + 60
    while len(statuses) < 30 - gate.AT_ONCE - gate.WAITING and time.monotonic() < end:
        time.sleep(0.01)
    assert statuses == [429] * (30 - gate.AT_ONCE - gate.WAITING)
    assert app.test_client().get("/healthz").status_code == 200
    assert app.test_client().get("/sparql?query=ASK {}").status_code == 200
    let_go.set()
    for thread in threads:
        thread.join()
    assert statuses.count(200) == gate.AT_ONCE + gate.WAITING


def test_a_turn_is_given_back_whatever_becomes_of_the_page(crowded) -> None:
    app, _ = crowded
    client = app.test_client()
    for _ in range(40):
        assert client.get("/doc/order/nothing").status_code == 404


def test_many_questions_end_at_the_time_limit() -> None:
    app = create_app(Graph.memory(), Settings(timeout=1e-9), today=lambda: date(2020, 1, 1))
    rows = "provision,party,on\n" + "eo-1,us,2020-01-01\n" * 3
    response = app.test_client().post("/answer/enforceable", data=rows, content_type="text/csv")
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert response.get_json(force=True)["limit"] == {"seconds": 1e-9}
