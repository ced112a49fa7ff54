"""h[t] = tanh(a h[t-1] + x[t]) step by step, in one kernel and launch by launch, against all steps at once by Newton's
method over parallel scans."""

import pytest

from gpu.measure import Technique
from gpu.place import sizes
from gpu.references import BOUNDS
from gpu.work import Work

LENGTHS = sizes(card=(1024, 8192, 65536), tiny=(80,))
CHANNELS = sizes(card=(1024,), tiny=(4,))[0]
ITERATIONS = 4  # one more than the bound needs
CHECKED = 4096


def _measure(found, measured, run, length, graph=False, **told):
    from gpu.operands import normal
    from gpu.references import recurrence

    torch = found.torch
    checked = min(length, CHECKED)

    def make(seed):
        decay = 0.9 * torch.tanh(normal(found, seed, CHANNELS))
        return decay, normal(found, seed + 1, 1, length, CHANNELS)

    technique = Technique(
        make,
        run,
        lambda i: recurrence(torch, i[0], i[1][:, :checked], True),
        lambda i, result: result[:, :checked],
        graph,
    )
    states = length * CHANNELS
    work = Work(3 * states, 8 * states, "none")
    measured(technique, work, "float32", BOUNDS["float32"], length=length, channels=CHANNELS, **told)


@pytest.mark.parametrize("length", LENGTHS)
def test_sequential_in_one_kernel(found, measured, length):
    from gpu import scan

    _measure(found, measured, lambda i: scan.sequential(*i, True), length, baseline=True)


@pytest.mark.parametrize("length", LENGTHS[:1])
def test_sequential_by_launches(found, measured, length):
    """As a framework applies a cell: launches for every step, captured in one graph so that the host costs nothing."""
    from gpu.references import recurrence

    _measure(found, measured, lambda i: recurrence(found.torch, *i, True), length, graph=True)


@pytest.mark.parametrize("length", LENGTHS)
def test_newton(found, measured, length):
    from gpu import scan

    def run(i):
        return scan.newton(*i, ITERATIONS)

    _measure(found, measured, run, length, graph=True, iterations=ITERATIONS)
