"""What the property tests share: the simulator, and how many examples are tried.

pytest tests/properties --hypothesis-profile=ci      10,000 histories, a few minutes
"""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, settings

_SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)

settings.register_profile(
    "small", max_examples=50, deadline=None, database=None, derandomize=True, suppress_health_check=_SLOW
)
settings.register_profile(
    "ci", max_examples=10_000, deadline=None, database=None, suppress_health_check=_SLOW
)
settings.register_profile(
    "deep", max_examples=100_000, deadline=None, database=None, suppress_health_check=_SLOW
)
settings.load_profile("small")


def _load(name: str) -> ModuleType:
    # Test folders are no packages; what two test files share is loaded by its path.
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


_load("simulator")
_load("histories")


@pytest.fixture(scope="session")
def simulator() -> ModuleType:
    return sys.modules["simulator"]
