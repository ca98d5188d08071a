"""Which profile a form was filled in by: the one whose sections, points and labels it shares most."""

from __future__ import annotations

from collections.abc import Sequence

from perfeval_gui.core.form import Form
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.quantities import parse_points
from perfeval_gui.core.text import squeeze


def closest_profile(form: Form, profiles: Sequence[Profile]) -> str:
    """Return the id of the profile that fits best; of equals the earlier, so the default comes first."""
    if not profiles:
        return ""
    return max(profiles, key=lambda profile: _likeness(form, profile)).id


def _likeness(form: Form, profile: Profile) -> float:
    """Return points for what is shared; sections weigh most, then their points, then the smaller labels."""
    written = {squeeze(item.name): item.points for item in form.dimensions}
    known = {squeeze(rule.name): rule.points for rule in profile.dimensions}
    shared = written.keys() & known.keys()
    same_points = sum(1 for name in shared if parse_points(written[name]) == known[name])
    likeness = 2.0 * len(shared) - 1.0 * len(written.keys() ^ known.keys()) + same_points
    if form.funding and parse_points(form.funding[0].weight) == profile.execution_points:
        likeness += 1
    sources = {squeeze(rule.source) for rule in profile.funding}
    likeness += 0.1 * sum(squeeze(row.source) in sources for row in form.funding)
    if form.note and squeeze(form.note) == squeeze(profile.note):
        likeness += 0.5
    categories = {squeeze(rule.name) for group in profile.dimensions for rule in group.categories}
    return likeness + 0.1 * len({squeeze(row.category) for row in form.indicators} & categories)
