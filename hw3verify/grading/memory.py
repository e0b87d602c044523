"""What a process remembers of the claims that it has decided, from one submission to the next.

Law: at most `most` answers are kept; the one that has not been asked for longest goes first. An answer is the value
that was put, under a key that is equal: a proof or a counterexample in it was accepted by the kernel in this very
process, so it is not checked again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

MOST = 2_000  # answers, of some forty thousand bytes each


class Memory:
    """A bounded mapping."""

    def __init__(self, most: int = MOST) -> None:
        if most < 1:
            raise ValueError(f"most: {most} is not a number of answers")
        self._most = most
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, key: Hashable) -> Any:
        """What was put under this key, or None."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: Hashable, value: Any) -> None:
        """Remember a value, which is not None."""
        self._kept[key] = value
        self._kept.move_to_end(key)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
