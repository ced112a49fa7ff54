"""Checks a technique against its reference and then times it: one round, one call, one pair of CUDA events."""

import random
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from gpu.place import Place
from gpu.references import relative_error
from gpu.work import Work, rotation

# Seconds of measuring a case may take, and the rounds that a median needs at least and at most.
BUDGET, FEWEST, MOST, WARM_UP = 0.25, 11, 101, 3
# Filled before each round: it drives the last round out of the cache, and keeps the card busy while the host queues
# what is measured, so that no gap between launches is in the time.
LEAD_BYTES = 2**30


class Technique(NamedTuple):
    """What is measured. `make(seed)` gives inputs, `run` computes from them, `reference` computes in float32
    what `pick` takes of the result (all of it, or some rows where the whole would not fit)."""

    make: Callable[[int], Any]
    run: Callable[[Any], Any]
    reference: Callable[[Any], Any]
    pick: Callable[[Any, Any], Any] = lambda inputs, result: result
    graph: bool = False  # many launches: capture them once and time the replay


def measure(
    benchmark: Any, place: Place, technique: Technique, work: Work, precision: str, bound: float, told: dict[str, Any]
) -> None:
    """Check on fresh random inputs, then time. `told` goes into the report beside the work, the error and the seed."""
    torch = place.torch
    seed = random.SystemRandom().getrandbits(31)
    inputs = technique.make(seed)
    poison(torch, technique.run(inputs))
    error = _error(torch, technique, inputs, technique.run(inputs))
    assert error <= bound, f"relative error {error:.2e}, allowed {bound:.0e}, seed {seed}"
    count = rotation(max(work.bytes, 1), place.l2_bytes, most=2 if technique.graph else 64)
    count = max(1, min(count, place.memory_bytes // 3 // max(work.bytes, 1)))
    sets = [inputs, *(technique.make(seed + i) for i in range(1, count))]
    calls = [_call(place, technique, one) for one in sets]
    lead = torch.empty(LEAD_BYTES if place.on_card else 1024, dtype=torch.uint8, device=place.device)
    kept: list[Any] = [None]
    turn = 0

    def before() -> None:
        poison(torch, kept[0])
        kept[0] = None  # an allocated result goes back, poisoned, and is handed out again
        lead.fill_(1)

    def once() -> None:
        nonlocal turn
        turn += 1
        kept[0] = calls[turn % count]()

    benchmark.extra_info |= told | {
        "precision": precision,
        "flops": work.flops,
        "bytes": work.bytes,
        "arithmetic": work.arithmetic,
        "relative_error": error,
        "error_bound": bound,
        "input_sets": count,
        "seed": seed,
        "time_of": "CUDA events around one call" if place.on_card else "the host's clock, a trial of the suite",
    }
    rounds = _rounds(place, before, once)
    benchmark.pedantic(once, setup=before, rounds=rounds, warmup_rounds=WARM_UP)
    benchmark.has_error = True  # until its last result is found right, a time is kept out of the report
    assert not poisoned(torch, kept[0]), "part of the last result was never written"
    timed = _error(torch, technique, sets[turn % count], kept[0])
    assert timed <= bound, f"relative error {timed:.2e} in the last timed result, allowed {bound:.0e}, seed {seed}"
    benchmark.has_error = False


def poison(torch: Any, result: Any) -> None:
    """Overwrite a result with what no correct one holds."""
    for tensor in _tensors(torch, result):
        tensor.fill_(float("nan") if tensor.is_floating_point() else torch.iinfo(tensor.dtype).min)


def poisoned(torch: Any, result: Any) -> bool:
    """Whether poison is left anywhere. Packed bytes may hold any value and tell nothing."""
    return any(
        bool((tensor.isnan() if tensor.is_floating_point() else tensor == torch.iinfo(tensor.dtype).min).any())
        for tensor in _tensors(torch, result)
        if tensor.dtype != torch.uint8
    )


def _error(torch: Any, technique: Technique, inputs: Any, result: Any) -> float:
    picked = technique.pick(inputs, result)
    return relative_error(torch, picked.float(), technique.reference(inputs).float())


def _call(place: Place, technique: Technique, inputs: Any) -> Callable[[], Any]:
    if not (technique.graph and place.on_card):
        return lambda: technique.run(inputs)
    torch = place.torch
    technique.run(inputs)  # what compiles must have compiled
    torch.cuda.synchronize()
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        result = technique.run(inputs)

    def replay() -> Any:
        graph.replay()
        return result

    return replay


def _rounds(place: Place, before: Callable[[], None], once: Callable[[], None]) -> int:
    if not place.on_card:
        return 3
    for _ in range(2):  # the first may still compile
        started = time.perf_counter()
        before()
        once()
        place.torch.cuda.synchronize()
        spent = time.perf_counter() - started
    return max(FEWEST, min(MOST, int(BUDGET / spent)))


def _tensors(torch: Any, result: Any) -> list[Any]:
    if isinstance(result, torch.Tensor):
        return [result]
    return [one for one in result if isinstance(one, torch.Tensor)] if isinstance(result, tuple) else []
