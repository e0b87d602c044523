"""A reader whose judge does what the text says: a stand-in for texts that hang, crash or take their time.

It is started in the reader's place by `Limits(command=...)`; nothing in the package leads here.
"""

import json
import os
import sys
import time

from hw3verify.serving import aloud
from hw3verify.serving.worker import main


def obey(source, assignment, decided, tell, stop):
    tell({"card": {"text": source.text, "process": os.getpid()}})
    if "exit" in source.text:
        os._exit(3)
    if "wait" in source.text:
        while not stop():
            time.sleep(0.01)
        raise aloud.Stopped
    if "hang" in source.text:
        time.sleep(600)
    if "break" in source.text:
        raise ZeroDivisionError("of ours")
    if "eat" in source.text:
        hoard = [bytearray(1 << 20) for _ in range(100_000)]
        tell({"card": {"text": str(len(hoard)), "process": 0}})
    tell({"outline": {"keys": []}})


if __name__ == "__main__":
    aloud.judge_aloud = obey
    main(json.loads(sys.argv[1]))
