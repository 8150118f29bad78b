"""What is tried out in a process of its own cannot hurt the one that serves."""

import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import enjoin.graph as eg
from enjoin.graph.errors import (
    QueryExhausted,
    QueryOverloaded,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    StoreError,
    UnreadableDocument,
)
from enjoin.graph.storage.layout import Layout
from enjoin.graph.storage.publish import newest
from enjoin.graph.updates.trials import Trials

MIB = 1024**2


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("trial") / "bare"
    eg.init(path, bare=True).close()
    Layout(path).trial.mkdir(exist_ok=True)
    return path


@pytest.fixture(scope="module")
def trials() -> Iterator[Trials]:
    found = Trials(256 * MIB)
    yield found
    found.close()


def task(place: Path, tmp_path: Path, **given: Any) -> dict[str, Any]:
    found = newest(Layout(place).generations)
    assert found is not None
    return {
        "task": "update", "text": "", "using": None, "using_named": None, "default": None, "protected": [],
        "prefixes": {}, "base": None, "out": str(tmp_path), "spool": False, "store": str(found.path),
        "work": str(Layout(place).trial / "work"), "becomes": "", **given,
    }  # fmt: skip


def test_a_change_is_told_and_not_made(place: Path, tmp_path: Path, trials: Trials) -> None:
    for _ in range(2):
        told = trials.run(task(place, tmp_path, text="INSERT DATA { <a:s> <a:p> 1 }"), 10)
        assert told["changes"] == {"": [1, 0]}
    told = trials.run(
        task(place, tmp_path, text="INSERT DATA { GRAPH <a:g> { <a:s> <a:p> _:b } }", spool=True), 10
    )
    assert (tmp_path / "added.nq").read_text().startswith("<a:s> <a:p> _:")
    assert (tmp_path / "removed.nq").read_text() == ""
    assert told["created"] == ["a:g"]


def test_errors_come_back_as_they_were_raised(place: Path, tmp_path: Path, trials: Trials) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        trials.run(task(place, tmp_path, text="CLEAR\nNOTHING"), 10)
    assert (caught.value.line, caught.value.quoted) == (2, "NOTHING")
    (tmp_path / "body").write_text("<a:s> <a:p>")
    body = {"task": "put", "graph": "a:g", "parts": [[str(tmp_path / "body"), "text/turtle"]]}
    with pytest.raises(UnreadableDocument) as unreadable:
        trials.run(task(place, tmp_path, **body), 10)
    assert "line 1" in unreadable.value.where
    with pytest.raises(StoreError):
        trials.run(task(place, tmp_path, text="CLEAR ALL", store=str(tmp_path / "nothing")), 10)


@pytest.mark.parametrize(
    "text",
    [
        f"INSERT {{}} WHERE {{ {'{' * 90} {'}' * 90} FILTER({'(' * 90}1{')' * 90}) }}",
        f"INSERT DATA {{ <a:s> <a:p> {'(' * 5000}{')' * 5000} }}",
        f"INSERT DATA {{ <a:s> <a:p> {'[ <a:q> ' * 5000}{']' * 5000} }}",
        "DELETE WHERE {" * 3000,
        "\0",
        "INSERT DATA { <a:s> <a:p> '''",
        "PREFIX " * 5000,
    ],
)
def test_deep_and_broken_texts_are_an_error_of_the_asker(
    place: Path, tmp_path: Path, trials: Trials, text: str
) -> None:
    with contextlib.suppress(QuerySyntaxError, QueryRefused, QueryOverloaded):
        trials.run(task(place, tmp_path, text=text), 20)
    assert trials.run(task(place, tmp_path, text="CLEAR ALL"), 20)["changes"] == {}


def test_memory_is_bounded_and_the_next_task_is_done(place: Path, tmp_path: Path, trials: Trials) -> None:
    doubled = "BIND('0123456789abcdef' AS ?d0) " + " ".join(
        f"BIND(CONCAT(?d{number}, ?d{number}) AS ?d{number + 1})" for number in range(30)
    )
    with pytest.raises(QueryExhausted, match="the update needs more memory"):
        trials.run(task(place, tmp_path, text=f"INSERT {{ <a:s> <a:p> ?d30 }} WHERE {{ {doubled} }}"), 30)
    assert trials.run(task(place, tmp_path, text="INSERT DATA { <a:s> <a:p> 1 }"), 10)["changes"]


def test_time_is_bounded(place: Path, tmp_path: Path, trials: Trials) -> None:
    values = " ".join(map(str, range(3000)))
    long = " ".join(f"VALUES ?v{number} {{ {values} }}" for number in range(4))
    text = f"INSERT {{ <a:s> <a:n> ?n }} WHERE {{ SELECT (COUNT(*) AS ?n) {{ {long} }} }}"
    trials.run(task(place, tmp_path, text="CLEAR ALL"), 10)
    began = time.monotonic()
    with pytest.raises(QueryTimeout):
        trials.run(task(place, tmp_path, text=text), 0.5)
    assert time.monotonic() - began < 30  # the update itself takes hours


def test_a_process_that_died_while_it_waited_is_replaced(place: Path, tmp_path: Path, trials: Trials) -> None:
    trials.run(task(place, tmp_path, text="CLEAR ALL"), 10)
    for trial in list(trials._trials):
        trial._process.kill()
        trial._process.wait()
        trial._process.returncode = None  # as nobody has looked since
    assert trials.run(task(place, tmp_path, text="CLEAR ALL"), 10)["changes"] == {}


def test_where_no_process_can_be_had_nothing_is_changed(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    without = Trials(256 * MIB)
    with pytest.raises(StoreError, match="no process can be started"):
        without.run(task(place, tmp_path, text="CLEAR ALL"), 10)
    without.close()


def test_an_attempt_ends_with_the_process_that_began_it(place: Path, tmp_path: Path) -> None:
    program = textwrap.dedent(
        f"""
        import threading, time
        from enjoin.graph.updates.trials import Trials
        trials = Trials()
        long = " ".join("VALUES ?v%d {{ %s }}" % (n, " ".join(map(str, range(3000)))) for n in range(4))
        asked = {task(place, tmp_path)!r}
        asked["text"] = "INSERT {{}} WHERE {{ SELECT (COUNT(*) AS ?n) {{ %s }} }}" % long
        threading.Thread(target=lambda: trials.run(asked, 60), daemon=True).start()
        while not trials._trials or not trials._trials[0]._ready:
            time.sleep(0.05)
        print(trials._trials[0].pid, flush=True)
        time.sleep(60)
        """
    )
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout:
        worker = int(process.stdout.readline())
        assert Path(f"/proc/{worker}").exists()
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and _runs(worker):
        time.sleep(0.05)
    assert not _runs(worker)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_nothing_is_telephoned(place: Path, tmp_path: Path, trials: Trials) -> None:
    """Even a text that gets past the guard finds no network."""
    trials.run(task(place, tmp_path, text="CLEAR ALL"), 10)
    worker = trials._trials[0].pid
    if Path(f"/proc/{worker}/ns/net").readlink() == Path("/proc/self/ns/net").readlink():
        pytest.skip("this system lets an ordinary process have no network of its own")
    interfaces = Path(f"/proc/{worker}/net/dev").read_text().splitlines()[2:]
    assert [line.split(":")[0].strip() for line in interfaces] in ([], ["lo"])
