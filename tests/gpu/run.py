"""Measure on the card in this machine: one folder with the tools' own files and a run.yml, ready for content/runs."""

import argparse
import os
import platform
import subprocess
import sys
import time
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
sys.path.insert(0, str(HERE.parent))  # this folder is the package `gpu`, here as in the tests

from gpu.card import as_found, sampled, software  # noqa: E402
from gpu.papers import TIES  # noqa: E402
from gpu.place import VARIABLE  # noqa: E402
from gpu.runfile import run_file  # noqa: E402

# Warnings of libraries are no failures here, and conftest.py of the other tests needs what a bare machine lacks.
PYTEST = ("-q", "-o", "addopts=", "-W", "default", "-p", "no:cacheprovider", "--confcutdir", str(HERE))
COLUMNS = ("--benchmark-columns", "median,iqr,rounds", "--benchmark-disable-gc")


def main(arguments: list[str] | None = None) -> int:
    """Run what the command line asks for. 0: all of it was measured; 1: some of it failed; 3: there is no card."""
    options = _options(arguments)
    tiny = options.device == "cpu"
    known = software()
    if isinstance(known, str) or not (known.uuid or tiny):
        print(known if isinstance(known, str) else "torch sees no NVIDIA GPU", file=sys.stderr)
        return 3
    options.out.mkdir(parents=True, exist_ok=True)
    started = datetime.now(UTC)
    log = nullcontext() if known.uuid is None or tiny else sampled(known.uuid, options.out / "nvidia-smi.csv")
    found = as_found(known.uuid) if known.uuid and not tiny else {}
    with log:
        failures = [failure for name in options.only if (failure := _measure(name, options, started))]
    note = "; ".join([*(["a trial of the suite on a CPU: nothing here is a measurement"] if tiny else []), *failures])
    facts: dict[str, str | int] = {"licence": options.licence, "engine": "torch"}
    facts["engine_version"] = known.told.pop("torch")
    if found:
        facts |= {"accelerator": found.pop("name"), "accelerator_count": 1, "driver": found.pop("driver_version")}
    params = {
        "date": started.isoformat(timespec="seconds"),
        "wall_seconds": f"{(datetime.now(UTC) - started).total_seconds():.0f}",
        "commit": options.commit or _commit(),
        "command": " ".join(["python", "tests/gpu/run.py", *_told(options)]),
        "system": f"{platform.system()} {platform.machine()}",
        **known.told,
        **{f"as_found.{key}": value for key, value in found.items()},
    }
    written = sorted(path.name for path in options.out.iterdir())
    (options.out / "run.yml").write_text(run_file(facts, params, written, note), encoding="utf-8")
    print("\n".join([*failures, f"{len(written)} files and run.yml in {options.out}, {params['wall_seconds']} s"]))
    return int(bool(failures))


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="new or empty; the files go there")
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cuda")
    parser.add_argument("--tiny", action="store_true", help="with --device cpu: try the suite, measure nothing")
    parser.add_argument(
        "--only", nargs="+", choices=tuple(TIES), default=list(TIES), metavar="NAME", help=", ".join(TIES)
    )
    parser.add_argument("--minutes", type=float, default=8, help="what has not begun by then is left out and noted")
    parser.add_argument("--commit", default="", help="where git cannot tell")
    parser.add_argument("--licence", default="CC-BY-4.0", help="of the figures")
    options = parser.parse_args(arguments)
    if options.tiny != (options.device == "cpu"):
        parser.error("--device cpu and --tiny go together: a CPU's times say nothing of a card")
    if options.tiny and options.out.resolve().is_relative_to(REPOSITORY):
        parser.error("a trial is no measurement: keep it out of the repository")
    if options.out.exists() and any(options.out.iterdir()):
        parser.error(f"{options.out} holds files already")
    return options


def _measure(name: str, options: argparse.Namespace, started: datetime) -> str:
    """Run one file in a process of its own, so that what breaks it cannot break the next; returns what failed."""
    left = 60 * options.minutes - (datetime.now(UTC) - started).total_seconds()
    if left <= 0:
        return f"{name}: left out, the time was up"
    report = options.out / f"{name}.json"
    tests = HERE / f"test_card_{name}.py"
    command = [sys.executable, "-m", "pytest", str(tests), *PYTEST, *COLUMNS, "--benchmark-json", str(report)]
    mode = {VARIABLE: "tiny", "TRITON_INTERPRET": "1"} if options.tiny else {VARIABLE: "card"}
    begun = time.monotonic()
    try:
        code = subprocess.run(command, cwd=REPOSITORY, env=os.environ | mode, timeout=left, check=False).returncode
    except subprocess.TimeoutExpired:
        code = -1
    print(f"{name}: {time.monotonic() - begun:.0f} s", flush=True)
    if report.exists() and not report.stat().st_size:  # nothing in it was measured
        report.unlink()
    if code == -1:
        return f"{name}: stopped, the time was up"
    return f"{name}: pytest ended with {code}, what passed is here" if code else ""


def _commit() -> str:
    asked = subprocess.run(
        ["git", "-C", str(REPOSITORY), "describe", "--always", "--dirty", "--abbrev=40", "--exclude", "*"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return asked.stdout.strip() or "unknown"


def _told(options: argparse.Namespace) -> list[str]:
    """The command line again, with the folder's name alone: where it lay is nobody's business."""
    told = ["--out", options.out.name, "--minutes", f"{options.minutes:g}"]
    told += ["--device", "cpu", "--tiny"] if options.tiny else []
    return told + (["--only", *options.only] if list(options.only) != list(TIES) else [])


if __name__ == "__main__":
    sys.exit(main())
