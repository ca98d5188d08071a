"""The composition root of the window: the application, its look, one editor on one data directory."""

from __future__ import annotations

import contextlib
import errno
import gc
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QLoggingCategory, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from perfeval_gui import __version__, settings
from perfeval_gui.drafts import database
from perfeval_gui.drafts.inbox import Inbox
from perfeval_gui.drafts.lock import WriterLock
from perfeval_gui.errors import PerfevalError, StoreDamagedError, StoreInUseError, UsageError
from perfeval_gui.gui import appearance
from perfeval_gui.gui.editor import Editor, Start
from perfeval_gui.gui.failures import SAID_UNDER_A_LOCK
from perfeval_gui.gui.main_window import TITLE, MainWindow

_DESKTOP_FILE = (
    "org.perfeval.editor"  # the name of the package's .desktop file: the task bar finds the icon by it
)
_PATIENCE_SECONDS = 5.0
"""So long the window that is open has to take in what another start asks for."""
_SELDOM = (5_000, 10, 20)
_HINT = "写法见 perfeval --help。"
_NO_ANSWER = (
    "编辑器已经打开，但现在没有反应。要打开的文件已经交给它，等它恢复后会自动打开。\n"
    "如果一直没有反应，请在任务管理器中结束它再重新启动；保存过的内容不会丢失。"
)


def main(argv: Sequence[str]) -> int:
    """Run the editor until it is closed and return the exit status; raise UsageError where the words are not clear.

    When another window has the data directory open, the files are handed over to it.
    """
    from perfeval_gui.drafts.logbook import Logbook

    gc.set_threshold(*_SELDOM)  # listing ten thousand drafts took twice as long with Python's own
    start, folder = _read_arguments(argv)
    application = _application()
    lock = WriterLock(folder)
    logbook = Logbook(folder)
    try:
        if not _acquired(lock, folder):
            return _hand_over(start, folder)
        if lock.held:
            start = replace(start, has_died=logbook.open())
        while True:
            editor = open_editor(start, folder, lock, _ask)
            editor.failures.install()
            editor.window.painted.connect(collect_seldom)
            # With the loop's next turn: asked to end before it runs, it would not end any more.
            editor.left.connect(lambda: QTimer.singleShot(0, application, lambda: application.exit(0)))
            with _ending_when_asked(application, editor):
                editor.window.show()
                status = application.exec()
            editor.failures.uninstall()
            _take_down(editor)
            if not editor.wants_restart:
                return status
            start = Start(profile_id=start.profile_id)
    except (PerfevalError, OSError) as error:
        from PySide6.QtWidgets import QMessageBox

        QMessageBox.critical(
            None, TITLE, error.message if isinstance(error, PerfevalError) else _no_folder(folder)
        )
        return 2
    finally:
        logbook.close()


def collect_seldom() -> None:
    """Let the garbage collection pass over what stays, and come less often.

    Over a thousand open forms a full collection held the window for 65 to 97 ms, over Python's and our own modules
    alone for 20. Forms hold no cycles and go without it.
    """
    gc.freeze()
    gc.set_threshold(*_SELDOM)


def _acquired(lock: WriterLock, folder: Path) -> bool:
    """Take the lock and return True, also where drafts can be read but nothing can be written, so no lock be had."""
    try:
        return lock.acquire()
    except PermissionError:
        if not (folder / database.NAME).exists():
            raise
        return True
    except OSError as error:
        if error.errno != errno.EROFS:
            raise
        return True


def _hand_over(start: Start, folder: Path) -> int:
    """Leave the files to the window that is open; say so where it takes nothing in, and return the exit status."""
    request = Inbox(folder).leave(files=start.files)
    end = time.monotonic() + _PATIENCE_SECONDS
    while request.exists() and time.monotonic() < end:
        time.sleep(0.05)
    if request.exists():
        from PySide6.QtWidgets import QMessageBox

        QMessageBox.warning(None, TITLE, _NO_ANSWER)
    return 0


def open_editor(start: Start, folder: Path, lock: WriterLock, ask: Callable[[str], bool]) -> Editor:
    """Return the editor; where the drafts are damaged, `ask` whether to put them together again and do so.

    Raises StoreError when they cannot be opened, or when the answer was no.
    """
    try:
        return Editor(start, folder, lock)
    except StoreDamagedError:
        from perfeval_gui.drafts import recovery

        found = recovery.offer(folder)
        when = found.newest[:16].replace("T", " ")
        words = f"草稿库已损坏，不能直接打开；原文件会改名保留，不会删除。\n可以恢复 {found.drafts} 个项目，最新的保存于 {when}。"
        if not found.drafts or not ask(words):
            raise
        recovery.rebuild(folder, lock)
        return Editor(start, folder, lock)


def _ask(words: str) -> bool:
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(QMessageBox.Icon.Warning, TITLE, words)
    restore = box.addButton("恢复", QMessageBox.ButtonRole.AcceptRole)
    box.addButton("退出", QMessageBox.ButtonRole.RejectRole)
    box.exec()
    return box.clickedButton() is restore


def build(argv: Sequence[str]) -> MainWindow:
    """Return the shown main window without entering the event loop; no dialog opens by itself.

    Raises PerfevalError when the words are not clear or the data directory cannot be used, also while another
    window has it open.
    """
    start, folder = _read_arguments(argv)
    _application()
    lock = WriterLock(folder)
    if not lock.acquire():
        raise StoreInUseError("草稿已在另一个窗口中打开。请到那个窗口中编辑，或先关闭它。")
    editor = open_editor(start, folder, lock, lambda _words: False)
    editor.window.show()
    return editor.window


def _read_arguments(argv: Sequence[str]) -> tuple[Start, Path]:
    if not argv:  # the usual start
        return Start(), settings.data_folder()
    import argparse

    words = list(argv)
    end = words.index("--") if "--" in words else len(words)  # behind it, names may begin with a dash
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--profile", default="")
    parser.add_argument("files", nargs="*", type=Path)
    try:
        known, unknown = parser.parse_known_intermixed_args(words[:end])
    except argparse.ArgumentError as error:
        raise UsageError(f"命令写法有误：{error.argument_name} 的写法不对。{_HINT}") from error
    if unknown:
        raise UsageError(f"命令写法有误：不认识“{' '.join(unknown)}”。{_HINT}")
    files = (*known.files, *map(Path, words[end + 1 :]))
    return Start(files, known.sample, known.profile), settings.data_folder(known.data)


def _application() -> QApplication:
    """Return the QApplication, made once, with Chinese standard buttons."""
    QLoggingCategory.setFilterRules(
        SAID_UNDER_A_LOCK
    )  # whoever listens to Qt in Python, the program or a test
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        application = existing
    else:
        application = QApplication(["perfeval", "-style", "fusion"])
        application.setProperty(appearance.FUSION, True)
    application.setApplicationName("perfeval")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName(_DESKTOP_FILE)
    application.setWindowIcon(appearance.icon("perfeval"))
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    if application.property("chinese") is None:
        translator = QTranslator(application)
        translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        application.installTranslator(translator)
        application.setProperty("chinese", True)
    return application


def _no_folder(folder: Path) -> str:
    return (
        f"草稿文件夹“{folder.name}”不能使用，程序无法启动。请检查磁盘和权限，或用 --data 指定另一个文件夹。"
    )


def _take_down(editor: Editor) -> None:
    from perfeval_gui.gui.leaving import take_down

    take_down(editor.window)


@contextlib.contextmanager
def _ending_when_asked(application: QApplication, editor: Editor) -> Iterator[None]:
    """Save and leave on SIGTERM and Ctrl+C; the timer lets Python see the signal while Qt waits."""
    before = {
        number: signal.signal(number, lambda *_: leave_at_once(editor))
        for number in (signal.SIGTERM, signal.SIGINT)
    }
    ticking = QTimer()
    ticking.timeout.connect(lambda: None)
    ticking.start(250)
    saving = application.commitDataRequest.connect(lambda _manager: editor.keeper.save_now())
    try:
        yield
    finally:
        application.commitDataRequest.disconnect(saving)
        ticking.stop()
        for number, handler in before.items():
            signal.signal(number, handler)


def leave_at_once(editor: Editor) -> None:
    """Save and end without a question, whatever dialog is open: whoever asked for the end does not wait."""
    editor.keeper.save_now()
    editor.keeper.may_ask = False
    while (dialog := QApplication.activeModalWidget()) is not None:
        dialog.close()
        if QApplication.activeModalWidget() is dialog:
            dialog.hide()
    editor.window.close()
