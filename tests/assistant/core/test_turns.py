"""Turns: never more at once than there are, and nobody overtakes."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.core.turns import Turns


@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_no_more_hold_a_turn_than_may(at_once: int) -> None:
    turns, lock, now, most = Turns(at_once), threading.Lock(), [0], [0]

    def work(_: int) -> None:
        with turns:
            with lock:
                now[0] += 1
                most[0] = max(most[0], now[0])
            time.sleep(0.001)
            with lock:
                now[0] -= 1

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(60)))
    assert most[0] == at_once
    assert now[0] == 0


def test_turns_are_given_in_the_order_they_were_asked_for() -> None:
    turns, order, queued = Turns(1), list[int](), list[threading.Thread]()

    def work(number: int) -> None:
        for _ in range(2):
            with turns:
                order.append(number)

    with turns:
        for number in range(6):
            queued.append(threading.Thread(target=work, args=(number,)))
            queued[-1].start()
            _until_waiting(turns, number + 1)
    for thread in queued:
        thread.join()
    # Whoever comes again waits behind all who have not had their first turn.
    assert order[:6] == list(range(6))


def test_a_turn_is_given_back_when_the_work_fails() -> None:
    turns = Turns(1)
    with pytest.raises(ValueError, match="broken"), turns:
        raise ValueError("broken")
    with turns:
        pass


def _until_waiting(turns: Turns, count: int) -> None:
    while turns.waiting < count:
        time.sleep(0.001)
