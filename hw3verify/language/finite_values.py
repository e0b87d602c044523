r"""Random variables with finitely many values: `$X$ takes the values $x_1, \dots, x_n$ with probabilities ...`.

    E[g(X)]   is   sum_k p_k g(x_k)

also for values that are written out, `$a$ with probability $p$ and $b$ with probability $1-p$`. The probabilities of a
list are not negative and add up to 1, because the sentence calls them probabilities; those that are written out have to
add up to 1 evidently. Law: the expectation under the law that puts these masses on these values, which need not differ.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from operator import eq, ge, gt, le, lt
from typing import TYPE_CHECKING

from hw3verify.language.names import INDICES, Unknown, name_of
from hw3verify.language.surface import App, Dots, Expect, Node, Num, Rel, Sym, Tuple_, walk
from hw3verify.meaning.expr import (
    ONE,
    ZERO,
    Apply,
    Arg,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    Product,
    Sum,
    add,
    log,
    multiply,
    negate,
    substitute,
    subtract,
)

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator
    from hw3verify.language.scope import Scope
    from hw3verify.language.statements import Statement
    from hw3verify.language.vocabulary import Vocabulary

HOLDS = {"=": eq, "<": lt, "<=": le, ">": gt, ">=": ge}
_M = r"⟦(\d+)⟧"
_TAKES = re.compile(
    rf"(?:let|suppose|assume|that|where|the|random|variable|\s|,)*{_M}\s*(?:be\s+a\s+(?:discrete\s+)?random\s+variable"
    r"\s+(?:that|which|with)\s+)?(?:takes?|taking|has|have|attains?|is|with)\s+(?:on\s+)?(?:the\s+)?(?:only\s+)?",
    re.IGNORECASE,
)
_WITH = r"\s*,?\s*with\s+(?:the\s+)?(?:respective\s+|corresponding\s+)?probabilit(?:y|ies)\s*"
_AND = r"\s*(?:,\s*and|,|and|or)\s*"
_SEVERAL = rf"((?:{_M}(?:{_AND})?)+)"
_LISTS = re.compile(rf"(?:values?|value)?\s*{_SEVERAL}{_WITH}{_SEVERAL}(?P<rest>.*)", re.IGNORECASE)
_ONE = re.compile(
    rf"(?:and|or|,|\s|takes?|the\s+values?|values?|value|is|equals?|otherwise)*{_M}{_WITH}{_M}", re.IGNORECASE
)
_REST = re.compile(
    r"(?:[\s.,;:]|⟦\d+⟧|\b(?:where|for|with|and|respectively|each|all|some|are|is|not\s+necessarily\s+distinct|distinct)\b)*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Finite:
    """`name` has the values and the masses; both speak of the index `letter`, up to `size`, where that is not None."""

    name: str
    values: tuple[Expr, ...]
    masses: tuple[Expr, ...]
    source: str
    letter: str = ""
    role: str = ""
    size: Expr | None = None


def finite(
    scope: Scope, vocabulary: Vocabulary, statements: Sequence[Statement], words: str
) -> tuple[Scope, bool]:
    """The scope with the variable of a sentence that has finitely many values, and whether the sentence was understood.

    `words`: the sentence with a mark for every stated formula. A sentence that gives values their probabilities and is
    not understood leaves its variable vague.
    """
    begin = _TAKES.match(words)
    if begin is None or not re.search(r"\bprobabilit(?:y|ies)\b", words) or int(begin[1]) >= len(statements):
        return scope, False
    subject = statements[int(begin[1])].sides[0]
    if not isinstance(subject, Sym) or statements[int(begin[1])].ops or not subject.base[:1].isupper():
        return scope, False
    try:
        found = _read(scope, vocabulary, statements, words[begin.end() :], subject)
    except (Unknown, RecursionError):
        found = None
    if found is None:
        if not re.search(r"\bvalues?\b", words):
            return scope, False
        return replace(scope, vague=scope.vague | {name_of(subject), subject.base.lower()}), False
    known, scope = found
    kept = tuple(d for d in scope.random.known if d.name != known.name)
    random = replace(scope.random, known=kept, faded=scope.random.faded - {known.name})
    values = (*(f for f in scope.finite if f.name != known.name), known)
    told = scope.mentioned | {known.name, "p", "P", "Pr"}  # P(X = 1) = ... is said of X, and introduces no P
    return replace(scope, random=random, finite=values, mentioned=told), True


def _read(
    scope: Scope, vocabulary: Vocabulary, statements: Sequence[Statement], text: str, subject: Sym
) -> tuple[Finite, Scope] | None:
    """What the sentence gives, and the scope with the signs of its masses."""
    from hw3verify.language.elaborate import Elaborator

    pairs: list[tuple[Node, Node]] = []
    m = _LISTS.match(text)
    if m is not None and _REST.fullmatch(m["rest"]):
        first, second = (_items(statements, part) for part in (m[1], m[3]))
        listed = _indexed(scope, vocabulary, first, second, subject, statements)
        if listed is not None:
            return listed
        if len(first) != len(second):
            return None
        pairs = list(zip(first, second, strict=True))
    else:
        at = 0
        while (one := _ONE.match(text, at)) is not None:
            (value,), (mass,) = (_items(statements, f"⟦{k}⟧") for k in one.groups())
            pairs.append((value, mass))
            at = one.end()
        if not _REST.fullmatch(text, at):
            return None
    if len(pairs) < 2 or any(isinstance(n, Dots) for pair in pairs for n in pair):
        return None
    letters = {name_of(n) for _, mass in pairs for n in walk(mass) if isinstance(n, Sym)}
    plain = letters - vocabulary.signatures.keys()
    scope = replace(scope, unit=scope.unit | {n for n in plain if n in ("p", "q", "r")})
    e = Elaborator(vocabulary, scope)
    masses = tuple(e.expr(mass) for _, mass in pairs)
    values = tuple(e.expr(value) for value, _ in pairs)
    if not _add_up(masses) or e.laws:
        return None
    return Finite(name_of(subject), values, masses, statements[0].source), scope


def _items(statements: Sequence[Statement], marks: str) -> tuple[Node, ...]:
    """The formulas of a list of marks, one by one."""
    from hw3verify.language.clauses import values_of

    found: list[Node] = []
    for k in re.findall(_M, marks):
        s = statements[int(k)]
        if "=" in s.ops:  # k = 1, ..., n
            continue
        items = s.items if set(s.ops) <= {","} else values_of(s)
        found += [n for side in items for n in (side.items if isinstance(side, Tuple_) else (side,))]
    return tuple(found)


def _indexed(
    scope: Scope, vocabulary: Vocabulary, values: tuple[Node, ...], masses: tuple[Node, ...], subject: Sym,
    statements: Sequence[Statement],
) -> tuple[Finite, Scope] | None:  # fmt: skip
    """x_1, ..., x_n with p_1, ..., p_n; x_k with p_k, for k = 1, ..., n."""
    from hw3verify.language.sample_statements import counts_up

    ends = [_end(nodes) for nodes in (values, masses)]
    if None in ends or ends[0] != ends[1]:
        return None
    end = ends[0]
    letter = ""
    if isinstance(end, Sym) and end.base in INDICES and len(values) == 1:  # x_k
        letter = end.base
        runs = [s.items[-1] for s in statements if counts_up(s, end)]
        end = runs[0] if runs else vocabulary.ranges.get(letter)
    if not isinstance(end, Sym | Num):
        return None
    size: Expr = Number(end.value) if isinstance(end, Num) else Name(name_of(end))
    role = f"#{size.value}" if isinstance(size, Number) else f"#{name_of(end)}" if isinstance(end, Sym) else ""
    x, p = (next(n.base for n in nodes if isinstance(n, Sym)) for nodes in (values, masses))
    k = "k"
    value, mass = (Apply(f"{base}[]", (Arg(role, Name(k)),)) for base in (x, p))
    from hw3verify.meaning.claim import Relation

    source = f"the probabilities of {name_of(subject)}"
    total = Fold("sum", k, Domain("index", role, ONE, size), mass)
    said = ((Relation(ZERO, "<=", mass), source), (Relation(total, "=", ONE), source))
    scope = replace(scope, assumptions=(*scope.assumptions, *said), mentioned=scope.mentioned | {x, p})
    if isinstance(size, Name):
        scope = replace(scope, integer=scope.integer | {size.id}, positive=scope.positive | {size.id})
    return Finite(name_of(subject), (value,), (mass,), statements[0].source, k, role, size), scope


def _end(nodes: tuple[Node, ...]) -> Node | None:
    """n for x_1, ..., x_n; k for x_k alone."""
    symbols = [n for n in nodes if isinstance(n, Sym)]
    if not symbols or any(len(n.sub) != 1 or n.marks for n in symbols) or len({n.base for n in symbols}) != 1:
        return None
    if len(nodes) == 1:
        return symbols[0].sub[0]
    first = symbols[0].sub[0]
    listed = any(isinstance(n, Dots) for n in nodes) and isinstance(first, Num) and first.value == 1
    return symbols[-1].sub[0] if listed else None


def _add_up(masses: Sequence[Expr]) -> bool:
    """Do the masses evidently add up to 1, as polynomials do that agree at several points?"""
    for shift in (Fraction(1, 7), Fraction(2, 11), Fraction(5, 13)):
        try:
            if sum((_value(m, shift) for m in masses), Fraction(0)) != 1:
                return False
        except (ValueError, ZeroDivisionError):
            return False
    return True


def _value(e: Expr, at: Fraction) -> Fraction:
    if isinstance(e, Number):
        return e.value
    if isinstance(e, Name):
        return at + Fraction(sum(map(ord, e.id)) % 17, 19)
    if isinstance(e, Sum):
        return sum((_value(t, at) for t in e.terms), Fraction(0))
    if isinstance(e, Product):
        found = Fraction(1)
        for f in e.factors:
            found *= _value(f, at)
        return found
    if isinstance(e, Power) and isinstance(e.exponent, Number) and e.exponent.value.denominator == 1:
        return _value(e.base, at) ** int(e.exponent.value)
    raise ValueError


def of_points(e: Elaborator, node: App) -> Expr | None:
    """`P(X = 2)`, `P(X > 0)` and `H(X)` where the values are different numbers; None where no such variable is meant.

    Values of a list, or letters, may be equal: then probabilities and entropies are not known.
    """
    names = {name_of(n) for n in walk(node) if isinstance(n, Sym)}
    f = next((f for f in e.scope.finite if f.name in names), None)
    if f is None:
        return None
    values = [v.value for v in f.values if isinstance(v, Number)]
    event = node.args[0] if len(node.args) == 1 and not node.given else None
    if len(set(values)) == len(f.values):
        if event == Sym(f.name) and isinstance(node.fn, Sym) and node.fn.base == "H" and not node.fn.sub:
            e.used[f.source] = None
            return negate(add(*(multiply(m, log(m)) for m in f.masses)))
        if isinstance(event, Rel) and event.left == Sym(f.name) and isinstance(event.right, Num) and event.op in HOLDS:
            e.used[f.source] = None
            holds, at = HOLDS[event.op], event.right.value
            return add(ZERO, *(m for v, m in zip(values, f.masses, strict=True) if holds(v, at)))
    raise Unknown(f"of {f.name} only the values and their probabilities are known", node)


def of_finite(e: Elaborator, node: Expect) -> Expr | None:
    """E, Var or Cov of a function of such a variable; None where the bracket speaks of none."""
    names = {name_of(n) for n in walk(node) if isinstance(n, Sym)}
    known = [f for f in e.scope.finite if f.name in names]
    if not known:
        return None
    plain = not node.sub or (len(node.sub) == 1 and node.sub[0] == Sym(known[0].name))
    if len(known) > 1 or node.given or node.op not in ("E", "Var") or not plain:
        raise Unknown("of these variables only the values of each are known", node)
    (f,) = known
    e.used[f.source] = None
    bound = {f.name}
    others = {d.name for d in e.scope.random.known} & names
    if others - bound:
        raise Unknown("of these variables only the values of each are known", node)
    body = e.expr(node.body)
    for n in (*f.values, *f.masses):
        e.note_heads(n)

    def mean(of: Expr) -> Expr:
        if f.size is not None:
            ((value,), (mass,)) = f.values, f.masses
            whole = multiply(mass, substitute(of, {f.name: value}))
            return Fold("sum", f.letter, Domain("index", f.role, ONE, f.size), whole)
        pairs = zip(f.values, f.masses, strict=True)
        return add(*(multiply(m, substitute(of, {f.name: v})) for v, m in pairs))

    if node.op == "E":
        return mean(body)
    return subtract(mean(Power(body, Number(Fraction(2)))), Power(mean(body), Number(Fraction(2))))
