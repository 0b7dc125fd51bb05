"""What torch keeps in C++ goes to workers, and counts as state; by a stand-in where it is not."""

from __future__ import annotations

import sys
import types
from typing import Any

import numpy as np
import pytest

from matplotlib_parwriter import _environment, _torch


def stand_in() -> Any:
    """Return a module with as much of torch as is asked."""
    made: Any = types.ModuleType("torch")
    kept: dict[str, Any] = {
        "random": np.zeros(16, np.uint8),
        "dtype": "torch.float32",
        "grad": True,
    }
    made.uint8, made.float32, made.float64 = np.uint8, "torch.float32", "torch.float64"
    made.get_rng_state = lambda: types.SimpleNamespace(numpy=lambda: kept["random"])
    made.set_rng_state = lambda state: kept.update(random=state)
    made.frombuffer = np.frombuffer
    made.get_default_dtype = lambda: kept["dtype"]
    made.set_default_dtype = lambda dtype: kept.update(dtype=dtype)
    made.is_grad_enabled = lambda: kept["grad"]
    made.set_grad_enabled = lambda grad: kept.update(grad=grad)
    made.rand = lambda: kept.update(random=kept["random"] + np.uint8(1))
    return made


def real() -> Any:
    return pytest.importorskip("torch")


CHANGES = {
    "random": lambda torch: torch.rand(*([1] if torch.__spec__ else [])),
    "dtype": lambda torch: torch.set_default_dtype(torch.float64),
    "gradients": lambda torch: torch.set_grad_enabled(False),
}


@pytest.mark.parametrize("make", [stand_in, real])
@pytest.mark.parametrize("change", CHANGES)
def test_state_is_noticed_and_restored(
    change: str, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    torch = make()
    monkeypatch.setitem(sys.modules, "torch", torch)
    before = _torch.capture()
    assert _environment.changeable()["torch"] == before
    try:
        CHANGES[change](torch)
        assert _torch.capture() != before
    finally:
        _torch.restore(before)
    assert _torch.capture() == before


def test_a_script_without_torch_does_not_import_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    assert _torch.capture() is None
    _torch.restore(None)
    assert "torch" not in sys.modules


def test_a_file_of_the_users_by_that_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", types.ModuleType("torch"))
    assert _torch.capture() is None
