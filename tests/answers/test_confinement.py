"""The limited process: what gets out of it, and what does not."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hw3verify.answers.agreement import Exhausted, Failed
from hw3verify.answers.confinement import Confined, Limits, Unloadable

pytestmark = pytest.mark.skipif(os.name != "posix", reason="limits are POSIX")
CODE = b"""
import os, sys
print("said while loading")

def divide(a, b): print("said"); return a / b
def total(p): return sum(p)
def kind(x): return type(x).__name__ == "ndarray"
def forever():
    while True: pass
def leave(status): os._exit(status)
def leave_politely(): sys.exit(7)
def crash(): import ctypes; ctypes.string_at(0)
def eat(): return len(b"x" * 20_000_000_000)
def connect(): import socket; socket.socket().connect(("127.0.0.1", 9))
def start(): import subprocess; subprocess.run(["true"])
def fork(): return os.fork()
def kill(): os.kill(os.getppid(), 9)
def write(n):
    with open("big", "wb") as out: out.write(b"x" * n)
    return 1.0
def interfaces(): return sum(":" in line for line in open("/proc/self/net/dev"))
def environment(): return [len(os.environ), len(os.listdir(".")), len(sys.argv)]
def limits():
    import resource
    return [resource.getrlimit(w)[1] for w in (resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE)]
def dictionary(): return {"a": 1}
def huge(): return "x" * 5_000_000
def noise(): os.write(1, b"noise\\n"); return 1.0
def deep():
    x = []
    for _ in range(5000): x = [x]
    return x
class Rude(Exception):
    def __str__(self): raise RuntimeError
def rude(): raise Rude
"""


@pytest.fixture(scope="module")
def answers():
    with Confined(CODE, Limits(call=1.0, lives=100, cpu=50)) as confined:
        yield confined


def test_values_come_back(answers: Confined) -> None:
    """Numbers are handed over and back; what the file prints disturbs nothing; tables are arrays."""
    assert answers.call("divide", (1.0, 4.0)) == 0.25
    assert answers.call("total", ([0.5, 0.25],)) == 0.75
    assert answers.call("kind", ([0.5],)) is True
    assert answers.call("noise", ()) == 1.0
    assert "divide" in answers.names and "os" not in answers.names


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("divide", (1, 0), "raises ZeroDivisionError: division by zero"),
        ("forever", (), "does not return within 1 s"),
        ("leave", (3,), "ends the process with status 3"),
        ("leave", (0,), "ends the process with status 0"),
        ("leave_politely", (), "raises SystemExit: 7"),
        ("crash", (), "ends the process by SIGSEGV"),
        ("eat", (), "raises MemoryError"),
        ("connect", (), "raises PermissionError: socket.connect is not allowed here"),
        ("start", (), "raises PermissionError: subprocess.Popen is not allowed here"),
        ("fork", (), "raises PermissionError: os.fork is not allowed here"),
        ("kill", (), "raises PermissionError: os.kill is not allowed here"),
        ("write", (3_000_000,), "raises OSError: [Errno 27] File too large"),
        ("rude", (), "raises Rude"),
        ("divide", (1,), "raises TypeError: divide() missing 1 required positional argument: 'b'"),
    ],
)
def test_what_goes_wrong_is_said(answers: Confined, name: str, arguments: tuple, said: str) -> None:
    """Every way out is a sentence, and the next call is answered as if nothing had been."""
    if sys.platform == "darwin" and name == "eat":
        pytest.skip("no limit of address space")
    with pytest.raises(Failed) as failed:
        answers.call(name, arguments)
    assert str(failed.value) == said
    assert answers.call("divide", (1, 2)) == 0.5


def test_the_process_has_what_it_needs_and_no_more(answers: Confined) -> None:
    """Three variables or a few more that the system sets, its own file in its folder, hard limits as asked for."""
    variables, files, _ = answers.call("environment", ())
    assert variables <= 6 and files <= 2
    cpu, size, core = answers.call("limits", ())
    assert cpu <= 50 and size <= 1_000_000 and core == 0
    assert answers.call("write", (1000,)) == 1.0


def test_no_network(answers: Confined) -> None:
    """Where the system gives the process a network of its own, there is the loopback in it and nothing else."""
    if answers.network:
        pytest.skip("this system does not let a process leave its network")
    assert answers.call("interfaces", ()) <= 1


def test_results_that_are_no_numbers(answers: Confined) -> None:
    """A dictionary is named by its type; what is too deep or too large is a value or a failure, never an error."""
    assert answers.call("dictionary", ()) == {"type": "dict"}
    assert answers.call("huge", ()) == {"type": "str"}
    with pytest.raises(Failed, match="raises TypeError"):
        answers.call("total", ({"type": "dict"},))
    assert answers.call("deep", ()) is not None


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (b"def f(: pass", "SyntaxError"),
        (b"import sys; sys.exit('bye')", "SystemExit: bye"),
        (b"import os; os._exit(5)", "ends the process with status 5"),
        (b"while True: pass", "is not loaded within 1 s"),
        (b"import hw3verify_does_not_exist", "ModuleNotFoundError"),
        (b"\xff\x00", "Error"),
    ],
)
def test_files_that_cannot_be_loaded(code: bytes, said: str) -> None:
    """Whatever loading does, it is one exception with a sentence, and no process is left."""
    with pytest.raises(Unloadable, match=said), Confined(code, Limits(load=1.0 if b"while" in code else 20.0)):
        pass


def test_lives_and_seconds_end(tmp_path: Path) -> None:
    """A file that kills its process every time is called as often as it has lives, then no more; so with seconds."""
    with Confined(CODE, Limits(lives=2)) as answers:
        for _ in range(2):
            with pytest.raises(Failed):
                answers.call("leave", (1,))
        with pytest.raises(Exhausted):
            answers.call("divide", (1, 1))
        assert answers.exhausted and answers.calls == 2
        answers.restart_clock()
        assert answers.call("divide", (1, 1)) == 1
    with Confined(CODE, Limits(seconds=0.001)) as answers:
        time.sleep(0.01)
        with pytest.raises(Exhausted):
            answers.call("divide", (1, 1))


def test_sleep_is_not_work() -> None:
    """On Linux a call that sleeps longer than its seconds of work is waited for, though not for ever."""
    if sys.platform != "linux":
        pytest.skip("work is counted on Linux")
    code = b"import time\ndef nap(s): time.sleep(s); return s\n"
    with Confined(code, Limits(call=0.2)) as answers:
        assert answers.call("nap", (0.5,)) == 0.5
        with pytest.raises(Failed, match="does not return"):
            answers.call("nap", (60,))


def test_nothing_is_left(answers: Confined) -> None:
    """When the fence is taken down its process is dead and its folder gone."""
    with Confined(CODE) as other:
        process, home = other._process, Path(other._home.name)
        assert process is not None and home.is_dir()
    assert process.poll() is not None and not home.exists()


def test_bad_arguments() -> None:
    """Limits are above 0, and the kind of inputs is one of three."""
    with pytest.raises(ValueError, match="memory: expected a number above 0, got 0"):
        Limits(memory=0)
    with pytest.raises(ValueError, match="kind: expected one of numpy, torch, lists"):
        Confined(b"", kind="jax")


def test_the_program_stands_alone() -> None:
    """The program of the process imports nothing of this package."""
    text = Path(sys.modules["hw3verify.answers.confinement"].CHILD).read_text(encoding="utf-8")
    assert "import hw3verify" not in text and "from hw3verify" not in text
    code = "import sys; sys.path.insert(0, sys.argv[1]); import child; print([m for m in sys.modules if 'numpy' in m])"
    folder = str(Path(sys.modules["hw3verify.answers.confinement"].CHILD).parent)
    done = subprocess.run([sys.executable, "-I", "-c", code, folder], capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
