"""All formulas for laws: `dispatch.find` imports this when it is first asked about a law of ours."""

from __future__ import annotations

from hw3verify.divergences import integrals
from hw3verify.divergences.closed import (
    across,
    counted,
    entropies,
    folded,
    infinite,
    mixed,
    order_lines,
    order_vectors,
    orders,
    squares,
    tails,
    vectors,
    within,
)

MODULES = (
    across, counted, entropies, folded, infinite, integrals, mixed, order_lines, order_vectors, orders, squares,
    tails, vectors, within,
)  # fmt: skip
