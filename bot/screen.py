"""The terminal: what went well goes to standard output, what went wrong to standard error."""

from rich.console import Console

screen = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)
