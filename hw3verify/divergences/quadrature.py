"""Divergences of laws without a closed form: adaptive quadrature on the line, sums over whole numbers, with a bound.

The integrand (`integrands`) cannot be negative; the laws are moved and scaled alike before (`log_ratios`), and von
Mises' laws are compared on the circle. Pieces begin at quantiles of both laws, reach outwards until both densities are
negligible, and are halved where the rules of Gauss and Kronrod (10 and 21 points) differ most. `integrated` returns the
value and a bound on its error: the sum of these differences, what rounded densities can do, and what lies beyond the
last piece. Source: Piessens et al. 1983 (QUADPACK)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from hw3verify.divergences.dispatch import law_of
from hw3verify.divergences.integrands import LARGEST, TERMS, Term, masses
from hw3verify.divergences.law_distances import estimated
from hw3verify.divergences.laws.family import Family
from hw3verify.divergences.log_ratios import compared, log_ratio

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
_HALF_KRONROD = (
    0.011694638867371874278064396062192, 0.03255816230796472747881897245939, 0.05475589657435199603138130024458,
    0.07503967481091995276704314091619, 0.093125454583697605535065465083366, 0.109387158802297641899210590325805,
    0.123491976262065851077958109585166, 0.134709217311473325928054001771707, 0.142775938577060080797094273138717,
    0.147739104901338491374841515972068, 0.149445554002916905664936468389821,
)  # fmt: skip
_GAUSS = (
    0.066671344308688137593568809893332, 0.149451349150580593145863396957658, 0.219086362515982043995534934228163,
    0.269266719309996355091226921569469, 0.295524224714752870173815619188769,
)  # fmt: skip
NODES = np.array([-x for x in _X] + list(_X[-2::-1]))
KRONROD = np.array(list(_HALF_KRONROD) + list(_HALF_KRONROD[-2::-1]))
_COARSE = np.zeros(21)
_COARSE[1:10:2] = _GAUSS
_COARSE[11:20:2] = _GAUSS[::-1]

_LEVELS = np.array([1e-15, 1e-12, 1e-9, 1e-6, 1e-4, 1e-2, 0.1, 0.25, 0.5])


def pieces(p: Any, q: Any) -> Any:
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
    places, ratio = pieces(p, q), log_ratio(p, q)
    if term is TERMS["total_variation"]:
        places = _crossings(places, lambda x: masses(p, q, x, ratio).n)
    left, right = places[:-1], places[1:]

    def evaluated(left: Any, right: Any) -> tuple[Any, Any, Any]:
        half = 0.5 * right - 0.5 * left
        x = (0.5 * left + 0.5 * right)[:, None] + half[:, None] * NODES
        a, b, n, gap, loose, own = masses(p, q, x, ratio)
        f, slope = term(a, b, n, gap)
        fine, coarse = half * (f @ KRONROD), half * (f @ _COARSE)
        # where places are rounded, pieces are as long as places are known
        shift = 2.0**-52 + 2.0**-53 * np.abs(x) / half[:, None]
        errors, rounding = np.abs(fine - coarse), half * ((slope * loose + (shift + own) * np.abs(f)) @ KRONROD)
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
    a, b, n, gap, _, _ = masses(p, q, edges, None)
    least = min(largest, 50.0) * (a + b) + np.abs(term(a, b, n, gap)[0])
    outside = 2.0 * float(np.sum(np.where(_open(p, q, first, last), least * np.abs(edges), 0.0)))
    order = np.argsort(values)
    total = float(np.sum(values[order]))
    if np.isinf(total):
        return Estimate(total, 0.0)
    return Estimate(min(total, largest), float(np.sum(errors) + np.sum(rounding)) + outside)


def adaptive(f: Callable[[Any], tuple[Any, Any]], places: Any, tolerance: float) -> Estimate:
    """The integral of f over pieces between places, which are halved where the rules differ, and a bound: f gives its
    values and what they are known to. The first and the last piece count for the bound too: what lies beyond them, and
    singular ends, are of their size if pieces grow by powers of two."""
    left, right = places[:-1], places[1:]

    def evaluated(left: Any, right: Any) -> tuple[Any, Any, Any]:
        half = 0.5 * right - 0.5 * left
        x = (0.5 * left + 0.5 * right)[:, None] + half[:, None] * NODES
        values, loose = f(x)
        fine = half * (values @ KRONROD)
        shift = 2.0**-53 * np.abs(x) / half[:, None]
        return fine, np.abs(fine - half * (values @ _COARSE)), half * ((loose + shift * np.abs(values)) @ KRONROD)

    values, errors, rounding = evaluated(left, right)
    beyond = 0.0
    for last, before in ((values[0], values[1]), (values[-1], values[-2])):
        ratio = abs(last / before) if before else 0.0
        beyond += 3.0 * abs(last) / (1.0 - min(ratio, 0.99))
    for _ in range(ROUNDS):
        goal = tolerance * abs(float(np.sum(values))) + 1e-320
        rough = errors > np.maximum(goal / len(errors), 4.0 * rounding)
        if np.sum(errors) <= goal or not rough.any() or len(errors) > PIECES:
            break
        middle = 0.5 * left[rough] + 0.5 * right[rough]
        more = np.concatenate([left[rough], middle]), np.concatenate([middle, right[rough]])
        found = evaluated(*more)
        left, right = np.concatenate([left[~rough], more[0]]), np.concatenate([right[~rough], more[1]])
        values, errors, rounding = (
            np.concatenate([old[~rough], new]) for old, new in zip((values, errors, rounding), found, strict=True)
        )
    return Estimate(float(np.sum(np.sort(values))), float(np.sum(errors) + np.sum(rounding)) + float(beyond))


def _crossings(places: Any, difference: Callable[[Any], Any]) -> Any:
    """The places, and those between them where the difference changes its sign: its absolute value has kinks there."""
    shares = np.linspace(0.0, 1.0, 9)[:-1] + 1e-3
    x = np.append(places[:-1, None] + (places[1:] - places[:-1])[:, None] * shares, places[-1])
    sign = np.sign(difference(x))
    flips = np.flatnonzero(sign[1:] * sign[:-1] < 0)
    low, high, first = x[flips], x[flips + 1], sign[flips]
    for _ in range(64):
        middle = 0.5 * low + 0.5 * high
        same = np.sign(difference(middle)) == first
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return np.unique(np.concatenate([places, high]))


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
    a, b, n, gap, loose, own = masses(p, q, k, log_ratio(p, q))
    f, slope = term(a, b, n, gap)
    # the last mass, and a tail that falls by half or more from one outcome to the next
    outside = 2.0 * float(a[-1] + b[-1]) if high < max(float(x[1]) for x in ends) else 0.0
    bound = float(np.sum(slope * loose + (2.0**-52 + own) * np.abs(f))) + min(largest, 50.0) * outside
    return Estimate(min(float(np.sum(np.sort(f))), largest), bound)


def integrated(
    functional: str, p: Any, q: Any, *, alpha: float | None = None, tolerance: float = 1e-13
) -> Estimate:
    """A divergence of two laws of a number by quadrature (by a sum, for discrete laws), and a bound on its error.

    `functional` is js, kl, total_variation, squared_hellinger, chi2, renyi or tsallis (with `alpha` > 0), wasserstein1
    or wasserstein2 (over quantiles, of any laws that have them); batches are worked through one by one, by numpy and
    without derivatives. The quadrature stops where its estimate is below `tolerance` times the value, or where it
    cannot be improved: the bound says how far it came. Two von Mises' laws are compared on the circle; laws of one
    family keep the digits of their differences. ValueError for other functionals and orders, and for discrete laws on
    more than 5e6 outcomes; TypeError for what is no law of a number, and for a discrete and a continuous law."""
    orders = {"chi2": 2.0, "renyi": alpha, "tsallis": alpha}
    known = (*TERMS, *orders, "wasserstein1", "wasserstein2")
    if functional not in known:
        raise ValueError(f"functional: expected one of {', '.join(known)}, not {functional!r}")
    order = orders.get(functional)
    if functional in orders:
        if order is None or not 0 < order < float("inf"):
            raise ValueError(f"alpha: expected a finite order > 0 for {functional}, not {alpha!r}")
        functional = "kl" if order == 1 else "tsallis" if functional == "chi2" else functional
    laws = [law_of(value) for value in (p, q)]
    for name, law in zip("pq", laws, strict=True):
        if not isinstance(law, Family) or law.event:
            raise TypeError(f"{name}: expected a law of a number")
    one, two = laws
    assert isinstance(one, Family)
    assert isinstance(two, Family)
    if one.discrete != two.discrete and not functional.startswith("wasserstein"):
        raise TypeError("q: expected a discrete law beside a discrete one, a continuous one beside a continuous one")
    shape = np.broadcast_shapes(one.batch_shape, two.batch_shape)
    values, bounds = np.empty(shape), np.empty(shape)
    singles_of = [singles(law, shape) for law in (one, two)]
    with np.errstate(all="ignore"):
        for place in np.ndindex(*shape):
            first, second = (single(place) for single in singles_of)
            if functional in orders:
                from hw3verify.divergences.powers import power_divergence

                assert order is not None
                pair = compared(first, second)
                values[place], bounds[place] = power_divergence(functional, *pair, order, tolerance)
                continue
            if functional not in TERMS:
                values[place], bounds[place] = estimated(first, second, int(functional[-1]))
                continue
            first, second = compared(first, second)
            term, largest = TERMS[functional], LARGEST[functional]
            if one.discrete:
                values[place], bounds[place] = _sum(first, second, term, largest)
            else:
                values[place], bounds[place] = _quadrature(first, second, term, largest, tolerance)
    return Estimate(values[()], bounds[()])


def singles(law: Family, shape: tuple[int, ...]) -> Callable[[tuple[int, ...]], Family]:
    """The laws of a batch that is broadcast to a shape, by their place."""
    plain = [np.asarray(x.detach().cpu() if hasattr(x, "detach") else x, dtype=np.float64) for x in law.parameters]
    arrays = [np.broadcast_to(x, shape) for x in plain]
    return lambda place: type(law)(*(float(x[place]) for x in arrays), check=False)
