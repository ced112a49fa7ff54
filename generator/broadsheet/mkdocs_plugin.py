"""The door for `mkdocs build`, `serve` and `gh-deploy`: after MkDocs' own build the same function builds the site."""

from pathlib import Path
from typing import Any

from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin

from .build import ContentError, build
from .faults import SetupError
from .report import line


class NoOptions(Config):
    """The plugin has no options of its own; everything is in site_config/site.yml."""


class BroadsheetPlugin(BasePlugin[NoOptions]):
    """Puts the whole site where MkDocs wrote the hand-written pages."""

    def on_post_build(self, *, config: Any) -> None:
        """Build into `site_dir`. Problems in the content end the build as MkDocs' own do."""
        root = Path(config.config_file_path).parent
        try:
            build(root, Path(config.site_dir), url=config.site_url)
        except ContentError as error:
            raise PluginError("\n".join(map(line, error.problems))) from error
        except (SetupError, OSError) as error:
            raise PluginError(str(error)) from error
