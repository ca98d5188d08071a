"""More single faults: the ones that take a change of several cells, and those in goals, names and texts."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from perfeval_gui.core.measures import ValueKind, read_measure
from perfeval_gui.core.quantities import format_number, format_rate
from tests.checks.faults import Fault, Form, at, fault, figures, put, rows

COLUMNS = ("initial_budget", "revised_budget", "outturn")
NOTHING_SAID = "各项任务都做了。"


def change(where: str, alter: Callable[[Form], None]) -> Fault:
    """Return the fault that alters the form in a way of its own."""
    return where, alter


def silent(form: Form) -> None:
    """Take every word about the money out of the form, and what was deducted with it."""
    form["goal"]["achieved"] = NOTHING_SAID
    for row in form["indicators"]:
        if row["variance_note"]:
            row["variance_note"] = "参加的人比计划少"


def spend(form: Form, share: str) -> None:
    """Let only this share of the budget be spent, with rate and score that agree."""
    for row in form["funding"]:
        row["outturn"] = format_number(Decimal(row["revised_budget"]) * Decimal(share))
    form["funding"][0]["execution_rate"] = format_rate(Decimal(share) * 100)
    form["funding"][0]["score"] = format_number(Decimal(share) * 10)


def of(form: Form, category: str) -> Iterator[tuple[int, dict[str, str]]]:
    return ((index, row) for index, row in rows(form) if row["category"] == category)


def is_money(text: str) -> bool:
    return bool(re.fullmatch(r"[≤]?[0-9.]+万元", text))


@fault("A04")
def _(form: Form) -> Iterator[Fault]:
    def overspend(form: Form) -> None:
        silent(form)
        spend(form, "1.05")

    yield change("/funding/0/outturn", overspend)


@fault("A11")
def _(form: Form) -> Iterator[Fault]:
    yield put("/funding/0/revised_budget", "0")


@fault("A12")
def _(form: Form) -> Iterator[Fault]:
    if form["funding"][0]["initial_budget"] != "0":
        yield put("/funding/0/revised_budget", "")


@fault("A15")
def _(form: Form) -> Iterator[Fault]:
    for index, row in rows(form):
        if read_measure(row["target"]).kind is ValueKind.WORDS and row["weight"] == row["score"]:
            text = "部分达成年度指标并具有一定效果"
            yield at(f"/indicators/{index}/score", put(f"/indicators/{index}/actual", text))


@fault("A17")
def _(form: Form) -> Iterator[Fault]:
    for index, row in of(form, "成本指标"):
        if is_money(row["target"]):
            much = format_number(Decimal(form["funding"][0]["revised_budget"]) * 3)
            yield put(f"/indicators/{index}/target", f"≤{much}万元")


@fault("A18")
def _(form: Form) -> Iterator[Fault]:
    def per_person(form: Form) -> None:
        quantity = {**form["indicators"][0], "name": "发放人数", "target": "20人", "actual": "20人"}
        price = {**quantity, "category": "成本指标", "name": "补贴标准", "actual": "200元/人/月"}
        rest = [row for row in form["indicators"] if row["category"] not in ("数量指标", "成本指标")]
        form["indicators"] = [quantity, {**price, "target": "200元/人/月"}, *rest]
        for name in COLUMNS:
            form["funding"][0][name] = "5.6"

    yield change("/indicators/1/actual", per_person)


@fault("A19")
def _(form: Form) -> Iterator[Fault]:
    def in_yuan(form: Form) -> None:
        for row in form["funding"]:
            row |= {name: format_number(Decimal(row[name]) * 10_000) for name in COLUMNS}

    costs = [row["target"] for _, row in of(form, "成本指标")]
    budget = Decimal(form["funding"][0]["revised_budget"])
    if len(costs) == 1 and is_money(costs[0]) and Decimal(costs[0][1:-2]) * 2 > budget:
        yield change("/funding/0/revised_budget", in_yuan)


@fault("A20")
def _(form: Form) -> Iterator[Fault]:
    def split(form: Form) -> None:
        parent = form["indicators"][0]
        half = format_number(Decimal(parent["weight"]) / 2)
        parts = [
            {**parent, "name": f"其中：{name}", "weight": half, "score": half} for name in ("城区", "乡镇")
        ]
        form["indicators"][1:1] = parts

    yield change("/indicators/0/weight", split)


@fault("B04")
def _(form: Form) -> Iterator[Fault]:
    def halve(form: Form) -> None:
        silent(form)
        for row in form["funding"]:
            row["initial_budget"] = format_number(Decimal(row["revised_budget"]) * 2)

    yield change("/funding/0/revised_budget", halve)


@fault("B05")
def _(form: Form) -> Iterator[Fault]:
    def spend_half(form: Form) -> None:
        silent(form)
        spend(form, "0.5")

    yield change("/funding/0/execution_rate", spend_half)


@fault("B07")
def _(form: Form) -> Iterator[Fault]:
    for index in (2, 3):
        if all(form["funding"][index][name] == "0" for name in COLUMNS):
            yield put(f"/funding/{index}/outturn", "")


@fault("C01")
def _(form: Form) -> Iterator[Fault]:
    for _, row, target in figures(form, "≥", "="):
        told = f"{target.number}{target.unit}"
        if target.unit not in ("", "%") and form["goal"]["expected"].count(told) == 1:
            other = f"{format_number((target.number or Decimal(0)) * 3)}{target.unit}"
            if row["name"][-2:] in form["goal"]["expected"] or row["name"][:2] in form["goal"]["expected"]:
                yield put("/goal/expected", form["goal"]["expected"].replace(told, other))


@fault("C02")
def _(form: Form) -> Iterator[Fault]:
    more = "建成文化广场并投入使用；修订管理制度"
    yield at(
        "/goal/achieved",
        put("/goal/expected", f"1.{form['goal']['expected'].rstrip('。')}；2.{more.replace('；', '；3.')}。"),
        put("/goal/achieved", "1.完成年度任务；2.修订管理制度。"),
    )
    yield put("/goal/achieved", "")


@fault("C03")
def _(form: Form) -> Iterator[Fault]:
    yield put("/goal/expected", form["goal"]["expected"].rstrip("。") + "；修建游泳池3座。")


@fault("C09")
def _(form: Form) -> Iterator[Fault]:
    yield at("", *(put(f"/indicators/{index}/actual", row["target"]) for index, row in rows(form)))


@fault("C10")
def _(form: Form) -> Iterator[Fault]:
    full = [put(f"/indicators/{index}/score", row["weight"]) for index, row in rows(form)]
    yield at("/total/score", *full, put("/total/score", "100"))


@fault("C12")
def _(form: Form) -> Iterator[Fault]:
    def unexplained(form: Form) -> None:
        spend(form, "0.6")
        for row in form["indicators"]:
            row["variance_note"] = ""

    cost = next(index for index, _ in of(form, "成本指标"))
    yield change(f"/indicators/{cost}/variance_note", unexplained)


@fault("C17")
def _(form: Form) -> Iterator[Fault]:
    for index, _ in of(form, "时效指标"):

        def late(form: Form, index: int = index) -> None:
            spend(form, "0.2")
            form["indicators"][index] |= {"name": "任务按期完成率", "target": "100%", "actual": "100%"}

        yield change(f"/indicators/{index}/actual", late)


@fault("C18")
def _(form: Form) -> Iterator[Fault]:
    yield put("/goal/achieved", form["goal"]["achieved"] + "自评等级为差。")


@fault("M02")
def _(form: Form) -> Iterator[Fault]:
    for index, row in rows(form):
        if row["dimension"] == "效益指标":
            blank = [put(f"/indicators/{index}/{name}", "") for name in ("name", "target", "actual")]
            yield at(f"/indicators/{index}/weight", *blank)


@fault("M03")
def _(form: Form) -> Iterator[Fault]:
    def one_row(form: Form) -> None:
        first, *others = form["indicators"]
        form["indicators"] = [first, *(row for row in others if row["dimension"] != "产出指标")]

    yield change("/dimensions/0/name", one_row)


@fault("M04")
def _(form: Form) -> Iterator[Fault]:
    for index, row in of(form, "成本指标"):
        if is_money(row["target"]):
            yield put(f"/indicators/{index}/category", "时效指标")
    for index, _ in of(form, "数量指标"):
        yield at(
            f"/indicators/{index}/category",
            put(f"/indicators/{index}/name", "走访群众户数"),
            put(f"/indicators/{index}/target", "≥500户"),
            put(f"/indicators/{index}/category", "质量指标"),
        )


@fault("M06")
def _(form: Form) -> Iterator[Fault]:
    for index, _ in of(form, "服务对象满意度指标"):
        for name in ("群众满意度", "满意度", "社会公众满意度"):
            yield put(f"/indicators/{index}/name", name)


@fault("M07")
def _(form: Form) -> Iterator[Fault]:
    yield put("/note", "备注：无。")
    yield put("/note", "")


@fault("V05")
def _(form: Form) -> Iterator[Fault]:
    def copied(form: Form) -> None:
        silent(form)
        spend(form, "0.4")
        for _, row in of(form, "成本指标"):
            row["actual"] = row["target"]

    for index, row in of(form, "成本指标"):
        budget = Decimal(form["funding"][0]["revised_budget"])
        if is_money(row["target"]) and Decimal(row["target"].strip("≤万元")) * 2 > budget:
            yield change(f"/indicators/{index}/actual", copied)


@fault("V07")
def _(form: Form) -> Iterator[Fault]:
    for index, _ in of(form, "成本指标"):
        for text in ("200元每人/每月", "1000元/人*月", "人均8000元每年"):
            yield put(f"/indicators/{index}/actual", text)


@fault("V08")
def _(form: Form) -> Iterator[Fault]:
    for index, _ in of(form, "时效指标"):
        for text in ("每月10日前", "2024年12月31日前完成", "前三名"):
            yield put(f"/indicators/{index}/actual", text)


@fault("V11")
def _(form: Form) -> Iterator[Fault]:
    for index, row, target in figures(form):
        is_high = (
            min(target.number or 0, read_measure(row["actual"]).number or 0) > 20
        )  # 0.9 beside 6% may be 0.9%
        if target.unit == "%" and is_high and re.search("率$|度$", row["name"]):
            yield put(f"/indicators/{index}/actual", "0.97")
            yield put(f"/indicators/{index}/target", "≥0.9")


@fault("T02")
def _(form: Form) -> Iterator[Fault]:
    for term in ("建档立卡贫困人口", "贫困村", "新冠疫情防控"):
        yield put("/goal/expected", f"服务{term}。" + form["goal"]["expected"])


@fault("T03")
def _(form: Form) -> Iterator[Fault]:
    for index, _ in of(form, "时效指标"):
        yield put(f"/indicators/{index}/target", "2025年3月31日前")


@fault("F05")
def _(form: Form) -> Iterator[Fault]:
    for index, row in rows(form):
        yield put(f"/indicators/{index}/name", row["name"] + "（含新增)")


@fault("F06")
def _(form: Form) -> Iterator[Fault]:
    for odd in ("1、", "1：", "1\\", "1"):
        numbered = [
            put(f"/indicators/{index}/name", f"{index + 1}.{row['name']}") for index, row in rows(form)
        ]
        yield at(
            "/indicators/0/name",
            *numbered,
            put("/indicators/0/name", odd + "组织" + form["indicators"][0]["name"]),
        )


@fault("F07")
def _(form: Form) -> Iterator[Fault]:
    for index, row in rows(form):
        if re.match("[\u4e00-\u9fff]{2}", row["name"]):
            yield put(f"/indicators/{index}/name", "党员党员" + row["name"])
    yield put("/project_name", "革命干部医疗生活及医疗补助")


@fault("F09")
def _(form: Form) -> Iterator[Fault]:
    for index, row in rows(form):
        yield put(
            f"/indicators/{index}/name",
            "按照年度工作安排和上级有关部门要求统筹各方面力量扎实推进各项重点任务落地见效的" + row["name"],
        )
        yield put(f"/indicators/{index}/name", row["name"] + "；开展督查")


@fault("F10")
def _(form: Form) -> Iterator[Fault]:
    yield put("/sign_off/phone", "13800000000单位负责人签字：")
    yield put("/sign_off/preparer", "张三 填报日期：")


@fault("F13")
def _(form: Form) -> Iterator[Fault]:
    for index, row in rows(form):
        yield put(f"/indicators/{index}/category", row["category"][:3] + "\n" + row["category"][3:])


@fault("F14")
def _(form: Form) -> Iterator[Fault]:
    for wrong in ("时实发放补贴", "开立帐户", "及时拔付资金", "做为重点"):
        yield put("/goal/expected", f"{wrong}，" + form["goal"]["expected"])
        yield put("/goal/achieved", form["goal"]["achieved"] + wrong + "。")


@fault("N01")
def _(form: Form) -> Iterator[Fault]:
    yield at("", *(put(f"/indicators/{index}/target", "达到要求") for index, _ in rows(form)))


@fault("N02")
def _(form: Form) -> Iterator[Fault]:
    for name in ("专项工作经费", "工作补助、生活补助", "老干部（生活补贴）", "区委组织部业务经费"):
        yield put("/project_name", name)


@fault("N04")
def _(form: Form) -> Iterator[Fault]:
    for index, _ in of(form, "数量指标"):
        where = f"/indicators/{index}"
        yield at(f"{where}/name", put(f"{where}/name", "召开慰问大会场次"), put(f"{where}/target", "≥2次"))
        yield at(
            f"{where}/name", put(f"{where}/name", "慰问、宣传、走访活动"), put(f"{where}/target", "≥4次")
        )


@fault("N05")
def _(form: Form) -> Iterator[Fault]:
    yield at(
        "/indicators/1/name",
        put("/indicators/0/name", "发放护理补贴人数"),
        put("/indicators/1/name", "护理补助发放人次"),
    )


@fault("N06")
def _(form: Form) -> Iterator[Fault]:
    def with_list(form: Form) -> None:
        form["extra"] = [{"after": "", "label": "佐证材料", "text": "签到册、付款凭证"}]

    for index, _ in of(form, "服务对象满意度指标"):
        yield change(f"/indicators/{index}/actual", with_list)


Neighbours = Callable[[Form], tuple[str, list[Form], dict[str, Any]]]
"""From a clean form: the pointer in the first form, the forms of the filing, and what else is at hand."""
ACROSS: dict[str, Neighbours] = {}


def across(check_id: str) -> Callable[[Neighbours], None]:
    """Keep a fault that needs more than one form."""

    def keep(make: Neighbours) -> None:
        ACROSS[check_id] = make

    return keep


def copies(form: Form, count: int, **cells: str) -> list[Form]:
    """Return the form and further ones of other names and goals, so that only what is meant is alike."""
    made = [form]
    for number in range(1, count):
        name = f"第{number}号{'甲乙丙丁'[number - 1] * 4}项目"
        goal = {"expected": name, "achieved": f"{name}完成"}
        made.append({**form, "project_name": name, "goal": goal, "indicators": [], **cells})
    return made


@across("X02")
def _(form: Form) -> tuple[str, list[Form], dict[str, Any]]:
    row = {**form["indicators"][0], "name": "老干部参加志愿服务次数"}
    first = {**form, "indicators": [row, *form["indicators"][1:]]}
    one, other = copies(first, 2)
    return "/indicators/0/name", [one, {**other, "indicators": [row]}], {}


@across("X03")
def _(form: Form) -> tuple[str, list[Form], dict[str, Any]]:
    names = ("老干部活动中心管理经费", "老干部活动中心经费（各协会）")
    one, other = copies(form, 2)
    return "/project_name", [{**one, "project_name": names[0]}, {**other, "project_name": names[1]}], {}


@across("X04")
def _(form: Form) -> tuple[str, list[Form], dict[str, Any]]:
    one, other = copies(form, 2)
    return "/goal/expected", [one, {**other, "goal": form["goal"]}], {}


@across("X05")
def _(form: Form) -> tuple[str, list[Form], dict[str, Any]]:
    place = len(form["indicators"]) - 2
    row = {**form["indicators"][place], "category": "可持续影响指标", "actual": "5-10年"}
    changed = [*form["indicators"][:place], row, *form["indicators"][place + 1 :]]
    one, *others = copies({**form, "indicators": changed}, 3)
    return f"/indicators/{place}/actual", [one, *({**other, "indicators": [row]} for other in others)], {}


@across("X06")
def _(form: Form) -> tuple[str, list[Form], dict[str, Any]]:
    return "/funding/0/outturn", [form], {"sums": {"outturn": Decimal(form["funding"][0]["outturn"]) + 1}}


@across("X07")
def _(form: Form) -> tuple[str, list[Form], dict[str, Any]]:
    full = {**form, "total": {"weight": "100", "score": "100"}}
    return "/total/score", copies(full, 3), {}


@across("X08")
def _(form: Form) -> tuple[str, list[Form], dict[str, Any]]:
    one, *others = copies(form, 4)
    return "/sign_off/phone", [{**one, "sign_off": {**form["sign_off"], "phone": "13800000001"}}, *others], {}


@across("X09")
def _(form: Form) -> tuple[str, list[Form], dict[str, Any]]:
    return "/project_name", [form], {"projects": ("另一个项目",)}


@across("X10")
def _(form: Form) -> tuple[str, list[Form], dict[str, Any]]:
    index, row, target = next(item for item in figures(form, "≥") if item[1]["category"] != "成本指标")
    far = f"{format_number((target.number or Decimal(0)) * 2)}{target.unit}"
    before = [*form["indicators"][:index], {**row, "actual": far}, *form["indicators"][index + 1 :]]
    previous = {**form, "fiscal_year": "2023", "indicators": before}
    return f"/indicators/{index}/target", [form], {"previous": previous}


@across("T06")
def _(form: Form) -> tuple[str, list[Form], dict[str, Any]]:
    cost = {**form["indicators"][0], "dimension": "成本指标", "category": "经济成本指标"}
    families = [{"name": "成本指标", "points": "20"}, *form["dimensions"]]
    return (
        "",
        [form],
        {"previous": {**form, "dimensions": families, "indicators": [cost, *form["indicators"]]}},
    )


@across("F12")
def _(form: Form) -> tuple[str, list[Form], dict[str, Any]]:
    one, *others = copies(form, 3)
    return "/fiscal_year", [{**one, "fiscal_year": "2024年"}, *others], {}


@across("M05")
def _(form: Form) -> tuple[str, list[Form], dict[str, Any]]:
    return "", [form], {"profile": "cost-2022"}
