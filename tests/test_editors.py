"""A new digest in an editor: its schemas complete keys and mark mistakes (yaml-language-server)."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from new_digests import new_digest, tool


@pytest.fixture(scope="module")
def digest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A digest as the command writes it. Only to be read."""
    return new_digest(tmp_path_factory.mktemp("new") / "papers")


def language_server(folder: Path) -> list[str]:
    """yaml-language-server, from the path or fetched with npm into `folder`."""
    if not shutil.which("node"):
        pytest.skip("Node is not installed")
    if found := shutil.which("yaml-language-server"):
        return [found, "--stdio"]
    npm = tool("npm")
    command = [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), "yaml-language-server"]
    if subprocess.run(command, capture_output=True, check=False, cwd=folder).returncode:
        pytest.skip("no package index here to fetch yaml-language-server from")
    return [str(folder / "node_modules" / ".bin" / "yaml-language-server"), "--stdio"]


class Editor:
    """Speaks the language server protocol: JSON-RPC over standard input and output."""

    def __init__(self, server: "subprocess.Popen[bytes]") -> None:
        self.server = server
        self.number = 0

    def send(self, method: str, params: object, **more: object) -> None:
        data = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        assert self.server.stdin
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self.server.stdin.flush()

    def ask(self, method: str, params: object) -> object:
        self.number += 1
        self.send(method, params, id=self.number)
        while "method" in (said := self.receive()) or said.get("id") != self.number:
            self.answer(said)
        return said["result"]

    def told(self, method: str) -> dict[str, object]:
        while (said := self.receive()).get("method") != method:
            self.answer(said)
        found: dict[str, object] = said["params"]
        return found

    def answer(self, said: dict[str, object]) -> None:
        """The server asks too, for settings say: nothing is set."""
        if "method" in said and "id" in said:
            data = json.dumps({"jsonrpc": "2.0", "id": said["id"], "result": None}).encode()
            assert self.server.stdin
            self.server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
            self.server.stdin.flush()

    def receive(self) -> dict[str, object]:
        assert self.server.stdout
        size = 0
        while line := self.server.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                size = int(line.partition(b":")[2])
        found: dict[str, object] = json.loads(self.server.stdout.read(size))
        return found


@pytest.mark.slow
def test_editors_complete_and_mark_mistakes(digest: Path, tmp_path: Path) -> None:
    paper = digest / "content" / "papers" / "cot-valve.yml"
    text = paper.read_text().splitlines()[0] + "\ntitle: A\ntitel: B\ndate: soon\n"
    with subprocess.Popen(
        language_server(tmp_path), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as server:
        editor = Editor(server)
        editor.ask("initialize", {"processId": None, "rootUri": digest.as_uri(), "capabilities": {}})
        editor.send("initialized", {})
        document = {"uri": paper.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        editor.send("textDocument/didOpen", {"textDocument": document})
        told = editor.told("textDocument/publishDiagnostics")
        marked = {d["range"]["start"]["line"] for d in told["diagnostics"]}  # type: ignore[attr-defined]
        place = {"textDocument": {"uri": paper.as_uri()}, "position": {"line": 4, "character": 0}}
        offered = editor.ask("textDocument/completion", place)
        server.terminate()
    items = offered["items"] if isinstance(offered, dict) else offered
    labels = {item["label"] for item in items}  # type: ignore[attr-defined]
    assert marked == {2, 3}
    assert {"arxiv", "authors", "summary", "source"} <= labels
    assert "title" not in labels
