"""Is a network the homework's? Its parameters, what it gives for numbers filled in, and how it begins.

Layers may have any names and any form; what counts is the shapes of the parameters, in the order in which they are
registered, and the outputs (see `hw3verify.lab.networks.reference`).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from hw3verify.answers.agreement import Failed
from hw3verify.answers.models.mistakes import close

Call = Callable[..., Any]
ARGUMENTS: dict[str, tuple[list[int], ...]] = {
    "encoder": ([2, 500, 784], []), "decoder": ([2, 500, 784], []), "discriminator": ([],), "generator": ([64], []),
}  # fmt: skip
"""What the classes are made with: the homework's arguments, or none."""


def network(call: Call, kind: str) -> str:
    """What is wrong with a network; "" where nothing was found. Raises what `call` raises."""
    arguments, found = _sizes(call, kind)
    from hw3verify.lab.networks import reference

    readings = {r: reference.shapes(kind, r) for r in ("AB" if kind == "decoder" else "A")}
    if sorted(found) not in [sorted(wanted) for wanted in readings.values()]:
        return _other_shapes(found, list(readings.values()))
    if found not in readings.values():
        return ""  # the same layers, registered in another order: their outputs cannot be compared
    inputs = reference.inputs(kind)
    got = call("outputs", kind, arguments, list(inputs.shape), inputs.flatten().tolist())
    if not _same(kind, got, reference.output(kind, found)):
        for said, value in reference.slips(kind, found):
            if _same(kind, got, value):
                return said
        return "has the right parameters, but computes something else from them (activations, order, pooling?)"
    return ""


def _same(kind: str, got: Any, wanted: Any) -> bool:
    """Equal outputs; a discriminator's logits may be a column or a row."""
    if kind == "discriminator" and isinstance(got, list) and not isinstance(got[0], list):
        got = [[number] for number in got]
    return close(got, wanted, 1e-3, 1e-4)


def start(call: Call, kind: str) -> str:
    """What is wrong with how a network of the GAN begins; "" where its weights are Kaiming-uniform and its biases 0."""
    arguments, found = _sizes(call, kind)
    ends = call("beginnings", kind, arguments, 31)
    for shape, (low, high) in zip(found, ends, strict=True):
        size = max(-low, high)
        if len(shape) == 1:
            if size != 0:
                return f"biases of a layer begin with up to {size:.3g}, expected 0"
            continue
        fan = math.prod(shape[1:])
        bound = math.sqrt(6 / fan)
        if size > bound * 1.0001:
            return f"a layer with {fan} inputs begins within {size:.3g}, expected sqrt(6/{fan}) = {bound:.3g}"
        if math.prod(shape) >= 100 and size < 0.8 * bound:
            what = " (torch's own beginning)" if size <= 1.0001 / math.sqrt(fan) else ""
            return f"a layer with {fan} inputs begins within {size:.3g}{what}, expected sqrt(6/{fan}) = {bound:.3g}"
    return ""


def _sizes(call: Call, kind: str) -> tuple[list[int], list[list[int]]]:
    """The arguments that the class takes, and the shapes of its parameters. Raises what `call` raises."""
    first: Failed | None = None
    for arguments in ARGUMENTS[kind]:
        try:
            return arguments, call("sizes", kind, arguments)
        except Failed as problem:
            first = first or problem
    assert first is not None
    raise first


def _other_shapes(found: list[list[int]], wanted: list[list[list[int]]]) -> str:
    counts = " or ".join(f"{sum(map(math.prod, shapes)):,}" for shapes in wanted)
    said = f"has {sum(map(math.prod, found)):,} parameters, expected {counts}"
    if not any(len(shape) == 1 for shape in found):
        return f"{said}: biases are missing"
    strange = [shape for shape in found if not any(shape in shapes for shapes in wanted)]
    if strange:
        return f"{said}: there is a layer of shape {' x '.join(map(str, strange[0]))}"
    return said
