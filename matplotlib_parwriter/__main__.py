"""The command line: ``python -m matplotlib_parwriter``."""

from __future__ import annotations

import sys
from collections.abc import Sequence

PROGRAM = "python -m matplotlib_parwriter"

USAGE = f"""\
usage: {PROGRAM} SCRIPT [ARGUMENT ...]
       {PROGRAM} -m MODULE [ARGUMENT ...]
       {PROGRAM} doctor
       {PROGRAM} demo [--frames N] [--output FILE]

Save matplotlib animations with worker processes.

  SCRIPT     run a script as it is: movies it saves with matplotlib's "ffmpeg" writer, or with its
             default writer, are made by this package (a script called doctor or demo: ./doctor)
  -m MODULE  the same for a module
  doctor     say what would be used here, and why: ffmpeg, encoders, GPU, workers, settings
  demo       make a movie with matplotlib's writer and with this one, and compare the times

options:
  -h, --help  show this message and exit
  --version   show the version and exit

Settings for scripts that cannot be changed are environment variables, such as
PARWRITER_MAX_WORKERS=4; doctor lists them all."""


def main(arguments: Sequence[str]) -> int:
    """
    Do what the command line says.

    Parameters
    ----------
    arguments : sequence of str
        The command line without the program.

    Returns
    -------
    int
        The exit status.
    """
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if command in ("-h", "--help"):
        print(USAGE)
        return 0
    # The imports are here because a script must not wait for, or see, what only others need.
    if command == "--version":
        from importlib.metadata import version

        print(f"matplotlib_parwriter {version('matplotlib_parwriter')}")
        return 0
    if command == "doctor":
        from matplotlib_parwriter._doctor import doctor

        return doctor(rest)
    if command == "demo":
        from matplotlib_parwriter._demo import demo

        return demo(rest)
    if (command == "-m" and not rest) or (command != "-m" and command[:1] in ("", "-")):
        print(USAGE, file=sys.stderr)
        return 2
    from matplotlib_parwriter._run import NotRunnableError, run_module, run_script

    try:
        if command == "-m":
            run_module(rest[0], rest[1:])
        else:
            run_script(command, rest)
    except NotRunnableError as error:
        print(f"{PROGRAM}: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
