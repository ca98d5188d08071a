"""Run programs inside another system's folder: without a network, as an ordinary user, with our display in sight."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

_SOCKETS = Path("/tmp/.X11-unix")  # noqa: S108 - where X servers put them


def as_user(system: Path, user: int) -> list[str]:
    """Return the words before a command that is to run in the system; needs root."""
    return ["unshare", "--net", "chroot", f"--userspec={user}:{user}", "--groups=", str(system)]


@contextlib.contextmanager
def entered(system: Path) -> Iterator[None]:
    """Give the system, unless it is this one, /proc and the sockets of the displays; end what is left running there."""
    with contextlib.ExitStack() as stack:
        if system != Path("/"):
            _SOCKETS.mkdir(exist_ok=True)
            for options, place in (
                (["-t", "proc", "proc"], "proc"),
                (["--bind", str(_SOCKETS)], "tmp/.X11-unix"),
            ):
                target = system / place
                target.mkdir(parents=True, exist_ok=True)
                if not target.is_mount():
                    subprocess.run(["mount", *options, str(target)], check=True)
                    stack.callback(subprocess.run, ["umount", str(target)], check=False)
            stack.callback(_end_all_in, system)
        yield


def _end_all_in(system: Path) -> None:
    """End the processes whose root is the system: a message bus and an input method outlive the program."""
    for root in Path("/proc").glob("[0-9]*/root"):
        with contextlib.suppress(OSError):  # it has ended by itself
            if root.readlink() == system:
                os.kill(int(root.parent.name), signal.SIGTERM)
