"""Put the Linux bundles together: `python -m tools.release.linux WORK DIST`, called by packaging/linux/build."""

import shutil
import subprocess
import sys
from pathlib import Path

from perfeval_gui import __version__
from tools.release import archives, bundle, deb, elf_floor, papers, prune, standard_library
from tools.release.bundle import PACKAGING, ROOT, BundleError
from tools.release.parts import Part

NAME = f"perfeval-{__version__}-linux-x86_64"
LARGEST_FOLDER = 130_000_000
LARGEST_DEB = 40_000_000

_CPYTHON = Part("CPython", "3.11.2", "PSF-2.0")
_BUILT = (_CPYTHON, Part("SQLite", "3.40.1", "blessing"), Part("zlib", "1.2.13", "Zlib"))
_FCITX = Part("fcitx-qt5", "1.2.7", "BSD-3-Clause")
_LIBRARIES = "python/lib/python3.11/site-packages/PySide6/Qt/lib"


def stage(work: Path, folder: Path) -> None:
    """Write the portable folder from the compiled Python and the installed wheels in `work`."""
    bundle.fresh(folder).rmdir()
    shutil.copytree(work / "python", folder / "python")
    library = folder / "python" / "lib"
    standard_library.compiled(work / "Python-3.11.2", library / "python311.zip")
    site = library / "python3.11" / "site-packages"
    shutil.copytree(work / "site", site)
    prune.prune_linux_pyside(site)
    prune.prune_packages(site)
    helpers = _add_xcb_helpers(work, folder / _LIBRARIES)
    plugins = site / "PySide6" / "Qt" / "plugins" / "platforminputcontexts"
    shutil.copy(work / "fcitx" / "libfcitxplatforminputcontextplugin.so", plugins)
    bundle.unpack_bindings(site / "shiboken6")
    bundle.add_program(folder)
    shutil.copy(PACKAGING / "linux" / "perfeval", folder / "perfeval")
    shutil.copy(ROOT / "resources" / "icons" / "perfeval.svg", folder / "icon.svg")
    bundle.compile_modules(folder)
    others = {
        **helpers,
        "^python/(bin/|lib/python3.11/lib-dynload/)": _CPYTHON,
        "libfcitxplatforminputcontextplugin": _FCITX,
    }
    papers.write(folder, site, _BUILT, others, _licence_texts(work))


def _add_xcb_helpers(work: Path, libraries: Path) -> dict[str, Part]:
    """Add the libraries that Qt's xcb plugin asks for and that a small desktop lacks; return whose they are.

    Qt's plugin finds them through its run path.
    """
    unpacked = bundle.fresh(work / "helpers")
    owners = {}
    for package in sorted((work / "inputs").glob("libx*[01]_*.deb")):  # not the headers, …-dev_
        name, version, _ = package.stem.split("_")
        subprocess.run(["dpkg-deb", "-x", package, unpacked / name], check=True)
        for library in (unpacked / name).rglob("*.so.*"):
            if library.is_symlink():
                shutil.copyfile(library, libraries / library.name)
                owners[f"^{_LIBRARIES}/{library.name}$"] = Part(name, version, "MIT")
    return owners


def _licence_texts(work: Path) -> Path:
    texts = bundle.fresh(work / "texts")
    for text in (work / "helpers").glob("*/usr/share/doc/*/copyright"):
        shutil.copyfile(text, texts / f"{text.parent.name}-copyright.txt")
    shutil.copyfile(work / "Python-3.11.2" / "LICENSE", texts / "CPython-LICENSE.txt")
    shutil.copyfile(work / "zlib-1.2.13.dfsg" / "README", texts / "zlib-README.txt")
    shutil.copyfile(work / "fcitx" / "COPYING.txt", texts / "fcitx-qt5-COPYING.txt")
    papers.copy_common_texts(work / "inputs", texts)
    return texts


def main() -> int:
    """Build the folder, hold it to its bounds, and write the archive, the .deb and the hashes."""
    work, dist = (Path(argument).resolve() for argument in sys.argv[1:3])
    dist.mkdir(parents=True, exist_ok=True)
    folder = dist / NAME
    stage(work, folder)
    count, needs = elf_floor.needs_of_folder(folder)
    above = [need for need in needs if need.is_too_new]
    if above or not count:
        raise BundleError(f"too new for Debian 10: {above}")
    bundle.make_alike(folder)
    package = deb.build(folder, dist, PACKAGING / "linux")
    bundle.mark_portable(folder)
    bundle.make_alike(folder)
    archives.write_tar_xz(folder, dist / f"{NAME}.tar.xz")
    papers.write_hashes(dist)
    sizes = ((folder, bundle.size_of(folder), LARGEST_FOLDER), (package, package.stat().st_size, LARGEST_DEB))
    for path, size, largest in sizes:
        print(f"{path.name}: {size / 1e6:.1f} MB of at most {largest / 1e6:.0f} MB")
        if size > largest:
            raise BundleError(f"{path.name} is too large")
    print(f"{count} ELF files, none above Debian 10")
    return 0


if __name__ == "__main__":
    sys.exit(main())
