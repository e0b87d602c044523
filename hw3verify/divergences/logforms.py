"""The divergences under names of their own for tables that are given by logarithms: `kl_log(log_p, log_q)` and so on.

Arguments are logarithms of masses, normalised or not (logits), -inf for none; they are normalised exactly. Masses too
small for a float keep their logarithms, so that what is finite stays finite. Near-equal tables keep their digits as
far as their logarithms have them: within 8 units of the last place, given logits of moderate size. Other conventions
and errors are those of the functions whose names these have without `_log`."""

from __future__ import annotations

from typing import Any

from hw3verify.divergences import jensen, orders, relative, symmetric
from hw3verify.divergences.logspace import compared_log, described_log, expected, surprise


def kl_log(
    log_p: Any, log_q: Any, *, axis: int = -1, base: float | None = None, keepdims: bool = False, check: bool = True
) -> Any:
    """KL(p || q) = sum p (log p - log q), in nats: finite wherever log_q is not -inf under p. Arguments in this
    order, unlike `torch.nn.functional.kl_div`, whose first one is log q."""
    return compared_log(relative.kl_rule, log_p, log_q, axis, base, keepdims, check)


def jeffreys_log(
    log_p: Any, log_q: Any, *, axis: int = -1, base: float | None = None, keepdims: bool = False, check: bool = True
) -> Any:
    """Jeffreys' divergence sum (p - q) (log p - log q), in nats."""
    return compared_log(relative.jeffreys_rule, log_p, log_q, axis, base, keepdims, check)


def chi2_log(
    log_p: Any, log_q: Any, *, axis: int = -1, keepdims: bool = False, check: bool = True
) -> Any:
    """Pearson's sum (p - q)^2 / q."""
    return compared_log(relative.chi2_rule, log_p, log_q, axis, None, keepdims, check)


def js_log(
    log_p: Any, log_q: Any, *, axis: int = -1, base: float | None = None, keepdims: bool = False, check: bool = True
) -> Any:
    """Jensen-Shannon divergence (not its root), in nats, at most log 2."""
    return compared_log(jensen.jensen, log_p, log_q, axis, base, keepdims, check)


def js_distance_log(
    log_p: Any, log_q: Any, *, axis: int = -1, base: float | None = None, keepdims: bool = False, check: bool = True
) -> Any:
    """Jensen-Shannon distance: the square root of `js_log`. In a base b it is the root of the divergence in base b."""
    return compared_log(jensen.distance(base), log_p, log_q, axis, None, keepdims, check)


def total_variation_log(
    log_p: Any, log_q: Any, *, axis: int = -1, keepdims: bool = False, check: bool = True
) -> Any:
    """Total variation 1/2 sum |p - q|."""
    return compared_log(symmetric.variation_rule, log_p, log_q, axis, None, keepdims, check)


def hellinger_log(
    log_p: Any, log_q: Any, *, axis: int = -1, keepdims: bool = False, check: bool = True
) -> Any:
    """Hellinger's distance sqrt(1 - sum sqrt(p q))."""
    return compared_log(symmetric.hellinger_rule, log_p, log_q, axis, None, keepdims, check)


def bhattacharyya_log(
    log_p: Any, log_q: Any, *, axis: int = -1, base: float | None = None, keepdims: bool = False, check: bool = True
) -> Any:
    """Bhattacharyya's distance -log sum sqrt(p q), in nats."""
    return compared_log(symmetric.bhattacharyya_rule, log_p, log_q, axis, base, keepdims, check)


def renyi_log(
    log_p: Any,
    log_q: Any,
    alpha: float,
    *,
    axis: int = -1,
    base: float | None = None,
    keepdims: bool = False,
    check: bool = True,
) -> Any:
    """Renyi's divergence log(sum p^alpha q^(1-alpha)) / (alpha - 1), in nats."""
    return compared_log(orders.renyi_rule(alpha), log_p, log_q, axis, base, keepdims, check)


def tsallis_log(
    log_p: Any, log_q: Any, alpha: float, *, axis: int = -1, keepdims: bool = False, check: bool = True
) -> Any:
    """Tsallis' relative entropy (sum p^alpha q^(1-alpha) - 1) / (alpha - 1)."""
    return compared_log(orders.tsallis_rule(alpha), log_p, log_q, axis, None, keepdims, check)


def entropy_log(
    log_p: Any, *, axis: int = -1, base: float | None = None, keepdims: bool = False, check: bool = True
) -> Any:
    """Shannon's entropy -sum p log p, in nats."""
    return described_log(lambda xp, a: expected(xp, a, surprise(xp, a)), log_p, axis, base, keepdims, check)


def cross_entropy_log(
    log_p: Any, log_q: Any, *, axis: int = -1, base: float | None = None, keepdims: bool = False, check: bool = True
) -> Any:
    """Cross entropy -sum p log q, in nats: both tables by logarithms."""

    def term(xp: Any, a: Any, b: Any) -> Any:
        return expected(xp, a, surprise(xp, b))

    return compared_log(lambda pair: pair.each(term), log_p, log_q, axis, base, keepdims, check)
