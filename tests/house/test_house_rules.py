"""House rules that import-linter and Ruff cannot express, read from the syntax trees of the package."""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "perfeval_gui"

MAY_PRINT = ("cli/",)
MAY_CATCH_EVERYTHING = (
    "gui/failures.py",
    "cli/failures.py",
)  # one place for the window, one for the terminal
MAY_WRITE_FILES = ("files/", "drafts/", "settings.py", "durable.py")

Rule = Callable[[ast.AST], bool]


def is_network_import(node: ast.AST) -> bool:
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        names = [f"{node.module}.{alias.name}" for alias in node.names]
    else:
        return False
    return any(re.match(r"PySide6\.Qt(Network|Web|Http|RemoteObjects)", name) for name in names)


def is_print(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"


def is_passed_on(handler: ast.ExceptHandler) -> bool:
    """Cleaning up and raising the same again hides nothing."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def catches_everything(node: ast.AST) -> bool:
    if not isinstance(node, ast.ExceptHandler) or is_passed_on(node):
        return False
    kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(
        kind is None or (isinstance(kind, ast.Name) and kind.id in {"Exception", "BaseException"})
        for kind in kinds
    )


def writes_a_file(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Attribute):
        if node.func.attr in {"write_text", "write_bytes"}:
            return True
        name, arguments = node.func.attr, node.args
    elif isinstance(node.func, ast.Name):
        name, arguments = node.func.id, node.args[1:]
    else:
        return False
    if name not in {"open", "fdopen"}:
        return False
    modes = [*arguments, *(keyword.value for keyword in node.keywords if keyword.arg == "mode")]
    return any(
        isinstance(mode, ast.Constant)
        and isinstance(mode.value, str)
        and re.fullmatch(r"(?=.*[wax+])[rwaxbt+]+", mode.value)
        for mode in modes
    )


def waits_for_a_menu(node: ast.AST) -> bool:
    """Under `exec` whatever comes happens in the middle of the handler that opened the menu; `popup` returns."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "exec"
        and ast.unparse(node.func.value).lower().endswith("menu")
    )


RULES: dict[str, tuple[Rule, tuple[str, ...], str, str]] = {
    "no Qt module that can reach a network": (
        is_network_import,
        (),
        "from PySide6 import QtNetwork",
        "from PySide6 import QtCore",
    ),
    "printing is the command line's job": (is_print, MAY_PRINT, "print('字')", "painter.print('字')"),
    "everything is caught in one place only": (
        catches_everything,
        MAY_CATCH_EVERYTHING,
        "try: f()\nexcept (OSError, Exception): pass",
        "try: f()\nexcept OSError: pass",
    ),
    "files are written by the modules that do it durably": (
        writes_a_file,
        MAY_WRITE_FILES,
        "path.open('wb')",
        "path.open(encoding='utf-8')",
    ),
    "nothing waits for a menu to be closed": (waits_for_a_menu, (), "menu.exec(place)", "menu.popup(place)"),
}


def nodes_of_the_package(allowed: tuple[str, ...]) -> Iterator[tuple[str, ast.AST]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if not name.startswith(allowed or ("\0",)):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                yield name, node


@pytest.mark.parametrize("rule", RULES)
def test_the_package_keeps_the_rule(rule: str) -> None:
    is_breach, allowed, _, _ = RULES[rule]
    breaches = [
        f"perfeval_gui/{name}:{getattr(node, 'lineno', 0)}"
        for name, node in nodes_of_the_package(allowed)
        if is_breach(node)
    ]
    assert not breaches, f"{rule}: {breaches}"


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_tells_right_from_wrong(rule: str) -> None:
    is_breach, _, wrong, right = RULES[rule]
    assert any(map(is_breach, ast.walk(ast.parse(wrong))))
    assert not any(map(is_breach, ast.walk(ast.parse(right))))


@pytest.mark.parametrize(
    "source",
    [
        "open(p, 'w')",
        "open(p, mode='ab')",
        "path.open('r+')",
        "os.fdopen(f, 'wb')",
        "p.write_text('')",
        "p.write_bytes(b'')",
    ],
)
def test_every_way_to_write_a_file_is_seen(source: str) -> None:
    assert any(map(writes_a_file, ast.walk(ast.parse(source))))


@pytest.mark.parametrize(
    "source", ["open('w')", "open('wax.txt')", "path.open('rb')", "webbrowser.open(url)"]
)
def test_reading_is_no_writing(source: str) -> None:
    assert not any(map(writes_a_file, ast.walk(ast.parse(source))))


def texts_of_the_repository() -> Iterator[tuple[str, str]]:
    folders = ("perfeval_gui", "resources", "tests", "tools", "docs", "packaging", ".ci")
    paths = [path for path in ROOT.iterdir() if path.is_file()]
    paths += [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    for path in paths:
        if "__pycache__" not in path.parts and path.name != ".git":
            try:
                yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def test_no_text_names_a_place_on_somebodys_machine() -> None:
    everywhere = {"//", "/tmp/", "/var/tmp/", "/opt/", "/srv/", "/usr/", "/mnt/", "/home/"}
    here = {f"{ROOT}/", f"{ROOT.parent}/", f"{Path.home()}/"} - everywhere
    marks = [*here, ".." + "/shared", "C:" + "\\Users\\"]
    homes = re.compile("/ho" + r"me/(?!用户|user\b)[\w.]+/|/Us" + r"ers/[\w.]+/")
    found = [
        name
        for name, text in texts_of_the_repository()
        if any(mark in text for mark in marks) or homes.search(text)
    ]
    assert not found


def test_all_but_the_window_imports_without_qt() -> None:
    modules = [
        path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.relative_to(PACKAGE).parts[0] not in {"gui", "app.py", "__main__.py"}
    ]
    program = "import importlib, sys\nsys.modules['PySide6'] = None\nfor name in sys.argv[1:]: importlib.import_module(name)"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, *modules],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
