"""The catalogue is the published one: these ids, these default severities, these repairs, honest sources."""

import re
from pathlib import Path

from perfeval_gui.core.checks.catalogue import CATALOGUE, Severity, check_by_id
from perfeval_gui.core.checks.rule import SOURCES

ERRORS = """
    A01 A02 A03 A04 A05 A06 A07 A08 A09 A10 A11 A13 A14 A15 B01 B02 B03 B05 B08 B09 C05 C06 C07 C14
    C15 C18 M01 V01 V03 T01 F02 F08 D05 N03 X04 X06 X09
""".split()
WARNINGS = """
    A12 A17 A19 A20 A21 B04 B06 B10 C01 C02 C03 C04 C08 C09 C10 C11 C12 C13 C16 C17 M04 M05 M07 V04
    V05 V06 V09 V10 V11 T02 T03 T04 F03 F07 F10 F11 F14 N01 N02 X01 X02 X03 X07 X08 X10
""".split()
HINTS = """
    A16 A18 B07 M02 M03 M06 V02 V07 V08 T05 T06 F01 F04 F05 F06 F09 F12 F13 S01 N04 N05 N06 X05
""".split()
# In group F a repair stands everywhere but in F07 and F09.
REPAIRED = """
    A01 A02 A03 A08 A12 A16 B06 B07 B10 C16 C18 V02 V04 V07 V11 D05 X08
    F01 F02 F03 F04 F05 F06 F08 F10 F11 F12 F13 F14
""".split()


def ids_of(severity: Severity) -> set[str]:
    return {check.id for check in CATALOGUE if check.severity is severity}


def test_there_are_105_checks_of_37_45_and_23() -> None:
    assert len({check.id for check in CATALOGUE}) == len(CATALOGUE) == 105
    assert [len(ids_of(severity)) for severity in Severity] == [37, 45, 23]


def test_the_default_severities_are_the_catalogues() -> None:
    assert ids_of(Severity.ERROR) == set(ERRORS)
    assert ids_of(Severity.WARNING) == set(WARNINGS)
    assert ids_of(Severity.HINT) == set(HINTS)


def test_repairs_are_promised_where_they_are_mechanical() -> None:
    assert {check.id for check in CATALOGUE if check.has_fix} == set(REPAIRED)


def test_no_document_is_named_but_those_of_the_rules() -> None:
    folder = Path(__file__).parents[4] / "perfeval_gui" / "core" / "checks"
    named = {
        number
        for path in folder.glob("*.py")
        for number in re.findall(r"[\u4e00-\u9fff]+〔[0-9]{4}〕[0-9]+号", path.read_text(encoding="utf-8"))
    }
    assert named <= set(SOURCES)
    text = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    assert not re.search(r"第[一二三四五六七八九十百0-9]+条(?!指标)", text)


def test_a_check_is_found_by_its_id() -> None:
    found = check_by_id("A02")
    assert found is not None
    assert found.title == "执行率算错"
    assert "97.44%" in found.help
    assert check_by_id("Z99") is None


def test_titles_tell_the_checks_apart() -> None:
    assert len({check.title for check in CATALOGUE}) == len(CATALOGUE)
