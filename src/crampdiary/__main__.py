"""`python -m crampdiary` and the `cramp` script."""

try:  # from the first statement on: Ctrl-C while the program is loaded ends it without a word
    import gc
    import os
    import signal
    import sys
    from types import FrameType

    # Importing makes ten thousands of objects, none of them garbage: looking for some took 5 % of `cramp log`.
    # It goes on, without these, as soon as the command is known (`crampdiary.cli.app.CrampGroup.invoke`).
    gc.disable()

    def interrupt(_number: int, frame: FrameType | None) -> None:
        """End the process where Ctrl-C was typed within an import, and raise KeyboardInterrupt elsewhere.

        What an import runs may swallow a KeyboardInterrupt, or make another error of it. What was saved is safe.
        """
        while frame is not None:
            if frame.f_code.co_filename == "<frozen importlib._bootstrap>":
                os._exit(130)
            frame = frame.f_back
        raise KeyboardInterrupt

    if (
        signal.getsignal(signal.SIGINT) is signal.default_int_handler
    ):  # it is ignored in a script's background
        signal.signal(signal.SIGINT, interrupt)

    from crampdiary.later import load_later

    load_later()

    from crampdiary.cli import ahead

    ahead.begin(sys.argv[1:])

    from crampdiary.cli import app
except KeyboardInterrupt:
    raise SystemExit(130) from None


def main() -> None:
    """Run the command line, and end with 130 wherever Ctrl-C is typed."""
    try:
        app.main()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    finally:
        if signal.getsignal(signal.SIGINT) is interrupt:  # it is done, and its exit code is known
            signal.signal(signal.SIGINT, signal.SIG_IGN)


def run() -> None:
    """Run the command line as a process of its own, and end that without taking the program apart.

    Nothing that it holds is worth a last look: what was saved is committed, files are closed, and a thread that may
    still run only reads. To take apart all that Typer loads took as long as a tenth of `cramp log`.
    """
    code: object = 0
    try:
        main()
    except SystemExit as end:
        code = end.code
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):  # the interpreter knows what to say of an output that takes nothing
        raise SystemExit(code) from None
    if not isinstance(code, int):
        raise SystemExit(code)
    os._exit(code)


if __name__ == "__main__":
    run()
