"""The door for `mkdocs build`, `serve` and `gh-deploy`: after MkDocs' own build the same function builds the site."""

from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin

from .build import ContentError, build
from .press.shells import EngineError
from .press.splice import ShellError
from .press.writer import BusyError
from .report import line


class BroadsheetPlugin(BasePlugin[Any]):
    """Puts the whole site where MkDocs wrote the hand-written pages."""

    def on_post_build(self, *, config: Any) -> None:
        """Build into `site_dir`. Problems in the content end the build as MkDocs' own do."""
        root = Path(config.config_file_path).parent
        try:
            build(root, Path(config.site_dir), url=config.site_url)
        except ContentError as error:
            raise PluginError("\n".join(map(line, error.problems))) from error
        except (EngineError, ShellError, BusyError, OSError) as error:
            raise PluginError(str(error)) from error
