"""What can go wrong, each kind with the exit code that a script sees.

A message is one line that says what happened and then what to do. It may quote what was typed just now,
never what is stored in the diary.
"""


class CrampError(Exception):
    """Failed or declined: nothing like that here, a file not acceptable, disk full, "no" at a question."""

    exit_code = 1


class UsageError(CrampError):
    """The command as typed cannot be understood; nothing was saved."""

    exit_code = 2


class UnreadCellError(UsageError):
    """A cell of a sheet for which its row cannot be taken, though a person can say what it means.

    Args:
        message: what is wrong with it.
        field: that its column is.
        cell: as it stands there.
    """

    def __init__(self, message: str, field: str = "", cell: str = "") -> None:
        super().__init__(message)
        self.field = field
        self.cell = cell


class DiaryError(CrampError):
    """The diary cannot be used: missing, corrupt, newer than this program, not a diary, no permission."""

    exit_code = 3


class StrangeSchemaError(DiaryError):
    """A diary has something in it that no cramp made; `what` is its kind and name."""

    what = ""


class BusyError(CrampError):
    """Another process is writing; nothing was saved and trying again is safe."""

    exit_code = 4
