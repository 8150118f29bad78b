"""The checks over a graph, as the pages and the command line ask for them."""

from __future__ import annotations

from ...graph.validation.checks import LINT, Fault, faults, lint

__all__ = ["LINT", "Fault", "faults", "lint"]
