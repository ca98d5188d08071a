"""Export: the contract's names, nothing overwritten unasked, one bad form does not keep the others back."""

import errno
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from perfeval_gui import resources
from perfeval_gui.core.contract import form_from_json, form_to_json
from perfeval_gui.core.form import Project
from perfeval_gui.core.profile import Profile
from perfeval_gui.errors import UnwritableFileError
from perfeval_gui.files.docx_writer import docx_bytes
from perfeval_gui.files.export import Kind, export
from tests import word_files
from tests.examples import example_project

ALL = [example_project(number) for number in range(1, 8)]
NAMES = [
    "01_组织部专项工作经费.docx",
    "02_老干部活动中心管理经费.docx",
    "03_",
    "04_老干部（代干生活补贴）.docx",
    "05_",
    "06_革命干部医疗生活及医疗补助.docx",
    "07_",
]


def profile_of(_: Project) -> Profile:
    return resources.profile()


def in_yuan(project: Project) -> Project:
    return replace(project, form=replace(project.form, funding_unit="元"))


def paths(projects: Sequence[Project], folder: Path, kind: Kind, **options: bool) -> list[Path]:
    outcomes = list(export(projects, folder, kind, profile_of=profile_of, **options))
    return [outcome.path for outcome in outcomes if outcome.path]


def test_one_file_a_form_is_named_by_number_and_project(tmp_path: Path) -> None:
    written = paths(ALL, tmp_path / "new" / "out", "docx")
    assert all(path.name.startswith(name) for path, name in zip(written, NAMES, strict=True))
    assert sorted(written) == sorted((tmp_path / "new" / "out").iterdir())
    assert written[3].read_bytes() == docx_bytes([ALL[3]], profile_of)


def test_all_forms_in_one_file(tmp_path: Path) -> None:
    (path,) = paths(ALL, tmp_path, "docx", single_file=True)
    assert path.name == "附件3-2024年度.docx"
    assert len(word_files.tables(path.read_bytes())) == 7


def test_an_existing_file_is_never_overwritten_unasked(tmp_path: Path) -> None:
    first, second = (paths(ALL[:1], tmp_path, "docx")[0] for _ in range(2))
    assert second.name == "01_组织部专项工作经费 (2).docx"
    assert first.read_bytes() == second.read_bytes()
    first.write_bytes(b"old")
    assert paths(ALL[:1], tmp_path, "docx", overwrite=True) == [first]
    assert first.read_bytes() != b"old"


def test_json_is_an_object_a_file_and_a_list_in_a_single_file(tmp_path: Path) -> None:
    each = paths(ALL[:2], tmp_path, "json")
    (single,) = paths(ALL[:1], tmp_path, "json", single_file=True)
    assert form_from_json(json.loads(each[1].read_text(encoding="utf-8"))) == ALL[1].form
    assert json.loads(single.read_text(encoding="utf-8")) == [form_to_json(ALL[0].form)]
    assert single.name == "附件3-2024年度.json"


@pytest.mark.parametrize("kind", ["docx", "json"])
@pytest.mark.parametrize("single_file", [False, True])
def test_amounts_in_another_unit_are_refused_and_the_others_written(
    tmp_path: Path, kind: Kind, single_file: bool
) -> None:
    outcomes = list(
        export(
            [ALL[0], in_yuan(ALL[1]), ALL[2]], tmp_path, kind, profile_of=profile_of, single_file=single_file
        )
    )
    (refused,) = [outcome for outcome in outcomes if outcome.error]
    assert [project.id for project in refused.projects] == ["p2"]
    assert "金额单位是“元”" in refused.error.message
    assert len([outcome for outcome in outcomes if outcome.path]) == (1 if single_file else 2)
    assert len(list(tmp_path.iterdir())) == (1 if single_file else 2)


def test_nothing_is_written_where_every_form_is_refused(tmp_path: Path) -> None:
    outcomes = list(export([in_yuan(ALL[0])], tmp_path, "docx", profile_of=profile_of, single_file=True))
    assert [outcome.path for outcome in outcomes] == [None]
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_open_elsewhere_does_not_keep_the_others_back(tmp_path: Path) -> None:
    taken = tmp_path / "01_组织部专项工作经费.docx"
    taken.write_bytes(b"old")
    (tmp_path / "~$_组织部专项工作经费.docx").touch()
    outcomes = list(export(ALL[:2], tmp_path, "docx", profile_of=profile_of, overwrite=True))
    assert "正在 WPS、Word" in outcomes[0].error.message
    assert outcomes[1].path.name.startswith("02_")
    assert taken.read_bytes() == b"old"


def test_a_file_where_the_folder_should_be_stops_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    with pytest.raises(UnwritableFileError, match="是一个文件"):
        list(export(ALL[:1], tmp_path / "out", "docx", profile_of=profile_of))


def test_the_caller_may_stop_between_two_files(tmp_path: Path) -> None:
    running = export(ALL, tmp_path, "docx", profile_of=profile_of)
    next(running)
    running.close()
    assert len(list(tmp_path.iterdir())) == 1


def test_a_disk_that_takes_no_long_names_is_a_sentence_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> bool:
        raise OSError(errno.ENAMETOOLONG, "File name too long")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "exists", refuse)
        (outcome,) = export(ALL[:1], tmp_path, "docx", profile_of=profile_of)
    assert "太长" in outcome.error.message
