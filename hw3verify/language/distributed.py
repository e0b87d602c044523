"""What is drawn from what.

`X \\sim N(\\mu, \\sigma^2)`, `X \\sim P`, `x | z \\sim N(z, 1)`, `G(z) \\sim p_G` for `z \\sim p_z`.

A variable that is drawn from a named law gives its family that law (the family is p, unless p is something else here);
one that is drawn from a density is the variable of that family; the image of a map makes its density the push-forward.
`X_1, ..., X_n \\sim P` becomes a sample once the words of its sentence call it independent (`random_facts`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hw3verify.language.elaborate import Elaborator
from hw3verify.language.laws import add_law, make_law
from hw3verify.language.own_laws import at_number, letter_of, moves, numbered, own_laws, sample_letter
from hw3verify.language.random_variables import Draw
from hw3verify.language.scope import Scope
from hw3verify.language.surface import App, Dots, Node, Num, Rel, Sym, Tuple_, walk
from hw3verify.language.variables import small
from hw3verify.language.vocabulary import GREEK, LAWS, Vocabulary, name_of
from hw3verify.meaning.claim import PushForward
from hw3verify.meaning.expr import Apply, Arg, Expr, Name

if TYPE_CHECKING:
    from hw3verify.language.statements import Statement


def distributed(scope: Scope, vocabulary: Vocabulary, s: Statement, sides: list[Node]) -> Scope | None:
    """The scope with `left ~ right`; None where it is not understood."""
    *left, right = sides
    if len(left) == 1 and isinstance(left[0], Tuple_):
        left = list(left[0].items)
    (first,) = left if len(left) == 1 else (None,)
    if isinstance(first, App):
        return _image(scope, vocabulary, s, first, right)
    if isinstance(first, Rel) and first.op == "|":
        return _conditional(scope, vocabulary, s, first, right)
    if not all(isinstance(v, Sym | Dots) for v in left):
        return None
    symbols = [v for v in left if isinstance(v, Sym)]
    own = _each_its_own(scope, vocabulary, tuple(left), right, s.source)
    if own is not None:
        return own
    if any(isinstance(v, Dots) for v in left):
        found = sample(scope, vocabulary, tuple(left))
        if found is None:
            return None
        base, size = found
        return drawn_from(scope, vocabulary, Sym(base), right, s.source, size)
    known: Scope | None = scope
    for sym in symbols:
        known = None if known is None else drawn_from(known, vocabulary, sym, right, s.source)
    if known is not None and len(symbols) == 1 and not (isinstance(right, App) and _law_name(right)):
        image = _bound(vocabulary, known, right)
        if isinstance(image, Apply):
            known = _complete(known, name_of(symbols[0]), image, s)
    return known


def _each_its_own(
    scope: Scope, vocabulary: Vocabulary, left: tuple[Node, ...], right: Node, source: str
) -> Scope | None:
    """`X_1, ..., X_i, X_n ~ N(m_i, v_i)`, `X_1, X_2, X_i ~ N(m_i, v_i)`; `X_i ~ N(m_i, v_i)` behind a sample."""
    member = left[0] if len(left) == 1 else sample_letter(left) or left[-1]
    letter = letter_of(member)
    if not isinstance(member, Sym) or not letter:
        return None
    listed = numbered(left[:-1])
    if listed:
        known: Scope | None = scope
        for sym in listed:
            law = at_number(right, letter, sym.sub[0])
            known = None if known is None else drawn_from(known, vocabulary, sym, law, source)
        return known
    before = scope.random.of(member.base)
    found = sample(scope, vocabulary, left) if len(left) > 1 else None
    size = found[1] if found is not None else before.size if before is not None else None
    if size is None and moves(right, letter):  # of which, and are they independent? Nothing is refuted of them
        return replace(scope, random=replace(scope.random, faded=scope.random.faded | {member.base}))
    if size is None:
        return None
    if not moves(right, letter):
        return drawn_from(scope, vocabulary, Sym(member.base), right, source, size)
    return own_laws(scope, vocabulary, member, size, right, source)


def sample(scope: Scope, vocabulary: Vocabulary, names: tuple[Node, ...]) -> tuple[str, Expr] | None:
    """(X, n) for `X_1, ..., X_n`."""
    symbols = [n for n in names if isinstance(n, Sym)]
    if not symbols or len({n.base for n in symbols}) != 1 or any(len(n.sub) != 1 or n.marks for n in symbols):
        return None
    first, last = symbols[0].sub[0], symbols[-1].sub[0]
    if not (isinstance(first, Num) and first.value == 1) or not isinstance(last, Sym | Num):
        return None
    return symbols[0].base, Elaborator(vocabulary, scope).expr(last)


def sample_of(scope: Scope, vocabulary: Vocabulary, s: Statement) -> tuple[str, Expr] | None:
    """(X, n) for a statement of `X_1, ..., X_n`, in a list or not."""
    sides = (side for side in s.sides if side is not None)
    return sample(scope, vocabulary, tuple(n for side in sides for n in getattr(side, "items", (side,))))


def drawn_from(
    scope: Scope, vocabulary: Vocabulary, sym: Sym, right: Node, source: str, size: Expr | None = None
) -> Scope | None:
    """`X ~ right`, for a named law or a density."""
    name, role = name_of(sym), small(sym)
    if sym.marks or (sym.base in GREEK and not (isinstance(right, App) and _law_name(right))):
        return None
    if isinstance(right, App) and _law_name(right):
        chances = {name_of(n) for n in walk(right) if isinstance(n, Sym) and name_of(n) in ("p", "q")}
        if any(c in vocabulary.signatures and c not in vocabulary.numbers for c in chances):
            return None  # a density, or a probability?
        scope = replace(scope, unit=scope.unit | chances, positive=scope.positive | chances)
        head = head_for(scope, vocabulary, role, chances)
        e = Elaborator(vocabulary, scope)
        law = make_law(e, Apply(head, (Arg(role, Name(role)),)), right)
        if law is None:
            return None
        scope = add_law(scope, law, source, head in e.open_laws)
        return replace(scope, random=scope.random.add(Draw(name, head, role, size=size)))
    fn = right.fn if isinstance(right, App) else right
    if not isinstance(fn, Sym) or not (vocabulary.is_density(fn) or len(fn.base) == 1):
        return None
    vocabulary.declared.add(name_of(fn))
    if scope.definition(name_of(fn)) is not None or scope.definition(vocabulary.family(fn)) is not None:
        return None
    if isinstance(right, Sym):  # whatever else the family is written at
        family = vocabulary.family(right)
        own = vocabulary.marginal(right)
        role = own[0] if len(own) == 1 else vocabulary.role(family, role)
        stated = {w.outcome for w, _ in scope.laws if w.head == family and not w.given}
        if len(stated) == 1 and len(min(stated)) == 1:
            ((role,),) = stated
        return replace(scope, random=scope.random.add(Draw(name, family, role, size=size)))
    image = _bound(vocabulary, scope, right)
    if not isinstance(image, Apply) or len(image.args) != 1:
        return None
    if image.given:  # x ~ p(x|z): under which of the two is E?
        return replace(scope, random=replace(scope.random, faded=scope.random.faded | {name}))
    return replace(scope, random=scope.random.add(Draw(name, image.head, image.args[0].role, size=size)))


def _bound(vocabulary: Vocabulary, scope: Scope, node: Node) -> Expr:
    """A density whose variables are any, whatever they are made of elsewhere."""
    e = Elaborator(vocabulary, scope)
    with e.free_of({name_of(n) for n in walk(node) if isinstance(n, Sym)}):
        return e.expr(node)


def _law_name(right: App) -> str:
    return LAWS.get(right.fn.base, "") if isinstance(right.fn, Sym) else ""


def head_for(scope: Scope, vocabulary: Vocabulary, role: str, chances: set[str]) -> str:
    """The family of a variable with a law of its own: p, unless p has another law, or a meaning, already."""
    taken = {d.name for d in scope.definitions} | {w.head for w, _ in scope.laws if role in w.outcome} | chances
    head = "p"
    while head in taken:
        head += "'"
    if head == "p":  # p(x) and p(y) are the laws of X and of Y, whatever the letters
        vocabulary.marginals.setdefault("p", set()).add(role)
    return head


def _conditional(scope: Scope, vocabulary: Vocabulary, s: Statement, left: Rel, right: Node) -> Scope | None:
    """`x | z ~ N(z, 1)`: the law of p(x | z)."""
    given = left.right.items if isinstance(left.right, Tuple_) else (left.right,)
    if not isinstance(left.left, Sym) or not all(isinstance(g, Sym) for g in given) or not isinstance(right, App):
        return None
    if not _law_name(right):
        return None
    conditions = [small(g) for g in given if isinstance(g, Sym)]
    if left.left.base in GREEK or any(isinstance(g, Sym) and g.base in GREEK and scope.random.of(name_of(g)) is None
                                      for g in given):  # fmt: skip
        return None
    role = small(left.left)
    from hw3verify.language.variables import lowered

    names = {name_of(g): small(g) for g in given if isinstance(g, Sym)}
    head = Apply("p", (Arg(role, Name(role)),), tuple(Arg(c, Name(c)) for c in conditions))
    e = Elaborator(vocabulary, scope)
    law = make_law(e, head, lowered(right, names))
    if law is None:
        return None
    scope = add_law(scope, law, s.source, law.head in e.open_laws)
    return replace(scope, random=scope.random.add(Draw(name_of(left.left), "p", role)))


# -- push-forwards --------------------------------------------------------------------------------------------


def _image(scope: Scope, vocabulary: Vocabulary, s: Statement, left: App, right: Node) -> Scope | None:
    """`G(z) ~ p_G` makes p_G the law of G(z)."""
    fn = right.fn if isinstance(right, App) else right
    if not isinstance(fn, Sym) or (isinstance(right, App) and fn.base in LAWS):
        return None
    vocabulary.declared.add(name_of(fn))
    image = _bound(vocabulary, scope, right)
    if not isinstance(image, Apply) or len(image.args) != 1 or image.given:
        return None
    if not (isinstance(left.fn, Sym) and len(left.args) == 1):
        return None
    (base,) = left.args
    if not isinstance(base, Sym):
        return None
    role = name_of(base)
    known = [f for f, seen in vocabulary.signatures.items() if any(sig == ((role,), ()) for sig in seen)]
    drawn = scope.random.of(role)
    family = drawn.head if drawn is not None else "p_z" if "p_z" in known else (known[0] if len(known) == 1 else "")
    fact = PushForward(name_of(left.fn), family, role, image.head, image.args[0].role)
    return replace(scope, push_forwards=(*scope.push_forwards, (fact, s.source)))


def _complete(scope: Scope, variable: str, density: Apply, s: Statement) -> Scope:
    """`... for z ~ p_z(z)` behind `G(z) ~ p_G`: the base of the push-forward."""
    if not scope.push_forwards or not any(w in s.before.split() for w in ("for", "with", "where", "when")):
        return scope
    fact, source = scope.push_forwards[-1]
    if fact.base_role != variable or density.given or len(density.args) != 1:
        return scope
    fact = replace(fact, base=density.head, base_role=density.args[0].role)
    return replace(scope, push_forwards=(*scope.push_forwards[:-1], (fact, source)))
