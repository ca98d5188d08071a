"""The changelog and the release notes: `python -m tools.release.notes open VERSION` or `… write VERSION DIST`."""

import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHANGELOG = ROOT / "CHANGELOG.md"
PROGRAM = ROOT / "perfeval_gui" / "__init__.py"
_OPEN = "## 未发布"
_VERSION = re.compile(r"\d+\.\d+\.\d+")
_STATED = re.compile(r'^__version__ = "(.*)"$', re.MULTILINE)
_HEAD = """# 绩效自评表编辑器 {version}

{changes}

## 下载哪一个

| 电脑 | 文件 |
| --- | --- |
| Windows 10（1809 版）及以后、Windows 11，64 位；要开始菜单和“打开方式” | `{setup}`（双击安装，不需要管理员） |
| 同上；放在 U 盘上，或不想安装 | `{zip}`（解压，双击“绩效自评表编辑器.exe”） |
| 统信 UOS 20、麒麟 V10、Debian 10 及以后，x86-64 | `{deb}` |
| 同上；没有安装权限 | `{xz}`（解压，双击“perfeval”） |

Windows 7 和 8、ARM64（鲲鹏、飞腾）、LoongArch（龙芯）、glibc 低于 2.28 的系统不能用。

升级不动已填写的内容；绿色版请把旧文件夹中的 data 文件夹移到新文件夹中。

## 校验值（SHA-256）

```
{hashes}```
"""


class NotesError(Exception):
    """The release cannot be described; the text says why."""


def opened(changelog: str, version: str, day: date) -> str:
    """Return the changelog with what was not yet released under the version's heading; once is enough."""
    if not _VERSION.fullmatch(version):
        raise NotesError(f"{version} is no version such as 1.2.3")
    if f"\n## {version}（" in changelog:
        return changelog
    if not changes(changelog, "未发布").strip():
        raise NotesError("the changelog has nothing under 未发布")
    return changelog.replace(_OPEN, f"{_OPEN}\n\n## {version}（{day.isoformat()}）", 1)


def changes(changelog: str, version: str) -> str:
    """Return the text below the heading of a version."""
    found = re.search(
        rf"^## {re.escape(version)}[^\n]*\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL
    )
    if found is None:
        raise NotesError(f"the changelog has no section {version}")
    return found[1].strip()


def notes(changelog: str, version: str, hashes: str) -> str:
    """Return the release notes; every bundle must have its hash."""
    names = [line.split()[1] for line in hashes.splitlines()]
    found = {
        kind: next((name for name in names if name.endswith(ending) and version in name), "")
        for kind, ending in (("setup", "-setup.exe"), ("zip", ".zip"), ("deb", ".deb"), ("xz", ".tar.xz"))
    }
    missing = [kind for kind, name in found.items() if not name]
    if missing:
        raise NotesError(f"not built for {version}: {', '.join(missing)}")
    return _HEAD.format(version=version, changes=changes(changelog, version), hashes=hashes, **found)


def main(arguments: Sequence[str]) -> int:
    """Open a version or write the notes; return 1 with the reason where that cannot be done."""
    step, version = arguments[:2]
    try:
        text = CHANGELOG.read_text(encoding="utf-8")
        if step == "open":
            CHANGELOG.write_text(opened(text, version, date.today()), encoding="utf-8")  # noqa: DTZ011 - the releaser's day
            stated = PROGRAM.read_text(encoding="utf-8")
            PROGRAM.write_text(_STATED.sub(f'__version__ = "{version}"', stated), encoding="utf-8")
        else:
            dist = Path(arguments[2])
            written = notes(text, version, (dist / "SHA256SUMS").read_text(encoding="utf-8"))
            (dist / "RELEASE-NOTES.md").write_text(written, encoding="utf-8")
    except NotesError as error:
        print(f"release: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
