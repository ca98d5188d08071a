"""Printing gives the pages of the PDF: through Qt's printer, and through a real local queue where CUPS is there."""

import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("PySide6.QtPrintSupport")
from PySide6.QtPrintSupport import QPrinter

from perfeval_gui import resources
from perfeval_gui.core.form import Project
from perfeval_gui.core.layout.paper import Sheet
from perfeval_gui.core.profile import Profile
from perfeval_gui.errors import UnwritableFileError
from perfeval_gui.gui.paper.printing_job import make_printer, on_own_leaves, print_pages
from perfeval_gui.gui.printing import Page, form_pages, pdf_bytes
from tests.conftest import unless_all_is_required
from tests.examples import ROOT, example_project

pytestmark = [pytest.mark.usefixtures("qapp"), pytest.mark.slow]

ALL = [example_project(number) for number in range(1, 8)]
QUEUE = "perfeval-test"
Line = tuple[float, float, int]
PPD = """*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "TEST.PPD"
*Product: "(Test)"
*Manufacturer: "Test"
*ModelName: "Test"
*ShortNickName: "Test"
*NickName: "Test"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: True
*DefaultColorSpace: RGB
*cupsFilter2: "application/vnd.cups-pdf application/pdf 0 -"
*OpenUI *PageSize/Page Size: PickOne
*DefaultPageSize: A4
*PageSize A4/A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageSize
*OpenUI *PageRegion/Page Region: PickOne
*DefaultPageRegion: A4
*PageRegion A4/A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4/A4: "0 0 595 842"
*DefaultPaperDimension: A4
*PaperDimension A4/A4: "595 842"
"""


def profile_of(_: Project) -> Profile:
    return resources.profile()


@pytest.fixture
def lines_of(require_tool: Callable[..., str]) -> Callable[[Path], list[list[Line]]]:
    """Return a function that gives the lines of a PDF's pages: height, left edge, number of characters."""
    pdftotext = require_tool("pdftotext")

    def lines(path: Path) -> list[list[Line]]:
        done = subprocess.run(
            [pdftotext, "-bbox", str(path), "-"], capture_output=True, text=True, encoding="utf-8", check=True
        )
        pattern = re.compile(r'xMin="([\d.]+)" yMin="[\d.]+" xMax="[\d.]+" yMax="([\d.]+)">(.*?)</word>')
        return [
            _lines([(float(y), float(x), html.unescape(text)) for x, y, text in pattern.findall(page)])
            for page in done.stdout.split("</page>")[:-1]
        ]

    return lines


def _lines(words: list[tuple[float, float, str]]) -> list[Line]:
    found: list[Line] = []
    for y, x, text in sorted(words):
        count = len("".join(text.split()))
        if found and y - found[-1][0] < 1:
            height, left, counted = found.pop()
            found.append((height, min(left, x), counted + count))
        else:
            found.append((y, x, count))
    return found


def same_places(first: list[list[Line]], second: list[list[Line]]) -> bool:
    """Return whether the pages have the same lines at the same places, to a point.

    The characters may differ: a printer's PDF names look-alikes for some of them.
    """
    return len(first) == len(second) and all(
        len(one) == len(other)
        and all(
            abs(a[0] - b[0]) <= 1 and abs(a[1] - b[1]) <= 1 and a[2] == b[2]
            for a, b in zip(one, other, strict=True)
        )
        for one, other in zip(first, second, strict=True)
    )


@pytest.fixture
def reference(tmp_path: Path) -> Path:
    path = tmp_path / "reference.pdf"
    path.write_bytes(pdf_bytes(ALL, profile_of))
    return path


def printer_to(path: Path) -> QPrinter:
    printer = make_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def test_a_printer_gets_the_pages_of_the_pdf(
    tmp_path: Path, reference: Path, lines_of: Callable[[Path], list[list[Line]]]
) -> None:
    print_pages(printer_to(tmp_path / "printed.pdf"), form_pages(ALL, profile_of))
    assert same_places(lines_of(tmp_path / "printed.pdf"), lines_of(reference))


def test_only_the_chosen_pages_are_printed(
    tmp_path: Path, reference: Path, lines_of: Callable[[Path], list[list[Line]]]
) -> None:
    printer = printer_to(tmp_path / "printed.pdf")
    printer.setFromTo(3, 4)
    print_pages(printer, form_pages(ALL, profile_of))
    assert same_places(lines_of(tmp_path / "printed.pdf"), lines_of(reference)[2:4])


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_nothing_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnwritableFileError, match="打印机没有响应"):
        print_pages(printer_to(tmp_path / "gone" / "printed.pdf"), form_pages(ALL[:1], profile_of))


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Run a private CUPS with one queue and yield the file that it prints into."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # the filters run as another user, who cannot enter pytest's folders
        yield from _queue(Path(folder), monkeypatch)


def _queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    cupsd = shutil.which("cupsd", path=f"{os.environ['PATH']}:/usr/sbin")
    lpadmin = shutil.which("lpadmin", path=f"{os.environ['PATH']}:/usr/sbin")
    if cupsd is None or lpadmin is None:
        unless_all_is_required("CUPS is not installed")
    socket, printed = tmp_path / "cups.sock", tmp_path / "printed.pdf"
    for name in ("root", "spool", "cache", "run", "log"):
        (tmp_path / name).mkdir(mode=0o755)
    (tmp_path / "queue.ppd").write_text(PPD, encoding="ascii")
    (tmp_path / "files.conf").write_text(
        f"ServerRoot {tmp_path}/root\nRequestRoot {tmp_path}/spool\nCacheDir {tmp_path}/cache\nStateDir {tmp_path}/run\n"
        f"FileDevice Yes\nErrorLog {tmp_path}/log/error\nAccessLog {tmp_path}/log/access\nPageLog {tmp_path}/log/page\n",
        encoding="utf-8",
    )
    (tmp_path / "cupsd.conf").write_text(
        f"Listen {socket}\nBrowsing No\nDefaultAuthType None\n<Location />\nOrder allow,deny\nAllow all\n</Location>\n"
        "<Policy default>\n<Limit All>\nOrder allow,deny\nAllow all\n</Limit>\n</Policy>\n",
        encoding="utf-8",
    )
    server = subprocess.Popen(
        [cupsd, "-f", "-c", str(tmp_path / "cupsd.conf"), "-s", str(tmp_path / "files.conf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    monkeypatch.setenv("CUPS_SERVER", str(socket))
    try:
        _until(socket.exists)
        made = subprocess.run(
            [lpadmin, "-p", QUEUE, "-v", f"file://{printed}", "-P", str(tmp_path / "queue.ppd"), "-E"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if made.returncode:
            unless_all_is_required(f"this CUPS takes no queue: {made.stderr.strip()}")
        yield printed
    finally:
        server.terminate()
        server.wait(10)


def _until(condition: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


PRINT = """
from PySide6.QtWidgets import QApplication
application = QApplication([])
from tests.golden.test_printer import ALL, QUEUE, form_pages, make_printer, print_pages, profile_of
printer = make_printer()
printer.setPrinterName(QUEUE)
assert printer.isValid() and printer.printerName() == QUEUE
{answers}
print_pages(printer, form_pages(ALL, profile_of))
"""


def sent(queue: Path, answers: str = "") -> None:
    """Print the seven forms in another process, the print dialog answered so, and wait for the paper."""
    done = subprocess.run(
        [sys.executable, "-c", PRINT.format(answers=answers)],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    _until(lambda: queue.exists() and queue.read_bytes().rstrip().endswith(b"%%EOF"))


def test_a_job_through_a_local_queue_gives_the_same_pages(
    queue: Path, reference: Path, lines_of: Callable[[Path], list[list[Line]]]
) -> None:
    sent(queue)
    assert same_places(lines_of(queue), lines_of(reference))


def test_the_queue_gets_the_chosen_pages_as_often_as_asked_for(
    queue: Path, reference: Path, lines_of: Callable[[Path], list[list[Line]]]
) -> None:
    sent(queue, "printer.setFromTo(3, 4); printer.setCopyCount(3)")
    assert same_places(lines_of(queue), lines_of(reference)[2:4])
    log = queue.parent / "log" / "page"
    _until(lambda: log.exists() and "total" in log.read_text(encoding="utf-8"))
    assert "total 6" in log.read_text(encoding="utf-8")  # CUPS itself makes the copies: 2 pages, 3 times


def test_a_printer_that_makes_no_copies_gets_the_pages_as_often_as_asked_for(
    tmp_path: Path, reference: Path, lines_of: Callable[[Path], list[list[Line]]]
) -> None:
    first, second = lines_of(reference)[:2]
    for collated, expected in ((True, [first, second] * 2), (False, [first, first, second, second])):
        printer = printer_to(tmp_path / f"{collated}.pdf")
        printer.setCopyCount(2)
        printer.setCollateCopies(collated)
        print_pages(printer, form_pages(ALL[:2], profile_of))
        assert same_places(lines_of(tmp_path / f"{collated}.pdf"), expected)


def test_on_both_sides_of_the_paper_every_form_begins_on_its_own_leaf() -> None:
    paper = resources.profile().page
    long, short = [Page(paper, Sheet()), Page(paper, Sheet(), opens=False)], [Page(paper, Sheet())]
    leaves = on_own_leaves([*short, *long, *short, *short])
    assert [place for place, page in enumerate(leaves) if page.opens] == [0, 2, 4, 6]
    assert len(leaves) == 7
