"""Divergences between tables, laws and samples: closed forms that stay right where the usual formulas break down.

    from hw3verify.divergences import kl
    kl([0.25, 0.25, 0.5], [0.5, 0.25, 0.25])        # 0.1732867951399863, in nats

Everything is computed from differences that are formed without rounding error and from terms that cannot be negative,
so that near-equal arguments keep all their digits. The package stands by itself: it knows no other part of the house,
and importing it loads numpy alone. Public names are loaded when they are first asked for. """

from __future__ import annotations

from typing import Any

__all__: list[str] = []

_HOMES: dict[str, str] = {}


def __getattr__(name: str) -> Any:
    """A public name, loaded from its home when it is first asked for."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, loaded or not."""
    return sorted({*globals(), *__all__})
