"""Which projects are checked against each other: a department's, in a large department a unit's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

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


def group_of(form: Form, large: frozenset[str]) -> str:
    """Return a text that the forms share that are compared with each other, whatever their year."""
    department = department_of(form)
    return f"{department}\n{squeeze(form.implementing_unit)}" if department in large else department
