"""`hw3verify lab vae`, `gan` and `check-model`: what they print, and how they end."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hw3verify.cli import cli

pytest.importorskip("torch")
pytest.importorskip("sklearn")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HW3VERIFY_MNIST", raising=False)
    return tmp_path


def lab(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["lab", *arguments], standalone_mode=False)


def refused(*arguments: str) -> str:
    done = lab(*arguments)
    assert done.exception is not None
    return getattr(done.exception, "message", str(done.exception))


def test_vae(folder: Path) -> None:
    """On the digits: the data, the size, both measures and the figures are printed; --json prints the report."""
    done = lab("vae", "--out", "run", "--epochs", "1", "--hidden", "8", "--device", "cpu")
    assert done.exception is None and done.return_value == 0, done.output
    for words in ("the first 1,500; the last 297", "1 epochs, 15 steps", "log p(x)", "by quadrature", "prior.png"):
        assert words in done.output
    again = lab("vae", "--out", "run", "--epochs", "1", "--hidden", "8", "--device", "cpu", "--json", "--no-quality")
    report = json.loads(again.output)
    assert report["settings"]["seed"] == 1234 and report["quality"] is None
    assert "settings (reading)" in refused("vae", "--out", "run", "--epochs", "1", "--hidden", "8", "--reading", "B")


def test_gan(folder: Path) -> None:
    """On the digits: one epoch of five steps, and both distances with their floors."""
    done = lab("gan", "--out", "run", "--epochs", "1", "--device", "cpu")
    assert done.exception is None and done.return_value == 0, done.output
    for words in ("1 epochs, 5 steps", "sliced_w1", "floor", "epoch_00.png"):
        assert words in done.output


def test_divergence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run whose losses are too large ends with status 1 and names the step; nothing is kept of it."""
    monkeypatch.setattr("hw3verify.lab.training.course.LIMIT", 1.0)  # a bound of 64 pixels begins near -44
    done = lab("vae", "--out", "run", "--epochs", "1", "--hidden", "8", "--device", "cpu")
    assert done.return_value == 1
    assert "run: step 1 (epoch 1): elbo is -4" in done.output
    assert not Path("run", "checkpoint.pt").exists() and not Path("run", "report.json").exists()


def test_unusable_input(folder: Path) -> None:
    """A folder without files, a device that is not there, a batch that is too large, and a folder that is a file."""
    assert "is no folder" in refused("vae", "--out", "run", "--data", "none")
    assert "cannot be used here" in refused("vae", "--out", "run", "--device", "abacus")
    assert "batch: expected at most" in refused("gan", "--out", "run", "--batch", "5000")
    Path("file").write_text("x")
    assert "cannot be written" in refused("gan", "--out", "file", "--epochs", "1")


@pytest.mark.skipif(os.name != "posix", reason="limits are POSIX")
def test_check_model(folder: Path) -> None:
    """A wrong function is named and the status is 1; a file without a model cannot be used."""
    Path("wrong.py").write_text("import torch\ndef sample_Bernoulli(p): return torch.round(p)\n")
    done = lab("check-model", "wrong.py")
    assert done.return_value == 1
    assert "sample_Bernoulli          differs    rounds the probabilities" in done.output
    assert "logpdf_bernoulli          missing" in done.output
    Path("empty.py").write_text("x = 1\n")
    assert "has nothing of a VAE or a GAN" in refused("check-model", "empty.py")
