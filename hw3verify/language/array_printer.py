"""Expressions with vectors and matrices as LaTeX: our reading, printed so that a person sees where it went wrong."""

from __future__ import annotations

import re

from hw3verify.language.printer import MAX_LENGTH, name_latex
from hw3verify.meaning.matrix import Array

SUM, PRODUCT, POWER = range(3)


def latex(a: Array) -> str:
    """The expression as LaTeX."""
    text = _show(a, SUM)
    return text if len(text) <= MAX_LENGTH else text[:MAX_LENGTH] + r"\dots"


def name_text(name: str) -> str:
    """A name; bold letters are printed bold."""
    inside = re.fullmatch(r"(\w+!?)\((.*)\)(\[\])?", name)
    if inside:
        head = {"mean": r"\mathrm{mean}", "covariance": r"\mathrm{Cov}"}.get(inside[1], name_text(inside[1]))
        return f"{head}({name_text(inside[2])})"
    if "#" in name:
        return name.partition("#")[0] or "j"
    plain = name.removesuffix("[]")
    text = name_latex(plain.rstrip("!"))
    return rf"\boldsymbol{{{text}}}" if plain.endswith("!") else text


def _wrap(text: str, inner: int, outer: int) -> str:
    return rf"\left({text}\right)" if inner < outer else text


def _show(a: Array, outer: int) -> str:
    args = a.args
    if a.op == "number":
        v = a.data
        text = (
            str(v) if v.denominator == 1 else rf"{'-' if v < 0 else ''}\frac{{{abs(v.numerator)}}}{{{v.denominator}}}"
        )
        return _wrap(text, SUM if v < 0 else POWER, outer)
    if a.op == "pi":
        return r"\pi"
    if a.op in ("name", "size", "index"):
        return name_text(str(a.data))
    if a.op == "item":
        return f"{name_text(a.data)}_{{{_show(args[0], SUM)}}}"
    if a.op == "add":
        text = " + ".join(_show(t, SUM) for t in args).replace("+ -", "- ")
        return _wrap(text, SUM, outer)
    if a.op == "times":
        minus = args[0].op == "number" and args[0].data == -1
        shown = [_show(f, POWER if i else PRODUCT) for i, f in enumerate(args[1:] if minus else args)]
        text = ("-" if minus else "") + r"\,".join(shown)
        return _wrap(text, SUM if minus else PRODUCT, outer)
    if a.op == "power":
        return rf"{{{_show(args[0], 3)}}}^{{{_show(args[1], SUM)}}}"
    if a.op == "whole":
        return rf"{{{_show(args[0], 3)}}}^{{{a.data}}}"
    if a.op == "root":
        return rf"{{{_show(args[0], 3)}}}^{{1/2}}"
    if a.op == "transpose":
        return rf"{{{_show(args[0], 3)}}}^\top"
    if a.op in ("trace", "det"):
        return rf"\{'mathrm{tr}' if a.op == 'trace' else 'det'}\left({_show(args[0], SUM)}\right)"
    if a.op in ("log", "exp"):
        return rf"\{a.op}\left({_show(args[0], SUM)}\right)"
    if a.op == "abs":
        return rf"\left|{_show(args[0], SUM)}\right|"
    if a.op == "each":
        inner = _show(args[0], 3)
        return rf"{{{inner}}}^{{\odot {_show(args[1], SUM)}}}" if len(args) > 1 else rf"\{a.data}\left({inner}\right)"
    if a.op == "eye":
        return "I" if not isinstance(a.shape[0], str) else f"I_{{{a.shape[0]}}}"
    if a.op == "ones":
        return r"\mathbf{1}"
    if a.op == "zeros":
        return "0"
    if a.op in ("diagonal", "entries"):
        return rf"\mathrm{{diag}}\left({_show(args[0], SUM)}\right)"
    if a.op == "hadamard":
        return _wrap(rf"{_show(args[0], POWER)}\odot {_show(args[1], POWER)}", PRODUCT, outer)
    if a.op == "component":
        return rf"{_wrap(_show(args[0], POWER), POWER, POWER)}_{{{_show(args[1], SUM)}}}"
    if a.op in ("sum", "product", "vector"):
        sign = {"sum": r"\sum", "product": r"\prod", "vector": r"\mathrm{vec}"}[a.op]
        index, d = a.data
        text = rf"{sign}_{{{name_text(index)}=1}}^{{{d}}} {_show(args[0], PRODUCT)}"
        return _wrap(text, SUM, outer)
    if a.op == "expect":
        return rf"\mathbb{{E}}_{{{name_text(a.data[0])}}}\left[{_show(args[2], SUM)}\right]"
    if a.op in ("gradient", "hessian"):
        nabla = r"\nabla" + ("^2" if a.op == "hessian" else "")
        return rf"{nabla}_{{{_show(a.data, SUM)}}}\left({_show(args[0], SUM)}\right)"
    if a.op == "table":
        k = a.data
        rows = [args[i : i + k] for i in range(0, len(args), k)]
        return r"\begin{pmatrix}" + r"\\".join(" & ".join(_show(c, SUM) for c in r) for r in rows) + r"\end{pmatrix}"
    return "?"
