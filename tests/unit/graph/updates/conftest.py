"""What is written to: a bare store of both kinds, and a graph in memory."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

import enjoin.graph as eg


@pytest.fixture(params=["memory", "disk"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[eg.Graph]:
    """A bare store, of both kinds."""
    made = eg.Graph.memory(bare=True) if request.param == "memory" else eg.init(tmp_path / "bare", bare=True)
    with made as graph:
        yield graph


@pytest.fixture
def memory(now: datetime) -> Iterator[eg.Graph]:
    """An empty graph in memory, whose clock stands."""
    with eg.Graph.memory(clock=lambda: now) as graph:
        yield graph
