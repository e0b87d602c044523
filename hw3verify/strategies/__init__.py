"""Hypothesis strategies for distributions: what can go wrong is drawn often, and what fails shrinks to something small.

    from hypothesis import given
    from hw3verify.strategies import mass_pairs

    @given(mass_pairs())
    def test_mine(pair):
        p, q = pair
        assert my_kl(p, q) >= 0

Everything is made of exact rational numbers first and becomes numpy arrays, torch tensors (`kind="torch"`) or tuples of
`fractions.Fraction` (`kind="exact"`) last, so that all three kinds draw the same things and shrink to the same ones:
small whole numbers before large ones, equal masses before unequal ones, few outcomes before many. Importing this
package loads Hypothesis and numpy; torch is loaded when tensors are first drawn."""

from __future__ import annotations

from hw3verify.strategies.critics import Critic, critics, discriminators
from hw3verify.strategies.laws import FAMILIES, exact_parameters, law_pairs, laws, normals, uniforms
from hw3verify.strategies.masses import RELATIONS, mass_functions, mass_pairs
from hw3verify.strategies.numbers import locations, magnitudes, probabilities, weights
from hw3verify.strategies.samples import Sample, samples, weighted_samples
from hw3verify.strategies.tables import LatentModel, channels, joint_tables, latent_models, relabelings

__all__ = [
    "FAMILIES", "RELATIONS", "Critic", "LatentModel", "Sample", "channels", "critics", "discriminators",
    "exact_parameters", "joint_tables", "latent_models", "law_pairs", "laws", "locations", "magnitudes",
    "mass_functions", "mass_pairs", "normals", "probabilities", "relabelings", "samples", "uniforms",
    "weighted_samples", "weights",
]  # fmt: skip
