"""
The very first of what is run for ``python -m matplotlib_parwriter``.

It imports nothing new, for Python has put the working directory first in ``sys.path`` by then, and
a file in there may be called as a module of the standard library's; see `_search`.
"""

import os  # like the other, loaded by any Python when it starts
import sys

taken_out: list[str] = []  # what Python had put first in sys.path, if this package is the program


def _leave_out_the_folder() -> None:
    """Take the working directory out of ``sys.path`` if Python is about to run this package."""
    # While Python looks for what it is to run, sys.argv begins with "-m", and the name is left out.
    if sys.argv[:1] != ["-m"] or sys.flags.safe_path or taken_out:
        return
    name = sys.orig_argv[-len(sys.argv)].removesuffix(".__main__")
    if name == __package__ or (name[:1] == "-" and name.endswith(f"m{__package__}")):
        taken_out.append(sys.path.pop(0))
        if taken_out[0] == os.path.dirname(os.path.dirname(__file__)):  # noqa: PTH120
            sys.path.append(taken_out[0])  # nothing is installed, and all is in there


_leave_out_the_folder()
