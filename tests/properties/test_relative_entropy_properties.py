"""Theorems about relative entropy and the other f-divergences of tables, each on drawn tables."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import Phase, assume, find, given, settings
from hypothesis import strategies as st

from hw3verify import divergences as d
from hw3verify.strategies import channels, joint_tables, mass_functions, mass_pairs, relabelings

F_DIVERGENCES = {
    "kl": d.kl, "chi2": d.chi2, "jeffreys": d.jeffreys, "js": d.js, "total_variation": d.total_variation,
    "hellinger": d.hellinger, "renyi 1/3": lambda p, q: d.renyi(p, q, 1 / 3), "renyi 2": lambda p, q: d.renyi(p, q, 2),
    "tsallis 1/2": lambda p, q: d.tsallis(p, q, 0.5), "tsallis 3": lambda p, q: d.tsallis(p, q, 3),
}  # fmt: skip
PLAIN = {"kind": "exact", "extremes": False}
PAIRS = mass_pairs(2, 4, **PLAIN)
CLOSE = mass_pairs(2, 4, relation="any", **PLAIN)
TABLES = mass_functions(2, 4, **PLAIN)
SHARES = st.integers(2, 8).flatmap(lambda n: st.integers(1, n - 1).map(lambda m: Fraction(m, n)))
FEW = settings(max_examples=max(1, settings.default.max_examples // 4))
"""For properties of many functions or families."""


@pytest.mark.parametrize("name", ["kl", "jeffreys", "chi2", "js", "js_distance", "total_variation", "hellinger",
                                  "bhattacharyya", "cross_entropy"])  # fmt: skip
@FEW
@given(mass_pairs())
def test_definition(name, exact, pair):
    """The value is that of the definition with exact masses and logarithms in balls: within 8 units of the last place,
    infinite exactly where the definition is; and the same for one table, rows of a batch, and lists."""
    p, q = pair
    function = getattr(d, name)
    truth = exact.divergence(name, p.tolist(), q.tolist())
    batch = function(np.stack([p, p]), np.stack([q, q]))
    for value in (function(p, q), batch[0], batch[1], function(p.tolist(), q.tolist())):
        assert exact.units(value, truth) <= 8


@pytest.mark.parametrize("name", ["renyi", "tsallis"])
@FEW
@given(pair=mass_pairs(), alpha=st.sampled_from([0.5, 2.0, 1.0 + 2.0**-20, 0.25, 3.0]))
def test_definition_of_orders(name, exact, pair, alpha):
    """log(sum p^a q^(1-a)) / (a - 1) and (sum p^a q^(1-a) - 1) / (a - 1), within 8 units."""
    p, q = pair
    truth = exact.divergence(name, p.tolist(), q.tolist(), alpha)
    assert exact.units(getattr(d, name)(p, q, alpha), truth) <= 8


@given(mass_functions())
def test_entropy_is_at_most_log_n(exact, p):
    """0 <= H(p) <= log n with H(p) = -sum p log p, within 8 units of it (Gibbs)."""
    value = d.entropy(p)
    assert exact.units(value, exact.entropy(p.tolist())) <= 8
    assert 0 <= value <= math.log(len(p)) * (1 + 8 * 2.0**-52)


@given(mass_pairs())
def test_not_negative_and_zero_for_equals_alone(exact, pair):
    """Gibbs' inequality: KL(p || q) >= 0, and 0 if and only if p = q: as rational numbers, to the last digit."""
    p, q = pair
    value = d.kl(p, q)
    assert value >= 0
    # below 2^-1074 a positive value is rounded to 0
    tiny = max(abs(a - b) for a, b in zip(exact.normalised(p), exact.normalised(q), strict=True)) < 2.0**-500
    assert (value == 0) == (exact.normalised(p) == exact.normalised(q)) or tiny


def test_smallest_asymmetric_pair():
    """KL is not symmetric: the smallest pair that shows it is (1/2, 1/2) and (1/3, 2/3), log(9/8)/2 one way and
    (5 log 2)/3 - log 3 the other."""

    def asymmetric(pair):
        p, q = ([float(x) for x in table] for table in pair)
        return abs(d.kl(p, q) - d.kl(q, p)) > 1e-12

    quiet = settings(database=None, derandomize=True, max_examples=1000, phases=[Phase.generate, Phase.shrink])
    p, q = find(CLOSE, asymmetric, settings=quiet)
    assert (p, q) == ((Fraction(1, 2),) * 2, (Fraction(1, 3), Fraction(2, 3)))
    assert d.kl([1, 1], [1, 2]) == pytest.approx(math.log(9 / 8) / 2, rel=1e-15)
    assert d.kl([1, 2], [1, 1]) == pytest.approx(5 * math.log(2) / 3 - math.log(3), rel=1e-14)


@given(CLOSE, CLOSE)
def test_additive(whole, first, second):
    """KL(p x r || q x s) = KL(p || q) + KL(r || s) for independent pairs; Renyi's divergences and log of the
    Bhattacharyya coefficient likewise."""
    p, q, r, s = map(whole.counts, (*first, *second))
    joint = whole.counts(whole.times(first[0], second[0])), whole.counts(whole.times(first[1], second[1]))
    for divergence in (d.kl, d.bhattacharyya, lambda x, y: d.renyi(x, y, 3)):
        assert whole.close(divergence(*joint), divergence(p, q) + divergence(r, s))


@given(st.data())
def test_chain_rule(whole, data):
    """KL(P(x,y) || Q(x,y)) = KL(P(x) || Q(x)) + sum_x P(x) KL(P(y|x) || Q(y|x))."""
    P = data.draw(joint_tables(1, 3, **PLAIN), label="P")
    cells = mass_functions(len(P) * len(P[0]), len(P) * len(P[0]), **PLAIN)
    flat = data.draw(cells, label="Q")
    Q = tuple(flat[i * len(P[0]) : (i + 1) * len(P[0])] for i in range(len(P)))
    p, q = whole.counts(P), whole.counts(Q)
    whole_value = d.kl(p.ravel(), q.ravel())
    margins = d.kl(p.sum(axis=1), q.sum(axis=1))
    rows = [float(sum(one)) * d.kl(x, y) for one, x, y in zip(P, p, q, strict=True) if any(one) and y.any()]
    assert math.isinf(whole_value) if math.isinf(margins) else whole.close(whole_value, margins + sum(rows))


@pytest.mark.parametrize("name", F_DIVERGENCES)
@FEW
@given(st.data())
def test_data_processing(name, whole, data):
    """D(pW || qW) <= D(p || q) for every channel W, D an f-divergence or an increasing function of one."""
    p, q = data.draw(PAIRS, label="p, q")
    W = data.draw(channels(len(p), max_outputs=3, **PLAIN), label="W")
    divergence = F_DIVERGENCES[name]
    before = divergence(whole.counts(p), whole.counts(q))
    assert whole.below(divergence(whole.counts(whole.sent(p, W)), whole.counts(whole.sent(q, W))), before)


@pytest.mark.parametrize("name", ["kl", "chi2", "jeffreys", "js", "total_variation", "tsallis 1/2", "tsallis 3"])
@FEW
@given(st.data())
def test_jointly_convex(name, whole, data):
    """D(ap + (1-a)r || aq + (1-a)s) <= a D(p || q) + (1-a) D(r || s) for f-divergences."""
    p, q = data.draw(PAIRS, label="p, q")
    rows = mass_pairs(len(p), len(p), **PLAIN)
    r, s = data.draw(rows, label="r, s")
    share = data.draw(SHARES, label="a")
    divergence = F_DIVERGENCES[name]
    one, two = divergence(whole.counts(p), whole.counts(q)), divergence(whole.counts(r), whole.counts(s))
    mixture = divergence(whole.counts(whole.mixed(p, r, share)), whole.counts(whole.mixed(q, s, share)))
    assert whole.below(mixture, float(share) * one + float(1 - share) * two)


@pytest.mark.parametrize("name", F_DIVERGENCES)
@FEW
@given(st.data())
def test_labels_do_not_count(name, whole, data):
    """D is the same for relabelled outcomes, and outcomes without mass may be added."""
    p, q = data.draw(mass_pairs(2, 5, zeros=True), label="p, q")
    order = list(data.draw(relabelings(len(p)), label="order"))
    divergence = F_DIVERGENCES[name]
    value = divergence(p, q)
    assert whole.close(divergence(p[order], q[order]), value)
    assert whole.close(divergence(np.append(p, 0.0), np.append(q, 0.0)), value)


@given(pair=mass_pairs(relation="covered"), base=st.sampled_from([2, 10, 0.5]))
def test_sums_and_bases(whole, pair, base):
    """Jeffreys' divergence is KL both ways, cross-entropy is H(p) + KL(p || q), and a base divides by its logarithm."""
    p, q = pair
    assert whole.close(d.jeffreys(p, q), d.kl(p, q) + d.kl(q, p))
    assert whole.close(d.cross_entropy(p, q), d.entropy(p) + d.kl(p, q), plus=1e-307)
    value = d.kl(p, q)
    assume(base > 1)
    assert whole.close(d.kl(p, q, base=base) * math.log(base), value, plus=1e-307)


@given(joint_tables(1, 3))
def test_information_is_a_divergence(exact, whole, joint):
    """I(x; y) = KL(p(x,y) || p(x) p(y)) >= 0, the same for both orders of the variables, at most H(x) and H(y)."""
    value = d.mutual_information(joint)
    assert value >= 0
    assert exact.units(value, exact.mutual_information(joint.tolist())) <= 8 or value < 1e-50
    assert whole.close(d.mutual_information(joint.T), value, plus=1e-50)
    for axis in (0, 1):
        assert whole.below(value, d.entropy(joint.sum(axis=axis)), plus=1e-15)


@given(mass_pairs(relation="covered"))
def test_laws_of_tables(pair):
    """KL of categorical laws is that of their tables; of Bernoulli's laws that of (1 - a, a)."""
    p, q = pair
    assert d.kl(d.Categorical(p), d.Categorical(q)) == pytest.approx(d.kl(p, q), rel=1e-14)
    a, b = float(p[0]), float(q[0])
    law = d.kl(d.Bernoulli(a), d.Bernoulli(b))
    exactly = d.kl([1 - Fraction(a), Fraction(a)], [1 - Fraction(b), Fraction(b)])
    assert law == pytest.approx(exactly, rel=1e-9, abs=1e-300)
