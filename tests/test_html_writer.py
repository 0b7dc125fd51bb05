"""Pages of `ParallelHTMLWriter` are those of stock's `HTMLWriter`, byte for byte."""

from __future__ import annotations

import contextlib
import logging
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.animation import FuncAnimation, HTMLWriter, writers
from matplotlib.backends.backend_agg import FigureCanvasAgg

import matplotlib_parwriter
from matplotlib_parwriter import ParallelHTMLWriter
from matplotlib_parwriter._images import (
    ImageEncoder,
    ImageEncoding,
    Page,
    image_sizes,
    read_images,
)

FRAMES = 18
ROUTES = {
    "in-process": {"route": "in-process"},
    "scout": {"route": "scout", "max_workers": 2, "block_frames": 5},
    "jump": {"route": "jump", "max_workers": 2, "block_frames": 5},
}


@pytest.fixture(params=ROUTES)
def route(request: pytest.FixtureRequest) -> str:
    """Give each route in turn."""
    return request.param


def animate(change: Callable[[Any, int], object] | None = None, **kwargs: Any) -> FuncAnimation:
    """Return a small animation; its figure has an odd height in pixels."""
    fig, ax = plt.subplots(figsize=(2, 1.51), dpi=60)
    (line,) = ax.plot([0, 1], [0, 1])

    def update(i: int) -> None:
        line.set_ydata([i / FRAMES, 1])
        ax.set_title(i)
        if change is not None:
            change(fig, i)

    return FuncAnimation(fig, update, frames=FRAMES, interval=40, **kwargs)


def save(folder: Path, writer: HTMLWriter, animation: FuncAnimation, **kwargs: Any) -> dict:
    """Save into a new folder, and give text or bytes of each file in it, by name."""
    folder.mkdir()
    try:
        animation.save(folder / "the page.html", writer=writer, **kwargs)
    finally:
        plt.close("all")
    return files(folder)


def files(folder: Path) -> dict[str, Any]:
    """Give what is in a folder, but for the page's random number."""
    found = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    return {
        name: without_id(path.read_text()) if path.suffix == ".html" else path.read_bytes()
        for name, path in found.items()
    }


def without_id(page: str) -> str:
    """Leave out the number by which stock's pages differ."""
    return re.sub(r"[0-9a-f]{32}", "ID", page)


def check_route(writer: ParallelHTMLWriter, route: str) -> None:
    """Check that the frames were made as asked for."""
    assert writer.report is not None
    assert writer.report.route == route, writer.report.reason
    assert (writer.report.blocks > 1) == (route != "in-process")
    assert writer.report.fallback_frame is None


@pytest.mark.parametrize(
    ("image_format", "embed_frames"),
    [("png", False), ("png", True), ("jpeg", True), ("tiff", False)],
)
def test_same_bytes(tmp_path: Path, route: str, image_format: str, embed_frames: bool) -> None:
    plt.rcParams["animation.frame_format"] = image_format
    options = {"fps": 12.5, "embed_frames": embed_frames, "default_mode": "reflect"}
    stock = save(tmp_path / "stock", HTMLWriter(**options), animate())
    assert len(stock) == (1 if embed_frames else 1 + FRAMES)
    writer = ParallelHTMLWriter(**options, **ROUTES[route])
    assert save(tmp_path / "ours", writer, animate()) == stock
    check_route(writer, route)
    assert writer.report is not None
    assert (writer.report.encoder, writer.report.frames) == (image_format, FRAMES)


def test_by_name(tmp_path: Path) -> None:
    """With all that `Animation.save` hands to a writer."""
    kwargs = {
        "fps": 7,
        "codec": "png",  # leaves an odd size alone
        "bitrate": 100,
        "extra_args": ["-ignored"],
        "metadata": {"title": "ignored"},
        "dpi": 71,
    }
    stock = save(tmp_path / "stock", "html", animate(), **kwargs)
    assert save(tmp_path / "ours", "parallel-html", animate(), **kwargs) == stock


def test_tight_boxes(tmp_path: Path) -> None:
    """They are not for frames, nor is one of those encoded last taken for one."""
    plt.rcParams["savefig.bbox"] = "tight"
    stock = save(tmp_path / "stock", HTMLWriter(), animate())
    assert save(tmp_path / "ours", ParallelHTMLWriter(), animate()) == stock


def test_temporary_directory(tmp_path: Path) -> None:
    temp = tmp_path / "temp"
    temp.mkdir()
    stock = save(tmp_path / "stock", HTMLWriter(), animate())
    seen: set[str] = set()
    writer = ParallelHTMLWriter(temp_dir=temp, **ROUTES["scout"])
    ours = save(
        tmp_path / "ours",
        writer,
        animate(),
        progress_callback=lambda i, n: seen.update(p.name for p in (tmp_path / "ours").iterdir()),
    )
    assert ours == stock
    assert seen == {"the page_frames"}
    assert list(temp.iterdir()) == []


@pytest.mark.parametrize("route", ["in-process", "scout"])
def test_savefig_kwargs(tmp_path: Path, route: str) -> None:
    kwargs = {
        "facecolor": (1, 0.5, 0, 0.5),
        "metadata": {"Author": "me", "Software": None},
        "pil_kwargs": {"compress_level": 1},
    }
    stock = save(tmp_path / "stock", HTMLWriter(), animate(), savefig_kwargs=kwargs)
    writer = ParallelHTMLWriter(**ROUTES[route])
    assert save(tmp_path / "ours", writer, animate(), savefig_kwargs=kwargs) == stock
    check_route(writer, route)


def test_size_may_change(tmp_path: Path, route: str) -> None:
    """Stock's writer of pages does not put the figure's size back, as that of movies does."""

    def grow(fig: Any, i: int) -> None:
        fig.set_size_inches(2 + i // 4, 3 - i // 7)

    stock = save(tmp_path / "stock", HTMLWriter(), animate(grow))
    writer = ParallelHTMLWriter(**ROUTES[route])
    assert save(tmp_path / "ours", writer, animate(grow)) == stock
    assert writer.report is not None
    assert writer.report.redraw_mismatches == 0


# In megabytes: fewer frames than are made before workers start, more, all of them, and none.
@pytest.mark.parametrize(("limit", "least", "most"), [(0.005, 1, 2), (0.03, 6, 14), (0, 0, 0)])
def test_limit(
    tmp_path: Path,
    route: str,
    limit: float,
    least: int,
    most: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    calls: list[int] = []
    told: list[int] = []
    animation = animate(lambda fig, i: calls.append(i))
    options = {"embed_frames": True, "embed_limit": limit}
    stock = save(tmp_path / "stock", HTMLWriter(**options), animate())
    assert least <= stock["the page.html"].count("data:image/png") <= most
    messages = caplog.messages[:]
    assert any("exceeding the limit" in message for message in messages)
    caplog.clear()
    writer = ParallelHTMLWriter(**options, **ROUTES[route])
    ours = save(tmp_path / "ours", writer, animation, progress_callback=lambda i, n: told.append(i))
    assert ours == stock
    assert [m for m in caplog.messages if "exceeding" in m] == messages
    assert calls == [0, *range(FRAMES)]
    assert told == list(range(FRAMES))


@pytest.mark.parametrize(
    ("kind", "embed_frames", "at"),
    [
        (ZeroDivisionError, False, 1),
        (ZeroDivisionError, True, 13),
        (KeyboardInterrupt, False, 13),
    ],
)
def test_exceptions(
    tmp_path: Path, route: str, kind: type[BaseException], embed_frames: bool, at: int
) -> None:
    """The page holds the frames before the exception."""
    calls = 0

    def fail(fig: Any, i: int) -> None:
        nonlocal calls
        calls += 1
        if i == at:
            raise kind("no more")

    with pytest.raises(kind, match="no more"):
        save(tmp_path / "stock", HTMLWriter(embed_frames=embed_frames), animate(fail))
    writer = ParallelHTMLWriter(embed_frames=embed_frames, **ROUTES[route])
    with pytest.raises(kind, match="no more") as caught:
        save(tmp_path / "ours", writer, animate(fail))
    stock = files(tmp_path / "stock")
    assert len(stock) == (1 if embed_frames else 1 + at)
    assert files(tmp_path / "ours") == stock
    assert calls == 2 * (at + 2)
    assert any(f"frame {at} of" in note for note in caught.value.__notes__)


def _hides_a_draw(fig: Any, i: int) -> None:
    if i == 7:
        fig.axes[0].legend_.get_texts()[0].draw = lambda renderer: None


@pytest.mark.parametrize("embed_frames", [False, True])
def test_frames_redrawn_wrongly_are_made_again(tmp_path: Path, embed_frames: bool) -> None:
    def animate_with_legend() -> FuncAnimation:
        animation = animate(_hides_a_draw)
        animation._fig.axes[0].legend(["a line"], loc="upper right")
        return animation

    options = {"embed_frames": embed_frames}
    stock = save(tmp_path / "stock", HTMLWriter(**options), animate_with_legend())
    writer = ParallelHTMLWriter(**options, max_workers=2)
    assert save(tmp_path / "ours", writer, animate_with_legend()) == stock
    assert writer.report is not None
    assert writer.report.redraw_mismatches == 1


def test_svg_is_stocks(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    plt.rcParams.update({"animation.frame_format": "svg", "svg.hashsalt": "salt"})
    kwargs = {"savefig_kwargs": {"metadata": {"Date": None}}}
    stock = save(tmp_path / "stock", HTMLWriter(), animate(), **kwargs)
    writer = ParallelHTMLWriter()
    with caplog.at_level(logging.INFO, "matplotlib_parwriter"):
        assert save(tmp_path / "ours", writer, animate(), **kwargs) == stock
    assert writer.report is not None
    assert (writer.report.route, writer.report.frames) == ("in-process", FRAMES)
    assert "svg images are no pixels" in writer.report.reason
    assert writer.report.reason in caplog.text


def test_svg_that_fails(tmp_path: Path) -> None:
    plt.rcParams["animation.frame_format"] = "svg"
    with pytest.raises(ZeroDivisionError):
        save(tmp_path / "ours", ParallelHTMLWriter(), animate(lambda fig, i: 1 / (i - 3)))
    assert len(files(tmp_path / "ours")) == 4


def test_canvas_with_a_way_of_its_own(tmp_path: Path) -> None:
    class Canvas(FigureCanvasAgg):
        def print_png(self, file: Any, **kwargs: Any) -> None:
            file.write(b"mine")

    animation = animate()
    Canvas(animation._fig)
    writer = ParallelHTMLWriter()
    ours = save(tmp_path / "ours", writer, animation)
    assert ours["the page_frames/frame0000000.png"] == b"mine"
    assert writer.report is not None
    assert "Canvas" in writer.report.reason


def test_grab_frame_loop(tmp_path: Path) -> None:
    pages = []
    for writer in (HTMLWriter(), ParallelHTMLWriter()):
        folder = tmp_path / type(writer).__name__
        folder.mkdir()
        fig, ax = plt.subplots(figsize=(2, 2), dpi=50)
        with writer.saving(fig, folder / "page.html", 50, frame_dir=folder / "some" / "images"):
            for i in range(4):
                ax.set_title(i)
                writer.grab_frame(metadata={"Title": str(i)})
        pages.append(files(folder))
    assert pages[0] == pages[1]
    assert len(pages[0]) == 5


def test_to_jshtml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    calls: list[int] = []
    expected = without_id(animate().to_jshtml())
    animation = animate(lambda fig, i: calls.append(i))
    with matplotlib_parwriter.configure(route="scout", max_workers=2, block_frames=5):
        page = matplotlib_parwriter.to_jshtml(animation)
    assert without_id(page) == expected
    assert page.count("data:image/png") == FRAMES
    assert calls == [0, *range(FRAMES)]
    # It is kept, for stock's method too.
    assert matplotlib_parwriter.to_jshtml(animation) is page
    assert animation.to_jshtml() is page
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("repeat", [False, True])
def test_to_jshtml_options(repeat: bool) -> None:
    plain = animate(repeat=repeat).to_jshtml()
    assert without_id(matplotlib_parwriter.to_jshtml(animate(repeat=repeat))) == without_id(plain)
    plain = animate().to_jshtml(fps=3, default_mode="reflect")
    ours = matplotlib_parwriter.to_jshtml(animate(), fps=3, default_mode="reflect")
    assert without_id(ours) == without_id(plain)


def test_what_stock_refuses(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="default_mode"):
        ParallelHTMLWriter(default_mode="backwards")
    with pytest.raises(ValueError, match="outfile_extension"):
        animate().save(tmp_path / "page.mp4", writer=ParallelHTMLWriter())
    with pytest.raises(TypeError, match="keyword argument 'format'"):
        save(tmp_path / "a", ParallelHTMLWriter(), animate(), savefig_kwargs={"format": "png"})
    with pytest.raises(TypeError, match="worker"):
        ParallelHTMLWriter(workers=3)
    options = {"pil_kwargs": {"compress_level": "much"}}
    with pytest.raises(TypeError) as stock:
        save(tmp_path / "stock", HTMLWriter(), animate(), savefig_kwargs=options)
    with pytest.raises(TypeError) as ours:
        save(tmp_path / "ours", ParallelHTMLWriter(), animate(), savefig_kwargs=options)
    assert str(ours.value) == str(stock.value)
    assert not (tmp_path / "ours" / "the page.html").exists()


def test_old_files_are_replaced_through_links(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "real.html").write_text("old")
    (elsewhere / "real.png").write_text("old")
    (tmp_path / "page.html").symlink_to(elsewhere / "real.html")
    (tmp_path / "page_frames").mkdir()
    (tmp_path / "page_frames" / "frame0000000.png").symlink_to(elsewhere / "real.png")
    (tmp_path / "page_frames" / "other.txt").write_text("mine")
    animate().save(tmp_path / "page.html", writer=ParallelHTMLWriter())
    assert "page_frames" in (elsewhere / "real.html").read_text()
    assert (elsewhere / "real.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "page_frames" / "other.txt").read_text() == "mine"
    assert (tmp_path / "page.html").is_symlink()


def test_target_that_is_a_directory(tmp_path: Path) -> None:
    (tmp_path / "page.html").mkdir()
    with pytest.raises(IsADirectoryError):
        animate().save(tmp_path / "page.html", writer=ParallelHTMLWriter(embed_frames=True))
    assert list(tmp_path.rglob("*")) == [tmp_path / "page.html"]


def test_update_that_moves_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Relative names are those of when the save began."""
    monkeypatch.chdir(tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    animation = animate(lambda fig, i: monkeypatch.chdir(other))
    animation.save("page.html", writer=ParallelHTMLWriter(route="in-process"))
    assert len(files(tmp_path)) == 1 + FRAMES
    assert files(other) == {}


def test_update_that_holds_the_writer(tmp_path: Path) -> None:
    writer = ParallelHTMLWriter(embed_frames=True, **ROUTES["scout"])
    stock = save(tmp_path / "stock", HTMLWriter(embed_frames=True), animate())
    ours = save(tmp_path / "ours", writer, animate(lambda fig, i: writer.fps))
    assert ours == stock
    check_route(writer, "scout")


def test_segment_that_is_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "segment"
    path.write_bytes(bytes([3, 0, 0, 0, 0, 0, 0, 0]) + b"abc" + bytes([2, 0, 0, 0, 0, 0, 0, 0]))
    assert list(read_images(str(path), 1)) == [b"abc"]
    with pytest.raises(EOFError, match="image 1 of the 2"):
        list(read_images(str(path), 2))
    path.write_bytes(path.read_bytes() + b"xy")
    with pytest.raises(EOFError, match="image 2 of the 3"):
        list(read_images(str(path), 3))


class Interrupted:
    """A file in which a Ctrl-C comes after a write, once for each of some images."""

    def __init__(self, file: Any, at: set[int]) -> None:
        self.file = file
        self.at = at
        self.writes = 0

    def write(self, data: bytes) -> None:
        self.file.write(data)
        self.writes += 1
        if self.writes in self.at:
            raise KeyboardInterrupt

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


def test_interrupted_encoder(tmp_path: Path) -> None:
    """No image gets lost or twice into a segment, and what was interrupted can be done again."""
    options = {"fps": 1, "default_mode": "", "embed_limit": 1, "threads": 2}
    page = Page(name="", frame_dir=None, frame_dir_in_page="", **options)
    encoding = ImageEncoding(image_format="png", size=(50, 40), dpi=50, options={}, page=page)
    frames = [np.full((40, 50, 4), 20 * i, np.uint8).data for i in range(9)]
    images = [encoding.encode(frame) for frame in frames]
    encoder = ImageEncoder(encoding, str(tmp_path / "segment"), threads=2)
    encoder.write(frames[0])
    encoder._file = Interrupted(encoder._file, {3, 7})  # type: ignore[assignment]
    for frame in frames[1:]:
        with contextlib.suppress(KeyboardInterrupt):
            encoder.write(frame)
    for _ in range(2):
        with contextlib.suppress(KeyboardInterrupt):
            encoder.close()
    assert encoder.frames == 9
    assert encoder._file.writes == 8 + 2  # type: ignore[attr-defined]
    assert list(read_images(str(tmp_path / "segment"), 9)) == images
    assert image_sizes(str(tmp_path / "segment"), 9) == [len(image) for image in images]
    assert encoder.sizes(7) == [len(image) for image in images[7:]]
    assert not [t for t in threading.enumerate() if t.name.startswith("parwriter")]


def test_is_registered() -> None:
    assert writers["parallel-html"] is ParallelHTMLWriter
    assert mpl.rcParams["animation.writer"] != "parallel-html"
