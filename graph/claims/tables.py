"""The data files of this room: patterns, contexts, names, units, boilerplate."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """One of them, read once; `name` is that of the file without its ending."""
    text = resources.files("enjoin.graph.claims").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
