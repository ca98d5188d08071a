"""How much of a file is ever looked at, and the sentences for what goes beyond."""

from __future__ import annotations

from perfeval_gui.errors import UnreadableFileError

MIB = 1024 * 1024
FILE_BYTES = 20 * MIB
ARCHIVE_MEMBERS = 2_000
PART_BYTES = 32 * MIB
ALL_PARTS_BYTES = 64 * MIB
RATIO = 200
RATIO_COUNTS_ABOVE = MIB
TABLES = 500
CELLS = 50_000
PARAGRAPHS = 100_000  # the form has about 400
NESTING = 10
SPAN = 63  # Word's own limit of columns
SHEETS = 500
SHEET_ROWS = 2_000
SHEET_COLUMNS = 100
SHEET_MERGES = 5_000
TEXT_BYTES = 5 * MIB
TEXT_LINES = 20_000
TEXT_LINE = 100_000
RTF_DEPTH = 500


class FileProblem(Exception):  # noqa: N818 - it is named for what it says, and never leaves this folder
    """A file cannot be read: what is wrong and what to do, still without the file's name.

    Readers raise it; `reading` puts the name in front and raises UnreadableFileError.
    """

    def __init__(self, what: str, *, detail: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.detail = detail

    def named(self, name: str) -> UnreadableFileError:
        """Return the error that the clerk reads, with the file's name."""
        return UnreadableFileError(f"“{name}”{self.what}", detail=self.detail)


def too_large_unpacked() -> FileProblem:
    """The file grows beyond all measure when unpacked."""
    return FileProblem(
        "解压后过大（超过 32 MB），已停止读取。请确认这是自评表；是的话请另存为不带图片的副本后再导入。"
    )


def too_large_table() -> FileProblem:
    """More tables or cells than any filing has."""
    return FileProblem(
        "里面的表格过大（超过 5 万格或 500 个表），不像是自评表，已停止读取。请只保留自评表后再导入。"
    )


def too_many_paragraphs() -> FileProblem:
    """More paragraphs than any filing has."""
    return FileProblem("里面的段落过多（超过 10 万段），不像是自评表，已停止读取。请只保留自评表后再导入。")


def nested_too_deep() -> FileProblem:
    """Tables in tables in tables."""
    return FileProblem("里面的表格或内容嵌套过深，已停止读取。请把自评表复制到新文档后再导入。")


def damaged(detail: str = "") -> FileProblem:
    """The container is broken."""
    return FileProblem("内容已损坏，不能读取。请用 Word/WPS 打开后另存一份，再导入。", detail=detail)


def incomplete(detail: str = "") -> FileProblem:
    """The file ends too early."""
    return FileProblem("不完整，可能没有复制完。请重新复制一份再导入。", detail=detail)


def has_dtd() -> FileProblem:
    """A document type declaration, which no office program writes."""
    return FileProblem("含有不允许的内容（DTD），不能导入。请用 Word/WPS 打开后另存一份，再导入。")


def encrypted() -> FileProblem:
    """A password is needed."""
    return FileProblem("有打开密码。请在 Word/WPS 中取消密码后再导入。")


def unknown_kind() -> FileProblem:
    """No container that we know."""
    return FileProblem("看起来不是 Word/Excel 文件。请选择 .docx、.doc、.xlsx、.xls 等格式的自评表。")


class CellCounter:
    """Counts tables and cells of one document and stops at the bounds."""

    def __init__(self) -> None:
        self._tables = 0
        self._cells = 0
        self._paragraphs = 0

    def table(self, depth: int) -> None:
        """Count a table at this nesting depth (1 for one in the body)."""
        self._tables += 1
        if depth > NESTING:
            raise nested_too_deep()
        if self._tables > TABLES:
            raise too_large_table()

    def cells(self, number: int = 1) -> None:
        """Count cells."""
        self._cells += number
        if self._cells > CELLS:
            raise too_large_table()

    def paragraph(self) -> None:
        """Count a paragraph."""
        self._paragraphs += 1
        if self._paragraphs > PARAGRAPHS:
            raise too_many_paragraphs()


def span_of(text: str | None) -> tuple[int, bool]:
    """Return a span as written, and whether it was usable; what is no whole number from 1 to 63 is read as 1."""
    if text is None:
        return 1, True
    if text.isascii() and text.isdigit() and len(text) <= 2 and 1 <= int(text) <= SPAN:
        return int(text), True
    return 1, False
