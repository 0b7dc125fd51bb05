"""Movies saved by processes of multiprocessing's, as scripts do that make several at a time."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest
from compare import compare_movies, movies_in, run_python, write_matplotlibrc

SCRIPT = '''
import concurrent.futures
import multiprocessing
import sys

import matplotlib.pyplot as plt
from matplotlib.animation import FFMpegWriter, FuncAnimation

from matplotlib_parwriter import ParallelFFMpegWriter


def save(target):
    """Save a movie; return how it was made."""
    if sys.argv[2] == "stock":
        writer = FFMpegWriter(fps=10, codec="ffv1")
    else:
        writer = ParallelFFMpegWriter(fps=10, codec="ffv1", route="scout", block_frames=4)
    fig, ax = plt.subplots(figsize=(2, 1))
    (line,) = ax.plot([0, 1], [0, 1])
    calls = []

    def update(i):
        calls.append(i)
        line.set_ydata([i / 12, len(calls) / 20])

    FuncAnimation(fig, update, frames=12).save(target, writer=writer)
    plt.close(fig)
    return "" if sys.argv[2] == "stock" else f"{writer.report.route}: {writer.report.reason}"


if __name__ == "__main__":
    context = multiprocessing.get_context(sys.argv[1])
    if "here" in sys.argv[3]:
        print(save("here.mkv"))
    if sys.argv[3] == "pool":
        with context.Pool(1) as pool:
            print(pool.map(save, ["pool.mkv"])[0])
    else:
        with concurrent.futures.ProcessPoolExecutor(1, mp_context=context) as executor:
            print(executor.submit(save, "executor.mkv").result())
        process = context.Process(target=save, args=["process.mkv"])
        process.start()
        process.join(30)  # half of what idle workers would let it wait
        print(process.exitcode)
'''


@pytest.mark.parametrize("start", ["fork", "spawn"])
@pytest.mark.parametrize("who", ["pool", "others", "others, and here before"])
def test_frames(who: str, start: str, tmp_path: Path) -> None:
    if start not in multiprocessing.get_all_start_methods():
        pytest.skip(f"there is no {start} on this system")
    printed = {}
    for tool in ("stock", "ours"):
        folder = tmp_path / tool
        folder.mkdir()
        write_matplotlibrc(folder)
        (folder / "script.py").write_text(SCRIPT)
        done = run_python(["script.py", start, tool, who], folder, env={})
        assert done.returncode == 0, done.stderr
        printed[tool] = done.stdout.splitlines()
    found = movies_in(tmp_path / "stock")
    assert found == movies_in(tmp_path / "ours")
    for name in found:
        assert not compare_movies(tmp_path / "stock" / name, tmp_path / "ours" / name)
    if who == "pool":
        assert "in-process: this is a worker of multiprocessing's" in printed["ours"][0]
    else:
        assert all(line.startswith("scout: ") for line in printed["ours"][:-1])
        assert printed["ours"][-1] == printed["stock"][-1] == "0"
