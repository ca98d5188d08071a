"""Forms and edits made up by Hypothesis: anything that a clerk, a paste or an import could bring about."""

from typing import Any

from hypothesis import strategies as st

from perfeval_gui.core.contract import form_from_json
from perfeval_gui.core.edits import (
    AddProject,
    Batch,
    ChangeProject,
    Edit,
    InsertRow,
    MoveRow,
    RemoveProject,
    RemoveRow,
    ReplaceForm,
    SetCell,
)
from perfeval_gui.core.fields import FIELDS, Field
from perfeval_gui.core.form import (
    DIMENSIONS,
    EXTRA,
    FUNDING,
    INDICATORS,
    ROW_BLOCKS,
    Cell,
    Dimension,
    Extra,
    Filing,
    FundingRow,
    Indicator,
    Project,
    rows_of,
)
from perfeval_gui.core.text import clean

ROW_TYPES = {FUNDING: FundingRow, DIMENSIONS: Dimension, INDICATORS: Indicator, EXTRA: Extra}

typed_texts = st.one_of(
    st.sampled_from(["", "10", "9.74", "97.44%", "≥12个", "≦50万", "—", "　", "产出指标", "一\n二", "1\t2"]),
    st.text(max_size=12),
)
texts = typed_texts.map(clean)
section_names = st.sampled_from(["产出指标", "效益指标", "满意度指标", "成本指标"])


def _row(block: str) -> st.SearchStrategy[dict[str, str]]:
    columns = {item.name: texts for item in FIELDS if item.block == block}
    if block == INDICATORS:
        columns["dimension"] = section_names
        columns["category"] = st.sampled_from(["", "数量指标", "质量指标", "经济效益指标"])
    return st.fixed_dictionaries(columns)


def _record(block: str) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({item.name: texts for item in FIELDS if item.block == block})


@st.composite
def form_objects(draw: st.DrawFn, rows: int = 5) -> dict[str, Any]:
    """Return a contract object whose every 一级指标 stands once, as an import gives it."""
    value: dict[str, Any] = {
        name: draw(texts)
        for name in ("fiscal_year", "project_name", "supervising_department", "implementing_unit", "note")
    }
    for block in ("goal", "total", "sign_off"):
        value[block] = draw(_record(block))
    value["funding"] = draw(st.lists(_row(FUNDING), max_size=rows))
    value["indicators"] = draw(st.lists(_row(INDICATORS), max_size=rows))
    used = dict.fromkeys(row["dimension"] for row in value["indicators"])
    value["dimensions"] = [{"name": name, "points": draw(texts)} for name in used]
    if draw(st.booleans()):
        value["funding_unit"] = draw(st.sampled_from(["元", "千元", "亿元"]))
    extra = draw(st.lists(_row(EXTRA), max_size=2))
    if extra:
        value["extra"] = extra
    return value


forms = form_objects().map(form_from_json)


def cells_of(project: Project) -> list[Cell]:
    """Return the address of every text of the form."""
    return [cell for item in FIELDS for cell in _cells(project, item)]


def _cells(project: Project, item: Field) -> list[Cell]:
    if item.block not in ROW_BLOCKS:
        return [Cell(project.id, item.block, "", item.name)]
    return [Cell(project.id, item.block, row.id, item.name) for row in rows_of(project.form, item.block)]


@st.composite
def edits(draw: st.DrawFn, filing: Filing, *, depth: int = 1) -> Edit:
    """Return an edit that the filing can take."""
    kinds = ["add"]
    if filing.projects:
        kinds += ["cell"] * 4 + ["insert", "remove row", "move", "remove", "replace", "change"]
    if depth:
        kinds.append("batch")
    kind = draw(st.sampled_from(kinds))
    if kind == "add":
        used = {int(key[1:]) for key in filing.projects if key[1:].isdigit()}
        return AddProject(Project(f"n{max(used, default=0) + 1}", draw(forms)))
    if kind == "batch":
        return Batch((draw(edits(filing, depth=0)),))
    project = filing[draw(st.sampled_from(sorted(filing.projects)))]
    return draw(_project_edits(kind, project))


def _project_edits(kind: str, project: Project) -> st.SearchStrategy[Edit]:
    identity = st.just(project.id)
    if kind == "cell":
        return st.builds(
            SetCell, st.sampled_from(cells_of(project)), typed_texts, st.sampled_from(["", "repaired"])
        )
    if kind == "remove":
        return st.builds(RemoveProject, identity)
    if kind == "replace":
        return st.builds(ReplaceForm, identity, forms)
    if kind == "change":
        states = st.sampled_from(["draft", "checked", "signed"])
        return st.builds(ChangeProject, identity, st.fixed_dictionaries({"state": states}))
    return st.sampled_from([FUNDING, INDICATORS]).flatmap(lambda block: _row_edits(kind, project, block))


def _row_edits(kind: str, project: Project, block: str) -> st.SearchStrategy[Edit]:
    rows, index = rows_of(project.form, block), st.integers(-2, 12)
    if kind == "insert" or not rows:
        made = _row(block).map(lambda columns: ROW_TYPES[block](**columns))
        return st.builds(InsertRow, st.just(project.id), st.just(block), index, made)
    row = st.sampled_from([row.id for row in rows])
    if kind == "move":
        return st.builds(MoveRow, st.just(project.id), st.just(block), row, index)
    return st.builds(RemoveRow, st.just(project.id), st.just(block), row)


def projects(identity: str = "p1") -> st.SearchStrategy[Project]:
    return st.builds(Project, st.just(identity), forms)
