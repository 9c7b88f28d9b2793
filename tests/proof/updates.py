"""Updates of every kind: such as the networks send, bent ones, hostile ones; the same for the same dice."""

import copy
import random
from typing import Any

from handlers import BUTTONS, COMMANDS

WORDS = [
    "Tôi dự",
    "xin vắng vì ốm",
    "Tôi đến muộn 15 phút",
    "đồng chí Nam vắng",
    "Xin chào",
    "1",
    "4.",
    "hủy",
    "phát biểu",
    "chương trình",
    "8 giờ 30 ngày 25/12",
    "ngày 31/02 lúc 25:61",
    "Phòng họp tầng 2",
    "ABCD-EFGH",
    "Nội dung dài " * 300,
    "' OR 1=1; DROP TABLE members; --",
    "{ $name } { -brand } {",
    "%s %(x)s {0} \\x00",
    "a\x00b",
    "\ud800",
    "\u202e\u200b\u0301" * 40,
    "😀" * 3000,
    "",
    " \n\t ",
    "<b>đậm</b> [x](tg://user?id=1)",
]
ODD: list[Any] = [
    None,
    True,
    -1,
    0,
    2**31,
    2**63,
    2**200,
    -(2**63) - 1,
    0.5,
    float("inf"),
    float("nan"),
    "",
    "\x00",
    "x" * 5000,
    [],
    {},
    [[[]]],
    {"id": {"id": {}}},
    "2026-13-45",
    1e308,
]


class Source:
    """Makes updates. `people` are account ids of that network, as strings."""

    def __init__(self, network: str, people: list[str], seed: int) -> None:
        self._dice = random.Random(f"{network}:{seed}")  # noqa: S311  (the same in every run)
        self._network = network
        self._people = people
        self._number = 1_000

    def next(self) -> Any:
        """One more update: about half as the network sends them, a third bent in places, the rest anything at all."""
        self._number += 1
        kind = self._dice.random()
        update = self._valid()
        if kind < 0.5:
            return update
        if kind < 0.9:
            for _ in range(self._dice.randint(1, 4)):
                update = self._bend(update)
            return update
        return self._anything(0)

    def _words(self) -> str:
        kind = self._dice.random()
        if kind < 0.5:
            return self._dice.choice(WORDS)
        if kind < 0.75:
            return f"/{self._dice.choice(list(COMMANDS))} {self._dice.choice(['', *WORDS])}"
        return "".join(
            chr(self._dice.choice([self._dice.randrange(32, 127), self._dice.randrange(160, 0x1FFF)]))
            for _ in range(20)
        )

    def _pressed(self) -> str:
        """The data of a button, often forged: a verb of ours with anything behind it."""
        verb = self._dice.choice([*BUTTONS, "att", "none"])
        some = ["1", "2", "0", "-1", "attend", "absent", "9" * 30, "", "x", "1e9", "\u0663", "٣", "2026-11", "ok"]
        return ":".join([verb, *(self._dice.choice(some) for _ in range(self._dice.randint(0, 5)))])

    def _valid(self) -> Any:
        person = self._dice.choice(self._people)
        if self._network == "zalo":
            event = self._dice.choice(["text", "text", "text", "image", "sticker", "unsupported"])
            message = {
                "from": {"id": person, "display_name": "Đồng chí", "is_bot": False},
                "chat": {"id": person, "chat_type": self._dice.choice(["PRIVATE", "PRIVATE", "GROUP"])},
                "text": self._words(),
                "message_id": f"m{self._number}",
                "date": 1_750_316_131_602,
            }
            flat = {"event_name": f"message.{event}.received", "message": message}
            return flat if self._dice.random() < 0.5 else {"ok": True, "result": flat}
        who = {"id": int(person), "first_name": "Đồng chí", "is_bot": False}
        chat = self._dice.choice(
            [{"id": int(person), "type": "private"}, {"id": -4_000_001, "type": "group", "title": "Nhóm"}]
        )
        message = {"message_id": self._number, "from": who, "chat": chat, "date": 1_750_316_131, "text": self._words()}
        press = {
            "id": str(self._number),
            "from": who,
            "chat_instance": "1",
            "data": self._pressed(),
            "message": message,
        }
        states = [{"status": self._dice.choice(["member", "left", "kicked"]), "user": who} for _ in range(2)]
        member = {"chat": chat, "from": who, "date": 1, "old_chat_member": states[0], "new_chat_member": states[1]}
        part = self._dice.choice(
            [{"message": message}, {"message": message}, {"callback_query": press}, {"my_chat_member": member}]
        )
        return {"update_id": self._number, **copy.deepcopy(part)}

    def _bend(self, value: Any) -> Any:
        """Change one place of it: another value, a key too few, a list where an object was."""
        if isinstance(value, dict) and value:
            key = self._dice.choice(list(value))
            kind = self._dice.random()
            if kind < 0.6 and isinstance(value[key], dict):
                return value | {key: self._bend(value[key])}
            if kind < 0.7:
                return {each: value[each] for each in value if each != key}
            # What is new keeps its number, else most would only be repeats of one another.
            if key not in ("update_id", "message_id"):
                return value | {key: self._dice.choice([*ODD, self._anything(2)])}
        return value

    def _anything(self, depth: int) -> Any:
        kind = self._dice.random()
        if depth > 5 or kind < 0.4:
            return self._dice.choice([*ODD, *WORDS, self._number])
        if kind < 0.6:
            return [self._anything(depth + 1) for _ in range(self._dice.randint(0, 3))]
        names = ["update_id", "message", "chat", "id", "from", "text", "result", "event_name", "data", "callback_query"]
        return {self._dice.choice(names): self._anything(depth + 1) for _ in range(self._dice.randint(0, 4))}
