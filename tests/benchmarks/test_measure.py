"""The measuring tells the memory of a whole process tree, a failure, and the floor of a folder."""

import sys
from pathlib import Path

import pytest
from measure import CommandFailedError, Output, Usage, floor, output, run
from rich.console import Console
from table import COLD, FLOOR, HUGO, LIKE, Row, as_json, ratios, results

MIB = 1 << 20
HOLD = "import time; held = bytearray(b'x') * (200 << 20); time.sleep(0.6)"
THROUGH_A_CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {HOLD!r}])"


@pytest.mark.parametrize("program", [HOLD, THROUGH_A_CHILD], ids=["itself", "its child"])
def test_peak_memory_holds_the_200_mib_of(program: str, tmp_path: Path) -> None:
    usage = run([sys.executable, "-c", program], tmp_path, interval=0.05)
    assert 200 * MIB < usage.rss < 300 * MIB
    assert usage.pss is None or 200 * MIB < usage.pss < 300 * MIB
    assert usage.seconds > 0.6
    assert usage.cpu > 0


def test_a_failure_is_told_with_the_command_s_last_words(tmp_path: Path) -> None:
    with pytest.raises(CommandFailedError, match=r"status 3\nno paper today"):
        run([sys.executable, "-c", "print('no paper today'); raise SystemExit(3)"], tmp_path)


def test_floor_writes_the_same_files_again(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    files = {"index.html": b"home", "a/b/index.html": b"", "a/feed.xml": bytes(range(256))}
    for name, content in files.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(content)
    assert floor(source, target) > 0
    assert {path.relative_to(target).as_posix(): path.read_bytes() for path in target.rglob("*.*")} == files
    assert output(target) == output(source) == Output(pages=2, files=3, size=260)


def _row(builder: str, seconds: list[float], pages: int = 10, corpus: str = "2000") -> Row:
    return Row(corpus, builder, tuple(Usage(s, s, 5 * MIB, 4 * MIB) for s in seconds), Output(pages, 20, MIB))


def test_ratios_compare_medians_within_a_corpus() -> None:
    ours, hugo = _row(COLD, [9.0, 6.0, 1.0]), _row(HUGO, [3.0], pages=5)
    rows = [ours, hugo, _row(LIKE, [4.0]), _row(FLOOR, [2.0]), _row(HUGO, [100.0], corpus="20000")]
    assert ours.seconds == 6.0
    assert (ratios(ours, rows).bare, ratios(ours, rows).like, ratios(ours, rows).floor) == (2.0, 1.5, 3.0)
    assert ratios(hugo, rows).floor is None


def test_a_missing_peer_leaves_its_reason_and_no_ratio() -> None:
    ours, reason = _row(COLD, [6.0]), "not installed (apt-get install hugo)"
    rows = [ours, Row("2000", HUGO, note=reason)]
    console = Console(width=300)
    with console.capture() as shown:
        console.print(results(rows))
    assert reason in shown.get()
    assert ratios(ours, rows).bare is None
    assert as_json(rows, "a machine")["rows"][1]["seconds"] is None
