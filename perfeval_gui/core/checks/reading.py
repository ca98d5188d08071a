"""A project as the checks see it: its texts read once, with the rules and what else is at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache

from perfeval_gui.core.checks.together import belongs_to, group_of, large_departments
from perfeval_gui.core.form import (
    DIMENSIONS,
    FUNDING,
    GOAL,
    HEAD,
    INDICATORS,
    SIGN_OFF,
    TOTAL,
    Cell,
    Dimension,
    Filing,
    Form,
    FundingRow,
    Indicator,
    Project,
)
from perfeval_gui.core.likeness import without_numbering
from perfeval_gui.core.measures import Measure, read_measure
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.quantities import parse_points
from perfeval_gui.core.scoring import Totals, computed_rate, computed_score, total_funding_row, totals_of
from perfeval_gui.core.text import squeeze
from perfeval_gui.core.values import dataclass


@dataclass(frozen=True, slots=True)
class DepartmentFigures:
    """项目支出 of 附件1 (基础数据表): sums in 万元 by funding column and the projects with a budget line.

    Year and unit say whose they are; `unit` is the 主管部门 or the 实施单位 of the forms.
    """

    fiscal_year: str
    unit: str
    sums: Mapping[str, Decimal] = field(default_factory=dict)
    projects: tuple[str, ...] = ()

    def covers(self, form: Form) -> bool:
        """Return whether the form is one of those whose figures these are."""
        return squeeze(form.fiscal_year) == self.fiscal_year and belongs_to(form, self.unit)


@dataclass(frozen=True, slots=True)
class Context:
    """What a check may know besides the form: the rules, today's date, the filing, 附件1, goal tables.

    `profiles` holds the rules of projects that follow another profile than `profile`, by the profile's id.
    `goal_tables` holds approved 绩效目标表 by project id, as forms. What is not at hand is left out, and
    the checks that need it are then silent.
    """

    profile: Profile
    today: date
    filing: Filing = field(default_factory=Filing)
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    departments: tuple[DepartmentFigures, ...] = ()
    goal_tables: Mapping[str, Form] = field(default_factory=dict)


class RowReading:
    """One indicator row with its values read."""

    __slots__ = (
        "actual",
        "cell_of",
        "index",
        "name",
        "role",
        "row",
        "score",
        "section_role",
        "target",
        "weight",
    )

    def __init__(
        self, row: Indicator, index: int, roles: tuple[str, str], cell_of: Callable[[str], Cell]
    ) -> None:
        self.row = row
        self.index = index
        self.section_role, self.role = roles
        self.cell_of = cell_of
        self.name = without_numbering(row.name)
        self.target: Measure = read_measure(row.target)
        self.actual: Measure = read_measure(row.actual)
        self.weight = parse_points(row.weight)
        self.score = parse_points(row.score)

    @property
    def is_empty(self) -> bool:
        """Whether the row names nothing and measures nothing: a spare line of the blank form."""
        row = self.row
        return not (self.name or row.target.strip() or row.actual.strip())

    @property
    def is_full(self) -> bool:
        """Whether the row got all its points."""
        return self.weight is not None and self.score is not None and self.score >= self.weight > 0

    @property
    def label(self) -> str:
        """The row's name as messages quote it, shortened."""
        return quoted(self.name) or f"第{self.index + 1}行指标"


_PART = 200
"""So many rows are read or looked at in one go; a long form is not to hold the window."""
_Texts = tuple[tuple[Cell, str], ...]


def quoted(text: str, longest: int = 18) -> str:
    """Return the text in Chinese quotation marks on one line, shortened to `longest` characters."""
    plain = " ".join(text.split())
    return f"“{plain if len(plain) <= longest else plain[: longest - 1] + '…'}”" if plain else ""


SIGN_OFF_LABELS = {"preparer": "填表人", "filed_on": "填报日期", "phone": "联系电话"}
_FUNDING_FIELDS = ("initial_budget", "revised_budget", "outturn", "weight", "execution_rate", "score")
_OUTPUT_ROLES = {"数量": "quantity", "质量": "quality", "时效": "timeliness", "成本": "cost"}
_BENEFIT_ROLES = {
    "经济": "economic",
    "社会": "social",
    "生态": "environmental",
    "环境": "environmental",
    "可持续": "sustainability",
    "满意": "beneficiary_satisfaction",
}
_SECTION_ROLES = {"满意": "satisfaction", "成本": "cost", "产出": "output", "完成": "output", "效": "benefit"}


def _role_by_word(name: str, words: Mapping[str, str]) -> str:
    return next((role for word, role in words.items() if word in name), "")


class Reading:
    """One project read for the checks: rows with their values, sums, section positions and addresses."""

    def __init__(self, project: Project, context: Context) -> None:
        self.project = project
        self.form: Form = project.form
        self.context = context
        self.profile = context.profiles.get(project.profile, context.profile)

    @cached_property
    def rows(self) -> tuple[RowReading, ...]:
        """The indicator rows in printed order."""
        return tuple(self._row(index, row) for index, row in enumerate(self.form.indicators))

    def in_parts(self) -> Iterator[None]:
        """Read the rows and stop after each so many: what is asked for first would read all of a long form at once."""
        rows = []
        for index, row in enumerate(self.form.indicators):
            rows.append(self._row(index, row))
            if index % _PART == _PART - 1:
                yield None
        vars(self)["rows"] = tuple(rows)

    def _row(self, index: int, row: Indicator) -> RowReading:
        return RowReading(row, index, self.roles(row.dimension, row.category), self._cells_of(row))

    def _cells_of(self, row: Indicator) -> Callable[[str], Cell]:
        project, row_id = self.project.id, row.id
        return lambda name: Cell(project, INDICATORS, row_id, name)

    @cached_property
    def filled(self) -> tuple[RowReading, ...]:
        """The rows that say something."""
        return tuple(row for row in self.rows if not row.is_empty)

    @cached_property
    def totals(self) -> Totals:
        """The form's sums."""
        return totals_of(self.form, self.profile)

    @cached_property
    def funding(self) -> FundingRow | None:
        """The scored row 年度资金总额."""
        return total_funding_row(self.form, self.profile)

    @cached_property
    def sources(self) -> tuple[FundingRow, ...]:
        """The funding rows below 年度资金总额."""
        return tuple(row for row in self.form.funding if row is not self.funding)

    @cached_property
    def rate(self) -> Decimal | None:
        """The execution rate that the amounts give, in percent."""
        return computed_rate(self.funding) if self.funding else None

    @cached_property
    def execution_score(self) -> Decimal | None:
        """The execution score that the amounts give."""
        return computed_score(self.funding, self.profile) if self.funding else None

    @cached_property
    def parts(self) -> tuple[Reading, ...]:
        """The form by so many rows at a time, for checks that look at each cell by itself; all else is in the first part."""
        if len(self.rows) <= _PART:
            return (self,)
        return tuple(_Part(self, start) for start in range(0, len(self.rows), _PART))

    @cached_property
    def _above(self) -> _Texts:
        form = self.form
        goals = ((self.goal_cell(name), getattr(form.goal, name)) for name in ("expected", "achieved"))
        return ((self.head("project_name"), form.project_name), *goals)

    @cached_property
    def _head(self) -> _Texts:
        names = ("supervising_department", "implementing_unit")
        units = ((self.head(name), getattr(self.form, name)) for name in names)
        amounts = (
            (self.funding_cell(row, name), getattr(row, name))
            for row in self.form.funding
            for name in _FUNDING_FIELDS
        )
        return (*units, *amounts)

    @cached_property
    def _foot(self) -> _Texts:
        sign_off = self.form.sign_off
        signed = ((self.sign_off_cell(name), getattr(sign_off, name)) for name in SIGN_OFF_LABELS)
        return ((self.head("note"), self.form.note), *signed)

    @cached_property
    def texts(self) -> _Texts:
        """The cells with free text in reading order, without the blank ones: names, goals, values, reasons."""
        found = list(self._above)
        for row in self.rows:
            line = row.row
            cells = (("name", line.name), ("target", line.target), ("actual", line.actual))
            found += [
                (row.cell_of(name), text)
                for name, text in (*cells, ("variance_note", line.variance_note))
                if text
            ]
        return tuple((cell, text) for cell, text in found if text)

    @cached_property
    def prose(self) -> _Texts:
        """The cells of `texts` without the values."""
        return tuple((cell, text) for cell, text in self.texts if cell.field not in ("target", "actual"))

    @cached_property
    def all_texts(self) -> _Texts:
        """Every cell that is not blank in reading order: header, amounts, points, note and sign-off too."""
        numbers = (
            (row.cell_of(name), text)
            for row in self.rows
            for name, text in (("weight", row.row.weight), ("score", row.row.score))
        )
        found = (*self._head, *self.texts, *numbers, *self._foot)
        return tuple((cell, text) for cell, text in found if text)

    def roles(self, dimension: str, category: str) -> tuple[str, str]:
        """Return the roles of a 一级 and a 二级 label, by the profile or else by their telling words."""
        return _roles(self.profile, dimension, category)

    def section(self, role: str) -> Dimension | None:
        """Return the first 一级指标 with the role, or None."""
        return next((item for item in self.form.dimensions if self.roles(item.name, "")[0] == role), None)

    def of(self, *roles: str) -> Iterator[RowReading]:
        """Yield the filled rows whose 二级指标 has one of the roles."""
        return (row for row in self.filled if row.role in roles)

    @cached_property
    def whole(self) -> Cell:
        """The address of the form as a whole."""
        return Cell(self.project.id, HEAD, "", "")

    def head(self, name: str) -> Cell:
        """Return the address of a field above the table, or of the note."""
        return Cell(self.project.id, HEAD, "", name)

    def funding_cell(self, row: FundingRow | None, name: str) -> Cell:
        """Return the address of a funding cell; without a row, of the funding block."""
        return Cell(self.project.id, FUNDING, row.id, name) if row else Cell(self.project.id, FUNDING, "", "")

    def goal_cell(self, name: str) -> Cell:
        """Return the address of a goal text."""
        return Cell(self.project.id, GOAL, "", name)

    def total_cell(self, name: str) -> Cell:
        """Return the address of a cell of the 总分 row."""
        return Cell(self.project.id, TOTAL, "", name)

    def sign_off_cell(self, name: str) -> Cell:
        """Return the address of a field of the sign-off line."""
        return Cell(self.project.id, SIGN_OFF, "", name)

    def section_cell(self, dimension: Dimension, name: str) -> Cell:
        """Return the address of a 一级指标's name or points."""
        return Cell(self.project.id, DIMENSIONS, dimension.id, name)


class _Part(Reading):
    """Some rows of a long form, and in the first part also what stands around them."""

    def __init__(self, whole: Reading, start: int) -> None:
        super().__init__(whole.project, whole.context)
        vars(self)["rows"] = whole.rows[start : start + _PART]
        if start:
            vars(self).update(_above=(), _head=(), _foot=())


@lru_cache(maxsize=1024)
def _role_pair(dimension_rule: str, category_rule: str, dimension: str, category: str) -> tuple[str, str]:
    section = dimension_rule or _role_by_word(dimension, _SECTION_ROLES)
    if category_rule:
        return section, category_rule
    if section == "cost" and category:
        return section, "cost"
    words = {**_BENEFIT_ROLES, **_OUTPUT_ROLES} if section != "output" else _OUTPUT_ROLES
    return section, _role_by_word(category, words)


def _roles(profile: Profile, dimension: str, category: str) -> tuple[str, str]:
    group = profile.dimension(squeeze(dimension))
    rule = profile.category(squeeze(category)) if category else None
    return _role_pair(
        group.role if group else "", rule.role if rule else "", squeeze(dimension), squeeze(category)
    )


class FilingReading:
    """All projects of a filing read, for the checks that look across them."""

    def __init__(self, readings: tuple[Reading, ...], context: Context) -> None:
        self.readings = readings
        self.context = context

    def covered_by(self, department: DepartmentFigures) -> list[Reading]:
        """Return all projects of the filing whose figures these are, also those not checked at the moment."""
        known = {reading.project.id: reading for reading in self.readings}
        projects = {**self.context.filing.projects, **{key: item.project for key, item in known.items()}}
        return [
            known.get(key) or Reading(project, self.context)
            for key, project in projects.items()
            if department.covers(project.form)
        ]

    def groups(self) -> list[list[Reading]]:
        """Return the projects that belong together: of one year and one department, see `together`."""
        return self._groups

    @cached_property
    def _groups(self) -> list[list[Reading]]:
        large = large_departments(reading.form for reading in self.readings)
        found: dict[tuple[str, str], list[Reading]] = {}
        for reading in self.readings:
            key = (squeeze(reading.form.fiscal_year), group_of(reading.form, large))
            found.setdefault(key, []).append(reading)
        return list(found.values())
