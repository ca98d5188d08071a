"""The scores that targets and actual values give, proposed for the rows that have none yet."""

from __future__ import annotations

from perfeval_gui.core.form import INDICATORS, Cell, Project
from perfeval_gui.core.measures import read_measure
from perfeval_gui.core.origins import COMPUTED
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.proposals import Proposal
from perfeval_gui.core.quantities import format_number
from perfeval_gui.core.scorecard import score_card
from perfeval_gui.core.scoring import unscored


def score_proposals(project: Project, profile: Profile) -> tuple[Proposal, ...]:
    """Return a score for each row without one whose texts tell how far the target was reached.

    Not ticked are those that only a person can decide: a tier leaves a span, and an actual value that still
    has its ≥ was copied from the target.
    """
    proposals = []
    for row in unscored(project.form):
        card = score_card(row, profile)
        if card is None:
            continue
        is_certain = card.low == card.high and not read_measure(row.actual).comparator
        proposals.append(
            Proposal(
                Cell(project.id, INDICATORS, row.id, "score"),
                row.score,
                format_number(card.score),
                card.sentence,
                ticked=is_certain,
                origin=COMPUTED,
            )
        )
    return tuple(proposals)
