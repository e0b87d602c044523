"""A right model passes, and every mistake that is planted in it is named, by the check that is about it alone.

The checks are run in this process here, on the operations that the limited process offers; `test_model_verdict.py` goes
through the process itself.
"""

import json
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import special, stats

torch = pytest.importorskip("torch")

from hw3verify.answers.agreement import Failed  # noqa: E402
from hw3verify.answers.child import plain, said  # noqa: E402
from hw3verify.answers.models import bounding, building, operations, reading, verdict  # noqa: E402

RIGHT = Path(__file__).with_name("right_model.txt").read_text(encoding="utf-8")
# what the limited process replaces by nothing, and the script that it leaves out
MODEL = "".join(
    line
    for line in RIGHT.partition("def parse_args")[0].splitlines(keepends=True)
    if not line.startswith(("import matplotlib", "from torchvision", "from hw3_utils", "plt."))
).replace("load_mnist()", "(0, 0, 0, 0, 0)")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Callable[..., Any]]:
    """Makes of a file's text what calls its operations, with values that have gone through JSON."""
    folder = tmp_path_factory.mktemp("models")
    threads = torch.get_num_threads()
    count = 0

    def make(code: str) -> Callable[..., Any]:
        nonlocal count
        count += 1
        path = folder / f"model_{count}.py"
        path.write_text(code, encoding="utf-8")
        spec = spec_from_file_location(path.stem, path)
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        offered = operations.operations(operations.Model(module, reading.found(module), reading.instance))

        def call(operation: str, *arguments: Any) -> Any:
            given = json.loads(json.dumps([a.tolist() if hasattr(a, "tolist") else a for a in arguments]))
            try:
                return json.loads(json.dumps(plain(offered[operation](*given))))
            except Exception as problem:
                raise Failed(f"raises {said(problem)}") from problem

        return call

    yield make
    torch.set_num_threads(threads)


@pytest.mark.parametrize("kind", [kind for _, kind, _ in verdict.ASKED])
def test_the_right_model_passes(made: Callable, kind: str) -> None:
    """Nothing is said of any function or network of a right model, and its bound is right in the mean."""
    call = made(MODEL)
    assert verdict._CHECKS[kind](call) == ""
    if kind in ("discriminator", "generator"):
        assert building.start(call, kind) == ""
    if kind == "elbo":
        assert bounding.unbiased(call).startswith("+the mean of 10,000 estimates")


NORMAL = "-0.5 * (math.log(2 * math.pi) + torch.log(sigma_square) + (z - mu) ** 2 / sigma_square).sum(1)"
BERNOULLI = "(x * torch.log(p) + (1 - x) * torch.log(1 - p)).sum(1)"
SAMPLE = "mu + torch.sqrt(sigma_square) * torch.randn_like(mu)"
BOUND = "torch.mean(self.logpdf_bernoulli(x, p) + log_p_z - log_q)"
LOSS_D = "loss(real, ones) + loss(fake, zeros)"
LOSS_G = "F.binary_cross_entropy_with_logits(fake, torch.ones(batch_size, 1).to(self._dev))"
DENSITY = "1 / torch.sqrt(2 * torch.pi * sigma_square) * torch.exp(-0.5 * (z - mu) ** 2 / sigma_square)"
MISTAKES = [
    ("log_normal", NORMAL, NORMAL.replace("sigma_square", "sigma_square ** 2"), "variance for the standard deviation"),
    ("log_normal", NORMAL, NORMAL.replace("torch.log", "2 * torch.log"), "without the factor 1/2"),
    ("log_normal", NORMAL, NORMAL.replace("math.log(2 * math.pi) + ", ""), "leaves out log(2 pi)"),
    ("log_normal", NORMAL, NORMAL.replace(".sum(1)", ".sum()"), "sums over the whole batch"),
    ("log_normal", NORMAL, NORMAL.replace(".sum(1)", ""), "does not sum over the dimensions"),
    ("log_normal", NORMAL, NORMAL.replace(".sum(1)", ".mean(1)"), "takes the mean over the dimensions"),
    ("log_normal", NORMAL, f"({DENSITY}).prod(1)", "gives the density, not its logarithm"),
    ("log_normal", NORMAL, NORMAL + " + 1", "expected"),
    ("log_normal", NORMAL, "torch.zeros(100)", "expected"),
    ("log_bernoulli", BERNOULLI, f"-{BERNOULLI}", "has the other sign"),
    ("log_bernoulli", BERNOULLI, BERNOULLI.replace("log(p)", "log(q)").replace("(1 - p)", "(p)").replace("q", "1 - p"),
     "swaps 0 and 1"),
    ("log_bernoulli", BERNOULLI, "(x * torch.log(p)).sum(1)", "leaves out the pixels that are 0"),
    ("log_bernoulli", BERNOULLI, BERNOULLI.replace(".sum(1)", ".mean(1)"), "takes the mean over the pixels"),
    ("log_bernoulli", BERNOULLI, BERNOULLI.replace(".sum(1)", ".prod(1)"), "multiplies logarithms"),
    # right in exact arithmetic, but 784 probabilities multiply to 0
    ("log_bernoulli", BERNOULLI, "torch.log(torch.prod(p ** x * (1 - p) ** (1 - x), 1))", "infinite for 784 pixels"),
    ("log_bernoulli", BERNOULLI, f"torch.zeros(100) + {BERNOULLI}", "not for one of 3"),
    ("sample_normal", SAMPLE, "mu + sigma_square * torch.randn_like(mu)", "takes the variance for the scale"),
    # the public draft: both at once
    ("sample_normal", SAMPLE, "mu + sigma_square * torch.randn(1)", "same noise to every point of the batch"),
    ("sample_normal", SAMPLE, "mu + sigma_square * torch.randn(1)", "and takes the variance for the scale"),
    ("sample_normal", SAMPLE, SAMPLE.replace("_like(mu)", "(2)"), "same noise to every point"),
    ("sample_normal", SAMPLE, SAMPLE.replace("_like(mu)", "(len(mu), 1)"), "same noise for every dimension"),
    ("sample_normal", SAMPLE, "mu + torch.exp(sigma_square / 2) * torch.randn_like(mu)", "variance for its logarithm"),
    ("sample_normal", SAMPLE, "mu + torch.randn_like(mu)", "does not scale the noise"),
    ("sample_normal", SAMPLE, "mu + 0 * sigma_square", "adds no noise"),
    ("sample_normal", SAMPLE, SAMPLE.replace("randn_like", "rand_like"), "uniform noise"),
    ("sample_normal", SAMPLE, SAMPLE.replace("randn_like(mu)", "randn_like(mu).sign()"), "not normal"),
    ("sample_normal", SAMPLE, SAMPLE.replace("mu +", "2 * mu +"), "draws with means"),
    ("sample_normal", SAMPLE, "torch.normal(mu.detach(), sigma_square.detach().sqrt())", "not reparametrised"),
    ("sample_normal", SAMPLE, SAMPLE.replace("_like(mu)", "(mu.shape, generator=torch.Generator().manual_seed(0))"),
     "same noise at every call"),
    ("sample_bernoulli", "torch.bernoulli(p)", "torch.round(p)", "rounds the probabilities"),
    ("sample_bernoulli", "torch.bernoulli(p)", "(torch.rand_like(p) > p).float()", "swaps 0 and 1"),
    ("sample_bernoulli", "torch.bernoulli(p)", "(torch.rand(p.shape[1]) < p).float()", "one bit for the whole batch"),
    ("sample_bernoulli", "torch.bernoulli(p)", "(torch.rand(len(p), 1) < p).float()", "same noise for every pixel"),
    ("sample_bernoulli", "torch.bernoulli(p)", "p", "values other than 0 and 1"),
    ("sample_bernoulli", "torch.bernoulli(p)", "torch.bernoulli(p ** 2)", "gives 1 with frequencies"),
    ("elbo", BOUND, f"-{BOUND}", "other sign"),
    ("elbo", BOUND, BOUND.replace(" - log_q", ""), "leaves out log q(z|x)"),
    ("elbo", BOUND, BOUND.replace(" - log_q", " + log_q"), "adds log q(z|x)"),
    ("elbo", BOUND, BOUND.replace(" + log_p_z", ""), "leaves out log p(z)"),
    ("elbo", BOUND, BOUND.replace("mean", "sum"), "sums over the batch"),
    ("elbo", BOUND, "torch.mean(torch.exp(log_q) * (self.logpdf_bernoulli(x, p) + log_p_z - log_q))",
     "weights the terms"),
    ("elbo", BOUND, BOUND.replace("torch.mean", ""), "expected one number"),
    ("discriminator_loss", LOSS_D, "loss(real, zeros) + loss(fake, ones)", "swaps the labels"),
    ("discriminator_loss", LOSS_D, f"({LOSS_D}) / 2", "half the sum"),
    ("discriminator_loss", LOSS_D, "loss(real, ones)", "leaves out the made images"),
    ("discriminator_loss", LOSS_D, LOSS_D.replace("(real", "(real.sigmoid()").replace("(fake", "(fake.sigmoid()"),
     "takes the sigmoid twice"),
    ("generator_loss", LOSS_G, f"-{LOSS_G.replace('ones', 'zeros')}", "saturating loss"),
    ("generator_loss", LOSS_G, LOSS_G.replace("ones", "zeros"), "labels the images as made"),
    ("decoder", "torch.tanh(self.fc1(z))", "torch.relu(self.fc1(z))", "has ReLU (first layer), expected tanh"),
    ("decoder", "torch.sigmoid(self.fc2(torch.tanh(self.fc1(z))))", "self.fc2(torch.tanh(self.fc1(z)))",
     "has nothing (output), expected sigmoid"),
    ("decoder", "nn.Linear(hidden_units, data_dimension)", "nn.Linear(hidden_units, data_dimension, bias=False)",
     "has 393,500 parameters, expected 394,284 or 644,784"),
    ("encoder", "torch.exp(self.fc2_sigma(hidden))", "self.fc2_sigma(hidden)", "has identity (variance), expected exp"),
    ("discriminator", "nn.Conv2d(4, 8, 3)", "nn.Conv2d(4, 8, 3, padding=1)", "raises"),
    ("discriminator", "self.linear(F.relu", "torch.sigmoid(self.linear)(F.relu", "raises"),
    ("discriminator", "F.relu(self.conv1(x))", "torch.tanh(self.conv1(x))", "computes something else"),
    ("generator", "0.2", "0.01", "has LeakyReLU(0.01) (hidden layers), expected LeakyReLU(0.2)"),
    ("generator", "nn.Upsample(scale_factor=2)", 'nn.Upsample(scale_factor=2, mode="bilinear")',
     "has bilinear (upsampling)"),
    ("generator", "nn.Conv2d(8, 1, 3, padding=1)", "nn.Conv2d(8, 1, 5, padding=2)",
     "there is a layer of shape 1 x 8 x 5 x 5"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "right", "wrong", "words"), MISTAKES)
def test_mistakes_are_named(made: Callable, kind: str, right: str, wrong: str, words: str) -> None:
    """A planted mistake is named by the check of its function."""
    assert right in MODEL
    call = made(MODEL.replace(right, wrong))
    try:
        found = verdict._CHECKS[kind](call)
    except Failed as problem:
        found = str(problem)
    assert words in found


def test_a_second_hidden_layer_is_the_other_reading(made: Callable) -> None:
    """Reading B of the decoder passes, and a ReLU in its middle is named."""
    other = MODEL.replace(
        "self.fc2 = nn.Linear(hidden_units, data_dimension)",
        "self.mid = nn.Linear(hidden_units, hidden_units)\n        self.fc2 = nn.Linear(hidden_units, data_dimension)",
    ).replace(
        "torch.sigmoid(self.fc2(torch.tanh(self.fc1(z))))",
        "torch.sigmoid(self.fc2(torch.sigmoid(self.mid(torch.tanh(self.fc1(z))))))",
    )
    assert building.network(made(other), "decoder") == ""
    assert "has ReLU (second hidden layer)" in building.network(
        made(other.replace("torch.sigmoid(self.mid", "torch.relu(self.mid")), "decoder"
    )


def test_other_forms_of_the_same_network(made: Callable) -> None:
    """Logits as a row, and layers under other names in a Sequential, are the same network."""
    call = made(MODEL.replace("return self.linear(F.relu(self.conv3(x)).flatten(1))",
                              "return self.linear(F.relu(self.conv3(x)).flatten(1)).squeeze(1)"))  # fmt: skip
    assert building.network(call, "discriminator") == ""
    code = """
from torch import nn
class Decoder(nn.Sequential):
    def __init__(self):
        super().__init__(nn.Linear(2, 500), nn.Tanh(), nn.Linear(500, 784), nn.Sigmoid())
"""
    assert building.network(made(code), "decoder") == ""


def test_a_class_without_a_constructor(made: Callable) -> None:
    """A VAE that has the functions alone still has the homework's settings, such as the latent dimension."""
    start, _, rest = MODEL.partition("    def __init__(self, args):")
    code = start + "    " + rest[rest.index("@staticmethod") :]
    assert "self.latent_dimension" not in code
    call = made(code.replace("torch.zeros_like(mu)", "torch.zeros(self.latent_dimension)"))
    assert bounding.value(call) == ""


def test_the_blame_is_not_inherited(made: Callable) -> None:
    """With a wrong density the bound itself agrees, and says that it inherits the mistake."""
    call = made(MODEL.replace(NORMAL, NORMAL.replace("sigma_square", "sigma_square ** 2")))
    assert bounding.value(call).startswith("+itself; with the file's own densities")
    assert verdict._CHECKS["log_normal"](call) != ""


def test_the_divergence_in_closed_form_is_right_in_the_mean(made: Callable) -> None:
    """The bound's other form agrees, with a remark; it is unbiased."""
    closed = "0.5 * (mu**2 + sigma_square - 1 - torch.log(sigma_square)).sum(1)"
    call = made(MODEL.replace(BOUND, f"torch.mean(self.logpdf_bernoulli(x, p) - {closed})"))
    assert "closed form" in bounding.value(call)
    assert bounding.unbiased(call).startswith("+")


def test_bias_is_found(made: Callable) -> None:
    """With the variance taken for the scale the bound is biased, though its formula is right; signs are told apart."""
    wrong = MODEL.replace(SAMPLE, "mu + sigma_square * torch.randn_like(mu)")
    assert bounding.unbiased(made(wrong)).startswith("is biased")
    assert bounding.value(made(wrong)) == ""
    shared = MODEL.replace("randn_like(mu)", "randn(2)")
    assert bounding.unbiased(made(shared)).startswith("varies 1")  # sqrt(250) = 16 times
    assert bounding.unbiased(made(MODEL.replace(BOUND, f"-{BOUND}"))).startswith("has the other sign")


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("nn.init.zeros_(layer.bias)", "pass", "biases of a layer begin with up to"),
        ("nn.init.kaiming_uniform_(layer.weight)", "pass", "(torch's own beginning)"),
        ("nn.init.kaiming_uniform_(layer.weight)", "nn.init.kaiming_normal_(layer.weight)", "expected sqrt(6/"),
        ("nn.init.kaiming_uniform_(layer.weight)", "nn.init.xavier_uniform_(layer.weight)", "expected sqrt(6/"),
    ],
)
def test_beginnings(made: Callable, right: str, wrong: str, words: str) -> None:
    """Biases that do not begin at 0 and weights that are not Kaiming-uniform are named."""
    assert words in building.start(made(MODEL.replace(right, wrong)), "generator")


def test_spellings(made: Callable) -> None:
    """Functions of the module under other spellings are found too."""
    code = "import torch, math\n"
    for old, new, given, body in (
        ("logpdf_diagonal_gaussian", "log_pdf_diagonal_gaussian", "z, mu, sigma_square", NORMAL),
        ("logpdf_bernoulli", "log_pdf_Bernoulli", "x, p", BERNOULLI),
        ("sample_Bernoulli", "sample_bernoulli", "p", "torch.bernoulli(p)"),
    ):
        assert old in MODEL
        code += f"def {new}({given}):\n    return {body}\n"
    call = made(code)
    for kind in ("log_normal", "log_bernoulli", "sample_bernoulli"):
        assert verdict._CHECKS[kind](call) == ""


def test_exact_bound() -> None:
    """Gauss-Hermite quadrature agrees with the trapezoid rule on a fine grid, from SciPy's log-densities."""
    m, s = bounding.MEAN, np.sqrt(bounding.VARIANCE)
    steps = np.linspace(-9, 9, 361)
    z = np.stack(np.meshgrid(*(m[i] + s[i] * steps for i in (0, 1)), indexing="ij"), -1).reshape(-1, 2)
    log_p = stats.bernoulli.logpmf(bounding.BITS, special.expit(z @ bounding.SLOPE + bounding.SHIFT)).sum(1)
    log_q = stats.norm.logpdf(z, m, s).sum(1)
    cell = s[0] * s[1] * (steps[1] - steps[0]) ** 2
    value = cell * (np.exp(log_q) * (log_p + stats.norm.logpdf(z).sum(1) - log_q)).sum()
    assert bounding.exact()[0] == pytest.approx(value, abs=1e-8)
    # of the two forms' deviations the larger one, by a plain sample
    q = stats.norm(m, s)
    drawn = q.rvs((200_000, 2), random_state=1)
    log_p = stats.bernoulli.logpmf(bounding.BITS, special.expit(drawn @ bounding.SLOPE + bounding.SHIFT)).sum(1)
    sampled = log_p + stats.norm.logpdf(drawn).sum(1) - q.logpdf(drawn).sum(1)
    assert bounding.exact()[1] == pytest.approx(max(sampled.std(), log_p.std()), rel=0.02)
