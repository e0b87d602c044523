r"""What sentences say of the shape of a function of numbers: `Let $f:(0,\infty)\to\mathbb{R}$ be convex with $f(1)=0$`.

    convex, concave, strictly ..., differentiable    of the function that the words stand beside
    (0, \infty), \mathbb{R}_+, \mathbb{R}            where it lives: behind a colon, or behind `on`
    f(1) = 0, f'(1) = f''(1) = 1                     values, once the function has a shape

Law: a function gets a shape only from words beside it that do not deny it, and only if the text gives it no formula.
Words that say more (increasing, nonnegative, symmetric) are left to `predicates`, where they make the name vague.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from hw3verify.language.names import GREEK, name_of
from hw3verify.language.scope import Definition, Scope
from hw3verify.language.surface import App, Neg, Node, Num, Sym
from hw3verify.language.vocabulary import Unknown, Vocabulary
from hw3verify.meaning.expr import MINUS_ONE, ONE, Name, Number, Power, Product, divide
from hw3verify.meaning.shape import CONCAVE, CONVEX, Known, Shape, called

if TYPE_CHECKING:
    from hw3verify.language.statements import Statement

Pieces = Sequence["tuple[Statement, str, str]"]  # stated formulas, with the words before and behind each
_SHAPE = re.compile(r"\b(?P<strict>strictly\W+|strongly\W+)?con(?P<kind>vex|cave)\b", re.IGNORECASE)
_ANEW = re.compile(r"\bbe\s+an?(?:y|other)?\b|\b(?:any|arbitrary|another|every|general|different|new)\b", re.IGNORECASE)
_OTHER = re.compile(  # convex, but not the function
    r"\bconvex\W+(?:conjugates?|duals?|combinations?|sets?|hulls?|analysis|duality|weights?|coefficients?|mixtures?"
    r"|problems?)\b|\bjoint(?:ly)?\W+con(?:vex|cave)\b"
    r"|\bconvexity\b|\bconcavity\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:not|neither|nor|non|no|never|or|neither|un)\b|n['’]t\b", re.IGNORECASE)
_SMOOTH = re.compile(r"\b(?:differentiable|smooth)\b", re.IGNORECASE)
_LISTED = re.compile(r"\W*(?:and)?\W*")
_KNOWN_WORDS = re.compile(  # words that a shape has taken account of, or that restrict nothing where it is known
    r"\b(?:strictly|strongly)?\W*\bcon(?:vex|cave)\b|\b(?:twice|continuously|infinitely|everywhere)\W+differentiable\b"
    r"|\bdifferentiable\b|\bsmooth\b|\b(?:lower\W+)?semi-?\W*continuous\b|\bl\.?s\.?c\b|\bproper\b|\bclosed\b|\breal-valued\b"
    r"|\b(?:convex|Legendre|Fenchel|Legendre\W+Fenchel|Fenchel\W+Legendre)\W+(?:conjugate|transform|dual)\b|\bconjugate\b"
    r"|\b(?:on|over)\W+the\W+(?:positive|whole)\W+(?:half-?\W*)?(?:reals?|line|numbers|axis)\b|\bpositive\W+(?:reals?|numbers|half-?line|axis)\b",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"\s*\\?(?P<name>[A-Za-z]+)(?:_\{?(?P<index>\w+)\}?)?\s*(?::|\\colon)\s*(?P<domain>.+?)\s*(?:\\to|\\rightarrow|→|\\longrightarrow)\s*(?P<range>.+?)\s*"
)
_ON = re.compile(r"\b(?:on|over|defined\W+on)\W*(?:the\W+(?:interval|set|domain)\W*)?$", re.IGNORECASE)
_ON_POSITIVE = re.compile(
    r"\b(?:on|over)\W+(?:the\W+)?(?:\w+\W+)?positive\W+(?:half-?\W*)?(?:reals?|line|numbers|axis)", re.IGNORECASE
)
_ON_LINE = re.compile(r"\b(?:on|over)\W+(?:the\W+)?(?:whole\W+|entire\W+)?real\W+(?:line|numbers|axis)", re.IGNORECASE)
_POSITIVE = re.compile(
    r"[(\[]\s*0\s*,\s*\+?\\infty\s*\)|\\mathbb\s*\{?R\}?\s*(?:_\{?(?:\+\+?|>\s*0|\\geq?\s*0|≥\s*0)\}?|\^\{?\+\}?)(?:\s*\^?\{?\*?\}?)?"
    r"|\\R\s*_\{?\+\+?\}?|ℝ_?\+|[(\[]0\s*,\s*∞\)"
)
_LINE = re.compile(r"\\mathbb\s*\{?R\}?|\\R|ℝ|\\mathbf\s*\{?R\}?|\(\s*-\s*\\infty\s*,\s*\+?\\infty\s*\)")
_USUAL = frozenset((*"fgh", "phi", "varphi", "psi"))  # letters of functions
_LETTERS = _USUAL | frozenset("kuvwFGH") | (GREEK - frozenset(("epsilon", "varepsilon", "pi", "sigma", "mu")))


def signature_of(source: str) -> tuple[str, str] | None:
    r"""(name, domain) of `f:(0,\infty)\to\mathbb{R}`; None for any other formula."""
    found = _SIGNATURE.fullmatch(source.replace(r"\left", "").replace(r"\right", "").replace(r"\,", " "))
    if found is None:
        return None
    return found["name"] + (f"_{found['index']}" if found["index"] else ""), domain_of(found["domain"])


def domain_of(latex: str) -> str:
    """Where a function lives, by what is written: "positive", "line", or "" for anything else."""
    text = latex.replace(r"\left", "").replace(r"\right", "").strip()
    if _POSITIVE.fullmatch(text):
        return "positive"
    return "line" if _LINE.fullmatch(text) else ""


def subject_of(vocabulary: Vocabulary, s: Statement) -> str:
    """The function that a formula names or says something of; "" if it is none that may have a shape."""
    told = signature_of(s.source)
    if told is not None:
        return told[0] if told[0].partition("_")[0] in _LETTERS else ""
    node = s.sides[0] if s.sides else None
    plain = not s.ops or s.ops == ("=",)
    if not plain or node is None:
        return ""
    fn = node.fn if isinstance(node, App) and len(node.args) == 1 and not node.given else node
    if s.ops and not (isinstance(node, App) and isinstance(node.args[0], Num)):
        return ""
    if not isinstance(fn, Sym) or vocabulary.is_density(fn) or fn.style in ("bf", "bs", "cal", "bb"):
        return ""
    letter = fn.base.rpartition("_")[2]
    plain_index = all(isinstance(i, Num) for i in fn.sub)
    usual = letter in _USUAL or (letter in _LETTERS and name_of(fn) in vocabulary.functions)
    return name_of(replace(fn, marks="")) if usual and plain_index and not fn.marks.strip("'~") else ""


def shapes_told(scope: Scope, vocabulary: Vocabulary, pieces: Pieces) -> Scope:
    """The scope with the shapes that the words of one sentence give to functions."""
    names = [subject_of(vocabulary, s) for s, _, _ in pieces]
    for name, (s, before, after) in zip(names, pieces, strict=True):
        if name and not s.ops and _ANEW.search(f"{before} {after}"):
            scope = replace(scope, shapes=tuple(known for known in scope.shapes if known.head != name))
    for k, (_, before, after) in enumerate(pieces):
        words = _beside(pieces, k, before, after)
        found = _SHAPE.search(words)
        if not names[k] or found is None:
            continue
        if _DENIED.search(words) or len({m["kind"].lower() for m in _SHAPE.finditer(words)}) > 1:
            scope = replace(scope, vague=scope.vague | {names[k]})
            continue
        if _formula(scope, names[k]) is not None:
            continue
        everything = " ".join((words, *(a for _, _, a in pieces[k:])))
        shape = Shape(
            names[k],
            CONVEX if found["kind"].lower() == "vex" else CONCAVE,
            _domain(pieces, k, everything),
            bool(found["strict"]),
            bool(_SMOOTH.search(words)),
            _values(scope, names[k]),
        )
        scope = with_shape(scope, shape)
        if not shape.domain and _is_limited(pieces, k):  # on [0, 1], on R^d: what lies there is not known
            scope = replace(scope, vague=scope.vague | {shape.head})
    return scope


def with_shape(scope: Scope, shape: Shape) -> Scope:
    """The scope in which a function has this shape, and no other or earlier meaning."""
    kept = tuple(d for d in scope.definitions if d.name != shape.head)
    shapes = (*(s for s in scope.shapes if s.head != shape.head), shape)
    return replace(scope, definitions=kept, shapes=shapes, mentioned=scope.mentioned | {shape.head})


def _beside(pieces: Pieces, k: int, before: str, after: str) -> str:
    """The words that speak of a formula: those right behind it, and a noun phrase right before; of a list both ends."""
    ahead = k
    while _LISTED.fullmatch(pieces[ahead][2]) and ahead + 1 < len(pieces):
        ahead += 1
    back = k
    while back and _LISTED.fullmatch(pieces[back][1]):
        back -= 1
    before, after = (before if back == k else pieces[back][1]), (after if ahead == k else pieces[ahead][2])
    noun = re.split(r"[,.;:]|\b(?:be|is|are|and|where|with)\b", before)[-1] if before else ""
    clause = re.split(r"[.;:]|\bwhere\b|\bwhile\b|\bwhose\b", after)[0]
    return _OTHER.sub(" ", f"{noun} | {clause}")


def _domain(pieces: Pieces, k: int, words: str) -> str:
    told = signature_of(pieces[k][0].source)
    if told is not None:
        return told[1]
    for s, before, _ in pieces[k + 1 :]:
        if _ON.search(before):
            return domain_of(s.source)
    return "positive" if _ON_POSITIVE.search(words) else "line" if _ON_LINE.search(words) else ""


def _is_limited(pieces: Pieces, k: int) -> bool:
    """Is a domain named that is not understood?"""
    return signature_of(pieces[k][0].source) is not None or any(_ON.search(before) for _, before, _ in pieces[k + 1 :])


def _values(scope: Scope, name: str) -> tuple[Known, ...]:
    """Values that were stated before the shape was."""
    found: list[Known] = []
    for d in scope.definitions:
        if d.name.rstrip("'") == name and d.parameters[:1] and isinstance(d.body, Number) and not d.inherited:
            at = _number_text(d)
            if at is not None:
                found.append((len(d.name) - len(name), at, d.body.value))
    return tuple(found)


def _number_text(d: Definition) -> Fraction | None:
    try:
        return Fraction(d.parameters[0].removeprefix("=").strip("()"))
    except ValueError:
        return None


def _formula(scope: Scope, name: str) -> Definition | None:
    """The formula that the text gives the function here, if it gives one."""
    d = scope.definition(name)
    return d if d is not None and not d.inherited and d.parameters[:1] and d.parameters[0][:1] != "=" else None


def stated_values(scope: Scope, vocabulary: Vocabulary, statement: Statement) -> Scope | None:
    """The scope with `f(1) = 0`, `f(1) = f'(1) = 0` for functions that have a shape; None for any other statement."""
    *several, last = statement.sides
    value = _number(last)
    if value is None or not several or set(statement.ops) - {"=", ":="}:
        return None
    for side in several:
        fn = side.fn if isinstance(side, App) and len(side.args) == 1 and not side.given else None
        at = _number(side.args[0]) if isinstance(side, App) and fn is not None else None
        if not isinstance(fn, Sym) or at is None or fn.marks.strip("'"):
            return None
        name, order = name_of(replace(fn, marks="")), len(fn.marks)
        shape = scope.shape(name)
        if shape is None and name in vocabulary.valued and _formula(scope, name) is None:
            shape = Shape(name)
        if shape is None:
            return None
        known = (*(k for k in shape.known if k[:2] != (order, at)), (order, at, value))
        scope = with_shape(scope, replace(shape, known=known))
    return scope


def mirrored(scope: Scope, vocabulary: Vocabulary, statement: Statement) -> Scope | None:
    """The scope with `f(t) = t f(1/t)` for a function that has a shape; None for any other statement."""
    from hw3verify.language.elaborate import Elaborator

    if statement.ops not in (("=",), (":=",)) or None in statement.sides or len(statement.sides) != 2:
        return None
    left, right = statement.sides
    fn = left.fn if isinstance(left, App) and len(left.args) == 1 else None
    shape = scope.shape(name_of(fn)) if isinstance(fn, Sym) else None
    if not isinstance(left, App) or shape is None or not isinstance(left.args[0], Sym) or right is None:
        return None
    t = Name(name_of(left.args[0]))
    try:
        found = Elaborator(vocabulary, scope).expr(right)
    except Unknown:
        return None
    turned = {called(shape.head, inverse) for inverse in (divide(ONE, t), Power(t, MINUS_ONE))}
    if not isinstance(found, Product) or len(found.factors) != 2 or t not in found.factors:
        return None
    return with_shape(scope, replace(shape, mirrored=True)) if turned & set(found.factors) else None


def _number(node: Node | None) -> Fraction | None:
    if isinstance(node, Neg):
        inner = _number(node.arg)
        return None if inner is None else -inner
    return node.value if isinstance(node, Num) else None


def rest_of_words(scope: Scope, vocabulary: Vocabulary, statement: Statement, words: str) -> str:
    """The words around a formula without those that its function's shape has taken account of."""
    name = subject_of(vocabulary, statement)
    return _KNOWN_WORDS.sub(" ", words) if name and scope.shape(name) is not None else words
