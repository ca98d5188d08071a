"""The rule packs at hand: bundled ones and one's own, which one new projects get, and changes of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from perfeval_gui import resources, settings
from perfeval_gui.core.form import Project
from perfeval_gui.core.profile import Profile
from perfeval_gui.durable import private_folder, replace_file
from perfeval_gui.errors import PerfevalError, ProfileError

_LARGEST = 1024 * 1024


class RulePacks(QObject):
    """Reads each pack once; `changed` tells that the rules of some projects are others now."""

    changed = Signal()

    def __init__(self, folder: Path, started_with: str = "") -> None:
        """Raise ProfileError when the start names a pack file that is not usable."""
        super().__init__()
        self._folder = folder
        self._read: dict[str, Profile] = {}
        self._given: dict[str, Profile] = {}
        self._started_with = started_with
        if started_with and started_with not in self.ids() and Path(started_with).is_file():
            given = resources.profile_from_file(Path(started_with))
            self._given[given.id] = given
            self._started_with = given.id
        self._default = settings.load(folder, _now()).settings.profile

    @property
    def _own(self) -> Path:
        return self._folder / resources.OWN_PROFILES

    def ids(self) -> list[str]:
        """Return the ids of all packs, bundled ones first."""
        return list(
            dict.fromkeys((*resources.profile_ids(), *resources.own_profile_ids(self._own), *self._given))
        )

    def is_own(self, pack_id: str) -> bool:
        """Return whether the pack was made or brought in here, and may be changed."""
        return pack_id in resources.own_profile_ids(self._own)

    def profile(self, pack_id: str) -> Profile:
        """Return a pack's profile. Raises ProfileError where there is none or its file is not usable."""
        found = self._given.get(pack_id) or self._read.get(pack_id)
        if found is None:
            found = self._read[pack_id] = resources.profile(pack_id, self._own)
        return found

    def of(self, project: Project) -> Profile:
        """Return the profile that a project goes by; the default pack where its own is not at hand."""
        try:
            return self.profile(project.profile)
        except PerfevalError:  # a rule pack that this PC does not have: the form stays usable
            found = self._read[project.profile] = resources.profile()
            return found

    # The pack of new projects

    @property
    def default_id(self) -> str:
        """The id of the pack that new projects get."""
        wanted = self._started_with or self._default
        return wanted if wanted in self.ids() else resources.DEFAULT_PROFILE

    def default(self) -> Profile:
        """Return the profile that new projects get; the bundled one where the chosen file is not usable."""
        try:
            return self.profile(self.default_id)
        except ProfileError:
            return resources.profile()

    def make_default(self, pack_id: str) -> None:
        """Let new projects have this pack from now on. Raises StoreError when that cannot be kept."""
        kept = settings.load(self._folder, _now()).settings
        self._default, self._started_with = pack_id, ""
        settings.save(self._folder, replace(kept, profile=pack_id))

    # One's own packs

    def keep(self, pack: Mapping[str, Any]) -> Profile:
        """Write a pack among one's own and return its profile.

        Raises ProfileError where it is not usable or its id is a bundled pack's.
        """
        from perfeval_gui.core.pack_editing import is_pack_id
        from perfeval_gui.core.rulebook import pack_text

        pack_id = str(pack["id"])
        if pack_id in resources.profile_ids() or not is_pack_id(pack_id):
            raise ProfileError(
                f"编号“{pack_id}”不能用：只能用小写字母、数字和短横线，并且不与自带的规则包相同。"
            )
        self._write(pack_id, pack_text(pack).encode())
        self._forget()
        return self.profile(pack_id)

    def take_in(self, path: Path) -> Profile:
        """Copy a pack file of a sister unit among one's own and return its profile.

        A pack with the same id is replaced. Raises ProfileError where the file is not usable.
        """
        from perfeval_gui.core.pack_editing import is_pack_id

        made = resources.profile_from_file(path)
        if made.id in resources.profile_ids() or not is_pack_id(made.id):
            raise ProfileError(
                f"规则包“{path.name}”的编号是“{made.id}”，不能用：只能用小写字母、数字和短横线，"
                "并且不与自带的规则包相同。请把文件里的 id 改掉再导入。"
            )
        self._write(made.id, path.read_bytes()[:_LARGEST])
        self._forget()
        return made

    def adopt(self, files: Mapping[str, bytes]) -> int:
        """Keep the pack files of a backup that are not here yet, by their names there; return how many."""
        taken = 0
        for name, data in files.items():
            folder, _, file_name = name.rpartition("/")
            is_pack = folder == resources.OWN_PROFILES and file_name.endswith(".toml")
            if is_pack and not (self._own / file_name).exists():
                self._write(file_name.removesuffix(".toml"), data[:_LARGEST])
                taken += 1
        if taken:
            self._forget()
        return taken

    def text_of(self, pack_id: str) -> bytes:
        """Return a pack's file as it stands, comments included, for handing on."""
        folder = self._own if self.is_own(pack_id) else resources.resource("profiles")
        return (folder / f"{pack_id}.toml").read_bytes()

    def remove(self, pack_id: str) -> None:
        """Delete one of one's own packs; projects that go by it then go by the default pack."""
        if self.is_own(pack_id):
            (self._own / f"{pack_id}.toml").unlink(missing_ok=True)
            self._forget()

    def _write(self, pack_id: str, data: bytes) -> None:
        try:
            replace_file(private_folder(self._own) / f"{pack_id}.toml", data)
        except OSError as error:
            raise ProfileError("规则包没有存下：数据文件夹写不进去，或磁盘已满。请检查后再试。") from error

    def _forget(self) -> None:
        self._read.clear()
        self.changed.emit()


def _now() -> datetime:
    return datetime.now().astimezone()
