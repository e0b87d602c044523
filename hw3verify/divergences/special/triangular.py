"""Cholesky factors and triangular systems, for batches of matrices and for every namespace."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

BLOCK = 16


def cholesky(xp: Any, matrix: Any) -> Any:
    """The lower triangular factor with positive diagonal; numpy.linalg.LinAlgError if a matrix is not positive
    definite."""
    if xp is np:
        return np.linalg.cholesky(matrix)
    torch = sys.modules.get("torch")
    if torch is xp:
        try:
            return torch.linalg.cholesky(matrix)
        except torch.linalg.LinAlgError as error:
            raise np.linalg.LinAlgError(str(error)) from None
    return xp.linalg.cholesky(matrix)


def solved(xp: Any, factor: Any, right: Any) -> Any:
    """factor^-1 right for lower triangular factors, by substitution in blocks of rows: as accurate as substitution by
    rows, at the speed of matrix products."""
    torch = sys.modules.get("torch")
    if xp is torch:
        return torch.linalg.solve_triangular(factor, right, upper=False)
    if xp is not np:
        return xp.linalg.solve(factor, right)
    d = factor.shape[-1]
    batch = np.broadcast_shapes(factor.shape[:-2], right.shape[:-2])
    result = np.array(np.broadcast_to(right, (*batch, *right.shape[-2:])))
    for start in range(0, d, BLOCK):
        stop = min(start + BLOCK, d)
        if start:
            result[..., start:stop, :] -= factor[..., start:stop, :start] @ result[..., :start, :]
        for i in range(start, stop):
            row = result[..., i, :]
            if i > start:
                row -= (factor[..., i : i + 1, start:i] @ result[..., start:i, :])[..., 0, :]
            row /= factor[..., i, i, None]
    return result
