"""One form written and read, beside a limit script and the usual libraries."""

from __future__ import annotations

import json
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import asdict
from io import BytesIO
from pathlib import Path

from benchmarks import samples
from benchmarks.limits import StringWorkbook, StringWriter, expat_docx, expat_xlsx
from benchmarks.peers import place
from benchmarks.timing import Contender, Row, side_by_side, spawned, timed
from perfeval_gui.core.form import Project
from perfeval_gui.core.layout.sheet import lay_out
from perfeval_gui.core.recognise import recognise
from perfeval_gui.files.archive import Archive
from perfeval_gui.files.docx_reader import read_docx
from perfeval_gui.files.docx_writer import document_xml, docx_bytes
from perfeval_gui.files.reading import read_bytes
from perfeval_gui.files.xlsx_reader import read_xlsx
from perfeval_gui.files.xlsx_writer import xlsx_bytes
from perfeval_gui.resources import profile, profile_ids

RULES = profile()


def documents(rounds: int, *, with_peers: bool) -> list[Row]:
    """Return the figures of all four: .docx and .xlsx, written and read."""
    project = samples.projects(1)[0]
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        _prepare(project, work)
        peers = Peers(work) if with_peers else None
        try:
            return [
                *_written_docx(project, rounds, peers),
                *_read_docx("read one .docx, our own", (work / "form.docx").read_bytes(), rounds, peers),
                *(_read_resaved(work, rounds) if with_peers else ()),
                *_written_xlsx(project, rounds, peers),
                *_read_xlsx((work / "form.xlsx").read_bytes(), rounds, peers),
            ]
        finally:
            if peers:
                peers.close()


class Peers:
    """The peers' processes, and what each of them can do."""

    def __init__(self, folder: Path) -> None:
        self._python = place.Peer([place.python(), place.HERE / "python_peer.py"], folder)
        node = place.node()
        self._node = place.Peer(["node", node / "docx_peer.mjs"], folder) if node else None

    def some(self, **names: str) -> dict[str, Contender]:
        """Return contenders by what they are called in the table, from their names in the peer's process."""
        return {label.replace("_", " "): self._python.contender(name) for label, name in names.items()}

    def node_docx(self) -> dict[str, Contender]:
        """Return the npm library, where node is there."""
        return {"npm docx": self._node.contender("write")} if self._node else {}

    def close(self) -> None:
        """End the processes."""
        for process in (self._python, self._node):
            if process:
                process.close()


def _prepare(project: Project, folder: Path) -> None:
    grid = lay_out(project, RULES)
    boxes = [[box.row, box.column, box.rows, box.columns, box.text] for box in grid.boxes]
    shape = {"rows": len(grid.kinds), "columns": len(grid.columns), "boxes": boxes}
    (folder / "grid.json").write_text(json.dumps(shape), encoding="utf-8")
    (folder / "form.json").write_text(json.dumps(asdict(project.form)), encoding="utf-8")
    (folder / "form.docx").write_bytes(docx_bytes([project], _rules))
    (folder / "form.xlsx").write_bytes(xlsx_bytes([project], _rules))


def _rules(_project: Project) -> object:
    return RULES


def _written_docx(project: Project, rounds: int, peers: Peers | None) -> list[Row]:
    written = docx_bytes([project], _rules)
    with zipfile.ZipFile(BytesIO(written)) as package:
        beside = [(name, package.read(name)) for name in package.namelist() if name != "word/document.xml"]
    limit = StringWriter(lay_out(project, RULES), document_xml([project], _rules), beside)
    if expat_docx(limit.write()) != expat_docx(written):
        raise ValueError("the limit script writes another form than the product")
    contenders = {
        "limit: strings and zip": timed(limit.write),
        "product": timed(lambda: docx_bytes([project], _rules)),
    }
    if peers:
        contenders |= peers.node_docx()
        contenders |= peers.some(
            docxtpl="docxtpl",
            python_docx_cells_fetched_once="docx cached",
            python_docx_table_cell="docx cells",
        )
    return side_by_side("write one .docx", contenders, rounds, {"product": "≤ 3, ≤ 1/35 of docxtpl"})


def _read_docx(item: str, data: bytes, rounds: int, peers: Peers | None = None) -> list[Row]:
    contenders = {
        "limit: expat, one pass": timed(lambda: expat_docx(data)),
        "product, read": timed(lambda: read_docx(Archive(data))),
        "product, recognised": _recognising(read_docx, data),
        "product, file to form": timed(lambda: read_bytes(data, "a.docx")),
    }
    if peers:
        contenders |= peers.some(python_docx_row_cells="read row.cells")
    return side_by_side(item, contenders, rounds, {"product, file to form": "≤ 1.5"})


def _recognising(read: Callable[[Archive], object], data: bytes) -> Contender:
    raw, known = read(Archive(data)), [profile(name) for name in profile_ids()]
    return timed(lambda: recognise(raw, known))


def _read_resaved(folder: Path, rounds: int) -> list[Row]:
    """Measure with the file as LibreOffice saves it, which is nearer to what comes from elsewhere."""
    office = place.office()
    if office is None:
        return []
    out = folder / "resaved"
    command = [office, f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", "docx"]
    command += ["--outdir", str(out), str(folder / "form.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    rows = _read_docx("read one .docx, re-saved by LibreOffice", (out / "form.docx").read_bytes(), rounds)
    html = [*command[:-4], "html", *command[-3:]]
    return [*rows, *side_by_side("LibreOffice, a whole process", {"docx to html": spawned(html)}, 1)]


def _written_xlsx(project: Project, rounds: int, peers: Peers | None) -> list[Row]:
    limit = StringWorkbook(xlsx_bytes([project], _rules))
    contenders = {
        "limit: strings and zip": timed(limit.write),
        "product": timed(lambda: xlsx_bytes([project], _rules)),
    }
    if peers:
        contenders |= peers.some(xlsxwriter="xlsxwriter", openpyxl="openpyxl")
    return side_by_side("write one .xlsx", contenders, rounds, {"product": "≤ 14"})


def _read_xlsx(data: bytes, rounds: int, peers: Peers | None) -> list[Row]:
    contenders = {
        "limit: expat, one pass": timed(lambda: expat_xlsx(data)),
        "product, read": timed(lambda: read_xlsx(Archive(data))),
        "product, recognised": _recognising(read_xlsx, data),
        "product, file to form": timed(lambda: read_bytes(data, "a.xlsx")),
    }
    if peers:
        contenders |= peers.some(python_calamine="read calamine", openpyxl="read openpyxl")
    return side_by_side("read one .xlsx", contenders, rounds, {"product, file to form": "≤ 1.5"})
