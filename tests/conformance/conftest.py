"""The W3C suites, where they are, and a bare server that they are held against.

    ENJOIN_W3C_SUITE=/some/where/rdf-tests pytest tests/conformance

Without the variable these are skipped with that reason, and the cases of our own still run.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from conformance import manifests
from conformance.over_http import OverHttp
from served import Served, served

HERE = Path(__file__).parent
VARIABLE = "ENJOIN_W3C_SUITE"


def suite() -> Path | None:
    """The folder `sparql11` of the suites, where the variable leads to it."""
    named = os.environ.get(VARIABLE, "")
    found = [
        path for path in (Path(named) / "sparql" / "sparql11", Path(named)) if (path / "aggregates").is_dir()
    ]
    return found[0] if named and found else None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each case of the suites is a test of its own."""
    readers: dict[str, Callable[[Path], list[Any]]] = {
        "w3c_case": manifests.cases,
        "protocol_case": lambda root: manifests.protocol_cases(root / "protocol" / "manifest.ttl", root),
        "graph_store_case": lambda root: [
            case
            for name in ("manifest-indirect.ttl", "manifest-direct.ttl")
            for case in manifests.protocol_cases(root / "graph-store-protocol" / name, root)
        ],
    }
    root = suite()
    for name, read in readers.items():
        if name in metafunc.fixturenames:
            missing = pytest.mark.skip(reason=f"{VARIABLE} names no checkout of w3c/rdf-tests")
            found = [pytest.param(None, marks=missing)] if root is None else read(root)
            metafunc.parametrize(name, found, ids=[getattr(each, "name", "suite") for each in found])


@pytest.fixture(scope="session")
def root() -> Path:
    found = suite()
    if found is None:
        pytest.skip(f"{VARIABLE} names no checkout of w3c/rdf-tests")
    return found


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A bare server: empty, without rules, with a token."""
    with served(tmp_path_factory.mktemp("bare") / "store", "--bare") as server:
        yield server


@pytest.fixture(scope="session")
def over_http(bare: Served) -> OverHttp:
    """The runner of the cases over HTTP."""
    return OverHttp(bare, suite() or HERE)
