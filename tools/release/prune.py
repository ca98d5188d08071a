"""Take out of a bundle's Python and PySide6 what the editor never loads."""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

MODULES = ("QtCore", "QtGui", "QtWidgets", "QtPrintSupport", "QtSvg", "QtDBus")
_LIBRARIES = ("Core", "Gui", "Widgets", "PrintSupport", "Svg", "DBus", "XcbQpa")
_PLUGINS = {
    "platforms": ("xcb", "offscreen"),
    "platforminputcontexts": ("compose", "ibus"),
    "iconengines": ("svgicon",),
    "imageformats": ("svg", "jpeg", "gif"),
    "printsupport": ("cups",),
    "platformthemes": ("gtk3", "xdgdesktopportal"),
    "xcbglintegrations": ("xcb-glx", "xcb-egl"),
}
_STANDARD_LIBRARY = """ensurepip idlelib lib2to3 tkinter turtledemo turtle.py venv pydoc_data test unittest distutils
    xmlrpc wsgiref cgi.py cgitb.py curses dbm msilib config-3.11-x86_64-linux-gnu""".split()


def prune_pyside(site: Path) -> None:
    """Keep of PySide6 in a site-packages folder the modules, libraries and plugins named above, and Chinese."""
    pyside = site / "PySide6"
    modules = {f"{name}.abi3.so" for name in MODULES}
    scripts = {"__init__.py", "_config.py", "_git_pyside_version.py"}
    keep = {*modules, *scripts, "Qt", "libpyside6.abi3.so.6.9"}
    _keep(pyside, lambda path: path.name in keep)
    qt = pyside / "Qt"
    _keep(qt, lambda path: path.name in {"lib", "plugins", "translations"})
    libraries = {f"libQt6{name}.so.6" for name in _LIBRARIES}
    _keep(qt / "lib", lambda path: path.name in libraries or path.name.startswith("libicu"))
    _keep(qt / "plugins", lambda path: path.name in _PLUGINS)
    for kind, names in _PLUGINS.items():
        _keep_named(qt / "plugins" / kind, names)
    _keep(qt / "translations", lambda path: path.name in {"qt_zh_CN.qm", "qtbase_zh_CN.qm"})
    _keep(site / "shiboken6", lambda path: path.suffix not in {".pyi", ".typed"})


def prune_python(python: Path) -> None:
    """Keep of an installed CPython what runs the editor: no headers, no development tools, no manual."""
    _keep(python, lambda path: path.name in {"bin", "lib"})
    _keep(python / "bin", lambda path: path.name == "python3.11")
    _keep(python / "lib", lambda path: path.name == "python3.11")
    library = python / "lib" / "python3.11"
    _remove(library / name for name in _STANDARD_LIBRARY)


def prune_packages(site: Path) -> None:
    """Remove what packages bring for developers: stubs, headers, sources in C, tests, commands."""
    _remove([site / "bin", site / "lxml" / "includes", site / "lxml" / "isoschematron"])
    for pattern in ("*.pyi", "*.pxd", "*.pyx", "lxml/**/*.c", "lxml/**/*.h", "py.typed"):
        _remove(list(site.rglob(pattern)))


def _keep(folder: Path, wanted: Callable[[Path], bool]) -> None:
    _remove(path for path in list(folder.iterdir()) if not wanted(path))


def _keep_named(folder: Path, parts: Iterable[str]) -> None:
    _keep(folder, lambda path: any(part in path.name for part in parts))


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
