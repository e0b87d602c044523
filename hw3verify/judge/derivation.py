"""The derivation in a part of the document, as a graph over its sides.

`derivation(trial, parts, names)` takes the names given as mere names: what the text says they stand for is not put in,
and a star does not make another name (`D^*` is the D that was looked for). So "D^* = ..." can be found as a statement
about D although the same text defines D^* for later.
"""

from __future__ import annotations

from dataclasses import replace

from hw3verify.judge.alike import form
from hw3verify.judge.choose import Verdict
from hw3verify.judge.context import Context, Meaning
from hw3verify.judge.flow import Side
from hw3verify.judge.route import Edge, Graph, Place, is_step
from hw3verify.judge.trial import Trial
from hw3verify.language.blocks import Part
from hw3verify.language.scope import Scope
from hw3verify.language.surface import App, Node, Sym
from hw3verify.language.vocabulary import DIVERGENCES, LAWS, Vocabulary, name_of
from hw3verify.meaning.expr import Apply, Expr, Name, rebuild


def derivation(trial: Trial, parts: list[Part], names: set[str]) -> Graph:
    """The sides and links of these parts; a display without a relation is a place without links."""
    graph = Graph()
    known: dict[int, Place] = {}

    def place(side: Side, context: Context, number: int) -> Place:
        if id(side) not in known:
            known[id(side)] = _place(side, context, number, names, len(known))
            graph.places.append(known[id(side)])
        return known[id(side)]

    for order, v in enumerate(verdicts_of(trial, parts)):
        left, right = v.link.left, v.link.right
        if left is not None and is_step(v):
            chosen = dict(v.choice)
            start = place(left, v.context, chosen.get(id(left), 0))
            end = place(right, v.context, chosen.get(id(right), 0))
            graph.edges.append(Edge(start, v.link.op, end, v.link, v.assessment.outcome.verdict, order))
    labels = {p.label for p in parts}
    read = {id(p.side.readings) for p in graph.places}
    for part, display, reading, context in trial.shown:
        if part.label in labels and len(reading.sides) == 1:
            (alone,) = reading.sides
            if alone is not None and id(alone) not in read:
                place(Side(display.number, display.latex, display.start, alone), context, 0)
    return graph


def _place(side: Side, context: Context, number: int, names: set[str], order: int) -> Place:
    if names:
        context = Context(context.vocabulary, _without(context.scope, names))
    meaning = starless(context.elaborate(side, number), names)
    first = side.readings.first
    surface = None if first is None else side.readings.readings[number].node if number else first.node
    key = f"unread {id(side)}" if meaning.expr is None else form(meaning.expr)
    return Place(side, meaning, surface, context, order, key)


def verdicts_of(trial: Trial, parts: list[Part]) -> list[Verdict]:
    """The verdicts of these parts, in order."""
    labels = {p.label for p in parts}
    return [v for v in trial.verdicts if v.link.part in labels]


def end_of(trial: Trial, parts: list[Part], names: set[str]) -> Context:
    """What is known at the end of the parts, without what explains these names."""
    return Context(trial.vocabulary, _without(trial.scopes.get(parts[-1].label, Scope()), names))


def names_of_question(node: Node, vocabulary: Vocabulary) -> set[str]:
    """The names by which a side may be known, if it is a name (perhaps at arguments)."""
    fn = node.fn if isinstance(node, App) else node
    if not isinstance(fn, Sym) or fn.base in DIVERGENCES or fn.base in LAWS:
        return set()
    found = {name_of(fn)} | ({vocabulary.family(fn)} if vocabulary.is_density(fn) else set())
    return {n.rstrip("*") for n in found} | {n.rstrip("*") + "*" for n in found}


def starless(meaning: Meaning, names: set[str]) -> Meaning:
    """The meaning with the star taken from these names."""
    return meaning if meaning.expr is None or not names else replace(meaning, expr=_plain(meaning.expr, names))


def _plain(e: Expr, names: set[str]) -> Expr:
    if isinstance(e, Apply) and e.head in names:
        e = Apply(e.head.rstrip("*"), e.args, e.given)
    if isinstance(e, Name) and e.id in names:
        return Name(e.id.rstrip("*"))
    return rebuild(e, lambda c: _plain(c, names))


def _without(scope: Scope, names: set[str]) -> Scope:
    return replace(scope, definitions=tuple(d for d in scope.definitions if d.name not in names)) if names else scope
