"""A script that runs on all processes of an MPI job makes stock's movie."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cluster_tools import can_hide, in_another_place

pytest.importorskip("mpi4py")

SCRIPT = """
import json, sys
from pathlib import Path

sys.path.insert(0, {tests!r})
from cluster_tools import make_animation, save, stock_frames


def ask_mpi(i):
    # Workers are no processes of the job: each is alone in an MPI of its own.
    from mpi4py import MPI

    assert MPI.COMM_SELF.Get_size() == 1


def main():
    from mpi4py.futures import MPIPoolExecutor

    found = {{}}
    with MPIPoolExecutor() as executor:
        for folder in map(Path, sys.argv[2:]):
            expected = stock_frames(folder, sys.argv[1], make_animation())
            report, frames = save(folder, make_animation(None, ask_mpi), executor)
            found[str(folder)] = (
                frames == expected, report.route, report.fallback_frame, report.workers,
                [path.name for path in folder.iterdir()], report.reason,
            )
    print(json.dumps(found))


if __name__ == "__main__":
    main()
"""


def mpiexec() -> str:
    """Return the program that starts MPI jobs: that of the environment of the tests, or another."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    program = shutil.which("mpiexec", path=path)
    if program is None:
        pytest.skip("there is no mpiexec")
    return program


def test_workers_are_processes_of_the_job(work: Path, ffmpeg: str) -> None:
    program = mpiexec()
    hidden, seen = work / "hidden" / "movies", work / "seen" / "movies"
    hidden.mkdir(parents=True)
    seen.mkdir(parents=True)
    (work / "script.py").write_text(SCRIPT.format(tests=str(Path(__file__).parent)))
    folders = [seen, hidden] if can_hide() else [seen]
    rank = [sys.executable, "-m", "mpi4py.futures", "script.py", ffmpeg, *map(str, folders)]
    command = [program, "-n", "1", *rank, ":", "-n", "2", *in_another_place(hidden, *rank)]
    # What Open MPI wants where the tests run as root, or on few cores; MPICH knows neither.
    variables = ("OMPI_ALLOW_RUN_AS_ROOT", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM")
    allowed = dict.fromkeys((*variables, "PRTE_MCA_rmaps_default_mapping_policy"), "1")
    allowed["PRTE_MCA_rmaps_default_mapping_policy"] = ":oversubscribe"
    done = subprocess.run(
        command,
        cwd=work,
        env=os.environ | {"MPLBACKEND": "agg"} | allowed,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    for folder in folders:
        assert found[str(folder)][:5] == [True, "scout", None, 2, []], found
