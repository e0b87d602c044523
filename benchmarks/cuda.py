"""How fast do the homework's two trainings become, rung by rung, and is each rung right?

    python benchmarks/cuda.py [--out FILE] [--device auto] [--seconds 520] [--only ladder,ensembles] [--data DIR]
    python benchmarks/cuda.py --page docs/ladder.md

The first runs everything in one call of under nine minutes: the two ceilings of the machine, the equivalence run of
every rung, the ladder for VAE and GAN, ensembles of M = 1 ... 512, the final bound of every rung, and all confirmations
at 256 seeds. Every section has its share of the seconds; what does not fit is said to be missing. The JSON is written
anew after every row, so that a run that is cut short leaves what it had. A short table comes last. On a CPU it runs
small, and says what it skips. The second writes the committed results (`benchmarks/results`) into the page's tables.

A rung that fails its equivalence run is not timed."""

from __future__ import annotations

import argparse
import gc
import json
import math
import signal
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from hw3verify.lab.data.images import Images, bits, greys
from hw3verify.lab.data.source import load
from hw3verify.lab.fast import table
from hw3verify.lab.fast.ceilings import ceilings, facts
from hw3verify.lab.fast.counting import adam_bytes, arithmetic, kernels, operations
from hw3verify.lab.fast.equivalence import compare, scripts
from hw3verify.lab.fast.ladder import RUNGS, STACKED, Rung, build, exact, present, recorded, start
from hw3verify.lab.fast.lean import vae_loss
from hw3verify.lab.fast.problem import Problem, homework
from hw3verify.lab.fast.timing import timed

RESULTS = Path(__file__).parent / "results"
SHARES = {"ceilings": 0.04, "ladder": 0.42, "ensembles": 0.22, "quality": 0.12, "confirmations": 0.20}
SEEDS = 256
KINDS = ("vae", "gan")


class OutOfTime(BaseException):
    """A section has used up its share. No Exception, so that nothing on the way takes it for an error of its own."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Inside, OutOfTime is raised after so many seconds, between two Python instructions."""

    def stop(_signal: int, _frame: Any) -> None:
        raise OutOfTime

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class Bench:
    """One run: where, how large, and what was found so far."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        chosen = arguments.device
        self.device = ("cuda" if torch.cuda.is_available() else "cpu") if chosen == "auto" else chosen
        self.small = self.device == "cpu"
        self.workers = 0 if self.small else 1
        self.out = Path(arguments.out)
        self.begin, self.seconds, self.data = time.monotonic(), arguments.seconds, arguments.data
        self.found: dict[str, Any] = {"facts": facts(self.device, 0), "small": self.small, "missing": []}
        self.steps, self.seeds, self.least = (20, 1, 0.1) if self.small else (200, 3, 0.5)
        if self.small:
            torch.set_num_threads(1)

    def write(self) -> None:
        """The JSON as it is now, in the place of the last one."""
        self.found["seconds"] = round(time.monotonic() - self.begin, 1)
        self.out.parent.mkdir(parents=True, exist_ok=True)
        part = self.out.with_suffix(".part")
        part.write_text(json.dumps(self.found, indent=1) + "\n", encoding="utf-8")
        part.replace(self.out)

    def missing(self, what: str) -> None:
        """Say what is not there, and why."""
        self.found["missing"].append(what)
        print("missing:", what, flush=True)
        self.write()

    def section(self, name: str, run: Callable[[float], None]) -> None:
        """Run a section for its share of the seconds, and what earlier ones have left over."""
        names = list(SHARES)
        until = self.begin + self.seconds * sum(SHARES[n] for n in names[: names.index(name) + 1])
        print(f"-- {name}, until {until - self.begin:.0f} s, now {time.monotonic() - self.begin:.0f} s", flush=True)
        try:
            with at_most(until - time.monotonic()):
                self.attempt(name, lambda: run(until))
        except OutOfTime:
            self.missing(f"{name}: what comes after was out of time")
        self.clean()

    def clean(self) -> None:
        """Give back the memory of loops that are gone, and write."""
        gc.collect()
        if self.device == "cuda":
            torch.cuda.empty_cache()
        self.write()

    def problem(self, kind: str) -> Problem:
        """The homework's problem; without its images, on a GPU digits of its size, on a CPU digits as they are."""
        split = load(kind, self.data)
        self.found.setdefault("data", {})[kind] = split.said
        if split.train.side != 28 and not self.small:
            self.found["data"][kind] += "; each pixel three times as wide and high, in a frame of 28"
        images = self.tensor(kind, split.train)
        return homework(kind, images, math.isqrt(images.shape[1]))

    def tensor(self, kind: str, images: Images) -> torch.Tensor:
        """Bits for the VAE, greys for the GAN, as rows; on a GPU in the homework's size."""
        rows = torch.from_numpy((bits if kind == "vae" else greys)(images))
        return rows if images.side == 28 or self.small else enlarged(rows, images.side)

    def attempt(self, what: str, run: Callable[[], Any]) -> Any:
        """What the function returns; None, and a line among the missing, where it fails."""
        try:
            return run()
        except Exception as problem:  # noqa: BLE001 - one rung that fails must not take the others' numbers with it
            self.missing(f"{what}: {type(problem).__name__}: {str(problem).strip().splitlines()[0][:200]}")
            return None


def enlarged(images: torch.Tensor, side: int) -> torch.Tensor:
    """Images of 8 x 8 as images of 28 x 28: the homework's size where its images are absent."""
    square = images.reshape(-1, 1, side, side)
    big = torch.nn.functional.interpolate(square, scale_factor=24 // side, mode="nearest")
    return torch.nn.functional.pad(big, (2, 2, 2, 2)).reshape(len(images), -1)


def ready(bench: Bench, rung: Rung, problem: Problem, members: int | None = None) -> Any:
    """A loop that has passed its equivalence run, with noise of its own from now on; None where it has not.

    float64 first, in a loop that is thrown away; then float32 in the loop that is timed. Of stacks only the one of 8 is
    run in float64, and large ones for fewer steps: their noise alone would fill the memory."""
    name = rung.name if members is None else f"{rung.name}, M = {members}"
    row: dict[str, Any] = {"rung": rung.name, "members": members, "agreement": {}}
    steps = bench.steps if members is None or members <= 8 else 20
    passed = True
    for dtype in (torch.float64, torch.float32):
        if dtype == torch.float64 and (rung.tf32 or members not in (None, 8)):
            continue
        if bench.device == "cuda":
            torch.cuda.reset_peak_memory_stats()
            before = torch.cuda.memory_allocated()
        begin = time.perf_counter()
        with exact(rung.tf32):
            script = scripts(problem, steps, 0, dtype, members)
            loop = build(rung, problem, bench.device, dtype, 0, members, script, steps, workers=bench.workers)
            loop.run(1)
        row["seconds to build"] = round(time.perf_counter() - begin, 3)
        if bench.device == "cuda":
            row["peak bytes"] = torch.cuda.max_memory_allocated() - before
        found = compare(loop, rung, problem, bench.device, dtype, members, steps, bench.seeds)
        row["agreement"][found.dtype] = {"worst": found.worst, "steps": found.steps, "passed": found.passed}
        passed = passed and (found.passed or rung.tf32)
    if not passed:
        bench.missing(f"{problem.kind}, {name}: not equal to L1, so not timed ({row['agreement']})")
        return None
    if rung.level == "L0":
        loop = build(rung, problem, bench.device, torch.float32, workers=bench.workers)
    else:
        loop.play(None)
        recorded(rung, loop)
    return loop, row


def costs(bench: Bench, rung: Rung, loop: Any, row: dict[str, Any]) -> None:
    """Operations, kernels, arithmetic and Adam's bytes of one step."""
    if rung.level == "L0":
        return
    if not rung.compiled:
        row["operations"], row["flops"] = operations(loop.step), arithmetic(loop.step)
    row["kernels"] = bench.attempt(f"kernels of {rung.name}", lambda: kernels(loop.advance))
    row["adam bytes"] = adam_bytes([value for own in loop.stepper.parameters() for value in own.values()])


Ready = tuple[str, Rung, Any, dict[str, Any]]


def measure(bench: Bench, section: str, kind: str, loops: list[Ready], until: float) -> None:
    """Time loops side by side, the first of them twice, and add their rows to those of a section."""
    runs = {name: _at_its_precision(rung, loop) for name, rung, loop, _ in loops}
    runs[f"{loops[0][0]}, again"] = runs[loops[0][0]]
    found = timed(runs, bench.device, least=bench.least, deadline=until)
    for name, rung, loop, row in loops:
        row |= {"level": rung.level, "name": name, "timing": asdict(found[name])}
        row["us a model-step"] = found[name].median / (row["members"] or 1)
        costs(bench, rung, loop, row)
        bench.found[section][kind].append(row)
        print(f"{name:40} {found[name].median:10.1f} us a step {row['us a model-step']:10.2f} a model", flush=True)
    first = loops[0][0]
    noise = found[f"{first}, again"].median / found[first].median - 1
    bench.found.setdefault("noise", {})[f"{kind} {first}"] = noise
    bench.write()


def _at_its_precision(rung: Rung, loop: Any) -> Callable[[int], None]:
    def run(steps: int) -> None:
        with exact(rung.tf32):
            loop.run(steps)

    return run


def ladder(bench: Bench, until: float) -> None:
    """All rungs for one model, VAE then GAN; slow rungs are timed beside fast ones."""
    kept, lines = present(RUNGS, bench.device)
    bench.found["skipped"] = list(lines)
    print(*lines, sep="\n", flush=True)
    bench.found["ladder"] = {kind: [] for kind in KINDS}
    for kind in KINDS:
        now = time.monotonic()
        share = now + (until - now) * (0.45 if kind == "vae" else 0.9)
        problem, loops = bench.problem(kind), []
        for rung in kept:
            # what is left after two thirds of the share is for the timing of what there is
            if time.monotonic() > now + 0.65 * (share - now) and loops:
                bench.missing(f"{kind}, {rung.name}: out of time")
                continue
            made = bench.attempt(f"{kind}, {rung.name}", lambda p=problem, r=rung: ready(bench, r, p))
            if made is not None:
                loops.append((rung.name, rung, *made))
        if loops:
            measure(bench, "ladder", kind, loops, share)


def ensembles(bench: Bench, until: float) -> None:
    """Stacked models, M by M, the cheap ones first; for each the plain stack and the compiled one."""
    kept, _ = present(STACKED, bench.device)
    bench.found["ensembles"] = {kind: [] for kind in KINDS}
    sizes = {"vae": (1, 8, 64), "gan": (1, 8)} if bench.small else dict.fromkeys(KINDS, (1, 8, 64, 256, 512))
    for kind in KINDS:
        share = time.monotonic() + (until - time.monotonic()) * (0.6 if kind == "vae" else 0.9)
        problem = bench.problem(kind)
        for members in sizes[kind]:
            loops = []
            for rung in kept:
                name = f"{rung.name}, M = {members}"
                if time.monotonic() > share - 15:
                    bench.missing(f"{kind}, {name}: out of time")
                    continue
                if rung.tf32 and members != 256:
                    continue
                made = bench.attempt(f"{kind}, {name}", lambda p=problem, r=rung, m=members: ready(bench, r, p, m))
                if made is not None:
                    loops.append((name, rung, *made))
            if loops:
                measure(bench, "ensembles", kind, loops, share)
            del loops
            bench.clean()


def quality(bench: Bench, until: float) -> None:
    """The VAE's bound on held-out images after the whole training, by rung and seed: no rung trains worse.

    The stack goes first: its members' spread is the error that a single run is held against."""
    problem = bench.problem("vae")
    held = bench.tensor("vae", load("vae", bench.data).held_out).to(bench.device)
    steps = 20_000 if not bench.small else 300
    rows = bench.found["quality"] = {"steps": steps, "rows": []}
    stack = next(r for r in STACKED if r.name == ("ensemble" if bench.small else "compiled ensemble"))
    singles = [r for r in present(RUNGS, bench.device)[0] if r.level != "L0" and r.name != "tuned compiled"]
    for rung, members, seeds in [(stack, 8 if bench.small else 64, 1), *((r, None, 2) for r in reversed(singles))]:

        def run(rung: Rung = rung, members: int | None = members, seeds: int = seeds) -> list[float]:
            loop = build(rung, problem, bench.device, torch.float32, 0, members)
            bounds: list[float] = []
            for seed in range(seeds):
                with exact(rung.tf32):
                    loop.stepper.load(start(problem, seed, members, bench.device, torch.float32))
                    loop.run(steps)
                bounds += held_out(loop.stepper.parameters()[0], held, members)
            return bounds

        if time.monotonic() > until:
            raise OutOfTime
        bounds = bench.attempt(f"quality of {rung.name}", run)
        if bounds:
            error = statistics.stdev(bounds) / math.sqrt(len(bounds)) if len(bounds) > 1 else None
            mean = statistics.fmean(bounds)
            rows["rows"].append({"rung": rung.name, "seeds": len(bounds), "bound": mean, "error": error})
            print(rows["rows"][-1], flush=True)
            bench.write()


def held_out(parameters: dict[str, torch.Tensor], images: torch.Tensor, members: int | None) -> list[float]:
    """The bound of each model on these images: the mean over 32 draws of noise, the same for all."""
    generator = torch.Generator(images.device).manual_seed(99)
    noises = [torch.randn(len(images), 2, generator=generator, device=images.device) for _ in range(32)]
    with torch.no_grad():
        bounds = []
        for index in range(members or 1):
            own = parameters if members is None else {name: value[index] for name, value in parameters.items()}
            bounds.append(-statistics.fmean(vae_loss(own, images, noise).item() for noise in noises))
    return bounds


def confirmations(bench: Bench, until: float) -> None:
    """Every confirmation of the theory, each with 256 seeds (8 on a CPU), in the registry's order."""
    from hw3verify.lab.claims import Run
    from hw3verify.lab.confirm import EXPERIMENTS, confirm

    rows = bench.found["confirmations"] = []
    seeds, setting = (SEEDS, "full") if not bench.small else (8, "tiny")
    for identifier in EXPERIMENTS:
        if time.monotonic() > until:
            raise OutOfTime
        asked = Run(seeds=seeds, device=bench.device, data=Path(bench.data) if bench.data else None)
        outcome = bench.attempt(identifier, lambda i=identifier, a=asked: confirm(i, setting, a))
        if outcome is not None:
            said = outcome.to_json()
            rows.append({key: said[key] for key in ("experiment", "title", "measurements", "seconds", "skipped")})
            verdicts = sorted({m["verdict"] for m in said["measurements"]})
            print(f"{identifier:4} {outcome.seconds:7.1f} s {', '.join(verdicts) or said['skipped']}", flush=True)
            bench.write()


def main() -> None:
    """Run the sections that are asked for, or write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", default="cuda.json", help="the JSON file to write")
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"))
    parser.add_argument("--seconds", type=float, default=520, help="for everything together")
    parser.add_argument("--only", default="", help="sections, with commas: " + ", ".join(SHARES))
    parser.add_argument("--data", help="a folder with MNIST's files")
    parser.add_argument("--page", help="write the committed results into this page and do nothing else")
    arguments = parser.parse_args()
    if arguments.page:
        page = Path(arguments.page)
        page.write_text(table.written(page.read_text(encoding="utf-8"), RESULTS), encoding="utf-8")
        return
    asked = [name for name in arguments.only.split(",") if name] or list(SHARES)
    if unknown := set(asked) - set(SHARES):
        parser.error(f"--only: there is no section {', '.join(sorted(unknown))}")
    bench = Bench(arguments)
    sections: dict[str, Callable[[float], None]] = {
        "ceilings": lambda _: bench.found.update(ceilings=ceilings(bench.device, bench.small)),
        "ladder": lambda until: ladder(bench, until),
        "ensembles": lambda until: ensembles(bench, until),
        "quality": lambda until: quality(bench, until),
        "confirmations": lambda until: confirmations(bench, until),
    }
    for name in asked:
        bench.section(name, sections[name])
    bench.write()
    print(table.short(bench.found))


if __name__ == "__main__":
    main()
