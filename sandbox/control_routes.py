"""The table of all control requests, with one line and one example each: also what GET /sandbox/help says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sandbox.control import Ask, Control

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


@dataclass(slots=True, frozen=True)
class Route:
    """One request: method, path, what does it, what it is for, an example of its body or query."""

    method: str
    path: str
    work: Callable[[Control, Ask], Awaitable[Any]]
    purpose: str
    example: dict[str, Any]


_P, _C, _G, _B = "700000001", "chibo_bot:700000001", "-4000001", "chibo_bot"

ROUTES = [
    Route("POST", "/sandbox/world", Control.world, "Add bots, people and groups; answers their ids.", {
        "bots": [{"network": "telegram", "token": "111:demo", "username": _B, "name": "Trợ lý Chi bộ",
                  "group_privacy": True, "limits": {"per_second": 30}}],
        "people": [{"id": _P, "name": "Lê Văn Minh", "network": "telegram", "username": "minh", "role": "bí thư"}],
        "groups": [{"network": "telegram", "title": "Chi bộ 1", "people": [_P], "bots": [_B], "admins": [_P]}]}),
    Route("GET", "/sandbox/state", Control.state, "Time, people, bots, chats.", {}),
    Route("POST", "/sandbox/bot", Control.bot, "Change limits, quota, webhook_shape, nbsp_mentions, group_privacy.",
          {"bot": _B, "limits": {"record_only": True}}),
    Route("POST", "/sandbox/say", Control.say, "A person writes; a private chat is opened if need be. Also `reply_to`, "
          "`mention` (Zalo groups), `anonymous` (Telegram groups).", {"person": _P, "chat": _C, "text": "Dự"}),
    Route("POST", "/sandbox/edit", Control.edit, "A person changes what he wrote.",
          {"person": _P, "chat": _C, "message": 1, "text": "Vắng"}),
    Route("POST", "/sandbox/send_file", Control.send_file, "A person sends a photo, document, sticker or voice; "
          "`content` is base64.", {"person": _P, "chat": _C, "kind": "photo", "caption": "Ảnh"}),
    Route("POST", "/sandbox/tap", Control.tap, "A person presses a button by label, data or place (from 1); waits up to "
          "`wait` real seconds for the bot's answer.", {"person": _P, "chat": _C, "message": 2, "button": "Dự"}),
    Route("GET", "/sandbox/press", Control.press, "What became of a press.", {"id": "4000000000001"}),
    Route("POST", "/sandbox/open", Control.open, "A person follows a deep link; `group` for ?startgroup=.",
          {"person": _P, "link": f"https://t.me/{_B}?start=CODE"}),
    Route("GET", "/sandbox/messages", Control.messages, "Messages of a chat with id > `after`; `since`: new or changed "
          "since that `rev`; `limit`, `last`.", {"chat": _C, "after": 0}),
    Route("POST", "/sandbox/join", Control.join, "A person enters a group.", {"person": _P, "group": _G}),
    Route("POST", "/sandbox/leave", Control.leave, "A person leaves a group.", {"person": _P, "group": _G}),
    Route("POST", "/sandbox/block", Control.block, "A person blocks a bot.", {"person": _P, "bot": _B}),
    Route("POST", "/sandbox/unblock", Control.unblock, "A person lets a bot write again.", {"person": _P, "bot": _B}),
    Route("POST", "/sandbox/add", Control.add, "A bot is added to a group.", {"bot": _B, "group": _G}),
    Route("POST", "/sandbox/kick", Control.kick, "A bot is removed from a group.", {"bot": _B, "group": _G}),
    Route("POST", "/sandbox/migrate", Control.migrate, "A basic Telegram group becomes a supergroup.", {"group": _G}),
    Route("POST", "/sandbox/raw", Control.raw, "Queue any JSON value (`update`) or list (`updates`) as updates; `wrap` "
          "puts an update_id into each (Telegram).", {"bot": _B, "update": {"odd": 1}, "wrap": True}),
    Route("POST", "/sandbox/replay", Control.replay, "Hand out the last `count` confirmed updates once more.",
          {"bot": _B, "count": 1}),
    Route("GET", "/sandbox/clock", Control.clock, "The time, its speed, what is next, who follows.", {}),
    Route("POST", "/sandbox/clock", Control.move, "`advance` a span, go `to` a time, to the `next` thing due, `set` "
          "(no waiting, also back), or `speed`.", {"advance": "2d3h"}),
    Route("POST", "/sandbox/clock/follow", Control.follow, "A bot's process follows the clock (long poll).",
          {"follower": "p1", "now": "2026-12-01T00:00:00+00:00", "idle": True, "soon": None, "next": None}),
    Route("POST", "/sandbox/settle", Control.settle, "Wait until nothing is in flight; `timeout` (real seconds), "
          "`followers` (how many must be there).", {"timeout": 30}),
    Route("POST", "/sandbox/faults", Control.add_fault, "Let something go wrong: `kind`, for a `bot`, `network`, `chat`, "
          '`method`; `times` N or "until cleared"; `from`, `until`, `for`.', {"kind": "429", "retry_after": 7}),
    Route("GET", "/sandbox/faults", Control.faults, "The faults planned or active.", {}),
    Route("DELETE", "/sandbox/faults", Control.clear_faults, "End one fault (`id`) or all.", {}),
    Route("GET", "/sandbox/calls", Control.calls, "Calls of the bots with id > `after`; `chat`, `bot`, `limit`, `last`.",
          {"chat": _C, "after": 0}),
    Route("GET", "/sandbox/violations", Control.violations, "Each moment at which a limit was exceeded.", {"after": 0}),
    Route("POST", "/sandbox/batch", Control.batch, "Several requests in one, in order.",
          {"steps": [{"do": "say", "person": _P, "chat": _C, "text": "Dự"}, {"do": "settle"}]}),
]  # fmt: skip
