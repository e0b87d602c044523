"""Verdicts on functions: right ones agree, wrong ones differ at an input that a person can check."""

import math
import os

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from hw3verify.answers.confinement import Limits
from hw3verify.answers.questions import QUESTIONS
from hw3verify.answers.verdict import FunctionVerdict, function_verdicts

pytestmark = pytest.mark.skipif(os.name != "posix", reason="limits are POSIX")
ALL = [("", name) for name in QUESTIONS]

# straight from the definitions, by sums, midpoints of quantiles and logarithms of densities written out
RIGHT = b"""
import math
import numpy as np

def kl_normal(mu1, sigma1, mu2, sigma2):
    return math.log(sigma2 / sigma1) + (sigma1**2 + (mu1 - mu2)**2) / (2 * sigma2**2) - 0.5

def jsd(p, q):
    def entropy(r):
        return -sum(x * math.log(x) for x in r if x > 0)
    return entropy((p + q) / 2) - entropy(p) / 2 - entropy(q) / 2

def w1_uniform(a, b, c, d):
    # quantiles differ by the line from a - c to b - d: two triangles where it changes its sign, else a trapezium
    start, end = a - c, b - d
    if start * end >= 0:
        return abs(start + end) / 2
    return (start**2 + end**2) / (2 * (abs(start) + abs(end)))

def optimal_discriminator(p, q):
    return p / (p + q)

def elbo(joint, q):
    return sum(b * (math.log(a) - math.log(b)) for a, b in zip(joint, q) if b > 0)

def log_normal(x, mu, sigma):
    return -(x - mu)**2 / (2 * sigma**2) - math.log(sigma) - 0.5 * math.log(2 * math.pi)

def log_bernoulli(x, p):
    return math.log(p if x == 1 else 1 - p)
"""


def verdicts(code: bytes, *names: str, tries: int = 200, **how: object) -> dict[str, FunctionVerdict]:
    asked = [("", name) for name in names] or ALL
    return {verdict.name: verdict for verdict in function_verdicts(code, asked, tries=tries, **how)}


def test_right_functions_agree() -> None:
    """Functions written from the definitions agree on the edge cases and on what is drawn."""
    found = verdicts(RIGHT, tries=60, limits=Limits(seconds=600))
    assert {name: verdict.verdict for name, verdict in found.items()} == dict.fromkeys(QUESTIONS, "agrees")
    assert all(verdict.calls >= 60 for verdict in found.values())


@pytest.mark.parametrize(
    ("name", "right", "wrong", "said"),
    [
        # KL(N(0,1), N(1,1)) = 1/2
        ("kl_normal", b"(2 * sigma2**2)", b"sigma2**2", "kl_normal(0.0, 1.0, 0.0, 1.0) gives 0.5, expected 0.0"),
        ("kl_normal", b"sigma2 / sigma1", b"sigma1 / sigma2", "(0.0, 1.0, 0.0, 2.0) gives -1.0681471805599454"),
        ("jsd", b"if x > 0", b"", "jsd([1.0, 0.0], [0.0, 1.0]) raises ValueError: math domain error"),
        ("jsd", b"entropy((p + q) / 2)", b"2 * entropy((p + q) / 2)", "jsd([0.5, 0.5], [0.5, 0.5]) gives 0.69314718"),
        ("w1_uniform", b"if start * end >= 0", b"if True", "(0.0, 4.0, 1.0, 2.0) gives 0.5, expected 0.833333"),
        ("optimal_discriminator", b"p / (p + q)", b"q / (p + q)", "([1.0, 0.0], [0.0, 1.0]) gives [0.0, 1.0]"),
        ("elbo", b"a) - math.log(b)", b"a) + math.log(b)", "elbo([0.25, 0.25], [0.5, 0.5]) gives -2.07"),
        ("log_normal", b"(2 * sigma**2)", b"(2 * sigma)", "log_normal(1.0, 0.0, 2.0) gives "),
        ("log_normal", b"- math.log(sigma)", b"- 0.5 * math.log(sigma)", "log_normal(1.0, 0.0, 2.0) gives "),
        ("log_bernoulli", b"x == 1", b"x == 0", "(1.0, 0.25) gives -0.2876820724517809, expected -1.386"),
    ],
)
def test_usual_slips_are_found(name: str, right: bytes, wrong: bytes, said: str) -> None:
    """Each usual slip is found, and shown at an input that one can check by hand."""
    assert right in RIGHT
    start = RIGHT.index(b"def " + name.encode())
    slipped = RIGHT[:start] + RIGHT[start:].replace(right, wrong, 1)
    (found,) = verdicts(slipped, name).values()
    assert found.verdict in ("differs", "fails")
    assert said in found.because


def test_what_is_drawn_shrinks() -> None:
    """A slip that no edge case shows is shown at the smallest input that is drawn: here from 100 on."""
    code = RIGHT.replace(b"return -(x - mu)**2", b"mu += mu >= 100\n    return -(x - mu)**2")
    found = verdicts(code, "log_normal", limits=Limits(seconds=600))["log_normal"]
    assert found.because.startswith("log_normal(0.0, 100.0, 1.0) gives ")


def test_hangs_exits_and_crashes_are_verdicts() -> None:
    """A function that hangs, leaves or crashes fails; the others in its file have their own verdicts."""
    code = RIGHT + b"""
import os, ctypes
def jsd(p, q):
    while True: pass
def elbo(joint, q): os._exit(0)
def log_normal(x, mu, sigma): return ctypes.string_at(0)
del log_bernoulli
"""
    limits = Limits(call=0.5, seconds=600)
    found = verdicts(code, "jsd", "elbo", "log_normal", "log_bernoulli", "kl_normal", limits=limits)
    assert {name: verdict.verdict for name, verdict in found.items()} == {
        "jsd": "fails", "elbo": "fails", "log_normal": "fails", "log_bernoulli": "missing", "kl_normal": "agrees"
    }  # fmt: skip
    assert "does not return within 0.5 s" in found["jsd"].because
    assert "ends the process with status 0" in found["elbo"].because
    assert "ends the process by SIGSEGV" in found["log_normal"].because
    assert found["log_bernoulli"].because == "def log_bernoulli(x, p) is not there"


def test_time_that_is_up_is_no_verdict() -> None:
    """A right function that is too slow for all inputs is undecided, not wrong."""
    code = RIGHT + b"\nimport time\nright = kl_normal\ndef kl_normal(*a): time.sleep(0.05); return right(*a)\n"
    found = verdicts(code, "kl_normal", limits=Limits(seconds=0.6))["kl_normal"]
    assert found.verdict == "undecided" and "time was up after" in found.because


def test_an_unloadable_file_fails_everywhere() -> None:
    """Every function that is asked for fails with the reason; an unknown function is the assignment's mistake."""
    found = verdicts(b"raise OSError('no data here')", "jsd", "elbo")
    assert [verdict.verdict for verdict in found.values()] == ["fails", "fails"]
    assert found["jsd"].because == "the file cannot be loaded: OSError: no data here"
    with pytest.raises(ValueError, match=r"function wasserstein of part 3\(e\): expected one of kl_normal, jsd"):
        list(function_verdicts(RIGHT, [("3(e)", "wasserstein")]))


def test_tensors() -> None:
    """With tensors as inputs, functions written with torch agree."""
    pytest.importorskip("torch")
    code = b"import torch\ndef log_normal(x, mu, sigma): return torch.distributions.Normal(mu, sigma).log_prob(x)\n"
    found = verdicts(code, "log_normal", kind="torch", tries=20, limits=Limits(load=120, call=30))
    assert found["log_normal"].verdict == "agrees"


@given(QUESTIONS["jsd"].inputs(), QUESTIONS["elbo"].inputs(), QUESTIONS["w1_uniform"].inputs())
@settings(max_examples=50, suppress_health_check=list(HealthCheck))
def test_inputs_are_what_they_are_called(tables, joints, ends) -> None:
    """Tables add up to 1 and leave no outcome empty, a joint table is positive with sum 1/2, intervals have widths."""
    p, q = tables
    assert math.isclose(sum(p), 1) and math.isclose(sum(q), 1) and np.all(np.array(p) + np.array(q) > 0)
    joint, weights = joints
    assert math.isclose(sum(joint), 0.5) and min(joint) > 0 and math.isclose(sum(weights), 1)
    assert ends[0] < ends[1] and ends[2] < ends[3]
