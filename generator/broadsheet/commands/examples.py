"""What `--help` shows below the options of each command: lines to try, each of which a test parses."""

import argparse

EXAMPLES: dict[str, tuple[str, ...]] = {
    "": ("broadsheet new my-digest", "broadsheet -C my-digest serve", "broadsheet doctor"),
    "new": (
        "broadsheet new my-digest",
        "broadsheet new my-digest --name 'Small Models' --repo https://github.com/me/my-digest --yes",
    ),
    "check": ("broadsheet check", "broadsheet check --format github"),
    "build": ("broadsheet build", "broadsheet build --out /tmp/site --url https://example.org/digest/ --jobs 2"),
    "serve": ("broadsheet serve", "broadsheet -C my-digest serve --port 0"),
    "dataset": ("broadsheet dataset --out dataset",),
    "add": ("broadsheet add 2405.04532", "broadsheet add --dry-run https://doi.org/10.1145/3600006.3613165 P18-1001"),
    "import": ("broadsheet import library.bib", "broadsheet import zotero.ris --dry-run"),
    "export": ("broadsheet export --to bibtex --plain", "broadsheet export --to csl-json --out papers.json"),
    "runs read": ("broadsheet runs read content/runs/l40s/serve.json", "broadsheet runs read *.json --format jsonl"),
    "authors resolve": ("broadsheet authors resolve papers.jsonl",),
    "authors lock": ("broadsheet authors lock", "broadsheet authors lock --check"),
    "authors suggest": ("broadsheet authors suggest",),
    "topics fit": ("broadsheet topics fit --dry-run", "broadsheet topics fit"),
    "topics show": ("broadsheet topics show", "broadsheet topics show quantum-machines"),
    "topics preview": ("broadsheet topics preview papers.jsonl --topics 12",),
    "report": ("broadsheet report --base main", "broadsheet report --base HEAD^1 --cards cards > report.md"),
    "from-issue": ("broadsheet from-issue event.json", "broadsheet from-issue event.json --offline"),
    "subscriptions serve": (
        "broadsheet subscriptions serve --database /var/lib/digest/subscribers.sqlite",
        "broadsheet subscriptions serve --database postgresql+psycopg:///digest --proxy 127.0.0.1",
    ),
    "email build": ("broadsheet email build --period week", "broadsheet email build --period day --date 2026-04-17"),
    "email send": (
        "broadsheet email send --period week --subscribers ~/digest/subscribers.sqlite --dry-run",
        "broadsheet email send --period week --subscribers subscribers.jsonl --resolve unsent",
    ),
    "ping": ("broadsheet ping --dry-run", "broadsheet ping --since 2026-04-17"),
    "doctor": ("broadsheet doctor", "broadsheet -C my-digest doctor"),
    "completion": (
        "broadsheet completion bash > ~/.local/share/bash-completion/completions/broadsheet",
        "broadsheet completion zsh > ~/.zfunc/_broadsheet",
        "broadsheet completion fish > ~/.config/fish/completions/broadsheet.fish",
    ),
}


def teach(parser: argparse.ArgumentParser, name: str = "") -> None:
    """Put examples below the help of a parser and of every command under it; of a group the first of each command."""
    under = subcommands(parser)
    lines = EXAMPLES.get(name) or tuple(EXAMPLES[f"{name} {command}"][0] for command in under)
    parser.epilog = "\n".join(("examples:", *(f"  {line}" for line in lines)))
    parser.formatter_class = _Epilog
    for command, below in under.items():
        teach(below, f"{name} {command}".strip())


def subcommands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The commands right below a parser."""
    choices = (action.choices for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    return {name: below for found in choices for name, below in found.items()}


class _Epilog(argparse.HelpFormatter):
    """Keeps the lines of an epilog, which argparse would fill into a paragraph."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return text if text.startswith("examples:") else super()._fill_text(text, width, indent)
