"""Tables for Hypothesis: zeros, subnormals, every magnitude, and partners that are near, proportional or unrelated."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

ENTRY = st.one_of(
    st.just(0.0),
    st.floats(min_value=5e-324, max_value=1e-308),
    st.floats(min_value=1e-3, max_value=1.0),
    st.floats(min_value=1e-300, max_value=1e300),
    st.integers(1, 20).map(float),
)


@st.composite
def pairs(draw, largest: int = 6):
    """Two tables of the same length, each with some mass."""
    length = draw(st.integers(1, largest))
    p = draw(st.lists(ENTRY, min_size=length, max_size=length).filter(any))
    kind = draw(st.sampled_from(["any", "steps", "near", "multiple"]))
    if kind == "any":
        q = draw(st.lists(ENTRY, min_size=length, max_size=length).filter(any))
    elif kind == "steps":
        q = [float(np.nextafter(x, x + draw(st.sampled_from([-1.0, 0.0, 1.0])))) if x else x for x in p]
    elif kind == "near":
        size = draw(st.sampled_from([1e-15, 1e-12, 1e-8, 1e-4]))
        q = [x * (1 + size * draw(st.integers(-5, 5))) for x in p]
    else:
        q = [x * draw(st.shared(st.sampled_from([3.0, 0.1, 7.0]), key="multiple")) for x in p]
    if not any(q) or max(q) == float("inf"):
        q = p
    return np.array(p), np.array(q)
