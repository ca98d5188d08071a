"""What must hold after whatever the monkey did."""

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, Qt

from perfeval_gui.core.fields import FIELDS
from perfeval_gui.core.form import ROW_BLOCKS, Form, read, rows_of
from perfeval_gui.core.text import is_clean
from perfeval_gui.drafts.codec import decode, encode
from perfeval_gui.drafts.store import DraftStore
from perfeval_gui.gui.editor import Editor


def broken(editor: Editor) -> Iterator[str]:
    """Yield a sentence for everything about the model and what is shown of it that is not as it must be."""
    filing = editor.session.filing
    for key, project in filing.projects.items():
        if key != project.id:
            yield "a project stands under another id"
        if decode(encode(project)) != project:
            yield "a project does not come back from its own text"
        yield from _broken_form(project.form)
    yield from _broken_view(editor)
    if (field := editor.window.form.open_editor) is not None:
        caret = field.textCursor()
        if max(caret.anchor(), caret.position()) >= field.document().characterCount():
            yield "the caret is behind the end of the text"
    listed = editor._tree_model.project_ids(QModelIndex())
    if set(listed) != set(editor.library.ids()) or len(listed) != len(set(listed)):
        yield "the tree does not list the projects, each once"


def _broken_form(form: Form) -> Iterator[str]:
    for block in ROW_BLOCKS:
        ids = [row.id for row in rows_of(form, block)]
        if len(ids) != len(set(ids)) or not all(ids):
            yield f"rows of {block} share an id or have none"
    for item in FIELDS:
        owners = (
            rows_of(form, item.block)
            if item.block in ROW_BLOCKS
            else [getattr(form, item.block) if item.block else form]
        )
        if not all(is_clean(getattr(owner, item.name)) for owner in owners):
            yield f"{item.block}.{item.name} holds what no document can hold"


def _broken_view(editor: Editor) -> Iterator[str]:
    project, model = editor.desk.current, editor.grid
    if project is None:
        return
    if model.project is not project:
        yield "the form shows another project, or an older state of it"
        return
    boxes = model.grid.boxes
    covered = sorted(
        (row, column)
        for box in boxes
        for row in range(box.row, box.row + box.rows)
        for column in range(box.column, box.column + box.columns)
    )
    if covered != [(row, column) for row in range(model.rowCount()) for column in range(model.columnCount())]:
        yield "the boxes do not tile the table"
    for box in boxes:
        if box.cell is None:
            continue
        shown = model.index(box.row, box.column).data(Qt.ItemDataRole.EditRole)
        if shown != read(project.form, box.cell):
            yield "a cell shows another text than it holds"
    spans = [box for box in boxes if (box.rows, box.columns) != _span(editor, box.row, box.column) and boxes]
    if spans:
        yield "the table merges other cells than the form"


def _span(editor: Editor, row: int, column: int) -> tuple[int, int]:
    form = editor.window.form
    return form.rowSpan(row, column), form.columnSpan(row, column)


def lost(editor: Editor) -> Iterator[str]:
    """Save, and yield a sentence for everything on disk that is not what the window has."""
    editor.session.settle()
    if not editor.library.autosave.flush(30):
        yield "saving did not succeed"
        return
    with DraftStore.open(editor.library.folder, read_only=True) as store:
        if not store.verify().is_good:
            yield "the database is not whole"
        loaded = store.load_all()
        stored = {project.id: project for project in loaded.projects}
    for key, project in editor.session.filing.projects.items():
        if key in stored and encode(stored[key]) != encode(project):
            yield "a draft on disk is not what the window shows"
        if key not in stored and not key.startswith("sample-"):
            yield "a project is not on disk"


def undone(editor: Editor) -> Iterator[str]:
    """Undo all and redo all, and yield a sentence where that does not lead back."""
    before, ahead = editor.session.filing, editor.session.redo_label
    steps = 0
    while editor.session.undo() is not None:
        steps += 1
    for _ in range(steps):
        editor.session.redo()
    if editor.session.filing != before or editor.session.redo_label != ahead:
        yield "undoing and redoing everything does not lead back"
