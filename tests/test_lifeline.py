"""A worker goes on watching over its parent, whatever letting go of a save brings about."""

from __future__ import annotations

import subprocess
import sys
import textwrap

LATER = textwrap.dedent(
    """
    import os
    import threading

    from matplotlib_parwriter._lifeline import Lifeline

    lifeline = Lifeline(os.getppid())
    tried, let_go = threading.Event(), threading.Event()

    def fail():
        tried.set()
        raise RuntimeError("on purpose")

    lifeline.forget_later("/there is no such directory", fail)
    assert tried.wait(20)
    lifeline.forget_later("/there is no such directory", lambda: let_go.set() or True)
    print(let_go.wait(20))
    """
)


def test_what_fails_once_is_no_end() -> None:
    done = subprocess.run([sys.executable, "-c", LATER], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"
