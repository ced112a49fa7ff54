"""What a card and its software say of themselves, asked before anything runs; and nvidia-smi's log while it does."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

# In a process of its own: who asks must not hold the card.
_ASKED = """
import json, platform, numpy, torch
try:
    import triton
    found = triton.__version__
except ImportError:
    found = None
told = {"torch": torch.__version__, "triton": found, "numpy": numpy.__version__, "python": platform.python_version()}
if torch.cuda.is_available():
    card = torch.cuda.get_device_properties(0)
    told |= {"name": card.name, "uuid": "GPU-" + str(card.uuid), "cuda": torch.version.cuda,
             "cudnn": str(torch.backends.cudnn.version()), "capability": f"{card.major}.{card.minor}",
             "multiprocessors": str(card.multi_processor_count), "l2_bytes": str(card.L2_cache_size),
             "memory_bytes": str(card.total_memory)}
print(json.dumps(told))
"""
_SETTINGS = (
    "clocks.sm,clocks.mem,clocks.max.sm,clocks.max.mem,power.limit,persistence_mode,mig.mode.current,ecc.mode.current"
)
_SAMPLED = (
    "timestamp,index,name,driver_version,utilization.gpu,utilization.memory,memory.used,power.draw,temperature.gpu,"
    "clocks.sm,clocks.mem"
)


class Software(NamedTuple):
    """Versions, and of a card its facts; `uuid` tells nvidia-smi which one and is published nowhere."""

    told: dict[str, str]
    uuid: str | None


def software() -> Software | str:
    """What torch says, or why it says nothing."""
    asked = subprocess.run([sys.executable, "-c", _ASKED], capture_output=True, text=True, check=False)
    if asked.returncode:
        return (asked.stderr.strip().splitlines() or ["torch cannot be imported"])[-1]
    told = {key: value for key, value in json.loads(asked.stdout).items() if value is not None}
    uuid = told.pop("uuid", None)
    return Software(told, uuid)


def as_found(uuid: str) -> tuple[dict[str, str], list[str]]:
    """Name, driver, clocks and settings of a card as nvidia-smi finds them, nothing is changed; and why it cannot."""
    fields = ("name", "driver_version", *_SETTINGS.split(","))
    command = ["nvidia-smi", "-i", uuid, f"--query-gpu={','.join(fields)}", "--format=csv,noheader"]
    try:
        asked = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired) as error:
        return {}, [f"nvidia-smi: {error}"]
    cells = [cell.strip() for cell in asked.stdout.strip().split(",")]
    if asked.returncode or len(cells) != len(fields):
        return {}, [f"nvidia-smi: {(asked.stdout + asked.stderr).strip()[:200]}"]
    return dict(zip(fields, cells, strict=True)), []


@contextmanager
def sampled(uuid: str, path: Path) -> Iterator[None]:
    """nvidia-smi's samples of the card, one a second, into `path`, while the block runs."""
    with path.open("wb") as log:
        command = ["nvidia-smi", "-i", uuid, f"--query-gpu={_SAMPLED}", "--format=csv", "-l", "1"]
        with subprocess.Popen(command, stdout=log) as process:
            try:
                yield
            finally:
                process.terminate()
