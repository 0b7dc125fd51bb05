"""Where a benchmark ran and how to repeat it, for the line below its table."""

import importlib.metadata
import os
import platform
import shlex
import sys


def describe_machine() -> str:
    """Return the cores, the system and the versions that were measured with."""
    versions = ", ".join(
        f"{package} {importlib.metadata.version(package)}"
        for package in ("matplotlib_parwriter", "matplotlib", "numpy")
    )
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, {versions}"
    )


def describe_command(script: str) -> str:
    """Return how *script* was called, as Markdown."""
    return f"To repeat: `{shlex.join(['python', f'benchmarks/{script}', *sys.argv[1:]])}`"
