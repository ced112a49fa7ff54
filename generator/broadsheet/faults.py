"""What may go wrong that is not in the content: told in one line, exit code 3."""


class SetupError(Exception):
    """The engine, the disk or another build stands in the way; the message says which and how."""
