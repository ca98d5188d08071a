"""Group M, completeness: the second-level indicators that must be there, their number and their place."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval_gui.core.checks.reading import Reading
from perfeval_gui.core.checks.rule import OFFICIAL, Card, Help, Hit, Severity, form_check
from perfeval_gui.core.profile import DimensionRule
from perfeval_gui.core.text import squeeze


@form_check(
    Card(
        "M01",
        Severity.ERROR,
        "缺少必填的二级指标",
        "{dimension}下没有{category}，请补上一行或向财政部门说明",
        OFFICIAL,
        Help(
            "产出指标要有数量、质量、时效、成本，效益指标至少有一项，并有服务对象满意度。",
            "时效指标：补贴按月发放及时率 100%。",
            "几行都写在数量指标下，时效指标一行也没有。",
        ),
        wordings={
            "section": "没有{dimension}，请补上",
            "any": "{dimension}下一行也没有，至少要有一项",
        },
    )
)
def required_category_missing(reading: Reading) -> Iterator[Hit]:
    """Find required second-level indicators without a filled row.

    A form without satisfaction is in order when its points went to the benefit section.
    """
    for rule in reading.profile.dimensions:
        names = [item for item in reading.form.dimensions if reading.roles(item.name, "")[0] == rule.role]
        facts: dict[str, object] = {"dimension": rule.name}
        if not names:
            if any(category.required for category in rule.categories) and not _is_made_up_for(reading, rule):
                yield Hit(reading.whole, facts, wording="section")
            continue
        cell = reading.section_cell(names[0], "name")
        present = {row.role for row in reading.filled if row.section_role == rule.role}
        if rule.role == "benefit" and not present:
            yield Hit(cell, facts, wording="any")
        for category in rule.categories:
            if category.required and category.role not in present:
                yield Hit(cell, {**facts, "category": squeeze(category.name)})


def _is_made_up_for(reading: Reading, rule: DimensionRule) -> bool:
    if rule.role != "satisfaction":
        return False
    benefit = next((item for item in reading.profile.dimensions if item.role == "benefit"), None)
    return benefit is not None and any(
        section.weight >= benefit.points + rule.points
        for section in reading.totals.sections
        if reading.roles(section.name, "")[0] == "benefit"
    )


CHECKS = (required_category_missing,)
