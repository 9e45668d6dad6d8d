"""`python -m crampdiary` and the `cramp` script."""

import gc

# Importing makes ten thousands of objects, none of them garbage: looking for some took 5 % of `cramp log`.
# It goes on, without these, as soon as the command is known (`crampdiary.cli.app.CrampGroup.invoke`).
gc.disable()

from crampdiary.cli.app import main  # noqa: E402

if __name__ == "__main__":
    main()
