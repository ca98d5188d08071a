"""Python's standard library as one archive of compiled modules: less to copy, to scan for viruses and to look through."""

import compileall
import py_compile
import shutil
import tempfile
from pathlib import Path

from tools.release.archives import members_of, write_zip
from tools.release.bundle import BundleError

_LEFT_OUT = frozenset(
    """__phello__ ensurepip idlelib lib2to3 tkinter turtledemo turtle venv pydoc pydoc_data test unittest distutils doctest
    xmlrpc wsgiref cgi cgitb curses dbm msilib site-packages asyncio http ssl ftplib smtplib smtpd imaplib poplib
    nntplib telnetlib socketserver webbrowser antigravity asyncore asynchat""".split()
)
"""What the editor does without: tools of developers, and all that speaks to a network."""


def compiled(source: Path, archive: Path) -> None:
    """Compile the `Lib` folder of Python's source and write it as an archive of .pyc files."""
    with tempfile.TemporaryDirectory() as scratch:
        library = Path(scratch) / "library"
        shutil.copytree(
            source / "Lib", library, ignore=shutil.ignore_patterns("__pycache__", "test", "tests", "*.exe")
        )
        compiled = compileall.compile_dir(
            library,
            maxlevels=20,
            quiet=1,
            legacy=True,
            stripdir=str(library),
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
        if not compiled:
            raise BundleError("the standard library does not compile")
        packed(library, archive)


def packed(library: Path, archive: Path) -> None:
    """Write the .pyc files of a folder as an archive, but for what the editor does without."""
    write_zip(archive, ((name, data) for name, data in members_of(library) if _is_wanted(name)))


def _is_wanted(name: str) -> bool:
    first = name.split("/", maxsplit=1)[0].removesuffix(".pyc")
    return name.endswith(".pyc") and first not in _LEFT_OUT and name != "urllib/request.pyc"
