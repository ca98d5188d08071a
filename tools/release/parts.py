"""Whose work each file of a bundle is: the parts with version and licence, and the binaries that belong to them."""

import csv
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path

from perfeval_gui import __version__
from tools.release.bundle import BundleError

BINARIES = (".dll", ".exe", ".pyd", ".so")
_QT = re.compile(r"(^|/)(libQt6|Qt6)\w+\.|/plugins/")
_MICROSOFT = re.compile(r"(^|/)(msvcp|vcruntime)140\w*\.dll$", re.IGNORECASE)
_ICU = re.compile(r"(^|/)libicu\w+\.so\.(?P<version>\d+)$")


@dataclass(frozen=True, slots=True)
class Part:
    """One work that the bundle contains, under its licence (an SPDX expression where one is known)."""

    name: str
    version: str
    license: str
    purl: str = ""


OURSELVES = Part("perfeval-gui", __version__, "")


@dataclass(frozen=True, slots=True)
class Binary:
    """One compiled file of the bundle, its path from the top, and the part that it is of."""

    path: str
    part: Part
    sha256: str


def packages(site: Path) -> list[Part]:
    """Return the Python packages that are installed in a folder."""
    return [_package(record) for record in sorted(site.glob("*.dist-info"))]


def binaries(folder: Path, site: Path, others: Mapping[str, Part]) -> list[Binary]:
    """Return every binary of the bundle with its part; raise BundleError where one is nobody's.

    `others` names parts by a regular expression for paths, for what came in without a package.
    """
    of_packages = _owners_by_record(site)
    found = []
    for path in sorted(folder.rglob("*")):
        if is_binary(path):
            name = path.relative_to(folder).as_posix()
            part = _owner(name, of_packages.get(path), others)
            if part is None:
                raise BundleError(f"{name} belongs to no known part")
            found.append(Binary(name, part, hashlib.sha256(path.read_bytes()).hexdigest()))
    return found


def is_binary(path: Path) -> bool:
    """Return whether the file is compiled code, by its name or, on Linux, by how it begins."""
    if path.is_symlink() or not path.is_file():
        return False
    if path.suffix in BINARIES:
        return True
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _owner(name: str, package: Part | None, others: Mapping[str, Part]) -> Part | None:
    for pattern, part in others.items():
        if re.search(pattern, name):
            return part
    if _MICROSOFT.search(name):
        return Part("Microsoft Visual C++ Runtime", "14", "LicenseRef-Microsoft-Visual-Cpp-Runtime")
    if icu := _ICU.search(name):
        return Part("ICU", icu["version"], "Unicode-3.0")
    if package and package.name.startswith("PySide6") and _QT.search(name):
        return Part("Qt", package.version, package.license)
    return package


def _owners_by_record(site: Path) -> Mapping[Path, Part]:
    owners = {}
    for record in site.glob("*.dist-info"):
        part = _package(record)
        with (record / "RECORD").open(encoding="utf-8", newline="") as file:
            owners.update({site / row[0]: part for row in csv.reader(file)})
    return owners


def _package(record: Path) -> Part:
    head = HeaderParser().parsestr((record / "METADATA").read_text(encoding="utf-8"))
    name, version = head["Name"], head["Version"]
    words = head["License-Expression"] or head["License"] or _classified(head.get_all("Classifier", []))
    return Part(name, version, words.splitlines()[0].strip(), f"pkg:pypi/{name.lower()}@{version}")


def _classified(classifiers: Iterable[str]) -> str:
    names = [line.rpartition(" :: ")[2] for line in classifiers if line.startswith("License ::")]
    if not names:
        raise BundleError("a package says nothing of its licence")
    return names[0]
