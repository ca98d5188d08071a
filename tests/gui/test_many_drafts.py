"""A tree of thousands: counted right, units closed until one is looked into, a project shown opens its own."""

from pytestqt.qtbot import QtBot

from perfeval_gui.gui.project_tree import Entry, ProjectTree, ProjectTreeModel
from perfeval_gui.gui.themes import LIGHT


def listed(number: int) -> list[Entry]:
    return [Entry(f"p{n}", str(2023 + n % 2), f"第{n % 40}单位", f"项目{n}", n, None) for n in range(number)]


def test_of_few_projects_all_are_in_sight(qtbot: QtBot) -> None:
    model = ProjectTreeModel(LIGHT)
    tree = ProjectTree(model)
    qtbot.addWidget(tree)
    model.show(listed(100))
    assert tree.isExpanded(model.index_of("p7").parent())


def test_of_thousands_the_units_stay_closed_until_a_project_is_shown(qtbot: QtBot) -> None:
    model = ProjectTreeModel(LIGHT)
    tree = ProjectTree(model)
    qtbot.addWidget(tree)
    tree.show()
    model.show(listed(3000))
    unit = model.index_of("p7").parent()
    assert tree.isExpanded(unit.parent())
    assert not tree.isExpanded(unit)
    tree.point_at("p7")
    assert tree.isExpanded(unit)


def test_a_group_says_how_many_projects_it_holds_and_gives_them_in_order(qtbot: QtBot) -> None:
    model = ProjectTreeModel(LIGHT)
    model.show(listed(3000))
    year = model.index_of("p1").parent().parent()
    assert year.data() == "2024年度（1500）"
    ids = model.project_ids(year)
    assert len(ids) == 1500
    assert ids[:2] == ["p1", "p41"]
