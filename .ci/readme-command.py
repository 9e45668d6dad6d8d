"""Print a command of the README's: `run` is the one that installs and logs a cramp, `test` runs the tests."""

import re
import sys
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"


def command(name: str) -> str:
    """Return the shell block that follows `<!-- command: name -->`."""
    found = re.search(
        rf"<!-- command: {name} -->\s*```sh\n(.*?)```", README.read_text(encoding="utf-8"), re.S
    )
    if found is None:
        raise SystemExit(f"README.md has no block marked <!-- command: {name} -->")
    return found[1]


if __name__ == "__main__":
    print(command(sys.argv[1]), end="")
