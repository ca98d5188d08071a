"""A clerk made of random edits: what it does follows from the state and a seed, so a witness can foretell it."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from perfeval_gui.core.edits import (
    AddProject,
    Batch,
    Edit,
    InsertRow,
    MoveRow,
    RemoveProject,
    RemoveRow,
    SetCell,
)
from perfeval_gui.core.form import FUNDING, INDICATORS, Cell, Filing, Indicator, Project, rows_of
from perfeval_gui.drafts.autosave import Autosave
from perfeval_gui.drafts.codec import canonical, encode
from perfeval_gui.drafts.companions import ANNEX1, REPORT, Key, Value
from perfeval_gui.drafts.store import Clock, DraftStore, local_time
from perfeval_gui.session import Session
from tests.examples import example_project

State = Mapping[str, bytes]
Papers = Mapping[Key, Value]
Keep = Callable[[Mapping[Key, Value | None]], object]
_PAPERS = tuple(
    Key(kind, "2024", unit) for kind in (ANNEX1, REPORT) for unit in ("区委组织部", "区教育局", "")
)
_FIELDS = ("name", "target", "actual", "weight", "score", "variance_note")
MOST_ROWS = 60  # the largest forms that offices fill in
_LETTERS = "绩效目标完成情况0123456789.%≥≤—\n\t 𠀀é"


def state_of(filing: Filing, papers: Papers = MappingProxyType({})) -> State:
    """Return what must be on disk: each project's canonical text, and each paper's."""
    state = {key: encode(project) for key, project in filing.projects.items()}
    return state | {" ".join(key): canonical(value) for key, value in papers.items()}


def stored_state(store: DraftStore) -> State:
    """Return what is on disk, as `state_of` does; what is damaged is not there."""
    papers = {key: item.value for key, item in store.papers()[0].items()}
    return state_of(Filing({project.id: project for project in store.load_all().projects}), papers)


def steps(session: Session, seed: int) -> Iterator[None]:
    """Change the session step by step; each step is one to forty edits, an undo, a new or a deleted project."""
    rnd = random.Random(seed)
    while True:
        projects = list(session.filing.projects.values())
        kind = rnd.random()
        if not projects or (kind < 0.06 and len(projects) < 12):
            number = max((int(p.id[1:]) for p in projects), default=0) + rnd.randint(1, 3)
            fresh = replace(example_project(rnd.randint(1, 7)), id=f"p{number}", position=number)
            session.do(AddProject(fresh), "新建")
        elif kind < 0.1 and len(projects) > 1:
            session.do(RemoveProject(rnd.choice(projects).id), "删除")
        elif (kind < 0.18 and session.undo()) or (kind < 0.22 and session.redo()):
            pass
        else:
            session.do(Batch(tuple(_edits(rnd, rnd.choice(projects)))), "输入")
        yield


def _edits(rnd: random.Random, project: Project) -> Iterator[Edit]:
    rows = rows_of(project.form, INDICATORS)
    if rows and rnd.random() < 0.1:
        row = rnd.choice(rows).id
        moved = MoveRow(project.id, INDICATORS, row, rnd.randint(0, 9))
        yield moved if rnd.random() < 0.5 else RemoveRow(project.id, INDICATORS, row)
        return
    if len(rows) < MOST_ROWS and rnd.random() < 0.1:
        yield InsertRow(
            project.id, INDICATORS, rnd.randint(0, 9), Indicator("产出指标", "数量指标", _text(rnd))
        )
        return
    for _ in range(rnd.choice((1, 1, 1, 3, 40))):
        if rows and rnd.random() < 0.7:
            yield SetCell(Cell(project.id, INDICATORS, rnd.choice(rows).id, rnd.choice(_FIELDS)), _text(rnd))
        elif project.form.funding and rnd.random() < 0.5:
            row = rnd.choice(rows_of(project.form, FUNDING)).id
            yield SetCell(Cell(project.id, FUNDING, row, "outturn"), _text(rnd), "repaired")
        else:
            yield SetCell(
                Cell(project.id, "", "", rnd.choice(("project_name", "note", "fiscal_year"))), _text(rnd)
            )


def doings(session: Session, papers: dict[Key, Value], keep: Keep, seed: int) -> Iterator[None]:
    """As `steps`, but each fourth doing or so is one on the papers beside the forms, handed to `keep`."""
    rnd = random.Random(f"papers {seed}")
    forms = steps(session, seed)
    while True:
        if rnd.random() < 0.75:
            next(forms)
        else:
            changed = dict(_papers(rnd, papers))
            keep(changed)
            for key, value in changed.items():
                papers.pop(key, None)
                papers.update({} if value is None else {key: value})
        yield


def _papers(rnd: random.Random, papers: Mapping[Key, Value]) -> Iterator[tuple[Key, Value | None]]:
    for _ in range(rnd.choice((1, 1, 2))):
        key = rnd.choice(_PAPERS)
        if key in papers and rnd.random() < 0.1:
            yield key, None
            continue
        lines = [dict(line) for line in papers.get(key, {}).get("lines", ())]
        if not lines or rnd.random() < 0.3:
            lines.append({"name": _text(rnd)})
        rnd.choice(lines)[rnd.choice(("name", "outturn", "text"))] = _text(rnd)
        yield key, {"lines": lines[-20:]}


def _text(rnd: random.Random) -> str:
    length = rnd.choice((0, 3, 12, 60, rnd.randint(0, 2000)))
    return "".join(rnd.choices(_LETTERS, k=length))


def renamed(project: Project, name: str, *, note: str = "", id: str = "p1") -> Project:
    """Return the project under another name and id, and with another note."""
    return replace(project, id=id, form=replace(project.form, project_name=name, note=note))


def type_away(
    folder: Path,
    projects: tuple[Project, ...],
    seed: int,
    acknowledge: Callable[[int], None],
    *,
    limit: int = 10**9,
    clock: Clock = local_time,
    papers: Papers = MappingProxyType({}),
) -> None:
    """Edit and save through the real writer thread; say the number of each step once it is on disk."""
    autosave = Autosave(folder, lambda saved: None, lambda error: None, clock=clock)
    session = Session()
    session.on_change(autosave.submit)
    autosave.know(projects)
    session.load(projects)
    autosave.start()
    for done, _ in enumerate(doings(session, dict(papers), autosave.keep_companions, seed), start=1):
        if not autosave.flush(60):
            raise SystemExit("flush failed")
        acknowledge(done)
        if done >= limit:
            break
    autosave.close()


def foretold(
    projects: tuple[Project, ...], seed: int, count: int, papers: Papers = MappingProxyType({})
) -> list[State]:
    """Return what is on disk at first and after each of `count` steps from these projects and papers."""
    session, now = Session(), dict(papers)
    session.load(projects)
    states = [state_of(session.filing, now)]
    for _, _ in zip(range(count), doings(session, now, lambda _: None, seed), strict=False):
        states.append(state_of(session.filing, now))
    return states
