"""One made-up form for each way in which published forms differ, with what an importer must find in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.corpus.making import UP, Block, Row

NAME: Row = ["项目名称", ("农村公路日常养护", 8)]
UNITS: Row = ["主管部门", ("区交通运输局", 3), ("实施单位", 2), ("区公路中心", 3)]
FUNDING: list[Row] = [
    ["项目资金\n（万元）", ("", 2), "年初\n预算数", "全年\n预算数", "全年\n执行数", "分值", "执行率", "得分"],
    [UP, ("年度资金总额", 2), "120", "110", "99", "10", "90%", "9"],
    [UP, ("其中：当年财政拨款", 2), "120", "110", "99", "—", "90%", "—"],
    [UP, ("其他资金", 2), "0", "", "", "—", "", "—"],
]
GOAL: list[Row] = [
    ["年度总体目标", ("预期目标", 4), ("实际完成情况", 4)],
    [UP, ("养护公路60公里。", 4), ("养护公路58公里。", 4)],
]
HEAD: Row = [
    "绩效指标", "一级指标", "二级指标", "三级指标", "年度\n指标值", "实际\n完成值", "分值", "得分", "偏差原因分析及改进措施",
]  # fmt: skip
ROWS: list[Row] = [
    [UP, "产出指标\n（50分）", "数量指标", "养护里程", "≥60公里", "58公里", "30", "29", "雨季停工"],
    [UP, UP, "质量指标", "验收合格率", "100%", "100%", "20", "20", ""],
    [UP, "效益指标\n（30分）", "社会效益指标", "群众出行时间", "缩短", "缩短", "30", "30", ""],
    [UP, "满意度指标\n（10分）", "服务对象满意度指标", "群众满意度", "≥95%", "96%", "10", "10", ""],
]
TOTAL: Row = [("总分", 6), "100", "98", ""]
TITLE = "附件3\n2024年度项目支出绩效自评表"
NOTE = "备注：一个一级项目支出一张表。"
SIGNED = "填表人：张三　填报日期：2025年3月1日　联系电话：13800000000　单位负责人签字："

BASE: dict[str, str] = {
    "/fiscal_year": "2024",
    "/project_name": "农村公路日常养护",
    "/supervising_department": "区交通运输局",
    "/implementing_unit": "区公路中心",
    "/funding/0/source": "年度资金总额",
    "/funding/0/initial_budget": "120",
    "/funding/0/revised_budget": "110",
    "/funding/0/outturn": "99",
    "/funding/0/weight": "10",
    "/funding/0/execution_rate": "90%",
    "/funding/0/score": "9",
    "/funding/1/source": "其中：当年财政拨款",
    "/funding/1/weight": "—",
    "/funding/2/source": "其他资金",
    "/funding/2/initial_budget": "0",
    "/goal/expected": "养护公路60公里。",
    "/goal/achieved": "养护公路58公里。",
    "/dimensions/0/name": "产出指标",
    "/dimensions/0/points": "50",
    "/dimensions/1/name": "效益指标",
    "/dimensions/2/name": "满意度指标",
    "/indicators/0/dimension": "产出指标",
    "/indicators/0/category": "数量指标",
    "/indicators/0/name": "养护里程",
    "/indicators/0/target": "≥60公里",
    "/indicators/0/actual": "58公里",
    "/indicators/0/weight": "30",
    "/indicators/0/score": "29",
    "/indicators/0/variance_note": "雨季停工",
    "/indicators/1/dimension": "产出指标",
    "/indicators/1/category": "质量指标",
    "/indicators/3/dimension": "满意度指标",
    "/indicators/3/category": "服务对象满意度指标",
    "/indicators/3/score": "10",
    "/total/weight": "100",
    "/total/score": "98",
    "/note": NOTE,
    "/sign_off/preparer": "张三",
    "/sign_off/filed_on": "2025年3月1日",
    "/sign_off/phone": "13800000000",
}


@dataclass(frozen=True)
class Variant:
    """A made-up document: what differs from the usual form in what is found, in extras and in notes."""

    blocks: Sequence[Block]
    differs: Mapping[str, str | None] = field(default_factory=dict)  # None: not compared
    extra: Sequence[tuple[str, str]] = ()
    doubts: Sequence[str] = ()  # pointers that must have a note
    counts: Mapping[str, int] = field(
        default_factory=lambda: {"funding": 3, "dimensions": 3, "indicators": 4}
    )
    only: frozenset[str] = frozenset()  # the containers in which this can be told, all where empty


def counted(**changes: int) -> dict[str, int]:
    return {"funding": 3, "dimensions": 3, "indicators": 4, **changes}


def usual(
    *,
    title: str = TITLE,
    above: Sequence[Block] = (),
    head: Sequence[Row] = (NAME, UNITS),
    funding: Sequence[Row] = FUNDING,
    goal: Sequence[Row] = GOAL,
    indicators: Sequence[Row] = (HEAD, *ROWS),
    total: Sequence[Row] = (TOTAL,),
    below: Sequence[Block] = (NOTE, SIGNED),
) -> list[Block]:
    return [title, *above, [*head, *funding, *goal, *indicators, *total], *below]


def without_column(rows: Sequence[Row], *columns: int) -> list[Row]:
    return [[cell for place, cell in enumerate(row) if place not in columns] for row in rows]


GRIDDED = frozenset({"docx", "html", "xlsx", "rtf"})

VARIANTS: dict[str, Variant] = {
    "the usual form": Variant(usual()),
    # ---- title ----
    "title in one paragraph": Variant(usual(title="附件3     2024年度项目支出绩效自评表")),
    "附件：before the title": Variant(usual(title="附件：\n2024年度项目支出绩效自评表")),
    "公开14表": Variant(usual(title="公开14表\n2024年度部门预算项目支出绩效自评表")),
    "附表2 and year on its own line": Variant(usual(title="附表2\n项目支出绩效自评表\n（2024年度）")),
    "绩效目标自评表": Variant(usual(title="附件1\n项目支出绩效目标自评表\n（2024年度）")),
    "县级专项资金绩效目标自评表": Variant(usual(title="2024年度县级专项资金绩效目标自评表")),
    "year in Chinese digits": Variant(usual(title="二〇二四年度项目支出绩效自评表")),
    "year in full-width digits": Variant(usual(title="２０２４年度项目支出绩效自评表")),
    "no year": Variant(usual(title="附件3\n年度项目支出绩效自评表"), {"/fiscal_year": ""}),
    "project name inside the title": Variant(
        usual(title="2024年度农村公路日常养护项目绩效自评表", head=(UNITS,)),
        {"/project_name": "农村公路日常养护"},
        doubts=("/project_name",),
    ),
    # ---- head ----
    "专项资金名称": Variant(usual(head=(["专项资金名称", ("农村公路日常养护", 8)], UNITS))),
    "label broken over two lines": Variant(usual(head=(["项目支\n出名称", ("农村公路日常养护", 8)], UNITS))),
    "code before the name": Variant(
        usual(head=(["项目名称", ("51000021R000000000001-农村公路日常养护", 8)], UNITS)),
        {"/project_name": "51000021R000000000001-农村公路日常养护"},
    ),
    "codes before the units": Variant(
        usual(head=(NAME, ["主管部门", ("219-区交通运输局", 3), ("实施单位", 2), ("[155]区公路中心", 3)])),
        {"/supervising_department": "219-区交通运输局", "/implementing_unit": "[155]区公路中心"},
    ),
    "负责人及电话 in the head": Variant(
        usual(
            head=(["项目名称", ("农村公路日常养护", 3), ("负责人及电话", 2), ("李四 13800000000", 3)], UNITS)
        ),
        extra=(("负责人及电话", "李四 13800000000"),),
        doubts=("/project_name",),
    ),
    "check boxes for the kind of project": Variant(
        usual(head=(NAME, UNITS, ["项目类别", ("1.部门预算项目 R　2.专项资金 £", 8)])),
        extra=(("项目类别", "1.部门预算项目 R　2.专项资金 £"),),
    ),
    "专项实施期 and 报表编号": Variant(
        usual(above=("报表编号：JX-07",), head=(NAME, UNITS, ["专项实施期", ("2023-2025年", 8)])),
        extra=(("报表编号", "JX-07"), ("专项实施期", "2023-2025年")),
    ),
    "自评总分 and 财政审定评分 in the head": Variant(
        usual(head=(NAME, UNITS, ["自评总分", ("98", 3), ("财政审定评分", 2), ("97", 3)]), total=()),
        {"/total/weight": ""},
        extra=(("财政审定评分", "97"),),
    ),
    "labels and names in one cell": Variant(
        usual(
            head=(
                [("项目名称：农村公路日常养护", 9)],
                [("主管部门：区交通运输局", 5), ("实施单位：区公路中心", 4)],
            )
        )
    ),
    "departments of two levels": Variant(
        usual(
            head=(
                NAME,
                ["中央主管部门", ("交通运输部", 3), ("地方主管部门", 2), ("区交通运输局", 3)],
                ["资金使用单位", ("区公路中心", 8)],
            )
        ),
        {"/supervising_department": "交通运输部"},
        extra=(("地方主管部门", "区交通运输局"),),
        doubts=("/supervising_department",),
    ),
    **{
        f"{department} and {unit}": Variant(
            usual(
                head=(NAME, [department, ("区交通运输局", 3), (unit, 2), ("区公路中心", 3)]),
            )
        )
        for department, unit in (
            ("预算部门", "实施单位"),
            ("预算部门", "预算单位"),
            ("一级预算部门", "执行单位"),
            ("项目主管部门", "资金使用单位"),
            ("预算主管部门", "项目责任单位"),
            ("预算单位", "项目建设单位"),
        )
    },
    "year in a row of the head": Variant(
        usual(title="项目支出绩效自评表", head=(["年度", ("2024", 8)], NAME, UNITS)),
    ),
    "stamp in the label": Variant(
        usual(
            head=(NAME, ["主管部门（盖章）", ("区交通运输局", 3), ("实施单位（公章）", 2), ("区公路中心", 3)])
        )
    ),
    # ---- funding ----
    "money in 元": Variant(
        usual(
            funding=(
                [
                    "项目资金（元）",
                    ("", 2),
                    "年初预算数",
                    "全年预算数",
                    "全年执行数",
                    "分值",
                    "执行率",
                    "得分",
                ],
                [UP, ("年度资金总额", 2), "1200000", "1100000", "990000", "10", "90%", "9"],
                *FUNDING[2:],
            )
        ),
        {
            "/funding/0/initial_budget": "1200000",
            "/funding/0/revised_budget": "1100000",
            "/funding/0/outturn": "990000",
            "/funding_unit": "元",
        },
        doubts=("/funding",),
    ),
    "单位：元 above the table": Variant(
        usual(above=("金额单位：元",), funding=(["项目资金", *FUNDING[0][1:]], *FUNDING[1:])),
        {"/funding_unit": "元"},
        doubts=("/funding",),
    ),
    "单位：万元 above the table": Variant(usual(above=("单位：万元",))),
    "unit inside the cells": Variant(
        usual(
            funding=(
                FUNDING[0],
                [UP, ("年度资金总额", 2), "120万元", "110万元", "99万元", "10", "90%", "9"],
                *FUNDING[2:],
            )
        ),
        {
            "/funding/0/initial_budget": "120万元",
            "/funding/0/revised_budget": "110万元",
            "/funding/0/outturn": "99万元",
        },
    ),
    "A and B without begin": Variant(
        usual(
            funding=(
                [
                    "预算执行情况（万元）",
                    ("", 2),
                    "",
                    "全年预算数（A）",
                    "全年执行数（B）",
                    "分值",
                    "执行率（B/A）",
                    "得分",
                ],
                [UP, ("年度资金总额", 2), "", "110", "99", "10", "90%", "9"],
                [UP, ("其中：当年财政拨款", 2), "", "110", "99", "—", "90%", "—"],
                [UP, ("其他资金", 2), "", "", "", "—", "", "—"],
            )
        ),
        {"/funding/0/initial_budget": "", "/funding/2/initial_budget": ""},
    ),
    "begin only": Variant(
        usual(
            funding=(
                ["项目资金（万元）", ("资金来源", 3), "年初预算数", "全年执行数", "分值", "执行率", "得分"],
                [UP, ("年度资金总额", 3), "120", "99", "10", "82.5%", "8.25"],
            )
        ),
        {
            "/funding/0/revised_budget": "",
            "/funding/0/execution_rate": "82.5%",
            "/funding/0/score": "8.25",
            "/funding/1/source": None,
            "/funding/1/weight": None,
            "/funding/2/source": None,
            "/funding/2/initial_budget": None,
        },
        counts=counted(funding=1),
    ),
    "调整后预算数 with its reason and 到位数": Variant(
        usual(
            funding=(
                [
                    "项目资金（万元）",
                    "",
                    "年初预算数",
                    "调整后预算数",
                    "调整原因",
                    "到位数",
                    "全年执行数",
                    "执行率",
                    "得分",
                ],
                [UP, "年度资金总额", "120", "110", "压减", "105", "99", "90%", "9"],
            )
        ),
        {
            "/funding/0/weight": "",
            "/funding/1/source": None,
            "/funding/1/weight": None,
            "/funding/2/source": None,
            "/funding/2/initial_budget": None,
        },
        extra=(("调整原因", "压减"), ("到位数", "105")),
        doubts=("/funding/0",),
        counts=counted(funding=1),
    ),
    "中央 省 本级 其他 as columns": Variant(
        usual(
            funding=(
                [
                    "项目资金（万元）",
                    "",
                    "全年预算数",
                    "中央",
                    "省级",
                    "本级",
                    "其他",
                    "全年执行数",
                    "执行率",
                ],
                [UP, "年度资金总额", "110", "50", "30", "30", "0", "99", "90%"],
            )
        ),
        {
            "/funding/0/initial_budget": "",
            "/funding/0/weight": "",
            "/funding/0/score": "",
            "/funding/1/source": None,
            "/funding/1/weight": None,
            "/funding/2/source": None,
            "/funding/2/initial_budget": None,
        },
        extra=(("中央", "50"), ("省级", "30"), ("本级", "30"), ("其他", "0")),
        counts=counted(funding=1),
    ),
    "rate as a plain number": Variant(
        usual(
            funding=(
                FUNDING[0],
                [UP, ("年度资金总额", 2), "120", "110", "99", "10", "0.9", "9"],
                *FUNDING[2:],
            )
        ),
        {"/funding/0/execution_rate": "0.9"},
    ),
    "资金总额 below 项目资金": Variant(
        usual(funding=(FUNDING[0], [UP, ("资金总额", 2), *FUNDING[1][2:]], *FUNDING[2:])),
        {"/funding/0/source": "资金总额"},
    ),
    "rows by level of government": Variant(
        usual(
            funding=(
                FUNDING[0],
                FUNDING[1],
                [UP, ("中央补助", 2), "60", "60", "50", "/", "", "/"],
                [UP, ("自治区补助", 2), "30", "30", "30", "/", "", "/"],
                [UP, ("财政专户管理资金", 2), "0", "", "", "-", "0.00%", "-"],
            )
        ),
        {
            "/funding/1/source": "中央补助",
            "/funding/1/weight": "/",
            "/funding/2/source": "自治区补助",
            "/funding/2/initial_budget": "30",
            "/funding/3/source": "财政专户管理资金",
            "/funding/3/execution_rate": "0.00%",
        },
        counts=counted(funding=4),
    ),
    "其中 in a cell of its own": Variant(
        usual(
            funding=(
                FUNDING[0],
                FUNDING[1],
                [UP, "其中：", "当年财政拨款", "120", "110", "99", "—", "90%", "—"],
                [UP, UP, "其他资金", "0", "", "", "—", "", "—"],
            )
        ),
    ),
    "合计 as a row of the money": Variant(
        usual(funding=(FUNDING[0], [UP, ("合计", 2), "120", "110", "99", "10", "90%", "9"], *FUNDING[2:])),
        {"/funding/0/source": "合计"},
    ),
    "head of the money in two rows": Variant(
        usual(
            funding=(
                [
                    "项目资金\n（万元）",
                    ("资金来源", 2),
                    ("预算数", 2),
                    "全年执行数",
                    "分值",
                    "执行率",
                    "得分",
                ],
                [UP, (UP, 2), "年初预算数", "全年预算数", UP, UP, UP, UP],
                *FUNDING[1:],
            )
        ),
        only=GRIDDED,
    ),
    "reason for the adjustment across the money": Variant(
        usual(funding=(*FUNDING, [UP, ("调整原因", 2), ("年中压减一般性支出", 6)])),
        extra=(("调整原因", "年中压减一般性支出"),),
        only=GRIDDED,
    ),
    # ---- goal ----
    "年初设定目标": Variant(
        usual(goal=(["年度总体目标", ("年初设定目标", 4), ("全年实际完成情况", 4)], GOAL[1])),
    ),
    "年度总体目标完成情况": Variant(
        usual(
            goal=(["年度总体目标", ("年初设定目标", 4), ("年度总体目标完成情况", 4)], GOAL[1]),
        )
    ),
    "全年绩效目标实际完成情况": Variant(
        usual(
            goal=(["总体目标", ("年初绩效目标", 4), ("年度绩效目标实际完成情况", 4)], GOAL[1]),
        )
    ),
    "goal texts beside their labels": Variant(
        usual(
            goal=(
                ["年初设定目标", ("养护公路60公里。", 8)],
                ["年度总体目标完成情况综述", ("养护公路58公里。", 8)],
            )
        ),
    ),
    "goal begin, adjusted, actual and rate": Variant(
        usual(
            goal=(
                ["年度总体目标", ("年初目标", 2), ("调整后目标", 2), ("实际完成情况", 2), ("完成率", 2)],
                [UP, ("养护公路60公里。", 2), ("养护公路59公里。", 2), ("养护公路58公里。", 2), ("96.7%", 2)],
            )
        ),
        extra=(("调整后目标", "养护公路59公里。"), ("完成率", "96.7%")),
        doubts=("/goal/expected", "/goal/achieved"),
    ),
    "goal before funding": Variant(
        [TITLE, [NAME, UNITS, *GOAL, *FUNDING, HEAD, *ROWS, TOTAL], NOTE, SIGNED],
    ),
    "goals in several rows": Variant(
        usual(goal=(GOAL[0], GOAL[1], [UP, ("修补坑槽。", 4), ("已修补。", 4)])),
        {"/goal/expected": "养护公路60公里。\n修补坑槽。", "/goal/achieved": "养护公路58公里。\n已修补。"},
    ),
    "goal texts behind their labels in one cell": Variant(
        usual(
            goal=(["年度总体目标", ("预期目标：养护公路60公里。", 4), ("实际完成情况：养护公路58公里。", 4)],)
        ),
    ),
    # ---- indicator columns ----
    "weight before target": Variant(
        usual(
            indicators=[[row[n] for n in (0, 1, 2, 3, 6, 4, 5, 7, 8)] for row in (HEAD, *ROWS)],
            total=([("总分", 4), "100", "", "", "98", ""],),
        ),
        only=GRIDDED | {"unmerged xlsx"},
    ),
    "target in three columns with a second head row": Variant(
        usual(
            indicators=(
                [
                    "绩效指标",
                    "一级指标",
                    "二级指标",
                    "三级指标",
                    ("年度指标值", 3),
                    "实际完成值",
                    "分值",
                    "得分",
                ],
                [UP, UP, UP, UP, "指标性质", "指标值", "度量单位", UP, UP, UP],
                [UP, "产出指标（50分）", "数量指标", "养护里程", "≥", "60", "公里", "58公里", "30", "29"],
                [UP, UP, "质量指标", "验收合格率", "=", "100", "%", "100%", "20", "20"],
                [
                    UP,
                    "效益指标（30分）",
                    "社会效益指标",
                    "群众出行时间",
                    "定性",
                    "缩短",
                    "",
                    "缩短",
                    "30",
                    "30",
                ],
                [
                    UP,
                    "满意度指标（10分）",
                    "服务对象满意度指标",
                    "群众满意度",
                    "≥",
                    "95",
                    "%",
                    "96%",
                    "10",
                    "10",
                ],
            ),
            total=([("总分", 8), "100", "98"],),
        ),
        {
            "/indicators/0/variance_note": "",
            "/indicators/1/target": "=100%",
            "/indicators/2/target": "定性缩短",
        },
        doubts=("/indicators",),
    ),
    "target in three columns under one head": Variant(
        usual(
            indicators=(
                [
                    "绩效指标",
                    "一级指标",
                    "二级指标",
                    "三级指标",
                    ("年度指标值", 3),
                    "实际完成值",
                    "分值",
                    "得分",
                ],
                [UP, "产出指标（50分）", "数量指标", "养护里程", "≥", "60", "公里", "58公里", "30", "29"],
                [UP, UP, "质量指标", "验收合格率", "", "100%", "", "100%", "20", "20"],
                [UP, "效益指标（30分）", "社会效益指标", "群众出行时间", "", "缩短", "", "缩短", "30", "30"],
                [
                    UP,
                    "满意度指标（10分）",
                    "服务对象满意度指标",
                    "群众满意度",
                    "≥",
                    "95",
                    "%",
                    "96%",
                    "10",
                    "10",
                ],
            ),
            total=([("总分", 8), "100", "98"],),
        ),
        {"/indicators/0/variance_note": ""},
        only=frozenset({"docx", "html", "xlsx", "unmerged xlsx", "rtf"}),
    ),
    "no weight and no score": Variant(
        usual(indicators=without_column((HEAD, *ROWS), 6, 7), total=()),
        {
            "/indicators/0/weight": "",
            "/indicators/0/score": "",
            "/indicators/3/score": "",
            "/total/weight": "",
            "/total/score": "",
        },
    ),
    "no reason column": Variant(
        usual(indicators=without_column((HEAD, *ROWS), 8), total=([("总分", 6), "100", "98"],)),
        {"/indicators/0/variance_note": ""},
    ),
    "scoring method, 复核分, coefficient, 是否核心": Variant(
        usual(
            indicators=(
                [*HEAD, "评分方法", "复核分", "系数", "是否核心"],
                [*ROWS[0], "比例法", "28", "1.0", "是"],
                *[[*row, "", "", "", ""] for row in ROWS[1:]],
            ),
            total=([*TOTAL, "", "97", "", ""],),
        ),
        extra=(
            ("评分方法", "比例法"),
            ("复核分", "28"),
            ("系数", "1.0"),
            ("是否核心", "是"),
            ("复核分", "97"),
        ),
        doubts=("/indicators/0",),
    ),
    "unit in a column of its own": Variant(
        usual(
            indicators=(
                [
                    "绩效指标",
                    "一级指标",
                    "二级指标",
                    "三级指标",
                    "指标值",
                    "计量单位",
                    "实际完成值",
                    "分值",
                    "得分",
                ],
                [UP, "产出指标（50分）", "数量指标", "养护里程", "≥60", "公里", "58公里", "30", "29"],
                [UP, UP, "质量指标", "验收合格率", "100", "%", "100%", "20", "20"],
                [UP, "效益指标（30分）", "社会效益指标", "群众出行时间", "缩短", "", "缩短", "30", "30"],
                [UP, "满意度指标（10分）", "服务对象满意度指标", "群众满意度", "≥95", "%", "96%", "10", "10"],
            ),
            total=([("总分", 7), "100", "98"],),
        ),
        {"/indicators/0/variance_note": ""},
    ),
    # ---- levels and rows ----
    "labels repeated in every row": Variant(
        usual(
            indicators=(
                HEAD,
                ROWS[0],
                ["绩效指标", "产出指标\n（50分）", "质量指标", "验收合格率", "100%", "100%", "20", "20", ""],
                *[["绩效指标", *row[1:]] for row in ROWS[2:]],
            )
        )
    ),
    "cost family": Variant(
        usual(
            indicators=(
                HEAD,
                [
                    UP,
                    "成本指标（20分）",
                    "经济成本指标",
                    "养护单价",
                    "≤1万元/公里",
                    "1万元/公里",
                    "20",
                    "20",
                    "",
                ],
                [UP, "产出指标（40分）", "产出数量", "养护里程", "≥60公里", "58公里", "40", "39", "雨季停工"],
                [UP, "效益指标（20分）", "社会效益", "群众出行时间", "缩短", "缩短", "20", "20", ""],
                [
                    UP,
                    "满意度指标（10分）",
                    "服务对象满意度指标等",
                    "群众满意度",
                    "≥95%",
                    "96%",
                    "10",
                    "10",
                    "",
                ],
            )
        ),
        {
            "/dimensions/0/name": "成本指标",
            "/dimensions/0/points": "20",
            "/dimensions/1/name": "产出指标",
            "/dimensions/2/name": "效益指标",
            "/dimensions/3/name": "满意度指标",
            "/indicators/0/dimension": "成本指标",
            "/indicators/0/category": "经济成本指标",
            "/indicators/0/name": "养护单价",
            "/indicators/0/target": "≤1万元/公里",
            "/indicators/0/actual": "1万元/公里",
            "/indicators/0/weight": "20",
            "/indicators/0/score": "20",
            "/indicators/0/variance_note": "",
            "/indicators/1/category": "产出数量",
            "/indicators/3/category": "服务对象满意度指标等",
        },
        counts=counted(dimensions=4),
    ),
    "项目决策, 过程指标, 效果指标": Variant(
        usual(
            indicators=(
                HEAD,
                [UP, "项目决策", "立项依据", "养护里程", "≥60公里", "58公里", "30", "29", "雨季停工"],
                [UP, "过程指标", "质量指标", "验收合格率", "100%", "100%", "20", "20", ""],
                [UP, "效果指标", "社会效益", "群众出行时间", "缩短", "缩短", "30", "30", ""],
                [UP, "满意度指标（10）", "服务对象满意度指标", "群众满意度", "≥95%", "96%", "10", "10", ""],
            )
        ),
        {
            "/dimensions/0/name": "项目决策",
            "/dimensions/0/points": "",
            "/dimensions/1/name": "过程指标",
            "/dimensions/2/name": "效果指标",
            "/dimensions/3/points": "10",
            "/indicators/0/dimension": "项目决策",
            "/indicators/0/category": "立项依据",
            "/indicators/1/dimension": "过程指标",
        },
        counts=counted(dimensions=4),
    ),
    "绩效目标, 资金投入, 预算执行 as 二级指标": Variant(
        usual(
            indicators=(
                HEAD,
                [UP, "项目决策", "绩效目标", "绩效目标", "明确", "明确", "30", "29", "雨季停工"],
                [UP, UP, "资金投入", "资金", "100%", "100%", "20", "20", ""],
                [UP, "项目管理", "预算执行情况", "项目资金", "缩短", "缩短", "30", "30", ""],
                [UP, UP, "年度目标", "其他资金", "≥95%", "96%", "", "", ""],
            )
        ),
        {
            "/dimensions/0/name": "项目决策",
            "/dimensions/0/points": "",
            "/dimensions/1/name": "项目管理",
            "/dimensions/2/name": None,
            "/indicators/0/dimension": "项目决策",
            "/indicators/0/category": "绩效目标",
            "/indicators/0/name": "绩效目标",
            "/indicators/0/target": "明确",
            "/indicators/0/actual": "明确",
            "/indicators/1/dimension": "项目决策",
            "/indicators/1/category": "资金投入",
            "/indicators/3/dimension": "项目管理",
            "/indicators/3/category": "年度目标",
            "/indicators/3/score": "",
        },
        counts=counted(dimensions=2),
        only=GRIDDED,
    ),
    "flat list without levels": Variant(
        usual(
            indicators=[
                ["序号", "绩效指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
                *[
                    [str(n), row[3], row[4], row[5], row[6], row[7], row[8]]
                    for n, row in enumerate(ROWS, start=1)
                ],
            ],
            total=(["", "合计", "", "", "100", "98", ""],),
        ),
        {
            **{f"/dimensions/{n}/name": None for n in range(3)},
            "/dimensions/0/points": None,
            **{f"/indicators/{n}/{f}": "" for n in (0, 1, 3) for f in ("dimension", "category")},
        },
        doubts=("/indicators",),
        counts=counted(dimensions=0),
    ),
    "points in the second level, spaces inside labels": Variant(
        usual(
            indicators=(
                HEAD,
                [UP, "产 出 指 标\n(50 分)", "数量指标(10分)", *ROWS[0][3:]],
                [UP, UP, "质 量\n指 标", *ROWS[1][3:]],
                *ROWS[2:],
            )
        ),
        {"/indicators/0/category": "数量指标(10分)"},
    ),
    "numbered rows, spare rows and children": Variant(
        usual(
            indicators=(
                HEAD,
                ROWS[0],
                [UP, UP, UP, "其中：县道", "≥20公里", "20公里", "", "", ""],
                [UP, UP, UP, "指标2：", "", "", "", "", ""],
                [UP, UP, UP, "……", "-", "-", "", "", ""],
                [UP, UP, UP, "", "", "", "", "", ""],
                *ROWS[1:],
            )
        ),
        {
            "/indicators/1/category": "数量指标",
            "/indicators/1/name": "其中：县道",
            "/indicators/2/name": "指标2：",
            "/indicators/3/name": "……",
            "/indicators/3/dimension": "产出指标",
            "/indicators/3/category": "数量指标",
            "/indicators/3/score": "",
            "/indicators/4/category": "质量指标",
        },
        doubts=("/indicators/3",),
        counts=counted(indicators=7),
    ),
    "a blank row whose 二级 is printed": Variant(
        usual(
            indicators=(
                HEAD,
                *ROWS[:2],
                [UP, "效益指标\n（30分）", "经济效益指标", "", "", "", "", "", ""],
                [UP, UP, *ROWS[2][2:]],
                ROWS[3],
            )
        ),
        {
            "/indicators/2/category": "经济效益指标",
            "/indicators/3/category": "社会效益指标",
            "/indicators/3/score": "30",
            "/indicators/3/dimension": "效益指标",
            "/indicators/4/dimension": "满意度指标",
        },
        counts=counted(indicators=5),
    ),
    "satisfaction first": Variant(
        usual(indicators=(HEAD, ROWS[3], *ROWS[:3])),
        {
            "/dimensions/0/name": "满意度指标",
            "/dimensions/0/points": "10",
            "/dimensions/1/name": "产出指标",
            "/dimensions/2/name": "效益指标",
            "/indicators/0/dimension": "满意度指标",
            "/indicators/0/category": "服务对象满意度指标",
            "/indicators/0/name": "群众满意度",
            "/indicators/0/target": "≥95%",
            "/indicators/0/actual": "96%",
            "/indicators/0/weight": "10",
            "/indicators/0/score": "10",
            "/indicators/0/variance_note": "",
            "/indicators/1/category": "数量指标",
            "/indicators/3/dimension": "效益指标",
            "/indicators/3/category": "社会效益指标",
            "/indicators/3/score": "30",
        },
    ),
    "one score over two rows": Variant(
        usual(indicators=(HEAD, [*ROWS[0][:7], "49", "雨季停工"], [*ROWS[1][:7], UP, ""], *ROWS[2:])),
        {"/indicators/0/score": "49", "/indicators/1/score": ""},
        doubts=("/indicators/1/score",),
        only=GRIDDED,
    ),
    "all kinds of comparators and times stay as written": Variant(
        usual(
            indicators=(
                HEAD,
                [
                    UP,
                    "产出指标\n（50分）",
                    "数量指标",
                    "养护里程",
                    "≧60公里",
                    "大于等于58公里",
                    "30",
                    "29",
                    "雨季停工",
                ],
                [UP, UP, "时效指标", "完成时间", "12月底之前", "1-12月", "20", "20", ""],
                *ROWS[2:],
            )
        ),
        {
            "/indicators/0/target": "≧60公里",
            "/indicators/0/actual": "大于等于58公里",
            "/indicators/1/category": "时效指标",
            "/indicators/1/target": "12月底之前",
            "/indicators/1/actual": "1-12月",
        },
    ),
    "points printed twice and differently": Variant(
        usual(
            indicators=(
                HEAD,
                ROWS[0],
                [UP, "产出指标\n（60分）", *ROWS[1][2:]],
                [UP, "效益指标", *ROWS[2][2:]],
                [UP, "效益指标（30分）", "经济效益指标", "带动就业", "≥5人", "5人", "", "", ""],
                ROWS[3],
            )
        ),
        {
            "/dimensions/1/points": "30",
            "/indicators/3/dimension": "效益指标",
            "/indicators/3/category": "经济效益指标",
            "/indicators/3/score": "",
            "/indicators/4/category": "服务对象满意度指标",
        },
        doubts=("/dimensions/0/points",),
        counts=counted(indicators=5),
    ),
    "no goal": Variant(
        usual(goal=()), {"/goal/expected": "", "/goal/achieved": ""}, doubts=("/goal/expected",)
    ),
    "no money": Variant(
        usual(funding=()),
        dict.fromkeys([pointer for pointer in BASE if pointer.startswith("/funding")]),
        doubts=("/funding",),
        counts=counted(funding=0),
    ),
    # ---- total ----
    **{
        f"total row called {name}": Variant(usual(total=([(name, 6), "100", "98", ""],)))
        for name in ("合计", "总计", "总分", "合 计")
    },
    **{
        f"{name} with the score alone": Variant(
            usual(total=([(name, 6), ("98", 3)],)), {"/total/weight": ""}, only=GRIDDED | {"dump"}
        )
        for name in ("总得分", "自评总分")
    },
    "grade in the total row": Variant(
        usual(total=([("总分", 6), "100", "98", "优"],)), extra=(("等级", "优"),)
    ),
    "total in the title": Variant(
        usual(title="2024年度项目支出绩效自评表（自评得分：98分）", total=()),
        {"/total/score": "98分", "/total/weight": ""},
        doubts=("/total/score",),
    ),
    "no total": Variant(usual(total=()), {"/total/score": "", "/total/weight": ""}),
    # ---- texts, note, sign-off ----
    "text rows below the total": Variant(
        usual(total=(TOTAL, ["其他需要说明的问题", ("无", 8)], ["评价结论", ("良好，存在的问题较少。", 8)])),
        extra=(("其他需要说明的问题", "无"), ("评价结论", "良好，存在的问题较少。")),
    ),
    "text rows before the total": Variant(
        usual(indicators=(HEAD, *ROWS, ["偏差原因分析", ("雨季较长", 8)], ["改进措施", ("提前施工", 8)])),
        extra=(("偏差原因分析", "雨季较长"), ("改进措施", "提前施工")),
    ),
    "scoring notes 1 to 3 under the table": Variant(
        usual(below=("注：1.预算执行率10分。", "2.定量指标按比例得分。", "3.定性指标分三档。", SIGNED)),
        {"/note": "注：1.预算执行率10分。\n2.定量指标按比例得分。\n3.定性指标分三档。"},
    ),
    "note and sign-off in one paragraph": Variant(usual(below=(NOTE + SIGNED,))),
    "sign-off above the table": Variant(usual(above=(SIGNED,), below=(NOTE,))),
    "sign-off in the last row": Variant(
        usual(
            total=(
                TOTAL,
                ["填表人", "张三", ("填报日期", 2), ("2025年3月1日", 2), "联系电话", ("13800000000", 2)],
            ),
            below=(NOTE,),
        )
    ),
    "项目负责人 and 财务负责人": Variant(
        usual(below=(NOTE, "项目负责人：李四　财务负责人：王五　" + SIGNED)),
        extra=(("项目负责人", "李四"), ("财务负责人", "王五")),
    ),
    "no note and no sign-off": Variant(
        usual(below=()),
        {"/note": "", "/sign_off/preparer": "", "/sign_off/filed_on": "", "/sign_off/phone": ""},
    ),
    # ---- around ----
    "unrelated tables around": Variant(
        [
            "关于做好自评工作的说明。",
            [["序号", "文件名称"], ["1", "工作方案"]],
            *usual(),
            [["附注", "时间"], ["印发", "3月"]],
        ],
        only=frozenset({"docx", "html", "rtf"}),
    ),
    "form inside prose": Variant(
        ["一、基本情况。本单位共有项目一个。", *usual(), "二、下一步打算。继续加强管理。"],
        only=frozenset({"docx", "html", "rtf", "dump"}),
    ),
}
