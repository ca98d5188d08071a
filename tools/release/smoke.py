"""Try a built folder as a clerk would: `python -m tools.release.smoke FOLDER [--system ROOT] [--picture PNG]`.

The folder is copied to a path with Chinese characters and spaces and run by an ordinary user without a network, on
the command line and in a window under a virtual display. With ROOT (made by packaging/linux/old-system, needs root)
all of that happens inside that system; a folder that is installed there is tried where it is. `--type fcitx` types
Chinese with that input method, too. Needs what tools/screenshot.py needs.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.release.systems import as_user, entered
from tools.screenshot import Screen

TYPED = "冒烟测试项目甲"
_SAMPLE = "app/perfeval_gui/_resources/samples/2024-forms.json"
_NOBODY = 65534
_FCITX = "[Profile]\nEnabledIMList=fcitx-keyboard-us:True,pinyin:True\n"


class SmokeError(Exception):
    """The bundle does not work; the text says what was seen."""


class Trial:
    """The program in a clerk's place, with a home of its own, inside a system (`/` is this one)."""

    def __init__(self, program: Path, place: Path, system: Path) -> None:
        """`place` is an empty folder inside the system."""
        self.system = system
        self.program = program
        self.home = place / "用户 张三"
        self.home.mkdir()
        self.work = self.home / "桌面 文件"
        self.work.mkdir()
        if os.getuid() == 0:
            for folder in (self.home, self.work):
                os.chown(folder, _NOBODY, _NOBODY)
        place.chmod(0o755)
        self.environment = {"HOME": self.inside(self.home), "PERFEVAL_HOME": self.inside(self.home / "数据")}

    def inside(self, path: Path) -> str:
        """Return the path as the system has it."""
        return "/" + str(path.relative_to(self.system))

    def command(self, *words: str | Path) -> list[str]:
        """Return a command line in the system: without a network and as an ordinary user where this runs as root."""
        plain = [self.inside(word) if isinstance(word, Path) else word for word in words]
        if os.getuid() != 0:
            return plain
        return [*as_user(self.system, _NOBODY), *plain]

    def run(self, *words: str | Path, status: int = 0) -> str:
        """Return what the program printed; raise SmokeError for another exit status or a traceback."""
        done = subprocess.run(
            self.command(self.program / "perfeval", *words),
            env={"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "LANG": "C.UTF-8", **self.environment},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        if done.returncode != status or "Traceback" in done.stderr:
            raise SmokeError(f"{words}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def drafts(self, name: str) -> str:
        """Return all drafts as one JSON text."""
        out = self.work / name
        self.run("export", "--drafts", "-o", out, "--format", "json")
        texts = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(out.iterdir())]
        return json.dumps(texts, ensure_ascii=False)


def copied(bundle: Path, place: Path) -> Path:
    """Return a copy of the folder under a path with Chinese characters and spaces, read-only for the clerk."""
    program = place / "应用 软件" / "绩效 自评表"
    shutil.copytree(bundle, program, symlinks=True)
    for path in [program.parent, program, *program.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    return program


def try_commands(trial: Trial) -> None:
    """Export the sample in every format, import the exports again and check them."""
    trial.run("--version")
    trial.run("check", "--list")
    sample = trial.program / _SAMPLE
    trial.run("check", sample, status=1)
    for kind in ("docx", "xlsx", "pdf", "json"):
        out = trial.work / f"导出 {kind}"
        trial.run("export", sample, "-o", out, "--format", kind)
        files = sorted(out.iterdir())
        if len(files) < 2:
            raise SmokeError(f"export as {kind} wrote {len(files)} files")
        if kind in {"docx", "xlsx"}:
            trial.run("import", "--save", *files)


def try_replaced_qt(trial: Trial) -> None:
    """Put other Qt libraries of the same version in the place of ours, as the LGPL grants; the program must start.

    They are ours with a section added, so every byte after it lies elsewhere.
    """
    sample = trial.program / _SAMPLE
    for library in ("libQt6Core.so.6", "libQt6Gui.so.6", "libQt6Widgets.so.6"):
        (path,) = trial.program.rglob(library)
        note = ["--add-section", f".note.replaced={sample}", "--set-section-flags", ".note.replaced=readonly"]
        subprocess.run(["objcopy", *note, path], check=True)
    trial.run("export", sample, "-o", trial.work / "换过的库", "--format", "pdf")


def try_window(trial: Trial, picture: Path) -> None:
    """Open the drafts in a window, type into a cell, close, and find the text among the drafts."""
    with Screen("1440x900") as screen:
        screen.start(trial.command(trial.program / "perfeval"), environment=trial.environment, seconds=120)
        for step in ("key ctrl+1", f"paste {TYPED}", "key ctrl+s"):
            screen.do(step)
        screen.shoot(picture)
    if TYPED not in trial.drafts("草稿"):
        raise SmokeError("what was typed in the window is not among the drafts")


def try_fcitx(trial: Trial, picture: Path) -> None:
    """Type 培训 as pinyin into a cell with fcitx, and find it among the drafts."""
    profile = trial.home / ".config" / "fcitx" / "profile"
    profile.parent.mkdir(parents=True)
    profile.write_text(_FCITX, encoding="utf-8")
    for path in (profile, profile.parent, profile.parent.parent):
        os.chown(path, _NOBODY, _NOBODY)
    start = 'fcitx -r -d >/dev/null 2>&1; sleep 5; exec "$0"'
    program = trial.command("dbus-run-session", "--", "sh", "-c", start, trial.program / "perfeval")
    named = {**trial.environment, "XMODIFIERS": "@im=fcitx", "QT_IM_MODULE": "fcitx"}
    named["PERFEVAL_HOME"] = trial.inside(trial.home / "数据")
    with Screen("1440x900") as screen:
        screen.start(program, environment=named, seconds=120)
        for step in ("key ctrl+1", "key F2", "key ctrl+a"):
            screen.do(step)
        screen.do("key ctrl+space")
        screen.do("type --delay 120 peixun")
        screen.shoot(picture)
        screen.do("key space")
        screen.do("key Return")
        screen.do("key ctrl+s")
    if '"培训"' not in trial.drafts("拼音"):
        raise SmokeError("what was typed with fcitx is not among the drafts")


def main() -> int:
    """Run every trial; return 0, or 1 with what went wrong on standard error."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--system", type=Path, default=Path("/"))
    parser.add_argument("--picture", type=Path, default=Path("dist/pictures/linux.png"))
    parser.add_argument("--type", choices=["fcitx"])
    arguments = parser.parse_args()
    folder, system = arguments.folder.resolve(), arguments.system.resolve()
    if not (system / "bin" / "sh").exists():
        parser.error(f"{system} is no system: packaging/linux/old-system makes one")
    installed = system != Path("/") and folder.is_relative_to(system)
    with (
        entered(system),
        tempfile.TemporaryDirectory(prefix="smoke-", ignore_cleanup_errors=True, dir=system / "tmp") as place,
    ):
        try:
            program = folder if installed else copied(folder, Path(place))
            trial = Trial(program, Path(place), system)
            try_commands(trial)
            print("commands: ok")
            try_window(trial, arguments.picture)
            print("window: ok")
            if not installed:
                try_replaced_qt(trial)
                print("replaced Qt: ok")
            if arguments.type:
                try_fcitx(trial, arguments.picture.with_stem(f"{arguments.picture.stem}-fcitx"))
                print("fcitx: ok")
        except SmokeError as error:
            print(f"smoke: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
