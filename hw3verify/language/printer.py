"""Expressions as LaTeX: our reading, printed so that a person sees at once where it went wrong.

Law: what is printed says no more and no less than the tree (brackets follow precedence, bound variables keep their
names, every missing differential is written). It need not look like what the author wrote.
"""

from __future__ import annotations

import re

from hw3verify.language.law_printer import PREFIX, law_latex
from hw3verify.language.random_letters import NAMES
from hw3verify.language.vocabulary import GREEK
from hw3verify.meaning.expr import Apply, Arg, Call, Derivative, Domain, Expr, Fold, Name, Number, Power, Product, Sum
from hw3verify.meaning.extremum import RING, is_extremum, objective
from hw3verify.meaning.shape import named

SUM, PRODUCT, POWER, ATOM = range(4)
MAX_LENGTH = 4000


def latex(e: Expr) -> str:
    """The expression as LaTeX."""
    text = _show(e, SUM)
    return text if len(text) <= MAX_LENGTH else text[:MAX_LENGTH] + r"\dots"


def name_latex(name: str) -> str:
    """A name as LaTeX: `mu_phi` is \\mu_{\\phi}."""
    name = name.removesuffix("!").replace(RING, "")
    if name.startswith("1:"):  # the indicator of a set
        return f"1_{{{name_latex(name[2:])}}}"
    if name == "infinity":
        return r"\infty"
    marks = ""
    while name and name[-1] in "*'":
        marks = name[-1] + marks
        name = name[:-1]
    base, _, sub = name.removesuffix("[]").partition("_")
    for accent in ("hat", "tilde", "bar"):
        if base == accent and sub:
            inner, _, sub = sub.partition("_")
            base = f"\\{accent}{{{_letter(inner)}}}"
            break
    else:
        base = _letter(base)
    if sub:
        base += "_{" + ",".join(_letter(s) for s in sub.split(",")) + "}"
    stars = marks.count("*")
    return base + ("^{" + "*" * stars + "}" if stars else "") + "'" * marks.count("'")


def _letter(text: str) -> str:
    if text in GREEK or text == "ell":
        return "\\" + text
    if text in NAMES:
        return "\\" + NAMES[text]
    if re.fullmatch(r"#\d+", text):
        return "tuvwrs"[(int(text[1:]) - 1) % 6] + ("" if int(text[1:]) < 7 else text[1:])
    return text if len(text) <= 1 or not text.isalpha() else rf"\mathrm{{{text}}}"


def _wrap(text: str, inner: int, outer: int) -> str:
    return rf"\left({text}\right)" if inner < outer else text


def _show(e: Expr, outer: int) -> str:
    if isinstance(e, Number):
        text = (
            str(e.value.numerator)
            if e.value.denominator == 1
            else (f"{'-' if e.value < 0 else ''}\\frac{{{abs(e.value.numerator)}}}{{{e.value.denominator}}}")
        )
        return _wrap(text, SUM if e.value < 0 else ATOM, outer)
    if isinstance(e, Name):
        return name_latex(e.id) if e.id != "pi" else r"\pi"
    if isinstance(e, Apply):
        return _apply(e)
    if isinstance(e, Sum):
        return _wrap(_sum(e), SUM, outer) if e.terms else "0"
    if isinstance(e, Product):
        return _product(e, outer)
    if isinstance(e, Power):
        return _power(e, outer)
    if isinstance(e, Call):
        return _call(e)
    if isinstance(e, Fold):
        return _wrap(_fold(e), SUM, outer)
    if isinstance(e, Derivative):
        return _wrap(rf"\frac{{\partial}}{{\partial {_show(e.by, ATOM)}}}{_show(e.body, ATOM)}", PRODUCT, outer)
    return "?"


def _args(args: tuple[Arg, ...]) -> str:
    return ",".join(_show(a.value, SUM) for a in args)


def _apply(e: Apply) -> str:
    if e.head.endswith("()[]"):  # pi_d(z): one of a list of functions
        places = tuple(a for a in e.args if a.role.startswith("#"))
        one = _apply(Apply(e.head.removesuffix("()[]") + "[]", places))
        return f"{one}({_args(tuple(a for a in e.args if a not in places))})"
    if e.head.endswith("[]") and not e.given:
        head = name_latex(e.head)
        sub = _args(e.args)
        return head[:-1] + f",{sub}}}" if head.endswith("}") and "_{" in head else f"{head}_{{{sub}}}"
    if e.head.startswith(PREFIX):
        return law_latex(e.head, _args(e.args), tuple(_show(a.value, SUM) for a in e.given), name_latex)
    return f"{name_latex(e.head)}({_args(e.args)}{'|' + _args(e.given) if e.given else ''})"


def _sum(e: Sum) -> str:
    text = ""
    for i, t in enumerate(e.terms):
        negative, shown = _signed(t)
        text += ("-" if negative else "") if i == 0 else (" - " if negative else " + ")
        text += shown
    return text


def _signed(t: Expr) -> tuple[bool, str]:
    """(is it subtracted, the text of what is added or subtracted)."""
    if isinstance(t, Number) and t.value < 0:
        return True, _show(Number(-t.value), PRODUCT)
    if isinstance(t, Product) and t.factors and isinstance(t.factors[0], Number) and t.factors[0].value < 0:
        first = Number(-t.factors[0].value)
        rest = t.factors[1:]
        inner: Expr = Product((first, *rest) if first.value != 1 or not rest else rest)
        if isinstance(inner, Product) and len(inner.factors) == 1:
            inner = inner.factors[0]
        return True, _show(inner, PRODUCT)
    return False, _show(t, PRODUCT)


def _product(e: Product, outer: int) -> str:
    if e.factors and isinstance(e.factors[0], Number) and e.factors[0].value < 0:
        _, inner = _signed(e)
        return _wrap("-" + inner, SUM, outer)
    above = [f for f in e.factors if not _below(f)]
    below = [_inverse(f) for f in e.factors if _below(f)]
    if below:
        top = _times(above) if len(above) != 1 else _show(above[0], SUM)
        bottom = _times(below) if len(below) != 1 else _show(below[0], SUM)
        return rf"\frac{{{top or 1}}}{{{bottom}}}"
    return _wrap(_times(above) or "1", PRODUCT, outer)


def _below(e: Expr) -> bool:
    return isinstance(e, Power) and isinstance(e.exponent, Number) and e.exponent.value < 0


def _inverse(e: Expr) -> Expr:
    assert isinstance(e, Power) and isinstance(e.exponent, Number)
    return e.base if e.exponent.value == -1 else Power(e.base, Number(-e.exponent.value))


def _times(factors: list[Expr]) -> str:
    parts: list[str] = []
    for i, f in enumerate(factors):
        last = i == len(factors) - 1
        text = _fold(f) if isinstance(f, Fold) and last else _show(f, POWER if not isinstance(f, Product) else PRODUCT)
        if parts and text[:1].isdigit():
            text = r"\cdot " + text
        parts.append(text)
    return r"\,".join(parts)


def _power(e: Power, outer: int) -> str:
    if e.exponent == Number(-1):
        return rf"\frac{{1}}{{{_show(e.base, SUM)}}}"
    if isinstance(e.exponent, Number) and e.exponent.value.denominator == 2 and e.exponent.value.numerator == 1:
        return rf"\sqrt{{{_show(e.base, SUM)}}}"
    return _wrap(rf"{{{_show(e.base, ATOM)}}}^{{{_show(e.exponent, SUM)}}}", POWER, outer)


def _call(e: Call) -> str:
    if e.fn == "exp":
        return rf"e^{{{_show(e.args[0], SUM)}}}"
    if e.fn == "abs":
        return rf"\left|{_show(e.args[0], SUM)}\right|"
    shaped = named(e.fn)
    if shaped is not None:
        head, starred, order = shaped
        inside = ', '.join(_show(a, SUM) for a in e.args)
        return rf"{name_latex(head)}{'^{*}' if starred else ''}{chr(39) * order}\left({inside}\right)"
    if e.fn == "put":
        return rf"\left.{_show(e.args[0], PRODUCT)}\right|_{{{_show(e.args[1], SUM)}={_show(e.args[2], SUM)}}}"
    if e.fn in ("le", "lt"):
        return (
            rf"\mathbf{{1}}[{_show(e.args[0], SUM)} {'<' if e.fn == 'lt' else chr(92) + 'le'} {_show(e.args[1], SUM)}]"
        )
    return rf"\{e.fn}\left({', '.join(_show(a, SUM) for a in e.args)}\right)"


def _fold(e: Fold) -> str:
    var = name_latex(e.var)
    if e.op in ("W1", "W2"):
        return rf"W_{e.op[1:]}\left({', '.join(_show(a, SUM) for a in getattr(e.body, 'args', (e.body,)))}\right)"
    d = e.domain
    if is_extremum(e):
        sign = rf"\{e.op}" if not e.op.startswith("arg") else r"\arg\max" if e.op == "argsup" else r"\arg\min"
        return rf"{sign}_{{{_range(var, d)}}} {_show(objective(e), PRODUCT)}"
    if e.op.startswith("limit") and d.lower is not None:
        side = f"^{e.op[5:]}" if e.op[5:] else ""
        return rf"\lim_{{{var} \to {_show(d.lower, SUM)}{side}}} {_show(e.body, PRODUCT)}"
    if d.kind == "index":
        sign = {"sum": r"\sum", "product": r"\prod"}.get(e.op, rf"\{e.op}")
        lower = "" if d.lower is None else _show(d.lower, SUM)
        upper = "" if d.upper is None else _show(d.upper, SUM)
        return rf"{sign}_{{{var}={lower}}}^{{{upper}}} {_show(e.body, PRODUCT)}"
    limits = f"_{{{var}}}"
    if d.kind == "interval" and d.lower is not None and d.upper is not None:
        limits = f"_{{{_show(d.lower, SUM)}}}^{{{_show(d.upper, SUM)}}}"
    if e.op != "sum":
        return rf"\{e.op}{limits} {_show(e.body, PRODUCT)}"
    return rf"\int{limits} {_show(e.body, PRODUCT)}\,d{var}"


def _range(var: str, d: Domain) -> str:
    """The range of an extremum: `D \\in (0,1)`, `\\|f\\|_L \\le 1`, or the name alone where it is free."""
    if d.kind == "lipschitz" and d.upper is not None:
        return rf"\|{var}\|_L \le {_show(d.upper, SUM)}"
    if d.kind == "family":
        return rf"{var} \in \mathcal{{F}}"
    if d.role == "{}":
        return rf"{var} \in \{{0,1\}}"
    if d.lower is None and d.upper is None:
        return var
    low, high = (
        (r"-\infty" if d.lower is None else _show(d.lower, SUM)),
        (r"\infty" if d.upper is None else _show(d.upper, SUM)),
    )
    return rf"{var} \in {d.role[:1]}{low}, {high}{d.role[1:]}"
