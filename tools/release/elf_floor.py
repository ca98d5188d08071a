"""Say which glibc and libstdc++ the ELF files of a folder need: `python -m tools.release.elf_floor FOLDER`."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from struct import unpack_from
from types import MappingProxyType

Version = tuple[int, ...]

LIMITS: Mapping[str, Version] = MappingProxyType(
    {"GLIBC": (2, 28), "GLIBCXX": (3, 4, 25), "CXXABI": (1, 3, 11)}
)
"""What Debian 10, and so UOS 20, has."""

_VERNEED = 0x6FFFFFFE
_HEADER, _SECTION, _NEED, _AUX = 0x3A, "<IIQQQQII", "<HHIII", "<IHHII"


@dataclass(frozen=True, slots=True, order=True)
class Need:
    """The highest version of one library's symbols that one file asks for."""

    library: str
    version: Version
    file: str

    @property
    def is_too_new(self) -> bool:
        """Whether Debian 10 lacks that version."""
        return self.version > LIMITS[self.library]


def symbol_versions(data: bytes) -> set[str]:
    """Return the version names, such as GLIBC_2.14, that a 64-bit little-endian ELF file refers to."""
    offset = unpack_from("<Q", data, 0x28)[0]
    size, count = unpack_from("<HH", data, _HEADER)
    sections = [unpack_from(_SECTION, data, offset + number * size) for number in range(count)]
    names = set()
    for _, kind, _, _, start, _, link, records in sections:
        if kind == _VERNEED:
            names |= set(_names(data, start, records, sections[link][4]))
    return names


def _names(data: bytes, start: int, records: int, strings: int) -> Iterator[str]:
    for _ in range(records):
        _, auxiliaries, _, first, following = unpack_from(_NEED, data, start)
        at = start + first
        for _ in range(auxiliaries):
            _, _, _, name, step = unpack_from(_AUX, data, at)
            begin = strings + name
            yield data[begin : data.index(b"\0", begin)].decode("ascii")
            at += step
        start += following


def needs(data: bytes, file: str) -> list[Need]:
    """Return what one ELF file needs of the libraries that are limited, one entry for each."""
    highest: dict[str, Version] = {}
    for name in symbol_versions(data):
        library, _, number = name.partition("_")
        if name == "GLIBC_ABI_DT_RELR":  # an ELF feature that came with glibc 2.36
            number = "2.36"
        if library in LIMITS and number.replace(".", "").isdigit():
            version = tuple(map(int, number.split(".")))
            highest[library] = max(version, highest.get(library, ()))
    return [Need(library, version, file) for library, version in sorted(highest.items())]


def needs_of_folder(folder: Path) -> tuple[int, list[Need]]:
    """Return how many ELF files lie in the folder, and what they need."""
    count, found = 0, []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and _is_elf(path):
            count += 1
            found += needs(path.read_bytes(), str(path.relative_to(folder)))
    return count, found


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(5) == b"\x7fELF\x02"


def main() -> int:
    """Print the highest versions; return 1 and name the files where one is too new, 2 without any ELF file."""
    count, found = needs_of_folder(Path(sys.argv[1]))
    if not count:
        print("no ELF file there", file=sys.stderr)
        return 2
    for library in LIMITS:
        top = max(
            (need for need in found if need.library == library), key=lambda need: need.version, default=None
        )
        print(f"{library}: {_dotted(top.version)} ({top.file})" if top else f"{library}: none")
    print(f"{count} ELF files")
    above = [need for need in found if need.is_too_new]
    for need in above:
        print(f"TOO NEW: {need.library} {_dotted(need.version)} {need.file}")
    return 1 if above else 0


def _dotted(version: Version) -> str:
    return ".".join(map(str, version))


if __name__ == "__main__":
    sys.exit(main())
