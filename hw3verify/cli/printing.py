"""Lines on standard output: in colour on a terminal, plain in a pipe."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hw3verify.report.text import Line


def print_lines(lines: Iterable[Line]) -> None:
    """Print the lines with their styles where there is a terminal (or FORCE_COLOR), without them elsewhere."""
    forced = bool(os.environ.get("FORCE_COLOR"))
    if forced or (sys.stdout.isatty() and "NO_COLOR" not in os.environ):
        from hw3verify.report.terminal import print_lines as coloured

        coloured(lines, force=forced)
    else:
        from hw3verify.report.text import plain_text

        sys.stdout.write(plain_text(lines))
    sys.stdout.flush()


def width(widest: int = 140) -> int:
    """The terminal's width within reason; 100 where there is none, so that output does not depend on the window."""
    if not sys.stdout.isatty():
        return 100
    from shutil import get_terminal_size

    return max(60, min(get_terminal_size().columns, widest))
