"""The examples in the documentation: every one is run, and what stands there is what comes out.

A page is read from top to bottom, in an empty folder that holds the shipped example as `submission.md`:

    ```markdown file=NAME     is written to NAME, which may begin with a folder
    ```markdown submission    is judged; the table of verdicts below it must agree (`assignment=NAME` is possible)
    ```console                commands behind `$ `, run in this process, with their output; `...` stands for anything
    ```python                 a doctest where it has `>>>`, else a script that must run
    ```json                   part of the JSON that the last `--json` command printed
    ```text                   commentary: figures and grammars

Spaces count as one space in outputs, so that the layout of a report may change. Nothing else is allowed, so that no
example escapes. Shell lines for installing (`sh`) stand in README and CONTRIBUTING only; `.ci/run` runs README's.
"""

import doctest
import io
import json
import re
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import hw3verify
from hw3verify.cli import main
from hw3verify.judge.record import VERDICTS

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").glob("*.md"))
FENCE = re.compile(r"^(?P<fence>`{3,})(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=fence)[ \t]*$", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\|\s*\((?P<equation>[^()]+)\)(?:#(?P<link>\d+))?\s*\|\s*(?P<verdict>[a-z ]+?)\s*\|", re.MULTILINE)
KINDS = {"markdown", "console", "python", "json", "text"}


@dataclass
class Block:
    """A fenced block: its language, its attributes, its text, and the prose up to the next one."""

    language: str
    attributes: list[str]
    body: str
    line: int
    below: str

    def attribute(self, name: str) -> str:
        return next((a.partition("=")[2] for a in self.attributes if a.startswith(name + "=")), "")


@dataclass
class Session:
    """What the page has done so far."""

    folder: Path
    printed: str = ""
    names: dict = field(default_factory=dict)


def blocks(text: str) -> list[Block]:
    found = list(FENCE.finditer(text))
    ends = [*(m.start() for m in found[1:]), len(text)][: len(found)]
    return [
        Block(m["info"].split()[0] if m["info"].split() else "", m["info"].split()[1:], m["body"],
              text.count("\n", 0, m.start()) + 1, text[m.end() : end])
        for m, end in zip(found, ends, strict=True)
    ]  # fmt: skip


def verdicts_of(block: Block) -> dict[tuple[str, int], set[str]]:
    """The table below a submission: (equation, link) -> the verdicts that it allows."""
    rows = {}
    for row in ROW.finditer(block.below):
        allowed = set(row["verdict"].split(" or "))
        assert allowed <= set(VERDICTS), f"line {block.line}: {row['verdict']} is no verdict"
        rows[row["equation"], int(row["link"] or 0)] = allowed
    return rows


def judge(block: Block, session: Session) -> None:
    rows = verdicts_of(block)
    assert rows, f"line {block.line}: a submission without a table of verdicts"
    report = hw3verify.check(block.body, assignment=block.attribute("assignment") or None)
    said = {(link.equation, link.link): link for link in report.links}
    assert said.keys() == rows.keys(), f"line {block.line}: the table's links are not those of the submission"
    for key, allowed in rows.items():
        link = said[key]
        assert link.verdict in allowed, f"line {block.line}, ({key[0]})#{key[1]}: {link.verdict}, {link.because}"


def command(line: str, session: Session) -> str:
    """What `hw3verify ...` prints, and `status N` as the last line where the status is not 0."""
    words = line.split()
    assert words[0] == "hw3verify", f"only hw3verify is run: {line}"
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", words)
        patch.setenv("COLUMNS", "100")
        patch.delenv("FORCE_COLOR", raising=False)
        with pytest.raises(SystemExit) as left:
            main()
    session.printed = out.getvalue()
    return out.getvalue() + err.getvalue() + (f"status {left.value.code}\n" if left.value.code else "")


def agrees(wanted: str, got: str) -> bool:
    """Is this the output, where `...` may be anything and spaces count as one?"""
    pieces = [re.escape(piece.strip()) for piece in " ".join(wanted.split()).split("...")]
    return re.fullmatch(r"\s*.*\s*".join(pieces), " ".join(got.split())) is not None


def console(block: Block, session: Session) -> None:
    for part in re.split(r"^\$ ", block.body, flags=re.MULTILINE)[1:]:
        line, _, wanted = part.partition("\n")
        got = command(line, session)
        assert agrees(wanted, got), f"line {block.line}: {line}\nprinted\n{got}\nand the page says\n{wanted}"


def python(block: Block, session: Session) -> None:
    if ">>>" not in block.body:
        done = subprocess.run(
            [sys.executable, "-c", block.body], cwd=session.folder, capture_output=True, text=True, encoding="utf-8"
        )
        assert done.returncode == 0, done.stderr
        return
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    test = doctest.DocTestParser().get_doctest(block.body, session.names, "page", None, block.line)
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=flags)
    runner.run(test, out=said.append, clear_globs=False)
    session.names = test.globs
    assert runner.summarize(verbose=False).failed == 0, "".join(said)


def contained(part: object, whole: object) -> bool:
    """Does the JSON value hold the part? A string "..." is anything, and a list may go on."""
    if part == "...":
        return True
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(k in whole and contained(v, whole[k]) for k, v in part.items())
    if isinstance(part, list):
        return isinstance(whole, list) and len(part) <= len(whole) and all(map(contained, part, whole))
    return part == whole


def run(block: Block, session: Session) -> None:
    if block.language == "markdown":
        name = block.attribute("file")
        if name:
            place = session.folder / name
            assert place.resolve().is_relative_to(session.folder.resolve()), f"line {block.line}: {name} lies elsewhere"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(block.body, encoding="utf-8")
        if "submission" in block.attributes:
            judge(block, session)
        assert name or "submission" in block.attributes, f"line {block.line}: neither a file nor a submission"
    elif block.language == "console":
        console(block, session)
    elif block.language == "python":
        python(block, session)
    elif block.language == "json":
        assert contained(json.loads(block.body), json.loads(session.printed)), f"line {block.line}: not in the JSON"


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    """A folder with the shipped example as `submission.md`."""
    example = ROOT / "hw3verify" / "examples" / "submission.md"
    (tmp_path / "submission.md").write_text(example.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return Session(tmp_path)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_examples_are_true(page: Path, session: Session) -> None:
    """Every example of the page gives what the page says."""
    for block in blocks(page.read_text(encoding="utf-8")):
        assert block.language in KINDS, f"line {block.line}: a block in {block.language or 'no language'} is not run"
        run(block, session)


def test_the_script_in_readme_runs(session: Session) -> None:
    """README's Python example runs where submission.md is the shipped example."""
    scripts = [b for b in blocks((ROOT / "README.md").read_text(encoding="utf-8")) if b.language == "python"]
    assert scripts
    for block in scripts:
        python(block, session)


def test_a_wrong_table_is_noticed(session: Session) -> None:
    """A page that calls a refuted link proved fails, and so does one that leaves a link out."""
    submission = "```markdown submission\n$$\\log p(x) = p(x) \\tag{1}$$\n```\n\n| link | verdict |\n| --- | --- |\n"
    run(blocks(submission + "| (1) | refuted |\n")[0], session)
    for table in ("| (1) | proved |\n", "| (2) | refuted |\n", ""):
        with pytest.raises(AssertionError):
            run(blocks(submission + table)[0], session)


def test_a_wrong_transcript_is_noticed(session: Session) -> None:
    """A transcript that the program does not print fails; dots stand for what is left out."""
    page = "```console\n$ hw3verify --version\n{}\n```\n"
    run(blocks(page.format(f"hw3verify {hw3verify.__version__}"))[0], session)
    run(blocks(page.format("hw3verify ..."))[0], session)
    with pytest.raises(AssertionError):
        run(blocks(page.format("hw3verify 7"))[0], session)
