"""The .deb in the layout that UOS asks for: everything under /opt/apps/APPID, nothing runs at installation."""

import json
import shutil
import subprocess
from pathlib import Path

from perfeval_gui import __version__
from tools.release import bundle

APP_ID = "org.perfeval.editor"
_DEPENDS = (
    "libc6 (>= 2.28), libstdc++6, libglib2.0-0, libgl1, libegl1, libfontconfig1, libdbus-1-3, libx11-xcb1"
)

_CONTROL = """Package: {id}
Version: {version}
Architecture: amd64
Maintainer: perfeval-gui <noreply@perfeval.invalid>
Installed-Size: {kilobytes}
Depends: {depends}
Section: editors
Priority: optional
Description: 绩效自评表编辑器
 离线填写、检查、导出项目支出绩效自评表（附件3）。不联网，数据只在本机。
"""


def build(folder: Path, dist: Path, packaging: Path) -> Path:
    """Return the .deb that holds the portable folder; its name carries the id, the version and the architecture."""
    tree = bundle.fresh(dist / "deb")
    home = tree / "opt" / "apps" / APP_ID
    shutil.copytree(folder, home / "files", symlinks=True)
    entries = home / "entries"
    _copy(packaging / "perfeval.desktop", entries / "applications" / f"{APP_ID}.desktop")
    _copy(folder / "icon.svg", entries / "icons" / "hicolor" / "scalable" / "apps" / f"{APP_ID}.svg")
    (home / "info").write_text(json.dumps(_info(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    control = tree / "DEBIAN" / "control"
    control.parent.mkdir()
    text = _CONTROL.format(
        id=APP_ID, version=__version__, kilobytes=bundle.size_of(home) // 1024, depends=_DEPENDS
    )
    control.write_text(text, encoding="utf-8")
    bundle.make_alike(tree)
    package = dist / f"{APP_ID}_{__version__}_amd64.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zxz", "-z6", "--build", tree, package], check=True)
    shutil.rmtree(tree)
    return package


def _info() -> dict[str, object]:
    return {
        "appid": APP_ID,
        "name": "绩效自评表编辑器",
        "version": f"{__version__}.0",  # the store wants four parts
        "arch": ["amd64"],
        "permissions": {"autostart": False, "notification": False, "trayicon": False, "clipboard": True},
    }


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True)
    shutil.copyfile(source, target)
