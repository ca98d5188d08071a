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


class ProfileError(PerfevalError):
    """A rule pack is not usable; the message names the line or key."""


class NothingToDoError(PerfevalError):
    """A command was given nothing that it could work on."""
