"""The measuring of readers gives a line a file, with the rows that it should."""

from runs import FILES, measured


def test_a_line_a_file() -> None:
    found = {name: rows for name, _, rows, _, _ in measured(scale=0.001, repeat=1)}
    assert list(found) == list(FILES)
    assert found["llama-bench, JSON lines"] == 60
    assert found["vLLM serve, --save-detailed"] == 8
    assert found["GuideLLM, with its requests"] == 4 * 4


def test_larger_files_are_larger() -> None:
    assert all(len(make(0.01)) > 2 * len(make(0.003)) for make in FILES.values())
