from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampdiary.cli.settings import DIARY_NAME, OPTIONS, Settings, _linux_folder
from crampdiary.errors import CrampError, DiaryError, UsageError
from kit.copies import copies_of
from kit.running import Cramp

not_on_windows = pytest.mark.skipif(os.name != "posix", reason="Windows keeps its folders elsewhere")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings({"CRAMP_CONFIG": str(tmp_path / "config.toml")})


def again(settings: Settings) -> Settings:
    """Return the same settings as the next run of the program finds them."""
    return Settings({"CRAMP_CONFIG": str(settings.path)})


# The options


def test_without_a_file_every_option_has_its_default(settings: Settings) -> None:
    assert {option.name: settings[option.name] for option in OPTIONS} == {
        option.name: option.default for option in OPTIONS
    }
    assert not settings.path.exists(), "asking writes nothing"


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_every_option_has_a_manual_and_a_default_that_it_takes(option: object) -> None:
    assert option.manual.endswith(".")  # type: ignore[attr-defined]
    choices = option.choices  # type: ignore[attr-defined]
    assert not choices or option.default in choices  # type: ignore[attr-defined]


def test_what_was_set_is_kept_and_an_empty_value_is_the_default_again(settings: Settings) -> None:
    settings.set("plain", "yes")
    settings.set("diary", "/somewhere/diary.db")
    assert (settings["plain"], settings["diary"]) == ("yes", "/somewhere/diary.db")
    assert (again(settings)["plain"], again(settings)["diary"]) == ("yes", "/somewhere/diary.db")
    again(settings).set("plain", "")
    assert (again(settings)["plain"], again(settings)["diary"]) == ("no", "/somewhere/diary.db")


def test_a_file_written_by_hand_is_read(settings: Settings) -> None:
    settings.path.write_text("# mine\nplain = 'yes'\n", encoding="utf-8")
    assert settings["plain"] == "yes"


@pytest.mark.parametrize("value", ["maybe", "Yes", "1", " yes"])
def test_an_option_takes_only_its_choices(settings: Settings, value: str) -> None:
    with pytest.raises(UsageError, match="plain is one of: yes, no"):
        settings.set("plain", value)
    assert not settings.path.exists()


def test_an_option_that_there_is_not_is_named_with_those_that_there_are(settings: Settings) -> None:
    with pytest.raises(UsageError, match=r"There is no option 'colour'\. There are: diary, plain"):
        settings["colour"]
    with pytest.raises(UsageError, match="There is no option 'colour'"):
        settings.set("colour", "red")


@pytest.mark.parametrize(
    "path",
    [
        "/tagebuch 🦶/größe.db",
        "/with \"quotes\" and 'more'",
        "C:\\diary\\new.db",
        "/a\tb",
        "/\x01\x1b\x7f\x80",
        "/’",
    ],
)
def test_a_path_with_any_characters_comes_back_as_it_was(settings: Settings, path: str) -> None:
    settings.set("diary", path)
    assert again(settings)["diary"] == path


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    settings = Settings({"CRAMP_CONFIG": str(tmp_path_factory.getbasetemp() / "any.toml")})
    settings.set("diary", text)
    assert again(settings)["diary"] == text


def test_a_path_that_is_no_text_is_refused_and_the_settings_stay(settings: Settings) -> None:
    settings.set("plain", "yes")
    with pytest.raises(CrampError, match="cannot be kept"):
        settings.set("diary", "/diary-\udcff.db")
    assert (again(settings)["plain"], again(settings)["diary"]) == ("yes", "")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("plain = yes", "are not well formed"),
        ("plain = ", "are not well formed"),
        ("plain = 'yes'\nplain = 'no'", "are not well formed"),
        ("colour = 'red'", "have an unknown option 'colour'"),
        ("plain = 'maybe'", "a value it does not take; it takes yes, no"),
        ("plain = true", "a value it does not take; it takes yes, no"),
        ("diary = 5", "a value it does not take; it takes a text in quotes"),
        ("[plain]\nvalue = 'yes'", "a value it does not take"),
    ],
)
def test_a_file_that_cannot_be_understood_says_where_and_is_never_overwritten(
    settings: Settings, text: str, says: str
) -> None:
    settings.path.write_text(text, encoding="utf-8")
    for _ in range(2):  # the second time too
        with pytest.raises(DiaryError, match=says) as caught:
            settings["plain"]
        assert str(settings.path) in str(caught.value)
        assert "\n" not in str(caught.value)
    with pytest.raises(DiaryError, match=says):
        settings.set("daily_backup", "no")
    assert settings.path.read_text(encoding="utf-8") == text


def test_a_file_in_another_encoding_is_refused(settings: Settings) -> None:
    settings.path.write_bytes("diary = 'größe'".encode("latin-1"))
    with pytest.raises(DiaryError, match="Cannot read the settings in"):
        settings["diary"]


def test_a_folder_in_the_files_place_is_one_line(settings: Settings) -> None:
    settings.path.mkdir()
    with pytest.raises(DiaryError, match="Cannot read the settings in"):
        settings["plain"]


def test_settings_that_cannot_be_written_leave_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    settings = Settings({"CRAMP_CONFIG": str(tmp_path / "file" / "config.toml")})
    with pytest.raises(CrampError, match=r"Cannot (write|read)"):
        settings.set("plain", "yes")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@not_on_windows
def test_the_settings_are_made_in_a_private_folder(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        settings = Settings({"CRAMP_CONFIG": str(tmp_path / "new" / "config.toml")})
        settings.set("plain", "yes")
    finally:
        os.umask(before)
    assert stat.S_IMODE(settings.path.parent.stat().st_mode) == 0o700
    assert [path.name for path in settings.path.parent.iterdir()] == ["config.toml"]


# Where the diary is


def test_the_path_given_comes_first_then_the_environment_then_the_settings(tmp_path: Path) -> None:
    environment = {"CRAMP_CONFIG": str(tmp_path / "config.toml")}
    settings = Settings(environment)
    default, may_create = settings.diary(None)
    assert default.name == DIARY_NAME
    assert default.is_absolute()
    assert may_create, "only here is a diary created by itself"
    settings.set("diary", str(tmp_path / "set.db"))
    assert settings.diary(None) == (tmp_path / "set.db", False)
    environment["CRAMP_DIARY"] = str(tmp_path / "environment.db")
    assert settings.diary(None) == (tmp_path / "environment.db", False)
    assert settings.diary(tmp_path / "given.db") == (tmp_path / "given.db", False)


def test_an_empty_variable_says_nothing(tmp_path: Path) -> None:
    settings = Settings({"CRAMP_CONFIG": str(tmp_path / "config.toml"), "CRAMP_DIARY": ""})
    assert settings.diary(None)[1]


@not_on_windows
def test_the_default_place_is_where_the_system_keeps_data(monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform == "darwin":
        pytest.skip("macOS has a place of its own")
    monkeypatch.setenv("XDG_DATA_HOME", "/data of mine")
    assert Settings({}).diary(None) == (Path("/data of mine/crampdiary") / DIARY_NAME, True)
    monkeypatch.delenv("XDG_DATA_HOME")
    home = os.environ["HOME"]
    assert Settings({}).diary(None)[0] == Path(home) / ".local/share/crampdiary" / DIARY_NAME


@not_on_windows
def test_a_tilde_is_the_home_and_an_unknown_ones_is_refused() -> None:
    home = os.environ["HOME"]
    assert Settings({"CRAMP_DIARY": "~/my.db"}).diary(None) == (Path(home) / "my.db", False)
    with pytest.raises(DiaryError, match="home"):
        Settings({"CRAMP_DIARY": "~no-such-user/my.db"}).diary(None)


@not_on_windows
@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not ask XDG_DATA_HOME")
@pytest.mark.parametrize("variables", [{"XDG_DATA_HOME": "relative"}, {"HOME": "relative"}, {}])
def test_without_a_full_path_nothing_is_written_beside_where_one_stands(
    cramp: Cramp, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variables: dict[str, str]
) -> None:
    home = Path(os.environ["HOME"])
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", *(() if "XDG_DATA_HOME" in variables else ("HOME",))):
        monkeypatch.delenv(name)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    ran = cramp("log", "5")
    if ran.exit_code == 0:  # where platformdirs leaves aside what is not a full path
        assert (home / ".local/share/crampdiary" / DIARY_NAME).exists()
    else:
        assert (ran.exit_code, ran.out) == (3, "")
        assert ran.err.count("\n") == 1
        assert "is not a full path" in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs itself is asked")
@pytest.mark.parametrize("home", ["/home/anna", "/", "/home/anna/", "relative", "", None])
@pytest.mark.parametrize("variable", ["XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"])
@pytest.mark.parametrize("named", [None, "", "/elsewhere", "/else where/", "/a/../b", "~/share", "relative"])
@pytest.mark.slow_but_some
def test_on_linux_the_folders_are_those_that_platformdirs_names(
    monkeypatch: pytest.MonkeyPatch, named: str | None, variable: str, home: str | None
) -> None:
    for name, value in (("HOME", home), (variable, named)):
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    found = _linux_folder(variable)
    if found is None:  # then it is asked, and what it says is checked
        assert not (named or home or "").startswith("/")
        return
    import platformdirs

    function = {"DATA": "user_data_dir", "STATE": "user_state_dir", "CONFIG": "user_config_dir"}[
        variable[4:-5]
    ]
    assert found == Path(getattr(platformdirs, function)("crampdiary", appauthor=False))


@pytest.mark.parametrize("answer", ["relative/crampdiary", RuntimeError("no home")])
def test_where_the_system_knows_no_place_for_data_it_says_what_to_set(
    cramp: Cramp, monkeypatch: pytest.MonkeyPatch, answer: str | Exception
) -> None:
    import platformdirs

    def told(*_: object, **__: object) -> str:
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(platformdirs, "user_data_dir", told)
    monkeypatch.setattr(sys, "platform", "an unknown system")  # of Linux it is not asked
    ran = cramp("log", "5")
    assert (ran.exit_code, ran.out) == (3, "")
    assert ran.err.count("\n") == 1
    assert "is not a full path. Set it, or give the diary with --diary" in ran.err


def test_a_diary_in_the_settings_is_never_created_by_itself(cramp: Cramp, tmp_path: Path) -> None:
    missing = tmp_path / "missing.db"
    assert cramp("config", "diary", missing).exit_code == 0
    missing.unlink()
    ran = cramp("log", "5")
    assert ran.exit_code == 3
    assert "There is no diary at" in ran.err
    assert not missing.exists()
    assert cramp("config", "diary", "").exit_code == 0
    assert cramp("log", "5").exit_code == 0


def test_a_configured_diary_is_kept_with_its_full_path_and_made_where_nothing_is(
    cramp: Cramp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "box").mkdir()
    monkeypatch.chdir(tmp_path)
    ran = cramp("config", "diary", "box/mine.db")
    path = tmp_path / "box" / "mine.db"
    assert f"There is no diary at {path} yet; an empty one is made there." in ran.err
    monkeypatch.chdir(tmp_path.parent)
    assert cramp("log", "5", "calf").exit_code == 0
    before = path.read_bytes()
    monkeypatch.chdir(tmp_path)
    for typed in ("box/mine.db", Path("box") / ".." / "box" / "mine.db", path):
        ran = cramp("config", "diary", typed)
        assert (ran.exit_code, ran.err) == (0, "")
        assert path.read_bytes() == before, "what is there is kept as it is"
        assert "calf" in cramp("list").out


@not_on_windows
def test_a_configured_diary_in_ones_home_is_found_from_anywhere(cramp: Cramp) -> None:
    cramp("config", "diary", "~/mine.db")
    assert (Path(os.environ["HOME"]) / "mine.db").exists()
    assert cramp("config", "diary", "--json").json["options"]["diary"] == f"{os.environ['HOME']}/mine.db"


@pytest.mark.parametrize("what", ["text", "folder", "nowhere", "mistyped"])
def test_what_cannot_be_a_diary_is_not_configured(cramp: Cramp, tmp_path: Path, what: str) -> None:
    cramp("config", "diary", tmp_path / "good.db")
    (tmp_path / "text").write_text("mine")
    (tmp_path / "folder").mkdir()
    below = {"nowhere": "text/below.db", "mistyped": "flder/deep/mine.db"}
    path = tmp_path / below.get(what, what)
    ran = cramp("config", "diary", path)
    assert (ran.exit_code, ran.out) == (3, "")
    assert cramp("config", "diary", "--json").json["options"]["diary"] == str(tmp_path / "good.db")
    assert (tmp_path / "text").read_text() == "mine"
    assert not (tmp_path / "flder").exists()


def test_a_configured_diary_that_is_gone_names_its_backups(cramp: Cramp, tmp_path: Path) -> None:
    path = tmp_path / "mine.db"
    cramp("config", "diary", path)
    cramp("log", "5", "calf")
    path.unlink()
    (backup,) = copies_of(path)
    for command in (("log", "5"), ("list",), ("info",)):
        ran = cramp(*command)
        assert (ran.exit_code, ran.out) == (3, "")
        assert str(backup) in ran.err
        assert "`cramp restore` puts it back" in ran.err
    assert cramp("restore", "--yes").exit_code == 0
    assert "calf" in cramp("list").out


def test_a_broken_settings_file_is_one_line_for_every_command(cramp: Cramp) -> None:
    path = Path(cramp("config", "--json").json["path"])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("plain = \x1b[31m", encoding="utf-8")
    for command in (("log", "5"), ("list",), ("config",), ("config", "plain", "yes")):
        ran = cramp(*command)
        assert (ran.exit_code, ran.out) == (3, ""), command
        assert ran.err.count("\n") == 1
        assert "\x1b" not in ran.err
