"""A form while it is being read: rows are added in source order, doubts are noted at their cell."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from perfeval_gui.core.form import (
    Dimension,
    Extra,
    Form,
    FundingRow,
    Goal,
    Indicator,
    SignOff,
    Total,
)
from perfeval_gui.core.recognise import labels
from perfeval_gui.core.text import squeeze


@dataclass(frozen=True, slots=True)
class Doubt:
    """A note on the form being read: a JSON pointer into it, how grave, the sentence, a check of the catalogue."""

    where: str
    severity: str
    message: str
    check: str = ""


@dataclass
class Draft:
    """Collects one form. Texts go in as they stand in the source; `tidy` cleans them afterwards."""

    head: dict[str, str] = field(default_factory=dict)
    head_labels: dict[str, str] = field(default_factory=dict)  # by which label each was found
    funding: list[FundingRow] = field(default_factory=list)
    funding_unit: str = ""
    goal: Goal = Goal()
    dimensions: list[Dimension] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    total: Total = Total()
    note: str = ""
    sign_off: SignOff = SignOff()
    extra: list[Extra] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    spot: str = ""  # the pointer of what was read last: where something unknown goes

    def doubt(self, where: str, severity: str, message: str, check: str = "") -> None:
        """Note a doubt once."""
        item = Doubt(where, severity, message, check)
        if item not in self.doubts:
            self.doubts.append(item)

    def keep(self, label: str, text: str, after: str | None = None) -> None:
        """Keep what the form has and ours has not, with a note; blank text is nothing to keep."""
        if not text.strip():
            return
        spot = self.spot if after is None else after
        self.extra.append(Extra(spot, squeeze(label), text))
        name = f"“{squeeze(label)[:20]}”" if label.strip() else "没有名称的一处内容"
        self.doubt(spot, "hint", f"{name}在附件3中没有对应的位置，已作为表外内容保留，不会打印。")

    def set_head(self, name: str, label: str, text: str) -> None:
        """Put a value of the head; where a second label claims the same field, the first keeps it."""
        if name == "implementing_unit" and self._is_department(label):
            self.head["supervising_department"] = self.head.pop(name)
        before = self.head.get(name, "").strip()
        if before and self._gives_way(name, label):
            if squeeze(before) != squeeze(text):
                self.keep(self.head_labels[name], before, f"/{name}")
            before = ""
        if before:
            self.keep(label, text, f"/{name}")
        else:
            self.head[name] = text
            self.head_labels[name] = labels.key(label)
            self.spot = f"/{name}"

    def _gives_way(self, name: str, label: str) -> bool:
        first = self.head_labels.get(name)
        return first in labels.WHO_FILLS_IN and labels.key(label) not in labels.WHO_FILLS_IN

    def _is_department(self, label: str) -> bool:
        """Return whether what was taken for the unit is the department above it: `label` names the unit itself."""
        first, second = self.head_labels.get("implementing_unit", ""), labels.key(label)
        if first not in labels.EITHER_UNIT or self.head.get("supervising_department", "").strip():
            return False
        return second not in labels.EITHER_UNIT or (first.endswith("部门") and not second.endswith("部门"))

    def add_dimension(self, name: str, points: str) -> None:
        """Add a 一级指标 at its first appearance; later points fill in what the first left blank."""
        for place, known in enumerate(self.dimensions):
            if known.name == name:
                if points and not known.points:
                    self.dimensions[place] = replace(known, points=points)
                elif points and points != known.points:
                    self.doubt(
                        f"/dimensions/{place}/points",
                        "warning",
                        f"“{name}”在表中先写{known.points}分、后写{points}分，已取前者，请核对。",
                    )
                return
        self.dimensions.append(Dimension(name, points))

    def finished(self) -> Form:
        """Return the form as read so far."""
        return Form(
            **self.head,
            funding=tuple(self.funding),
            goal=self.goal,
            dimensions=tuple(self.dimensions),
            indicators=tuple(self.indicators),
            total=self.total,
            note=self.note,
            sign_off=self.sign_off,
            funding_unit=self.funding_unit,
            extra=tuple(self.extra),
        )
