"""What single outcomes pay, for many at a time and without a branch: the terms of relative entropy and of the
Jensen-Shannon divergence, for numpy's doubles and to fewer digits for numbers that come from single precision.

With n = p - y (free of rounding), s = n / (p + y) and z = s^2, a term is

    p log(p/y) - p + y                  =  n s + p s z Q(z)           Q(z) = 2 (atanh(s)/s - 1) / z
    p log(2p/(p+y)) + y log(2y/(p+y))   =  n s (1 + z P(z)) / 2       P(z) = 1/6 + z/15 + z^2/28 + ...

for |s| below 0.6 (ratios below four), where nothing cancels. Beyond it the first takes log(p/y) = k log 2 + 2 atanh s'
from p' = p 2^-k near y, and the second, for the lesser number a and the greater b, is a log(2a/(a+b)) + b log(1+|s|),
of which the second logarithm is a polynomial R. Both ways are gone for every number and one is chosen, so that the
processor does as many numbers at a time as it can whatever the numbers are. Polynomials were fitted in 60 digits
(Remez), to 2^-55 of the term, and 2^-28 for single precision.

The powers of two are found in the bits of numbers, whose difference is log2 of the ratio but for 0.09. Zeros need no
care where they give 0: their bits are taken for a tiny number, times 0."""

from __future__ import annotations

from typing import Any

import numpy as np

from hw3verify.divergences.loops.arithmetic import bits, fused, number

LEAST = 1e-300
"""Added to divisors, where it is lost unless they are 0."""

TINY = 1e-280
LN2_HIGH = 0.6931471803691238
LN2_LOW = 1.9082149292705877e-10
HALF = 2**51
TWO = 2**53

# Q on z <= 0.36, constant first
Q0, Q1, Q2, Q3 = 0.6666666666666661, 0.400000000000397, 0.2857142856498604, 0.22222222691482985
Q4, Q5, Q6, Q7 = 0.18181799107480362, 0.15385100860740206, 0.13325046038313065, 0.118637639320946
Q8, Q9, Q10, Q11 = 0.09674869163983796, 0.14863086632496852, -0.15824718741339402, 0.8986826083379816
Q12, Q13, Q14, Q15 = -1.8704574568242167, 3.210366030909855, -3.0814998007913235, 1.6019717974925278
# the same for single precision
Q0S, Q1S, Q2S = 0.6666666703442595, 0.39999931081751994, 0.28574882350057823
Q3S, Q4S, Q5S = 0.22146153782697175, 0.1906976121395164, 0.09429313609889986
Q6S, Q7S, Q8S = 0.36728865623618245, -0.397936790985251, 0.6419627085383032
# Q on z <= 0.04
S0, S1, S2, S3 = 0.6666666666667024, 0.3999999999716415, 0.28571429251860786, 0.2222214825920282
S4, S5, S6 = 0.1818601330205003, 0.15256196514943937, 0.15326597808914105
S0S, S1S, S2S = 0.6666692605388875, 0.39959360487410206, 0.3033483885506153
# P on z <= 0.36
P0, P1, P2, P3 = 0.16666666666666458, 0.06666666666776228, 0.03571428558419665, 0.02222222904144754
P4, P5, P6, P7 = 0.015151316432880677, 0.010992619684799448, 0.008289777746426244, 0.0068985070022604235
P8, P9, P10, P11 = 0.003143011666507811, 0.01306364316354756, -0.021375025258966247, 0.05090687529100662
P12, P13 = -0.053527108523016745, 0.03474755777772474
P0S, P1S, P2S = 0.16666632727625863, 0.06668761312260267, 0.035323098422547924
P3S, P4S, P5S = 0.02540750380214491, 0.002752506659025527, 0.03224164893653151
# R(c) = log(1.8 + c) on |c| <= 0.2
R0, R1, R2, R3 = 0.5877866649021191, 0.555555555555555, -0.1543209876543166, 0.05715592135379777
R4, R5, R6 = -0.023814967231990638, 0.010584429811079378, -0.004900198854130707
R7, R8, R9 = 0.0023334340337340565, -0.0011343146000107943, 0.0005599042045434469
R10, R11, R12 = -0.000279810090480693, 0.00014635475360532624, -7.571614800336548e-05
R0S, R1S, R2S = 0.5877866650416974, 0.555555572035693, -0.1543210585439147
R3S, R4S, R5S, R6S = 0.057152616128909164, -0.023809166137489502, 0.01074948889101271, -0.005050378545879212


def relative(own: Any, scaled: Any, differences: Any, terms: Any) -> None:
    """terms = p log(p/y) - p + y for p in `own`, y in `scaled` and their differences; NaN where y is 0 or too small
    for its digits, and p is not 0."""
    for i in range(terms.size):
        p, y, n = own[i], scaled[i], differences[i]
        gap = bits(p) - bits(y)
        near = (gap > -TWO) & (gap < TWO)
        k = 0 if near else (gap + HALF) >> 52
        moved = number(bits(p) - (k << 52))
        s = (n if near else moved - y) / ((moved + y) + LEAST)
        z = s * s
        q0 = fused(z, Q1, Q0)
        q1 = fused(z, Q3, Q2)
        q2 = fused(z, Q5, Q4)
        q3 = fused(z, Q7, Q6)
        q4 = fused(z, Q9, Q8)
        q5 = fused(z, Q11, Q10)
        q6 = fused(z, Q13, Q12)
        q7 = fused(z, Q15, Q14)
        z2 = z * z
        q8 = fused(z2, q1, q0)
        q9 = fused(z2, q3, q2)
        q10 = fused(z2, q5, q4)
        q11 = fused(z2, q7, q6)
        z4 = z2 * z2
        q12 = fused(z4, q9, q8)
        q13 = fused(z4, q11, q10)
        z8 = z4 * z4
        q = fused(z8, q13, q12)
        rest = s * (z * q)
        shift = float(k)
        log = fused(shift, LN2_HIGH, 2.0 * s + fused(shift, LN2_LOW, rest))
        term = fused(p, rest if near else log, n * s if near else -n)
        terms[i] = np.nan if (y < TINY) & (p > 0.0) else term


def relative_single(own: Any, scaled: Any, differences: Any, terms: Any) -> None:
    """`relative` to 2^-28."""
    for i in range(terms.size):
        p, y, n = own[i], scaled[i], differences[i]
        gap = bits(p) - bits(y)
        near = (gap > -TWO) & (gap < TWO)
        k = 0 if near else (gap + HALF) >> 52
        moved = number(bits(p) - (k << 52))
        s = (n if near else moved - y) / ((moved + y) + LEAST)
        z = s * s
        q0 = fused(z, Q1S, Q0S)
        q1 = fused(z, Q3S, Q2S)
        q2 = fused(z, Q5S, Q4S)
        q3 = fused(z, Q7S, Q6S)
        z2 = z * z
        q4 = fused(z2, q1, q0)
        q5 = fused(z2, q3, q2)
        z4 = z2 * z2
        q6 = fused(z4, q5, q4)
        z8 = z4 * z4
        q = fused(z8, Q8S, q6)
        rest = s * (z * q)
        log = fused(float(k), LN2_HIGH + LN2_LOW, 2.0 * s + rest)
        term = fused(p, rest if near else log, n * s if near else -n)
        terms[i] = np.nan if (y < TINY) & (p > 0.0) else term


def jensen(own: Any, scaled: Any, differences: Any, terms: Any) -> None:
    """terms = p log(2p/(p+y)) + y log(2y/(p+y)) for p in `own`, y in `scaled` and their differences."""
    for i in range(terms.size):
        p, y, n = own[i], scaled[i], differences[i]
        both = p + y
        less, more = min(p, y), max(p, y)
        lost = less - (both - more)
        k = (bits(2.0 * less) - bits(both) + HALF) >> 52
        moved = number(bits(2.0 * less) - (k << 52))
        s = n / (both + LEAST)
        z = s * s
        series0 = fused(z, P1, P0)
        series1 = fused(z, P3, P2)
        series2 = fused(z, P5, P4)
        series3 = fused(z, P7, P6)
        series4 = fused(z, P9, P8)
        series5 = fused(z, P11, P10)
        series6 = fused(z, P13, P12)
        z2 = z * z
        series7 = fused(z2, series1, series0)
        series8 = fused(z2, series3, series2)
        series9 = fused(z2, series5, series4)
        z4 = z2 * z2
        series10 = fused(z4, series8, series7)
        series11 = fused(z4, series6, series9)
        z8 = z4 * z4
        series = fused(z8, series11, series10)
        near = 0.5 * (n * s) * fused(z, series, 1.0)
        f = (moved - both) / ((moved + both) + LEAST)
        w = f * f
        q0 = fused(w, S1, S0)
        q1 = fused(w, S3, S2)
        q2 = fused(w, S5, S4)
        w2 = w * w
        q3 = fused(w2, q1, q0)
        q4 = fused(w2, S6, q2)
        w4 = w2 * w2
        q = fused(w4, q4, q3)
        shift = float(k)
        log = fused(shift, LN2_HIGH, 2.0 * f + fused(shift, LN2_LOW, f * (w * q)))
        c = abs(s) - 0.8
        r0 = fused(c, R1, R0)
        r1 = fused(c, R3, R2)
        r2 = fused(c, R5, R4)
        r3 = fused(c, R7, R6)
        r4 = fused(c, R9, R8)
        r5 = fused(c, R11, R10)
        c2 = c * c
        r6 = fused(c2, r1, r0)
        r7 = fused(c2, r3, r2)
        r8 = fused(c2, r5, r4)
        c4 = c2 * c2
        r9 = fused(c4, r7, r6)
        r10 = fused(c4, R12, r8)
        c8 = c4 * c4
        r = fused(c8, r10, r9)
        # the rounding of p + y moves both logarithms
        far = fused(-0.5, lost, fused(more, r, less * log))
        terms[i] = near if z < 0.36 else far


def jensen_single(own: Any, scaled: Any, differences: Any, terms: Any) -> None:
    """`jensen` to 2^-28."""
    for i in range(terms.size):
        p, y, n = own[i], scaled[i], differences[i]
        both = p + y
        less = min(p, y)
        k = (bits(2.0 * less) - bits(both) + HALF) >> 52
        moved = number(bits(2.0 * less) - (k << 52))
        s = n / (both + LEAST)
        z = s * s
        series0 = fused(z, P1S, P0S)
        series1 = fused(z, P3S, P2S)
        series2 = fused(z, P5S, P4S)
        z2 = z * z
        series3 = fused(z2, series1, series0)
        z4 = z2 * z2
        series = fused(z4, series2, series3)
        near = 0.5 * (n * s) * fused(z, series, 1.0)
        f = (moved - both) / ((moved + both) + LEAST)
        w = f * f
        q0 = fused(w, S1S, S0S)
        w2 = w * w
        q = fused(w2, S2S, q0)
        log = fused(float(k), LN2_HIGH + LN2_LOW, 2.0 * f + f * (w * q))
        c = abs(s) - 0.8
        r0 = fused(c, R1S, R0S)
        r1 = fused(c, R3S, R2S)
        r2 = fused(c, R5S, R4S)
        c2 = c * c
        r3 = fused(c2, r1, r0)
        r4 = fused(c2, R6S, r2)
        c4 = c2 * c2
        r = fused(c4, r4, r3)
        far = fused(max(p, y), r, less * log)
        terms[i] = near if z < 0.36 else far


HELPERS = (relative, relative_single, jensen, jensen_single)
