"""Group F, style: blanks, signs, punctuation, brackets and numbering, words written twice or wrongly."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from perfeval_gui.core.checks.reading import FilingReading, Reading, RowReading, quoted
from perfeval_gui.core.checks.repairs import put
from perfeval_gui.core.checks.rule import (
    OFFICIAL_INDICATORS,
    PRACTICE,
    Card,
    Help,
    Hit,
    Severity,
    cell_check,
    filing_check,
    form_check,
)
from perfeval_gui.core.checks.typos import PATTERNS, RIGHT, TYPO
from perfeval_gui.core.form import DIMENSIONS, FUNDING, INDICATORS, Cell
from perfeval_gui.core.likeness import bare_number
from perfeval_gui.core.quantities import narrow
from perfeval_gui.core.text import squeeze

_LONGEST_NAME = 40
_WIDE_BLANKS = "\u3000\u00a0\u2002\u2003\u2009\u200a\u202f\u205f"
_NO_WIDTH = "\u200b\u200c\u200d\u2060\u00ad"
_ODD_BLANK = re.compile(rf"[{_WIDE_BLANKS}{_NO_WIDTH}\t]|[ ]{{2,}}|\n[ \t]*\n|^[ \n]+|[ \n]+$")
_CJK = "\u4e00-\u9fff"
_ENDS = " \t\n。.；;，,、"
_PUNCTUATION = "，。；：、,.;:！？"
_QUOTED = re.compile(r"[“\"「『《][^”\"」』》]*[”\"」』》]")


@cell_check(
    Card(
        "F01",
        Severity.HINT,
        "格里有多余的空白",
        "这一格有{what}，可以一键整理",
        PRACTICE,
        Help(
            "格里不留全角空格、制表符、空行和首尾空格。",
            "区委组织部。",
            "用空格对齐文字，或者从别处复制带进了空白。",
        ),
        has_fix=True,
    )
)
def odd_blanks(reading: Reading) -> Iterator[Hit]:
    """Find wide and odd blanks, tabs, runs of blanks, empty lines, and blanks at either end."""
    for cell, text in reading.all_texts:
        found = _ODD_BLANK.search(text)
        if found:
            yield Hit(cell, {"what": _kind_of_blank(found[0])}, put(cell, tidy_blanks(text)))


def _kind_of_blank(blank: str) -> str:
    if "\t" in blank:
        return "制表符"
    if "\n" in blank:
        return "空行"
    if any(character in _NO_WIDTH for character in blank):
        return "看不见的字符"
    return "全角或特殊空格" if any(character in _WIDE_BLANKS for character in blank) else "多余的空格"


def tidy_blanks(text: str) -> str:
    """Return the text with plain single blanks, none beside Chinese punctuation and none at the ends."""
    plain = re.sub(f"[{_NO_WIDTH}]", "", text)
    plain = re.sub(rf"[{_WIDE_BLANKS}\t ]+", " ", plain)
    plain = re.sub(r" *\n[\s]*", "\n", plain)
    plain = re.sub(rf" (?=[，。；：、！？）])|(?<=[，。；：、！？（]) |(?<=[{_CJK}]) (?=[{_CJK}])", "", plain)
    return plain.strip()


@form_check(
    Card(
        "F03",
        Severity.WARNING,
        "比较符号写法不统一",
        "“{written}”里的“{sign}”请统一写成“{expected}”",
        PRACTICE,
        Help(
            "大于等于写 ≥，小于等于写 ≤，等于写 =。",
            "≥95%，≤20万元。",
            "≧、≦、>=、＞＝、大于等于 混着用。",
        ),
        has_fix=True,
    )
)
def comparator_style(reading: Reading) -> Iterator[Hit]:
    """Find ≧ ≦ >= ═ ＞ and their like in names and values, outside quotation marks."""
    for row in reading.filled:
        for name in ("name", "target", "actual"):
            text = getattr(row.row, name)
            found = _ODD_SIGN.search(_QUOTED.sub(lambda match: "\0" * len(match[0]), text))
            if found is None:
                continue
            expected = _ODD_SIGN.sub(lambda match: _SIGNS[match[0]], text)
            if _QUOTED.search(text):
                expected = text[: found.start()] + _SIGNS[found[0]] + text[found.end() :]
            cell = row.cell_of(name)
            facts = {"written": " ".join(text.split())[:24], "sign": found[0], "expected": _SIGNS[found[0]]}
            yield Hit(cell, facts, put(cell, expected))


_SIGNS = {
    "≧": "≥",
    "≦": "≤",
    "⩾": "≥",
    "⩽": "≤",
    "═": "=",
    "＝": "=",
    ">=": "≥",
    "≥=": "≥",
    "≤=": "≤",
    "=>": "≥",
    "<=": "≤",
    "=<": "≤",
    "＞=": "≥",
    "＞＝": "≥",
    "＜=": "≤",
    "＜＝": "≤",
    ">＝": "≥",
    "<＝": "≤",
    "＞": ">",
    "＜": "<",
    "﹥": ">",
    "﹤": "<",
    "大于或等于": "≥",
    "大于等于": "≥",
    "小于或等于": "≤",
    "小于等于": "≤",
}
_ODD_SIGN = re.compile("|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True)))


@cell_check(
    Card(
        "F04",
        Severity.HINT,
        "标点多余或重复",
        "“{written}”{where}有多余的标点“{found}”",
        PRACTICE,
        Help(
            "指标名称前后不加标点；句子里标点不重复。",
            "举办专题培训班。",
            "名称后面留着“；”“.”，或者“，.”连在一起。",
        ),
        has_fix=True,
    )
)
def stray_punctuation(reading: Reading) -> Iterator[Hit]:
    """Find punctuation at the start of a text, behind a name or value, or doubled inside."""
    for cell, text in reading.texts:
        plain = text.strip()
        if len(plain) < 2:
            continue
        is_prose = cell.block == "goal" or cell.field == "variance_note"
        tail = "；，、,;:：." if is_prose else _PUNCTUATION
        found, where = _stray(plain, tail)
        if not found:
            continue
        repaired = _DOUBLED.sub(_single, plain.lstrip(_PUNCTUATION + " \u3000"))
        if repaired and repaired[-1] in tail:
            repaired = repaired.rstrip(_PUNCTUATION + " \u3000") + ("。" if is_prose else "")
        yield Hit(cell, {"written": plain[:18], "where": where, "found": found}, put(cell, repaired))


_DOUBLED = re.compile(rf"([{_PUNCTUATION}])[\s]*([{_PUNCTUATION}])(?![0-9])")


def _single(match: re.Match[str]) -> str:
    strong = [sign for sign in match.groups() if sign in "；。;"]
    return strong[0] if strong else match[1]


def _stray(plain: str, tail: str) -> tuple[str, str]:
    if plain[0] in _PUNCTUATION and not re.match(r"\.[0-9]", plain):
        return plain[0], "开头"
    doubled = _DOUBLED.search(plain)
    if doubled and "..." not in doubled[0] and not re.search(r"\.{2,}|…", doubled[0]):
        return squeeze(doubled[0]), "中间"
    return (plain[-1], "末尾") if plain[-1] in tail else ("", "")


@form_check(
    Card(
        "F05",
        Severity.HINT,
        "括号全角半角混用",
        "“{written}”用了半角括号，本表其他地方用全角（），可统一",
        PRACTICE,
        Help(
            "中文里的括号统一用全角（）。",
            "村（社区）。",
            "一处“村（社区）”，一处“村(社区)”。",
        ),
        has_fix=True,
        wordings={"mixed": "“{written}”的括号一边全角一边半角，应统一为全角（）"},
    )
)
def bracket_mix(reading: Reading) -> Iterator[Hit]:
    """Find half-width brackets around Chinese where the form has full-width ones too, and pairs of both kinds."""
    texts = [(cell, text) for cell, text in reading.texts if "(" in text or ")" in text or "（" in text]
    has_wide = any(re.search(rf"（[^）]*[{_CJK}]", text) for _, text in texts)
    for cell, text in texts:
        mixed = _MIXED_PAIR.search(text)
        narrow_pair = _NARROW_PAIR.search(text)
        if not mixed and not (has_wide and narrow_pair):
            continue
        repaired = _MIXED_PAIR.sub(r"（\1）", _NARROW_PAIR.sub(r"（\1）", text))
        around = (mixed or narrow_pair or [""])[0]
        yield Hit(cell, {"written": around[:18]}, put(cell, repaired), wording="mixed" if mixed else "")


_NARROW_PAIR = re.compile(rf"\(([^()（）]*[{_CJK}][^()（）]*)\)")
_MIXED_PAIR = re.compile(r"(?:（(?=[^()（）]*\))|\((?=[^()（）]*）))([^()（）]*)[)）]")


@form_check(
    Card(
        "F06",
        Severity.HINT,
        "编号写法不统一",
        "编号写的是“{written}”，本表多数写成“{expected}”，可统一",
        PRACTICE,
        Help(
            "同一张表的编号用一种写法；只有一项时不编号。",
            "1.举办培训班；2.走访慰问。",
            "“1、”“1.”“2\\”“1：”混着用，或者只有一条也写“1.”。",
        ),
        has_fix=True,
        wordings={"single": "只有一项，前面的编号“{written}”可以去掉"},
    )
)
def numbering_mix(reading: Reading) -> Iterator[Hit]:
    """Find numbers in another style than most, and numbers before an only item."""
    rows = reading.filled
    numbered = [(row, found) for row in rows if (found := _NUMBERED.match(row.row.name))]
    usual = _usual([found["mark"] for _, found in numbered])
    groups = Counter((row.row.dimension, row.row.category) for row in rows)
    places = _places_in_groups(rows)
    for row, found in numbered:
        cell, rest = row.cell_of("name"), row.row.name[found.end() :].lstrip(" .．、\u3000")
        is_bare = not found["mark"]
        if not rest or (
            is_bare and not (bare_number(row.row.name.strip()) and places[row.index] == found["number"])
        ):
            continue
        if groups[row.row.dimension, row.row.category] == 1:
            yield Hit(cell, {"written": found[0].strip()}, put(cell, rest), wording="single")
        elif found["mark"] != usual or found[0].strip() != found["number"] + usual:
            facts = {"written": found[0].strip(), "expected": found["number"] + usual}
            yield Hit(cell, facts, put(cell, found["number"] + usual + rest))
    for name in ("expected", "achieved"):
        yield from _goal_numbering(reading, name)


def _places_in_groups(rows: Sequence[RowReading]) -> dict[int, str]:
    """Return each row's place among the rows of its 二级指标, from 1: a bare number is numbering only if it is that."""
    counts: Counter[tuple[str, str]] = Counter()
    places: dict[int, str] = {}
    for row in rows:
        group = (row.row.dimension, row.row.category)
        counts[group] += 1
        places[row.index] = str(counts[group])
    return places


def _goal_numbering(reading: Reading, name: str) -> Iterator[Hit]:
    text = getattr(reading.form.goal, name)
    cell = reading.goal_cell(name)
    found = list(_GOAL_NUMBER.finditer(text))
    if len(found) == 1 and not text[: found[0].start()].strip():
        rest = text[found[0].end() :].strip()
        yield Hit(cell, {"written": found[0][0].strip()}, put(cell, rest), wording="single")
    marks = [match["mark"] for match in found]
    if len(set(marks)) > 1:
        usual = _usual(marks)
        odd = next(match for match in found if match["mark"] != usual)
        repaired = _GOAL_NUMBER.sub(lambda match: match["lead"] + match["number"] + usual, text)
        facts = {"written": odd["number"] + odd["mark"], "expected": odd["number"] + usual}
        yield Hit(cell, facts, put(cell, repaired))


def _usual(marks: list[str]) -> str:
    """Return the style used most, the better one first where two are used alike."""
    counts = Counter(mark for mark in marks if mark in _GOOD_MARKS)
    return max(_GOOD_MARKS, key=lambda mark: counts[mark]) if counts else "."


_GOOD_MARKS = (".", "、", "．")
_NUMBERED = re.compile(
    r"\s*(?P<number>[0-9]{1,2})\s*(?P<mark>[、．:：\\]|\.(?![0-9])|(?=[\u4e00-\u9fff]))(?<![0-9]$)"
)
_GOAL_NUMBER = re.compile(
    r"(?P<lead>^\s*|(?<=[；;。，,\n\u3000])\s*)(?P<number>[0-9]{1,2})\s*(?P<mark>[、．:：\\]|\.(?=20[0-9]{2}年)|\.(?![0-9]))"
)


@cell_check(
    Card(
        "F07",
        Severity.WARNING,
        "词语重复",
        "“{written}”里“{word}”重复了，请核对",
        PRACTICE,
        Help(
            "同一个词不连着写两遍。",
            "规范清理全区近6千名党员组织关系。",
            "写成“党员党员组织关系”“发放……补贴发放到位率”。",
        ),
    )
)
def word_repeated(reading: Reading) -> Iterator[Hit]:
    """Find words of two to four characters twice in a row, and a name whose first word comes again before 率."""
    for cell, text in reading.prose:
        plain = squeeze(_QUOTED.sub("", text))
        found = _TWICE.search(plain)
        word = found[1] if found and found[1] not in _REDUPLICATED else ""
        if not word and cell.field in ("name", "project_name"):
            word = _frame_word(re.sub(r"^[0-9]+[、.．:：\\]*", "", plain))
        if word:
            at = plain.find(word)
            yield Hit(cell, {"written": plain[max(0, at - 2) : at + 16], "word": word})


def _frame_word(name: str) -> str:
    found = _FRAME.match(name) or _DOUBLE_HEAD.search(name)
    return found[1] if found else ""


_TWICE = re.compile(rf"([{_CJK}]{{2,4}})\1(?!(?<=企业企业)[家主])")
_REDUPLICATED = frozenset({"研究", "讨论", "商量", "学习", "天天", "年年", "人人", "处处", "一一"})
_FRAME = re.compile(rf"([{_CJK}]{{2}})[^，,、；;和与及]{{2,}}\1(?:到位|及时|完成|准确|足额)?率")
_DOUBLE_HEAD = re.compile(rf"([{_CJK}]{{2}})(?:生活|住房|教育|交通|工作)(?:及|和|与)\1")


@form_check(
    Card(
        "F09",
        Severity.HINT,
        "指标名称太长",
        "指标名称有 {count} 个字，超过 {most} 个字，建议只写衡量什么，任务放到总体目标里",
        OFFICIAL_INDICATORS,
        Help(
            "三级指标写“衡量什么”，一行一项，一般不超过 40 个字。",
            "换届业务培训覆盖率。",
            "把整段工作安排写进指标名称。",
        ),
        wordings={"tasks": "指标名称里写了几项任务，建议一行一项"},
    )
)
def name_too_long(reading: Reading) -> Iterator[Hit]:
    """Find indicator names of more than 40 characters or with several sentences."""
    for row in reading.filled:
        plain = squeeze(row.name)
        facts = {"count": len(plain), "most": _LONGEST_NAME}
        if len(plain) > _LONGEST_NAME:
            yield Hit(row.cell_of("name"), facts)
        elif re.search(r"[；;。]", plain):
            yield Hit(row.cell_of("name"), facts, wording="tasks")


@filing_check(
    Card(
        "F12",
        Severity.HINT,
        "各表标题年度写法不同",
        "标题的年度写成“{written}”，其他表写成“{expected}”，可统一",
        PRACTICE,
        Help(
            "同一单位各张表的标题写法一致。",
            "2024年度项目支出绩效自评表。",
            "有的写 2024，有的写 2024年、２０２４。",
        ),
        has_fix=True,
    )
)
def title_style_differs(filing: FilingReading) -> Iterator[Hit]:
    """Find years of titles written in another way than in most forms."""
    by_year: dict[str, list[Reading]] = {}
    for reading in filing.readings:
        year = narrow(reading.form.fiscal_year).removesuffix("度").removesuffix("年")
        by_year.setdefault(year, []).append(reading)
    for year, readings in by_year.items():
        styles = Counter(reading.form.fiscal_year for reading in readings)
        if not year or len(styles) < 2:
            continue
        usual = year if year in styles else styles.most_common(1)[0][0]
        for reading in readings:
            written = reading.form.fiscal_year
            if written != usual:
                cell = reading.head("fiscal_year")
                yield Hit(cell, {"written": written, "expected": usual}, put(cell, usual))


@form_check(
    Card(
        "F13",
        Severity.HINT,
        "标签里有硬换行",
        "“{written}”中间有换行或空格，可以去掉；打印时会按表样自动换行",
        PRACTICE,
        Help(
            "一级、二级指标和资金来源的名称中间不加换行和空格。",
            "社会效益指标。",
            "为了对齐，在“社会效”后面敲了回车。",
        ),
        has_fix=True,
    )
)
def label_broken(reading: Reading) -> Iterator[Hit]:
    """Find line breaks and blanks inside the names of sections, categories and funding sources."""
    form, project = reading.form, reading.project.id
    labels = [(Cell(project, FUNDING, row.id, "source"), row.source) for row in form.funding]
    labels += [(Cell(project, DIMENSIONS, item.id, "name"), item.name) for item in form.dimensions]
    labels += [(Cell(project, INDICATORS, row.id, "category"), row.category) for row in form.indicators]
    for cell, text in labels:
        if text and text != squeeze(text):
            yield Hit(cell, {"written": quoted(text)[1:-1]}, put(cell, squeeze(text)))


@cell_check(
    Card(
        "F14",
        Severity.WARNING,
        "可能是错别字",
        "“{wrong}”可能是“{right}”，请核对",
        PRACTICE,
        Help(
            "常见错别字请改正。",
            "及时发放、账户、作为。",
            "时实发放、帐户、做为。",
        ),
        has_fix=True,
    )
)
def likely_typo(reading: Reading) -> Iterator[Hit]:
    """Find words of the list of common typing errors; with one right word only, it can be put in."""
    for cell, text in reading.prose:
        found = TYPO.search(text)
        if found is None:
            continue
        wrong, rights = found[0], RIGHT[found[0]]
        facts = {"wrong": wrong, "right": "”或“".join(rights)}
        repaired = PATTERNS[wrong].sub(rights[0], text)
        yield Hit(cell, facts, put(cell, repaired) if len(rights) == 1 else None)


CHECKS = (
    odd_blanks,
    comparator_style,
    stray_punctuation,
    bracket_mix,
    numbering_mix,
    word_repeated,
    name_too_long,
    title_style_differs,
    label_broken,
    likely_typo,
)
