"""Many forms to many files and back, with the memory that it takes; each contender is a process of its own."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import samples
from benchmarks.documents import RULES
from benchmarks.limits import StringWriter, expat_docx
from benchmarks.timing import Row, Took

ROOT = Path(__file__).resolve().parents[1]


def batches(count: int) -> list[Row]:
    """Return what exporting and importing so many forms takes, beside limit scripts, and the growth of memory."""
    with tempfile.TemporaryDirectory() as folder:
        rows = [
            *_item(
                f"{count} forms to {count} .docx", folder, count, ("limit", "limit_durable", "product"), "≤ 3"
            ),
            *_item(f"{count} forms to {count} .xlsx", folder, count, ("product_xlsx",), ""),
            *_item(
                f"{count} .docx to forms", folder, count, ("read_limit", "read_product", "read_worker"), "≤ 2"
            ),
        ]
        small = _run("product", folder, 7)[1]
        large = _run("product", folder, count)[1]
    growth = Took(0, (large - small) / 1000)
    return [
        *rows,
        Row(f"memory of an export, {count} forms against 7", "growth in MB × 1000", 0, growth, "≤ 10 MB"),
    ]


def _item(item: str, folder: str, count: int, names: tuple[str, ...], goal: str) -> list[Row]:
    found = [(name, _run(name, folder, count)) for name in names]
    base = found[0][1][0].processor
    return [
        Row(
            item,
            f"{name}, {memory:.0f} MB at most",
            took.processor / base,
            took,
            goal if name == names[-1] else "",
        )
        for name, (took, memory) in found
    ]


def _run(name: str, folder: str, count: int) -> tuple[Took, float]:
    """Return what the work took without its imports, and the most memory in MB of its process and its children."""
    command = [sys.executable, "-m", "benchmarks.batches", name, folder, str(count)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    said = subprocess.run(command, env=environment, check=True, capture_output=True, timeout=1200).stdout
    clock, processor, memory = json.loads(said)
    return Took(clock, processor), memory


class Work:
    """What the processes do; each method is one contender."""

    def __init__(self, folder: Path, count: int) -> None:
        self.folder = folder
        self.count = count
        self.projects = samples.projects(count)

    def limit(self) -> None:
        """Strings and zip, written and closed."""
        self._write(durable=False)

    def limit_durable(self) -> None:
        """The same, synced, read back and renamed, its folder synced: what the product does for each file."""
        self._write(durable=True)

    def _write(self, *, durable: bool) -> None:
        from perfeval_gui.files.replace import replace_file

        out = self.folder / "limit"
        out.mkdir(exist_ok=True)
        writers = self._writers
        for number in range(self.count):
            data = writers[number % len(writers)].write()
            if durable:
                replace_file(out / f"{number}.docx", data)
            else:
                (out / f"{number}.docx").write_bytes(data)

    def prepare_limit(self) -> None:
        """Make the constants of the limit script; this is not counted."""
        import zipfile
        from io import BytesIO

        from perfeval_gui.core.layout.sheet import lay_out
        from perfeval_gui.files.docx_writer import document_xml, docx_bytes

        self._writers = []
        for project in self.projects[:7]:
            with zipfile.ZipFile(BytesIO(docx_bytes([project], lambda _: RULES))) as package:
                beside = [
                    (name, package.read(name)) for name in package.namelist() if name != "word/document.xml"
                ]
            document = document_xml([project], lambda _: RULES)
            self._writers.append(StringWriter(lay_out(project, RULES), document, beside))

    def product(self) -> None:
        """The product's export, one file a form."""
        self._export("docx")

    def product_xlsx(self) -> None:
        """The same as workbooks."""
        self._export("xlsx")

    def _export(self, kind: str) -> None:
        from perfeval_gui.files.export import FORMATS, export

        out = self.folder / kind
        for outcome in export(self.projects, out, FORMATS[kind], profile_of=lambda _: RULES, overwrite=True):
            if outcome.error:
                raise outcome.error

    def read_limit(self) -> None:
        """One pass of expat over every file."""
        for path in self._files():
            expat_docx(path.read_bytes())

    def read_product(self) -> None:
        """The product's reader in this process."""
        from perfeval_gui.files.reading import read_file

        for path in self._files():
            read_file(path)

    def read_worker(self) -> None:
        """The product's reader through the one child process that window and command line use."""
        from perfeval_gui.files.sandbox import ImportWorker

        with ImportWorker() as worker:
            for path in self._files():
                worker.read(path)

    def _files(self) -> list[Path]:
        return sorted((self.folder / "docx").iterdir())[: self.count]


def main() -> None:
    """Do one contender's work and print `[seconds by the clock, seconds of a processor, MB at most]`."""
    name, folder, count = sys.argv[1:]
    work = Work(Path(folder), int(count))
    if name.startswith("limit"):
        work.prepare_limit()
    clock, processor = time.perf_counter(), time.process_time()
    getattr(work, name)()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = time.process_time() - processor + children.ru_utime + children.ru_stime
    memory = _most_memory() + children.ru_maxrss / 1024
    print(json.dumps([time.perf_counter() - clock, used, memory]))


def _most_memory() -> float:
    """Return the most memory of this program in MB; the system's usual figure includes whoever started it."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main()
