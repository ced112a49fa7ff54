"""Compiles every Triton kernel of the suite for a Hopper card (sm_90) without one, and says what the code holds."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import triton
from triton.backends.compiler import GPUTarget
from triton.compiler import ASTSource

from gpu import block_attention, int4_product, paged_decode, scan

HOPPER = GPUTarget("cuda", 90, 32)
# Sizes that the launchers' callers keep divisible by 16, as Triton finds out by itself when a kernel is launched.
DIVISIBLE = {"k", "n", "channels", "keys", "queries"}


def kernels() -> Iterator[tuple[str, Any, str, dict[str, Any], dict[str, int]]]:
    """Name, kernel, types of its run-time arguments, compile-time arguments and options, as the launchers give them."""
    for name, (_, (m, n, warps, stages)) in zip(("few", "some", "many"), int4_product.TILES, strict=True):
        fixed = {"GROUP": 128, "BLOCK_M": m, "BLOCK_N": n, "SPLITS": 1}
        options = {"num_warps": warps, "num_stages": stages}
        types = "*u8 *fp16 *fp16 *bf16 i32 i32 i32"
        yield f"w4a16 {name}", int4_product._product, f"*bf16 {types}", fixed | {"INTEGER": False}, options
        yield f"w4a8 {name}", int4_product._product, f"*i8 {types}", fixed | {"INTEGER": True}, options
    for bits, kind in ((16, "*bf16"), (8, "*i8"), (4, "*u8")):
        side = f"{kind} *fp16 *fp16"
        fixed = {"GROUP": 4, "ROWS": 16, "D": 128, "PAGE": 64, "BITS": bits}
        types = f"*bf16 {side} {side} *i32 *fp32 *fp32 *fp32 i32 i32 i32 fp32"
        options = {"num_warps": 4, "num_stages": paged_decode.STAGES[bits]}
        yield f"decode {bits}", paged_decode._partial, types, fixed, options
        fixed = {"D": 128, "BLOCK_Q": block_attention.BLOCK_Q, "BLOCK_K": block_attention.BLOCK_K, "BITS": bits}
        types = f"*bf16 {side} {side} *bf16 *i32 *i32 *i32 *i32 i32 i32 i32 i32 i32 i32 fp32"
        yield f"attend {bits}", block_attention._attend, types, fixed, {"num_warps": 8, "num_stages": 3}
    fixed = {"D": 128, "ROUNDED": 128}
    yield "combine", paged_decode._combine, "*fp32 *fp32 *fp32 *bf16 i32", fixed, {"num_warps": 4}
    for squash in (False, True):
        fixed = {"BLOCK": scan.ALONE_C, "SQUASH": squash, "STAGES": scan.ALONE_STAGES}
        yield f"sequential {squash}", scan._sequential, "*fp32 *fp32 *fp32 i32 i32", fixed, {"num_warps": 1}
        fixed = {"CHUNK": scan.CHUNK, "BLOCK": scan.BLOCK_C, "NEWTON": squash, "STAGES": scan.STAGES}
        types = "*fp32 *fp32 *fp32 *fp32 *fp32 i32 i32"
        yield f"totals {squash}", scan._chunk_totals, types, fixed, {"num_warps": 1}
        yield f"apply {squash}", scan._apply, types, fixed, {"num_warps": 1}
    for chunks, block in ((16, 128), (1024, 4)):
        yield f"carries {chunks}", scan._carries, "*fp32 *fp32 *fp32 i32 i32", {"ROUNDED": chunks, "BLOCK": block}, {}


def main() -> int:
    """Compile all; print a line each: shared memory, matrix instructions of a warpgroup and a warp, local memory."""
    for name, kernel, types, fixed, options in kernels():
        given = iter(types.split())
        signature = {arg: "constexpr" if arg in fixed else next(given) for arg in kernel.arg_names}
        place = {arg: (at,) for at, arg in enumerate(kernel.arg_names)}
        whole = [arg for arg, kind in signature.items() if kind.startswith("*") or arg in DIVISIBLE]
        source = ASTSource(
            kernel,
            signature,
            {place[arg]: value for arg, value in fixed.items()},
            {place[arg]: [["tt.divisibility", 16]] for arg in whole},
        )
        made = triton.compile(source, target=HOPPER, options=options)
        ptx = made.asm["ptx"]
        counts = f"wgmma {ptx.count('wgmma.mma_async')}, mma {ptx.count('mma.sync')}, local {ptx.count('.local')}"
        print(f"{name}: shared {made.metadata.shared}, {counts}, cubin {len(made.asm['cubin'])} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
