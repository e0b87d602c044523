"""What was measured, as Markdown and as a few lines of text.

Results are JSON files that `benchmarks/cuda.py` wrote: `cpu.json` from a machine without CUDA, `gpu.json` from one with
it; either may be absent, and then its columns say "not measured". A page has places for tables between two comments,

    <!-- table: NAME -->
    <!-- end of table -->

and `written` fills them: `vae`, `gan` (the ladder beside its prediction), `ensembles`, `agreement`, `quality`, `noise`
and `machines`.

Law: a page that `written` has filled is left as it is by `written`: what it says is what the files say."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

Results = dict[str, Any]

NONE = "not measured"
PLACE = re.compile(r"(<!-- table: (?P<name>\w+) -->\n).*?(<!-- end of table -->)", re.DOTALL)


def read(folder: Path) -> dict[str, Results]:
    """The results in a folder, by "cpu" and "gpu"; empty where a file is absent."""
    return {
        name: json.loads(path.read_text(encoding="utf-8")) if (path := folder / f"{name}.json").exists() else {}
        for name in ("cpu", "gpu")
    }


def written(page: str, folder: Path) -> str:
    """The page with its tables made from the results in the folder. ValueError for a table that does not exist."""
    results = read(folder)

    def filled(match: re.Match[str]) -> str:
        name = match["name"]
        if name not in TABLES:
            raise ValueError(f"page: there is no table {name!r}; there are {', '.join(TABLES)}")
        return f"{match[1]}\n{TABLES[name](results)}\n\n{match[3]}"

    return PLACE.sub(filled, page)


def ladder(results: dict[str, Results], kind: str) -> str:
    """The rungs of one kind: predicted and measured on a GPU, and measured on a CPU, in microseconds a step.

    `operations` are the calls of a step that would launch kernels, as the dispatcher counts them."""
    from hw3verify.lab.fast.ladder import RUNGS

    lines = [
        "| rung | adds | operations | GPU, predicted | GPU, measured | CPU, measured |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for rung in RUNGS:
        predicted = rung.vae if kind == "vae" else rung.gan
        said = f"{predicted[0]:,.0f} to {predicted[1]:,.0f}" if predicted else "no prediction"
        cells = [_timed(results[where], "ladder", kind, rung.name) for where in ("gpu", "cpu")]
        count = _operations(results, kind, rung.name)
        lines.append(f"| {rung.level} {rung.name} | {rung.adds} | {count} | {said} | {cells[0]} | {cells[1]} |")
    return "\n".join(lines)


def ensembles(results: dict[str, Results]) -> str:
    """Stacks, in microseconds a model-step, beside the single lean model of the same run."""
    lines = ["| model | M | stack | GPU, a model-step | CPU, a model-step |", "| --- | --- | --- | --- | --- |"]
    for kind in ("vae", "gan"):
        found = {
            (row["members"], row["rung"])
            for where in results.values()
            for row in where.get("ensembles", {}).get(kind, ())
        }
        for members, rung in sorted(found):
            name = f"{rung}, M = {members}"
            cells = [_timed(results[where], "ensembles", kind, name, members) for where in ("gpu", "cpu")]
            lines.append(f"| {kind.upper()} | {members} | {rung} | {cells[0]} | {cells[1]} |")
    return "\n".join(lines)


def agreement(results: dict[str, Results]) -> str:
    """How far each rung's losses are from L1's: the worst step of the worst seed, in both types."""
    lines = ["| model | rung | machine | float64 | float32 |", "| --- | --- | --- | --- | --- |"]
    for kind in ("vae", "gan"):
        for where, found in results.items():
            for row in (*found.get("ladder", {}).get(kind, ()), *found.get("ensembles", {}).get(kind, ())):
                far = row["agreement"]
                cells = [
                    f"{max(far[t]['worst']):.1e} ({far[t]['steps']} steps)" if t in far else "no"
                    for t in ("float64", "float32")
                ]
                lines.append(f"| {kind.upper()} | {row['name']} | {where.upper()} | {cells[0]} | {cells[1]} |")
    return "\n".join(lines)


def machines(results: dict[str, Results]) -> str:
    """What the runs were made on, and the ceilings measured in them."""
    lines = ["| | machine | date | torch | threads | ceilings | data |", "| --- | --- | --- | --- | --- | --- | --- |"]
    for where, found in results.items():
        if not found:
            lines.append(f"| {where.upper()} | {NONE} | | | | | |")
            continue
        facts = found["facts"]
        model = facts.get("gpu", facts["processor"])
        roof = ", ".join(f"{name} {value:.3g}" for name, value in found.get("ceilings", {}).items())
        data = "; ".join(f"{kind.upper()}: {said}" for kind, said in found.get("data", {}).items())
        date = facts["date"]
        cells = (where.upper(), model, date, facts["torch"], str(facts["threads"]), roof, data)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def short(found: Results) -> str:
    """A few lines for the end of a run: every row's time, the quality, the verdicts, and what is missing."""
    lines = []
    for section in ("ladder", "ensembles"):
        for kind, rows in found.get(section, {}).items():
            for row in rows:
                t = row["timing"]
                spread = f"[{t['low']:.1f}, {t['high']:.1f}]"
                each = f"{row['us a model-step']:.2f} us a model-step"
                lines.append(f"{kind} {row['level']} {row['name']:32} {t['median']:10.1f} us {spread:22} {each}")
    for row in found.get("quality", {}).get("rows", ()):
        error = "" if row["error"] is None else f" +- {row['error']:.2f}"
        lines.append(f"bound {row['rung']:28} {row['bound']:9.2f}{error} ({row['seeds']} seeds)")
    verdicts = [m["verdict"] for row in found.get("confirmations", ()) for m in row["measurements"]]
    if verdicts:
        lines.append("confirmations: " + ", ".join(f"{verdicts.count(v)} {v}" for v in sorted(set(verdicts))))
    lines += [f"skipped: {line}" for line in found.get("skipped", ())]
    lines += [f"missing: {line}" for line in found.get("missing", ())]
    return "\n".join(lines)


def quality(results: dict[str, Results]) -> str:
    """The VAE's bound on held-out images after its training, by rung, with the error of its mean over seeds."""
    lines = ["| machine | rung | steps | seeds | held-out bound |", "| --- | --- | --- | --- | --- |"]
    for where, found in results.items():
        for row in found.get("quality", {}).get("rows", ()):
            error = "" if row["error"] is None else f" ± {row['error']:.2f}"
            cells = (where.upper(), row["rung"], f"{found['quality']['steps']:,}", str(row["seeds"]))
            lines.append(f"| {' | '.join(cells)} | {row['bound']:.2f}{error} |")
    return "\n".join(lines)


def noise(results: dict[str, Results]) -> str:
    """By how much a rung that was entered twice differs from itself."""
    lines = ["| machine | entered twice | difference |", "| --- | --- | --- |"]
    for where, found in results.items():
        lines += [f"| {where.upper()} | {name} | {value:+.1%} |" for name, value in found.get("noise", {}).items()]
    return "\n".join(lines)


def _operations(results: dict[str, Results], kind: str, name: str) -> str:
    """The operations of a rung's step, which hang on no machine; empty where they were not counted."""
    rows = [row for found in results.values() for row in found.get("ladder", {}).get(kind, ()) if row["name"] == name]
    return next((str(row["operations"]) for row in rows if "operations" in row), "")


def _timed(found: Results, section: str, kind: str, name: str, models: int = 1) -> str:
    """A row's median and quartiles for one model; "not measured" where there is no such row."""
    for row in found.get(section, {}).get(kind, ()):
        if row["name"] == name:
            t = row["timing"]
            places = 0 if t["median"] >= 100 * models else 1
            middle, low, high = (f"{t[key] / models:,.{places}f}" for key in ("median", "low", "high"))
            return f"{middle} ({low} to {high})"
    return NONE


TABLES = {
    "vae": lambda results: ladder(results, "vae"),
    "gan": lambda results: ladder(results, "gan"),
    "ensembles": ensembles,
    "agreement": agreement,
    "quality": quality,
    "noise": noise,
    "machines": machines,
}
