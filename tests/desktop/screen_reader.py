"""Run by the system's Python beside the program: print what a screen reader is told of it, a line a thing, as JSON."""

import json
import sys
import time
from collections.abc import Iterator
from typing import Any

import gi  # type: ignore[import-not-found]  # of the system

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # type: ignore[import-not-found]  # noqa: E402  # the version is chosen first

_PATIENCE = 60
_DEEPEST = 12
_MOST_CHILDREN = 40


def program() -> Any:
    """Return the program's node once it is there with a window."""
    Atspi.init()
    for _ in range(_PATIENCE):
        desktop = Atspi.get_desktop(0)
        for place in range(desktop.get_child_count()):
            node = desktop.get_child_at_index(place)
            if node is not None and node.get_name() == "perfeval" and node.get_child_count():
                return node
        time.sleep(0.5)
    sys.exit("the program is not in the tree")


def told(node: Any, depth: int = 0) -> Iterator[dict[str, str]]:
    """Yield role, name and description of a node and of all below it."""
    yield {"role": node.get_role_name(), "name": node.get_name() or "", "said": node.get_description() or ""}
    if depth < _DEEPEST:
        for place in range(min(node.get_child_count(), _MOST_CHILDREN)):
            child = node.get_child_at_index(place)
            if child is not None:
                yield from told(child, depth + 1)


if __name__ == "__main__":
    found = program()
    time.sleep(4)  # the findings arrive some moments after the window
    for line in told(found):
        print(json.dumps(line, ensure_ascii=False), flush=True)
