"""What every test starts from: a home of its own, a fixed clock and zone, no colour, 80 columns.

No test can touch the real home, also not through a process that it starts: the environment says where
everything is, and a test's environment is its own. `cramp` runs a command within this process and is fast;
`run_cramp` starts a real one. The records that tests need are in `builders`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.internal.conjecture import engine

from crampdiary.diary import demo
from crampdiary.keep.copies import backing_up
from crampdiary.keep.store import Store
from kit import forked, logs
from kit.builders import NOW, exposure, full_episode, word
from kit.copied_diaries import copied_diaries
from kit.running import Cramp, Ran

# No deadline: a shared machine is slow at times, and a test that fails on some runs tells nothing. Commits to
# disk make some examples slow for the same reason.
# A failing one is made smaller for some seconds; a smallest case after ten minutes helps nobody who waits for it.
settings.register_profile(
    "crampdiary",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=set(Phase) - {Phase.explain},
    print_blob=True,
)
settings.load_profile("crampdiary")
engine.MAX_SHRINKING_SECONDS = 10
# Where this is set, each of several processes would compile all tests, and scipy, anew at every run.
sys.dont_write_bytecode = False

# Whatever of these the person running the tests has set would change what the program shows or reads.
_FOREIGN = (
    *("CRAMP_CONFIG", "CRAMP_DEBUG", "CRAMP_DIARY", "XDG_DATA_DIRS", "XDG_CONFIG_DIRS"),
    *("FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLORTERM", "PY_COLORS", "TTY_COMPATIBLE"),
    *("LANGUAGE", "LC_ALL", "LC_CTYPE", "PYTHONIOENCODING", "LINES", "VISUAL", "EDITOR", "TYPER_USE_RICH"),
)
_LOOKED_AT_FIRST = re.compile("PYTHON|_CRAMP_COMPLETE").match  # names that mean something at the start only


_MEMORY = Path("/dev/shm")
_MANY = 12  # cases of one test
_ROOM = 4 * 2**30  # bytes; one run, with all that a failing one leaves, takes less than a quarter of it


def pytest_configure() -> None:
    """Put every test's files into memory where there is plenty: a commit waits for a disk, and thousands are made.

    The processes that run the tests inherit the place from the one that starts them.
    """
    if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


def pytest_collection(session: pytest.Session) -> None:
    """Let each worker compile a share of the tests before it goes through them all.

    All workers go through all tests, at the same pace. In a fresh clone each would compile every one of them.
    """
    worker = getattr(session.config, "workerinput", None)
    if worker is None or session.config.args != session.config.getini("testpaths"):
        return
    number, count = int(worker["workerid"].removeprefix("gw")), worker["workercount"]
    paths = sorted(Path(__file__).parent.rglob("test_*.py"))
    for path in paths[len(paths) * number // count : len(paths) * (number + 1) // count]:
        module = pytest.Module.from_parent(session, path=path)
        with suppress(module.CollectError):  # reported when its turn comes
            _ = module.obj  # imports it


@pytest.hookimpl(tryfirst=True)  # before what `-m` leaves out is chosen
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave cases to the full check: of some tests all but the first, of some all but every tenth.

    Of each other test with many cases the plain command runs every fifth: thousands of quick ones take a minute.
    """
    cases = Counter(_function_of(item) for item in items)
    seen: Counter[str] = Counter()
    for item in items:
        function = _function_of(item)
        kept = 5 if cases[function] >= _MANY else 1
        for marker, of_it in (("slow_but_first", len(items)), ("slow_but_some", 10)):
            kept = of_it if item.get_closest_marker(marker) else kept
        if seen[function] % kept:
            item.add_marker(pytest.mark.slow)
        seen[function] += 1


def _function_of(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0]


def pytest_xdist_auto_num_workers() -> int:
    """Take one worker more than there are cores: many tests wait for what they started."""
    return (os.cpu_count() or 1) + 1


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--renew-golden", action="store_true", help="write tests/golden/ anew; read the difference"
    )


@pytest.fixture(autouse=True)
def _isolated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in _FOREIGN:
            patch.delenv(name, raising=False)
        # Or else every process that a test starts would compile the whole program anew.
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        for name in ("HOME", "USERPROFILE"):
            patch.setenv(name, str(home))
        patch.setenv("XDG_DATA_HOME", str(home / ".local" / "share"))
        patch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
        patch.setenv("XDG_CACHE_HOME", str(home / ".cache"))
        patch.setenv("XDG_STATE_HOME", str(home / ".local" / "state"))
        for name in ("APPDATA", "LOCAL_APPDATA"):  # how platformdirs is told on Windows
            patch.setenv(f"WIN_PD_OVERRIDE_{name}", str(home / "AppData"))
        (
            home / "temporary"
        ).mkdir()  # what a killed process leaves there, another cramp looks for and deletes
        for name in ("TMPDIR", "TEMP", "TMP"):
            patch.setenv(name, str(home / "temporary"))
        patch.setattr(tempfile, "tempdir", str(home / "temporary"))
        patch.setenv("CRAMP_NOW", NOW.isoformat())
        patch.setenv("TZ", "Europe/London")
        patch.setenv("NO_COLOR", "1")
        patch.setenv("TERM", "xterm")
        patch.setenv("COLUMNS", "80")
        patch.setenv("LANG", "C.UTF-8")
        patch.setenv("PYTHONUTF8", "1")
        patch.chdir(home)  # a file written to the current folder by mistake lands here, not in the sources
        _forget_real_home(patch, home)
        _reread_zone()
        yield
    _reread_zone()


def _forget_real_home(patch: pytest.MonkeyPatch, home: Path) -> None:
    """Let a test that takes HOME away find its own home in the system's list of users too."""
    try:
        import pwd
    except ImportError:  # not on Windows
        return
    known = pwd.getpwuid

    def here(user: int) -> pwd.struct_passwd:
        entry = list(known(user))
        entry[5] = str(home)
        return pwd.struct_passwd(entry)

    patch.setattr(pwd, "getpwuid", here)


def _reread_zone() -> None:
    if hasattr(time, "tzset"):
        time.tzset()


@pytest.fixture
def diary_path(tmp_path: Path) -> Path:
    """Where a test's diary goes; there is none yet."""
    return tmp_path / "diary.db"


@pytest.fixture
def store(diary_path: Path) -> Iterator[Store]:
    """An empty diary at `diary_path`, at the moment `builders.NOW`."""
    opened = logs.opened(diary_path)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a made-up diary of four months, and in it an entry that says all, in several scripts."""
    folder = tmp_path_factory.mktemp("sample")
    with closing(Store(folder / "diary.db", now=NOW, create=True)) as store:
        with store.change("log") as change:
            change.add(full_episode("2026-03-29T04:10"))
            change.add(word("kühlpad", label="kühlpad 冷敷"))
            change.add(exposure("kühlpad", "2026-03-30T23:59", amount="½ Stunde"))
            for record in demo.made_up(Random(3), now=NOW):
                change.add(record)
        backing_up.take(store, now=NOW)
    return folder


@pytest.fixture
def sample(sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that folder, where one stands; its diary is the one that is used."""
    copy = tmp_path / "sample"
    shutil.copytree(sample_file, copy)
    monkeypatch.chdir(copy)
    monkeypatch.setenv("CRAMP_DIARY", "diary.db")
    return copy


@pytest.fixture
def cramp() -> Cramp:
    """Run the command line within this process: `cramp("log", "7", "arch")`.

    The diary is the one at the default place, which is in this test's own home, unless `--diary` or the
    environment says otherwise. A mistake of the program's own fails the test, unless it is `mistaken` by intent.
    """

    # Here, so that a test of the data layer needs no command line.
    from typer import testing

    from crampdiary.cli.app import app

    def run(
        *arguments: str | Path,
        stdin: str | None = None,
        env: dict[str, str] | None = None,
        mistaken: bool = False,
    ) -> Ran:
        with _kept_stdout(), copied_diaries(), mock.patch.object(testing, "_get_command", _built):
            result = testing.CliRunner().invoke(
                app,
                [str(each) for each in arguments],
                input=stdin,
                env=env,
                catch_exceptions=False,
                prog_name="cramp",
            )
        assert ("cramp went wrong" in result.stderr) == mistaken, result.stderr
        return Ran(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def run_cramp() -> Cramp:
    """Run the command line as a process of its own, for what only a real one shows.

    Where nothing is asked of the interpreter it is a fork of one that has loaded the program already.
    """

    def run(
        *arguments: str | Path,
        stdin: str | None = None,
        env: dict[str, str] | None = None,
        timeout: float = 60,
        **options: Any,
    ) -> Ran:
        environment = {**os.environ, **(env or {})}
        if hasattr(os, "fork") and not options and not any(map(_LOOKED_AT_FIRST, env or ())):
            return Ran(*forked.run([*map(str, arguments)], environment, stdin, timeout_s=int(timeout)))
        ran = subprocess.run(
            [sys.executable, "-m", "crampdiary", *map(str, arguments)],
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=timeout,
            check=False,
            **options,
        )
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    return run


@cache
def _built(app: Any) -> Any:
    """Return the commands of the command line, which typer builds anew for every run: a fifth of most tests' time."""
    from typer.main import get_command

    return get_command(app)


@contextmanager
def _kept_stdout() -> Iterator[None]:
    """Keep this process's own standard output: the program gives up its own where it cannot be written to."""
    kept = os.dup(1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
