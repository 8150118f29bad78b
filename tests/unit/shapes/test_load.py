"""The shapes as data: what the room gives to whoever runs them."""

import doctest
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pyoxigraph as ox
import pytest

from enjoin import shapes
from enjoin.ontology.terms import term
from enjoin.shapes import paths, report, results, writing

ROOM = Path(shapes.__file__).parent


@pytest.mark.parametrize("module", [shapes, paths, report, results, writing], ids=lambda each: each.__name__)
def test_examples_in_docstrings_run(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # pyright: ignore[reportArgumentType]


def test_every_file_of_the_room_is_a_part() -> None:
    assert sorted(shapes.PARTS) == sorted(path.stem for path in ROOM.glob("*.ttl"))


def test_an_unknown_part_is_refused() -> None:
    with pytest.raises(KeyError, match="no part of the shapes"):
        shapes.text("opinions")


def test_all_parts_together_are_one_document() -> None:
    one = ox.Dataset(ox.parse(shapes.text(), format=ox.RdfFormat.TURTLE))
    parts = ox.Dataset(
        ox.Quad(each.subject, each.predicate, each.object, ox.DefaultGraph()) for each in shapes.load()
    )
    for dataset in (one, parts):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    assert one == parts


def test_loading_gives_the_same_each_time() -> None:
    """Also the names of blank nodes, so that an export of the shapes keeps its bytes."""
    shapes._read.cache_clear()
    first = shapes.load()
    shapes._read.cache_clear()
    assert shapes.load() == first


def test_who_changes_the_list_changes_only_a_copy() -> None:
    shapes.load().clear()
    assert shapes.load()


def test_blank_nodes_of_different_parts_differ() -> None:
    triples = shapes.load()
    named = {each.subject.value for each in triples if isinstance(each.subject, ox.BlankNode)}
    assert len({name.rpartition("-")[0] for name in named}) > 10


def test_the_version_is_that_of_the_header_and_of_the_package() -> None:
    said = [each.object for each in shapes.load() if each.predicate == term("owl:versionInfo")]
    assert said == [ox.Literal(shapes.VERSION)]
    assert version("enjoin") == shapes.VERSION


def test_the_digest_is_of_the_text() -> None:
    assert shapes.digest().startswith("sha256:")
    assert len(shapes.digest()) == len("sha256:") + 64


def test_the_room_loads_neither_rdflib_nor_a_processor() -> None:
    told = "import sys, enjoin.shapes.report as r; r.Report.of(()).turtle(); print({'rdflib', 'pyshacl'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"
