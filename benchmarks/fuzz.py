"""A coverage-guided fuzz run of the reader (atheris, which is libFuzzer): bytes in, blocks, facts and readings out.

    pip install atheris
    python benchmarks/fuzz.py CORPUS -max_total_time=600 -timeout=20

CORPUS is a folder that is made, filled with the labelled derivations of the tests, and grows; what comes behind it is
libFuzzer's. A crash is any exception but UnusableInput, and an input that takes longer than `-timeout` seconds;
libFuzzer writes it into the current folder. What it finds becomes a case of tests/judge/test_hostile.py.

The first byte chooses what is read: a document of Markdown or TeX, a notebook, or one formula.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

LARGEST = 4_000  # bytes of one input: crashes are found on small ones, and small ones are quick
ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("tests/documents", "tests/attacks", "hw3verify/theorems", "hw3verify/assignments", "hw3verify/examples")


def read(data: bytes) -> None:
    """Read an input as far as the reader goes; raises what the reader raises."""
    from hw3verify.grading.notebook import source_of
    from hw3verify.language.blocks import Prose, read_blocks
    from hw3verify.language.cues import facts
    from hw3verify.language.kinds import scan
    from hw3verify.language.readings import read_display
    from hw3verify.language.source import UnusableInput

    kind, rest = data[:1], data[1:]
    try:
        source = source_of(b"$$" + rest + b"$$" if kind < b"\x40" else rest, "x.ipynb" if kind > b"\xf0" else "x.md")
    except UnusableInput:
        return
    document = read_blocks(source)
    found = [cue for part in document.parts for item in part.items if isinstance(item, Prose) for cue in facts(item)]
    latexes = [display.latex for display in document.displays] + [cue.inline.latex for cue in found]
    kinds = scan(latexes, document.macros, source.text)
    for latex in latexes:
        read_display(latex, kinds, document.macros)


def seed(corpus: Path) -> None:
    """Fill an empty corpus with what is known to be read: whole documents, and every paragraph by itself."""
    corpus.mkdir(parents=True, exist_ok=True)
    if any(corpus.iterdir()):
        return
    number = 0
    for folder in SOURCES:
        for path in sorted((ROOT / folder).glob("*.md")):
            data = path.read_bytes()
            for piece in (data[:LARGEST], *data.split(b"\n\n")):
                if piece.strip():
                    formula = piece.startswith(b"$$") and piece.endswith(b"$$") and len(piece) > 4
                    (corpus / f"seed-{number:05}").write_bytes(b"\x00" + piece[2:-2] if formula else b"\x80" + piece)
                    number += 1


def words(corpus: Path) -> Path:
    """libFuzzer's dictionary: the commands that occur in the seeds."""
    import re

    seeds = (path.read_bytes() for path in corpus.iterdir())
    found = sorted({m for data in seeds for m in re.findall(rb"\\[A-Za-z]+|[A-Z][a-z]+ ", data)})
    place = corpus.parent / f"{corpus.name}.dict"
    place.write_bytes(b"".join(b'"%b"\n' % word.replace(b"\\", b"\\\\") for word in found[:600]))
    return place


def main() -> None:
    """Seed, instrument, run."""
    import atheris

    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    corpus = Path(sys.argv[1]).resolve()
    seed(corpus)
    os.environ["HW3VERIFY_TRACEBACK"] = "1"
    with atheris.instrument_imports(include=["hw3verify.language", "hw3verify.grading.notebook"]):
        read(b"\x80$$1 = 1$$")
    options = [f"-max_len={LARGEST}", "-rss_limit_mb=3000", f"-dict={words(corpus)}"]
    atheris.Setup([sys.argv[0], *options, *sys.argv[2:], str(corpus)], read)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
