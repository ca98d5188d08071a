"""Long work in turns: nothing is lost, the last one asked for counts, and what is closed hears no more."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject
from PySide6.QtTest import QTest

from perfeval_gui.gui.turns import TURN_MS, Turns


def settle(done: Callable[[], bool]) -> None:
    for _ in range(500):
        if done():
            return
        QTest.qWait(2)


def slow(count: int) -> Iterator[int]:
    for number in range(count):
        QTest.qSleep(TURN_MS)
        yield number


def test_all_steps_are_taken_in_order_and_the_window_has_its_turn_between(qapp: object) -> None:
    owner = QObject()
    turns, between = Turns(owner), QObject(owner)
    results: list[int] = []
    beats: list[int] = []
    timer = between.startTimer(1)
    between.timerEvent = lambda _event: beats.append(len(results))  # type: ignore[method-assign]
    turns.run(slow(10), results.extend)
    settle(lambda: bool(results))
    between.killTimer(timer)
    assert results == list(range(10))
    assert len(beats) >= 5


def test_a_new_job_takes_the_place_of_one_that_is_not_finished(qapp: object) -> None:
    owner = QObject()
    turns = Turns(owner)
    results: list[tuple[str, list[object]]] = []
    turns.run(slow(50), lambda found: results.append(("first", found)))
    QTest.qWait(20)
    turns.run(iter("ab"), lambda found: results.append(("second", found)))
    settle(lambda: bool(results))
    QTest.qWait(30)
    assert results == [("second", ["a", "b"])]


def test_a_stopped_job_tells_nobody(qapp: object) -> None:
    owner = QObject()
    turns = Turns(owner)
    results: list[int] = []
    turns.run(slow(3), results.extend)
    turns.stop()
    QTest.qWait(60)
    assert results == []


def test_how_far_it_is_is_told_after_each_turn(qapp: object) -> None:
    owner = QObject()
    turns = Turns(owner)
    results: list[int] = []
    told: list[int] = []
    turns.run(slow(6), results.extend, told.append)
    settle(lambda: bool(results))
    assert told == [1, 2, 3, 4, 5, 6]
