"""Help speaks to who asks, names every command there is, and no other."""

import re

import pytest

from handlers import COMMANDS
from tests.desk_fixtures import office


@pytest.fixture
def home():
    return office()


@pytest.fixture
def cell(home):
    return home.cell()


def said(rows):
    assert len(rows) == 1
    return rows[0].body["text"]


def commands_in(text):
    return set(re.findall(r"(?<!\w)/([a-z]+)", text))


@pytest.mark.parametrize("words", ["/help", "TRỢ GIÚP", "tro giup", "giúp", "/help@chibo_bot"])
def test_a_member_reads_what_he_can_do(home, cell, words):
    text = said(home.says(home.member("Trần Thị Cúc", cell), words))
    assert "Trần Thị Cúc" in text
    assert "VẮNG" in text
    assert "/taohop" not in text
    assert len(text) < 1000


def test_an_organiser_reads_more(home, cell):
    text = said(home.says(home.member("Lê Thị Sen", cell, "head", bot="zl"), "giup"))
    assert "/taohop" in text
    assert cell.name in text
    assert len(text) < 2000


def test_every_listed_command_is_in_the_help_and_every_command_in_the_help_exists(home, cell):
    text = said(home.says(home.member("Lê Thị Sen", cell, "head"), "/help"))
    listed = {name for name, command in COMMANDS.items() if command.listed}
    assert commands_in(text) <= set(COMMANDS)
    assert listed - commands_in(text) == {"help"}


def test_one_line_in_a_group(home, cell):
    for who in (home.member("Trần Thị Cúc", cell), "stranger"):
        text = said(home.says(who, "/help", group=cell))
        assert "\n" not in text
        assert "Cúc" not in text


def test_a_stranger_reads_how_to_be_linked(home, cell):
    text = said(home.says("stranger", "/help"))
    assert "mã một lần" in text
    assert cell.name not in text


def test_cancel_says_whether_there_was_anything(home, cell):
    member = home.member("Trần Thị Cúc", cell)
    assert "không có việc nào" in said(home.says(member, "/huy"))
    home.says(member, "/dulieu")
    home.presses(member, "right:correct")
    assert home.step(member) == "rights_correct"
    assert "Đã hủy" in said(home.says(member, "hủy"))
    assert home.step(member) == ""
