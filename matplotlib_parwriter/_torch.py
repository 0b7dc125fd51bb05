"""What PyTorch keeps in its process, in C++, where a script uses it: random numbers above all."""

import importlib
import sys
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class TorchState:
    """Torch's generator of random numbers (its bytes), default type and whether it takes grads."""

    random_state: bytes
    dtype: str
    takes_gradients: bool


def capture() -> TorchState | None:
    """Return the state of torch in this process; None where it is not in use."""
    torch: Any = sys.modules.get("torch")
    if torch is None or not hasattr(torch, "get_rng_state"):  # or a file of the user's
        return None
    return TorchState(
        random_state=torch.get_rng_state().numpy().tobytes(),
        dtype=str(torch.get_default_dtype()).rpartition(".")[2],
        takes_gradients=torch.is_grad_enabled(),
    )


def restore(state: TorchState | None) -> None:
    """
    Let torch in this process, a worker, be as it was in the user's.

    Parameters
    ----------
    state : TorchState or None
        What `capture` returned there.
    """
    if state is None:
        return
    torch: Any = importlib.import_module("torch")
    torch.set_rng_state(torch.frombuffer(bytearray(state.random_state), dtype=torch.uint8))
    torch.set_default_dtype(getattr(torch, state.dtype))
    torch.set_grad_enabled(state.takes_gradients)
