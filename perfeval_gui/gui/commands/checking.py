"""Commands on findings: check, go through, repair, accept with a reason, explain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from perfeval_gui.core.checks.rule import Finding, Severity
from perfeval_gui.core.form import Cell, Project
from perfeval_gui.core.proposals import Proposal, applicable, as_one_edit
from perfeval_gui.core.waivers import confirm_rows, copied_rows, unwaive, waive
from perfeval_gui.gui.asking import ask
from perfeval_gui.gui.dialogs.export_guard import Decision, ExportGuard
from perfeval_gui.gui.findings.presenter import FindingsPresenter
from perfeval_gui.gui.library import Library
from perfeval_gui.gui.main_window import MainWindow
from perfeval_gui.gui.themes import Theme
from perfeval_gui.gui.workspace import Workspace

if TYPE_CHECKING:
    from perfeval_gui.core.checks.reading import RowReading
    from perfeval_gui.gui.dialogs.check_help import HelpPane

_AT_ONCE = 20
"""So many forms are checked before F5 returns; the others follow in slices."""
_MOST_OPENED = 300
"""F5 opens drafts that are not open yet, but not more than the window loads by itself."""


class CheckingCommands:
    """Nothing here blocks anything: every finding may be repaired, accepted or left alone."""

    def __init__(
        self,
        desk: Workspace,
        library: Library,
        window: MainWindow,
        theme: Theme,
        presenter: FindingsPresenter,
        jump: Callable[[Cell], None],
        chosen: Callable[[], Sequence[Project]],
    ) -> None:
        self._desk = desk
        self._library = library
        self._window = window
        self._theme = theme
        self._presenter = presenter
        self._jump = jump
        self._chosen = chosen
        self._panel = window.findings
        self._awaited = False
        self._help: HelpPane | None = None
        desk.live.finished.connect(self._all_checked)
        self._panel.repair_asked.connect(lambda finding: self.repair([finding]))
        self._panel.repair_kind_asked.connect(self.repair_kind)
        self._panel.waive_asked.connect(self.waive)
        self._panel.unwaive_asked.connect(self.unwaive)
        self._panel.help_asked.connect(self.explain)

    def runs(self) -> dict[str, Callable[[], None]]:
        """Return what the commands of the table call, by their names."""
        return {
            "check_all": self.check_all,
            "next_finding": self.next_finding,
            "previous_finding": self.previous_finding,
            "repair": self.repair_current,
            "repair_kind": self.repair_current_kind,
            "repair_all": self.repair_all,
            "waive": self.waive_current,
            "check_copies": self.check_copies,
            "help": self.explain_cell,
        }

    # Checking

    def check_all(self) -> None:
        """Check everything anew: the first forms at once, the others while the window goes on working."""
        absent = len(self._library.ids()) - len(self._desk.session.filing.projects)
        if 0 < absent <= _MOST_OPENED:
            self._library.load_all()
        self._desk.live.recheck_all()
        ids = [project.id for project in self._presenter.projects()]
        others = [key for key in self._desk.session.filing.projects if key not in ids]
        self._desk.live.check_now([*ids, *others][:_AT_ONCE])
        self._awaited = True
        if self._desk.live.is_busy:
            self._window.tell("正在检查其余的表……")
        else:
            self._all_checked()

    def _all_checked(self) -> None:
        if not self._awaited:
            return
        self._awaited = False
        filing = self._desk.session.filing
        counts = [self._desk.marks_of(key) or (0, 0, 0) for key in filing.projects]
        errors, warnings, hints = (sum(column) for column in zip((0, 0, 0), *counts, strict=True))
        absent = len(self._library.ids()) - len(counts)
        more = f"另有 {absent} 张没有打开的表未检查。" if absent else ""
        self._window.tell(
            f"检查完毕：{len(counts)} 张表，错误 {errors}，警告 {warnings}，提示 {hints}。{more}"
        )

    def next_finding(self) -> None:
        """Go to the next finding of the list."""
        self._step(1)

    def previous_finding(self) -> None:
        """Go to the finding before."""
        self._step(-1)

    def _step(self, direction: int) -> None:
        if not self._panel.step(direction):
            self._window.tell("列表里没有要处理的问题。")

    # Repairing

    def repair(self, findings: Sequence[Finding]) -> None:
        """Apply the repairs of findings."""
        self._desk.session.settle()
        if self._desk.repair(self._still_open(findings)):
            self._window.tell("已修复，按 Ctrl+Z 可以撤销。")

    def repair_current(self) -> None:
        """Apply the repair of the finding in hand."""
        found = self._panel.current()
        if found is None or found.fix is None:
            self._window.tell("请先在右边选一个带“可修复”的问题。")
            return
        self.repair([found])

    def repair_current_kind(self) -> None:
        """List the repairs of all findings of the kind in hand."""
        found = self._panel.current()
        if found is None or found.fix is None:
            self._window.tell("请先在右边选一个带“可修复”的问题。")
            return
        self.repair_kind(found)

    def repair_kind(self, finding: Finding) -> None:
        """List the repairs of all findings of one kind, before and after, and make those that are ticked."""
        self._desk.session.settle()
        found = self._open_ones(self._presenter.projects())
        self._offer([item for item in found if item.check == finding.check], "修复同类问题")

    def repair_all(self) -> None:
        """List everything that can be repaired, before and after, and repair what is ticked.

        Where a year, a unit or several projects are chosen, all of them; else what the list of findings shows.
        What a repair lays open is listed in turn, until nothing is left or wanted.
        """
        self._desk.session.settle()
        chosen = self._chosen()
        projects = chosen if len(chosen) > 1 else self._presenter.projects()
        self._repair_round([project.id for project in projects], frozenset())

    def _repair_round(self, ids: Sequence[str], seen: frozenset[tuple[Cell, str]]) -> None:
        """List what can be repaired and was not listed before."""
        from perfeval_gui.core.repair_list import repair_proposals
        from perfeval_gui.gui.dialogs.change_list import ChangeListDialog

        filing = self._desk.session.filing
        found = self._open_ones([filing[key] for key in ids if key in filing])
        listed, left = applicable(repair_proposals(found, filing), filing)
        proposals = [item for item in listed if (item.cell, item.after) not in seen]
        if not proposals:
            if not seen:
                self._window.tell(left or "没有可以一键修复的问题。")
            return
        title = f"修复全部：{len(ids)} 张表" if len(ids) > 1 else "修复全部"
        words = "改好以后又查到这些，也可以一次改好。" if seen else f"勾选要改的地方，改后可以撤销。{left}"
        dialog = ChangeListDialog(self._window, title, words, proposals, filing)
        dialog.jump_asked.connect(self._jump)
        known = seen | {(item.cell, item.after) for item in proposals}

        def go_on() -> None:
            chosen = dialog.chosen()
            self._apply(chosen)
            if chosen:
                self._repair_round(ids, known)

        _open(dialog, go_on)

    def _open_ones(self, projects: Sequence[Project]) -> list[Finding]:
        """Return the open findings of the projects, as the texts are now."""
        self._desk.live.check_now(project.id for project in projects)
        return [finding for project in projects for finding in self._desk.findings_of(project.id)]

    def _still_open(self, findings: Sequence[Finding]) -> list[Finding]:
        """Return those of the findings that the texts of this moment still have."""
        self._desk.live.check_now({finding.cell.project for finding in findings})
        return [
            item
            for finding in findings
            for item in self._desk.findings_of(finding.cell.project)
            if item == finding
        ]

    def _offer(self, findings: Sequence[Finding], title: str) -> None:
        from perfeval_gui.core.repair_list import repair_proposals
        from perfeval_gui.gui.dialogs.change_list import ChangeListDialog

        filing = self._desk.session.filing
        proposals, left = applicable(repair_proposals(findings, filing), filing)
        if not proposals:
            self._window.tell(left or "没有可以一键修复的问题。")
            return
        words = f"勾选要改的地方，改后可以撤销。{left}"
        dialog = ChangeListDialog(self._window, title, words, proposals, filing)
        dialog.jump_asked.connect(self._jump)
        _open(dialog, lambda: self._apply(dialog.chosen()))

    def _apply(self, chosen: Sequence[Proposal]) -> None:
        """Make the repairs whose cells still hold what the list showed."""
        session = self._desk.session
        fresh, _ = applicable(chosen, session.filing)
        session.do(as_one_edit(fresh), f"修复 {len(fresh)} 处")
        self._window.tell(f"已修复 {len(fresh)} 处，按 Ctrl+Z 可以撤销。")

    # Accepting

    def waive_current(self) -> None:
        """Accept the finding in hand, or let an accepted one show again."""
        self._panel.ask_waiver()

    def waive(self, finding: Finding) -> None:
        """Ask for the reason and keep it with the draft; copied values are confirmed row by row."""
        from perfeval_gui.core.checks.copies import COPIES
        from perfeval_gui.gui.dialogs.waiver import WaiverDialog

        if finding.check == COPIES:
            self.confirm_copies(finding.cell.project)
            return
        same_kind = [
            item
            for item in self._desk.findings_of(finding.cell.project)
            if item.check == finding.check and item != finding
        ]
        dialog = WaiverDialog(self._window, finding, len(same_kind))
        _open(
            dialog,
            lambda: self._keep_reason(
                [finding, *same_kind] if dialog.all_of_kind.isChecked() else [finding], dialog.text()
            ),
        )

    def _keep_reason(self, findings: Sequence[Finding], reason: str) -> None:
        session = self._desk.session
        here = [finding for finding in findings if finding.cell.project in session.filing]
        label = "已阅" if len(here) == 1 else f"已阅 {len(here)} 处"
        if session.do(waive(session.filing, here, reason), label):
            self._window.tell(f"{label}，原因已随草稿保存；要再看到，点列表上方的“已阅”。")

    def unwaive(self, finding: Finding) -> None:
        """Let an accepted finding show again."""
        session = self._desk.session
        session.do(unwaive(session.filing[finding.cell.project], finding), "取消已阅")
        self._window.tell("已取消，这个问题会再次提示。")

    def check_copies(self) -> None:
        """Go through the copied values of the form in hand."""
        if self._desk.current is not None:
            self.confirm_copies(self._desk.current.id)

    def confirm_copies(self, project_id: str) -> None:
        """List the rows whose actual value repeats the target, and keep what is ticked as 确为此数."""
        from perfeval_gui.gui.dialogs.copied_rows import CopiedRowsDialog

        self._desk.session.settle()
        project = self._desk.session.filing[project_id]
        copied = copied_rows(project, self._desk.live.context_of(project))
        if not copied:
            self._window.tell("没有与目标相同的实际完成值。")
            return
        from perfeval_gui.core.checks.copies import is_confirmed

        sure = [row for row in copied if is_confirmed(row, project)]
        dialog = CopiedRowsDialog(self._window, copied, sure)
        dialog.jump_asked.connect(self._jump)
        _open(dialog, lambda: self._keep_confirmed(project_id, copied, dialog.confirmed()))

    def _keep_confirmed(
        self, project_id: str, copied: Sequence[RowReading], confirmed: Sequence[RowReading]
    ) -> None:
        session = self._desk.session
        if project_id in session.filing:
            session.do(confirm_rows(session.filing[project_id], copied, confirmed), "确认实际完成值")
            self._window.tell(f"已确认 {len(confirmed)} 行确为此数。")

    # Before an export

    def ask_before_export(self, projects: Sequence[Project], doing: str = "导出") -> Decision:
        """Ask once when there are open errors; without any, exporting or printing just goes on."""
        self._desk.session.settle()
        self._desk.live.check_now(project.id for project in projects)
        errors = [
            finding
            for project in projects
            for finding in self._desk.findings_of(project.id)
            if finding.severity is Severity.ERROR
        ]
        if not errors:
            return Decision.GO_ON
        concerned = {finding.cell.project for finding in errors}
        names = [item.form.project_name.strip() or "未命名项目" for item in projects if item.id in concerned]
        guard = ExportGuard(self._window, errors, names, doing)
        ask(guard)
        if guard.decision is Decision.MEND:
            self._jump(errors[0].cell)
            self._panel.point_at(errors[0])
        return guard.decision

    # Explaining

    def explain(self, finding: Finding) -> None:
        """Show the help of a finding."""
        self._pane().show_finding(finding)

    def explain_cell(self) -> None:
        """F1: the help of the finding in hand while the list has the focus, else of the cell in hand."""
        found = self._panel.current()
        if found is not None and self._panel.view.hasFocus():
            self.explain(found)
            return
        cell = self._window.form.current_cell
        here = self._findings_at(cell)
        self._pane().show_cell(cell, here)

    def _findings_at(self, cell: Cell | None) -> list[Finding]:
        if cell is None:
            return []
        return [finding for finding in self._desk.findings_of(cell.project) if finding.cell == cell]

    def _pane(self) -> HelpPane:
        from perfeval_gui.gui.dialogs.check_help import HelpPane, stays_beside

        if self._help is None:
            self._help = HelpPane(self._window, self._theme)
            stays_beside(self._help, self._window)
            self._window.form.current_cell_changed.connect(self._follow)
        return self._help

    def _follow(self) -> None:
        """Let the open pane speak of the cell that the cursor has come to."""
        if self._help is not None and self._help.isVisible():
            cell = self._window.form.current_cell
            self._help.show_cell(cell, self._findings_at(cell))


def _open(dialog: QDialog, accepted: Callable[[], None]) -> None:
    """Show a dialog over the window; what follows its acceptance is called then."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(accepted)
    dialog.open()
