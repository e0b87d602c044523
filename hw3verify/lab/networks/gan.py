"""The networks of the homework's generative adversarial network.

    discriminator   conv 1 -> 2, ReLU, max-pool 2; conv 2 -> 4, ReLU, max-pool 2; conv 4 -> 8 without padding, ReLU;
                    linear 200 -> 1: a logit. Convolutions are 3 x 3, the first two padded by 1. 593 parameters.
    generator       linear 64 -> 1568, LeakyReLU 0.2, as 32 maps of 7 x 7; twice: nearest upsampling by 2, conv (to 16,
                    to 8 maps), LeakyReLU 0.2; conv 8 -> 1, sigmoid. 3 x 3, padded by 1. 107,777 parameters.

There is no batch normalisation. Weights are Kaiming-uniform with torch's default arguments, biases begin at 0.

The numbers are those for images of 28 x 28. For another side s, a multiple of 4, the generator begins with maps of
s/4 x s/4 and the discriminator's last layer has 8 (s/4 - 2)^2 inputs; below s = 12 the unpadded convolution would have
nothing left, so there it is padded by 1 too and the last layer has 8 (s/4)^2 inputs.
"""

from __future__ import annotations

from torch import Tensor, nn

NOISE = 64
SIDE = 28


class Discriminator(nn.Module):
    """The logit of "real" for images of shape (n, 1, side, side); of shape (n, 1)."""

    def __init__(self, side: int = SIDE) -> None:
        super().__init__()
        quarter = _quarter(side)
        padding = 0 if quarter >= 3 else 1
        self.body = nn.Sequential(
            nn.Conv2d(1, 2, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(2, 4, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(4, 8, 3, padding=padding), nn.ReLU(),
            nn.Flatten(), nn.Linear(8 * (quarter - 2 + 2 * padding) ** 2, 1),
        )  # fmt: skip
        begin(self)

    def forward(self, x: Tensor) -> Tensor:
        """The logits."""
        result: Tensor = self.body(x)
        return result


class Generator(nn.Module):
    """Images of shape (n, 1, side, side), values in (0, 1), of noise of shape (n, 64)."""

    def __init__(self, side: int = SIDE, noise: int = NOISE) -> None:
        super().__init__()
        quarter = _quarter(side)
        self.body = nn.Sequential(
            nn.Linear(noise, 32 * quarter * quarter), nn.LeakyReLU(0.2), nn.Unflatten(1, (32, quarter, quarter)),
            nn.Upsample(scale_factor=2, mode="nearest"), nn.Conv2d(32, 16, 3, padding=1), nn.LeakyReLU(0.2),
            nn.Upsample(scale_factor=2, mode="nearest"), nn.Conv2d(16, 8, 3, padding=1), nn.LeakyReLU(0.2),
            nn.Conv2d(8, 1, 3, padding=1), nn.Sigmoid(),
        )  # fmt: skip
        begin(self)

    def forward(self, z: Tensor) -> Tensor:
        """The images."""
        result: Tensor = self.body(z)
        return result


def begin(network: nn.Module) -> None:
    """Kaiming-uniform weights with torch's default arguments (bound sqrt(6 / inputs)), and biases 0."""
    for layer in network.modules():
        if isinstance(layer, nn.Conv2d | nn.Linear):
            nn.init.kaiming_uniform_(layer.weight)
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)


def _quarter(side: int) -> int:
    if side < 4 or side % 4:
        raise ValueError(f"side: expected a multiple of 4, got {side}: the images are halved twice")
    return side // 4
