"""Whole runs at a small size: what they leave in their folder, the same every time."""

import json
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
image = pytest.importorskip("matplotlib.image")

from hw3verify.lab.data.images import Images  # noqa: E402
from hw3verify.lab.data.source import Split  # noqa: E402
from hw3verify.lab.networks.seeds import seeded  # noqa: E402
from hw3verify.lab.networks.vae import VAE  # noqa: E402
from hw3verify.lab.training import figures, gan, run, vae  # noqa: E402


def images(count: int, seed: int) -> Images:
    draw = np.random.default_rng(seed)
    return Images("made", draw.integers(0, 17, size=(count, 64)), np.arange(count) % 10, 8, 16)


SPLIT = Split(images(40, 0), images(12, 1), "made up")


def contents(folder: Path) -> dict[str, bytes]:
    kept = (p for p in folder.rglob("*") if p.suffix in (".png", ".json", ".jsonl"))
    return {str(p.relative_to(folder)): p.read_bytes() for p in kept}


def test_a_vae_run(tmp_path: Path) -> None:
    """The figures have the homework's sizes, the report its numbers; a second run gives the same bytes."""
    config = vae.Config(epochs=2, batch=10, hidden=4)
    reports = [run.run_vae(SPLIT, config, run.How(tmp_path / name)) for name in ("a", "b")]
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert reports[0] == reports[1] == json.loads((tmp_path / "a" / "report.json").read_text())
    assert reports[0]["parameters"] == 64 * 4 + 4 + 2 * 10 + 12 + 4 * 64 + 64
    assert reports[0]["last"]["step"] == 8
    quality = reports[0]["quality"]
    assert quality["images"] == 12 and quality["elbo"] <= quality["log_evidence"] + quality["quadrature"]
    # 10 x 2 and 11 x 3 images of side 8, 3 pixels apart, seven times as large
    for name, rows, columns in (("prior", 10, 2), ("interpolations", 11, 3)):
        shape = image.imread(tmp_path / "a" / "figures" / f"{name}.png").shape
        assert shape[:2] == (7 * (11 * rows - 3), 7 * (11 * columns - 3))
    assert (tmp_path / "a" / "figures" / "latent.png").exists()


def test_a_gan_run(tmp_path: Path) -> None:
    """Grids at epochs 0 and 10, of up to 64 images; a longer run begins where the shorter one ended."""
    config = gan.Config(epochs=11, batch=16)
    report = run.run_gan(SPLIT, config, run.How(tmp_path / "whole", every=5))
    assert report["figures"] == ["figures/epoch_00.png", "figures/epoch_10.png"]
    shape = image.imread(tmp_path / "whole" / "figures" / "epoch_00.png").shape
    assert shape[:2] == (7 * (2 * 10 + 2), 7 * (8 * 10 + 2))  # 16 images: two rows of eight
    assert {row["name"] for row in report["quality"]} == {"sliced_w1", "frechet"}
    run.run_gan(SPLIT, gan.Config(epochs=3, batch=16), run.How(tmp_path / "parts"))
    longer = run.run_gan(SPLIT, config, run.How(tmp_path / "parts"))
    assert longer == report and contents(tmp_path / "parts") == contents(tmp_path / "whole")


def test_interpolations_end_at_the_images(tmp_path: Path) -> None:
    """Pairs have different digits and no image twice; the last row is the first image of its pair, alpha being 1."""
    labels = torch.tensor([3, 3, 3, 5, 5, 7, 7])
    first, second = figures.pairs(labels, torch.Generator().manual_seed(0))
    assert (labels[first] != labels[second]).all()
    assert len({*first.tolist(), *second.tolist()}) == 6
    for few in (torch.tensor([1, 1, 1, 1, 1, 1]), torch.tensor([1, 2, 3, 4, 5])):
        with pytest.raises(ValueError, match="three pairs"):
            figures.pairs(few, torch.Generator())
    net = seeded(lambda: VAE(64, hidden=4), 5)[0]
    figures.vae_figures(net, SPLIT.train, tmp_path, seed=9)
    generator = torch.Generator().manual_seed(9)
    torch.randn(10, 2, generator=generator)
    torch.bernoulli(torch.full((10, 64), 0.5), generator=generator)
    first, _ = figures.pairs(torch.tensor(SPLIT.train.labels), generator)
    x = torch.from_numpy((SPLIT.train.pixels[first] >= 8).astype(np.float32))
    wanted = net.decoder(net.encoder(x)[0]).detach().reshape(3, 8, 8)
    picture = image.imread(tmp_path / "interpolations.png")[3::7, 3::7, 0]
    for column in range(3):
        shown = picture[110:118, 11 * column : 11 * column + 8]
        assert np.abs(shown - wanted[column].numpy()).max() < 2 / 255


def test_devices() -> None:
    """auto is a device that is there; one that is not is refused."""
    assert run.device_for("auto") in ("cpu", "cuda")
    assert run.device_for("cpu") == "cpu"
    with pytest.raises(ValueError, match="'abacus' cannot be used here"):
        run.device_for("abacus")
