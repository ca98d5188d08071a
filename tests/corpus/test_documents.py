"""Whole documents: several forms, forms of other kinds, what stands in headers, and what Word leaves behind."""

import pytest

from perfeval_gui.core.form import Form
from perfeval_gui.files.reading import ReadResult, read_bytes
from tests.corpus.making import UP, Block, Row, docx, docx_of, dump, html, rtf, word_body, word_document, xlsx
from tests.corpus.variants import FUNDING, GOAL, HEAD, NAME, NOTE, ROWS, SIGNED, TITLE, TOTAL, UNITS, usual

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def read(data: bytes) -> ReadResult:
    return read_bytes(data, "表")


def only_form(data: bytes) -> Form:
    forms = read(data).forms
    assert len(forms) == 1
    return forms[0]


def messages(result: ReadResult) -> str:
    return "\n".join(note.message for note in result.notes)


@pytest.mark.parametrize("make", [docx, html, xlsx, dump, rtf])
def test_seventy_forms_in_one_document_are_seventy(make) -> None:
    blocks: list[Block] = []
    for number in range(70):
        row: Row = ["项目名称", (f"项目{number + 1}", 8)]
        blocks += usual(head=(row, UNITS))
    forms = read(make(blocks)).forms
    assert [form.project_name for form in forms] == [f"项目{number + 1}" for number in range(70)]
    assert {form.sign_off.preparer for form in forms} == {"张三"}
    assert {len(form.indicators) for form in forms} == {4}


@pytest.mark.parametrize("make", [docx, html, xlsx, dump, rtf])
def test_forms_in_one_table_under_each_other_are_told_apart(make) -> None:
    table = [NAME, UNITS, *FUNDING, *GOAL, HEAD, *ROWS, TOTAL]
    forms = read(make([TITLE, [*table, *table]])).forms
    assert [len(form.indicators) for form in forms] == [4, 4]
    assert [form.total.score for form in forms] == ["98", "98"]


def test_forms_without_titles_between_them_are_told_apart() -> None:
    table = [NAME, UNITS, *FUNDING, *GOAL, HEAD, *ROWS, TOTAL]
    forms = read(docx([TITLE, table, NOTE, SIGNED, table, NOTE, SIGNED])).forms
    assert [form.sign_off.phone for form in forms] == ["13800000000", "13800000000"]


def test_a_table_that_goes_on_after_a_page_break_is_one_form() -> None:
    first, second = [NAME, UNITS, *FUNDING, *GOAL, HEAD, *ROWS[:2]], [HEAD, *ROWS[2:], TOTAL]
    form = only_form(docx([TITLE, first, "", second, NOTE, SIGNED]))
    assert [row.name for row in form.indicators] == ["养护里程", "验收合格率", "群众出行时间", "群众满意度"]
    assert form.total.score == "98"


def test_a_form_inside_a_layout_table_is_found() -> None:
    inner = word_body(usual())
    body = f"<w:tbl><w:tr><w:tc><w:p/>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    assert only_form(docx_of(body)).project_name == "农村公路日常养护"


def test_two_forms_side_by_side_in_a_layout_table_are_two() -> None:
    cell = f"<w:tc>{word_body(usual())}<w:p/></w:tc>"
    assert len(read(docx_of(f"<w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl>")).forms) == 2


def test_a_small_table_inside_a_value_is_text_of_the_value() -> None:
    body = word_body(usual()).replace(
        '<w:t xml:space="preserve">雨季停工</w:t></w:r></w:p>',
        '<w:t xml:space="preserve">雨季停工</w:t></w:r></w:p>' + word_body([[["6月", "12天"]]]) + "<w:p/>",
    )
    assert only_form(docx_of(body)).indicators[0].variance_note == "雨季停工\n6月\u300012天"


# ---- forms of other kinds ----


def test_a_department_level_form_is_refused_with_a_reason_and_nothing_else() -> None:
    table: list[Row] = [
        ["部门名称", ("区交通运输局", 8)],
        [
            "年度预算申请\n（万元）",
            ("", 2),
            "年初预算数",
            "全年预算数",
            "全年执行数",
            "分值",
            "执行率",
            "得分",
        ],
        [UP, ("年度资金总额", 2), "900", "880", "870", "10", "98.86%", "9.89"],
        [UP, ("其中：基本支出", 2), "500", "500", "500", "", "", ""],
        [UP, ("项目支出", 2), "400", "380", "370", "", "", ""],
        *GOAL,
        HEAD,
        *ROWS,
        TOTAL,
    ]
    result = read(docx(["附件2\n2024年度部门整体支出绩效自评表", table, NOTE, SIGNED]))
    assert result.forms == ()
    assert [(note.form, note.severity) for note in result.notes] == [(None, "warning")]
    assert "部门整体" in result.notes[0].message


def test_beside_a_department_level_form_the_projects_are_still_read() -> None:
    department: list[Block] = [
        "附件2\n2024年度部门整体支出绩效自评表",
        [["部门名称", ("区交通运输局", 8)], *FUNDING, HEAD, *ROWS],
    ]
    result = read(docx([*department, *usual()]))
    assert [form.project_name for form in result.forms] == ["农村公路日常养护"]
    assert "部门整体" in messages(result)


def test_a_goal_table_gives_targets_and_leaves_the_rest_blank() -> None:
    table: list[Row] = [
        ["项目名称", ("农村公路日常养护", 3)],
        ["主管部门及代码", "219-区交通运输局", "实施单位", "区公路中心"],
        ["项目属性", "延续项目", "项目期", "1年"],
        ["项目资金\n（万元）", ("年度资金总额：", 2), "120"],
        [UP, ("其中：财政拨款", 2), "100"],
        [UP, ("其他资金", 2), "20"],
        ["年度绩效目标", ("养护公路60公里。", 3)],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "养护里程", "≥60公里"],
        [UP, "质量指标", "验收合格率", "100%"],
        ["效益指标", "社会效益指标", "群众出行时间", "缩短"],
    ]
    for make in (docx, html, xlsx, dump, rtf):
        result = read(make(["2024年度项目支出绩效目标表", table]))
        form = result.forms[0]
        assert [(row.source, row.initial_budget) for row in form.funding] == [
            ("年度资金总额：", "120"),
            ("其中：财政拨款", "100"),
            ("其他资金", "20"),
        ]
        assert form.goal.expected == "养护公路60公里。"
        assert [(row.dimension, row.category, row.name, row.target) for row in form.indicators] == [
            ("产出指标", "数量指标", "养护里程", "≥60公里"),
            ("产出指标", "质量指标", "验收合格率", "100%"),
            ("效益指标", "社会效益指标", "群众出行时间", "缩短"),
        ]
        assert [(item.label, item.text) for item in form.extra] == [
            ("项目属性", "延续项目"),
            ("项目期", "1年"),
        ]
        assert "绩效目标表" in messages(result)


def test_in_a_goal_table_with_two_terms_the_year_counts_and_the_long_term_is_kept() -> None:
    table: list[Row] = [
        ["项目名称", ("农村公路日常养护", 6)],
        ["主管部门", ("区交通运输局", 2), "实施单位", ("区公路中心", 3)],
        ["项目资金\n（万元）", ("中期资金总额：", 2), "360", ("年度资金总额：", 2), "120"],
        ["总体目标", ("中期目标", 3), ("年度目标", 3)],
        [UP, ("三年养护180公里。", 3), ("养护公路60公里。", 3)],
        ["一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "养护里程", "≥180公里", "数量指标", "养护里程", "≥60公里"],
    ]
    form = only_form(docx(["项目支出绩效目标申报表\n（2024年度）", table]))
    assert form.goal.expected == "养护公路60公里。"
    assert [(row.category, row.name, row.target) for row in form.indicators] == [
        ("数量指标", "养护里程", "≥60公里")
    ]
    assert [(row.source, row.initial_budget) for row in form.funding] == [("年度资金总额：", "120")]
    kept = {(item.label, item.text) for item in form.extra}
    assert {("中期资金总额：", "360"), ("中期目标", "三年养护180公里。"), ("指标值", "≥180公里")} <= kept


def test_a_scoring_system_alone_is_no_form() -> None:
    result = read(docx([[HEAD, *ROWS, TOTAL]]))
    assert result.forms == ()
    assert [(note.form, note.severity) for note in result.notes] == [(None, "warning")]


@pytest.mark.parametrize("make", [docx, html, xlsx, dump, rtf])
def test_a_readable_file_without_a_form_gives_one_warning(make) -> None:
    result = read(make(["会议通知", [["时间", "地点"], ["3月1日", "三楼"]]]))
    assert (result.forms, len(result.notes)) == ((), 1)
    assert (result.notes[0].form, result.notes[0].severity) == (None, "warning")


# ---- outside the body ----


def with_parts(body: str, **kinds: str) -> bytes:
    """Return a .docx with a header or footer part of the given content."""
    relations = "".join(
        f'<Relationship Id="h{n}" Type="{OFFICE}/{kind}" Target="{kind}1.xml"/>'
        for n, kind in enumerate(kinds)
    )
    schema = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{schema}">{relations}</Relationships>',
        **{f"word/{kind}1.xml": f"<w:hdr {W}>{content}</w:hdr>" for kind, content in kinds.items()},
    }
    return docx_of(body, **parts)


def test_title_and_sign_off_in_header_and_footer_are_found() -> None:
    table: Block = [NAME, UNITS, *FUNDING, *GOAL, HEAD, *ROWS, TOTAL]
    form = only_form(with_parts(word_body([table]), header=word_body([TITLE]), footer=word_body([SIGNED])))
    assert (form.fiscal_year, form.sign_off.preparer, form.sign_off.phone) == ("2024", "张三", "13800000000")


def test_title_and_sign_off_in_text_boxes_are_found_once() -> None:
    table: Block = [NAME, UNITS, *FUNDING, *GOAL, HEAD, *ROWS, TOTAL]
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'

    def box(text: str) -> str:
        content = f"<w:txbxContent>{word_body([text])}</w:txbxContent>"
        return (
            f"<w:p><w:r><mc:AlternateContent {mc}><mc:Choice Requires='wps'>{content}</mc:Choice>"
            f"<mc:Fallback><w:pict>{content}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        )

    form = only_form(docx_of(box(TITLE) + word_body([table]) + box(SIGNED)))
    assert (form.fiscal_year, form.sign_off.filed_on) == ("2024", "2025年3月1日")


def test_a_form_inside_a_text_box_is_found() -> None:
    box = f"<w:p><w:r><w:pict><w:txbxContent>{word_body(usual())}</w:txbxContent></w:pict></w:r></w:p>"
    assert only_form(docx_of(box)).indicators[0].name == "养护里程"


# ---- what Word leaves behind ----


def changed(old: str, new: str) -> bytes:
    body = word_body(usual())
    assert old in body
    return docx_of(body.replace(old, new, 1))


RUN = '<w:r><w:t xml:space="preserve">58公里</w:t></w:r>'


@pytest.mark.parametrize(
    "tracked",
    [
        f"<w:del><w:r><w:delText>57</w:delText></w:r></w:del><w:ins>{RUN}</w:ins>",
        f"<w:moveFrom><w:r><w:t>搬走的字</w:t></w:r></w:moveFrom>{RUN}",
        f"<w:del><w:r><w:tab/><w:delText>57</w:delText><w:br/></w:r></w:del>{RUN}",
        f"{RUN}<w:del><w:ins><w:r><w:delText>又</w:delText></w:r></w:ins></w:del>",
    ],
)
def test_of_tracked_changes_the_final_text_counts(tracked: str) -> None:
    assert only_form(changed(RUN, tracked)).indicators[0].actual == "58公里"


MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def test_what_stands_there_once_more_for_old_programs_is_read_once() -> None:
    both = (
        f"<mc:AlternateContent {MC}><mc:Choice Requires='w14'>{RUN}</mc:Choice>"
        f"<mc:Fallback>{RUN}</mc:Fallback></mc:AlternateContent>"
    )
    assert only_form(changed(RUN, both)).indicators[0].actual == "58公里"
    old_only = both.replace(RUN, "<w:r><w:drawing/></w:r>", 1)
    assert only_form(changed(RUN, old_only)).indicators[0].actual == "58公里"


PROMPT = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent>"


def test_the_prompt_of_a_control_that_nobody_filled_in_is_no_text() -> None:
    prompt = "<w:r><w:t>单击或点击此处输入文字。</w:t></w:r>"
    inside = f"<w:sdt>{PROMPT.format(prompt)}</w:sdt>"
    assert only_form(changed(RUN, inside)).indicators[0].actual == ""
    paragraph = f"<w:p>{RUN}</w:p>"
    around = f"<w:sdt>{PROMPT.format(f'<w:p>{prompt}</w:p>')}</w:sdt>"
    form = only_form(changed(paragraph, around))
    assert (form.indicators[0].actual, form.indicators[0].weight) == ("", "30")


def test_hidden_text_is_read_with_a_note() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>约</w:t></w:r>"
    result = read(changed(RUN, hidden + RUN))
    assert result.forms[0].indicators[0].actual == "约58公里"
    assert "隐藏文字" in messages(result)
    end_of_paragraph = "<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>"
    assert "隐藏文字" not in messages(read(changed(RUN, end_of_paragraph + RUN)))


def test_a_row_deleted_with_tracking_is_gone() -> None:
    body = word_body(usual())
    row = body.rindex("<w:tr>", 0, body.index("验收合格率"))
    body = body[: row + 6] + "<w:trPr><w:del/></w:trPr>" + body[row + 6 :]
    assert [item.name for item in only_form(docx_of(body)).indicators] == [
        "养护里程",
        "群众出行时间",
        "群众满意度",
    ]


@pytest.mark.parametrize("number", ['<w:numId w:val="2"/>', '<w:ilvl w:val="0"/><w:numId w:val="7"/>'])
def test_automatic_list_numbers_are_no_text_and_noted_once_a_form(number: str) -> None:
    paragraph = f"<w:p><w:pPr><w:numPr>{number}</w:numPr></w:pPr>"
    body = word_body(usual()).replace(
        '<w:p><w:r><w:t xml:space="preserve">养护', paragraph + "<w:r><w:t>养护"
    )
    result = read(docx_of(body))
    assert result.forms[0].indicators[0].name == "养护里程"
    assert sum("自动编号" in note.message for note in result.notes) == 1


def test_a_paragraph_that_switches_numbering_off_is_not_numbered() -> None:
    paragraph = '<w:p><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>'
    body = word_body(usual()).replace(
        '<w:p><w:r><w:t xml:space="preserve">养护', paragraph + "<w:r><w:t>养护"
    )
    assert "自动编号" not in messages(read(docx_of(body)))


def test_a_literal_bookmark_goes_with_a_note_at_its_cell() -> None:
    result = read(changed(">58公里", ">[bookmark: _GoBack]58公里"))
    assert result.forms[0].indicators[0].actual == "58公里"
    assert [note.where for note in result.notes] == ["/indicators/0/actual"]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("98\u202e.5\u202c公里", "98.5公里"),
        ("58\u200b公里", "58公里"),
        ("5\u00ad8公里", "58公里"),
        ("58公\ufeff里", "58公里"),
        ("58公里\u3000", "58公里"),
    ],
)
def test_what_cannot_be_seen_goes_and_is_noted(written: str, read_as: str) -> None:
    result = read(changed(">58公里", f">{written}"))
    assert result.forms[0].indicators[0].actual == read_as
    noted = [note.where for note in result.notes if note.check != "F01"]
    assert noted == ([] if written.endswith("\u3000") else ["/indicators/0/actual"])


def test_inner_tabs_and_line_breaks_stay() -> None:
    run = "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r>"
    assert only_form(changed(RUN, run)).indicators[0].actual == "甲\t乙\n丙"


def test_five_thousand_characters_go_into_the_field_and_the_rest_is_kept() -> None:
    text = "很长的说明。" * 2000
    result = read(changed("雨季停工", text))
    form = result.forms[0]
    assert form.indicators[0].variance_note == text[:5000]
    assert "".join(item.text for item in form.extra) == text[5000:]
    assert any(
        note.where == "/indicators/0/variance_note" and note.severity == "warning" for note in result.notes
    )


def test_fields_show_their_result_and_not_their_code() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGEREF x \\h</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{RUN}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert only_form(changed(RUN, field)).indicators[0].actual == "58公里"


def test_a_check_box_symbol_becomes_a_box_that_can_be_read() -> None:
    symbol = f'<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>{RUN}'
    assert only_form(changed(RUN, symbol)).indicators[0].actual == "☑58公里"


def test_an_equation_is_read_as_its_text() -> None:
    math = '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>≥</m:t></m:r></m:oMath>'
    assert only_form(changed(RUN, math + RUN)).indicators[0].actual == "≥58公里"


def test_an_iso_strict_document_is_read() -> None:
    strict = word_document(word_body(usual())).replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="word/document.xml"/>'
        "</Relationships>"
    )
    data = docx_of("", **{"word/document.xml": strict, "_rels/.rels": rels})
    assert only_form(data).total.score == "98"


def test_macros_and_outside_links_are_ignored_and_said() -> None:
    result = read(docx_of(word_body(usual()), **{"word/vbaProject.bin": b"\xd0\xcf\x11\xe0 not opened"}))
    assert len(result.forms) == 1
    assert "宏" in messages(result)


@pytest.mark.parametrize(
    "span", ["1000000", "2147483648", "100000000000000000000", "abc", "", "1.5", "0", "-1", "64"]
)
def test_a_span_that_makes_no_sense_counts_as_one_with_a_notice(span: str) -> None:
    result = read(changed('<w:gridSpan w:val="8"/>', f'<w:gridSpan w:val="{span}"/>'))
    assert result.forms[0].project_name == "农村公路日常养护"
    assert "合并列数" in messages(result)


def test_a_merge_without_a_beginning_stands_alone() -> None:
    form = only_form(
        changed(
            '<w:tcPr></w:tcPr><w:p><w:r><w:t xml:space="preserve">58公里',
            '<w:tcPr><w:vMerge/></w:tcPr><w:p><w:r><w:t xml:space="preserve">58公里',
        )
    )
    assert form.indicators[0].actual == "58公里"


# ---- what only the source can show ----


def test_bookmarks_padding_and_a_glued_sign_off_are_remarks_of_their_checks() -> None:
    blocks = usual(below=(NOTE, "填表人：张三 填报日期：2025年3月1日 联系电话：13800000000单位负责人签字："))
    body = word_body(blocks).replace(">58公里", ">　[bookmark: _GoBack]58公里", 1)
    result = read(docx_of(body))
    assert result.forms[0].sign_off.phone == "13800000000"
    assert {note.check for note in result.notes} == {"F01", "F10", "F11"}
    assert {note.severity for note in result.notes} == {"hint"}


def test_a_title_laid_out_unlike_the_others_is_remarked_on_at_its_form() -> None:
    one_line = usual(title="附件3     2024年度项目支出绩效自评表")
    result = read(docx([*usual(), *one_line, *usual()]))
    assert [(note.form, note.check) for note in result.notes] == [(1, "F12")]


def test_names_in_the_page_header_fill_what_the_table_lacks() -> None:
    table: Block = [NAME, *FUNDING, *GOAL, HEAD, *ROWS, TOTAL]
    form = only_form(
        with_parts(
            word_body([TITLE, table]), header=word_body(["主管部门：区交通运输局　实施单位：区公路中心"])
        )
    )
    assert (form.supervising_department, form.implementing_unit) == ("区交通运输局", "区公路中心")


def test_a_text_box_inside_a_cell_is_not_read_into_the_cell() -> None:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    content = f"<w:txbxContent>{word_body(['旁边的框'])}</w:txbxContent>"
    box = (
        f"<w:r><mc:AlternateContent {mc}><mc:Choice Requires='wps'>{content}</mc:Choice>"
        f"<mc:Fallback><w:pict>{content}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert only_form(changed(RUN, RUN + box)).indicators[0].actual == "58公里"


@pytest.mark.parametrize(
    "wrapper", ["w:sdt><w:sdtContent", "w:smartTag", "w:hyperlink", "w:ins", "w:fldSimple"]
)
def test_text_inside_controls_tags_and_links_is_text(wrapper: str) -> None:
    closing = ">".join(f"</{name.split('<')[-1]}" for name in reversed(wrapper.split(">"))) + ">"
    assert only_form(changed(RUN, f"<{wrapper}>{RUN}{closing}")).indicators[0].actual == "58公里"


# ---- which profile ----


def profile_of(**changes: object) -> str:
    return read(docx(usual(**changes))).profile_ids[0]  # type: ignore[arg-type]


def test_the_usual_form_is_of_the_default_profile() -> None:
    assert profile_of() == "annex3-2024"


def test_a_form_with_a_cost_section_is_of_the_cost_family() -> None:
    rows = [
        HEAD,
        [UP, "成本指标（20分）", "经济成本指标", "养护单价", "≤1万元", "1万元", "20", "20", ""],
        [UP, "产出指标（40分）", *ROWS[0][2:]],
        [UP, "效益指标（20分）", *ROWS[2][2:]],
        ROWS[3],
    ]
    assert profile_of(indicators=rows) == "cost-2022"


def test_a_form_with_twenty_points_for_the_execution_is_of_the_hubei_family() -> None:
    funding = [FUNDING[0], [UP, ("年度资金总额", 2), "120", "110", "99", "20", "90%", "18"], *FUNDING[2:]]
    rows = [HEAD, [UP, "产出指标\n（40分）", *ROWS[0][2:]], *ROWS[1:]]
    assert profile_of(funding=funding, indicators=rows) == "hubei-2020"


# ---- columns that do not quite fit ----


def test_edges_dragged_a_little_out_of_line_do_not_move_a_value() -> None:
    body = word_body(usual())
    row = body.index("<w:tr>", body.index("偏差原因分析"))
    end = body.index("</w:tr>", row)
    # the second row's cells from 三级指标 on begin one narrow grid column earlier than their heads
    shifted = body[row:end].replace(
        "<w:tcPr></w:tcPr>" + word_body(["养护里程"]),
        '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + word_body(["养护里程"]),
    )
    form = only_form(docx_of(body[:row] + shifted + body[end:]))
    assert (form.indicators[0].name, form.indicators[0].weight, form.indicators[0].score) == (
        "养护里程",
        "30",
        "29",
    )


def test_rows_from_which_merged_cells_were_left_out_are_moved_into_place() -> None:
    table = [NAME, UNITS, *FUNDING, *GOAL, HEAD, *ROWS, TOTAL]
    bare = [[cell for cell in row if cell != UP] for row in table]
    form = only_form(docx([TITLE, bare, NOTE, SIGNED]))
    assert [(row.dimension, row.category, row.score) for row in form.indicators] == [
        ("产出指标", "数量指标", "29"),
        ("产出指标", "质量指标", "20"),
        ("效益指标", "社会效益指标", "30"),
        ("满意度指标", "服务对象满意度指标", "10"),
    ]
    assert [row.source for row in form.funding] == ["年度资金总额", "其中：当年财政拨款", "其他资金"]
    assert (form.goal.expected, form.goal.achieved) == ("养护公路60公里。", "养护公路58公里。")
