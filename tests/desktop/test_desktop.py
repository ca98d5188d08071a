"""The window on a real display: Chinese typed through a real input method, the tree that a screen reader is given."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.contract.program import perfeval

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FORMS = ROOT / "tests" / "data" / "2024-forms.expected.json"
SCREEN = ("xvfb-run", "-a", "-s", "-screen 0 1366x768x24")


def on_a_display(script: str, *arguments: object) -> subprocess.CompletedProcess[bytes]:
    """Run a script of this folder in a session of its own."""
    session = ("dbus-run-session", "--", *SCREEN, "sh", str(HERE / script))
    outside = ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "QT_QPA_PLATFORM", "QT_IM_MODULE")
    environment = {key: value for key, value in os.environ.items() if key not in outside}
    return subprocess.run(
        [*session, sys.executable, *map(str, arguments)],
        capture_output=True,
        timeout=100,
        check=False,
        env={**environment, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"},
    )


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_chinese_typed_through_an_input_method_arrives_whole(
    tmp_path: Path, require_tool: Callable[..., str]
) -> None:
    require_tool("dbus-run-session", "xvfb-run", "openbox", "xdotool", "ibus-daemon")
    folder = tmp_path / "资料"
    done = on_a_display("typing.sh", folder, FORMS)
    assert done.returncode == 0, (done.stdout + done.stderr).decode()
    drafts = perfeval("drafts", "--json", "--data", folder).json
    first = next(draft["form"] for draft in drafts if draft["form"]["fiscal_year"] != "2024")
    # `pei` and, after the draft was saved, `xun` were one composition; it reached the form once, as a word.
    assert first["project_name"] == "培训"
    assert first["supervising_department"] == "，"  # committed without a composition
    assert first["fiscal_year"] == "单位"  # the editor was open when the window was closed


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_a_screen_reader_is_told_names_texts_and_findings(
    tmp_path: Path, require_tool: Callable[..., str]
) -> None:
    require_tool("dbus-run-session", "xvfb-run", "openbox")
    absent = subprocess.run(
        ["/usr/bin/python3", "-c", "import gi; gi.require_version('Atspi', '2.0')"],
        capture_output=True,
        check=False,
    ).returncode
    if absent:
        require_tool("the-screen-readers-library")
    done = on_a_display("reading.sh", tmp_path / "资料", FORMS, HERE / "screen_reader.py")
    assert done.returncode == 0, done.stderr.decode()
    told = [json.loads(line) for line in done.stdout.decode().splitlines() if line.startswith("{")]
    of_role = {
        role: [line for line in told if line["role"] == role] for role in {line["role"] for line in told}
    }
    assert any("绩效自评表编辑器" in line["name"] for line in of_role["frame"])
    names = {line["name"] for line in told}
    assert {"检查结果", "绩效自评表", "项目", "保存状态", "一页表尺"} <= names
    assert any(name.startswith("错误：") for name in names)
    assert any(name.startswith("项目支出名称：组织部专项工作经费") for name in names)
    assert any("产出指标 60/50" in name for name in names)
    controls = [
        line
        for role in ("push button", "check box", "combo box", "list", "table", "tree table")
        for line in of_role.get(role, [])
    ]
    assert len(controls) > 15
    unnamed = [line for line in controls if not line["name"]]
    assert [line for line in unnamed if line["role"] != "list"] == []


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_every_key_of_a_command_works_on_a_keyboard(tmp_path: Path, require_tool: Callable[..., str]) -> None:
    """Keys made up by a test know nothing of keyboards: there Ctrl++ was always right, and on a real one never."""
    require_tool("dbus-run-session", "xvfb-run", "openbox", "xdotool")
    done = on_a_display("keys.sh", HERE / "keys.py", tmp_path / "资料", FORMS)
    assert done.returncode == 0, done.stderr.decode()
    told = json.loads(done.stdout.decode().splitlines()[-1])
    assert told["has_focus"]
    wrong = {
        f"{name}: {keys}": did
        for name, presses in told["pressed"].items()
        for keys, did in presses.items()
        if did != [name]
    }
    assert wrong == {}
    assert len(told["pressed"]) > 30
