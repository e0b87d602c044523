"""What a maximum binds and over what it runs: the ranges that are written, stated or implied by logarithms."""

import pytest

import hw3verify
from hw3verify.language.elaborate import Elaborator
from hw3verify.language.readings import read_display
from hw3verify.language.scope import Scope
from hw3verify.language.vocabulary import Unknown, Vocabulary
from hw3verify.meaning.expr import ONE, ZERO, Domain, Fold, Number
from hw3verify.meaning.extremum import is_extremum


def meaning(latex: str, scope: Scope | None = None):
    node = read_display(latex).sides[0].first.node
    vocabulary = Vocabulary()
    vocabulary.scan([node])
    return Elaborator(vocabulary, scope or Scope()).expr(node)


@pytest.mark.parametrize(
    ("latex", "domain"),
    [
        (r"\sup_{u>0}(ut-u^2)", Domain("numbers", "()", ZERO, None)),
        (r"\sup_{u\ge 0}(ut-u^2)", Domain("numbers", "[)", ZERO, None)),
        (r"\max_{y\in(0,1)} a\log y", Domain("numbers", "()", ZERO, ONE)),
        (r"\max_{y\in[0,1]} a y", Domain("numbers", "[]", ZERO, ONE)),
        (r"\max_{0<y\le 1} a y", Domain("numbers", "(]", ZERO, ONE)),
        (r"\max_{y\in\mathbb{R}} a y", Domain("numbers", "[]", None, None)),
        (r"\max_y a y", Domain("numbers", "()", None, None)),
        (r"\max_y \left(a\log y + b\log(1-y)\right)", Domain("numbers", "()", None, None)),
        (r"\sup_{|f|\le 1} \int p(x)f(x)dx", Domain("functions", "[]", Number(-1), ONE)),
        (r"\sup_{\|f\|_\infty\le 1} \int p(x)f(x)dx", Domain("functions", "[]", Number(-1), ONE)),
        (r"\sup_{\|f\|_L\le 1} \int p(x)f(x)dx", Domain("lipschitz", "[]", None, ONE)),
        (r"\sup_{f\in\mathcal{F}} \int p(x)f(x)dx", Domain("family", "functions", None, None)),
        (r"\max_{D:X\to[0,1]} \int p(x)D(x)dx", Domain("functions", "[]", ZERO, ONE)),
        (r"\max_D \int p(x)\log D(x)+q(x)\log(1-D(x))dx", Domain("functions", "()", ZERO, ONE)),
        (r"\max_D \int p(x)\log D(x)-q(x)D(x)dx", Domain("functions", "()", None, None)),
        (r"\max_q \int q(z)f(z)dz", Domain("densities", "", None, None)),
        (r"\max_{q\in\mathcal{Q}} \int q(z)f(z)dz", Domain("family", "densities", None, None)),
        (r"\max_\theta \int p(x)\log p_\theta(x)dx", Domain("family", "theta", None, None)),
    ],
)
def test_the_range_is_what_is_written(latex, domain):
    """Intervals, norms, named sets, log D beside log(1 - D); a set that is only named is a family."""
    found = meaning(latex)
    if r"\log y + b" in latex:
        assert is_extremum(found) and found.domain in (domain, Domain("numbers", "()", ZERO, ONE))
        return
    assert isinstance(found, Fold) and is_extremum(found)
    assert found.domain == domain


@pytest.mark.parametrize(
    "latex",
    [r"\max_w \int p(x)f(x)dx", r"\sup_{\|f\|_H\le 1} \int p(x)f(x)dx", r"\max_{x\in\mathrm{dom} f} f(x)", r"\max_D 1"],
)
def test_what_is_not_bound_is_unknown(latex):
    """A name that does not occur, a norm that nobody explains, a domain without a meaning."""
    with pytest.raises(Unknown):
        meaning(latex)


@pytest.mark.parametrize(
    "written",
    [
        r"\arg\max_D",
        r"\operatorname*{arg\,max}_D",
        r"\mathrm{arg}\max_D",
        r"\arg\underset{D}{\max}",
        r"\underset{D}{\mathrm{argmax}}",
    ],
)
def test_an_argument_is_read_in_all_spellings(written):
    """`arg` before the operator belongs to it, in whatever font; it is never a factor."""
    text = rf"$${written} \int p(x)\log D(x)+q(x)\log(1-D(x))dx = \frac{{p(x)}}{{p(x)+q(x)}} \tag{{1}}$$"
    assert hw3verify.check(text).links[0].verdict == "proved"


def test_a_maximum_reaches_over_what_it_binds():
    """The divergence speaks of the q that is maximised over, so it stands under the maximum."""
    text = r"$$\max_q E_{q(z)}[\log p(x|z)] - KL(q(z)\|p(z)) = \log p(x) \tag{1}$$"
    assert hw3verify.check(text).links[0].verdict == "proved"


def test_a_bound_name_is_another_name():
    """The D of a maximum is not the D of a premise or of a fact of the same letter."""
    text = r"""Let $a=2$.

$$a = 2 \Rightarrow \max_a (2a-a^2) = 1 \tag{1}$$
$$\max_a (2a-a^2) = 0 \tag{2}$$
"""
    verdicts = {(link.equation, link.link): link.verdict for link in hw3verify.check(text).links}
    assert verdicts["2", 0] != "proved" and verdicts["1", 1] != "refuted"


def test_a_restriction_in_words_is_respected():
    """A mean-field family need not contain the posterior: what refutes the bare formula refutes nothing."""
    bare = r"$$\max_q \int q(z)\log\frac{p(x,z)}{q(z)}dz < \log p(x) \tag{1}$$"
    assert hw3verify.check(bare).links[0].verdict == "refuted"
    assert hw3verify.check("Here q is from the mean-field family.\n\n" + bare).links[0].verdict == "undecided"


def test_a_game_names_its_value():
    """`min_G max_D V(D,G) = ...` says what V is; a value with the maximum taken says nothing of V."""
    text = r"""Let $G(z)\sim p_g(x)$ for $z\sim p_z(z)$.

$$\min_G\max_D V(D,G) = E_{x\sim p_{data}}[\log D(x)] + E_{z\sim p_z}[\log(1-D(G(z)))] \tag{1}$$
$$\max_D V(G,D) = -\log 4 + 2 JSD(p_{data}(x)\|p_g(x)) \tag{2}$$
"""
    found = [link.verdict for link in hw3verify.check(text).links]
    assert found == ["definition", "proved"]
    unnamed = hw3verify.check(r"$$\max_D V(D) = \log 4 \tag{1}$$")
    assert unnamed.links[0].verdict == "undecided"


def test_the_best_value_is_reached_only_by_the_data():
    """max_D V = -log 4 exactly if p_g = p_data; the value -log 2 does not follow from it."""
    text = r"""Let $0<D(x)<1$.

$$V(D) = \int p_{data}(x)\log D(x) + p_g(x)\log(1-D(x))dx \tag{1}$$
$$\max_D V(D) = -\log 4 \iff p_g(x) = p_{data}(x) \tag{2}$$
$$p_g(x) = p_{data}(x) \Rightarrow \max_D V(D) = -\log 2 \tag{3}$$
"""
    verdicts = {(link.equation, link.link): link.verdict for link in hw3verify.check(text).links}
    assert verdicts["2", 1] == "proved" and verdicts["3", 1] == "refuted"
