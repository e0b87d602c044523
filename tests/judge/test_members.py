"""Members of one parametrised family under one more way of writing them."""

import hw3verify

GIVEN = (
    r"Let $Q(\theta;\theta^{\text{old}}) = \int p(z|x;\theta^{\text{old}})\log p(x,z;\theta)\,dz$"
    r" and $\mathcal{H}(\theta) = -\int p(z|x;\theta)\log p(z|x;\theta)dz$."
)


def said(claim: str) -> list[str]:
    return [link.verdict for link in hw3verify.check(f"{GIVEN}\n\n$${claim} \\tag{{1}}$$\n").links]


def test_a_word_in_an_index_names_one_member_behind_every_bar() -> None:
    r"""\theta^{old} is one parameter in Q(.;.), in p(x;.) and in H(.)."""
    old = r"\theta^{\text{old}}"
    assert said(rf"Q({old};{old}) + \mathcal{{H}}({old}) = \log p(x;{old})") == ["proved"]
    assert said(rf"Q(\theta;{old}) + \mathcal{{H}}({old}) \le \log p(x;\theta)") == ["proved"]
    assert said(rf"Q(\theta;{old}) + \mathcal{{H}}(\theta) \le \log p(x;\theta)") == ["refuted"]


def test_equal_parameters_are_not_taken_for_different_ones() -> None:
    """That theta is theta^old makes one member of two; until that is put in, nothing is refuted."""
    equal = r"\theta = \theta^{\text{old}}"
    claim = equal + r" \Rightarrow Q(\theta;\theta^{\text{old}}) + \mathcal{H}(\theta) = \log p(x;\theta)"
    assert "refuted" not in said(claim)
