import pytest


@pytest.fixture(autouse=True)
def one_thread():
    """The tests run beside each other: each keeps to one thread, which small networks do not miss."""
    torch = pytest.importorskip("torch")
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def problem():
    """A small problem of either kind: images of 8 x 8, batches of 8, five to an epoch."""
    torch = pytest.importorskip("torch")
    from hw3verify.lab.fast.problem import Problem

    def made(kind, reading="A"):
        drawn = torch.rand(43, 64, generator=torch.Generator().manual_seed(1))
        images = (drawn < 0.3).float() if kind == "vae" else drawn
        return Problem(kind, images, 8, 8, 1e-3 if kind == "vae" else 2e-4, reading, hidden=20)

    return made
