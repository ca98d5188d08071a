"""What was asked for: the words of the command line as a value, mistakes in them as one Chinese sentence."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NoReturn

from perfeval_gui.errors import UsageError

COMMANDS = ("import", "drafts", "check", "export", "rollover", "summary", "report")
FORMATS = ("docx", "xlsx", "pdf", "json")

HELP = """\
绩效自评表编辑器

perfeval [文件…]
    打开编辑器；后面的文件作为要导入的表打开。

以下命令不打开窗口：

perfeval import 文件… [--json] [--save]
    读取文件中的自评表并显示；--save 把每张表存为一份草稿。
perfeval drafts [--json]
    列出已保存的草稿。
perfeval check 文件… [--annex1 附件1文件] [--json]      perfeval check --drafts [--json]
    检查自评表。有错误时退出码为 1。--annex1 同时与附件1 的项目支出核对；--drafts 用已填的附件1。
perfeval check --list [--json]
    列出全部检查项目。
perfeval export 文件… -o 文件夹 [--format docx|xlsx|pdf|json] [--single-file] [--overwrite] [--convert-to-wan]
perfeval export --drafts -o 文件夹 …
    每张表导出一个文件；--single-file 全部导出到一个文件；同名文件不覆盖，除非加 --overwrite；
    --convert-to-wan 把以元等为单位的金额换算成万元。
perfeval rollover 文件… --year 年度 -o 文件夹 [--format …] [--shift-years] [--json]
    把去年的表转为新年度的表，清空实际完成值、得分等，列出文字里剩下的去年年份；
    --shift-years 把其中确是去年的日期和期限一并后移。
perfeval summary 文件… -o 文件.xlsx [--drafts] [--overwrite]
    把各表汇成一张汇总表：每个项目一行，合计、执行率和等级是公式；文件可以是各单位的交换包，--drafts 加上已存的草稿。
perfeval report 文件… -o 文件.docx [--template 模板.docx] [--drafts] [--overwrite]
    按各表写一份绩效自评报告的草稿；表里没有的写成“待填写”。

各命令都可以加：
    --data 文件夹      数据文件夹（默认取环境变量 PERFEVAL_HOME，再默认为系统的用户数据文件夹）
    --profile 编号     规则包编号或规则包文件（默认 annex3-2024）

退出码：0 完成；1 检查发现错误；2 有事没有做成，原因见标准错误输出。"""


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for. Options that a command does not know keep their defaults."""

    command: str
    files: Sequence[str] = ()
    json: bool = False
    save: bool = False
    drafts: bool = False
    list: bool = False
    annex1: str = ""
    template: str = ""
    output: str = ""
    format: str = "docx"
    single_file: bool = False
    overwrite: bool = False
    convert_to_wan: bool = False
    year: str = ""
    shift_years: bool = False
    data: str | None = None
    profile: str | None = None


def is_command(arguments: Sequence[str]) -> bool:
    """Return whether the arguments are a command without a window: a word of ours or a call for help."""
    return bool(arguments) and arguments[0] in (*COMMANDS, "-h", "--help", "--version")


def parse(arguments: Sequence[str]) -> Request:
    """Return what the arguments of a command ask for; raise UsageError where that is not clear."""
    command = arguments[0]
    parser = _Parser(add_help=False, allow_abbrev=False)
    for add in (_common, _OPTIONS[command]):
        add(parser)
    words, more_files = _parted(arguments[1:])
    found = vars(parser.parse_intermixed_args(words))
    if more_files:
        found["files"] = [*found.get("files", []), *more_files]
    asked = Request(command=command, **found)
    problem = _problem(asked)
    if problem:
        raise UsageError(f"命令写法有误：{problem}。{_hint(command)}")
    return asked


def _parted(words: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Return the words before `--`, and the file names after it, which may begin with a dash."""
    if "--" not in words:
        return words, ()
    place = words.index("--")
    return words[:place], words[place + 1 :]


def _problem(asked: Request) -> str:
    """Return what is missing or does not go together, or a blank."""
    if asked.command == "drafts":
        return "drafts 不带文件名" if asked.files else ""
    if not asked.files and not (asked.drafts or asked.list):
        return "没有给出文件"
    if asked.command in ("export", "rollover", "summary", "report") and not asked.output:
        return "没有用 -o 给出写到哪里"
    if asked.command == "rollover" and not re.fullmatch(r"[0-9]{4}", asked.year):
        return "没有用 --year 给出四位数字的新年度，如 --year 2025"
    return ""


def _hint(command: str) -> str:
    return f"写法见 perfeval {command} --help。"


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data")
    parser.add_argument("--profile")
    parser.add_argument("--json", action="store_true")


def _files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*")


def _import(parser: argparse.ArgumentParser) -> None:
    _files(parser)
    parser.add_argument("--save", action="store_true")


def _check(parser: argparse.ArgumentParser) -> None:
    _files(parser)
    parser.add_argument("--drafts", action="store_true")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--annex1", default="")


def _writing(parser: argparse.ArgumentParser) -> None:
    _files(parser)
    parser.add_argument("-o", "--output", default="")
    parser.add_argument("--format", choices=FORMATS, default="docx")
    parser.add_argument("--single-file", action="store_true")
    parser.add_argument("--overwrite", action="store_true")
    parser.add_argument("--convert-to-wan", action="store_true")


def _export(parser: argparse.ArgumentParser) -> None:
    _writing(parser)
    parser.add_argument("--drafts", action="store_true")


def _rollover(parser: argparse.ArgumentParser) -> None:
    _writing(parser)
    parser.add_argument("--year", default="")
    parser.add_argument("--shift-years", action="store_true")


def _summary(parser: argparse.ArgumentParser) -> None:
    _files(parser)
    parser.add_argument("-o", "--output", default="")
    parser.add_argument("--overwrite", action="store_true")
    parser.add_argument("--drafts", action="store_true")


def _report(parser: argparse.ArgumentParser) -> None:
    _summary(parser)
    parser.add_argument("--template", default="")


_OPTIONS: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "import": _import,
    "drafts": lambda _parser: None,
    "check": _check,
    "export": _export,
    "rollover": _rollover,
    "summary": _summary,
    "report": _report,
}

_SENTENCES = (
    (r"unrecognized arguments: (?P<what>.*)", "不认识“{what}”"),
    (r"argument (?P<what>[^:]*): expected one argument", "{what} 后面缺少内容"),
    (
        r"argument --format: invalid choice: '(?P<what>.*)' \(.*",
        "没有“{what}”这种格式，可用：" + "、".join(FORMATS),
    ),
    (r"argument (?P<what>[^:]*): ignored explicit argument .*", "{what} 后面不能带内容"),
)


class _Parser(argparse.ArgumentParser):
    """Raises its complaint in Chinese where argparse would print English and leave."""

    def error(self, message: str) -> NoReturn:
        for pattern, sentence in _SENTENCES:
            found = re.fullmatch(pattern, message, re.DOTALL)
            if found:
                raise UsageError(
                    f"命令写法有误：{sentence.format(what=found['what'])}。写法见 perfeval --help。"
                )
        raise UsageError("命令写法有误。写法见 perfeval --help。", detail=message)
