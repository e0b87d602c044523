"""The networks of the homework's variational auto-encoder.

    encoder      d -> 500, tanh, then two linear heads 500 -> 2: the mean and the logarithm of the variance
    decoder A    2 -> 500, tanh, 500 -> d, sigmoid
    decoder B    2 -> 500, tanh, 500 -> 500, sigmoid, 500 -> d, sigmoid

d is the number of pixels, 784 for MNIST: 788,788 parameters in all with decoder A, 1,039,288 with B. The homework says
"two hidden layers", its code names two linear layers: B and A are the two ways to read that, and A is the default. For
images of another side only d changes. Layers begin as torch's linear layers do (uniform, by the number of inputs), in
the order encoder, decoder, so that a seed gives the parameters that the homework's program begins with.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

HIDDEN, LATENT = 500, 2
READINGS = ("A", "B")


class Encoder(nn.Module):
    """q(z|x): of images of shape (n, d), the means and the variances, each of shape (n, latent)."""

    def __init__(self, pixels: int, hidden: int = HIDDEN, latent: int = LATENT) -> None:
        super().__init__()
        self.hidden = nn.Linear(pixels, hidden)
        self.mean = nn.Linear(hidden, latent)
        self.log_variance = nn.Linear(hidden, latent)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """The mean and the variance of q(z|x)."""
        hidden = torch.tanh(self.hidden(x))
        return self.mean(hidden), torch.exp(self.log_variance(hidden))


class Decoder(nn.Module):
    """p(x|z): of latent points of shape (n, latent), the probabilities of the pixels being 1, of shape (n, d)."""

    def __init__(self, pixels: int, hidden: int = HIDDEN, latent: int = LATENT, reading: str = "A") -> None:
        super().__init__()
        if reading not in READINGS:
            raise ValueError(f"reading: expected A or B, got {reading!r}")
        layers: list[nn.Module] = [nn.Linear(latent, hidden), nn.Tanh()]
        if reading == "B":
            layers += [nn.Linear(hidden, hidden), nn.Sigmoid()]
        self.body = nn.Sequential(*layers, nn.Linear(hidden, pixels))

    def logits(self, z: Tensor) -> Tensor:
        """log p - log(1 - p) of the probabilities: what the last sigmoid is applied to."""
        result: Tensor = self.body(z)
        return result

    def forward(self, z: Tensor) -> Tensor:
        """The probabilities of the pixels."""
        return torch.sigmoid(self.logits(z))


class VAE(nn.Module):
    """The encoder and the decoder for images of `pixels` pixels."""

    def __init__(self, pixels: int, reading: str = "A", hidden: int = HIDDEN, latent: int = LATENT) -> None:
        super().__init__()
        self.encoder = Encoder(pixels, hidden, latent)
        self.decoder = Decoder(pixels, hidden, latent, reading)

    def forward(self, x: Tensor, noise: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """(z, mean, variance, p) for images and standard normal noise of z's shape; z = mean + sqrt(variance) noise."""
        mean, variance = self.encoder(x)
        z = mean + torch.sqrt(variance) * noise
        return z, mean, variance, self.decoder(z)
