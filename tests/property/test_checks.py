"""Whatever a form holds, checking it ends in findings whose places can be found, and never in a traceback."""

import copy
import io
import json
import random
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from perfeval_gui.cli import main

FORMS = json.loads(
    (Path(__file__).resolve().parents[1] / "data" / "2024-forms.expected.json").read_text(encoding="utf-8")
)
TEXTS = (
    "|—|/|10|-5|1e9|≥12个|100%|120%|2024年2月30日|2023年12月31日|a\tb|９．５|NaN|Infinity|=1+1|12.345.6|1,234.5|50分|产出指标|0|00"
    "|2025年8月19|" + "长" * 300
).split("|")


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, str):
        yield path
        return
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        yield from leaves(item, (*path, key))


def at(value: Any, path: Any) -> Any:
    for part in path:
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value


def spoilt(form: dict[str, Any], draw: random.Random) -> dict[str, Any]:
    """Return the form with some texts changed and some rows gone, doubled or in another order."""
    form = copy.deepcopy(form)
    for _ in range(draw.choice((1, 5, 40))):
        *path, last = draw.choice(list(leaves(form)))
        at(form, path)[last] = draw.choice(TEXTS)
    for block in ("funding", "indicators", "dimensions"):
        rows = form[block]
        way = draw.random()
        if way < 0.2:
            form[block] = rows[: draw.randrange(len(rows) + 1)]
        elif way < 0.3:
            draw.shuffle(rows)
        elif way < 0.4:
            rows += copy.deepcopy(rows[:1])
    return form


@pytest.mark.parametrize("seed", range(30))
def test_every_finding_of_a_spoilt_form_names_a_place_of_it(seed: int, tmp_path: Path) -> None:
    draw = random.Random(seed)
    forms = [spoilt(draw.choice(FORMS), draw) for _ in range(draw.choice((1, 2, 3)))]
    (tmp_path / "表.json").write_text(json.dumps(forms), encoding="utf-8")
    printed = io.StringIO()
    with redirect_stdout(printed):
        status = main(["check", str(tmp_path / "表.json"), "--json"])
    findings = json.loads(printed.getvalue())["findings"]
    assert status == any(item["severity"] == "error" for item in findings)
    for item in findings:
        at(forms[item["form"]], item["where"].split("/")[1:])
        assert item["fix"] is None or isinstance(item["fix"], str)
