"""Drafts for the command line: reading beside an open window, and keeping what was imported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from perfeval_gui.core.form import Project
from perfeval_gui.drafts import database
from perfeval_gui.drafts.inbox import Inbox
from perfeval_gui.drafts.lock import WriterLock
from perfeval_gui.drafts.record import DamagedDraft, DraftInfo, info_of
from perfeval_gui.drafts.store import Clock, DraftStore, local_time


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """A draft with what a list shows of it."""

    info: DraftInfo
    project: Project


def read_drafts(
    folder: Path, *, clock: Clock = local_time
) -> tuple[tuple[StoredDraft, ...], tuple[DamagedDraft, ...]]:
    """Return all drafts by position, those waiting in the inbox last, and the damaged ones.

    Works while a window has the data directory open. Raises StoreError.
    """
    waiting = Inbox(folder).requests()  # before the database: what is taken over meanwhile is then seen twice
    with DraftStore.open(folder, read_only=True, clock=clock) as store:
        infos = {info.id: info for info in (*store.list(), *store.recycle_bin())}
        loaded = store.load(key for key, info in infos.items() if info.deleted_at is None)
    drafts = [StoredDraft(infos[project.id], project) for project in loaded.projects]
    stamp = clock().isoformat(timespec="seconds")
    for project in (project for request in waiting for project in request.projects):
        if project.id not in infos:
            infos[project.id] = info_of(project, stamp, 0)
            drafts.append(StoredDraft(infos[project.id], project))
    return tuple(drafts), loaded.damaged


def keep_imported(folder: Path, projects: Sequence[Project], *, clock: Clock = local_time) -> None:
    """Keep projects as new drafts after those there are; they are on disk when this returns.

    While a window has the data directory open they are left in its inbox. Raises StoreError.
    """
    lock = WriterLock(folder)
    with database.reported():
        is_ours = lock.acquire()
    if not is_ours:
        Inbox(folder).leave(projects=projects)
        return
    try:
        with DraftStore.open(folder, clock=clock, lock=lock) as store:
            take_in(store, Inbox(folder))
            store.save({project.id: project for project in projects})
    finally:
        lock.release()


def take_in(store: DraftStore, inbox: Inbox) -> tuple[str, ...]:
    """Keep the drafts that wait in the inbox and return the files that were asked to be imported."""
    files: list[str] = []
    for request in inbox.requests():
        known = {info.id for info in (*store.list(), *store.recycle_bin())}
        store.save({project.id: project for project in request.projects if project.id not in known})
        files.extend(request.files)
        if not request.files:
            inbox.done(request)
    return tuple(files)
