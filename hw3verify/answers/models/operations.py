"""The operations on a person's model that the limited process offers.

    log_normal, log_bernoulli, elbo       a function of the file, on 32-bit tensors, as the homework uses them
    sample_normal, sample_bernoulli       a draw, by torch's generator at a seed
    sample_twice, sample_gradient         what a draw depends on
    estimates                             estimates of the bound with the file's own sample, for a given decoder
    discriminator_loss, generator_loss    a loss, on networks whose logits are handed in
    outputs, sizes, beginnings            of the file's networks

Beside them stands `kind=name` for everything that was found, to be read off the names. An operation that is not
there needs something that the file lacks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any

NETWORKS = ("encoder", "decoder", "discriminator", "generator")


@dataclass(frozen=True)
class Model:
    """A loaded file: where each kind of thing is (its owner and its name there), and how objects are made."""

    module: ModuleType
    places: dict[str, tuple[Any, str]]
    instance: Callable[..., Any]

    def get(self, kind: str, **attributes: Any) -> Callable[..., Any]:
        """What was found, ready to be called; of an object with these attributes where it is a method."""
        owner, name = self.places[kind]
        if owner is self.module or isinstance(vars(owner)[name], staticmethod | classmethod | type):
            function = getattr(owner, name)
        else:
            function = getattr(self.instance(owner, **attributes), name)
        assert callable(function)
        return function  # type: ignore[no-any-return]


def operations(model: Model) -> dict[str, Callable[..., Any]]:
    """The operations that the file allows, by name, and the names that were found."""
    import_module("torch").set_num_threads(1)
    offered: dict[str, Callable[..., Any]] = {}
    for kind in ("log_normal", "log_bernoulli"):
        offered[kind] = partial(called, model, kind)
    for kind in ("sample_normal", "sample_bernoulli"):
        offered[kind] = partial(drawn, model, kind)
    offered |= {
        "elbo": partial(bound, model), "discriminator_loss": partial(discriminator_loss, model),
        "generator_loss": partial(generator_loss, model),
    }  # fmt: skip
    offered = {name: operation for name, operation in offered.items() if name in model.places}
    if "sample_normal" in model.places:
        offered |= {"sample_twice": partial(drawn_twice, model), "sample_gradient": partial(gradient, model)}
        if "elbo" in model.places:
            offered["estimates"] = partial(estimates, model)
    if any(kind in model.places for kind in NETWORKS):
        offered |= {
            "outputs": partial(outputs, model),
            "sizes": partial(sizes, model),
            "beginnings": partial(beginnings, model),
        }
    return offered | {f"{kind}={name}": called for kind, (_, name) in model.places.items()}


def tensor(value: Any) -> Any:
    """Numbers as a tensor of 32-bit floats."""
    torch = import_module("torch")
    return torch.tensor(value, dtype=torch.float32)


def called(model: Model, kind: str, *values: Any) -> Any:
    """The value of a function."""
    return model.get(kind)(*map(tensor, values)).detach()


def drawn(model: Model, kind: str, *values: Any) -> Any:
    """A draw; the last value is the seed."""
    function = model.get(kind)
    import_module("torch").manual_seed(values[-1])
    return function(*map(tensor, values[:-1])).detach()


def drawn_twice(model: Model, mean: Any, variance: Any, seed: int) -> Any:
    """Two draws, one behind the other."""
    function = model.get("sample_normal")
    import_module("torch").manual_seed(seed)
    return [function(tensor(mean), tensor(variance)).detach() for _ in range(2)]


def gradient(model: Model, mean: Any, variance: Any, seed: int) -> Any:
    """The derivatives of the sum of a draw with respect to mean and variance; None where there are none."""
    torch = import_module("torch")
    function = model.get("sample_normal")
    torch.manual_seed(seed)
    inputs = [tensor(mean).requires_grad_(), tensor(variance).requires_grad_()]
    value = function(*inputs)
    if not value.requires_grad:
        return None
    grads = torch.autograd.grad(value.sum(), inputs, allow_unused=True)
    return None if any(grad is None for grad in grads) else list(grads)


def bound(model: Model, z: Any, mean: Any, variance: Any, x: Any, p: Any, own: bool) -> Any:
    """The bound, with the file's own densities or with right ones in their place."""
    function = model.get("elbo")
    with Repaired({} if own else {kind: model.places[kind] for kind in RIGHT if kind in model.places}):
        return function(*map(tensor, (z, mean, variance, x, p))).detach()


def estimates(
    model: Model, mean: Any, variance: Any, x: Any, slope: Any, shift: Any, draws: int, seeds: list[int]
) -> list[Any]:
    """Estimates of the bound at one point for the decoder sigmoid(z slope + shift), each a mean over `draws` copies."""
    torch = import_module("torch")
    sample, value = model.get("sample_normal"), model.get("elbo")
    m, v, bits = (tensor(each).expand(draws, -1).contiguous() for each in (mean, variance, x))
    found = []
    with Repaired({kind: model.places[kind] for kind in RIGHT if kind in model.places}):
        for seed in seeds:
            torch.manual_seed(seed)
            z = sample(m, v)
            found.append(value(z, m, v, bits, torch.sigmoid(z @ tensor(slope) + tensor(shift))).detach())
    return found


def discriminator_loss(model: Model, reals: Any, fakes: Any) -> Any:
    """The loss of a discriminator whose logits on the batch and on the made images are these."""
    data = tensor(reals).reshape(-1, 1, 1, 1).expand(-1, 1, 28, 28).contiguous()
    return model.get("discriminator_loss", **networks())(len(data), data, noise(fakes)).detach()


def generator_loss(model: Model, fakes: Any) -> Any:
    """The loss of a generator on whose images the logits are these."""
    return model.get("generator_loss", **networks())(len(fakes), noise(fakes)).detach()


def noise(fakes: Any) -> Any:
    """Noise of 64 numbers a row, all equal to the logit that comes out at the end."""
    return tensor(fakes).reshape(-1, 1).expand(-1, 64).contiguous()


def networks() -> dict[str, Any]:
    """A generator that paints with its first noise number, and a discriminator that reads its logit off a pixel."""
    torch = import_module("torch")

    class Disc(torch.nn.Module):  # type: ignore[misc, name-defined]
        def forward(self, x: Any) -> Any:
            return x.reshape(len(x), -1)[:, :1] * 1.0

    class Gen(torch.nn.Module):  # type: ignore[misc, name-defined]
        def forward(self, z: Any) -> Any:
            return z[:, :1].reshape(-1, 1, 1, 1).expand(-1, 1, 28, 28)

    cpu = torch.device("cpu")
    made = {"disc": Disc(), "gen": Gen(), "discriminator": Disc(), "generator": Gen()}
    return made | {"_dev": cpu, "dev": cpu, "device": cpu, "_zdim": 64}


def outputs(model: Model, kind: str, arguments: list[int], shape: list[int], inputs: Any) -> Any:
    """What a network gives for inputs of a shape, with parameters filled in by `filled`."""
    torch = import_module("torch")
    network = model.get(kind)(*arguments)
    with torch.no_grad():
        filled(network, torch)
        result = network(tensor(inputs).reshape(shape))
    return result if isinstance(result, torch.Tensor) else list(result)


def sizes(model: Model, kind: str, arguments: list[int]) -> list[list[int]]:
    """The shapes of a network's parameters, in their order."""
    return [list(p.shape) for p in model.get(kind)(*arguments).parameters()]


def beginnings(model: Model, kind: str, arguments: list[int], seed: int) -> list[list[float]]:
    """The smallest and the largest number of every parameter when a network is made."""
    import_module("torch").manual_seed(seed)
    return [[float(p.detach().min()), float(p.detach().max())] for p in model.get(kind)(*arguments).parameters()]


def filled(network: Any, torch: Any) -> None:
    """Give every parameter numbers that depend on its place alone: the same for the same shapes in the same order."""
    for place, parameter in enumerate(network.parameters()):
        fan = max(1, parameter[0].numel())
        steps = torch.arange(parameter.numel(), dtype=torch.float64)
        values = torch.sin(steps * 1.7 + place) * (2 / fan) ** 0.5
        parameter.copy_(values.reshape(parameter.shape))


def right_log_normal(z: Any, mean: Any, variance: Any) -> Any:
    """A right density for a bound whose own may be wrong."""
    return -0.5 * ((2 * 3.141592653589793 * variance).log() + (z - mean) ** 2 / variance).sum(-1)


def right_log_bernoulli(x: Any, p: Any) -> Any:
    """A right mass function, likewise."""
    return (x * p.log() + (1 - x) * (1 - p).log()).sum(-1)


RIGHT = {"log_normal": right_log_normal, "log_bernoulli": right_log_bernoulli}


class Repaired:
    """The file with right densities in the place of its own, inside a `with`."""

    def __init__(self, places: dict[str, tuple[Any, str]]) -> None:
        self.places = places
        self.old: list[Any] = []

    def __enter__(self) -> None:
        for kind, (owner, name) in self.places.items():
            self.old.append((owner, name, vars(owner)[name]))
            right: Any = RIGHT[kind]
            setattr(owner, name, right if isinstance(owner, ModuleType) else staticmethod(right))

    def __exit__(self, *_: object) -> None:
        for owner, name, value in self.old:
            setattr(owner, name, value)
