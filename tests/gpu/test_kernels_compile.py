"""The Triton kernels become machine code for a Hopper card, where Triton is installed; it takes no card."""

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

SHARED_OF_A_BLOCK = 227 * 1024  # the most that a Hopper card gives


@pytest.mark.slow
def test_every_kernel_compiles_for_hopper():
    """In a process of its own: what is interpreted elsewhere cannot be compiled."""
    for needed in ("torch", "triton"):
        if not importlib.util.find_spec(needed):
            pytest.skip(f"no {needed} here")
    command = [sys.executable, str(Path(__file__).with_name("hopper.py"))]
    environment = {name: value for name, value in os.environ.items() if name != "TRITON_INTERPRET"}
    told = subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout.splitlines()
    assert len(told) == 21
    for line in told:
        assert int(re.search(r"shared (\d+)", line)[1]) <= SHARED_OF_A_BLOCK, line
        assert "local 0" in line, line
    products = [line for line in told if line.startswith(("w4", "attend"))]
    assert len(products) == 9
    assert all(int(re.search(r"wgmma (\d+)", line)[1]) for line in products)
