"""The bar of sums under the form: every section against its printed points, the total, the rate."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from perfeval_gui.core.form import Form
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.quantities import format_number, format_rate, parse_points
from perfeval_gui.core.scoring import Totals, computed_rate, computed_score, total_funding_row
from perfeval_gui.gui.appearance import set_tone
from perfeval_gui.gui.flow import FlowLayout


class TotalsBar(QFrame):
    """Shows sums; they are readings of what is written and change nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("totalsBar")
        self.setAccessibleName("合计")
        self._row = FlowLayout(self, (10, 5, 10, 5), 8)
        self._chips: list[QLabel] = []

    def show_form(self, form: Form | None, profile: Profile | None, sums: Totals | None) -> None:
        """Show the sums of a form, or nothing."""
        chips = _chips(form, profile, sums) if form and profile and sums else []
        while len(self._chips) < len(chips):
            label = QLabel(self)
            label.setTextFormat(Qt.TextFormat.PlainText)
            set_tone(label, "neutral", "chip")
            self._row.addWidget(label)
            self._chips.append(label)
        for label, chip in zip(self._chips, chips, strict=False):
            self._paint(label, *chip)
        for label in self._chips[len(chips) :]:
            label.hide()
        self.setAccessibleName("，".join(f"{text} {remark}".strip() for text, remark, _ in chips) or "合计")

    def _paint(self, label: QLabel, text: str, remark: str, good: bool | None) -> None:
        name, _, figures = text.rpartition(" ")
        shown = f"{name}\n{figures}" + (f"　{remark}" if remark else "")
        if label.text() != shown:
            label.setText(shown)
        set_tone(label, "neutral" if good is None else "good" if good else "error")
        label.show()


def _chips(form: Form, profile: Profile, sums: Totals) -> list[tuple[str, str, bool | None]]:
    """Return (text, remark, good, bad or neutral) of each chip, in reading order."""
    chips = [_compared(section.name, section.weight, section.printed) for section in sums.sections]
    chips.append(_execution(form, profile, sums))
    whole = parse_points(form.total.weight) or profile.total_points
    chips.append(_compared("总分", sums.weight, whole))
    chips.append(_score(form, sums))
    return chips


def _compared(name: str, found: Decimal, printed: Decimal | None) -> tuple[str, str, bool | None]:
    if printed is None:
        return f"{name} {format_number(found)}", "", None
    text = f"{name} {format_number(found)}/{format_number(printed)}"
    if found == printed:
        return text, "", True
    return text, f"{'多' if found > printed else '少'} {format_number(abs(found - printed))} 分", False


def _execution(form: Form, profile: Profile, sums: Totals) -> tuple[str, str, bool | None]:
    row = total_funding_row(form, profile)
    rate = computed_rate(row) if row else None
    score = computed_score(row, profile) if row else None
    if row is None or rate is None or score is None:
        return "执行率 —", "", None
    text = f"执行率 {format_rate(rate)}"
    if not sums.execution_scored:
        return text, f"应得 {format_number(score)} 分，未填", False
    right = sums.execution_score == score
    return text, f"得 {format_number(score)} 分" if right else f"应得 {format_number(score)} 分", right


def _score(form: Form, sums: Totals) -> tuple[str, str, bool | None]:
    text = f"得分合计 {format_number(sums.score)}"
    written = parse_points(form.total.score)
    if written is None:
        return text, "", None
    right = written == sums.score
    return text, "" if right else f"表中写 {format_number(written)}", right
