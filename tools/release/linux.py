"""Put the Linux bundles together: `python -m tools.release.linux WORK DIST`, called by packaging/linux/build."""

import compileall
import os
import py_compile
import shutil
import subprocess
import sys
from pathlib import Path

from perfeval_gui import __version__
from tools.release import deb, elf_floor, papers, prune

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging" / "linux"
NAME = f"perfeval-{__version__}-linux-x86_64"


class BundleError(Exception):
    """The bundle must not be handed out; the text says why."""


def stage(work: Path, folder: Path) -> None:
    """Write the portable folder from the compiled Python and the installed wheels in `work`."""
    if folder.exists():
        shutil.rmtree(folder)
    shutil.copytree(work / "python", folder / "python", symlinks=True)
    prune.prune_python(folder / "python")
    site = folder / "python" / "lib" / "python3.11" / "site-packages"
    shutil.copytree(work / "site", site, dirs_exist_ok=True)
    prune.prune_pyside(site)
    prune.prune_packages(site)
    _add_xcb_helpers(work / "inputs", site / "PySide6" / "Qt" / "lib")
    _add_program(folder)
    _compile(folder)
    papers.write(folder, work)


def _add_xcb_helpers(inputs: Path, libraries: Path) -> None:
    """Libraries that Qt's xcb plugin asks for and that a small desktop lacks; its run path finds them there."""
    unpacked = inputs / "unpacked"
    for package in sorted(inputs.glob("libx*.deb")):
        subprocess.run(["dpkg-deb", "-x", package, unpacked], check=True)
    for library in unpacked.rglob("*.so.*"):
        if library.is_symlink():
            shutil.copyfile(library, libraries / library.name)


def _add_program(folder: Path) -> None:
    app = folder / "app"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "perfeval_gui", app / "perfeval_gui", ignore=ignored)
    shutil.copytree(ROOT / "resources", app / "perfeval_gui" / "_resources", ignore=ignored)
    shutil.copy(PACKAGING / "perfeval", folder / "perfeval")
    shutil.copy(PACKAGING / "icon.svg", folder / "icon.svg")


def _compile(folder: Path) -> None:
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


def pack(folder: Path, archive: Path) -> None:
    """Write the folder as .tar.xz that is the same for the same contents."""
    same = [
        "--sort=name",
        "--owner=0",
        "--group=0",
        "--numeric-owner",
        f"--mtime=@{os.environ['SOURCE_DATE_EPOCH']}",
    ]
    modes = "--mode=u+rwX,go+rX,go-w"
    command = ["tar", *same, modes, "-C", str(folder.parent), "-cf", "-", folder.name]
    with archive.open("wb") as target, subprocess.Popen(command, stdout=subprocess.PIPE) as tar:
        subprocess.run(["xz", "-6", "-T1"], stdin=tar.stdout, stdout=target, check=True)
    if tar.returncode:
        raise BundleError("tar failed")


def main() -> int:
    """Build the folder, check its floor, and write the archive, the .deb and the hashes."""
    work, dist = (Path(argument).resolve() for argument in sys.argv[1:3])
    dist.mkdir(parents=True, exist_ok=True)
    folder = dist / NAME
    stage(work, folder)
    count, needs = elf_floor.needs_of_folder(folder)
    above = [need for need in needs if need.is_too_new]
    if above or not count:
        raise BundleError(f"too new for Debian 10: {above}")
    pack(folder, dist / f"{NAME}.tar.xz")
    deb.build(folder, dist, PACKAGING)
    papers.write_hashes(dist)
    return 0


if __name__ == "__main__":
    sys.exit(main())
