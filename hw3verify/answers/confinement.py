"""A person's Python file in a process of its own, with limits, and nothing shared but two pipes.

    with Confined(Path("submission.py").read_bytes(), Limits()) as answers:
        answers.names                            # what it defines
        answers.call("kl_normal", (0, 1, 1, 1))  # a number, or Failed: "raises ...", "does not return ...", "ends ..."

The process (see `child`) has an empty folder as its working folder, an environment of three variables, and its own
session; it is killed with all of that session at the end. A process that died or was killed is replaced for the next
call, up to `Limits.lives`; then, and when `Limits.seconds` are over, calls raise `Exhausted`. POSIX only.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from hw3verify.answers.agreement import Exhausted, Failed

CHILD = Path(__file__).with_name("child.py")
KINDS = ("numpy", "torch", "lists")
LONGEST_REPLY = 2_000_000  # bytes
PATIENCE = 10


@dataclass(frozen=True, slots=True)
class Limits:
    """What the process may use; whole numbers above 0 but for the seconds, which may be fractions.

    Work is what the processor does for the process, so that a busy machine makes nobody fail; a process that does
    nothing is waited for PATIENCE times as long. Where the system does not count work, a clock does.

    call     seconds of work for one call
    load     seconds of work for loading the file
    seconds  seconds of a clock for all calls together
    cpu      seconds of the processor for one process
    memory   megabytes of address space
    file     megabytes that a file it writes may have
    lives    processes that may be lost
    """

    call: float = 2.0
    load: float = 20.0
    seconds: float = 60.0
    cpu: int = 60
    memory: int = 4096
    file: int = 1
    lives: int = 6

    def __post_init__(self) -> None:
        for name in self.__slots__:
            if not getattr(self, name) > 0:
                raise ValueError(f"{name}: expected a number above 0, got {getattr(self, name)!r}")

    def of_the_system(self) -> dict[str, int]:
        """The limits that the system keeps, by their names in `resource`."""
        million = 1_000_000
        return {
            "RLIMIT_CPU": self.cpu,
            "RLIMIT_AS": self.memory * million,
            "RLIMIT_FSIZE": self.file * million,
            "RLIMIT_NOFILE": 64,
            "RLIMIT_CORE": 0,
        }


class Unloadable(Exception):
    """The file cannot be loaded; the message says why."""


class Confined:
    """The functions of a file, to be called from outside; a context manager. Raises `Unloadable` on entry.

    `program` runs in the process: `child.py`, or another one that offers something else of the file behind its fence.
    """

    def __init__(
        self, code: bytes, limits: Limits | None = None, kind: str = "numpy", program: Path = CHILD
    ) -> None:
        if kind not in KINDS:
            raise ValueError(f"kind: expected one of {', '.join(KINDS)}, got {kind!r}")
        self._code = code
        self._limits = limits or Limits()
        self._kind = kind
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None
        self._rest = b""
        self._losses = 0
        self._until = 0.0
        self.names: tuple[str, ...] = ()
        self.network = True
        self.calls = 0
        self.exhausted = False

    def __enter__(self) -> Self:
        if os.name != "posix":
            raise Unloadable("functions are called in a limited process, which this system does not have")
        self._home = TemporaryDirectory(prefix="hw3verify-", ignore_cleanup_errors=True)
        self._file = Path(self._home.name, "answer.py")
        self._file.write_bytes(self._code)
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        self._until = time.monotonic() + self._limits.seconds
        return self

    def __exit__(self, *_: object) -> None:
        self._end()
        self._home.cleanup()

    def restart_clock(self) -> None:
        """The seconds and the lives are counted from now."""
        self._until = time.monotonic() + self._limits.seconds
        self._losses, self.calls, self.exhausted = 0, 0, False

    def call(self, name: str, arguments: Sequence[Any]) -> Any:
        """What the function gives. Raises `Failed`, and `Exhausted` where no time or no life is left."""
        if self._losses >= self._limits.lives or time.monotonic() > self._until:
            self.exhausted = True
            raise Exhausted
        if self._process is None:
            try:
                self._start()
            except Unloadable as problem:  # it could be loaded before
                self._losses += 1
                raise Failed(f"cannot be loaded again: {problem}") from problem
        self.calls += 1
        request = {"call": name, "arguments": [_plain(a) for a in arguments], "kind": self._kind}
        reply = self._ask(json.dumps(request).encode() + b"\n", self._limits.call)
        if reply is None or not isinstance(reply, dict):
            self._losses += 1
            raise Failed(self._end(f"does not return within {self._limits.call:g} s"))
        if "raised" in reply:
            raise Failed(f"raises {reply['raised']}")
        return reply.get("value")

    def _start(self) -> None:
        """A new process with the file loaded; Unloadable where that does not work."""
        limits = self._limits
        environment = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
        self._rest = b""
        self._process = subprocess.Popen(  # noqa: S603 (this interpreter, our own program, no shell)
            [sys.executable, "-I", "-B", str(self._program), json.dumps(limits.of_the_system()), str(self._file)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            cwd=self._home.name, env=environment, start_new_session=True,
        )  # fmt: skip
        reply = self._ask(b"", limits.load)
        if isinstance(reply, dict) and isinstance(reply.get("ready"), list):
            self.names, self.network = tuple(map(str, reply["ready"])), bool(reply.get("network"))
            return
        if isinstance(reply, dict) and "unloadable" in reply:
            self._end()
            raise Unloadable(str(reply["unloadable"])[:400])
        raise Unloadable(self._end(f"is not loaded within {limits.load:g} s"))

    def _ask(self, message: bytes, seconds: float) -> Any:
        """The reply to a message; None where there is none in time, or the process has ended."""
        process = self._process
        assert process is not None and process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write(message)
            process.stdin.flush()
        except OSError:
            return None
        start = time.monotonic()
        done = _work(process.pid)
        with selectors.DefaultSelector() as ready:
            ready.register(process.stdout, selectors.EVENT_READ)
            while b"\n" not in self._rest:
                waited = time.monotonic() - start
                worked = min(waited, _work(process.pid) - done)
                left = min(seconds - worked, PATIENCE * seconds - waited)
                if left <= 0 or len(self._rest) > LONGEST_REPLY:
                    return None
                if not ready.select(left):
                    continue
                piece = os.read(process.stdout.fileno(), 1 << 16)
                if not piece:
                    return None
                self._rest += piece
        line, _, self._rest = self._rest.partition(b"\n")
        try:
            return json.loads(line)
        except (ValueError, RecursionError):
            return None

    def _end(self, late: str = "") -> str:
        """Kill the process and its session; say how it had ended, or `late` where it had not."""
        process, self._process = self._process, None
        if process is None:
            return late
        with suppress(subprocess.TimeoutExpired):  # one that is ending has a moment for it
            process.wait(0.2 if late else 0)
        status = process.poll()
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        if status is None:
            return late
        if status >= 0:
            return f"ends the process with status {status}"
        try:
            return f"ends the process by {signal.Signals(-status).name}"
        except ValueError:
            return f"ends the process by signal {-status}"


def _work(process: int) -> float:
    """Seconds of the processor that a process has used; those of a clock where the system does not say."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return time.monotonic()


def _plain(value: Any) -> Any:
    """An argument as JSON values."""
    if hasattr(value, "tolist"):
        return value.tolist()
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
