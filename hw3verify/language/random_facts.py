"""What the words of a sentence say of random variables: independence, samples, means and variances.

`Let $X$ and $Y$ be independent`, `$X_1, \\dots, X_n$ are i.i.d. with mean $\\mu$ and variance $\\sigma^2$`. Understood
words are taken out of the sentence; what is left restricts, and makes its names vague, as before. Independence given
something else, or of only some of several pairs, is not understood.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hw3verify.language.clauses import values_of
from hw3verify.language.conventions import settled
from hw3verify.language.distributed import drawn_from, sample
from hw3verify.language.elaborate import Elaborator
from hw3verify.language.formula_laws import formula_laws
from hw3verify.language.mass_functions import mass_functions
from hw3verify.language.random_variables import Draw
from hw3verify.language.samples import mean_body
from hw3verify.language.scope import Definition, Scope
from hw3verify.language.spans import density_at_variable
from hw3verify.language.statements import Statement
from hw3verify.language.surface import App, Dots, Expect, Node, Num, Pow, Rel, Sym
from hw3verify.language.variables import CAPITALS, small
from hw3verify.language.vocabulary import LAWS, Unknown, Vocabulary, name_of
from hw3verify.meaning.claim import Relation
from hw3verify.meaning.expr import Apply, Arg, Domain, Expr, Fold, Name, Number, Power, multiply, subtract

_INDEPENDENT = re.compile(
    r"\b(?:mutually |jointly |statistically )?independent(?:ly)?\b(?!\W+(?:given|conditional))", re.IGNORECASE
)
_SAMPLE = re.compile(r"\bi\.?\s?i\.?\s?d\b\.?|\bindependent(?:ly)?\b|\brandom sample\b", re.IGNORECASE)
_PARTLY = re.compile(
    r"\b(?:not|never|conditionally|pairwise|linearly|un)\W+(?:necessarily\W+)?independent|\bdependent\b|independent\W+given"
    r"|\bgiven\b",
    re.IGNORECASE,
)
_MEAN = re.compile(r"\b(?:mean|expectation|expected value|average)\W*(?:equal to|of|is|=)?\W*$", re.IGNORECASE)
_VARIANCE = re.compile(r"\bvariances?\W*(?:equal to|of|is|=)?\W*$", re.IGNORECASE)
_DEVIATION = re.compile(r"\bstandard deviation\W*(?:equal to|of|is|=)?\W*$", re.IGNORECASE)
_CALLED = re.compile(r"\b(?:densit(?:y|ies)|pdf|pmf|mass function|law)\b", re.IGNORECASE)
_LAW_WORDS = re.compile(
    r"\b(?:normal|gaussian|uniform|bernoulli|poisson|exponential|laplace|binomial|geometric|gamma|beta|standard)(?:ly)?\b",
    re.IGNORECASE,
)
_FROM = re.compile(r"\b(?:from|density|distribution|law|according to)\W*(?:a|an|the)?\W*$", re.IGNORECASE)
_UNDERSTOOD = re.compile(
    r"\bi\.?\s?i\.?\s?d\b\.?|\b(?:mutually |jointly |statistically )?independent(?:ly)?\b|\bidentically distributed\b"
    r"|\b(?:finite )?(?:mean|variance|expectation|standard deviation)\b|\brandom (?:variables?|samples?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """One formula of a sentence and the words before it."""

    statement: Statement
    before: str


def told(scope: Scope, vocabulary: Vocabulary, formulas: Sequence[Told], words: str) -> tuple[Scope, str]:
    """The scope with what a sentence says of its random variables, and the sentence without the words understood."""
    try:
        return _told(scope, vocabulary, formulas, words)
    except (Unknown, RecursionError):
        return scope, words


def _told(scope: Scope, vocabulary: Vocabulary, formulas: Sequence[Told], words: str) -> tuple[Scope, str]:
    sources = [t.statement.source for t in formulas]
    scope = settled(scope, sources, words, [(t.before, t.statement.source) for t in formulas])
    scope = formula_laws(scope, vocabulary, [(t.statement, t.before) for t in formulas], words)
    scope = mass_functions(scope, vocabulary, [(t.statement, t.before) for t in formulas])
    source = " ".join(sources)
    partly = bool(_PARTLY.search(words))
    free = bool(_SAMPLE.search(words)) or bool(re.search(r"i\.?i\.?d|\\perp|⊥|\\indep", source))
    names: list[str] = []
    size: Expr | None = None
    for t in formulas:
        found = _sample_in(scope, vocabulary, t.statement)
        if found is not None:
            name, size = found
            names.append(name)
            if partly or not free:
                return _faded(scope, name), words
            drawn = scope.random.of(name) is not None
            from_some = any(_FROM.search(f.before) for f in formulas) or t.statement.ops[-1:] == ("~",)
            scope = scope if drawn else _from_words(scope, vocabulary, name, size, formulas)
            if from_some and scope.random.of(name) is None:
                return _faded(scope, name), words  # drawn from something that was not understood
            scope = _as_sample(scope, vocabulary, name, size)
            continue
        names += [n for n in _variables(scope, t.statement) if n not in names]
    if not names:
        return _density_with_moments(scope, vocabulary, formulas, words)
    if not partly:
        scope = replace(scope, random=replace(scope.random, faded=scope.random.faded - set(names)))
        kept = tuple(d for d in scope.definitions if not (d.inherited and d.name in names))
        scope = replace(scope, definitions=kept)  # said anew
    if partly:
        spoken = bool(re.search(r"independen", words, re.IGNORECASE))
        return (replace(scope, random=replace(scope.random, conditional=True)), words) if spoken else (scope, words)
    scope = _with_density(scope, formulas, names)
    if free and len(names) > 1:
        if not _INDEPENDENT.search(words) and not re.search(r"i\.?i\.?d|\\perp|⊥|\\indep", source + words):
            return scope, words
        groups = (*scope.random.independent, frozenset(names))
        scope = replace(scope, random=replace(scope.random, independent=groups))
    understood = size is not None or (free and len(names) > 1)
    before = scope
    scope = _with_moments(scope, vocabulary, formulas, names)
    if understood or scope is not before or not _INDEPENDENT.search(words):
        words = _UNDERSTOOD.sub(" ", words)
    if any(law.head == d.head for law, _ in scope.laws for d in scope.random.known if d.name in names):
        words = _LAW_WORDS.sub(" ", words)  # the formula says which
    return scope, words


def _with_density(scope: Scope, formulas: Sequence[Told], names: list[str]) -> Scope:
    """`Let $X$ have density $f(x) = 2x$ on $[0, 1]$`."""
    if len(names) != 1 or scope.random.of(names[0]) is not None:
        return scope
    sources = [t.statement.source for t in formulas if _CALLED.search(t.before)]
    laws = [law for law, source in scope.laws if source in sources and not law.given and not law.index]
    if len(laws) != 1:
        return scope
    draw = Draw(names[0], laws[0].head, laws[0].outcome[0])
    return replace(scope, random=scope.random.add(draw))


def _sample_in(scope: Scope, vocabulary: Vocabulary, s: Statement) -> tuple[str, Expr] | None:
    """`X_1, ..., X_n`, perhaps with what they are drawn from."""
    sides = s.items
    if None in s.sides or not any(isinstance(side, Dots) for side in sides):
        return None
    end = len(sides) - 1 if s.ops and s.ops[-1] == "~" else len(sides)
    if any(op not in (",", "~") for op in s.ops):
        return None
    return sample(scope, vocabulary, tuple(sides[:end]))


def _variables(scope: Scope, s: Statement) -> list[str]:
    """The random variables that a formula of such a sentence introduces or names."""
    sides = s.items
    if s.ops and s.ops[-1] == "~":
        sides = sides[:-1]
    elif any(op not in (",", "?") for op in s.ops):
        return []
    return [
        name_of(n)
        for n in sides
        if isinstance(n, Sym)
        and (n.base in CAPITALS | frozenset("UVWST") or scope.random.of(name_of(n)) is not None)
        and not n.marks
    ]


def _faded(scope: Scope, name: str) -> Scope:
    draws = replace(scope.random, known=tuple(d for d in scope.random.known if d.name != name))
    return replace(scope, random=replace(draws, faded=draws.faded | {name}))


def _from_words(scope: Scope, vocabulary: Vocabulary, name: str, size: Expr, formulas: Sequence[Told]) -> Scope:
    """`X_1, ..., X_n` drawn from $p$."""
    for t in formulas:
        (right, *more) = t.statement.sides
        if not more and right is not None and _FROM.search(t.before):
            found = drawn_from(scope, vocabulary, Sym(name), right, t.statement.source, size)
            scope = scope if found is None else found
    return scope


def _as_sample(scope: Scope, vocabulary: Vocabulary, name: str, size: Expr) -> Scope:
    """A sample: drawn as stated, or from a law of which nothing is said; its mean has a name of its own."""
    if scope.random.of(name) is None:
        role = small(Sym(name))
        scope = replace(scope, random=scope.random.add(Draw(name, "p", role, size=size)))
    draw = scope.random.of(name)
    assert draw is not None
    if isinstance(size, Name):
        scope = replace(scope, integer=scope.integer | {size.id}, positive=scope.positive | {size.id})
        vocabulary.ranges.setdefault("i", Sym(size.id))
    if scope.definition(f"bar_{name}") is None:
        letter = f"#{size.id}" if isinstance(size, Name) else f"#{size.value}" if isinstance(size, Number) else "#n"
        body = mean_body(replace(draw, size=size), letter)
        scope = scope.define(Definition(f"bar_{name}", (), body, "the mean of the sample"))
        if isinstance(size, Name):
            scope = scope.define(Definition(f"bar_{name}_{size.id}", (), body, "the mean of the sample"))
    return scope


def _with_moments(scope: Scope, vocabulary: Vocabulary, formulas: Sequence[Told], names: list[str]) -> Scope:
    """`with mean $\\mu$ and variance $\\sigma^2$`."""
    mean, variance = _moments(scope, vocabulary, formulas, names)
    if mean is None and variance is None:
        return scope
    for name in names:
        draw = scope.random.of(name)
        if draw is None:
            draw = Draw(name, "p", small(Sym(name)))
        scope = replace(scope, random=scope.random.add(replace(draw, mean=mean, variance=variance)))
        scope = _positive(scope, variance)
        if draw.size is None:
            scope = _assumed(scope, draw, mean, variance)
    return scope


def _moments(
    scope: Scope, vocabulary: Vocabulary, formulas: Sequence[Told], names: list[str]
) -> tuple[Expr | None, Expr | None]:
    """The mean and the variance that a sentence names, `with mean $\\mu$ and variance $\\sigma^2$`."""
    mean: Expr | None = None
    variance: Expr | None = None
    for t in formulas:
        values = values_of(t.statement)  # `mean $\\mu > 0`
        node = values[0] if len(values) == 1 and None not in t.statement.sides else None
        if node is None or isinstance(node, Dots):
            continue
        law = isinstance(node, App) and isinstance(node.fn, Sym) and node.fn.base in LAWS
        if law or (isinstance(node, Sym) and name_of(node) in names):
            continue
        if _MEAN.search(t.before):
            mean = Elaborator(vocabulary, scope).expr(node)
        elif _VARIANCE.search(t.before):
            variance = Elaborator(vocabulary, scope).expr(node)
        elif _DEVIATION.search(t.before):
            variance = Power(Elaborator(vocabulary, scope).expr(node), Number(2))
    return mean, variance


def _density_with_moments(
    scope: Scope, vocabulary: Vocabulary, formulas: Sequence[Told], words: str
) -> tuple[Scope, str]:
    """`Let $p(x)$ be a density with mean $0$ and variance $\\sigma^2$`."""
    plain = [t for t in formulas if not t.statement.ops]
    subjects = [found for t in plain if (found := density_at_variable(vocabulary, t.statement)) is not None]
    if len(subjects) != 1 or density_at_variable(vocabulary, formulas[0].statement) is None:
        return scope, words
    ((family, variable),) = subjects
    mean, variance = _moments(scope, vocabulary, formulas, [])
    if (mean is None and variance is None) or any(law.head == family for law, _ in scope.laws):
        return scope, words
    draw = Draw(family, family, variable)
    return _assumed(_positive(scope, variance), draw, mean, variance), _UNDERSTOOD.sub(" ", words)


def _positive(scope: Scope, variance: Expr | None) -> Scope:
    base = variance.base if isinstance(variance, Power) else variance
    return replace(scope, positive=scope.positive | {base.id}) if isinstance(base, Name) else scope


def _assumed(scope: Scope, draw: Draw, mean: Expr | None, variance: Expr | None) -> Scope:
    """The moments of a single variable as equations."""
    x = draw.role
    weight = Apply(draw.head, (Arg(x, Name(x)),))

    def moment(body: Expr) -> Expr:
        return Fold("sum", x, Domain("space", x), multiply(weight, body))

    found = []
    if mean is not None:
        found.append((Relation(moment(Name(x)), "=", mean), "the mean of " + draw.name))
    if variance is not None:
        second = subtract(moment(Power(Name(x), Number(2))), Power(moment(Name(x)), Number(2)))
        found.append((Relation(second, "=", variance), "the variance of " + draw.name))
    return replace(scope, assumptions=scope.assumptions + tuple(found))


def stated_moment(scope: Scope, s: Statement) -> tuple[str, str] | None:
    """(variable, E or Var) for `E[X] = m`, `Var(X_i) = v`."""
    left = s.sides[0]
    if s.ops != ("=",) or not isinstance(left, Expect) or left.sub or left.given or left.op not in ("E", "Var"):
        return None
    body: Node = left.body
    if isinstance(body, Pow | Rel | Num) or not isinstance(body, Sym):
        return None
    name = body.base if scope.random.of(body.base) is not None else name_of(body)
    return name, left.op
