"""The theorems that are shipped."""

import pytest

from hw3verify.symbolic.registry import REGISTRY
from hw3verify.theorems import catalogue, identifiers, shipped, theorem
from hw3verify.theorems.document import UnusableTheorem
from hw3verify.theorems.shelf import HOME, certificates, document_source

COURSE = """
elbo.bound elbo.gap elbo.equality elbo.linear_gaussian elbo.iwae
gaussian_kl.equal_variance gaussian_kl.scalar gaussian_kl.diagonal gaussian_kl.full gaussian_kl.zero
gaussian_kl.symmetry
posterior.stationary posterior.maximum posterior.value bernoulli_likelihood.log bernoulli_likelihood.gradient
optimal_discriminator.pointwise optimal_discriminator.second_order optimal_discriminator.maximum
optimal_discriminator.negated jsd_identity.identity jsd_identity.negated jsd_identity.bounds jsd_identity.zero
jsd_identity.entropies jsd_identity.shifted_uniforms wasserstein.cdf wasserstein.quantiles wasserstein.duality
wasserstein.homework wasserstein.normals wasserstein.infinite_kl wasserstein.push_forward
""".split()


def test_the_course_is_there() -> None:
    """Every theorem of the course is shipped under the identifier by which it is cited."""
    assert set(COURSE) <= set(identifiers())
    assert {i.partition(".")[0] for i in identifiers()} == set(shipped())


def test_a_theorem_by_its_identifier() -> None:
    """The catalogue is keyed by the identifiers that the documents themselves give."""
    assert all(theorem(i).identifier == i for i in identifiers())
    assert theorem("wasserstein.homework").statement[:2] == (r"W_1(P_1,P_2) = \frac12", "W_1(P_1,P_3) = 1")
    with pytest.raises(TypeError):
        catalogue()["elbo.mine"] = theorem("elbo.gap")  # type: ignore[index]


def test_an_unknown_theorem() -> None:
    """An unknown identifier is refused with the one that was probably meant, and makes no path."""
    with pytest.raises(UnusableTheorem, match=r"did you mean elbo\.gap\?"):
        theorem("elbo.gapp")
    for name in ("../theorems/elbo", "elbo.md", "", "/etc/passwd"):
        with pytest.raises(UnusableTheorem, match="no such document"):
            document_source(name)
        with pytest.raises(UnusableTheorem, match="no such document"):
            certificates(name)


def test_every_document_has_its_certificates() -> None:
    """Beside each document lies its evidence, and none without a document."""
    assert {p.stem for p in HOME.glob("*.json")} == set(shipped())
    assert all(certificates(name) for name in shipped())


def test_every_registered_statement_has_a_document() -> None:
    """Whatever `hw3verify.symbolic` checks its own way is also a theorem with a written proof."""
    assert {entry.identifier for entry in REGISTRY} <= set(identifiers())
