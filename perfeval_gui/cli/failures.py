"""The one place where a command's errors end: each becomes a Chinese line, none a traceback."""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Iterator
from pathlib import Path

from perfeval_gui.cli.console import Console, readable
from perfeval_gui.errors import PerfevalError

_NO_CHINESE_NAMES = "系统的语言环境不支持中文文件名，没有做成。请先执行 export LANG=C.UTF-8，再重新运行。"


@contextlib.contextmanager
def reported(console: Console, file: str = "") -> Iterator[None]:
    """Print what goes wrong inside as one line about the file (as given), set the exit status 2, go on."""
    try:
        yield
    except PerfevalError as error:
        console.fail(complaint(file, error.message))
    except UnicodeEncodeError:
        console.fail(complaint(file, _NO_CHINESE_NAMES))
    except Exception as error:  # noqa: BLE001 - what nobody foresaw must not cost the other files
        console.fail(complaint(file, _unforeseen(error)))


def complaint(file: str, message: str) -> str:
    """Return the line about a file: its name as given, unless the sentence has it, then the sentence."""
    name = readable(file)
    return message if not name or f"“{name}”" in message else f"{name}：{message}"


def _unforeseen(error: Exception) -> str:
    """Return a sentence with the place in our code and nothing of a form's text."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"，{Path(frames[-1].filename).name} 第 {frames[-1].lineno} 行" if frames else ""
    return (
        f"程序内部出错（{type(error).__name__}{where}），没有做成。请重试；仍然这样时请把这一行告诉技术人员。"
    )
