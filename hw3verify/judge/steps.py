"""What a proof rests on, in sentences for a student.

The kernel names its rules shortly; here each has a phrase for the verdict's line ("by conditional densities, ...") and
a sentence for the proof. The witnesses of an inequality are printed: which weight, which ratio.
"""

from __future__ import annotations

from typing import Any

from hw3verify.kernel.certify import Certified
from hw3verify.kernel.proof import Proof
from hw3verify.language.printer import latex, name_latex
from hw3verify.meaning.codec import decode

# rule -> (phrase, sentence)
RULES = {
    "conditional": ("conditional densities", r"a conditional density is a quotient: p(x|z) = p(x,z)/p(z)"),
    "marginalise": ("marginals", r"integrating a joint density over a variable leaves the density of the others"),
    "complete mass": ("total mass 1", r"a density integrates to 1"),
    "constant out of the integral": ("constants out of integrals", "what does not vary comes out of the integral"),
    "swap integrals": ("order of integration", "the order of two integrations may be exchanged"),
    "split log": ("logarithm of a product", r"\log(ab) = \log a + \log b for positive a and b"),
    "log of a product": ("logarithm of a product over an index", r"its logarithm is the sum of the logarithms"),
    "log of exp": ("log of exp", r"\log e^u = u"),
    "exp of log": ("exp of log", r"e^{\log a} = a for positive a"),
    "Gaussian moments": ("Gaussian moments", r"E[z] = \mu and E[(z-\mu)^2] = \sigma^2 under a normal law"),
    "series": ("known series", r"\sum_k r^k = 1/(1-r) for 0 < r < 1, \sum_k r^k / k! = e^r"),
    "exponential moments": ("exponential moments", r"\int_0^\infty x^n e^{-rx} dx = n! / r^{n+1} for r > 0"),
    "gamma function": ("gamma functions", r"\int_0^\infty x^{s-1} e^{-rx} dx = \Gamma(s) / r^s for s, r > 0"),
    "beta function": (
        "beta functions",
        r"\int_0^1 x^{s-1}(1-x)^{t-1} dx = \Gamma(s)\Gamma(t)/\Gamma(s+t) for s, t > 0",
    ),
    "Laplace moments": ("Laplace moments", r"\int y^j e^{-c|y|} dy = 2 j! / c^{j+1} for even j, 0 for odd j"),
    "binomial sum": ("the binomial theorem", r"\sum_k \binom{n}{k} r^k = (1+r)^n, and its derivatives by r"),
    "sum over 0 and 1": ("sum over 0 and 1", "a binary variable is summed over 0 and 1"),
    "the premise never holds": ("a premise that never holds", "nothing satisfies the premise, so anything follows"),
    "push-forward": ("change of variables", r"E[f(G(z))] over z is E[f(x)] under the law of x = G(z)"),
    "derivative": ("differentiation", "derivatives by the usual rules"),
    "functional derivative": ("functional derivative", "the derivative by q(z) takes the integral over z away"),
    "fundamental theorem": (
        "the fundamental theorem",
        "an antiderivative, differentiated again, and its limits at the ends give the integral",
    ),
    "gamma integral": ("the gamma function", r"\int_0^\infty x^{s-1} e^{-rx} dx = \Gamma(s) / r^s"),
    "sign of the derivative": (
        "the sign of the derivative",
        "the difference is zero or positive at a point and grows away from it, by the sign of its derivative",
    ),
    "whole power": ("whole powers", r"a^m a^n = a^{m+n}, (-1)^{n+2} = (-1)^n for whole m and n, whatever sign a has"),
    "finite sum": ("a known sum", r"a sum such as \sum_{k=1}^n k = n(n+1)/2, or one that telescopes"),
    "limit": ("limits", "each term by its order, and quotients of vanishing terms by their derivatives"),
    "cases": ("telling cases apart", "the possible signs are told apart, and the claim is shown in each case"),
    "pieces": ("taking it piece by piece", "absolute values and supports are resolved on each piece of the range"),
    "antiderivative": ("antiderivatives", "the integral is the difference of an antiderivative at its ends"),
    "sum of a constant": ("sum of a constant", "a constant summed n times is n times the constant"),
    "insert an equation": ("the premise put in", "what the premise says is put in"),
    "stated factorisation": ("the stated factorisation", "the factorisation that the text states is put in"),
    "a vanishing sum of nonnegative terms": (
        "every term of a vanishing sum vanishes",
        "a sum of terms that are never negative is zero, so every one of them is",
    ),
    "squares are nonnegative": ("squares are nonnegative", "a square is never negative"),
    "squares and positive terms": ("squares and positive terms", "squares and positive terms are never negative"),
    "t - 1 - log t >= 0": (r"log t <= t - 1", r"\log t \le t - 1 for every t > 0, with equality at t = 1 only"),
    "log t <= 0 for t <= 1": ("log t <= 0 for t <= 1", r"\log t \le 0 for 0 < t \le 1"),
    "a concave objective": (
        "a stationary point of a concave objective",
        "the derivative vanishes there and the second derivative has one sign, so this is the extremum",
    ),
    "an objective that rises and falls": (
        "an objective that rises and then falls",
        "the derivative is positive before this point and negative behind it, so this is the only extremum",
    ),
    "the extremum is attained": ("the value at the extremum", "the objective's value at its extremum is put in"),
    "what holds for every member holds for the extremum": (
        "a bound for every member",
        "what bounds the objective everywhere bounds its supremum or infimum",
    ),
    "one member bounds the extremum": ("one member of the range", "a supremum is at least any one of its values"),
    "objectives that go together": (
        "objectives that differ by a constant",
        "adding a constant or multiplying by a positive number does not move the extremum",
    ),
    "no member exceeds the maximum": ("the maximum is the largest value", "no value exceeds the one at the maximum"),
    "a family may have two members": ("a family of two members", "what is said of every family is said of two members"),
    "an objective that rises or falls throughout": (
        "an objective that only rises or falls",
        "the derivative has one sign on the whole range, so the extremum is at an end",
    ),
    "a linear objective is extreme at the bounds": (
        "a linear objective over bounded functions",
        "the best function is at its upper bound where its weight is positive and at its lower bound elsewhere",
    ),
    "the density is written out": ("the density of the law", "the density of the stated law is put in"),
    "Kantorovich-Rubinstein duality": (
        "Kantorovich-Rubinstein duality",
        "the supremum over 1-Lipschitz functions of the difference of expectations is the distance W_1",
    ),
    "a convex function lies above its tangents": (
        "tangents of a convex function",
        r"f(t) \ge f(s) + f'(s)(t - s) for convex f, with the slope of any touching line where f has a corner",
    ),
    "a concave function lies below its tangents": (
        "tangents of a concave function",
        r"f(t) \le f(s) + f'(s)(t - s) for concave f",
    ),
    "a strictly convex function touches its tangents once": (
        "strict convexity",
        "a strictly convex function and a tangent meet at one point only, so both points are the same",
    ),
    "Fenchel-Young inequality": ("Fenchel and Young", r"f(t) + f^*(u) \ge ut, by the definition of the conjugate"),
    "Fenchel's equality": ("Fenchel's equality", r"f^*(f'(s)) = s f'(s) - f(s): a line of that slope touches f at s"),
    "stated symmetry of a function": ("the stated symmetry of the function", "f(t) = t f(1/t), as the text states"),
    "stated value of a function": ("a stated value of the function", "the value that the text states is put in"),
    "words": ("products in order", "products of matrices are multiplied out, their factors in order"),
    "trace": ("traces", r"tr(AB) = tr(BA), and x^\top y = tr(y x^\top)"),
    "inverse": ("inverses", r"(AB)^{-1} = B^{-1}A^{-1}, and A^{-1}A = I"),
    "determinant": ("determinants", r"\det(cAB) = c^d \det A \det B for square matrices"),
    "root": ("square roots of matrices", "the positive root of a diagonal matrix has the roots of its entries"),
    "moments": ("means and covariances", r"E[x] = m and E[xx^\top] = S + mm^\top for a law with mean m, covariance S"),
    "normal moments": ("moments of normal vectors", r"E[x] = m, E[xx^\top] = S + mm^\top, and higher ones by pairs"),
    "Cauchy-Schwarz": ("Cauchy and Schwarz", r"|x^\top y| \le \|x\|\,\|y\|"),
    "squared": ("squares of both sides", r"A \le R^2 and R \ge 0 give \sqrt A \le R; A \ge R^2 gives \sqrt A \ge R"),
    "gradient": ("gradients", r"\nabla_x\, x^\top A x = (A + A^\top)x, \nabla_X \log\det X = X^{-\top}, and the like"),
    "distance": ("distances of equal differences", r"W_1(p, q) depends on p - q only, W_1 of c(p - q) is |c| times it"),
    "triangle inequality": ("the triangle inequality", "a detour is never shorter than the distance"),
    "Lipschitz bound": ("the Lipschitz bound", r"|E_p f - E_q f| \le K W_1(p, q) where f has slopes of at most K"),
    "comparison: pointwise": ("comparing the integrands", "what is smaller at every point has the smaller integral"),
    "comparison: squared": ("squaring", r"L^2 \le R^2 and R \ge 0 give L \le R"),
    "comparison: both signs": ("both signs of an absolute value", r"A \le R and -A \le R give |A| \le R"),
    "comparison: Cauchy": ("Cauchy and Schwarz", r"(\int u)^2 \le \int a^2 \int b^2 for u^2 = a^2 b^2"),
    "comparison: scaled": ("homogeneity", "of two positive numbers only the ratio matters: they may add up to 2"),
    "comparison: exponentials": ("exponentials of both sides", "L <= R follows from exp(sL) <= exp(sR) with s > 0"),
    "comparison: divided": ("division by something positive", r"L \le R follows from L/c \le R/c with c > 0"),
    "ends of a range": ("the ends of a range", "what is stated with <= is shown at the end and beyond it"),
    "comparison: gathered": ("one integral for both sides", r"L \le R follows from 0 \le R - L"),
    "comparison: lemmas": ("known inequalities", "inequalities that are proved by themselves, and arithmetic"),
    "exact value": ("exact evaluation", "both sides are numbers and were computed exactly"),
}
METHODS = {
    "identity": "both sides have the same normal form",
    "compute": "both sides are evaluated exactly",
    "order": "the difference of the sides is a sum of terms that are never negative",
    "situations": "the cases are told apart and shown one by one",
    "monotone": "the difference grows away from where it is least",
    "pointwise": "the integrals are compared point by point",
    "squared": "both sides are squared",
    "both signs": "both signs of an absolute value are shown",
    "Cauchy": "the square of an integral is bounded",
    "scaled": "of two positive numbers only the ratio matters",
    "exponentials": "the exponentials of both sides are compared",
    "divided": "both sides are divided by something positive",
    "gathered": "the sides are brought under one integral",
    "told": "what a premise says of a name is put in its place",
    "ends": "the end of the range and what lies beyond are shown one by one",
    "lemmas": "it follows from known inequalities between the integrals",
    "implication": "the conclusion follows from the premise",
    "extremum": "the extremum is replaced by what it is, or by all its members",
}
GAPS = {"gap": r"t - 1 - \log t", "ratio": r"-\log t", "square": "(t - 1)^2"}


def explained(rule: str) -> tuple[str, str]:
    """The phrase and the sentence of a rule; a rule without them is named as the kernel names it."""
    if rule.endswith(" density") and rule not in RULES:
        name = rule.removesuffix(" density")
        return f"the {name} density", f"the density of the {name} law is put in"
    return RULES.get(rule, (rule, rule))


def because(certified: Certified) -> str:
    """What a proof rests on, in a line."""
    phrases = [explained(rule)[0] for rule in certified.rules]
    return "by " + ", ".join(phrases) if phrases else "by algebra"


def steps(certified: Certified) -> list[dict[str, str]]:
    """The method, the rules and the witnesses, a sentence each."""
    evidence = certified.evidence
    if not isinstance(evidence, Proof):
        return []
    if evidence.method == "array":
        inner = evidence.witness["inner"][0]
        evidence = Proof(str(inner["method"]), dict(inner["witness"]))
    found = [{"rule": evidence.method, "says": METHODS.get(evidence.method, evidence.method)}]
    found += [{"rule": rule, "says": explained(rule)[1]} for rule in certified.rules]
    gaps = evidence.witness.get("gaps", [])
    return found + [{"rule": "witness", "says": _gap(gap)} for gap in gaps]


def _gap(gap: dict[str, Any]) -> str:
    if gap["kind"] in ("triangle", "Lipschitz"):
        return f"the {'triangle inequality' if gap['kind'] == 'triangle' else 'Lipschitz bound'} is used"
    weight = latex(decode(gap["weight"]))
    if gap["kind"] in ("tangent", "Fenchel"):
        return _of_shape(gap, weight)
    coefficient = "" if str(gap["coefficient"]) == "1" else f"{gap['coefficient']} "
    over = ", ".join(name_latex(str(name)) for name, _ in gap["over"])
    fold = f" integrated over {over}" if over else ""
    if "ratio" not in gap:
        return f"{coefficient}w{fold} is never negative, with w = {weight}"
    ratio = latex(decode(gap["ratio"]))
    term = f"{coefficient}w ({GAPS.get(gap['kind'], gap['kind'])}){fold}"
    return f"{term} is never negative, with w = {weight} and t = {ratio}"


def _of_shape(gap: Any, weight: str) -> str:
    """A gap of a function of which the shape is known, in words."""
    first, second = (latex(decode(gap[k])) for k in ("first", "second"))
    f = name_latex(str(gap["head"])) + ("^*" if gap.get("starred") and gap["kind"] == "tangent" else "")
    fold = f" integrated over {', '.join(name_latex(str(name)) for name, _ in gap['over'])}" if gap["over"] else ""
    if gap["kind"] == "tangent":
        where = f"w = {weight}, t = {first}, s = {second}"
        return f"the distance of {f} at t from its tangent at s, times w{fold}, with {where}"
    return f"w ({f}(t) + {f}^*(u) - ut){fold} is never negative, with w = {weight}, t = {first}, u = {second}"
