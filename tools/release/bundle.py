"""What the Linux and the Windows bundle have in common: our own code, its compiled form, equal times and modes."""

import compileall
import os
import py_compile
import shutil
import subprocess
from pathlib import Path

from perfeval_gui import __version__

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
PORTABLE_MARKER = "perfeval-portable.txt"

_PORTABLE = """有这个文件，填写的内容就保存在旁边的 data 文件夹，整个文件夹可以放在 U 盘上带走。
删去这个文件，填写的内容就保存在当前用户自己的数据文件夹中。
"""


_UNPACK = """
import sys
import PySide6.QtCore
packed = sys.modules["shibokensupport"].__loader__.zfile
packed.extractall(sys.argv[1], [name for name in packed.namelist() if name.startswith("shibokensupport/")])
print(PySide6.__version__)
"""


class BundleError(Exception):
    """The bundle must not be handed out; the text says why."""


def fresh(folder: Path) -> Path:
    """Return the folder, made anew and empty."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    return folder


def add_program(folder: Path) -> None:
    """Put our package with its resources into `folder`/app, and what a person reads first beside it."""
    ignored = shutil.ignore_patterns("__pycache__")
    package = folder / "app" / "perfeval_gui"
    shutil.copytree(ROOT / "perfeval_gui", package, ignore=ignored)
    shutil.copytree(ROOT / "resources", package / "_resources", ignore=ignored)
    text = (PACKAGING / "read-me-first.txt").read_text(encoding="utf-8").format(version=__version__)
    _write_handbook(folder / "使用手册.pdf")
    (folder / "使用说明.txt").write_text(text, encoding="utf-8-sig", newline="\r\n")


def unpack_bindings(shiboken: Path) -> None:
    """Put the Python half of PySide beside its library as files, where it looks for them before anything else.

    The library carries them packed as source, and without these compiles 3,000 lines at every start: 20 ms. They are taken
    from the PySide of ./run, which has to be the same version. Raises BundleError when it is not.
    """
    python = ROOT / ".venv" / "bin" / "python"
    done = subprocess.run(
        [python, "-c", _UNPACK, shiboken / "files.dir"], capture_output=True, text=True, check=False
    )
    ours = (shiboken / "_config.py").read_text(encoding="utf-8")
    if done.returncode or f'"{done.stdout.strip()}"' not in ours:
        raise BundleError(f"the bindings were not unpacked: {done.stdout}{done.stderr}")


def _write_handbook(path: Path) -> None:
    """Print the handbook with the environment of ./run, which the build has made: the system's Python has no Qt."""
    python = ROOT / ".venv" / "bin" / "python"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([python, ROOT / "tools" / "handbook.py", "pdf", path], env=environment, check=False)
    if done.returncode or not path.is_file():
        raise BundleError("the handbook was not printed")


def mark_portable(folder: Path) -> None:
    """Let the data lie beside the program."""
    (folder / PORTABLE_MARKER).write_text(_PORTABLE, encoding="utf-8-sig", newline="\r\n")


def compile_modules(folder: Path) -> None:
    """Compile all modules: the installed folder is read-only for the clerk, so Python could not keep its own."""
    compiled = compileall.compile_dir(
        folder,
        maxlevels=20,
        quiet=1,
        stripdir=str(folder),
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )
    if not compiled:
        raise BundleError("a module does not compile")


def make_alike(tree: Path) -> None:
    """Set modes and times, so that two builds of the same contents are the same file."""
    moment = int(os.environ["SOURCE_DATE_EPOCH"])
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            runs = path.is_dir() or bool(path.stat().st_mode & 0o100)
            path.chmod(0o755 if runs else 0o644)
            os.utime(path, (moment, moment))


def size_of(folder: Path) -> int:
    """Return the bytes of all files in the folder."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())
