"""In a real Jupyter kernel, with figures shown inline: movies and outputs are those of stock."""

from __future__ import annotations

import base64
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from compare import FFMPEG, compare_movies, members_of_session, read_movie, session_signal

pytest.importorskip("ipykernel")
pytest.importorskip("jupyter_client")

from notebook_kernel import Cell, Notebook

# One kernel does everything, so what one test leaves in it the next ones start from.
pytestmark = pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked for there")

SETUP = f"""
%matplotlib inline
import matplotlib.pyplot as plt
import matplotlib_parwriter
from IPython.display import HTML
from matplotlib.animation import FuncAnimation, writers

plt.rcParams["animation.ffmpeg_path"] = {FFMPEG!r}
plt.rcParams["animation.ffmpeg_args"] = ["-qp", "0"]  # lossless H.264
settings = dict(route="scout", max_workers=2, block_frames=5, gpu="never", progress=False)
matplotlib_parwriter.configure(**settings)

calls = []
reports = []

class Reporting(matplotlib_parwriter.ParallelFFMpegWriter):
    def finish(self):
        super().finish()
        reports.append((self.report.route, self.report.blocks))

writers.register("ours")(Reporting)
writers.register("stock")(writers["ffmpeg"])
"""
MAKE = """
def draw(i):
    calls.append(i)
    line.set_ydata([i / 18, len(calls) % 7])
    ax.set_title(f"frame {i}")

calls.clear()
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")  # most of what a draw takes, and nothing that is looked at here
(line,) = ax.plot([0, 1], [0, 7])
anim = FuncAnimation(fig, draw, frames=18, interval=50)
"""


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Notebook]:
    """Give a notebook with a kernel in which everything is imported."""
    notebook = Notebook(tmp_path_factory.mktemp("notebook"))
    try:
        assert notebook.run(SETUP).status == "ok"
        yield notebook
        assert notebook.stop() == {}
    finally:
        session_signal(notebook.pid, 9)


class Both:
    """Runs cells with stock's writer and with ours."""

    def __init__(self, notebook: Notebook) -> None:
        self.notebook = notebook

    def run(self, *cells: str) -> tuple[list[Cell], list[Cell]]:
        """Run cells, in which NAME is "stock" or "ours", and check that they show the same."""
        stock = [self._run_one(cell, "stock") for cell in cells]
        calls = self.notebook.value("calls")
        assert self._run_one("reports.clear()", "ours")
        ours = [self._run_one(cell, "ours") for cell in cells]
        assert self.notebook.value("calls") == calls
        for a, b in zip(stock, ours, strict=True):
            images = a.shown("image/png")
            assert b.shown("image/png") == images
            assert b.text == a.text
        return stock, ours

    def _run_one(self, code: str, name: str) -> Cell:
        cell = self.notebook.run(code.replace("NAME", name))
        assert cell.status == "ok", cell.text
        return cell

    def check_movies(self, suffix: str = ".mkv") -> None:
        """Check that the movies are the same, and that workers made ours."""
        folder = self.notebook.folder
        assert read_movie(folder / f"stock{suffix}").frames == 18
        assert compare_movies(folder / f"stock{suffix}", folder / f"ours{suffix}") == []
        ((route, blocks),) = self.notebook.value("reports")
        assert route == "scout"
        assert blocks >= 3
        assert list((folder / "temp").iterdir()) == []

    def check_videos(self, stock: Cell, ours: Cell) -> None:
        """Check that two cells show the same video, in the same tag."""
        tags = []
        for name, cell in (("stock", stock), ("ours", ours)):
            (page,) = cell.shown("text/html")
            match = re.search(r"base64,([^\"]+)", page)
            assert match is not None
            video = base64.decodebytes(match[1].encode())
            (self.notebook.folder / f"{name}.mp4").write_bytes(video)
            tags.append(page.replace(match[1], ""))
        assert tags[0] == tags[1]
        self.check_movies(".mp4")


@pytest.fixture
def both(notebook: Notebook) -> Both:
    """Give what runs cells with both writers."""
    return Both(notebook)


SAVE = 'anim.save("NAME.mkv", writer="NAME")\n'


def test_save(both: Both) -> None:
    """All in one cell, after which the figure is shown as the save left it."""
    stock, _ = both.run(MAKE + SAVE)
    assert len(stock[0].shown("image/png")) == 1
    both.check_movies()


def test_save_in_another_cell(both: Both) -> None:
    """The figure was drawn, shown and closed meanwhile."""
    stock, _ = both.run(MAKE, SAVE, "fig")
    assert [len(cell.shown("image/png")) for cell in stock] == [1, 0, 1]
    both.check_movies()


def test_save_after_close(both: Both) -> None:
    """A closed figure is not shown, but can be saved."""
    stock, _ = both.run(MAKE + "plt.close(fig)\n" + SAVE)
    assert stock[0].shown("image/png") == []
    both.check_movies()


def test_save_with_tight_boxes(both: Both) -> None:
    """What the inline backend and rcParams say about images of figures is not for frames."""
    rc = {"savefig.bbox": "tight", "savefig.facecolor": "#ffeedd80", "figure.dpi": 55}
    body = textwrap.indent(MAKE.replace(", dpi=60", "") + SAVE, "    ")
    both.run(f"with plt.rc_context({rc}):\n{body}")
    both.check_movies()


def test_to_html5_video(both: Both) -> None:
    """The figure is closed, as in most notebooks that show a video."""
    cell = MAKE + 'plt.close(fig); plt.rcParams["animation.writer"] = "NAME"\n'
    stock, ours = both.run(cell, "HTML(anim.to_html5_video())")
    both.check_videos(stock[1], ours[1])


def test_animation_as_last_line(both: Both) -> None:
    cell = MAKE + 'plt.close(fig); plt.rcParams["animation.writer"] = "NAME"\n'
    stock, ours = both.run(cell, 'plt.rcParams["animation.html"] = "html5"\nanim')
    both.check_videos(stock[1], ours[1])


def test_pages(both: Both) -> None:
    """`to_jshtml`, called, and for an animation as the last line."""
    notebook = both.notebook
    setup = MAKE + "plt.close(fig)\n"
    notebook.run('plt.rcParams.update({"animation.html": "jshtml", "animation.writer": "ffmpeg"})')
    pages = []
    for code in (
        "anim",
        "HTML(anim.to_jshtml())",
        "HTML(matplotlib_parwriter.to_jshtml(anim))",
        "matplotlib_parwriter.install(); made = []\n"
        "class Noting(matplotlib_parwriter.ParallelHTMLWriter):\n"
        "    def finish(self): super().finish(); made.append(self.report.route)\n"
        "matplotlib_parwriter._html_writer.ParallelHTMLWriter = Noting\n"
        "anim",
    ):
        cell = notebook.run(setup + code)
        assert cell.status == "ok", cell.text
        (page,) = cell.shown("text/html")
        pages.append(re.sub(r"[0-9a-f]{32}", "ID", page))
    assert pages[0].count("data:image/png") == 18
    assert pages == [pages[0]] * 4
    assert notebook.value("made") == ["scout"]
    # matplotlib's writer asked for: matplotlib's way.
    cell = notebook.run(f'plt.rcParams["animation.writer"] = "ffmpeg"\n{setup}anim')
    (page,) = cell.shown("text/html")
    assert re.sub(r"[0-9a-f]{32}", "ID", page) == pages[0]
    assert notebook.value("made") == ["scout"]
    notebook.run('plt.rcParams["animation.html"] = "none"')


def test_progress_bar(both: Both) -> None:
    """With ipywidgets, the bar is a widget, which goes away."""
    pytest.importorskip("ipywidgets")
    cell = both.notebook.run(
        MAKE + 'anim.save("bar.mkv", writer=writers["ours"](codec="ffv1", progress=True))'
    )
    assert cell.status == "ok", cell.text
    (view,) = cell.shown("application/vnd.jupyter.widget-view+json")
    states = cell.widgets
    (bar,) = [state for state in states.values() if state["_model_name"] == "FloatProgressModel"]
    assert (bar["value"], bar["max"]) == (18, 18)
    texts = " ".join(str(s["value"]) for s in states.values() if s["_model_name"] == "HTMLModel")
    assert "Saving" in texts
    assert "/18" in texts
    assert states[view["model_id"]]["_model_name"] == "HBoxModel"
    assert view["model_id"] in cell.closed_widgets
    assert cell.text.strip() == ""
    assert read_movie(both.notebook.folder / "bar.mkv").frames == 18


def test_interrupt(both: Both) -> None:
    """The interrupt button stops a save, the frames so far are a movie, and the next one works."""
    notebook = both.notebook
    before = set(notebook.folder.iterdir())
    notebook.run("import multiprocessing; matplotlib_parwriter.configure(**settings)")
    long = MAKE.replace("frames=18", "frames=10_000").replace(
        "calls.append(i)", "calls.append(i)\n    if i == 60: print('sixty', flush=True)"
    )
    cell = notebook.run(
        long + 'anim.save("cut.mkv", writer="ours", codec="ffv1")',
        when_printed=("sixty", notebook.interrupt),
    )
    assert (cell.status, cell.error) == ("error", "KeyboardInterrupt")
    assert notebook.value("multiprocessing.active_children()") == []
    left = members_of_session(notebook.pid)
    assert [c for c in left.values() if "ffmpeg" in c or "popen_loky" in c] == []
    assert list((notebook.folder / "temp").iterdir()) == []
    assert set(notebook.folder.iterdir()) - before == {notebook.folder / "cut.mkv"}
    assert 50 <= read_movie(notebook.folder / "cut.mkv").frames < 10_000
    both.run(MAKE + SAVE)
    both.check_movies()
