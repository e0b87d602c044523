"""The device that a run takes, and what a reader of its record wants to know of the machine.

The device's model and the versions are said, never the machine's name.
"""

from __future__ import annotations

import datetime as dt
import platform
from typing import Any

from hw3verify import __version__


def place(device: str = "auto") -> str:
    """The device's name for torch: `auto` is cuda where there is one, else cpu.

    Raises ValueError for a device that cannot be used here, and ImportError where torch is not installed.
    """
    import torch

    found = device if device != "auto" else "cuda" if torch.cuda.is_available() else "cpu"
    try:
        torch.zeros(1, device=found)
    except (RuntimeError, AssertionError) as problem:  # torch without CUDA asserts
        reason = str(problem).splitlines()[0]
        raise ValueError(f"device: {device!r} cannot be used here ({reason})") from problem
    return found


def described(device: str) -> dict[str, Any]:
    """The date, the device and its model, the number of threads, and the versions."""
    import torch

    model = torch.cuda.get_device_name(device) if device.startswith("cuda") else platform.machine()
    versions = {"hw3verify": __version__, "torch": torch.__version__, "python": platform.python_version()}
    date = dt.datetime.now(tz=dt.UTC).date().isoformat()
    return {"date": date, "device": device, "machine": model, "threads": torch.get_num_threads(), **versions}
