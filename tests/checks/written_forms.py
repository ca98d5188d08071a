"""Clean forms of many trades written the short way: a head, both goals and one line a row; sums are added here.

A form begins with `# project | department | unit | amounts` (three columns of each funding row, `;` between rows),
then `G:` and `A:` with the goals, then `二级 | name | target | actual | weight | score | reason`.
"""

from decimal import Decimal
from pathlib import Path
from typing import Any

from perfeval_gui.core.quantities import format_number, format_rate
from perfeval_gui.core.scoring import execution_rate, execution_score

CATEGORIES = {
    "数量": ("产出指标", "数量指标"),
    "质量": ("产出指标", "质量指标"),
    "时效": ("产出指标", "时效指标"),
    "成本": ("产出指标", "成本指标"),
    "经济": ("效益指标", "经济效益指标"),
    "社会": ("效益指标", "社会效益指标"),
    "生态": ("效益指标", "生态效益指标"),
    "可持续": ("效益指标", "可持续影响指标"),
    "满意": ("满意度指标", "服务对象满意度指标"),
}
POINTS = {"产出指标": "50", "效益指标": "30", "满意度指标": "10"}
SOURCES = ("年度资金总额", "其中：当年财政拨款", "上年结转资金", "其他资金")
NOTE = "备注：一个一级项目支出一张表。如，业务工作经费，运行维护经费，其他事业发展类资金…各一张表。"


def written_forms(path: Path) -> dict[str, dict[str, Any]]:
    """Return the forms of the file by project name, as contract JSON."""
    blocks = path.read_text(encoding="utf-8").split("# ")[1:]
    forms = [_form([line for line in block.splitlines() if line.strip()]) for block in blocks]
    return {form["project_name"]: form for form in forms}


def _form(lines: list[str]) -> dict[str, Any]:
    name, department, unit, amounts = lines[0].split(" | ")
    funding = [
        _funding_row(index, text.split(","), source)
        for index, (text, source) in enumerate(zip(amounts.split(";"), SOURCES, strict=True))
    ]
    indicators = [_indicator(line.split(" | ")) for line in lines[3:]]
    scores = [Decimal(row["score"]) for row in (funding[0], *indicators)]
    return {
        "fiscal_year": "2024",
        "project_name": name,
        "supervising_department": department,
        "implementing_unit": unit,
        "funding": funding,
        "goal": {"expected": lines[1].removeprefix("G: "), "achieved": lines[2].removeprefix("A: ")},
        "dimensions": [{"name": key, "points": points} for key, points in POINTS.items()],
        "indicators": indicators,
        "total": {"weight": "100", "score": format_number(sum(scores, Decimal(0)))},
        "note": NOTE,
        "sign_off": {"preparer": "张三", "filed_on": "2025年3月18日", "phone": "13800000000"},
    }


def _funding_row(index: int, amounts: list[str], source: str) -> dict[str, str]:
    row = dict(zip(("initial_budget", "revised_budget", "outturn"), amounts, strict=True))
    found = {"weight": "—", "execution_rate": "—", "score": "—"}
    if index == 0:
        budget, outturn = Decimal(row["revised_budget"]), Decimal(row["outturn"])
        rate, score = execution_rate(outturn, budget), execution_score(outturn, budget, Decimal(10))
        assert rate is not None
        assert score is not None
        found = {"weight": "10", "execution_rate": format_rate(rate), "score": format_number(score)}
    return {"source": source, **row, **found}


def _indicator(cells: list[str]) -> dict[str, str]:
    category, name, target, actual, weight, score, *reason = cells
    dimension, label = CATEGORIES[category]
    return {
        "dimension": dimension,
        "category": label,
        "name": name,
        "target": target,
        "actual": actual,
        "weight": weight,
        "score": score,
        "variance_note": reason[0] if reason else "",
    }
