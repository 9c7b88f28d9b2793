"""Buttons with several actions, and lists too long for one message."""

from collections.abc import Callable, Mapping, Sequence
from inspect import signature

from handlers.desk import Choice, Choices, Desk
from handlers.turn import RefusedError, Turn

# On Zalo a choice is a line one answers with its number: a dozen can be read at a glance.
MOST_CHOICES = 12
PAGE = 8


def actions(table: Mapping[str, Callable[..., None]]) -> Callable[..., None]:
    """Return the handler of a verb whose first argument names the action; an unknown action or another number of arguments is refused."""
    bound = {name: (handler, signature(handler)) for name, handler in table.items()}

    def pressed(turn: Turn, action: str, *args: str) -> None:
        found = bound.get(action)
        if found is None:
            raise RefusedError("button-too-old")
        handler, takes = found
        try:
            takes.bind(turn, *args)
        except TypeError:
            raise RefusedError("button-too-old") from None
        handler(turn, *args)

    return pressed


def number(text: str) -> int:
    """Return a number carried by a button; what is none is refused, because the data of a button can be forged."""
    if not (text.isascii() and text.isdigit() and len(text) <= 9):  # noqa: PLR2004
        raise RefusedError("button-too-old")
    return int(text)


def page_of(
    desk: Desk, choices: Sequence[Choice], page: int, link: str, *, size: int = PAGE
) -> list[Choice | Sequence[Choice]]:
    """Return one page of a list of choices, with "previous" and "next" where there is more; `link` + the page number turns the page."""
    last = max(0, (len(choices) - 1) // size)
    here = max(0, min(page, last))
    return [*choices[here * size : (here + 1) * size], *page_turners(desk, here, last, link)]


def page_turners(desk: Desk, here: int, last: int, link: str) -> list[Choice]:
    """Return "previous" and "next", as far as there is such a page; `link` + the page number turns the page."""
    turners = []
    if here > 0:
        turners.append(desk.choice("agenda-button-previous-page", f"{link}{here - 1}"))
    if here < last:
        turners.append(desk.choice("agenda-button-next-page", f"{link}{here + 1}"))
    return turners


def say_without_offer(turn: Turn, text: str, choices: Choices = ()) -> None:
    """Answer with buttons only where there are buttons, and let no number stand for them: the next number is a number of the answer.

    Used where a figure is asked for ("5" is five minutes, not the fifth choice), and where choices carry what must not be kept.
    """
    if not turn.bot.has_buttons:
        choices = ()
    turn.change_text(text, choices)
    forget_offer(turn)


def forget_offer(turn: Turn) -> None:
    """Let no number stand for a choice offered before in this private chat."""
    turn.private_conversation().choices = []


def clip(text: str, length: int) -> str:
    """Return the text cut to that many characters, the cut marked with "…"."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def pages(blocks: Sequence[str], limit: int) -> list[list[str]]:
    """Return the blocks in pages whose lines together have at most `limit` characters, in their order; a longer block is clipped."""
    found: list[list[str]] = [[]]
    for whole in blocks:
        block = clip(whole, limit)
        if found[-1] and sum(len(each) + 1 for each in found[-1]) + len(block) > limit:
            found.append([])
        found[-1].append(block)
    return found
