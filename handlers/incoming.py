"""What arrives, in words that fit both networks."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "press", "file", "joined", "left", "blocked", "unblocked", "migrated"]


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update, already freed of its network.

    `person_id` is None where the network does not say who it was (an anonymous administrator of a group).
    `addressed`: in a group, the text is meant for us (a command, a reply to our post, a mention); in private it always is.
    `reply_to` is the network's id of the post of ours that was replied to. `press_id` has to be answered promptly.
    `joined`, `left`: the bot came to a group or was removed; `blocked`, `unblocked`: a person closed or opened the private chat;
    `migrated`: the group goes on as `moved_to`. `file` stands for everything that is no text: it is refused, not stored.
    """

    kind: Kind
    chat_id: str
    in_group: bool
    person_id: str | None = None
    person_name: str = ""
    text: str = ""
    data: str = ""
    message_id: str | None = None
    reply_to: str | None = None
    press_id: str | None = None
    chat_title: str = ""
    moved_to: str | None = None
    addressed: bool = True
