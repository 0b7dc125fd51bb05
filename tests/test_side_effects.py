"""What an update may not do in a worker; in a process of its own, for audit hooks are for good."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest


def run_guarded(code: str, cwd: Path) -> str:
    """Run *code* under a guard in another process; return what it printed afterwards."""
    program = f"""
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
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=cwd, capture_output=True, text=True, timeout=60
    )
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


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
def test_changes_to_the_world_are_refused_before_they_happen(code: str, tmp_path: Path) -> None:
    (tmp_path / "there.txt").write_text("there")
    assert run_guarded(code, tmp_path).startswith("refused:")
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
def test_looking_at_the_world_is_allowed(code: str, tmp_path: Path) -> None:
    (tmp_path / "there.txt").write_text("there")
    assert run_guarded(code, tmp_path) == "allowed"


def test_nothing_is_refused_outside_of_the_context(tmp_path: Path) -> None:
    code = """
    with guard.off():
        open('cache.txt', 'w').close()
    """
    assert run_guarded(code, tmp_path) == "allowed"
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


def run_witnessed(code: str) -> list[str]:
    """Run *code* before a witness in another process; return what was heard, and what came out."""
    program = f"""
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
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60
    )
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    return result.stdout.splitlines()


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
def test_a_witness_hears_what_a_user_would_have(code: str, heard: str) -> None:
    assert run_witnessed(code) == [repr(heard)]
