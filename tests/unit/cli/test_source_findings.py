"""`check` of a document tells what only the document shows: glued signs, debris, titles laid out otherwise."""

from dataclasses import replace

from perfeval_gui.cli.checking import add_source_findings
from perfeval_gui.cli.inputs import Entry, FileNote, Intake
from perfeval_gui.core.checks.rule import Finding, Severity
from perfeval_gui.core.form import pointer
from perfeval_gui.core.recognise.raw import Note
from perfeval_gui.resources import profile
from tests.examples import example_project

GLUED = Note(0, "/sign_off/phone", "hint", "原表的联系电话与“单位负责人签字”连在一起，已分开。", "F10")
PADDED = Note(0, "", "hint", "有 27 格的首尾有空格。", "F01")
DOUBT = Note(0, "/total/score", "warning", "总分有两处。")


def told(*notes: Note, off: frozenset[str] = frozenset()) -> list[Finding]:
    project = example_project(1)
    entry = Entry("表.docx", project)
    intake = Intake((entry,), tuple(FileNote("表.docx", note) for note in notes))
    found: list[list[Finding]] = [[]]
    rules = replace(profile(), checks_off=off)
    add_source_findings(found, [entry], intake, {project.profile: rules})
    return found[0]


def test_a_glued_sign_off_line_is_a_finding_at_the_telephone() -> None:
    (finding,) = told(GLUED)
    assert (finding.check, finding.severity, finding.fix) == ("F10", Severity.WARNING, None)
    assert pointer(example_project(1).form, finding.cell) == "/sign_off/phone"


def test_padding_is_a_finding_of_the_whole_form() -> None:
    (finding,) = told(PADDED)
    assert (finding.check, pointer(example_project(1).form, finding.cell)) == ("F01", "")


def test_a_doubt_of_the_import_is_no_finding() -> None:
    assert told(DOUBT) == []


def test_a_check_that_is_off_stays_silent_about_the_document() -> None:
    assert told(GLUED, PADDED, off=frozenset({"F10"})) == told(PADDED)
