"""Tables of two variables: joint mass functions, channels (conditional ones), latent models, and relabellings.

Axes: rows are the first variable, columns the second; a channel has one mass function in each row, p(y | x) at row x
and column y. All of it is exact before it is rounded: rows of a channel add up to 1, a latent model's joint table is
the product of its prior and its decoder."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from hypothesis import strategies as st

from hw3verify.strategies.kinds import Kind, known, made, normalised, sizes
from hw3verify.strategies.masses import rows

Row = tuple[Fraction, ...]


class LatentModel(NamedTuple):
    """A model p(x, z) = p(z) p(x | z) and an encoder q(z | x): `prior` [z], `decoder` [z, x], `joint` [x, z] and
    `encoder` [x, z]."""

    prior: Any
    decoder: Any
    joint: Any
    encoder: Any


def joint_tables(
    min_side: int = 1, max_side: int = 4, *, kind: Kind = "numpy", zeros: bool = True, extremes: bool = True
) -> st.SearchStrategy[Any]:
    """A joint mass function p(x, y) with min_side to max_side rows and as many columns (any of both), of sum 1.

    Shrinks to equal masses in a square table of min_side. Errors: see `mass_functions`."""
    sizes(min_side, max_side, names=("min_side", "max_side"))
    known(kind)
    side = st.integers(min_side, max_side)
    return _joint(side, zeros, extremes).map(lambda table: made(table, kind))


@st.composite
def _joint(draw: st.DrawFn, side: st.SearchStrategy[int], zeros: bool, extremes: bool) -> tuple[Row, ...]:
    height, width = draw(side), draw(side)
    row = normalised(draw(rows(height * width, height * width, zeros=zeros, extremes=extremes)))
    return tuple(row[i * width : (i + 1) * width] for i in range(height))


def channels(
    inputs: int,
    min_outputs: int = 1,
    max_outputs: int = 4,
    *,
    kind: Kind = "numpy",
    zeros: bool = True,
    extremes: bool = True,
) -> st.SearchStrategy[Any]:
    """A channel p(y | x): a mass function on the same outputs in each of `inputs` rows; deterministic ones are among
    them.

    Shrinks to equal masses in each row. Errors: see `mass_functions`."""
    sizes(inputs, inputs, names=("inputs", "inputs"))
    sizes(min_outputs, max_outputs, names=("min_outputs", "max_outputs"))
    known(kind)

    outputs = st.integers(min_outputs, max_outputs)
    return _channel(inputs, outputs, zeros, extremes).map(lambda table: made(table, kind))


@st.composite
def _channel(
    draw: st.DrawFn, inputs: int, outputs: st.SearchStrategy[int], zeros: bool, extremes: bool
) -> tuple[Row, ...]:
    size = draw(outputs)
    row = rows(size, size, zeros=zeros, extremes=extremes)
    return tuple(normalised(draw(row)) for _ in range(inputs))


def relabelings(size: int) -> st.SearchStrategy[tuple[int, ...]]:
    """A permutation of range(size), as the tuple of the images. Shrinks to the identity. Errors: see `channels`."""
    sizes(size, size, names=("size", "size"))
    return st.permutations(range(size)).map(tuple)


@st.composite
def _models(
    draw: st.DrawFn,
    observations: st.SearchStrategy[int],
    latents: st.SearchStrategy[int],
    kind: Kind,
    zeros: bool,
    extremes: bool,
) -> LatentModel:
    seen, hidden = draw(observations), draw(latents)
    over_seen, over_hidden = (rows(size, size, zeros=zeros, extremes=extremes) for size in (seen, hidden))
    prior = normalised(draw(over_hidden))
    decoder = tuple(normalised(draw(over_seen)) for _ in range(hidden))
    encoder = tuple(normalised(draw(over_hidden)) for _ in range(seen))
    joint = tuple(tuple(prior[z] * decoder[z][x] for z in range(hidden)) for x in range(seen))
    return LatentModel(made(prior, kind), made(decoder, kind), made(joint, kind), made(encoder, kind))


def latent_models(
    max_observations: int = 3,
    max_latents: int = 3,
    *,
    kind: Kind = "numpy",
    zeros: bool = True,
    extremes: bool = True,
) -> st.SearchStrategy[LatentModel]:
    """A latent-variable model with an encoder, each part drawn as `mass_functions` and `channels` draw theirs.

    Observations of probability 0 do occur where zeros do. Shrinks to one observation and one latent value, everything
    certain. Errors: see `mass_functions`."""
    sizes(1, max_observations, names=("1", "max_observations"))
    sizes(1, max_latents, names=("1", "max_latents"))
    known(kind)
    observations, latents = st.integers(1, max_observations), st.integers(1, max_latents)
    return _models(observations, latents, kind, zeros, extremes)
