"""Preferences: kept durably, read kindly, and a damaged file never costs more than the preferences."""

import stat
import sys
from datetime import UTC, datetime
from pathlib import Path

import platformdirs
import pytest

from perfeval_gui import settings
from perfeval_gui.errors import StoreError
from perfeval_gui.settings import Settings

NOW = datetime(2025, 3, 4, 9, 30, tzinfo=UTC)


def test_what_was_saved_comes_back(tmp_path):
    folder = tmp_path / "new"
    mine = Settings(theme="dark", zoom=120, preparer="张三", widths={"target": 140}, recent_files=("a", "b"))
    settings.save(folder, mine)
    assert settings.load(folder, NOW).settings == mine
    assert stat.S_IMODE((folder / settings.NAME).stat().st_mode) == 0o600


def test_the_first_start_has_the_defaults(tmp_path):
    assert settings.load(tmp_path, NOW) == settings.LoadedSettings(Settings())


def test_values_of_the_wrong_type_count_as_absent_and_newer_keys_are_kept(tmp_path):
    (tmp_path / settings.NAME).write_text(
        '{"zoom": "big", "theme": "dark", "widths": {"a": 1, "b": "x"}, "recent_files": ["x", 3], "voice": [1]}',
        encoding="utf-8",
    )
    read = settings.load(tmp_path, NOW).settings
    assert (read.zoom, read.theme, dict(read.widths), read.recent_files) == (100, "dark", {"a": 1}, ("x",))
    settings.save(tmp_path, read)
    assert settings.load(tmp_path, NOW).settings.other == {"voice": [1]}


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff\x00", b"[" * 100_000])
def test_a_damaged_file_is_set_aside_and_not_deleted(tmp_path, data):
    (tmp_path / settings.NAME).write_bytes(data)
    loaded = settings.load(tmp_path, NOW)
    assert loaded.settings == Settings()
    assert loaded.damaged == tmp_path / "settings-damaged-20250304-093000.json"
    assert loaded.damaged.read_bytes() == data
    assert not (tmp_path / settings.NAME).exists()


def test_what_can_not_be_saved_is_said_in_a_sentence(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="设置没有存下"):
        settings.save(tmp_path / "file", Settings())


def test_the_data_directory_is_the_given_one_else_the_environments_else_the_users(tmp_path, monkeypatch):
    monkeypatch.setenv("PERFEVAL_HOME", str(tmp_path / "home"))
    assert settings.data_folder(tmp_path / "given") == tmp_path / "given"
    assert settings.data_folder() == tmp_path / "home"
    monkeypatch.delenv("PERFEVAL_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    monkeypatch.setattr(settings, "portable_folder", lambda: None)
    assert settings.data_folder().name == "perfeval"
    monkeypatch.setattr(settings, "portable_folder", lambda: tmp_path)
    assert settings.data_folder() == tmp_path / "data"


def test_a_marker_in_the_bundles_folder_makes_it_portable(tmp_path, monkeypatch):
    package = tmp_path / "python" / "lib" / "python3.11" / "site-packages" / "perfeval_gui" / "settings.py"
    monkeypatch.setattr(settings, "__file__", str(package))
    assert settings.portable_folder() is None
    (tmp_path / settings.PORTABLE_MARKER).write_text("", encoding="utf-8")
    assert settings.portable_folder() == Path(tmp_path).resolve()


@pytest.mark.skipif(sys.platform != "linux", reason="the rule of Linux")
@pytest.mark.parametrize("chosen", [None, "", "  ", "/somewhere/数据", "not/absolute", "~/mine"])
def test_the_users_folder_is_where_platformdirs_has_it(chosen, monkeypatch):
    monkeypatch.delenv("PERFEVAL_HOME", raising=False)
    if chosen is None:
        monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    else:
        monkeypatch.setenv("XDG_DATA_HOME", chosen)
    assert settings.data_folder() == platformdirs.user_data_path("perfeval", appauthor=False)
