"""Rung L3: a step that is recorded once as a CUDA graph and then replayed by one call.

What can go wrong, and what is done about it:

* The step must have run before it is recorded (libraries choose algorithms, memory is reserved), on a stream beside the
  usual one. That trains: all tensors that a step changes and the generator's state are copied before and put back
  after.
* Noise must be fresh in each replay: the feed's own generator is registered with the graph, which then moves its
  offset on with every replay. Put back to a state, it gives the same sequence again.
* Nothing may pass between host and device, and shapes are fixed: the feed picks batches on the device and drops partial
  ones, and constants are made there beforehand.
* Gradients must not pile up in what was there before: steppers take gradients as values, so nothing is accumulated.
* A graph holds on to the tensors of its recording. One graph serves one loop: one model, batch size and ensemble.

The recording itself stands behind a `Recorder`, so that what surrounds it is tested on machines without CUDA."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import torch

from hw3verify.lab.fast.loop import Loop

Tensor = Any
WARM_UP = 3


class Recorder(Protocol):
    """How steps are run before a recording, and how one is recorded."""

    def warm(self, step: Callable[[], None], times: int) -> None:
        """Run the step so often, beside the usual stream, and wait for it."""
        ...

    def record(self, step: Callable[[], None], generator: torch.Generator) -> Callable[[], None]:
        """The step as something to replay, without running it; the generator draws anew in each replay."""
        ...


class Cuda:
    """The recorder of CUDA graphs."""

    def warm(self, step: Callable[[], None], times: int) -> None:
        """Run the step so often on a stream of its own, and wait for it."""
        stream = torch.cuda.Stream()
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream):
            for _ in range(times):
                step()
        torch.cuda.current_stream().wait_stream(stream)
        torch.cuda.synchronize()

    def record(self, step: Callable[[], None], generator: torch.Generator) -> Callable[[], None]:
        """The replay of a graph of the step."""
        graph = torch.cuda.CUDAGraph()
        graph.register_generator_state(generator)
        # other threads may use CUDA meanwhile, as a data loader's does that pins memory
        with torch.cuda.graph(graph, capture_error_mode="thread_local"):
            step()
        replay: Callable[[], None] = graph.replay
        return replay


def capture(loop: Loop, recorder: Recorder | None = None) -> None:
    """Make a loop's `advance` the replay of its step; parameters, moments, counter, log and generator are as before."""
    recorder = recorder or Cuda()
    tensors, state = loop.tensors(), loop.feed.generator.get_state()
    kept = [tensor.detach().clone() for tensor in tensors]
    recorder.warm(loop.step, WARM_UP)
    restore(tensors, kept)
    loop.feed.generator.set_state(state)
    loop.advance = recorder.record(loop.step, loop.feed.generator)
    loop.feed.generator.set_state(state)


def restore(tensors: Sequence[Tensor], kept: Sequence[Tensor]) -> None:
    """Write the values that were kept over the present ones, in place."""
    with torch.no_grad():
        for tensor, value in zip(tensors, kept, strict=True):
            tensor.copy_(value)
