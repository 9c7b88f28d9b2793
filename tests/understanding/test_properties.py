"""However a reply is dressed up, it never turns into its opposite, and no text at all breaks the reader."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.understanding import Reading, understand
from handlers.understanding.tokens import tidy, tokens_of
from tests.understanding.corpus import OPPOSITE, lines, unmarked

ANSWERS = [line for line in lines() if line["attendance"] in {"attend", "absent"}]
PLAIN_ATTEND = [
    "tôi dự",
    "em có mặt ạ",
    "tham gia được",
    "tôi sẽ đến",
    "Dự",
    "mình đi được nhé",
    "toi se tham du",
    "e dự đc",
]
PLAIN_ABSENT = [
    "xin vắng",
    "tôi không dự được",
    "em xin nghỉ",
    "báo vắng",
    "ko đi dc",
    "khong tham gia duoc",
    "em vắng mặt",
]
TAILS = [" ạ", " nhé", " nha", " 😊", " 🙏🙏", "!!!", "  ", " ạ ạ", "...", " hihi", " nhen", "\n", " 👍"]
HEADS = ["", "Dạ ", "Dạ, ", "Vâng, ", "ok, ", "Thưa đồng chí, ", "  ", "Báo cáo chi ủy: "]
NEW_STYLE = ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "ùy", "úy", "ủy", "ũy", "ụy"]
OLD_STYLE = dict(
    zip(NEW_STYLE, ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"], strict=True)
)


def other_style(text: str) -> str:
    for new, old in OLD_STYLE.items():
        text = text.replace(new, old) if new in text else text.replace(old, new)
    return text


@given(st.text(max_size=300))
@settings(max_examples=400, deadline=None)
def test_any_text_at_all_is_read_without_an_error(text: str) -> None:
    reading = understand(text)
    assert isinstance(reading, Reading)
    assert set(reading.as_json()) == {"attendance", "minutes_late", "reason", "speak", "ask", "about"}
    assert reading.reason is None or reading.attendance == "absent"
    assert reading.minutes_late is None or (reading.attendance == "late" and reading.minutes_late > 0)
    assert reading.about == "self" or reading.attendance is None


@given(st.lists(st.sampled_from([token.text for line in lines() for token in tokens_of(line["text"])]), max_size=14))
@settings(max_examples=400, deadline=None)
def test_any_jumble_of_their_words_is_read_without_an_error(words: list[str]) -> None:
    reading = understand(" ".join(words))
    assert reading.attendance in {None, "attend", "late", "absent", "unsure"}
    assert reading.about == "self" or reading.attendance is None


@given(
    line=st.sampled_from(ANSWERS),
    head=st.sampled_from(HEADS),
    tail=st.sampled_from(TAILS),
    shout=st.booleans(),
    apart=st.booleans(),
    old_style=st.booleans(),
)
@settings(max_examples=400, deadline=None)
def test_politeness_capitals_and_unicode_never_turn_an_answer_round(
    *, line: dict[str, str], head: str, tail: str, shout: bool, apart: bool, old_style: bool
) -> None:
    text = head + line["text"] + tail
    text = other_style(text) if old_style else text
    text = text.upper() if shout else text
    text = unicodedata.normalize("NFD" if apart else "NFC", text)
    assert (line["attendance"], understand(text).attendance) not in OPPOSITE


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("head", HEADS)
def test_a_plain_answer_stays_what_it_is_in_every_dress(head: str, tail: str) -> None:
    for plain in PLAIN_ATTEND:
        assert understand(head + plain + tail).attendance == "attend", head + plain + tail
    for plain in PLAIN_ABSENT:
        assert understand(head + plain + tail).attendance == "absent", head + plain + tail


@given(st.sampled_from(lines()))
@settings(max_examples=300, deadline=None)
def test_the_two_unicode_forms_are_read_alike(line: dict[str, str]) -> None:
    assert understand(unicodedata.normalize("NFD", line["text"])) == understand(
        unicodedata.normalize("NFC", line["text"])
    )


@given(st.sampled_from(lines()))
@settings(max_examples=300, deadline=None)
def test_both_tone_mark_styles_are_read_alike(line: dict[str, str]) -> None:
    other = other_style(line["text"])
    assert understand(other).as_json() == understand(line["text"]).as_json()


@given(st.text(max_size=200))
@settings(max_examples=400, deadline=None)
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize("plain", ["dự được", "tham gia được", "đi được", "có mặt được", "đến được"])
@pytest.mark.parametrize("no", ["không", "ko", "k", "hok", "chưa", "hổng", "nỏ", "không thể", "chẳng", "hem"])
def test_a_no_before_an_answer_turns_it_round(plain: str, no: str) -> None:
    assert understand(f"tôi {plain}").attendance == "attend"
    assert understand(f"tôi {no} {plain}").attendance == "absent"
    assert understand(unmarked(f"tôi {no} {plain}")).attendance != "attend"


@pytest.mark.parametrize("no", ["không", "ko", "k", "không thể", "đâu có", "không hề", "chẳng"])
def test_a_no_before_vang_is_a_yes(no: str) -> None:
    assert understand(f"tôi {no} vắng").attendance == "attend"
    assert understand(unmarked(f"toi {no} vang")).attendance != "absent"


@pytest.mark.parametrize(
    "text", ["không dự được vì bận việc, " * 190, "a" * 5000, "12 " * 1700, "vắng" * 1250, "😀" * 5000, "đ/c " * 1250]
)
def test_a_letter_of_five_thousand_characters_is_read_in_a_moment(text: str) -> None:
    begin = time.perf_counter()
    understand(text)
    assert time.perf_counter() - begin < 0.5
