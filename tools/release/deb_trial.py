"""Install, upgrade and remove the .deb: `python -m tools.release.deb_trial ROOT PACKAGE.deb [PICTURE.png]`, as root.

ROOT is a system that packaging/linux/old-system made. An older version, made from the package itself, is installed and
used; the package comes over it; it is removed. What was filled in must be there all the time.
"""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tools.release.deb import APP_ID
from tools.release.smoke import TYPED, SmokeError, Trial, try_commands, try_window
from tools.release.systems import entered

_OLDER = "0.0.1"
_LEFT_OVER = "app/perfeval_gui/of_an_older_version.py"


def older(package: Path, scratch: Path) -> Path:
    """Return the package as an older version of itself, with a module that the new one no longer has."""
    tree = scratch / "older"
    subprocess.run(["dpkg-deb", "-R", package, tree], check=True)
    control = tree / "DEBIAN" / "control"
    lines = control.read_text(encoding="utf-8").splitlines()
    changed = [f"Version: {_OLDER}" if line.startswith("Version:") else line for line in lines]
    control.write_text("\n".join(changed) + "\n", encoding="utf-8")
    (tree / "opt" / "apps" / APP_ID / "files" / _LEFT_OVER).write_text("", encoding="utf-8")
    target = scratch / "older.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Znone", "--build", tree, target], check=True)
    return target


def try_package(system: Path, package: Path, place: Path, picture: Path) -> None:
    """Run the whole story in the system; raise SmokeError where it does not hold."""
    home = system / "opt" / "apps" / APP_ID
    _dpkg(system, "-i", older(package, place))
    trial = Trial(home / "files", place, system)
    del trial.environment["PERFEVAL_HOME"]  # the data must lie where an installed program keeps them
    try_commands(trial)
    try_window(trial, picture)
    data = trial.home / ".local" / "share" / "perfeval"
    _expect(any(data.iterdir()), f"no data in {data}")
    _dpkg(system, "-i", package)
    _expect(not (home / "files" / _LEFT_OVER).exists(), "a module of the older version stayed")
    _expect(TYPED in trial.drafts("升级之后"), "the upgrade lost what was filled in")
    for entry in (f"applications/{APP_ID}.desktop", f"icons/hicolor/scalable/apps/{APP_ID}.svg"):
        _expect((home / "entries" / entry).is_file(), f"{entry} is not there")
    _dpkg(system, "-r", APP_ID)
    _expect(not home.exists(), "removal left files of the program behind")
    _expect(any(data.iterdir()), "removal took the data along")


def _dpkg(system: Path, option: str, what: Path | str) -> None:
    name = "/" + str(what.relative_to(system)) if isinstance(what, Path) else what
    command = ["unshare", "--net", "chroot", str(system), "dpkg", option, name]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SmokeError(f"dpkg {option}: {done.stdout}{done.stderr}")


def _expect(is_so: object, otherwise: str) -> None:
    if not is_so:
        raise SmokeError(otherwise)


def main(arguments: Sequence[str]) -> int:
    """Return 0, or 1 with what went wrong on standard error."""
    system, package = (Path(argument).resolve() for argument in arguments[:2])
    picture = Path(arguments[2] if arguments[2:] else "dist/pictures/deb.png")
    with (
        entered(system),
        tempfile.TemporaryDirectory(prefix="deb-", dir=system / "tmp", ignore_cleanup_errors=True) as place,
    ):
        copy = Path(place) / "package.deb"
        copy.write_bytes(package.read_bytes())
        try:
            try_package(system, copy, Path(place), picture)
        except SmokeError as error:
            print(f"deb: {error}", file=sys.stderr)
            return 1
    print("package: ok")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
