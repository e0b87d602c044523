"""The program of the limited process: it loads a person's file and calls its functions, and does nothing else.

It is started as a file by an isolated interpreter (`python -I child.py LIMITS FILE`), knows nothing of this package,
and talks over two pipes in lines of JSON:

    out  {"ready": [names], "network": false}     or  {"unloadable": "SyntaxError: ..."}
    in   {"call": name, "arguments": [...], "kind": "numpy"}
    out  {"value": ...}                           or  {"raised": "ValueError: ..."}

Before the file is loaded the process gives up what it does not need, for good: time of the processor, memory, sizes of
files (hard limits, POSIX); the network (a name space of its own where Linux allows it, and refused by an audit hook
everywhere); starting, replacing and signalling processes (the audit hook). What the file prints is thrown away.

It is a fence against accidents and simple tricks, not a prison: code that calls the system by `ctypes` gets past the
hook, and reads whatever its user may read. Code that one does not trust at all belongs into a container.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
LONGEST_REPLY = 1_000_000  # characters
DEEPEST = 8
REFUSED = (
    "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname",
    "subprocess.Popen", "os.system", "os.fork", "os.forkpty", "os.exec", "os.posix_spawn", "os.spawn", "pty.spawn",
    "os.kill", "os.killpg", "signal.pthread_kill",
)  # fmt: skip


def limit(limits: dict[str, int]) -> None:
    """Lower the limits of this process to these (names of `resource`, such as "RLIMIT_CPU"); never raises them."""
    try:
        import resource
    except ImportError:  # no POSIX
        return
    for name, most in limits.items():
        with suppress(AttributeError, ValueError, OSError):  # a limit that this system does not have
            which = getattr(resource, name)
            _, hard = resource.getrlimit(which)
            least = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(which, (least, least))


def leave_the_network() -> bool:
    """Move into a network without any interface; False where the system does not let us."""
    if sys.platform != "linux":
        return False
    import ctypes

    return bool(ctypes.CDLL(None).unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0)


def refuse(event: str, _: Any) -> None:
    """The audit hook: no network, no processes, no signals to others."""
    if event in REFUSED:
        raise PermissionError(f"{event} is not allowed here")


def plain(value: Any, depth: int = 0) -> Any:
    """A result as JSON values, or a text in a mapping where it is nothing that numbers are made of."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple) and depth < DEEPEST:
        return [plain(item, depth + 1) for item in value]
    if hasattr(value, "tolist") and depth < DEEPEST:  # arrays and tensors, and their numbers
        return plain(value.tolist(), depth + 1)
    return {"type": type(value).__name__}


def given(value: Any, kind: str) -> Any:
    """An argument as the file expects it: lists as arrays of numpy ("numpy"), everything as tensors ("torch")."""
    if kind == "torch":
        # by name, since it is the person's file that needs it: this package does not
        torch = import_module("torch")
        return torch.tensor(value, dtype=torch.float64)
    if kind == "numpy" and isinstance(value, list):
        import numpy as np

        return np.array(value, dtype=float)
    return value


def said(problem: BaseException) -> str:
    """An exception in a line."""
    with suppress(BaseException):  # a str() of a person's own may do anything
        return " ".join(f"{type(problem).__name__}: {problem}".split())[:300].rstrip(": ")
    return type(problem).__name__


def loaded(path: str) -> Any:
    """The file as a module that is not the main one. Raises what the file raises."""
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location("answer", path)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["answer"] = module
    spec.loader.exec_module(module)
    return module


def answer(function: Callable[..., Any], request: dict[str, Any]) -> dict[str, Any]:
    """The reply to one call."""
    try:
        value = plain(function(*(given(item, request["kind"]) for item in request["arguments"])))
        return {"value": value}
    except BaseException as problem:  # noqa: BLE001 (SystemExit and KeyboardInterrupt too: whatever the file does)
        return {"raised": said(problem)}


def main(limits: str, path: str, load: Callable[[str], Any] = loaded) -> None:
    """Lower the limits, load the file, answer calls until the pipe is closed.

    `load` makes of the file what has the functions that may be called; another program than this one has its own.
    """
    requests, replies = os.fdopen(os.dup(0), encoding="utf-8"), os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)

    def reply(message: dict[str, Any]) -> None:
        try:
            text = json.dumps(message)
        except (ValueError, TypeError, RecursionError) as problem:
            text = json.dumps({"raised": said(problem)})
        if len(text) > LONGEST_REPLY:
            text = json.dumps({"raised": "a result that is too large to be looked at"})
        replies.write(text + "\n")
        replies.flush()

    offline = leave_the_network()
    limit(json.loads(limits))
    sys.addaudithook(refuse)
    try:
        module = load(path)
    except BaseException as problem:  # noqa: BLE001 (as in `answer`)
        reply({"unloadable": said(problem)})
        return
    names = [name for name, value in vars(module).items() if callable(value) and not name.startswith("_")]
    reply({"ready": names[:1000], "network": not offline})
    for line in requests:
        request = json.loads(line)
        reply(answer(getattr(module, request["call"]), request))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
    os._exit(0)  # threads and exit handlers of the file have no say
