"""Turns: so many at once, the others in a fair order, and long queries leave one place to the short ones."""

import threading
import time
from collections.abc import Callable

import pytest

from enjoin.graph.errors import QueryAbandoned, QueryOverloaded, QueryTimeout
from enjoin.graph.readers.turns import Turn, Turns


def waiting(
    turns: Turns, client: str, done: Callable[[Turn], None], limit_s: float = 5.0
) -> threading.Thread:
    """Takes a turn in a thread of its own, and returns when it waits for it."""
    before = turns.waiting
    thread = threading.Thread(target=lambda: done(turns.take(client, limit_s)))
    thread.start()
    while turns.waiting == before:
        time.sleep(0.001)
    return thread


def test_so_many_run_at_once_and_the_next_waits_for_a_place() -> None:
    turns = Turns(2, most_waiting=5)
    first, _ = turns.take("a", 1), turns.take("b", 1)
    got: list[Turn] = []
    thread = waiting(turns, "c", got.append)
    assert (turns.running, turns.waiting, got) == (2, 1, [])
    turns.release(first)
    thread.join()
    assert (turns.running, turns.waiting, len(got)) == (2, 0, 1)


def test_the_line_is_bounded_and_who_waits_too_long_is_sent_away() -> None:
    turns = Turns(1, most_waiting=1)
    turns.take("a", 1)
    thread = waiting(turns, "b", lambda _: None)
    with pytest.raises(QueryOverloaded, match="wait already"):
        turns.take("c", 60)
    turns.release(turns._running[0])
    thread.join()
    with pytest.raises(QueryOverloaded, match="busy"):
        turns.take("c", 0.05)
    assert turns.waiting == 0


def test_one_client_has_its_share_and_no_more() -> None:
    turns = Turns(3, most_waiting=5, most_per_client=2)
    turns.take("a", 1)
    mine = turns.take("a", 1)
    with pytest.raises(QueryOverloaded, match="of yours"):
        turns.take("a", 1)
    turns.take("b", 1)
    turns.release(mine)
    turns.take("a", 1)


def test_whoever_has_the_fewest_turns_comes_first() -> None:
    turns = Turns(2, most_waiting=5)
    first, _ = turns.take("greedy", 1), turns.take("greedy", 1)
    order: list[str] = []
    threads = [waiting(turns, "greedy", lambda turn: order.append(turn.client))]
    threads += [waiting(turns, "modest", lambda turn: order.append(turn.client))]
    turns.release(first)
    threads[1].join()
    assert order == ["modest"]
    turns.release(turns._running[0])
    threads[0].join()
    assert order == ["modest", "greedy"]


def test_a_client_that_has_gone_waits_no_more() -> None:
    turns = Turns(1, most_waiting=5)
    turns.take("a", 1)
    with pytest.raises(QueryAbandoned):
        turns.take("b", 5, lambda: True)
    assert turns.waiting == 0


def test_a_query_keeps_its_place_while_nobody_waits() -> None:
    turns = Turns(2, most_waiting=5)
    turn = turns.take("a", 5)
    turn.since -= 60
    assert not turns.must_yield(turn, 60)
    assert not turn.long


def test_a_long_query_leaves_one_place_to_the_short_ones() -> None:
    """Of three places two may be long ones' while others wait; the third query must begin again."""
    turns = Turns(3, most_waiting=8)
    running = [turns.take(name, 5) for name in "abc"]
    got: list[Turn] = []
    short = waiting(turns, "d", got.append)
    for turn in running:
        turn.since -= 1
    assert [turns.must_yield(turn, 1) for turn in running] == [False, False, True]
    assert [turn.long for turn in running] == [True, True, False]
    again = threading.Thread(target=lambda: turns.again(running[2]))
    again.start()
    short.join()
    assert turns.running == 3  # d has the place of c, which waits for one of the long ones
    turns.release(got[0])
    assert turns.waiting == 1
    turns.release(running[0])
    again.join()
    assert running[2] in turns._running


def test_time_without_a_processor_does_not_make_a_query_long() -> None:
    turns = Turns(1, most_waiting=5)
    turn = turns.take("a", 5)
    thread = waiting(turns, "b", lambda _: None)
    turn.since -= 0.5
    assert not turns.must_yield(turn, 0.001)
    assert not turn.long
    turn.since -= 60
    assert not turns.must_yield(turn, 0.001)
    assert turn.long  # it waits for something else, for far too long
    turns.release(turn)
    thread.join()


def test_only_so_many_long_queries_wait() -> None:
    turns = Turns(2, most_waiting=2)
    first, second = turns.take("a", 60), turns.take("b", 60)
    first.long = second.long = True
    said: list[QueryTimeout] = []

    def begin_again() -> None:
        try:
            turns.again(second)
        except QueryTimeout as error:
            said.append(error)

    thread = threading.Thread(target=begin_again)
    thread.start()
    while not turns.waiting:
        time.sleep(0.001)
    third = turns.take("c", 60)
    with pytest.raises(QueryOverloaded, match="long queries"):
        turns.again(third)
    second.deadline = 0.0  # its time is over
    thread.join()
    assert len(said) == 1
    assert (turns.running, turns.waiting) == (1, 0)


def test_a_long_query_that_waits_makes_room_for_one_that_may_be_short() -> None:
    """Known to be long, it is sent away before a newcomer is: of its own client, and of a full line."""
    turns = Turns(2, most_waiting=4, most_per_client=2)
    first, long = turns.take("a", 5), turns.take("a", 5)
    first.long = True
    said: list[QueryOverloaded] = []

    def begin_again() -> None:
        try:
            turns.again(long)
        except QueryOverloaded as error:
            said.append(error)

    thread = threading.Thread(target=begin_again)
    thread.start()
    while not turns.waiting:
        time.sleep(0.001)
    turns.take("a", 5)
    thread.join()
    assert len(said) == 1
    assert (turns.running, turns.waiting) == (2, 0)
