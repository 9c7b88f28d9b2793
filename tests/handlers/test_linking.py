"""How a person becomes known to the assistant, and what somebody who is not known learns: nothing."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from handlers import VOCABULARY
from handlers.dispatch import answer
from handlers.incoming import Incoming
from handlers.turn import Turn
from storage import codes, mail, roster
from storage.people import Account, Audit, Code, Group
from storage.spine import Conversation
from tests.desk_fixtures import BOTS, data_of, labels, office

NAME = "Nguyễn Văn Bình"
CELL = "Chi bộ Địa chính"


@pytest.fixture(params=["tg", "zl"])
def bot(request):
    """Every conversation happens on both networks."""
    return request.param


@pytest.fixture
def home():
    return office()


@pytest.fixture
def cell(home):
    return home.cell(CELL)


@pytest.fixture
def member(home, cell):
    return home.member(NAME, cell, linked=False)


def code_for(home, member):
    life = home.now + home.policy.code_life
    return codes.add(home.session, "member", member.organisation_id, member.id, now=home.now, expires_at=life)


def group_code(home, cell):
    return codes.add(home.session, "group", cell.id, None, now=home.now, expires_at=home.now + home.policy.code_life)


def text_of(rows):
    assert len(rows) == 1, [row.body for row in rows]
    return rows[0].body["text"]


def linked_member(home, bot, user):
    account = roster.account(home.session, bot, user)
    return account.member_id if account else None


def agree(home, bot, user, rows):
    """Give the clear yes, as the network lets one: a button, or the number of the choice."""
    if bot == "tg":
        return [row for row in home.presses(user, data_of(rows[0], "đồng ý"), bot=bot) if row.action != "toast"]
    return home.says(user, "1", bot=bot)


# -- a stranger ----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("member")
@pytest.mark.parametrize("words", ["/start", "xin chào", "Cho hỏi chi bộ họp ngày nào?", "/help", "/agenda", "/dulieu"])
def test_a_stranger_gets_a_polite_sentence_and_learns_nothing(home, bot, words):
    text = text_of(home.says("stranger", words, bot=bot))
    assert "đồng chí" in text.lower()
    assert CELL not in text
    assert NAME not in text
    assert linked_member(home, bot, "stranger") is None


# -- the code and the consent --------------------------------------------------------------------------------------------


def test_code_consent_linked(home, member, bot):
    code = code_for(home, member)
    rows = home.says("phone", f"/start {code.replace('-', '')}", bot=bot)
    shown = text_of(rows)
    assert shown.startswith(f"Đồng chí là {NAME}, {CELL}?")
    for promised in ("Lưu:", "Ai xem:", "Bao lâu:", "90 ngày", "30 ngày", "24 tháng", "Quyền của đồng chí", "/dulieu"):
        assert promised in shown
    assert len(shown) < 1900
    assert labels(rows[0]) == ["Tôi đồng ý", "Tôi không đồng ý"]
    assert linked_member(home, bot, "phone") is None

    answer = text_of(agree(home, bot, "phone", rows))
    assert NAME in answer
    account = roster.account(home.session, bot, "phone")
    assert account.member_id == member.id
    assert account.consented_at == home.now
    assert account.keep_texts is False
    assert home.session.scalars(select(Code)).one().used_at == home.now
    assert [row.action for row in home.session.scalars(select(Audit))] == ["linked"]


@pytest.mark.parametrize("typed", ["{}", "mã của tôi là {} ạ", " {} ", "({})"])
def test_a_code_is_recognised_however_it_is_typed(home, member, bot, typed):
    code = code_for(home, member)
    assert NAME in text_of(home.says("phone", typed.format(code.lower()), bot=bot))
    assert NAME in text_of(home.says("phone", code.replace("-", " "), bot=bot))
    assert NAME in text_of(home.says("phone", code.replace("-", " – ").replace("0", "O").replace("1", "l"), bot=bot))


def test_silence_is_no_consent(home, member, bot):
    code = code_for(home, member)
    home.says("phone", code, bot=bot)
    for nothing_clear in ("ok", "vâng", "dự", "đã đọc", "?"):
        rows = home.says("phone", nothing_clear, bot=bot)
        assert "chọn một trong hai" in text_of(rows)
        assert linked_member(home, bot, "phone") is None
    home.now += timedelta(days=3)
    home.says("phone", "đồng ý", bot=bot)
    assert linked_member(home, bot, "phone") is None
    assert home.session.scalars(select(Code)).one().used_at is None


def test_refusing_stores_nothing_and_the_code_stays_good(home, member, bot):
    code = code_for(home, member)
    home.says("phone", code, bot=bot)
    assert "Không có gì được liên kết" in text_of(home.says("phone", "Tôi không đồng ý", bot=bot))
    account = roster.account(home.session, bot, "phone")
    assert (account.member_id, account.consented_at) == (None, None)
    conversation = home.session.get(Conversation, (bot, "phone"))
    assert (conversation.step, conversation.data) == ("", {})
    agree(home, bot, "phone", home.says("phone", code, bot=bot))
    assert linked_member(home, bot, "phone") == member.id


@pytest.mark.parametrize("words", ["Đồng ý", "toi dong y", "TÔI ĐỒNG Ý", "1"])
def test_agreeing_in_words(home, member, words):
    home.says("phone", code_for(home, member), bot="zl")
    home.says("phone", words, bot="zl")
    assert linked_member(home, "zl", "phone") == member.id


@pytest.mark.parametrize(
    ("answer", "kept"), [("Cho phép giữ lại", True), ("Không giữ lại", False), ("2", True), ("1", False)]
)
def test_keeping_sentences_is_a_question_of_its_own(home, member, answer, kept):
    home.says("phone", code_for(home, member), bot="zl")
    home.says("phone", "1", bot="zl")
    home.says("phone", answer, bot="zl")
    assert roster.account(home.session, "zl", "phone").keep_texts is kept


def test_an_old_or_forged_yes_links_nobody(home, member):
    assert home.presses("phone", "link:yes")[0].action == "toast"
    home.says("phone", code_for(home, member))
    home.now += timedelta(hours=25)
    home.presses("phone", "link:yes")
    assert linked_member(home, "tg", "phone") is None


def test_a_code_used_up_by_another_while_the_question_stood(home, member):
    code = code_for(home, member)
    asked = home.says("first", code)
    home.says("second", code)
    agree(home, "tg", "first", asked)
    home.presses("second", "link:yes")
    assert linked_member(home, "tg", "first") == member.id
    assert linked_member(home, "tg", "second") is None


# -- codes that open nothing ---------------------------------------------------------------------------------------------


def test_a_used_or_expired_code_says_so_only_to_who_has_it(home, member, bot):
    code = code_for(home, member)
    home.now += home.policy.code_life
    assert "hết hiệu lực" in text_of(home.says("phone", code, bot=bot))
    used = code_for(home, member)
    agree(home, bot, "phone", home.says("phone", used, bot=bot))
    text = text_of(home.says("other", used, bot=bot))
    assert "đã được dùng" in text
    assert NAME not in text


def test_a_new_code_ends_the_older_unused_one(home, member):
    old, new = code_for(home, member), code_for(home, member)
    assert "hết hiệu lực" in text_of(home.says("phone", old))
    assert NAME in text_of(home.says("phone", new))


def test_a_member_who_left_or_is_suspended_is_not_linked(home, member):
    code = code_for(home, member)
    member.left_on = home.now.date()
    assert "hết hiệu lực" in text_of(home.says("phone", code))
    member.left_on, member.status = None, "suspended"
    assert "hết hiệu lực" in text_of(home.says("phone", code))


def test_five_wrong_codes_an_hour_and_no_more(home, member, bot):
    right = code_for(home, member)
    for _ in range(5):
        assert "Mã chưa đúng" in text_of(home.says("phone", codes.generate(), bot=bot))
        home.now += timedelta(minutes=5)
    for code in (codes.generate(), right):
        text = text_of(home.says("phone", code, bot=bot))
        assert "nhập sai mã nhiều lần" in text
        assert "10 giờ" in text
    assert "Mã chưa đúng" in text_of(home.says("another", codes.generate(), bot=bot))
    home.now += timedelta(minutes=36)
    assert NAME in text_of(home.says("phone", right, bot=bot))


def test_a_slip_of_the_finger_is_no_guess(home, member):
    code = code_for(home, member)
    wrong = ("B" if code[0] != "B" else "C") + code[1:]
    for _ in range(7):
        assert "chưa đúng dạng" in text_of(home.says("phone", wrong))
    assert NAME in text_of(home.says("phone", code))


# -- who is linked already -----------------------------------------------------------------------------------------------


def test_linked_already(home, cell, member):
    known = home.member("Trần Thị Cúc", cell)
    own = codes.add(home.session, "member", cell.id, known.id, now=home.now, expires_at=home.now + timedelta(days=1))
    assert "đã liên kết với đồng chí Trần Thị Cúc" in text_of(home.says(known, own))
    text = text_of(home.says(known, code_for(home, member)))
    assert "/huylienket" in text
    assert NAME not in text
    assert home.account(known, "tg").member_id == known.id


def test_a_second_network_is_welcome_and_the_first_hears_of_it(home, cell):
    known = home.member("Trần Thị Cúc", cell)
    home.says("zalo-phone", code_for(home, known), bot="zl")
    rows = home.says("zalo-phone", "1", bot="zl")
    told = [row for row in rows if row.bot == "tg"]
    assert "một tài khoản nhắn tin khác" in told[0].body["text"]
    assert {a.bot for a in home.session.scalars(select(Account).where(Account.member_id == known.id))} == {"tg", "zl"}


def test_a_changed_phone_replaces_the_old_account(home, cell):
    known = home.member("Trần Thị Cúc", cell)
    old = home.account(known, "tg")
    agree(home, "tg", "new-phone", home.says("new-phone", code_for(home, known)))
    assert linked_member(home, "tg", "new-phone") == known.id
    assert old.member_id is None


def test_undoing_a_mistake(home, cell, bot):
    head = home.member("Lê Thị Sen", cell, "head")
    known = home.member("Trần Thị Cúc", cell, bot=bot)
    rows = home.says(known, "/huylienket")
    assert "Trần Thị Cúc" in text_of(rows)
    user = home.account(known, bot).user_id
    home.says(user, "Hủy", bot=bot)
    assert linked_member(home, bot, user) == known.id
    home.says(user, "/huylienket", bot=bot)
    home.says(user, "Xác nhận hủy liên kết", bot=bot)
    assert linked_member(home, bot, user) is None
    assert roster.account(home.session, bot, user).consented_at is None
    assert "Trần Thị Cúc đã hủy liên kết" in home.private(head)[-1]


# -- groups --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def unbound(home, cell):
    """The cell, its groups not bound yet."""
    for group in home.session.scalars(select(Group)):
        home.session.delete(group)
    home.session.flush()
    return cell


@pytest.mark.parametrize("typed", ["/lienket {}", "/start {}", "{}", "mã nhóm: {}"])
def test_an_organiser_binds_the_group(home, unbound, bot, typed):
    head = home.member("Lê Thị Sen", unbound, "head", bot=bot)
    text = text_of(home.says(head, typed.format(group_code(home, unbound)), group=unbound))
    assert f"liên kết với {CELL}" in text
    group = home.session.scalars(select(Group)).one()
    assert (group.bot, group.organisation_id, group.bound_by) == (bot, unbound.id, head.id)


@given(
    signs=st.text(codes.ALPHABET, min_size=codes.RANDOM_SIGNS, max_size=codes.RANDOM_SIGNS),
    before=st.sampled_from(("mã nhóm: ", "MÃ NHÓM ", "mã của tôi là ", "nhom ", "hình như ", "")),
    between=st.sampled_from(("-", " ", " - ", "")),
    behind=st.sampled_from(("", " nhé", ", cảm ơn", ".")),
)
def test_a_code_is_read_whatever_words_stand_beside_it(signs, before, between, behind):
    whole = signs + codes._check_sign(signs)
    code = between.join(whole[at : at + 4] for at in range(0, 16, 4))
    assert codes.read(f"{before}{code}{behind}") == whole


@pytest.mark.parametrize("who", ["stranger", "plain member", "organiser of another cell"])
def test_nobody_else_binds_a_group(home, unbound, who):
    code = group_code(home, unbound)
    person = {
        "stranger": lambda: "stranger",
        "plain member": lambda: home.member("Trần Thị Cúc", unbound),
        "organiser of another cell": lambda: home.member("Đỗ Văn Mùi", home.cell("Chi bộ Khác"), "head"),
    }[who]()
    home.session.query(Group).delete()
    text = text_of(home.says(person, f"/lienket {code}", group=unbound))
    assert CELL not in text
    assert home.session.scalars(select(Group)).all() == []
    assert home.session.scalars(select(Code)).one().used_at is None


def test_the_other_organisers_hear_of_a_new_group(home, unbound):
    head = home.member("Lê Thị Sen", unbound, "head")
    secretary = home.member("Ngô Văn Tý", unbound, "secretary", bot="zl")
    home.says(head, f"/lienket {group_code(home, unbound)}", group=unbound)
    assert "Lê Thị Sen đã liên kết nhóm" in home.private(secretary)[-1]


def test_a_personal_code_shown_in_a_group_is_worthless_at_once(home, unbound, member):
    code = code_for(home, member)
    text = text_of(home.says("somebody", f"/lienket {code}", group=unbound))
    assert "đã hủy mã này" in text
    assert NAME not in text
    assert "hết hiệu lực" in text_of(home.says("thief", code))


def test_a_group_code_in_private_says_where_it_belongs(home, unbound):
    text = text_of(home.says("somebody", group_code(home, unbound)))
    assert "/lienket" in text
    assert CELL not in text


def test_a_bound_group_stays_with_its_cell(home, cell):
    head = home.member("Lê Thị Sen", cell, "head")
    assert "đã liên kết với" in text_of(home.says(head, f"/lienket {group_code(home, cell)}", group=cell))
    other = home.cell("Chi bộ Khác")
    stranger_head = home.member("Đỗ Văn Mùi", other, "head")
    code = group_code(home, other)
    assert "tổ chức khác" in text_of(home.says(stranger_head, f"/lienket {code}", group=cell))
    assert roster.group(home.session, "tg", f"tg-group-{cell.id}").organisation_id == cell.id


def test_organisers_unbind_a_group_and_others_do_not(home, cell):
    head = home.member("Lê Thị Sen", cell, "head")
    plain = home.member("Trần Thị Cúc", cell)
    home.says(plain, "/huylienket", group=cell)
    home.presses(plain, "unbind:yes", group=cell)
    assert roster.group(home.session, "tg", f"tg-group-{cell.id}") is not None
    home.says(head, "/huylienket", group=cell)
    home.presses(head, "unbind:yes", group=cell)
    assert roster.group(home.session, "tg", f"tg-group-{cell.id}") is None


def test_an_anonymous_administrator_cannot_bind(home, unbound):
    said = Incoming("text", f"tg-group-{unbound.id}", in_group=True, text=f"/lienket {group_code(home, unbound)}")
    conversation = mail.conversation(home.session, "tg", said.chat_id, home.now)
    desk = home.desk()
    turn = Turn(home.session, home.now, desk.policy, desk.texts, BOTS, BOTS["tg"], said, conversation=conversation)
    answer(turn, VOCABULARY)
    home.session.flush()
    assert "tài khoản cá nhân" in home.in_group(unbound)[-1]
    assert home.session.scalars(select(Group)).all() == []


def test_a_personal_code_behind_the_groups_command_in_private_is_understood(home, member):
    assert NAME in text_of(home.says("phone", f"/lienket {code_for(home, member)}"))
    assert "trong nhóm" in text_of(home.says("phone", "/lienket"))


# -- the code itself -----------------------------------------------------------------------------------------------------


def test_a_code_has_more_than_sixty_bits_and_fits_a_deep_link():
    assert len(codes.ALPHABET) ** codes.RANDOM_SIGNS >= 2**60
    for _ in range(200):
        code = codes.generate()
        assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", code)
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", code)
        assert codes.read(code) == code.replace("-", "")
        assert not re.search(r"\d{9}", code.replace("-", ""))


def test_codes_are_kept_as_digests_only(home, member):
    code = code_for(home, member)
    row = home.session.scalars(select(Code)).one()
    stored = " ".join(str(value) for value in vars(row).values())
    assert code not in stored
    assert code.replace("-", "") not in stored
    assert len(row.digest) == 64


def test_of_two_who_come_at_once_one_gets_the_code(home, member):
    code_for(home, member)
    code = home.session.scalars(select(Code)).one()
    assert [codes.use(home.session, code.id, home.now) for _ in range(2)] == [True, False]
    expired = code_for(home, member)
    late = home.now + home.policy.code_life
    assert not codes.use(home.session, codes.find(home.session, codes.read(expired)).id, late)


@given(st.integers(0, 15), st.sampled_from(codes.ALPHABET))
def test_one_wrong_sign_is_always_noticed(at, sign):
    signs = codes.generate().replace("-", "")
    changed = signs[:at] + sign + signs[at + 1 :]
    assert (codes.read(changed) is None) == (changed != signs)


@given(st.integers(0, 14))
def test_two_swapped_signs_are_always_noticed(at):
    signs = codes.generate().replace("-", "")
    swapped = signs[:at] + signs[at + 1] + signs[at] + signs[at + 2 :]
    assert (codes.read(swapped) is None) == (swapped != signs)


@given(st.text())
def test_everyday_words_are_no_code(text):
    assert codes.read(text) is None


@given(
    st.sampled_from(
        ["Tôi xin vắng vì bận công tác", "dự", "muộn 15 phút", "0912 345 678", "CB01-003", "12/12/2026 19:30"]
    )
)
def test_replies_do_not_even_resemble_a_code(text):
    assert not codes.resembles(text)
