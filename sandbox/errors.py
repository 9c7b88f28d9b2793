"""What the sandbox says when it cannot do what it was asked."""

from __future__ import annotations


class ControlError(Exception):
    """The control interface was asked for something impossible; the text names the thing and the remedy."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


class ApiError(Exception):
    """A chat network refuses a call of a bot, with the code and the words the real network uses."""

    def __init__(self, code: int, description: str, *, status: int | None = None, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.status = status or code
        self.description = description
        self.parameters = parameters


class DropConnection(Exception):  # noqa: N818 - it is an instruction to the server, not a mistake
    """The connection is to be closed without an answer, as a network that failed would do."""
