"""Cut, copy and paste: cells both ways as tab-separated text and HTML, whole forms as projects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QStringListModel
from PySide6.QtGui import QGuiApplication

from perfeval_gui.core.edits import Batch
from perfeval_gui.core.form import Project, read
from perfeval_gui.core.text import LONGEST_PASTED
from perfeval_gui.errors import PerfevalError
from perfeval_gui.gui.asking import ask
from perfeval_gui.gui.background import Background
from perfeval_gui.gui.main_window import MainWindow
from perfeval_gui.gui.table.grid_model import GridModel
from perfeval_gui.gui.workspace import Workspace

if TYPE_CHECKING:
    from perfeval_gui.core.clipboard import Block
    from perfeval_gui.core.pasting import Pasting
    from perfeval_gui.core.recognise.raw import RawTable
    from perfeval_gui.files.reading import ReadResult

NAME = "剪贴板"
_LARGEST_MARKUP = 1_000_000
"""Characters of HTML that are looked through for merges while the window waits."""


class ClipboardCommands:
    """`receive` takes the forms of a whole table that was pasted, `import_paths` files copied elsewhere."""

    def __init__(
        self,
        desk: Workspace,
        model: GridModel,
        window: MainWindow,
        clear_cells: Callable[[], None],
        background: Background,
        receive: Callable[[ReadResult], None],
        import_paths: Callable[[Sequence[Path]], None],
    ) -> None:
        self._desk = desk
        self._model = model
        self._window = window
        self._view = window.form
        self._clear_cells = clear_cells
        self._background = background
        self._receive = receive
        self._import_paths = import_paths
        window.form.paste_refused.connect(self._refuse_length)

    # Out

    def copy(self) -> None:
        """Put the selected cells on the clipboard."""
        from perfeval_gui.core.clipboard import copied
        from perfeval_gui.core.tsv import to_tsv

        editor, project = self._view.open_editor, self._desk.current
        if editor is not None:
            editor.copy()
            return
        boxes = self._view.selected_boxes()
        if project is None or not boxes:
            return
        block = copied([(box, read(project.form, box.cell) if box.cell else box.text) for box in boxes])
        data = _data_of_qt()
        data.setText(to_tsv(block.rows))
        data.setHtml(block.html)
        QGuiApplication.clipboard().setMimeData(data)
        self._window.tell(f"已复制 {len(boxes)} 格。")

    def cut(self) -> None:
        """Copy the selected cells, then blank them."""
        editor = self._view.open_editor
        if editor is not None:
            editor.cut()
            return
        self.copy()
        self._clear_cells()

    # In

    def paste(self) -> None:
        """Write the clipboard's cells from the current cell on, as one step; make a project of a whole form."""
        from perfeval_gui.core.clipboard import holds_whole_form

        editor = self._view.open_editor
        data = QGuiApplication.clipboard().mimeData() or QMimeData()
        if editor is not None:
            editor.paste()
        elif data.hasUrls() and any(url.isLocalFile() for url in data.urls()):
            self._import_paths([Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()])
        elif holds_whole_form(data.text()) or (not data.text() and holds_whole_form(data.html())):
            self.paste_form()
        elif self._desk.current is not None and self._view.isVisible() and not self._window.tree.hasFocus():
            self._paste_cells(self._desk.current, _block(data))
        else:
            self._window.tell("剪贴板里没有完整的自评表。请在 Word 或 WPS 里选中整张表，复制后再粘贴。")

    def paste_form(self) -> None:
        """Read a whole form on the clipboard as an import does, off the window's thread."""
        from perfeval_gui.files.sandbox import ImportWorker

        data = _as_bytes(QGuiApplication.clipboard().mimeData())
        self._window.notices.say("正在读取剪贴板里的表……")

        def work() -> ReadResult:
            with ImportWorker() as worker:
                return worker.read_bytes(data, NAME)

        self._background.run(work, self._receive, self._refused)

    def _refuse_length(self) -> None:
        words = f"剪贴板里有一格超过 {LONGEST_PASTED // 10_000} 万字，不像是一格的内容，没有粘贴。请只复制需要的部分。"
        self._window.notices.say(words, problem=True)

    def _refused(self, error: PerfevalError) -> None:
        self._window.notices.say(error.message, problem=True)

    def _paste_cells(self, project: Project, block: Block) -> None:
        from perfeval_gui.core.pasting import edits_of, pasting
        from perfeval_gui.gui.dialogs.paste_preview import PastePreview

        here = self._view.currentIndex()
        if not block.rows or not here.isValid():
            self._window.tell("剪贴板里没有文字。")
            return
        if any(len(text or "") > LONGEST_PASTED for row in block.rows for text in row):
            self._refuse_length()
            return
        selected = self._view.selected_boxes()
        plan = pasting(block, project, self._model.grid, selected, here.row(), here.column())
        changes, rows = plan.changes, plan.rows
        if plan.asks and (changes or rows):
            dialog = PastePreview(self._window, plan, self._desk.session.filing)
            if not ask(dialog):
                return
            changes, rows = tuple(dialog.chosen()), plan.rows if dialog.takes_rows else ()
        edits = edits_of(changes, rows, project)
        if edits:
            self._desk.session.do(Batch(edits), "粘贴" if len(edits) == 1 else f"粘贴 {len(edits)} 处")
        self._window.tell(_said(plan, len(changes), len(rows)))


def _data_of_qt() -> QMimeData:
    """Return blank data that Qt itself made: without a desktop it outlives Python, and Python's own must not."""
    model = QStringListModel([""])
    data = model.mimeData([model.index(0)])
    data.clear()
    return data


def _block(data: QMimeData) -> Block:
    """Return the clipboard's cells: the words of its plain text, the merges of its HTML."""
    from perfeval_gui.core.clipboard import read_block

    return read_block(data.text(), _table(data.html()) if data.hasHtml() else None)


def _table(markup: str) -> RawTable | None:
    """Return the table of a piece of HTML, or None when it holds none or more than one."""
    from perfeval_gui.core.recognise.raw import RawTable
    from perfeval_gui.files.bounds import FileProblem
    from perfeval_gui.files.html_reader import read_html

    if len(markup) > _LARGEST_MARKUP or "<t" not in markup.lower():
        return None
    try:
        tables = [item for item in read_html(markup).body if isinstance(item, RawTable)]
    except FileProblem:
        return None
    return tables[0] if len(tables) == 1 else None


def _as_bytes(data: QMimeData) -> bytes:
    """Return a table's HTML, else the text, marked as UTF-8: the page's own charset is that of another file."""
    markup = data.html() if data.hasHtml() else ""
    if "<table" in markup.lower():
        whole = markup if "<html" in markup.lower() else f"<html><body>{markup}</body></html>"
        return b"\xef\xbb\xbf" + whole.encode("utf-8", "replace")
    return data.text().encode("utf-8", "replace")


def _said(plan: Pasting, changed: int, rows: int) -> str:
    parts = [f"已粘贴 {changed} 格" if changed or not rows else ""]
    parts.append(f"新增 {rows} 行指标" if rows else "")
    said = "，".join(part for part in parts if part) + "。"
    if plan.left_over:
        said += f"有 {plan.left_over} 格放不下，没有粘贴。"
    if plan.hidden:
        said += f"有 {plan.hidden} 格只显示成 ####，没有粘贴；请在原表里把那一列拉宽后重新复制。"
    return said
