"""A linear recurrence with one decay a channel: step by step, by a parallel scan, and as a convolution."""

import pytest

from gpu.measure import Technique
from gpu.place import sizes
from gpu.references import BOUNDS
from gpu.work import Work

LOADS = sizes(card=((8, 1024), (8, 8192), (1, 8192), (1, 65536)), tiny=((1, 80),))
CHANNELS = sizes(card=(1024,), tiny=(4,))[0]
CHECKED = 4096  # of the first steps; what a chunk passes on to the next is among them


@pytest.mark.parametrize(("batch", "length"), LOADS)
@pytest.mark.parametrize("way", ("sequential", "scan", "convolution"))
def test_recurrence(found, measured, way, batch, length):
    """Work counts inputs read once and states written once, a multiply and an add a state, however it is done."""
    from gpu import scan
    from gpu.operands import normal
    from gpu.references import recurrence

    torch = found.torch
    checked = min(length, CHECKED)
    run = {
        "sequential": lambda i: scan.sequential(*i, False),
        "scan": lambda i: scan.parallel(*i),
        "convolution": lambda i: scan.convolution(*i),
    }[way]

    def make(seed):
        decay = torch.sigmoid(normal(found, seed, CHANNELS) + 3)
        return decay, normal(found, seed + 1, batch, length, CHANNELS)

    technique = Technique(
        make, run, lambda i: recurrence(torch, i[0], i[1][:, :checked], False), lambda i, result: result[:, :checked]
    )
    states = batch * length * CHANNELS
    work = Work(2 * states, 8 * states, "none")
    measured(
        technique, work, "float32", BOUNDS["float32"], batch=batch, length=length, channels=CHANNELS,
        baseline=way == "sequential",
    )  # fmt: skip
