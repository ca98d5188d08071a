"""The way back: every kept state of a project once, from the database and from the snapshots."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from perfeval_gui.drafts import snapshots
from perfeval_gui.drafts.store import DraftStore
from perfeval_gui.drafts.timeline import project_at, timeline
from perfeval_gui.errors import StoreDamagedError
from tests.examples import example_project


def test_each_state_is_listed_once_and_can_be_looked_at(tmp_path):
    now = datetime(2025, 3, 4, 9, 30, tzinfo=UTC)
    with DraftStore.open(tmp_path, clock=lambda: now) as store:
        for number in range(4):
            store.save({"p1": replace(example_project(1), state=f"s{number}"), "p2": example_project(2)})
            temporary = snapshots.temporary_path(tmp_path)
            store.copy_to(temporary)
            snapshots.finish(temporary, tmp_path, now)
            now += timedelta(seconds=30)
        moments = timeline(store, "p1")
        # within one sitting the database keeps the last state only, the snapshots keep the others
        assert [moment.snapshot is None for moment in moments] == [True, False, False, False]
        assert [project_at(store, "p1", moment).state for moment in moments] == ["s3", "s2", "s1", "s0"]
        assert len(timeline(store, "p2")) == 1
        moments[2].snapshot.write_bytes(b"x")
        assert len(timeline(store, "p1")) == 3
        with pytest.raises(StoreDamagedError):
            project_at(store, "p1", moments[2])
