"""Who may know whom: imports go downstairs only, and each foreign library lives in its own rooms."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

MAY_IMPORT = {
    "ontology": set[str](),
    "queries": {"ontology"},
    "shapes": {"ontology"},
    "graph": {"ontology", "queries", "shapes"},
    "server": {"ontology", "queries", "shapes", "graph"},
}

# Paths are relative to the root; a folder stands for everything below it.
LIVES_IN = {
    "pyshacl": {"graph/validation/validate.py"},
    "owlready2": {"graph/reasoning/reason.py"},
    "urllib3": {"graph/sources/fetch.py", "graph/sources/watched.py"},
    "eyecite": {"graph/citations/reporters.py", "graph/claims/mentions.py"},
    "courts_db": {"graph/citations/courts.py"},
    "us": {"graph/ingestion/packaged.py", "graph/sources/tracker_cells.py"},
    "pysbd": {"graph/claims/reading.py"},
    "ahocorasick": {"graph/claims/gazetteer.py"},
    "dateparser": {"graph/claims/whens.py"},
    "trafilatura": {"graph/claims/pages.py"},
    "SPARQLWrapper": {"graph/remote/service.py"},
    "flask": {"server"},
    "werkzeug": {"server"},
    "waitress": {"server"},
    "jinja2": {"server"},
    "click": {"server"},
    "babel": {"server/written.py"},
    "rapidfuzz": {"graph/identity"},
    "rdflib": {"graph", "shapes/report.py"},
}

# What only the doors may read: the environment, the arguments, the terminal.
DOORS_ONLY = {"argparse", "getpass"}


@cache
def modules(room: str) -> list[Path]:
    return sorted(p for p in (ROOT / room).rglob("*.py") if "node_modules" not in p.parts)


@cache
def nodes_of(path: Path) -> list[ast.AST]:
    """All that a module is written of; each is read once for all the rules."""
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def rooms_imported(path: Path) -> set[str]:
    """Rooms that the module at `path` imports, its own left out."""
    parts = path.relative_to(ROOT).parts
    found: set[str] = set()
    for node in nodes_of(path):
        if isinstance(node, ast.ImportFrom):
            name = node.module or ""
            if node.level == len(parts):  # dots that reach `enjoin`
                found |= {name.split(".")[0]} if name else {a.name for a in node.names}
            elif node.level == 0 and name.split(".")[0] == "enjoin":
                found |= {name.split(".")[1]} if "." in name else {a.name for a in node.names}
        elif isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("enjoin.")}
    return found - {parts[0]}


@cache
def libraries_imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in nodes_of(path):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.split(".")[0])
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
    return found


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_imports_only_go_downstairs(room: str) -> None:
    assert modules(room)
    for path in modules(room):
        assert rooms_imported(path) <= MAY_IMPORT[room], path


@pytest.mark.parametrize("library", LIVES_IN)
def test_a_library_stays_in_its_room(library: str) -> None:
    for room in MAY_IMPORT:
        for path in modules(room):
            if library in libraries_imported(path):
                where = path.relative_to(ROOT).as_posix()
                assert any(where == home or where.startswith(f"{home}/") for home in LIVES_IN[library]), where


def test_only_the_store_opens_the_engine() -> None:
    """Terms and quads are free to all; the mutable store of pyoxigraph is not."""
    for room in MAY_IMPORT:
        for path in modules(room):
            where = path.relative_to(ROOT).as_posix()
            for node in nodes_of(path):
                if isinstance(node, ast.ImportFrom) and node.module == "pyoxigraph":
                    names = {alias.name for alias in node.names}
                    assert "Store" not in names or where in {
                        "graph/storage/store.py",
                        "graph/updates/scratch.py",
                        "graph/readers/worker.py",
                    }, where


def test_below_the_doors_nothing_reads_the_environment_or_the_arguments() -> None:
    # A reader process is a program of its own: its parent hands it the numbers of two pipes.
    programs = {
        ROOT / "graph/readers/worker.py",
        ROOT / "graph/updates/trial.py",
        ROOT / "graph/storage/rebuilding.py",
    }
    for room in MAY_IMPORT.keys() - {"server"}:
        for path in set(modules(room)) - programs:
            text = path.read_text(encoding="utf-8")
            for word in ("os.environ", "os.getenv", "sys.argv"):
                assert word not in text, f"{path}: {word}"
            called = {
                n.func.id for n in nodes_of(path) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
            }
            assert not called & {"print", "input"}, path
            assert not DOORS_ONLY & libraries_imported(path), path


def test_rooms_are_never_imported_by_their_bare_names() -> None:
    """`import graph.store` works from the root too, and is not the same module as `enjoin.graph.storage.store`."""
    for path in [*(p for room in MAY_IMPORT for p in modules(room)), *(ROOT / "tests").rglob("*.py")]:
        if "typings" not in path.parts:
            assert not MAY_IMPORT.keys() & libraries_imported(path), path


def test_every_room_says_its_rule() -> None:
    for room in MAY_IMPORT:
        doc = ast.get_docstring(ast.parse((ROOT / room / "__init__.py").read_text(encoding="utf-8")))
        assert doc, f"{room}/__init__.py opens with the rule of its room"
        assert len(doc) > 40, f"{room}/__init__.py says more than its name"


def test_no_room_has_a_drawer_for_everything() -> None:
    for room in MAY_IMPORT:
        for path in modules(room):
            assert path.stem not in {
                "utils",
                "util",
                "helpers",
                "helper",
                "manager",
                "misc",
                "common",
                "data",
            }, path


def test_nothing_catches_everything() -> None:
    """`except Exception` stands at the two doors only, where a stranger must not see a traceback."""
    allowed = {"server/cli.py", "server/errors.py"}
    for room in MAY_IMPORT:
        for path in modules(room):
            where = path.relative_to(ROOT).as_posix()
            for node in nodes_of(path):
                if isinstance(node, ast.ExceptHandler):
                    name = node.type.id if isinstance(node.type, ast.Name) else None
                    bare = node.type is None or name in {"Exception", "BaseException"}
                    reraises = any(isinstance(n, ast.Raise) for n in ast.walk(node))
                    assert not bare or reraises or where in allowed, f"{where}:{node.lineno}"
