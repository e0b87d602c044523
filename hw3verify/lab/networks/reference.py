"""What the homework's networks give for parameters that depend on their place alone; and what slips in them give.

Two networks whose parameters have the same shapes in the same order are compared without a word about how their layers
are called: both are filled with the same numbers (`numbers`), and the outputs for the same inputs must be equal. The
slips (another activation, another slope, no sigmoid at the end) are the same network with one word of its description
changed, so that a wrong output can be told by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from hw3verify.lab.networks.gan import NOISE, SIDE, Discriminator, Generator
from hw3verify.lab.networks.vae import HIDDEN, LATENT, Decoder, Encoder

Words = dict[str, str]
ACTIVATIONS: dict[str, Any] = {
    "tanh": torch.tanh, "sigmoid": torch.sigmoid, "ReLU": torch.relu, "nothing": lambda a: a,
    "LeakyReLU(0.2)": lambda a: functional.leaky_relu(a, 0.2),
    "LeakyReLU(0.01)": lambda a: functional.leaky_relu(a, 0.01),
}  # fmt: skip
RIGHT: dict[str, Words] = {
    "encoder": {"hidden layer": "tanh", "variance": "exp"},
    "decoder": {"first layer": "tanh", "second hidden layer": "sigmoid", "output": "sigmoid"},
    "discriminator": {"convolutions": "ReLU", "pooling": "max", "output": "nothing"},
    "generator": {"hidden layers": "LeakyReLU(0.2)", "upsampling": "nearest", "output": "sigmoid"},
}
OTHERS: dict[str, dict[str, tuple[str, ...]]] = {
    "encoder": {"hidden layer": ("ReLU", "sigmoid", "nothing"), "variance": ("identity", "exp of half")},
    "decoder": {
        "first layer": ("ReLU", "sigmoid", "nothing"), "second hidden layer": ("tanh", "ReLU", "nothing"),
        "output": ("nothing", "tanh", "ReLU"),
    },
    "discriminator": {
        "convolutions": ("LeakyReLU(0.2)", "LeakyReLU(0.01)", "tanh", "sigmoid"), "pooling": ("average",),
        "output": ("sigmoid",),
    },
    "generator": {
        "hidden layers": ("LeakyReLU(0.01)", "ReLU", "tanh"), "upsampling": ("bilinear",),
        "output": ("nothing", "tanh", "ReLU"),
    },
}  # fmt: skip
"""The words of each network's description, and what is mistaken for them."""


def shapes(kind: str, reading: str = "A") -> list[list[int]]:
    """The shapes of the parameters of the homework's network, in their order; a decoder's by its reading, A or B."""
    network: nn.Module
    if kind == "encoder":
        network = Encoder(SIDE**2)
    elif kind == "decoder":
        network = Decoder(SIDE**2, HIDDEN, LATENT, reading)
    else:
        network = Discriminator() if kind == "discriminator" else Generator()
    return [list(parameter.shape) for parameter in network.parameters()]


def inputs(kind: str) -> Tensor:
    """A few inputs for a network: bits, latent points, images or noise; the same every time."""
    rows, width = {
        "encoder": (3, SIDE**2), "decoder": (5, LATENT), "discriminator": (3, SIDE**2), "generator": (2, NOISE),
    }[kind]  # fmt: skip
    waves = torch.sin(torch.arange(rows * width, dtype=torch.float64) * 0.7).reshape(rows, width)
    if kind == "discriminator":
        return (0.5 + 0.5 * waves).float().reshape(rows, 1, SIDE, SIDE)
    return (waves > 0).float() if kind == "encoder" else waves.float()


def numbers(sizes: Sequence[Sequence[int]]) -> list[Tensor]:
    """Parameters of these shapes, each number a function of its place."""
    out = []
    for place, size in enumerate(sizes):
        parameter = torch.empty(*size)
        fan = max(1, parameter[0].numel())
        steps = torch.arange(parameter.numel(), dtype=torch.float64)
        out.append((torch.sin(steps * 1.7 + place) * (2 / fan) ** 0.5).reshape(size).float())
    return out


def output(kind: str, sizes: Sequence[Sequence[int]], words: Words | None = None) -> Any:
    """What the network of this description gives, as nested lists; the right one where no words are given."""
    said = words or RIGHT[kind]
    with torch.no_grad():
        forward = {"encoder": _encoder, "decoder": _decoder, "discriminator": _discriminator, "generator": _generator}
        return forward[kind](numbers(sizes), inputs(kind), said)


def slips(kind: str, sizes: Sequence[Sequence[int]]) -> Iterator[tuple[str, Any]]:
    """Every description with one word changed: what is said of it, and what such a network gives."""
    for place, words in OTHERS[kind].items():
        if place == "second hidden layer" and len(sizes) == 4:
            continue
        for word in words:
            said = f"has {word} ({place}), expected {RIGHT[kind][place]}"
            yield said, output(kind, sizes, {**RIGHT[kind], place: word})


def _encoder(p: list[Tensor], x: Tensor, words: Words) -> Any:
    hidden = ACTIVATIONS[words["hidden layer"]](functional.linear(x, p[0], p[1]))
    mean, last = functional.linear(hidden, p[2], p[3]), functional.linear(hidden, p[4], p[5])
    variance = {"exp": last.exp(), "identity": last, "exp of half": (last / 2).exp()}[words["variance"]]
    return [mean.tolist(), variance.tolist()]


def _decoder(p: list[Tensor], z: Tensor, words: Words) -> Any:
    value = ACTIVATIONS[words["first layer"]](functional.linear(z, p[0], p[1]))
    if len(p) == 6:
        value = ACTIVATIONS[words["second hidden layer"]](functional.linear(value, p[2], p[3]))
    return ACTIVATIONS[words["output"]](functional.linear(value, p[-2], p[-1])).tolist()


def _discriminator(p: list[Tensor], x: Tensor, words: Words) -> Any:
    pool = functional.max_pool2d if words["pooling"] == "max" else functional.avg_pool2d
    active = ACTIVATIONS[words["convolutions"]]
    value = pool(active(functional.conv2d(x, p[0], p[1], padding=1)), 2)
    value = pool(active(functional.conv2d(value, p[2], p[3], padding=1)), 2)
    value = active(functional.conv2d(value, p[4], p[5])).flatten(1)
    return ACTIVATIONS[words["output"]](functional.linear(value, p[6], p[7])).tolist()


def _generator(p: list[Tensor], z: Tensor, words: Words) -> Any:
    active, mode = ACTIVATIONS[words["hidden layers"]], words["upsampling"]
    value = active(functional.linear(z, p[0], p[1])).reshape(-1, 32, SIDE // 4, SIDE // 4)
    for place in (2, 4):
        value = functional.interpolate(value, scale_factor=2, mode=mode)
        value = active(functional.conv2d(value, p[place], p[place + 1], padding=1))
    return ACTIVATIONS[words["output"]](functional.conv2d(value, p[6], p[7], padding=1)).tolist()
