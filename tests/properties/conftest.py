"""What the property tests share: the simulator, and how many examples are tried.

pytest tests/properties                               50 of everything, half a minute
pytest tests/properties --hypothesis-profile=ci       10,000 histories against the simulator, minutes; the same each time
pytest tests/properties --hypothesis-profile=deep     ten times as many, other ones each time: to look for more

`ENJOIN_PROPERTIES` names the profile where the whole suite runs: `ENJOIN_PROPERTIES=ci make test`.
"""

import importlib.util
import os
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
    "ci", max_examples=100, deadline=None, database=None, derandomize=True, suppress_health_check=_SLOW
)
settings.register_profile(
    "deep", max_examples=1_000, deadline=None, database=None, print_blob=True, suppress_health_check=_SLOW
)
settings.load_profile(os.environ.get("ENJOIN_PROPERTIES", "small"))


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
