"""Which projects are checked against each other: a department's, in a large department a unit's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from perfeval_gui.core.form import Form
from perfeval_gui.core.text import squeeze

MOST_TOGETHER = 60
"""More projects of one department and year are no unit's but a whole line ministry's: comparing every two of
three thousand takes minutes and finds what 200 units naturally have in common."""


def department_of(form: Form) -> str:
    """Return what projects have in common that belong together: 主管部门, else 实施单位."""
    return squeeze(form.supervising_department) or squeeze(form.implementing_unit)


def large_departments(forms: Iterable[Form]) -> frozenset[str]:
    """Return the departments that have too many projects in some year to compare all with all."""
    counts = Counter((squeeze(form.fiscal_year), department_of(form)) for form in forms)
    return frozenset(department for (_, department), count in counts.items() if count > MOST_TOGETHER)


def belongs_to(form: Form, unit: str) -> bool:
    """Return whether a form is one of those that a department or unit of that name hands in."""
    return unit in (squeeze(form.supervising_department), squeeze(form.implementing_unit))


def units_of(forms: Iterable[Form]) -> list[str]:
    """Return the departments, then the units of the forms, those with most forms first."""
    listed = tuple(forms)
    departments = Counter(filter(None, map(department_of, listed)))
    units = Counter(filter(None, (squeeze(form.implementing_unit) for form in listed)))
    return list(dict.fromkeys(name for names in (departments, units) for name, _ in names.most_common()))


def usual_unit(forms: Sequence[Form], unit: str) -> str:
    """Return who hands the papers of an 实施单位 in: its department, in a large department the unit itself."""
    of_unit = next((form for form in forms if squeeze(form.implementing_unit) == unit), None)
    form = of_unit or next(iter(forms), Form())
    department = department_of(form)
    return squeeze(form.implementing_unit) if department in large_departments(forms) else department


def group_of(form: Form, large: frozenset[str]) -> str:
    """Return a text that the forms share that are compared with each other, whatever their year."""
    department = department_of(form)
    return f"{department}\n{squeeze(form.implementing_unit)}" if department in large else department
