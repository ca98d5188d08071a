"""Units of indicator values: which ones there are, which mean the same, and how 万 and 亿 scale them."""

from __future__ import annotations

import functools
import re
from decimal import Decimal

_COUNTS = (
    "人次 人天 人日 人月 人份 人 名 位 户次 户 家次 家 所 座 个月 个百分点 个 项次 项 件次 件 处次 处 条次 条 "
    "篇次 篇 份 册 本 期次 期 场次 场 次 批次 批 届 台套 台次 标台 台 套 辆次 辆 头次 头 只 羽 株 棵 例 宗 起 支 队次 "
    "队 组 类 种 门 课时 学时 节 部 首 幅 盒 箱 瓶 袋 盏 根 段 间 栋 床 张 块 面 村次 村 社区 乡镇 站 点 班次 班 "
    "车次 艘 架 枚 把 口 眼 路 桩 具 尾 剂次 剂 针次 针 趟 轮次 轮 刊 版 款 岗 单 卷 封 副 对 双 匹 片 层 步 遍 "
    "页 幢 孔 桶 罐 笔 餐 讲 堂 届 桌 樘 窝 粒 颗 管 盘 校 园 馆 院 店 岁 周岁 台班 工日 个工作日 工作日 学期 "
    "平台 系统 企业 学校 学生 对象 单位 项目 课题 节点 宗地 村组 小时 分钟 秒 天 周 季度 年 月 日 号 等 级 名次"
).split()
_SIZES = (
    "平方公里 平方千米 平方米 平米 ㎡ m² m2 立方米 m³ m3 ㎥ 公里 千米 km 厘米 毫米 米 公顷 亩次 亩 吨 公斤 千克 "
    "kg 克 市斤 斤 升 毫升 千瓦时 千瓦 kWh kW MW 兆瓦 度 mg/L mg/m³ μg/m³ ug/m3 dB 分贝 ℃ 兆 GB TB 倍 百分点 分 "
    "百分比 ％ % ‰ 亿元 万元 元 块钱 株/亩 hm² t 平方 微克/立方米 毫克/立方米 毫克/升 千伏安 kVA 千伏 kV"
).split()
UNITS = tuple(sorted({*_COUNTS, *_SIZES}, key=len, reverse=True))

_SAME = {
    "名": "人",
    "位": "人",
    "场次": "场",
    "班次": "班",
    "平米": "平方米",
    "平方": "平方米",
    "个工作日": "工作日",
    "周岁": "岁",
    "微克/立方米": "μg/m³",
    "毫克/升": "mg/L",
    "毫克/立方米": "mg/m³",
    "㎡": "平方米",
    "m²": "平方米",
    "m2": "平方米",
    "m³": "立方米",
    "m3": "立方米",
    "㎥": "立方米",
    "千米": "公里",
    "km": "公里",
    "平方千米": "平方公里",
    "公斤": "千克",
    "kg": "千克",
    "日": "天",
    "百分比": "%",
    "％": "%",
    "块钱": "元",
    "分贝": "dB",
    "t": "吨",
}
_SCALES = {"亿": Decimal(100_000_000), "万": Decimal(10_000), "千": Decimal(1_000), "百": Decimal(100)}
_UNIT = re.compile("|".join(re.escape(unit) for unit in UNITS))
_PER = re.compile(
    r"(?:每|/|\*|·|×)+[百千万]?(?:" + "|".join(re.escape(unit) for unit in UNITS) + r"|人均|户均)"
)
_PER_SIGN = re.compile(r"[每/*·×]")
_UNSCALED = frozenset(unit for unit in UNITS if unit[0] in _SCALES and unit not in ("万元", "亿元"))


@functools.lru_cache(maxsize=2048)
def leading_unit(text: str) -> str:
    """Return the unit with which the text begins, `per` parts and 万 or 亿 included, or a blank."""
    scale = text[0] if text[:1] in _SCALES else ""
    match, whole = _UNIT.match(text, len(scale)), _UNIT.match(text)
    if scale and whole and (match is None or whole.end() >= match.end()):
        scale, match = "", whole  # 千米, 万元
    if scale in ("千", "百") and match is None:
        return ""
    end = match.end() if match else len(scale)
    while end and (per := _PER.match(text, end)):
        end = per.end()
    return text[:end]


@functools.lru_cache(maxsize=2048)
def base_unit(unit: str) -> tuple[Decimal, str]:
    """Return the factor and the name under which units compare: 万元 → 10000 元, 名 → 1 人, 万 → 10000 and a blank.

    What is counted per person or month keeps its `per` parts in one spelling: 元每人/每月 → 元/人/月.
    """
    if unit in _SIZES and "/" in unit:
        return Decimal(1), _SAME.get(unit, unit)
    first, *per = [part for part in _PER_SIGN.split(unit) if part] or [""]
    factor = Decimal(1)
    if first not in _UNSCALED and first[:1] in _SCALES:
        factor, first = _SCALES[first[0]], first[1:]
    return factor, "/".join([_SAME.get(first, first), *(_SAME.get(part, part) for part in per)])


def is_money(unit: str) -> bool:
    """Return whether the unit is an amount of money, prices for one of something included (元, 万元, 元/人)."""
    return base_unit(unit)[1].split("/")[0] == "元"


def is_bare_scale(unit: str) -> bool:
    """Return whether the unit is only 万 or 亿, so that it stays open what is counted."""
    return unit in ("万", "亿")


def is_per(unit: str) -> bool:
    """Return whether the unit is a price or standard for one of something (元/人/月)."""
    return "/" in base_unit(unit)[1]
