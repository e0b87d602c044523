"""What a step costs: operations that become kernels, floating-point operations, bytes of parameters.

On a GPU, `kernels` counts what its profiler saw. Without one, `operations` counts the calls that reach torch's
dispatcher and do arithmetic or move data, which is what a GPU would be asked to launch, one or more kernels each; views
and the making of empty tensors cost nothing and do not count. Neither has to do with the other's number exactly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import FlopCounterMode

Tensor = Any

FREE = ("empty", "empty_like", "empty_strided", "detach", "alias", "_unsafe_view", "lift_fresh", "_local_scalar_dense")


class _Counter(TorchDispatchMode):
    """Counts the calls that are not views and not free."""

    def __init__(self) -> None:
        super().__init__()
        self.count: int = 0

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        name = func._schema.name.removeprefix("aten::")
        if not func.is_view and name not in FREE:
            self.count += 1
        return func(*args, **(kwargs or {}))


def operations(step: Callable[[], None]) -> int:
    """The calls of one step that would become kernels."""
    step()
    counter = _Counter()
    with counter:
        step()
    return counter.count


def kernels(step: Callable[[], None]) -> int | None:
    """The kernels of one step as CUDA's profiler sees them; None without a GPU, or where the profiler sees nothing."""
    if not torch.cuda.is_available():
        return None
    from torch.profiler import ProfilerActivity, profile

    step()
    torch.cuda.synchronize()
    with profile(activities=[ProfilerActivity.CUDA]) as profiler:
        step()
        torch.cuda.synchronize()
    seen = [e for e in profiler.events() if e.device_type == torch.autograd.DeviceType.CUDA and "Mem" not in e.name[:3]]
    return len(seen) or None


def arithmetic(step: Callable[[], None]) -> int:
    """The floating-point operations of products and convolutions in one step; a multiplication and a sum are two."""
    with FlopCounterMode(display=False) as counter:
        step()
    return int(counter.get_total_flops())


def adam_bytes(parameters: Sequence[Tensor]) -> int:
    """The bytes that Adam must move: it reads θ, g, m and v, and writes θ, m and v."""
    moved: int = 7 * sum(tensor.numel() * tensor.element_size() for tensor in parameters)
    return moved
