"""Put the Windows bundles together: `python -m tools.release.windows WORK DIST`, called by packaging/windows/build."""

import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

from perfeval_gui import __version__
from tools.release import archives, bundle, papers, prune, windows_python
from tools.release.bundle import PACKAGING, BundleError
from tools.release.parts import OURSELVES, Part

NAME = f"perfeval-{__version__}-windows-x64"
PROGRAM = "绩效自评表编辑器.exe"
CONSOLE = "perfeval.exe"
LARGEST_FOLDER = 130_000_000
LARGEST_SETUP = 30_000_000

_TOOL = "x86_64-w64-mingw32-"
_OPTIONS = "-O2 -s -municode -Wall -Wextra -Werror -Wl,--no-insert-timestamp".split()
_SOURCE = PACKAGING / "windows"


def stage(work: Path, folder: Path) -> None:
    """Write the folder from the Python, the wheels and our code; the launchers are compiled here."""
    bundle.fresh(folder)
    shutil.copytree(work / "python", folder / "python")
    site = folder / "packages"
    site.mkdir()
    for wheel in sorted((work / "wheels").glob("*.whl")):
        with ZipFile(wheel) as file:
            file.extractall(site)
    prune.prune_windows_pyside(site)
    prune.prune_packages(site)
    bundle.unpack_bindings(site / "shiboken6")
    bundle.add_program(folder)
    bundle.compile_modules(folder)
    _build_launchers(work, folder)
    python = Part("CPython", windows_python.version_of(folder / "python" / "python311.dll"), "PSF-2.0")
    others = {
        rf"^({PROGRAM}|{CONSOLE})$": OURSELVES,
        "^python/sqlite3.dll$": Part(
            "SQLite", windows_python.version_of(folder / "python" / "sqlite3.dll"), "blessing"
        ),
        "^python/libffi-8.dll$": Part("libffi", "3.4", "MIT"),
        r"^python/(python3.*\.dll|\w+\.pyd)$": python,
    }
    papers.write(folder, site, (python,), others, _licence_texts(work))
    bundle.make_alike(folder)


def _build_launchers(work: Path, folder: Path) -> None:
    build = bundle.fresh(work / "launchers")
    parts = ",".join([*__version__.split("."), "0", "0"][:4])
    version = f'#define VERSION_TEXT "{__version__}"\n#define VERSION_PARTS {parts}\n'
    (build / "version.h").write_text(version, encoding="ascii")
    resource = build / "launcher.o"
    subprocess.run(
        [f"{_TOOL}windres", "-I", build, "-I", _SOURCE, _SOURCE / "launcher.rc", "-O", "coff", resource],
        check=True,
    )
    for name, kind in ((PROGRAM, "-mwindows"), (CONSOLE, "-DCONSOLE")):
        command: list[str | Path] = [
            f"{_TOOL}gcc",
            *_OPTIONS,
            kind,
            _SOURCE / "launcher.c",
            resource,
            "-o",
            folder / name,
        ]
        subprocess.run([*command, "-lshell32"], check=True)


def _licence_texts(work: Path) -> Path:
    texts = bundle.fresh(work / "texts")
    shutil.copyfile(work / "Python-3.11.2" / "LICENSE", texts / "CPython-LICENSE.txt")
    papers.copy_common_texts(work / "inputs", texts)
    return texts


def build_installer(folder: Path, dist: Path) -> Path:
    """Return the per-user installer of the folder; files go in sorted, so that it is the same every time."""
    files = dist / "files.nsh"
    files.write_text(_file_lines(folder), encoding="utf-8-sig")
    removals = dist / "removals.nsh"
    removals.write_text(_removal_lines(folder), encoding="utf-8-sig")
    setup = dist / f"perfeval-{__version__}-setup.exe"
    icon = _SOURCE / "perfeval.ico"
    values = {
        "VERSION": __version__,
        "STAGE": folder,
        "FILES": files,
        "REMOVALS": removals,
        "OUT": setup,
        "ICON": icon,
        "PROGRAM": PROGRAM,
    }
    options = [f"-D{name}={value}" for name, value in values.items()]
    subprocess.run(["makensis", "-V2", *options, _SOURCE / "installer.nsi"], check=True)
    files.unlink()
    removals.unlink()
    return setup


def _file_lines(folder: Path) -> str:
    lines, last = [], None
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            place = path.relative_to(folder).parent
            if place != last:
                under = "" if place == Path() else "\\" + "\\".join(place.parts)
                lines.append(f'SetOutPath "$INSTDIR{under}"')
                last = place
            lines.append(f'File "{path}"')
    return "\n".join(lines) + "\n"


def _removal_lines(folder: Path) -> str:
    """Return what takes away all that is installed and nothing else that may lie beside it."""
    return "".join(
        f'{"RMDir /r" if path.is_dir() else "Delete"} "$INSTDIR\\{path.name}"\n'
        for path in sorted(folder.iterdir())
    )


def main() -> int:
    """Build the folder, the green archive and the installer, and write the hashes."""
    work, dist = (Path(argument).resolve() for argument in sys.argv[1:3])
    dist.mkdir(parents=True, exist_ok=True)
    folder = dist / NAME
    stage(work, folder)
    setup = build_installer(folder, dist)
    bundle.mark_portable(folder)
    bundle.make_alike(folder)
    archives.write_zip(dist / f"{NAME}.zip", archives.members_of(folder, f"{NAME}/"))
    papers.write_hashes(dist)
    sizes = ((folder, bundle.size_of(folder), LARGEST_FOLDER), (setup, setup.stat().st_size, LARGEST_SETUP))
    for path, size, largest in sizes:
        print(f"{path.name}: {size / 1e6:.1f} MB of at most {largest / 1e6:.0f} MB")
        if size > largest:
            raise BundleError(f"{path.name} is too large")
    return 0


if __name__ == "__main__":
    sys.exit(main())
