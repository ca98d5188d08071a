"""Contract JSON: one form, a list of forms, or what `import --json` prints."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from perfeval_gui.core.contract import NotAFormError, form_from_json
from perfeval_gui.core.form import Form
from perfeval_gui.core.recognise.raw import Note
from perfeval_gui.files.bounds import FileProblem

_FORMS = 2_000


@dataclass(frozen=True, slots=True)
class JsonForms:
    """The forms of a JSON text, and a note for every item that is none."""

    forms: tuple[Form, ...]
    notes: tuple[Note, ...]


def read_json(text: str) -> JsonForms:
    """Return the forms; raises FileProblem where the text is no JSON."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise FileProblem(
            f"里的 JSON 写法有误（第 {error.lineno} 行），不能读取。请重新导出后再导入。"
        ) from error
    except (RecursionError, ValueError) as error:
        raise FileProblem("里的 JSON 嵌套过深或数字过长，不能读取。请重新导出后再导入。") from error
    if isinstance(value, Mapping) and isinstance(value.get("forms"), list):
        value = value["forms"]
    items = value if isinstance(value, list) else [value]
    if len(items) > _FORMS:
        raise FileProblem("里的表过多（超过 2000 张），没有读取。请分成几个文件再导入。")
    forms: list[Form] = []
    notes: list[Note] = []
    for number, item in enumerate(items, start=1):
        try:
            forms.append(form_from_json(item))
        except NotAFormError as error:
            sentence = f"JSON 中第 {number} 项不是自评表（{str(error)[:40]} 处缺少或不对），没有导入。"
            notes.append(Note(None, "", "warning", sentence))
    if not forms:
        notes = notes[:1] or [Note(None, "", "warning", "JSON 里没有自评表。请确认选对了文件。")]
    return JsonForms(tuple(forms), tuple(notes))
