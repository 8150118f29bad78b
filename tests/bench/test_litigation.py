"""The generator of the bench: always the same, larger ones begin with smaller ones, and good data by our shapes."""

import gzip
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from enjoin.graph import Graph
from enjoin.graph.effects.derive import derived_quads
from enjoin.graph.effects.litigation import load
from enjoin.graph.iris import Iris
from enjoin.graph.storage.store import Store

PROGRAM = Path(__file__).with_name("litigation.py")


def generate(target: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(PROGRAM), "--output", str(target), *options]
    return subprocess.run(command, check=True, capture_output=True, text=True)


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("generated") / "litigation.nq"
    generate(target, "--quads", "9000")
    return target


def test_the_same_seed_gives_the_same_bytes_and_another_one_others(generated: Path, tmp_path: Path) -> None:
    again, other = tmp_path / "again.nq.gz", tmp_path / "other.nq"
    generate(again, "--quads", "9000")
    generate(other, "--quads", "9000", "--seed", "another")
    assert gzip.decompress(again.read_bytes()) == generated.read_bytes()
    assert other.read_bytes() != generated.read_bytes()


def test_a_larger_graph_begins_with_the_smaller_one_and_no_quad_stands_twice(
    generated: Path, tmp_path: Path
) -> None:
    larger = tmp_path / "larger.nq"
    generate(larger, "--quads", "40000")
    lines = larger.read_text().splitlines()
    assert larger.read_bytes().startswith(generated.read_bytes())
    assert 40_000 <= len(lines) == len(set(lines)) < 42_000


def test_it_conforms(generated: Path, tmp_path: Path) -> None:
    with Graph.memory(clock=lambda: datetime(2026, 11, 22, tzinfo=UTC)) as graph:
        checked = graph.validate(generated)
        assert checked.conforms, str(checked)[:2000]
        assert "Warning" not in {result.severity for result in checked.report.results}


def test_what_was_spoiled_is_found_where_it_was_spoiled(tmp_path: Path) -> None:
    target = tmp_path / "spoiled.nq"
    said = generate(target, "--quads", "12000", "--faults", "0.3").stderr
    faults = [json.loads(line) for line in said.splitlines()]
    assert len(faults) >= 5
    with Graph.memory() as graph:
        report = graph.validate(target).report
    found = {
        (str(result.focus).strip("<>"), str(result.shape).strip("<>").rpartition("#")[2])
        for result in report.results
    }
    assert {(fault["focus"], fault["shape"]) for fault in faults} <= found


def test_what_follows_from_it_makes_sense(generated: Path) -> None:
    import pyoxigraph as ox

    engine = ox.Store()
    engine.bulk_load(path=str(generated), format=ox.RdfFormat.N_QUADS)
    litigation = load(Store(engine).select)
    assert litigation.reliefs
    graph = Iris().graph("derived")
    states = {
        quad.object.value.rpartition("/")[2]
        for quad in derived_quads(litigation, graph, Iris())
        if isinstance(quad.object, ox.NamedNode) and quad.predicate.value.endswith("#state")
    }
    assert {"in-force", "blocked", "not-in-force"} <= states
