"""The command line by its contract: what each command prints, writes, refuses, and with which exit status."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.contract.program import DATA, EXPECTED, at, expected_forms, perfeval, squeezed, tree

DUMP = DATA / "2024-forms.txt"
DOCX = DATA / "import" / "2024-original-like.docx"
NOTE_KEYS = {"file", "form", "where", "severity", "message"}
FINDING_KEYS = {"file", "form", "id", "severity", "where", "message", "source", "fix"}


def written(path: Path, *forms: dict[str, object]) -> Path:
    path.write_text(json.dumps(list(forms), ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture
def without_form(tmp_path: Path) -> Path:
    path = tmp_path / "会议通知.txt"
    path.write_text("关于召开会议的通知\n\n各单位：\n定于下周一召开会议。\n", encoding="utf-8")
    return path


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    path = tmp_path / "空文件.docx"
    path.touch()
    return path


def damaged(path: Path) -> Path:
    whole = DOCX.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return path


# import


@pytest.mark.parametrize(
    "name",
    [
        "2024-forms.txt",
        "2024-forms.expected.json",
        "import/2024-original-like.docx",
        "import/2024-lo.docx",
        "import/2024-npm-docx.docx",
        "import/2024-html-lo.docx",
        "import/2024-pandoc.docx",
        "import/2024-messy.docx",
    ],
)
def test_all_seven_examples_come_out_with_every_field(name) -> None:
    run = perfeval("import", DATA / name, "--json")
    assert run.status == 0
    assert squeezed(run.json["forms"]) == squeezed(expected_forms())
    for note in run.json["notes"]:
        assert set(note) == NOTE_KEYS
        assert note["file"] == str(DATA / name)
        assert note["severity"] in {"error", "warning", "hint"}
        if note["form"] is not None:
            at(run.json["forms"][note["form"]], note["where"])


def test_notes_count_the_forms_over_all_files(tmp_path) -> None:
    yuan = {**expected_forms()[0], "funding_unit": "元"}
    first, second = written(tmp_path / "一.json", *expected_forms()[:2]), written(tmp_path / "二.json", yuan)
    run = perfeval("import", first, second, "--json")
    assert run.json["forms"] == [*expected_forms()[:2], yuan]
    doubts = [
        (note["file"], note["form"], note["where"])
        for note in run.json["notes"]
        if note["severity"] == "error"
    ]
    assert doubts == [(str(second), 2, "/funding")]


def test_one_form_as_a_json_object_is_an_input_too(tmp_path) -> None:
    path = tmp_path / "一张.json"
    path.write_text(json.dumps(expected_forms()[3]), encoding="utf-8")
    assert perfeval("import", path, "--json").json["forms"] == [expected_forms()[3]]


def test_without_json_every_text_is_readable(tmp_path) -> None:
    run = perfeval("import", EXPECTED)
    assert run.status == 0
    for form in expected_forms():
        assert form["project_name"] in run.out
        assert all(" ".join(row["actual"].split()) in run.out for row in form["indicators"])


def test_the_file_is_named_as_it_was_given(tmp_path) -> None:
    shutil.copy(DUMP, tmp_path / "去年的表.txt")
    for given in ("去年的表.txt", "./去年的表.txt"):
        run = perfeval("check", given, "--json", cwd=tmp_path)
        assert {finding["file"] for finding in run.json["findings"]} == {given}


# drafts


def test_saved_forms_are_drafts_and_what_is_printed_is_there(tmp_path) -> None:
    home = tmp_path / "资料"
    run = perfeval("import", DUMP, "--save", "--data", home)
    assert run.status == 0
    rows = [line.split("\t") for line in run.lines]
    assert [row[1:] for row in rows] == [
        [form["fiscal_year"], form["implementing_unit"], form["project_name"]] for form in expected_forms()
    ]
    drafts = perfeval("drafts", "--json", "--data", home).json
    assert [draft["id"] for draft in drafts] == [row[0] for row in rows]
    assert squeezed([draft["form"] for draft in drafts]) == squeezed(expected_forms())
    for draft in drafts:
        assert set(draft) == {"id", "fiscal_year", "implementing_unit", "project_name", "modified", "form"}
        assert draft["project_name"] == draft["form"]["project_name"]


def test_forms_saved_later_stand_behind_those_there_are(tmp_path) -> None:
    first, second = (written(tmp_path / f"{number}.json", expected_forms()[number]) for number in (4, 1))
    ids = [perfeval("import", path, "--save").lines[0].split("\t")[0] for path in (first, second)]
    assert [draft["id"] for draft in perfeval("drafts", "--json").json] == ids
    assert len(set(ids)) == 2


def test_where_nothing_was_saved_there_are_no_drafts() -> None:
    run = perfeval("drafts", "--json")
    assert (run.status, run.json) == (0, [])


@pytest.mark.parametrize("command", [["drafts", "--json"], ["check", "--drafts", "--json"]])
def test_drafts_that_cannot_be_read_cost_one_line_and_json_is_still_json(tmp_path, command) -> None:
    home = tmp_path / "资料"
    perfeval("import", EXPECTED, "--save", "--data", home)
    for path in home.glob("drafts.sqlite*"):
        path.write_bytes(b"\xff" * 5000)
    a_file = tmp_path / "不是文件夹"
    a_file.touch()
    for folder in (home, a_file):
        run = perfeval(*command, "--data", folder)
        assert (run.status, len(run.complaints)) == (2, 1)
        assert run.json in ([], {"findings": []})


def test_drafts_that_cannot_be_read_are_not_counted(tmp_path) -> None:
    (tmp_path / "drafts.sqlite3").write_bytes(b"\xff" * 5000)
    run = perfeval("drafts", "--data", tmp_path)
    assert (run.status, len(run.complaints), run.out) == (2, 1, "")


def test_the_data_directory_is_the_option_before_the_environment(tmp_path) -> None:
    perfeval("import", EXPECTED, "--save", "--data", tmp_path / "选项", PERFEVAL_HOME=str(tmp_path / "环境"))
    assert (tmp_path / "选项").is_dir()
    assert not (tmp_path / "环境").exists()
    run = perfeval("drafts", "--json", PERFEVAL_HOME=str(tmp_path / "选项"))
    assert len(run.json) == 7


# check


def findings_of(*words) -> Any:
    run = perfeval("check", *words, "--json")
    assert all(set(finding) == FINDING_KEYS for finding in run.json["findings"])
    return run.json["findings"]


def test_the_examples_known_faults_are_found_at_their_cells_and_nothing_is_changed() -> None:
    before = DUMP.read_bytes()
    run = perfeval("check", DUMP, "--json")
    assert run.status == 1
    found = {(item["form"], item["id"], item["where"]): item for item in run.json["findings"]}
    assert found[3, "A02", "/funding/0/execution_rate"]["fix"] == "97.44%"
    assert found[3, "A03", "/funding/0/score"]["fix"] == "9.74"
    assert found[0, "A01", "/funding/0/score"]["fix"] == "10"
    assert (0, "A06", "/total/weight") in found
    assert {form for form, check, _ in found if check == "A05"} == set(range(7))
    assert DUMP.read_bytes() == before


def test_every_finding_names_a_place_of_its_form_and_a_check_of_the_catalogue() -> None:
    catalogue = perfeval("check", "--list", "--json").json
    assert all(set(card) == {"id", "severity", "title", "source", "has_fix"} for card in catalogue)
    assert len({card["id"] for card in catalogue}) == len(catalogue)
    repairable = {card["id"] for card in catalogue if card["has_fix"]}
    for finding in findings_of(EXPECTED):
        at(expected_forms()[finding["form"]], finding["where"])
        assert finding["id"] in {card["id"] for card in catalogue}
        assert finding["severity"] in {"error", "warning", "hint"}
        assert finding["source"]
        assert isinstance(finding["fix"], str | None)
        assert finding["fix"] is None or finding["id"] in repairable


def test_a_form_found_at_another_position_has_the_same_findings(tmp_path) -> None:
    alone = findings_of(written(tmp_path / "单.json", expected_forms()[3]))
    behind = findings_of(written(tmp_path / "前.json", expected_forms()[0]), tmp_path / "单.json")
    moved = [{**item, "form": 1} for item in alone if not item["id"].startswith("X")]
    assert [item for item in behind if item["form"] == 1 and not item["id"].startswith("X")] == moved


def test_drafts_are_checked_under_their_ids(tmp_path) -> None:
    ids = [line.split("\t")[0] for line in perfeval("import", EXPECTED, "--save").lines]
    run = perfeval("check", "--drafts", "--json")
    assert run.status == 1
    assert all(item["file"] == ids[item["form"]] for item in run.json["findings"])
    plain = [{**item, "file": ""} for item in findings_of(EXPECTED)]
    assert [{**item, "file": ""} for item in run.json["findings"]] == plain


def test_readable_text_says_the_same_as_json() -> None:
    run = perfeval("check", EXPECTED)
    assert run.status == 1
    for finding in findings_of(EXPECTED):
        assert finding["message"] in run.out
    assert "A02" in perfeval("check", "--list").out


# export


def test_each_form_becomes_a_file_with_number_and_name(tmp_path) -> None:
    run = perfeval("export", EXPECTED, "-o", tmp_path / "新" / "文件夹", "--format", "json")
    assert run.status == 0
    names = [f"{number:02}_{form['project_name']}.json" for number, form in enumerate(expected_forms(), 1)]
    assert [Path(line).name for line in run.lines] == names
    assert [json.loads(Path(line).read_text(encoding="utf-8")) for line in run.lines] == expected_forms()
    assert tree(tmp_path) == sorted(["新", "新/文件夹", *(f"新/文件夹/{name}" for name in names)])


def test_all_forms_in_one_file_are_a_list(tmp_path) -> None:
    run = perfeval("export", EXPECTED, "-o", tmp_path, "--format", "json", "--single-file")
    assert run.lines == [str(tmp_path / "附件3-2024年度.json")]
    assert json.loads(Path(run.lines[0]).read_text(encoding="utf-8")) == expected_forms()


def test_what_was_exported_to_word_reads_as_it_was(tmp_path) -> None:
    each = perfeval("export", EXPECTED, "-o", tmp_path / "各", "--format", "docx")
    whole = perfeval("export", EXPECTED, "-o", tmp_path / "合", "--format", "docx", "--single-file")
    assert [Path(line).name for line in whole.lines] == ["附件3-2024年度.docx"]
    for run in (each, whole):
        assert run.status == 0
        back = perfeval("import", *run.lines, "--json")
        assert squeezed(back.json["forms"]) == squeezed(expected_forms())


def test_a_name_that_is_taken_gets_a_number_unless_overwriting_is_asked_for(tmp_path) -> None:
    one = written(tmp_path / "一.json", expected_forms()[3])
    words = ("export", one, "-o", tmp_path / "出", "--format", "json")
    first, second = perfeval(*words).lines[0], perfeval(*words).lines[0]
    assert second == first.removesuffix(".json") + " (2).json"
    Path(first).write_text("旧", encoding="utf-8")
    assert perfeval(*words, "--overwrite").lines == [first]
    assert json.loads(Path(first).read_text(encoding="utf-8")) == expected_forms()[3]
    assert len(tree(tmp_path / "出")) == 2


def test_a_name_that_no_system_takes_is_made_one(tmp_path) -> None:
    form = {**expected_forms()[0], "project_name": 'a/b\\c:d*e?f"g<h>i|j' + "长" * 100}
    run = perfeval("export", written(tmp_path / "表.json", form), "-o", tmp_path / "出", "--format", "json")
    (name,) = tree(tmp_path / "出")
    assert name.startswith("01_a_b_c_d_e_f_g_h_i_j长")
    assert len(name) <= 80
    assert run.status == 0


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf", "json"])
def test_the_same_forms_give_the_same_bytes(tmp_path, kind) -> None:
    contents = []
    for zone, folder in (("UTC", "一"), ("Asia/Shanghai", "二")):
        for single in ([], ["--single-file"]):
            target = tmp_path / folder / str(len(single))
            run = perfeval("export", EXPECTED, "-o", target, "--format", kind, *single, TZ=zone, USER=folder)
            contents.append([Path(line).read_bytes() for line in run.lines])
    assert contents[0] == contents[2]
    assert contents[1] == contents[3]


def test_drafts_are_exported_like_files(tmp_path) -> None:
    perfeval("import", EXPECTED, "--save")
    run = perfeval("export", "--drafts", "-o", tmp_path / "出", "--format", "json")
    assert [json.loads(Path(line).read_text(encoding="utf-8")) for line in run.lines] == expected_forms()


def test_amounts_in_yuan_are_not_printed_as_wan_yuan(tmp_path) -> None:
    form = expected_forms()[3]
    in_yuan = {
        **form,
        "funding_unit": "元",
        "funding": [{**row, "outturn": "1234500"} for row in form["funding"]],
    }
    path = written(tmp_path / "元.json", expected_forms()[0], in_yuan)
    words = ("export", path, "-o", tmp_path / "出", "--format", "json")
    run = perfeval(*words)
    assert run.status == 2
    assert len(run.lines) == 1
    assert len(run.complaints) == 1
    assert str(path) in run.complaints[0]
    assert form["project_name"] in run.complaints[0]
    done = perfeval(*words, "--convert-to-wan")
    assert done.status == 0
    converted = json.loads(Path(done.lines[1]).read_text(encoding="utf-8"))
    assert "funding_unit" not in converted
    assert {row["outturn"] for row in converted["funding"]} == {"123.45"}


def test_an_amount_that_cannot_be_converted_is_named_and_its_form_held_back(tmp_path) -> None:
    form = expected_forms()[3]
    rows = [{**form["funding"][0], "revised_budget": "约五万"}, *form["funding"][1:]]
    path = written(tmp_path / "元.json", {**form, "funding_unit": "元", "funding": rows}, expected_forms()[0])
    run = perfeval("export", path, "-o", tmp_path / "出", "--format", "json", "--convert-to-wan")
    assert run.status == 2
    assert [Path(line).name[:3] for line in run.lines] == ["02_"]
    assert len(run.complaints) == 1
    assert "约五万" in run.complaints[0]


def test_a_folder_that_cannot_be_made_is_said_in_one_line(tmp_path, empty) -> None:
    run = perfeval("export", EXPECTED, "-o", empty, "--format", "json")
    assert (run.status, run.out, len(run.complaints)) == (2, "", 1)


# What cannot be done


def unreadable(kind: str, folder: Path) -> Path:
    path = folder / f"{kind}.docx"
    if kind == "folder":
        path.mkdir()
    elif kind == "picture":
        path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde")
    elif kind == "damaged":
        damaged(path)
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "empty":
        path.touch()
    elif kind == "noise":
        path.write_bytes(bytes(range(256)) * 40)
    elif kind == "half a json":
        path.write_text('[{"fiscal_year": "2024", ', encoding="utf-8")
    return path


KINDS = ["folder", "picture", "damaged", "pipe", "empty", "noise", "half a json", "absent"]


COMMANDS = [["check", "--json"], ["export", "-o", "出"], ["import", "--save"]]


@pytest.mark.parametrize(
    ("kind", "command"),
    [*((kind, ["import", "--json"]) for kind in KINDS), *(("damaged", command) for command in COMMANDS)],
)
def test_a_file_that_cannot_be_read_costs_one_chinese_line(tmp_path, kind, command) -> None:
    path = unreadable(kind, tmp_path)
    run = perfeval(*command, path, cwd=tmp_path)
    assert run.status == 2
    assert len(run.complaints) == 1
    assert path.name in run.complaints[0]
    assert not any(run.json.values() if "--json" in command else run.lines)


def test_the_good_files_are_done_and_the_status_is_the_highest(tmp_path, empty) -> None:
    broken = damaged(tmp_path / "坏的.docx")
    run = perfeval("check", broken, EXPECTED, empty, "--json")
    assert run.status == 2
    assert len(run.complaints) == 2
    assert run.json["findings"] == findings_of(EXPECTED)
    done = perfeval("export", broken, EXPECTED, "-o", tmp_path / "出", "--format", "json")
    assert (done.status, len(done.lines), len(done.complaints)) == (2, 7, 1)


def test_a_readable_file_without_a_form_is_a_note_and_no_failure(without_form) -> None:
    run = perfeval("import", without_form, "--json")
    assert run.status == 0
    assert run.json["forms"] == []
    (note,) = run.json["notes"]
    assert (note["file"], note["form"], note["severity"]) == (str(without_form), None, "warning")


@pytest.mark.parametrize(
    ("words", "named"),
    [(["a.docx", "--data"], "--data"), (["--profile"], "--profile"), (["a.docx", "--bogus"], "--bogus")],
)
def test_words_for_the_window_that_are_not_clear_cost_one_chinese_line(tmp_path, words, named) -> None:
    run = perfeval(*words, cwd=tmp_path, PERFEVAL_HOME=str(tmp_path / "资料"), QT_QPA_PLATFORM="offscreen")
    assert (run.status, run.out, len(run.complaints)) == (2, "", 1)
    assert named in run.complaints[0]
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize("command", COMMANDS)
def test_given_nothing_but_files_without_a_form_a_command_has_nothing_to_do(
    tmp_path, without_form, command
) -> None:
    run = perfeval(*command, without_form, cwd=tmp_path)
    assert run.status == 2
    assert len(run.complaints) == 1
    assert without_form.name in run.complaints[0]
    assert not (tmp_path / "出").exists()


def test_a_file_without_a_form_among_others_holds_nobody_back(tmp_path, without_form) -> None:
    run = perfeval("export", without_form, EXPECTED, "-o", tmp_path / "出", "--format", "json")
    assert (run.status, len(run.lines)) == (0, 7)
    assert without_form.name in run.complaints[0]


@pytest.mark.parametrize(
    "words",
    [
        "import",
        "export a.json",
        "check a.json --format",
        "export a.json -o x --format pptx",
        "drafts a b",
        "check -x",
    ],
)
def test_unclear_words_cost_one_chinese_line(words) -> None:
    run = perfeval(*words.split())
    assert (run.status, run.out, len(run.complaints)) == (2, "", 1)


def test_a_rule_pack_that_is_not_there_or_wrong_is_named(tmp_path) -> None:
    wrong = tmp_path / "本地.toml"
    wrong.write_text('id = "x"\nname = \n', encoding="utf-8")
    for given in ("sichuan-1999", wrong, tmp_path / "没有.toml"):
        run = perfeval("check", EXPECTED, "--profile", given, "--json")
        assert run.status == 2
        assert len(run.complaints) == 1
        assert Path(given).name in run.complaints[0]


def test_a_rule_pack_file_is_a_profile(tmp_path) -> None:
    pack = tmp_path / "本地.toml"
    pack.write_text('extends = "annex3-2024"\nid = "local"\n[checks]\noff = ["A05"]\n', encoding="utf-8")
    plain = {item["id"] for item in findings_of(EXPECTED)}
    local = {item["id"] for item in findings_of(EXPECTED, "--profile", pack)}
    assert plain - local == {"A05"}


def test_help_and_version_are_printed_without_a_window() -> None:
    assert "perfeval export" in perfeval("--help").out
    assert perfeval("check", "--help").status == 0
    assert perfeval("--version").out.strip()
