"""Made-up forms whose wordings and columns are drawn at random from those that published forms use."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.corpus.making import UP, Block, Row

TITLES = (
    "附件3\n{year}年度项目支出绩效自评表", "附件3     {year}年度项目支出绩效自评表", "项目支出绩效自评表\n（{year}年度）",
    "附件1：\n{year}年度部门预算项目支出绩效自评表", "表3\n项目支出绩效目标自评表\n（ {year} 年度）", "{year}年专项资金绩效自评表",
    "公开14表\n{year}年度项目支出绩效自评表", "附件：{year}年度转移支付项目绩效自评表", "项目支出绩效自评情况表（{year}年度）",
    "项目支出绩效自评表\n填报单位：区公路中心　　　{year}年度　　　单位：万元", "{year}年度项目支出绩效自评结果表",
)  # fmt: skip
NAMES = "项目支出名称|项目名称|项目支\n出名称|专项资金名称|项目名称（全称）|项 目 名 称|支出项目名称|项目（专项）名称"
DEPARTMENTS = "主管部门|主管单位|主管部门及代码|预算部门|一级预算部门|主管部门（单位）|部门（单位）|上级主管部门|归口管理部门"
IMPLEMENTERS = (
    "实施单位|项目实施单位|项目单位|预算单位|执行单位|资金使用单位|实施单位（公章）|项目具体实施单位|实施部门"
)
FUNDING_BLOCKS = (
    "项目资金\n（万元）|资金情况（万元）|预算执行情况（万元）|项目资金\n（单位：万元）|项目预算执行情况（10分）|预算执行率（10分）"
    "|年度资金情况\n（万元）|资金使用情况（万元）"
)
MONEY_COLUMNS = {
    "initial_budget": "年初\n预算数|年初预算|年初预算数（A）|年初预算数(万元)|年初预算金额|年初计划数",
    "revised_budget": "全年\n预算数|调整后预算数|全年预算数（A）|调整预算数|预算数（调整后）|调整后全年预算数",
    "outturn": "全年\n执行数|执行数（B）|实际执行数|全年实际支出数|决算数|支付数",
    "weight": "分值|权重|分值（10分）",
    "execution_rate": "执行率|执行率（B/A）|预算执行率|执行率（%）|执行率（C÷B）",
    "score": "得分|自评得分|单位自评得分",
}
SOURCES = (
    "年度资金总额|资金总额|年度资金总额：|项目资金总额|合计|总额",
    "其中：当年财政拨款|其中：财政拨款|其中:一般公共预算拨款|当年财政拨款|上级补助|1.财政拨款",
    "上年结转资金|上年结转",
    "其他资金|　　其他资金",
)
GOAL_BLOCKS = (
    "年度总体目标|年度\n总体\n目标|年度绩效目标|年度总体目标完成情况|项目年度目标|总体目标\n完成情况"
)
EXPECTED = "预期目标|年初设定目标|年度预期目标|年初绩效目标|预期总体目标|年初设置目标|预期目标（年初）"
ACHIEVED = "实际完成情况|全年实际完成情况|年度总体目标完成情况|目标实际完成情况|年度目标完成情况|完成情况|实际完成情况（年末）"
VALUE_COLUMNS = {
    "name": "三级指标|指标名称|三级指标（具体指标）|三级指标内容|绩效指标名称",
    "target": "年度\n指标值|年初指标值|目标值|年度指标值（A）|年度\n绩效\n指标值|计划目标值|预期值",
    "actual": "实际\n完成值|全年实际值|全年完成值|实际完成值（B）|全年完成情况|年末实际完成值|完成情况",
    "weight": "分值|权重|分值（权重）|分值\n（90分）|指标权重",
    "score": "得分|自评得分|单位自评得分|得分（分）",
    "variance_note": "偏差原因分析及改进措施|偏差原因\n分析及改\n进措施|未完成原因及拟采取的措施|偏差（扣分）原因分析及改进措施"
    "|偏差原因分析及改进举措|存在问题及改进措施|备注",
}
SECTIONS = (
    (("产出指标", "50", "数量指标 质量指标 时效指标 成本指标"), ("效益指标", "30", "经济效益指标 社会效益指标"),
     ("满意度指标", "10", "服务对象满意度指标")),
    (("成本指标", "20", "经济成本指标"), ("产出指标", "40", "数量指标 质量指标"), ("效益指标", "30", "社会效益指标")),
    (("项目决策", "20", "项目立项 绩效目标 资金投入"), ("项目管理", "20", "预算执行 资金管理"), ("产出", "30", "产出数量"),
     ("效益", "30", "社会效益 满意度")),
)  # fmt: skip
SECTION_LABELS = (
    "{name}\n\n({points}分)|{name}（{points}分）|{name}\n（{points}）分|{name}{points}分|{name}【{points}分】|{name}-{points}分"
    "|{name}：{points}分|{name}（权重{points}）|{name}"
)
INDICATORS = "养护里程|验收合格率|2.完成时间|★重点任务|其中：一级公路|预算执行情况|项目资金|绩效目标|年度目标|完成情况|改进措施|资金|主管部门"
TARGETS = "≥58公里|100%|2024年12月31日前完成|≦50万|2次|定性达成预期指标|"
ACTUALS = "58公里|100%|已完成|50万|2次\n2次|"
TOTALS = "总分|合计|总计|总  分|总分：|合计得分"
SIGNED = (
    "填表人：张三 填报日期：2025年8月19 联系电话：13800000000 单位负责人签字：",
    "填表人:张三  填报日期:2025年8月19  联系电话:13800000000  单位负责人签字:",
    "填表人（签名）：张三  联系电话：13800000000  填表日期：2025年8月19",
    "制表人：张三；填报日期：2025年8月19；联系电话：13800000000",
    "单位负责人（签字）：李四    填报人：张三    联系电话：13800000000    填报日期：2025年8月19",
)


@dataclass(frozen=True)
class Combination:
    """A made-up document and the form that must come out."""

    blocks: Sequence[Block]
    form: dict[str, Any]


class _Draw:
    """Draws one form after the number of its seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.form: dict[str, Any] = {}

    def word(self, words: str) -> str:
        return self.random.choice(words.split("|"))

    def head(self) -> list[Row]:
        names = {
            "project_name": self.word("农村公路养护|219-基层党建经费|2024年春节慰问经费"),
            "supervising_department": self.word("区交通运输局|[155]区财政局"),
            "implementing_unit": self.word("区公路中心|155001-区财政局本级"),
        }
        self.form |= names
        name, department, unit = names.values()
        rows: list[Row] = [[self.word(NAMES), (name, 9)]]
        if self.random.random() < 0.25:
            rows.append(["项目负责人及电话", ("李四 13800000000", 9)])
        rows.append([self.word(DEPARTMENTS), (department, 4), (self.word(IMPLEMENTERS), 2), (unit, 3)])
        return rows

    def funding(self) -> list[Row]:
        fields = list(MONEY_COLUMNS)[self.random.random() < 0.2 :]  # some know no 年初预算数
        rows: list[Row] = [
            [self.word(FUNDING_BLOCKS), ("", 9 - len(fields)), *(self.word(MONEY_COLUMNS[f]) for f in fields)]
        ]
        dash = self.word("|—|-|/")
        self.form["funding"] = []
        for number, sources in enumerate(SOURCES[: self.random.choice((1, 2, 3, 4, 4))]):
            first = number == 0
            texts = {
                "initial_budget": self.word("120|1,200.5|0"),
                "revised_budget": "118.6",
                "outturn": self.word("100.81|50"),
                "weight": "10" if first else dash,
                "execution_rate": self.word("85%|85.00%|0.85") if first else dash,
                "score": "8.5" if first else dash,
            }
            source = self.word(sources)
            rows.append([UP, (source, 9 - len(fields)), *(texts[f] for f in fields)])
            kept = {f: texts[f] if f in fields else "" for f in MONEY_COLUMNS}
            self.form["funding"].append({"source": source, **kept})
        return rows

    def goal(self) -> list[Row]:
        expected, achieved = "1.养护公路58公里；\n2.培训2次。", "1.养护公路58公里；\n2.培训1次。"
        self.form["goal"] = {"expected": expected, "achieved": achieved}
        return [
            [self.word(GOAL_BLOCKS), (self.word(EXPECTED), 4), (self.word(ACHIEVED), 5)],
            [UP, (expected, 4), (achieved, 5)],
        ]

    def order(self) -> list[str]:
        return self.random.choice(
            (
                ["name", "target", "actual", "weight", "score", "variance_note"],
                ["name", "target", "actual", "weight", "score", "variance_note"],
                ["name", "weight", "target", "actual", "score", "variance_note"],
                ["name", "weight", "score", "target", "actual", "variance_note"],
            )
        )

    def indicators(self, order: Sequence[str]) -> list[Row]:
        label = self.word(SECTION_LABELS)
        sections = self.random.choice(SECTIONS)
        self.form["dimensions"] = [
            {"name": name, "points": points if "{points}" in label else ""} for name, points, _ in sections
        ]
        self.form["indicators"] = []
        repeated = self.random.random() < 0.2
        rows: list[Row] = [
            ["绩\n效\n指\n标", "一级指标", "二级指标", *((self.word(VALUE_COLUMNS[f]), 1 + (f == "name")) for f in order)]
        ]  # fmt: skip
        for name, points, categories in sections:
            printed = label.format(name=name, points=points)
            dimension_above = category_above = ""
            for category in categories.split():
                for _ in range(self.random.choice((1, 1, 2, 3))):
                    texts = {
                        "name": self.word(INDICATORS),
                        "target": self.word(TARGETS),
                        "actual": self.word(ACTUALS),
                        "weight": self.word("5|10|2.5|12.5"),
                        "score": self.word("5|10|2.5|"),
                        "variance_note": self.word("|||雨季停工，已加派人手"),
                    }
                    first = printed if repeated or dimension_above != name else UP
                    second = category if repeated or category_above != category else UP
                    rows.append([UP, first, second, *((texts[f], 1 + (f == "name")) for f in order)])
                    self.form["indicators"].append({"dimension": name, "category": category, **texts})
                    dimension_above, category_above = name, category
        return rows

    def total(self, order: Sequence[str]) -> list[Row]:
        self.form["total"] = {"weight": "100", "score": "95.5"}
        texts = {"weight": "100", "score": "95.5"}
        before = 3 + 1 + order.index("weight")  # 三级指标 is two columns wide
        behind = order[order.index("weight") :]
        return [[(self.word(TOTALS), before), *(texts.get(f, "") for f in behind)]]

    def combination(self) -> Combination:
        year = self.word("2024|2023")
        title = self.random.choice(TITLES).format(year=year)
        order = self.order()
        table = [
            *self.head(), *self.funding(), *self.goal(), *self.indicators(order), *self.total(order),
        ]  # fmt: skip
        note = self.word("|备注：一个一级项目支出一张表。")
        signed = self.random.choice(("", *SIGNED))
        self.form |= {
            "fiscal_year": year,
            "note": note,
            "sign_off": {
                "preparer": "张三" if signed else "",
                "filed_on": "2025年8月19" if signed else "",
                "phone": "13800000000" if signed else "",
            },
        }
        return Combination([title, table, *filter(None, (note, signed))], self.form)


def combination(seed: int) -> Combination:
    """Return the form with this number: the same number gives the same form."""
    return _Draw(seed).combination()
