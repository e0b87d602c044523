"""A definition for every index says what the names with numbers are."""

import hw3verify


def verdicts(prose: str, *lines: str) -> list[str]:
    """The verdicts on some lines behind one sentence."""
    text = "\n\n".join((prose, *(f"$${line} \\tag{{{i}}}$$" for i, line in enumerate(lines, 1))))
    return [link.verdict for link in hw3verify.check(text + "\n").links]


def test_functions_with_an_index() -> None:
    """f_2(3) = b_2 e^{-3 b_2}; with 2 in the exponent it is another number."""
    given = r"Let $f_k(x)=b_k e^{-b_k x}$ with $b_1>0$ and $b_2>0$."
    lines = [r"f_2(3) = b_2 e^{-3b_2}", r"f_2(3) = b_2 e^{-2b_2}", r"\log f_1(x) = \log b_1 - b_1 x"]
    assert verdicts(given, *lines) == ["proved", "refuted", "proved"]


def test_an_own_definition_comes_first() -> None:
    """What is said of a_1 itself is not replaced by what is said of all a_k."""
    given = r"Let $a_1=7$ and let $a_k=k^2$."
    assert verdicts(given, "a_1 = 7", "a_2 = 4", "a_2 = 8") == ["proved", "proved", "refuted"]


def test_a_weight_before_a_bracket() -> None:
    """r_i (1 - x_i) is a product where r_i is a number that a formula defines."""
    given = r"Let $r_i=\frac{1}{1+x_i^2}$."
    right, wrong = verdicts(
        given,
        r"\sum_{i=1}^n r_i(1-x_i) = \sum_{i=1}^n r_i-\sum_{i=1}^n r_i x_i",
        r"\sum_{i=1}^n r_i(1-x_i) = \sum_{i=1}^n r_i+\sum_{i=1}^n r_i x_i",
    )
    assert (right, wrong) == ("proved", "refuted")


def test_a_conditional_density_that_is_only_a_name() -> None:
    """Of a tempered posterior E_q*[log p(x|z)] - b KL(q* || p) is b log Z, and not log Z."""
    given = (
        r"Given $b\ge 1$. Let $Z(x)=\int p(z)\,p(x|z)^{1/b}dz$ and $q^*(z|x)=\frac{p(z)\,p(x|z)^{1/b}}{Z(x)}$."
    )
    left = r"\mathbb{E}_{q^*(z|x)}[\log p(x|z)]-b\,KL(q^*(z|x)\|p(z)) = "
    assert verdicts(given, left + r"b\log Z(x)", left + r"\log Z(x)") == ["proved", "refuted"]
