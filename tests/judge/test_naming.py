"""Names that displays introduce."""

import hw3verify


def verdicts(*displays: str) -> list[str]:
    """The verdicts on a document of displays."""
    text = "\n\n".join(f"$${d} \\tag{{{i}}}$$" for i, d in enumerate(displays, 1))
    return [link.verdict for link in hw3verify.check(text + "\n").links]


def test_a_name_is_introduced_once() -> None:
    """a = 2 defines a; a = 3 is then false."""
    assert verdicts("a = 2", "a+1=3", "a=3") == ["definition", "proved", "refuted"]


def test_a_functional_at_another_density() -> None:
    """F(q) = E_q[f] is known at p, and differs there."""
    assert verdicts(r"F(q) = \int q(z)f(z)dz", r"F(p) = \int p(z)f(z)dz", "F(p)=F(q)") == [
        "definition",
        "proved",
        "refuted",
    ]


def test_an_identity_about_a_variable_is_a_claim() -> None:
    """e^(log x) = x introduces nothing; the mean of p is not every x."""
    assert verdicts(r"e^{\log x}=x") == ["proved"]
    assert verdicts("E_p[x]=x") == ["refuted"]


def test_the_solution_of_an_implication_is_known_later() -> None:
    """D* = p/(p+q), so 1 - D* = q/(p+q)."""
    said = verdicts(
        r"\frac{p(x)}{D(x)} - \frac{q(x)}{1-D(x)} = 0 \Rightarrow D^*(x) = \frac{p(x)}{p(x)+q(x)}",
        r"1-D^*(x)=\frac{q(x)}{p(x)+q(x)}",
        r"D^*(x)=\frac{q(x)}{p(x)+q(x)}",
    )
    assert said[1] == "proved" and said[3:] == ["proved", "refuted"]
