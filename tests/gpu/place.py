"""Where the suite runs, as the environment says: on a card, or tiny on the CPU to try the suite itself."""

import os
from typing import Any, NamedTuple

VARIABLE = "BROADSHEET_GPU_SUITE"  # set by run.py: card or tiny
DEADLINE = "BROADSHEET_GPU_DEADLINE"  # set by run.py: when, by time.monotonic, no further test may begin
TIME_UP = "the time was up"


class Place(NamedTuple):
    """A device, and what the sizes of a measurement depend on."""

    torch: Any
    device: str
    half: Any  # the 16-bit type: bfloat16 on a card, float16 where Triton's interpreter knows no other
    l2_bytes: int
    memory_bytes: int
    processors: int

    @property
    def on_card(self) -> bool:
        """Whether times are those of a card."""
        return self.device == "cuda"


def sizes(card: tuple[Any, ...], tiny: tuple[Any, ...]) -> tuple[Any, ...]:
    """The sizes to measure: the second ones only where the suite itself is tried."""
    return tiny if os.environ.get(VARIABLE) == "tiny" else card


def place() -> Place | str:
    """The place, or why nothing can run here."""
    wanted = os.environ.get(VARIABLE)
    if wanted not in ("card", "tiny"):
        return "measured by tests/gpu/run.py alone"
    try:
        import torch
        import triton  # noqa: F401  every module with a kernel needs it
    except ImportError as error:
        return f"no {error.name} here"
    if wanted == "tiny":
        return Place(torch, "cpu", torch.float16, 0, 2**32, 1)
    if not torch.cuda.is_available():
        return "no NVIDIA GPU here"
    card = torch.cuda.get_device_properties(0)
    free, _ = torch.cuda.mem_get_info()
    return Place(torch, "cuda", torch.bfloat16, card.L2_cache_size, free, card.multi_processor_count)
