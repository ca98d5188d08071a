"""Drafts on a share or a stick are warned about; on a local disk nothing is said."""

import pytest

from perfeval_gui.drafts.place import ON_A_SHARE, ON_A_STICK, file_system, warning_for, warning_for_type

MOUNTS = r"""
/dev/sda1 / ext4 rw 0 0
proc /proc proc rw 0 0
//server/share /mnt/共享 cifs rw 0 0
/dev/sdb1 /media/clerk/USB\040DISK vfat rw 0 0
server:/home /home nfs4 rw 0 0
broken
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/var/lib/perfeval", "ext4"),
        ("/media/clerk/USB DISK/data", "vfat"),
        ("/mnt/共享/草稿", "cifs"),
        ("/media/clerk/USB", "ext4"),
        ("/home/user/.local/share/perfeval", "nfs4"),
        ("/homely", "ext4"),
    ],
)
def test_the_deepest_mount_decides(folder, kind):
    assert file_system(MOUNTS, folder) == kind


def test_what_is_said():
    assert warning_for_type("cifs") == ON_A_SHARE
    assert warning_for_type("exfat") == ON_A_STICK
    assert warning_for_type("ext4") == ""


def test_this_folder_is_answered(tmp_path):
    assert warning_for(tmp_path / "not there yet") in {"", ON_A_SHARE, ON_A_STICK}
