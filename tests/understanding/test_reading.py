"""What an organiser and the conversation are told beside the six public labels."""

from __future__ import annotations

import dataclasses

import pytest

from handlers.understanding import Reading, understand
from handlers.understanding.vocabulary import VOCABULARY


def test_an_absence_told_of_somebody_else_can_be_offered_for_recording() -> None:
    reading = understand("Đồng chí Hùng vắng vì ốm")
    assert (reading.about, reading.attendance, reading.reason) == ("other", None, None)
    assert (reading.said_of_other, reading.reason_of_other, reading.name) == ("absent", "health", "Hùng")
    assert reading.understood


def test_a_delay_told_of_somebody_else_keeps_its_minutes() -> None:
    reading = understand("anh Nam nhờ báo là đến muộn 20 phút")
    assert (reading.about, reading.attendance, reading.minutes_late) == ("other", None, None)
    assert (reading.said_of_other, reading.minutes_late_of_other, reading.name) == ("late", 20, "Nam")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("báo vắng giúp đ/c Lan", "Lan"),
        ("dc hung khong du duoc", "Hung"),
        ("chị Hoa xin vắng", "Hoa"),
        ("Đồng chí Nguyễn Văn Tâm đi công tác, không dự", "Nguyễn Văn Tâm"),
        ("anh ấy không đi được", None),
    ],
)
def test_the_name_is_given_where_one_was_said(said: str, name: str | None) -> None:
    reading = understand(said)
    assert (reading.about, reading.said_of_other, reading.name) == ("other", "absent", name)


def test_who_speaks_for_two_answers_for_himself_and_names_the_other() -> None:
    reading = understand("tôi và đc Hùng đều dự")
    assert (reading.about, reading.attendance) == ("self", "attend")
    assert (reading.said_of_other, reading.name) == ("attend", "Hùng")
    apart = understand("Tôi dự, còn đồng chí Hùng vắng")
    assert (apart.attendance, apart.said_of_other, apart.name) == ("attend", "absent", "Hùng")


@pytest.mark.parametrize("said", ["ok", "Vâng ạ", "đã rõ", "Cảm ơn đồng chí", "👍", "đã nhận thông tin"])
def test_an_acknowledgement_is_understood_but_answers_nothing(said: str) -> None:
    reading = understand(said)
    assert reading.acknowledgement
    assert reading.understood
    assert reading.attendance is None


@pytest.mark.parametrize("said", ["Dự án đường liên xã", "abc xyz", "", "   ", "10", "trời đẹp quá"])
def test_what_is_no_answer_teaches_the_rules(said: str) -> None:
    reading = understand(said)
    assert not reading.understood
    assert reading.attendance is None


def test_a_reading_cannot_be_changed_and_shows_six_keys() -> None:
    reading = understand("xin vắng, trực cơ quan")
    with pytest.raises(dataclasses.FrozenInstanceError):
        reading.attendance = "attend"  # type: ignore[misc]
    assert reading.as_json() == {
        "attendance": "absent",
        "minutes_late": None,
        "reason": "duty",
        "speak": False,
        "ask": False,
        "about": "self",
    }
    assert Reading().as_json()["attendance"] is None


def test_wish_and_lateness_are_different_words_with_and_without_marks() -> None:
    assert understand("toi muon phat bieu").speak
    assert understand("toi muon phat bieu").attendance is None
    assert understand("toi den muon").attendance == "late"
    assert understand("tôi muốn phát biểu").attendance is None
    assert understand("tôi dư").attendance is None


def test_comrade_and_able_are_told_apart() -> None:
    assert understand("k du dc").attendance == "absent"
    assert understand("dc Hùng vắng").about == "other"
    assert understand("du dc nhe").attendance == "attend"


def test_every_homograph_names_words_the_rules_know() -> None:
    for typed, homograph in VOCABULARY.homographs.items():
        for word in (homograph.otherwise, *(condition.word for condition in homograph.conditions)):
            assert word in VOCABULARY.words, f"[homograph.{typed}] in words.toml names {word}"
