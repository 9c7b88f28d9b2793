"""The labelled replies written for this project, and how a reading is compared with them."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from handlers.understanding import understand

KEYS = ("attendance", "minutes_late", "reason", "speak", "ask", "about")
OPPOSITE = {("attend", "absent"), ("absent", "attend")}


def lines(*, held_out: bool | None = None) -> list[dict[str, Any]]:
    """All labelled replies, or only the part held out from rule writing, or only the rest."""
    path = Path(__file__).with_name("corpus.jsonl")
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [line for line in found if held_out is None or line["held_out"] == held_out]


def unmarked(text: str) -> str:
    """The text as typed by somebody who uses no marks at all."""
    apart = unicodedata.normalize("NFD", text)
    return "".join(char for char in apart if not unicodedata.combining(char)).replace("đ", "d").replace("Đ", "D")


@dataclass
class Score:
    """How many labels were read right, which were not, and which labels were taken for which."""

    size: int = 0
    right: Counter[str] = field(default_factory=Counter)
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    opposite: list[str] = field(default_factory=list)

    def share(self, key: str) -> float:
        """Share of replies whose label `key` was read right, 0 to 1."""
        return self.right[key] / self.size if self.size else 0.0


def score(labelled: list[dict[str, Any]]) -> Score:
    """Read every reply and compare it with its labels."""
    result = Score(size=len(labelled))
    for line in labelled:
        read = understand(line["text"]).as_json()
        for key in KEYS:
            result.right[key] += read[key] == line[key]
        pair = (line["attendance"], read["attendance"])
        result.confusion[(str(pair[0]), str(pair[1]))] += 1
        if pair in OPPOSITE:
            result.opposite.append(line["text"])
        differing = [f"{key}: {line[key]} read as {read[key]}" for key in KEYS if read[key] != line[key]]
        if differing:
            result.wrong.append(f"{line['text']!r}: {'; '.join(differing)}")
    return result
