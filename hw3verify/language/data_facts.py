r"""What sentences say of data: `$x_1, \dots, x_n$ be i.i.d. $\mathrm{Ber}(\theta)$ given $\theta$`, in every wording.

A Greek letter of which densities are written is random (`random_letters`), and a law whose parameter it is, is the law
given it. A sample from such a law is independent given the letter, and not independent: it becomes `Data`. The
condition may be said in words (given $\theta$), by a bar (`x_i | \theta \sim ...`), or only by the law.

Law: what is learned holds of every sequence that is independent with this law given the letter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from hw3verify.language.data_letters import with_small_letter
from hw3verify.language.data_names import called, list_in
from hw3verify.language.datasets import Data
from hw3verify.language.elaborate import Elaborator
from hw3verify.language.random_letters import NAMES
from hw3verify.language.sample_statements import counts_up
from hw3verify.language.scope import Scope
from hw3verify.language.statements import Statement
from hw3verify.language.surface import App, Big, Node, Num, Sym
from hw3verify.language.vocabulary import Unknown, Vocabulary, name_of
from hw3verify.meaning.claim import Law, Relation
from hw3verify.meaning.expr import ONE, ZERO, Apply, Arg, Domain, Expr, Fold, Name, free_names

_INDEPENDENT = re.compile(r"\bindependent(?:ly)?\b|\bi\.?\s?i\.?\s?d\b|\brandom sample\b", re.IGNORECASE)
CONDITION = re.compile(r"⟪(.+?)⟫")  # what the words were given (`data_wordings`)
UNDERSTOOD = re.compile(
    r"\b(?:conditionally\s+)?(?:independent(?:ly)?|identically)\b|\bi\.?\s?i\.?\s?d\b\.?|\b(?:conjugate\s+)?prior\b"
    r"|\b(?:normal|gaussian|bernoulli|poisson|exponential|binomial|geometric|gamma|beta|conjugate|given)\b",
    re.IGNORECASE,
)


def conditional(
    before: Scope, scope: Scope, vocabulary: Vocabulary, stated: Sequence[Statement | None], words: str
) -> tuple[Scope, bool]:
    """The scope in which laws with a random parameter are laws given it, and samples from them data; and whether a
    sample was among what this sentence says."""
    try:
        return _conditional(before, scope, vocabulary, stated, words)
    except (Unknown, RecursionError):
        return scope, False


def _conditional(
    before: Scope, scope: Scope, vocabulary: Vocabulary, stated: Sequence[Statement | None], words: str
) -> tuple[Scope, bool]:
    said = [s for s in stated if s is not None and None not in s.sides]
    known = set(before.laws)
    ends = {s.sides[0].base: s.items[-1] for s in said if isinstance(s.sides[0], Sym) and counts_up(s, s.sides[0])}
    found: list[Data] = []
    for law, source in scope.laws:
        if (law, source) in known or len(law.outcome) != 1 or law.index or law.outcome[0] in NAMES:
            continue
        given = _letter(law)
        if not given:
            continue
        put = replace(law, given=(given,))
        draws = [d for d in scope.random.known if d.head == law.head and law.outcome == (d.role,)]
        sizes = [(d.name, d.size) for d in draws if d.size is not None]
        if not sizes and law.given and _INDEPENDENT.search(words):
            sizes = [pair for s in said if (pair := _entries(scope, vocabulary, s, law, ends)) is not None][:1]
        laws = tuple((put, w) if (old, w) == (law, source) else (old, w) for old, w in scope.laws)
        kept = tuple(d for d in scope.random.known if d.size is None or d not in draws)
        scope = replace(scope, laws=laws, random=replace(scope.random, known=kept))
        for letter, size in sizes:
            assert size is not None
            found.append(Data(letter, size, law.head, law.outcome[0], given, source))
    found += [d for s in said if (d := _product(scope, vocabulary, s)) is not None]
    letters = set(CONDITION.findall(words))
    for draw in [d for d in scope.random.known if letters and d not in before.random.known]:
        kept = tuple(d for d in scope.random.known if d != draw)
        scope = replace(scope, random=replace(scope.random, known=kept, independent=before.random.independent))
        if draw.size is not None and len(letters) == 1:  # of whose law nothing is said
            found.append(Data(draw.name, draw.size, draw.head, draw.role, min(letters), draw.name))
        else:
            random = replace(scope.random, conditional=True, faded=scope.random.faded | {draw.name})
            scope = replace(scope, random=random)
    if letters and scope.random.independent != before.random.independent:
        scope = replace(scope, random=replace(scope.random, independent=before.random.independent, conditional=True))
    found += [d for s in said if (d := _from_density(scope, vocabulary, s)) is not None]
    for data in found:
        scope = with_data(scope, vocabulary, data, before.vague)
    scope = replace(scope, data=tuple(_with_names(d, scope, said) for d in scope.data))
    return scope, bool(found)


def _letter(law: Law) -> str:
    """The random letter that a law is given, or of which its parameters speak."""
    if law.given:
        return law.given[0] if len(law.given) == 1 and law.given[0] in NAMES else ""
    letters = frozenset().union(*(free_names(p) for p in law.parameters)) & NAMES.keys()
    return min(letters) if len(letters) == 1 else ""


def _entries(
    scope: Scope, vocabulary: Vocabulary, s: Statement, law: Law, ends: Mapping[str, Node]
) -> tuple[str, Expr] | None:
    """(x, n) where a sentence lists x_1, ..., x_n, or says p(x_i | theta) for an i that runs up to n; `ends`: where it
    says that letters run to."""
    listed = list_in(s)
    if listed is not None and listed[0].lower() == law.outcome[0]:
        return listed[0], Elaborator(vocabulary, scope).expr(listed[1])
    entry = re.search(rf"\b({law.outcome[0]})_\{{?([i-n])\b", s.source, re.IGNORECASE)
    end = None if entry is None else ends.get(entry[2]) or vocabulary.ranges.get(entry[2])
    if entry is None or not isinstance(end, Sym | Num):
        return None
    return entry[1], Elaborator(vocabulary, scope).expr(end)


def _product(scope: Scope, vocabulary: Vocabulary, s: Statement) -> Data | None:
    r"""The data of `p(x_1, \dots, x_n | \theta) = \prod_{i=1}^n p(x_i | \theta)`."""
    if s.ops not in (("=",), (":=",)):
        return None
    left, right = s.sides
    if not isinstance(left, App) or not isinstance(left.fn, Sym) or not vocabulary.is_density(left.fn):
        return None
    if not isinstance(right, Big) or right.op != "prod" or right.upper is None or right.lower != Num(ONE.value):
        return None
    (given,) = left.given if len(left.given) == 1 else (None,)
    body = right.body
    if not isinstance(given, Sym) or name_of(given) not in NAMES or not isinstance(body, App) or body.fn != left.fn:
        return None
    entry = body.args[0] if len(body.args) == 1 and body.given == left.given else None
    if not isinstance(entry, Sym) or entry.sub != (right.var,):
        return None
    size = Elaborator(vocabulary, scope).expr(right.upper)
    data = Data(entry.base, size, vocabulary.family(left.fn), entry.base.lower(), name_of(given), s.source)
    from hw3verify.language.datasets import at_data

    e = Elaborator(vocabulary, replace(scope, data=(data,)))
    return data if at_data(e, left.fn, left) is not None else None


def _from_density(scope: Scope, vocabulary: Vocabulary, s: Statement) -> Data | None:
    r"""The data of `x_1, \\dots, x_n \\sim p(x | \\theta)`."""
    right, listed = s.sides[-1], list_in(s)
    if s.ops[-1:] != ("~",) or listed is None or not isinstance(right, App) or not isinstance(right.fn, Sym):
        return None
    if not vocabulary.is_density(right.fn) or len(right.args) != 1 or len(right.given) != 1:
        return None
    outcome, given = right.args[0], right.given[0]
    if not isinstance(given, Sym) or name_of(given) not in NAMES or not isinstance(outcome, Sym):
        return None
    size = Elaborator(vocabulary, scope).expr(listed[1])
    return Data(listed[0], size, vocabulary.family(right.fn), outcome.base.lower(), name_of(given), s.source)


def _with_names(data: Data, scope: Scope, said: Sequence[Statement]) -> Data:
    """The data with what the text calls them: `$D = \\{x_1, \\dots, x_n\\}$`."""
    names = {n for s in said if (n := called(s.sides, s.ops, data.letter))}
    names |= {n for s in scope.said if (n := called(s.sides, s.ops, data.letter))}
    return data if names <= data.names else replace(data, names=data.names | names)


def with_data(scope: Scope, vocabulary: Vocabulary, data: Data, vague: frozenset[str]) -> Scope:
    """The scope with data, and with where their values lie; `vague`: what was not understood before."""
    named = {data.letter, data.letter.lower(), data.head, f"{data.letter}[]", f"{data.letter.lower()}[]"}
    scope = with_small_letter(scope, data.letter)
    data = replace(data, letter=data.letter.lower())
    entries = f"{data.letter}[]"
    scope = scope.said_anew(entries)
    laws = [w.name for w, _ in scope.laws if w.head == data.head and w.outcome == (data.role,)]
    scope = replace(
        scope,
        data=(*(d for d in scope.data if d.letter != data.letter), data),
        mentioned=scope.mentioned | {data.letter, entries, data.head},
        vague=scope.vague - (named - vague),
        random=replace(scope.random, faded=scope.random.faded - named),
    )
    if isinstance(data.size, Name):
        size = frozenset((data.size.id,))
        scope = replace(scope, integer=scope.integer | size, positive=scope.positive | size)
        vocabulary.ranges.setdefault("i", Sym(data.size.id))
    entry = Apply(entries, (Arg(data.index_role, Name("i")),))
    total = Fold("sum", "i", Domain("index", data.index_role, ONE, data.size), entry)
    least = Relation(ZERO, "<=", total)
    if laws == ["bernoulli"]:
        why = "each of the data is 0 or 1"
        told = (*scope.assumptions, (least, why), (Relation(total, "<=", data.size), why))
        return replace(scope, binary=scope.binary | {entries}, assumptions=told)
    if laws in (["poisson"], ["geometric0"], ["binomial"]):
        why = "the data are counts"
        told = (*scope.assumptions, (least, why), (Relation(ZERO, "<=", entry), why))
        return replace(scope, assumptions=told)
    if laws in (["exponential"], ["gamma"]):
        return replace(scope, positive=scope.positive | {entries})
    if laws == ["beta"]:
        return replace(scope, unit=scope.unit | {entries})
    return scope
