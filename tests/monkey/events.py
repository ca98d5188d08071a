"""What the monkey does: a list of events that follows from a seed alone, so a failing list can be kept and shortened."""

import json
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass

TEXTS = (
    "1", "12.5", "≥95%", "万元", "项目", "绩效目标已完成", "=1+1", "@", "-", "—", "　", " ", "\t", "\n", "。",
    "a", "Z", "𠀀", "😀", "👨‍👩‍👧", "e\u0301", "\u202e", "\x00", "\x0b", "\ufffe", "\ufeff", "2024年3月15日", "100.00%", "<b>&amp;",
    "100万元以上，按合同约定支付，未发生偏差。",
)  # fmt: skip
KEYS = (
    "Tab", "Backtab", "Return", "Enter", "Escape", "Up", "Down", "Left", "Right", "Home", "End", "PageUp", "PageDown",
    "Delete", "Backspace", "F2", "F3", "F4", "F6", "F7", "F8", "F9", "Space", "Menu", "A", "Z", "V", "C", "Plus", "Minus",
    "1", "2", "J", "Apostrophe", "Semicolon", "F",
)  # fmt: skip
MODIFIERS = ("", "", "", "ctrl", "shift", "alt", "ctrl+shift")

# How often each kind comes, in ten thousand. What takes a clerk minutes comes seldom.
SHARES = {
    "text": 2600,
    "key": 2650,
    "click": 1400,
    "double_click": 300,
    "drag": 200,
    "wheel": 300,
    "menu": 60,
    "command": 900,
    "undo": 380,
    "redo": 200,
    "preedit": 200,
    "paste": 150,
    "paste_large": 2,
    "project": 250,
    "cell": 300,
    "resize": 60,
    "upset": 20,
    "drop": 8,
    "hand_over": 8,
    "reopen": 12,
}


@dataclass(frozen=True, slots=True)
class Event:
    """One event. `x` and `y` are parts of a size, `number` chooses among what is there, by remainder."""

    kind: str
    text: str = ""
    x: float = 0.0
    y: float = 0.0
    number: int = 0

    @property
    def size(self) -> int:
        """So many keys, mouse events or commands it is: a typed word is as many as it has characters."""
        if self.kind in ("text", "preedit"):
            return max(1, len(self.text))
        return {"click": 2, "double_click": 4, "drag": 5}.get(self.kind, 1)


def events(seed: int, count: int) -> list[Event]:
    """Return the monkey's doings for a seed: together `count` keys, mouse events and commands, or a few more."""
    rnd = random.Random(seed)
    kinds, weights = list(SHARES), list(SHARES.values())
    listed: list[Event] = []
    while count > 0:
        listed.append(_event(rnd, rnd.choices(kinds, weights)[0]))
        count -= listed[-1].size
    return listed


def _event(rnd: random.Random, kind: str) -> Event:
    text = ""
    if kind in ("text", "preedit"):
        text = "".join(rnd.choices(TEXTS, k=rnd.choice((1, 1, 3, 12))))
    elif kind == "key":
        text = f"{rnd.choice(MODIFIERS)} {rnd.choice(KEYS)}"
    elif kind == "paste":
        rows, columns = rnd.choice((1, 1, 2, 5, 20)), rnd.choice((1, 1, 2, 8))
        text = "\n".join("\t".join(rnd.choices(TEXTS, k=columns)) for _ in range(rows))
    return Event(kind, text, round(rnd.random(), 4), round(rnd.random(), 4), rnd.randrange(1_000_000))


def to_text(listed: Sequence[Event]) -> str:
    """Return events as JSON, for keeping a failing list."""
    return json.dumps([asdict(event) for event in listed], ensure_ascii=True)


def from_text(text: str) -> list[Event]:
    """Return the events of such a text."""
    return [Event(**item) for item in json.loads(text)]
