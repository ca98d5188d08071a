"""附件1 out of other people's tables: a 基础数据表, a list of budget projects, cells from the clipboard."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from perfeval_gui.core.annex1 import AMOUNTS, Annex1, BudgetLine
from perfeval_gui.core.quantities import is_blank, narrow, parse_amount
from perfeval_gui.core.recognise.raw import RawDocument, RawTable
from perfeval_gui.core.text import squeeze

Rows = Sequence[Sequence[str]]

_KINDS = (  # the first that fits a column's head
    ("", re.compile(r"率|占比|差|增减|分值|得分|上年|上一年|去年|结转|单位|备注|说明")),
    ("outturn", re.compile(r"决算|执行数|支出数|实际支出|全年执行")),
    ("revised_budget", re.compile(r"全年预算|调整")),
    ("initial_budget", re.compile(r"年初|批复|预算")),
)
_NAME_HEAD = re.compile(r"项目|名称")
_YEAR = re.compile(r"20[0-9]{2}")
_TOTAL = re.compile(r"^(?:合计|总计|共计|项目支出(?:合计|小计|总额)?)[:：]?$")
_WHOLE = re.compile(r"^[一二三四五六七八九十0-9、.（）()]*项目支出")
_OTHER = re.compile(
    r"^(?:[一二三四五六七八九十]、|[（(][一二三四五六七八九十][）)])?"
    r"(?:三公|公用经费|基本支出|人员经费|政府采购|厉行节约|楼堂馆所|部门基本|说明|备注|填表人|财政供养|编制|经费控制|"
    r"公务接待|公务用车|出国)"
)
_SUBTOTAL = re.compile(r"^(?:小计|其中[:：]?)$")
_BEFORE_NAME = re.compile(
    r"^(?:其中[:：]|[（(]?[0-9]{1,3}[)）、.．]|[（(][一二三四五六七八九十]+[)）]|[①-⑳])\s*"
)
_UNIT = re.compile(
    r"单位[:：]\s*(元|百元|千元|万元|百万元|亿元)|[（(]\s*(元|百元|千元|万元|百万元|亿元)\s*[)）]"
)
_OF_A_FORM = "年度资金总额"
_MOST_LINES = 500


@dataclass(frozen=True, slots=True)
class Annex1Found:
    """What was found, and sentences on what to look at."""

    annex: Annex1 = field(default_factory=Annex1)
    remarks: tuple[str, ...] = ()


def read_annex1(tables: Sequence[Rows], fiscal_year: str = "") -> Annex1Found:
    """Return the 项目支出 of the tables that has most lines; columns of other years are passed over."""
    if any(_OF_A_FORM in squeeze(text) for rows in tables for row in rows for text in row):
        return Annex1Found(remarks=("这是附件3《项目支出绩效自评表》，不是附件1，没有读入。",))
    found = [_read_table(rows, squeeze(fiscal_year)) for rows in tables]
    best = max(found, key=lambda item: len(item.annex.lines), default=Annex1Found())
    if best.annex.is_empty:
        return Annex1Found(
            remarks=("没有找到项目支出的金额。请确认是附件1，或把项目名称和金额几列复制后粘贴进来。",)
        )
    return best


def rows_of_document(document: RawDocument) -> list[list[list[str]]]:
    """Return the tables of a document as rows of texts, each text in its own column."""
    return [_rows_of(part) for part in document.body if isinstance(part, RawTable)]


def _rows_of(table: RawTable) -> list[list[str]]:
    rows = []
    for row in table.rows:
        texts: list[str] = []
        for cell in row:
            column = cell.column if table.has_grid else len(texts)
            texts += [""] * (column - len(texts))
            texts[column : column + 1] = ["" if cell.continued else cell.text]
            texts += [""] * (cell.span - 1)
        rows.append(texts)
    return rows


def _read_table(rows: Rows, year: str) -> Annex1Found:
    head, columns = _columns(rows, year)
    if not columns:
        return _by_order(rows)
    body = rows[head + 1 :]
    first = min(columns)
    name_at = _name_column(rows[head], body, first)
    lines: list[BudgetLine] = []
    total = BudgetLine()
    inside = False
    for row in body:
        name = _text(row, name_at) or _last_text(row, first)
        line = BudgetLine(name, **{kind: _text(row, at) for at, kind in columns.items()})
        plain = squeeze(narrow(name))
        has_amounts = any(not is_blank(getattr(line, kind)) for kind in AMOUNTS)
        if _WHOLE.match(plain) or (_TOTAL.match(plain) and not inside):
            if _WHOLE.match(plain):
                inside, lines = True, []
            total = replace(line, name="") if has_amounts else total
        elif _OTHER.match(plain) or (_TOTAL.match(plain) and inside):
            if inside:
                break
        elif plain and has_amounts and not _SUBTOTAL.match(plain):
            lines.append(replace(line, name=_BEFORE_NAME.sub("", name.strip())))
    return Annex1Found(Annex1(tuple(lines[:_MOST_LINES]), total, _unit_of(rows)), _remarks(columns, lines))


def _remarks(columns: Mapping[int, str], lines: Sequence[BudgetLine]) -> tuple[str, ...]:
    said = []
    missing = [label for kind, label in AMOUNTS.items() if kind not in columns.values()]
    if missing:
        said.append(f"表里没有{'、'.join(missing)}一列，没有核对这一列。")
    words = [
        f"“{line.name}”的“{getattr(line, kind)}”"
        for line in lines
        for kind in AMOUNTS
        if not is_blank(getattr(line, kind)) and parse_amount(getattr(line, kind)) is None
    ]
    if words:
        said.append(f"{'、'.join(words[:3])}不是数字，没有计入合计。")
    return tuple(said)


def _columns(rows: Rows, year: str) -> tuple[int, dict[int, str]]:
    """Return the row of the head and which column holds which amount; a head may take two rows."""
    best: tuple[int, dict[int, str]] = (-1, {})
    for place, row in enumerate(rows[:40]):
        above = _spread(rows[place - 1]) if place else []
        for texts in ([*row], _joined(above, row)):
            found: dict[int, str] = {}
            for at, text in enumerate(texts):
                kind = _kind(squeeze(narrow(text)), year)
                if kind and kind not in found.values() and parse_amount(text) is None:
                    found[at] = kind
            if len(found) > len(best[1]):
                best = (place, found)
    return best


def _kind(head: str, year: str) -> str:
    years = _YEAR.findall(head)
    if not head or len(head) > 20 or (year and years and year not in years):
        return ""
    return next((kind for kind, words in _KINDS if words.search(head)), "")


def _spread(row: Sequence[str]) -> list[str]:
    """Return the row with each text over the blanks to its right: a merged head covers several columns."""
    found: list[str] = []
    for text in row:
        found.append(text if text.strip() or not found else found[-1])
    return found


def _joined(above: Sequence[str], row: Sequence[str]) -> list[str]:
    width = max(len(above), len(row))
    return [f"{_text(above, at)}{_text(row, at)}" if _text(row, at) else "" for at in range(width)]


def _name_column(head: Sequence[str], body: Rows, first: int) -> int:
    labelled = [at for at, text in enumerate(head[:first]) if _NAME_HEAD.search(squeeze(text))]
    if labelled:
        return labelled[-1]
    texts = [
        sum(bool(_text(row, at)) and parse_amount(_text(row, at)) is None for row in body)
        for at in range(first)
    ]
    return texts.index(max(texts)) if texts else 0


def _last_text(row: Sequence[str], end: int) -> str:
    """Return the last words before the amounts: in a 基础数据表 the name's column changes from row to row."""
    words = (text.strip() for text in reversed(row[:end]) if not is_blank(text))
    return next((text for text in words if parse_amount(text) is None), "")


def _by_order(rows: Rows) -> Annex1Found:
    """Cells without a head: a name, then the amounts in their usual order."""
    orders = {1: ("initial_budget",), 2: ("initial_budget", "outturn"), 3: tuple(AMOUNTS)}
    lines: list[BudgetLine] = []
    total = BudgetLine()
    for row in rows:
        words = [at for at, text in enumerate(row) if not is_blank(text) and parse_amount(text) is None]
        if not words:
            continue
        name = row[words[0]].strip()
        amounts = [text.strip() for text in row[words[0] + 1 :] if parse_amount(text) is not None]
        order = orders.get(min(len(amounts), len(AMOUNTS)))
        if order is None:
            continue
        line = BudgetLine(_BEFORE_NAME.sub("", name), **dict(zip(order, amounts, strict=False)))
        if _TOTAL.match(squeeze(name)):
            total = replace(line, name="")
        else:
            lines.append(line)
    remark = (
        "没有找到表头，按“年初预算数、全年预算数、全年执行数”的顺序读入（只有两列时为年初和执行），请核对。"
    )
    return Annex1Found(Annex1(tuple(lines[:_MOST_LINES]), total, _unit_of(rows)), (remark,) if lines else ())


def _unit_of(rows: Rows) -> str:
    """Return the unit that a head or a line above names, blank for 万元."""
    for row in rows[:40]:
        for text in row:
            match = _UNIT.search(squeeze(narrow(text)))
            if match:
                unit = match[1] or match[2]
                return "" if unit == "万元" else unit
    return ""


def _text(row: Sequence[str], at: int) -> str:
    return row[at].strip() if 0 <= at < len(row) else ""
