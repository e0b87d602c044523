"""What the facts of a text do: they hold where they stand, and what is not understood refutes nothing."""

import pytest

import hw3verify


def verdicts(*blocks: str) -> list[str]:
    """The verdicts on a document; a block that begins with @ is a display."""
    text = "\n\n".join(f"$${b[1:]} \\tag{{{i}}}$$" if b[0] == "@" else b for i, b in enumerate(blocks, 1))
    return [link.verdict for link in hw3verify.check(text + "\n").links]


def test_a_fact_holds_in_its_part_only() -> None:
    """Independence that (a) assumes is not known in (b)."""
    said = verdicts("(a) Let $p(x,z)=p(x)p(z)$.", "@p(x|z)=p(x)", "(b)", "@p(x|z)=p(x)")
    assert said == ["proved", "refuted"]


def test_definitions_chain_in_any_order() -> None:
    """a = b and b = c make a = c; g = f + 1 and f = x^2 make g = x^2 + 1."""
    assert verdicts("Let $a=b$, $b=c$.", "@a=c") == ["proved"]
    assert verdicts("Let $g(x)=f(x)+1$ and $f(x)=x^2$.", "@g(x)=x^2+1", "@g(2)=5") == ["proved", "proved"]


def test_a_value_reaches_the_law_stated_before() -> None:
    """KL(N(2,1), N(0,1)) = 2."""
    prose = r"Let $q(z)=\mathcal N(\mu,\sigma^2)$ and $p(z)=\mathcal N(0,1)$."
    assert verdicts(prose, r"Let $\mu=2$ and $\sigma=1$.", r"@KL(q\|p)=2", r"@KL(q\|p)=3") == ["proved", "refuted"]


def test_signs_stay_with_a_defined_name() -> None:
    """a > 0 and a = b - c make b > c."""
    assert "refuted" not in verdicts("Let $a>0$. Let $a=b-c$.", "@b-c>0", "@b>c")


def test_two_values_of_one_name_refute_nothing() -> None:
    """a = b and a = 2 make b = 2."""
    assert verdicts("Let $a=b$ and $a=2$.", "@b=2")[0] != "refuted"


def test_a_divergence_with_a_value_is_a_fact_not_a_definition() -> None:
    """KL(q, p) = 0 makes q = p."""
    assert verdicts(r"Assume $KL(q\|p)=0$.", "@q(x)=p(x)")[0] != "refuted"


def test_conditions_and_conclusions_in_prose_are_no_facts() -> None:
    """What stands behind `if` or `then` is not assumed; right before a display, `if` leaves it open."""
    assert verdicts("If $q(z)=p(z)$,", r"@KL(q\|p)=0") == ["undecided"]
    assert verdicts("If $q(z)=p(z)$, we are done.", r"@KL(q\|p)=0") == ["refuted"]
    prose = "Since $p(x)=q(x)$, then $r(x)=p(x)$."
    assert verdicts(prose, r"@KL(p(x)\|q(x))=0", r"@KL(p(x)\|r(x))=0") == ["proved", "refuted"]


@pytest.mark.parametrize(
    ("prose", "claim"),
    [
        ("Let $p$ be the triangular density on $[0,1]$.", r"\int p(x)^2dx=4/3"),
        ("Let $p$ be symmetric.", r"\int p(x) x dx=0"),
        ("Assume $x$ and $z$ are independent.", "p(x,z)=p(x)p(z)"),
        (r"Let $\mu$ be the mean of $p$.", r"E_p[x]=\mu"),
    ],
)
def test_words_that_restrict_a_name_block_refutation(prose: str, claim: str) -> None:
    """These claims are true under the words, which are not understood."""
    assert verdicts(prose, "@" + claim) == ["undecided"]


@pytest.mark.parametrize("words", ["be densities with common support", "be two positive densities on the same space"])
def test_words_that_restrict_nothing_do_not(words: str) -> None:
    """KL is not below 0 for ordinary densities."""
    assert verdicts(f"Let $p$ and $q$ {words}.", r"@KL(p\|q)\le 0") == ["refuted"]


def test_positive_in_words() -> None:
    """|a| = a for a positive number, not for every number."""
    assert verdicts("Let $a$ and $b$ be positive.", "@|a|=a", "@|b|=b") == ["proved", "proved"]
    assert verdicts("Consider $a$.", "@|a|=a") == ["refuted"]


def test_struck_out_is_not_stated() -> None:
    """Markdown strikes out what stands between double tildes; in TeX they are spaces."""
    assert verdicts("~~Suppose $p(x,z)=p(x)p(z)$.~~", "@I(x;z)=0") != ["proved"]
    assert verdicts("Suppose~~$p(x,z)=p(x)p(z)$.~~", "@I(x;z)=0") == ["proved"]


def test_let_does_not_work_backwards() -> None:
    """A value given later says nothing of an earlier line; `where` right behind it does."""
    after = "$$a \\ge b \\tag{1}$$\n\n"
    assert [v.verdict for v in hw3verify.check(after + "Let $a=3$ and $b=2$.\n").links] != ["proved"]
    assert [v.verdict for v in hw3verify.check(after + "where $a=3$ and $b=2$.\n").links] == ["proved"]
