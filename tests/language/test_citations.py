"""Where prose cites a theorem."""

from hw3verify.language.blocks import read_blocks
from hw3verify.language.citations import MOST, citations
from hw3verify.language.source import Source


def cited(text: str) -> list[str]:
    source = Source("mine.md", text)
    found = [c for part in read_blocks(source).parts for c in citations(source, part.items)]
    for c in found:
        assert source.text[c.start :].replace("\\", "").startswith(c.identifier)
    return [c.identifier for c in found]


def test_the_words_that_cite() -> None:
    """A theorem, lemma, proposition or corollary with an identifier behind it, in brackets, as code, or bare."""
    assert cited("By Theorem elbo.gap, all is well.") == ["elbo.gap"]
    assert cited("Recall theorem [gaussian_kl.scalar].") == ["gaussian_kl.scalar"]
    assert cited("Lemma `jsd_identity.zero` says so.") == ["jsd_identity.zero"]
    assert cited(r"See Proposition~gaussian\_kl.full.") == ["gaussian_kl.full"]
    assert cited("**Corollary posterior.value.**") == ["posterior.value"]


def test_several_theorems_in_a_row() -> None:
    """Commas and `and` go on with a citation; other words end it."""
    said = "By Theorems elbo.bound, elbo.gap and posterior.value we have it, or by example.com and other.things."
    assert cited(said) == ["elbo.bound", "elbo.gap", "posterior.value"]
    assert cited("Theorem [elbo.gap], [elbo.bound], and [elbo.iwae]") == ["elbo.gap", "elbo.bound", "elbo.iwae"]


def test_what_cites_nothing() -> None:
    """Numbers, bare identifiers, formulas, displays, code and comments cite nothing."""
    for text in (
        "By Theorem 3.2 this is so.",
        "elbo.gap",
        "A theorem. See elbo.gap.",
        r"We have $\text{Theorem elbo.gap}$ here.",
        r"$$\text{By Theorem elbo.gap } a = b$$",
        "```\nTheorem elbo.gap\n```\n",
        "<!-- Theorem elbo.gap -->",
        "`Theorem elbo.gap`",
        "metatheorem elbo.gap",
    ):
        assert cited(text) == [], text


def test_there_are_not_endlessly_many() -> None:
    """No more than `MOST` citations are read, and the text is walked once."""
    assert len(cited("By Theorem elbo.gap. " * 5000)) == MOST
    assert cited("Theorem " * 20000) == []
    assert cited("Theorem elbo.gap" + ", " * 20000) == ["elbo.gap"]
