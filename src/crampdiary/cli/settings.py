"""The program's few options in one table, which drives `cramp config`, its checks and its manual; and paths.

The settings file is flat TOML, made by `cramp config` and fine to edit by hand.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise, takewhile
from pathlib import Path

from crampdiary.diary.frozen import NamedTuple
from crampdiary.errors import CrampError, DiaryError, UsageError

DIARY_NAME = "diary.db"

_SIZE_LIMIT = 2**20  # bytes; a device may have no end


class Option(NamedTuple):
    name: str
    default: str
    manual: str
    choices: tuple[str, ...] = ()
    is_path: bool = False  # kept in full, so that it leads to the same place from every folder


OPTIONS = (
    Option("diary", "", "Path of the diary. Empty: the system's own place for a program's data."),
    Option("plain", "no", "Lines without boxes and bars, good for a screen reader.", ("yes", "no")),
    Option("sync", "", "Folder for `cramp sync` alone. Empty: it is named each time.", is_path=True),
    Option("daily_backup", "yes", "Whether the first write of a day makes a backup.", ("yes", "no")),
)
_BY_NAME = {option.name: option for option in OPTIONS}


class Settings:
    """The options as they hold now.

    Raises:
        DiaryError: the settings file cannot be understood; it says where.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._path: Path | None = None
        self._values: dict[str, str] | None = None

    @property
    def path(self) -> Path:
        if self._path is None:
            given = self._environment.get("CRAMP_CONFIG")
            self._path = Path(given) if given else _config_folder() / "config.toml"
        return self._path

    def __getitem__(self, name: str) -> str:
        return self._read().get(name) or _option(name).default

    def diary(self, given: Path | None) -> tuple[Path, bool]:
        """Return where the diary is, and whether that is the default place, where one may be created.

        The path given comes first, then CRAMP_DIARY, then the settings, then the system's data folder.
        """
        named = given or self._environment.get("CRAMP_DIARY") or self["diary"]
        if named:
            return with_home(named), False
        return _data_folder() / DIARY_NAME, True

    @property
    def sync_folder(self) -> Path | None:
        """The folder that `cramp sync` uses where none is named."""
        return with_home(self["sync"]) if self["sync"] else None

    def set(self, name: str, value: str) -> None:
        """Keep a value; an empty one goes back to the default.

        Raises:
            UsageError: there is no such option, or it does not take that value.
            CrampError: the file cannot be written.
        """
        option = _option(name)
        if value and option.choices and value not in option.choices:
            raise UsageError(f"{name} is one of: {', '.join(option.choices)}. Nothing was changed.")
        if value and option.is_path:
            value = str(with_home(value).absolute())
        values = {**self._read(), name: value}
        text = "".join(f"{key} = {_quoted(each)}\n" for key, each in values.items() if each)
        from crampdiary.keep.private import (
            finished,  # reading them does without
            make_folder,
        )

        try:
            content = text.encode()
            make_folder(self.path.parent)
            with finished(self.path) as fresh:
                fresh.write_bytes(content)
        except UnicodeEncodeError as error:
            raise CrampError(
                f"That value is not text, so it cannot be kept in {self.path}. Nothing was changed."
            ) from error
        except OSError as error:
            raise CrampError(f"Cannot write {self.path}: {error.strerror}. Nothing was changed.") from error
        self._values = values

    def _read(self) -> dict[str, str]:
        if self._values is None:
            try:
                with self.path.open("rb") as file:
                    text = file.read(_SIZE_LIMIT).decode()
            except FileNotFoundError:
                text = ""
            except (OSError, UnicodeDecodeError) as error:
                raise DiaryError(f"Cannot read the settings in {self.path}. Check the file.") from error
            self._values = _checked(text, self.path) if text else {}
        return self._values


def diary_in(words: Sequence[str]) -> Path | None:
    """Return the path that --diary names in what was typed, before anything of it is understood."""
    before = list(takewhile(lambda word: word != "--", words))
    after = [word for option, word in pairwise(before) if option == "--diary"]
    joined = [word.removeprefix("--diary=") for word in before if word.startswith("--diary=")]
    named = next(iter([*after, *joined]), "")
    return Path(named) if named else None


def with_home(path: str | Path) -> Path:
    """Return a path with the home that `~` stands for.

    Raises:
        DiaryError: that home is not known.
    """
    try:
        return Path(path).expanduser()
    except RuntimeError as error:
        raise DiaryError(
            f"The home in the path {str(path)[:100]} is not known. Give the full path."
        ) from error


def _option(name: str) -> Option:
    if name not in _BY_NAME:
        raise UsageError(f"There is no option {name[:40]!r}. There are: {', '.join(_BY_NAME)}.")
    return _BY_NAME[name]


def _quoted(value: str) -> str:
    """Return a basic string of TOML, which is one of JSON save for halves of pairs and DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _checked(text: str, path: Path) -> dict[str, str]:
    import tomllib  # only where there is a settings file

    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits; lists in lists in lists
        why = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "a value is too long or too deep"
        raise DiaryError(
            f"The settings in {path} are not well formed: {why[:100]}. Please correct the file."
        ) from error
    for name, value in values.items():
        option = _BY_NAME.get(name)
        if option is None:
            raise DiaryError(
                f"The settings in {path} have an unknown option {name[:40]!r}. Please correct the file."
            )
        if not isinstance(value, str) or (option.choices and value not in option.choices):
            allowed = ", ".join(option.choices) or "a text in quotes"
            raise DiaryError(
                f"The settings in {path} give {name} a value it does not take; it takes {allowed}."
            )
    return values


def _data_folder() -> Path:
    return _platform_folder("user_data_dir", "XDG_DATA_HOME")


def state_folder() -> Path:
    """Return the system's folder for what a program remembers on this computer alone.

    Raises:
        DiaryError: it is not known.
    """
    return _platform_folder("user_state_dir", "XDG_STATE_HOME")


def _config_folder() -> Path:
    return _platform_folder("user_config_dir", "XDG_CONFIG_HOME")


_LINUX_FOLDERS = {
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_CONFIG_HOME": ".config",
}


def _linux_folder(variable: str) -> Path | None:
    """Return what platformdirs answers on Linux, without loading it: that took 5 % of `cramp log`.

    None on other systems, and where the variables lead to no full path.
    """
    if sys.platform != "linux" or "ANDROID_ROOT" in os.environ:
        return None
    named = os.environ.get(variable, "")
    folder = Path(named) if named else Path(os.environ.get("HOME", ""), _LINUX_FOLDERS[variable])
    return folder / "crampdiary" if folder.is_absolute() else None


def _platform_folder(function: str, variable: str) -> Path:
    if folder := _linux_folder(variable):
        return folder
    import platformdirs

    try:
        folder = Path(getattr(platformdirs, function)("crampdiary", appauthor=False))
    except RuntimeError:  # newer versions themselves refuse what older ones give back as it is
        folder = Path()
    if not folder.is_absolute():
        home = "HOME" if os.name != "nt" else "USERPROFILE"
        raise DiaryError(
            f"Where your files belong is not known: {variable} or {home} is not a full path. "
            "Set it, or give the diary with --diary."
        )
    return folder
