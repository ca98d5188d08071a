"""Many drafts in one data directory: listed in the tree, looked through, one of them opened; with memory."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import samples
from benchmarks.timing import Contender, Row, side_by_side, timed
from perfeval_gui.drafts.lock import WriterLock
from perfeval_gui.drafts.store import DraftStore

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTreeView

_WORDS = ("培训", "经费", "项", "培训经费", "没有这样的词")


def drafts(number: int, rounds: int) -> list[Row]:
    """Return what so many drafts cost: to be shown beside a QTreeWidget, a jump, a search beside LIKE, an opening."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as folder, filled(Path(folder), number):
        rows = [*_shown(Path(folder), number, rounds), *_searched(Path(folder), number, rounds)]
        rows += side_by_side(
            f"open one of {number} drafts",
            {"product": timed(lambda: _opened(Path(folder), number // 2))},
            rounds,
        )
    del application
    return rows


@contextmanager
def filled(folder: Path, number: int) -> Iterator[None]:
    """Fill a data directory with so many drafts of a few units and two years."""
    lock = WriterLock(folder)
    lock.acquire()
    projects = samples.projects(number)
    with DraftStore.open(folder, lock=lock) as store:
        for start in range(0, number, 500):
            store.save({project.id: project for project in projects[start : start + 500]})
    projects.clear()  # else the garbage collector would look through ten thousand forms while a list is measured
    try:
        yield
    finally:
        lock.release()


def _opened(folder: Path, number: int) -> None:
    with DraftStore.open(folder, read_only=True) as store:
        store.load([f"p{number}"])


def _shown(folder: Path, number: int, rounds: int) -> list[Row]:
    views: dict[str, object] = {}

    def shown(name: str, make: Callable[[Path], object]) -> Contender:
        def run() -> None:
            views.pop(name, None)
            views[name] = make(folder)

        return timed(run)

    rows = side_by_side(
        f"{number} drafts shown",
        {
            "QTreeWidget, uniform rows": shown("peer", tree_widget),
            "product": shown("product", project_tree),
        },
        rounds,
        {"product": "≤ 0.7"},
    )
    for view in (views["peer"], views["product"]):
        _tree_of(view).expandAll()
    rows += side_by_side(
        f"scroll jump among {number} drafts",
        {"QTreeWidget, uniform rows": _jump(views["peer"]), "product": _jump(views["product"])},
        max(rounds, 3),
        {"product": "< 16.7 ms"},
    )
    return rows


def tree_widget(folder: Path) -> object:
    """Return a tree of the drafts as Qt's own items, shown."""
    from PySide6.QtWidgets import QApplication, QTreeWidget, QTreeWidgetItem

    tree = QTreeWidget()
    tree.setUniformRowHeights(True)
    tree.setHeaderHidden(True)
    with closing(sqlite3.connect(folder / "drafts.sqlite3")) as database:
        listed = database.execute(
            "SELECT id, fiscal_year, implementing_unit, project_name FROM draft WHERE deleted_at IS NULL ORDER BY position"
        ).fetchall()
    above: dict[tuple[str, ...], QTreeWidgetItem] = {}
    for key, year, unit, name in listed:
        if (year,) not in above:
            above[year,] = QTreeWidgetItem(tree, [f"{year}年度"])
        if (year, unit) not in above:
            above[year, unit] = QTreeWidgetItem(above[year,], [unit])
        QTreeWidgetItem(above[year, unit], [name]).setData(0, 256, key)
    tree.expandAll()
    tree.resize(300, 800)
    tree.show()
    QApplication.processEvents()
    return tree


def project_tree(folder: Path) -> object:
    """Return the product's tree of the drafts, shown, with its model."""
    from PySide6.QtWidgets import QApplication

    from perfeval_gui.gui.library import entry_of_info
    from perfeval_gui.gui.project_tree import ProjectTree, ProjectTreeModel
    from perfeval_gui.gui.themes import LIGHT

    model = ProjectTreeModel(LIGHT)
    tree = ProjectTree(model)
    with DraftStore.open(folder, read_only=True) as store:
        infos = store.list()
    model.show([entry_of_info(info) for info in infos])
    tree.resize(300, 800)
    tree.show()
    QApplication.processEvents()
    return tree, model


def _tree_of(view: object) -> QTreeView:
    from PySide6.QtWidgets import QTreeView

    tree = view[0] if isinstance(view, tuple) else view
    if not isinstance(tree, QTreeView):
        raise TypeError
    return tree


def _jump(view: object) -> Contender:
    from PySide6.QtCore import QCoreApplication

    bar, turns = _tree_of(view).verticalScrollBar(), count(1)

    def run() -> None:
        bar.setValue(next(turns) * 7919 % max(1, bar.maximum()))
        QCoreApplication.sendPostedEvents()

    return timed(run)


def _searched(folder: Path, number: int, rounds: int) -> list[Row]:
    """Look names up as they are typed in the template library, beside LIKE over the drafts' table."""
    from perfeval_gui.gui.dialogs.template_library import TemplateModel
    from perfeval_gui.gui.library import entry_of_info

    with DraftStore.open(folder, read_only=True) as store:
        infos = store.list()
    model = TemplateModel([entry_of_info(info) for info in infos])
    rows: list[Row] = []
    with closing(sqlite3.connect(folder / "drafts.sqlite3")) as database:
        for word in _WORDS:
            like = f"%{word}%"
            text = "SELECT draft FROM version WHERE CAST(content AS TEXT) LIKE ?"
            names = "SELECT id FROM draft WHERE project_name || implementing_unit || fiscal_year LIKE ?"
            rows += side_by_side(
                f"search {number} drafts for {word}",
                {
                    "LIKE over all texts": timed(lambda q=text, v=like: database.execute(q, (v,)).fetchall()),
                    "LIKE over names": timed(lambda q=names, v=like: database.execute(q, (v,)).fetchall()),
                    "product, names": timed(lambda v=word: model.search(v)),
                },
                rounds,
                {"product, names": "≤ 0.1"},
            )
    return rows
