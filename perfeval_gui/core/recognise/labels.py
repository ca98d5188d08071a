"""The labels by which blocks and columns are known, in all the wordings that published forms use."""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

_INVISIBLE = re.compile("[\\s\u200b\u200c\u2060\u00ad\ufeff]+")
_BOOKMARK = re.compile(r"\[bookmark:[^\]]*\]")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|〔[^〔〕]*〕")
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|\d+[、.](?!\d)|\([一二三四五六七八九十\d]+\))")
_LONGEST_LABEL = 60
_LONGEST_HEAD = 20  # of a label that is only told by its words


@functools.lru_cache(maxsize=16384)
def plain(text: str) -> str:
    """Return the text for matching only: half-width, without white space, invisible marks and bookmarks."""
    return _INVISIBLE.sub("", _BOOKMARK.sub("", unicodedata.normalize("NFKC", text)))


@functools.lru_cache(maxsize=16384)
def key(text: str) -> str:
    """Return the label as the sets below have it: plain, without numbering, brackets, stars and colon."""
    if len(text) > _LONGEST_LABEL:
        return ""
    bare = _NUMBERING.sub("", plain(text))
    bare = _BRACKETS.sub("", bare)
    return bare.strip(":;*★☆·、,")


def _fields(table: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({label: field for field, labels in table.items() for label in labels.split()})


class Wordings(dict[str, str]):
    """Fields by the wordings of their labels; further wordings are told by the words that they hold."""

    def __init__(self, table: Mapping[str, str], likely: Mapping[str, str]) -> None:
        super().__init__(_fields(table))
        self._likely = [(re.compile(pattern), field) for field, pattern in likely.items()]
        self.guess = functools.lru_cache(maxsize=16384)(self._guess)
        """Return the field that a label in a head row most likely means, or a blank."""

    def _guess(self, label: str) -> str:
        if label in self or not label or len(label) > _LONGEST_HEAD:
            return self.get(label, "")
        return next((field for pattern, field in self._likely if pattern.search(label)), "")


def _combined(*parts: str) -> str:
    """Return every label that takes one word of each part; `_` stands for no word."""
    choices = [["" if word == "_" else word for word in part.split()] for part in parts]
    return " ".join("".join(words) for words in itertools.product(*choices))


# ---- head ----
HEAD = _fields({
    "project_name": _combined("_ 支出 预算 自评 财政", "项目 专项项目 支出项目", "_ 资金 支出", "名称")
    + """
        项目支出名称 项目名称 专项资金名称 专项名称 专项项目名称 一级项目名称 二级项目名称
        子项目名称 政策名称 项目政策名称 转移支付名称 资金名称 项目支出项目名称 项目资金名称
        专项资金项目名称 自评项目名称
    """,
    "supervising_department": _combined("_ 一级 项目 资金 预算 上级 归口", "主管部门 主管单位 管理部门", "_ 名称")
    + " " + _combined("_ 一级", "预算主管部门 预算主管单位")
    + """
        部门 一级预算部门 主管部门及代码 主管部门代码 主管单位 项目主管部门 市级主管部门 省级主管部门
        县级主管部门 区级主管部门 中央主管部门 地方主管部门 一级预算单位 主管部门名称 归口部门
        资金主管部门 主管预算部门 部门名称 主管处室
    """,
    "implementing_unit": _combined(
        "_ 项目 具体 项目具体 资金 专项", "实施 执行 承担 承办 使用 建设 责任 组织实施 申报", "单位 部门", "_ 名称"
    )
    + """
        项目单位 资金使用单位 具体实施单位 预算单位 预算单位名称 单位名称
        填报单位 实施单位名称 项目承担单位 承担单位 使用单位 二级预算单位 自评单位 项目实施单位名称
        预算部门
    """,
    "fiscal_year": "年度 预算年度 评价年度 自评年度 绩效年度",
    "total.score": "自评总分 自评总得分 自评综合得分",
})  # fmt: skip
# Labels that stand in heads beside ours: each goes with its value into `extra`.
HEAD_OTHER = frozenset(
    """
        项目负责人 项目负责人及电话 项目负责人及联系电话 负责人 负责人及电话 联系人 联系人及电话
        联系人及联系电话 联系电话 电话 联系方式 项目类别 项目属性 项目类型 项目性质 资金性质 项目期
        项目实施期 实施期 实施期限 项目起止时间 起止时间 项目年限 专项实施期 专项资金实施期 报表编号
        表号 编制单位 财政审定评分 财政审定得分 财政评分 自评等级 自评得分 等级 项目编码 项目代码
        单位代码 项目级次 资金来源 自评结论 自评日期 功能科目 支出功能科目 申报属性 资金类别
        项目分类 专项类别 分管领导 财政部门归口处室 业务处室 主管科室
    """.split()
)

# These name the unit where no other label does, and the department above it where one does.
EITHER_UNIT = frozenset("预算部门 预算单位 预算单位名称 单位名称".split())
# This one gives way to a label that names the unit itself.
WHO_FILLS_IN = frozenset({"填报单位", "自评单位", "编制单位"})

# ---- funding ----
FUNDING_BLOCK = frozenset(
    """
        项目资金 项目资金情况 资金情况 预算执行情况 项目预算执行情况 资金执行情况 预算资金
        年度预算执行情况 项目支出预算执行情况 资金预算执行情况 预算安排及执行情况 项目预算 资金
        预算情况 项目资金执行情况 年度资金 项目资金预算执行情况 预算执行 专项资金情况 资金投入情况
        资金总额 项目资金来源 绩效资金情况
    """.split()
)
FUNDING_COLUMNS = Wordings({
    "initial_budget": """
        年初预算数 年初预算 年初数 年初预算安排数 年初预算金额 年初安排数 年初预算资金 年初批复数
        年初预算批复数
    """,
    "revised_budget": """
        全年预算数 全年预算 调整后预算数 调整后预算 调整后全年预算数 全年预算调整数 预算调整数
        调整预算数 预算数 全年预算金额 年度预算数 年中预算数 调整后全年预算 全年预算资金 调整后数
        预算安排数 预算金额 预算资金
    """,
    "outturn": """
        全年执行数 全年执行 执行数 实际执行数 全年实际执行数 全年支出数 支出数 实际支出数 实际支出
        执行金额 年度执行数 全年执行金额 全年执行资金 执行资金 实际使用数 全年实际支出数
    """,
    "weight": "分值 权重 标准分值 分值权重 权重分值 指标分值 满分",
    "execution_rate": """
        执行率 预算执行率 资金执行率 执行率% 全年执行率 预算执行进度 支出率 资金支付率
    """,
    "score": """
        得分 自评得分 自评分 单位自评得分 单位自评分 得分情况 执行率得分 自评分值
    """,
}, {
    "execution_rate": "(?:执行|支付|支出|使用|完成)(?:率|进度|比例)",
    "score": "得分$|自评分",
    "weight": "分值|权重|满分",
    "initial_budget": "^年初(?:预算|安排|计划|批复|申报|数|金额|资金)",
    "revised_budget": "^(?:全年|年度|调整|变动|追加|年中).{0,4}预算.{0,3}$|^预算.{0,3}(?:数|金额)$",
    "outturn": "^.{0,4}(?:执行|支出|支付|使用|决算)(?:数|数额|金额|资金|情况)$|^(?:全年|实际)(?:执行|支出|支付)$",
})  # fmt: skip
FUNDING_MONEY = frozenset({"initial_budget", "revised_budget", "outturn"})
FUNDING_SOURCE = frozenset("资金来源 资金项目 项目 来源 资金类型 资金构成 类型 预算资金来源".split())
UNITS = ("万元", "亿元", "百万元", "千元", "百元", "元")

# ---- goal ----
GOAL_BLOCK = frozenset(
    """
        年度总体目标 年度总目标 年度绩效目标 总体目标 年度目标 绩效目标 项目绩效目标
        年度总体绩效目标 整体目标 总体绩效目标 项目年度绩效目标 项目总体目标 年度主要目标
        年度目标完成情况 总体目标完成情况 年度总体目标完成情况 年度绩效目标完成情况 绩效目标完成情况
        项目目标 年度工作目标 绩效目标及完成情况
    """.split()
)
GOAL_COLUMNS = Wordings({
    "expected": """
        预期目标 年初设定目标 年初目标 年初预期目标 预期总目标 年度预期目标 年初设定的目标
        年初设定总体目标 年初总体目标 设定目标 年初绩效目标 计划目标 预期绩效目标 年初设定绩效目标
        年初设定年度目标 目标内容 预期总体目标 年初设定的绩效目标 年初申报目标 年初批复目标
        年度设定目标 项目预期目标 目标值 绩效目标内容
    """,
    "achieved": _combined(
        "_ 年度 全年 总体 年度总体 年初 年初设定 绩效 年度绩效 项目 预期",
        "目标 绩效目标",
        "实际完成情况 完成情况综述 完成情况说明",
    )
    + """
        实际完成情况 目标实际完成情况 全年实际完成情况 完成情况 目标完成情况
        年度总体目标完成情况综述 实际完成目标 总体完成情况 完成情况综述 全年完成情况
        实际完成目标情况 年度总体目标完成情况说明 目标完成情况综述 年度目标实际完成情况
        全年目标完成情况 实际情况 目标实际完成 年度实际完成情况 绩效目标实际完成情况
        项目实际完成情况 总体目标完成情况综述 年度绩效目标完成情况综述 绩效目标完成情况综述
    """,
    "adjusted": """
        调整后目标 年中调整目标 调整目标 调整后的目标 调整后年度目标 年中调整后目标
    """,
    "rate": "完成率 目标完成率 完成比例 完成程度",
    "long_term": """
        中期目标 实施期目标 实施期总目标 中长期目标 总目标 实施期绩效目标 长期目标 中期绩效目标
    """,
}, {
    "expected": "^(?:年度|项目|总体|绩效)*(?:预期|年初|设定|设置|计划|申报|批复)"
    "(?:的|设定|设置|申报|批复|预期|总体|年度|绩效|计划)*目标(?:值|内容)?$",
    "achieved": "^(?:年度|全年|年末|总体|绩效|目标|项目|预期|年初|设定|的|实际)*(?:完成|实现)(?:目标|情况|综述|说明)+$",
})  # fmt: skip

# ---- indicators ----
INDICATOR_COLUMNS = Wordings({
    "dimension": "一级指标 一级目标 一级绩效指标 一级指标名称 一级",
    "category": "二级指标 二级目标 二级绩效指标 二级指标名称 二级",
    "name": """
        三级指标 三级目标 三级绩效指标 三级指标名称 指标名称 三级 四级指标 指标内容 具体指标
        考核指标 指标
    """,
    "target": """
        年度指标值 指标值 年初指标值 年度目标值 目标值 计划指标值 预期指标值 年初设定指标值
        年初目标值 预期目标值 年度绩效指标值 全年指标值 计划完成值 绩效目标值 年度指标 设定指标值
        年初设定目标值 年初绩效指标值 预期值 计划值 绩效指标值 年度计划值 年度指标目标值 指标目标值
        指标值内容 年初设定值 年度目标 目标指标值
    """,
    "actual": """
        实际完成值 全年实际值 实际完成指标值 完成值 全年实际完成值 实际值 全年完成值 实际完成情况
        实际完成 完成指标值 年度实际完成值 实际完成指标 完成情况 全年实际完成情况 指标完成情况
        指标完成值 实际完成数 年度完成值 全年实际完成指标值 实际指标值 自评完成值 完成数
        指标实际完成值
    """,
    "weight": """
        分值 权重 标准分值 分值权重 权重分值 指标分值 指标权重 满分 分数 标准分 分值满分 设定分值
        权重分 基准分值 年度分值
    """,
    "score": """
        得分 自评得分 自评分 单位自评得分 单位自评分 自评分值 自评分数 评分 得分值 实际得分 指标得分
        自评
    """,
    "variance_note": """
        偏差原因分析及改进措施 偏差原因分析与改进措施 偏差原因分析和改进措施 偏差原因及改进措施
        偏差原因分析 偏差原因 未完成原因分析 未完成原因及改进措施 未完成原因和改进措施
        未完成原因分析及改进措施 未完成原因 未完成原因分析与改进措施 原因分析及改进措施
        偏差原因分析及拟采取的改进措施 偏差及改进措施 原因分析 改进措施
        未完成原因分析与拟采取的改进措施 偏差分析及改进措施 偏差分析 偏差原因与改进措施
        未完成原因和改进措施及相关说明 未完成原因及拟采取的改进措施 偏差原因分析改进措施
        扣分原因及改进措施 扣分原因 扣分原因分析 未达标原因分析及改进措施 差异原因分析
        偏离原因分析及改进措施 未完成原因分析及改进措施说明 偏差原因分析以及改进措施
    """,
    "comparator": """
        指标性质 性质 指标符号 符号 比较符 比较符号 计算符号 指标方向 运算符号 运算符
    """,
    "value": "值 数值 指标数值 指标目标",
    "unit": "单位 计量单位 度量单位 指标单位 指标值单位",
}, {
    "variance_note": "(?:偏差|偏离|未完成|未达|扣分|差异).{0,8}(?:原因|措施|分析|说明)|原因分析"
    "|(?:改进|整改)(?:措施|举措)|^备注$",
    "score": "得分$|自评分",
    "weight": "分值|权重|满分",
    "actual": "^(?:实际|全年|年末|年度|自评|指标)*(?:完成|达到|实现|实际)(?:指标)?(?:值|情况|数)$",
    "target": "^(?:年度|年初|全年|绩效|计划|预期|设定|指标|目标)*(?:指标|目标|计划|预期)值$",
    "name": "三级|^绩效指标名称$|^指标名称及",
    "category": "二级",
    "dimension": "一级",
})  # fmt: skip
INDICATOR_LEVELS = frozenset({"dimension", "category", "name"})
INDICATOR_BLOCK = frozenset(
    """
        绩效指标 绩效目标 年度绩效指标 指标体系 绩效指标体系 年度绩效指标完成情况 绩效指标完成情况
        指标 项目绩效指标 年度指标 绩效指标情况 绩效自评指标 自评指标 绩效目标完成情况
        各项绩效指标完成情况 绩效自评
    """.split()
)
SERIAL_NUMBER = frozenset({"序号", "编号", "指标序号", "指标编号"})
TOTAL_ROW = frozenset(
    """
        合计 总计 总得分 自评总分 总分 总分值 合计得分 自评总得分 自评得分合计 总分合计 得分合计
        分值合计 自评合计 综合得分 共计 总评分 合计分值 自评综合得分 总评得分
    """.split()
)
SCORE_ONLY = frozenset(
    """
        总得分 自评总分 自评总得分 合计得分 得分合计 综合得分 自评得分合计 自评综合得分 总评得分
        总评分
    """.split()
)
TEXT_ROW = re.compile(
    r"^(?:其他需要?说明|需要?说明|说明|评价结论|自评结论|绩效结论|结论|存在的?(?:主要)?问题|主要问题|问题|改进措施|下一步|原因分析|未完成原因"
    r"|偏差原因|审核意见|财政.{0,6}意见|主管部门.{0,4}意见|单位.{0,8}意见|.{0,8}签批意见|自评等级|评价等级|等级|绩效等级|相关建议|有关建议|建议"
    r"|主要经验|经验做法|主要成效|项目(?:概况|实施情况|绩效情况)|评分说明|备注|.{0,6}小计$)"
)

# ---- sign-off ----
SIGN_OFF = _fields({
    "preparer": """
        填表人 填报人 制表人 填表人签字 填报人签字 填表人签名 填表人员 填表人姓名 填报人员
    """,
    "filed_on": "填报日期 填表日期 填表时间 填报时间 制表日期 报送日期 填制日期",
    "phone": """
        联系电话 联系方式 填表人电话 电话 填表人联系电话 填报人电话 填报人联系电话
    """,
})  # fmt: skip
# Whose value, where one is printed, goes into `extra`; the signature itself is left to the pen.
SIGN_OFF_OTHER = frozenset(
    """
        单位负责人签字 单位负责人 负责人签字 单位主要负责人签字 单位主要负责人 主要负责人 项目负责人
        项目负责人签字 财务负责人 财务负责人签字 审核人 单位主要负责人签批意见 部门负责人
        部门负责人签字 单位盖章 盖章 签字 签名 单位负责人签名 分管领导 复核人 主管领导 经办人
        单位领导 单位领导签字 填报单位盖章 单位负责人审签 负责人
    """.split()
)
SIGN_OFF_SURE = frozenset({"preparer", "filed_on"})

# ---- title and department-level forms ----
TITLE = re.compile(
    r"(?:自评|自我评价|绩效目标|绩效评价|绩效考评|目标申报|目标完成情况|绩效执行).{0,16}表(?:$|[^示现格达决率彰性态扬])"
)
SELF_EVALUATION = re.compile(r"自评|自我评价|绩效评价|完成情况")
GOAL_TABLE = re.compile(r"绩效目标(?!自评|完成|自我).{0,8}表|目标申报")
DEPARTMENT_LEVEL = re.compile(r"整体支出|(?:部门|单位|部门单位)整体")
NOTE = re.compile(r"^(?:备注|注|说明|填表说明|填报说明|注释|附注|填写说明):")
YEAR = re.compile(r"(\d{4})(?:年|/)")
YEAR_ALONE = re.compile(r"^\(?(\d{4})(?:年度?)?\)?$")
CHINESE_YEAR = re.compile(r"([一二三四五六七八九〇○零Ο]{4})年")
_CHINESE_DIGITS = {
    **{digit: str(place) for place, digit in enumerate("〇一二三四五六七八九")},
    "○": "0",
    "零": "0",
}


def year_in(text: str) -> str:
    """Return the four digits of the year that a title names, or a blank."""
    bare = plain(text)
    found = YEAR.search(bare) or YEAR_ALONE.match(bare)
    if found:
        return found[1]
    spelt = CHINESE_YEAR.search(bare)
    return "".join(_CHINESE_DIGITS.get(digit, "0") for digit in spelt[1]) if spelt else ""


def is_title(text: str) -> bool:
    """Return whether a paragraph is the title of a form (and no sentence about one)."""
    bare = plain(text)
    return len(bare) <= 80 and not NOTE.match(bare) and "。" not in bare and bool(TITLE.search(bare))
