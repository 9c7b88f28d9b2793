"""Everything the assistant understands and says. This page is its whole vocabulary: commands, buttons, steps, events, pushes."""

from collections.abc import Callable

from handlers import attendance, dispatch, events, secrecy
from handlers.desk import Desk
from handlers.dispatch import Command
from handlers.turn import Turn
from storage.spine import Push

COMMANDS: dict[str, Command] = {
    # name: Command(function(turn, rest), aliases: whole messages that mean the same)
}

BUTTONS: dict[str, Callable[..., None]] = {
    # verb of the data of a button: function(turn, *arguments)
}

STEPS: dict[str, Callable[[Turn, str], None]] = {
    # word stored in a conversation: function(turn, text)
}

EVENTS: dict[str, Callable[[Turn], None]] = {
    "file": secrecy.refuse_file,
    "joined": events.joined,
    "left": events.left,
    "blocked": events.blocked,
    "unblocked": events.unblocked,
    "migrated": events.migrated,
}

PUSHES: dict[str, Callable[[Desk, Push], str | None]] = {
    # kind of a push: function(desk, push); may return why nothing was sent
}

VOCABULARY = dispatch.Vocabulary(
    commands=COMMANDS,
    buttons=BUTTONS,
    steps=STEPS,
    events=EVENTS,
    pushes=PUSHES,
    plain_words=attendance.said,
    refuse_text=secrecy.refuse_text,
)
