"""The difference of two JSON values as a short list of places and new values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

Change = tuple[list[str | int], Any]


def difference(old: object, new: object) -> list[Change]:
    """Return what `patched` needs to make `new` of `old`; where shapes differ, the whole part is given."""
    return list(_walk(old, new, []))


def patched(old: Any, changes: Iterable[Change]) -> Any:
    """Return the value with the changes made; `old` itself stays as it is.

    Raises LookupError or TypeError when a place is not there.
    """
    for path, value in changes:
        old = _with(old, path, value)
    return old


def _walk(old: object, new: object, path: list[str | int]) -> Iterator[Change]:
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() == new.keys():
        for key in new:
            yield from _walk(old[key], new[key], [*path, key])
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from _walk(before, after, [*path, index])
    elif type(old) is not type(new) or old != new:
        yield path, new


def _with(old: Any, path: list[str | int], value: Any) -> Any:
    if not path:
        return value
    step, *rest = path
    copy = old.copy()
    copy[step] = _with(old[step], rest, value)
    return copy
