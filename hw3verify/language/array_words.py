"""Words that say what a vector or matrix is: "a symmetric positive definite matrix", "unit vectors".

Law: a property is found only if a word for it stands there, and whatever is neither such a word nor one that restricts
nothing is reported as *other*: the name is then vague, and nothing that speaks of it is refuted.
"""

from __future__ import annotations

import re

from hw3verify.language.scope import Said

PROPERTIES = (
    (r"positive[\s-]+(?:semi-?\s*)?definite|\bSPD\b|\bs\.?p\.?d\.?\b|\bPD\b|\bcovariance", "definite"),
    (r"\bsymmetric\b", "symmetric"),
    (r"\bdiagonal\b", "diagonal"),
    (r"\borthogonal\b(?!\s+to)|\brotation\b", "orthogonal"),
    (r"\b(?:invertible|non-?singular|regular|full[\s-]rank)\b", "invertible"),
    (r"\blower[\s-]+triangular\b|\bcholesky\b", "triangular"),
    (r"\bunit\s+vectors?\b", "unit"),
)
SEMI = re.compile(r"semi-?\s*definite", re.IGNORECASE)
MATRIX = re.compile(r"\bmatri(?:x|ces)\b|\bcovariances?\b", re.IGNORECASE)
VECTOR = re.compile(r"\bvectors?\b", re.IGNORECASE)
PLAIN = re.compile(
    r"\b(?:be|is|are|denotes?|an?|the|two|three|any|all|some|both|each|real|valued|fixed|given|constant|arbitrary|square"
    r"|matri(?:x|ces)|vectors?|column|columns|and|with|of|in|for|as|its|their|mean|means|covariances?|let|random|dimensional"
    r"|variables?|scalars?|numbers?|positive|parameters?|size|dimension|\d+)\b|[^\w\s]|\b\w\b|_",
    re.IGNORECASE,
)
BEFORE = re.compile(r"((?:[\w-]+\s+){0,5}(?:matri(?:x|ces)|vectors?|covariances?))\s*$", re.IGNORECASE)


MEAN = re.compile(r"\b(?:mean|expectation)(?:\s+(?:vector|value))?\s*$", re.IGNORECASE)
SPREAD = re.compile(r"\b(?:co)?variance(?:\s+matrix)?\s*$", re.IGNORECASE)
NORMAL = re.compile(r"\b(?:normal|gaussian)\b", re.IGNORECASE)


def moment_of(said: Said) -> str:
    """`with mean $m$ and covariance $S$`: what the formula is of the variable before it; "" if neither."""
    return "mean" if MEAN.search(said.before) else "covariance" if SPREAD.search(said.before) else ""


def noun_of(said: Said) -> str:
    """The words that say what a formula is."""
    before = BEFORE.search(said.before)
    return (before[1] if before else "") + " " + said.after


_TIED = re.compile(r"\b(?:bas(?:is|es)|ortho\w+|eigen\w+|unit|canonical)\b", re.IGNORECASE)


def tied(words: str) -> bool:
    """Do the words tie the vectors of a list to each other: `$e_1, \\dots, e_d$ be an orthonormal basis`?"""
    return bool(_TIED.search(words))


def properties(words: str) -> tuple[frozenset[str], bool]:
    """The properties that the words give, and whether they say something else as well."""
    found = {known for pattern, known in PROPERTIES if re.search(pattern, words, re.IGNORECASE)}
    left = words
    for pattern, _ in PROPERTIES:
        left = re.sub(pattern, " ", left, flags=re.IGNORECASE)
    if SEMI.search(words):  # definite ones are among them: refuted there, refuted here
        found = found - {"definite"} | {"symmetric", "semidefinite"}
    return frozenset(found), bool(PLAIN.sub(" ", left).strip())
