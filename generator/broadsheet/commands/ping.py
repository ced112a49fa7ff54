"""`ping`: tell the WebSub hub of the settings which feeds have something new."""

import argparse

from .command import FINE, PROBLEMS, Commands, day, faulty, inspected


def add(commands: Commands) -> None:
    """Say what this command takes."""
    ping = commands.add_parser(
        "ping",
        help="tell the WebSub hub which feeds have something new",
        description="For the end of publishing. Does nothing where the settings name no hub.",
    )
    ping.add_argument("--since", type=day, help="what is new from this day on (default: the newest day there is)")
    ping.add_argument("--dry-run", action="store_true", help="say of which feeds, tell nobody")
    ping.set_defaults(run=_ping)


def _ping(options: argparse.Namespace) -> int:
    from ..config import load_config
    from ..pages.site import make_site, with_topics
    from ..project import landscape
    from ..report import print_problems
    from ..subscribe.websub import news, tell

    config, problems = load_config(options.root)
    hub = config.settings.websub_hub or ""
    # Settings with a fault are not read at all: the fault is told below.
    if not hub and not any(problem.severity == "error" for problem in problems):
        print("site_config/site.yml names no `websub_hub`: there is nobody to tell.")
        return FINE
    project = inspected(options.root)
    print_problems([problem for problem in project.problems if problem.severity == "error"], "text")
    if faulty(project):
        return PROBLEMS
    site = make_site(project.config, project.catalog, project.catalog.newest)
    addresses = list(news(with_topics(site, landscape(project)), options.since or ""))
    if options.dry_run:
        print("\n".join(addresses))
    else:
        tell(hub, addresses)
        print(f"{hub} knows of {len(addresses)} feeds with something new.")
    return FINE
