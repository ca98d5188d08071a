"""Groups F, D and S, what was left over: placeholders, doubled texts, debris, and the sign-off line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfeval_gui.core.checks.reading import SIGN_OFF_LABELS, Reading
from perfeval_gui.core.checks.repairs import put
from perfeval_gui.core.checks.rule import PRACTICE, Card, Help, Hit, Severity, cell_check, form_check
from perfeval_gui.core.form import Cell
from perfeval_gui.core.quantities import is_blank, narrow, parse_date

_MARK = r"(?:\*{2,}|＊{2,}|×{2,}|_{2,}|＿{2,}|□{2,}|(?<=[≥≤=≧≦])\s*[*＊_×]+(?![0-9])|(?<![0-9A-Za-z])[Xx]{2,}(?![A-Za-z]))"
_BRACKETED = re.compile(rf"[（(][^（）()]*{_MARK}[^（）()]*[）)]")
_PROMPT = re.compile(r"[（(]?[0-9]{2,4}\s*字(?:以内|左右|以上)[）)]?|此处填写|请填写|请在此|示例[:：]|（填写")
_SPARE = re.compile(r"(?:指标|目标)\s*[0-9]{1,2}\s*[:：]\s*[…./]*|…+|\.{3,}|。{3,}|/")
_OPEN_DATE = re.compile(r"(20[0-9]{2})\s*年\s*(1[0-2]|0?[1-9])\s*月\s*(3[01]|[12][0-9]|0?[1-9])")
_SIGN_LABEL = re.compile(
    r"(?:填\s*表\s*人|填\s*报\s*日\s*期|联\s*系\s*电\s*话|(?:单位)?\s*负\s*责\s*人(?:\s*签\s*字)?|签\s*字|（?盖章）?)\s*[:：]?"
)
_DEBRIS = re.compile(
    r"\[bookmark:[^\]]*\]|HYPERLINK\s*(?:\\l\s*)?\"[^\"]*\"|HYPERLINK|PAGEREF\s+\S+|(?:\\\* *)?MERGEFORMAT"
    r"|_Toc[0-9]+|_GoBack"
    r"|FORMCHECKBOX|FORMTEXT|EMBED\s+\S+|[\ue000-\uf8ff]"
)
_BOX_LETTER = re.compile(
    r"£\s*(?=[\u4e00-\u9fff])|(?<![0-9A-Za-z])R\s*(?=(?:是|否|有|无|新增|经常|一次性|延续))|(?<=[\u4e00-\u9fff\s])£"
)


@cell_check(
    Card(
        "F02",
        Severity.ERROR,
        "模板占位符没有替换",
        "这里还留着模板的“{found}”，请换成实际内容或删去",
        PRACTICE,
        Help(
            "表样里的 **、XX、……、“指标2：”、“100字以内” 等提示语要换成实际内容。",
            "驻村工作合格率　100%。",
            "名称里留着（≥**%），或者没用到的“指标2：”空行没有删。",
        ),
        has_fix=True,
    )
)
def placeholder_left(reading: Reading) -> Iterator[Hit]:
    """Find what the template left to be filled in; a placeholder in brackets behind a name can be removed."""
    for cell, text in reading.texts:
        found = re.search(_MARK, text) or _PROMPT.search(text) or _spare(cell, text)
        if not found:
            continue
        rest = _BRACKETED.sub("", text).strip()
        is_clear = rest != text and rest and not (re.search(_MARK, rest) or _PROMPT.search(rest))
        yield Hit(cell, {"found": found[0].strip()}, put(cell, rest) if is_clear else None)


def _spare(cell: Cell, text: str) -> re.Match[str] | None:
    if cell.field == "variance_note":
        return None
    return _SPARE.fullmatch(text.strip())


@form_check(
    Card(
        "F08",
        Severity.ERROR,
        "同一内容写了两遍",
        "“{once}”在一格里写了两遍",
        PRACTICE,
        Help(
            "一格里同样的内容只写一次。",
            "2024年12月31日前完成。",
            "复制粘贴时粘了两次，中间隔着制表符或换行。",
        ),
        has_fix=True,
    )
)
def text_doubled(reading: Reading) -> Iterator[Hit]:
    """Find cells that hold the same text twice, side by side or in two lines."""
    for cell, text in reading.texts:
        once = _once(text)
        if once is not None:
            yield Hit(cell, {"once": once if len(once) <= 20 else once[:19] + "…"}, put(cell, once))


def _once(text: str) -> str | None:
    plain = text.strip()
    if len(plain) < 6:
        return None
    parts = plain.split()
    half = len(parts) // 2
    if len(parts) % 2 == 0 and len("".join(parts[:half])) > 2 and parts[:half] == parts[half:]:
        return plain[: plain.index(parts[half - 1], sum(map(len, parts[: half - 1]))) + len(parts[half - 1])]
    middle = len(plain) // 2
    if len(plain) >= 8 and len(plain) % 2 == 0 and plain[:middle] == plain[middle:]:
        return plain[:middle]
    return None


@form_check(
    Card(
        "D05",
        Severity.ERROR,
        "填报日期不完整",
        "填报日期写的是“{written}”，应写成 {expected}",
        PRACTICE,
        Help(
            "填报日期写全年、月、日。",
            "2025年3月15日。",
            "漏写“日”，或者写成 2025.3.15，与其他表不一致。",
        ),
        has_fix=True,
        wordings={"open": "填报日期写的是“{written}”，请写全 年、月、日"},
    )
)
def filing_date_incomplete(reading: Reading) -> Iterator[Hit]:
    """Find a filing date without 日, without a day, or in another style than 2025年3月15日."""
    text = narrow(reading.form.sign_off.filed_on)
    if is_blank(text):
        return
    day = parse_date(text)
    cell = reading.sign_off_cell("filed_on")
    if day is None:
        yield Hit(cell, {"written": text}, wording="open")
    elif not (_OPEN_DATE.match(text) and text.endswith("日")):
        expected = f"{day.year}年{day.month}月{day.day}日"
        yield Hit(cell, {"written": text, "expected": expected}, put(cell, expected))


@form_check(
    Card(
        "F10",
        Severity.WARNING,
        "签名行粘在一起",
        "{label}里带上了“{found}”，请只留{label}本身",
        PRACTICE,
        Help(
            "填表人、填报日期、联系电话、单位负责人签字是四项，各填各的。",
            "联系电话：13800000000。",
            "去年的表把电话和“单位负责人签字”连成一段。",
        ),
        has_fix=True,
    )
)
def sign_off_glued(reading: Reading) -> Iterator[Hit]:
    """Find labels of the sign-off line inside its values."""
    for name, label in SIGN_OFF_LABELS.items():
        text = getattr(reading.form.sign_off, name)
        found = _SIGN_LABEL.search(text)
        if found is None:
            continue
        rest = _SIGN_LABEL.split(text)[0].strip(" \t\u3000:：，,")
        cell = reading.sign_off_cell(name)
        yield Hit(cell, {"label": label, "found": found[0]}, put(cell, rest) if rest else None)


@cell_check(
    Card(
        "F11",
        Severity.WARNING,
        "Word 留下的杂质",
        "这里有 Word 留下的“{found}”，应删去",
        PRACTICE,
        Help(
            "书签、域代码、方框替代字母等不是正文，应删去。",
            "100%。",
            "从别的文件复制时带进了 [bookmark: _GoBack]、HYPERLINK、£。",
        ),
        has_fix=True,
    )
)
def word_debris(reading: Reading) -> Iterator[Hit]:
    """Find bookmarks, field codes and Wingdings letters; what can only be debris can be removed."""
    for cell, text in reading.all_texts:
        found = _DEBRIS.search(text) or _BOX_LETTER.search(text)
        if found is None:
            continue
        rest = _DEBRIS.sub("", text).strip()
        yield Hit(cell, {"found": found[0].strip()}, put(cell, rest) if rest != text.strip() else None)


@form_check(
    Card(
        "S01",
        Severity.HINT,
        "签名行没有填全",
        "{label}没有填；签字由单位负责人手写，这里只需填好{label}",
        PRACTICE,
        Help(
            "填表人、填报日期、联系电话要填；单位负责人签字留给手写。",
            "填表人：张三　联系电话：13800000000。",
            "新建的表忘了填联系电话，退回时找不到人。",
        ),
        wordings={"phone": "联系电话写的是“{written}”，不像一个完整的号码，请核对"},
    )
)
def sign_off_incomplete(reading: Reading) -> Iterator[Hit]:
    """Find blank fields of the sign-off line and phone numbers of an impossible length."""
    for name, label in SIGN_OFF_LABELS.items():
        text = getattr(reading.form.sign_off, name)
        cell, facts = reading.sign_off_cell(name), {"label": label, "written": narrow(text)}
        if is_blank(text):
            yield Hit(cell, facts)
        elif name == "phone" and not _SIGN_LABEL.search(text):
            digits = re.sub(r"[^0-9]", "", narrow(text))
            is_short_mobile = digits.startswith("1") and 8 < len(digits) < 11
            if len(digits) < 7 or is_short_mobile:
                yield Hit(cell, facts, wording="phone")


CHECKS = (
    placeholder_left,
    text_doubled,
    sign_off_glued,
    word_debris,
    filing_date_incomplete,
    sign_off_incomplete,
)
