"""The homework's figures of a trained model.

    prior.png           ten points drawn from the prior, a row each: the pixels' probabilities, beside them one sample
    latent.png          the encoder's means of all training images, coloured by digit
    interpolations.png  three pairs of images of different digits: the probabilities along alpha a + (1 - alpha) b
                        between the means a, b of their encodings, alpha = 0, 0.1, ..., 1; a column a pair
    epoch_NN.png        the GAN's 8 x 8 images before epoch NN trains

All that is drawn comes from a generator at the given seed, so that figures are the same for the same model.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from hw3verify.lab.data.images import Images, bits
from hw3verify.lab.networks.losses import sample_bernoulli
from hw3verify.lab.networks.vae import LATENT, VAE
from hw3verify.lab.pictures import grid, joined, write_picture, write_scatter

DRAWN, PAIRS, STEPS = 10, 3, 11


def vae_figures(vae: VAE, images: Images, folder: Path, seed: int) -> list[Path]:
    """Write the three figures of a VAE with two latent dimensions; the files, in their order."""
    folder.mkdir(parents=True, exist_ok=True)
    device = next(vae.parameters()).device
    x = torch.from_numpy(bits(images)).to(device)
    generator = torch.Generator().manual_seed(seed)
    side = images.side
    paths = [folder / f"{name}.png" for name in ("prior", "latent", "interpolations")]
    with torch.no_grad():
        p = vae.decoder(torch.randn(DRAWN, LATENT, generator=generator).to(device)).cpu()
        both = torch.cat([p, sample_bernoulli(p, generator)])
        write_picture(joined(_squares(both, side), DRAWN), paths[0], side)
        means = vae.encoder(x)[0].cpu()
        write_scatter(means.numpy(), images.labels, paths[1], f"Means of q(z|x) of {len(images):,} images")
        first, second = pairs(torch.from_numpy(images.labels.astype(int)), generator)
        alphas = torch.linspace(0, 1, STEPS)[None, :, None]
        between = alphas * means[first][:, None] + (1 - alphas) * means[second][:, None]
        along = vae.decoder(between.reshape(-1, LATENT).to(device)).cpu()
        write_picture(joined(_squares(along, side), STEPS), paths[2], side)
    return paths


def pairs(labels: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Places of three pairs of images; the images of a pair have different labels, and no image is in two pairs.

    ValueError where the labels do not allow that.
    """
    order = torch.randperm(len(labels), generator=generator).tolist()
    first: list[int] = []
    second: list[int] = []
    while len(first) < PAIRS and order:
        a = order.pop(0)
        b = next((i for i in order if labels[i] != labels[a]), None)
        if b is not None:
            order.remove(b)
            first.append(a)
            second.append(b)
    if len(first) < PAIRS:
        raise ValueError("labels: expected three pairs of images of different digits")
    return torch.tensor(first), torch.tensor(second)


def gan_grids(folder: Path) -> Callable[[int, Tensor], None]:
    """What writes the grid of an epoch's first images, made by the generator: for `gan.Training`'s `show`."""

    def show(epoch: int, images: Tensor) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        side = images.shape[-1]
        write_picture(grid(_squares(images.cpu(), side)), folder / f"epoch_{epoch:02d}.png", side)

    return show


def _squares(images: Tensor, side: int) -> Any:
    return images.reshape(-1, side, side).double().numpy()
