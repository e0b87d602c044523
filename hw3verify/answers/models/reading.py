"""What is read of a person's file with a model, and what is found in it: part of the limited process.

Like all of that process it imports nothing of this package. Homework files end in a script that trains. Only imports,
definitions, and statements that set names and use nothing which was left out are run; the rest of the script is left
out. What draws or downloads (matplotlib, torchvision, tqdm, modules called hw..._utils) is replaced by nothing, but for
a `load_mnist` that gives two blank images. Names are looked up without regard to case and underscores, in the file and
in its classes.
"""

from __future__ import annotations

import argparse
import ast
import inspect
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType
from typing import Any

NOTHING = re.compile(r"(matplotlib|torchvision|tqdm|seaborn|PIL|hw\w*_?utils?)(\.|$)")
KINDS = {
    "log_normal": ("logpdfdiagonalgaussian", "logpdfgaussian", "logpdfnormal", "lognormal", "logdiagonalgaussian"),
    "log_bernoulli": ("logpdfbernoulli", "logbernoulli", "logpmfbernoulli"),
    "sample_normal": ("samplediagonalgaussian", "samplegaussian", "samplenormal", "reparameterize", "reparametrize"),
    "sample_bernoulli": ("samplebernoulli",),
    "elbo": ("elboloss", "elbo"),
    "discriminator_loss": ("getlossd", "discriminatorloss", "lossd"),
    "generator_loss": ("getlossg", "generatorloss", "lossg"),
    "encoder": ("encoder",),
    "decoder": ("decoder",),
    "discriminator": ("dnet", "discriminator"),
    "generator": ("gnet", "generator"),
}
"""What is looked for, and under which names (lower case, without underscores)."""
DEFINING = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class Nothing:
    """Answers every use with itself: what draws may be drawn on."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *args: Any, **_: Any) -> Any:  # noqa: D102
        return args[0] if args and hasattr(args[0], "__iter__") else self  # tqdm(range(3)) is gone through

    def __getitem__(self, _: Any) -> Any:
        return self

    def __setitem__(self, _: Any, __: Any) -> None:
        return None

    def __iter__(self) -> Any:
        return iter(())

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        return None


def blank_mnist(*_: Any, **__: Any) -> tuple[Any, ...]:
    """What a helper module's `load_mnist` gives: the number of images, images and labels, twice."""
    torch = import_module("torch")
    images, labels = torch.zeros(2, 784), torch.eye(10)[:2]
    return 2, images, labels, images, labels


class Blank(MetaPathFinder, Loader):
    """Finds the modules that are replaced by nothing, and makes them."""

    def find_spec(self, fullname: str, path: Sequence[str] | None = None, target: Any = None) -> ModuleSpec | None:
        """The specification of such a module; None for the others, which are found in the usual way."""
        del path, target
        return ModuleSpec(fullname, self, is_package=True) if NOTHING.match(fullname) else None

    def exec_module(self, module: ModuleType) -> None:
        """Make every name of the module nothing."""
        nothing = Nothing()
        vars(module)["__getattr__"] = lambda name: blank_mnist if name == "load_mnist" else getattr(nothing, name)


class Definitions(SourceFileLoader):
    """Loads a file without the script at its end."""

    def source_to_code(self, data: Any, path: Any, *, _optimize: int = -1) -> Any:  # type: ignore[override]
        """The code of what is kept of the file."""
        tree = ast.parse(data)
        own = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
        tree.body = kept(tree.body, own)
        return super().source_to_code(tree, path)


def kept(body: list[ast.stmt], own: set[str]) -> list[ast.stmt]:
    """Imports, definitions, and statements that set names and use nothing of the file, nor what was left out."""
    out: list[ast.stmt] = []
    left_out = own | {"__name__"}
    for node in body:
        used = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
        made = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        setting = isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Try | ast.If)
        if isinstance(node, DEFINING) or (setting and not used & left_out):
            out.append(node)
        else:
            left_out |= made
    return out


def plainly(name: str) -> str:
    """A name without case and underscores."""
    return name.replace("_", "").lower()


def found(module: Any) -> dict[str, tuple[Any, str]]:
    """What the file has of KINDS: the owner (the file or a class of it) and the name there."""
    classes = [c for c in vars(module).values() if inspect.isclass(c) and c.__module__ == module.__name__]
    places = [module, *classes]
    out: dict[str, tuple[Any, str]] = {}
    for kind, names in KINDS.items():
        wanted_class = kind in ("encoder", "decoder", "discriminator", "generator")
        for place, name, value in ((p, n, v) for p in places for n, v in vars(p).items()):
            if plainly(name) in names and inspect.isclass(value) == wanted_class and callable_here(value):
                out.setdefault(kind, (place, name))
    return out


def callable_here(value: Any) -> bool:
    """Can it be called, once it is got from its owner?"""
    return callable(value) or isinstance(value, staticmethod | classmethod)


def instance(owner: Any, **attributes: Any) -> Any:
    """An object of a person's class, made as its script makes it, or, where that fails, without its constructor."""
    given = argparse.Namespace(
        latent_dimension=2, hidden_units=500, data_dimension=784, resume_training=False, batch_size=100,
        num_epoches=200, num_epochs=200, seed=1234, e_path="e.pkl", d_path="d.pkl",
    )  # fmt: skip
    made = None
    for arguments in ((given,), ()):
        with suppress(Exception):
            made = owner(*arguments)
            break
    if made is None:
        made = owner.__new__(owner)
        with suppress(Exception):
            import_module("torch").nn.Module.__init__(made)
    for name, value in vars(given).items():
        if not hasattr(made, name):  # a constructor that takes nothing, or was not run, sets less
            setattr(made, name, value)
    for name, value in attributes.items():
        setattr(made, name, value)
    return made


def loaded(path: str) -> Any:
    """The file as a module, without its script. Raises what the file raises."""
    sys.meta_path.insert(0, Blank())
    sys.argv = [path]
    spec = spec_from_file_location("answer", path, loader=Definitions("answer", path))
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["answer"] = module
    spec.loader.exec_module(module)
    return module
