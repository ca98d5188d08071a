"""Try the Windows bundles under Wine: `python -m tools.release.wine_trial SYSTEM DIST [PICTURES]`, as root.

SYSTEM is the folder that packaging/windows/wine-system made. The installer is run without a window; the installed
program imports an example, is edited in its window, exports, and is removed again; then the green archive is
unpacked and runs with its data beside it. All of it without a network, as an ordinary user.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

from tools.release.bundle import ROOT
from tools.release.systems import as_user, entered
from tools.release.windows import CONSOLE, NAME, PROGRAM
from tools.screenshot import Screen

_USER = 1000
_PATH = "/usr/bin:/bin:/usr/sbin:/sbin"
_TYPED = "冒烟测试项目乙"
_SAMPLE = ROOT / "tests" / "data" / "2024-forms.expected.json"


class TrialError(Exception):
    """The bundle does not work; the text says what was seen."""


class Wine:
    """A Windows of one's own in a place in the system's folder, with a home that is thrown away."""

    def __init__(self, system: Path, place: Path) -> None:
        """`place` is an empty folder inside the system."""
        self._system = system
        self.home = place
        self.drive = place / "wine" / "drive_c"
        os.chown(place, _USER, _USER)
        self.environment = {
            "HOME": self._inside(place),
            "WINEPREFIX": self._inside(place / "wine"),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=",
            "LC_ALL": "C.UTF-8",
            "XDG_RUNTIME_DIR": self._inside(place),
        }

    def command(self, *words: str | Path) -> list[str]:
        """Return the command line that runs a Windows program, paths as Linux names them."""
        inside = [self._inside(word) if isinstance(word, Path) else word for word in words]
        return [*as_user(self._system, _USER), "wine", *inside]

    def windows_path(self, path: Path) -> str:
        """Return the path as Windows programs want it: drive Z is the whole system."""
        return "Z:" + self._inside(path).replace("/", "\\")

    def run(self, *words: str | Path, seconds: int = 300) -> str:
        """Return what a program printed; raise TrialError for an exit status but 0."""
        done = subprocess.run(
            self.command(*words),
            env={"PATH": _PATH, **self.environment},
            input="\n",
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        if done.returncode or "Traceback" in done.stderr:
            raise TrialError(f"{words}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def end(self) -> None:
        """End what still runs in this Windows."""
        command = [*as_user(self._system, _USER), "wineserver", "-k"]
        subprocess.run(command, env={"PATH": _PATH, **self.environment}, check=False)

    def _inside(self, path: str | Path) -> str:
        return "/" + str(Path(path).relative_to(self._system))


def try_installer(wine: Wine, setup: Path, pictures: Path) -> None:
    """Install twice (the second is the upgrade), use, remove; what was filled in must still be there at the end."""
    users = wine.drive / "users"
    wine.run(setup, "/S")
    user = next(path for path in users.iterdir() if path.name != "Public")
    program = user / "AppData" / "Local" / "Programs" / "perfeval"
    data = user / "AppData" / "Local" / "perfeval"
    link = user / "AppData" / "Roaming/Microsoft/Windows/Start Menu/Programs/绩效自评表编辑器.lnk"
    _expect(link.is_file(), "no entry in the start menu")
    offered = wine.run("reg", "query", r"HKCU\Software\Classes\.docx\OpenWithProgids")
    _expect("perfeval.form" in offered, "not offered for .docx")
    use(wine, program, pictures / "wine-installed.png")
    _expect((data / "drafts.sqlite3").exists() or any(data.iterdir()), f"no data in {data}")
    (program / "app" / "perfeval_gui" / "of_an_older_version.py").write_text("", encoding="utf-8")
    wine.run(setup, "/S")
    _expect(not (program / "app/perfeval_gui/of_an_older_version.py").exists(), "an old module stayed")
    _expect(_TYPED in _drafts(wine, program, user / "after.json"), "the upgrade lost the data")
    wine.run(program / "uninstall.exe", "/S", f"_?={wine.windows_path(program)}")
    (program / "uninstall.exe").unlink(missing_ok=True)  # it cannot remove itself when told where it is
    left = [str(path.relative_to(program)) for path in program.rglob("*")] if program.exists() else []
    _expect(not left, f"left behind: {left}")
    _expect(not link.exists(), "the start menu's entry was left")
    _expect(any(data.iterdir()), "removal took the data along")


def try_archive(wine: Wine, archive: Path, pictures: Path) -> None:
    """Unpack the green archive into a path with blanks and Chinese; its data must lie beside it."""
    place = wine.home / "U盘 资料"
    with ZipFile(archive) as file:
        file.extractall(place)
    _give(place)
    use(wine, place / NAME, pictures / "wine-green.png")
    _expect((place / NAME / "data").is_dir(), "the data do not lie beside the program")


def use(wine: Wine, program: Path, picture: Path) -> None:
    """Import an example, change it in the window, check and export it on the command line."""
    work = wine.home / f"工作 {picture.stem}"
    work.mkdir()
    sample = work / "去年 的表.json"
    shutil.copyfile(_SAMPLE, sample)
    _give(work)
    console = program / CONSOLE
    wine.run(console, "export", wine.windows_path(sample), "-o", wine.windows_path(work), "--format", "docx")
    documents = sorted(work.glob("*.docx"))
    wine.run(console, "import", "--save", *map(wine.windows_path, documents))
    with Screen("1440x900") as screen:
        screen.start(wine.command(program / PROGRAM), environment=wine.environment, seconds=120)
        for step in ("key ctrl+1", f"paste {_TYPED}", "key ctrl+s"):
            screen.do(step)
        screen.shoot(picture)
    _expect(_TYPED in _drafts(wine, program, work / "草稿.json"), "what was typed is not among the drafts")
    for kind in ("docx", "xlsx", "pdf"):
        out = work / f"导出 {kind}"
        wine.run(console, "export", "--drafts", "-o", wine.windows_path(out), "--format", kind)
        _expect(len(list(out.iterdir())) == len(documents), f"export as {kind} is not complete")


def _drafts(wine: Wine, program: Path, out: Path) -> str:
    """Return all drafts as the program writes them."""
    wine.run(program / CONSOLE, "export", "--drafts", "-o", wine.windows_path(out), "--format", "json")
    texts = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(out.iterdir())]
    return json.dumps(texts, ensure_ascii=False)


def _give(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, _USER, _USER)


def _expect(is_so: object, otherwise: str) -> None:
    if not is_so:
        raise TrialError(otherwise)


def main(arguments: Sequence[str]) -> int:
    """Run the trials; return 0, or 1 with what went wrong on standard error."""
    system, dist = (Path(argument).resolve() for argument in arguments[:2])
    pictures = Path(arguments[2]) if arguments[2:] else dist / "pictures"
    with entered(system), tempfile.TemporaryDirectory(prefix="wine-", dir=system / "tmp") as place:
        wine = Wine(system, Path(place))
        try:
            Path(place).chmod(0o755)
            setup = wine.home / "安装 程序.exe"
            shutil.copyfile(next(dist.glob("*-setup.exe")), setup)
            _give(wine.home)
            wine.run("wineboot", "-i")
            try_installer(wine, setup, pictures)
            print("installer: ok")
            try_archive(wine, next(dist.glob("*-windows-x64.zip")), pictures)
            print("green archive: ok")
        except TrialError as error:
            print(f"wine: {error}", file=sys.stderr)
            return 1
        finally:
            wine.end()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
