"""Who is compared with whom: all of a unit, but not a whole line ministry with itself."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from perfeval_gui import resources
from perfeval_gui.core.checks.catalogue import Context, check_across
from perfeval_gui.core.checks.reading import DepartmentFigures
from perfeval_gui.core.checks.together import MOST_TOGETHER
from perfeval_gui.core.form import Filing, Project
from tests.examples import example_forms

TODAY = date(2025, 9, 1)


def filing_of(units: int, each: int) -> Filing:
    """Return projects of one department that all say the same but for unit and name."""
    form = example_forms()[3]
    projects = [
        Project(
            f"{unit}-{number}",
            replace(
                form, implementing_unit=f"第{unit}单位", project_name=f"{'甲乙丙丁戊己'[number]}专项经费"
            ),
        )
        for unit in range(units)
        for number in range(each)
    ]
    return Filing(MappingProxyType({project.id: project for project in projects}))


def found(filing: Filing, *departments: DepartmentFigures) -> list:
    return list(check_across(filing, Context(resources.profile(), TODAY, filing, departments=departments)))


def test_the_units_of_a_small_department_are_compared_with_each_other() -> None:
    copied = [item for item in found(filing_of(2, 3)) if item.check == "X04"]
    assert {item.cell.project for item in copied} == {f"{u}-{n}" for u in range(2) for n in range(3)}
    assert len(copied) == 2 * 6 * 5  # two texts, each with five others


def test_the_units_of_a_large_department_are_compared_only_within_themselves() -> None:
    filing = filing_of(MOST_TOGETHER // 3 + 1, 3)
    copied = [item for item in found(filing) if item.check == "X04"]
    assert len(copied) == len(filing.projects) * 2 * 2


def test_a_departments_sum_is_compared_over_all_its_units_however_many() -> None:
    filing = filing_of(MOST_TOGETHER // 3 + 1, 3)
    whole = Decimal("4.8") * len(filing.projects)
    right = DepartmentFigures("2024", "区委组织部", {"initial_budget": whole})
    assert [item for item in found(filing, right) if item.check == "X06"] == []
    wrong = DepartmentFigures("2024", "区委组织部", {"initial_budget": whole + 1})
    messages = {item.message for item in found(filing, wrong) if item.check == "X06"}
    assert len(messages) == 1
    assert "相差 1" in messages.pop()


def test_figures_of_another_year_or_unit_say_nothing() -> None:
    filing = filing_of(2, 3)
    others = (
        DepartmentFigures("2023", "区委组织部", {"outturn": Decimal(1)}, ("甲",)),
        DepartmentFigures("2024", "另一单位", {"outturn": Decimal(1)}, ("甲",)),
    )
    assert [item for item in found(filing, *others) if item.check in ("X06", "X09")] == []


def test_the_figures_of_one_unit_concern_its_forms_only() -> None:
    filing = filing_of(2, 3)
    figures = DepartmentFigures("2024", "第1单位", {}, ("甲专项经费", "乙专项经费", "新项目"))
    hits = [item for item in found(filing, figures) if item.check == "X09"]
    assert {(item.cell.project, item.cell.field) for item in hits} == {("1-2", "project_name"), ("1-0", "")}
    assert any("新项目" in item.message for item in hits)


def test_an_amount_in_yuan_is_compared_in_wan() -> None:
    form = example_forms()[3]
    row = replace(form.funding[0], outturn="45600")
    form = replace(form, funding_unit="元", funding=(row, *form.funding[1:]))
    filing = Filing(MappingProxyType({"a": Project("a", form)}))
    figures = DepartmentFigures("2024", "区委组织部", {"outturn": Decimal("4.56")})
    assert [item for item in found(filing, figures) if item.check == "X06"] == []
