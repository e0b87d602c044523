"""Three exact rewritings of the GAN's convolutions.

*Nearest upsampling by 2, then a 3 x 3 convolution padded by 1*, reads every small pixel four times: in each dimension
an output at an even place sees two small pixels with weights (w₀, w₁ + w₂), one at an odd place with (w₀ + w₁, w₂).
That is four 2 x 2 convolutions of the small map, 4 multiplications in the place of 9 and no large map. All four
together are one transposed convolution with stride 2 and the 4 x 4 kernel K = S w Sᵀ, where S has the rows (0, 0, 1),
(0, 1, 1), (1, 1, 0), (1, 0, 0): `doubled`.

*Convolutions of an ensemble* become grouped ones under `vmap`, which train slowly. With the windows laid out as a
matrix they are products of matrices, and an ensemble's are batched products: `unrolled`, and `unrolled_doubled`. Here
the channels come first, then the images: windows of all images form one matrix without any transposition.

Law: each equals the plain form for all inputs and weights, as polynomials; in floating point up to the order of
additions."""

from __future__ import annotations

from typing import Any

import torch
from torch.nn.functional import conv_transpose2d, pad

Tensor = Any

def spreading(like: Tensor) -> Tensor:
    """S ⊗ S, of shape (9, 16), in the type and on the device of a tensor, made without reading from the host.

    S has a 1 where row + column is 2 or 3: row t has the taps of the 3-wide kernel that reach an output at distance
    t - 1 from twice the input's place. It is made once and handed to what needs it."""
    total = torch.arange(4, device=like.device)[:, None] + torch.arange(3, device=like.device)
    spread = ((total == 2) | (total == 3)).to(like.dtype)
    return torch.kron(spread, spread).t().contiguous()


def doubling_kernel(weight: Tensor, spread: Tensor) -> Tensor:
    """The 4 x 4 kernels (in, out, 4, 4), as a transposed convolution orders them, of 3 x 3 ones (out, in, 3, 3)."""
    outputs, inputs = weight.shape[:2]
    return (weight.reshape(-1, 9) @ spread).reshape(outputs, inputs, 4, 4).transpose(0, 1)


def doubled(x: Tensor, weight: Tensor, bias: Tensor, spread: Tensor) -> Tensor:
    """Nearest upsampling by 2 and a 3 x 3 convolution padded by 1, of images (n, channels, rows, columns)."""
    return conv_transpose2d(x, doubling_kernel(weight, spread), bias, stride=2, padding=1)


def windows(x: Tensor, size: int) -> Tensor:
    """All windows of that size of images (channels, n, rows, columns), as the columns of a matrix.

    The rows of the matrix run over channels, then places in the window: the order of a kernel's entries."""
    channels, count, rows, columns = x.shape
    high, wide = rows - size + 1, columns - size + 1
    taps = [x[:, :, i : i + high, j : j + wide] for i in range(size) for j in range(size)]
    return torch.stack(taps, 1).reshape(channels * size * size, count * high * wide)


def unrolled(x: Tensor, weight: Tensor, bias: Tensor, padding: int) -> Tensor:
    """A convolution of images with the channels first, as a product of matrices; so has the result."""
    padded = pad(x, (padding,) * 4) if padding else x
    size = weight.shape[-1]
    product = weight.reshape(weight.shape[0], -1) @ windows(padded, size) + bias[:, None]
    return product.reshape(-1, x.shape[1], padded.shape[2] - size + 1, padded.shape[3] - size + 1)


def unrolled_doubled(x: Tensor, weight: Tensor, bias: Tensor, spread: Tensor) -> Tensor:
    """`doubled` of images with the channels first, as one product of matrices with 2 x 2 windows.

    Its rows are the four phases of the outputs; phase (a, b) of the padded map begins at (a, b)."""
    _, count, rows, columns = x.shape
    outputs = weight.shape[0]
    kernel = doubling_kernel(weight, spread)
    # an output at 2i + a sees the small pixel i + a - 1 + r by the tap a + 1 - 2(a + r - 1) = 3 - a - 2r, for r = 0, 1
    phases = [kernel[:, :, [3 - a, 1 - a]][:, :, :, [3 - b, 1 - b]] for a in (0, 1) for b in (0, 1)]
    stacked = torch.stack([phase.transpose(0, 1).reshape(outputs, -1) for phase in phases])
    product = stacked.reshape(4 * outputs, -1) @ windows(pad(x, (1, 1, 1, 1)), 2)
    maps = product.reshape(2, 2, outputs, count, rows + 1, columns + 1)
    cut = [
        [maps[a, b, :, :, a : a + rows, b : b + columns] for b in (0, 1)]
        for a in (0, 1)
    ]  # fmt: skip
    across = torch.stack([torch.stack(row, -1) for row in cut], 3)  # (out, n, rows, 2, columns, 2)
    return across.reshape(outputs, count, 2 * rows, 2 * columns) + bias[:, None, None, None]
