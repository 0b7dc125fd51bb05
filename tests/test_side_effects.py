"""What an update may not do in a worker; in a process of its own, for audit hooks are for good."""

import json
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from compare import session_signal

# Forks a process for each program, which has everything imported then.
FORKS = """
import json, os, sys
import numpy
import matplotlib_parwriter._side_effects
for line in sys.stdin:
    program, cwd = json.loads(line)
    child = os.fork()
    if not child:
        os.chdir(cwd)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for name, number in (("out", 1), ("err", 2)):
            os.dup2(os.open(f"{cwd}.{name}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        exec(program, {"__name__": "__main__"})
        sys.exit()
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
Run = Callable[[str, Path], str]


@pytest.fixture(scope="module")
def run_program() -> Iterator[Run]:
    """Give what runs a program in a process of its own, and returns what it printed."""
    if not hasattr(os, "fork"):
        yield run_afresh
        return
    command = [sys.executable, "-c", FORKS]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes, start_new_session=True) as parent:

        def run(program: str, cwd: Path) -> str:
            assert parent.stdin is not None
            assert parent.stdout is not None
            parent.stdin.write(json.dumps([program, str(cwd)]) + "\n")
            parent.stdin.flush()
            status = parent.stdout.readline()
            out, err = (Path(f"{cwd}.{name}").read_text() for name in ("out", "err"))
            assert (status, err) == ("0\n", "")
            return out

        yield run
        session_signal(parent.pid, signal.SIGKILL)


def run_afresh(program: str, cwd: Path) -> str:
    """Run a program in a new interpreter; return what it printed."""
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=cwd, capture_output=True, text=True, timeout=60
    )
    assert (result.returncode, result.stderr) == (0, "")
    return result.stdout


def guarded(code: str) -> str:
    """Return a program that runs *code* under a guard, and prints what came of it."""
    return f"""
import sys
from matplotlib_parwriter._side_effects import Guard, SideEffectError
guard = Guard()
def user():
{textwrap.indent(textwrap.dedent(code), "    ")}
try:
    with guard.on():
        user()
except SideEffectError as error:
    print("refused:", error)
else:
    print("allowed")
"""


@pytest.mark.parametrize(
    "code",
    [
        "open('log.txt', 'w').close()",
        "open('log.txt', 'a').close()",
        "open('there.txt', 'r+').close()",
        "import pathlib; pathlib.Path('log.txt').write_text('x')",
        "import os; os.remove('there.txt')",
        "import os; os.mkdir('new')",
        "import os; os.rename('there.txt', 'gone.txt')",
        "import shutil; shutil.copy('there.txt', 'copy.txt')",
        "import subprocess, sys; subprocess.run([sys.executable, '-c', ''])",
        "import os; os.system('exit')",
        "import socket; socket.socket().connect(('127.0.0.1', 1))",
        "import numpy as np; np.save('a.npy', np.zeros(3))",
        # What the user's code catches is refused all the same.
        """
        try:
            open('log.txt', 'w').close()
        except BaseException:
            pass
        """,
    ],
)
def test_changes_to_the_world_are_refused_before_they_happen(
    code: str, run_program: Run, tmp_path: Path
) -> None:
    (tmp_path / "there.txt").write_text("there")
    assert run_program(guarded(code), tmp_path).startswith("refused:")
    assert [p.name for p in tmp_path.iterdir()] == ["there.txt"]
    assert (tmp_path / "there.txt").read_text() == "there"


@pytest.mark.parametrize(
    "code",
    [
        "open('there.txt').read()",
        "import os; open(os.devnull, 'w').write('x')",
        "import json, decimal, colorsys",
        "import io; io.StringIO().write('x')",
        "import numpy as np; np.arange(9).reshape(3, 3) @ np.ones(3)",
        "import os; os.listdir('.'); os.environ.get('HOME')",
    ],
)
def test_looking_at_the_world_is_allowed(code: str, run_program: Run, tmp_path: Path) -> None:
    (tmp_path / "there.txt").write_text("there")
    assert run_program(guarded(code), tmp_path) == "allowed\n"


def test_nothing_is_refused_outside_of_the_context(run_program: Run, tmp_path: Path) -> None:
    code = """
    with guard.off():
        open('cache.txt', 'w').close()
    """
    assert run_program(guarded(code), tmp_path) == "allowed\n"
    assert (tmp_path / "cache.txt").exists()


def test_silence_covers_python_and_compiled_code_and_ends(tmp_path: Path) -> None:
    program = """
import os, sys
from matplotlib_parwriter._side_effects import silence
with silence():
    print("python"); os.write(1, b"compiled"); print("error", file=sys.stderr)
    assert sys.stdin.read() == ""
print("afterwards")
"""
    result = subprocess.run(
        [sys.executable, "-c", program], input="typed", capture_output=True, text=True, timeout=60
    )
    assert (result.stdout, result.stderr) == ("afterwards\n", "")


def witnessed(code: str) -> str:
    """Return a program that runs *code* before a witness, and prints what was heard."""
    return f"""
import logging, os, sys, warnings
import numpy as np
from matplotlib_parwriter._side_effects import witnessed
def of_a_library(code):
    exec(compile(code, np.__file__, "exec"))
with witnessed() as witness:
{textwrap.indent(textwrap.dedent(code), "    ")}
    heard = witness.heard
print(repr(heard))
"""


@pytest.mark.parametrize(
    ("code", "heard"),
    [
        ("pass", ""),
        ("print('here')", "it prints or warns"),
        ("print('here', file=sys.stderr)", "it prints or warns"),
        ("sys.__stdout__.write('here'); sys.__stdout__.flush()", "it prints or warns"),
        ("os.write(1, b'here')", "it prints or warns"),
        ("warnings.warn('here')", "it prints or warns"),
        ("warnings.simplefilter('ignore'); warnings.warn('here')", ""),
        ("logging.warning('here')", "it logs"),
        ("logging.getLogger('own').error('here')", "it logs"),
        # Nobody gets to see these,
        ("logging.info('here')", ""),
        ("logging.getLogger('own').debug('here')", ""),
        ("import logging; of_a_library('import logging; logging.info(1)')", ""),
        # unless it was asked for.
        (
            "logging.getLogger('own').setLevel(10); logging.getLogger('own').debug('here')",
            "it logs",
        ),
        ("logging.root.setLevel(20); of_a_library('import logging; logging.info(1)')", "it logs"),
        ("of_a_library('import logging; logging.warning(1)')", "it logs"),
        ("logging.getLogger('matplotlib_parwriter').warning('ours')", ""),
    ],
)
def test_a_witness_hears_what_a_user_would_have(
    code: str, heard: str, run_program: Run, tmp_path: Path
) -> None:
    assert run_program(witnessed(code), tmp_path) == f"{heard!r}\n"
