"""What members write is read as they mean it: the promises of the project, measured on the labelled replies."""

from __future__ import annotations

from collections import Counter

import pytest

from handlers.understanding import understand
from tests.understanding.corpus import OPPOSITE, lines, score, unmarked


def test_the_corpus_is_large_balanced_and_partly_held_out() -> None:
    everything = lines()
    assert len(everything) >= 600
    assert len({line["text"] for line in everything}) == len(everything)
    assert len(lines(held_out=True)) >= 200
    labels = Counter(str(line["attendance"]) for line in everything)
    assert min(labels[label] for label in ("attend", "absent", "late", "unsure", "None")) >= 60
    reasons = Counter(line["reason"] for line in everything if line["reason"])
    assert min(reasons[reason] for reason in ("work", "health", "family", "study", "duty", "other")) >= 20
    assert sum(line["about"] == "other" for line in everything) >= 60
    assert sum(line["speak"] for line in everything) >= 25
    assert sum(line["ask"] for line in everything) >= 50


def test_every_reply_the_rules_were_written_from_is_read_exactly() -> None:
    assert score(lines(held_out=False)).wrong == []


@pytest.mark.parametrize(("label", "least"), [("attendance", 0.97), ("reason", 0.92), ("about", 0.97)])
def test_replies_held_out_from_rule_writing_are_understood(label: str, least: float) -> None:
    result = score(lines(held_out=True))
    assert result.share(label) >= least, result.wrong


def test_nobody_who_comes_is_recorded_absent_nor_the_reverse() -> None:
    assert score(lines()).opposite == []


def test_without_marks_no_answer_turns_into_its_opposite() -> None:
    turned = [
        line["text"]
        for line in lines()
        if (line["attendance"], understand(unmarked(line["text"])).attendance) in OPPOSITE
    ]
    assert turned == []
