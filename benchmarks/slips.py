"""How often is the slip named? Single-token mutants of true links, and the first hint given for each.

    python benchmarks/slips.py [FOLDER ...] [--jobs 2] [--most N] [--every K] [--show N]

Of every true link of a labelled document one side is changed in one token (`changes`), the document is judged again,
and where the changed link is refuted its hint is compared with the text as it was:

    named      the hint's formula is the one that stood there before the change
    equivalent the relation is then the one that stood there, up to moving all of it to one side: a minus sign on the
               left is one on the right
    other      another formula that mends the link
    relation   another relation was suggested
    none       no hint

"Named" is the strict figure, "named or equivalent" counts the second kind too; both are printed. Terms that are moved
are compared as they are written, up to the order of terms and factors and to signs and numbers (`judge.alike`).

Where nothing tells two changes apart a hint names both ("either ... or ..."): only the first counts as named, and the
second is a figure of its own.

A lone equation can be mended on either side as well; such links are counted apart from those in a chain.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
HOME = Path(__file__).resolve().parent.parent
DEFAULT = (HOME / "tests" / "documents",)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was suggested for one mutant."""

    place: str
    kind: str
    side: str
    lone: bool
    before: str
    after: str
    status: str
    words: str
    second: bool = False
    rivals: int = 0


def examine(path: Path, index: int, of: int, most: int, every: int) -> list[Outcome]:
    """The outcomes of the mutants of one document (every `of`-th true link from `index` on)."""
    from random import Random

    from mutation import Judge, _of_side

    from hw3verify.judge.slips import Mender
    from hw3verify.judge.trial import try_document
    from hw3verify.language.source import Source

    labels = json.loads(path.with_suffix(".json").read_text())
    text = path.read_text().replace("\r\n", "\n")
    judge = Judge(labels.get("assignment"))

    def tried(written: str) -> Any:
        return try_document(Source("<mutant>", written), judge.assignment)

    plain = {(v.link.number, v.link.index): v for v in tried(text).verdicts}
    true = [(str(e["eq"]), int(e["link"])) for e in labels["links"] if e.get("holds") is True]
    found = []
    for key in true[index::of]:
        v = plain.get(key)
        if v is None or v.link.role != "claim" or v.link.left is None or v.assessment.outcome.verdict != "proved":
            continue
        for name, side in (("left", v.link.left), ("right", v.link.right)):
            if side.number != v.link.number or v.context.elaborate(side).expr is None:
                continue
            made = [m for m in _of_side(text, side) if m.kind not in ("new name", "argument twice")]
            # a sample that does not hang on where in the line a change stands
            made = [m for m in made if every == 1 or Random(f"{path.name}{key}{name}{m.after}").randrange(every) == 0]
            for m in made[:most]:
                trial = tried(m.text)
                at = {(w.link.number, w.link.index): i for i, w in enumerate(trial.verdicts)}.get(key)
                if at is None or trial.verdicts[at].assessment.outcome.verdict != "refuted":
                    continue
                slip = Mender(trial).slip(at)
                lone = len(mender_neighbours(trial, at)) == 0
                status = _status(v, name, side, trial.verdicts[at], slip)
                place = f"{path.name} ({key[0]})#{key[1]}"
                words = "" if slip is None else slip.words
                other = None if slip is None else slip.other
                second = other is not None and _status(v, name, side, trial.verdicts[at], other) == "named"
                rivals = 0 if slip is None else slip.rivals
                found.append(Outcome(place, m.kind, name, lone, m.before, m.after, status, words, second, rivals))
    return found


def mender_neighbours(trial: Any, at: int) -> list[Any]:
    """The other links that share a side with this one."""
    from hw3verify.judge.flow import sides_of

    sides = sides_of(trial.verdicts[at].link)
    return [w for w in trial.verdicts if w is not trial.verdicts[at] and any(s in sides for s in sides_of(w.link))]


def _status(v: Any, name: str, side: Any, changed: Any, slip: Any) -> str:
    from hw3verify.judge.alike import form

    if slip is None:
        return "none"
    if slip.side is None:
        return "relation"
    before = v.context.elaborate(side).expr
    after = changed.context.elaborate(slip.side).expr
    if slip.where == name and after is not None and form(after) == form(before):
        return "named"
    was, becomes = _moved(_says(v.link, v.context)), _moved(_says(changed.link, changed.context, slip))
    return "equivalent" if was & becomes else "other"


def _says(link: Any, context: Any, slip: Any = None) -> tuple[Any, Any]:
    """What stands on either side, with the side that a slip puts in."""
    left = slip.side if slip is not None and slip.where == "left" else link.left
    right = slip.side if slip is not None and slip.where == "right" else link.right
    return context.elaborate(left).expr, context.elaborate(right).expr


def _moved(sides: tuple[Any, Any]) -> set[str]:
    """The relation with everything on one side, and on the other."""
    from fractions import Fraction

    from hw3verify.judge.alike import form
    from hw3verify.meaning.expr import Number, Product, Sum

    left, right = sides
    if left is None or right is None:
        return set()
    minus = Number(Fraction(-1))
    return {form(Sum((left, Product((minus, right))))), form(Sum((right, Product((minus, left)))))}


def table(outcomes: list[Outcome], seconds: float, show: int) -> str:
    """The report in Markdown."""
    total = len(outcomes)
    counts = Counter(o.status for o in outcomes)
    lines = [f"{total} refuted mutants in {seconds:.0f} s: " + ", ".join(f"{n} {s}" for s, n in counts.most_common())]
    either = counts["named"] + counts["equivalent"]
    lines.append(f"named first: {counts['named'] / max(total, 1):.1%}")
    lines.append(f"named first, up to moving terms to the other side: {either / max(total, 1):.1%}")
    both = sum(o.status == "named" or o.second for o in outcomes)
    lines.append(f"named first, or second where the hint names two: {both / max(total, 1):.1%}")
    for name, told in (
        ("two changes", [o for o in outcomes if o.rivals == 1]),
        ("one of several as an example", [o for o in outcomes if o.rivals > 1]),
    ):
        right = sum(o.status == "named" for o in told)
        lines.append(f"hints that name {name}, as nothing tells them apart: {len(told)}, the first is right in {right}")
    kinds: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for o in outcomes:
        kinds[f"{o.kind}, {'alone' if o.lone else 'in a chain'}, {o.side}"][o.status] += 1
    lines += [f"  {k}: {sum(c.values())}, named {c['named']}, {dict(c)}" for k, c in sorted(kinds.items())]
    shown = Counter[str]()
    for o in sorted(outcomes, key=lambda o: (len(o.after), o.after)):
        if o.status != "named" and shown[o.kind] < show:
            shown[o.kind] += 1
            lines.append(f"{o.status} {o.kind} {o.place} {o.side}: `{o.before}` -> `{o.after}`: {o.words}")
    return "\n".join(lines)


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, help="folders of labelled documents")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--most", type=int, default=10_000, help="mutants of one side at most")
    parser.add_argument("--every", type=int, default=1, help="a sample: one of so many mutants")
    parser.add_argument("--show", type=int, default=6, help="examples of each kind that was not named")
    given = parser.parse_args()
    from concurrent.futures import ProcessPoolExecutor, as_completed

    from mutation import documents

    start = time.perf_counter()
    outcomes: list[Outcome] = []
    paths = documents(given.folders or list(DEFAULT))
    with ProcessPoolExecutor(given.jobs) as pool:
        waiting = [pool.submit(examine, p, k, 4, given.most, given.every) for p in paths for k in range(4)]
        for done in as_completed(waiting):
            outcomes += done.result()
    outcomes.sort(key=lambda o: (o.place, o.side, o.after))
    print(table(outcomes, time.perf_counter() - start, given.show))
    return 0


if __name__ == "__main__":
    sys.exit(main())
