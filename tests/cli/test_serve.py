"""`hw3verify serve`: how it begins, what it prints, and how it ends."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest
from click.testing import CliRunner

from hw3verify.cli import cli


@pytest.mark.skipif(os.name != "posix", reason="interrupts are signals")
def test_it_serves_until_it_is_interrupted() -> None:
    """It prints its address when it is ready, serves the page there, and ends with 0 and no worker left."""
    command = [sys.executable, "-m", "hw3verify", "serve", "--port", "0", "-a", "hw3"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        printed = process.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/", printed)
        assert address is not None, printed
        with urllib.request.urlopen(address[0], timeout=30) as answer:
            assert "under the assignment hw3" in answer.read().decode()
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
        assert process.stderr is not None
        assert process.stderr.read().strip() == "ended"


def test_trouble_is_one_sentence() -> None:
    """A port that is taken, an unknown assignment and an impossible limit are told without a traceback."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        for arguments, word in (
            (["--port", port], "another --port"),
            (["-a", "hw99"], "hw99"),
            (["--host", "no such host"], "no such host"),
        ):
            done = CliRunner().invoke(cli, ["serve", *arguments], standalone_mode=False)
            assert type(done.exception).__name__ == "ClickException"
            assert word in done.exception.format_message()
