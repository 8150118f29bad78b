"""Engines that are not ours: started once for all tests, each test with nothing of ours in them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from engines import servers

NAMES = ("oxigraph", pytest.param("virtuoso", marks=pytest.mark.virtuoso))


@pytest.fixture(scope="session")
def running(
    tmp_path_factory: pytest.TempPathFactory, require: Callable[[str, object, str], None]
) -> Iterator[Callable[[str], Any]]:
    """An engine by name, started when it is first asked for."""
    from contextlib import ExitStack

    found: dict[str, Any] = {}
    binaries = {"oxigraph": servers.oxigraph_binary, "virtuoso": servers.virtuoso_binary}
    hints = {
        "oxigraph": "its server is not installed: pip install 'enjoin[test]'",
        "virtuoso": "its server is not installed: apt-get install virtuoso-opensource",
    }
    with ExitStack() as held:

        def start(name: str) -> Any:
            require(name, binaries[name](), hints[name])
            if name not in found:
                directory = tmp_path_factory.mktemp(name)
                found[name] = held.enter_context(getattr(servers, name)(directory))
            return found[name]

        yield start


@pytest.fixture(params=NAMES)
def engine(request: pytest.FixtureRequest, running: Callable[[str], Any]) -> Iterator[Any]:
    """Each of the engines in turn, empty."""
    found = running(request.param)
    found.clear()
    yield found
    found.clear()
