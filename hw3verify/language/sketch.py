r"""Sketches: surface trees as compact text, for tests, traces and messages.

`(Add x (Neg 1/2))`, `p_theta(x | z)`, `(Big sum j 1 J - x_j)`: a name stands as it is, with its index behind `_`; a
field that is not there is `-`. Law: two trees have the same sketch if they are equal.

What it does not do: it is no LaTeX printer.
"""

from __future__ import annotations

from hw3verify.language.surface import App, Node, Num, Sym, Word, fields_of


def show(value: object) -> str:
    """A compact s-expression, for tests and traces: `(Add x (Neg 1/2))`, names as `y_j*`."""
    if isinstance(value, Num):
        return str(value.value)
    if isinstance(value, Sym):
        marks = value.marks
        if not value.sub:
            return value.base + marks
        inner = ",".join(show(s) for s in value.sub)
        return f"{value.base}_{inner if len(value.sub) == 1 and ' ' not in inner else '{' + inner + '}'}{marks}"
    if isinstance(value, Word):
        return f"'{value.text}'"
    if isinstance(value, App):
        text = " ".join(show(a) for a in value.args)
        if value.given:
            text += " | " + " ".join(show(a) for a in value.given)
        if value.params:
            text += " ; " + " ".join(show(a) for a in value.params)
        return f"{show(value.fn)}({text})"
    if isinstance(value, Node):
        kind = type(value)
        parts = [kind.__name__.rstrip("_")]
        parts += [show(getattr(value, n)) for n in fields_of(kind)]
        return f"({' '.join(p for p in parts if p)})"
    if isinstance(value, tuple):
        if len(value) == 2 and isinstance(value[1], int) and not isinstance(value[0], int):
            return f"{show(value[0])}:{value[1]}"
        return " ".join(f"[{show(v)}]" if isinstance(v, tuple) and not _is_pair(v) else show(v) for v in value)
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "d" if value else ""
    return str(value)


def _is_pair(value: tuple[object, ...]) -> bool:
    return len(value) == 2 and isinstance(value[1], int)
