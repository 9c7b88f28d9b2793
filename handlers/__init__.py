"""Everything the assistant understands and says. This page is its whole vocabulary: commands, buttons, steps, events, pushes."""

from collections.abc import Callable
from functools import partial

from handlers import attendance, dispatch, events, help, linking, pushes, secrecy, themes  # noqa: A004  (help is what people call it)
from handlers.desk import Desk
from handlers.dispatch import Command
from handlers.turn import Turn
from storage.spine import Push

OPENINGS: dict[str, Callable[..., None]] = {
    # word of a deep link ("word_argument" behind t.me/BOT?start=): function(turn, *arguments); only talks, never an act
}

COMMANDS: dict[str, Command] = {
    # name: Command(function(turn, rest), aliases: whole messages that mean the same)
    "start": Command(partial(linking.start, openings=OPENINGS), ("bắt đầu", "xin chào"), listed=False),
    "help": Command(help.show, ("trợ giúp", "giúp", "hướng dẫn", "help")),
    "huy": Command(help.cancel, ("hủy", "huỷ", "thôi"), keeps_talk=True),
    "lienket": Command(linking.bind),
    "huylienket": Command(linking.unlink, ("hủy liên kết", "huỷ liên kết")),
}

BUTTONS: dict[str, Callable[..., None]] = {
    # verb of the data of a button: function(turn, *arguments)
    "link": linking.consent,
    "keep": linking.keep_texts,
    "unlink": linking.unlink_confirmed,
    "unbind": linking.unbind_confirmed,
}

STEPS: dict[str, Callable[[Turn, str], None]] = {
    # word stored in a conversation: function(turn, text)
    "link_consent": linking.consent_step,
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
    "invitation": pushes.invitation,
    "reminder": pushes.reminder,
    "nudge": pushes.nudge,
    "notice": pushes.notice,
    "theme": themes.theme,
    "theme_warning": themes.theme_warning,
}


def plain_words(turn: Turn, text: str) -> None:
    """Answer what is neither a command nor a choice nor part of a talk: a one-time code, or a reply in everyday words."""
    if not linking.typed_code(turn, text):
        attendance.said(turn, text)


VOCABULARY = dispatch.Vocabulary(
    commands=COMMANDS,
    buttons=BUTTONS,
    steps=STEPS,
    events=EVENTS,
    pushes=PUSHES,
    plain_words=plain_words,
    refuse_text=secrecy.refuse_text,
)
