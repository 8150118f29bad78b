"""Twenty seconds of the long soak, on the starter graph: everybody at once, and nothing but the expected answers.

Whether memory and files stay flat shows only after minutes: `make soak`.
"""

import shutil
from pathlib import Path

import pytest
from soak import soak

SECONDS = 20.0


@pytest.mark.slow
def test_readers_strangers_and_a_writer_get_along(starter_store: Path, tmp_path: Path) -> None:
    shutil.copytree(starter_store, tmp_path / "store")
    report = soak.run(tmp_path / "store", SECONDS, flat=False)
    assert report.faults == [], report.told()
    assert report.answers["sparql"].get(200), report.told()
    assert len(report.samples) > 3


def sample(at: float, **held: int):
    usual = {
        "memory": 300 << 20,
        "processes": 9,
        "descriptors": 60,
        "files": 90,
        "disk": 1,
        "generations": 2,
        "generation": 5,
    }
    return soak.Sample(at=at, **{**usual, **held})


@pytest.mark.parametrize(
    ("grown", "says"),
    [
        ({}, []),
        ({"memory": 1 << 20}, ["memory grows by 60.0 MiB a minute"]),
        ({"descriptors": 1}, ["descriptors: at most 359 in the first half, 659 in the second"]),
        ({"files": 1}, ["files: at most 389 in the first half, 689 in the second"]),
        ({"generations": 1}, ["generations that nobody reads are not deleted"]),
    ],
)
def test_what_grows_is_found(grown: dict[str, int], says: list[str]) -> None:
    report = soak.Report(600.0)
    usual = {"memory": 300 << 20, "descriptors": 60, "files": 90, "generations": 2}
    report.samples = [
        sample(float(at), **{name: usual[name] + each * at for name, each in grown.items()})
        for at in range(600)
    ]
    soak.judge(report, flat=True)
    assert report.faults == says
    assert report.memory_slope == pytest.approx(60 * grown.get("memory", 0))
