"""The broken situations the program can meet, each with a Chinese sentence for the clerk."""


class PerfevalError(Exception):
    """Something could not be done; `message` is the sentence that the clerk reads.

    The sentence says what happened, what it means for the work and what to do. `detail` is for the
    log only and must never hold text of a form.
    """

    def __init__(self, message: str, *, detail: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.detail = detail


class UsageError(PerfevalError):
    """The command line does not say clearly what is to be done."""


class UnreadableFileError(PerfevalError):
    """A file cannot be imported: damaged, empty, encrypted, too large, not a regular file, another kind."""


class UnwritableFileError(PerfevalError):
    """A file could not be written; the previous file, if any, is untouched."""


class StoreError(PerfevalError):
    """The drafts cannot be read or saved at present; what is on screen is still complete."""


class StoreInUseError(StoreError):
    """Another program holds the drafts at present."""


class StoreFullError(StoreError):
    """The disk is full."""


class StoreReadOnlyError(StoreError):
    """The data directory cannot be written to; reading goes on."""


class StoreDamagedError(StoreError):
    """The database of the drafts is damaged; nothing has been deleted and copies may be at hand."""


class StoreTooNewError(StoreError):
    """The drafts were written by a newer program; nothing has been touched."""


class ProjectLockedError(PerfevalError):
    """A signed or filed form is locked against changes until it is unlocked on purpose."""

    def __init__(self, project_name: str) -> None:
        name = " ".join(project_name.split()) or "未命名项目"
        super().__init__(
            f"“{name}”已经签字，表格已锁定，没有改动。如果确实要改，请先用“保管 → 标记为草稿”解锁。"
        )


class ProfileError(PerfevalError):
    """A rule pack is not usable; the message names the line or key."""


class NothingToDoError(PerfevalError):
    """A command was given nothing that it could work on."""


class StoppedError(PerfevalError):
    """The clerk stopped long work; what was being written has been taken away again."""

    def __init__(self) -> None:
        super().__init__("已停止，没有留下写了一半的文件。")
