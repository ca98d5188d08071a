"""Faults to put into clean forms: one change, or a few at once, and the pointer where the finding is expected."""

from collections.abc import Callable, Iterator
from typing import Any

from perfeval_gui.core.measures import ValueKind, read_measure

Form = dict[str, Any]
Fault = tuple[str, Callable[[Form], Any]]
FAULTS: dict[str, Callable[[Form], Iterator[Fault]]] = {}


def fault(check_id: str) -> Callable[[Callable[[Form], Iterator[Fault]]], None]:
    def keep(make: Callable[[Form], Iterator[Fault]]) -> None:
        FAULTS[check_id] = make

    return keep


def put(where: str, text: str) -> Fault:
    """Return the fault that writes the text at the pointer; the finding is expected there."""

    def change(form: Form) -> None:
        *path, last = where.split("/")[1:]
        record: Any = form
        for part in path:
            record = record[int(part)] if isinstance(record, list) else record[part]
        record[last] = text

    return where, change


def at(where: str, *faults: Fault) -> Fault:
    """Return several changes as one fault whose finding is expected at the pointer."""

    def change(form: Form) -> None:
        for _, apply in faults:
            apply(form)

    return where, change


def rows(form: Form) -> Iterator[tuple[int, dict[str, str]]]:
    yield from enumerate(form["indicators"])


def figures(form: Form, *signs: str) -> Iterator[tuple[int, dict[str, str], Any]]:
    for index, row in rows(form):
        target, actual = read_measure(row["target"]), read_measure(row["actual"])
        if {target.kind, actual.kind} == {ValueKind.NUMBER} and (not signs or target.comparator in signs):
            yield index, row, target


def is_full(row: dict[str, str]) -> bool:
    return row["weight"] == row["score"]
