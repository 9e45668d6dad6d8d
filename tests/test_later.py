"""Modules that are loaded at their first use: what they do then, and that a command of every day needs none of them."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from crampdiary.keep.store import Store
from crampdiary.later import SELDOM_USED, load_later

_LATER = f"[each for each in {SELDOM_USED!r} if type(sys.modules[each]).__name__ == '_Later']"
_FIRST_USES = (
    "import subprocess; assert subprocess.run([sys.executable, '-c', '']).returncode == 0",
    "from subprocess import run; assert run([sys.executable, '-c', '']).returncode == 0",
    "import ipaddress; assert ipaddress.ip_address('::1').is_loopback",
    "import urllib.parse; assert urllib.parse.urlsplit('http://[::1]/a').hostname == '::1'",
    "import tokenize, os; assert tokenize.open(os.__file__).read(1)",
    "import linecache, os; assert linecache.getline(os.__file__, 1)",
    "import subprocess\ntry: subprocess.no_such\nexcept AttributeError: assert subprocess.PIPE == -1",
)


def python(code: str) -> str:
    """Return what a fresh Python prints last."""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()[-1]


@pytest.mark.parametrize("use", _FIRST_USES)
def test_a_module_is_all_that_it_is_once_it_is_used(use: str) -> None:
    code = f"import sys; from crampdiary.later import load_later; load_later(); before = {_LATER}\n{use}\n"
    assert python(f"{code}print(len(before) - len({_LATER}))") == "1"


@pytest.mark.parametrize("command", ["log 7 arch left", "none", "used stretching", "had alcohol", "undo"])
def test_a_command_of_every_day_uses_none_of_them(command: str, store: Store) -> None:
    store.remember("backup_day", os.environ["CRAMP_NOW"][:10])  # it was made today
    store.close()
    code = (
        "import sys; import crampdiary.__main__ as program\n"
        f"sys.argv = ['cramp', '--diary', {str(store.path)!r}, *{command.split()!r}]\n"
        "try: program.main()\nexcept SystemExit as end: assert not end.code, end.code\n"
    )
    assert python(f"{code}print({_LATER})") == str(list(SELDOM_USED))


def test_one_that_is_loaded_by_now_stays_as_it_is() -> None:
    load_later()
    assert sys.modules["subprocess"] is subprocess
    load_later(["crampdiary.no_such_module"])
    assert "crampdiary.no_such_module" not in sys.modules
