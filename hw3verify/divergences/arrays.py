"""Whose arrays these are: the namespace to compute in, and the way back to the caller's kind, type and device.

Numpy arrays, lists, numbers and what numpy can read (pandas) are computed by numpy; torch tensors and jax arrays by
their own library when they are differentiated, traced, mapped or on an accelerator, and through numpy when they are
plain numbers in main memory (the same values, faster); other arrays by their `__array_namespace__`, through
array-api-compat if that is installed. No library is imported here that the caller's arrays have not imported already.

Everything is computed in float64. Results are float16, bfloat16 or float32 when all arrays of the call were that or
narrower; integers, booleans and lists count as float64, Python numbers as whatever the arrays beside them are."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np

_FLOAT64 = np.dtype(np.float64)
_READABLE = (np.ndarray, np.generic, int, float, list, tuple)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a computation takes place and what its result becomes: `take` brings values in, `give` hands results out.

    `xp` is the namespace that computes, `library` the caller's ("numpy", "torch", "jax" or "other"), `dtype` the type
    of the result, `device` its device (None for numpy and jax).
    """

    xp: Any
    library: str
    dtype: Any
    device: Any = None

    def quiet(self) -> Any:
        """A context in which numpy does not warn of infinities that are meant."""
        return np.errstate(all="ignore") if self.xp is np else nullcontext()

    def take(self, value: Any, name: str = "argument") -> Any:
        """The value as a float64 array of the computing namespace, not copied when it is one. TypeError if it is no
        number."""
        xp = self.xp
        if xp is np:
            return _numpy_float64(value, name)
        if self.library == "torch":
            if not isinstance(value, xp.Tensor):
                return xp.as_tensor(_numpy_float64(value, name), dtype=xp.float64, device=self.device)
            if value.is_complex():
                raise TypeError(f"{name}: expected real numbers, not {value.dtype}")
            return value.to(dtype=xp.float64)
        if self.library == "jax":
            array = xp.asarray(value).astype("float64")
            if array.dtype != _FLOAT64:
                raise TypeError(f'{name}: traced jax arrays need jax.config.update("jax_enable_x64", True)')
            return array
        if hasattr(value, "__array_namespace__") and not isinstance(value, (np.ndarray, np.generic)):
            return xp.astype(value, xp.float64)
        return xp.asarray(_numpy_float64(value, name).tolist(), dtype=xp.float64)

    def raw(self, value: Any, name: str) -> Any:
        """The value as a numpy array of its own type where it is one or shares its memory with one, else None."""
        if type(value) is np.ndarray:
            return value
        if isinstance(value, (list, tuple)):
            return _numpy_float64(value, name)
        if self.library == "torch" and self.xp is np and hasattr(value, "detach") and value.dtype.itemsize in (4, 8):
            return value.detach().numpy()
        return None

    def give(self, result: Any) -> Any:
        """The result in the caller's type, on the caller's device; numpy gives a scalar for a result without axes."""
        if self.library == "numpy":
            if self.dtype is _FLOAT64:
                return result[()]
            with np.errstate(over="ignore", under="ignore", invalid="ignore"):
                return np.asarray(result).astype(self.dtype)[()]
        if self.library == "torch":
            if self.xp is np:
                torch = sys.modules["torch"]
                return torch.from_numpy(np.array(result)).to(dtype=self.dtype, device=self.device)
            return result.to(self.dtype)
        if self.library == "jax":
            return sys.modules["jax"].numpy.asarray(result, dtype=self.dtype)
        return self.xp.astype(result, self.dtype)


_PLAIN = Frame(np, "numpy", _FLOAT64)


def frame_of(*values: Any) -> Frame:
    """The frame of a call with these arguments (None is skipped).

    TypeError where numbers cannot be read from them, or where arrays of several libraries meet (numpy goes with any).
    """
    if all(type(value) is np.ndarray and value.dtype is _FLOAT64 for value in values):
        return _PLAIN
    given = [value for value in values if value is not None]
    libraries = {_library(value) for value in given} - {"numpy"}
    if len(libraries) > 1:
        raise TypeError(f"arrays of {' and '.join(sorted(libraries))} in one call: convert them to one library first")
    if "torch" in libraries:
        return _torch_frame(given)
    if "jax" in libraries:
        return _jax_frame(given)
    if "other" in libraries:
        return _other_frame(given)
    types = [_type(value) for value in given if not isinstance(value, (int, float))]
    return Frame(np, "numpy", _narrowest(types))


def _type(value: Any) -> Any:
    """What numpy reads a value as; float64 for ragged lists, which `take` refuses by name."""
    try:
        return np.asarray(value).dtype
    except ValueError:
        return _FLOAT64


def _narrowest(types: list[Any]) -> Any:
    """The widest of these types if all are floating and at most float32, else float64."""
    if types and all(kind.kind == "f" and kind.itemsize < 8 for kind in types):
        return np.result_type(*types)
    return _FLOAT64


def _library(value: Any) -> str:
    if isinstance(value, _READABLE):
        # a list of tensors is a list: it is read number by number
        return "numpy"
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.Tensor):
        return "torch"
    jax = sys.modules.get("jax")
    if jax is not None and isinstance(value, jax.Array):
        return "jax"
    # pandas and such have no namespace of their own and are read by numpy
    return "other" if hasattr(value, "__array_namespace__") else "numpy"


def _numpy_float64(value: Any, name: str) -> Any:
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.Tensor):
        value = value.detach().cpu() if value.is_complex() else value.detach().to("cpu", torch.float64)
    try:
        array = np.asarray(value)
        if array.dtype is _FLOAT64:
            return array
        if array.dtype.kind == "O":  # fractions, decimals, and things that are no number: None would become NaN
            return np.array([float(number) for number in array.ravel()]).reshape(array.shape)
        if array.dtype.kind in "fiub":
            return array.astype(np.float64)
    except (ValueError, TypeError, OverflowError) as error:
        raise TypeError(f"{name}: expected an array of real numbers ({error})") from error
    raise TypeError(f"{name}: expected an array of real numbers, not of {array.dtype}")


def _torch_frame(values: list[Any]) -> Frame:
    torch = sys.modules["torch"]
    tensors = [value for value in values if isinstance(value, torch.Tensor)]
    device = next((tensor.device for tensor in tensors if tensor.device.type != "cpu"), tensors[0].device)
    floating = all(tensor.dtype.is_floating_point and tensor.dtype.itemsize < 8 for tensor in tensors)
    arrays = [np.asarray(x) for x in values if not isinstance(x, (int, float, torch.Tensor))]
    small = floating and all(array.dtype.kind == "f" and array.dtype.itemsize < 8 for array in arrays)
    narrow = [tensor.dtype for tensor in tensors] + [torch.float32] * bool(arrays)
    dtype = reduce(torch.promote_types, narrow) if small else torch.float64
    own = torch.compiler.is_compiling() or any(_alive(torch, tensor) for tensor in tensors)
    return Frame(torch if own else np, "torch", dtype, device)


def _alive(torch: Any, tensor: Any) -> bool:
    """Whether a tensor is more than numbers in main memory: differentiated, mapped, traced or elsewhere."""
    return bool(
        (tensor.requires_grad and torch.is_grad_enabled())
        or type(tensor) not in (torch.Tensor, torch.nn.Parameter)
        or tensor.device.type != "cpu"
        or torch._C._functorch.is_functorch_wrapped_tensor(tensor)
        or torch.autograd.forward_ad._current_level >= 0
    )


def _jax_frame(values: list[Any]) -> Frame:
    jax = sys.modules["jax"]
    arrays = [value for value in values if isinstance(value, jax.Array)]
    others = [np.asarray(x).dtype for x in values if not isinstance(x, (int, float, jax.Array))]
    dtype = reduce(jax.numpy.promote_types, [array.dtype for array in arrays] + others)
    if not jax.numpy.issubdtype(dtype, jax.numpy.floating):
        dtype = jax.numpy.float64 if jax.config.jax_enable_x64 else jax.numpy.float32
    traced = any(isinstance(array, jax.core.Tracer) for array in arrays)
    main = not traced and all(device.platform == "cpu" for array in arrays for device in array.devices())
    return Frame(np if main else jax.numpy, "jax", dtype)


def _other_frame(values: list[Any]) -> Frame:
    arrays = [value for value in values if _library(value) == "other"]
    try:
        from array_api_compat import array_namespace

        xp = array_namespace(*arrays)
    except ImportError:
        xp = arrays[0].__array_namespace__()
    narrow = all(array.dtype == xp.float32 for array in arrays)
    return Frame(xp, "other", xp.float32 if narrow else xp.float64, getattr(arrays[0], "device", None))


def largest(xp: Any, x: Any) -> Any:
    """The maximum along the last axis, kept with length one; NaN where a NaN is."""
    if xp is np:
        return np.maximum.reduce(x, axis=-1, keepdims=True)
    return (xp.amax if hasattr(xp, "amax") else xp.max)(x, axis=-1, keepdims=True)


def taken(xp: Any, x: Any, at: Any) -> Any:
    """The entries at these places along the last axis."""
    if hasattr(xp, "take_along_axis"):
        return xp.take_along_axis(x, at, axis=-1)
    return xp.take_along_dim(x, at, dim=-1)


def constant(x: Any) -> Any:
    """The values of x without its derivatives: powers of two that only scale are no function of what they scale."""
    if isinstance(x, (np.ndarray, np.generic)):
        return x
    if hasattr(x, "detach"):
        return x.detach()
    jax = sys.modules.get("jax")
    return jax.lax.stop_gradient(x) if jax is not None and isinstance(x, jax.Array) else x
