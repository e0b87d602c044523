"""The rewritings of the GAN's convolutions, beside torch's own operations in float64."""

import pytest

torch = pytest.importorskip("torch")

from torch.nn.functional import conv2d, interpolate  # noqa: E402

from hw3verify.lab.fast.convolution import doubled, doubling_kernel, spreading, unrolled, unrolled_doubled  # noqa: E402


@pytest.fixture
def drawn():
    generator = torch.Generator().manual_seed(6)
    return lambda *shape: torch.randn(shape, generator=generator, dtype=torch.float64).requires_grad_()


def plain(x, weight, bias):
    return conv2d(interpolate(x, scale_factor=2, mode="nearest"), weight, bias, padding=1)


def same(one, two, inputs):
    """Values and gradients agree for a cotangent that is drawn."""
    cotangent = torch.randn(one.shape, generator=torch.Generator().manual_seed(7), dtype=torch.float64)
    torch.testing.assert_close(one, two, rtol=1e-13, atol=1e-13)
    for ours, theirs in zip(
        torch.autograd.grad(one, inputs, cotangent), torch.autograd.grad(two, inputs, cotangent), strict=True
    ):
        torch.testing.assert_close(ours, theirs, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(("rows", "columns"), [(7, 7), (1, 4), (2, 3)])
def test_doubled_is_upsampling_and_convolution(drawn, rows, columns):
    """One transposed convolution equals torch's nearest upsampling, then its 3 x 3 convolution, edges included."""
    x, weight, bias = drawn(3, 5, rows, columns), drawn(4, 5, 3, 3), drawn(4)
    same(doubled(x, weight, bias, spreading(x)), plain(x, weight, bias), (x, weight, bias))


@pytest.mark.parametrize(("rows", "columns"), [(7, 7), (1, 4), (2, 3)])
def test_unrolled_doubled_is_upsampling_and_convolution(drawn, rows, columns):
    """The product of matrices with 2 x 2 windows equals them too, with the channels first."""
    x, weight, bias = drawn(3, 5, rows, columns), drawn(4, 5, 3, 3), drawn(4)
    ours = unrolled_doubled(x.transpose(0, 1), weight, bias, spreading(x)).transpose(0, 1)
    same(ours, plain(x, weight, bias), (x, weight, bias))


@pytest.mark.parametrize("padding", [0, 1])
def test_unrolled_is_a_convolution(drawn, padding):
    """The product of matrices with windows equals torch's convolution, with and without padding."""
    x, weight, bias = drawn(3, 5, 6, 7), drawn(4, 5, 3, 3), drawn(4)
    ours = unrolled(x.transpose(0, 1), weight, bias, padding).transpose(0, 1)
    same(ours, conv2d(x, weight, bias, padding=padding), (x, weight, bias))


def test_members_have_their_own_kernels(drawn):
    """Under vmap each member's product uses its own kernel: the rows equal single convolutions."""
    x, weight, bias = drawn(2, 5, 3, 4, 4), drawn(2, 4, 5, 3, 3), drawn(2, 4)
    together = torch.func.vmap(unrolled_doubled, in_dims=(0, 0, 0, None))(x, weight, bias, spreading(x))
    for index in range(2):
        alone = plain(x[index].transpose(0, 1), weight[index], bias[index]).transpose(0, 1)
        torch.testing.assert_close(together[index], alone, rtol=1e-13, atol=1e-13)


def test_kernel_by_hand():
    """The kernel of one 3 x 3 matrix of ones has 1, 2, 2, 1 along each side: 4 taps cover the 9, with multiplicity."""
    kernel = doubling_kernel(torch.ones(1, 1, 3, 3), spreading(torch.ones(1)))[0, 0]
    side = torch.tensor([1.0, 2.0, 2.0, 1.0])
    assert torch.equal(kernel, side[:, None] * side)
