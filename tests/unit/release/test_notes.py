"""The changelog's headings and the release notes."""

from datetime import date

import pytest

from tools.release.notes import CHANGELOG, NotesError, changes, notes, opened

DAY = date(2026, 1, 5)
TEXT = "# 更新记录\n\n## 未发布\n\n- 甲\n\n## 0.1.0（2025-01-01）\n\n- 乙\n"
HASHES = "".join(
    f"{'0' * 64}  {name}\n"
    for name in (
        "org.perfeval.editor_0.2.0_amd64.deb",
        "perfeval-0.2.0-linux-x86_64.tar.xz",
        "perfeval-0.2.0-setup.exe",
        "perfeval-0.2.0-windows-x64.zip",
    )
)


def test_what_was_not_released_comes_under_the_new_version():
    text = opened(TEXT, "0.2.0", DAY)
    assert changes(text, "0.2.0") == "- 甲"
    assert changes(text, "未发布") == ""
    assert changes(text, "0.1.0") == "- 乙"


def test_opening_a_version_again_changes_nothing():
    once = opened(TEXT, "0.2.0", DAY)
    assert opened(once, "0.2.0", DAY) == once


def test_a_version_without_changes_is_not_opened():
    with pytest.raises(NotesError, match="nothing"):
        opened(opened(TEXT, "0.2.0", DAY), "0.3.0", DAY)


def test_a_word_is_no_version():
    with pytest.raises(NotesError, match="no version"):
        opened(TEXT, "next", DAY)


def test_the_notes_name_every_bundle_and_its_hash():
    text = notes(opened(TEXT, "0.2.0", DAY), "0.2.0", HASHES)
    assert "- 甲" in text
    assert HASHES in text
    assert "`perfeval-0.2.0-setup.exe`" in text


def test_notes_are_not_written_while_a_bundle_is_missing():
    with pytest.raises(NotesError, match="setup"):
        notes(opened(TEXT, "0.2.0", DAY), "0.2.0", HASHES.replace("setup.exe", "old.exe"))


def test_our_own_changelog_has_a_place_for_what_comes_next():
    assert "\n## 未发布\n" in CHANGELOG.read_text(encoding="utf-8")
