"""A clerk on a disk that fails: `python -m tests.crash.faulty FOLDER SEED STEPS`, run under strace with a fault.

Prints `ACK n` once step n is on disk, `FAIL <sentence>` for every failure told, `LOST n` where a refused step
is not complete in memory, `OVER n` where it is given up.
"""

import sys
from pathlib import Path

from perfeval_gui.drafts.autosave import Autosave
from perfeval_gui.drafts.companions import Key, Value
from perfeval_gui.session import Session
from tests.crash.typist import doings, state_of

ATTEMPTS = 3


def work(folder: Path, seed: int, count: int) -> None:
    failures: list[str] = []
    autosave = Autosave(folder, lambda saved: None, lambda error: failures.append(error.message))
    session, papers = Session(), dict[Key, Value]()
    session.on_change(autosave.submit)
    autosave.start()
    for number, _ in zip(
        range(1, count + 1), doings(session, papers, autosave.keep_companions, seed), strict=False
    ):
        for _attempt in range(ATTEMPTS):
            if autosave.flush(30):
                say(f"ACK {number}")
                break
            for sentence in failures:
                say(f"FAIL {sentence}")
            failures.clear()
            waiting, waiting_papers = autosave.unsaved, autosave.unsaved_papers
            if (
                any(session.filing.projects.get(key) != item for key, item in waiting.items())
                or any(papers.get(key) != value for key, value in waiting_papers.items())
                or not (waiting or waiting_papers)
            ):
                say(f"LOST {number} {len(state_of(session.filing, papers))}")
        else:
            say(f"OVER {number}")
            break
    autosave.close()


def say(line: str) -> None:
    sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    work(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
