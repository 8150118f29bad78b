"""The W3C's SPARQL 1.1 suites: the service passes what its engine passes, and each exception has its reason."""

import tomllib
from pathlib import Path
from typing import Any

from conformance import engine, manifests

EXCEPTIONS = tomllib.loads(Path(__file__).with_name("exceptions.toml").read_text(encoding="utf-8"))
ENGINE: dict[str, str] = EXCEPTIONS["engine"]
SERVICE: dict[str, str] = EXCEPTIONS["service"]
CURED: dict[str, str] = EXCEPTIONS["cured"]


def test_the_service_has_no_more_exceptions_than_its_engine() -> None:
    """What is refused on purpose is made up for by what is answered better than the engine does."""
    assert set(CURED) <= set(ENGINE)
    assert not set(SERVICE) & set(ENGINE)
    assert len(SERVICE) <= len(CURED)
    assert all(len(reason) > 20 for part in EXCEPTIONS.values() for reason in part.values())


def test_a_case_passes_in_the_engine_alone(w3c_case: Any, root: Path) -> None:
    failure = engine.verdict(w3c_case, root)
    if w3c_case.name in ENGINE:
        assert failure is not None, "it passes: take it out of exceptions.toml"
    else:
        assert failure is None, failure


def test_a_case_passes_over_http(w3c_case: Any, over_http: Any) -> None:
    failure = over_http.verdict(w3c_case)
    if w3c_case.name in SERVICE or (w3c_case.name in ENGINE and w3c_case.name not in CURED):
        assert failure is not None, "it passes: take it out of exceptions.toml"
    else:
        assert failure is None, failure


def test_a_case_of_the_protocol(protocol_case: Any, over_http: Any) -> None:
    assert over_http.exchange(protocol_case) == []


def test_a_case_of_the_graph_store_protocol(graph_store_case: Any, over_http: Any) -> None:
    assert over_http.exchange(graph_store_case) == []


def test_every_exception_is_a_case(root: Path) -> None:
    named = {each.name for each in manifests.cases(root)}
    assert set(ENGINE) | set(SERVICE) <= named
