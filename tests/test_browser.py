"""In a browser: videos of `to_html5_video` play, and seeking lands on the right frames."""

from __future__ import annotations

import contextlib
import http.server
import json
import logging
import os
import queue
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from compare import FFMPEG, session_signal, wait_until_gone
from matplotlib.animation import FuncAnimation

import matplotlib_parwriter

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), None)
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium"),
    pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked for there"),
]

FRAMES = 45
INTERVAL = 40  # milliseconds
BITS = 8
# Dots per inch, and columns and rows of squares that tell a frame's number.
DPI, COLUMNS, ROWS = 60, 4, 2

# It waits for the video, seeks to one frame after the other, and reads the squares.
SCRIPT = """
const answer = {errors: [], numbers: []};
const video = document.querySelector("video");
const tell = () => fetch("/answer", {method: "POST", body: JSON.stringify(answer)});
const fail = (error) => { answer.errors.push(String(error)); tell(); };
window.onerror = fail;
window.onunhandledrejection = (event) => fail(event.reason);
for (const source of document.querySelectorAll("source"))
    source.onerror = () => fail("the source cannot be played");
const happens = (name) => new Promise((done) => video.addEventListener(name, done, {once: true}));
const squares = (canvas) => {
    const context = canvas.getContext("2d", {willReadFrequently: true});
    context.drawImage(video, 0, 0);
    let number = 0;
    for (let bit = 0; bit < BITS; bit++) {
        const x = Math.floor(((bit % COLUMNS) + 0.5) * canvas.width / COLUMNS);
        const y = Math.floor((Math.floor(bit / COLUMNS) + 0.5) * canvas.height / ROWS);
        const [r, g, b] = context.getImageData(x, y, 1, 1).data;
        number += (r + g + b < 384) << bit;
    }
    return number;
};
(async () => {
    video.muted = true;
    if (video.readyState < video.HAVE_ENOUGH_DATA) await happens("canplaythrough");
    answer.autoplay = video.autoplay;
    answer.loop = video.loop;
    video.pause();
    answer.duration = video.duration;
    answer.size = [video.videoWidth, video.videoHeight];
    answer.tag = [video.width, video.height];
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = answer.size;
    for (const frame of ORDER) {
        const sought = happens("seeked");
        video.currentTime = (frame + 0.5) * INTERVAL / 1000;
        await sought;
        // What was sought is there, but it may take the browser some time to show it.
        const until = performance.now() + PATIENCE;
        while (squares(canvas) !== frame && performance.now() < until)
            await new Promise(requestAnimationFrame);
        answer.numbers.push(squares(canvas));
    }
    video.loop = false;
    video.currentTime = 0;
    video.playbackRate = 8;
    const ended = happens("ended");
    await video.play();
    await ended;
    answer.error = video.error && video.error.message;
    tell();
})();
"""


class Browser:
    """Opens pages in a headless Chromium, which tells what they found."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pages: dict[str, str] = {}
        self.answers: queue.Queue[dict[str, Any]] = queue.Queue()
        browser = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = browser.pages.get(self.path, "").encode()
                self.send_response(200 if page else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(page)))
                self.end_headers()
                self.wfile.write(page)

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                browser.answers.put(json.loads(self.rfile.read(length)))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def ask(self, page: str, script: str) -> dict[str, Any]:
        """Open a page with a script after it, and give the script's answer."""
        self.pages = {"/": f"<!doctype html><body>{page}<script>{script}</script>"}
        assert CHROMIUM is not None
        command = [
            *(CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--mute-audio"),
            *("--disable-dev-shm-usage", "--disable-breakpad", "--disable-background-networking"),
            *("--no-first-run", "--autoplay-policy=no-user-gesture-required"),
            f"--user-data-dir={self.folder / 'profile'}",
            f"http://127.0.0.1:{self._server.server_port}/",
        ]
        env = {**os.environ, "HOME": str(self.folder), "TMPDIR": str(self.folder)}
        with (self.folder / "log.txt").open("wb") as log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=env,
                start_new_session=True,
            )
        try:
            return self.answers.get(timeout=80)
        except queue.Empty:
            said = (self.folder / "log.txt").read_text(errors="replace")[-2000:]
            raise AssertionError(f"the page told nothing; Chromium said: {said}") from None
        finally:
            process.terminate()  # its helpers go with it
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=20)
            left = wait_until_gone(process.pid, seconds=10)
            session_signal(process.pid, 9)
            process.wait(timeout=20)
            assert left == {}

    def stop(self) -> None:
        """End the server."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    """Give a browser."""
    browser = Browser(tmp_path)
    yield browser
    browser.stop()


def numbered(frames: int) -> FuncAnimation:
    """Return an animation of black and white squares, which tell the frame's number in binary."""
    fig = plt.figure(figsize=(4, 3), dpi=DPI)
    image = fig.figimage(np.zeros((3 * DPI, 4 * DPI)), cmap="gray_r", vmin=0, vmax=1)

    def update(i: int) -> None:
        bits = np.array([i >> bit & 1 for bit in range(BITS)]).reshape(ROWS, COLUMNS)
        image.set_data(np.kron(bits, np.ones((3 * DPI // ROWS, 4 * DPI // COLUMNS))))

    return FuncAnimation(fig, update, frames=frames, interval=INTERVAL)


def test_video(browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    """It is sought to all frames, those on both sides of every seam, too, and played to its end."""
    plt.rcParams["animation.ffmpeg_path"] = FFMPEG
    plt.rcParams["animation.writer"] = "parallel-ffmpeg"
    settings = {"route": "scout", "max_workers": 2, "block_frames": 7, "gpu": "never"}
    with (
        matplotlib_parwriter.configure(**settings),
        caplog.at_level(logging.INFO, "matplotlib_parwriter"),
    ):
        page = numbered(FRAMES).to_html5_video()
    assert "route='scout'" in caplog.text
    assert "blocks=7" in caplog.text
    order = np.random.default_rng(0).permutation(FRAMES).tolist() + list(range(FRAMES))
    layout = f"BITS = {BITS}, COLUMNS = {COLUMNS}, ROWS = {ROWS}"
    constants = f"const ORDER = {order}, INTERVAL = {INTERVAL}, PATIENCE = 1000, {layout};\n"
    answer = browser.ask(page, constants + SCRIPT)
    assert answer["errors"] == []
    assert answer["error"] is None
    assert answer["numbers"] == order
    assert answer["duration"] == pytest.approx(FRAMES * INTERVAL / 1000, abs=1e-3)
    assert answer["size"] == answer["tag"] == [4 * DPI, 3 * DPI]
    assert answer["autoplay"]
    assert answer["loop"]
