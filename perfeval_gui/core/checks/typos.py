"""Typing errors that are common in these forms, each with what is right; two right words only ask.

The characters of many wrong words also meet at the seam of two right ones (按时|实施, 投入|帐篷, 幼儿园|满意度, 年|未发生).
Such a word carries the neighbours with which it is no error; a word that nearly always is such a seam is left out.
"""

from __future__ import annotations

import re

_PLAIN: dict[str, tuple[str, ...]] = {
    "即使发放": ("及时发放",),
    "覆概": ("覆盖",),
    "记划": ("计划",),
    "满意渡": ("满意度",),
    "满意率度": ("满意度",),
    "满义度": ("满意度",),
    "贯切": ("贯彻",),
    "付责": ("负责",),
    "通迅": ("通讯",),
    "松驰": ("松弛",),
    "幅射": ("辐射",),
    "签定": ("签订",),
    "培迅": ("培训",),
    "陪训": ("培训",),
    "环镜": ("环境",),
    "竞赛活运": ("竞赛活动",),
    "截止目前": ("截至目前",),
    "拔付": ("拨付",),
    "划拔": ("划拨",),
    "下拔": ("下拨",),
    "款项拔": ("款项拨",),
    "宣转": ("宣传",),
    "提搞": ("提高",),
    "凑效": ("奏效",),
    "老干步": ("老干部",),
    "慰闻": ("慰问",),
    "追踪溯原": ("追踪溯源",),
    "水利没施": ("水利设施",),
    "其它资金": ("其他资金",),
    "基础没施": ("基础设施",),
    "配套没施": ("配套设施",),
}
# The wrong word, what may not stand before it and behind it, and what is right.
_BETWEEN: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    (
        "时实",
        "(?<![按及同实即当准平小届随适定临暂])",
        "(?![施现行际体时地践效名验习训战例物惠事况证])",
        ("及时", "按时"),
    ),
    ("既时", "", "(?![效间长段])", ("及时",)),
    ("帐户", "", "(?![外])", ("账户",)),
    ("帐目", "", "", ("账目",)),
    ("帐务", "", "", ("账务",)),
    *((f"{word}帐", "", "(?![篷幕子])", (f"{word}账",)) for word in "记结报到入台对"),
    ("做为", "", "(?![民群企人了])", ("作为",)),
    ("按装", "", "(?![机配箱备置车修载卸])", ("安装",)),
    ("布署", "(?<![发公])", "", ("部署",)),
    ("复盖", "(?<![修反])", "", ("覆盖",)),
    ("计画", "(?<!设)", "", ("计划",)),
    ("绩校", "(?<!成)", "", ("绩效",)),
    ("效宜", "", "(?![居])", ("效益",)),
    ("提商", "", "(?![业标品户])", ("提高",)),
    ("座落", "(?<![0-9一二三四五六七八九十两几])", "(?!实)", ("坐落",)),
    ("防讯", "(?<!消)", "", ("防汛",)),
    ("讯期", "(?<![通资短音])", "", ("汛期",)),
    ("修善", "(?<![维整])", "(?!后)", ("修缮",)),
    ("园满", "", "(?=完成|成功|结束|收官|落幕|举办|召开)", ("圆满",)),
    ("年未", "", "(?=前|止|$|[，。；、,;）)])", ("年末",)),
    ("月未", "", "(?=前|止|$|[，。；、,;）)])", ("月末",)),
    ("以经", "(?<![可予加得足])", "(?=完成|达到|实现|建成|投入|办理|落实)", ("已经",)),
)
RIGHT = _PLAIN | {wrong: right for wrong, _, _, right in _BETWEEN}
PATTERNS = {wrong: re.compile(re.escape(wrong)) for wrong in _PLAIN} | {
    wrong: re.compile(before + wrong + behind) for wrong, before, behind, _ in _BETWEEN
}
TYPO = re.compile("|".join(pattern.pattern for pattern in PATTERNS.values()))
