"""Two people's work on one form: what only one changed is taken, what both changed is shown, nothing vanishes."""

from dataclasses import replace

from perfeval_gui.core.compare import Difference, Kind, compare
from perfeval_gui.core.edits import InsertRow, MoveRow, RemoveRow, SetCell, apply
from perfeval_gui.core.form import INDICATORS, Cell, Form, Indicator
from perfeval_gui.core.merge import Conflict, merge
from perfeval_gui.core.paper_code import paper_code, same_code
from tests.examples import example_filing


def edited(*edits) -> Form:
    filing = example_filing(1)
    for edit in edits:
        filing = apply(filing, edit)
    return filing["p1"].form


BASE = edited()
ROWS = [row.id for row in BASE.indicators]


def cell(field: str, row: int = 0) -> Cell:
    return Cell("p1", INDICATORS, ROWS[row], field)


def names(form: Form) -> list[str]:
    return [row.name for row in form.indicators]


def test_each_takes_what_only_the_other_changed():
    mine = edited(SetCell(cell("actual"), "11个"), SetCell(Cell("p1", "goal", "", "achieved"), "我写的"))
    theirs = edited(SetCell(cell("score"), "9"), SetCell(Cell("p1", "", "", "note"), "他写的"))
    merged = merge(BASE, mine, theirs)
    assert merged.conflicts == ()
    row = merged.form.indicators[0]
    assert (row.actual, row.score) == ("11个", "9")
    assert (merged.form.goal.achieved, merged.form.note) == ("我写的", "他写的")


def test_a_cell_that_both_changed_keeps_mine_and_shows_both():
    mine, theirs = edited(SetCell(cell("score"), "8")), edited(SetCell(cell("score"), "9"))
    merged = merge(BASE, mine, theirs)
    assert merged.form == mine
    assert merged.conflicts == (Conflict(INDICATORS, ROWS[0], "score", BASE.indicators[0].score, "8", "9"),)


def test_the_same_change_on_both_sides_is_no_conflict():
    both = edited(SetCell(cell("score"), "8"))
    assert merge(BASE, both, both) == merge(BASE, both, BASE) == merge(BASE, BASE, both)
    assert merge(BASE, both, both).form == both


def test_new_rows_of_both_stand_where_each_put_them_even_under_the_same_id():
    mine = edited(InsertRow("p1", INDICATORS, 1, Indicator("产出指标", "数量指标", "我的新行")))
    theirs = edited(InsertRow("p1", INDICATORS, 2, Indicator("产出指标", "数量指标", "他的新行")))
    new = {row.id for row in mine.indicators} - set(ROWS)
    assert new == {row.id for row in theirs.indicators} - set(ROWS)
    merged = merge(BASE, mine, theirs)
    before = names(BASE)
    assert names(merged.form) == [before[0], "我的新行", before[1], "他的新行", *before[2:]]
    assert len({row.id for row in merged.form.indicators}) == len(before) + 2
    assert merged.conflicts == ()


def test_a_row_that_one_removed_and_the_other_left_alone_is_gone():
    without = edited(RemoveRow("p1", INDICATORS, ROWS[1]))
    assert merge(BASE, without, BASE).form == without
    assert merge(BASE, BASE, without).form == without


def test_a_row_that_one_removed_and_the_other_changed_stays_and_is_shown():
    without, changed = (
        edited(RemoveRow("p1", INDICATORS, ROWS[1])),
        edited(SetCell(cell("name", 1), "改过的")),
    )
    for mine, theirs in ((without, changed), (changed, without)):
        merged = merge(BASE, mine, theirs)
        assert "改过的" in names(merged.form)
        (conflict,) = merged.conflicts
        assert (conflict.row, conflict.field) == (ROWS[1], "")
        assert {bool(conflict.mine), bool(conflict.theirs)} == {True, False}


def test_rows_that_one_moved_stand_where_that_one_put_them():
    moved = edited(MoveRow("p1", INDICATORS, ROWS[0], 3))
    other = edited(SetCell(cell("name", 2), "改名"))
    expected = [name if name != names(BASE)[2] else "改名" for name in names(moved)]
    assert names(merge(BASE, moved, other).form) == expected
    assert names(merge(BASE, other, moved).form) == expected


def test_comparing_names_cells_rows_and_moves():
    after = edited(
        SetCell(cell("score", 2), "7"),
        RemoveRow("p1", INDICATORS, ROWS[1]),
        InsertRow("p1", INDICATORS, 0, Indicator("产出指标", "数量指标", "新行")),
        MoveRow("p1", INDICATORS, ROWS[0], 4),
        SetCell(Cell("p1", "", "", "project_name"), "新名"),
    )
    found = compare(BASE, after)
    assert Difference(Kind.CHANGED, "", "", "project_name", BASE.project_name, "新名") in found
    assert Difference(Kind.CHANGED, INDICATORS, ROWS[2], "score", BASE.indicators[2].score, "7") in found
    assert [item.row for item in found if item.kind is Kind.REMOVED] == [ROWS[1]]
    assert [item.after for item in found if item.kind is Kind.ADDED] == ["产出指标 数量指标 新行"]
    assert [item.row for item in found if item.kind is Kind.MOVED] == [ROWS[0]]
    assert len(found) == 5
    assert compare(BASE, BASE) == ()


def test_the_code_on_paper_follows_the_text_and_forgives_the_typist():
    code = paper_code(BASE)
    assert code == paper_code(replace(BASE))
    assert len({paper_code(form) for form in (BASE, edited(SetCell(cell("score"), "8")))}) == 2
    assert len(code) == 9
    assert same_code(code.lower().replace("-", " ").replace("0", "o").replace("1", "l"), code)
    assert not same_code(code[:-1] + ("0" if code[-1] != "0" else "1"), code)


def test_a_clashing_row_gets_an_id_that_nobody_has():
    def form(**rows: str) -> Form:
        return Form(indicators=tuple(Indicator(name=name, id=key) for key, name in rows.items()))

    merged = merge(
        form(i1="旧"), form(i1="旧", i2="我的", i7="我的二"), form(i1="旧", i2="他的", i5="他的二")
    )
    assert {row.id: row.name for row in merged.form.indicators} == {
        "i1": "旧",
        "i2": "我的",
        "i6": "他的",
        "i5": "他的二",
        "i7": "我的二",
    }


def put_in_its_place(name: str, *more: SetCell) -> Form:
    last = ROWS[-1]
    filing = apply(example_filing(1), RemoveRow("p1", INDICATORS, last))
    old = BASE.indicators[-1]
    filing = apply(filing, InsertRow("p1", INDICATORS, 99, Indicator(old.dimension, old.category, name)))
    assert filing["p1"].form.indicators[-1].id == last  # the id of the removed row
    for edit in more:
        filing = apply(filing, edit)
    return filing["p1"].form


def test_a_new_row_under_a_removed_rows_id_takes_nothing_of_what_the_other_wrote_to_the_removed_one():
    fresh = put_in_its_place("新增道路里程")
    changed = edited(SetCell(cell("variance_note", -1), "老指标的偏差原因"))
    for mine, theirs in ((fresh, changed), (changed, fresh)):
        merged = merge(BASE, mine, theirs)
        by_name = {row.name: row.variance_note for row in merged.form.indicators}
        assert by_name["新增道路里程"] == ""
        assert by_name[BASE.indicators[-1].name] == "老指标的偏差原因"
        (conflict,) = merged.conflicts
        assert (conflict.field, bool(conflict.mine), bool(conflict.theirs)) == (
            "",
            mine is changed,
            theirs is changed,
        )


def test_an_empty_new_row_under_a_removed_rows_id_stays_empty():
    merged = merge(BASE, put_in_its_place(""), edited(SetCell(cell("score", -1), "4")))
    assert [(row.name, row.score) for row in merged.form.indicators[-2:]] in (
        [("", ""), (BASE.indicators[-1].name, "4")],
        [(BASE.indicators[-1].name, "4"), ("", "")],
    )


def test_a_new_row_under_a_removed_rows_id_may_have_a_name_like_that_rows():
    name = f"{BASE.indicators[-1].name}（复查）"
    merged = merge(
        BASE, put_in_its_place(name), edited(SetCell(cell("variance_note", -1), "老指标的偏差原因"))
    )
    assert {row.name: row.variance_note for row in merged.form.indicators}[name] == ""


def test_new_rows_of_both_under_a_removed_rows_id_are_both_there_and_shown():
    merged = merge(BASE, put_in_its_place("新增道路里程"), put_in_its_place("培训人次"))
    assert {"新增道路里程", "培训人次"} <= set(names(merged.form))
    assert [item.theirs.split()[-1] for item in merged.conflicts] == ["培训人次"]


def test_a_mended_name_is_the_same_row():
    old = BASE.indicators[-1].name
    merged = merge(
        BASE,
        edited(SetCell(cell("name", -1), f"1. {old}（%）")),
        edited(SetCell(cell("score", -1), "4")),
    )
    assert merged.conflicts == ()
    assert (merged.form.indicators[-1].name, merged.form.indicators[-1].score) == (f"1. {old}（%）", "4")
