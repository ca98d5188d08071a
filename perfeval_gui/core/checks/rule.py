"""What a check is: a card with the words and a function that finds; findings are plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from enum import Enum
from typing import TYPE_CHECKING, Any

from perfeval_gui.core.edits import Edit
from perfeval_gui.core.form import Cell, Project, Waiver
from perfeval_gui.core.values import dataclass

if TYPE_CHECKING:  # the window shows findings from its first paint on, and reads forms only after it
    from perfeval_gui.core.checks.reading import FilingReading, Reading

__all__ = [
    "LOCAL",
    "OFFICIAL",
    "OFFICIAL_INDICATORS",
    "PRACTICE",
    "SOURCES",
    "Card",
    "Check",
    "Finding",
    "Fix",
    "Help",
    "Hit",
    "Severity",
    "fact_text",
    "filing_check",
    "form_check",
    "is_waived",
    "waiver_for",
]

OFFICIAL = "财预〔2020〕10号"
OFFICIAL_INDICATORS = "财预〔2021〕101号"
LOCAL = "地方口径"
PRACTICE = "填报常识"
SOURCES = (OFFICIAL, OFFICIAL_INDICATORS, LOCAL, PRACTICE)


class Severity(Enum):
    """How much a finding matters: an error is not ready to sign, a warning asks, a hint suggests."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"

    @property
    def label(self) -> str:
        """The Chinese word shown beside the icon."""
        return {"error": "错误", "warning": "警告", "hint": "提示"}[self.value]

    def __init__(self, word: str) -> None:
        self.rank = ("error", "warning", "hint").index(word)
        """0 for errors, 1 for warnings, 2 for hints."""


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


FormCheck = Callable[["Reading"], Iterable[Hit]]
FilingCheck = Callable[["FilingReading"], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Help:
    """What F1 shows for a check: the rule, an example, the common mistake."""

    rule: str
    example: str
    mistake: str

    def __str__(self) -> str:
        """Return the three parts as three paragraphs."""
        return f"要求：{self.rule}\n例如：{self.example}\n常见错误：{self.mistake}"


@dataclass(frozen=True, slots=True)
class Card:
    """The words of a check: id of the catalogue, default severity, title, sentence, source and help.

    `message` is a Chinese sentence with `{figures}` in braces; `wordings` holds further sentences by name.
    `source` is one of SOURCES: a document number that stands in the rules, 地方口径 or 填报常识.
    """

    id: str
    severity: Severity
    title: str
    message: str
    source: str
    help: Help
    has_fix: bool = False
    wordings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Check:
    """A card with its finder: `find` looks at one form, `find_across` at all forms of the filing.

    One that is `by_cell` finds the same when it is given the form part by part.
    """

    card: Card
    find: FormCheck | None = None
    find_across: FilingCheck | None = None
    by_cell: bool = False

    @property
    def id(self) -> str:
        """The permanent id of the catalogue, such as A02."""
        return self.card.id

    @property
    def severity(self) -> Severity:
        """The severity that a finding has by default."""
        return self.card.severity

    @property
    def title(self) -> str:
        """What is checked, in a few words."""
        return self.card.title

    @property
    def source(self) -> str:
        """Where the rule comes from."""
        return self.card.source

    @property
    def has_fix(self) -> bool:
        """Whether some of its findings can be repaired by one click."""
        return self.card.has_fix

    @property
    def help(self) -> str:
        """The text for F1: rule, example, common mistake."""
        return str(self.card.help)

    def sentence(self, hit: Hit) -> str:
        """Return the message of the hit with its figures filled in."""
        card = self.card
        return (card.wordings[hit.wording] if hit.wording else card.message).format_map(hit.facts)


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


def form_check(card: Card) -> Callable[[FormCheck], Check]:
    """Return a decorator that joins a card to the function that finds in one form."""
    return lambda find: Check(card, find=find)


def cell_check(card: Card) -> Callable[[FormCheck], Check]:
    """Return a decorator that joins a card to a function that looks at each row or text of a form by itself."""
    return lambda find: Check(card, find=find, by_cell=True)


def filing_check(card: Card) -> Callable[[FilingCheck], Check]:
    """Return a decorator that joins a card to the function that finds across forms."""
    return lambda find: Check(card, find_across=find)


def fact_text(finding: Finding) -> str:
    """Return the figures of a finding as one text: a waiver holds for these and no others."""
    return "；".join(f"{key}={value}" for key, value in sorted(finding.facts.items()))


def waiver_for(finding: Finding, reason: str) -> Waiver:
    """Return the waiver (已阅) that accepts this finding with its present figures."""
    return Waiver(finding.check, finding.cell, reason, fact_text(finding))


def is_waived(finding: Finding, project: Project) -> bool:
    """Return whether a person has accepted this finding; a changed figure makes it show again."""
    facts = fact_text(finding)
    return any(
        waiver.check == finding.check and waiver.cell == finding.cell and waiver.fact in ("", facts)
        for waiver in project.waivers
    )
