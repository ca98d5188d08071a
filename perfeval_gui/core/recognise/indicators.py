"""The block of 一级, 二级, 三级指标: one indicator a row, labels carried down over merged and blank cells."""

from __future__ import annotations

import re
from dataclasses import replace

from perfeval_gui.core.form import Indicator, Total
from perfeval_gui.core.quantities import parse_points
from perfeval_gui.core.recognise import labels
from perfeval_gui.core.recognise.columns import Column, aligned, columns_of, with_second_head
from perfeval_gui.core.recognise.draft import Draft
from perfeval_gui.core.recognise.lines import Line
from perfeval_gui.core.text import squeeze

_POINTS = re.compile(
    r"^(.*?)[-—:：]?[（(\[【]?(?:分值|权重|满分)?[:：]?\s*(\d+(?:\.\d+)?\s*[%％]?)\s*(?:分|[）)\]】])+$"
)
_TARGET_PARTS = ("comparator", "value", "unit")
_VALUES = ("name", "target", "actual", "weight", "score", "variance_note")
_MERGED = {
    "target": "年度指标值",
    "actual": "实际完成值",
    "weight": "分值",
    "score": "得分",
    "name": "三级指标",
}
_POINT_FIELDS = frozenset({"weight", "score"})
_MOST_POINTS = 1000  # what is more is a telephone number in a row of the sign-off
_GRADES = frozenset("优 良 中 差 优秀 良好 合格 不合格 及格 较差".split())


class IndicatorBlock:
    """Reads the rows of one indicator block, the head row first."""

    def __init__(self, draft: Draft, head: Line) -> None:
        self._draft = draft
        self.columns = _completed(columns_of(head, labels.INDICATOR_COLUMNS))
        self._dimension = ""
        self._category = ""

    @property
    def _labels_end(self) -> int:
        """Where the 三级指标 begins: left of it stand the labels of sections and of the block."""
        starts = [column.start for column in self.columns if column.field in labels.INDICATOR_LEVELS]
        return max(starts, default=0)

    def is_in_labels(self, line: Line) -> bool:
        """Return whether the row's first text stands left of the 三级指标, where block labels stand."""
        first = line.filled[0]
        place = first.column if line.has_grid else line.cells.index(first)
        return place < self._labels_end

    def is_total(self, line: Line) -> bool:
        """Return whether a row that is called 合计 is the total: the word stands where names and labels stand."""
        first = line.filled[0]
        return (first.column if line.has_grid else line.cells.index(first)) <= self._labels_end

    def is_row(self, line: Line) -> bool:
        """Return whether a row is one of the block whatever its labels are called: 绩效目标 and 资金 name 二级指标 too.

        It has points where points stand, or its texts fill the cells of the name and the values exactly.
        """
        pairs = [(c, cell) for c, cell in aligned(self.columns, line) if c.field and cell.text.strip()]
        if any(column.field in _POINT_FIELDS and _are_points(cell.text) for column, cell in pairs):
            return True
        exact = {c.field for c, cell in pairs if (cell.column, cell.column + cell.span) == (c.start, c.end)}
        needed = 3 if line.sheet else 2  # without merges a label and its name fill two cells just as well
        return line.has_grid and "name" in exact and len(exact & {"name", "target", "actual"}) >= needed

    def repeat_head(self, head: Line) -> None:
        """Take the head row again, as it is printed on the next page."""
        self.columns = _completed(columns_of(head, labels.INDICATOR_COLUMNS))

    def read(self, line: Line) -> None:
        """Take one row below the head."""
        if not self._draft.indicators and self._is_second_head(line):
            self.columns = _completed(with_second_head(self.columns, line, labels.INDICATOR_COLUMNS))
        elif self._is_a_text_row(line):
            first, *rest = line.filled
            self._draft.keep(first.text, "\n".join(cell.text for cell in rest) or first.text)
        else:
            self._row(line)

    def _is_second_head(self, line: Line) -> bool:
        return all(
            labels.key(cell.text) in labels.INDICATOR_COLUMNS or cell.text.strip() in ("A", "B", "①", "②")
            for cell in line.filled
        )

    def _is_a_text_row(self, line: Line) -> bool:
        """A label left of the 三级指标 and at most one text across the row, or a subtotal."""
        label = labels.key(line.filled[0].text)
        if not labels.TEXT_ROW.match(label) or not self.is_in_labels(line):
            return False
        return len(line.filled) <= 2 or label.endswith("小计")

    def _row(self, line: Line) -> None:
        texts: dict[str, str] = {}
        beside: list[tuple[str, str]] = []
        printed_category = False
        covered = ""
        for column, cell in aligned(self.columns, line):
            text = "" if cell.continued else cell.text
            if column.field == "dimension":
                self._enter_dimension(text)
            elif column.field == "category":
                printed_category = bool(text.strip())
                self._category = squeeze(text) if printed_category else self._category
            elif column.field:
                texts[column.field] = texts.get(column.field, "") + text
                covered = column.field if cell.continued and column.field in _MERGED else covered
            elif labels.key(column.label) in labels.SERIAL_NUMBER:
                self._draft.doubt("/indicators", "hint", "原表的序号列没有导入。")
            elif text.strip() and not self._is_block_label(text, column):
                beside.append((column.label, text))
        self._add(texts, printed_category, beside, covered)

    def _is_block_label(self, text: str, column: Column) -> bool:
        return column.start < self._labels_end and labels.key(text) in labels.INDICATOR_BLOCK

    def _enter_dimension(self, text: str) -> None:
        if not text.strip():
            return
        name, points = split_points(text)
        if name != self._dimension:
            self._category = ""  # a new section does not go on with the last section's 二级指标
        self._dimension = name
        self._draft.add_dimension(name, points)

    def _add(self, texts: dict[str, str], printed: bool, beside: list[tuple[str, str]], covered: str) -> None:  # noqa: FBT001
        draft = self._draft
        parts = [texts.pop(part, "").strip() for part in _TARGET_PARTS]
        if any(parts):
            texts["target"] = texts.get("target", "").strip() or "".join(parts)
        where = f"/indicators/{len(draft.indicators)}"
        if not any(texts.get(name, "").strip() for name in _VALUES) and not printed:
            if not beside:
                self.note_dropped_row()
            for label, text in beside:
                draft.keep(label, text)
            return
        draft.indicators.append(Indicator(self._dimension, self._category, **texts))
        draft.spot = where
        if any(parts[::2]):
            draft.doubt("/indicators", "hint", "年度指标值在原表中分成性质、数值、单位几格，已合在一起。")
        if covered and covered != "name" and any(texts.get(name, "").strip() for name in _VALUES):
            draft.doubt(
                f"{where}/{covered}",
                "warning",
                f"这一行的{_MERGED[covered]}与上一行合并成一格，只记在上一行。",
            )
        for label, text in beside:
            draft.keep(label, text, where)

    def note_dropped_row(self) -> None:
        """Note that a blank row was left out."""
        name = self._category or self._dimension or "绩效指标"
        self._draft.doubt(self._draft.spot, "hint", f"“{name}”下面有空行，没有导入。")

    def read_total(self, line: Line) -> None:
        """Take the 总分 row: its weight and score, and what stands behind them."""
        fields, beside = self._total_fields(line)
        weight, score = fields.get("weight", ""), fields.get("score", "")
        if not weight and not score:
            weight, score = _by_order(line)
        self._draft.total = Total(weight or self._draft.total.weight, score or self._draft.total.score)
        self._draft.spot = "/total/score"
        remark = fields.get("variance_note", "")
        if remark not in (weight, score):
            self._draft.keep("等级" if squeeze(remark) in _GRADES else "总分行备注", remark)
        for label, text in beside:
            self._draft.keep(label, text)

    def _total_fields(self, line: Line) -> tuple[dict[str, str], list[tuple[str, str]]]:
        """Return the row's texts by field, and those under columns that are not ours."""
        label, *texts = line.filled
        if len(texts) == 1 and labels.key(label.text) in labels.SCORE_ONLY:
            return {"score": texts[0].text}, []
        found: dict[str, str] = {}
        beside: list[tuple[str, str]] = []
        for column, cell in aligned(self.columns, line):
            if cell is label or cell.continued or not cell.text.strip():
                continue
            if column.field:
                found.setdefault(column.field, cell.text)
            else:
                beside.append((column.label, cell.text))
        return found, beside


def _are_points(text: str) -> bool:
    points = parse_points(text)
    return points is not None and points < _MOST_POINTS


def _by_order(line: Line) -> tuple[str, str]:
    """Return weight and score of a total row whose cells stand under no column of ours."""
    texts = [cell.text for cell in line.filled[1:]]
    weight, score, *_ = [*texts, "", ""]
    return weight, score


def _completed(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return the columns with the doubtful labels decided by what else is there.

    绩效指标 is the block's label where 三级指标 is there, else the indicator's name; 指标值 is one part of a
    split target where a comparator or unit stands beside it.
    """
    fields = {column.field for column in columns}
    named = [
        replace(column, field="name") if "name" not in fields and _is_name(columns, place) else column
        for place, column in enumerate(columns)
    ]
    return tuple(_split_target(named) if fields & {"comparator", "unit"} else named)


def _is_name(columns: tuple[Column, ...], place: int) -> bool:
    """Return whether 绩效指标 stands right before the first value column: then it names the rows."""
    column = columns[place]
    following = columns[place + 1].field if place + 1 < len(columns) else ""
    is_block_label = not column.field and labels.key(column.label) in labels.INDICATOR_BLOCK
    return is_block_label and following not in {"", *labels.INDICATOR_LEVELS}


def _split_target(columns: list[Column]) -> list[Column]:
    """年度指标值 between 性质 and 单位 is the value alone; a 单位 behind the actual value is no part of the target."""
    actual = next((n for n, c in enumerate(columns) if c.field == "actual"), len(columns))
    in_parts = any(c.field in {"comparator", "unit"} for c in columns[:actual])
    result = []
    for place, column in enumerate(columns):
        if column.field == "unit" and place > actual:
            result.append(replace(column, field=""))
        else:
            result.append(replace(column, field="value") if column.field == "target" and in_parts else column)
    return result


def split_points(text: str) -> tuple[str, str]:
    """Return a 一级 label's name without its points, and the points: `产出指标(50分)` gives 产出指标 and 50."""
    bare = squeeze(text)
    found = _POINTS.match(bare)
    if not found or not found[1]:
        return bare, ""
    return found[1], found[2]
