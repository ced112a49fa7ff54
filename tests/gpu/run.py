"""Measure on the card in this machine: one folder with the tools' own files and a run.yml, ready for content/runs."""

import argparse
import json
import os
import platform
import re
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
from gpu.place import DEADLINE, TIME_UP, VARIABLE  # noqa: E402
from gpu.runfile import run_file  # noqa: E402

# Warnings of libraries are no failures here, and conftest.py of the other tests needs what a bare machine lacks.
PYTEST = ("-q", "-rfE", "--tb=short", "-o", "addopts=", "-W", "default", "-p", "no:cacheprovider")
PYTEST += ("--confcutdir", str(HERE))
GRACE = 30  # seconds past its deadline after which a file whose test hangs is stopped, and loses what it measured
FAILED = re.compile(r"^(?:FAILED|ERROR) \S+?\.py(?:::(\S+))?(?: - (.*))?$", re.MULTILINE)
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
    found, failures = as_found(known.uuid) if known.uuid and not tiny else ({}, [])
    told = dict(known.told)
    facts: dict[str, str | int] = {"licence": options.licence, "engine": "torch", "engine_version": told.pop("torch")}
    if known.uuid and not tiny:
        facts |= {"accelerator": found.pop("name", told["name"]), "accelerator_count": 1}
    if "driver_version" in found:
        facts["driver"] = found.pop("driver_version")
    params = {
        "date": started.isoformat(timespec="seconds"),
        "commit": options.commit or _commit(),
        "command": " ".join(["python", "tests/gpu/run.py", *_told(options)]),
        "system": f"{platform.system()} {platform.machine()}",
        **told,
        **{f"as_found.{key}": value for key, value in found.items()},
    }
    if tiny:
        facts["trial"] = True
    log = sampled(known.uuid, options.out / "nvidia-smi.csv") if found else nullcontext()
    with log:
        for place_in, name in enumerate(options.only):
            failures += _measure(name, options, started, len(options.only) - place_in)
            params["wall_seconds"] = f"{(datetime.now(UTC) - started).total_seconds():.0f}"
            written = sorted({path.name for path in options.out.iterdir()} - {"run.yml"})
            text = run_file(facts, params, written, "; ".join(failures))
            (options.out / "run.yml").write_text(text, encoding="utf-8")  # whole at any time, should the run be ended
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


def _measure(name: str, options: argparse.Namespace, started: datetime, files: int) -> list[str]:
    """Run one file in a process of its own, so that what breaks it cannot break the next; returns what failed.

    A file may take twice its share of the time that is left for `files` of them. What has not begun by then fails by
    name, and pytest still writes what was measured.
    """
    left = 60 * options.minutes - (datetime.now(UTC) - started).total_seconds()
    if left <= 0:
        return [f"{name}: left out, the time was up"]
    share = min(left, 2 * left / files)
    report = options.out / f"{name}.json"
    tests = HERE / f"test_card_{name}.py"
    command = [sys.executable, "-m", "pytest", str(tests), *PYTEST, *COLUMNS, "--benchmark-json", str(report)]
    begun = time.monotonic()
    mode = {VARIABLE: "tiny", "TRITON_INTERPRET": "1"} if options.tiny else {VARIABLE: "card"}
    mode |= {DEADLINE: str(begun + share), "COLUMNS": "240"}  # wide: pytest cuts messages to the terminal
    with subprocess.Popen(
        command, cwd=REPOSITORY, env=os.environ | mode, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        try:
            said, _ = process.communicate(timeout=share + GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            said, _ = process.communicate()
    print(f"{said}{name}: {time.monotonic() - begun:.0f} s", flush=True)
    failures = _failures(said)
    if process.returncode < 0:
        failures.append(f"ended by signal {-process.returncode}, what it measured is lost")
    elif process.returncode and not failures:
        failures.append(f"pytest ended with {process.returncode}")
    if not _measured(report):
        report.unlink(missing_ok=True)
        failures.append("nothing was measured")
    return [f"{name}: {failure}" for failure in failures]


def _failures(said: str) -> list[str]:
    """Each failed test with its message, from pytest's summary; those that the time did not reach, counted."""
    told = [(test or "the file", (message or "failed")[:200]) for test, message in FAILED.findall(said)]
    late = sum(TIME_UP in message for _, message in told)
    failures = [f"{test}: {message}" for test, message in told if TIME_UP not in message]
    return failures + ([f"{late} left out, {TIME_UP}"] if late else [])


def _measured(report: Path) -> bool:
    """Whether pytest-benchmark wrote the report whole and with something in it."""
    try:
        return bool(json.loads(report.read_text(encoding="utf-8"))["benchmarks"])
    except (OSError, ValueError):
        return False


def _commit() -> str:
    command = ["git", "-C", str(REPOSITORY), "describe", "--always", "--dirty", "--abbrev=40", "--exclude", "*"]
    try:
        asked = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:  # no git here
        return "unknown"
    return asked.stdout.strip() or "unknown"


def _told(options: argparse.Namespace) -> list[str]:
    """The command line again, with the folder's name alone: where it lay is nobody's business."""
    told = ["--out", options.out.name, "--minutes", f"{options.minutes:g}"]
    told += ["--device", "cpu", "--tiny"] if options.tiny else []
    return told + (["--only", *options.only] if list(options.only) != list(TIES) else [])


if __name__ == "__main__":
    sys.exit(main())
