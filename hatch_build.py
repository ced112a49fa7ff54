"""Bundles the theme's third-party JavaScript into wheels and source archives; without Node.js they lack it."""

import subprocess
from pathlib import Path
from shutil import which
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_VENDOR = Path("themes", "broadsheet", "assets", "vendor")
_COMMANDS = (("npm", "ci", "--silent", "--omit=dev"), ("npm", "run", "--silent", "bundle"))


class Bundle(BuildHookInterface):  # type: ignore[type-arg]
    """Runs `npm ci --omit=dev && npm run bundle` (themes/bundle.mjs) before files are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bundle, or say what will be missing. For an editable installation, which reads the tree, `make` does it."""
        if version == "editable":
            return
        root = Path(self.root)
        if problem := _bundle(root):
            there = (root / _VENDOR).is_dir()
            left = "what was bundled before is taken" if there else "the benchmark explorer will be missing"
            self.app.display_warning(f"{problem}; {left}")


def _bundle(root: Path) -> str:
    """Why it could not be done, empty when it was."""
    if not which("npm"):
        return "there is no Node.js to bundle JavaScript with"
    for command in _COMMANDS:
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        if done.returncode:
            return f"`{' '.join(command)}` failed: {(done.stderr or done.stdout).strip()[-500:]}"
    return ""
