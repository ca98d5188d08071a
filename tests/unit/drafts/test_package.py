"""The exchange package: strict on the way in, merged on the way back, and never a draft changed by a bad one."""

import io
import json
import random
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from perfeval_gui.core.form import Project
from perfeval_gui.drafts.package import as_new, merged_into, read_package, write_package
from perfeval_gui.drafts.store import DraftStore
from perfeval_gui.errors import UnreadableFileError, UnwritableFileError
from tests.examples import example_project


def scored(project: Project, score: str) -> Project:
    rows = project.form.indicators
    changed = (replace(rows[0], score=score), *rows[1:])
    return replace(project, form=replace(project.form, indicators=changed))


def noted(project: Project, note: str) -> Project:
    return replace(project, form=replace(project.form, note=note))


@pytest.fixture
def package(tmp_path) -> Path:
    path = tmp_path / "带走.zip"
    write_package([example_project(1), example_project(4)], path)
    return path


def test_what_was_packed_arrives(package):
    arrivals = read_package(package)
    assert [arrival.project for arrival in arrivals] == [example_project(1), example_project(4)]
    assert [arrival.base for arrival in arrivals] == [example_project(1).form, example_project(4).form]


def test_a_package_holds_only_the_manifest_and_drafts_and_is_the_same_each_time(package, tmp_path):
    with zipfile.ZipFile(package) as archive:
        assert archive.namelist() == ["manifest.json", "draft-001.json", "draft-002.json"]
        manifest = json.loads(archive.read("manifest.json"))
    assert set(manifest) == {"format", "program", "members"}
    again = tmp_path / "again.zip"
    write_package([example_project(1), example_project(4)], again)
    assert again.read_bytes() == package.read_bytes()


def test_there_and_back_again_both_changes_come_together(tmp_path):
    home = example_project(1)
    write_package([home], tmp_path / "out.zip")
    away = as_new(read_package(tmp_path / "out.zip")[0])
    away = scored(away, "7")
    write_package([away], tmp_path / "back.zip")
    home = noted(home, "家里改的")
    (arrival,) = read_package(tmp_path / "back.zip")
    assert arrival.base == example_project(1).form
    merged = merged_into(home, arrival)
    assert merged.conflicts == ()
    assert merged.form == noted(scored(example_project(1), "7"), "家里改的").form


def test_what_its_owner_changed_and_sent_once_more_comes_to_who_works_on_it(tmp_path):
    path = tmp_path / "去.zip"
    write_package([example_project(1)], path)
    here = scored(as_new(read_package(path)[0]), "3")
    write_package([noted(example_project(1), "后来补的备注")], path)
    merged = merged_into(here, read_package(path)[0])
    assert merged.conflicts == ()
    assert (merged.form.note, merged.form.indicators[0].score) == ("后来补的备注", "3")


def test_characters_that_no_draft_can_hold_are_taken_out_on_the_way_in(tmp_path):
    path = tmp_path / "怪字.zip"
    project = scored(noted(example_project(1), "\u202e5.89"), "1\x00")
    write_package([replace(project, form=replace(project.form, project_name="甲\ud800乙"))], path)
    arrived = read_package(path)[0]
    assert (arrived.project.form.project_name, arrived.project.form.note) == ("甲乙", "5.89")
    assert arrived.project.form.indicators[0].score == "1"
    assert arrived.base == arrived.project.form
    with DraftStore.open(tmp_path / "data") as store:
        store.save({"p1": as_new(arrived)})
        assert store.load(["p1"]).projects[0].form == arrived.project.form


@pytest.mark.parametrize("wrong", [{"id": ""}, {"id": "\ud800"}, {"profile": "\ud800"}, {"state": "开着"}])
def test_a_draft_that_could_not_be_kept_is_refused_with_its_package(tmp_path, wrong):
    path = tmp_path / "怪.zip"
    write_package([replace(example_project(1), **wrong)], path)
    with pytest.raises(UnreadableFileError):
        read_package(path)


def test_a_package_may_have_the_longest_name_that_a_disk_takes(tmp_path):
    path = tmp_path / ("长" * 83 + ".zip")
    write_package([example_project(1)], path)
    assert [item.name for item in tmp_path.iterdir()] == [path.name]


def test_a_package_with_one_project_twice_is_refused(tmp_path):
    project = example_project(1)
    path = tmp_path / "两次.zip"
    write_package([project, project], path)
    with pytest.raises(UnreadableFileError):
        read_package(path)


def test_more_projects_than_fit_are_refused_with_a_sentence(tmp_path):
    many = [replace(example_project(1), id=f"p{number}") for number in range(200)]
    with pytest.raises(UnwritableFileError, match="分几次"):
        write_package(many, tmp_path / "x.zip")
    assert list(tmp_path.glob("*")) == []
    write_package(many[:199], tmp_path / "x.zip")
    assert len(read_package(tmp_path / "x.zip")) == 199


def test_a_place_that_can_not_be_written_to_is_said_and_the_old_package_stays(tmp_path, package):
    before = package.read_bytes()
    with pytest.raises(UnwritableFileError, match="没有写成"):
        write_package([example_project(1)], package / "x.zip")
    assert package.read_bytes() == before


def outcome(path: Path) -> object:
    try:
        return [(arrival.project, arrival.base) for arrival in read_package(path)]
    except UnreadableFileError as error:
        return error.message


def test_a_flipped_bit_is_refused_or_harmless(package):
    data, whole, rnd = package.read_bytes(), outcome(package), random.Random(7)
    refused = 0
    for _ in range(1000):
        spoilt = bytearray(data)
        spoilt[rnd.randrange(len(data))] ^= 1 << rnd.randrange(8)
        package.write_bytes(spoilt)
        found = outcome(package)
        assert found == whole or "没有导入任何内容" in str(found) or "更新版本" in str(found)
        refused += found != whole
    assert refused > 500


def test_a_package_cut_anywhere_is_refused(package):
    data = package.read_bytes()
    for length in range(0, len(data), 61):
        package.write_bytes(data[:length])
        assert "没有导入任何内容" in str(outcome(package))


def made(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK",
        made({}),
        made({"manifest.json": b"[]"}),
        made({"manifest.json": b'{"format": 1, "members": {}}', "../draft.json": b"{}"}),
        made({"manifest.json": b'{"format": 1, "members": {}}', "draft.json": b"{}"}),
        made({"manifest.json": b'{"format": 1}', "Draft.json": b"{}"}),
        made({"manifest.json": b'{"format": 1, "members": {}}', "draft.json": bytes(70 * 1024 * 1024)}),
        made({f"draft-{number}.json": b"{}" for number in range(201)}),
        made({"manifest.json": b"[" * 100_000}),
    ],
)
def test_a_hostile_package_is_refused_with_one_sentence(tmp_path, data):
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    with pytest.raises(UnreadableFileError, match="没有导入任何内容"):
        read_package(path)


def test_a_newer_package_a_folder_and_a_giant_are_told_apart(tmp_path):
    (tmp_path / "new.zip").write_bytes(made({"manifest.json": b'{"format": 2}', "draft.json": b"{}"}))
    (tmp_path / "giant.zip").write_bytes(bytes(6 * 1024 * 1024))
    for name, words in (
        ("new.zip", "更新版本"),
        ("giant.zip", "5 MB"),
        (".", "不是文件"),
        ("none.zip", "不是文件"),
    ):
        with pytest.raises(UnreadableFileError, match=words):
            read_package(tmp_path / name)
