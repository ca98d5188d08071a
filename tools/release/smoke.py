"""Try a built folder as a clerk would: `python -m tools.release.smoke FOLDER [PICTURE.png]`.

The folder is copied to a path with Chinese characters and spaces, made read-only, and run by an ordinary
user without a network, on the command line and in a window under a virtual display. Needs what
tools/screenshot.py needs.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.screenshot import Screen

_NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
_TYPED = "冒烟测试项目甲"
_STEPS = ("key ctrl+Home", f"paste {_TYPED}", "key ctrl+s")


class SmokeError(Exception):
    """The bundle does not work; the text says what was seen."""


class Trial:
    """One copy of the bundle in a clerk's place, with a home of its own."""

    def __init__(self, bundle: Path, place: Path) -> None:
        """Copy the bundle; `place` is an empty folder."""
        self.folder = place / "应用 软件" / "绩效 自评表"
        self.home = place / "用户 张三"
        self.home.mkdir()
        shutil.copytree(bundle, self.folder, symlinks=True)
        for path in [place, *place.rglob("*")]:
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | 0o055 if path.is_dir() else path.stat().st_mode | 0o044)
        if os.getuid() == 0:
            os.chown(self.home, 65534, 65534)
        self.sample = self.folder / "app" / "perfeval_gui" / "_resources" / "samples" / "2024-forms.json"
        self.environment = {"HOME": str(self.home), "PERFEVAL_HOME": str(self.home / "数据")}

    def command(self, *words: str | Path) -> list[str]:
        """Return the launcher's command line, as an ordinary user where this runs as root."""
        user = _NOBODY if os.getuid() == 0 else []
        return [*user, str(self.folder / "perfeval"), *map(str, words)]

    def run(self, *words: str | Path, status: int = 0) -> str:
        """Return what a command printed; raise SmokeError for another exit status or a traceback."""
        network = ["unshare", "--net"] if os.getuid() == 0 else []
        done = subprocess.run(
            [*network, *self.command(*words)],
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **self.environment},
            cwd=self.home,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        if done.returncode != status or "Traceback" in done.stderr:
            raise SmokeError(f"{words}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout


def try_commands(trial: Trial) -> None:
    """Export the sample in every format, import the exports again and check them."""
    trial.run("--version")
    trial.run("check", "--list")
    for kind in ("docx", "xlsx", "pdf", "json"):
        out = trial.home / f"导出 {kind}"
        trial.run("export", trial.sample, "-o", out, "--format", kind)
        files = sorted(out.iterdir())
        if len(files) < 2:
            raise SmokeError(f"export as {kind} wrote {len(files)} files")
        if kind in {"docx", "xlsx"}:
            trial.run("import", *files)


def try_window(trial: Trial, picture: Path) -> None:
    """Open the sample in a window, type into a cell, close, and find the text among the drafts."""
    with Screen("1440x900") as screen:
        screen.start(trial.command("--sample"), environment=trial.environment)
        for step in _STEPS:
            screen.do(step)
        screen.shoot(picture)
    out = trial.home / "草稿"
    trial.run("export", "--drafts", "-o", out, "--format", "json")
    texts = [json.loads(path.read_text(encoding="utf-8")) for path in out.rglob("*.json")]
    if _TYPED not in json.dumps(texts, ensure_ascii=False):
        raise SmokeError("what was typed in the window is not among the drafts")


def main() -> int:
    """Run every trial; return 0, or 1 with what went wrong on standard error."""
    bundle = Path(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="smoke-") as place:
        try:
            trial = Trial(bundle, Path(place))
            try_commands(trial)
            print("commands: ok")
            picture = Path(sys.argv[2]) if sys.argv[2:] else Path(place) / "window.png"
            try_window(trial, picture)
            print("window: ok")
        except SmokeError as error:
            print(f"smoke: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
