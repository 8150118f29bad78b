"""A site over the small world of `world.trig`, without a store on disk and without a network."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from pyoxigraph import RdfFormat, parse

from enjoin.graph import Graph
from enjoin.server import create_app
from enjoin.server.settings import Settings

if TYPE_CHECKING:
    from enjoin.graph.storage.store import Store

WORLD = Path(__file__).with_name("world.trig")
TODAY = date(2018, 10, 1)


@pytest.fixture(scope="session")
def world() -> Graph:
    graph = Graph.memory()
    cast("Store", graph.store()).load(parse(path=str(WORLD), format=RdfFormat.TRIG))
    return graph


@pytest.fixture(scope="session")
def app(world):
    return create_app(world, Settings(max_rows=50, max_query=4096, max_body=100_000), today=lambda: TODAY)


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def browser(client):
    """A client that likes pages, as browsers do."""

    def get(address: str, **given):
        return client.get(address, headers={"Accept": "text/html,*/*;q=0.8"}, **given)

    return get
