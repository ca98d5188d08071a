"""What a list of drafts shows of one, what loading brings, and the seal that vouches for a stored row."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from perfeval_gui.core.form import Project
from perfeval_gui.core.values import dataclass
from perfeval_gui.drafts.codec import canonical

NO_SEALS = bytes(32)


class DraftInfo(NamedTuple):
    """A draft as a list shows it: the row itself. Times are ISO, local; counts are None until the checks have run."""

    id: str
    fiscal_year: str
    implementing_unit: str
    project_name: str
    position: int
    state: str
    profile: str
    modified: str
    sequence: int
    deleted_at: str | None = None
    errors: int | None = None
    warnings: int | None = None


@dataclass(frozen=True, slots=True)
class DamagedDraft:
    """A draft whose stored text is not what was saved; it stays where it is and nothing overwrites it."""

    id: str
    name: str
    message: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading brought: the projects that are whole, and those that are not."""

    projects: tuple[Project, ...]
    damaged: tuple[DamagedDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What looking at the whole database found: is its structure sound, and which drafts are damaged."""

    structure: str = ""
    damaged: tuple[DamagedDraft, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether nothing at all is wrong."""
        return not self.structure and not self.damaged


def info_of(project: Project, modified: str, sequence: int) -> DraftInfo:
    """Return what a list shows of the project."""
    form = project.form
    return DraftInfo(
        id=project.id,
        fiscal_year=_holdable(form.fiscal_year),
        implementing_unit=_holdable(form.implementing_unit),
        project_name=_holdable(form.project_name),
        position=project.position,
        state=project.state,
        profile=project.profile,
        modified=modified,
        sequence=sequence,
    )


def _holdable(text: str) -> str:
    """Return the text as SQLite can hold it: a lone surrogate must not stop the save of everything else."""
    return text.encode("utf-8", "replace").decode("utf-8")


def seal(info: DraftInfo, digest: bytes) -> bytes:
    """Return the hash over all that a draft's row says, its text's digest included, but for the counts."""
    facts = [
        info.id,
        info.fiscal_year,
        info.implementing_unit,
        info.project_name,
        info.position,
        info.state,
        info.profile,
        info.modified,
        info.sequence,
        info.deleted_at,
        digest.hex(),
    ]
    return hashlib.sha256(canonical(facts)).digest()


def combined(seals: bytes, *others: bytes) -> bytes:
    """Return the seals put together by XOR: putting one in twice takes it out again."""
    total = int.from_bytes(seals, "big")
    for other in others:
        total ^= int.from_bytes(other, "big")
    return total.to_bytes(32, "big")


def damaged(info_id: str, name: str) -> DamagedDraft:
    """Return the report on a draft that cannot be trusted."""
    title = name or "未命名项目"
    return DamagedDraft(
        info_id, name, f"草稿“{title}”在磁盘上已损坏，已单独保留，没有删除。请从最近的完好副本恢复。"
    )
