"""What a measurement was made on, and the two ceilings of that machine.

No names of hosts, users or folders: what kind of machine it was, and the versions. The ceilings are measured in the
same run as what is held against them: bytes read plus bytes written by a copy that is far larger than the caches, and
the operations of a square matrix product on drawn numbers (zeros can run faster)."""

from __future__ import annotations

import datetime as dt
import platform
import subprocess
from pathlib import Path
from typing import Any

import torch

from hw3verify.lab.fast.ladder import exact
from hw3verify.lab.fast.timing import block, enough


def facts(device: Any, seed: int) -> dict[str, Any]:
    """Date, machine, versions, clocks as found, revision and seed."""
    found: dict[str, Any] = {
        "date": dt.datetime.now(dt.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "device": torch.device(device).type,
        "processor": _processor(),
        "threads": torch.get_num_threads(),
        "python": platform.python_version(),
        "torch": str(torch.__version__),
        "revision": _said("git", "describe", "--always", "--dirty"),
        "seed": seed,
    }
    if found["device"] == "cuda":
        query = "driver_version,clocks.sm,clocks.mem,power.limit,pstate"
        found["gpu"] = torch.cuda.get_device_name()
        found["cuda"] = torch.version.cuda
        found["driver, clocks, power"] = _said("nvidia-smi", f"--query-gpu={query}", "--format=csv,noheader")
    return found


def ceilings(device: Any, small: bool, least: float = 0.3) -> dict[str, float]:
    """Gigabytes a second of a copy and teraflops a second of matrix products, by type."""
    on_gpu = torch.device(device).type == "cuda"
    count = 2**24 if small else 2**30

    def rate(run: Any, each: float) -> float:
        steps = enough(run, device, least)
        return each * steps / min(block(run, steps, device)[0] for _ in range(3))

    found = {"copy GB/s": rate(_copies(device, count), 2 * 4 * count) / 1e9}
    side = 512 if small else 8192
    kinds = [("float32", torch.float32, False)]
    if on_gpu:
        kinds += [("TF32", torch.float32, True), ("bfloat16", torch.bfloat16, False)]
    for name, dtype, tf32 in kinds:
        a, b = (torch.randn(side, side, device=device).to(dtype) for _ in range(2))

        def products(steps: int, a: Any = a, b: Any = b) -> None:
            for _ in range(steps):
                torch.mm(a, b)

        with exact(tf32):
            found[f"matmul {name} TFLOP/s"] = rate(products, 2 * side**3) / 1e12
    return found


def _copies(device: Any, count: int) -> Any:
    """Copies of so many 32-bit numbers, drawn ones onto NaN."""
    source = torch.rand(count, device=device)
    target = torch.full_like(source, torch.nan)

    def run(steps: int) -> None:
        for _ in range(steps):
            target.copy_(source)

    return run


def _processor() -> str:
    """The processor's model where Linux tells it, else its architecture."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.machine())


def _said(*command: str) -> str:
    """What a command prints; "unknown" where it is absent or fails."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=10)  # noqa: S603
        return done.stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return "unknown"
