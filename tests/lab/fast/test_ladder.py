"""The rungs: each computes the losses of L1 from the same start, and a machine without CUDA says what it leaves out."""

import pytest

torch = pytest.importorskip("torch")

from hw3verify.lab.fast.equivalence import agree  # noqa: E402
from hw3verify.lab.fast.ladder import RUNGS, STACKED, build, exact, present  # noqa: E402

ON_CPU = [rung for rung in RUNGS if not rung.compiled and not rung.graph]
COMPILED = [rung for rung in (*RUNGS, *STACKED) if rung.compiled and not rung.tf32]
needs_cuda = pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU here")


@pytest.mark.parametrize("kind", ["vae", "gan"])
@pytest.mark.parametrize("rung", ON_CPU, ids=lambda rung: rung.name)
def test_rungs_agree(problem, kind, rung):
    """In float64 a rung's losses over three epochs are those of L1 to 1e-10; the loop with a data loader included."""
    found = agree(rung, problem(kind), "cpu", torch.float64, steps=15, seeds=2, workers=0)
    assert found.passed and found.steps == 15 and len(found.worst) == 2


@pytest.mark.parametrize("kind", ["vae", "gan"])
def test_members_agree(problem, kind):
    """Each member of an ensemble of three has the losses of L1 with its own seed and noise, in float64 and float32."""
    for dtype in (torch.float64, torch.float32):
        assert agree(STACKED[0], problem(kind), "cpu", dtype, members=3, steps=10).passed


# the tracer looks at the gradient of a tensor that has none, and hides the warning only where warnings are no errors
@pytest.mark.filterwarnings("ignore:The .grad attribute of a Tensor:UserWarning")
@pytest.mark.parametrize("rung", COMPILED, ids=lambda rung: rung.name)
@pytest.mark.parametrize("kind", ["vae", "gan"])
def test_traced_rungs_agree(problem, kind, rung):
    """What the compiler traces, whole and without a break, computes the same; its code generator is left out here."""
    members = 2 if rung.level == "L5" else None
    found = agree(rung, problem(kind), "cpu", torch.float64, members, steps=6, seeds=1, backend="aot_eager")
    assert found.passed


def test_both_readings_agree(problem):
    """The lean form knows the decoder with three layers too."""
    assert agree(RUNGS[3], problem("vae", "B"), "cpu", torch.float64, steps=10, seeds=1).passed


def test_without_cuda_graphs_and_compilation_are_left_out():
    """On a CPU the loops L0 to L2 remain and one line names the rest; on CUDA nothing is left out."""
    kept, lines = present(RUNGS, "cpu")
    assert [rung.level for rung in kept] == ["L0", "L1", "L2"]
    assert len(lines) == 1 and lines[0].startswith("no GPU: graphs and compile skipped (")
    assert "compiled graph" in lines[0]
    assert [rung.name for rung in present(STACKED, "cpu")[0]] == ["ensemble"]
    assert present(RUNGS, "cuda") == (RUNGS, ())


def test_precision_is_put_back():
    """Inside `exact` products are in full or in TF32 as asked for, and afterwards as they were."""
    before = torch.backends.cuda.matmul.allow_tf32, torch.backends.cudnn.allow_tf32
    with exact(True):
        assert torch.backends.cuda.matmul.allow_tf32 and torch.backends.cudnn.allow_tf32
        with exact():
            assert not torch.backends.cuda.matmul.allow_tf32 and not torch.backends.cudnn.allow_tf32
    assert (torch.backends.cuda.matmul.allow_tf32, torch.backends.cudnn.allow_tf32) == before


def test_members_belong_to_ensembles(problem):
    """A number of members for one model, or none for an ensemble, is refused."""
    with pytest.raises(ValueError, match="members"):
        build(RUNGS[3], problem("vae"), members=2)
    with pytest.raises(ValueError, match="members"):
        build(STACKED[0], problem("vae"))


@needs_cuda
@pytest.mark.parametrize("kind", ["vae", "gan"])
@pytest.mark.parametrize("rung", [r for r in (*RUNGS, *STACKED) if not r.tf32], ids=lambda rung: rung.name)
def test_all_rungs_agree_on_a_gpu(problem, kind, rung):
    """Graphs and compiled graphs included: 1e-10 in float64 on a GPU."""
    members = 3 if rung.level == "L5" else None
    assert agree(rung, problem(kind), "cuda", torch.float64, members, steps=30, seeds=1, workers=0).passed
