"""The notebook is true: its cells run one after another, and hold nothing of the machine that they were written on."""

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

NOTEBOOK = Path(__file__).resolve().parents[2] / "docs" / "notebook.ipynb"
TOLD = """
assert answer.state == "blocked", answer.state
assert open_question.state == "uncertain"
assert len(derivation) > 1
assert by_court.sum() > 1
assert figure.svg.lstrip().startswith("<") and "</svg>" in figure.svg
print("told")
"""


def cells(kind: str) -> list[str]:
    return [
        "".join(cell["source"])
        for cell in json.loads(NOTEBOOK.read_bytes())["cells"]
        if cell["cell_type"] == kind
    ]


def test_no_cell_keeps_an_output_or_a_number() -> None:
    notebook = json.loads(NOTEBOOK.read_bytes())
    assert notebook["nbformat"] == 4
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            assert cell["execution_count"] is None
    assert "# From a question to a figure to a citation" in cells("markdown")[0]


def test_the_cells_run_in_order(
    starter_store: Path, tmp_path: Path, require: Callable[[str, object, str], None]
) -> None:
    require("pandas", importlib.util.find_spec("pandas"), "the extra pandas is not installed")
    script = tmp_path / "cells.py"
    script.write_text("\n\n".join([*cells("code"), TOLD]), encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ENJOIN_")}
    done = subprocess.run(
        [sys.executable, script],
        env={**environment, "ENJOIN_STORE": str(starter_store)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("told\n")
    assert "@misc{" in done.stdout
