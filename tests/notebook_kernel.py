"""A real Jupyter kernel, and what its cells give."""

from __future__ import annotations

import ast
import dataclasses
import os
import queue
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from compare import own_environment, wait_until_gone
from jupyter_client.manager import KernelManager


@dataclasses.dataclass(kw_only=True)
class Cell:
    """What came of a cell."""

    status: str = ""
    error: str = ""
    text: str = ""
    displays: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    result: dict[str, Any] | None = None
    widgets: dict[str, dict[str, Any]] = dataclasses.field(default_factory=dict)
    closed_widgets: list[str] = dataclasses.field(default_factory=list)

    def shown(self, mime_type: str) -> list[Any]:
        """Give what was displayed in one format, the value of the last line included."""
        outputs = [*self.displays, *([self.result] if self.result else [])]
        return [output[mime_type] for output in outputs if mime_type in output]


class Notebook:
    """A kernel with a folder of its own, and one cell after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        own = {
            name: str(folder / "jupyter")
            for name in ("IPYTHONDIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
        }
        env = {**own_environment(folder, {}), **own}
        del env["MPLBACKEND"]  # a kernel's own is "inline"
        # Jupyter's own files are put where they are removed with the rest.
        before = {name: os.environ.get(name) for name in own}
        os.environ.update(own)
        try:
            self._manager = KernelManager()
            self._manager.start_kernel(env=env, cwd=str(folder), independent=False)
        finally:
            for name, value in before.items():
                os.environ.pop(name) if value is None else os.environ.update({name: value})
        assert self._manager.provisioner is not None
        self.pid: int = self._manager.provisioner.pid  # type: ignore[attr-defined]
        self._client = self._manager.client()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=60)
        self._stacks = folder / "jupyter" / "stacks"
        if hasattr(signal, "SIGUSR1"):
            self.run(
                f"import faulthandler, signal; stacks = open({str(self._stacks)!r}, 'w')\n"
                "faulthandler.register(signal.SIGUSR1, file=stacks); del faulthandler, signal"
            )

    def run(self, code: str, *, when_printed: tuple[str, Callable[[], None]] | None = None) -> Cell:
        """Run a cell; call a function when it has printed some text."""
        request = self._client.execute(code)
        cell = Cell()
        end = time.monotonic() + 90
        while True:
            try:
                message = self._client.get_iopub_msg(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                said = f"{cell.text}\n{self._where_it_is()}"
                raise AssertionError(f"the cell did not end: {code}\n{said}") from None
            if message["parent_header"].get("msg_id") != request:
                continue
            content, kind = message["content"], message["msg_type"]
            match kind:
                case "stream":
                    cell.text += content["text"]
                case "display_data":
                    cell.displays.append(content["data"])
                case "execute_result":
                    cell.result = content["data"]
                case "error":
                    cell.error = content["ename"]
                    cell.text += "\n".join(content["traceback"])
                case "comm_open":
                    cell.widgets[content["comm_id"]] = dict(content["data"]["state"])
                case "comm_msg":
                    state = content["data"].get("state", {})
                    cell.widgets.setdefault(content["comm_id"], {}).update(state)
                case "comm_close":
                    cell.closed_widgets.append(content["comm_id"])
            if when_printed is not None and when_printed[0] in cell.text:
                when_printed[1]()
                when_printed = None
            if kind == "status" and content["execution_state"] == "idle":
                break
        cell.status = self._reply_to(request)["status"]
        return cell

    def _where_it_is(self) -> str:
        """Give the stacks of the kernel's threads, where the system can ask for them."""
        if not self._stacks.exists():
            return ""
        os.kill(self.pid, signal.SIGUSR1)
        end = time.monotonic() + 10
        while not (stacks := self._stacks.read_text()) and time.monotonic() < end:
            time.sleep(0.1)
        return stacks

    def _reply_to(self, request: str) -> dict[str, Any]:
        """Give the answer to a request; a kernel that was slow to start has others waiting."""
        while True:
            message = self._client.get_shell_msg(timeout=30)
            if message["parent_header"].get("msg_id") == request:
                content: dict[str, Any] = message["content"]
                return content

    def value(self, expression: str) -> Any:
        """Give the value of an expression, made of Python's literals."""
        cell = self.run(expression)
        assert cell.status == "ok", cell.text
        assert cell.result is not None
        return ast.literal_eval(cell.result["text/plain"])

    def interrupt(self) -> None:
        """Do what the interrupt button does."""
        self._manager.interrupt_kernel()

    def stop(self) -> dict[int, str]:
        """Shut the kernel down, and give the processes that are left."""
        session = os.getsid(self.pid)
        self._client.stop_channels()
        self._manager.shutdown_kernel()
        self._manager.cleanup_resources()
        return wait_until_gone(session)
