"""`python -m perfeval_gui`: a command without a window, or else the window."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments (the process's, without the program's name) say and return the exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words == ["--import-worker"]:  # the program's own child process, see files/sandbox.py
        from perfeval_gui.files.import_worker import serve

        return serve()
    from perfeval_gui import cli

    if cli.is_command(words):
        return cli.main(words)
    return _open_window(words)


def _open_window(words: Sequence[str]) -> int:
    """Run the window, or say in one line why this machine cannot show one."""
    from perfeval_gui import cli

    if sys.platform == "linux" and not any(os.environ.get(name) for name in _SCREENS):
        return cli.refuse("没有图形界面，窗口打不开。请在桌面环境中启动；不用窗口的命令见 perfeval --help。")
    try:
        from perfeval_gui import app
    except ImportError as error:
        return cli.refuse(f"窗口打不开：缺少 {error.name or error}。请重新安装程序，或请管理员补装系统库。")
    from perfeval_gui.errors import UsageError

    try:
        return app.main(words)
    except UsageError as error:
        return cli.refuse(error.message)


if __name__ == "__main__":
    sys.exit(main())
