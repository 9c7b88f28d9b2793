"""Which handler a message goes to: a command, a choice, the open step of a talk, or plain words."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from handlers.desk import Desk
from handlers.folding import fold
from handlers.turn import RefusedError, Turn
from storage.spine import Push

Handler = Callable[[Turn], None]
SLASH = re.compile(r"^/(?P<name>[A-Za-z_]+)(?:@(?P<bot>\w+))?(?:\s+(?P<rest>.*))?$", re.DOTALL)
# "2", "2.", "2)", "(2)", "số 2", "chọn 2"
NUMBER = re.compile(r"^\(?(?:(?:số|so|chọn|chon)\s*)?(\d{1,2})\s*[.)]?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Command:
    """A command: `run(turn, rest)` gets what was typed behind it; `aliases` are whole messages that mean the same.

    A command ends the open talk before it runs, unless it `keeps_talk` (to cancel it, say).
    """

    run: Callable[[Turn, str], None]
    aliases: Sequence[str] = ()
    listed: bool = True
    keeps_talk: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything the assistant listens to; handlers/__init__.py holds the one that is in use."""

    commands: dict[str, Command]
    buttons: dict[str, Callable[..., None]]
    steps: dict[str, Callable[[Turn, str], None]]
    events: dict[str, Handler]
    pushes: dict[str, Callable[[Desk, Push], str | None]]
    plain_words: Callable[[Turn, str], None]
    refuse_text: Callable[[Turn, str], bool]

    _by_alias: dict[str, Command] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Fold the aliases once, not at every message; of two commands with the same alias the first has it."""
        folded = [(fold(alias), command) for command in self.commands.values() for alias in command.aliases]
        object.__setattr__(self, "_by_alias", dict(reversed(folded)))

    def alias(self, text: str) -> Command | None:
        """Return the command that a whole message stands for ("CHƯƠNG TRÌNH", "chuong trinh"), or None."""
        return self._by_alias.get(fold(text))


def answer(turn: Turn, vocabulary: Vocabulary) -> bool:
    """Let the right handler answer; False if the message was nothing for us (then nothing was written).

    A refusal is told to the person; any other error is the caller's to roll back.
    """
    try:
        heard = _route(turn, vocabulary)
    except RefusedError as refused:
        _refuse(turn, refused)
        heard = True
    if turn.incoming.press_id is not None and not turn.toasted:
        turn.toast("")
    return heard


def _route(turn: Turn, vocabulary: Vocabulary) -> bool:
    incoming = turn.incoming
    if incoming.kind == "text":
        return _text(turn, vocabulary)
    if incoming.kind == "press":
        _press(turn, vocabulary, incoming.data)
        return True
    vocabulary.events[incoming.kind](turn)
    return True


def _text(turn: Turn, vocabulary: Vocabulary) -> bool:
    if not turn.incoming.addressed:
        return False
    text = turn.incoming.text.strip()
    if _is_for_another_bot(turn, text):
        return False
    if vocabulary.refuse_text(turn, text):
        return True
    found = _command(vocabulary, text)
    if found is not None:
        command, rest = found
        if not turn.incoming.in_group and not command.keeps_talk:
            turn.end_talk()
        command.run(turn, rest)
        return True
    picked = pick(text, turn.conversation.choices)
    if picked is not None:
        _press(turn, vocabulary, picked)
    elif not turn.incoming.in_group and _step_is_open(turn):
        vocabulary.steps[turn.conversation.step](turn, text)
    else:
        vocabulary.plain_words(turn, text)
    return True


def _is_for_another_bot(turn: Turn, text: str) -> bool:
    """Whether a group's command names another bot; in private whatever stands behind the @ means us."""
    slash = SLASH.match(text)
    if slash is None or not slash["bot"] or not turn.incoming.in_group or not turn.bot.username:
        return False
    return slash["bot"].casefold() != turn.bot.username.casefold()


def _command(vocabulary: Vocabulary, text: str) -> tuple[Command, str] | None:
    slash = SLASH.match(text)
    if slash is None:
        command = vocabulary.alias(text)
        return (command, "") if command else None
    command = vocabulary.commands.get(slash["name"].lower())
    if command is None:
        raise RefusedError("unknown-command", command=slash["name"][:32])
    return command, (slash["rest"] or "").strip()


def _press(turn: Turn, vocabulary: Vocabulary, data: str) -> None:
    verb, *arguments = data.split(":")
    handler = vocabulary.buttons.get(verb)
    if handler is None:
        raise RefusedError("button-too-old")
    try:
        handler(turn, *arguments)
    except (TypeError, ValueError) as error:
        # A button of an older release may carry other arguments; a fault of ours must not hide behind that.
        if error.__traceback__ is not None and error.__traceback__.tb_next is None:
            raise RefusedError("button-too-old") from error
        raise


def pick(text: str, offered: Sequence[dict[str, Any]]) -> str | None:
    """Return the data of the offered choice a text picks: "2", "2.", its label, or the label without marks; else None."""
    if not offered:
        return None
    number = NUMBER.match(text.strip())
    if number is not None:
        index = int(number[1]) - 1
        return str(offered[index]["data"]) if 0 <= index < len(offered) else None
    folded = fold(text)
    for choice in offered:
        if folded and folded == fold(choice["label"]):
            return str(choice["data"])
    return None


def _step_is_open(turn: Turn) -> bool:
    return bool(turn.conversation.step) and turn.is_fresh(turn.conversation)


def _refuse(turn: Turn, refused: RefusedError) -> None:
    if turn.incoming.kind == "press" and turn.incoming.press_id is not None:
        turn.toast(refused.key, **refused.args_for_text)
    else:
        turn.say_text(turn.text(refused.key, **refused.args_for_text))
