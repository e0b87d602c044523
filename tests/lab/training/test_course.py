"""Runs: they resume to the same bits, also after a kill, and stop where they diverge."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from hw3verify.lab.training import course, gan, vae  # noqa: E402
from hw3verify.lab.training.checkpoint import UnusableCheckpoint, load  # noqa: E402

SETTINGS = {"seed": 1}


def images(n: int = 24, pixels: int = 16) -> torch.Tensor:
    return torch.tensor(np.random.default_rng(0).integers(0, 2, size=(n, pixels)), dtype=torch.float32)


def vae_training() -> vae.Training:
    return vae.Training(images(), vae.Config(batch=10, hidden=5, seed=1))


def gan_training() -> gan.Training:
    return gan.Training(images(20, 64).reshape(-1, 1, 8, 8), gan.Config(batch=8, seed=1))


def same(a: object, b: object) -> bool:
    """Equal bit by bit, tensors and all."""
    if isinstance(a, torch.Tensor):
        return torch.equal(a, b)
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    return a == b


@pytest.mark.parametrize("make", [vae_training, gan_training])
def test_an_interrupted_run_ends_with_the_same_bits(tmp_path: Path, make: object, monkeypatch: object) -> None:
    """Interrupted between two checkpoints, in the middle of an epoch, and resumed by a new process's state."""
    whole = course.train(make(), SETTINGS, tmp_path / "whole", 5, every=2)
    calls = 0

    def interrupting(done: int, total: int) -> None:
        nonlocal calls
        calls += 1
        if calls == 3 * make().epoch_steps + 1:  # the first step of the fourth epoch; the checkpoint has two
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        course.train(make(), SETTINGS, tmp_path / "cut", 5, every=2, progress=interrupting)
    assert load(tmp_path / "cut" / course.CHECKPOINT)["epoch"] == 2
    resumed = course.train(make(), SETTINGS, tmp_path / "cut", 5, every=2)
    assert resumed == whole
    assert (tmp_path / "cut" / course.LOG).read_bytes() == (tmp_path / "whole" / course.LOG).read_bytes()
    ends = [load(tmp_path / name / course.CHECKPOINT) for name in ("whole", "cut")]
    assert same(*ends)
    # and the comparison can fail
    ends[0]["model"]["noise"][0] ^= 1
    assert not same(*ends)


# trains the model of `vae_training` for ever, slowly
FOREVER = """
import sys, time
from pathlib import Path
import torch
torch.set_num_threads(1)
sys.path.insert(0, {tests!r})
from test_course import SETTINGS, course, vae_training
course.train(vae_training(), SETTINGS, Path({folder!r}), 10**6, progress=lambda *_: time.sleep(0.002))
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
def test_a_killed_process_resumes_to_the_same_bits(tmp_path: Path) -> None:
    """A process is killed at some moment of its run; what it left resumes to what an uninterrupted run has."""
    threads = torch.get_num_threads()
    script = FOREVER.format(tests=str(Path(__file__).parent), folder=str(tmp_path / "killed"))
    path = [str(Path(course.__file__).parents[3]), os.environ.get("PYTHONPATH", "")]
    running = subprocess.Popen(
        [sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, path))}
    )
    log = tmp_path / "killed" / course.LOG
    try:
        until = time.monotonic() + 120
        while not (log.exists() and log.read_text().count("\n") >= 3):
            assert running.poll() is None and time.monotonic() < until
            time.sleep(0.003)
    finally:
        running.send_signal(signal.SIGKILL)
        running.wait()
    reached = load(tmp_path / "killed" / course.CHECKPOINT)["epoch"]
    assert reached >= 2
    torch.set_num_threads(1)
    try:
        resumed = course.train(vae_training(), SETTINGS, tmp_path / "killed", reached + 3)
        whole = course.train(vae_training(), SETTINGS, tmp_path / "whole", reached + 3)
    finally:
        torch.set_num_threads(threads)
    assert resumed == whole and len(whole) == reached + 3
    assert same(*(load(tmp_path / name / course.CHECKPOINT) for name in ("killed", "whole")))


def test_a_finished_run_is_not_trained_again(tmp_path: Path) -> None:
    """Training to an epoch that is reached gives the same log and changes nothing."""
    first = course.train(vae_training(), SETTINGS, tmp_path, 2)
    written = (tmp_path / course.CHECKPOINT).read_bytes()
    assert course.train(vae_training(), SETTINGS, tmp_path, 2) == first
    assert (tmp_path / course.CHECKPOINT).read_bytes() == written


def test_other_settings_are_refused(tmp_path: Path) -> None:
    """A folder with another run's checkpoint is left alone, and the settings that differ are named."""
    course.train(vae_training(), {"seed": 1, "rate": 0.1}, tmp_path, 1)
    with pytest.raises(UnusableCheckpoint, match=r"other settings \(rate, width\)"):
        course.train(vae_training(), {"seed": 1, "rate": 0.2, "width": 3}, tmp_path, 2)
    for epochs, every in ((-1, 1), (1, 0)):
        with pytest.raises(ValueError, match="epochs, every"):
            course.train(vae_training(), SETTINGS, tmp_path, epochs, every)


@pytest.mark.parametrize(("value", "said"), [("nan", "nan"), ("inf", "inf"), ("-1e7", "-10000000.0")])
def test_divergence_names_its_step(tmp_path: Path, value: str, said: str) -> None:
    """The first loss that is none, infinite or huge stops the run with its step; the last good epoch is kept."""

    class Breaks(vae.Training):
        def step(self, number: int) -> torch.Tensor:
            loss = super().step(number)
            return torch.tensor([float(value)]) if number == 7 else loss

    breaks = Breaks(images(), vae.Config(batch=10, hidden=5, seed=1))
    with pytest.raises(course.Diverged, match=rf"^step 8 \(epoch 3\): elbo is {said}"):
        course.train(breaks, SETTINGS, tmp_path, 5)
    assert load(tmp_path / course.CHECKPOINT)["epoch"] == 2
    assert [json.loads(line)["epoch"] for line in (tmp_path / course.LOG).read_text().splitlines()] == [1, 2]


def test_an_absurd_learning_rate_diverges(tmp_path: Path) -> None:
    """With a learning rate of 1e30 the bound is no number after a step or two."""
    model = vae.Training(images(), vae.Config(batch=10, hidden=5, rate=1e30))
    with pytest.raises(course.Diverged, match=r"^step [23] \(epoch 1\)"):
        course.train(model, SETTINGS, tmp_path, 1)


def test_a_parameter_that_is_no_number_is_not_kept(tmp_path: Path) -> None:
    """A last step that leaves NaN behind, after a loss that was fine, stops the run before the checkpoint is made."""

    class Breaks(vae.Training):
        def step(self, number: int) -> torch.Tensor:
            loss = super().step(number)
            if number == 5:  # the last step of the second epoch
                next(self.vae.parameters()).data[0, 0] = float("nan")
            return loss

    breaks = Breaks(images(), vae.Config(batch=10, hidden=5, seed=1))
    with pytest.raises(course.Diverged, match=r"^step 6 \(epoch 2\): after it a parameter"):
        course.train(breaks, SETTINGS, tmp_path, 2)
    assert load(tmp_path / course.CHECKPOINT)["epoch"] == 1
