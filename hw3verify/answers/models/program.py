"""The program of the limited process for a person's model: it loads the file and offers a fixed set of operations.

It is started as a file (`python -I program.py LIMITS FILE`), takes the fence of `../child.py` and speaks its language.
What can be called are not the file's functions themselves but `operations` on them; which of them there are says what
the file defines. Its other parts lie beside it and are loaded by their paths: this package need not be importable here.
"""

from __future__ import annotations

import os
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import SimpleNamespace
from typing import Any

HERE = Path(__file__).resolve().parent


def part(path: Path) -> Any:
    """A module from its file."""
    spec = spec_from_file_location(f"hw3verify_{path.stem}", path)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def main(limits: str, path: str) -> None:
    """Build the fence, load the file behind it, answer calls."""
    os.environ["CUDA_VISIBLE_DEVICES"] = ""  # what a file moves to "cuda if available" stays here
    reading, operations = part(HERE / "reading.py"), part(HERE / "operations.py")

    def loaded(path: str) -> Any:
        module = reading.loaded(path)
        offered = operations.operations(operations.Model(module, reading.found(module), reading.instance))
        return SimpleNamespace(**offered)

    part(HERE.parent / "child.py").main(limits, path, loaded)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
    os._exit(0)  # as in the fence
