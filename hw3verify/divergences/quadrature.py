"""Divergences of laws without a closed form: adaptive quadrature on the line, sums over whole numbers, with a bound.

The integrand is formed from the two log densities so that it cannot be negative. Pieces begin at quantiles of both
laws, reach outwards until both densities are negligible, and are halved where the rules of Gauss and Kronrod (10 and
21 points) differ most. `integrated` returns the value and a bound on its error: the sum of these differences, what
rounded log densities can do, and what lies beyond the last piece. Source: Piessens et al. 1983 (QUADPACK)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from math import log
from typing import Any, NamedTuple

import numpy as np

from hw3verify.divergences.dispatch import law_of, rule
from hw3verify.divergences.kernels import jensen_shannon, relative_entropy
from hw3verify.divergences.law_distances import estimated
from hw3verify.divergences.laws.counts import Binomial, Geometric, Poisson
from hw3verify.divergences.laws.family import Family

ROUNDS = 40
PIECES = 20_000
COUNTS = 5_000_000


class Estimate(NamedTuple):
    """A value and a bound on the distance from the exact one."""

    value: Any
    bound: Any


# abscissae of Kronrod's rule with 21 points on [-1, 1] and weights of it and of Gauss' rule with 10 (QUADPACK's qk21)
_X = (
    0.995657163025808080735527280689003, 0.973906528517171720077964012084452, 0.930157491355708226001207180059508,
    0.865063366688984510732096688423493, 0.780817726586416897063717578345042, 0.679409568299024406234327365114874,
    0.562757134668604683339000099272694, 0.433395394129247190799265943165784, 0.294392862701460198131126603103866,
    0.14887433898163121088482600112972, 0.0,
)  # fmt: skip
_KRONROD = (
    0.011694638867371874278064396062192, 0.03255816230796472747881897245939, 0.05475589657435199603138130024458,
    0.07503967481091995276704314091619, 0.093125454583697605535065465083366, 0.109387158802297641899210590325805,
    0.123491976262065851077958109585166, 0.134709217311473325928054001771707, 0.142775938577060080797094273138717,
    0.147739104901338491374841515972068, 0.149445554002916905664936468389821,
)  # fmt: skip
_GAUSS = (
    0.066671344308688137593568809893332, 0.149451349150580593145863396957658, 0.219086362515982043995534934228163,
    0.269266719309996355091226921569469, 0.295524224714752870173815619188769,
)  # fmt: skip
_NODES = np.array([-x for x in _X] + list(_X[-2::-1]))
_WEIGHTS = np.array(list(_KRONROD) + list(_KRONROD[-2::-1]))
_COARSE = np.zeros(21)
_COARSE[1:10:2] = _GAUSS
_COARSE[11:20:2] = _GAUSS[::-1]

_LEVELS = np.array([1e-15, 1e-12, 1e-9, 1e-6, 1e-4, 1e-2, 0.1, 0.25, 0.5])

Term = Callable[[Any, Any, Any, Any], tuple[Any, Any]]
"""Masses (or densities) p and q, n = p - q and log(p/q), to the integrand and how an error of n moves it."""


def _js(p: Any, q: Any, n: Any, _: Any) -> tuple[Any, Any]:
    both = p + q
    return 0.5 * jensen_shannon(np, p, q, n), 0.5 * np.abs(n) / np.where(both > 0, both, 1.0)


def _kl(p: Any, q: Any, n: Any, gap: Any) -> tuple[Any, Any]:
    both = p + q
    far = np.abs(n) > 0.8 * both
    # beyond ratios of nine by the logarithms, as densities may have underflowed
    near = relative_entropy(np, p, np.where(far, p, q), np.where(far, 0.0, n))
    value = np.where(far, np.where(p > 0, p * gap, 0.0) - n, near)
    steep = np.where(far & (p > 0) & np.isfinite(gap), np.abs(gap), 0.0)
    return value, 2.0 * np.abs(n) / np.where(both > 0, both, 1.0) + steep


def _total_variation(_p: Any, _q: Any, n: Any, _: Any) -> tuple[Any, Any]:
    return 0.5 * np.abs(n), 0.5 + 0.0 * n


def _squared_hellinger(p: Any, q: Any, n: Any, _: Any) -> tuple[Any, Any]:
    root = np.sqrt(p) + np.sqrt(q)
    part = np.abs(n) / np.where(root > 0, root, 1.0)
    return 0.5 * part * part, part / np.where(root > 0, root, 1.0)


TERMS: dict[str, Term] = {
    "js": _js,
    "kl": _kl,
    "total_variation": _total_variation,
    "squared_hellinger": _squared_hellinger,
}
LARGEST = {"js": log(2.0), "kl": float("inf"), "total_variation": 1.0, "squared_hellinger": 1.0}


def _masses(p: Any, q: Any, x: Any) -> tuple[Any, Any, Any, Any, Any]:
    """Densities at x, their difference, the logarithm of their ratio, and what rounding does to the difference."""
    one, two = np.asarray(p.log_density(x)), np.asarray(q.log_density(x))
    a, b = np.exp(one), np.exp(two)
    # what is subnormal has no digits, and counts for nothing
    a, b = np.where(a < 1e-300, 0.0, a), np.where(b < 1e-300, 0.0, b)
    gap = one - two
    near = np.abs(gap) < 0.7
    n = np.where(near, b * np.expm1(np.where(near, gap, 0.0)), a - b)
    loose = a * (4.0 + np.where(a > 0, np.abs(one), 0.0)) + b * (4.0 + np.where(b > 0, np.abs(two), 0.0))
    return a, b, n, gap, 2.0**-51 * loose


def _pieces(p: Any, q: Any) -> Any:
    """Where pieces begin and end: quantiles of each law, and steps outwards from them until it is negligible."""
    levels = np.concatenate([_LEVELS, 1.0 - _LEVELS[:-1]])
    ends = [float(x) for law in (p, q) for x in law.support]
    low, high = min(ends[0], ends[2]), max(ends[1], ends[3])
    found = [np.array([x for x in ends if np.isfinite(x)])]
    for law in (p, q):
        points = np.asarray(law.quantile(levels), dtype=float).ravel()
        points = points[np.isfinite(points)]
        found.append(points)
        outward = max(float(points.max() - points.min()), 1e-300) * 2.0 ** np.arange(-3, 60)
        for side, edge in ((-1.0, float(points.min())), (1.0, float(points.max()))):
            reach = edge + side * outward
            reach = reach[(reach > low) & (reach < high)]
            negligible = np.exp(np.asarray(law.log_density(reach))) * np.abs(reach) < 1e-70
            found.append(reach[: int(np.argmax(negligible)) + 1] if negligible.any() else reach)
    places = np.unique(np.concatenate(found))
    return places[(places >= low) & (places <= high)]


def _quadrature(p: Any, q: Any, term: Term, largest: float, tolerance: float) -> Estimate:
    places = _pieces(p, q)
    left, right = places[:-1], places[1:]

    def evaluated(left: Any, right: Any) -> tuple[Any, Any, Any]:
        half = 0.5 * right - 0.5 * left
        x = (0.5 * left + 0.5 * right)[:, None] + half[:, None] * _NODES
        a, b, n, gap, loose = _masses(p, q, x)
        f, slope = term(a, b, n, gap)
        fine, coarse = half * (f @ _WEIGHTS), half * (f @ _COARSE)
        # where places are rounded, pieces are as long as places are known
        shift = 2.0**-52 + 2.0**-53 * np.abs(x) / half[:, None]
        errors, rounding = np.abs(fine - coarse), half * ((slope * loose + shift * np.abs(f)) @ _WEIGHTS)
        # where a density is infinite the piece counts for nothing, and its mass for the bound
        lost = ~np.isfinite(fine + errors + rounding)
        if lost.any() and largest < float("inf"):
            mass = sum(np.asarray(law.cdf(right)) - np.asarray(law.cdf(left)) for law in (p, q))
            fine, errors = np.where(lost, 0.0, fine), np.where(lost, mass, errors)
            rounding = np.where(lost, 0.0, rounding)
        return fine, errors, rounding

    values, errors, rounding = evaluated(left, right)
    for _ in range(ROUNDS):
        goal = tolerance * abs(float(np.sum(values))) + 1e-320
        rough = errors > np.maximum(goal / len(errors), 4.0 * rounding)
        if np.sum(errors) <= goal or not rough.any() or len(errors) > PIECES:
            break
        middle = 0.5 * left[rough] + 0.5 * right[rough]
        new_left = np.concatenate([left[rough], middle])
        new_right = np.concatenate([middle, right[rough]])
        found = evaluated(new_left, new_right)
        left, right = np.concatenate([left[~rough], new_left]), np.concatenate([right[~rough], new_right])
        values, errors, rounding = (
            np.concatenate([old[~rough], new]) for old, new in zip((values, errors, rounding), found, strict=True)
        )
    first, last = float(left.min()), float(right.max())
    # tails that fall at least as fast as 1/x^2 have at most density times distance beyond
    edges = np.array([first, last])
    a, b, n, gap, _ = _masses(p, q, edges)
    least = min(largest, 50.0) * (a + b) + np.abs(term(a, b, n, gap)[0])
    outside = 2.0 * float(np.sum(np.where(_open(p, q, first, last), least * np.abs(edges), 0.0)))
    order = np.argsort(values)
    total = float(np.sum(values[order]))
    if np.isinf(total):
        return Estimate(total, 0.0)
    return Estimate(min(total, largest), float(np.sum(errors) + np.sum(rounding)) + outside)


def _open(p: Any, q: Any, first: float, last: float) -> Any:
    """Whether something lies below the first place, and beyond the last."""
    low, high = min(float(x.support[0]) for x in (p, q)), max(float(x.support[1]) for x in (p, q))
    return np.array([first > low, last < high])


def _sum(p: Any, q: Any, term: Term, largest: float) -> Estimate:
    ends = [law.support for law in (p, q)]
    low = min(float(x[0]) for x in ends)
    far = [float(law.quantile(1.0 - 2.0**-53)) for law in (p, q)]
    spread = max(far) - min(float(law.quantile(2.0**-53)) for law in (p, q))
    high = min(max(float(x[1]) for x in ends), max(far) + 3.0 * spread + 200.0)
    low = max(low, min(float(law.quantile(1e-300)) for law in (p, q)) - 1.0)
    if high - low > COUNTS:
        raise ValueError(f"p, q: expected laws on at most {COUNTS} outcomes for a sum over them, not {high - low:.0f}")
    k = np.arange(low, high + 1.0)
    a, b, n, gap, loose = _masses(p, q, k)
    f, slope = term(a, b, n, gap)
    # the last mass, and a tail that falls by half or more from one outcome to the next
    outside = 2.0 * float(a[-1] + b[-1]) if high < max(float(x[1]) for x in ends) else 0.0
    bound = float(np.sum(slope * loose + 2.0**-52 * np.abs(f))) + min(largest, 50.0) * outside
    return Estimate(min(float(np.sum(np.sort(f))), largest), bound)


def integrated(functional: str, p: Any, q: Any, *, tolerance: float = 1e-13) -> Estimate:
    """A divergence of two laws of a number by quadrature (by a sum, for discrete laws), and a bound on its error.

    `functional` is js, kl, total_variation, squared_hellinger, wasserstein1 or wasserstein2 (over quantiles, of any
    laws that have them); batches are worked through one by one, by numpy and without derivatives. The quadrature stops
    where its estimate is below `tolerance` times the value, or where it cannot be improved: the bound says how far it
    came. ValueError for other functionals, and for discrete laws on more than 5e6 outcomes; TypeError for what is no
    law of a number, and for divergences of a discrete and a continuous law."""
    known = (*TERMS, "wasserstein1", "wasserstein2")
    if functional not in known:
        raise ValueError(f"functional: expected one of {', '.join(known)}, not {functional!r}")
    laws = [law_of(value) for value in (p, q)]
    for name, law in zip("pq", laws, strict=True):
        if not isinstance(law, Family) or law.event:
            raise TypeError(f"{name}: expected a law of a number")
    one, two = laws
    assert isinstance(one, Family)
    assert isinstance(two, Family)
    if one.discrete != two.discrete and functional in TERMS:
        raise TypeError("q: expected a discrete law beside a discrete one, a continuous one beside a continuous one")
    shape = np.broadcast_shapes(one.batch_shape, two.batch_shape)
    values, bounds = np.empty(shape), np.empty(shape)
    singles = [_singles(law, shape) for law in (one, two)]
    with np.errstate(all="ignore"):
        for place in np.ndindex(*shape):
            first, second = (single(place) for single in singles)
            if functional not in TERMS:
                values[place], bounds[place] = estimated(first, second, int(functional[-1]))
                continue
            term, largest = TERMS[functional], LARGEST[functional]
            if one.discrete:
                values[place], bounds[place] = _sum(first, second, term, largest)
            else:
                values[place], bounds[place] = _quadrature(first, second, term, largest, tolerance)
    return Estimate(values[()], bounds[()])


def _singles(law: Family, shape: tuple[int, ...]) -> Callable[[tuple[int, ...]], Family]:
    plain = [np.asarray(x.detach().cpu() if hasattr(x, "detach") else x, dtype=np.float64) for x in law.parameters]
    arrays = [np.broadcast_to(x, shape) for x in plain]
    return lambda place: type(law)(*(float(x[place]) for x in arrays), check=False)


def _given(value: Any, *laws: Family) -> Any:
    from hw3verify.divergences.arrays import frame_of

    frame = frame_of(*(x for law in laws for x in law.parameters))
    if frame.xp is np:
        return frame.give(np.asarray(value))
    raise NotImplementedError("no closed form is known here, and quadrature has no derivatives: detach the parameters")


def _kl_sum(p: Family, q: Family) -> Any:
    """KL of two laws on whole numbers by a sum over outcomes."""
    return _given(integrated("kl", p, q).value, p, q)


for _kinds in ((Binomial, Poisson), (Binomial, Geometric), (Poisson, Geometric), (Geometric, Poisson)):
    rule("kl", *_kinds)(_kl_sum)


def _entropy_sum(p: Family) -> Any:
    """-sum p log p over outcomes, up to where nothing is left."""
    shape = p.batch_shape
    single = _singles(p, shape)
    values = np.empty(shape)
    with np.errstate(all="ignore"):
        for place in np.ndindex(*shape):
            law = single(place)
            far = float(law.quantile(1.0 - 2.0**-53))
            near = max(float(law.support[0]), float(law.quantile(2.0**-53)) * 2.0 - far - 60.0)
            high = min(float(law.support[1]), far + 3.0 * (far - near) + 60.0)
            if high - near > COUNTS:
                raise ValueError(f"p: expected a law on at most {COUNTS} outcomes for a sum over them")
            logs = np.asarray(law.log_density(np.arange(max(near, 0.0), high + 1.0)))
            terms = np.where(logs > -np.inf, -np.exp(logs) * logs, 0.0)
            values[place] = float(np.sum(np.sort(terms)))
    return _given(values, p)


for _kind in (Poisson, Binomial):
    rule("entropy", _kind)(_entropy_sum)


@rule("js", Family, Family)
def js(p: Family, q: Family) -> Any:
    """The Jensen-Shannon divergence by quadrature; log 2 for laws without a common outcome."""
    if p.discrete != q.discrete:
        return _given(np.full(np.broadcast_shapes(p.batch_shape, q.batch_shape), log(2.0)), p, q)
    return _given(integrated("js", p, q).value, p, q)


@rule("js_distance", Family, Family)
def js_distance(p: Family, q: Family) -> Any:
    """The root of the Jensen-Shannon divergence."""
    from hw3verify.divergences.dispatch import find

    value = find("js", p, q)(p, q)
    return value**0.5


@rule("total_variation", Family, Family)
def total_variation(p: Family, q: Family) -> Any:
    """The total variation distance by quadrature; 1 for a discrete and a continuous law."""
    if p.discrete != q.discrete:
        return _given(np.ones(np.broadcast_shapes(p.batch_shape, q.batch_shape)), p, q)
    return _given(integrated("total_variation", p, q).value, p, q)


@rule("hellinger", Family, Family)
def hellinger(p: Family, q: Family) -> Any:
    """Hellinger's distance by quadrature; 1 for a discrete and a continuous law."""
    if p.discrete != q.discrete:
        return _given(np.ones(np.broadcast_shapes(p.batch_shape, q.batch_shape)), p, q)
    return _given(np.sqrt(integrated("squared_hellinger", p, q).value), p, q)


@rule("gan_value", Family, Family)
def gan_value(p: Family, q: Family, discriminator: Callable[[Any], Any]) -> Any:
    """E_p log D + E_q log(1 - D) for a function D."""

    def single(one: Family, two: Family) -> float:
        return _expectation(one, one, two, lambda x: np.log(discriminator(x))) + _expectation(
            two, one, two, lambda x: np.log1p(-discriminator(x))
        )

    shape = np.broadcast_shapes(p.batch_shape, q.batch_shape)
    singles = [_singles(law, shape) for law in (p, q)]
    values = np.empty(shape)
    with np.errstate(all="ignore"):
        for place in np.ndindex(*shape):
            values[place] = single(*(each(place) for each in singles))
    return _given(values, p, q)


def _expectation(law: Family, p: Family, q: Family, f: Callable[[Any], Any]) -> float:
    """The expectation of f under a law, on pieces that suit p and q."""
    if law.discrete:
        k = np.arange(float(law.support[0]), min(float(law.support[1]), float(law.quantile(1 - 2.0**-53)) + 200.0) + 1)
        mass = np.exp(np.asarray(law.log_density(k)))
        return float(np.sum(np.where(mass > 0, mass * f(k), 0.0)))
    places = _pieces(p, q)
    fine = np.concatenate([np.linspace(a, b, 17)[:-1] for a, b in pairwise(places.tolist())])
    left, right = fine, np.append(fine[1:], places[-1])
    half = 0.5 * right - 0.5 * left
    x = (0.5 * left + 0.5 * right)[:, None] + half[:, None] * _NODES
    density = np.exp(np.asarray(law.log_density(x)))
    return float(np.sum(half * (np.where(density > 0, density * f(x), 0.0) @ _WEIGHTS)))
