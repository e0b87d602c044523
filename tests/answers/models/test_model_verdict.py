"""A person's file in the limited process: its script is not run, its tricks fail it, and the rest is judged."""

import os
from pathlib import Path

import pytest

pytest.importorskip("torch")

from hw3verify.answers.confinement import Limits
from hw3verify.answers.models import verdict
from hw3verify.answers.verdict import FunctionVerdict

pytestmark = pytest.mark.skipif(os.name != "posix", reason="limits are POSIX")
RIGHT = Path(__file__).with_name("right_model.txt").read_text(encoding="utf-8")


def verdicts(code: str, limits: Limits = verdict.LIMITS) -> dict[str, FunctionVerdict]:
    return {row.name: row for row in verdict.model_verdicts(code.encode(), limits)}


def test_a_right_file_agrees() -> None:
    """The whole file, with its imports of what is not there, its script and its arguments: fourteen times agrees."""
    found = verdicts(RIGHT)
    assert {row.verdict for row in found.values()} == {"agrees"}, found
    assert len(found) == 14
    assert [row.part for row in found.values()][:4] == ["2", "2(a)", "2(b)", "2(b)"]


def test_several_mistakes_in_one_file() -> None:
    """Mistakes, an absence, an exit and an exception: each is said, and the others are judged."""
    code = RIGHT.partition("class DNet")[0]
    for right, wrong in (
        ("torch.sqrt(sigma_square) * torch.randn_like(mu)", "sigma_square * torch.randn(1)"),
        ("return torch.bernoulli(p)", "return torch.Bernoulli(p)"),
        ("def logpdf_bernoulli", "def another_name"),
        ("log_q = self.logpdf", "import os; os._exit(3)\n        log_q = self.logpdf"),
    ):
        assert right in code
        code = code.replace(right, wrong)
    found = verdicts(code, Limits(20.0, 60.0, 120.0, 60, 8192, 1, 1))
    assert {name: row.verdict for name, row in found.items()} == {
        "Encoder": "agrees", "Decoder": "agrees", "logpdf_diagonal_gaussian": "agrees", "logpdf_bernoulli": "missing",
        "sample_diagonal_gaussian": "differs", "sample_Bernoulli": "fails", "elbo_loss": "fails",
        "in the mean": "fails",
    }  # fmt: skip
    assert "Bernoulli" in found["sample_Bernoulli"].because
    assert "ends the process with status 3" in found["elbo_loss"].because


def test_a_file_that_cannot_be_loaded() -> None:
    """A syntax error is one verdict, and a file without a model has none."""
    found = verdicts("def f(:\n")
    assert found["the file"].verdict == "fails" and "SyntaxError" in found["the file"].because
    assert verdicts("x = 1\n") == {}
