"""matplotlib's own animation tests pass with our writer added to the writers they go through.

They are the tests installed with matplotlib, in a pytest of their own with matplotlib's own
settings (every test starts from matplotlib's defaults). ``matplotlib.tests`` cannot be imported
where the baseline images are not installed, and this file needs none of them, so it is copied.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import matplotlib as mpl
import pytest
from compare import FFMPEG

SOURCE = Path(mpl.__file__).parent / "tests" / "test_animation.py"

CONFTEST = """
from matplotlib.testing.conftest import *
import os
import matplotlib as mpl
import pytest

@pytest.fixture(autouse=True)
def chosen_writer(mpl_test_settings):
    # matplotlib's settings have just put every rcParam back to its default.
    mpl.rcParams["animation.writer"] = os.environ["TESTED_WRITER"]
"""

MODULE = """
from pathlib import Path
import os
import matplotlib as mpl
mpl.rcParams["animation.writer"] = os.environ["TESTED_WRITER"]
import matplotlib_parwriter
import pytest
import originals
from originals import *

# The lists inside the marks are the ones that pytest goes through.
for test in (originals.test_save_animation_smoketest, originals.test_grabframe):
    for mark in test.pytestmark:
        if mark.args[0] == "writer, frame_format, output":
            mark.args[1].append(("parallel-ffmpeg", "rgba", "movie.mp4"))
            mark.args[1].append(("parallel-ffmpeg", "rgba", Path("movie.mp4")))
for mark in originals.test_animation_repr_html.pytestmark:
    if mark.args[0] == "writer":
        mark.args[1].append("parallel-ffmpeg")
del test, mark
"""


def run(folder: Path, writer: str) -> dict[str, str]:
    """Run matplotlib's tests with *writer* as the default; give each test's outcome by name."""
    path = folder / "bin"
    path.mkdir()
    # matplotlib's defaults look for a program called ffmpeg.
    name = "ffmpeg.exe" if sys.platform == "win32" else "ffmpeg"
    try:
        (path / name).symlink_to(FFMPEG)
    except OSError:
        shutil.copy(FFMPEG, path / name)
    tests = folder / "tests"
    tests.mkdir()
    shutil.copy(SOURCE, tests / "originals.py")
    (tests / "conftest.py").write_text(CONFTEST)
    (tests / "test_own.py").write_text(MODULE)
    (tests / "pytest.ini").write_text("[pytest]\n")
    env = os.environ | {
        "PATH": f"{path}{os.pathsep}{os.environ['PATH']}",
        "TESTED_WRITER": writer,
        "MPLBACKEND": "agg",
    }
    options = ["-p", "no:cacheprovider", "--timeout=60", "--junitxml=outcome.xml"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rsf", *options, "test_own.py"],
        cwd=tests,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
    )
    assert done.returncode == 0, f"{done.stdout[-12000:]}\n{done.stderr[-4000:]}"
    cases = ElementTree.parse(tests / "outcome.xml").iter("testcase")
    return {
        case.attrib["name"]: "skipped" if case.find("skipped") is not None else "passed"
        for case in cases
    }


@pytest.mark.in_turn
@pytest.mark.skipif(not SOURCE.exists(), reason="matplotlib was installed without its tests")
def test_matplotlibs_own_tests(tmp_path: Path) -> None:
    """All of them pass, with our writer among those they go through, and as the default one."""
    outcomes = run(tmp_path, "parallel-ffmpeg")
    ours = {name: how for name, how in outcomes.items() if "parallel-ffmpeg" in name}
    stocks = {name for name in outcomes if "ffmpeg" in name and name not in ours}
    assert len(ours) == 7, sorted(outcomes)  # two of each of two tests, and three of HTML
    assert set(ours.values()) == {"passed"}
    # The originals are there as well, so this is matplotlib's file and not just our additions.
    assert len(stocks) >= 8
    assert {outcomes[name] for name in stocks if "failing" not in name} == {"passed"}
