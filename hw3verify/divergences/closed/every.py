"""All formulas for laws: `dispatch.find` imports this when it is first asked about a law of ours."""

from __future__ import annotations

from hw3verify.divergences import quadrature
from hw3verify.divergences.closed import across, counted, entropies, infinite, mixed, orders, tails, vectors, within

MODULES = (across, counted, entropies, infinite, mixed, orders, quadrature, tails, vectors, within)
