"""How far long work has come is told to whoever listens, and to nobody else."""

import io
import sys
from pathlib import Path

import pytest

import enjoin.graph as eg
from enjoin.graph.progress import listening, told
from enjoin.server.commands.load import bars
from enjoin.server.door import Door
from enjoin.server.settings import Settings

ORDERS = (
    b"executive_order_number,signing_date,title,citation\n"
    b"13768,2017-01-25,Enhancing Public Safety,82 FR 8799\n13993,2021-01-20,Revision,86 FR 7051\n"
)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_each_item_is_told_of_when_it_is_done() -> None:
    heard: list[tuple[str, int, int]] = []
    assert list(told("reading", "ab", 2)) == ["a", "b"]
    with listening(lambda *said: heard.append(said)):
        assert list(told("reading", "ab", 2)) == ["a", "b"]
    assert heard == [("reading", 0, 2), ("reading", 1, 2), ("reading", 2, 2)]


def test_an_ingest_tells_of_reading_judging_and_deriving(graph: eg.Graph, tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_bytes(ORDERS)
    heard: list[str] = []
    with listening(lambda doing, *_: heard.append(doing)):
        assert graph.ingest(tmp_path / "orders.csv").changed
    assert list(dict.fromkeys(heard)) == ["reading", "judging", "deriving"]


@pytest.mark.parametrize("how", ["quiet", "json", "no terminal", "terminal"])
def test_bars_are_for_people_at_a_terminal(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO() if how == "no terminal" else Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    door = Door(Settings(), json=how == "json", quiet=how == "quiet")
    with bars(door):
        list(told("judging", range(3), 3))
        list(told("deriving", range(2), 2))
    assert ("Judging" in screen.getvalue() and "Deriving" in screen.getvalue()) == (how == "terminal")
