"""Desks and servers whose workers do what the text says."""

import sys
import threading
from pathlib import Path

import pytest

from hw3verify.grading.handle import Limits
from hw3verify.serving.desk import Desk
from hw3verify.serving.server import Server

OBEDIENT = (sys.executable, "-P", str(Path(__file__).parent / "obedient_reader.py"))


@pytest.fixture
def desk():
    """A desk with one worker and a deadline of a minute."""
    made = Desk(Limits(60.0, 256, None, OBEDIENT))
    yield made
    made.close()


@pytest.fixture
def server(desk):
    """A server at that desk, on a free port of this machine."""
    with Server("127.0.0.1", 0, desk, "hw3 <b>") as made:
        thread = threading.Thread(target=made.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield made
        made.shutdown()
        thread.join()
