"""Take out of a bundle's packages what the editor never loads."""

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

_MODULES = ("QtCore", "QtGui", "QtWidgets", "QtPrintSupport", "QtSvg")
_LIBRARIES = ("Core", "Gui", "Widgets", "PrintSupport", "Svg")
_SCRIPTS = {"__init__.py", "_config.py", "_git_pyside_version.py"}
_TRANSLATIONS = {"qt_zh_CN.qm", "qtbase_zh_CN.qm"}
_LINUX_PLUGINS = {
    "platforms": ("xcb", "offscreen"),
    "platforminputcontexts": ("compose", "ibus"),
    "iconengines": ("svgicon",),
    "imageformats": ("svg", "jpeg", "gif"),
    "printsupport": ("cups",),
    "platformthemes": ("gtk3", "xdgdesktopportal"),
    "xcbglintegrations": ("xcb-glx", "xcb-egl"),
}
_WINDOWS_PLUGINS = {
    "platforms": ("qwindows", "qoffscreen"),
    "styles": ("qmodernwindowsstyle",),
    "iconengines": ("qsvgicon",),
    "imageformats": ("qsvg", "qjpeg", "qgif", "qico"),
}
_MICROSOFT = {f"{name}.dll" for name in "msvcp140 msvcp140_1 msvcp140_2 vcruntime140 vcruntime140_1".split()}


def prune_linux_pyside(site: Path) -> None:
    """Keep of PySide6 in a site-packages folder the modules, libraries and plugins named above, and Chinese."""
    pyside = site / "PySide6"
    modules = {f"{name}.abi3.so" for name in (*_MODULES, "QtDBus")}
    keep = {*modules, *_SCRIPTS, "Qt", "libpyside6.abi3.so.6.9"}
    _keep(pyside, lambda path: path.name in keep)
    qt = pyside / "Qt"
    _keep(qt, lambda path: path.name in {"lib", "plugins", "translations"})
    libraries = {f"libQt6{name}.so.6" for name in (*_LIBRARIES, "DBus", "XcbQpa")}
    _keep(qt / "lib", lambda path: path.name in libraries or path.name.startswith("libicu"))
    _prune_plugins(qt, _LINUX_PLUGINS)
    _keep(site / "shiboken6", lambda path: path.suffix not in {".pyi", ".typed"})


def prune_windows_pyside(site: Path) -> None:
    """Keep the same of PySide6 for Windows; of Microsoft's run-time libraries one copy, shiboken6's."""
    pyside = site / "PySide6"
    libraries = {f"Qt6{name}.dll" for name in _LIBRARIES}
    keep = {*(f"{name}.pyd" for name in _MODULES), *libraries, *_SCRIPTS}
    keep |= {"plugins", "translations", "pyside6.abi3.dll"}
    _keep(pyside, lambda path: path.name in keep)
    _prune_plugins(pyside, _WINDOWS_PLUGINS)
    wanted = {"Shiboken.pyd", "shiboken6.abi3.dll", *_MICROSOFT}
    _keep(site / "shiboken6", lambda path: path.suffix == ".py" or path.name in wanted)


def _prune_plugins(qt: Path, plugins: Mapping[str, Sequence[str]]) -> None:
    _keep(qt / "plugins", lambda path: path.name in plugins)
    for kind, names in plugins.items():
        _keep_named(qt / "plugins" / kind, names)
    _keep(qt / "translations", lambda path: path.name in _TRANSLATIONS)


def prune_packages(site: Path) -> None:
    """Remove what packages bring for developers, and of lxml all but its parser."""
    _remove(
        [
            site / "bin",
            *site.glob("*.data"),
            *(site / "lxml" / name for name in ("includes", "isoschematron", "html")),
        ]
    )
    _remove(
        path for name in ("objectify", "builder", "sax") for path in list((site / "lxml").glob(f"{name}.*"))
    )
    for pattern in ("*.pyi", "*.pxd", "*.pyx", "*.pxi", "lxml/**/*.c", "lxml/**/*.h", "py.typed"):
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
