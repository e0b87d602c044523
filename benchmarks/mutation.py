"""Single-token mutants of true links: is any false one proved, and how many are refuted?

    python benchmarks/mutation.py [FOLDER ...] [--jobs 2] [--json OUT] [--most N]

A folder holds labelled documents, `NAME.md` with `NAME.json` (which links are true). Of every true link one side is
changed in one token (a sign, a factor, an exponent, a logarithm, the order of a divergence's arguments, a name, a
density, a condition, the relation), the whole document is judged again, and the verdict on the changed link is compared
with what three others say of it:

    the refuter, run once more without the prover and with a far greater budget (exact evaluation);
    a floating-point evaluator of its own (`numeric.py`);
    the same two for the literal reading, where the judge preferred another one.

    false      somebody found a violation            must never be proved
    HOLE       proved, though somebody found one      a soundness hole
    missed     false, and neither refuted nor proved
    reread     the literal reading is false, and another reading was proved: for a person to look at
    true       proved, and nobody found a violation (many mutations change nothing)
    open       neither: no evaluation found a violation, and nothing was proved
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

HOME = Path(__file__).resolve().parent.parent
DEFAULT = (HOME / "hw3verify" / "examples", HOME / "tests" / "documents", HOME / "tests" / "language" / "documents")
@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: what kind, the side before and after, and the whole text."""

    kind: str
    before: str
    after: str
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was said of one mutant. `status` is one of the words in the module's text."""

    file: str
    equation: str
    link: int
    kind: str
    before: str
    after: str
    relation: str
    verdict: str
    status: str
    by: str = ""


RELATIONS = {"=": ("\\neq", ">"), ">=": ("=", "\\le"), "<=": ("=", "\\ge"), ">": ("\\le",), "<": ("\\ge",)}
WRITTEN = re.compile(r"\\(?:geqslant|leqslant|geq|leq|ge|le|gt|lt)(?![a-zA-Z])|[=<>]")


def mutants(text: str, link: Any) -> list[Mutant]:
    """Every mutant of one link, as whole documents."""
    found, seen = [], set()
    for side in (link.left, link.right):
        if side is None or side.number != link.number:
            continue
        for m in _of_side(text, side):
            if m.text not in seen and m.text != text:
                seen.add(m.text)
                found.append(m)
    written = WRITTEN.match(text, link.start)
    if written is not None:
        for op in RELATIONS.get(link.op, ()):
            new = text[: link.start] + op + " " + text[written.end() :]
            found.append(Mutant("relation", written.group(), op, new))
    return found


class Judge:
    """Judges mutated documents; links that did not change are decided once."""

    def __init__(self, assignment: str | None) -> None:
        from hw3verify.assignments.loader import load_assignment
        from hw3verify.judge import trial
        from hw3verify.judge.assess import Assessor

        self.assignment = None if assignment is None else load_assignment(assignment)
        self.shared = Assessor()
        trial.Assessor = lambda: self.shared  # type: ignore[misc,assignment]

    def verdicts(self, text: str) -> dict[tuple[str, int], Any]:
        """(display, link) -> verdict."""
        from hw3verify.judge.trial import try_document
        from hw3verify.language.source import Source

        tried = try_document(Source("<mutant>", text), self.assignment)
        return {(v.link.number, v.link.index): v for v in tried.verdicts}

    def literal(self, verdict: Any) -> Any:
        """The assessment under the first readings."""
        return self.shared.assess(verdict.link, verdict.context, {})


def against(claim: Any) -> str:
    """Who finds a violation of a claim, or nothing."""
    from numeric import violated

    from hw3verify.judge.link import with_equalities
    from hw3verify.kernel.certify import certify_counterexample
    from hw3verify.search.refute.find import Budget, find_counterexample

    claim = with_equalities(claim)
    for thorough in (False, True):
        found = find_counterexample(claim, Budget(thorough=thorough, seconds=8.0))
        if found.counterexample is not None and certify_counterexample(claim, found.counterexample) is not None:
            return "exact evaluation"
    opinion = violated(claim, 40)
    return f"numpy in {opinion.violated} of {opinion.worlds} worlds" if opinion.violated else ""


def examine(path: Path, index: int, of: int, most: int) -> list[Outcome]:
    """The outcomes of the mutants of one document (every `of`-th true link from `index` on)."""
    labels = json.loads(path.with_suffix(".json").read_text())
    text = path.read_text().replace("\r\n", "\n")
    judge = Judge(labels.get("assignment"))
    plain = judge.verdicts(text)
    true = [(str(e["eq"]), int(e["link"])) for e in labels["links"] if e.get("holds") is True]
    outcomes = []
    for key in true[index::of]:
        if key not in plain:
            continue
        link = plain[key].link
        if link.role == "arrow":
            made = [] if link.consequent is None else _of_side(text, link.consequent.right)
        else:
            made = mutants(text, link)
        outcomes.extend(_outcome(path, judge, key, m) for m in made[:most])
    return outcomes


def _of_side(text: str, side: Any) -> list[Mutant]:
    start, end = side.start, side.start + len(side.latex)
    if text[start:end] != side.latex:  # written by a macro: not in the text as such
        return []
    font = re.search(r"\\math[a-z]+\{$", text[:start])  # a side may begin inside the braces of its first letter's font
    if font is not None:
        start = font.start()
    before = text[start:end]
    from changes import NAME, changes

    known = set(NAME.findall(text))
    found = []
    for kind, after in changes(before):
        unknown = kind == "name" and set(NAME.findall(after)) - known
        found.append(Mutant("new name" if unknown else kind, before, after, text[:start] + after + text[end:]))
    return found


def _outcome(path: Path, judge: Judge, key: tuple[str, int], m: Mutant) -> Outcome:
    v = judge.verdicts(m.text).get(key)

    def said(verdict: str, status: str, by: str = "") -> Outcome:
        relation = "" if v is None else v.link.op
        return Outcome(path.name, key[0], key[1], m.kind, m.before, m.after, relation, verdict, status, by)

    if v is None:
        return said("missing", "open")
    assessment = v.assessment
    verdict, claim = assessment.outcome.verdict, assessment.claim
    if verdict == "refuted":
        return said(verdict, "refuted")
    if verdict in ("definition", "condition", "unreadable") or claim is None:
        return said(verdict, "no claim", assessment.outcome.because)
    by = against(claim)
    if by:
        return said(verdict, "HOLE" if verdict == "proved" else "missed", by)
    first = judge.literal(v)
    if first.claim is not None and first.claim != claim and (by := against(first.claim)):
        return said(verdict, "reread", by)
    return said(verdict, "true" if verdict == "proved" else "open", assessment.outcome.because)


def table(outcomes: list[Outcome], seconds: float) -> str:
    """The report in Markdown: holes first, then what was missed, smallest first."""
    count = Counter(o.status for o in outcomes)
    false = count["refuted"] + count["missed"] + count["HOLE"] + count["reread"]
    share = count["refuted"] / false if false else 1.0
    lines = [f"{len(outcomes)} mutants in {seconds:.0f} s: " + ", ".join(f"{n} {s}" for s, n in count.most_common())]
    lines.append(f"false: {false}, refuted: {count['refuted']} ({share:.1%}), false and proved: {count['HOLE']}")
    required = [o for o in outcomes if not o.kind.startswith(("argument t", "new"))]
    some = Counter(o.status for o in required)
    ill = some["refuted"] + some["missed"] + some["HOLE"] + some["reread"]
    lines.append(f"without p(z|z) and names that the document does not know: {some['refuted']} of {ill} refuted"
                 f" ({some['refuted'] / max(ill, 1):.1%})")  # fmt: skip
    for status in ("HOLE", "reread", "missed", "open", "no claim", "true"):
        some = sorted((o for o in outcomes if o.status == status), key=lambda o: (len(o.after), o.after))
        if not some:
            continue
        lines += ["", f"## {status} ({len(some)})"]
        kinds: defaultdict[str, list[Outcome]] = defaultdict(list)
        for o in some:
            kinds[o.kind].append(o)
        for kind, group in sorted(kinds.items()):
            lines.append(f"{kind} ({len(group)})")
            for o in group[: 12 if status == "true" else 40]:
                place = f"{o.file} ({o.equation})#{o.link}"
                lines.append(f"  {place} {o.relation} {o.verdict}: `{o.before}` -> `{o.after}`")
                if o.by:
                    lines.append(f"      {o.by}")
    return "\n".join(lines)


def documents(folders: list[Path]) -> list[Path]:
    """The labelled documents in the folders."""
    return [p for f in folders for p in sorted(f.glob("**/*.md")) if p.with_suffix(".json").exists()]


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, help="folders of labelled documents")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--most", type=int, default=10_000, help="mutants of one link at most")
    parser.add_argument("--json", type=Path, help="write every outcome there")
    given = parser.parse_args()
    paths = documents(given.folders or [p for p in DEFAULT if p.is_dir()])
    if not paths:
        print("no labelled documents (NAME.md with NAME.json) there")
        return 2
    from concurrent.futures import ProcessPoolExecutor, as_completed

    start = time.perf_counter()
    parts = 8
    outcomes: list[Outcome] = []
    with ProcessPoolExecutor(given.jobs) as pool:
        waiting = [pool.submit(examine, p, k, parts, given.most) for p in paths for k in range(parts)]
        for done in as_completed(waiting):
            outcomes += done.result()
            if given.json:  # what there is so far: a long run may be cut short
                given.json.write_text(json.dumps([asdict(o) for o in outcomes], indent=1))
    outcomes.sort(key=lambda o: (o.file, o.equation, o.link, o.kind, o.after))
    print(table(outcomes, time.perf_counter() - start))
    return 1 if any(o.status == "HOLE" for o in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
