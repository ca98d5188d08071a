"""Rule packs of those who work here hold on the command line too."""

from pathlib import Path

import pytest

from perfeval_gui.errors import ProfileError
from perfeval_gui.resources import OWN_PROFILES, own_profile_ids, profile

PACK = 'id = "our-county"\nname = "本县"\nbasis = "地方口径"\nextends = "annex3-2024"\n\n[checks]\noff = ["F06"]\n'


def folder_with(tmp_path: Path, name: str, text: str) -> Path:
    own = tmp_path / OWN_PROFILES
    own.mkdir()
    (own / f"{name}.toml").write_text(text, encoding="utf-8")
    return own


def test_a_pack_of_one_s_own_is_found_by_its_id(tmp_path: Path) -> None:
    own = folder_with(tmp_path, "our-county", PACK)
    assert own_profile_ids(own) == ["our-county"]
    assert profile("our-county", own).checks_off == {"F06"}


def test_a_bundled_pack_cannot_be_taken_over(tmp_path: Path) -> None:
    own = folder_with(tmp_path, "annex3-2024", PACK.replace("our-county", "annex3-2024"))
    assert own_profile_ids(own) == []
    assert profile("annex3-2024", own).checks_off == frozenset()


def test_an_id_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    own = folder_with(tmp_path, "our-county", PACK)
    (tmp_path / "outside.toml").write_text(PACK, encoding="utf-8")
    with pytest.raises(ProfileError):
        profile("../outside", own)


def test_without_a_folder_there_are_only_bundled_packs(tmp_path: Path) -> None:
    assert own_profile_ids(tmp_path / "absent") == []
