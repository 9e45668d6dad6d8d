"""`python -m crampdiary` and the `cramp` script."""

from crampdiary.cli import main

if __name__ == "__main__":
    main()
