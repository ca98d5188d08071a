"""The checks as text to read: what each asks for, an example and a common mistake, from the cards."""

from __future__ import annotations

from perfeval_gui.core.checks.catalogue import CATALOGUE, Severity

_GROUPS = {
    "A": "算术",
    "B": "资金和表头",
    "C": "前后一致",
    "M": "完整和结构",
    "V": "指标值",
    "T": "时间",
    "F": "格式和文字",
    "D": "日期",
    "S": "签名",
    "N": "名称和依据",
    "X": "各项目之间",
}


def checks_text(level: int = 2) -> list[str]:
    """Return lines of Markdown: how many checks there are, then a heading a group and a smaller one a check.

    `level` is the number of the heading of a group.
    """
    counts = "、".join(
        f"{severity.label} {sum(check.severity is severity for check in CATALOGUE)} 项"
        for severity in Severity
    )
    lines = [
        f"共 {len(CATALOGUE)} 项：{counts}，其中 {sum(check.has_fix for check in CATALOGUE)} 项可一键修复。",
        "轻重是默认的，规则包可以改；同一检查项在不同情形下也可能轻一级或重一级。",
        "依据只写规则里有文号的文件；其余写“地方口径”（各地系统或通知的通行做法）或“填报常识”。",
    ]
    for letter, name in _GROUPS.items():
        lines += ["", f"{'#' * level} {letter} {name}"]
        for check in CATALOGUE:
            if check.id[0] == letter:
                repair = "，可一键修复" if check.has_fix else ""
                texts = check.card.help
                lines += [
                    "",
                    f"{'#' * (level + 1)} {check.id} {check.title}",
                    "",
                    f"{check.severity.label}；依据：{check.source}{repair}。",
                    "",
                    f"- 要求：{texts.rule}",
                    f"- 例如：{texts.example}",
                    f"- 常见错误：{texts.mistake}",
                ]
    return lines
