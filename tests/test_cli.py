"""The command line, with an engine of our own in the judge's place."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import click
import pytest
from click.testing import CliRunner, Result

import hw3verify
from hw3verify.cli import cli
from hw3verify.cli.files import judge_files, usual_jobs
from hw3verify.cli.progress import Waiting
from hw3verify.judge.record import LinkVerdict, Rechecked, Report, Shown

TRUE = LinkVerdict("", "1", 0, "=", "a", "a", "proved", proof=[])
FALSE = replace(
    TRUE, verdict="refuted", proof=None, counterexample={"statement": "a is not b"}, because="differs", line=3
)


def judge(source, assignment, hints=False):
    """A document is what it says: `false`, `crash`, `die`, anything else is true."""
    if "crash" in source.text:
        raise ZeroDivisionError("in the engine")
    if "die" in source.text:
        os._exit(9)
    name = None if assignment is None else assignment.id
    link = FALSE if "false" in source.text else TRUE
    return Report(source.name, name, (link,), (), 0.01, ({"equation": "1", "link": 0},))


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fake engine in place of the judge."""
    modules = {
        "judge": {"judge_source": judge},
        "show": {"show_source": lambda source, assignment: [Shown("", "1", source.text.strip(), ("a", "b"), ("=",))]},
        "recheck": {
            "recheck": lambda source, kept, assignment: [
                Rechecked(c["equation"], c["link"], "proved", "false" not in source.text) for c in kept
            ]
        },
    }
    for name, contents in modules.items():
        module = ModuleType(f"hw3verify.judge.{name}")
        module.__dict__.update(contents)
        monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setattr("hw3verify.judge." + name, module, raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with documents of every fate."""
    for name in ("true", "false", "crash", "die"):
        (tmp_path / f"{name}.md").write_text(f"$$ {name} $$\n")
    (tmp_path / "empty.md").write_text("")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments), standalone_mode=False)


@pytest.mark.usefixtures("engine", "folder")
class TestCheck:
    """`hw3verify check`."""

    @pytest.mark.parametrize(
        ("files", "status"),
        [
            (["true.md"], 0),
            (["false.md"], 1),
            (["true.md", "false.md"], 1),
            (["none.md"], 2),
            (["empty.md", "false.md"], 2),
            (["crash.md", "true.md"], 2),
        ],
    )
    def test_exit_status(self, files: list[str], status: int) -> None:
        """0 nothing refuted, 1 something refuted, 2 something unusable, whatever else there is."""
        assert run("check", *files).return_value == status

    def test_json_is_one_line_a_file_under_its_given_name(self) -> None:
        """Each file gives one object, in the order of the arguments, an unusable one its error."""
        files = ["false.md", "none.md", "./true.md", "crash.md"]
        rows = [json.loads(line) for line in run("check", "--json", "-j", "1", *files).stdout.splitlines()]
        assert [row["file"] for row in rows] == files
        assert ["error" in row for row in rows] == [False, True, False, True]
        assert rows[0]["links"][0]["verdict"] == "refuted"
        assert "ZeroDivisionError" in rows[3]["error"]

    def test_trouble_is_told_on_standard_error(self) -> None:
        """A missing file is named on standard error and the other file is judged on standard output."""
        done = run("check", "none.md", "true.md")
        assert done.stderr.startswith("none.md")
        assert done.stderr.count("none.md") == 1
        assert "Traceback" not in done.stderr
        assert "(1)#0" in done.stdout

    def test_quiet_prints_complaints_only(self) -> None:
        """Quiet prints a line for each refuted link and nothing for a document without any."""
        assert run("check", "-q", "true.md").stdout == ""
        assert run("check", "-q", "false.md").stdout == "false.md:3:0: (1)#0 refuted: differs\n"

    def test_text_is_plain_without_a_terminal(self) -> None:
        """No escape sequences where standard output is no terminal."""
        assert "\x1b" not in run("check", "false.md").stdout

    def test_colour_can_be_forced(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """FORCE_COLOR=1 gives escape sequences anywhere."""
        monkeypatch.setenv("FORCE_COLOR", "1")
        assert "\x1b" in run("check", "false.md").stdout

    def test_assignment_is_handed_on(self) -> None:
        """The engine gets the assignment that the option names."""
        assert json.loads(run("check", "--json", "true.md", "-a", "hw3").stdout)["assignment"] == "hw3"
        assert json.loads(run("check", "--json", "true.md").stdout)["assignment"] is None

    def test_unknown_assignment(self) -> None:
        """An assignment that does not exist stops the command with a message."""
        with pytest.raises(click.ClickException, match="shipped are hw3"):
            cli.main(["check", "true.md", "-a", "hw9"], standalone_mode=False)

    def test_example_is_shipped_with_its_assignment(self) -> None:
        """The word `example` is the shipped submission, checked against hw3."""
        row = json.loads(run("check", "--json", "example").stdout)
        assert (row["file"], row["assignment"]) == ("example", "hw3")

    def test_file_of_that_name_comes_first(self, folder: Path) -> None:
        """A file named `example` is judged itself."""
        (folder / "example").write_text("$$ false $$")
        row = json.loads(run("check", "--json", "example").stdout)
        assert (row["assignment"], row["links"][0]["verdict"]) == (None, "refuted")

    def test_web_page_is_written(self, folder: Path) -> None:
        """`--html` writes the page of one file, and the exit status is that of the verdicts."""
        assert run("check", "-q", "false.md", "--html", "out.html").return_value == 1
        assert (folder / "out.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")

    def test_format_is_written(self, folder: Path) -> None:
        """`--format NAME --out FILE` writes all files in one table, the one that cannot be used among them."""
        done = run("check", "-q", "true.md", "none.md", "--format", "gradebook", "--out", "grades.csv")
        assert done.return_value == 2
        rows = (folder / "grades.csv").read_text(encoding="utf-8").splitlines()
        assert [row.split(",")[0] for row in rows] == ["student", "true", "none"]
        assert "no such file" in rows[2]

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            (["--format", "junit"], "go together"),
            (["--out", "a.xml"], "go together"),
            (["--html", "no/where.html"], "cannot be written"),
            (["--format", "gradescope", "--out", "a.json"], "has no points"),
            (["--format", "xls", "--out", "a.xls"], "is not one of"),
        ],
    )
    def test_format_that_cannot_be_written(self, options: list[str], message: str) -> None:
        """A format without a file, a file without a folder, points without an assignment: each has its message."""
        with pytest.raises(click.ClickException) as problem:
            cli.main(["check", "-q", "true.md", *options], standalone_mode=False)
        assert message in problem.value.format_message()

    def test_page_is_for_one_file(self) -> None:
        """`--html` refuses two files with a message."""
        with pytest.raises(click.ClickException, match="one submission, not for 2"):
            cli.main(["check", "-q", "true.md", "false.md", "--html", "out.html"], standalone_mode=False)

    def test_certificates_are_kept_and_rechecked(self) -> None:
        """What `check --certificates` writes, `recheck` accepts, and rejects when the document has changed."""
        run("check", "true.md", "false.md", "--certificates", "kept.json")
        assert run("recheck", "true.md", "kept.json").return_value == 0
        done = run("recheck", "false.md", "kept.json")
        assert done.return_value == 1
        assert "1 certificate: 0 accepted, 1 rejected" in done.stdout

    def test_certificates_that_cannot_be_written(self) -> None:
        """A path in a folder that does not exist gives a message."""
        with pytest.raises(click.ClickException, match="cannot be written"):
            cli.main(["check", "true.md", "--certificates", "no/where.json"], standalone_mode=False)

    @pytest.mark.parametrize(
        "text", ["", "[]", "{}", '{"format": "hw3verify certificates 1", "files": [3]}', "[" * 100_000]
    )
    def test_certificates_that_are_none(self, folder: Path, text: str) -> None:
        """A file that holds no certificates is refused with the command that writes one."""
        (folder / "kept.json").write_text(text)
        with pytest.raises(click.ClickException, match="write it with: hw3verify check --certificates"):
            cli.main(["recheck", "true.md", "kept.json"], standalone_mode=False)

    def test_show(self) -> None:
        """`show` prints what was written and how it was read, or the rows as JSON."""
        assert "$$ true $$" in run("show", "true.md").stdout
        row = json.loads(run("show", "--json", "true.md").stdout)
        assert row["displays"][0]["sides"] == ["a", "b"]
        assert run("show", "none.md", "true.md").return_value == 2


@pytest.mark.usefixtures("engine", "folder")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
class TestManyFiles:
    """Several files at once."""

    @pytest.fixture(autouse=True)
    def copies(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The processes are copies of this one, because only it has the fake engine (tests may have more threads)."""
        monkeypatch.setattr("hw3verify.cli.files._start_method", lambda: "fork")

    def test_order_is_kept(self) -> None:
        """Outcomes come in the order of the files, from however many processes."""
        files = ["true.md", "false.md", "none.md", "true.md", "false.md"]
        verdicts = [o.report and len(o.report.refuted) for o in judge_files(files, None, jobs=2)]
        assert verdicts == [0, 1, None, 0, 1]

    def test_process_that_dies_costs_its_own_file_only(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A process that the system ends is the outcome of one file; the others are judged."""
        monkeypatch.setattr("hw3verify.cli.files._RETRY", "fork")
        outcomes = list(judge_files(["true.md", "die.md", "false.md"], None, jobs=2))
        assert [o.report is None for o in outcomes] == [False, True, False]
        assert "ended" in outcomes[1].error

    def test_usual_number_of_processes(self) -> None:
        """Up to three files share one process; more get one a core at most."""
        assert [usual_jobs(n) for n in (1, 2, 3)] == [1, 1, 1]
        assert 1 <= usual_jobs(4) <= 4
        assert usual_jobs(10_000) <= (os.cpu_count() or 1)


class TestMistakes:
    """Mistakes on the command line."""

    @pytest.mark.parametrize(("typed", "meant"), [("chek", "check"), ("shw", "show"), ("re-check", "recheck")])
    def test_misspelt_command(self, typed: str, meant: str) -> None:
        """A misspelt command is answered with the one that was meant, and status 2."""
        done = CliRunner().invoke(cli, [typed])
        assert done.exit_code == 2
        assert f"Did you mean '{meant}'?" in done.stderr

    def test_file_instead_of_command(self, tmp_path: Path) -> None:
        """A file where the command belongs is answered with the right line."""
        path = tmp_path / "notes.md"
        path.write_text("x")
        assert f"hw3verify check {path}" in CliRunner().invoke(cli, [str(path)]).stderr

    def test_help_of_groups_says_where_to_begin(self) -> None:
        """The help of the program and of `lab` ends with a command to begin with."""
        for arguments in ([], ["lab"]):
            shown = CliRunner().invoke(cli, [*arguments, "--help"]).stdout
            assert " ".join(["Begin with:  hw3verify", *arguments]) in shown

    def test_help_has_examples(self) -> None:
        """The help of each command shows how it is called."""
        for command in ("check", "show", "recheck"):
            assert f"hw3verify {command} " in CliRunner().invoke(cli, [command, "--help"]).stdout

    def test_version(self) -> None:
        """`--version` prints the name and the version of the package."""
        done = CliRunner().invoke(cli, ["--version"], prog_name="hw3verify")
        assert done.stdout == f"hw3verify {hw3verify.__version__}\n"


def program(*arguments: str, **options) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "hw3verify", *arguments], capture_output=True, timeout=60, **options)


def test_module_is_the_command(tmp_path: Path) -> None:
    """`python -m hw3verify` runs the command, with exit status 2 and no traceback for unusable input."""
    assert program("--version", text=True).stdout == f"hw3verify {hw3verify.__version__}\n"
    done = program("check", str(tmp_path / "none.md"), text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert "none.md" in done.stderr
    assert "Traceback" not in done.stderr


def test_reader_of_the_pipe_may_leave() -> None:
    """When the reader of our output is gone, the program ends without a traceback."""
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "hw3verify", "check", "--help"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, timeout=60)
    os.close(write)
    assert done.returncode == 141
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_nobody_reads_errors_either() -> None:
    """With both streams in a pipe that nobody reads (`2>&1 | head`), a complaint ends with the status of a pipe."""
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([sys.executable, "-m", "hw3verify", "chek"], stdout=write, stderr=write, timeout=60)
    os.close(write)
    assert done.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_full_disk_is_one_line() -> None:
    """Where the output cannot be written because the disk is full, one line says so, and the status is 2."""
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "hw3verify", "check", "--help"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "No space left on device" in done.stderr


def test_bar_appears_late_and_leaves(capsys: pytest.CaptureFixture) -> None:
    """Without a terminal there is no bar; with one, none within the delay; and printing is possible meanwhile."""
    with Waiting(2) as waiting, waiting.paused():
        assert not waiting.enabled
    with Waiting(2, enabled=True, delay=60) as waiting, waiting.paused():
        print("meanwhile")
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("meanwhile\n", "")


def test_bar_runs_and_is_taken_away() -> None:
    """A bar whose time has come counts the files and stops with the work."""
    with Waiting(3, enabled=True, delay=0) as waiting:
        timer = waiting._timer
        assert timer is not None
        timer.join(20)
        assert waiting._bar is not None
        for _ in range(3):
            with waiting.paused():
                assert not waiting._bar.live.is_started
        assert waiting.done == 3
    assert not waiting._bar.live.is_started
