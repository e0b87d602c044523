r"""Documents with vectors and matrices: what is proved, refuted and left alone."""

import pytest

import hw3verify

SQUARE = r"Let $A,B\in\mathbb R^{n\times n}$ be invertible matrices."
VECTORS = r"Let $a,b,x\in\mathbb R^d$."
NORMAL = r"Let $\mu\in\mathbb R^d$ and $p(x)=\mathcal N(x;\mu,\Sigma)$ with $x\in\mathbb R^d$."


def verdict(given: str, claim: str) -> str:
    """The verdict on the last link."""
    return hw3verify.check(f"{given}\n\n$${claim} \\tag{{1}}$$\n").links[-1].verdict


@pytest.mark.parametrize(
    ("given", "claim", "said"),
    [
        (SQUARE, "AB = BA", "refuted"),
        (SQUARE, "A^{-1}BA = B", "refuted"),
        (SQUARE, "|2A| = 2|A|", "refuted"),
        (SQUARE, r"|2A| = 2^n|A|", "proved"),
        (SQUARE, r"(AB)^\top = B^\top A^\top", "proved"),
        (SQUARE, r"(A+B)^2 = A^2+2AB+B^2", "refuted"),
        ("Let $C$ and $D$ be matrices.", "CD = DC", "refuted"),
        (VECTORS, r"\|a-b\|^2 = \|a\|^2-2a^\top b+\|b\|^2", "proved"),
        (VECTORS, r"\|a-b\|^2 = \|a\|^2+\|b\|^2", "refuted"),
        (VECTORS, r"\langle a,b\rangle^2 \le \|a\|^2\|b\|^2", "proved"),
        (VECTORS, r"a^\top x = x^\top a", "proved"),
        (VECTORS, r"xx^\top = x^\top x", "undecided"),
        (VECTORS, r"ab = ba", "undecided"),
        (VECTORS, r"a + 1 = 1 + a", "undecided"),
        (NORMAL, r"\mathbb E_{p(x)}[xx^\top] = \Sigma+\mu\mu^\top", "proved"),
        (NORMAL, r"\mathbb E_{p(x)}[\|x-\mu\|^2] = \mathrm{tr}(\Sigma)", "proved"),
        (NORMAL, r"\mathbb E_{p(x)}[\|x-\mu\|^2] = d", "refuted"),
        (NORMAL, r"H(p) = \frac12\log\left((2\pi e)^d|\Sigma|\right)", "proved"),
        (NORMAL, r"H(p) = \frac12\log\left(2\pi e|\Sigma|\right)", "refuted"),
    ],
)
def test_plain_algebra(given: str, claim: str, said: str) -> None:
    """Order matters, dimensions count, and what does not fit is not judged."""
    assert verdict(given, claim) == said


@pytest.mark.parametrize(
    ("given", "claim"),
    [
        (r"Let $A,B\in\mathbb R^{n\times n}$ be commuting matrices.", "AB = BA"),
        (r"Let $A,B\in\mathbb R^{n\times n}$ with $AB=BA$.", "AB = BA"),
        (r"Let $P\in\mathbb R^{n\times n}$ be idempotent.", "P^2 = P"),
        (r"Let $x\in\mathbb R^d$ with $Ax=b$.", "Ax = b"),
        (r"Let $\mu\in\mathbb R^d$ with $\mu\ge 0$.", r"\|\mu\|_1 = \mathbf{1}^\top\mu"),
    ],
)
def test_facts_that_are_not_understood_refute_nothing(given: str, claim: str) -> None:
    """A word or an equation that restricts a matrix may be what makes the line true."""
    assert verdict(given, claim) != "refuted"


@pytest.mark.parametrize(
    ("given", "claim", "said"),
    [
        (r"Let $S\in\mathbb R^{n\times n}$ be symmetric.", r"S^\top = S", "proved"),
        (r"Let $S\in\mathbb R^{n\times n}$.", r"S^\top = S", "refuted"),
        (r"Let $Q\in\mathbb R^{n\times n}$ be orthogonal.", r"\|Qx\|^2 = \|x\|^2", "proved"),
        (r"Let $Q\in\mathbb R^{n\times n}$ with $Q^\top Q=I$.", r"\|Qx\|^2 = \|x\|^2", "proved"),
        (r"Let $Q\in\mathbb R^{n\times n}$.", r"\|Qx\|^2 = \|x\|^2", "refuted"),
        (r"Let $A=U\Lambda U^\top$ with $U$ orthogonal.", r"A^{-1} = U\Lambda^{-1}U^\top", "proved"),
        (r"Let $A=U\Lambda U^\top$ with $U$ invertible.", r"A^{-1} = U\Lambda^{-1}U^\top", "refuted"),
        (r"Let $\Sigma=LL^\top$ with $L\in\mathbb R^{d\times d}$.", r"\mathrm{tr}(\Sigma) = \|L\|_F^2", "proved"),
    ],
)
def test_properties_are_used(given: str, claim: str, said: str) -> None:
    """Symmetric and orthogonal matrices, by words and by formulas, and definitions."""
    assert verdict(given, claim) == said


def test_a_name_that_is_introduced_anew_is_free_of_its_past() -> None:
    """What an earlier part has said of A binds no other A."""
    text = (
        "(a) Let $A=BB^\\top$ with $B\\in\\mathbb R^{n\\times n}$.\n$$A^\\top = A \\tag{1}$$\n\n"
        "(b) Let $A\\in\\mathbb R^{n\\times n}$.\n$$A^\\top = A \\tag{2}$$\n"
    )
    assert [link.verdict for link in hw3verify.check(text).links] == ["proved", "refuted"]


def test_moments_by_words() -> None:
    """A mean and a covariance that words give are those of the variable; without them mu may be the mean."""
    given = r"Let $x$ be a random vector with mean $\mu$ and covariance $\Sigma$."
    assert verdict(given, r"\mathbb E[xx^\top] = \Sigma+\mu\mu^\top") == "proved"
    assert verdict(given, r"\mathbb E[xx^\top] = \Sigma") == "refuted"
    assert verdict("", r"\mathbb E[zz^\top] = \Sigma+\mu\mu^\top") == "undecided"


def test_a_bold_letter_is_another_name() -> None:
    """x and its bold twin are two vectors."""
    given = r"Let $x\in\mathbb R^d$ and $\mathbf x\in\mathbb R^d$."
    assert verdict(given, r"x^\top x = \mathbf x^\top x") == "refuted"
    assert verdict("", r"\mathbf x^\top\mathbf x = x^\top x") == "undecided"


def test_verdicts_carry_certificates_that_are_accepted_again(tmp_path: object) -> None:
    """Proofs and counterexamples with matrices are checked by `recheck`, and rejected for another document."""
    from pathlib import Path

    from hw3verify.judge.judge import judge_source
    from hw3verify.judge.recheck import recheck
    from hw3verify.language.source import load

    assert isinstance(tmp_path, Path)
    path = tmp_path / "a.md"
    text = SQUARE + "\n$$\\mathrm{tr}(AB) = \\mathrm{tr}(BA) \\tag{1}$$\n\n$$AB = BA \\tag{2}$$\n"
    path.write_text(text)
    certificates = judge_source(load(str(path))).certificates
    assert [c["verdict"] for c in certificates] == ["proved", "refuted"]
    assert all(row.holds for row in recheck(load(str(path)), certificates))
    path.write_text(text.replace("Let $A,B", "Let $B,A").replace("invertible", "diagonal"))
    assert [row.holds for row in recheck(load(str(path)), certificates)] == [True, False]
