"""Every command of the window in one table: name, text, shortcut, icon, menu and what it calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QToolBar, QToolButton, QWidget

from perfeval_gui.core.values import dataclass
from perfeval_gui.gui import appearance
from perfeval_gui.gui.themes import THEMES
from perfeval_gui.gui.tool_bar import MainToolBar


@dataclass(frozen=True, slots=True)
class Command:
    """One command. `shortcuts` are Qt key texts, the first is shown; `tool` gives its toolbar text (blank: none).

    The keys of a command with `in_form` work only in the form, so that Delete in the tree empties no cell.
    """

    name: str
    menu: str
    text: str
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    tool: str = ""
    tip: str = ""
    starts_group: bool = False
    in_form: bool = False
    submenu: str = ""


FILE, EDIT, TABLE, CHECK = "文件(&F)", "编辑(&E)", "表格(&T)", "检查(&C)"
PROJECTS, PANES, THEME, SCALE = "转到项目", "转到窗格", "配色", "界面大小"
SCALES = (80, 90, 100, 110, 125, 150, 175, 200)
KEEP, VIEW, HELP = "保管(&K)", "查看(&V)", "帮助(&H)"

_PLUS = ("Ctrl++", "Ctrl+=")
"""One key, with and without Shift or a number pad. With Shift named too Qt found one press to mean two things and did neither."""

COMMANDS = (
    Command("import_files", FILE, "导入去年的表…", ("Ctrl+O",), "file-import", "导入去年的表", "读入文件里的自评表"),
    Command("import_folder", FILE, "导入整个文件夹…", (), "file-import", tip="读入文件夹里所有的自评表"),
    Command("roll_over", FILE, "结转到新年度…", (), "calendar", tip="用所选的表新建下一年度的表", starts_group=True),
    Command("new_from_template", FILE, "新建自模板…", (), "copy", tip="从往年的表里选一张，新建今年的表"),
    Command("new_project", FILE, "新建项目", ("Ctrl+N",), "file-plus", "新建项目", "新建一张空白的自评表"),
    Command("new_by_pack", FILE, "按规则包新建…", tip="新建一张别的省份、年度或单位自己版式的表"),
    Command("duplicate_project", FILE, "复制为新项目", (), "copy"),
    Command("delete_project", FILE, "删除项目", (), "trash", tip="移到回收站，可以恢复"),
    Command("save", FILE, "立即保存", ("Ctrl+S",), "device-floppy", starts_group=True, tip="平时会自动保存"),
    Command("export_docx", FILE, "导出…", ("Ctrl+E",), "file-type-docx", "导出 Word", "Word、Excel 或 PDF", starts_group=True),
    Command("preview_proof_sheet", FILE, "打印校对单…", tip="给负责人的一页：没处理的问题、已阅的理由、与去年的不同"),
    Command("export_proof_sheet", FILE, "导出校对单…", tip="还没处理的问题、已阅的理由、与去年的不同"),
    Command("export_leader_file", FILE, "导出领导只读件…", tip="一个 PDF：一览、各表和检查结果"),
    Command("show_sensitive", FILE, "公开前看一遍", tip="找出像身份证号、账号、健康信息的内容"),
    Command("export_summary", FILE, "导出汇总表…", tip="每个项目一行，合计、执行率和等级是公式"),
    Command("enter_online", FILE, "系统搬运助手…", tip="把各项内容依次复制，粘贴到一体化等系统里；也可打印录入清单"),
    Command("show_report", FILE, "绩效自评报告…", tip="按各表写出报告草稿，逐段修改，写成 Word"),
    Command("print", FILE, "打印…", ("Ctrl+P",), "printer", "打印", "在打印机上打印所选的表"),
    Command("print_preview", FILE, "打印预览…", ("Ctrl+Shift+P",)),
    Command("print_with_office", FILE, "用本机 WPS 或 Word 打印"),
    Command("quit", FILE, "退出", ("Ctrl+Q",), starts_group=True),
    Command("undo", EDIT, "撤销", ("Ctrl+Z",), "arrow-back-up", "撤销"),
    Command("redo", EDIT, "重做", ("Ctrl+Y", "Ctrl+Shift+Z"), "arrow-forward-up", "重做"),
    Command("cut", EDIT, "剪切", ("Ctrl+X",), "cut", starts_group=True, in_form=True),
    Command("copy", EDIT, "复制", ("Ctrl+C",), "copy", in_form=True),
    Command("paste", EDIT, "粘贴", ("Ctrl+V",), "clipboard", in_form=True),
    Command("fill_down", EDIT, "向下填充", ("Ctrl+D",), in_form=True, starts_group=True),
    Command("fill_right", EDIT, "向右填充", ("Ctrl+R",), in_form=True),
    Command("copy_from_above", EDIT, "取上一格的内容", ("Ctrl+'",), in_form=True),
    Command("fill_selection", EDIT, "所选各格填相同内容", ("Ctrl+Return",), in_form=True),
    Command("insert_today", EDIT, "填入今天的日期", ("Ctrl+;",), in_form=True),
    Command("clear_cells", EDIT, "清空所选单元格", ("Del",), in_form=True),
    Command("find", EDIT, "查找…", ("Ctrl+F",), "search", starts_group=True),
    Command("find_and_replace", EDIT, "替换…", ("Ctrl+H",)),
    Command("find_next", EDIT, "查找下一个", ("F3",)),
    Command("tidy", EDIT, "整理文字…", tip="整理空格、标点、编号和形近符号，改之前先列出来", starts_group=True),
    Command("offer_phrases", EDIT, "从词库选…", ("Ctrl+J",), tip="本单位以前写过的指标、单位和原因", in_form=True),
    Command("phrases_while_typing", EDIT, "输入时提示词库", tip="打字时在下面列出以前写过的词，按 ↓ 选择"),
    Command("empty_phrases", EDIT, "清空单位词库", tip="词库只存在这台电脑上"),
    Command("insert_symbol", EDIT, "插入符号…", ("Ctrl+I",), tip="≥、≤、万元、人次等，按一个键选一个"),
    Command("symbols_while_typing", EDIT, "输入时把 >= 和 <= 换成 ≥ 和 ≤", tip="换错了按 Ctrl+Z 换回来"),
    Command("fill_forms", EDIT, "多表同填…", tip="把单位、日期、填表人等填到多张表里", starts_group=True),
    Command("insert_row_below", TABLE, "在下方插入指标", _PLUS, "row-insert-bottom", "插入指标"),
    Command("delete_row", TABLE, "删除所选指标", ("Ctrl+-",), "row-remove", "删除指标"),
    Command("move_row_up", TABLE, "指标上移", ("Alt+Up",), "arrow-up", "上移", starts_group=True),
    Command("move_row_down", TABLE, "指标下移", ("Alt+Down",), "arrow-down", "下移"),
    Command("regroup", TABLE, "改二级指标…", tip="只改所选的行：移到另一个二级指标下面，或者另起一个"),
    Command("fill_computed", TABLE, "填入计算值", ("F9",), "calculator", tip="填执行率、得分和总分", starts_group=True),
    Command("fill_scores", TABLE, "按完成情况填得分…", tip="列出空着的得分照目标和实际完成值应是多少，勾选后一次填好"),
    Command("convert_to_wan", TABLE, "金额换算成万元", tip="导入的表用元、千元等填写时，换算以后才能导出"),
    Command("check_all", CHECK, "全部检查", ("F5",), "list-check", "检查"),
    Command("next_finding", CHECK, "下一个问题", ("F8",), "chevron-down"),
    Command("previous_finding", CHECK, "上一个问题", ("Shift+F8",), "chevron-up"),
    Command("repair", CHECK, "修复当前问题", ("Ctrl+Shift+R",), "wand", starts_group=True),
    Command("repair_kind", CHECK, "修复同类问题…", ("Ctrl+Shift+K",), tip="列出修改前后，勾选后一次改好"),
    Command("repair_all", CHECK, "修复全部可修复的问题…", tip="列出修改前后，勾选后一次改好"),
    Command("waive", CHECK, "已阅当前问题…", ("Ctrl+Shift+Y",), "circle-check", tip="情况属实，写明原因后不再提示"),
    Command("check_copies", CHECK, "照抄核对…", tip="逐行确认与目标相同的实际完成值"),
    Command("score_card", CHECK, "得分明细", ("Ctrl+Shift+J",), "calculator", tip="这一行的得分是怎么算的", starts_group=True),
    Command("balance", CHECK, "指标平衡…", tip="分值与一级指标的分值不符时，选一种改法"),
    Command("goal_match", CHECK, "目标—指标对照…", tip="目标里的数与指标是否一致"),
    Command("show_annex1", CHECK, "附件1 核对…", (), "arrows-diff", tip="附件1 的项目支出与各张自评表之和对不对得上"),
    Command("rules_overview", CHECK, "规则一览…", (), "checkup-list", tip="口径和全部检查项，可改成本单位的", starts_group=True),
    Command("compare_sample", CHECK, "表样比对…", tip="财政部门发来的表样与本程序印的有什么不同，可以由它做规则包"),
    Command("scan_leftovers", CHECK, "去年痕迹扫描…", tip="列出留下的去年年份、日期、填表人和空位", starts_group=True),
    Command("review_scores", CHECK, "复核（主管部门）", tip="在自评得分旁边填复核分和审核意见，打印或退回单位"),
    Command("show_versions", KEEP, "历史版本…", (), "history", tip="看以前的样子，恢复一格或整张表"),
    Command("recycle_bin", KEEP, "回收站…", (), "recycle"),
    Command("mark_draft", KEEP, "标记为草稿（解锁）", starts_group=True),
    Command("mark_proofread", KEEP, "标记为已校对"),
    Command("mark_signed", KEEP, "标记为已签（锁定）"),
    Command("mark_filed", KEEP, "标记为已报（锁定）"),
    Command("code_in_footer", KEEP, "页脚印回对码", tip="打印和导出时在页脚印 8 位回对码，签字后可以核对", starts_group=True),
    Command("look_up_code", KEEP, "核对回对码…", tip="查签过字的纸是用哪个版本打印的"),
    Command("send_package", KEEP, "写交换包…", tip="用U盘交给别人填写", starts_group=True),
    Command("receive_package", KEEP, "收回交换包…", tip="逐行合并别人改过的内容"),
    Command("merge_packages", KEEP, "汇总各单位交换包…", tip="主管部门用：一次收齐各单位的交换包，看总览，导出一张汇总表"),
    Command("back_up", KEEP, "备份…", tip="全部内容写成一个文件，也用于移交给别的电脑", starts_group=True),
    Command("restore_backup", KEEP, "从备份恢复…", tip="也用于接收移交"),
    Command("save_elsewhere", KEEP, "另存到其他位置…", tip="草稿存不下时，先把内容存成一个文件"),
    Command("show_paper", VIEW, "显示或隐藏纸面", ("F6",), "file-text", "纸面", "看打印出来的样子"),
    Command("show_last_year", VIEW, "显示去年数", tip="在格子下方用小字显示去年的内容"),
    Command("show_origins", VIEW, "显示内容来源", tip="用竖线标出去年带入、程序算出和按提示修改的内容"),
    Command("show_overview", VIEW, "总览", ("F7",), "table", "总览", "全年、全单位的项目、合计和图表"),
    Command("symbols_shown", VIEW, "符号栏", tip="点一下就插入 ≥、≤、万元、人次等"),
    *(Command(f"project_{n}", VIEW, f"第 {n} 个项目", (f"Ctrl+{n}",), submenu=PROJECTS) for n in range(1, 10)),
    Command("go_to_tree", VIEW, "左边的项目", ("Alt+1",), submenu=PANES),
    Command("go_to_form", VIEW, "中间的表", ("Alt+2",), submenu=PANES),
    Command("go_to_side", VIEW, "右边的检查或纸面", ("Alt+3",), submenu=PANES),
    *(Command(f"theme_{theme.name}", VIEW, theme.title, submenu=THEME) for theme in THEMES.values()),
    *(Command(f"scale_{percent}", VIEW, f"{percent} %", submenu=SCALE) for percent in SCALES),
    Command("zoom_in", VIEW, "表格放大", ("Ctrl+Alt+=", "Ctrl+Alt++")),
    Command("zoom_out", VIEW, "表格缩小", ("Ctrl+Alt+-",)),
    Command("zoom_reset", VIEW, "表格原始大小", ("Ctrl+0",)),
    Command("help", HELP, "填写说明", ("F1",), "help-circle", tip="这一格怎么填，这里的问题怎么改"),
    Command("guide", HELP, "十分钟上手", tip="一张 A4 纸，可以打印"),
    Command("key_map", HELP, "快捷键一览", ("Ctrl+F1",)),
    Command("handbook", HELP, "使用手册", ("Shift+F1",), tip="按一年的工作先后写，可以查找和打印"),
    Command("check_environment", HELP, "环境自检…", tip="字体、打印机、输入法、数据文件夹：缺什么，有什么影响"),
    Command("copy_diagnostics", HELP, "复制诊断信息", tip="版本、系统和出错记录，不含表格内容，可以发给技术人员"),
    Command("about", HELP, "关于"),
)  # fmt: skip

CONTEXT_MENU = (
    "cut", "copy", "paste", "clear_cells", "fill_down", "fill_right", "fill_selection", "copy_from_above",
    "insert_today", "offer_phrases", "insert_symbol", "insert_row_below", "delete_row", "move_row_up", "move_row_down",
    "regroup", "score_card", "help",
)  # fmt: skip
"""The commands that a right click in the form offers."""

PROJECT_MENU = (
    "new_project", "duplicate_project", "delete_project", "roll_over", "fill_forms", "export_docx", "print",
    "send_package", "show_versions", "mark_draft", "mark_proofread", "mark_signed", "mark_filed",
)  # fmt: skip
"""The commands that a right click on projects offers, in the tree and in the overview."""


def build_actions(
    window: QMainWindow, form: QWidget, run: Mapping[str, Callable[[], object]], settle: Callable[[], None]
) -> dict[str, QAction]:
    """Make an action for every command, its menu and toolbar; before any of them runs, `settle` is called.

    Settling hands in the text of an open editor, so that no command acts on the text before it.
    """
    actions = {command.name: _action(window, command, run[command.name], settle) for command in COMMANDS}
    for command in COMMANDS:
        if command.in_form:
            actions[command.name].setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        (form if command.in_form else window).addAction(actions[command.name])
    menus: dict[str, QMenu] = {}
    bar = MainToolBar("工具栏", window)
    bar.setObjectName("mainToolBar")
    bar.setMovable(False)
    shown = ""
    for command in COMMANDS:
        menu = menus.get(command.menu) or menus.setdefault(
            command.menu, window.menuBar().addMenu(command.menu)
        )
        if command.submenu:
            menu = menus.get(command.submenu) or menus.setdefault(
                command.submenu, menu.addMenu(command.submenu)
            )
        if command.starts_group:
            menu.addSeparator()
        menu.addAction(actions[command.name])
        if command.tool:
            if shown and shown != command.menu:
                bar.addSeparator()
            shown = command.menu
            bar.addAction(actions[command.name])
    window.addToolBar(bar)
    name_arrow(bar)
    return actions


def name_arrow(bar: QToolBar) -> None:
    """Say in words what the arrow is for that Qt shows where a toolbar has no room for all buttons."""
    for more in bar.findChildren(QToolButton, "qt_toolbar_ext_button"):
        more.setAccessibleName("其余的按钮")
        more.setToolTip("窗口太窄放不下的按钮")


def _action(
    window: QMainWindow, command: Command, run: Callable[[], object], settle: Callable[[], None]
) -> QAction:
    action = QAction(command.text, window)
    action.setObjectName(command.name)
    action.setShortcuts([QKeySequence(keys) for keys in command.shortcuts])
    if command.icon:
        action.setIcon(appearance.icon(command.icon))
    if command.tool:
        action.setIconText(command.tool)
    keys = f"（{_shown(command.shortcuts[0])}）" if command.shortcuts else ""
    action.setToolTip((command.tip or command.text.rstrip("…")) + keys)
    action.setStatusTip(command.tip or command.text.rstrip("…"))

    def settle_and_run() -> None:
        settle()
        run()

    action.triggered.connect(settle_and_run)
    return action


def _shown(keys: str) -> str:
    return keys.replace("Up", "↑").replace("Down", "↓").replace("Del", "Delete")
