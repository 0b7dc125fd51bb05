"""Random figures and changes to them: scripts that Hypothesis writes, and running them."""

from ._run import Run
from ._scripts import Script, scripts

__all__ = ["Run", "Script", "scripts"]
