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


class DiaryError(CrampError):
    """The diary cannot be used: missing, corrupt, newer than this program, not a diary, no permission."""

    exit_code = 3


class StrangeSchemaError(DiaryError):
    """A diary has something in it that no cramp made; `what` is its kind and name."""

    what = ""


class BusyError(CrampError):
    """Another process is writing; nothing was saved and trying again is safe."""

    exit_code = 4
