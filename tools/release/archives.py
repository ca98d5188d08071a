"""Archives that are the same for the same contents: .tar.xz and .zip."""

import os
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tools.release.bundle import BundleError

_UNIX = 3


def write_tar_xz(folder: Path, archive: Path) -> None:
    """Write the folder as .tar.xz, sorted, of one time and one owner."""
    same = ("--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--mode=u+rwX,go+rX,go-w")
    time_of_all = f"--mtime=@{os.environ['SOURCE_DATE_EPOCH']}"
    command = ["tar", *same, time_of_all, "-C", str(folder.parent), "-cf", "-", folder.name]
    with archive.open("wb") as target, subprocess.Popen(command, stdout=subprocess.PIPE) as tar:
        subprocess.run(["xz", "-6", "-T1"], stdin=tar.stdout, stdout=target, check=True)
    if tar.returncode:
        raise BundleError("tar failed")


def write_zip(archive: Path, members: Iterable[tuple[str, bytes]]) -> None:
    """Write the members, names with /, as .zip: sorted, of one time; Chinese names are marked as UTF-8."""
    moment = time.gmtime(int(os.environ["SOURCE_DATE_EPOCH"]))[:6]
    with ZipFile(archive, "w", ZIP_DEFLATED, compresslevel=9) as file:
        for name, data in sorted(members):
            info = ZipInfo(name, moment)
            info.compress_type = ZIP_DEFLATED
            info.create_system = _UNIX
            info.external_attr = 0o100644 << 16
            file.writestr(info, data)


def members_of(folder: Path, under: str = "") -> Iterable[tuple[str, bytes]]:
    """Yield name and bytes of every file in the folder, the names with `under` before them."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield under + path.relative_to(folder).as_posix(), path.read_bytes()
