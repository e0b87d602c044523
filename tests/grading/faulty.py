"""A worker whose judge does what the document says: a stand-in for submissions that hang, crash or eat memory.

It is started in the worker's place by `Limits(command=...)`; nothing in the package leads here.
"""

import json
import os
import re
import signal
import sys
import time
from pathlib import Path

from hw3verify.grading.record import record_of
from hw3verify.grading.worker import main


def link(number, verdict="proved"):
    return {"part": "1(a)", "equation": str(number), "link": 0, "relation": "=", "left": "a", "right": "a",
            "verdict": verdict, "because": "", "line": number}  # fmt: skip


def obey(data, name, assignment, cache, tell):
    text = data.decode()
    for number in range(3):
        tell(link(number))
    for order, what in re.findall(r"(\w+)=(\S+)", text):
        if order == "sleep":
            time.sleep(float(what))
        elif order == "exit":
            os._exit(int(what))
        elif order == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        elif order == "once":  # dies the first time it is judged, and is judged the second time
            marker = Path(what)
            if not marker.exists():
                marker.touch()
                os.kill(os.getpid(), signal.SIGKILL)
        elif order == "eat":
            hoard = [bytearray(1 << 20) for _ in range(int(what))]
            return record_of("judged", f"{len(hoard)} megabytes")
        elif order == "noise":
            print("{" * int(what))
            sys.stdout.flush()
        elif order == "garbage":
            os.write(4, b"this is no message\n")
        elif order == "deep":
            def sink(n):
                return sink(n + 1)

            sink(0)
    part = {"part": "1(a)", "goal": "reached", "points": 1.0, "of": 1.0, "because": "", "title": ""}
    return record_of("judged", "", [link(n, "refuted" if "false" in text else "proved") for n in range(3)], [part])


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), obey)
