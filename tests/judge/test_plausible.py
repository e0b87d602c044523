"""Which of the edits that mend a line is named: the one that the rest of the document speaks for."""

from __future__ import annotations

from hw3verify.judge.judge import judge_source
from hw3verify.language.source import Source


def hint(text: str, number: str) -> str:
    """What is said of one display of a document."""
    found = [x for x in judge_source(Source("mine.md", text), hints=True).links if x.equation == number]
    assert [x.verdict for x in found] == ["refuted"]
    return found[0].slip


def test_a_side_that_both_neighbours_share_is_edited() -> None:
    """A line between two right ones: the change that mends both links is the one, not one of its neighbours."""
    text = r"""$$(a-b)^2 = (a-b)(a-b) \tag{1}$$

$$= a^2 + 2ab + b^2 \tag{2}$$

$$= a^2 + b^2 - 2ab \tag{3}$$
"""
    assert "other sign of $2ab$ this line and (3) hold" in hint(text, "2")


def test_a_name_that_stands_nowhere_else_is_the_slip() -> None:
    """In `E_p[f(z)]` beside `E_p[f(x)]` the letter z is the stranger, on whichever side it stands."""
    line = r"\int p(x)f(x)dx = \int p(x)f(x)dx"
    text = f"$${line} \\tag{{1}}$$\n\n$$|z+y| \\le |x|+|y| \\tag{{2}}$$\n"
    assert "$x$ instead of $z$, on the left" in hint(text, "2")


def test_what_a_related_line_has_is_put_in() -> None:
    """p(z) stands right beside: the letter is the slip, though p(z|x) p(x) would have the same integral."""
    text = r"$$\sum_z p(x|z)p(z) = \int p(x|z)p(x)dz \tag{1}$$" + "\n\n" + r"$$= p(x) \tag{2}$$"
    assert hint(text, "1") == "with $z$ instead of $x$ this line and (2) hold"


def test_of_two_equal_pieces_the_odd_one_is_changed() -> None:
    """In 1/s 1/s + 1/s s/1 the fraction that stands once is upside down; 2/2 is what nobody writes."""
    line = r"\frac{1}{s}\frac{1}{s} + \frac{1}{s}\frac{s}{1} = \frac{2}{s^2}"
    assert r"the fraction $\frac{s}{1}$ upside down" in hint(f"$${line} \\tag{{1}}$$", "1")
    text = "Let $a>0$.\n\n" + r"$$\frac{2}{2}\log a^2 = \log a \tag{1}$$"
    assert hint(text, "1").startswith("either with $1$ instead of $2$, on the left, or with $4$ instead of $2$")


def test_terms_keep_the_signs_that_they_have_elsewhere() -> None:
    """f(x) g(x) is subtracted in the next line as well, h(x) is added nowhere else: it is h that was subtracted."""
    first = r"$$u(x) + h(x) - f(x)g(x) = u(x) + h(x) + f(x)g(x) \tag{1}$$"
    text = first + "\n\n" + r"$$v(x) = w(x) - f(x)g(x) \tag{2}$$"
    assert "other sign of $f(x)g(x)$ this line holds" in hint(text, "1")


def test_a_density_is_known_by_all_its_spellings() -> None:
    """q and q_phi are one density, p and p_theta another; what is put in is written as elsewhere."""
    text = (
        r"$$E_{q_\phi(z|x)}[\log p_\theta(x,z)] = E_{q_\phi(z|x)}[\log q(z) + \log p_\theta(x|z)] \tag{1}$$"
        "\n\n"
        r"$$p_\theta(x,z) = p_\theta(x|z)p(z) \tag{2}$$"
    )
    assert hint(text, "1") == "with $p(z)$ instead of $q(z)$ this line holds"


def test_changes_that_nothing_tells_apart() -> None:
    """Three numbers make 3 times 4 equal to 6, and one is an example; log 8 = 2 log 2 is mended on either side;
    of log(ab) = log a - log b only one sign can be meant."""
    assert hint(r"$$3 \cdot 4 = 6 \tag{1}$$", "1") == "for example with $12$ instead of $6$ this line holds"
    both = hint(r"$$\log 8 = 2\log 2 \tag{1}$$", "1")
    assert both == r"either with $\log 4$ instead of $\log 8$, on the left, or with $3$ instead of $2$ this line holds"
    text = "Let $a>0$ and $b>0$.\n\n$$\\log ab = \\log a - \\log b + \\log 1 \\tag{1}$$"
    assert "other sign of $\\log b$ this line holds" in hint(text, "1")
