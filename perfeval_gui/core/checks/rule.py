"""What a check is: a card with the words and a function that finds; findings are plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from perfeval_gui.core.edits import Edit
from perfeval_gui.core.form import Cell, Filing, Project
from perfeval_gui.core.profile import Profile


class Severity(Enum):
    """How much a finding matters: an error is not ready to sign, a warning asks, a hint suggests."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"

    @property
    def label(self) -> str:
        """The Chinese word shown beside the icon."""
        return {"error": "错误", "warning": "警告", "hint": "提示"}[self.value]

    @property
    def rank(self) -> int:
        """0 for errors, 1 for warnings, 2 for hints."""
        return ("error", "warning", "hint").index(self.value)


@dataclass(frozen=True, slots=True)
class Fix:
    """A safe mechanical repair: an ordinary edit, and the text it would put at the finding's cell."""

    edit: Edit
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check's function found: where, the figures for the sentence, a repair where there is one.

    `severity` only where the case deserves another than the card's; `wording` picks one of the card's
    other sentences.
    """

    cell: Cell
    facts: Mapping[str, object] = field(default_factory=dict)
    fix: Fix | None = None
    severity: Severity | None = None
    wording: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What a check may know besides the form: the rules, today's date, the filing, last year's form."""

    profile: Profile
    today: date
    filing: Filing = field(default_factory=Filing)


FormCheck = Callable[[Project, Context], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Check:
    """The card of a check: id of the catalogue, default severity, title, sentence, source and the finder.

    `message` is a Chinese sentence with `{figures}` in braces; `wordings` holds further sentences by name.
    `source` is a document number that stands in the rules, or 地方口径, or 填报常识.
    """

    id: str
    severity: Severity
    title: str
    message: str
    source: str
    find: FormCheck
    has_fix: bool = False
    wordings: Mapping[str, str] = field(default_factory=dict)
    help: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in one form, ready to be shown."""

    check: str
    severity: Severity
    cell: Cell
    message: str
    source: str
    fix: Fix | None = None
    facts: Mapping[str, Any] = field(default_factory=dict, compare=False)
