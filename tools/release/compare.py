"""Are two builds the same? `python -m tools.release.compare DIST DIST` names the files that differ and returns 1."""

import hashlib
import sys
from pathlib import Path


def hashes(dist: Path) -> dict[str, str]:
    """Return the hash of every file by its path."""
    return {
        path.relative_to(dist).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(dist.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def differing(first: dict[str, str], second: dict[str, str]) -> list[str]:
    """Return the paths that only one has, or that differ."""
    return sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))


def main() -> int:
    """Print the differences and how many files there are."""
    first, second = (hashes(Path(argument)) for argument in sys.argv[1:3])
    found = differing(first, second)
    for name in found:
        print(name)
    print(f"{len(found)} of {len(first.keys() | second.keys())} files differ")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
