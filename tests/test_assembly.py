"""Movies that cannot be joined from segments: made by workers, and the same file as stock's."""

import errno
import os
import shutil
import subprocess
from collections import namedtuple
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from compare import read_movie
from matplotlib.animation import AbstractMovieWriter, FFMpegWriter, FuncAnimation

from matplotlib_parwriter import ParallelFFMpegWriter
from matplotlib_parwriter._errors import FFMpegError

FRAMES = 23
BLOCK = 6
OTHER_PALETTE = "split [a][b];[a] palettegen=stats_mode=diff [p];[b][p] paletteuse"
X = np.linspace(0, 6, 40)


@pytest.fixture(autouse=True)
def _ffmpeg(ffmpeg: str) -> Iterator[None]:
    with mpl.rc_context({"animation.ffmpeg_path": ffmpeg, "figure.figsize": (2, 2)}):
        yield


def _animation(frames: int = FRAMES, *, fails_at: int = -1) -> FuncAnimation:
    fig, ax = plt.subplots()
    ax.axis("off")  # most of what a draw takes, and nothing that an encoder minds
    (line,) = ax.plot(X, np.sin(X))
    points = ax.scatter(X, np.cos(X), c=X, s=9)

    def update(i: int) -> None:
        if i == fails_at:
            raise RuntimeError("the update fails here")
        line.set_ydata(np.sin(X + i / 5))
        points.set_offsets(np.c_[X, np.cos(X - i / 7)])

    return FuncAnimation(fig, update, frames=frames)


def _ours(**options: Any) -> ParallelFFMpegWriter:
    settings = {"route": "scout", "max_workers": 2, "block_frames": BLOCK, "gpu": "never"}
    return ParallelFFMpegWriter(**{"fps": 25, **settings, **options})


def _save(
    writer: AbstractMovieWriter, path: str, animation: FuncAnimation, **options: Any
) -> bytes:
    animation.save(path, writer=writer, **options)
    plt.close("all")
    return Path(path).read_bytes()


def _names(folder: str | Path = ".") -> list[str]:
    return sorted(path.name for path in Path(folder).iterdir())


@pytest.mark.parametrize("route", ["scout", "in-process"])
@pytest.mark.parametrize(
    ("suffix", "options"),
    [
        # Containers that segments cannot be copied into.
        (".avi", {"codec": "mpeg4"}),
        (".ts", {"codec": "mpeg2video"}),
        (".webp", {}),
        (".apng", {}),
        # Filters that depend on time or number, or are more than a chain.
        (".mp4", {"codec": "mpeg4", "extra_args": ["-vf", "fade=in:0:10"]}),
        (".mp4", {"codec": "mpeg4", "extra_args": ["-vf", "hue=H=n/9:enable='gt(t,.3)'"]}),
        (".mp4", {"codec": "mpeg4", "extra_args": ["-filter_complex", "[0:v]negate"]}),
        # What counts frames or seconds of the whole movie.
        (".mp4", {"codec": "mpeg4", "extra_args": ["-r", "12"]}),
        (".mp4", {"codec": "mpeg4", "extra_args": ["-ss", "0.2"]}),
        (".mp4", {"codec": "mpeg4", "extra_args": ["-frames:v", "400"]}),
        # A rate that has to be kept over the whole movie, and the first of two passes.
        (".mp4", {"codec": "mpeg4", "bitrate": 200}),
        (".mp4", {"codec": "mpeg4", "extra_args": ["-maxrate", "300k", "-bufsize", "100k"]}),
        (".mp4", {"codec": "mpeg4", "extra_args": ["-pass", "1", "-passlogfile", "{folder}/log"]}),
        # An option that nobody has thought of.
        (".mov", {"codec": "mpeg4", "extra_args": ["-mpv_flags", "+strict_gop"]}),
        # Palettes of other kinds than stock's.
        (".gif", {"extra_args": ["-filter_complex", OTHER_PALETTE]}),
        (".gif", {"extra_args": ["-r", "10"]}),
    ],
)
def test_same_bytes_by_one_encoder(
    suffix: str, options: dict[str, Any], route: str, work: Path
) -> None:
    extra = options.get("extra_args", [])
    options = {**options, "extra_args": [a.format(folder=work) for a in extra]}
    stock = _save(FFMpegWriter(fps=25, **options), f"stock{suffix}", _animation())
    writer = _ours(route=route, **options)
    assert _save(writer, f"ours{suffix}", _animation()) == stock
    assert writer.report is not None
    assert writer.report.route == route
    assert writer.report.fallback_frame is None
    assert len(read_movie(f"ours{suffix}").times) > 1


@pytest.mark.parametrize("route", ["scout", "in-process"])
@pytest.mark.parametrize(
    ("frames", "options", "savefig"),
    [
        (FRAMES, {}, {}),
        (FRAMES, {}, {"transparent": True}),
        (FRAMES, {"fps": 7}, {}),
        (FRAMES, {"extra_args": ["-loop", "-1"]}, {}),
        (FRAMES, {"extra_args": ["-final_delay", "50", "-loop", "3"]}, {}),
        (FRAMES, {"extra_args": ["-gifflags", "-offsetting"]}, {}),
        (FRAMES, {"metadata": {"comment": "made of points"}}, {}),
        (1, {}, {}),
        (3, {}, {}),
        (130, {}, {}),
    ],
)
def test_same_gif(
    frames: int, options: dict[str, Any], savefig: dict[str, Any], route: str, work: Path
) -> None:
    options = {"fps": 25, **options}
    stock = _save(FFMpegWriter(**options), "stock.gif", _animation(frames), savefig_kwargs=savefig)
    ours = _save(
        _ours(**options, route=route), "ours.gif", _animation(frames), savefig_kwargs=savefig
    )
    assert ours == stock
    assert _names() == ["ours.gif", "stock.gif"]


@pytest.mark.parametrize("route", ["scout", "in-process"])
def test_gif_where_a_directory_is_named_like_a_pattern(route: str, work: Path) -> None:
    folder = work / "100%done, 'really'"
    folder.mkdir()
    stock = _save(FFMpegWriter(fps=25), str(folder / "stock.gif"), _animation())
    ours = _save(_ours(route=route), str(folder / "ours.gif"), _animation())
    assert ours == stock
    assert _names(folder) == ["ours.gif", "stock.gif"]
    assert _names() == [folder.name]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="There are no named pipes here.")
@pytest.mark.parametrize("suffix", [".gif", ".avi", ".mp4"])
def test_into_a_pipe(suffix: str, work: Path) -> None:
    """What cannot be taken back is written once, and where it was said, as by stock."""
    options = {"codec": "mpeg4", "extra_args": ["-movflags", "frag_keyframe"]}
    found = {}
    for name, writer in (
        ("stock", FFMpegWriter(fps=25, **options)),
        ("ours", _ours(route="auto", **options)),
    ):
        path = f"{name}{suffix}"
        os.mkfifo(path)
        reader = subprocess.Popen(["cat", path], stdout=subprocess.PIPE)
        thread = ThreadPoolExecutor(max_workers=1)
        try:
            content = thread.submit(reader.communicate)
            _animation().save(path, writer=writer)
            found[name] = content.result(timeout=60)[0]
        finally:
            reader.kill()
            thread.shutdown()
        plt.close("all")
    assert len(found["stock"]) > 1000
    assert found["ours"] == found["stock"]


@pytest.mark.parametrize("suffix", [".gif", ".avi"])
@pytest.mark.parametrize("route", ["scout", "in-process"])
def test_error_leaves_the_frames_before_it(suffix: str, route: str, work: Path) -> None:
    fails_at = 2 * BLOCK + 3
    codec = {"codec": "mpeg4"}
    for name, writer in (
        ("stock", FFMpegWriter(fps=25, **codec)),
        ("ours", _ours(**codec, route=route)),
    ):
        with pytest.raises(RuntimeError, match="the update fails here"):
            _save(writer, f"{name}{suffix}", _animation(fails_at=fails_at))
        plt.close("all")
    assert Path(f"ours{suffix}").read_bytes() == Path(f"stock{suffix}").read_bytes()
    assert len(_names()) == 2


@pytest.mark.parametrize("suffix", [".gif", ".avi", ".mp4"])
def test_interrupted(suffix: str, work: Path) -> None:
    """Ctrl-C at any time ends everything that was started."""

    class Interrupting(ParallelFFMpegWriter):
        frames = 0

        def grab_frame(self, **kwargs: Any) -> None:
            self.frames += 1
            if self.frames == 3 * BLOCK:
                raise KeyboardInterrupt
            super().grab_frame(**kwargs)

    writer = Interrupting(fps=25, route="scout", max_workers=2, block_frames=BLOCK, gpu="never")
    with pytest.raises(KeyboardInterrupt):
        _save(writer, f"ours{suffix}", _animation())
    assert _names() == [f"ours{suffix}"]
    assert read_movie(f"ours{suffix}").frames == 3 * BLOCK - 1


def test_encoder_that_wants_no_more(work: Path) -> None:
    """Stock stops with a broken pipe then, and leaves the movie that ffmpeg made."""
    options: dict[str, Any] = {"codec": "mpeg4", "extra_args": ["-frames:v", "5"]}
    with pytest.raises(OSError, match="pipe"):
        _save(FFMpegWriter(fps=25, **options), "stock.mp4", _animation(60))
    plt.close("all")
    for route in ("scout", "in-process"):
        with pytest.raises(Exception, match="ffmpeg took only"):
            _save(_ours(**options, route=route), "ours.mp4", _animation(60))
        plt.close("all")
        assert Path("ours.mp4").read_bytes() == Path("stock.mp4").read_bytes()
        assert _names() == ["ours.mp4", "stock.mp4"]


def test_temporary_files_are_beside_the_movie(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: set[str] = set()
    (work / "movies").mkdir()
    (work / "elsewhere").mkdir()

    def look(_i: int, _n: int | None) -> None:
        seen.update(p.name for p in (work / "movies").iterdir() if p.is_dir())

    _save(_ours(), "movies/a.gif", _animation(), progress_callback=look)
    assert len(seen) == 1
    assert seen.pop().startswith(".parwriter-")
    _save(_ours(temp_dir="elsewhere"), "movies/b.gif", _animation(), progress_callback=look)
    assert not seen
    assert _names("elsewhere") == []
    assert _names("movies") == ["a.gif", "b.gif"]


Usage = namedtuple("Usage", "total used free")


def test_no_room_before(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The movie is refused before anything is drawn."""
    Path("ours.gif").write_bytes(b"as it was")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 10**9, 40_000_000))
    with pytest.raises(OSError, match=r"no room .* temp_dir") as caught:
        _save(_ours(), "ours.gif", _animation(100_000))
    assert caught.value.errno == errno.ENOSPC
    assert _names() == ["ours.gif"]
    assert Path("ours.gif").read_bytes() == b"as it was"


@pytest.mark.parametrize("suffix", [".gif", ".mp4", ".avi"])
@pytest.mark.parametrize("route", ["scout", "in-process"])
def test_full_disk(suffix: str, route: str, work: Path) -> None:
    """A real one, of one megabyte, where that is allowed."""
    small = work / "small"
    small.mkdir()
    if os.name == "nt" or os.system(f"mount -t tmpfs -o size=1m tmpfs {small} 2>/dev/null"):
        pytest.skip("file systems cannot be mounted here")
    try:
        target = small / f"ours{suffix}"
        target.write_bytes(b"as it was")
        with pytest.raises((OSError, FFMpegError), match=r"no room|No space"):
            _save(_ours(route=route), str(target), _noise())
        assert target.read_bytes() == b"as it was"
        assert _names(small) == [target.name]
    finally:
        plt.close("all")
        os.system(f"umount -l {small}")


def _noise() -> FuncAnimation:
    fig = plt.figure()
    rng = np.random.default_rng(1)
    image = fig.figimage(rng.random((200, 200)))
    return FuncAnimation(fig, lambda _: image.set_data(rng.random((200, 200))), frames=120)
